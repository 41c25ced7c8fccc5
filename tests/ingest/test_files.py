"""Records printed as PDF, Word document, workbook, web page and scan are read back cell for cell."""

import io
import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import press
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.disclosure import Reading
from corpus.money import Quantity
from ingest import load
from ingest.sources.html import read_html
from ingest.sources.office import read_office
from ingest.sources.pdf import read_pdf
from ingest.sources.sheet import shown
from ingest.structure.numbering import chinese

RECORDS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "documents").glob("*.md"))
OFFICIAL = re.compile(r"F\d\d|B0\d|B1[0-2]")

SMALL = """---
title: 云溪区测试中心2024年部门预算
---

# 第一部分 云溪区测试中心概况

## 一、主要职能

负责测试工作，并承担云溪区人民政府交办的其他事项。

# 第二部分 云溪区测试中心2024年部门预算表

**一般公共预算支出表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出/小计 | 基本支出/人员经费 | 基本支出/公用经费 | 项目支出 |
|---|---|---|---|---|---|---|
|  | 合计 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
| 201 | 一般公共服务支出 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
| 20199 | 其他一般公共服务支出 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |

注：本表反映一般公共预算的支出安排。

# 第三部分 情况说明

云溪区测试中心2024年一般公共预算支出1234.50万元，其中基本支出1000.25万元，项目支出234.25万元。
"""


def cells(reading: Reading) -> Counter[tuple[str, str, str, str]]:
    """The figures of the official tables: kind, row, column, value."""
    return Counter(
        (table.kind, "".join(row.label.split()), table.columns[cell.column].rsplit("/", 1)[-1], str(cell.value.value))
        for table in reading.tables
        if OFFICIAL.fullmatch(table.kind)
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.value, Quantity)
    )


@cache
def recorded(path: Path) -> tuple[list[press.Printed], Counter[tuple[str, str, str, str]]]:
    text = path.read_text("utf-8")
    return list(press.blocks(text)), cells(load.read(text.encode(), path.name))


def rounded(found: Counter[tuple[str, str, str, str]]) -> Counter[tuple[str, ...]]:
    return Counter({(*key[:3], key[3].rstrip("0").rstrip(".")): n for key, n in found.items()})


@pytest.mark.parametrize("form", ["pdf", "word", "workbook", "page"])
@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_printed_tables_are_read_back(path: Path, form: str) -> None:
    printed, want = recorded(path)
    got = rounded(cells(load.read(getattr(press, form)(printed), "来件")))
    want_ = rounded(want)
    assert sum((want_ & got).values()) >= 0.99 * sum(want_.values())


@pytest.mark.parametrize("form", ["pdf", "word", "workbook", "page"])
def test_issuer_year_and_kind_survive_every_format(form: str) -> None:
    reading = load.read(getattr(press, form)(list(press.blocks(SMALL))), "来件")
    known = reading.disclosure
    assert (known.issuer, known.fiscal_year, known.kind) == ("云溪区测试中心", 2024, "budget")
    assert {table.kind for table in reading.tables} == {"B05"}
    assert any(fact.quantity.printed == "234.25万元" and fact.origin == "prose" for fact in reading.facts)
    assert not re.search("栏目1|联系我们", reading.text)


@pytest.mark.parametrize("form", ["pdf", "word", "workbook", "page"])
def test_every_cell_stands_where_its_place_says(form: str) -> None:
    reading = load.read(getattr(press, form)(list(press.blocks(SMALL))), "来件")
    for table in reading.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            assert reading.text[cell.place.start : cell.place.end].strip() == cell.text
            assert (cell.place.page is not None) == (form == "pdf")


def test_pages_of_a_pdf_are_counted_from_one() -> None:
    reading = load.read(press.pdf(list(press.blocks(SMALL))), "来件")
    assert reading.disclosure.pages == 1
    assert {fact.place.page for fact in reading.facts} == {1}


@pytest.mark.skipif(press.font_file() is None, reason="no Chinese font on this machine to print a scan with")
@pytest.mark.parametrize("tilt", [0.0, 1.2])
def test_a_scan_is_read_and_says_that_it_is_one(tilt: float) -> None:
    pictures = press.scans(list(press.blocks(SMALL)), tilt=tilt)
    reading = load.read(press.scanned_pdf(pictures), "扫描")
    want = rounded(cells(load.read(press.pdf(list(press.blocks(SMALL))), "来件")))
    got = rounded(cells(reading))
    assert sum((want & got).values()) >= 0.95 * sum(want.values())
    assert [problem.kind for problem in reading.problems].count("scanned") == 1


