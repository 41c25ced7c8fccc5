"""档案表: tables of the records that ship, Markdown pipe tables whose one head row holds head paths.

A line ``**题名**`` opens a table, ``项目：…`` and ``单位：…`` may follow. A form may take several pipe tables and
lines of words under one title; it ends at the next title or heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from corpus.disclosure import Place, Table, TableStatus
from corpus.money import Quantity
from ingest.structure.lines import Line
from ingest.tables.catalogue import OTHER, kind_of
from ingest.tables.context import fiscal_year
from ingest.tables.fields import goal_of
from ingest.tables.form import FormReader
from ingest.tables.grid import GridCell, GridRow, label_text, row_of
from ingest.tables.heads import Head, is_label_head
from ingest.tables.indicators import Indicator
from ingest.tables.official import read_rows
from ingest.tables.part import Part, group_name, part_from
from ingest.tables.tabbed import FORMS
from ingest.tables.values import is_number, unit_of_line

PIPE: Final = "|"
_TITLE: Final = re.compile(r"^\*\*(.+?)\*\*$")
_NUMBERED: Final = re.compile(r"^(?:公开)?表\s*\d+\s+|^[一二三四五六七八九十]+、")
_RULE: Final = re.compile(r"^\|?[\s:|-]+\|?$")
_SUBJECT: Final = re.compile(r"^项目[:：]\s*(.+)$")
_NOTE: Final = re.compile(r"^(注|备注)\d*[:：]")
_ABSENT: Final = re.compile(r"^[(（].*(图片|缺失|未能).*[)）]$")
_FIELD_HEADS: Final = frozenset({"填报项目", "填报内容"})


@dataclass(slots=True)
class Entry:
    """档案中的一张表, as its lines are gathered: pipe tables, words between them, notes."""

    title: str
    start: int
    end: int
    page: int | None
    unit: str = ""
    subject: str | None = None
    notes: list[str] = field(default_factory=list)
    grids: list[list[GridRow]] = field(default_factory=list)
    is_absent: bool = False


def read_record(lines: Sequence[Line], prefix: str) -> list[Table]:
    """表 of a shipped record, in order; ids are ``{prefix}-t01`` and so on."""
    year = fiscal_year(lines)
    tables = [_table(entry, year) for entry in gather(lines)]
    return [replace(table, id=f"{prefix}-t{number:02d}") for number, table in enumerate(tables, 1)]


def gather(lines: Sequence[Line]) -> list[Entry]:
    """The tables' titles, units, subjects, notes and pipe rows."""
    found: list[Entry] = []
    entry: Entry | None = None
    in_grid = False
    for line in lines:
        text = line.text.strip()
        titled = _TITLE.match(text)
        if titled:
            entry = Entry(_NUMBERED.sub("", titled.group(1).strip()), line.start, line.end, line.page)
            found.append(entry)
        elif text.startswith("#"):
            entry = None
        elif entry is not None and text.startswith(PIPE):
            if not in_grid or not entry.grids:
                entry.grids.append([])
            row = pipe_row(line)
            if row.filled and not _RULE.match(text):
                entry.grids[-1].append(row)
            entry.end = line.end
        elif entry is not None and text:
            _take(entry, line, text)
        in_grid = text.startswith(PIPE)
    return found


def _take(entry: Entry, line: Line, text: str) -> None:
    """A line of words under a title: subject, unit, note, or a field of a form."""
    unit = unit_of_line(text)
    subject = _SUBJECT.match(text)
    if unit and len(text) <= 30:
        entry.unit = unit
    elif subject and not entry.grids:
        entry.subject = label_text(subject.group(1))
    elif _ABSENT.match(text):
        entry.is_absent = True
        entry.end = line.end
    elif _NOTE.match(text):
        entry.notes.append(text)


def pipe_row(line: Line) -> GridRow:
    """A pipe row cut into cells, without the empty ones outside the outer bars."""
    whole = row_of(line, PIPE)
    inner = whole.cells[1:-1] if line.text.strip().endswith(PIPE) else whole.cells[1:]
    return GridRow(tuple(replace(cell, column=k) for k, cell in enumerate(inner)), line.page)


