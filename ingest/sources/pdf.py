"""PDF: positioned glyphs and ruled lines of each page, whatever the order in which the file draws them.

Pages without a text layer, or with one that maps glyphs to the wrong characters, are read as scans.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from corpus.problem import UnreadableError
from ingest.sources import pictures
from ingest.sources.layout import Glyph, distinct
from ingest.sources.original import Source
from ingest.sources.pages import Laid, Page, lay, page_of, scan_problems
from ingest.sources.ruling import Segment

MOST_PAGES: Final = 500
"""Pages that a file may have."""
_ASLANT: Final = 0.1
_ASCENT: Final = 0.86
"""Share of the em above the baseline, as ideographs are set. Fonts state their own boxes too unlike each other."""
_THIN: Final = 3.0
_COMPATIBLE: Final = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_UNMAPPED: Final = re.compile(r"\(cid:\d+\)")

_MALFORMED: Final = (TypeError, ValueError, LookupError, AttributeError, AssertionError, RecursionError, struct.error)
"""What pdfminer raises on objects that are not what they should be."""

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""
Drawn = Mapping[str, Any]
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(data: bytes, name: str) -> Source:
    """读 PDF. Raises UnreadableError for a file that is encrypted, broken, too long or has no page."""
    laid = lay_pdf(data, name)
    return Source(laid.text, "application/pdf", is_paged=True, is_wrapped=True, problems=scan_problems(laid))


def lay_pdf(data: bytes, name: str) -> Laid:
    """排出 a PDF's text with its glyphs; raises as ``read_pdf`` does."""
    if _is_cut(data):
        raise UnreadableError(f"{name}：PDF 不完整（没有文件尾），请重新下载后再导入")
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            count = len(document.pages)
            if count > MOST_PAGES:
                raise UnreadableError(f"{name}：PDF 有 {count} 页，超过 {MOST_PAGES} 页上限，请拆分后再导入")
            if not count:
                raise UnreadableError(f"{name}：PDF 里没有页面，文件可能不完整")
            pages = [_page_of(page, n, data) for n, page in enumerate(document.pages, 1)]
    except (PdfminerException, MalformedPDFException, PDFPasswordIncorrect) as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect) or isinstance(error, PDFPasswordIncorrect):
            raise UnreadableError(f"{name}：PDF 有打开密码，请去除密码后再导入") from None
        raise UnreadableError(f"{name}：PDF 结构损坏或不完整，无法读取，请重新下载后再导入") from None
    except _MALFORMED:
        raise UnreadableError(f"{name}：PDF 结构损坏，无法读取，请重新下载后再导入") from None
    return lay(pages)


def page_at(data: bytes, number: int, *, recognised: bool = True) -> Page:
    """One page of a file that was read before; ``number`` counts from 1.

    Where it is not to be ``recognised``, only its text layer is read: what a picture says takes seconds.
    """
    with pdfplumber.open(io.BytesIO(data), pages=[number]) as document:
        return _page_of(document.pages[0], number, data, recognised=recognised)


def _is_cut(data: bytes) -> bool:
    """Whether a file ends before its end: no end mark, or shorter than a linearized file says of itself."""
    stated = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})", data[:2048])
    return b"%%EOF" not in data or (stated is not None and int(stated[1]) > len(data) + 1024)


def _page_of(page: Any, number: int, data: bytes, *, recognised: bool = True) -> Page:
    """A page by its text layer; by its picture where it has none, or one that says nothing."""
    dx, dy, size = _frame(page)
    turn = _turn(page.chars)
    glyphs = [_turned_glyph(g.moved(dx, dy), turn, size) for g in _glyphs(page.chars, turn)]
    segments = [_turned_segment(s.moved(dx, dy), turn, size) for s in _segments(page)]
    own = page_of(number, size if turn in (0, 180) else size[::-1], distinct(glyphs), segments)
    own.turn = turn
    own.astray = [
        Glyph(char["text"], char["x0"] + dx, char["top"] + dy, char["x1"] + dx, char["bottom"] + dy)
        for char in page.chars
        if char["text"].strip() and _direction(char) != turn
    ]
    areas = (
        []
        if not recognised
        else [(x0 + dx, top + dy, x1 + dx, bottom + dy) for x0, top, x1, bottom in pictures.unread(page)]
    )
    if areas:
        own = pictures.read(data, number, own, areas)
    page.close()
    return own


