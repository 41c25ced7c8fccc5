"""算法的说法: one calculation said in each of many ways, while all else of the question stays as it is.

In: figures (composed.py), a seed, and for each shape of calculation a frame with the ways that stand in it (ways.toml: 25 shapes, 2,368
ways). Out: each way asked once, as a composed question over a body, items and years that the seed draws. In composed.toml a wording is
somebody's own from end to end; here only the words for the calculation change, so that it tells which of them are understood.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from eval import composed
from eval.composed import Composed, Composer, Figures, in_wan, listed, named, part_of, per_cent
from eval.gold import Value

TRIES = 200
"""Draws until one is as the way says: an item that rose, two of which the first named is the greater."""
Made = tuple[Mapping[str, str], Sequence[Value], Sequence[str]]
"""What a frame's places are filled with, the values that answer it, and what must be said beside them."""
Make = Callable[[Composer], Made | None]


@dataclass(frozen=True)
class Saying:
    """一类说法: a frame (a wording's places, and {way}) and what can stand there."""

    frame: str
    ways: Sequence[str]

    def filled(self, way: str, places: Mapping[str, str]) -> str:
        """The question that a way makes."""
        return self.frame.replace("{way}", way).format(**places)


@cache
def sayings() -> Mapping[str, Saying]:
    """Sayings by shape."""
    read = tomllib.loads(Path(__file__).with_name("ways.toml").read_text("utf-8"))
    return {shape: Saying(**of_shape) for shape, of_shape in read.items()}


def questions(figures: Figures, seed: int) -> Iterator[Composed]:
    """Each way once, where the figures allow it."""
    by = Composer(figures, seed)
    for shape, saying in sayings().items():
        for way in saying.ways:
            if (made := _drawn(SHAPES[shape], by)) is not None:
                places, values, words = made
                yield Composed(shape, saying.filled(way, places), tuple(values), tuple(words))


def _drawn(make: Make, by: Composer) -> Made | None:
    return next((made for _ in range(TRIES) if (made := make(by)) is not None), None)


def _as_composed(shape: str, by: Composer) -> Made | None:
    made = composed.SHAPES[shape](by)
    return None if made is None else (*made, ())


def _one(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    (x,) = by.draw(at, 1)
    return {"h": named(at), "x": x}, [in_wan(by.figures.items[at][x])], ()


def _each(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    x, y = by.draw(at, 2)
    return {"h": named(at), "x": x, "y": y}, [in_wan(by.figures.items[at][item]) for item in (x, y)], ()


def _apart(by: Composer, *, greater_first: bool | None = None) -> Made | None:
    """What two items differ by. An answer to which of them is more has to state it too: two amounts in a row leave that to the reader."""
    if (at := by.place()) is None:
        return None
    x, y = by.draw(at, 2)
    more = by.figures.items[at][x] - by.figures.items[at][y]
    if not more or greater_first not in {None, more > 0}:
        return None
    return {"h": named(at), "x": x, "y": y}, [in_wan(abs(more))], ()


def _bodies_apart(by: Composer) -> Made | None:
    """What two bodies differ by in an item of one year."""
    if (found := by.bodies()) is None:
        return None
    one, other, x = found
    more = by.figures.items[one][x] - by.figures.items[other][x]
    if not more or one[1] != other[1]:
        return None
    return {"y1": f"{one[1]}年", "p": one[0], "q": other[0], "x": x}, [in_wan(abs(more))], ()


def _mean(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    items = by.draw(at, 3)
    amounts = [by.figures.items[at][x] for x in items]
    return {"h": named(at), "j": listed(items)}, [in_wan(round(sum(amounts, Decimal(0)) / len(amounts), 2))], ()


def _rest(by: Composer) -> Made | None:
    if (at := by.place(by.figures.whole)) is None:
        return None
    (x,) = by.draw(at, 1)
    left = by.figures.whole[at] - by.figures.items[at][x]
    return ({"h": named(at), "x": x}, [in_wan(left)], ()) if left > 0 else None


def _extreme(by: Composer, *, most: bool) -> Made | None:
    """The most or the least of three items, which must be named: its amount may stand among those of all."""
    if (at := by.place()) is None:
        return None
    items, held = by.draw(at, 3), by.figures.items[at]
    first, second, _ = sorted(items, key=lambda item: held[item], reverse=most)
    if held[first] == held[second]:
        return None
    said = f"最{'高' if most else '低'}的是{first}"
    return {"h": named(at), "j": listed(items)}, [in_wan(held[first])], (said,)


def _change(by: Composer, *, rose: bool, in_per_cent: bool) -> Made | None:
    """What an item rose or fell by from the year before."""
    if (found := by.years(1)) is None:
        return None
    body, then, now, (x,) = found
    before, after = (by.figures.items[body, year][x] for year in (then, now))
    if before == after or (after > before) is not rose:
        return None
    more = after - before
    value = per_cent(part_of(more, before)) if in_per_cent else in_wan(abs(more))
    return {"s": body, "y2": f"{now}年", "x": x}, [value], ()


SHAPES: Mapping[str, Make] = {
    "sum": partial(_as_composed, "sum"), "in_all": partial(_as_composed, "sum"),
    "spend": _one, "spent": _one, "how_much": _one, "each": _each,
    "spend_more": partial(_apart, greater_first=True), "spend_less": partial(_apart, greater_first=False),
    "more_by": partial(_apart, greater_first=True), "less_by": partial(_apart, greater_first=False),
    "apart": _apart, "which_more": _apart, "who_more": _bodies_apart,
    "most": partial(_extreme, most=True), "least": partial(_extreme, most=False),
    "times": partial(_as_composed, "ratio"), "share": partial(_as_composed, "share"), "mean": _mean,
    "per": partial(_as_composed, "perhead"), "per_head": partial(_as_composed, "perhead"), "remain_without": _rest,
    "rose_by": partial(_change, rose=True, in_per_cent=False), "fell_by": partial(_change, rose=False, in_per_cent=False),
    "rose_pct": partial(_change, rose=True, in_per_cent=True), "fell_pct": partial(_change, rose=False, in_per_cent=True),
}  # fmt: skip
"""Shape → what makes a question of it; the names are those of ways.toml."""
