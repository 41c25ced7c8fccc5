"""网格: printed rows cut into cells, whatever drew the borders (tabs, pipes), each with its place.

A cell's text has no HTML, no Markdown and no white space inside Chinese words; its offsets are those of the
printed characters in the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from corpus.disclosure import Place
from corpus.money import fold
from ingest.structure.lines import Line
from ingest.tables.catalogue import squeeze

TAB: Final = "\t"
_TAG = re.compile(r"<[^<>]*>|&nbsp;|\*\*")
_EDGE = re.compile(r"(?:\s|<[^<>]*>|&nbsp;|\*\*)+")
_SPACES = re.compile(r"\s+")
_CHINESE_GAP = re.compile(r"(?<=[^\x00-\xff]) (?=\S)|(?<=\S) (?=[^\x00-\xff])")


@dataclass(frozen=True, slots=True)
class GridCell:
    """格: one printed cell. ``column`` counts separators from the left; an empty cell has ``start == end``.

    ``raw`` is all that stands between the separators, from ``offset`` on, tags and white space included.
    """

    column: int
    text: str
    start: int
    end: int
    raw: str = ""
    offset: int = 0

    def place(self, page: int | None) -> Place:
        """位置 of the printed characters."""
        return Place(self.start, self.end, page)

    @property
    def key(self) -> str:
        """比对用文字 of the cell."""
        return squeeze(self.text)


@dataclass(frozen=True)
class GridRow:
    """格行: the cells of one printed line."""

    cells: tuple[GridCell, ...]
    page: int | None = None

    @cached_property
    def filled(self) -> tuple[GridCell, ...]:
        """有字的格, left to right."""
        return tuple(cell for cell in self.cells if cell.text)

    @property
    def width(self) -> int:
        """列数 as printed, empty cells included."""
        return len(self.cells)

    def at(self, column: int) -> GridCell | None:
        """The cell in ``column``; None beyond the end of a short row."""
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def text(self, column: int) -> str:
        """The text in ``column``; "" beyond the end."""
        cell = self.at(column)
        return cell.text if cell else ""

    def keys(self) -> tuple[str, ...]:
        """比对用文字 of all cells: equal for a head printed again."""
        return tuple(cell.key for cell in self.cells if cell.text)

    @property
    def place(self) -> Place:
        """位置 from the first printed character to the last; empty for an empty row."""
        cells = self.filled or self.cells[:1]
        return Place(cells[0].start, cells[-1].end, self.page)


def clean(raw: str) -> str:
    """净字: without tags, with single spaces, and none beside a Chinese character."""
    text = _SPACES.sub(" ", _TAG.sub(" ", raw)).strip()
    return _CHINESE_GAP.sub("", text)


def label_text(text: str) -> str:
    """标签: a row's or column's name; breaks and spaces inside it are the converter's."""
    return re.sub(r"\s+", "", text)


def cell_of(raw: str, column: int, offset: int) -> GridCell:
    """One cell from its raw text at ``offset`` in the source; white space and tags at its edges trimmed."""
    opening = _EDGE.match(raw)
    start = opening.end() if opening else 0
    end = _trimmed(raw, start)
    text = clean(raw)
    if not text:
        return GridCell(column, "", offset, offset, raw, offset)
    return GridCell(column, text, offset + start, offset + end, raw, offset)


def _trimmed(raw: str, start: int) -> int:
    """The end of ``raw`` without white space and tags behind its words."""
    end = len(raw)
    while end > start:
        kept = start + len(raw[start:end].rstrip().removesuffix("**").removesuffix("&nbsp;"))
        if raw[kept - 1 : kept] == ">" and (opened := raw.rfind("<", start, kept)) >= 0:
            kept = opened
        if kept == end:
            break
        end = kept
    return end


def row_of(line: Line, separator: str = TAB) -> GridRow:
    """One printed line cut at each separator."""
    cells: list[GridCell] = []
    at = line.start
    for column, raw in enumerate(line.text.split(separator)):
        cells.append(cell_of(raw, column, at))
        at += len(raw) + len(separator)
    return GridRow(tuple(cells), line.page)


def grid_width(rows: Sequence[GridRow]) -> int:
    """列数 of the widest row."""
    return max((row.width for row in rows), default=0)


def bracketless(text: str) -> str:
    """去括注: the folded text without bracketed remarks (``预算数(A)`` → ``预算数``)."""
    return re.sub(r"[(（][^()（）]*[)）]", "", fold(text)).strip()


def split_path(path: str) -> list[str]:
    """路径各级: a head path cut at “/”, but not inside brackets (``执行率(B/A)`` is one level)."""
    return re.split(r"/(?![^()（）]*[)）])", path)


def leaf_of(path: str) -> str:
    """末级 of a head path."""
    return split_path(path)[-1]
