"""次序与筛选: which facts are listed and in what order, in SQL, so that whoever reads a page need not sort it."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from sqlalchemy import Numeric, case, cast, func, or_, select

from corpus import schema
from corpus.money import YUAN_PER

Order = Literal["row", "column", "value", "unit", "issuer", "fiscal_year", "basis", "table"]
ORDERS: Final = frozenset(get_args(Order))


def ordered(order: str | None, *, down: bool) -> list[Any]:
    """The terms of ORDER BY; what is equal, and all where ``order`` is None, stands as it is printed.

    Amounts are ordered by their size whatever their unit; for the order alone they may become binary numbers.
    Raises ValueError for an order that there is not.
    """
    fact, owner = schema.fact.c, schema.disclosure.c
    printed = [owner.source, fact.disclosure_id, fact.ordinal]
    if order is None:
        return printed
    if order not in ORDERS:
        raise ValueError(f"unknown order {order!r}; known: {sorted(ORDERS)}")
    by: dict[str, list[Any]] = {
        "row": [func.coalesce(fact.subject, ""), fact.row],
        "column": [fact.column_path],
        "value": [cast(fact.value, Numeric(asdecimal=False)) * _yuan()],
        "unit": [fact.unit],
        "issuer": [owner.issuer],
        "fiscal_year": [fact.year],
        "basis": [fact.basis, fact.scope],
        "table": [func.coalesce(fact.table_title, "")],
    }
    return [key.desc() if down else key.asc() for key in by[order]] + printed


def _yuan() -> Any:
    """How many 元 one of the printed unit is; 1 for what is no money."""
    return case({unit: int(scale) for unit, scale in YUAN_PER.items()}, value=schema.fact.c.unit, else_=1)


def fact_filter(filters: dict[str, Any]) -> list[Any]:
    """Conditions on facts and their disclosures; ``disclosure`` is an id or several, ``q`` words that all must occur."""
    fact, owner = schema.fact.c, schema.disclosure.c
    exact = {
        "source": owner.source,
        "issuer": owner.issuer,
        "fiscal_year": fact.year,
        "kind": owner.kind,
        "concept": fact.concept,
        "row_code": fact.row_code,
        "origin": fact.origin,
        "measure": fact.measure,
        "basis": fact.basis,
        "scope": fact.scope,
        "table_id": fact.table_id,
    }
    unknown = set(filters) - set(exact) - {"disclosure", "q"}
    if unknown:
        raise ValueError(f"unknown fact filter {sorted(unknown)}; known: {sorted(exact)}, disclosure, q")
    fits: list[Any] = [exact[name] == value for name, value in filters.items() if name in exact and value is not None]
    if (wanted := filters.get("disclosure")) is not None:
        ids = [wanted] if isinstance(wanted, str) else list(wanted)
        fits.append(fact.disclosure_id.in_(ids))
    searched = (fact.row_words, fact.column_words, fact.subject_words, fact.table_words)
    fits.extend(or_(*(column.in_(named(word)) for column in searched)) for word in str(filters.get("q") or "").split())
    return fits


def named(word: str) -> Any:
    """The ids of labels that hold a word: few names are looked through in place of all figures."""
    return select(schema.label.c.id).where(schema.label.c.name.contains(word, autoescape=True))
