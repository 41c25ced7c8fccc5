"""表头: from the rows above the figures to a path for each amount column, and the blocks they stand in.

A head may have several rows with merged cells (printed once, at the left of what they span), a row of column
numbers (栏次), and may stand one or two columns beside its figures: the figures decide where they belong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from corpus.money import parse_number
from ingest.tables import sides
from ingest.tables.catalogue import patterns, squeeze, words
from ingest.tables.grid import GridRow, bracketless, grid_width, label_text, leaf_of
from ingest.tables.values import is_number, measures

_NUMBERED: Final = frozenset({"行次", "序号", "栏次"})
_CODE_HEAD: Final = re.compile(r"(编码|代码|编号)$")
_TEXT_HEAD: Final = re.compile(r"(备注|说明|依据|用途|日期|电话|年度|年份|责任|负责人|单位$|方式|进度)")
_ROW_START: Final = re.compile(
    r"(?:[一二三四五六七八九十廿]+、|[(（][一二三四五六七八九十廿\d]+[)）]|\d{3}(?:\d\d){0,2}(?!\d)|其中[:：])"
)
_TALLEST: Final = 10
"""A head has at most so many rows."""
_LONGEST_HEAD: Final = 30
"""A head word of parts that we know has at most so many characters."""
MEASURE: Final = re.compile(r"计量单位|数量单位")
"""A head over the units in which the rows of a table count; its 数量 are figures then."""
HOW_MANY: Final = re.compile(r"(?:采购|购置)?数量(?:[及和与]?(?:计量|数量)?单位)?")
"""A head over how many are bought, the unit with the number or in a column of its own."""
_YEAR_HEAD: Final = re.compile(r"(?:19|20)\d{2}年?度?")


@dataclass(frozen=True, slots=True)
class Column:
    """金额列: the grid column of the figures and the head path over it."""

    at: int
    path: str


@dataclass(frozen=True, slots=True)
class Block:
    """并列块: label columns ``labels`` (half open range) and the amount columns to their right.

    ``numbered`` says that the label zone holds 行次 numbers.
    """

    labels: tuple[int, int]
    amounts: tuple[Column, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """表头: how many rows it takes, its leaf path for each grid column, and the 栏次 columns where printed."""

    height: int
    leaves: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[GridRow, ...] = field(default=())


def is_head_word(text: str) -> bool:
    """Whether a cell's text can only stand in a head (科目名称, 预算数, 2022年…)."""
    core = squeeze(bracketless(text)) or squeeze(text)
    known = words()
    if core in known.label or core in known.amount or _YEAR_HEAD.fullmatch(core) is not None:
        return True
    if len(core) > _LONGEST_HEAD:
        return False
    whole = re.sub(r"[()]", "", squeeze(text))  # 占预算(%)
    return bool(patterns().label.fullmatch(core) or any(patterns().amount.fullmatch(t) for t in (core, whole)))


def is_number_row(row: GridRow) -> tuple[int, ...]:
    """栏次行: the columns that hold 1, 2, 3 … of a row of column numbers; () for any other row."""
    found = [(cell.column, parse_number(cell.text)) for cell in row.filled if cell.text.isdigit()]
    has_word = any(cell.key == "栏次" for cell in row.filled)
    others = [
        c for c in row.filled if not c.text.isdigit() and c.key and c.key not in words().label and c.key != "栏次"
    ]
    ascending = [int(n) for _, n in found if n is not None] == list(range(1, len(found) + 1))
    if not found or others or not ascending or (len(found) < 3 and not has_word):
        return ()
    return tuple(column for column, _ in found)


def is_data_row(row: GridRow) -> bool:
    """数据行: figures, or the label of a row where every figure is blank."""
    if is_number_row(row):
        return False
    filled = row.filled
    if not filled:
        return False
    first = filled[0].key
    if any(is_number(c.text) and not _YEAR_HEAD.fullmatch(c.key) for c in filled):
        return True
    if _ROW_START.match(first):
        return True
    return len(filled) == 1 and first in words().total and filled[0].column < max(row.width - 1, 1)


def read_head(rows: Sequence[GridRow]) -> Head | None:
    """The head that the rows begin with; None where the first row is none."""
    numbered = next((k for k, row in enumerate(rows[:_TALLEST]) if is_number_row(row)), None)
    height = _height(rows) if numbered is None else numbered + 1
    # 栏次 numbers name no column.
    named = tuple(row for row in rows[:height] if not is_number_row(row))
    if not any(is_head_word(c.text) for row in named for c in row.filled):
        return None
    numbers = () if numbered is None else is_number_row(rows[numbered])
    return Head(height, leaf_paths(named), numbers, tuple(rows[:height]))


def _height(rows: Sequence[GridRow]) -> int:
    """How many rows stand over the first row of data; a row without head words ends the head of a list of words."""
    first = next((k for k, row in enumerate(rows[:_TALLEST]) if is_data_row(row)), None)
    if first and any(is_head_word(c.text) for c in rows[first - 1].filled):
        return first
    height = 0
    for row in rows[: min(_TALLEST, len(rows) if first is None else first)]:
        if height and not any(is_head_word(c.text) for c in row.filled) and not _is_lower(rows[height - 1], row):
            break
        height += 1
    return height


