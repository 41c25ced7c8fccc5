"""版面: glyphs with their boxes on a page, joined to visual lines as the eye joins them.

Coordinates are points from the page's upper left corner. What a line is does not depend on the order in which a
file draws, nor on fonts whose boxes sit higher or lower than their neighbours'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

_IDEOGRAPH: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")
_SAME_LINE: Final = 0.5
_ASTRAY: Final = 0.25
"""Shares of a glyph's height by which it must overlap a line: as a rule, and where it has nowhere else to go."""
_WORD_GAP: Final = 0.25
_WIDE_GAP: Final = 1.3
_COLUMN_GAP: Final = 3.0
"""Gaps in ems: between half-width words, between ideographs, and between things that only share a line."""
_INDENT: Final = (1.4, 4.5)
_COLLISION: Final = 0.4


@dataclass(frozen=True, slots=True)
class Glyph:
    """字: what is printed at a spot. ``text`` may hold several characters (a ligature, a word of a scan).

    ``confidence`` is below 1 only for what was recognised from an image.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0

    def moved(self, dx: float, dy: float) -> Glyph:
        """移位 by so much to the right and down."""
        return Glyph(self.text, self.x0 + dx, self.top + dy, self.x1 + dx, self.bottom + dy, self.confidence)

    @property
    def middle(self) -> tuple[float, float]:
        """中心: where the glyph counts as being."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """字高."""
        return max(self.bottom - self.top, 0.1)


@dataclass(slots=True)
class VisualLine:
    """视觉行: glyphs that the eye reads as one line, left to right."""

    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def top(self) -> float:
        """上沿 of most glyphs: one that sticks out does not move the line."""
        return median(g.top for g in self.glyphs)

    @property
    def bottom(self) -> float:
        """下沿 of most glyphs."""
        return median(g.bottom for g in self.glyphs)

    @property
    def x0(self) -> float:
        """左端."""
        return min(g.x0 for g in self.glyphs)

    @property
    def x1(self) -> float:
        """右端."""
        return max(g.x1 for g in self.glyphs)

    @property
    def em(self) -> float:
        """字号: the usual height."""
        return median(g.height for g in self.glyphs)

    def letters(self) -> list[tuple[str, Glyph | None]]:
        """字与空: the line's characters, each with its glyph; blanks that stand for gaps have none."""
        found: list[tuple[str, Glyph | None]] = []
        last: Glyph | None = None
        for glyph in sorted(self.glyphs, key=lambda g: (g.x0, g.x1)):
            if last is not None:
                found += [(" ", None)] * _blanks(last, glyph)
            found += [(c, glyph) for c in glyph.text]
            last = glyph
        return found

    @property
    def text(self) -> str:
        """文字 of the line, with a blank for a gap between words and more for a gap between columns."""
        return "".join(c for c, _ in self.letters())


def _blanks(left: Glyph, right: Glyph) -> int:
    em = max(min(left.height, right.height), 1.0)
    gap = (right.x0 - left.x1) / em
    if gap > _COLUMN_GAP:
        return 4
    latin = left.text[-1].isascii() and right.text[0].isascii()
    return 1 if gap > (_WORD_GAP if latin else _WIDE_GAP) else 0


def distinct(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """去重影: bold type is often printed as the same glyph two or three times, a hair apart."""
    seen: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = max(0.22 * glyph.height, 0.8)
        x, y = int(glyph.x0 // 4), int(glyph.top // 4)
        near = (g for dx in (-1, 0, 1) for dy in (-1, 0, 1) for g in seen[glyph.text, x + dx, y + dy])
        if any(abs(g.x0 - glyph.x0) < reach and abs(g.top - glyph.top) < reach for g in near):
            continue
        seen[glyph.text, x, y].append(glyph)
        kept.append(glyph)
    return kept


def visual_lines(glyphs: Iterable[Glyph]) -> list[VisualLine]:
    """视觉行, top to bottom. Ideographs make the lines; figures and signs join the line that has room for them."""
    every = sorted(glyphs, key=lambda g: (g.middle[1], g.x0))
    lines: list[VisualLine] = []
    for glyph in every:
        if _IDEOGRAPH.match(glyph.text):
            _join(lines, [glyph], _SAME_LINE)
    for run in _runs([g for g in every if not _IDEOGRAPH.match(g.text)]):
        _join(lines, run, _ASTRAY)
    return sorted(lines, key=lambda line: (line.top + line.bottom, line.x0))


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Figures and signs that stand side by side at one height: they go to a line together."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        rows[round(glyph.middle[1])].append(glyph)
    runs: list[list[Glyph]] = []
    for row in rows.values():
        row.sort(key=lambda g: g.x0)
        runs.append([row[0]])
        for glyph in row[1:]:
            if glyph.x0 - runs[-1][-1].x1 > 0.6 * glyph.height:
                runs.append([])
            runs[-1].append(glyph)
    return sorted(runs, key=lambda run: run[0].middle[1])


def _join(lines: list[VisualLine], run: list[Glyph], least: float) -> None:
    """Add a run to the line it overlaps most, one with room for it first; else it begins a line."""
    best: tuple[bool, float] | None = None
    chosen: VisualLine | None = None
    for line in lines[-60:] if least == _SAME_LINE else lines:
        overlap = _overlap(line, run)
        if overlap < least:
            continue
        rank = (not _collides(line, run), overlap)
        if best is None or rank > best:
            best, chosen = rank, line
    if chosen is None or (best is not None and not best[0] and best[1] < _SAME_LINE):
        lines.append(VisualLine(list(run)))
    else:
        chosen.glyphs.extend(run)


def _overlap(line: VisualLine, run: Sequence[Glyph]) -> float:
    top, bottom = min(g.top for g in run), max(g.bottom for g in run)
    first = line.glyphs[0]
    if first.bottom + 40 < top or first.top - 40 > bottom:
        return 0.0
    low, high = line.top, line.bottom
    shared = min(bottom, high) - max(top, low)
    return shared / max(min(bottom - top, high - low), 0.1)


def _collides(line: VisualLine, run: Sequence[Glyph]) -> bool:
    x0, x1 = run[0].x0, run[-1].x1
    return any(min(g.x1, x1) - max(g.x0, x0) > _COLLISION * (g.x1 - g.x0) for g in line.glyphs)


def is_indented(line: VisualLine, margin: float) -> bool:
    """首行缩进: whether a line begins about two ems right of the ``margin`` of its page's running text."""
    indent = (line.x0 - margin) / max(line.em, 1.0)
    return _INDENT[0] < indent < _INDENT[1]
