"""Miniature disclosures as lines, and what a table says, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.disclosure import Table
from corpus.money import Quantity
from ingest.structure.lines import Line
from ingest.tables.tabbed import read_tabbed


def lines_of(text: str) -> list[Line]:
    """Physical lines with their offsets."""
    lines, at = [], 0
    for piece in text.split("\n"):
        lines.append(Line(piece, at, at + len(piece)))
        at += len(piece) + 1
    return lines


def tables_of(text: str) -> list[Table]:
    """All tables of tab-separated text; in these tests “→” is written for a tab."""
    return read_tabbed(lines_of(text.replace("→", "\t")), "x")


def only(text: str) -> Table:
    """The one table of a text."""
    (table,) = tables_of(text)
    return table


def figures(table: Table) -> dict[tuple[str, str], str]:
    """Every figure as ``(row path, column) → value with unit``."""
    return {
        ("/".join((*row.parents, row.label)), table.columns[cell.column]): str(cell.value)
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.value, Quantity)
    }


def words(table: Table) -> dict[tuple[str, str], str]:
    """Every cell of words as ``(row label, column) → text``."""
    return {
        (row.label, table.columns[cell.column]): cell.text
        for row in table.rows
        for cell in row.cells
        if cell.value is None
    }


def codes(table: Table) -> list[str | None]:
    """The codes of the rows in order."""
    return [row.code for row in table.rows]


def misplaced(tables: Iterable[Table], text: str) -> list[str]:
    """Figures whose place does not hold their printed text, white space aside."""
    return [
        cell.value.printed
        for table in tables
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.value, Quantity)
        and "".join(text[cell.place.start : cell.place.end].split()) != "".join(cell.value.printed.split())
    ]
