"""预算与决算相比: both sides of a comparison of phases are taken of one and the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.before import year_before
from qa.finding.explaining import TOTALS
from qa.finding.finding import find
from qa.finding.lookup import stage
from qa.finding.scene import Scene, slot
from qa.understanding.question import Topic

if TYPE_CHECKING:
    from qa.answering.figures import Asked

_BUDGETS = frozenset({"budget", "adjusted_budget"})


def of_one_thing(scene: Scene, asked: Sequence[Asked]) -> list[Asked]:
    """预算与决算 of a whole that is set against its budget: the outcome of what the budget is printed for.

    The whole bears several names (收入总计, 本年支出合计, 一般公共预算财政拨款支出), and a budget is often printed for one alone.
    """
    question = scene.question
    if not question.does("difference", "compare", "change") or len(asked) != BOTH:
        return list(asked)
    budgets = [a for a in asked if not _BUDGETS.isdisjoint(a.target.bases)]
    finals = [a for a in asked if a.target.bases == ("final_accounts",)]
    if len(budgets) != 1 or len(finals) != 1 or not set(question.concepts) <= TOTALS or _names(question.topics):
        return list(asked)
    final, budget = finals[0], budgets[0]
    if final.group is not budget.group or final.finding is None or budget.finding is None:
        return list(asked)
    concept = budget.finding.fact.concept
    if concept is None or concept == final.finding.fact.concept:
        return list(asked)
    same = find(
        slot(scene, final.group, (Topic("", 0, 0, concept),), year=final.year, bases=("final_accounts",)),
        question.unit,
    )
    if same is None or same.fact.concept != concept:
        return list(asked)
    return [replace(a, finding=same) if a is final else a for a in asked]


def of_asked_stage(scene: Scene, asked: Asked) -> Asked:
    """The asked year before without its outcome where its budget is asked for and follows from this year's (47 万元 more)."""
    fact = asked.finding.fact if asked.finding is not None else None
    if (
        fact is None
        or fact.basis != "prior_year"
        or asked.target.bases != ("budget",)
        or stage(fact) != "final_accounts"
    ):
        return asked
    year = asked.year or fact.year
    follows = year_before(scene, asked.group, asked.target.topics, year) is not None
    return replace(asked, finding=None, year=year) if follows else asked


BOTH = 2
"""What is compared: a budget and an outcome."""


def _names(topics: Sequence[Topic]) -> bool:
    """Whether something is named that is no whole of the year."""
    return any(t.concept is None and t.text for t in topics)
