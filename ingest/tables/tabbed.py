"""制表符表: tables of converter text, where tabs part the cells and a title stands above.

Finding: runs of tab lines, each with the title, unit and note around it; a run without a title of its own
goes on with the table before it. Reading: official tables by their grid, 绩效 forms by their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from corpus.disclosure import Place, Row, Table, TableStatus
from corpus.money import Quantity
from ingest.structure.lines import Line
from ingest.tables.catalogue import OTHER, is_title, kind_of, title_core
from ingest.tables.context import (
    fiscal_year,
    is_apart,
    is_table_line,
    note_below,
    says_nothing,
    title_above,
    title_text,
    unit_above,
)
from ingest.tables.form import FormReader
from ingest.tables.grid import GridRow, bracketless, row_of
from ingest.tables.heads import Head, is_head_word, read_head
from ingest.tables.listed import targets
from ingest.tables.official import read_rows
from ingest.tables.values import is_number, unit_of_line

FORMS: Final = frozenset({"B13", "B14", "S01", "S02"})
"""表单: the kinds that are read by their labels."""
_FEWEST_FIGURED: Final = 3
_HEAD_WORDS: Final = 2
_WIDEST_FORM: Final = 8
_SUM: Final = re.compile(r"(?:资金总额|项目总额|金额|预算数|项目资金)$|^(?:当年|本年|年度)预算$")
_LISTED: Final = re.compile(r"项目.{0,3}名称|单位名称|^项目$")
LISTED: Final = "B10"
"""项目支出表: what a list of projects with their money is, whatever else is told of each."""
_AGAIN: Final = re.compile(r"[(]?(续表?\d*|接上表|续前表)[)]?$")


@dataclass(frozen=True, slots=True)
class Found:
    """找到的表: a title, the rows under it, and where the text goes on."""

    title: str
    kind: str
    unit: str
    rows: tuple[GridRow, ...]
    start: int
    end: int
    page: int | None
    note: str = ""
    subject: str | None = None


def read_tabbed(lines: Sequence[Line], prefix: str) -> list[Table]:
    """表 of tab-separated text, in order of appearance; ids are ``{prefix}-t01`` and so on.

    Tables printed empty have status ``empty``; a title whose table is not in the text, ``absent``.
    """
    year = fiscal_year(lines)
    tables = [table for found in find_tables(lines) for table in _read(found, year)]
    tables = [table for table in tables if table.title or table.status in ("read", "unread")]
    tables += _absent(lines, tables)
    tables.sort(key=lambda table: table.place.start)
    return [replace(table, id=f"{prefix}-t{number:02d}") for number, table in enumerate(tables, 1)]


def find_tables(lines: Sequence[Line]) -> list[Found]:
    """The tables' titles, units, rows and notes, before anything in them is understood."""
    found: list[Found] = []
    low = index = 0
    unit = ""
    while index < len(lines):
        if not is_table_line(lines[index]):
            index += 1
            continue
        stop = _run_end(lines, index)
        rows = tuple(row_of(line) for line in lines[index:stop] if line.text.strip())
        unit = unit_above(lines, low, index) or unit
        title = title_above(lines, low, index)
        named = None if title is None else title_text(lines, title)
        apart = not found or is_apart(lines, low, index)
        run = Run(rows, named, unit, stop, apart)
        for table in _split(lines, run, found):
            _append(found, table)
        if found and found[-1].unit:
            unit = found[-1].unit
        low = index = stop
    return found


def _run_end(lines: Sequence[Line], start: int) -> int:
    """The end of a run of tab lines; blank lines inside it do not end it."""
    end = index = start
    while index < len(lines):
        if is_table_line(lines[index]):
            end = index + 1
        elif lines[index].text.strip():
            break
        index += 1
    return end


@dataclass(frozen=True, slots=True)
class Run:
    """一段表行: consecutive tab lines, the title above them (and its offset), the unit that binds, and the line after.

    ``is_apart`` says that words stand between them and the table before.
    """

    rows: tuple[GridRow, ...]
    title: tuple[str, int] | None
    unit: str
    stop: int
    is_apart: bool


