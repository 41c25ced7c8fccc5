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
from ingest.sources.layout import Glyph, VisualLine
from ingest.sources.ruling import Area, Grid, Segment
from ingest.sources.spans import below, spans
from ingest.sources.stacked import Band, Run, Stack, stacked

_FIGURE: Final = re.compile(r"[-(（]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,8})?[)）]?%?")
_SURE: Final = re.compile(r"[.,%]")
_CAPTION: Final = re.compile(r"单位\s*[:：]|[。；]$|^(?:注|备注|说明)\d*[:：]")
_DASH: Final = re.compile(r"[-—–]{1,4}")
_LOOSE: Final = re.compile(r"[合总小]计|[-—–]{1,4}")
"""What stands at the middle of its cell, or in a cell of two columns, whatever stands in the others."""
_NUMBER: Final = re.compile(r"\*{1,2}|\d{1,2}(?:=[\d+]+)?|[A-Z]|栏次|行次")
_GAP: Final = 0.9
"""Ems of white that part two cells of a line."""
_SPREAD: Final = 4.0
"""Ems between the letters of one word that is spread over its cell, at most."""
_LEVELS: Final = frozenset({"类款", "款项"})
"""Heads of single letters that stand side by side."""
_WHITE: Final = 0.45
"""Ems of white, down all lines, that part two columns."""
_FEWEST: Final = 3
_APART: Final = 3.2
"""Ems between two lines beyond which they are not of one table."""
_CELL: Final = 1.5
"""Ems between the lines of one cell, at most."""
_TIER: Final = 2.8
"""Ems between the lines of two tiers of a head, at most."""
_SAME: Final = 0.08
_TALLEST: Final = 6
_ALONE, _BARE = 6.0, 9.0
"""Ems that it costs to give a head a column without words, and a column no head."""
_TOP: Final = 2
"""Lines that may stand over a table at the head of its next page."""
_WIDE: Final = 0.6
_EDGE: Final = 2.0


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
        heads = next(n for n, band in enumerate(block) if _is_figured(band) or _is_numbered(band))
        if not heads and start > _TOP:
            continue  # figures without a head, and no table that goes on from the page before
        body = _joined(block[heads:], _between(levels, block))
        telling = _telling(body)
        head = stacked(block[:heads], telling, levels)
        columns = _drawn(levels, block, body) or _columns(head.leaves, telling, body[0].lines[0].em)
        figures = max(sum(_FIGURE.fullmatch(run.text) is not None for run in row.runs) for row in body)
        headed = len(head.leaves) >= _FEWEST
        if len(columns) > 1 and (count >= _FEWEST or (headed and (count > 1 or figures >= _FEWEST))):
            grid = _grid(head, block, body, columns)
            found.append(Aligned(grid, tuple(line for band in block for line in band.lines)))
    return found


def _is_figured(band: Band) -> bool:
    """Whether figures stand beside words: several, or one that cannot be a code."""
    figures = sum((_FIGURE.fullmatch(run.text) or _DASH.fullmatch(run.text)) is not None for run in band.runs)
    return _is_sure(band) or _FEWEST <= figures < len(band.runs)


def _is_sure(band: Band) -> bool:
    """Whether a figure that cannot be a code or a number of a line stands beside something else."""
    return len(band.runs) > 1 and any(_FIGURE.fullmatch(run.text) and _SURE.search(run.text) for run in band.runs)


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
        spread = spread and joined[-1][-1].text + run[0].text not in _LEVELS
        if spread and run[0].x0 - joined[-1][-1].x1 < _SPREAD * run[0].height:
            joined[-1] += run  # 合　　计
        else:
            joined.append(run)
    return [_run(run) for run in joined]


def _parting(low: float, high: float, runs: Sequence[Run]) -> float:
    """Where two columns part: half way, but for what stands there, which stays whole with the nearer one."""
    middle = (low + high) / 2
    cut = next((run for run in runs if run.x0 < middle < run.x1 and low <= run.x0 and run.x1 <= high), None)
    if cut is None:
        return middle
    return cut.x0 if cut.x0 - low >= high - cut.x1 else cut.x1


def _run(glyphs: Sequence[Glyph]) -> Run:
    text = fold("".join(g.text for g in glyphs)).strip()
    top, bottom = median(g.top for g in glyphs), median(g.bottom for g in glyphs)
    return Run(glyphs[0].x0, max(g.x1 for g in glyphs), text, top, bottom)


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
        if (_is_figured(band) or (last >= 0 and _goes_on(band))) and not _is_prose(band, width):
            first, last, count = (n if first < 0 else first), n, count + 1
    if last >= 0:
        found.append((first, last, count))
    return found


def _goes_on(band: Band) -> bool:
    """Whether a line below figures has a label and only figures or dashes beside it (保有量（辆） | — | 7)."""
    beside = band.runs[1:]
    return len(beside) > 1 and all(_FIGURE.fullmatch(run.text) or _DASH.fullmatch(run.text) for run in beside)


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
    """Whether a line in one piece is a line of a head's cell: close to a line of several pieces, and not over all of it.

    A head alone in its line, over some of the columns, is in the size of the line below.
    """
    band, run = bands[n], bands[n].runs[0]
    em = band.lines[0].em
    near = [bands[k] for k in (n - 1, n + 1) if 0 <= k < len(bands)]
    close = [other for other in near if abs(other.top - band.top) < _CELL * em and len(other.runs) > 1]
    if len(close) > 1:
        return True
    if any(_is_over(run, other) for other in close):
        return True
    below = bands[n + 1] if n + 1 < len(bands) else None
    if below is None or len(below.runs) < _FEWEST or abs(below.lines[0].em - em) > _SAME * em:
        return False
    left, right = min(r.x0 for r in below.runs), max(r.x1 for r in below.runs)
    off = abs(left + right - run.x0 - run.x1) / 2
    return below.top - band.top < _TIER * em and _is_over(run, below) and off > em and run.x0 > left + em


