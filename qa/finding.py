"""所得: a figure found for an asked thing, with its other places and the figures that disagree with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.disclosure import Disclosure, Fact
from corpus.money import Quantity
from qa import lookup
from qa.answer import Citer, Figure, fact_label, figure_of
from qa.lookup import Hit, Slot

MOST_PLACES = 3
"""Places cited for one figure at most."""


@dataclass(frozen=True)
class Finding:
    """所得: the fact, the disclosure it is of, further places of the same figure, and facts that disagree."""

    fact: Fact
    disclosure: Disclosure
    score: float
    explained: float
    places: tuple[Fact, ...] = ()
    rivals: tuple[Fact, ...] = ()
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


def find(slot: Slot, unit: str | None = None) -> Finding | None:
    """The figure for a slot, None where no fact explains the question well enough."""
    ranked = lookup.rank(slot)
    if not ranked or not lookup.accepted(ranked[0]):
        return None
    return _finding(slot, ranked, unit)


def _finding(slot: Slot, ranked: list[Hit], unit: str | None) -> Finding:
    first = ranked[0]
    fact = first.described.fact
    others = [h.described.fact for h in lookup.alike(ranked[1:], first) if h.shelf is first.shelf]
    rivals = [
        h.described.fact
        for h in ranked[1:]
        if h.shelf is first.shelf and h.score >= first.score - 0.35 and disagrees(h.described.fact, fact)
    ]
    shown = None
    if (
        unit
        and fact.quantity.unit != unit
        and fact.quantity.unit_class.value == "money"
        and "/" not in fact.quantity.unit
    ):
        shown = fact.quantity.to(unit)
    places = _spread(fact, others)
    return Finding(fact, first.shelf.disclosure, first.score, first.explained, places, tuple(rivals), shown)


def _spread(fact: Fact, others: list[Fact]) -> tuple[Fact, ...]:
    """One further place of the other origin (prose beside table), then others, each row once."""
    spots = {fact.context.start}
    kept: list[Fact] = []
    for other in sorted(others, key=lambda o: o.origin == fact.origin):
        if other.context.start not in spots and len(kept) < MOST_PLACES - 1:
            spots.add(other.context.start)
            kept.append(other)
    return tuple(kept)


def disagrees(one: Fact, other: Fact) -> bool:
    """Whether two facts are about the very same thing and differ beyond rounding."""
    same_thing = (
        (one.concept == other.concept if one.concept or other.concept else one.row == other.row)
        and one.aspect == other.aspect
        and _same_subject(one, other)
        and one.measure == other.measure
        and one.basis == other.basis
        and one.year == other.year
        and one.scope == other.scope
        and one.quantity.unit_class == other.quantity.unit_class
    )
    a, b = one.quantity, other.quantity
    return same_thing and abs(a.base - b.base) > max(a.step, b.step)


def _same_subject(one: Fact, other: Fact) -> bool:
    a, b = one.subject or "", other.subject or ""
    return a == b or (bool(a) and bool(b) and (a in b or b in a))
