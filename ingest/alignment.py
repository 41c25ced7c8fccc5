"""无竖线表: tables that are printed without upright lines: columns by the white between them, rows by their lines.

Figures one below the other make a table; the words over them are its head, a head over several columns is placed at
the first that it covers. What comes out is a grid like that of a ruled table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from corpus.money import fold
from ingest.layout import Glyph, VisualLine
from ingest.ruling import Area, Grid, Segment

_FIGURE: Final = re.compile(r"[-(（]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,8})?[)）]?%?")
_SURE: Final = re.compile(r"[.,%]")
_CAPTION: Final = re.compile(r"单位\s*[:：]|[。；]$|^(?:注|备注|说明)\d*[:：]")
_NUMBER: Final = re.compile(r"\*{1,2}|\d{1,2}(?:=[\d+]+)?|[A-Z]|栏次|行次")
_GAP: Final = 0.9
"""Ems of white that part two cells of a line."""
_SPREAD: Final = 4.0
"""Ems between the letters of one word that is spread over its cell, at most."""
_WHITE: Final = 0.45
"""Ems of white, down all lines, that part two columns."""
_FEWEST: Final = 3
_APART: Final = 3.2
"""Ems between two lines beyond which they are not of one table."""
_CELL: Final = 1.5
"""Ems between the lines of one cell, at most."""
_TALLEST: Final = 6
_ALONE, _BARE = 6.0, 9.0
"""Ems that it costs to give a head a column without words, and a column no head."""
_TOP: Final = 2
"""Lines that may stand over a table at the head of its next page."""
_WIDE: Final = 0.6
_EDGE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Run:
    """一段: what stands together on a line."""

    x0: float
    x1: float
    text: str


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

    @property
    def is_figured(self) -> bool:
        """Whether a figure stands beside something else."""
        sure = any(_FIGURE.fullmatch(run.text) and _SURE.search(run.text) for run in self.runs)
        return sure and len(self.runs) > 1


@dataclass(frozen=True, slots=True)
class Aligned:
    """对齐的表: its grid, and the lines that it takes from the page."""

    grid: Grid
    lines: tuple[VisualLine, ...]


def aligned(lines: Sequence[VisualLine], segments: Iterable[Segment], width: float) -> list[Aligned]:
    """无竖线表 among a page's lines (top to bottom); level ``segments`` that run over a table part its rows."""
    levels = [s for s in segments if not s.upright]
    bands = [Band([line], _runs(line)) for line in lines if line.glyphs]
    found = []
    for first, last, count in _blocks(bands, width):
        start = _head_start(bands, first, width)
        block = bands[start : last + 1]
        rows = _joined(block, _between(levels, block), first - start)
        heads = next(n for n, row in enumerate(rows) if row.is_figured or _is_numbered(row))
        if not heads and start > _TOP:
            continue  # figures without a head, and no table that goes on from the page before
        columns = _drawn(levels, rows) or _columns(rows, heads)
        figures = max(sum(_FIGURE.fullmatch(run.text) is not None for run in row.runs) for row in rows)
        headed = len(_leaves(rows[:heads])) >= _FEWEST
        if len(columns) > 1 and (count >= _FEWEST or (headed and (count > 1 or figures >= _FEWEST))):
            found.append(Aligned(_grid(rows, heads, columns), tuple(line for row in rows for line in row.lines)))
    return found


def _runs(line: VisualLine) -> list[Run]:
    runs: list[list[Glyph]] = []
    for glyph in sorted(line.glyphs, key=lambda g: g.x0):
        if runs and (glyph.x0 - runs[-1][-1].x1) <= _GAP * max(min(glyph.height, runs[-1][-1].height), 1.0):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    joined: list[list[Glyph]] = []
    for run in runs:
        spread = joined and _is_letter(joined[-1][-1:]) and _is_letter(run) and len(joined[-1]) < len("收支总计")
        if spread and run[0].x0 - joined[-1][-1].x1 < _SPREAD * run[0].height:
            joined[-1] += run  # 合　　计
        else:
            joined.append(run)
    return [Run(run[0].x0, max(g.x1 for g in run), fold("".join(g.text for g in run)).strip()) for run in joined]


