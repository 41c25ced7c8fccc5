"""并格表: tables with cells merged over rows and columns, in head and body, set as PDF, Word, workbook and page.

What each prints is known: the label of a row, the head path of a column, the value in its base unit.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import docx
import openpyxl
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

Cell = tuple[str, int, int]
"""Words, columns spanned, rows spanned."""
Wanted = tuple[str, str, Decimal]
NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
FONT = "STSong-Light"


@dataclass
class Spanned:
    """One table under its title and caption; ``per`` is what its amounts are multiplied by to be in 元."""

    title: str
    caption: str
    heads: list[list[Cell]]
    per: int = 10_000
    rows: list[list[Cell]] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)

    def add(self, cells: Sequence[str | Cell], label: str, figures: Sequence[tuple[str, Decimal | None]]) -> None:
        """A row: its label cells as printed, then its figures; each is wanted under its head path."""
        shown = ["" if value is None else f"{value:,.2f}" for _, value in figures]
        self.rows.append([cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in (*cells, *shown)])
        self.wanted += [(plain(label), path, value * self.per) for path, value in figures if value is not None]


def heads(*rows: Sequence[str | Cell]) -> list[list[Cell]]:
    return [[cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in row] for row in rows]


def plain(text: str) -> str:
    """Words without white space, quotation marks, ordinals and 其中."""
    folded = re.sub(r"[\s“”\"]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(?:其中:|[一二三四五六七八九十]+、|\d{1,2}[.、]|\([一二三四五六七八九十\d]+\))+", "", folded)


def placed(table: Spanned) -> tuple[list[tuple[int, int, Cell]], int]:
    """Each cell with the row and column in which it begins, and how many columns there are."""
    taken: set[tuple[int, int]] = set()
    found = []
    for y, row in enumerate([*table.heads, *table.rows]):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            found.append((y, x, cell))
            taken |= {(y + b, x + a) for a in range(cell[1]) for b in range(cell[2])}
            x += cell[1]
    return found, 1 + max(x for _, x in taken)


def pdf(title: str, tables: Sequence[Spanned], rules: str) -> bytes:
    """Heads at the middle of their cells, figures at the right; ``all`` lines, ``level`` ones, or ``none``."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    size = landscape(A4)
    document = SimpleDocTemplate(out, pagesize=size, leftMargin=40, rightMargin=40, topMargin=45, bottomMargin=45)
    story = [_words(title, 16, 1), Spacer(1, 14)]
    for table in tables:
        story += [_words(table.title, 13, 1), Spacer(1, 8), _words(table.caption, 9, 2), Spacer(1, 6)]
        story += [_set(table, rules, size[0] - 80), Spacer(1, 16)]
    document.build(story)
    return out.getvalue()


def _words(text: str, size: int, side: int) -> Paragraph:
    style = ParagraphStyle(f"{size}-{side}", fontName=FONT, fontSize=size, leading=1.25 * size, wordWrap="CJK")
    style.alignment = side
    return Paragraph(html.escape(text).replace("\u3000", "&nbsp;" * 4), style)


def _set(table: Spanned, rules: str, room: float) -> Table:
    found, wide = placed(table)
    deep = len(table.heads)
    cells: list[list[object]] = [[""] * wide for _ in range(deep + len(table.rows))]
    pad = 3 if rules == "all" else 5
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [(side, (0, 0), (-1, -1), pad) for side in ("LEFTPADDING", "RIGHTPADDING")]
    need = [24.0] * wide
    for y, x, (text, across, down) in found:
        side = 1 if y < deep or text == "——" else 2 if NUMBER.fullmatch(text) else 0
        cells[y][x] = _words(text, 8, side) if text else ""
        style.append(("SPAN", (x, y), (x + across - 1, y + down - 1)))
        if across == 1:
            long = sum(8 if ord(char) > 255 else 4.6 for char in text)
            need[x] = max(need[x], min(long, 40 if y < deep else 150) + 8)
    if rules == "all":
        style.append(("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)))
    if rules == "level":
        style += [("LINEABOVE", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("LINEBELOW", (0, -1), (-1, -1), 0.5, (0, 0, 0))]
    scale = room / sum(need)
    return Table(cells, colWidths=[n * scale for n in need], repeatRows=deep, style=TableStyle(style))


def word(title: str, tables: Sequence[Spanned]) -> bytes:
    document = docx.Document()
    document.add_paragraph(title)
    for table in tables:
        document.add_paragraph(table.title)
        document.add_paragraph(table.caption)
        found, wide = placed(table)
        grid = document.add_table(len(table.heads) + len(table.rows), wide)
        for y, x, (text, across, down) in found:
            grid.cell(y, x).merge(grid.cell(y + down - 1, x + across - 1)).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(title: str, tables: Sequence[Spanned]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for n, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"表{n}")
        found, wide = placed(table)
        for y, text in enumerate((title, table.title, table.caption), 1):
            sheet.cell(y, 1, text)
            sheet.merge_cells(start_row=y, end_row=y, start_column=1, end_column=wide)
        for y, x, (text, across, down) in found:
            number = re.fullmatch(r"-?[\d,]+\.(\d+)", text)
            cell = sheet.cell(y + 4, x + 1, float(text.replace(",", "")) if number else text)
            cell.number_format = "#,##0." + "0" * len(number[1]) if number else "General"
            if across * down > 1:
                sheet.merge_cells(start_row=y + 4, end_row=y + 3 + down, start_column=x + 1, end_column=x + across)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(title: str, tables: Sequence[Spanned]) -> bytes:
    lines = [f"<html><head><meta charset=utf-8></head><body><h1>{title}</h1>"]
    for table in tables:
        lines.append(f"<h2>{table.title}</h2><p>{table.caption}</p><table border=1>")
        for row in (*table.heads, *table.rows):
            cells = (f"<td colspan={a} rowspan={d}>{html.escape(text)}</td>" for text, a, d in row)
            lines.append(f"<tr>{''.join(cells)}</tr>")
        lines.append("</table>")
    return "".join((*lines, "</body></html>")).encode()


PRINTS: dict[str, tuple[Callable[[str, Sequence[Spanned]], bytes], str]] = {
    "pdf": (lambda title, tables: pdf(title, tables, "all"), ".pdf"),
    "pdf-level": (lambda title, tables: pdf(title, tables, "level"), ".pdf"),
    "pdf-none": (lambda title, tables: pdf(title, tables, "none"), ".pdf"),
    "docx": (word, ".docx"),
    "xlsx": (workbook, ".xlsx"),
    "html": (page, ".html"),
}