def _is_lower(above: GridRow, row: GridRow) -> bool:
    """Whether a row of words that we do not know divides a cell of the head above it: it stands under its span."""
    filled = row.filled
    if len(filled) < 2 or filled[0].column == 0 or not above.text(filled[0].column):
        return False
    under = range(filled[0].column + 1, filled[-1].column + 1)
    return all(not above.text(c.column) for c in filled[1:]) and all(row.text(c) for c in under)


def leaf_paths(rows: Sequence[GridRow]) -> tuple[str, ...]:
    """列头路径 for each grid column, levels joined by “/”; "" where nothing is printed over a column.

    A merged cell is printed at the left of its span: an empty cell takes the text on its left where something
    is printed below it, and the level above spans both.
    """
    width = grid_width(rows)
    origins: list[list[int | None]] = []
    for row in rows:
        origin: list[int | None] = []
        for column in range(width):
            spanned = column > 0 and all(level[column] == level[column - 1] for level in origins)
            origin.append(column if row.text(column) else origin[-1] if spanned else None)
        origins.append(origin)
    return tuple(_path(_levels(rows, origins, column)) for column in range(width))


def _levels(rows: Sequence[GridRow], origins: Sequence[Sequence[int | None]], column: int) -> list[str]:
    """The words over one column, level by level, down to the lowest that is printed there."""
    printed = [index for index, row in enumerate(rows) if row.text(column)]
    lowest = printed[-1] if printed else -1
    found = [rows[index].text(at) for index in range(lowest + 1) if (at := origins[index][column]) is not None]
    return [label_text(text) for text in found]


def _path(parts: Sequence[str]) -> str:
    path: list[str] = []
    for part in parts:
        if part and (not path or path[-1] != part):
            path.append(part)
    return "/".join(path)


def is_label_head(path: str) -> bool:
    """Whether a head path stands over labels (codes, names, words) and not over figures."""
    if not path:
        return True
    leaf = squeeze(bracketless(leaf_of(path)))
    if leaf in words().amount:
        return False
    if leaf in words().label or leaf in _NUMBERED or _CODE_HEAD.search(leaf) is not None:
        return True
    return patterns().label.fullmatch(leaf) is not None


def is_text_head(path: str) -> bool:
    """Whether a head path stands over remarks."""
    leaf = squeeze(bracketless(leaf_of(path)))
    return bool(_TEXT_HEAD.search(leaf)) and leaf not in words().amount


def blocks_of(head: Head, data: Sequence[GridRow]) -> tuple[Block, ...]:
    """并列块 of a table: the amount columns found under (or beside) their heads, cut where new labels begin."""
    counted = any(MEASURE.search(squeeze(leaf_of(path))) for path in head.leaves)
    heads = [
        c
        for c, path in enumerate(head.leaves)
        if (not is_label_head(path) and not is_text_head(path))
        or (counted and HOW_MANY.fullmatch(squeeze(leaf_of(path))))
    ]
    if not heads:
        return ()
    placed = [
        (over, at) for over, at in zip(heads, _columns_of(head, heads, data), strict=True) if not _holds_words(at, data)
    ]
    if not placed:
        return ()
    groups = [[placed[0]]]
    for previous, column in pairwise(placed):
        if _opens(head, previous[0], column[0], data):
            groups.append([])
        groups[-1].append(column)
    blocks: list[Block] = []
    start, above = 0, 0
    for group in groups:
        numbered = any(leaf_of(path) in _NUMBERED for path in head.leaves[above : group[0][0]])
        columns = tuple(Column(at, head.leaves[over]) for over, at in group)
        blocks.append(Block((start, columns[0].at), columns, numbered))
        start, above = columns[-1].at + 1, group[-1][0] + 1
    return sides.named(blocks, head, data)


def _holds_words(column: int, data: Sequence[GridRow]) -> bool:
    """Whether a column holds words rather than figures: labels under a head that we do not know."""
    texts = [row.text(column) for row in data if row.text(column)]
    figures = [text for text in texts if re.search(r"\d", text) and measures(text)]
    return len(texts) - len(figures) > len(figures)


def _opens(head: Head, left: int, right: int, data: Sequence[GridRow]) -> bool:
    """Whether labels stand between two amount columns: a second block begins."""
    between = [(c, head.leaves[c]) for c in range(left + 1, right)]
    known = any(path and is_label_head(path) and not is_text_head(path) for _, path in between)
    return known or any(_holds_words(c, data) and sides.opens_block(head, c, data) for c, _ in between)


def _columns_of(head: Head, heads: Sequence[int], data: Sequence[GridRow]) -> list[int]:
    """The grid column of the figures under each head: by 栏次, else by the shift that catches all figures."""
    if len(head.numbers) == len(heads):
        return list(head.numbers)
    used = _figure_columns(data, head)
    for shift in (0, 1, -1, 2, -2, 3, -3):
        if used and used <= {column + shift for column in heads}:
            return [column + shift for column in heads]
    return list(heads)


def _figure_columns(data: Sequence[GridRow], head: Head) -> set[int]:
    """Columns in which figures with decimals stand (codes and 行次 have none), else any figures beside labels."""
    decimals = {c.column for row in data for c in row.filled if is_number(c.text) and re.search(r"[.．,，%]", c.text)}
    if decimals:
        return decimals
    coded = {c for c, path in enumerate(head.leaves) if is_label_head(path)}
    return {c.column for row in data for c in row.filled if is_number(c.text)} - coded
