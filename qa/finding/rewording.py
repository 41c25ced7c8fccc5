"""改说: printed names that say in words of the genre what a phrase says in everyday words (防大水: 防汛抗旱经费).

In: a phrase of a question and names that a disclosure prints. Out: the names that carry the phrase, each with how much
of it (0 to 1) and how much of the name the phrase accounts for. A stretch of the phrase is carried by a name that holds
it, or a printed word that it stands for; the thesaurus was written from the language, not from questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.language import thesaurus

LONGEST: Final = 6
"""Characters of the longest everyday word."""
EVEN: Final = 1e-9
"""By how much a share may fall short that was added up."""
CARRIED: Final = 0.8
"""The least share of a phrase that a name must carry to be meant by it."""
TELLING: Final = 3
"""Characters from which a phrase tells a long name by a part of it."""
SOME: Final = 0.2
HALF: Final = 0.5
"""How much of a name a phrase must account for: a telling one, and a short one."""
OF_TWO: Final = 0.2
"""What counts against a name of two things (党建及法律顾问经费) where one is asked for."""
_JOINS: Final = re.compile(r"[及和与、]")
LEAD: Final = 0.15
"""How much more of the phrase a name carries, or the phrase of it, to be the one meant beside another."""
SINGLE: Final = 0.7
"""What a character counts for that stands alone in both."""
LIGHT: Final = 0.3
"""What a verb or adjective of one character counts for that says little of what is done (抓安全, 买打印机, 新门诊楼)."""
_LIGHT: Final = frozenset("买抓搞做办弄管交付发拿用花要有是请推养去来开出收大小新老旧")
_MEASURED: Final = frozenset("量率数")
"""Syllables at the end of a name of something measured (检定量): a name without it is of another thing."""
_SILENT: Final = frozenset("的了完给着过把在里上们那这个笔块些样种项和与及跟还等被让对于所之其钱费款")
"""Characters that say nothing of what a thing is."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """改说: a printed name, how much of the phrase it carries and how much of it the phrase accounts for."""

    name: str
    carried: float
    accounted: float
    of_two: bool = False

    @property
    def likely(self) -> float:
        """By what names that carry as much are ordered."""
        return self.accounted - OF_TWO * self.of_two

    def leads(self, other: Reworded) -> bool:
        """Whether it is clearly likelier meant than another."""
        longer = self.name in other.name and self.carried >= other.carried
        return longer or self.carried - other.carried >= LEAD or self.likely - other.likely >= LEAD


class Names:
    """名录: printed names that phrases are held against, and which of them hold a word; as bits, the first name the lowest."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.all = (1 << len(self.names)) - 1
        self._with: dict[str, int] = {}
        for at, name in enumerate(self.names):
            for char in set(name):
                self._with[char] = self._with.get(char, 0) | 1 << at

    def holding(self, word: str) -> int:
        """The names that hold a word."""
        if word not in self._with:
            found = self.all
            for char in word:
                found &= self._with.get(char, 0)
            self._with[word] = sum(1 << at for at in bits(found) if word in self.names[at])
        return self._with[word]


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


@lru_cache(16)
def _listed(names: tuple[str, ...]) -> Names:
    return Names(names)


@lru_cache(512)
def _stretches(phrase: str) -> Mapping[tuple[int, int], frozenset[str]]:
    """Stretches of a phrase that a name may hold, itself or in the printed words that they stand for."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for start in range(len(phrase)):
        for end in range(start + 1, min(len(phrase), start + LONGEST) + 1):
            said = phrase[start:end]
            words = thesaurus.printed_for(said)
            if len(said) > 1 or said not in _SILENT:
                words |= {said}
            if words:
                found[start, end] = words
    return found


def reworded(phrase: str, name: str) -> Reworded:
    """How a name carries a phrase, stretch by stretch, the best way to cut the phrase taken."""
    telling = [0.0 if c in _SILENT else LIGHT if c in _LIGHT else 1.0 for c in phrase]
    total = sum(telling)
    best: list[tuple[float, frozenset[str]]] = [(0.0, frozenset())]
    stretches = _stretches(phrase)
    for end in range(1, len(phrase) + 1):
        here = best[end - 1]
        for start in range(max(0, end - LONGEST), end):
            held = [w for w in stretches.get((start, end), ()) if w in name]
            if not held:
                continue
            word = max(held, key=len)
            alone = end - start == 1 and len(word) == 1
            worth = sum(telling[start:end]) * (SINGLE if alone else 1.0)
            told = (best[start][0] + worth, best[start][1] | {word})
            here = max(here, told, key=lambda t: t[0])
        best.append(here)
    carried, words = best[-1]
    of_two = _JOINS.search(name) is not None and _JOINS.search(phrase) is None
    return Reworded(name, carried / total if total else 0.0, _share_of(name, words), of_two)


def _share_of(name: str, words: Iterable[str]) -> float:
    """How much of a name the words in it cover."""
    covered = [False] * len(name)
    for word in words:
        start = name.find(word)
        while start >= 0:
            covered[start : start + len(word)] = [True] * len(word)
            start = name.find(word, start + 1)
    told = [at for at, char in enumerate(name) if char not in _SILENT]
    return sum(covered[at] for at in told) / len(told) if told else 0.0


def saying(phrase: str, names: Iterable[str] | Names) -> list[Reworded]:
    """The names that carry a phrase, those first of which it accounts for most."""
    held = names if isinstance(names, Names) else _listed(tuple(names))
    measured = phrase[-1:] if phrase[-1:] in _MEASURED else ""
    likely = (held.names[at] for at in bits(_likely(phrase, held)) if measured in held.names[at])
    least = SOME if sum(c not in _SILENT for c in phrase) >= TELLING else HALF
    found = [r for n in likely if (r := reworded(phrase, n)).carried >= CARRIED - EVEN and r.accounted > least]
    return sorted(found, key=lambda r: (-round(r.carried, 9), -round(r.likely, 9), r.name))


def _likely(phrase: str, names: Names) -> int:
    """The names that may carry enough of a phrase: of its telling characters none but a few stand in no word that they hold.

    Where n characters may be missing, a name that carries enough holds all of one of any n + 1 groups of them.
    """
    telling = [at for at, char in enumerate(phrase) if char not in _SILENT | _LIGHT]
    whole = len(telling) + LIGHT * sum(char in _LIGHT for char in phrase)
    missing = int((1 - CARRIED) * whole + EVEN)
    if len(telling) <= missing:
        return names.all if whole else 0
    carried = [0] * len(phrase)
    for (start, end), words in _stretches(phrase).items():
        mask = 0
        for word in words:
            mask |= names.holding(word)
        for at in range(start, end):
            carried[at] |= mask
    likely = 0
    for group in (telling[n :: missing + 1] for n in range(missing + 1)):
        every = names.all
        for at in group:
            every &= carried[at]
        likely |= every
    return likely


def the_one(phrase: str, names: Iterable[str]) -> str | None:
    """The only name that carries a telling phrase, or the one that clearly leads; None where none does, or the phrase is short."""
    if sum(c not in _SILENT | _LIGHT for c in phrase) < TELLING:
        return None
    found = saying(phrase, names)
    alone = len(found) == 1 or (len(found) > 1 and found[0].leads(found[1]))
    return found[0].name if alone else None


def restated(phrase: str) -> list[tuple[str, list[str]]]:
    """The stretches of a phrase that are everyday words, each with the printed words that it stands for, in order."""
    return [
        (phrase[a:b], sorted(words - {phrase[a:b]}))
        for (a, b), words in sorted(_stretches(phrase).items())
        if b - a > 1 and words - {phrase[a:b]}
    ]
