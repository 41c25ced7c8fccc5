"""页图遮盖: where on a page's picture the masked letters stand, so that a picture tells no more than the text.

The masked text of a page, as the store holds it, is laid beside the letters that the page prints: a letter for
which the masked text has a mark is painted over. What cannot be brought into line is painted over too, and a page
whose marks find no letters is not drawn at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from corpus.problem import UnreadableError
from ingest.privacy.masks import MARKS, mask
from ingest.sources.layout import Glyph
from ingest.sources.pages import Letters, Page, TextLine

UNPLACED: Final = (
    "此页有个人信息，在图上无法准确遮盖，不提供页面图像；请看文字 (masked words cannot be placed on this page)"
)
_STRANGE: Final = 0.3
"""Share of a page's letters that may be out of line with its masked text."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Letter:
    """字: a printed letter, what may be shown of it (a mark where it is masked), its glyph and its line or cell."""

    printed: str
    shown: str
    glyph: Glyph
    piece: int

    @property
    def is_hidden(self) -> bool:
        """Whether it must not be seen."""
        return self.shown != self.printed


def letters(page: Page, masked: str | None) -> list[Letter]:
    """字 of a page in reading order, blanks left out. ``masked`` is its text as the store holds it; None: none is kept.

    Raises UnreadableError where a mark of the masked text finds no letters.
    """
    pieces = [piece for piece in _pieces(page) if piece]
    placed = [(c, glyph, n) for n, piece in enumerate(pieces) for c, glyph in piece if glyph and not c.isspace()]
    printed = "".join(c for c, _, _ in placed)
    shown = _own(page)
    if masked is not None and not MARKS.isdisjoint(masked):
        other = _aligned(printed, "".join(masked.split()), [n for _, _, n in placed])
        shown = "".join(a if a != c else b for c, a, b in zip(printed, shown, other, strict=True))
    return [Letter(c, s, glyph, n) for (c, glyph, n), s in zip(placed, shown, strict=True)]


def _pieces(page: Page) -> Iterator[Letters]:
    for item in page.items:
        if isinstance(item, TextLine):
            yield item.letters
        else:
            for row in item.rows:
                yield from (row[column] for column in sorted(row))


def _own(page: Page) -> str:
    """What the page by itself shows: the letters with all masked that its own text tells to be personal."""
    text: list[str] = []
    kept: list[int] = []

    def put(piece: Letters, end: str) -> None:
        for c, glyph in piece:
            if glyph and not c.isspace():
                kept.append(len(text))
            text.append(c)
        text.append(end)

    for item in page.items:
        if isinstance(item, TextLine):
            put(item.letters, "\n")
        else:
            for row in item.rows:
                for column in sorted(row):
                    put(row[column], "\t")
                text.append("\n")
    masked, _ = mask("".join(text))
    return "".join(masked[n] for n in kept)


def _aligned(printed: str, masked: str, pieces: list[int]) -> str:
    """The printed letters with marks where the masked text has them, or says something else."""
    shown = list(printed)
    strange = 0
    running = _running(pieces)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, printed, masked, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        there = masked[j1:j2]
        if not MARKS.isdisjoint(there):
            if i2 - i1 < sum(c in MARKS for c in there):
                raise UnreadableError(UNPLACED)
            same = i2 - i1 == j2 - j1
            for n in range(i1, i2):
                shown[n] = "×" if not same or there[n - i1] in MARKS or there[n - i1] != printed[n] else printed[n]
        else:
            for n in range(i1, i2):
                if (i1, i2) != running.get(pieces[n]) and not _within(running, pieces, i1, i2):
                    shown[n] = "×"
                    strange += 1
    if strange > _STRANGE * max(len(printed), 1):
        raise UnreadableError(UNPLACED)
    return "".join(shown)


def _running(pieces: list[int]) -> dict[int, tuple[int, int]]:
    """Where each line or cell begins and ends among the letters."""
    spans: dict[int, tuple[int, int]] = {}
    for n, piece in enumerate(pieces):
        spans[piece] = (spans.get(piece, (n, n))[0], n + 1)
    return spans


def _within(spans: dict[int, tuple[int, int]], pieces: list[int], start: int, end: int) -> bool:
    """Whether whole lines are left out of the text: running heads and page numbers, which were dropped on purpose."""
    return spans[pieces[start]][0] == start and spans[pieces[end - 1]][1] == end


def covers(found: list[Letter]) -> list[Box]:
    """遮盖框: boxes over the hidden letters, one for each run of them in a line, in the page's points."""
    boxes: list[Box] = []
    last: Letter | None = None
    for letter in found:
        if not letter.is_hidden or letter.printed in MARKS:
            last = None
            continue
        box = _around(letter.glyph)
        if (
            last is not None
            and last.piece == letter.piece
            and abs(last.glyph.middle[1] - letter.glyph.middle[1]) < last.glyph.height / 2
        ):
            box = _union(boxes.pop(), box)
        boxes.append(box)
        last = letter
    return boxes


def stray_covers(page: Page) -> list[Box]:
    """遮盖框 over what runs another way than the page's text and tells of people by itself; as a viewer shows the page."""
    placed = [(c, glyph) for glyph in page.astray for c in glyph.text]
    printed = "".join(c for c, _ in placed)
    masked, _ = mask(printed)
    return [_around(glyph) for (c, glyph), shown in zip(placed, masked, strict=True) if c != shown]


def _around(glyph: Glyph) -> Box:
    """A glyph's box with a margin: fonts stand out of their ems, and recognised boxes are not exact."""
    margin = glyph.height * (0.12 if glyph.confidence >= 1 else 0.3)
    return glyph.x0 - margin / 2, glyph.top - margin, glyph.x1 + margin / 2, glyph.bottom + margin


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
