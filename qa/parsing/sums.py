"""合计之式: the plans of a sum: of named things, of what was worked out before, and what sums make of a rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import terms
from corpus.subject import parent, subjects
from qa.parsing.arguments import Argument, is_people
from qa.parsing.frame import Frame, Roots
from qa.parsing.said import stages_in
from qa.plan.nodes import Apply, Look, Members, Stage, Thing, walk


def sums(frame: Frame, groups: Sequence[Argument]) -> Iterator[Roots]:
    """A sum for each body; of money unless nothing of money bears the names."""
    found = frame.grid(_as_lines(groups), frame.named)
    if any(x.measure == "completion" for x in found):
        yield from _completed(frame, found)
        return
    money = [replace(x, money=x.counter is None and not is_people(x.thing)) for x in found]
    each_year = _asks_each_year(frame) and len({x.thing for x in found}) > 1
    for some in (money, found) if money != found else (found,):
        sides = dict.fromkeys((x.who, x.when if each_year else None) for x in some)
        yield tuple(
            Apply("SUM", tuple(x for x in some if (x.who, x.when if each_year else None) == side)) for side in sides
        )


def _asks_each_year(frame: Frame) -> bool:
    """各多少; 2018年多少、2019年多少: whether every year is asked about by itself."""
    years, asked = frame.clause.of("year"), [m for m in frame.clause.of("question") if m.value == "how_much"]
    return "each" in frame.clause.values("question") or len(years) == len(asked) > 1


def _as_lines(groups: Sequence[Argument]) -> list[Argument]:
    """发工资、津贴、奖金: an everyday name for a class, beside lines of that class, means the line that bears it."""
    lines = [terms.TERMS[t.concept] for g in groups for t in g[-1:] if t.concept]
    return [(*g[:-1], _as_line(g[-1], lines)) for g in groups]


def _as_line(thing: Thing, beside: Sequence[terms.Term]) -> Thing:
    concept = thing.concept or next(iter(thing.others), None)
    if concept is None or thing.said == terms.TERMS[concept].name:
        return thing
    for code in terms.TERMS[concept].codes:
        taken = {t.name for t in beside if any(parent(c) == code for c in t.codes)}
        lines = [s.name for c, s in subjects().items() if parent(c) == code and s.name not in taken] if taken else []
        named = next((n for n in lines if n[-SPOKEN:] in thing.said), None)
        if named is not None:
            return replace(thing, name=named, concept=terms.concept_of_label(named), others=())
    return thing


SPOKEN = 2
"""Characters at the end of a line's name by which people call it (基本工资: 工资)."""


def _completed(frame: Frame, found: Sequence[Look]) -> Iterator[Roots]:
    """合起来执行率: of several things together, all that was spent over all their budgets; rates are not added up."""
    amounts = dict.fromkeys(replace(x, measure=None, money=True) for x in found)
    spent = [replace(x, basis="final_accounts") for x in amounts]
    for basis in _BUDGETED:
        budgets = [replace(x, basis=basis) for x in amounts]
        sides = [
            [Apply("SUM", tuple(x for x in side if x.who == who)) for side in (spent, budgets)] for who in frame.bodies
        ]
        yield tuple(Apply("SHARE", (top, bottom)) for top, bottom in sides)


_BUDGETED: tuple[Stage, ...] = ("adjusted_budget", "budget")
"""The budgets that spending is held against, in this order."""


def so_many(frame: Frame) -> Iterator[Roots]:
    """两笔安全生产的钱一共多少: so many rows as bear the one name, their sum before them where it is asked for.

    What stands in brackets behind them only tells which they are.
    """
    text = frame.clause.text
    outside = tuple(g for g in frame.named.groups if text.rfind("(", 0, g[0].start) <= text.rfind(")", 0, g[0].start))
    arguments = outside or tuple(frame.state.last[-1:])
    told = frame.told or frame.state.told
    if told is None or told < SEVERAL or len(arguments) != 1:
        return
    stage = next(iter(stages_in(frame.clause)), None)
    rows = [Members("rows", arguments[0][-1:], w, frame.years(w)[0], stage, most=told) for w in frame.bodies]
    summed = "SUM" in frame.operators
    yield tuple(n for r in rows for n in ((Apply("SUM", (r,)), r) if summed else (r,)))


SEVERAL = 2


def reckoned(roots: Roots) -> tuple[Apply, ...]:
    """What was left or apart of each thing, where nothing was asked beside it but what it was worked out from."""
    found = tuple(r for r in roots if isinstance(r, Apply) and r.op in {"REMAIN", "DIFFERENCE"})
    below = {n for r in found for n in walk(r)}
    return found if all(r in below for r in roots) else ()


def as_amounts(frame: Frame, members: Members) -> Members:
    """The same set by the amounts of the stage that is asked for now: rates are not added up."""
    stage = next(iter(stages_in(frame.clause)), None)
    if stage is None:
        return replace(members, measure=None, basis="final_accounts") if members.measure else members
    return replace(members, measure=None, basis=stage)