@pytest.mark.skipif(press.font_file() is None, reason="no Chinese font on this machine to print a scan with")
def test_a_table_that_is_an_image_on_a_page_of_text_is_read_in_its_place() -> None:
    printed = list(press.blocks(SMALL))
    table = next(n for n, block in enumerate(printed) if block.kind == "table")
    picture = press.scans([printed[table]])[0].crop((100, 100, 1553, 600))
    reading = load.read(press.pdf_around(printed[:table], picture, printed[table + 1 :]), "夹图")
    (found,) = reading.tables
    assert (found.kind, found.status, len(found.rows)) == ("B05", "read", 3)
    (told,) = [problem for problem in reading.problems if problem.kind == "scanned"]
    assert told.start is not None
    assert reading.text[: told.start].endswith("单位：万元\n")
    assert "第三部分" in reading.text[told.end :]


@pytest.mark.skipif(press.font_file() is None, reason="no Chinese font on this machine to print a scan with")
@pytest.mark.parametrize("sharp", [1.0, 0.55])
def test_a_table_pasted_into_a_document_as_a_picture_is_read_in_its_place_and_marked(sharp: float) -> None:
    printed = list(press.blocks(SMALL))
    table = next(n for n, block in enumerate(printed) if block.kind == "table")
    picture = press.scans([printed[table]])[0].crop((100, 100, 1553, 600))
    picture = picture.resize((int(1453 * sharp), int(500 * sharp)))
    reading = load.read(press.word_around(printed[:table], picture, printed[table + 1 :]), "贴图")
    want = rounded(cells(load.read(press.pdf(printed), "来件")))
    assert rounded(cells(reading)) == want
    (found,) = [table for table in reading.tables if table.kind == "B05"]
    (told,) = [problem for problem in reading.problems if problem.kind == "scanned"]
    assert told.start is not None
    assert "第 1 张图片" in told.message
    assert reading.text[: told.start].rstrip("\n").endswith("单位：万元")
    assert told.start <= found.rows[0].place.start < found.rows[-1].place.end <= told.end
    assert "第三部分" in reading.text[told.end :]


def test_seals_and_ornaments_of_a_document_are_passed_over() -> None:
    printed = list(press.blocks(SMALL))
    plain = load.read(press.word_around(printed[:3], press.Image.new("RGB", (30, 30)), printed[3:]), "章")
    assert [problem.kind for problem in plain.problems] == []


def test_a_pasted_picture_that_cannot_be_read_is_told() -> None:
    printed = list(press.blocks(SMALL))
    whole = press.word_around(printed[:3], press.Image.new("RGB", (300, 200)), printed[3:])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as package, zipfile.ZipFile(out, "w") as torn:
        for part in package.infolist():
            torn.writestr(part, package.read(part)[:60] if part.filename.endswith(".png") else package.read(part))
    (told,) = load.read(out.getvalue(), "坏图").problems
    assert (told.kind, told.message.startswith("第 1 张图片损坏")) == ("unread", True)


def test_text_turned_on_its_page_is_read_upright() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.rotate(90)
    canvas.translate(0, -595)
    canvas.drawString(72, 400, "Total 2024: 123.45")
    canvas.drawString(72, 380, "Basic: 100.00")
    canvas.save()
    assert read_pdf(out.getvalue(), "x").text == "Total 2024: 123.45\nBasic: 100.00\n"


def test_numbers_that_word_prints_by_itself_are_part_of_the_text() -> None:
    document = docx.Document()
    for text in ("概况", "预算表"):
        document.add_paragraph(text, style="List Number")
    out = io.BytesIO()
    document.save(out)
    assert read_office(out.getvalue(), "x").text == "1.概况\n2.预算表\n"


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (34, "三十四")])
def test_chinese_numbers(number: int, said: str) -> None:
    assert chinese(number) == said


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1234.5, "#,##0.00", "1,234.50"),
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.5567, "0.00%", "55.67%"),
        (-12, "#,##0;(#,##0)", "-12"),
        (5, "00", "05"),
        (2010350, "0", "2010350"),
        (None, "0.00", ""),
        ("一般公共\n服务支出", "@", "一般公共服务支出"),
        (12.3, "#,##0.##", "12.3"),
        (1e-7, "0.00", "0.00"),
    ],
)
def test_a_value_is_shown_as_its_sheet_shows_it(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_merged_cells_of_a_web_table_keep_their_columns() -> None:
    rows = "<tr><td rowspan=2>科目<td colspan=2>本年支出</tr><tr><td>基本<td>项目</tr><tr><td>水费<td>1<td>2</tr>"
    page = f"<html><body><p>表</p><table>{rows}</table></body></html>".encode()
    assert read_html(page, "x").text == "表\n科目\t本年支出\t\n\t基本\t项目\n水费\t1\t2\n"


def test_layout_tables_of_a_web_page_are_no_tables() -> None:
    page = "<html><body><table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table></body></html>".encode()
    assert read_html(page, "x").text == "第一段。\n第二段。\n"
