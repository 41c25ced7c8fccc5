"""分项勾稽: wholes whose parts leave nothing out: a thing and its opposite in a sentence, a project form's sources of funds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.disclosure import Fact
from corpus.money import Bound
from ingest import heads
from ingest.checks.forms import summed
from ingest.checks.tables import Outcome

_OPPOSITES = (
    ("地上", "地下"), ("线上", "线下"), ("室内", "室外"), ("境内", "境外"), ("男", "女"), ("本级", "下属"),
)  # fmt: skip
"""Prefixes that divide a thing in two: what is not the one is the other."""
_NOT = re.compile(r"^[不非未无]")
_COUNTED = frozenset({"amount", "count"})
_FUNDS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("项目资金总额", ("财政资金", "其他资金"), 0),
    ("年度资金申请总额", ("当年财政拨款", "上年结转资金", "其他资金"), -1),
)
"""A form's total, its sources, and which of two lines 其他资金 is meant: the form prints all years' funds beside the year's."""


def part_checks(facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """分项勾稽 of sentences and of project forms."""
    yield from _halves(facts)
    yield from _funds(facts)


def _halves(facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """A whole and its two halves (甲 and 不甲, 地上 and 地下) in one sentence."""
    prose = [f for f in facts if f.origin == "prose" and f.measure in _COUNTED]
    by_whole: dict[tuple[int, str, str], list[Fact]] = defaultdict(list)
    for fact in prose:
        above, _, leaf = fact.row.rpartition("/")
        if above and leaf:
            by_whole[fact.context.start, above, fact.quantity.unit].append(fact)
    for whole in prose:
        if whole.quantity.bound is Bound.ABOUT:
            continue
        below = by_whole.get((whole.context.start, whole.row, whole.quantity.unit), ())
        for one, other in combinations(below, 2):
            if (
                one.basis == other.basis == whole.basis
                and one.year == other.year == whole.year
                and _opposed(one, other)
            ):
                about = f"{_leaf(whole)} = {_leaf(one)} + {_leaf(other)}"
                yield summed("P.HALVES", about, whole, [one, other])


def _leaf(fact: Fact) -> str:
    return heads.squeeze(fact.row.rpartition("/")[2])


def _opposed(one: Fact, other: Fact) -> bool:
    a, b = _leaf(one), _leaf(other)
    if _NOT.sub("", a) == _NOT.sub("", b) and a != b:
        return True
    return any(
        {a.startswith(x), b.startswith(x)} == {True, False} and (a.replace(x, y, 1) == b or b.replace(x, y, 1) == a)
        for x, y in _OPPOSITES
    )


def _funds(facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """A project form's totals against the sources that it lists."""
    forms: dict[tuple[str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.table_id and fact.subject and fact.measure == "amount":
            label = re.sub(r"^其中[:：]", "", _leaf(fact))
            forms[fact.table_id, fact.subject][label].append(fact)
    for (_, subject), rows in forms.items():
        for total, sources, which in _FUNDS:
            parts = [rows[s][which] for s in sources if rows.get(s)]
            if rows.get(total) and len(parts) == len(sources):
                about = f"{subject}：{total} = {' + '.join(sources)}"
                yield summed("B14.FUNDS", about, rows[total][0], parts)
