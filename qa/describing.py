"""描述: what a fact says of itself, as words by which a question can reach it.

In: the facts of one disclosure and its text. Out: each with the two-character windows of its labels and surroundings.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from corpus import terms
from corpus.disclosure import Fact

ORDINAL: Final = re.compile(
    r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十廿]{1,4}[)）]?[、.．]|[(（]\d{1,2}[)）]|\d{1,2}[.．、])\s*"
)


@lru_cache(maxsize=1 << 15)
def grams(text: str) -> frozenset[str]:
    """Two-character windows of a label without marks, white space and ordinals; one character stands for itself."""
    return _windows(text)


def _windows(text: str) -> frozenset[str]:
    """:func:`grams` of a passage, which hardly comes again. Windows are kept once for all: the genre repeats itself."""
    bare = _MARKS.sub("", ORDINAL.sub("", text)).lower()
    return frozenset(sys.intern(bare[i : i + 2]) for i in range(len(bare) - 1)) or frozenset({bare} - {""})


_MARKS = re.compile(r"[\s\W_]+")
_OUTLAY = re.compile(r"^(?:聘请|聘用|聘|购买|购置|采购|支付|租赁|租用|租|缴纳|订阅|订)(?=[^\W\d]{2})")
_FEE = re.compile(r"(?<=[^\W\d]{2})(?:工作经费|专项经费|经费|费用|支出|费|款)$")


def core(name: str) -> frozenset[str]:
    """名之实: the words of a label without the verb that spends and the word for money (聘请顾问, 顾问费 → 顾问)."""
    bare = ORDINAL.sub("", name).strip("“”\"' ")
    return grams(_FEE.sub("", _OUTLAY.sub("", bare)))


def unpaid(name: str) -> str:
    """名去其费: a label without the word for money at its end (短信费 → 短信), itself where it has none."""
    return _FEE.sub("", name)


@dataclass(frozen=True)
class Described:
    """事实与其描述: a fact with the words by which a question can reach it."""

    fact: Fact
    leaf: frozenset[str]
    core: frozenset[str]
    row: frozenset[str]
    subject: frozenset[str]
    own: frozenset[str]  # row and subject
    column: frozenset[str]
    frame: frozenset[str]  # table title and section headings
    context: frozenset[str]
    around: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """All its words together."""
        return self.row | self.subject | self.column | self.frame | self.context


AROUND: Final = 160
"""Characters before a sentence that still say what it is about."""


class Describer:
    """Describes the facts of one text. Cells of a row share its words, rows of a table those of its heads."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._windows: dict[tuple[int, int], frozenset[str]] = {}
        self._same: dict[Hashable, frozenset[str]] = {}

    def describe(self, facts: Sequence[Fact]) -> tuple[Described, ...]:
        """The facts with their words."""
        return tuple(map(self._one, facts))

    def _between(self, start: int, end: int) -> frozenset[str]:
        if (start, end) not in self._windows:
            self._windows[start, end] = _windows(self._text[start:end])
        return self._windows[start, end]

    def _together(self, *words: str) -> frozenset[str]:
        """The words of several labels together, one object for the same labels."""
        if words not in self._same:
            self._same[words] = frozenset().union(*map(grams, words))
        return self._same[words]

    def _one(self, fact: Fact) -> Described:
        term = terms.TERMS.get(fact.concept or "")
        leaf, place = fact.row.split("/")[-1], fact.context
        return Described(
            fact,
            leaf=grams(leaf.removesuffix("类")),
            core=core(leaf),
            row=self._together(fact.row, term.name if term else ""),
            subject=grams(fact.subject or ""),
            own=self._together(fact.row, term.name if term else "", fact.subject or ""),
            column=grams(fact.column),
            frame=self._together(fact.table or "", "".join(fact.section)),
            context=self._between(place.start, min(place.end, place.start + LONGEST_CONTEXT)),
            around=frozenset() if fact.table else self._between(max(0, place.start - AROUND), place.start),
        )


LONGEST_CONTEXT: Final = 300
"""Characters of a row or sentence that are looked at."""