def _is_letter(run: Sequence[Glyph]) -> bool:
    """Whether a run is a single ideograph, as words spread over a cell have them."""
    return len(run) == 1 and re.fullmatch(r"[一-龥]", run[0].text) is not None


def _is_prose(band: Band, width: float) -> bool:
    """Whether a line is running text: long and in one piece, or a caption or note."""
    text = "".join(run.text for run in band.runs)
    long = any(run.x1 - run.x0 > _WIDE * width for run in band.runs)
    return long or _CAPTION.search(text) is not None


def _blocks(bands: Sequence[Band], width: float) -> list[tuple[int, int, int]]:
    """First and last figured line of each run of lines that may be a table, and how many there are."""
    found: list[tuple[int, int, int]] = []
    first = last = -1
    count = 0
    for n, band in enumerate(bands):
        apart = last >= 0 and band.top - bands[n - 1].bottom > _APART * band.lines[0].em
        if last >= 0 and (apart or _is_prose(band, width)):
            found.append((first, last, count))
            first, last, count = -1, -1, 0
        if band.is_figured and not _is_prose(band, width):
            first, last, count = (n if first < 0 else first), n, count + 1
    if last >= 0:
        found.append((first, last, count))
    return found


def _head_start(bands: Sequence[Band], first: int, width: float) -> int:
    """The first line of the head: lines of several pieces above the figures, up to title or caption."""
    start = first
    for n in range(first - 1, max(first - 2 * _TALLEST, -1), -1):
        band, below = bands[n], bands[n + 1]
        if below.top - band.bottom > _APART * band.lines[0].em or _is_prose(band, width):
            break
        if len(band.runs) < 2 and not _is_part_of_head(bands, n):
            break
        start = n
    return start


def _is_numbered(row: Band) -> bool:
    """Whether a row numbers the columns (** ** 1 2 3)."""
    return len(row.runs) > 1 and all(_NUMBER.fullmatch(run.text) for run in row.runs)


def _is_part_of_head(bands: Sequence[Band], n: int) -> bool:
    """Whether a line in one piece is a line of a head's cell: close to a line of several pieces, and not over all of it."""
    band = bands[n]
    near = [bands[k] for k in (n - 1, n + 1) if 0 <= k < len(bands)]
    return any(
        abs(other.top - band.top) < _CELL * band.lines[0].em
        and len(other.runs) > 1
        and min(r.x0 for r in other.runs) - _EDGE <= band.runs[0].x0
        and band.runs[0].x1 <= max(r.x1 for r in other.runs) + _EDGE
        for other in near
    )


def _between(levels: Sequence[Segment], block: Sequence[Band]) -> list[float]:
    """Heights of the rules inside a block that run over most of it."""
    x0, x1 = min(r.x0 for b in block for r in b.runs), max(r.x1 for b in block for r in b.runs)
    lanes: dict[int, float] = {}
    for s in levels:
        if block[0].top < s.at < block[-1].bottom:
            shared = max(0.0, min(s.high, x1) - max(s.low, x0))
            lanes[round(s.at)] = lanes.get(round(s.at), 0.0) + shared
    return sorted(at * 1.0 for at, covered in lanes.items() if covered > _WIDE * (x1 - x0))


