"""印刷: a record's narrative and tables printed as a PDF, a scan, a Word document, a workbook or a web page.

What is printed is known, so that what is read back can be held against it cell by cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import docx
import docx.shared
import openpyxl
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.tables.grid import split_path

MARGIN, BODY, SMALL, FOOT = 56.0, 12.0, 8.0, 40.0
PAGES = {"upright": (595.0, 842.0), "wide": (842.0, 595.0)}
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
)


@dataclass(frozen=True)
class Printed:
    """What a record says: blocks of ("head" | "text", words) and ("table", heads and rows)."""

    kind: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(record: str) -> Iterator[Printed]:
    """The blocks of a record in Markdown, its front matter left out, its title on top."""
    _, front, body = record.split("---\n", 2)
    yield Printed("head", next(line for line in front.splitlines() if line.startswith("title:"))[6:].strip())
    table: list[list[str]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            table.append([cell.strip().replace("\\|", "|") for cell in line.strip().strip("|").split("|")])
            continue
        if table:
            yield Printed("table", "", tuple(table[0]), tuple(tuple(row) for row in table[2:]))
            table = []
        if line.strip():
            kind = "head" if line.startswith(("#", "**")) else "text"
            yield Printed(kind, re.sub(r"^#+\s*|\*\*", "", line.strip()))


@dataclass
class Sheet:
    """One page: words with their baseline, and lines."""

    size: tuple[float, float]
    words: list[tuple[float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass
class Press:
    """Sets blocks on pages."""

    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0
    pad: float = 2.0
    centred: bool = False
    """Whether heads stand in the middle of their cells, as most do."""

    def page(self, size: tuple[float, float]) -> Sheet:
        self.sheets.append(Sheet(size))
        sheet = self.sheets[-1]
        sheet.words.append((size[0] / 2 - 6, size[1] - 30, 9.0, f"{len(self.sheets)}"))
        self.y = MARGIN
        return sheet

    def set(self, printed: Sequence[Printed]) -> list[Sheet]:
        self.page(PAGES["upright"])
        for block in printed:
            if block.kind == "table":
                self._table(block)
            else:
                self._text(block)
        return self.sheets

    def _text(self, block: Printed) -> None:
        sheet = self.sheets[-1]
        indent = 0.0 if block.kind == "head" else 2 * BODY
        for line in wrapped(block.text, sheet.size[0] - 2 * MARGIN, BODY, indent):
            if self.y + 2 * BODY > sheet.size[1] - FOOT - MARGIN / 2:
                sheet = self.page(sheet.size)
            self.y += 1.6 * BODY
            sheet.words.append((MARGIN + indent, self.y, BODY, line))
            indent = 0.0
        self.y += 4

    def _table(self, block: Printed) -> None:
        sheet = self.sheets[-1]
        size = PAGES["wide" if len(block.heads) > 7 else "upright"]
        if size != sheet.size or self.y > sheet.size[1] * 0.7:
            title = [w for w in sheet.words if w[2] == BODY][-2:] if size != sheet.size else []
            sheet = self.page(size)
            for _, _, em, words in title:
                self.y += 1.6 * BODY
                sheet.words.append((MARGIN, self.y, em, words))
        widths = columns(block, size[0] - 2 * MARGIN)
        xs = [MARGIN + sum(widths[:n]) for n in range(len(widths) + 1)]
        self.y += 6
        heads = head_rows(block.heads)
        for n, row in enumerate([*heads, *[[(n, 1, 1, t) for n, t in enumerate(r)] for r in block.rows]]):
            sheet = self._row(row, xs, sheet, centred=self.centred and n < len(heads))
        sheet.rules.append((xs[0], self.y, xs[-1], self.y))
        self.y += 8

    def _row(
        self, row: list[tuple[int, int, int, str]], xs: Sequence[float], sheet: Sheet, *, centred: bool = False
    ) -> Sheet:
        lines = {at: wrapped(text, xs[at + wide] - xs[at] - 2 * self.pad, SMALL) for at, wide, _, text in row if text}
        high = max([len(found) for found in lines.values()] or [1]) * SMALL * 1.25 + 6
        if self.y + high > sheet.size[1] - FOOT - 20:
            sheet.rules.append((xs[0], self.y, xs[-1], self.y))
            sheet = self.page(sheet.size)
        for at, wide, deep, text in row:
            top = self.y
            sheet.rules.append((xs[at], top, xs[at], top + high * deep))
            sheet.rules.append((xs[at + wide], top, xs[at + wide], top + high * deep))
            sheet.rules.append((xs[at], top, xs[at + wide], top))
            for n, line in enumerate(lines.get(at, []) if text else []):
                right = xs[at + wide] - self.pad - wide_of(line, SMALL)
                left = right if re.fullmatch(r"[-\d,.%]+", text) else xs[at] + self.pad
                left = (xs[at] + xs[at + wide] - wide_of(line, SMALL)) / 2 if centred else left
                sheet.words.append((left, top + SMALL * 1.25 * (n + 1), SMALL, line))
        self.y += high
        return sheet


def columns(block: Printed, room: float) -> list[float]:
    """Column widths that fill the room, wider where the words are longer."""
    weights = []
    for n, head in enumerate(block.heads):
        texts = [row[n] for row in block.rows if n < len(row)]
        longest = max([wide_of(t, SMALL) for t in texts] or [0.0])
        weights.append(min(max(longest, wide_of(split_path(head)[-1], SMALL) / 2, 34.0), 170.0) + 6)
    return [w * room / sum(weights) for w in weights]


def head_rows(heads: Sequence[str]) -> list[list[tuple[int, int, int, str]]]:
    """Head paths as rows of (column, columns spanned, rows spanned, words)."""
    paths = [split_path(head) for head in heads]
    depth = max(len(path) for path in paths)
    rows = []
    for level in range(depth):
        row, n = [], 0
        while n < len(paths):
            if level >= len(paths[n]):
                n += 1
                continue
            own, last = paths[n][: level + 1], n + 1
            leaf = len(paths[n]) == level + 1
            while not leaf and last < len(paths) and paths[last][: level + 1] == own and len(paths[last]) > level + 1:
                last += 1
            row.append((n, last - n, depth - level if leaf else 1, own[-1]))
            n = last
        rows.append(row)
    return rows


def wide_of(text: str, em: float) -> float:
    return sum(em * (0.556 if c.isascii() else 1.0) for c in text)


def wrapped(text: str, room: float, em: float, indent: float = 0.0) -> list[str]:
    lines, line = [], ""
    for char in text:
        if wide_of(line + char, em) + indent > room and line:
            lines.append(line)
            line, indent = "", 0.0
        line += char
    return [*lines, line]


def runs(sheet: Sheet) -> Iterator[tuple[float, float, float, str]]:
    """Words cut where the font changes: figures and Latin letters have one of their own."""
    for left, y, em, words in sheet.words:
        at = left
        for run in re.findall(r"[ -~]+|[^ -~]+", words):
            yield at, y, em, run
            at += wide_of(run, em)


# ---- as a PDF, as scans


def pdf(printed: Sequence[Printed], rules: str = "all", *, centred: bool = False) -> bytes:
    """A PDF with a text layer in two fonts; its tables have ``all`` lines, only ``level`` ones, ``some``, or ``none``."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    for sheet in Press(pad=2.0 if rules == "all" else 5.0, centred=centred).set(printed):
        canvas.setPageSize(sheet.size)
        odd = len(sheet.rules) % 2 == 1
        for x0, y0, x1, y1 in sheet.rules:
            if rules == "none" or (rules == "level" and x0 == x1) or (rules == "some" and odd):
                continue
            canvas.line(x0, sheet.size[1] - y0, x1, sheet.size[1] - y1)
        for x, y, em, run in runs(sheet):
            canvas.setFont("Helvetica" if run.isascii() else "STSong-Light", em)
            canvas.drawString(x, sheet.size[1] - y, run)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_around(above: Sequence[Printed], picture: Image.Image, below: Sequence[Printed]) -> bytes:
    """A page of text with a picture in its midst."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGES["upright"])
    canvas.setFont("STSong-Light", BODY)
    y = 780.0
    high = 480 * picture.height / picture.width
    for block in [*above, None, *below]:
        if block is None:
            canvas.drawImage(ImageReader(picture), MARGIN, y - high, 480, high)
            y -= high + 30
        else:
            canvas.drawString(MARGIN, y, block.text)
            y -= 22
    canvas.save()
    return out.getvalue()


def font_file() -> Path | None:
    return next((path for path in FONTS if path.exists()), None)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    path = font_file()
    assert path is not None
    return ImageFont.truetype(str(path), size, index=2)


def scans(printed: Sequence[Printed], dpi: int = 200, tilt: float = 0.0) -> list[Image.Image]:
    """The pages as pictures."""
    scale = dpi / 72
    pictures = []
    for sheet in Press().set(printed):
        picture = Image.new("L", (round(sheet.size[0] * scale), round(sheet.size[1] * scale)), 255)
        draw = ImageDraw.Draw(picture)
        for rule in sheet.rules:
            draw.line([v * scale for v in rule], fill=0, width=2)
        for x, y, em, run in runs(sheet):
            draw.text((x * scale, y * scale), run, fill=0, font=font(round(em * scale)), anchor="ls")
        pictures.append(picture.rotate(tilt, fillcolor=255, resample=Image.Resampling.BICUBIC))
    return pictures


def scanned_pdf(pictures: Sequence[Image.Image], dpi: int = 200) -> bytes:
    """The pictures as a PDF without a text layer."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()


