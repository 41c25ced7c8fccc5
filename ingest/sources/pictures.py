"""页中图像: what of a PDF page only its picture says — a scanned page, a text layer that is garbage, a table as image."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

from ingest.sources.layout import Glyph
from ingest.sources.pages import Page, RuledRows, page_of
from ingest.sources.ruling import Segment

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

WHOLE: Final[Box] = (0.0, 0.0, math.inf, math.inf)
_FEW: Final = 12
_LARGE: Final = 0.45
_TABLE: Final = 0.08
_OUTLINES: Final = 150
_ENOUGH: Final = 60
_COMMON: Final = frozenset(
    "的一是在人有为年不中出支入收预算决元万财政公共部门单位经费项目本级服务管理事业和及以上下表款类区市工作情况说明其他主要总计合基经常用于"
)
"""Characters that text of this genre cannot do without."""
_LEAST_COMMON: Final = 0.08
_LEAST_CHINESE: Final = 0.05
_LEAST_LINES: Final = 6


def unread(page: Any) -> list[Box]:
    """The parts of a page that only its picture tells; the whole page is ``WHOLE``."""
    area = max(page.width * page.height, 1)
    text = "".join(char["text"] for char in page.chars if char["text"].strip())
    images = [(i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images]
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in images)
    if len(text) < _FEW and (covered > _LARGE * area or len(page.curves) > _OUTLINES):
        return [WHOLE]
    if _is_garbage(text):
        return [WHOLE]
    return [box for box in images if _is_large(box, area) and not _has_text(box, page.chars)]


def _is_large(box: Box, area: float) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return wide * high > _TABLE * area and wide > high / 3


def _has_text(box: Box, chars: Sequence[Any]) -> bool:
    x0, top, x1, bottom = box
    inside = [c for c in chars if x0 <= c["x0"] and c["x1"] <= x1 and top <= c["top"] and c["bottom"] <= bottom]
    return len(inside) > 3


def _is_garbage(text: str) -> bool:
    """乱码: enough characters, but not those that Chinese text has."""
    if len(text) < _ENOUGH:
        return False
    chinese = re.findall(r"[\u4e00-\u9fff]", text)
    broken = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in text) + text.count("(cid:") * 8
    digits = sum(c.isdigit() for c in text)
    if broken > 0.3 * len(text):
        return True
    if len(chinese) < _LEAST_CHINESE * len(text):
        return digits < 0.4 * len(text) and _is_no_language(text)
    return len(chinese) >= _ENOUGH and sum(c in _COMMON for c in chinese) < _LEAST_COMMON * len(chinese)


def _is_no_language(text: str) -> bool:
    """Whether Latin letters make no words: English text of a notice is none of our business, but not garbage."""
    letters = [c for c in text if c.isascii() and c.isalpha()]
    vowels = sum(c in "aeiouAEIOU" for c in letters)
    return not letters or vowels < 0.2 * len(letters) or len(letters) < 0.5 * len(text)


def read(data: bytes, number: int, page: Page, areas: Sequence[Box]) -> Page:
    """The page with what its picture says in these areas; the page itself where that is no text worth having."""
    from ingest.sources import scan  # noqa: PLC0415 - the models are loaded for those that need them

    renderer = scan.Renderer(data)
    try:
        picture, scale = renderer.picture(number)
    finally:
        renderer.close()
    size = (picture.shape[1] * scale, picture.shape[0] * scale)
    if areas[0] == WHOLE:
        return page_of(number, size, *scan.recognise(picture, scale), is_scanned=True)
    for x0, top, x1, bottom in areas:
        left, above = int(x0 / scale), int(max(top, 0) / scale)
        part = picture[above : int(bottom / scale), max(left, 0) : int(x1 / scale)]
        if min(part.shape[:2]) < 30:
            continue
        glyphs, segments = scan.recognise(part, scale)
        shift = (max(left, 0) * scale, above * scale)
        inner = page_of(number, size, *_shifted(glyphs, segments, shift), is_scanned=True)
        ruled = any(isinstance(item, RuledRows) for item in inner.items)
        if ruled or len(inner.items) >= _LEAST_LINES:
            page.items = sorted([*page.items, *inner.items], key=lambda item: item.top)
            page.is_scanned = True
    return page


def _shifted(
    glyphs: Sequence[Glyph], segments: Sequence[Segment], shift: tuple[float, float]
) -> tuple[list[Glyph], list[Segment]]:
    dx, dy = shift
    return [glyph.moved(dx, dy) for glyph in glyphs], [segment.moved(dx, dy) for segment in segments]