def _split(lines: Sequence[Line], run: Run, before: list[Found]) -> list[Found]:
    """The tables of one run: cut at titles printed inside it; the first part may go on with the one before."""
    cuts = [k for k, row in enumerate(run.rows) if _is_title_row(row) or _titles_a_head(run.rows, k)]
    bounds = [0, *(k for k in cuts if k), len(run.rows)]
    made: list[Found] = []
    for begin, end in pairwise(bounds):
        part = run.rows[begin:end]
        inner = begin in cuts
        if inner:
            made.append(_found(part[0].filled[0].text, part[1:], part[0].place.start, run.unit, made))
        elif run.title is not None and len(bounds) > 2 and not any(_has_number(row) for row in part) and len(part) < 3:
            continue  # a title and its number above the table's own title
        elif run.title is not None:
            made.append(_found(run.title[0], part, run.title[1], run.unit, made))
        elif before and not run.is_apart and _goes_on(before[-1], part):
            before[-1] = replace(before[-1], rows=before[-1].rows + part, end=part[-1].place.end)
        elif read_head(part) is not None or _holds_figures(part):
            made.append(_found("", part, part[0].place.start, run.unit, made))
    last = made or before
    if last:
        blank = not any(_has_number(row) for row in last[-1].rows)
        last[-1] = replace(last[-1], note=last[-1].note or note_below(lines, run.stop, empty=blank))
    return made


def _holds_figures(rows: Sequence[GridRow]) -> bool:
    """Whether rows without title and head are a table all the same: it is told of as unread, not passed over."""
    figured = [row for row in rows if any(is_number(c.text) and "." in c.text for c in row.filled)]
    return len(figured) >= _FEWEST_FIGURED and len(figured) * 2 > len(rows)


def _goes_on(table: Found, rows: Sequence[GridRow]) -> bool:
    """Whether rows without a title are the rest of ``table``: a form, no head, or its head again."""
    head = read_head(rows)
    if table.kind in FORMS or head is None:
        return True
    own = read_head(table.rows)
    return own is not None and own.rows[0].keys() == head.rows[0].keys()


def _append(found: list[Found], table: Found) -> None:
    """Add a table, or its rows to the one before where it goes on under its title printed again (续表)."""
    last = found[-1] if found else None
    again = last is not None and table.title and _AGAIN.sub("", title_core(table.title)) == title_core(last.title)
    if last is not None and again and table.kind not in FORMS and table.kind == last.kind:
        found[-1] = replace(last, rows=last.rows + table.rows, end=table.end, note=table.note)
    else:
        found.append(table)


def _found(title: str, rows: tuple[GridRow, ...], start: int, unit: str, made: Sequence[Found]) -> Found:
    """A table by its title; a part of a form that has a title of its own stays of the form's kind."""
    body, inside = _body(rows)
    parent = made[-1].kind if made and made[-1].kind in FORMS else OTHER
    kind = kind_of(title, _cues(body)) or parent
    end = rows[-1].place.end if rows else start + len(title)
    return Found(title, kind, inside or unit, body, start, end, rows[0].page if rows else None)


def _is_title_row(row: GridRow) -> bool:
    return len(row.filled) == 1 and is_title(row.filled[0].text) and kind_or_form(row.filled[0].text)


def _titles_a_head(rows: Sequence[GridRow], index: int) -> bool:
    """Whether a lone cell is a title of any words, as the head of a table follows it: a unit line may stand between."""
    row = rows[index]
    if len(row.filled) != 1 or not is_title(row.filled[0].text) or is_head_word(row.filled[0].text):
        return False
    below = [
        r for r in rows[index + 1 : index + 4] if r.filled and unit_of_line(" ".join(c.text for c in r.filled)) is None
    ]
    return bool(below) and sum(is_head_word(c.text) for c in below[0].filled) >= _HEAD_WORDS


def kind_or_form(text: str) -> bool:
    """Whether a lone cell's text is the title of a table of its own (收入决算表, 年度绩效目标表)."""
    return kind_of(text) is not None or title_core(text).endswith(("绩效目标表", "指标表"))


def _body(rows: tuple[GridRow, ...]) -> tuple[tuple[GridRow, ...], str]:
    """The rows from the head on, and the unit that rows above it state (部门：… 单位：万元 in cells)."""
    unit = ""
    for index, row in enumerate(rows[:5]):
        if any(is_number(cell.text) for cell in row.filled[1:]):
            return rows[index:], unit
        text = " ".join(cell.text for cell in row.filled)
        stated = unit_of_line(text)
        unit = stated or unit
        if stated and sum(is_head_word(cell.text) for cell in row.filled) >= _HEAD_WORDS:
            return rows[index:], unit  # 项目 | 预算数（单位：万元）: the head itself tells the unit
        short = len(row.filled) <= 3 and ("：" in text or ":" in text or is_title(text) or text.startswith("公开"))
        if not stated and (not short or any(is_head_word(cell.text) for cell in row.filled)):
            return rows[index:], unit
    return rows, unit


