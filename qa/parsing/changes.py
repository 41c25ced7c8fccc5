"""增减之式: the plans of a change against the year before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from qa.parsing.frame import Frame, Roots
from qa.parsing.said import stages_in
from qa.plan.nodes import Apply, Look, Operator

_RATE = re.compile(r"率|幅|百分|%")


def changed(frame: Frame) -> Iterator[Roots]:
    """增减 against the year before, rate first where a rate is asked for."""
    op: Operator = "GROWTH" if "PERCENT" in frame.operators or _RATE.search(frame.clause.said) else "CHANGE"
    named = frame.named
    if stages_in(frame.clause) and frame.clause.first("comparison", "than") and not frame.clause.of("year", "relative"):
        return  # 比年初预算少多少: of one year
    years = [y for y in frame.years(frame.bodies[0]) if y is not None]
    if len(years) > PAIR and not named.groups:
        yield from _year_by_year(frame)
        return
    if len(years) > 1 and max(years) - min(years) != 1:
        return  # a printed change is against the year before
    for groups in dict.fromkeys((frame.arguments, named.split or frame.arguments)):
        found = frame.grid(groups, named, one_year=True) if groups else []
        bare = dict.fromkeys(replace(x, basis=None if x.basis == "budget" else x.basis, measure=None) for x in found)
        yield tuple(Apply(op, (x,)) for x in bare)


def amount_and_rate(frame: Frame) -> Iterator[Roots]:
    """甲的增加额和增幅各是多少: how much one thing has moved and at what rate, both."""
    if frame.operators != {"CHANGE", "GROWTH"} or len(frame.named.groups) != 1 or not _BOTH.search(frame.clause.said):
        return
    found = dict.fromkeys(
        replace(x, basis=None if x.basis == "budget" else x.basis)
        for x in frame.grid(frame.named.groups, one_year=True)
    )
    yield tuple(Apply(op, (x,)) for x in found for op in _MOVED)


_BOTH = re.compile(r"[增减降涨][加少长低]?额(?:度)?(?:[和与及、,，]|以及)[^，。]{0,2}[增减降涨][^，。]{0,2}[幅率]")
_MOVED: tuple[Operator, ...] = ("CHANGE", "GROWTH")


def each_against_the_year_before(frame: Frame) -> Iterator[Roots]:
    """2023、2024年各比上一年多了多少: how far each year that is named has moved from the one before it."""
    years = sorted({int(m.value) for m in frame.clause.of("year")})
    back = frame.clause.first("relative", "-1") or frame.clause.first("comparison", "prior")
    if len(years) < PAIR or back is None or "各" not in frame.clause.said or not frame.arguments:
        return
    rate = "PERCENT" in frame.operators or _RATE.search(frame.clause.said) is not None
    found = [replace(x, measure=None, counter=None) for x in frame.grid(frame.arguments[-1:], frame.named)]
    looks = {y: next((replace(x, when=y) for x in found), None) for y in (years[0] - 1, *years)}
    pairs = [(looks[y], looks[y - 1]) for y in years if looks.get(y - 1) is not None]
    yield tuple(Apply("GROWTH" if rate else "DIFFERENCE", (a, b)) for a, b in pairs if a is not None and b is not None)


def same_of_another(frame: Frame) -> Iterator[Roots]:
    """甲决算比年初预算少多少，乙少多少: what was asked of one thing against itself, of what a clause names in its place."""
    clause = frame.clause
    if not frame.named.groups or clause.of("year", "relative", "basis", "body", "comparison", "amount"):
        return
    for roots in reversed(frame.state.asked):
        for root in (r for r in roots if isinstance(r, Apply) and r.op in _AGAINST_ITSELF):
            sides = [a for a in root.args if isinstance(a, Look)]
            if len(sides) == len(root.args) and len({s.thing for s in sides}) == 1:
                yield tuple(
                    replace(root, args=tuple(replace(s, thing=g, within=()) for s in sides)) for g in frame.named.groups
                )
                return


_AGAINST_ITSELF = frozenset({"DIFFERENCE", "GROWTH", "CHANGE", "RATIO"})
PAIR = 2
"""Years that are set against each other; of more, each is set against the one before."""


def _year_by_year(frame: Frame) -> Iterator[Roots]:
    """Each year's amount less that of the year named before it (三年怎么变的)."""
    found = [replace(x, measure=None) for x in frame.grid(frame.arguments, frame.named)]
    rows = sorted(found, key=lambda x: (x.who, str(x.thing), x.when or 0))
    pairs = [(b, a) for a, b in itertools.pairwise(rows) if (a.who, a.thing) == (b.who, b.thing)]
    yield tuple(Apply("DIFFERENCE", pair) for pair in pairs)
