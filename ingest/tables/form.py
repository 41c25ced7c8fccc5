"""绩效表单: 整体/项目绩效目标申报表 and 自评表, whose parts each have a small head of their own.

A form is read row by row. A head row (预算数 执行数 执行率 得分; 一级指标 … 指标值) opens a part; the rows below it
belong to that part until a row of another nature comes. The converter loses cells, so a row is aligned by the
nature of its cells, not by their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from corpus.disclosure import Cell, Place, Row
from corpus.money import BLANK, Quantity, fold
from ingest.tables.catalogue import squeeze, words
from ingest.tables.fields import (
    Goal,
    goal_of,
    goal_of_text,
    group_of,
    is_date_or_code,
    is_private,
    is_score_total,
    one_amount,
    pairs_of,
    points_of,
    subject_in,
    text_amounts,
)
from ingest.tables.grid import GridCell, GridRow, label_text
from ingest.tables.heads import leaf_paths
from ingest.tables.hierarchy import Ancestry, Label
from ingest.tables.indicators import Indicator, Levels, assign, is_indicator_row, is_level
from ingest.tables.listed import Targets
from ingest.tables.part import Part, Slot, continues_head, is_head_row, part_of, shift_of
from ingest.tables.values import amount, is_number, measures, unit_of_head

POINTS: Final = "分值"
CONTENT: Final = "内容"
_NO_LABEL: Final = re.compile(r"[^\w]+|个?[人次个项批辆台套件元万]{1,2}|\d.*|[A-Z0-9]{8,}.*")
"""What names no field: a sign, a unit, a number, a project's code."""
_REMARK: Final = re.compile(r"[(（][^()（）]*(?:分|元|%)[)）]$")


