"""比较: two values set against each other, the largest of several, and the values that a clause makes of its arguments.

Comparisons work on whatever the clause makes: plain figures, sums, amounts per head, shares; so 人均之差 and 合计之差
need no shape of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.parsing.changes import changed, same_of_another
from qa.parsing.frame import Frame, Roots
from qa.parsing.said import stages_in
from qa.parsing.shares import share
from qa.parsing.sharing import per, shared_out_likewise
from qa.parsing.sides import against_themselves
from qa.parsing.sums import sums
from qa.parsing.vacant import vacancies
from qa.plan.nodes import Apply, Look, Node, Operator

_LESSER = re.compile(r"[少低小](?!于)")
SHOWN = 20
"""Figures told beside the largest of them."""


def values(frame: Frame) -> Iterator[list[Node]]:
    """What a clause makes of its arguments, before it compares them: amounts per head, sums, vacancies, or plain figures."""
    operators, named = frame.operators, frame.named
    if "VACANT" in operators:
        yield list(vacancies(frame))
        return
    if "PER" in operators:
        yield from (list(roots) for roots in per(frame))
        return
    if "SHARE" in operators:
        yield from (list(roots) for roots in share(frame))
        return
    if frame.state.summed and not named.groups:
        yield from (list(roots) for roots in sums(frame, frame.state.summed))
    for groups in dict.fromkeys((named.groups, named.split)):
        if len(groups) > 1 and "SUM" in operators:
            yield from (list(roots) for roots in sums(frame, groups))
        if groups:
            yield list(frame.grid(groups, named))


def compared(frame: Frame) -> Iterator[Roots]:
    """差额 and 倍数 of two values: of two things, bodies, years or stages, of this and what was asked last."""
    if against_themselves(frame):
        return
    op: Operator = "RATIO" if "TIMES" in frame.operators else "DIFFERENCE"
    if op == "DIFFERENCE" and (moved := _asked_change(frame)):
        yield moved
        return
    yield from same_of_another(frame)
    if not frame.named.groups:
        yield from _outcome_against(frame, frame.grid(frame.arguments, frame.named), op)
    if op == "DIFFERENCE" and _is_against_prior(frame):
        yield from changed(frame)
    if op == "DIFFERENCE" and "超" in frame.clause.said:
        yield from _over_budget(frame)
    yield from _of_named(frame, op)
    if not frame.named.groups:
        for asked in _asked_pairs(frame):
            sides = _later_first(list(asked)) if op == "RATIO" else list(asked)
            yield (Apply(op, _as_named(frame, (sides[0], sides[1]))),)
            if not all(isinstance(n, Look) for n in asked):
                return  # what was worked out is set against each other, never what it was worked out from
        yield from _of_asked(frame, op)
    if op == "DIFFERENCE":
        yield from changed(frame)


_MOVED = frozenset({"CHANGE", "GROWTH"})


def _asked_change(frame: Frame) -> Roots:
    """The changes that were asked about, where nothing else is named (比上年是多还是少，差多少); () where there are none."""
    if frame.named.groups or frame.clause.of("year", "relative", "basis", "body"):
        return ()
    return tuple(r for r in frame.state.roots if isinstance(r, Apply) and r.op in _MOVED)


def _of_named(frame: Frame, op: Operator) -> Iterator[Roots]:
    """What the clause itself names: two values, one and an amount that is stated, one and what was asked last."""
    lasts = frame.state.values
    stated = frame.stated() if not frame.clause.of("condition") else []
    if len(likewise := shared_out_likewise(frame)) == 1:
        yield (Apply(op, (lasts[0], likewise[0])), likewise[0])
    for found in values(frame):
        if len(found) == 1 and len(stated) == 1:
            yield (Apply(op, (found[0], stated[0])), found[0])
        if {"TOP", "BOTTOM"} <= frame.operators and len(found) > 1:
            yield (Apply(op, (Apply("ARGMAX", tuple(found)), Apply("ARGMIN", tuple(found)))), *found)
        elif len(found) == 2:
            pair = _later_first(found) if op == "RATIO" else found
            apart = (Apply("DIFFERENCE", tuple(found)),) if {"DIFFERENCE", "TIMES"} <= frame.operators else ()
            yield (*apart, Apply(op, tuple(pair)), *(n for n in found if not isinstance(n, Look)))
        elif len(found) > 2:
            yield from _pairs(found, op)
        elif len(found) == 1 and len(lasts) == 1 and lasts[0] != found[0] and frame.against is None:
            yield (Apply(op, (lasts[0], found[0])), found[0])


def _of_asked(frame: Frame, op: Operator) -> Iterator[Roots]:
    """What was asked before, of the bodies, years and stages that the clause names."""
    lasts = frame.state.values
    if len(lasts) == 3 and isinstance(lasts[0], Apply):
        yield (Apply(op, lasts[1:]),)
    found = frame.grid(frame.arguments, frame.named)
    if len(found) == 2:
        yield (Apply(op, tuple(found)),)
    elif len(found) > 2:
        yield from _pairs(found, op)


def _is_against_prior(frame: Frame) -> bool:
    """Whether what is named, or was before, is set against the year before (比上一年少了多少)."""
    if frame.named.groups:
        return frame.against is not None and bool(frame.clause.of("relative"))
    relative = frame.clause.first("relative", "-1")
    return relative is not None and frame.clause.text[: relative.start].rstrip().endswith(
        ("比", "较", "跟", "和", "同")
    )


def _later_first(found: list[Node]) -> list[Node]:
    """One thing of two years, the later one first: 翻了几倍 is the later over the earlier."""
    looks_at = [x for x in found if isinstance(x, Look) and x.when is not None]
    if len(looks_at) == len(found) and len({x.thing for x in looks_at}) == 1:
        return [*sorted(looks_at, key=lambda x: -(x.when or 0))]
    return found


def _as_named(frame: Frame, pair: tuple[Node, Node]) -> tuple[Node, Node]:
    """Two bodies' amounts in the order in which the clause names the bodies (乙是甲的几倍, asked after 甲 and 乙)."""
    order = [m.start for m in frame.clause.of("body")]
    mentions = {m.start: m.body.issuer for m in frame.scene.question.who.mentions}
    names = [mentions[at] for at in order if at in mentions]
    sides = [frame.scene.groups[n.who].body.issuer if isinstance(n, Look) else "" for n in pair]
    turned = len(names) == len(pair) and names == sides[::-1] and names[0] != names[1]
    return (pair[1], pair[0]) if turned else pair


