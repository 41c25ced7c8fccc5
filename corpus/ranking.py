"""排名: figures of all bodies by size, filtered and compared, in one query along one index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select, true

from corpus import schema
from corpus.disclosure import Basis, Kind, Measure, Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """所问: the figures that are compared. Either ``concept`` (a term id) or ``label`` (a label id, see corpus.keys).

    ``year`` is the one that the amount is about; with ``own_year`` only the disclosure of that very year is heard, not
    one of a later year that prints it for comparison. ``aspect`` and ``subject`` None mean: of no column with a name of
    its own, of the whole body. ``unit`` matters to what is no money (人, 辆). Amounts are in 元.
    ``issuers`` and ``disclosures`` narrow; ``limit`` None gives all.
    """

    concept: str | None = None
    label: int | None = None
    year: int | None = None
    basis: Basis | None = None
    scope: Scope | None = None
    kind: Kind | None = None
    measure: Measure = "amount"
    aspect: str | None = None
    subject: str | None = None
    unit: str | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    issuers: Sequence[str] | None = None
    disclosures: Sequence[str] | None = None
    own_year: bool = True
    down: bool = True
    limit: int | None = 10

    def __post_init__(self) -> None:
        if (self.concept is None) == (self.label is None):
            raise ValueError("rank by a concept or by a label: give one of the two")


@dataclass(frozen=True, slots=True)
class Standing:
    """位次: one figure among those of all bodies; read the fact itself with ``store.facts_by_id``."""

    rank: int
    issuer: str
    disclosure_id: str
    scope: Scope
    year: int
    basis: Basis
    amount: Decimal
    fact_id: str


def ranked(db: Connection, asked: Asked) -> tuple[int, list[Standing]]:
    """(how many figures fit, the first ``limit`` of them); equal amounts share a rank and stand by issuer."""
    fact, owner = schema.fact.c, schema.disclosure.c
    fits = _fits(asked)
    joined = schema.fact.join(schema.disclosure)
    order = fact.amount.desc() if asked.down else fact.amount.asc()
    columns = (owner.issuer, fact.disclosure_id, fact.scope, fact.year, fact.basis, fact.amount, fact.id)
    query = select(*columns).select_from(joined).where(*fits).order_by(order, owner.issuer, fact.id)
    rows = db.execute(query if asked.limit is None else query.limit(asked.limit)).all()
    total = len(rows)
    if asked.limit is not None and total == asked.limit:
        total = int(db.execute(select(func.count()).select_from(joined).where(*fits)).scalar_one())
    found: list[Standing] = []
    for n, row in enumerate(rows, 1):
        rank = found[-1].rank if found and found[-1].amount == row[5] else n
        found.append(Standing(rank, *row))
    return total, found


def _fits(asked: Asked) -> list[Any]:
    fact, owner = schema.fact.c, schema.disclosure.c
    if asked.concept is not None:
        fits = [fact.speaks_for_concept == true(), fact.concept == asked.concept]
    else:
        fits = [fact.speaks_for_label == true(), fact.label == asked.label]
    fits += [
        fact.aspect.is_(None) if asked.aspect is None else fact.aspect == asked.aspect,
        fact.subject.is_(None) if asked.subject is None else fact.subject == asked.subject,
        fact.measure == asked.measure,
        fact.amount.is_not(None),
    ]
    exact = {
        fact.year: asked.year,
        fact.basis: asked.basis,
        fact.scope: asked.scope,
        owner.kind: asked.kind,
        fact.unit: asked.unit,
    }
    fits += [column == value for column, value in exact.items() if value is not None]
    if asked.own_year:
        fits.append(owner.fiscal_year == fact.year)
    if asked.at_least is not None:
        fits.append(fact.amount >= asked.at_least)
    if asked.at_most is not None:
        fits.append(fact.amount <= asked.at_most)
    if asked.issuers is not None:
        fits.append(owner.issuer.in_(asked.issuers))
    if asked.disclosures is not None:
        fits.append(fact.disclosure_id.in_(asked.disclosures))
    return fits
