"""项目清单中的指标: the targets printed beside each project of a list, sign, value and unit in columns of their own.

One table for each project, as forms of one project give it: 一级指标/二级指标/三级指标 with 指标值.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.disclosure import Cell, Place, Row, Table
from corpus.money import Quantity
from ingest.tables.grid import GridCell, GridRow, bracketless, label_text, leaf_of
from ingest.tables.heads import Head
from ingest.tables.hierarchy import is_total
from ingest.tables.values import is_number, measures

_PROJECT: Final = re.compile(r"项目.{0,3}名称|^项目$")
_BODY: Final = re.compile(r"单位名称|部门名称")
_ROLES: Final = {
    "first": re.compile(r"^一级指标$"),
    "second": re.compile(r"^二级指标$"),
    "name": re.compile(r"^(?:三级指标|(?:明细)?指标名称)$"),
    "sign": re.compile(r"指标(?:值)?(?:性质|类型|符号)$|^(?:符号|性质|比较符)$"),
    "value": re.compile(r"(?<!近两年)(?:指标|目标)值$"),
    "unit": re.compile(r"(?:计量|度量|指标)单位$|^单位$"),
}
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


def _columns(head: Head) -> _Columns | None:
    leaves = [re.sub(r"^本年|^年度|^绩效", "", bracketless(label_text(leaf_of(path)))) for path in head.leaves]
    roles: dict[str, int] = {}
    for role, pattern in _ROLES.items():
        at = next((c for c, leaf in enumerate(leaves) if c not in roles.values() and pattern.search(leaf)), None)
        if at is not None:
            roles[role] = at
    if not {"name", "value", "unit"} <= roles.keys() or min(roles["value"], roles["unit"]) <= roles["name"]:
        return None
    before = [label_text(leaf_of(path)) for path in head.leaves[: min(roles.values())]]
    project = next((c for c, leaf in enumerate(before) if _PROJECT.search(leaf)), None)
    body = next((c for c, leaf in enumerate(before) if _BODY.search(leaf)), None)
    return _Columns(project if project is not None else body, project is not None, roles)


def _row(row: GridRow, columns: _Columns, levels: dict[str, str]) -> Row | None:
    """An indicator with a figure and a unit; words (优, 按时) give none."""
    name = columns.text(row, "name")
    value = row.at(columns.roles["value"])
    unit = columns.text(row, "unit")
    if not name or _WORDLESS.fullmatch(name) or value is None or not value.text:
        return None
    quantity = _quantity(value, columns.text(row, "sign"), unit)
    if quantity is None or not quantity.unit:
        return None
    cell = Cell(0, value.text, quantity, value.place(row.page))
    parents = tuple(level for level in (levels["first"], levels["second"]) if level)
    return Row(name, None, parents, (cell,), row.place)


def _quantity(value: GridCell, sign: str, unit: str) -> Quantity | None:
    """The value with its sign before it and its unit behind, wherever they are printed; as printed in its cell."""
    text = f"{sign}{value.text}{unit}" if is_number(value.text) and not _WORDLESS.fullmatch(sign) else value.text
    found = measures(text) or measures(f"{value.text}{unit}")
    if not found:
        return None
    one = found[0].quantity
    return Quantity(one.value, one.unit, value.text, one.bound)


def _made(table: Table, subject: str | None, rows: Sequence[Row]) -> Iterator[Table]:
    if not rows:
        return
    place = Place(rows[0].place.start, rows[-1].place.end, rows[0].place.page)
    kind = "B14" if subject else "B13"
    yield Table("", table.title, kind, "", ("指标值",), tuple(rows), place, (), "read", "", subject)