# ---- as Office files and as a page


def word(printed: Sequence[Printed]) -> bytes:
    """A Word document whose heads are merged cells."""
    document = docx.Document()
    for block in printed:
        if block.kind != "table":
            document.add_paragraph(block.text)
            continue
        heads = head_rows(block.heads)
        table = document.add_table(len(heads) + len(block.rows), len(block.heads))
        for y, row in enumerate(heads):
            for x, wide, deep, text in row:
                cell = table.cell(y, x).merge(table.cell(y + deep - 1, x + wide - 1))
                cell.text = text
        for y, cells in enumerate(block.rows, len(heads)):
            for cell, text in zip(table.rows[y].cells, cells, strict=False):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_around(above: Sequence[Printed], picture: Image.Image, below: Sequence[Printed]) -> bytes:
    """A Word document with a picture in its midst."""
    document, png = docx.Document(), io.BytesIO()
    picture.save(png, "PNG")
    for block in above:
        document.add_paragraph(block.text)
    document.add_picture(png, width=docx.shared.Inches(6))
    for block in below:
        document.add_paragraph(block.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(printed: Sequence[Printed]) -> bytes:
    """A workbook: the narrative on its first sheet, then a sheet for each table, its figures as numbers."""
    book = openpyxl.Workbook()
    text = book.active
    above: list[str] = []
    for block in printed:
        if block.kind != "table":
            text.append([block.text])
            above = [*above, block.text][-2:]
            continue
        sheet = book.create_sheet(f"{len(book.sheetnames)}")
        for words in above:
            sheet.append([words])
        top = sheet.max_row
        heads = head_rows(block.heads)
        for y, row in enumerate(heads, top + 1):
            for x, wide, deep, words in row:
                sheet.cell(y, x + 1, words)
                if wide * deep > 1:
                    sheet.merge_cells(start_row=y, end_row=y + deep - 1, start_column=x + 1, end_column=x + wide)
        for y, cells in enumerate(block.rows, top + len(heads) + 1):
            for x, words in enumerate(cells, 1):
                number = re.fullmatch(r"-?[\d,]+\.(\d+)", words)
                cell = sheet.cell(y, x, float(words.replace(",", "")) if number else words)
                if number:
                    cell.number_format = ("#,##0." if "," in words else "0.") + "0" * len(number[1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(printed: Sequence[Printed]) -> bytes:
    """A web page with a site's menu and footer around the article."""
    lines = ["<html><head><meta charset=gb2312><title>网站</title><script>var a=1;</script></head><body>"]
    lines.append(
        "<div class=top><ul>" + "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(9)) + "</ul></div>"
    )
    lines.append("<div id=zoom>")
    for block in printed:
        if block.kind != "table":
            lines.append(f"<p>　　{block.text}</p>")
            continue
        lines.append("<table border=1>")
        for row in head_rows(block.heads):
            cells = "".join(f"<td colspan={wide} rowspan={deep}><p>{text}</p></td>" for _, wide, deep, text in row)
            lines.append(f"<tr>{cells}</tr>")
        lines += ["<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in block.rows]
        lines.append("</table>")
    lines.append("</div><div class=foot>版权所有<a href=/a>联系我们</a><a href=/b>网站地图</a></div></body></html>")
    return "\n".join(lines).encode("gb18030")
