"""表格文件: facts and other lists as CSV or as a workbook. Words never become formulas; amounts are numbers there."""

from __future__ import annotations

import csv as comma_separated
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

COLUMNS = """
    issuer fiscal_year kind scope basis subject row row_code column measure value unit bound direction table section
    source page start end origin concept verified disclosure_id id
    """.split()  # noqa: SIM905 - a list of quoted words could not be read
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NUMBERS = frozenset({"value", "fiscal_year", "page", "start", "end", "direction", "expected", "found", "difference"})
INERT = NUMBERS | {"bound"}
"""What never holds a document's words: numbers, and the signs = < ≤ … of a bound."""
AMOUNTS = frozenset({"value", "expected", "found", "difference"})


def csv(rows: Iterable[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> str:
    """Rows (facts, unless other columns are given) as comma-separated values with a head line."""
    sheet = io.StringIO()
    writer = comma_separated.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_inert(name, row.get(name)) for name in columns] for row in rows)
    return sheet.getvalue()


def _inert(name: str, value: object) -> object:
    """A spreadsheet program runs a cell that begins like a formula: an apostrophe keeps it text."""
    if isinstance(value, str) and name not in INERT and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return "" if value is None else value


def workbook(rows: Iterable[dict[str, Any]], columns: Sequence[str] = COLUMNS, name: str = "facts") -> bytes:
    """Rows (facts, unless other columns are given) as an .xlsx workbook of one sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - half a second, for this alone
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for row in rows:
        cells = []
        for column in columns:
            value = row.get(column)
            cell = WriteOnlyCell(sheet, Decimal(value) if column in AMOUNTS and value else value)
            if isinstance(value, str) and column not in AMOUNTS:
                cell.data_type = "s"  # or “=…” would be a formula
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
