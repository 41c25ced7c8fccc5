"""Cells of a ruled PDF table hold the words that were drawn in them, and no letters of a watermark."""

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.sources.pdf import read_pdf

FONT = "STSong-Light"
EDGES = (60, 130, 220, 290, 380)


def ruled(*rows: tuple[str, ...], watermark: str = "") -> str:
    """The text of a page with these rows, words at the left of their cells, whatever their cells' width."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont(FONT, 10)
    bottom = 760 - 24 * len(rows)
    for y in range(760, bottom - 1, -24):
        canvas.line(EDGES[0], y, EDGES[-1], y)
    for x in EDGES:
        canvas.line(x, 760, x, bottom)
    for n, row in enumerate(rows):
        for x, word in zip(EDGES, row, strict=False):
            canvas.drawString(x + 3, 760 - 24 * n - 16, word)
    if watermark:
        canvas.saveState()
        canvas.translate(150, bottom - 20)
        canvas.rotate(35)
        canvas.drawString(0, 40, watermark)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return read_pdf(out.getvalue(), "表.pdf").text


def test_words_that_run_over_the_edge_of_their_cell_stay_whole() -> None:
    text = ruled(
        ("项目", "预算数", "项目", "预算数"),
        ("对个人和家庭的补助", "4.82", "机关工资", "5.00"),
        ("资本性支出（基本建设）", "", "其他", "6.00"),
    )
    assert "资本性支出（基本建设）\t\t其他\t6.00" in text


def test_letters_aslant_are_a_watermark() -> None:
    rows = (
        ("项目", "预算数", "项目", "预算数"),
        ("农林水支出", "500.00", "其他", "6.00"),
        ("教育支出", "9.00", "其他", "6.00"),
    )
    assert ruled(*rows, watermark="公示文本禁止转载0123456789") == ruled(*rows)


def test_a_table_of_level_lines_only_keeps_its_head_and_its_empty_cells() -> None:
    """The first line is below the head, as many print it; 项目支出 is empty in the first row."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont(FONT, 10)
    rows = [
        ("科目名称", "合计", "基本支出", "项目支出"),
        ("一般公共服务支出", "300.00", "300.00", ""),
        ("其他商贸事务支出", "200.00", "", "200.00"),
        ("合计", "500.00", "300.00", "200.00"),
    ]
    for n, row in enumerate(rows):
        for x, word in zip((60, 230, 330, 430), row, strict=True):
            canvas.drawString(x, 700 - 20 * n, word)
        canvas.line(60, 694 - 20 * n, 520, 694 - 20 * n)
    canvas.showPage()
    canvas.save()
    lines = read_pdf(out.getvalue(), "表.pdf").text.splitlines()
    assert lines[0] == "科目名称\t合计\t基本支出\t项目支出"
    assert lines[2] == "其他商贸事务支出\t200.00\t\t200.00"
