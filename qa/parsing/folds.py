"""归并之式: what is made of several figures named or asked side by side: how far the extremes are apart, shares of all, means.

The figures are those that a clause names, of each body and year, else those that were asked about last; amounts for each
(人均) are made of them first where the clause asks for such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.parsing.arguments import arguments_of, is_people
from qa.parsing.frame import Frame, Roots
from qa.parsing.sharing import shared_out
from qa.parsing.sides import of_two_years
from qa.plan.nodes import Apply, Look, Node, Operator, walk

SECOND = 2
_POINTS = re.compile(r"百分点|几个点")
_APART = frozenset({"DIFFERENCE", "TIMES", "COMPARE"})
_BY_HOW_MUCH = re.compile(r"领先|超(?:出|过)?[^，。？]{0,6}多少|减(?:去|掉)?最")
_EACH_ONE = re.compile(
    r"平均(?:下来|每|一)*(?P<unit>[家项样笔])(?!目)|(?:每|一)(?P<of>[家项样])平均|(?P<body>家)均"
    r"|平均(?:下来)?(?:是|为|花|要)?多少(?![人家次分个])|平均数|均值"
)
"""平均一家, 平均是多少: the mean over the several that are spoken of."""
_ALL_OF_THEM = re.compile(
    r"占(?:到|了|用)?(?:这|那)?(?:[几两二三四五六七八九十]|\d)?(?:家|项|样|块|类|个|者|种|部分)?(?:的)?"
    r"(?:合计|总和|总数|总共|加起来|合起来|一共)"
)
"""占三项合计, 占几家总和: a share of all of them together."""


def folds(frame: Frame) -> Iterator[Roots]:
    """The plans over several figures, where a clause asks for one of these."""
    yield from _divided(frame)
    yield from _between_years(frame)
    if _POINTS.search(frame.clause.said):
        yield from of_two_years(frame)
    said, ranks = frame.clause.said, frame.operators & {"TOP", "BOTTOM"} or frame.clause.of("ordinal")
    if not (ranks or _ALL_OF_THEM.search(said) or _EACH_ONE.search(said)):
        return
    cells = _cells(frame)
    if len(cells) < SECOND:
        return
    yield from _extremes_apart(frame, cells)
    yield from _of_all(frame, cells)
    if _is_mean(frame, cells):
        yield (Apply("MEAN", cells), *cells)


def _is_mean(frame: Frame, cells: Sequence[Node]) -> bool:
    """Whether the mean over the figures is asked for: nobody is counted, and what one of them is said to be differs."""
    asked = _EACH_ONE.search(frame.clause.said)
    looks = [n for n in cells if isinstance(n, Look)]
    if (
        asked is None
        or len(looks) < len(cells)
        or any(is_people(g) for g in frame.named.groups)
        or frame.clause.of("counter")
    ):
        return False
    unit = asked["unit"] or asked["of"] or asked["body"]
    bodies, things = ({x.who for x in looks}, {x.thing for x in looks})
    if unit is None:
        return len(bodies) == len(cells) or len(things) == len(cells) or len({x.when for x in looks}) == len(cells)
    return len(bodies if unit == "家" else things) == len(cells)


def _between_years(frame: Frame) -> Iterator[Roots]:
    """各年多少，后一年比前一年多了多少, 两年下来砍了多少, 2025年比2023年少了多少: of what was asked of several years, the later less the earlier."""
    if frame.named.groups or frame.clause.of("body", "basis", "condition", "measure"):
        return
    by_year: dict[int, Node] = {}
    for item in frame.state.items:
        years = {x.when for x in walk(item) if isinstance(x, Look)}
        by_year[next(iter(years)) or 0 if len(years) == 1 else 0] = item
    if 0 in by_year or len(by_year) < max(SECOND, len(frame.state.items)):
        return
    named = sorted(y for m in frame.clause.of("year") if (y := int(m.value)) in by_year)
    if not named and _YEAR_BY_YEAR.search(frame.clause.said):
        named = sorted(by_year)
    if len(named) < SECOND or not (frame.operators & _MOVES or _MOVED.search(frame.clause.said)):
        return
    rate = "PERCENT" in frame.operators and not _POINTS.search(frame.clause.said)
    amount = not rate or re.search(r"(?<!百分之)(?:多少|几)[百千]?[万亿元]", frame.clause.said) is not None
    ops: list[Operator] = [*(["DIFFERENCE"] if amount else []), *(["GROWTH"] if rate else [])]  # type: ignore[list-item]
    yield tuple(Apply(op, (by_year[named[-1]], by_year[named[0]])) for op in ops)


_MOVES = frozenset({"DIFFERENCE", "CHANGE", "GROWTH", "COMPARE", "PERCENT"})
_MOVED = re.compile(r"[多少增减涨降砍省差变](?:了|出)?(?:多少|几)")
_YEAR_BY_YEAR = re.compile(r"后一?年[^，。]{0,3}[比较]前一?年|[两几三四五](?:个)?年(?:下来|间|里|之间|相差|差)|前后")


def _divided(frame: Frame) -> Iterator[Roots]:
    """甲除以乙: an amount for each where people are counted, a share where a per cent is asked for, else how many times."""
    cue = frame.clause.first("operator", "DIVIDE")
    if cue is None:
        return
    before, after = (
        arguments_of(frame.clause, end=cue.start + 1).members,
        arguments_of(frame.clause, start=cue.end).members,
    )
    tops = [replace(x, money=True, counter=None, measure=None) for x in frame.grid(before)]
    rate = frame.operators & {"PERCENT", "SHARE"} or _AS_RATE.search(frame.clause.text, cue.end)
    op: Operator = "SHARE" if rate else "RATIO"
    for bottom in after[:1]:
        if is_people(bottom):
            yield tuple(Apply("PER", (x, frame.look(bottom, x.who, x.when, None))) for x in tops)
            return
        whole = frame.wholes((bottom,))
        top: list[Node] = [Apply("SUM", tuple(tops))] if len(before) > 1 else list(tops)
        yield tuple(Apply(op, (t, w)) for t, w in zip(top, whole, strict=False))


_AS_RATE = re.compile(r"百分|比例|占比|几成")


def _cells(frame: Frame) -> tuple[Node, ...]:
    """The figures side by side, each once; () where there is one alone, or where they are of unlike things."""
    clause = frame.clause
    if clause.of("condition", "measure", "code", "attribute"):
        return ()
    cue = clause.first("operator", "SHARE")
    named = arguments_of(clause, end=cue.start + 1) if cue is not None else frame.named
    groups = tuple(g for g in named.members if not is_people(g))
    if not groups and frame.state.items and not clause.of("body", "year"):
        return tuple(dict.fromkeys(frame.state.items))
    if not groups and len(frame.state.last) > 1:
        groups = tuple(frame.state.last)
    if not groups:
        groups = tuple(frame.arguments)
    if "PER" in frame.operators and _EACH_ONE.search(clause.said) is None:
        return tuple(dict.fromkeys(shared_out(frame, groups)))
    looks = [replace(x, money=True, counter=None, measure=None) for x in frame.grid(groups, named)]
    return tuple(dict.fromkeys(looks))


def _extremes_apart(frame: Frame, cells: tuple[Node, ...]) -> Iterator[Roots]:
    """最多的比最少的多多少, 哪样最多，比排第二的多多少: the first and the last, or the first and the second."""
    operators = frame.operators
    first = next((r for r in frame.state.roots if isinstance(r, Apply) and r.op in {"ARGMAX", "ARGMIN"}), None)
    op: Operator = "RATIO" if "TIMES" in operators else "DIFFERENCE"
    second = frame.clause.first("ordinal", "2") is not None
    both = {"TOP", "BOTTOM"} <= operators or (first is not None and bool(operators & {"TOP", "BOTTOM"}))
    apart = operators & _APART or _BY_HOW_MUCH.search(frame.clause.said)
    if not apart or not (both or (second and (first is not None or "TOP" in operators))):
        return
    other: Operator = "SECOND" if second else "ARGMIN"
    told = () if frame.state.roots and first is not None else cells
    yield (Apply(op, (Apply("ARGMAX", cells), Apply(other, cells))), *told)


def _of_all(frame: Frame, cells: tuple[Node, ...]) -> Iterator[Roots]:
    """各占两项合计的几成, 最大的占三家合计的几成: each of them, or the first, as a share of their sum."""
    if not _ALL_OF_THEM.search(frame.clause.said) or not all(isinstance(c, Look) for c in cells):
        return
    whole = Apply("SUM", cells)
    first = next((r for r in frame.state.roots if isinstance(r, Apply) and r.op in {"ARGMAX", "ARGMIN"}), None)
    if frame.operators & {"TOP", "BOTTOM"}:
        first = Apply("ARGMIN" if "BOTTOM" in frame.operators else "ARGMAX", cells)
    if first is not None:
        yield (Apply("SHARE", (first, whole)), first)
        return
    yield tuple(Apply("SHARE", (c, whole)) for c in cells)
