"""升降之式: by how much several things have moved between two years that were set against each other, and which of them most."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.parsing.arguments import Argument
from qa.parsing.frame import Frame, Roots
from qa.plan.nodes import Apply, Look, Node

_MOVES = re.compile(r"[减降压省缩砍涨增升]|[多少高低](?:了|出|花了|得)")
_FALLS = re.compile(r"[减降压省缩砍少低]")
_BY_RATE = re.compile(r"幅|率|百分之|几成")
SEVERAL, FEW = 2, 4
"""Things from which one can be the most, and up to which each is told beside it."""


def since(frame: Frame) -> Iterator[Roots]:
    """2024年比2023年，甲少了多少，乙和丙一共少了多少; 哪项减得最多: of the two years that a clause before has set against each other."""
    clause, versus = frame.clause, frame.state.versus
    if (
        versus is None
        or clause.of("year", "relative", "comparison", "basis", "counter")
        or not _MOVES.search(clause.said)
    ):
        return
    ranked = bool(frame.operators & {"TOP", "BOTTOM"})
    things = frame.named.members or (tuple(frame.state.last) if ranked else ())
    if not things or "SHARE" in frame.operators or (ranked and len(things) < SEVERAL):
        return
    rates = _BY_RATE.search(clause.said) is not None
    for who in frame.bodies:
        pairs = [_pair(frame, a, who, versus) for a in things]
        if ranked:
            best = _most(frame, pairs, rates=rates)
            yield (best, *(best.args if frame.named.groups and len(pairs) <= FEW else ()))
        elif "SUM" in frame.operators and len(pairs) > 1:
            sides = tuple(Apply("SUM", side) for side in zip(*pairs, strict=True))
            yield (Apply("GROWTH" if rates else "DIFFERENCE", sides), *sides)
        else:
            yield tuple(n for pair in pairs for n in (Apply("GROWTH" if rates else "DIFFERENCE", pair), *pair))


def _pair(frame: Frame, argument: Argument, who: int, versus: tuple[int, int]) -> tuple[Look, Look]:
    now, then = (frame.look(argument, who, year, None, frame.within(frame.named, argument)) for year in versus)
    return now, then


def _most(frame: Frame, pairs: list[tuple[Look, Look]], *, rates: bool) -> Apply:
    """The one that has moved most: of falls the greatest fall."""
    falls = _FALLS.search(frame.clause.said) is not None
    least = "BOTTOM" in frame.operators
    if rates:
        moved: list[Node] = [Apply("GROWTH", pair) for pair in pairs]
        return Apply("ARGMIN" if falls != least else "ARGMAX", tuple(moved))
    moved = [Apply("DIFFERENCE", pair[::-1] if falls else pair) for pair in pairs]
    return Apply("ARGMIN" if least else "ARGMAX", tuple(moved))