def _is_over(run: Run, band: Band) -> bool:
    return min(r.x0 for r in band.runs) - _EDGE <= run.x0 and run.x1 <= max(r.x1 for r in band.runs) + _EDGE


def _between(levels: Sequence[Segment], block: Sequence[Band]) -> list[float]:
    """Heights of the rules inside a block that run over most of it."""
    x0, x1 = min(r.x0 for b in block for r in b.runs), max(r.x1 for b in block for r in b.runs)
    lanes: dict[int, float] = {}
    for s in levels:
        if block[0].top < s.at < block[-1].bottom:
            shared = max(0.0, min(s.high, x1) - max(s.low, x0))
            lanes[round(s.at)] = lanes.get(round(s.at), 0.0) + shared
    return sorted(at * 1.0 for at, covered in lanes.items() if covered > _WIDE * (x1 - x0))


def _joined(body: Sequence[Band], rules: Sequence[float]) -> list[Band]:
    """Rows: the lines between two rules; without rules, a line close to the one above is of its row."""
    ruled = len(rules) >= max(len(body) // 3, 1)
    rows = [Band(list(body[0].lines), list(body[0].runs))]
    for above, band in pairwise(body):
        if ruled:
            same = not any(_middle(above) < at < _middle(band) for at in rules)
        else:
            close = band.top - above.top < _CELL * band.lines[0].em
            same = close and not (_is_sure(rows[-1]) and _is_sure(band))
        if same and not _is_numbered(rows[-1]):
            rows[-1].lines += band.lines
            rows[-1].runs += band.runs
        else:
            rows.append(Band(list(band.lines), list(band.runs)))
    return rows


def _middle(band: Band) -> float:
    return (band.top + band.bottom) / 2


def _drawn(levels: Sequence[Segment], block: Sequence[Band], rows: Sequence[Band]) -> list[tuple[float, float]]:
    """The columns of rules that are drawn cell by cell, from end to end; none where the words run over them."""
    inside = [s for s in levels if block[0].top - _FEWEST * block[0].lines[0].em < s.at < rows[-1].bottom + _EDGE]
    heights: dict[int, set[int]] = {}
    for s in inside:
        for end in (s.low, s.high):
            heights.setdefault(round(end / _EDGE), set()).add(round(s.at))
    often = [at * _EDGE for at, seen in sorted(heights.items()) if len(seen) * 3 > len({round(s.at) for s in inside})]
    edges = [at for n, at in enumerate(often) if not n or at - often[n - 1] > 2 * _EDGE]
    body = [run for row in rows for run in row.runs if _is_figured(row)]
    cut = any(run.x0 + _EDGE < at < run.x1 - _EDGE for run in body for at in edges)
    return list(pairwise(edges)) if len(edges) > _FEWEST and not cut else []


def _telling(body: Sequence[Band]) -> list[Run]:
    """What tells the columns: all but the numbers of columns, totals and dashes, which stand at the middle of their cells."""
    rows = [row for row in body if not _is_numbered(row)] or body
    return [run for row in rows for run in row.runs if not _LOOSE.fullmatch(run.text)]


def _columns(leaves: Sequence[Run], body: Sequence[Run], em: float) -> list[tuple[float, float]]:
    """Left and right edge of what stands in each column; one over which only a head stands has its head's."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((run.x0, run.x1) for run in body):
        if spans and x0 - spans[-1][1] < _WHITE * em:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return _with_heads(spans, leaves, em)


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


def _grid(head: Stack, block: Sequence[Band], body: Sequence[Band], columns: Sequence[tuple[float, float]]) -> Grid:
    left, right = (min(r.x0 for b in block for r in b.runs), max(r.x1 for b in block for r in b.runs))
    runs = [run for row in body for run in row.runs]
    xs = [min(left, columns[0][0]) - _EDGE, *(_parting(a[1], b[0], runs) for a, b in pairwise(columns))]
    xs.append(max(right, columns[-1][1]) + _EDGE)
    above = block[: len(block) - sum(len(row.lines) for row in body)]
    ends = [(max(b.bottom for b in above) + body[0].top) / 2] if head.tiers else []
    ys = [block[0].top - _EDGE, *head.edges, *ends, *((a.bottom + b.top) / 2 for a, b in pairwise(body))]
    ys.append(body[-1].bottom + _EDGE)
    areas: list[Area] = []
    heads = len(head.tiers)
    deep: set[int] = set()
    for n in range(heads):
        lower = below(head, n, columns)
        found = spans(head, n, columns)
        taken = {c for low, high in found for c in range(low, high)} | deep
        for low, high in found:
            ends_here = not lower & set(range(low, high))
            areas.append(Area(low, n, high, heads if ends_here else n + 1))
            deep |= set(range(low, high)) if ends_here else set()
        areas += [Area(c, n, c + 1, n + 1) for c in range(len(columns)) if c not in taken]
    areas += [Area(c, n, c + 1, n + 1) for n in range(heads, heads + len(body)) for c in range(len(columns))]
    return Grid(tuple(xs), tuple(ys), tuple(sorted(areas, key=lambda a: (a.top, a.left))))
