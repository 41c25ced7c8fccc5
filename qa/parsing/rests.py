"""余数之式: the plans of what is left: of a budget, of a whole whose parts were named, of a project's total of all its years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.parsing.arguments import Argument
from qa.parsing.frame import Frame, Roots
from qa.plan.nodes import Apply, Look, Members, Node, Thing

_UNSPENT = re.compile(r"没|未|结余|执行")
_REST = re.compile(r"剩|余下|其余|余的")
_TO_COME = re.compile(r"[没未](?:有)?(?:安排|到位|下达|排)|(?:还|再)[得要需]?再?(?:筹|投|安排|拨|要)")


def remain(frame: Frame) -> Iterator[Roots]:
    """没花完的 of each thing; 剩下的 of a whole of which parts were asked for."""
    if "LESS" in frame.operators:
        return
    yield from of_the_whole(frame)
    last = next((r for r in frame.state.roots if isinstance(r, Members)), None)
    if last is not None and not frame.named.groups:  # 执行率不到八成的，加起来剩了多少
        left = replace(
            last, by_gap=True, measure=None, basis="final_accounts", beside=("budget",), order=last.order and 1
        )
        left = replace(left, order=0, most=None) if "SUM" in frame.operators and last.most == 1 else left
        yield (Apply("SUM", (left,)), left) if "SUM" in frame.operators else (left,)
    bare = dict.fromkeys(
        replace(x, basis=x.basis if x.basis == "initial_budget" else None) for x in frame.grid(frame.arguments)
    )
    lefts = tuple(Apply("REMAIN", (look,)) for look in bare)
    together = "SUM" in frame.operators or (frame.state.summed and not frame.named.groups)
    if len(lefts) > 1 and together and "each" not in frame.clause.values("question"):
        yield (Apply("SUM", lefts), *lefts)
    yield lefts


def of_the_whole(frame: Frame) -> Iterator[Roots]:
    """甲占丙几成，剩下的是多少; 丙里甲和乙各多少，剩下多少: the whole less the parts of it that were asked for."""
    said, values = frame.clause.said, frame.state.values
    if frame.named.groups or not values or not _REST.search(said) or _UNSPENT.search(said):
        return
    first = values[0]
    if isinstance(first, Apply) and first.op == "SHARE" and len(first.args) > 1:
        yield (Apply("DIFFERENCE", (first.args[1], first.args[0])),)
        return
    looks = [n for v in values[:1] if isinstance(v, Apply) and v.op == "SUM" for n in v.args] or list(values)
    parts = [n for n in looks if isinstance(n, Look)]
    around = {n.within for n in parts}
    if len(parts) == len(looks) and len(around) == 1 and (whole := around.pop()):
        part: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
        top = replace(parts[0], thing=whole, within=(), counter=None, money=True)
        yield (Apply("DIFFERENCE", (top, part)),)


def to_come(frame: Frame) -> Iterator[Roots]:
    """总投资还差多少没安排: what a project is to cost in all its years, less its budget of the year."""
    left_out = any(m.value == "but" for m in frame.clause.of("filler"))  # 除了甲，其余还要多少
    if left_out or not _TO_COME.search(frame.clause.said):
        return
    for argument in _projects(frame)[:1]:
        for look in frame.grid((argument[:1],), one_year=True):
            year = replace(look, lifetime=False, money=True, measure=None, counter=None, basis=None)
            yield (Apply("DIFFERENCE", (of_all_years(year), year)),)


def of_all_years(look: Look) -> Look:
    """A project's total of all its years."""
    whole = (*look.thing[:1], Thing("总预算", 0, 0, "", "total_balance_sheet"))
    return replace(look, thing=whole, basis=None, lifetime=True)


def _projects(frame: Frame) -> list[Argument]:
    state = frame.state
    return [a for a in (*frame.named.groups, *state.last, *state.standing) if not a[0].concept]
