"""表注: a note that calls a table empty under a table that has figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.disclosure import Cell, Check, Place, Table
from corpus.money import Quantity

_EMPTY: Final = re.compile(r"(本|此|该)表(为|是)?空表|空表|(本|此|该)表无数据|表为空")
_REACH: Final = 400
"""Characters below a table within which its note begins."""


def note_checks(tables: Sequence[Table], text: str) -> Iterator[Check]:
    """自相矛盾 between a table's figures and the note under it."""
    for table in tables:
        figure = next(_figures(table), None)
        if table.status != "read" or figure is None or not _EMPTY.search(table.note):
            continue
        said = table.note.split("\n")[0]
        start = text.find(said, table.place.end, table.place.end + _REACH + len(said))
        note = Place(start, start + len(said), table.place.page) if start >= 0 else table.place
        row = next(row for row in table.rows if figure in row.cells)
        about = f"“{table.title}”有数（{row.label} {figure.text}），表下却注明“{said}”"
        found = figure.value if isinstance(figure.value, Quantity) else None
        yield Check("C.NOTE", about, False, None, found, None, None, "contradiction", (row.place, note))  # noqa: FBT003


def _figures(table: Table) -> Iterator[Cell]:
    """Cells that hold a figure other than nought."""
    for row in table.rows:
        yield from (cell for cell in row.cells if isinstance(cell.value, Quantity) and cell.value.value)
