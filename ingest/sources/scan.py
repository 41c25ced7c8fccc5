"""扫描件: pictures of pages to glyphs and ruled lines, by RapidOCR with the models in its wheel; nothing is fetched.

Recognition is never certain: every glyph keeps its confidence, and what is read here is marked as read from an image.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from corpus.problem import UnreadableError
from ingest.sources.layout import Glyph
from ingest.sources.original import Source
from ingest.sources.pages import Page, lay, page_of, scan_problems
from ingest.sources.ruling import Segment

try:
    import cv2
    from rapidocr import RapidOCR
except ImportError:  # without the extra `scan` pages are still drawn, but not read
    cv2: Any = None  # type: ignore[no-redef]
    RapidOCR: Any = None  # type: ignore[no-redef]

DPI: Final = 200
LARGEST_PICTURE: Final = 100_000_000
"""Pixels that a picture may have."""
_LARGEST_PAGE: Final = 16_000_000
_SIDE: Final = 4000
_LEAST_SIDE: Final = 40
_LOCATED_AT: Final = 1280
"""Pixels of the longer side at which lines are looked for; they are read as large as they are. At the whole size a page takes
a fifth more time and 980 MB in place of 560, and not one figure of ten pages is read otherwise."""
_SMALL_ANGLE: Final = 5.0
_STEP: Final = 0.25
_LEAST_TURN: Final = 0.2
_RULE_SHARE: Final = 1 / 45
_DARK: Final = 160
_IDEOGRAPH: Final = re.compile(r"[\u4e00-\u9fff]")
_WIDE: Final = str.maketrans("():;", "（）：；")
"""Signs that are as wide as ideographs where they stand among them; the recogniser writes both kinds."""

_NO_PICTURE: Final = "PDF 结构损坏，有页面无法成像，请重新下载后再导入"
_DAMAGED: Final = "图片损坏或格式不支持，无法读取"
_LARGE: Final = f"图片超过 {LARGEST_PICTURE // 1_000_000} 百万像素上限"

Picture = NDArray[np.uint8]
Recognised = tuple[list[Glyph], list[Segment]]


def read_image(data: bytes, name: str) -> Source:
    """读 a picture of one page (or several, in a TIFF). Raises UnreadableError for what is no picture or too large."""
    pages = []
    with _opened(data, f"{name}：{_DAMAGED}", f"{name}：{_LARGE}，未导入") as picture:
        for n in range(min(getattr(picture, "n_frames", 1), 100)):
            picture.seek(n)
            if picture.width * picture.height > LARGEST_PICTURE:
                raise Image.DecompressionBombError
            pixels = np.asarray(picture.convert("RGB"))
            scale = 72 / DPI
            glyphs, segments = recognise(_fitting(pixels), scale)
            size = (pixels.shape[1] * scale, pixels.shape[0] * scale)
            pages.append(page_of(n + 1, size, glyphs, segments, is_scanned=True))
    laid = lay(pages)
    return Source(laid.text, "image/*", is_paged=True, is_wrapped=True, problems=scan_problems(laid))


def read_inset(data: bytes, wide: float | None) -> Page | None:
    """读 a picture within a document, shown ``wide`` points wide; None for a mere sign. Raises UnreadableError."""
    with _opened(data, damaged="损坏或格式不支持", large="太大") as picture:
        pixels = np.asarray(picture.convert("RGB"))
    high, across = pixels.shape[:2]
    if min(high, across) < _LEAST_SIDE:
        return None
    if wide and across < wide * DPI / 72 < _SIDE:
        _require_reader()
        ratio = wide * DPI / 72 / across  # small print of a screen is read better when it is as large as on paper
        pixels = np.asarray(cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    pixels = _fitting(pixels)
    scale = (wide or across * 72 / DPI) / pixels.shape[1]
    size = (pixels.shape[1] * scale, pixels.shape[0] * scale)
    return page_of(1, size, *recognise(pixels, scale), is_scanned=True)


def picture_at(data: bytes, number: int) -> Picture:
    """The picture ``number`` (from 1) of a picture file, as large as it is read. Raises UnreadableError."""
    with _opened(data) as picture:
        count = getattr(picture, "n_frames", 1)
        if not 1 <= number <= count:
            raise UnreadableError(f"原件没有第 {number} 页（共 {count} 页）")
        picture.seek(number - 1)
        return _fitting(np.asarray(picture.convert("RGB")))


@contextmanager
def _opened(data: bytes, damaged: str = _DAMAGED, large: str = _LARGE) -> Iterator[Image.Image]:
    """A picture file open while this holds. Raises UnreadableError, so worded, for what is none or has too many pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = LARGEST_PICTURE
        try:
            with Image.open(io.BytesIO(data)) as picture:
                yield picture
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise UnreadableError(large) from None
        except (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError):
            raise UnreadableError(damaged) from None