class FormReader:
    """表单读者: feed the rows in order, then take ``rows``, ``columns``, ``unit`` and ``subject``."""

    def __init__(self, title: str, kind: str, unit: str, year: int | None, subject: str | None) -> None:
        self.kind = kind
        self.unit = unit
        self.year = year
        self.subject = subject or subject_in(title, kind)
        self.rows: list[Row] = []
        self._columns: dict[str, int] = {}
        self._part: Part | None = None
        self._head: list[GridRow] = []
        self._levels = Levels()
        self._goal: Goal | None = None
        self._group = ""
        self._ancestry = Ancestry()
        self._code: str | None = None
        self._scored: set[str] = set()
        self._targets: Targets | None = None
        self._left: set[str] = set()
        self._above: list[tuple[GridRow, int]] = []

    @property
    def columns(self) -> tuple[str, ...]:
        """列: head paths in the order in which they first appear."""
        return tuple(self._columns)

    @property
    def has_figures(self) -> bool:
        """Whether any cell holds a figure."""
        return any(isinstance(cell.value, Quantity) for row in self.rows for cell in row.cells)

    def feed(self, row: GridRow) -> None:
        """Take the next printed row."""
        if not row.filled:
            return
        mark = len(self.rows)
        if self._reads_as_target(row) or self._reads_under_heads(row):
            self._head, self._above = [], []
            return
        self._above = [*self._above[-1:], (row, mark)]
        self._left.add(row.filled[0].key)
        if self._head and continues_head(row, self._part):
            self._open([*self._head, row])
        elif is_head_row(row):
            self._open([row])
        elif self._part is not None and self._reads_as_part(row):
            self._head = []
        else:
            self._head = []
            self.fields(row)

    # ---- parts

    def _reads_as_target(self, row: GridRow) -> bool:
        """A target whose value and unit have columns of their own, or the head over such targets."""
        if (begun := Targets.under(row)) is not None:
            self._targets, self._part = begun, None
            return True
        lone = len(row.filled) == 1 and row.filled[0].key in self._left  # printed again on a new page
        begins = goal_of(row.filled[0]) is not None and not lone
        if self._targets is None or begins or not self._targets.takes(row):
            self._targets = None
            return False
        name, parents, found = self._targets.read(row)
        over = (self._goal.name,) if self._goal else ()
        cells = [Cell(self._column(head), cell.text, quantity, cell.place(row.page)) for head, cell, quantity in found]
        if cells:
            self._add(name, None, (*over, *parents), cells, row)
        return True

    def _reads_under_heads(self, row: GridRow) -> bool:
        """A row of figures alone, under heads whose group stands once at their left (总体资金情况 over three rows)."""
        if len(row.filled) < 2 or not all(is_number(cell.text) for cell in row.filled) or not self._above:
            return False
        printed = [above for above, _ in self._above]
        group = printed[0].filled[0]
        leaves = leaf_paths(printed)
        over = [leaves[c.column] if c.column < len(leaves) else "" for c in row.filled]
        if group.column >= row.filled[0].column or not all(over) or len(set(over)) < len(over):
            return False
        if any(is_number(cell.text) for above in printed for cell in above.filled):
            return False
        del self.rows[self._above[0][1] :]
        self.unit = unit_of_head(group.text, "") or self.unit
        for path, cell in zip(over, row.filled, strict=True):
            *above, leaf = path.split("/")
            name, parents = (above[-1], above[:-1]) if above and squeeze(leaf) in words().total else (leaf, above)
            self._put(name, tuple(parents), cell, row)
        return True

    def _open(self, rows: list[GridRow]) -> None:
        self._head = rows
        part = part_of(rows, self.year)
        self.open(part)
        first = rows[0].filled[0]
        goal = goal_of(first)
        if goal is not None:
            self.set_goal(goal, rows[0])
        elif part.group and len(rows) == 1:
            self.score(part.group, (), first, rows[0])

    def open(self, part: Part) -> None:
        """Begin a part: the rows below its head are read as its own."""
        self._part = part
        self._levels = Levels()
        self._ancestry = Ancestry()
        self._group = ""
        if part.stated_unit and not self.unit:
            self.unit = part.stated_unit

    def _reads_as_part(self, row: GridRow) -> bool:
        part = self._part
        if part is None or is_score_total(row.filled[0].text):
            return False
        if part.is_indicators:
            return self._read_indicator(row, part)
        return self._read_figures(row, part)

    def _read_figures(self, row: GridRow, part: Part) -> bool:
        shift = shift_of(row, part)
        if shift is None:
            return False
        labels = [c for c in row.filled if c.column + shift in part.label_columns]
        if labels:
            self.add_figures(row, part, labels, shift)
        return bool(labels)

    def add_figures(self, row: GridRow, part: Part, labels: Sequence[GridCell], shift: int = 0) -> None:
        """A row of amounts: the last of ``labels`` names it, those before it its group (支出构成)."""
        if len(labels) > 1:
            self._enter_group(label_text(labels[-2].text))
        name = label_text(labels[-1].text)
        cells = [cell for slot in part.slots for cell in self._figure(row, slot, shift)]
        self._add(name, None, self._parents(part, name), cells, row)

    def _enter_group(self, group: str) -> None:
        if group != self._group:
            self._ancestry = Ancestry()
        self._group = group

    def _parents(self, part: Part, name: str) -> tuple[str, ...]:
        above = self._ancestry.place(Label(name, None))
        over = (part.group,) if part.is_structure and part.group else ()
        return (*over, *((self._group,) if self._group else ()), *above)

    def _figure(self, row: GridRow, slot: Slot, shift: int) -> list[Cell]:
        column = self._column(slot.path)
        printed = row.at(slot.at - shift)
        if printed is None or not printed.text:
            end = row.place.end
            return [] if slot.is_text else [Cell(column, "", BLANK, Place(end, end, row.page))]
        if slot.is_text:
            return [Cell(column, printed.text, None, printed.place(row.page))]
        value = amount(printed.text, unit_of_head(slot.path, self.unit))
        return [Cell(column, printed.text, value, printed.place(row.page))]

    def _read_indicator(self, row: GridRow, part: Part) -> bool:
        cells = list(row.filled)
        goal = goal_of(cells[0])
        if goal is not None and len(cells) > 2:
            self.set_goal(goal, row)
            cells = cells[1:]
        elif self._is_beside_tree(cells, part):
            cells = cells[1:]
        if not is_indicator_row(cells, part):
            return False
        read = assign(cells, part, self._levels)
        if read is not None:
            self.add_indicator(row, part, read)
        return read is not None

    def add_indicator(self, row: GridRow, part: Part, read: Indicator) -> None:
        """A row of the indicator tree under the goal that is open."""
        over = [self._goal.name] if self._goal else []
        if part.group and goal_of_text(part.group) is None and part.group not in over:
            over.append(part.group)
        cells = [cell for slot, printed in read.values for cell in self._indicator_cells(slot, printed, row)]
        self._add(label_text(read.name.text), None, (*over, *read.levels), cells, row)

    @staticmethod
    def _is_beside_tree(cells: Sequence[GridCell], part: Part) -> bool:
        """绩效指标, printed once at the left of the whole tree."""
        left = len(cells) > 2 and cells[0].column < (part.first_column or 0)
        return left and not is_level(cells[0]) and is_level(cells[1])

    def _indicator_cells(self, slot: Slot, printed: GridCell, row: GridRow) -> list[Cell]:
        column, place = self._column(slot.path), printed.place(row.page)
        unit = unit_of_head(slot.path, "")
        if unit == "分":
            return [Cell(column, printed.text, amount(printed.text, unit), place)]
        found = () if slot.is_text else measures(printed.text, unit)
        if not found:
            words_cell = Cell(column, printed.text, None, place)
            within = None if slot.is_text else one_amount(printed, row.page)
            return [words_cell, Cell(column, within[0].printed, *within)] if within else [words_cell]
        return [Cell(column, printed.text, one.quantity, place) for one in found]

    # ---- goals, fields and totals

    def set_goal(self, goal: Goal, row: GridRow) -> None:
        """Open a goal: the indicators below are its own; its points are a row the first time."""
        if goal == self._goal:
            return
        self._goal = goal
        self._levels = Levels()
        if goal.name not in self._scored:
            self._scored.add(goal.name)
            title = label_text(row.filled[1].text) if len(row.filled) == 2 else ""
            named = 0 < len(title) <= 60
            self.score(title if named else goal.name, (goal.name,) if named else (), row.filled[0], row)

    def score(self, name: str, parents: tuple[str, ...], printed: GridCell, row: GridRow) -> None:
        """The points in brackets behind the name of a goal or part, as a row of their own."""
        points = points_of(printed, row.page)
        if points is not None:
            column = self._column(POINTS)
            quantity, place = points
            self._add(name, None, parents, (Cell(column, quantity.printed, quantity, place),), row)

    def fields(self, row: GridRow) -> None:
        """A row of label and value pairs, or a goal."""
        self._part = None
        goal = goal_of(row.filled[0])
        if goal is not None and len(row.filled) <= 2:
            self.set_goal(goal, row)
            if len(row.filled) == 2 and points_of(row.filled[0], row.page) is None:
                self._text(goal.name, (self.subject,) if self.subject else (), row.filled[1], row)
            return
        figures = [cell for cell in row.filled[1:] if is_number(cell.text)]
        if is_score_total(row.filled[0].text) and len(figures) > 1:
            # 总分 in a form with 分值 and 得分 columns: what could be had, then what was.
            name = label_text(row.filled[0].text)
            for head, printed in ((POINTS, figures[0]), (name, figures[-1])):
                cell = Cell(self._column(head), printed.text, amount(printed.text, "分"), printed.place(row.page))
                self._add(name, None, (), (cell,), row)
            return
        if (group := group_of(row)) is not None and (unit := unit_of_head(group.text, "")):
            self.unit = unit
        for label, printed in pairs_of(row):
            self._field(label, printed, row)

    def _field(self, label: GridCell, printed: GridCell, row: GridRow) -> None:
        name = _REMARK.sub("", label_text(label.text)).rstrip("：:")
        if not name or is_private(name) or _NO_LABEL.fullmatch(fold(name)):
            return
        if re.search(r"项目(代码|编码|编号)$", name):
            self._code = label_text(fold(printed.text))
            return
        if name == "项目名称":
            self.subject = label_text(printed.text)
        over = (self.subject,) if self.subject and self.kind == "B14" else ()
        if is_score_total(name):
            self._put(name, (), printed, row)
        elif not is_date_or_code(name) and isinstance(amount(printed.text, ""), Quantity):
            self._put(name, over, printed, row)
        else:
            self._text(name, over, printed, row)

    def _put(self, name: str, over: tuple[str, ...], printed: GridCell, row: GridRow) -> None:
        unit = "分" if is_score_total(name) else unit_of_head(name, self.unit)
        cell = Cell(self._column(name), printed.text, amount(printed.text, unit), printed.place(row.page))
        self._add(name, self._code if over else None, over, (cell,), row)

    def _text(self, name: str, over: tuple[str, ...], printed: GridCell, row: GridRow) -> None:
        amounts = text_amounts(printed, row.page, self.unit)
        cells = [Cell(self._column(CONTENT), printed.text, None, printed.place(row.page))]
        for head, quantity, place in amounts:
            cells.append(Cell(self._column(f"{name}/{head}"), quantity.printed, quantity, place))
        self._add(name, self._code if over else None, over, cells, row)

    # ---- rows

    def _column(self, path: str) -> int:
        return self._columns.setdefault(path, len(self._columns))

    def _add(self, name: str, code: str | None, parents: tuple[str, ...], cells: Iterable[Cell], row: GridRow) -> None:
        if name:
            self.rows.append(Row(name, code, parents, tuple(cells), row.place))
