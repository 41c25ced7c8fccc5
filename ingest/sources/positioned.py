"""定位网页: pages whose words stand at coordinates and in no table, as converters of PDF write them.

The words are put back into lines and columns: a column is where the figures and labels of the data rows stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_DECLARATION: Final = re.compile(r"(left|top|bottom|font-size)\s*:\s*(-?\d+)(?:\.\d+)?\s*(?:px|pt)?", re.IGNORECASE)
_RULE: Final = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_FIGURE: Final = re.compile(r"-?\d[\d,]*\.\d+%?|\d{3,}|\d{1,3}")
_WIDE: Final = re.compile(r"[\u2e80-\uffef]")
_USUAL: Final = 12
_SAME_LINE: Final = 0.6
_FEWEST: Final = 20
"""Fewer words at coordinates are an ornament of an ordinary page."""


@dataclass(frozen=True, slots=True)
class Word:
    """词: what stands at one spot, in pixels from the upper left corner of its page."""

    text: str
    left: int
    top: int
    size: int = _USUAL

    @property
    def right(self) -> float:
        """右端, by the usual width of its characters."""
        return self.left + sum(1.0 if _WIDE.match(c) else 0.5 for c in self.text) * self.size


def styles(sheet: str) -> dict[str, dict[str, int]]:
    """样式: what the classes of a style sheet say of places."""
    return {name: places(rules) for name, rules in _RULE.findall(sheet)}


def places(style: str) -> dict[str, int]:
    """位置 that a style says: left, top, bottom, font-size."""
    return {name.lower(): int(value) for name, value in _DECLARATION.findall(style)}


def word_at(text: str, said: dict[str, int]) -> Word | None:
    """The word at the place that its style says; None where it says none."""
    top = said.get("top", -said["bottom"] if "bottom" in said else None)
    if "left" not in said or top is None or not text.strip():
        return None
    return Word(re.sub(r"\s+", " ", text).strip(), said["left"], top, said.get("font-size", _USUAL) or _USUAL)


def is_positioned(words: Sequence[Word]) -> bool:
    """Whether so many words stand at coordinates that the page is made of them."""
    return len(words) >= _FEWEST


def lines(words: Sequence[Word]) -> Iterator[str]:
    """行 of one page: plain lines, and rows with tabs where several words stand side by side above and below."""
    rows = _rows(words)
    several = [n for n, row in enumerate(rows) if len(row) > 1]
    if not several:
        yield from (" ".join(word.text for word in row) for row in rows)
        return
    first, last = several[0], several[-1]
    columns = _columns([row for row in rows[first : last + 1] if any(_FIGURE.fullmatch(w.text) for w in row)])
    for n, row in enumerate(rows):
        if first <= n <= last and columns:
            cells = [""] * len(columns)
            for word in row:
                at = _column_of(word, columns)
                cells[at] = f"{cells[at]} {word.text}".strip()
            yield "\t".join(cells)
        else:
            yield " ".join(word.text for word in row)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top, w.left)):
        if rows and abs(rows[-1][0].top - word.top) <= _SAME_LINE * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _columns(rows: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """The stretches that the words of the data rows cover, left to right; what overlaps is one column."""
    spans = sorted((word.left, word.right) for row in rows for word in row)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_of(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    """The column that holds the word's left end, else the nearest."""
    return min(range(len(columns)), key=lambda n: _distance(word, columns[n]))


def _distance(word: Word, column: tuple[float, float]) -> float:
    left, right = column
    return 0.0 if left <= word.left < right else min(abs(word.left - left), abs(word.left - right))
