"""事实接口: GET /api/facts, every printed figure, filtered, as JSON, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from corpus.order import Order
from qa import sheets
from qa.facts import every, named, selected, sources
from qa.web import shapes
from qa.web.facets import facets
from qa.web.paging import LARGEST, FiscalYear, Offset
from qa.web.state import Shared

router = APIRouter(tags=["facts"])

Words = Annotated[str | None, Field(max_length=200)]
SHOWN = 100
"""Facts in JSON where no limit is given; a sheet then holds all that fit."""


class Filters(BaseModel):
    """Which facts to give; all conditions must hold."""

    source: Words = None
    disclosure: Words = None
    issuer: Words = None
    fiscal_year: FiscalYear = None
    kind: Literal["budget", "final_accounts"] | None = None
    concept: Words = None
    row_code: Words = None
    origin: Literal["table", "prose"] | None = None
    basis: Words = Field(None, description="budget, final_accounts, adjusted_budget, prior_year, target")
    scope: Literal["unit", "consolidated"] | None = None
    q: Words = Field(None, description="Words that must all occur in row, column, subject or table title")


class Wanted(Filters):
    """Filters, form and page."""

    format: Literal["json", "csv", "xlsx"] = "json"
    lang: Literal["zh", "en"] = Field("zh", description="Heads and words of a sheet; en: this interface's own names")
    order: Order | None = Field(None, description="Sorted by this; in printed order where not given")
    down: bool = Field(default=False, description="The largest first")
    limit: int | None = Field(None, ge=1, le=LARGEST, description=f"{SHOWN} in JSON, all in a sheet where not given")
    offset: Offset = 0


@router.get("/api/facts", summary="Printed figures", response_model=None, responses={200: {"model": shapes.Facts}})
def facts(state: Shared, wanted: Annotated[Wanted, Query()]) -> Response:
    """Facts in the order asked for, else by source, disclosure and printed order; as JSON, CSV or a workbook."""
    filters = wanted.model_dump(include={*Filters.model_fields, "order", "down"})
    store = state.home.store
    if wanted.format == "json":
        total, page = selected(store, filters, wanted.limit or SHOWN, wanted.offset)
        return JSONResponse({"total": total, "facts": page})
    if wanted.limit is None:
        rows: Iterable[dict[str, Any]] = every(store, filters, wanted.offset)
    else:
        rows = selected(store, filters, wanted.limit, wanted.offset)[1]
    if wanted.format == "xlsx":
        rows = list(rows)
        body = sheets.workbook(rows, lang=wanted.lang, sources=sources(store, rows))
    else:
        body = sheets.csv(rows, lang=wanted.lang).encode("utf-8-sig")
    name = quote(f"{named(store, filters)}.{wanted.format}")
    headers = {
        "content-disposition": f"attachment; filename=\"facts.{wanted.format}\"; filename*=UTF-8''{name}",
    }
    return Response(body, media_type=sheets.MEDIA_TYPES[wanted.format], headers=headers)


@router.get("/api/facts/facets", summary="How many figures of each body, year, kind, basis and concept")
def counted(state: Shared, wanted: Annotated[Filters, Query()]) -> dict[str, Any]:
    """Counts under the filters in force; a facet's own filter does not narrow it."""
    return facets(state.home.store, wanted.model_dump())
