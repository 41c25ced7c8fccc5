"""Small disclosures of invented bodies written as Markdown, and what is read from them, for the tests of this folder."""

from __future__ import annotations

from corpus.disclosure import Fact, Reading
from ingest.reading import read

BODY = "云溪县农业局"


def told(text: str, name: str = "云溪县农业局2025年部门预算.md") -> Reading:
    """The reading of a text; a title is put before it where it begins with a table's."""
    return read(text.encode(), name)


def budget(*parts: str, year: int = 2025) -> Reading:
    """A budget of the usual body that prints these parts."""
    return told("\n\n".join([f"{BODY}{year}年部门预算", *parts]), f"{BODY}{year}年部门预算.md")


def table(title: str, *rows: str, unit: str = "万元") -> str:
    """A table as Markdown prints it; “|” parts the cells of a row."""
    cells = max(row.count("|") for row in rows) + 1
    lines = [f"| {row} |" for row in rows]
    return "\n".join([title, "", f"单位：{unit}", "", lines[0], "|" + "---|" * cells, *lines[1:]])


def figures(reading: Reading) -> dict[tuple[str, str], str]:
    """(row path, column) → value with unit, of every figure in tables."""
    return {(f.row, f.column): f"{f.quantity.value:f}{f.quantity.unit}" for f in reading.facts if f.origin == "table"}


def fact(reading: Reading, row: str, column: str) -> Fact:
    """The only fact of a row and a column."""
    (found,) = [f for f in reading.facts if f.row == row and f.column == column]
    return found


def said(reading: Reading) -> dict[tuple[str, str], str]:
    """(row path, column) → value with unit, of every figure in sentences."""
    return {(f.row, f.column): f"{f.quantity.value:f}{f.quantity.unit}" for f in reading.facts if f.origin == "prose"}


def failures(reading: Reading) -> list[str]:
    """What the audit says is wrong."""
    return [f"{check.rule} {check.about}" for check in reading.checks if check.holds is False]