def _require_reader() -> None:
    if RapidOCR is None:
        raise UnreadableError(
            "图片里的文字需要识别部件：pip install 'mingzhang[scan]' (the extra scan is not installed)"
        )


def _fitting(pixels: Picture) -> Picture:
    longest = max(pixels.shape[:2])
    if longest <= _SIDE:
        return pixels
    _require_reader()
    ratio = _SIDE / longest
    return np.asarray(cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), dtype=np.uint8)


class Renderer:
    """成像: pages of a PDF as pictures."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise UnreadableError(_NO_PICTURE) from None

    @property
    def count(self) -> int:
        """页数."""
        return len(self._document)

    def picture(self, number: int, *, annotations: bool = True) -> tuple[Picture, float]:
        """Page ``number`` (from 1) upright as its viewer shows it, and points per pixel.

        Without ``annotations`` what was written over the page is left out: notes are no part of the text.
        """
        try:
            page = self._document[number - 1]
            width, height = page.get_size()
            scale = min(DPI / 72, (_LARGEST_PAGE / max(width * height, 1)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=annotations)
            return np.asarray(bitmap.to_numpy()[:, :, :3]), 1 / scale
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            raise UnreadableError(_NO_PICTURE) from None

    def close(self) -> None:
        """Free the file."""
        self._document.close()


def recognise(picture: Picture, scale: float) -> Recognised:
    """识别: glyphs and ruled lines of a picture, in points from its upper left corner; a slant is set right first.

    Raises UnreadableError where what reads pictures is not installed.
    """
    _require_reader()
    picture = upright(picture)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    segments = list(_rules(grey, scale))
    glyphs = _glyphs(_engine()(picture, use_cls=False, return_word_box=True), scale)
    return glyphs, segments


def upright(picture: Picture) -> Picture:
    """扶正: the picture with a slant set right; what is recognised has its places in this one."""
    angle = _slant(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    return _turned(picture, angle) if abs(angle) >= _LEAST_TURN else picture


@cache
def _engine() -> Any:
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "Det.limit_type": "max",
            "Det.limit_side_len": _LOCATED_AT,
        }
    )


def _slant(grey: Picture) -> float:
    """倾角 in degrees: the turn at which rows of ink and rows of paper part most sharply."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ink = np.asarray(small < _DARK, dtype=np.uint8) * 255

    def sharpness(angle: float) -> float:
        rows = _turned(np.asarray(ink, dtype=np.uint8), angle, paper=0).sum(axis=1, dtype=np.int64)
        return 1.0 * int((np.diff(rows) ** 2).sum())

    if not ink.any():
        return 0.0
    coarse = max((a * 1.0 for a in range(-int(_SMALL_ANGLE), int(_SMALL_ANGLE) + 1)), key=sharpness)
    best = max((coarse + k * _STEP for k in range(-4, 5)), key=sharpness)
    return best if sharpness(best) > 1.05 * sharpness(0.0) else 0.0


def _turned(picture: Picture, angle: float, paper: int = 255) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(paper,) * 3)
    return np.asarray(turned, dtype=np.uint8)


def _rules(grey: Picture, scale: float) -> Iterator[Segment]:
    """Long straight strokes of ink, level and upright."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    long = max(int(max(grey.shape) * _RULE_SHARE), 30)
    for upright in (True, False):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (1, long) if upright else (long, 1))
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
        bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 9) if upright else (9, 3))
        strokes = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, bridge)
        count, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
        for left, top, width, height, _ in stats[1:count].tolist():
            if upright:
                yield Segment(upright=True, at=(left + width / 2) * scale, low=top * scale, high=(top + height) * scale)
            else:
                yield Segment(
                    upright=False, at=(top + height / 2) * scale, low=left * scale, high=(left + width) * scale
                )


def _glyphs(result: Any, scale: float) -> list[Glyph]:
    found: list[Glyph] = []
    for words in getattr(result, "word_results", None) or ():
        parts = list(_parts(words))
        chinese = any(_IDEOGRAPH.search(printed) for printed, _, _ in parts)
        for printed, confidence, corners in parts:
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            text = re.sub(r"\s+", "", printed.translate(_WIDE) if chinese else printed)
            if text:
                x0, top, x1, bottom = min(xs) * scale, min(ys) * scale, max(xs) * scale, max(ys) * scale
                found.append(Glyph(text, x0, top, x1, bottom, min(confidence, 0.9999)))
    return found


def _parts(words: Sequence[Any]) -> Iterator[tuple[str, float, Any]]:
    """The words of one recognised line: (text, confidence, corners)."""
    entries = [words] if words and isinstance(words[0], str) else words
    for entry in entries:
        if entry and entry[0] and entry[2] is not None:
            yield entry[0], entry[1], entry[2]
