"""重复: whether amounts that are to be added up count something twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from corpus import terms
from corpus.disclosure import Fact
from qa.evidence.rows import TOTAL_ROWS
from qa.evidence.value import Value
from qa.finding.asked import share
from qa.library import grams
from qa.plan.nodes import Look


def overlap(values: Sequence[Value]) -> bool:
    """Whether one part stands above another in the same table, or is it in another place: their sum counts it twice."""
    if _is_whole_of_others(values):
        return True
    parts = [
        [f.fact for f in v.facts]
        for v in values
        if v.finding is not None or (isinstance(v.node, Look) and v.computed is None)
    ]
    return any(
        _above(a, b) or _above(b, a) or _again(a, b)
        for one, other in combinations(parts, 2)
        for a in one
        for b in other
    )


def _is_whole_of_others(values: Sequence[Value]) -> bool:
    """Whether one of three or more printed amounts is what the others add up to (总计, 基本支出, 项目支出)."""
    printed = [v.finding.quantity.base for v in values if v.finding is not None]
    if len(printed) != len(values) or len(printed) <= PAIR or not all(printed):
        return False
    return any(sum(printed) == 2 * amount for amount in printed)


PAIR: Final = 2
"""Amounts of which neither can be the sum of the others."""


def _above(one: Fact, other: Fact) -> bool:
    if one.disclosure_id == other.disclosure_id and _is_class_of(one.concept, other.concept):
        return True
    if one.table_id is None or one.table_id != other.table_id or one.row == other.row:
        return False
    return other.row.startswith(f"{one.row}/") or one.row in TOTAL_ROWS


def _is_class_of(one: str | None, other: str | None) -> bool:
    """Whether a term is a class of the accounts that another is a line of (工资福利支出: 奖金)."""
    if one is None or other is None or one == other:
        return False
    classes, lines = terms.TERMS[one].codes, terms.TERMS[other].codes
    return bool(classes and lines) and all(any(b.startswith(a) and b != a for a in classes) for b in lines)


def _again(one: Fact, other: Fact) -> bool:
    """Whether two facts state one amount of one thing in two places, as far as their names tell."""
    if one.quantity.base != other.quantity.base or one.scope != other.scope or one.disclosure_id != other.disclosure_id:
        return False
    names = (grams(f"{one.subject or ''}{one.row}"), grams(f"{other.subject or ''}{other.row}"))
    apart = one.context.start != other.context.start and (one.table_id is None or one.table_id != other.table_id)
    if apart and one.year == other.year and one.quantity.base and _is_classified_otherwise(one, other):
        return True
    return apart and max(share(names[0], names[1]), share(names[1], names[0])) >= SAME_NAME


def _is_classified_otherwise(one: Fact, other: Fact) -> bool:
    """Whether one is spending by function and the other by economic kind or project: each of them is all of the money."""
    kinds = {_classification(one), _classification(other)}
    return FUNCTION in kinds and len(kinds) == PAIR and None not in kinds


def _classification(fact: Fact) -> str | None:
    """The first digit of the code that a figure is printed under, PROJECT of a project's, None of what is neither."""
    if fact.subject:
        return PROJECT
    codes = terms.TERMS[fact.concept].codes if fact.concept else ()
    return codes[0][0] if codes else None


FUNCTION: Final = "2"
"""The first digit of the codes of spending by function (功能分类)."""
PROJECT: Final = "project"
SAME_NAME: Final = 0.6
"""The share of a name's words that the name of the same thing in another place carries."""
