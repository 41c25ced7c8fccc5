"""核对接口: POST /api/check, every figure of a text against the disclosures."""

from __future__ import annotations

from http import HTTPStatus
from importlib.util import find_spec
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from qa.web import shapes
from qa.web.answers import require_known
from qa.web.problems import Refusal
from qa.web.state import Shared

router = APIRouter(tags=["answers"])


@router.post("/api/check", summary="Check a text's figures")
def check(request: shapes.CheckRequest, state: Shared) -> JSONResponse:
    """Findings: for each figure of the text whether the documents support it."""
    require_known(state, request.disclosures)
    if find_spec("qa.check") is None:
        raise Refusal(HTTPStatus.NOT_IMPLEMENTED, "此版本尚不能核对文本 (this version cannot check texts yet)")
    from qa.check import Checker  # type: ignore[import-not-found]  # noqa: PLC0415

    found: dict[str, Any] = Checker(state.home.asker).check(request.text, request.disclosures).as_dict()
    return JSONResponse(found)
