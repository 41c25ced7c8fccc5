"""事实: printed figures, filtered and page by page, as the contract's objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.disclosure import Disclosure, Fact
from corpus.store import Store
from qa.answer import row_label

LARGEST_PAGE = 1000


def selected(store: Store, filters: dict[str, Any], limit: int, offset: int = 0) -> tuple[int, list[dict[str, Any]]]:
    """(how many fit, one page of them as the contract's objects). ``filters`` may hold ``order`` and ``down``."""
    total, page = store.select_facts(limit=limit, offset=offset, **filters)
    known: dict[str, Disclosure] = {i: store.disclosure(i) for i in {f.disclosure_id for f in page}}
    return total, [shown(fact, known[fact.disclosure_id]) for fact in page]


def every(store: Store, filters: dict[str, Any], offset: int = 0) -> Iterator[dict[str, Any]]:
    """All facts that fit, page by page."""
    while page := selected(store, filters, LARGEST_PAGE, offset)[1]:
        yield from page
        offset += len(page)


def shown(fact: Fact, disclosure: Disclosure) -> dict[str, Any]:
    """A fact as the contract's object."""
    return {
        "id": fact.id,
        "disclosure_id": fact.disclosure_id,
        "source": disclosure.part_at(fact.place.start).source,
        "issuer": disclosure.issuer,
        "kind": disclosure.kind,
        "origin": fact.origin,
        "concept": fact.concept,
        "aspect": fact.aspect,
        "subject": fact.subject,
        "name": " · ".join(row_label(fact)),
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
