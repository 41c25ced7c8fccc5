"""推算上年: a year that is printed nowhere, from the next year's amount and its printed change."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    change = change_of(scene, group, topics, "change", year + 1)
    if this is None or change is None or change.fact.direction is None or not _same_thing(this.fact, change.fact):
        return None
    if explaining.is_against_budget(change.fact):
        return None
    if this.disclosure.kind == "budget" and re.search(r"决算|实际", scene.question.folded):
        return None  # last year's outcome does not follow from this year's budget
    before = arithmetic.year_before(this.fact.quantity, change.fact.quantity, change.fact.direction)
    return Before(year, this, change, before)


def _same_thing(one: Fact, other: Fact) -> bool:
    same_unit = one.quantity.unit_class is other.quantity.unit_class
    return same_unit and (
        one.concept == other.concept or bool(one.concept and explaining.kinship(one.concept, other.concept))
    )
