"""合计之式: the plans of a sum: of named things, of what was worked out before, and what sums make of a rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.parsing.arguments import Argument, is_people
from qa.parsing.frame import Frame, Roots, stages_in
from qa.plan.nodes import Apply, Look, Members, Stage, walk


def sums(frame: Frame, groups: Sequence[Argument]) -> Iterator[Roots]:
    """A sum for each body; of money unless nothing of money bears the names."""
    found = frame.grid(groups, frame.named)
    if any(x.measure == "completion" for x in found):
        yield from _completed(frame, found)
        return
    money = [replace(x, money=x.counter is None and not is_people(x.thing)) for x in found]
    for some in (money, found) if money != found else (found,):
        yield tuple(Apply("SUM", tuple(x for x in some if x.who == who)) for who in frame.bodies)


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
