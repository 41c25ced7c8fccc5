"""页图: a page of an original as a picture, the cited words boxed, for the view of the source."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from corpus.problem import UnreadableError
from ingest.privacy.masks import MARKS
from ingest.sources import sandbox
from ingest.sources.extract import kind_of
from ingest.sources.layout import Glyph
from ingest.sources.pages import Page, page_of
from ingest.sources.pdf import page_at, shown
from ingest.sources.picture_masks import Letter, covers, letters, stray_covers
from ingest.sources.scan import DPI, Picture, Renderer, picture_at, recognise, upright

_MARK = (255, 214, 0, 80)
_EDGE = (214, 120, 0, 255)
_COVER = (90, 90, 90)
_SHORTEST = 2

Box = tuple[float, float, float, float]


def page_png(data: bytes, number: int, quotes: Sequence[str] = (), nth: int = 1, masked: str | None = None) -> bytes:
    """页图 (PNG) of page ``number`` (from 1) with each of ``quotes`` boxed where it stands; made apart, in 1 to 2 s.

    Where a quote stands on the page several times, the ``nth`` (from 1, in reading order) is boxed. ``masked`` is the
    page's text as the store holds it: what is masked there is painted over, and quotes are looked for in what is left.
    The picture's text chunk ``marks`` tells where the boxes are: JSON, [left, top, right, bottom] as shares of the page.
    Raises UnreadableError for an original that has no pages, a page that it does not have, one whose masked words
    cannot be placed, or a broken file.
    """
    if kind_of(data) not in ("pdf", "image"):
        raise UnreadableError("此文件没有页面图像（不是 PDF 或图片）")
    png = sandbox.apart("picture", json.dumps([number, list(quotes), nth, masked]), data, 120, 60)
    if png.startswith(b"{"):
        raise UnreadableError(str(json.loads(png)["unreadable"]))
    return png


def draw(data: bytes, number: int, quotes: Sequence[str], nth: int = 1, masked: str | None = None) -> bytes:
    """What ``page_png`` does, in this process."""
    if kind_of(data) == "image":
        pixels, scale, page = _photographed(data, number, masked)
    else:
        pixels, scale, page = _printed(data, number, quotes, masked)
    picture = Image.fromarray(pixels)
    if page is None:
        return _png(picture)
    found = letters(page, masked)
    hidden = [*(shown(page, box) for box in covers(found)), *stray_covers(page)]
    boxed = [shown(page, box) for box in _boxes(found, quotes, nth)]
    if hidden or boxed:
        picture = _marked(picture, scale, boxed, hidden)
    return _png(picture, _shares(boxed, picture.width * scale, picture.height * scale))


def _printed(data: bytes, number: int, quotes: Sequence[str], masked: str | None) -> tuple[Picture, float, Page | None]:
    """A page of a PDF: its picture, points per pixel, and what it prints.

    A scan is read again only where words on it must be hidden or boxed: that takes seconds.
    """
    renderer = Renderer(data)
    try:
        if not 1 <= number <= renderer.count:
            raise UnreadableError(f"原件没有第 {number} 页（共 {renderer.count} 页）")
        pixels, scale = renderer.picture(number, annotations=False)
    finally:
        renderer.close()
    page = page_at(data, number, recognised=masked is None or bool(quotes) or not MARKS.isdisjoint(masked))
    if page.is_scanned and all(letter.confidence < 1 for letter in _glyphs(page)):
        pixels = upright(pixels)
    return pixels, scale, page


def _photographed(data: bytes, number: int, masked: str | None) -> tuple[Picture, float, Page | None]:
    """A picture that is a file by itself; read again where words on it must be hidden."""
    pixels, scale = picture_at(data, number), 72 / DPI
    if masked is not None and MARKS.isdisjoint(masked):
        return pixels, scale, None
    pixels = upright(pixels)
    size = (pixels.shape[1] * scale, pixels.shape[0] * scale)
    return pixels, scale, page_of(number, size, *recognise(pixels, scale), is_scanned=True)


def _glyphs(page: Page) -> Iterator[Glyph]:
    return (letter.glyph for letter in letters(page, None))


def _shares(found: Sequence[Box], width: float, height: float) -> list[list[float]]:
    """Boxes as shares of the page's width and height, so that a viewer of any size can scroll to them."""
    return [[round(n, 4) for n in (x0 / width, top / height, x1 / width, low / height)] for x0, top, x1, low in found]


def _png(picture: Image.Image, marks: Sequence[Sequence[float]] = ()) -> bytes:
    about = PngInfo()
    about.add_text("marks", json.dumps(marks))
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=about)
    return out.getvalue()


def _marked(picture: Image.Image, scale: float, boxed: Sequence[Box], hidden: Sequence[Box]) -> Image.Image:
    """The picture with what is hidden painted over, for good, and what is boxed shining through its box."""
    plain = picture.convert("RGB")
    cover = ImageDraw.Draw(plain)
    for box in hidden:
        cover.rectangle([edge / scale for edge in box], fill=_COVER)
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    for x0, top, x1, bottom in boxed:
        around = [(x0 - 1.5) / scale, (top - 1) / scale, (x1 + 1.5) / scale, (bottom + 1) / scale]
        pen.rectangle(around, fill=_MARK, outline=_EDGE, width=2)
    return Image.alpha_composite(plain.convert("RGBA"), layer).convert("RGB")


def boxes(page: Page, quotes: Sequence[str], nth: int = 1) -> list[Box]:
    """框: where the quotes stand on the page (the ``nth`` time), one box a line and cell; else by their pieces."""
    return _boxes(letters(page, None), quotes, nth)


def _boxes(found: Sequence[Letter], quotes: Sequence[str], nth: int) -> list[Box]:
    """Boxes of the quotes among what may be shown: a hidden letter cannot be asked for."""
    text = "".join(letter.shown for letter in found)
    lines: dict[tuple[int, float], list[Glyph]] = {}
    for quote in quotes:
        for start, end in _spans(text, quote, nth):
            for letter in found[start:end]:
                lines.setdefault((letter.piece, round(letter.glyph.middle[1] / 4)), []).append(letter.glyph)
    return [
        (min(g.x0 for g in own), min(g.top for g in own), max(g.x1 for g in own), max(g.bottom for g in own))
        for own in lines.values()
    ]


def _spans(text: str, quote: str, nth: int) -> Iterator[tuple[int, int]]:
    whole = "".join(quote.split())
    at = text.find(whole) if whole else -1
    for _ in range(nth - 1 if at >= 0 else 0):
        at = max(at, text.find(whole, at + 1))  # fewer than said: the last
    if at >= 0:
        yield at, at + len(whole)
        return
    for piece in quote.split():
        at = text.find(piece) if len(piece) >= _SHORTEST else -1
        if at >= 0:
            yield at, at + len(piece)


def draw_asked(data: bytes, asked: str) -> bytes:
    """The process apart: the page and quotes asked for as JSON, drawn."""
    number, quotes, nth, masked = json.loads(asked)
    return draw(data, int(number), [str(quote) for quote in quotes], int(nth), masked)