def _table(entry: Entry, year: int | None) -> Table:
    entry.grids = [grid for grid in entry.grids if grid]
    cues = " ".join(cell.text for grid in entry.grids for row in grid[:20] for cell in row.filled)
    kind = kind_of(entry.title, cues) or OTHER
    is_form = kind in FORMS or any(_is_form_head(grid[0]) for grid in entry.grids if grid)
    blank = Table(
        id="",
        title=entry.title,
        kind=kind if kind != OTHER or not is_form else "B14",
        unit=entry.unit,
        columns=(),
        rows=(),
        place=Place(entry.start, entry.end, entry.page),
        section=(),
        status="absent" if entry.is_absent or not entry.grids else "empty",
        note="\n".join(entry.notes),
        subject=entry.subject,
    )
    if blank.status == "absent":
        return blank
    return _form(blank, entry, year) if is_form else _official(blank, entry)


def _is_form_head(head: GridRow) -> bool:
    return any(cell.key in {"一级指标", "填报项目", "目标名称"} for cell in head.filled)


def _paths(row: GridRow) -> tuple[str, ...]:
    return tuple(label_text(cell.text) for cell in row.cells)


def _official(table: Table, entry: Entry) -> Table:
    grid = entry.grids[0]
    head = Head(1, _paths(grid[0]), (), (grid[0],))
    columns, rows = read_rows(head, grid[1:], table.unit)
    figures = any(isinstance(cell.value, Quantity) for row in rows for cell in row.cells)
    status: TableStatus = "read" if figures else "empty"
    return replace(table, columns=columns, rows=rows, status=status)


def _form(table: Table, entry: Entry, year: int | None) -> Table:
    reader = FormReader(table.title, table.kind, table.unit, year, table.subject)
    for grid in entry.grids:
        if grid:
            _part(reader, grid, year)
    status: TableStatus = "read" if reader.has_figures else "empty"
    return replace(
        table,
        columns=reader.columns,
        rows=tuple(reader.rows),
        unit=reader.unit,
        status=status,
        subject=reader.subject or table.subject,
    )


def _part(reader: FormReader, grid: Sequence[GridRow], year: int | None) -> None:
    """One pipe table of a form: fields, indicators, or amounts under a head."""
    head, data = grid[0], grid[1:]
    if {cell.key for cell in head.filled} <= _FIELD_HEADS:
        for row in data:
            reader.fields(row)
        return
    part = part_of_paths(head, data, year)
    reader.open(part)
    if part.group and not part.is_indicators:
        reader.score(part.group, (), head.cells[0], head)
    for row in data:
        if part.is_indicators:
            _indicator(reader, part, row)
        elif labels := [c for c in row.filled if c.column in part.label_columns]:
            reader.add_figures(row, part, labels)


def part_of_paths(head: GridRow, data: Sequence[GridRow], year: int | None) -> Part:
    """A part from a head row of paths; a column of figures whose head is new to us counts as one."""
    paths = {cell.column: label_text(cell.text) for cell in head.cells}
    first = paths.get(0, "")
    group = group_name(first) if first and not is_label_head(first) and "/" not in first else ""
    if group:
        paths.pop(0)
    part = part_from(paths, group, year, " ".join(cell.text for cell in head.filled))
    if part.slots or part.is_indicators:
        return part
    figures = {c.column for row in data for c in row.filled if is_number(c.text)}
    known = {c: path if c not in figures else f"{path}/金额" for c, path in paths.items()}
    return part_from(known, group, year, "")


def _indicator(reader: FormReader, part: Part, row: GridRow) -> None:
    """A row of an indicator table, every cell under its own head."""
    goal = goal_of(row.cells[0]) if row.cells and row.cells[0].text else None
    if goal is not None:
        reader.set_goal(goal, row)
    name = _named(row, part)
    if name is None:
        return
    levels = tuple(
        label_text(row.text(column))
        for column in (part.first_column, part.second_column)
        if column is not None and row.text(column)
    )
    values = tuple((slot, cell) for slot in part.slots if (cell := row.at(slot.at)) is not None and cell.text)
    reader.add_indicator(row, part, Indicator(name, levels, values))


def _named(row: GridRow, part: Part) -> GridCell | None:
    """The cell that names the indicator; an empty one gives way to the words on its left."""
    at = part.name_column
    while at is not None and at > max(part.second_column or 0, part.first_column or 0):
        cell = row.at(at)
        if cell is not None and cell.text:
            return cell
        at -= 1
    return None
