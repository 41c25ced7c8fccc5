"""次序: in what order facts are listed, in SQL, so that a page of them need not be sorted by whoever reads it."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from sqlalchemy import Numeric, case, cast, func

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
