"""个人栏目: cells of tables that stand under the head of a personal column: names, numbers, accounts."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_SEPARATOR: Final = re.compile(r"\t|\s*\|\s*| {2,}|\u3000{2,}")
_LONGEST_HEAD: Final = 14
_KINDS: Final = ("phones", "identities", "accounts", "persons", "codes")
_GAP: Final = 2
"""Lines without cells after which a table is over."""


class Cell(NamedTuple):
    """格: a cell under a personal head; ``kind`` is a list of words.toml, ``row`` the line's number.

    ``is_private`` says that the heads are those of a list of people who are paid, helped or identified: a list of
    names beside office lines is public.
    """

    start: int
    end: int
    kind: str
    row: int
    is_private: bool


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """词: a list of words.toml."""
    table = tomllib.loads(files("ingest.privacy").joinpath("words.toml").read_text(encoding="utf-8"))
    value = table[kind]
    return tuple("".join(value.split())) if isinstance(value, str) else tuple(map(str, value))


class Columns:
    """栏目 of a text: its cells under personal heads, in order."""

    def __init__(self, text: str) -> None:
        self.cells = list(_cells(text))
        self._starts = [cell.start for cell in self.cells]

    def holds(self, place: int, kind: str) -> bool:
        """Whether a place lies in a cell of this kind."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self.cells[at].end and self.cells[at].kind == kind


def _cells(text: str) -> Iterator[Cell]:
    heads: dict[int, str] = {}
    start, without, private = 0, 0, False
    for row, line in enumerate(text.split("\n")):
        parts = _parts(line) if _SEPARATOR.search(line) else []
        if len(parts) < 2:
            without += 1
            heads = heads if without < _GAP else {}
        elif found := _heads(line, parts):
            heads, without = found, 0
            private = not {"identities", "accounts"}.isdisjoint(found.values()) or _is_benefit(line)
        else:
            without = 0
            yield from (
                Cell(start + low, start + high, heads[n], row, private)
                for n, (low, high) in enumerate(parts)
                if n in heads and low < high
            )
        start += len(line) + 1


def _parts(line: str) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; white space around them left out."""
    parts, low = [], 0
    for match in _SEPARATOR.finditer(line):
        parts.append((low, match.start()))
        low = match.end()
    parts.append((low, len(line)))
    return parts


def _heads(line: str, parts: Sequence[tuple[int, int]]) -> dict[int, str]:
    """The personal heads of a row by column; none where the row is no row of heads."""
    texts = [re.sub(r"\s", "", line[low:high]) for low, high in parts]
    if re.search(r"\d{3}", line):
        return {}
    found: dict[int, str] = {}
    for n, text in enumerate(texts):
        if not text or len(text) > _LONGEST_HEAD:
            continue
        if kind := next((kind for kind in _KINDS if any(word in text for word in words_of(kind))), None):
            found[n] = kind
    return found if len([text for text in texts if text]) >= 2 else {}


def _is_benefit(line: str) -> bool:
    """Whether a row of heads is that of a list of people who are paid or helped."""
    return any(word in line for word in words_of("helps"))
