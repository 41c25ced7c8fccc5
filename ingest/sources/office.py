"""Office 文件: Word documents and workbooks (new and old), told apart by what is inside.

Tables come out as rows of cells parted by tabs; a cell merged over columns or rows is printed once, at its upper left.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final, cast
from xml.etree.ElementTree import ParseError

import docx
import openpyxl
import xlrd
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from corpus.problem import Problem, UnreadableError
from ingest.sources import printing
from ingest.sources.formulas import evaluate
from ingest.sources.insets import Insets
from ingest.sources.original import Source
from ingest.sources.sheet import Sheet, printed, sheet_lines
from ingest.structure.numbering import Numbering

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS: Final = "application/vnd.ms-excel"

_LARGEST_UNPACKED: Final = 200 * 1024 * 1024
_MOST_PARTS: Final = 5000
_HIGHEST_RATIO: Final = 200
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 200
_GAP: Final = "    "
_OLD_PICTURE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_POINT: Final = 12700
"""English metric units."""
_MALFORMED: Final = (
    *(LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError, RecursionError, OSError),
    *(EOFError, struct.error, zlib.error, zipfile.BadZipFile, etree.XMLSyntaxError, ParseError, NotImplementedError),
)
"""What the libraries raise on parts that are not what they should be."""


def read_office(data: bytes, name: str) -> Source:
    """读 a Word document or a workbook. Raises UnreadableError for what is locked, armed, broken or neither."""
    if not data.startswith(b"PK"):
        return _old(data, name)
    parts = _checked(data, name)
    try:
        if "word/document.xml" in parts:
            return _document(data)
        if "xl/workbook.xml" in parts:
            return _workbook(data)
    except _MALFORMED:
        raise UnreadableError(f"{name}：Office 文件损坏或不完整，无法读取，请重新下载后再导入") from None
    raise UnreadableError(f"{name}：这是压缩包或不支持的格式，请解压或另存为 PDF、DOCX、XLSX 后再导入")


def _checked(data: bytes, name: str) -> set[str]:
    """The names of a package's parts, once it is known to be harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(sum(part.compress_size for part in parts), 1)
            if unpacked > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
                raise UnreadableError(f"{name}：解压后有 {unpacked // 1024 // 1024} MB，超过上限，未导入")
            if unpacked > 10 * 1024 * 1024 and unpacked / packed > _HIGHEST_RATIO:
                raise UnreadableError(f"{name}：压缩比异常，像是压缩炸弹，未导入")
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise UnreadableError(f"{name}：文件有打开密码，请去除密码后再导入")
            if any(n.lower().endswith(("vbaproject.bin", ".vbs", ".exe")) for n in names):
                raise UnreadableError(f"{name}：文件含有宏或程序，请另存为不含宏的格式后再导入")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(package.read(part)[:4096]):
                    raise UnreadableError(f"{name}：文件的 XML 含有实体定义，可能有害，未导入")
    except (*_MALFORMED, RuntimeError):
        raise UnreadableError(f"{name}：文件损坏或不完整，无法读取，请重新下载后再导入") from None
    return names


# ---- Word


