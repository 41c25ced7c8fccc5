"""核对接口: POST /api/check, every figure of a text against the disclosures."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from qa.web import shapes
from qa.web.answers import require_known
from qa.web.state import Shared

router = APIRouter(tags=["answers"])


@router.post(
    "/api/check", summary="Check a text's figures", response_model=None, responses={200: {"model": shapes.Checked}}
)
def check(request: shapes.CheckRequest, state: Shared) -> JSONResponse:
    """Findings: for each figure of the text whether the documents support it."""
    require_known(state, request.disclosures)
    found = state.home.checker.check(request.text, request.disclosures)
    return JSONResponse(found.as_dict())