def _joined(block: Sequence[Band], rules: Sequence[float], heads: int) -> list[Band]:
    """Rows: the lines between two rules; without rules, a line close to the one above is of its row."""
    ruled = len(rules) >= max(len(block) // 3, 1)
    rows = [Band(list(block[0].lines), list(block[0].runs))]
    for n, (above, band) in enumerate(pairwise(block), 1):
        close = band.top - above.top < _CELL * band.lines[0].em
        if ruled and n > heads:
            same = not any(above.bottom - 2 <= at <= band.top + 2 for at in rules)
        else:
            same = close and not (rows[-1].is_figured and band.is_figured)
        if same and (n != heads or not band.is_figured):
            rows[-1].lines += band.lines
            rows[-1].runs += band.runs
        else:
            rows.append(Band(list(band.lines), list(band.runs)))
    return rows


def _drawn(levels: Sequence[Segment], rows: Sequence[Band]) -> list[tuple[float, float]]:
    """The columns of rules that are drawn cell by cell, from end to end; none where the words run over them."""
    inside = [s for s in levels if rows[0].top - _FEWEST * rows[0].lines[0].em < s.at < rows[-1].bottom + _EDGE]
    heights: dict[int, set[int]] = {}
    for s in inside:
        for end in (s.low, s.high):
            heights.setdefault(round(end / _EDGE), set()).add(round(s.at))
    often = [at * _EDGE for at, seen in sorted(heights.items()) if len(seen) * 3 > len({round(s.at) for s in inside})]
    edges = [at for n, at in enumerate(often) if not n or at - often[n - 1] > 2 * _EDGE]
    body = [run for row in rows for run in row.runs if row.is_figured]
    cut = any(run.x0 + _EDGE < at < run.x1 - _EDGE for run in body for at in edges)
    return list(pairwise(edges)) if len(edges) > _FEWEST and not cut else []


def _columns(rows: Sequence[Band], heads: int) -> list[tuple[float, float]]:
    """Left and right edge of what stands in each column; one over which only a head stands has its head's."""
    em = median(line.em for row in rows for line in row.lines)
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((run.x0, run.x1) for row in rows[heads:] for run in row.runs):
        if spans and x0 - spans[-1][1] < _WHITE * em:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return _with_heads(spans, _leaves(rows[:heads]), em)


def _leaves(heads: Sequence[Band]) -> list[Run]:
    """The heads over no other head, left to right: those of single columns."""
    found: list[Run] = []
    for n, row in enumerate(heads):
        below = [run for band in heads[n + 1 :] for run in _pieces(band)]
        above = [run for band in heads[: n + 1] for run in _pieces(band)]
        for run in _pieces(row):
            if any(_meet(run, other) for other in below):
                continue
            beside = [
                max((b for b in below if b.x1 <= run.x0), key=lambda b: b.x1, default=None),
                min((b for b in below if b.x0 >= run.x1), key=lambda b: b.x0, default=None),
            ]
            bare = [b is not None and not any(_meet(b, a) for a in above) for b in beside]
            if not all(bare):  # 收入 over the white between 项目 and 预算数 is the head of both
                found.append(run)
    return sorted(found, key=lambda run: run.x0)


def _meet(one: Run, other: Run) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _with_heads(spans: Sequence[tuple[float, float]], leaves: Sequence[Run], em: float) -> list[tuple[float, float]]:
    """Columns as wide as their words and their heads: head and column are paired in order, at the least distance.

    A head that is far from every free column has a column of its own, in which nothing is printed.
    """
    costs: list[list[tuple[float, str]]] = [[(0.0, "")] * (len(spans) + 1) for _ in range(len(leaves) + 1)]
    for h in range(len(leaves) + 1):
        for c in range(len(spans) + 1):
            ways = [(costs[h - 1][c][0] + _ALONE * em, "head")] if h else []
            ways += [(costs[h][c - 1][0] + _BARE * em, "column")] if c else []
            if h and c:
                gap = max(spans[c - 1][0] - leaves[h - 1].x1, leaves[h - 1].x0 - spans[c - 1][1], 0.0)
                ways.append((costs[h - 1][c - 1][0] + gap, "both"))
            costs[h][c] = min(ways, default=(0.0, ""))
    found: list[tuple[float, float]] = []
    h, c = len(leaves), len(spans)
    while h or c:
        way = costs[h][c][1]
        head = [(leaves[h - 1].x0, leaves[h - 1].x1)] if way in {"head", "both"} else []
        column = [spans[c - 1]] if way in {"column", "both"} else []
        found.append((min(x for x, _ in head + column), max(x for _, x in head + column)))
        h, c = h - len(head), c - len(column)
    return found[::-1]


def _grid(rows: Sequence[Band], heads: int, columns: Sequence[tuple[float, float]]) -> Grid:
    left, right = (min(r.x0 for b in rows for r in b.runs), max(r.x1 for b in rows for r in b.runs))
    xs = [min(left, columns[0][0]) - _EDGE, *((a[1] + b[0]) / 2 for a, b in pairwise(columns))]
    xs.append(max(right, columns[-1][1]) + _EDGE)
    ys = [rows[0].top - _EDGE, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), rows[-1].bottom + _EDGE]
    areas: list[Area] = []
    for n in range(len(rows)):
        spans = _spans(rows, n, heads, columns) if n < heads else []
        taken = {c for low, high in spans for c in range(low, high)}
        areas += [Area(low, n, high, n + 1) for low, high in spans]
        areas += [Area(c, n, c + 1, n + 1) for c in range(len(columns)) if c not in taken]
    return Grid(tuple(xs), tuple(ys), tuple(sorted(areas, key=lambda a: (a.top, a.left))))


