"""句式: the plans that an operator makes of what is at hand, by type, the likelier first.

Each shape takes a clause's frame and gives candidate roots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus import terms
from qa.finding.explaining import TOTALS
from qa.parsing.arguments import Argument, arguments_of, counts_within
from qa.parsing.changes import changed
from qa.parsing.clauses import Clause
from qa.parsing.comparing import compared, extreme, revised
from qa.parsing.frame import Frame, Roots
from qa.parsing.grammars import Mention
from qa.parsing.rests import remain
from qa.parsing.said import stages_in
from qa.parsing.shares import share, shares_together, term
from qa.parsing.sharing import per
from qa.parsing.sides import against, together
from qa.parsing.sums import as_amounts, reckoned, so_many, sums
from qa.parsing.vacant import vacant
from qa.plan.nodes import Apply, Look, Members, Node

Shape = Callable[[Frame], Iterator[Roots]]


def looks(frame: Frame) -> Iterator[Roots]:
    """Plain figures of what the clause names, or of what was named last."""
    clause, named = frame.clause, frame.named
    if clause.of("code"):
        yield tuple(frame.grid(((),), named))
        return
    yield from so_many(frame)
    if (beside := _stage_and_measure(frame) or _lifetime_and_year(frame)) is not None:
        yield beside
    if named.groups:
        yield from _named_looks(frame)
    else:
        yield from _looks_again(frame)


def _named_looks(frame: Frame) -> Iterator[Roots]:
    """Figures of what the clause names; with their sum where one amount is asked for."""
    clause, named, asked = frame.clause, frame.named, frame.clause.values("question")
    if named.loose and "each" not in asked:
        yield tuple(frame.grid((tuple(t for g in named.groups for t in g),), named))
    one = len(named.groups) == 1 and len(named.groups[0]) == 1 and len(named.split) > 1  # 水电费
    if one and "how_much" in asked and "each" not in asked:
        yield from ((s[0], *s[0].args) for s in sums(frame, named.split) if s and isinstance(s[0], Apply))
    together = len(named.groups) > PAIR or (frame.told == len(named.groups) == PAIR and not named.within)
    told = frame.told is not None
    if together and asked == {"how_much"} and not clause.of("measure", "counter", *(() if told else ("basis",))):
        yield from ((s[0], *s[0].args) for s in sums(frame, named.groups) if s and isinstance(s[0], Apply))
    yield tuple(frame.grid(named.groups, named))
    if named.split != named.groups and not any(counts_within(g) for g in named.groups):
        yield tuple(frame.grid(named.split, named))


def _looks_again(frame: Frame) -> Iterator[Roots]:
    """Figures of what was named last, at the body, year, stage or measure that the clause names."""
    clause, named, state = frame.clause, frame.named, frame.state
    several = not state.roots and any(len(frame.years(w)) > 1 for w in frame.bodies)
    each = "each" in clause.values("question") and not several  # 两项加起来，2022年和2023年各多少: of each year
    if state.summed and not clause.of("measure", "counter") and not each:
        yield from sums(frame, state.summed)
    stages, sets = stages_in(clause), [r for r in state.roots if isinstance(r, Members)]
    if sets and not stages and (measure := frame.measure) is not None:
        yield tuple(replace(s, also=measure) for s in sets if s.measure != measure)  # 最多的三个，执行率各多少
    if sets and not stages and not clause.of("measure", "counter"):
        return  # 是多少: told with the set
    if stages and sets:
        yield tuple(replace(s, beside=tuple(x for x in stages if x != s.basis)) for s in sets)
    elif "each" in clause.values("question") and state.roots and not stages and not clause.of("measure", "counter"):
        return  # 各多少: told with what was asked
    elif frame.arguments:
        yield tuple(frame.grid(frame.arguments, named))


PAIR = 2
"""Things named side by side from which more are summed up as well where one amount is asked for (甲、乙、丙多少钱)."""


def _stage_and_measure(frame: Frame) -> Roots | None:
    """An amount of a stage and a rate asked side by side (预算数和执行率各是多少); None where they are not."""
    clause = frame.clause
    stage, measure = clause.first("basis"), clause.first("measure")
    joined = (
        stage and measure and any(m.kind == "joint" and stage.end <= m.start < measure.start for m in clause.mentions)
    )
    if not joined or not frame.arguments:
        return None
    found = frame.grid(frame.arguments, frame.named)
    return (*(replace(x, measure=None) for x in found), *dict.fromkeys(replace(x, basis=None) for x in found))


def _lifetime_and_year(frame: Frame) -> Roots | None:
    """A project's total budget and this year's, asked side by side (总预算和当年预算各多少); None where they are not."""
    if not frame.arguments or not _AND_THIS_YEARS.search(frame.clause.said):
        return None
    found = frame.grid(frame.arguments, frame.named)
    both: list[Node] = []
    for total in (x for x in found if x.lifetime):
        bare = tuple(t for t in total.thing if t.concept not in TOTALS) or total.thing
        both += [total, replace(total, thing=bare, lifetime=False, money=True)]
    return tuple(both) or None


_AND_THIS_YEARS = re.compile(r"[和、及与跟](?:20\d\d年)?(?:当年度?|今年|本年度?)(?:的)?预算")


def less(frame: Frame) -> Iterator[Roots]:
    """扣掉乙还有多少, 乙以外: the whole, named before or the year's, less what is named behind, stated, or asked last."""
    clause = frame.clause
    if frame.operators & {"TOP", "BOTTOM"}:
        return  # 除了甲最贵的: a member of a set, no difference
    cue = clause.first("operator", "LESS")
    assert cue is not None  # noqa: S101 - asked for by its caller
    before, after = _parted_by(clause, cue)
    stated = frame.stated()
    roots: list[Node] = []
    if stated:
        lasts: Sequence[Node] = frame.grid(before or after, one_year=True) or frame.state.values[:1]
        yield tuple(Apply("DIFFERENCE", (top, stated[0])) for top in lasts[:1])
    if not after and before and not frame.state.last:
        after, before = before, ()
    of_projects = ("projects" in clause.values("members") or frame.state.kind == "projects") and not before
    after = tuple(map(frame.as_project, after)) if of_projects else after
    whole = term("project_expenditure") if of_projects else term(_whole_above(after))
    wholes = (whole,) if of_projects else before[-1:] or tuple(frame.state.last[-1:]) or (whole,)
    for who in frame.bodies:
        tops = [x for x in frame.grid(wholes) if x.who == who]
        parts = [x for x in frame.grid(after) if x.who == who]
        if tops and parts:
            part: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
            roots.append(Apply("DIFFERENCE", (replace(tops[0], money=True), part)))
    yield tuple(roots)


