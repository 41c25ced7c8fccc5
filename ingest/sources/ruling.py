"""表格线: ruled lines to grids of cells. The lines may come from a file's drawing or from an image.

A cell is the area that no line divides: cells merged over rows or columns come out whole, borders left open at the
sides of a table or at a page's edge are closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_SNAP: Final = 3.0
"""Points within which two lines are one line."""
_TOUCH: Final = 4.0
_SHORTEST: Final = 4.0
_COVER: Final = 0.5
_OPEN: Final = 9.0
"""Points by which lines must run past the last crossing line for a border to be missing there."""


@dataclass(frozen=True, slots=True)
class Segment:
    """线段: upright (``at`` is x) or level (``at`` is y), from ``low`` to ``high``."""

    upright: bool
    at: float
    low: float
    high: float

    def moved(self, dx: float, dy: float) -> Segment:
        """移位 by so much to the right and down."""
        across, along = (dx, dy) if self.upright else (dy, dx)
        return Segment(upright=self.upright, at=self.at + across, low=self.low + along, high=self.high + along)


@dataclass(frozen=True, slots=True)
class Area:
    """单元区: one cell of a grid; columns ``left``..``right`` and rows ``top``..``bottom``, half open."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Grid:
    """网格: positions of the column and row edges, and the cells between them, by upper left corner."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """外框: x0, top, x1, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def grids(segments: Iterable[Segment]) -> list[Grid]:
    """网格 drawn by the segments, top to bottom; frames without inner columns are none."""
    every = _merged(segments)
    found = [grid for group in _connected(every) if (grid := _grid(group)) is not None]
    found = [g for g in found if not any(g is not o and _inside(g, o) for o in found)]
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _inside(inner: Grid, outer: Grid) -> bool:
    a, b = inner.box, outer.box
    return b[0] - 1 <= a[0] and b[1] - 1 <= a[1] and a[2] <= b[2] + 1 and a[3] <= b[3] + 1 and len(outer.areas) > 1


def _clusters(values: Iterable[float]) -> list[float]:
    """Positions that lie within the snapping distance of their neighbour, each group by its middle."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _nearest(positions: Sequence[float], value: float) -> float:
    return min(positions, key=lambda p: abs(p - value))


def _merged(segments: Iterable[Segment]) -> list[Segment]:
    """Pieces of one line put together; specks dropped."""
    kept = list(segments)
    found: list[Segment] = []
    for upright in (True, False):
        mine = [s for s in kept if s.upright is upright]
        positions = _clusters(s.at for s in mine)
        lanes: dict[float, list[tuple[float, float]]] = {p: [] for p in positions}
        for s in mine:
            lanes[_nearest(positions, s.at)].append((s.low, s.high))
        for at, spans in lanes.items():
            found += [Segment(upright, at, low, high) for low, high in _union(spans) if high - low >= _SHORTEST]
    return found


def _union(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1] + _SNAP:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _connected(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Groups of segments that touch."""
    parent = list(range(len(segments)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    uprights = [i for i, s in enumerate(segments) if s.upright]
    levels = [i for i, s in enumerate(segments) if not s.upright]
    for i in uprights:
        for j in levels:
            a, b = segments[i], segments[j]
            if b.low - _TOUCH <= a.at <= b.high + _TOUCH and a.low - _TOUCH <= b.at <= a.high + _TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, list[Segment]] = {}
    for i, s in enumerate(segments):
        groups.setdefault(root(i), []).append(s)
    return list(groups.values())


def _edges(own: Sequence[Segment], across: Sequence[Segment]) -> list[float]:
    """Positions of the edges: the lines themselves, and the ends of the crossing lines where a border is open."""
    positions = _clusters(s.at for s in own)
    if across and positions:
        first, last = min(s.low for s in across), max(s.high for s in across)
        if positions[0] - first > _OPEN:
            positions.insert(0, first)
        if last - positions[-1] > _OPEN:
            positions.append(last)
    return positions


def _grid(group: Sequence[Segment]) -> Grid | None:
    uprights = [s for s in group if s.upright]
    levels = [s for s in group if not s.upright]
    xs, ys = _edges(uprights, levels), _edges(levels, uprights)
    if len(xs) < 3 or len(ys) < 2:
        return None
    areas = _areas(xs, ys, uprights, levels)
    if len({area.left for area in areas}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), areas)


def _areas(
    xs: Sequence[float], ys: Sequence[float], uprights: Sequence[Segment], levels: Sequence[Segment]
) -> tuple[Area, ...]:
    """Cells: the smallest boxes between the edges, joined where no line stands between them."""
    wide, high = len(xs) - 1, len(ys) - 1
    parent = list(range(wide * high))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    walls = {x: [s for s in uprights if abs(s.at - x) <= _SNAP] for x in xs}
    floors = {y: [s for s in levels if abs(s.at - y) <= _SNAP] for y in ys}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            here = row * wide + column
            if column + 1 < wide and not _covered(walls[right], top, bottom):
                parent[root(here + 1)] = root(here)
            if row + 1 < high and not _covered(floors[bottom], left, right):
                parent[root(here + wide)] = root(here)
    members: dict[int, list[tuple[int, int]]] = {}
    for row in range(high):
        for column in range(wide):
            members.setdefault(root(row * wide + column), []).append((row, column))
    found = [
        Area(min(c for _, c in m), min(r for r, _ in m), max(c for _, c in m) + 1, max(r for r, _ in m) + 1)
        for m in members.values()
    ]
    return tuple(sorted(found, key=lambda area: (area.top, area.left)))


def _covered(segments: Sequence[Segment], low: float, high: float) -> bool:
    shared = sum(max(0.0, min(s.high, high) - max(s.low, low)) for s in segments)
    return shared >= _COVER * (high - low)
