"""页图: a page of an original as a picture, the cited words boxed, for the view of the source."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from corpus.problem import UnreadableError
from ingest import sandbox
from ingest.layout import Glyph
from ingest.pages import Letters, Page, TextLine
from ingest.pdf import page_at, shown
from ingest.scan import LARGEST_PICTURE, Renderer
from ingest.source import kind_of

_MARK = (255, 214, 0, 80)
_EDGE = (214, 120, 0, 255)
_SHORTEST = 2

Box = tuple[float, float, float, float]


def page_png(data: bytes, number: int, quotes: Sequence[str] = (), nth: int = 1) -> bytes:
    """页图 (PNG) of page ``number`` (from 1) with each of ``quotes`` boxed where it stands; made apart, in 1 to 2 s.

    Where a quote stands on the page several times, the ``nth`` (from 1, in reading order) is boxed.
    The picture's text chunk ``marks`` tells where the boxes are: JSON, [left, top, right, bottom] as shares of the page.
    Raises UnreadableError for an original that has no pages, a page that it does not have, or a broken file.
    """
    if kind_of(data) not in ("pdf", "image"):
        raise UnreadableError("此文件没有页面图像（不是 PDF 或图片）")
    png = sandbox.apart(["picture", json.dumps([number, list(quotes), nth])], data, 60)
    if png.startswith(b"{"):
        raise UnreadableError(str(json.loads(png)["unreadable"]))
    return png


def draw(data: bytes, number: int, quotes: Sequence[str], nth: int = 1) -> bytes:
    """What ``page_png`` does, in this process."""
    if kind_of(data) == "image":
        return _whole_picture(data)
    renderer = Renderer(data)
    try:
        if not 1 <= number <= renderer.count:
            raise UnreadableError(f"原件没有第 {number} 页（共 {renderer.count} 页）")
        pixels, scale = renderer.picture(number)
    finally:
        renderer.close()
    picture = Image.fromarray(pixels)
    if not quotes:
        return _png(picture)
    page = page_at(data, number)
    found = [shown(page, box) for box in boxes(page, quotes, nth)]
    return _png(_marked(picture, scale, found), _shares(found, picture.width * scale, picture.height * scale))


def _shares(found: Sequence[Box], width: float, height: float) -> list[list[float]]:
    """Boxes as shares of the page's width and height, so that a viewer of any size can scroll to them."""
    return [[round(n, 4) for n in (x0 / width, top / height, x1 / width, low / height)] for x0, top, x1, low in found]


def _whole_picture(data: bytes) -> bytes:
    Image.MAX_IMAGE_PIXELS = LARGEST_PICTURE
    with Image.open(io.BytesIO(data)) as picture:
        picture.thumbnail((2400, 2400))
        return _png(picture.convert("RGB"))


def _png(picture: Image.Image, marks: Sequence[Sequence[float]] = ()) -> bytes:
    about = PngInfo()
    about.add_text("marks", json.dumps(marks))
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=about)
    return out.getvalue()


def _marked(picture: Image.Image, scale: float, found: Sequence[Box]) -> Image.Image:
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    for x0, top, x1, bottom in found:
        around = [(x0 - 1.5) / scale, (top - 1) / scale, (x1 + 1.5) / scale, (bottom + 1) / scale]
        pen.rectangle(around, fill=_MARK, outline=_EDGE, width=2)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def boxes(page: Page, quotes: Sequence[str], nth: int = 1) -> list[Box]:
    """框: where the quotes stand on the page (the ``nth`` time), one box a line and cell; else by their pieces."""
    pieces = [letters for letters in _pieces(page) if letters]
    glyphs = [(c, glyph, n) for n, letters in enumerate(pieces) for c, glyph in letters if glyph and not c.isspace()]
    text = "".join(c for c, _, _ in glyphs)
    found: dict[tuple[int, float], list[Glyph]] = {}
    for quote in quotes:
        for start, end in _spans(text, quote, nth):
            for _, glyph, piece in glyphs[start:end]:
                found.setdefault((piece, round(glyph.middle[1] / 4)), []).append(glyph)
    return [
        (min(g.x0 for g in own), min(g.top for g in own), max(g.x1 for g in own), max(g.bottom for g in own))
        for own in found.values()
    ]


def _pieces(page: Page) -> Iterator[Letters]:
    for item in page.items:
        if isinstance(item, TextLine):
            yield item.letters
        else:
            for row in item.rows:
                yield from (row[column] for column in sorted(row))


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
    number, quotes, nth = json.loads(asked)
    return draw(data, int(number), [str(quote) for quote in quotes], int(nth))