def _frame(page: Any) -> tuple[float, float, tuple[float, float]]:
    """What is added to places on a page to count from the corner that its viewer shows, and the size shown.

    A viewer shows the crop box, turned as the page says; pdfplumber counts from the media box.
    """
    x0, y0, x1, y1 = page.page_obj.mediabox
    crop = page.page_obj.cropbox or (x0, y0, x1, y1)
    left, low, right, high = max(crop[0], x0), max(crop[1], y0), min(crop[2], x1), min(crop[3], y1)
    if left >= right or low >= high:
        left, low, right, high = x0, y0, x1, y1
    corners = {
        0: ((left - x0, low - y0), (right - x0, high - y0)),
        90: ((low - y0, x1 - right), (high - y0, x1 - left)),
        180: ((x1 - right, y1 - high), (x1 - left, y1 - low)),
        270: ((y1 - high, left - x0), (y1 - low, right - x0)),
    }
    (near, below), (far, above) = corners[page.rotation // 90 * 90]
    return -near - page.mediabox[0], above - page.height - page.mediabox[1], (far - near, above - below)


def shown(page: Page, box: Box) -> Box:
    """显示位置: where a box of the page, upright as it was read, stands on the page that its viewer shows."""
    size = (page.width, page.height)
    (x0, y0), (x1, y1) = (_turned(at, -page.turn % 360, size) for at in (box[:2], box[2:]))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turn(chars: Sequence[Drawn]) -> int:
    """Degrees by which the text of a page is turned against its page, clockwise: that of most glyphs."""
    counts = {0: 0, 90: 0, 180: 0, 270: 0}
    for char in chars:
        across, up = char["matrix"][0], char["matrix"][1]
        if abs(across) >= abs(up):
            counts[0 if across >= 0 else 180] += 1
        else:
            counts[270 if up > 0 else 90] += 1
    return max(counts, key=lambda turn: counts[turn])


def _direction(char: Drawn) -> int:
    return _turn([char])


def _is_oblique(char: Drawn) -> bool:
    """Whether a glyph runs aslant, as those of watermarks do; a slanted letter of an upright line does not."""
    across, up = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(across, up) > _ASLANT * max(across, up))


def _glyphs(chars: Sequence[Drawn], turn: int) -> Iterator[Glyph]:
    """The glyphs that run with the page's text; others are watermarks and stamps."""
    for char in chars:
        text = char["text"]
        if not text.strip() or _direction(char) != turn or _is_oblique(char):
            continue
        text = "\ufffd" if _UNMAPPED.fullmatch(text) else text
        if _COMPATIBLE.search(text):
            text = unicodedata.normalize("NFKC", text)
        top, bottom = char["top"], char["bottom"]
        if turn == 0:
            baseline = top + (char["y1"] - char["matrix"][5])
            top, bottom = baseline - _ASCENT * char["size"], baseline + (1 - _ASCENT) * char["size"]
        yield Glyph(text, char["x0"], top, char["x1"], bottom)


def _turned_glyph(glyph: Glyph, turn: int, size: tuple[float, float]) -> Glyph:
    if turn == 0:
        return glyph
    x0, top = _turned((glyph.x0, glyph.top), turn, size)
    x1, bottom = _turned((glyph.x1, glyph.bottom), turn, size)
    return Glyph(glyph.text, min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))


def _turned(point: tuple[float, float], turn: int, size: tuple[float, float]) -> tuple[float, float]:
    """A point of the page on the page turned so that its text stands upright."""
    x, y = point
    width, height = size
    return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turn]


def _turned_segment(segment: Segment, turn: int, size: tuple[float, float]) -> Segment:
    if turn == 0:
        return segment
    ends = [(segment.at, segment.low), (segment.at, segment.high)]
    if not segment.upright:
        ends = [(y, x) for x, y in ends]
    (x0, y0), (x1, y1) = (_turned(end, turn, size) for end in ends)
    if abs(x1 - x0) < abs(y1 - y0):
        return Segment(upright=True, at=x0, low=min(y0, y1), high=max(y0, y1))
    return Segment(upright=False, at=y0, low=min(x0, x1), high=max(x0, x1))


def _segments(page: Any) -> Iterator[Segment]:
    """Ruled lines: drawn lines, thin rectangles, and the four sides of boxes; white ones are not seen."""
    for rect in page.rects:
        if not rect["stroke"] and _is_white(rect["non_stroking_color"]):
            continue
        yield from _sides(rect["x0"], rect["top"], rect["x1"], rect["bottom"])
    for line in page.lines:
        if not _is_white(line["stroking_color"]):
            yield from _sides(line["x0"], line["top"], line["x1"], line["bottom"])
    for curve in page.curves:
        points = curve["pts"]
        for (x0, y0), (x1, y1) in pairwise(points):
            if min(abs(x1 - x0), abs(y1 - y0)) < 0.5:
                yield from _sides(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _sides(x0: float, top: float, x1: float, bottom: float) -> Iterator[Segment]:
    wide, high = x1 - x0 > _THIN, bottom - top > _THIN
    if wide and high:
        yield from (
            Segment(upright=True, at=x0, low=top, high=bottom),
            Segment(upright=True, at=x1, low=top, high=bottom),
        )
        yield from (Segment(upright=False, at=top, low=x0, high=x1), Segment(upright=False, at=bottom, low=x0, high=x1))
    elif high:
        yield Segment(upright=True, at=(x0 + x1) / 2, low=top, high=bottom)
    elif wide:
        yield Segment(upright=False, at=(top + bottom) / 2, low=x0, high=x1)


def _is_white(colour: object) -> bool:
    if colour is None:
        return False
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [v for v in values if isinstance(v, (int, float))]
    if len(numbers) == 4:
        return all(v == 0 for v in numbers)
    return bool(numbers) and all(v >= 0.99 for v in numbers)
