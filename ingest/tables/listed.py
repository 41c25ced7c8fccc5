"""项目清单中的指标: the targets printed beside each project of a list, sign, value and unit in columns of their own.

One table for each project, as forms of one project give it: 一级指标/二级指标/三级指标 with 指标值. A form may print
its targets so, too: ``Targets`` reads such a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.disclosure import Cell, Place, Row, Table
from corpus.money import Quantity
from ingest.tables.catalogue import words
from ingest.tables.grid import GridCell, GridRow, bracketless, label_text, leaf_of
from ingest.tables.heads import Head
from ingest.tables.hierarchy import is_total
from ingest.tables.values import amount, is_number, measures, unit_of_head

_PROJECT: Final = re.compile(r"项目.{0,3}名称|^项目$")
_BODY: Final = re.compile(r"单位名称|部门名称")
_ROLES: Final = {
    "first": re.compile(r"^一级指标$"),
    "second": re.compile(r"^二级指标$"),
    "name": re.compile(r"^(?:三级指标|(?:明细)?指标名称)$"),
    "sign": re.compile(r"指标(?:值)?(?:性质|类型|符号)$|^(?:符号|性质|比较符)$"),
    "value": re.compile(r"(?<!近两年)(?:指标|目标)值$"),
    "unit": re.compile(r"(?:计量|度量|指标)单位$|^单位$"),
    "weight": re.compile(r"^(?:指标)?(?:权重|分值)$"),
}
_NAMELESS: Final = re.compile(r"^指标$")
"""绩效指标 names the indicator where no finer head does."""
_LONGEST_OVER: Final = 20
_WORDLESS: Final = re.compile(r"定性|无|不适用.*|[-—/]+")
_NUMBER: Final = re.compile(r"^[\dA-Z]{15,}[-—](?=\S)")
"""A project's long number before its name."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where what stands: the project (or the body), and the parts of an indicator."""

    of: int | None
    project: bool
    roles: dict[str, int]

    def text(self, row: GridRow, role: str) -> str:
        return label_text(row.text(self.roles[role])) if role in self.roles else ""


def targets(table: Table, head: Head, data: Sequence[GridRow]) -> Iterator[Table]:
    """指标 of a list of projects, a table for each project; none where value, unit and name have no columns."""
    columns = _columns(head)
    if columns is None:
        return
    subject, rows = None, list[Row]()
    levels = {"first": "", "second": ""}
    for row in data:
        name = label_text(row.text(columns.of)) if columns.of is not None else ""
        name = _NUMBER.sub("", name)
        if name and not is_total(name) and name != subject:
            yield from _made(table, subject if columns.project else None, rows)
            subject, rows, levels = name, [], {"first": "", "second": ""}
        if first := columns.text(row, "first"):
            levels = {"first": first, "second": ""}
        levels["second"] = columns.text(row, "second") or levels["second"]
        if (found := _row(row, columns, levels)) is not None:
            rows.append(found)
    yield from _made(table, subject if columns.project else None, rows)


def _roles(heads: Sequence[str]) -> dict[str, int] | None:
    """Role → column under these heads; None where name, value and unit have no columns of their own."""
    leaves = [re.sub(r"^本年|^年度|^绩效", "", bracketless(label_text(leaf_of(path)))) for path in heads]
    roles: dict[str, int] = {}
    for role, pattern in _ROLES.items():
        at = next((c for c, leaf in enumerate(leaves) if c not in roles.values() and pattern.search(leaf)), None)
        if at is not None:
            roles[role] = at
    if "name" not in roles and (at := next((c for c, leaf in enumerate(leaves) if _NAMELESS.match(leaf)), None)):
        roles["name"] = at
    if not {"name", "value", "unit"} <= roles.keys() or min(roles["value"], roles["unit"]) <= roles["name"]:
        return None
    return roles


def _columns(head: Head) -> _Columns | None:
    roles = _roles(head.leaves)
    if roles is None:
        return None
    before = [label_text(leaf_of(path)) for path in head.leaves[: min(roles.values())]]
    project = next((c for c, leaf in enumerate(before) if _PROJECT.search(leaf)), None)
    body = next((c for c, leaf in enumerate(before) if _BODY.search(leaf)), None)
    return _Columns(project if project is not None else body, project is not None, roles)