def _spans(rows: Sequence[Band], n: int, heads: int, columns: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Columns (half open) that the heads of a row cover, left to right; none covers what another stands over."""
    below = {c for row in rows[n + 1 : heads] for run in row.runs for c in _under(run, columns)}
    pieces = _pieces(rows[n])
    found: list[tuple[int, int]] = []
    for k, run in enumerate(pieces):
        own = _under(run, columns) or [_nearest(run, columns)]
        low, high = own[0], own[-1] + 1
        if below & set(own) or high - low > 1:
            least = found[-1][1] if found else 0
            most = min(_under(pieces[k + 1], columns) or [len(columns)]) if k + 1 < len(pieces) else len(columns)
            low, high = _centred(run, (low, high), (least, max(most, high)), columns, below)
        if not found or low >= found[-1][1]:
            found.append((low, high))
    return _tiled(found, below, columns)


def _tiled(
    found: Sequence[tuple[int, int]], below: set[int], columns: Sequence[tuple[float, float]]
) -> list[tuple[int, int]]:
    """The same with no column of lower heads left over: it is of the head on its right or on its left, by their middles."""
    whole = list(found)
    for n, (low, high) in enumerate(whole):
        start = whole[n - 1][1] if n else 0
        if start < low and all(c in below for c in range(start, low)):
            before = whole[n - 1] if n else (start, start)
            cuts = range(start, low + 1) if n and set(range(*before)) <= below else [start]
            cut = min(cuts, key=lambda at: abs(_off(before, at, columns)) + abs(_off((high, low), at, columns)))
            whole[n] = (cut, high)
            if n:
                whole[n - 1] = (before[0], cut)
    return whole


def _off(span: tuple[int, int], at: int, columns: Sequence[tuple[float, float]]) -> float:
    """How far the middle of a head's columns moves when its span ends (or begins) at another column."""
    first, last = min(span[0], at), max(span[0], at) - 1
    if first > last or span[0] == span[1]:
        return 0.0
    old = (columns[min(span)][0] + columns[max(span) - 1][1]) / 2
    return (columns[first][0] + columns[last][1]) / 2 - old


def _pieces(row: Band) -> list[Run]:
    """The heads of a row, the lines of one cell as one."""
    found: list[Run] = []
    for run in sorted(row.runs, key=lambda r: (r.x0, r.x1)):
        if found and run.x0 < found[-1].x1:
            found[-1] = Run(found[-1].x0, max(found[-1].x1, run.x1), found[-1].text + run.text)
        else:
            found.append(run)
    return found


def _under(run: Run, columns: Sequence[tuple[float, float]]) -> list[int]:
    return [c for c, (x0, x1) in enumerate(columns) if run.x0 < x1 and x0 < run.x1]


def _nearest(run: Run, columns: Sequence[tuple[float, float]]) -> int:
    middle = (run.x0 + run.x1) / 2
    return min(range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - middle))


def _centred(
    run: Run,
    own: tuple[int, int],
    room: tuple[int, int],
    columns: Sequence[tuple[float, float]],
    below: set[int],
) -> tuple[int, int]:
    """The columns around ``own`` over whose middle a head stands; those under it alone where it begins at their left."""
    middle = (run.x0 + run.x1) / 2
    best = (abs(middle - (columns[own[0]][0] + columns[own[1] - 1][1]) / 2), own)
    for low in range(room[0], own[0] + 1):
        for high in range(own[1], room[1] + 1):
            if any(c not in below for c in range(low, high)):
                continue
            off = abs(middle - (columns[low][0] + columns[high - 1][1]) / 2)
            best = min(best, (off, (low, high)))
    return best[1]
