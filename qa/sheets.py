"""表格文件: facts and other lists as CSV or as a workbook. Words never become formulas; amounts are numbers there."""

from __future__ import annotations

import csv as comma_separated
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from corpus.terms import TERMS

Language = Literal["zh", "en"]
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
HEADS = {
    "issuer": "公开单位", "fiscal_year": "年度", "kind": "文件类别", "scope": "范围", "basis": "口径", "subject": "对象",
    "row": "项目", "row_code": "科目编码", "column": "栏", "measure": "量", "value": "数值", "unit": "单位", "bound": "界限",
    "direction": "增减", "table": "表", "section": "章节", "source": "文件名", "page": "页", "start": "起", "end": "止",
    "origin": "来自", "concept": "名目", "verified": "勾稽相符", "disclosure_id": "文件编号", "id": "编号",
    "title": "标题", "sha256": "SHA-256", "narrative": "文字", "figures": "本表数字",
}  # fmt: skip
"""列名: a column's head in Chinese."""
WORDS: dict[str, dict[Any, str]] = {
    "kind": {"budget": "预算", "final_accounts": "决算"},
    "scope": {"unit": "本级", "consolidated": "汇总"},
    "basis": {
        "budget": "年初预算", "final_accounts": "决算", "adjusted_budget": "调整后预算", "prior_year": "上年数",
        "target": "绩效目标", "computed": "计算所得",
    },
    "measure": {
        "amount": "金额", "change": "增减额", "growth": "增减率", "share": "占比", "completion": "完成率", "score": "得分",
        "count": "数量", "rate": "比率", "target": "目标值", "actual": "完成值", "rate_unit": "单价",
    },
    "origin": {"table": "表", "prose": "文字"},
    "narrative": {"original": "原文", "restated": "转述"},
    "bound": {"<": "少于", ">": "超过", "<=": "不超过", ">=": "不少于", "~": "约"},
    "verified": {True: "是", False: ""},
    "direction": {1: "增", -1: "减", 0: ""},
}  # fmt: skip
"""值名: the interface's codes in Chinese; a code that is not here stays as it is."""
WIDTHS = {"issuer": 30, "row": 30, "column": 22, "table": 34, "section": 34, "source": 26, "value": 16, "title": 40}
WHOLE, PARTED = "#,##0", "#,##0.00####"
"""How amounts are shown: whole ones without a point."""
MEANINGS = {
    "issuer": "单位", "fiscal_year": "数字所属年份", "kind": "文件类别：budget 预算，final_accounts 决算",
    "scope": "口径：unit 本级，consolidated 汇总", "basis": "性质：budget 预算数，final_accounts 决算数，prior_year 上年数，target 目标值",
    "subject": "项目或对象", "row": "行名", "row_code": "科目编码", "column": "列名",
    "measure": "度量：amount 金额，share 占比，growth 增减率，count 数量 ……", "value": "数值（按单位列的单位）", "unit": "单位（元、万元、% ……）",
    "bound": "界限：= 等于，≥ 不少于 ……", "direction": "增减方向：1 增，-1 减", "table": "表名", "section": "章节", "source": "文件名",
    "page": "页码", "start": "在提取文本中的起点", "end": "在提取文本中的终点", "origin": "来源：table 表格，prose 文字",
    "concept": "名目", "verified": "是否与表内勾稽相符", "disclosure_id": "文件编号", "id": "数字编号",
}  # fmt: skip
"""What the columns are, for those who open a workbook."""


def csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = COLUMNS, lang: Language | None = None) -> str:
    """Rows (facts, unless other columns are given) as comma-separated values with a head line.

    ``lang`` "zh" gives Chinese heads and words instead of the interface's own names and codes.
    """
    sheet = io.StringIO()
    writer = comma_separated.writer(sheet, lineterminator="\r\n")
    writer.writerow([head(name, lang) for name in columns])
    writer.writerows([_inert(name, said(name, row.get(name), lang)) for name in columns] for row in rows)
    return sheet.getvalue()


def head(name: str, lang: Language | None) -> str:
    """A column's head."""
    return HEADS.get(name, name) if lang == "zh" else name


def said(name: str, value: Any, lang: Language | None) -> Any:
    """A value in words; ``=`` of a bound says nothing to people."""
    if lang == "zh" and name == "bound" and value == "=":
        return ""
    if lang == "zh" and name == "concept" and value in TERMS:
        return TERMS[value].name
    return WORDS[name].get(value, value) if lang == "zh" and name in WORDS else value


def meaning(name: str, lang: Language | None) -> str:
    """What a column is: its words where it has few, else in a sentence."""
    if lang == "zh" and name in WORDS:
        return "、".join(word for word in WORDS[name].values() if word)
    return MEANINGS.get(name, "")


def _inert(name: str, value: object) -> object:
    """A spreadsheet program runs a cell that begins like a formula: an apostrophe keeps it text."""
    if isinstance(value, str) and name not in INERT and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return "" if value is None else value


def workbook(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str] = COLUMNS,
    name: str = "facts",
    *,
    lang: Language | None = None,
    sources: Iterable[Mapping[str, Any]] | None = None,
) -> bytes:
    """Rows (facts, unless other columns are given) as an .xlsx workbook; ``sources`` are a second sheet of files.

    The last sheet says what the columns are.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - half a second, for this alone

    book = Workbook(write_only=True)
    book.properties.creator = "mingzhang"
    _sheet(book.create_sheet(name if lang != "zh" else "数字" if name == "facts" else name), rows, columns, lang)
    if sources is not None:
        _sheet(book.create_sheet("出处" if lang == "zh" else "sources"), sources, SOURCES, lang)
    told = book.create_sheet("说明")
    for column in columns:
        told.append([head(column, lang), meaning(column, lang)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SOURCES = (
    "disclosure_id",
    "title",
    "issuer",
    "fiscal_year",
    "kind",
    "scope",
    "source",
    "narrative",
    "figures",
    "sha256",
)
"""What the second sheet tells of each file."""


def _sheet(sheet: Any, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], lang: Language | None) -> None:
    """One sheet: heads that stay in sight, widths, number formats, a filter over all."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.freeze_panes = "A2"
    for n, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = WIDTHS.get(column, 12)
    heads = []
    for column in columns:
        cell = WriteOnlyCell(sheet, head(column, lang))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="right" if column in AMOUNTS else "left")
        heads.append(cell)
    sheet.append(heads)
    count = 1
    for count, row in enumerate(rows, 2):  # noqa: B007 - how many rows there were is needed below
        sheet.append([_cell(WriteOnlyCell(sheet), column, said(column, row.get(column), lang)) for column in columns])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"


def _cell(cell: Any, column: str, value: Any) -> Any:
    if column in AMOUNTS and value:
        cell.value, cell.number_format = Decimal(value), PARTED if "." in str(value) else WHOLE
        return cell
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # or “=…” would be a formula
    return cell
