"""分面: how many printed figures there are of each body, year, kind, basis and concept, under the filters in force."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from corpus import schema
from corpus.order import fact_filter
from corpus.store import Store
from corpus.terms import TERMS

MOST = 60
"""Values of one facet that are told; a longer list is looked through with words."""
COLUMNS = {
    "issuer": schema.disclosure.c.issuer,
    "fiscal_year": schema.fact.c.year,
    "kind": schema.disclosure.c.kind,
    "basis": schema.fact.c.basis,
    "scope": schema.fact.c.scope,
    "origin": schema.fact.c.origin,
    "concept": schema.fact.c.concept,
}


def facets(store: Store, filters: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Facet → its values with their counts, the most frequent first; a facet's own filter does not narrow it.

    So that a reader sees what choosing another value would give. Counted once for each state of the store.
    """
    given = tuple(sorted((name, value) for name, value in filters.items() if value is not None))
    return _counted(store, store.version(), given)


@lru_cache(maxsize=64)
def _counted(
    store: Store, _version: tuple[int, str], given: tuple[tuple[str, Any], ...]
) -> dict[str, list[dict[str, Any]]]:
    filters = dict(given)
    owned = schema.fact.join(schema.disclosure)
    found: dict[str, list[dict[str, Any]]] = {}
    with store.reading() as db:
        for name, column in COLUMNS.items():
            others = {key: value for key, value in filters.items() if key != name}
            counted = func.count().label("number")
            query = select(column.label("value"), counted).select_from(owned).where(*fact_filter(others))
            query = query.where(column.is_not(None)).group_by(column).order_by(counted.desc(), column).limit(MOST)
            found[name] = [_one(name, row.value, row.number) for row in db.execute(query)]
    return found


def _one(name: str, value: Any, count: int) -> dict[str, Any]:
    told = {"value": value, "count": count}
    return told | {"name": TERMS[value].name} if name == "concept" and value in TERMS else told
