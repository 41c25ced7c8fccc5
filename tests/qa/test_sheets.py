"""Sheets that people open: numbers are numbers, words never formulas, and columns say what they are."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from openpyxl import load_workbook

from qa import sheets

ROW = {
    "issuer": "=HYPERLINK(1)",
    "fiscal_year": 2022,
    "value": "1234567.50",
    "unit": "元",
    "bound": "=",
    "row": "公务接待费",
}


def test_amounts_in_a_workbook_are_numbers_with_separators_and_words_stay_words():
    book = load_workbook(io.BytesIO(sheets.workbook([ROW, ROW | {"value": "3"}])))
    cells = dict(zip(sheets.COLUMNS, book["facts"][2], strict=True))
    assert Decimal(str(cells["value"].value)) == Decimal("1234567.50")
    assert cells["value"].number_format.startswith("#,##0.00")
    assert (cells["issuer"].value, cells["issuer"].data_type) == ("=HYPERLINK(1)", "s")
    assert book["facts"].auto_filter.ref.endswith("3")
    assert book["facts"].freeze_panes == "A2"


def test_a_second_sheet_says_what_each_column_is():
    book = load_workbook(io.BytesIO(sheets.workbook([ROW])))
    told = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert list(told) == sheets.COLUMNS
    assert all(told.values())


def test_a_workbook_without_rows_opens():
    assert load_workbook(io.BytesIO(sheets.workbook([])))["facts"].max_row == 1


def test_a_bound_is_no_formula_and_a_formula_is_made_inert():
    line = next(csv.DictReader(io.StringIO(sheets.csv([ROW]))))
    assert (line["bound"], line["issuer"]) == ("=", "'=HYPERLINK(1)")