def _asked_pairs(frame: Frame) -> Iterator[tuple[Node, Node]]:
    """Two amounts that were asked together, the last such first; else the last two that were asked one by one."""
    asked = frame.state.asked
    for roots in reversed(asked):
        if len(roots) == 2:
            yield (roots[0], roots[1])
            return
    if len(asked) > 1 and len(asked[-1]) == len(asked[-2]) == 1:
        yield (asked[-2][0], asked[-1][0])


def _outcome_against(frame: Frame, found: Sequence[Look], op: Operator) -> Iterator[Roots]:
    """What was spent against the one stage of the budget that is named (最后比年初少花多少)."""
    stages = stages_in(frame.clause)
    if len(stages) == 1 and stages[0] in _BUDGETS and len(found) == 1 and frame.clause.first("comparison", "than"):
        spent = replace(found[0], basis="final_accounts", money=True)
        yield (Apply(op, (spent, found[0])), spent)


def _over_budget(frame: Frame) -> Iterator[Roots]:
    """超了多少: what was spent above the budget, the one at the year's beginning where that is spoken of."""
    spoken = {r.basis for roots in frame.state.asked for r in roots if isinstance(r, Look)} | set(
        stages_in(frame.clause)
    )
    first = "年初" in frame.clause.text or "initial_budget" in spoken
    found = [replace(x, money=True, measure=None) for x in frame.grid(frame.arguments[:1], frame.named)]
    pairs = dict.fromkeys(
        (replace(x, basis="final_accounts"), replace(x, basis="initial_budget" if first else "budget")) for x in found
    )
    by_rate: Operator = "GROWTH" if "PERCENT" in frame.operators else "DIFFERENCE"
    yield tuple(Apply(by_rate, pair) for pair in pairs)


_BUDGETS = frozenset({"initial_budget", "budget", "adjusted_budget"})


def revised(frame: Frame) -> Iterator[Roots]:
    """追加: what the adjusted budget is above the one at the year's beginning."""
    for groups in dict.fromkeys((frame.named.groups, frame.arguments)):
        looks_at = [replace(x, money=True, measure=None) for x in frame.grid(groups)] if groups else []
        pairs = dict.fromkeys(
            (replace(x, basis="adjusted_budget"), replace(x, basis="initial_budget")) for x in looks_at
        )
        yield tuple(Apply("DIFFERENCE", pair) for pair in pairs)


def _pairs(found: Sequence[Node], op: Operator) -> Iterator[Roots]:
    """The same things of two bodies, of two stages or of two years, each set against the other."""
    plain = [x for x in found if isinstance(x, Look)]
    if len(plain) != len(found):
        return
    for key in _SIDES:
        sides = list(dict.fromkeys(getattr(x, key) for x in plain))
        if len(sides) != 2:
            continue
        one, other = ([x for x in plain if getattr(x, key) == side] for side in sides)
        if len(one) == len(other):
            yield tuple(n for a, b in zip(one, other, strict=True) for n in (Apply(op, (a, b)), a, b))
            return


_SIDES = ("who", "basis", "when")
"""By what two sides of a comparison differ."""


def extreme(frame: Frame) -> Iterator[Roots]:
    """The largest or smallest of several values, or all in order."""
    operators = frame.operators
    smallest = "BOTTOM" in operators or ("TOP" not in operators and _LESSER.search(frame.clause.said) is not None)
    op: Operator = "ARGMIN" if smallest else "ARGMAX"
    for found in values(frame):
        if "SORT" in operators and len(found) > 1:
            yield (Apply("SORT", tuple(found)),)
        elif len(found) > 2 or (len(found) == 2 and "COMPARE" not in operators):
            yield (Apply(op, tuple(found)), *(found if len(found) <= SHOWN else ()))
    if not frame.named.groups and len(frame.state.items) > 1:
        yield (Apply(op, frame.state.items),)


def second(frame: Frame) -> Iterator[Roots]:
    """甲、乙、丙里第二多的: of several that are named the one behind the first, or before the last."""
    nth = frame.clause.first("ordinal")
    if nth is None or len(frame.named.groups) < FEWEST or "BOTTOM" in frame.operators:
        return
    for found in values(frame):
        op: Operator | None = {2: "SECOND", len(found): "ARGMIN", 1: "ARGMAX"}.get(int(nth.value))  # type: ignore[assignment]
        if op is not None and len(found) >= FEWEST:
            yield (Apply(op, tuple(found)), *found)


FEWEST = 2
"""Things named side by side of which one can be the second."""