def _cues(rows: Sequence[GridRow]) -> str:
    return " ".join(cell.text for row in rows[:40] for cell in row.filled)


def _has_number(row: GridRow) -> bool:
    return any(any(c.isdigit() for c in cell.text) and "." in cell.text for cell in row.filled)


def _read(found: Found, year: int | None) -> Iterator[Table]:
    """The table, and for a list of projects the targets of each as tables of their own."""
    table = read_found(found, year)
    yield table
    head = read_head(found.rows) if found.kind in FORMS and table.kind not in FORMS else None
    if head is not None:
        yield from targets(table, head, _data(found.rows, head))


def read_found(found: Found, year: int | None) -> Table:
    """Understand one table; the id is set by the caller."""
    if found.kind in FORMS and (listed := _as_list(found)) is None:
        return _read_form(found, year)
    found = found if found.kind not in FORMS or listed is None else listed
    head = read_head(found.rows)
    if head is None:
        return _table(found, (), (), "unread" if found.rows else "absent")
    columns, rows = read_rows(head, _data(found.rows, head), found.unit)
    figures = any(isinstance(cell.value, Quantity) for row in rows for cell in row.cells)
    if not figures and any(_has_number(row) for row in found.rows):
        return _table(found, columns, rows, "unread")
    if figures:
        return _table(found, columns, rows, "read")
    return _table(found, columns, rows, "unread" if found.kind == OTHER and rows else "empty")


def _as_list(found: Found) -> Found | None:
    """A form that lists projects below one another, each with its money, as a table of the columns up to the money."""
    head = read_head(found.rows)
    if head is None or len(head.leaves) < _WIDEST_FORM:
        return None
    stop = next((c for c, path in enumerate(head.leaves) if "绩效" in path), len(head.leaves))
    before, after = head.leaves[:stop], head.leaves[stop:]
    named = any(_LISTED.search(path) for path in before)
    if (
        not named
        or not any(_SUM.search(bracketless(path)) for path in before)
        or not any("指标值" in path for path in after)
    ):
        return None
    rows = tuple(GridRow(row.cells[:stop], row.page) for row in found.rows)
    kind = LISTED if found.kind == "B14" else OTHER
    return replace(found, kind=kind, rows=tuple(row for row in rows if row.filled))


def _data(rows: Sequence[GridRow], head: Head) -> list[GridRow]:
    """The rows below the head, without the head printed again on a later page."""
    printed = {row.keys() for row in head.rows}
    return [row for row in rows[head.height :] if row.keys() not in printed]


def _read_form(found: Found, year: int | None) -> Table:
    reader = FormReader(found.title, found.kind, found.unit, year, found.subject)
    for row in found.rows:
        reader.feed(row)
    status: TableStatus = "read" if reader.has_figures else "empty"
    table = _table(found, reader.columns, tuple(reader.rows), status)
    return replace(table, unit=reader.unit, subject=reader.subject)


def _table(found: Found, columns: tuple[str, ...], rows: tuple[Row, ...], status: TableStatus) -> Table:
    return Table(
        id="",
        title=found.title,
        kind=found.kind,
        unit=found.unit,
        columns=columns,
        rows=rows,
        place=Place(found.start, found.end, found.page),
        section=(),
        status=status,
        note=found.note,
        subject=found.subject,
    )


def _absent(lines: Sequence[Line], tables: Sequence[Table]) -> list[Table]:
    """Titles outside the table of contents whose table is nowhere in the text."""
    held = {table.kind for table in tables if table.kind not in FORMS}
    spans = [table.place for table in tables]
    lost: list[Table] = []
    for index, line in enumerate(lines):
        if not line.text.strip() or is_table_line(line) or not is_title(line.text):
            continue
        kind = kind_of(line.text)
        if kind is None or kind in held or any(p.start <= line.start < p.end for p in spans):
            continue
        held.add(kind)
        note = note_below(lines, index + 1, empty=True)
        status: TableStatus = "empty" if note and says_nothing(note) else "absent"
        found = Found(line.text.strip(), kind, "", (), line.start, line.end, line.page, note)
        lost.append(_table(found, (), (), status))
    return lost