def _document(data: bytes) -> Source:
    document: Document = docx.Document(io.BytesIO(data))
    numbering, insets = Numbering.of(document), Insets()
    lines: list[str] = []
    for element in _blocks(document.element.body):
        if element.tag == qn("w:tbl"):
            lines += _table(element)
        else:
            lines += _paragraph(Paragraph(element, document), numbering)
        for picture, wide in _pictures(element, document):
            lines += insets.lines(picture, wide, lines)
    return Source("\n".join(lines) + "\n", DOCX, is_wrapped=False, problems=insets.problems(lines))


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, those inside content controls among them."""
    for element in body:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag == qn("w:sdt") and (content := element.find(qn("w:sdtContent"))) is not None:
            yield from _blocks(content)


def _pictures(element: etree._Element, document: Document) -> Iterator[tuple[bytes, float | None]]:
    """The pictures below an element, each with the width in points at which it is shown, where that is said."""
    for picture in element.iter(qn("a:blip"), _OLD_PICTURE):
        if any(str(above.tag).endswith("}Fallback") for above in picture.iterancestors()):
            continue
        part = document.part.related_parts.get(picture.get(qn("r:embed")) or picture.get(qn("r:id")) or "")
        drawing = next(picture.iterancestors(qn("wp:inline"), qn("wp:anchor")), None)
        extent = None if drawing is None else drawing.find(qn("wp:extent"))
        if part is not None:
            yield part.blob, None if extent is None else int(extent.get("cx", "0")) / _POINT or None


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[str]:
    text = numbering.label(paragraph) + _text(paragraph._p)  # noqa: SLF001 - text boxes and breaks are below it
    yield from (line.replace("\t", _GAP).rstrip() for line in text.split("\n"))


def _text(element: etree._Element) -> str:
    """All that is printed below an element; what stands there only for old programs is left out."""
    found: list[str] = []
    pending = [element]
    while pending:
        node = pending.pop()
        if node.tag == qn("w:r") and node.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None:
            continue
        if node.tag == qn("w:tbl") and node is not element:
            continue  # a table inside a cell is printed by itself
        if node.tag == qn("w:t"):
            found.append(node.text or "")
        elif node.tag == qn("w:tab"):
            found.append("\t")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            found.append("\n")
        elif node.tag == qn("w:noBreakHyphen"):
            found.append("-")
        elif isinstance(node.tag, str) and not node.tag.endswith(("}Fallback", "}del", "}tabs", "}instrText")):
            if node.tag == qn("w:p") and found and node is not element:
                found.append("\n")
            pending += reversed(list(node))
    return "".join(found)


def _table(table: etree._Element) -> Iterator[str]:
    """The rows of a table, merged cells printed once; then the tables inside its cells."""
    rows = [[*_cells(row)] for row in _own(table, "w:tr")]
    inner = [nested for nested in table.iter(qn("w:tbl")) if nested is not table and _above(nested) is table]
    if inner and not any(text for row in rows for _, text in row):
        rows = []
    yield from _printed_rows(rows)
    for nested in inner:
        yield ""
        yield from _table(nested)


def _own(table: etree._Element, name: str) -> Iterator[etree._Element]:
    """The parts of a table of this name, not those of the tables inside its cells."""
    return (part for part in table.iter(qn(name)) if _above(part) is table)


def _above(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(qn("w:tbl")), None)


def _printed_rows(rows: list[list[tuple[int, str]]]) -> Iterator[str]:
    width = max((at + 1 for row in rows for at, _ in row), default=0)
    if width == 1:
        yield from (line for row in rows for _, text in row for line in text.split("\n"))
        return
    for row in rows:
        line = [""] * width
        for at, text in row:
            line[at] = printed(text)
        yield "\t".join(line)


def _cells(row: etree._Element) -> Iterator[tuple[int, str]]:
    """The cells of a row with their columns; one that goes on from above is blank."""
    properties = row.find(qn("w:trPr"))
    before = None if properties is None else properties.find(qn("w:gridBefore"))
    at = 0 if before is None else int(before.get(qn("w:val"), "0"))
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr")), None) is not row:
            continue
        own = cell.find(qn("w:tcPr"))
        span = None if own is None else own.find(qn("w:gridSpan"))
        merge = None if own is None else own.find(qn("w:vMerge"))
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        yield at, "" if goes_on else _text(cell)
        at += 1 if span is None else int(span.get(qn("w:val"), "1"))


# ---- workbooks


def _workbook(data: bytes) -> Source:
    """The visible sheets, without what is hidden or outside the print area; formulas that nobody computed are."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        parts = {s.title: whole.read(s._worksheet_path) for s in book.worksheets}  # noqa: SLF001 - not told otherwise
        areas = printing.areas(whole.read("xl/workbook.xml"), book.sheetnames)
    formulas = _Formulas(data, {title for title, xml in parts.items() if b"<f" in xml})
    lines: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_MOST_ROWS)
        cells = [[(cell.value, cell.number_format or "") for cell in row[:_MOST_COLUMNS]] for row in rows]
        formulas.fill(sheet.title, cells)
        shown = printing.shown(cells, printing.hidden(parts[sheet.title]), areas.get(sheet.title))
        lines += sheet_lines(Sheet(sheet.title, shown))
    text = "\n".join(lines) + "\n"
    said = f"{formulas.lost} 个单元格只存有公式、没有结果，未能算出，未收录"
    problems = (Problem("formula", said, None, None),) if formulas.lost else ()
    return Source(text, XLSX, is_wrapped=False, problems=problems)


