"""表单文字流: the words of a form glued together without white space, each character knowing where it was printed.

Labels broken over lines (项目当年 / 预算) are whole in the stream; spans lead back to words and places.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from corpus.disclosure import Cell, Place, Row
from corpus.money import Bound, Quantity, fold
from ingest.tables.flattened.tokens import Token

_MONEY: Final = re.compile(r"(?:万元|亿元|千元|元)")


@cache
def dictionary() -> Mapping[str, Mapping[str, str]]:
    """表单词典: section → label id → regular expression, from words.toml."""
    data: dict[str, dict[str, str]] = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    return data


@dataclass(frozen=True, slots=True)
class Field:
    """字段: one label, as printed, and the words after it up to the next label."""

    id: str
    label: str
    words: tuple[Token, ...]
    tokens: tuple[Token, ...]

    @property
    def place(self) -> Place:
        """位置 of label and words."""
        tokens = (*self.words, *self.tokens)
        return Place(tokens[0].start, tokens[-1].end, tokens[0].page)

    @property
    def text(self) -> str:
        """值: the words glued together."""
        return "".join(t.text for t in self.tokens)


class Stream:
    """文字流 over tokens; ``text`` is folded and has one character per printed character."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = list(tokens)
        self.text = "".join(fold(t.text) for t in self.tokens)
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        at = 0
        for n, token in enumerate(self.tokens):
            self.starts[at] = n
            at += len(token.text)
            self.ends[at] = n

    def offset(self, at: int) -> int:
        """原文位置 of stream position ``at``."""
        n = self._token(at)
        first = next(s for s, m in self.starts.items() if m == n)
        return self.tokens[n].start + at - first

    def _token(self, at: int) -> int:
        while at not in self.starts:
            at -= 1
        return self.starts[at]

    def place(self, start: int, end: int) -> Place:
        """位置 of ``text[start:end]``."""
        return Place(self.offset(start), self.offset(end - 1) + 1, self.tokens[self._token(start)].page)

    def fields(self, labels: Mapping[str, str]) -> list[Field]:
        """字段 in printed order: a label starts and ends with words, the longest label of a place wins."""
        hits: list[tuple[int, int, str]] = []
        for ident, pattern in labels.items():
            for match in re.finditer(pattern, self.text):
                whole = match.end() in self.ends or match.group().endswith((":", "："))
                if match.start() in self.starts and whole:
                    hits.append((match.start(), match.end(), ident))
        hits.sort(key=lambda h: (h[0], -h[1]))
        chosen: list[tuple[int, int, str]] = []
        for hit in hits:
            if not chosen or hit[0] >= chosen[-1][1]:
                chosen.append(hit)
        found = []
        for (start, end, ident), after in zip(chosen, [*chosen[1:], None], strict=False):
            stop = after[0] if after else len(self.text)
            words = tuple(self.tokens[self._token(start) : self._token(end - 1) + 1])
            first = self._token(end) if end < len(self.text) else len(self.tokens)
            if end not in self.starts and end < len(self.text):
                first += 1
            last = self._token(stop) if stop < len(self.text) else len(self.tokens)
            found.append(Field(ident, self.text[start:end], words, tuple(self.tokens[first:last])))
        return found


class Sheet:
    """表单底稿: rows gathered field by field, columns numbered as they appear."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.rows: list[Row] = []

    def column(self, path: str) -> int:
        """栏号 of a head path; a new path is a new column."""
        if path not in self.columns:
            self.columns.append(path)
        return self.columns.index(path)

    def add(self, label: str, parents: tuple[str, ...], cells: Sequence[Cell], place: Place) -> None:
        """加一行; rows without label or cells are left out."""
        if label and cells:
            self.rows.append(Row(label, None, parents, tuple(sorted(cells, key=lambda c: c.column)), place))


def cell(column: int, tokens: Sequence[Token], value: Decimal, unit: str, bound: Bound = Bound.EXACT) -> Cell:
    """单元格 printed by these words."""
    text = "".join(t.text for t in tokens)
    place = Place(tokens[0].start, tokens[-1].end, tokens[0].page)
    return Cell(column, text, Quantity(value, unit, text, bound), place)


def money_unit(text: str) -> str:
    """金额单位 named in a head such as ``2022年预算申报数（万元）``; "" where none is."""
    match = _MONEY.search(text)
    return match.group() if match else ""


def span(tokens: Sequence[Token]) -> Place:
    """位置 of a run of words."""
    return Place(tokens[0].start, tokens[-1].end, tokens[0].page)
