"""公开文件接口: what is in the corpus: outline, text, tables and audit of each disclosure."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from corpus.meanwhile import each_held
from qa.checking import audit_report
from qa.checking.audit import audited
from qa.disclosed import described, outline, table_shown
from qa.web import shapes
from qa.web.paging import FiscalYear, Limit, Offset
from qa.web.pictures import has_pictures
from qa.web.state import Shared

router = APIRouter(prefix="/api/disclosures", tags=["disclosures"])


class Wanted(BaseModel):
    """Which disclosures to list."""

    issuer: str | None = None
    fiscal_year: FiscalYear = None
    source: str | None = None
    limit: Limit = 100
    offset: Offset = 0


@router.get("", summary="List disclosures", response_model=None, responses={200: {"model": shapes.Disclosures}})
def listed(state: Shared, wanted: Annotated[Wanted, Query()]) -> JSONResponse:
    """Disclosures by issuer, year, kind and scope."""
    fits = [
        d
        for d in state.home.store.disclosures()
        if wanted.issuer in {None, d.issuer, *d.aliases}
        and wanted.fiscal_year in {None, d.fiscal_year}
        and wanted.source in {None, d.source}
    ]
    page = each_held(fits[wanted.offset : wanted.offset + wanted.limit], lambda d: described(state.home.store, d))
    return JSONResponse({"total": len(fits), "disclosures": [shown for _, shown in page]})


ONE: dict[int | str, dict[str, Any]] = {200: {"model": shapes.Disclosure}}


@router.get("/{disclosure_id}", summary="One disclosure", response_model=None, responses=ONE)
def one(disclosure_id: str, state: Shared) -> JSONResponse:
    """A disclosure with its outline, the tree of its headings; ``pictures``: whether its pages can be shown."""
    store = state.home.store
    found = store.disclosure(disclosure_id)
    more = {"outline": outline(store.sections(disclosure_id)), "pictures": has_pictures(state, found)}
    return JSONResponse(described(store, found) | more)


@router.get("/{disclosure_id}/text", summary="Extracted text")
def text(
    disclosure_id: str,
    state: Shared,
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> dict[str, Any]:
    """The extracted text or a slice of it; all offsets of this service refer to it."""
    whole = state.home.store.text(disclosure_id)
    end = len(whole) if end is None else min(end, len(whole))
    start = min(start, end)
    return {"disclosure_id": disclosure_id, "start": start, "end": end, "length": len(whole), "text": whole[start:end]}


@router.get("/{disclosure_id}/tables", summary="Tables")
def tables(disclosure_id: str, state: Shared, limit: Limit = 100, offset: Offset = 0) -> JSONResponse:
    """The tables as header paths and rows, each cell with its own offsets."""
    state.home.store.counts(disclosure_id)
    found = state.home.store.tables(disclosure_id)
    page = [table_shown(t) for t in found[offset : offset + limit]]
    return JSONResponse({"disclosure_id": disclosure_id, "total": len(found), "tables": page})


@router.get("/{disclosure_id}/audit", summary="Audit", response_model=None)
def audit(
    disclosure_id: str,
    state: Shared,
    format: Annotated[Literal["json", "markdown", "csv", "xlsx"], Query()] = "json",  # noqa: A002 - its name in the URL
) -> Response:
    """Every arithmetic identity that applies, whether it holds, and every pair of statements that disagree, graded."""
    found = audited(state.home.store, disclosure_id)
    if format == "json":
        return JSONResponse(found)
    body = audit_report.written(found, format)
    headers = {"content-disposition": f'attachment; filename="audit.{"md" if format == "markdown" else format}"'}
    return Response(body, media_type=audit_report.MEDIA_TYPES[format], headers=headers)
