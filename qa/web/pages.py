"""页面: the pages. They are filled in by their scripts through the same interface as anyone's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from corpus.disclosure import Disclosure
from corpus.problem import in_one_language
from corpus.store import Store
from qa.english import naming
from qa.web import language
from qa.web.history import packed
from qa.web.rights import is_local
from qa.web.state import Shared, State

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_templates = Jinja2Templates(Path(__file__).parent / "templates")
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
_templates.env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # an ideograph escaped takes twice its bytes

YEAR = 365 * 24 * 3600


class Static(StaticFiles):
    """Scripts and styles, asked for anew each time (304 where nothing changed): modules of two versions do not fit."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        """A file, or that it has not changed."""
        response = super().file_response(*args, **more)
        response.headers["cache-control"] = "no-cache"
        return response


@router.get("/")
def chat(request: Request, state: Shared) -> Response:
    """问答: the question box, with what there is to ask about."""
    listing = not state.home.settings.write_token and is_local(request)
    held = _held(state)
    examples = _examples(held, language.chosen(request))
    return _page(request, state, "chat", examples=examples, lists=listing, held=_summary(state, held))


@router.get("/c/{conversation_id}")
def conversation(conversation_id: str, request: Request, state: Shared) -> Response:  # noqa: ARG001 - the script reads it
    """一个会话: the chat, at a conversation's own address."""
    return chat(request, state)


@router.get("/check")
def check(request: Request, state: Shared) -> Response:
    """核对: a text's figures against the disclosures."""
    return _page(request, state, "check")


@router.get("/documents")
def documents(request: Request, state: Shared) -> Response:
    """文件: what there is, and what was read from it."""
    return _page(request, state, "documents", writable=bool(state.home.settings.write_token))


@router.get("/documents/{disclosure_id}")
def document(disclosure_id: str, request: Request, state: Shared) -> Response:
    """一份文件: its text, tables and audit."""
    return _page(request, state, "document", disclosure=state.home.store.disclosure(disclosure_id))


@router.get("/facts")
def facts(request: Request, state: Shared) -> Response:
    """数字: every printed figure as one table, with charts."""
    return _page(request, state, "facts")


@router.get("/answers/{turn_id}")
def answer(turn_id: str, request: Request, state: Shared) -> Response:
    """一条答复: an answer by its own address."""
    return _page(request, state, "answer", evidence=packed(state, turn_id))


@router.get("/answers/{turn_id}/evidence")
def evidence(turn_id: str, request: Request, state: Shared) -> Response:
    """证据包: an answer with all that it rests on, to be printed."""
    return _page(request, state, "evidence", evidence=packed(state, turn_id))


@router.get("/docs")
def interface(request: Request, state: Shared) -> Response:
    """接口说明: the OpenAPI document, readable, from this server alone."""
    return _page(request, state, "interface")


@router.get("/widget")
def widget(request: Request, state: Shared) -> Response:
    """嵌入: how a question box is put into another site's page, with an example."""
    return _page(request, state, "widget", host=str(request.base_url).rstrip("/"))


@router.get("/shelf")
def shelf(state: Shared) -> JSONResponse:
    """The disclosures as a choice to narrow by, without counts and warnings."""
    names = ("id", "title", "issuer", "fiscal_year", "kind", "scope", "narrative")
    return JSONResponse({"disclosures": [{name: getattr(d, name) for name in names} for d in _held(state)]})


@router.get("/favicon.ico")
async def icon() -> Response:
    """The icon is named by the pages; old browsers ask here."""
    return Response(status_code=204)


def problem(request: Request, status: int, detail: str) -> Response:
    """错误页: what went wrong, for a person, with ways on."""
    state: State = request.app.state.mingzhang
    told = in_one_language(detail, english=language.chosen(request) == "en")
    if status == HTTPStatus.NOT_FOUND:  # behind it stands what a program or a command line could do
        told = re.split("[；;]", told)[0]
    response = _page(request, state, "problem", status=status, detail=told)
    response.status_code = status
    return response


def _page(request: Request, state: State, name: str, **more: Any) -> Response:
    spoken = language.chosen(request)
    words = language.words(spoken)
    # Attributes, not keys: a mapping has methods (keys, copy, clear) that a template would find before its words.
    context = {
        "t": SimpleNamespace(**words),
        "words": dict(language.script_words(spoken)),
        "lang": spoken,
        "here": name,
        "documents": state.home.store.version()[0],
    } | more
    response = _templates.TemplateResponse(request, f"{name}.html", context)
    response.headers["cache-control"] = "no-cache"
    response.headers["vary"] = "Accept-Language, Cookie"
    if request.query_params.get("lang") in {"zh", "en"}:
        response.set_cookie(language.COOKIE, spoken, max_age=YEAR, samesite="lax", httponly=True)
    return response


def _summary(state: State, held: Sequence[Disclosure]) -> dict[str, Any]:
    """What is held, for the first page: bodies, documents, years and figures."""
    years = sorted({d.fiscal_year for d in held})
    return {
        "bodies": len({d.issuer for d in held}),
        "documents": len(held),
        "years": f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years)),
        "figures": _figures(state.home.store, state.home.store.version()) if held else 0,
    }


@lru_cache(maxsize=4)
def _figures(store: Store, _version: tuple[int, str]) -> int:
    """How many figures a store holds; counted once for each state of it."""
    return store.select_facts(limit=1)[0]


def _held(state: State) -> Sequence[Disclosure]:
    """The disclosures, from memory: a page must not wait for a thousand of them."""
    library = state.home.asker.library
    library.refresh()
    return library.disclosures


def _examples(disclosures: Sequence[Disclosure], spoken: language.Language) -> list[str]:
    """Questions about what there is: a share with its calculation, a figure, a change, a comparison or another figure."""
    if not disclosures:
        return []
    told = sorted(disclosures, key=lambda d: (d.kind != "final_accounts", -d.fiscal_year))
    first, last = told[0], told[-1]
    said = naming.body if spoken == "en" else str
    named = {
        "first": said(first.issuer),
        "year": first.fiscal_year,
        "last": said(last.issuer),
        "last_year": last.fiscal_year,
    }
    return list(dict.fromkeys(question.format(**named) for question in EXAMPLES[spoken]))


EXAMPLES: dict[language.Language, tuple[str, ...]] = {
    "zh": (
        "{first}{year}年项目支出占总支出的比重是多少？",
        "{first}{year}年“三公”经费支出多少？",
        "{last}{last_year}年支出总额比上年增减多少？",
        "比较各单位{year}年的基本支出",
    ),
    "en": (
        "What share of total expenditure was project expenditure of {first} in {year}?",
        "How much did {first} spend on the three public expenses in {year}?",
        "By how much did total expenditure of {last} change in {last_year} from the year before?",
        "How much was the basic expenditure of {first} in {year}?",
    ),
}