def _parted_by(clause: Clause, cue: Mention) -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """What stands before and behind the word that takes away: the whole and its parts, the other way round for 甲以外的."""
    outside = [m for m in clause.of("operator") if m.value == "LESS" and clause.text[m.start : m.end] in _OUTSIDE]
    if outside and (whole := arguments_of(clause, start=outside[-1].end).groups):
        start = cue.end if cue is not outside[-1] else 0
        return whole, arguments_of(clause, start=start, end=outside[-1].start + 1).groups
    comma = next((m for m in clause.of("joint") if m.value == "，" and m.start >= cue.end), None)
    if comma is not None and (whole := arguments_of(clause, start=comma.end).groups):  # 刨去甲，乙还剩多少
        behind = arguments_of(clause, start=cue.end, end=comma.start).groups
        return whole, behind or arguments_of(clause, end=cue.start + 1).groups
    named = arguments_of(clause, end=cue.start + 1)
    around = (named.within,) if named.within else ()  # 公用经费里扣掉甲
    return named.groups or around, arguments_of(clause, start=cue.end).groups


_OUTSIDE = frozenset({"以外", "之外", "不计在内", "不算在内", "不计入"})


def _whole_above(parts: Sequence[Argument]) -> str:
    """The year's whole that things are parts of: of income, where they are income."""
    ids = [t.concept for p in parts for t in p if t.concept]
    income = ids and all(terms.TERMS[i].name.endswith("收入") for i in ids)
    return "total_revenue" if income else "total_expenditure"


def total(frame: Frame) -> Iterator[Roots]:
    """合计 of what the clause names, of the set or the figures asked last, of all that was named."""
    named = frame.named
    if "LESS" in frame.operators and any(m.value == "，" for m in frame.clause.of("joint")):
        return  # 除了甲，其余的乙一共多少: no part of what is left is what is left out
    cue = frame.clause.first("operator", "SUM")
    if len(named.split) == 1 and cue is not None and frame.clause.text[cue.start : cue.end] in _ITS_WHOLE:
        yield from looks(frame)  # 政府采购的总额分别是多少: the whole of each
        return
    if any(own := tuple(together(frame))):
        yield from own
        return
    yield from so_many(frame)
    guessed = len(named.groups) == frame.told and any(not t.exact for g in named.split for t in g)
    for groups in dict.fromkeys((named.split, named.groups)[guessed:]):
        if len(groups) > 1:
            yield from sums(frame, groups)
    several_years = any(len(frame.years(w)) > 1 for w in frame.bodies)
    if len(named.groups) == 1 and (len(frame.bodies) > 1 or several_years):
        across = frame.grid(named.groups, named)
        yield (Apply("SUM", tuple(across)), *across)
    if not named.groups:
        yield from _total_again(frame)


def _total_again(frame: Frame) -> Iterator[Roots]:
    """合计 of what was asked or named before, where the clause itself names nothing."""
    state = frame.state
    yield from shares_together(frame)
    if len(done := reckoned(state.roots)) > 1:
        yield (Apply("SUM", done),)  # 各剩多少，加一块是多少
    if state.roots and isinstance(state.roots[0], Members):
        yield (Apply("SUM", (as_amounts(frame, state.roots[0]),)),)
    across = frame.grid(frame.arguments)
    if len(frame.bodies) > 1 and len(frame.arguments) == 1 and len(across) > 1:
        yield (Apply("SUM", tuple(across)), *across)
    asked = tuple(r for r in state.roots if isinstance(r, Look))
    if not state.roots and len(state.last) > 1:
        yield from sums(frame, state.last)
    if len(asked) > 1:
        yield (Apply("SUM", asked),)
    elif len(every := tuple(dict.fromkeys((*state.standing, *state.last)))) > 1:
        yield from sums(frame, every)


_ITS_WHOLE = frozenset({"总额", "总数", "总量"})
"""Words that say of one thing that its whole is asked for."""


SHAPES: tuple[tuple[frozenset[str], Shape], ...] = (
    (frozenset({"DIFFERENCE", "COMPARE", "TIMES", "CHANGE", "GROWTH", "PERCENT"}), against),
    (frozenset({"VACANT"}), vacant),
    (frozenset({"REVISED"}), revised),
    (frozenset({"DIFFERENCE", "COMPARE", "TIMES"}), compared),
    (frozenset({"TOP", "BOTTOM", "COMPARE", "SORT"}), extreme),
    (frozenset({"PER"}), per),
    (frozenset({"LESS"}), less),
    (frozenset({"SHARE", "PERCENT"}), share),
    (frozenset({"CHANGE", "GROWTH"}), changed),
    (frozenset({"REMAIN"}), remain),
    (frozenset({"SUM"}), total),
)
"""Operators and the shapes that they make, the more telling operators first."""
