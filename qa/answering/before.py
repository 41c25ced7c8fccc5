"""推算上年: a year that is printed nowhere, from the next year's amount and its printed change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.disclosure import Fact
from qa.finding import explaining
from qa.finding.finding import Finding, find
from qa.finding.scene import Group, Scene, slot
from qa.plan import arithmetic
from qa.plan.arithmetic import Computed
from qa.understanding.question import Topic


@dataclass(frozen=True)
class Before:
    """上年数: the computed amount, and the printed ones that it follows from."""

    year: int
    this: Finding
    change: Finding
    computed: Computed


def change_of(scene: Scene, group: Group, topics: Sequence[Topic], measure: str, year: int | None) -> Finding | None:
    """The printed change or growth of a thing; none against the budget where years are compared."""
    found = find(slot(scene, group, topics, year=year, bases=(), measures=(measure,)))  # type: ignore[arg-type]
    against = found is not None and "年初预算" in f"{found.fact.row}{found.fact.column}"
    return None if against and len(scene.question.years) > 1 and "预算" not in scene.question.folded else found


def year_before(scene: Scene, group: Group, topics: Sequence[Topic], year: int) -> Before | None:
    """上年数 of ``year`` from the year after; None where amount or change is not printed, or they are not of one thing."""
    this = find(slot(scene, group, topics, year=year + 1, bases=()))
    change = _change(scene, group, topics, year + 1, lambda fact: not explaining.is_against_budget(fact))
    if this is not None and this.disclosure.kind == "budget" and re.search(r"决算|实际", scene.question.folded):
        return None  # last year's outcome does not follow from this year's budget
    return _before(this, change, year)


def initial_budget(scene: Scene, group: Group, topics: Sequence[Topic]) -> Before | None:
    """年初预算 that is printed nowhere: the outcome less its printed change against it; None where nothing is left of it."""
    outcome = find(slot(scene, group, topics, bases=("final_accounts",)))
    if outcome is None or outcome.fact.basis != "final_accounts":
        return None
    year = outcome.fact.year
    change = _change(scene, group, topics, year, lambda fact: "年初预算" in f"{fact.row}{fact.column}")
    before = _before(outcome, change, year)
    return before if before is not None and before.computed.quantity.value > 0 else None


def _change(
    scene: Scene, group: Group, topics: Sequence[Topic], year: int, fits: Callable[[Fact], bool]
) -> Finding | None:
    return find(slot(scene, group, topics, year=year, bases=(), measures=("change",)), fits=fits)


def _before(this: Finding | None, change: Finding | None, year: int) -> Before | None:
    if this is None or change is None or change.fact.direction is None or not _same_thing(this.fact, change.fact):
        return None
    computed = arithmetic.year_before(this.fact.quantity, change.fact.quantity, change.fact.direction)
    return Before(year, this, change, computed)


def _same_thing(one: Fact, other: Fact) -> bool:
    same_unit = one.quantity.unit_class is other.quantity.unit_class
    return same_unit and (
        one.concept == other.concept or bool(one.concept and explaining.kinship(one.concept, other.concept))
    )