def _row(row: GridRow, columns: _Columns, levels: dict[str, str]) -> Row | None:
    """An indicator with a figure and a unit; words (优, 按时) give none."""
    within, name = levels_in(columns.text(row, "name"))
    value = row.at(columns.roles["value"])
    unit = columns.text(row, "unit")
    if not name or _WORDLESS.fullmatch(name) or value is None or not value.text:
        return None
    quantity = _quantity(value, columns.text(row, "sign"), unit)
    if quantity is None or not quantity.unit:
        return None
    cell = Cell(0, value.text, quantity, value.place(row.page))
    parents = within or tuple(level for level in (levels["first"], levels["second"]) if level)
    return Row(name, None, parents, (cell,), row.place)


def levels_in(name: str) -> tuple[tuple[str, ...], str]:
    """The levels printed before an indicator's name in its own cell (产出指标数量指标培训班次), and the name alone."""
    known = words()
    for first in sorted(known.indicator_first, key=len, reverse=True):
        for second in sorted(known.indicator_second, key=len, reverse=True):
            if name.startswith(first + second) and len(name) > len(first + second):
                return (first, second), name.removeprefix(first + second)
    return (), name


def _quantity(value: GridCell, sign: str, unit: str) -> Quantity | None:
    """The value with its sign before it and its unit behind, wherever they are printed; as printed in its cell."""
    text = f"{sign}{value.text}{unit}" if is_number(value.text) and not _WORDLESS.fullmatch(sign) else value.text
    found = measures(text) or measures(f"{value.text}{unit}")
    if not found and is_number(value.text) and (bare := measures(text.removesuffix(unit))):
        one = bare[0].quantity  # a unit that we do not know (TB) is the unit all the same
        return Quantity(one.value, unit, value.text, one.bound)
    if not found:
        return None
    one = found[0].quantity
    named = unit if unit and "元" in one.unit and "元" not in unit else one.unit  # 12块 of a field are no money
    return Quantity(one.value, named, value.text, one.bound)


def _made(table: Table, subject: str | None, rows: Sequence[Row]) -> Iterator[Table]:
    if not rows:
        return
    place = Place(rows[0].place.start, rows[-1].place.end, rows[0].place.page)
    kind = "B14" if subject else "B13"
    yield Table("", table.title, kind, "", ("指标值",), tuple(rows), place, (), "read", "", subject)


class Targets:
    """表单中的指标: the part of a form whose targets have columns of their own for value and unit; fed row by row."""

    def __init__(self, heads: Sequence[GridCell], roles: dict[str, int]) -> None:
        self._columns = _Columns(None, project=False, roles=roles)
        self._levels = {"first": "", "second": ""}
        self._start = min(roles.values())
        self._over = [c.column for c in heads if c.column < self._start and "绩效" not in c.text]
        self.heads = {c.column: label_text(c.text) for c in heads}

    @staticmethod
    def under(row: GridRow) -> Targets | None:
        """The part that begins below a head row; None where the row is no such head."""
        if any(is_number(cell.text) for cell in row.filled):
            return None
        roles = _roles([cell.text for cell in row.cells])
        return None if roles is None else Targets(row.filled, roles)

    def takes(self, row: GridRow) -> bool:
        """Whether the row is of this part: a target, or the words at its left printed again on a new page."""
        if len(row.filled) == 1:
            return row.filled[0].column < self._start
        beyond = [c for c in row.filled if c.column > self._columns.roles["name"]]
        return bool(self._columns.text(row, "name")) and bool(beyond)

    def read(self, row: GridRow) -> tuple[str, tuple[str, ...], list[tuple[str, GridCell, Quantity | None]]]:
        """Name, parents and (head, cell, value) of a target; no name where the row holds none."""
        if first := self._columns.text(row, "first"):
            self._levels = {"first": first, "second": ""}
        self._levels["second"] = self._columns.text(row, "second") or self._levels["second"]
        within, name = levels_in(self._columns.text(row, "name"))
        above = within or tuple(level for level in self._levels.values() if level)
        over = [label_text(row.text(c)) for c in self._over]
        found: list[tuple[str, GridCell, Quantity | None]] = []
        roles = self._columns.roles
        if (value := row.at(roles["value"])) is not None and value.text:
            quantity = _quantity(value, self._columns.text(row, "sign"), self._columns.text(row, "unit"))
            found.append((self.heads[roles["value"]], value, quantity))
        weight = row.at(roles["weight"]) if "weight" in roles else None
        if weight is not None and is_number(weight.text):
            head = self.heads[roles["weight"]]
            measured = amount(weight.text, unit_of_head(head, ""))
            found.append((head, weight, measured if isinstance(measured, Quantity) else None))
        return name, (*(text for text in over if text and len(text) <= _LONGEST_OVER), *above), found
