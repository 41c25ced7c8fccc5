"""所得: a figure found for an asked thing, with its other places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.disclosure import Disclosure, Fact
from corpus.money import Quantity
from qa.answer import Citer, Figure, fact_label, figure_of, leaf
from qa.finding import lookup
from qa.finding.asked import Slot
from qa.finding.lookup import Hit

MOST_PLACES = 3
"""Places cited for one figure at most."""


@dataclass(frozen=True)
class Finding:
    """所得: the fact, the disclosure it is of, and further places of the same figure."""

    fact: Fact
    disclosure: Disclosure
    score: float
    explained: float
    places: tuple[Fact, ...] = ()
    shown: Quantity | None = field(default=None, compare=False)

    @property
    def quantity(self) -> Quantity:
        """The figure in its printed unit, or in the unit that was asked for."""
        return self.shown or self.fact.quantity

    @property
    def label(self) -> str:
        """名目."""
        return fact_label(self.fact)

    def cite(self, citer: Citer) -> tuple[int, ...]:
        """Cite the fact and its other places."""
        return tuple(dict.fromkeys(citer.fact(f, self.disclosure) for f in (self.fact, *self.places)))

    def figure(self, citer: Citer) -> Figure:
        """The figure with its citations."""
        return figure_of(self.fact, self.disclosure, self.cite(citer), self.shown)


def find(slot: Slot, unit: str | None = None, fits: Callable[[Fact], bool] | None = None) -> Finding | None:
    """The figure for a slot, of those that fit, None where no fact explains the question well enough."""
    ranked = [hit for hit in lookup.rank(slot) if fits is None or fits(hit.described.fact)]
    if not ranked or not lookup.accepted(ranked[0]) or _is_toss(ranked):
        return None
    return _finding(ranked, unit) if (so := _printed_so(slot, ranked[0])) is None else _in_unit(so, unit)


def _printed_so(slot: Slot, first: Hit) -> Finding | None:
    """The one row that bears the very word asked for, where the likeliest figure only goes by it (燃料费 beside 车辆运行费)."""
    said = slot.topics[0].text if len(slot.topics) == 1 and not (slot.codes or slot.measures or slot.counter) else ""
    fact = first.described.fact
    if (
        len(said) < NAMED_SO
        or said in fact_label(fact)
        or fact.concept is None
        or slot.topics[0].concept != fact.concept
    ):
        return None
    rows = [
        Finding(d.fact, shelf.disclosure, first.score, first.explained)
        for shelf in slot.shelves
        for d in shelf.facts
        if leaf(d.fact.row) == said
        and d.fact.measure == fact.measure
        and slot.year in {None, d.fact.year}
        and not lookup.is_of_one_fund(d.fact, frozenset(), said)
    ]
    same = {(r.fact.quantity.base, r.fact.year) for r in rows}
    return rows[0] if len(same) == 1 else None


NAMED_SO = 3
"""Characters of a word from which a row of that very name is what is asked for."""


def _in_unit(found: Finding, unit: str | None) -> Finding:
    quantity = found.fact.quantity
    other = unit and quantity.unit != unit and quantity.unit_class.value == "money" and "/" not in quantity.unit
    return replace(found, shown=quantity.to(unit)) if other and unit else found


def _is_toss(ranked: list[Hit]) -> bool:
    """Whether sister rows of one table fit equally well, none of them wholly: the asked thing is none of these parts."""
    first = ranked[0]
    fact = first.described.fact
    above = fact.row.rpartition("/")[0]
    if not above or fact.table_id is None or first.explained >= lookup.WHOLLY:
        return False
    for hit in ranked[1:]:
        if hit.score < first.score:
            return False
        other = hit.described.fact
        sister = other.row.rpartition("/")[0] == above and (other.table_id, other.column) == (
            fact.table_id,
            fact.column,
        )
        if sister and other.row != fact.row and other.quantity.base != fact.quantity.base:
            return True
    return False


def _finding(ranked: list[Hit], unit: str | None) -> Finding:
    first = ranked[0]
    fact = first.described.fact
    others = [h.described.fact for h in lookup.alike(ranked[1:], first) if h.shelf is first.shelf]
    shown = None
    if (
        unit
        and fact.quantity.unit != unit
        and fact.quantity.unit_class.value == "money"
        and "/" not in fact.quantity.unit
    ):
        shown = fact.quantity.to(unit)
    places = _spread(fact, others)
    return Finding(fact, first.shelf.disclosure, first.score, first.explained, places, shown)


def _spread(fact: Fact, others: list[Fact]) -> tuple[Fact, ...]:
    """One further place of the other origin (prose beside table), then others, each row once."""
    spots = {fact.context.start}
    kept: list[Fact] = []
    for other in sorted(others, key=lambda o: o.origin == fact.origin):
        if other.context.start not in spots and len(kept) < MOST_PLACES - 1 and _side(other) in {"", _side(fact)}:
            spots.add(other.context.start)
            kept.append(other)
    return tuple(kept)


def _side(fact: Fact) -> str:
    """收入 or 支出 where the name of a figure says one of them alone: what supports the one does not support the other."""
    said = {side for side in ("收入", "支出") if side in fact_label(fact)}
    return said.pop() if len(said) == 1 else ""
