"""事实接口: GET /api/facts, every printed figure, filtered, as JSON, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from corpus.disclosure import Disclosure, Fact
from corpus.store import Store
from qa.web import shapes, sheets
from qa.web.paging import LARGEST, Offset
from qa.web.state import Shared

router = APIRouter(tags=["facts"])

Text = Annotated[str | None, Query(max_length=200)]


@router.get("/api/facts", summary="Printed figures", response_model=None, responses={200: {"model": shapes.Facts}})
def facts(
    state: Shared,
    source: Text = None,
    disclosure: Text = None,
    issuer: Text = None,
    fiscal_year: int | None = None,
    kind: Literal["budget", "final_accounts"] | None = None,
    concept: Text = None,
    row_code: Text = None,
    origin: Literal["table", "prose"] | None = None,
    q: Annotated[str | None, Query(max_length=200, description="Words that must all occur")] = None,
    format_: Annotated[Literal["json", "csv", "xlsx"], Query(alias="format")] = "json",
    limit: Annotated[int | None, Query(ge=1, le=LARGEST, description="Default 100 in JSON, all in a sheet")] = None,
    offset: Offset = 0,
) -> Response:
    """Facts by source, place in the file and order; a sheet holds all that fit unless ``limit`` is given."""
    filters: dict[str, Any] = {
        "source": source,
        "disclosure": disclosure,
        "issuer": issuer,
        "fiscal_year": fiscal_year,
        "kind": kind,
        "concept": concept,
        "row_code": row_code,
        "origin": origin,
        "q": q,
    }
    store = state.home.store
    if format_ == "json":
        total, page = selected(store, filters, limit or 100, offset)
        return JSONResponse({"total": total, "facts": page})
    rows = every(store, filters) if limit is None else selected(store, filters, limit, offset)[1]
    body = sheets.workbook(rows) if format_ == "xlsx" else sheets.csv(rows).encode("utf-8-sig")
    headers = {"content-disposition": f'attachment; filename="facts.{format_}"'}
    return Response(body, media_type=sheets.MEDIA_TYPES[format_], headers=headers)


def selected(store: Store, filters: dict[str, Any], limit: int, offset: int = 0) -> tuple[int, list[dict[str, Any]]]:
    """(how many fit, one page of them as the contract's objects)."""
    total, page = store.select_facts(limit=limit, offset=offset, **filters)
    known: dict[str, Disclosure] = {i: store.disclosure(i) for i in {f.disclosure_id for f in page}}
    return total, [shown(fact, known[fact.disclosure_id]) for fact in page]


def every(store: Store, filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All facts that fit, page by page."""
    offset = 0
    while page := selected(store, filters, LARGEST, offset)[1]:
        yield from page
        offset += len(page)


def shown(fact: Fact, disclosure: Disclosure) -> dict[str, Any]:
    """A fact as the contract's object."""
    return {
        "id": fact.id,
        "disclosure_id": fact.disclosure_id,
        "source": disclosure.source,
        "issuer": disclosure.issuer,
        "kind": disclosure.kind,
        "origin": fact.origin,
        "concept": fact.concept,
        "aspect": fact.aspect,
        "subject": fact.subject,
        "row": fact.row,
        "row_code": fact.row_code,
        "column": fact.column,
        "measure": fact.measure,
        "value": format(fact.quantity.value, "f"),
        "unit": fact.quantity.unit,
        "printed": fact.quantity.printed,
        "bound": fact.quantity.bound.value,
        "direction": fact.direction,
        "basis": fact.basis,
        "fiscal_year": fact.year,
        "scope": fact.scope,
        "table": fact.table,
        "section": " / ".join(fact.section),
        "page": fact.place.page,
        "start": fact.place.start,
        "end": fact.place.end,
        "verified": fact.verified,
    }
