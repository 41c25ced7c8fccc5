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


MEANINGS = {
    "issuer": "单位", "fiscal_year": "数字所属年份", "kind": "文件类别：budget 预算，final_accounts 决算",
    "scope": "口径：unit 本级，consolidated 汇总", "basis": "性质：budget 预算数，final_accounts 决算数，prior_year 上年数，target 目标值",
    "subject": "项目或对象", "row": "行名", "row_code": "科目编码", "column": "列名",
    "measure": "度量：amount 金额，share 占比，growth 增减率，count 数量 ……", "value": "数值（按 unit 列的单位）", "unit": "单位（元、万元、% ……）",
    "bound": "界限：= 等于，≥ 不少于 ……", "direction": "增减方向：1 增，-1 减", "table": "表名", "section": "章节", "source": "文件名",
    "page": "页码", "start": "在提取文本中的起点", "end": "在提取文本中的终点", "origin": "来源：table 表格，prose 文字",
    "concept": "名目编号", "verified": "是否与表内勾稽相符", "disclosure_id": "文件编号", "id": "数字编号",
}  # fmt: skip
"""What the columns are, for those who open a workbook; the heads themselves are the interface's names."""


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
    """Rows (facts, unless other columns are given) as an .xlsx workbook; a second sheet says what the columns are."""
    from openpyxl import Workbook  # noqa: PLC0415 - half a second, for this alone
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    def cell_of(sheet: Any, column: str, value: Any) -> Any:
        cell = WriteOnlyCell(sheet, Decimal(value) if column in AMOUNTS and value else value)
        if isinstance(value, str) and column not in AMOUNTS:
            cell.data_type = "s"  # or “=…” would be a formula
        elif column in AMOUNTS and value:
            cell.number_format = "#,##0.00####" if "." in str(value) else "#,##0"
        return cell

    book = Workbook(write_only=True)
    book.properties.creator = "mingzhang"
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    head = []
    for column in columns:
        head.append(WriteOnlyCell(sheet, column))
        head[-1].font = Font(bold=True)
    sheet.append(head)
    count = 1
    for count, row in enumerate(rows, 2):  # noqa: B007 - the last one's number is the sheet's length
        sheet.append([cell_of(sheet, column, row.get(column)) for column in columns])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    told = book.create_sheet("说明")
    for column in columns:
        told.append([column, MEANINGS.get(column, "")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
