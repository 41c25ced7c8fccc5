"""叠头: the head of a table without upright lines as cells, and the tiers in which they stand.

A head over several columns stands over their heads; one that goes down the whole head stands at its middle, beside
both. What stands where is told by height, since no line does: lines of one cell are close, tiers are further apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.sources.layout import VisualLine
from ingest.sources.ruling import Segment

_CELL: Final = 1.5
"""Ems between the tops of two lines of one cell, at most."""
_TOUCH: Final = 0.3
_OFF: Final = 3.0
"""Ems by which a head over the white between two may stand off their middle."""
_ROOM: Final = 7.0
"""Ems of white below such a head, at most, where heads of whole columns stand at its height."""
_EDGE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Run:
    """一段: what stands together on a line."""

    x0: float
    x1: float
    text: str
    top: float = 0.0
    bottom: float = 0.0

    def meets(self, other: Run) -> bool:
        """Whether one stands over a part of the other."""
        return self.x0 < other.x1 and other.x0 < self.x1


@dataclass(slots=True)
class Band:
    """一行带: the lines that make one row, its runs, and where it stands."""

    lines: list[VisualLine]
    runs: list[Run]

    @property
    def top(self) -> float:
        """上沿."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """下沿."""
        return max(line.bottom for line in self.lines)


@dataclass(slots=True)
class HeadCell:
    """表头格: the lines of one head together; ``tier`` is the row of the head in which it begins."""

    run: Run
    top: float
    bottom: float
    last: float
    is_group: bool = False
    tier: int = 0
    hangs: bool = False

    @property
    def middle(self) -> float:
        """中线: at half its height."""
        return (self.top + self.bottom) / 2

    @property
    def at(self) -> float:
        """高度 by which its tier is told: its middle, or its top where heads hang from the tops of their cells."""
        return self.top if self.hangs else self.middle


@dataclass(frozen=True, slots=True)
class Stack:
    """叠起的表头: its tiers from the top, the heights between them, and the heads that stand over no other."""

    tiers: list[list[Run]] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    leaves: list[Run] = field(default_factory=list)


def stacked(bands: Sequence[Band], body: Sequence[Run], levels: Sequence[Segment]) -> Stack:
    """The tiers of the head whose lines the ``bands`` are, over what the ``body`` prints; ``levels`` are level lines."""
    if not bands:
        return Stack()
    em = median(line.em for band in bands for line in band.lines)
    cells = _cells(bands, em, levels)
    hang = _hang(cells, em)
    for cell in cells:
        cell.hangs, cell.is_group = hang, any(_over(cell, other) for other in cells)
    _mark_groups(cells, body, em)
    heights = _heights([c.at for c in cells if c.is_group], em)
    last = max(c.at for c in cells)
    if not heights or last - heights[-1] > _TOUCH * em:
        heights.append(last)
    for cell in cells:
        cell.tier = _tier(cell, cells, heights)
    used = sorted({cell.tier for cell in cells})
    tiers = [[c for c in cells if c.tier == tier] for tier in used]
    edges = [_edge(above, below) for above, below in pairwise(tiers)]
    leaves = sorted((c.run for c in cells if not c.is_group), key=lambda run: run.x0)
    return Stack([sorted((c.run for c in tier), key=lambda run: run.x0) for tier in tiers], edges, leaves)


def _cells(bands: Sequence[Band], em: float, levels: Sequence[Segment]) -> list[HeadCell]:
    """Runs one below the other and close, with no line between them, are one cell."""
    found: list[HeadCell] = []
    for run in sorted((run for band in bands for run in band.runs), key=lambda r: r.top):
        near = (
            cell
            for cell in reversed(found)
            if cell.run.meets(run)
            and _TOUCH * em < run.top - cell.last < _CELL * em
            and not _parted(run, (cell.bottom, run.top), levels)
        )
        above = next(near, None)
        if above is None:
            found.append(HeadCell(run, run.top, run.bottom, run.top))
            continue
        x0, x1 = min(above.run.x0, run.x0), max(above.run.x1, run.x1)
        above.run = Run(x0, x1, above.run.text + run.text, above.top, run.bottom)
        above.bottom, above.last = run.bottom, run.top
    return found


def _parted(run: Run, between: tuple[float, float], levels: Sequence[Segment]) -> bool:
    low, high = between
    return any(low - _EDGE <= s.at <= high + _EDGE and s.low < run.x1 and run.x0 < s.high for s in levels)


def _hang(cells: Sequence[HeadCell], em: float) -> bool:
    """Whether heads stand at the top of their cells: more begin where a group does than stand half way to the end."""
    groups = [cell for cell in cells if any(_over(cell, other) for other in cells)]
    last, near = max(c.middle for c in cells), _TOUCH * em
    others = [cell for cell in cells if cell not in groups]
    top = sum(any(abs(g.top - cell.top) <= near for g in groups) for cell in others)
    middle = sum(any(abs((g.middle + last) / 2 - cell.middle) <= near for g in groups) for cell in others)
    return top > middle


def _mark_groups(cells: Sequence[HeadCell], body: Sequence[Run], em: float) -> None:
    """Heads over the white between two are groups, too.

    In the first line of a head one is, unless heads of whole columns stand in that line and it has a column of its
    own. Lower down, at a height where heads of whole columns may stand, it has none, and little room.
    """
    white = {id(cell): found for cell in cells if not cell.is_group and (found := _white_under(cell, cells, em))}
    first, last = min(c.at for c in cells), max(c.at for c in cells)
    ragged = any(not c.is_group and id(c) not in white for c in cells if c.at - first <= _TOUCH * em)
    tiers = [c.at for c in cells if c.is_group] if cells[0].hangs else [(first + last) / 2]
    for cell in cells:
        if id(cell) not in white:
            continue
        left, right = white[id(cell)]
        own = _columns_within(left.x0, right.x1, body) > len(white[id(cell)])
        off = abs(left.x1 + right.x0 - cell.run.x0 - cell.run.x1) / 2
        if cell.at - first <= _TOUCH * em:
            cell.is_group = not (ragged and own)
        elif any(abs(cell.at - at) <= _TOUCH * em for at in tiers):
            cell.is_group = not own and right.x0 - left.x1 < _ROOM * em and off < _OFF * em


def _columns_within(low: float, high: float, body: Sequence[Run]) -> int:
    """How many columns of the body stand between two edges."""
    count, end = 0, low
    for run in sorted(body, key=lambda r: r.x0):
        if low < run.x1 and run.x0 < high:
            count += run.x0 >= end or not count
            end = max(end, run.x1)
    return count


def _white_under(cell: HeadCell, cells: Sequence[HeadCell], em: float) -> tuple[Run, Run] | None:
    """The two lower heads beside a head; None where another head of its line or below stands over one of them."""
    below = [c for c in cells if c.top >= cell.bottom - _TOUCH * em]
    lower = [c for c in below if not any(_over(other, c) for other in below)]
    left = max((c.run for c in lower if c.run.x1 <= cell.run.x0), key=lambda r: r.x1, default=None)
    right = min((c.run for c in lower if c.run.x0 >= cell.run.x1), key=lambda r: r.x0, default=None)
    level = [c for c in cells if c.at >= cell.at - _TOUCH * em]
    if left is None or right is None or any(_over(c, b) for c in level for b in lower if b.run in {left, right}):
        return None
    return left, right


def _over(cell: HeadCell, other: HeadCell) -> bool:
    return other.top > cell.last and other.middle > cell.bottom and cell.run.meets(other.run)


def _heights(middles: Sequence[float], em: float) -> list[float]:
    """The heights of the tiers of groups: middles that are close are one."""
    found: list[list[float]] = []
    for middle in sorted(middles):
        if found and middle - found[-1][-1] <= _TOUCH * em:
            found[-1].append(middle)
        else:
            found.append([middle])
    return [median(group) for group in found]


def _tier(cell: HeadCell, cells: Sequence[HeadCell], heights: Sequence[float]) -> int:
    """The tier in which a head begins: a group's by its height; any other goes down to the end, around its middle."""
    if cell.is_group or cell.hangs:
        return min(range(len(heights)), key=lambda n: abs(heights[n] - cell.at))
    above = [c for c in cells if c.is_group and _over(c, cell)]
    first = 1 + max((_tier(c, cells, heights) for c in above), default=-1)
    room = range(min(first, len(heights) - 1), len(heights))
    return min(room, key=lambda n: abs((heights[n] + heights[-1]) / 2 - cell.at))


def _edge(above: Sequence[HeadCell], below: Sequence[HeadCell]) -> float:
    """The height between two tiers: between the groups of the one and what stands in the other."""
    groups = [c for c in above if c.is_group] or above
    low, high = max(c.bottom for c in groups), min(c.top for c in below)
    return (low + high) / 2 if high > low else (median(c.middle for c in groups) + median(c.middle for c in below)) / 2