class _Formulas:
    """公式 of the sheets that have any: opened only where a cell lacks its result."""

    def __init__(self, data: bytes, sheets: set[str]) -> None:
        self._data, self._sheets = data, sheets
        self._held: dict[str, list[list[object]]] = {}
        self.lost = 0

    def fill(self, title: str, cells: list[list[tuple[object, str]]]) -> None:
        """Put results where a cell has a formula and none; count those that cannot be worked out."""
        if title not in self._sheets:
            return
        for r, row in enumerate(self._rows(title)[: len(cells)]):
            for c, held in enumerate(row[: len(cells[r])]):
                if cells[r][c][0] is None and isinstance(held, str) and held.startswith("="):
                    found = evaluate(held, title, self._cell)
                    self.lost += found is None
                    cells[r][c] = (found, cells[r][c][1])

    def _rows(self, title: str) -> list[list[object]]:
        if not self._held:
            book = openpyxl.load_workbook(io.BytesIO(self._data), read_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_row=_MOST_ROWS, values_only=True)
                self._held[sheet.title] = [list(row[:_MOST_COLUMNS]) for row in rows]
        return self._held.get(title, [])

    def _cell(self, title: str, row: int, column: int) -> object:
        rows = self._rows(title)
        return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


def _old(data: bytes, name: str) -> Source:
    """读 a workbook of the old format; an old Word document must be saved anew."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError(f"{name}：文件有打开密码，请去除密码后再导入")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise UnreadableError(f"{name}：文件含有宏，请另存为不含宏的格式后再导入")
    if "WordDocument".encode("utf-16-le") in data:
        raise UnreadableError(f"{name}：这是旧版 Word 文件（.doc），请另存为 .docx 或 PDF 再导入")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        sheets = [Sheet(s.name, _old_cells(book, s)) for s in book.sheets() if s.visibility == 0]
        lines = [line for sheet in sheets for line in sheet_lines(sheet)]
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        why = "有打开密码，请去除密码" if "encrypt" in str(error).lower() else "损坏或不是 Excel 文件，请另存为 .xlsx"
        raise UnreadableError(f"{name}：旧版 Office 文件{why}后再导入") from None
    except _MALFORMED:
        raise UnreadableError(f"{name}：旧版 Office 文件损坏或不完整，请另存为 .xlsx 后再导入") from None
    return Source("\n".join(lines) + "\n", XLS, is_wrapped=False)


def _old_cells(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> list[list[tuple[object, str]]]:
    rows = []
    for n in range(min(sheet.nrows, _MOST_ROWS)):
        row: list[tuple[object, str]] = []
        for cell in sheet.row_slice(n, 0, _MOST_COLUMNS):
            form = book.format_map[book.xf_list[cell.xf_index].format_key]
            value = (
                xlrd.xldate_as_datetime(cell.value, book.datemode) if cell.ctype == xlrd.XL_CELL_DATE else cell.value
            )
            row.append((None if cell.ctype == xlrd.XL_CELL_ERROR else value, cast("str", form.format_str)))
        rows.append(row)
    return rows
