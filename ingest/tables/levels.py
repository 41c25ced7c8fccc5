"""分级编码: codes set in columns of their own (类, 款, 项), where a row may print its own level alone.

208 |    |    | 社会保障和就业支出
| 05 |    | 行政事业单位养老支出
|    | 05 | 机关事业单位基本养老保险缴费支出
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.tables.catalogue import squeeze
from ingest.tables.grid import GridRow, leaf_of

_LEVELS: Final = ("类", "款", "项")
_CODES: Final = re.compile(r"(编码|代码)$")
_CLASS: Final = re.compile(r"[1-5]\d{2}")
_MIDDLE: Final = re.compile(r"\d{2}")
_PART: Final = re.compile(r"\d{1,3}")


def filled(data: Sequence[GridRow], leaves: Sequence[str]) -> list[GridRow]:
    """Rows whose codes begin right of the first code column, with the parts that stand above put before them."""
    rows = list(data)
    for columns in _groups(leaves):
        held: dict[int, str] = {}
        rows = [_completed(row, columns, held) for row in rows]
    for column, path in enumerate(leaves):
        if path and _CODES.search(squeeze(leaf_of(path))):
            rows = _widened(rows, column)
    return rows


def _widened(rows: list[GridRow], column: int) -> list[GridRow]:
    """Of 208, 05, 2080505 in one column the middle one is 20805: the class above and the account below say so."""
    found: list[GridRow] = []
    held = ""
    for n, row in enumerate(rows):
        text = row.text(column)
        held = text if _CLASS.fullmatch(text) else held
        below = next((code for r in rows[n + 1 : n + 3] if len(code := r.text(column)) > len(held)), "")
        if held and _MIDDLE.fullmatch(text) and below.startswith(held + text):
            cells = tuple(replace(c, text=held + text) if c.column == column else c for c in row.cells)
            found.append(GridRow(cells, row.page))
        else:
            found.append(row)
    return found


def _groups(leaves: Sequence[str]) -> list[list[int]]:
    """Runs of two or three columns that hold the parts of one code."""
    found: list[list[int]] = []
    for column, path in enumerate(leaves):
        leaf = squeeze(leaf_of(path)) if path else ""
        last = found[-1] if found else []
        below = len(last) < len(_LEVELS) and leaf == _LEVELS[len(last)]
        spanned = bool(last) and (not path or (_CODES.search(leaf) is not None and path == leaves[last[-1]]))
        if last and last[-1] == column - 1 and (below or spanned) and len(last) < len(_LEVELS):
            last.append(column)
        elif leaf == _LEVELS[0] or _CODES.search(leaf):
            found.append([column])
    return [columns for columns in found if len(columns) > 1]


def _completed(row: GridRow, columns: Sequence[int], held: dict[int, str]) -> GridRow:
    parts = [(c, row.text(c)) for c in columns]
    first = next((n for n, (_, text) in enumerate(parts) if text), None)
    if first is None or not all(_PART.fullmatch(text) for _, text in parts if text):
        return row
    before = {c: held[c] for c in columns[:first] if c in held}
    for column, text in parts[first:]:
        held.pop(column, None)
        if text:
            held[column] = text
    if len(before) < first:
        return row
    return GridRow(
        tuple(replace(cell, text=before[cell.column]) if cell.column in before else cell for cell in row.cells),
        row.page,
    )
