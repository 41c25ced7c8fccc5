"""打印内容: which cells of a sheet a printout shows: no hidden rows and columns, nothing outside the print area.

Helper columns and notes to oneself stand beside the tables of many workbooks; what a reader of the printed sheet
does not see is no disclosure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from ingest.sources.formulas import column_number

Hidden = tuple[frozenset[int], frozenset[int]]
"""Rows and columns that are hidden, from 1."""
Area = tuple[int, int, int, int]
"""Top, left, bottom and right of a print area, from 1."""
Value = tuple[object, str]
"""What a cell holds and its number format."""

_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_IS_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_NAME: Final = re.compile(rb"<(?:\w+:)?definedName\b([^>]*)>([^<]*)<")
_BLOCK: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_CODE: Final = re.compile(r"[1-5]\d{2}(?:\d{2}){0,3}")
_WIDEST: Final = 500
_SHARE: Final = 0.5


def hidden(xml: bytes) -> Hidden:
    """隐藏的行与列 of a sheet's part."""
    rows = {_number(tag, b"r") for tag in _ROW.findall(xml) if _IS_HIDDEN.search(tag)}
    columns: set[int] = set()
    for tag in _COLUMN.findall(xml):
        if _IS_HIDDEN.search(tag):
            columns.update(range(_number(tag, b"min"), min(_number(tag, b"max"), _WIDEST) + 1))
    return frozenset(rows), frozenset(columns)


def _number(tag: bytes, name: bytes) -> int:
    found = re.search(rb"\b" + name + rb'="(\d+)"', tag)
    return int(found[1]) if found else 0


def areas(xml: bytes, names: Sequence[str]) -> dict[str, Area]:
    """打印区域 of the sheets that have one of a single block, by the workbook's part."""
    found: dict[str, Area] = {}
    for attributes, value in _NAME.findall(xml):
        at = re.search(rb'localSheetId="(\d+)"', attributes)
        if b"Print_Area" not in attributes or at is None or int(at[1]) >= len(names):
            continue
        blocks = _BLOCK.findall(unescape(value.decode("utf-8", "replace")))
        if len(blocks) == 1:
            left, top, right, bottom = blocks[0]
            found[names[int(at[1])]] = (int(top), column_number(left), int(bottom), column_number(right))
    return found


def shown(cells: Sequence[Sequence[Value]], out: Hidden, area: Area | None) -> list[list[Value]]:
    """The cells that are printed. A print area that leaves out most of what a sheet holds is an old one, and not used."""
    outside = {*out[1], *(range(1, area[1]) if area else ())}
    codes = {column for column in outside if _holds_codes(cells, column)}
    rows, columns = out[0], out[1] - codes
    kept = [
        (n, [(c, cell) for c, cell in enumerate(row, 1) if c not in columns])
        for n, row in enumerate(cells, 1)
        if n not in rows
    ]
    if area is not None:
        top, left, bottom, right = area
        inside = [
            (n, [(c, x) for c, x in row if left <= c <= right or c in codes]) for n, row in kept if top <= n <= bottom
        ]
        if _filled(inside) >= _SHARE * _filled(kept):
            kept = inside
    return [[cell for _, cell in row] for _, row in kept]


def _holds_codes(cells: Sequence[Sequence[Value]], column: int) -> bool:
    """Whether a hidden column holds the accounts' codes: no figures of their own, and the tree of the rows beside."""
    held = [str(row[column - 1][0]) for row in cells if column <= len(row) and row[column - 1][0] is not None]
    return sum(_CODE.fullmatch(text) is not None for text in held) > _SHARE * max(len(held), 1)


def _filled(rows: Sequence[tuple[int, Sequence[tuple[int, Value]]]]) -> int:
    return sum(cell[0] is not None for _, row in rows for _, cell in row)
