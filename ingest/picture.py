"""页图: a page of an original as a picture, the cited words boxed, for the view of the source."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from corpus.problem import UnreadableError
from ingest import sandbox
from ingest.layout import Glyph
from ingest.pages import Letters, Page, TextLine
from ingest.pdf import page_at
from ingest.scan import LARGEST_PICTURE, Renderer
from ingest.source import kind_of

_MARK = (255, 214, 0, 80)
_EDGE = (214, 120, 0, 255)
_SHORTEST = 2

Box = tuple[float, float, float, float]


def page_png(data: bytes, number: int, quotes: Sequence[str] = ()) -> bytes:
    """页图 (PNG) of page ``number`` (from 1) with each of ``quotes`` boxed where it stands; made apart, in 1 to 2 s.

    Raises UnreadableError for an original that has no pages, a page that it does not have, or a broken file.
    """
    if kind_of(data) not in ("pdf", "image"):
        raise UnreadableError("此文件没有页面图像（不是 PDF 或图片）")
    png = sandbox.apart(["picture", json.dumps([number, list(quotes)])], data, 60)
    if png.startswith(b"{"):
        raise UnreadableError(str(json.loads(png)["unreadable"]))
    return png


def draw(data: bytes, number: int, quotes: Sequence[str]) -> bytes:
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
    if quotes:
        picture = _marked(picture, scale, boxes(page_at(data, number), quotes))
    return _png(picture)


def _whole_picture(data: bytes) -> bytes:
    Image.MAX_IMAGE_PIXELS = LARGEST_PICTURE
    with Image.open(io.BytesIO(data)) as picture:
        picture.thumbnail((2400, 2400))
        return _png(picture.convert("RGB"))


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _marked(picture: Image.Image, scale: float, found: Sequence[Box]) -> Image.Image:
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    for x0, top, x1, bottom in found:
        around = [(x0 - 1.5) / scale, (top - 1) / scale, (x1 + 1.5) / scale, (bottom + 1) / scale]
        pen.rectangle(around, fill=_MARK, outline=_EDGE, width=2)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def boxes(page: Page, quotes: Sequence[str]) -> list[Box]:
    """框: where the quotes stand on the page, one box a line and cell; a quote that is not whole there by its pieces."""
    pieces = [letters for letters in _pieces(page) if letters]
    glyphs = [(c, glyph, n) for n, letters in enumerate(pieces) for c, glyph in letters if glyph and not c.isspace()]
    text = "".join(c for c, _, _ in glyphs)
    found: dict[tuple[int, float], list[Glyph]] = {}
    for quote in quotes:
        for start, end in _spans(text, quote):
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


def _spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    whole = "".join(quote.split())
    at = text.find(whole) if whole else -1
    if at >= 0:
        yield at, at + len(whole)
        return
    for piece in quote.split():
        at = text.find(piece) if len(piece) >= _SHORTEST else -1
        if at >= 0:
            yield at, at + len(piece)


def draw_asked(data: bytes, asked: str) -> bytes:
    """The process apart: the page and quotes asked for as JSON, drawn."""
    number, quotes = json.loads(asked)
    return draw(data, int(number), [str(quote) for quote in quotes])
