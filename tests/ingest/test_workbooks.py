"""A workbook is read as it is printed: no hidden cells, nothing outside the print area, formulas with their results."""

import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ingest.sources.formulas import evaluate
from ingest.sources.office import read_office
from ingest.sources.original import Source


def workbook(*fill: Callable[[Worksheet], None]) -> Source:
    """A workbook of a sheet each, as the reader gives it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for n, one in enumerate(fill):
        one(book.create_sheet(f"表{n}"))
    out = io.BytesIO()
    book.save(out)
    return read_office(out.getvalue(), "账.xlsx")


def rows(*values: tuple[object, ...]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in values:
            sheet.append(row)

    return fill


def lines(source: Source) -> list[str]:
    return [line for line in source.text.split("\n") if line.strip()]


@pytest.mark.parametrize("head", ["预算数", "2025年预算数", "2024年决算数", "2025年预算"])
def test_a_sheet_of_two_columns_is_a_table(head: str) -> None:
    found = workbook(
        rows(("“三公”经费支出预算表",), ("单位：万元",), ("项目", head), ("公务接待费", 2.5), ("合计", 2.5))
    )
    assert lines(found)[-3:] == [f"项目\t{head}", "公务接待费\t2.5", "合计\t2.5"]


def test_the_heads_over_a_table_are_part_of_it() -> None:
    found = workbook(
        rows(("收支总表",), ("收入", None, "支出", None), ("项目", "预算数", "项目", "预算数"), ("一", 1, "二", 2))
    )
    assert lines(found)[1] == "收入\t\t支出\t"


def test_hidden_rows_columns_and_sheets_are_left_out() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("项目", "辅助", "预算数"), ("办公费", 8, 5.5), ("作废", 8, 9.9), ("合计", 8, 5.5))(sheet)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    def notes(sheet: Worksheet) -> None:
        rows(("草稿", "不公开", "7.7"))(sheet)
        sheet.sheet_state = "hidden"

    text = workbook(fill, notes).text
    assert "办公费\t5.5" in text
    assert not {"8", "9.9", "草稿"} & {cell for line in text.split("\n") for cell in line.split("\t")}


def test_a_hidden_column_of_codes_keeps_the_tree() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("科目编码", "项目", "预算数"), ("201", "一般公共服务支出", 5), ("20101", "人大事务", 5))(sheet)
        sheet.column_dimensions["A"].hidden = True

    assert "20101\t人大事务\t5" in workbook(fill).text


def test_what_stands_outside_the_print_area_is_left_out() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("项目", "预算数", "上年数", "草稿"), ("办公费", 5.5, 4.4, 1.1), ("合计", 5.5, 4.4, 1.1))(sheet)
        sheet.print_area = "A1:C3"

    text = workbook(fill).text
    assert "办公费\t5.5\t4.4" in text
    assert "1.1" not in text


def test_an_old_print_area_of_a_corner_is_not_used() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("项目", "预算数"), ("办公费", 5.5), ("差旅费", 4.4), ("合计", 9.9))(sheet)
        sheet.print_area = "A1:B1"

    assert "合计\t9.9" in workbook(fill).text


def test_formulas_without_results_are_worked_out_over_sheets() -> None:
    found = workbook(
        rows(("项目", "预算数"), ("办公费", 5.5), ("差旅费", 4.4), ("合计", "=SUM(B2:B3)")),
        rows(("项目", "数", "占比"), ("合计", "=表0!B4", "=ROUND(B2/2+1%,2)")),
    )
    assert "合计\t9.9" in found.text
    assert "合计\t9.9\t4.96" in found.text
    assert found.problems == ()


def test_a_formula_beyond_the_reader_is_told_of() -> None:
    found = workbook(rows(("项目", "预算数"), ("办公费", 5.5), ("合计", '=VLOOKUP("x",A1:B2,2)')))
    assert [problem.kind for problem in found.problems] == ["formula"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", "7"),
        ("=(1+2)*3-4/2", "7"),
        ("=-A1+10", "8"),
        ("=SUM(A1:A2,5)*10%", "1.0"),
        ("=SUBTOTAL(9,A1:A2)", "5"),
        ("=MAX(A1,A2)", "3"),
        ("=A3", "0"),
    ],
)
def test_the_four_operations_and_sums(formula: str, value: str) -> None:
    held = {(1, 1): 2, (2, 1): 3}
    assert evaluate(formula, "表", lambda _sheet, row, column: held.get((row, column))) == Decimal(value)


@pytest.mark.parametrize("formula", ["=A1", "=1/0", "=IF(A1>1,2,3)", "=SUM(", "=A1:A2+1"])
def test_a_circle_or_an_unknown_word_gives_nothing(formula: str) -> None:
    assert evaluate(formula, "表", lambda _sheet, row, column: "=A1" if (row, column) == (1, 1) else 3) is None
