"""压平表的词: the printed pieces of a flattened table with their places, and the items they make up.

A flattened table has lost its grid: what is left are words and numbers in reading order. An item is one code or
label with the values that follow it; a number belongs to the nearest item on its left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from corpus.disclosure import Place
from corpus.money import fold, parse_number
from ingest.structure.lines import Line

_GLUED: Final = re.compile(r"([2359]\d{2}|[2359]\d{4}|[2359]\d{6})(?=[\u4e00-\u9fff“（(])")
_DASH: Final = re.compile(r"[-－—–―]{1,2}|/")
_NUMBER: Final = re.compile(r"[-+－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?")
_CODE_RUN: Final = re.compile(r"(?:^| )((?:[235]\d{2}(?: \d{2}){0,2})|[235]\d{4}|[235]\d{6})$")
_CODE_LINE: Final = re.compile(r"([235]\d{2}(?: \d{1,2}){0,2}|[235]\d{4}|[235]\d{6})")


@dataclass(frozen=True, slots=True)
class Token:
    """词: one run of printed characters without white space. ``value`` where it is a number, 0 for a dash.

    ``line`` counts the lines given; ``first`` says that the token opens its line.
    """

    text: str
    start: int
    end: int
    line: int
    page: int | None = None
    value: Decimal | None = None
    first: bool = False

    @property
    def dash(self) -> bool:
        """横线: a cell printed as a dash: it holds its column, and no value."""
        return _DASH.fullmatch(self.text) is not None


@dataclass(slots=True)
class Item:
    """项: a code or label, and the numbers printed after it."""

    code: str | None
    words: list[Token]
    head: list[Token] = field(default_factory=list)
    amounts: list[Token] = field(default_factory=list)

    @property
    def label(self) -> str:
        """行名 with wraps and inner white space removed."""
        return "".join(t.text for t in self.words)

    @property
    def place(self) -> Place:
        """位置 of the whole printed row."""
        tokens = [*self.head, *self.words, *self.amounts]
        return Place(min(t.start for t in tokens), max(t.end for t in tokens), tokens[0].page)


def tokens_of(lines: Sequence[Line]) -> list[Token]:
    """分词: the pieces between white space; a code glued to its name is split off."""
    return [t for n, line in enumerate(lines) for t in _of_line(n, line)]


def _of_line(n: int, line: Line) -> Iterator[Token]:
    first = True
    for match in re.finditer(r"\S+", line.text):
        text, at = match.group(), line.start + match.start()
        glued = _GLUED.match(text)
        if glued:
            yield Token(glued.group(), at, at + glued.end(), n, line.page, Decimal(glued.group()), first)
            text, at, first = text[glued.end() :], at + glued.end(), False
        yield Token(text, at, at + len(text), n, line.page, number(text), first)
        first = False


def number(text: str) -> Decimal | None:
    """数: the value of a piece that is a number and nothing else; 0 for a dash, None for words."""
    if _DASH.fullmatch(text):
        return Decimal(0)
    return parse_number(text) if _NUMBER.fullmatch(fold(text)) else None


def squeeze(text: str) -> str:
    """比对用: half-width, without white space and quotation marks."""
    return re.sub(r"[\s“”\"'‘’]+", "", fold(text))


def runs(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """数词交替: (numbers, the words after them), in order; either side may be empty at the ends."""
    numbers: list[Token] = []
    words: list[Token] = []
    for token in tokens:
        if token.value is None:
            words.append(token)
            continue
        if words:
            yield numbers, words
            numbers, words = [], []
        numbers.append(token)
    if numbers or words:
        yield numbers, words


def split_code(numbers: Sequence[Token], followed: bool) -> tuple[list[Token], list[Token], str | None]:
    """编码与金额: (amounts, tokens of the code, the code) of a run of numbers that words follow.

    ``201 05 07`` in three columns is one code, zeros restored; a number with decimals is never one.
    """
    if not numbers or not followed:
        return list(numbers), [], None
    opening = max((i for i, t in enumerate(numbers) if t.first), default=None)
    if opening is not None:
        match = _CODE_LINE.fullmatch(" ".join(t.text for t in numbers[opening:]))
        if match:
            head, *rest = match.group().split(" ")
            return list(numbers[:opening]), list(numbers[opening:]), head + "".join(p.zfill(2) for p in rest)
    match = _CODE_RUN.search(" ".join(t.text for t in numbers))
    if match is None:
        return list(numbers), [], None
    size = match.group(1).count(" ") + 1
    return list(numbers[:-size]), list(numbers[-size:]), match.group(1).replace(" ", "")
