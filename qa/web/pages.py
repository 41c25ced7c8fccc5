"""页面: the chat page. Everything on it is filled in by its script through the same interface as anyone's."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates

from qa.web.state import Shared

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(Path(__file__).parent / "templates")


@router.get("/", response_class=HTMLResponse)
def chat(request: Request, state: Shared) -> Response:
    """The question box, with what there is to ask about."""
    disclosures = state.home.store.disclosures()
    return _templates.TemplateResponse(request, "chat.html", {"disclosures": disclosures, "kinds": KINDS})


KINDS = {"budget": "预算", "final_accounts": "决算"}


@router.get("/favicon.ico")
async def icon() -> Response:
    """None yet; browsers ask anyway."""
    return Response(status_code=204)
