"""英文名目: an English phrase to the Chinese that the documents print for it.

Each word stands for several Chinese ones; a printed name that holds one for every word of the phrase is the one meant. Where none does,
the likeliest word that the documents hold at all is taken for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from corpus import terms
from qa.english.clauses import Phrase
from qa.english.mentions import Said
from qa.library import Shelf

FUNDS = frozenset({"fiscal_appropriation", "general_budget_appropriation", "general_public_budget"})
"""Money that pays for things, besides the sources of income."""
WHOLE = 0.99
"""The share of a phrase's words that a printed name must hold to be the one meant."""
OWN = 0.3
"""The share of a printed name that the words must make up."""


ALONE, LONE = 0.75, 0.5
"""The share of it that a single word must make up, where several printed names hold the word and where one does."""


class Linking(Protocol):
    """How phrases are put into Chinese."""

    def chinese(self, phrase: Phrase) -> str:
        """The Chinese of a phrase."""

    def printed(self, mentions: Sequence[Said]) -> str | None:
        """The printed name that holds a word for every mention, None where there is none."""

    def plain(self, phrase: Phrase) -> str:
        """The Chinese of its words, whatever name of money holds them."""

    def money_for(self, counted: str) -> str | None:
        """The printed name of the money that goes to those who are counted."""


@dataclass(frozen=True)
class Linker:
    """相联者 over the disclosures that a question is about."""

    shelves: tuple[Shelf, ...]

    def chinese(self, phrase: Phrase) -> str:
        """The Chinese of a phrase: a printed name, or its segments from the widest to the narrowest."""
        told = [s for s in phrase.segments if not (len(s) == 1 and s[0].value in _OF_SOMETHING)]
        phrase = Phrase(told, phrase.after) if told else phrase  # expenditure on travel is travel
        paid = [s for s in phrase.segments if not _are_people(s)]
        if paid and paid[0] is phrase.segments[0] and all(m.kind == "name" for m in paid[0]):
            phrase = Phrase(paid, phrase.after)  # pensions for retired staff are pensions
        whole = phrase.mentions
        if len(whole) == 1 and whole[0].kind in {"name", "chinese"}:
            return self._printed_count(whole[0]) or whole[0].chinese[0]
        if (printed := self.printed(whole)) is not None:
            return printed
        return "的".join(self._segment(s) for s in reversed(phrase.segments) if s)

    def plain(self, phrase: Phrase) -> str:
        """The Chinese of its words one by one: those who are counted are not what they cost."""
        return "的".join(_joined([self.word(m) for m in s]) for s in reversed(phrase.segments) if s)

    def money_for(self, counted: str) -> str | None:
        """The shortest printed name of a project that holds the name of those who are counted; None where none does."""
        fits = {n for s in self.shelves for n in s.subjects if counted in n and n != counted}
        return min(fits, key=len) if fits else None

    def _segment(self, mentions: Sequence[Said]) -> str:
        if len(mentions) == 1 and mentions[0].kind in {"name", "chinese"}:
            return mentions[0].chinese[0]
        if (printed := self.printed(mentions)) is not None:
            return printed
        funds = [
            m for m in mentions if m.kind == "name" and (m.value in FUNDS or terms.TERMS[m.value].role == "source")
        ]
        if funds and len(mentions) == len(funds) + 1:
            rest = next(m for m in mentions if m not in funds)
            return f"{self.word(funds[0])}的{self.word(rest)}"  # the staff costs that the public budget pays
        return _joined([self.word(m) for m in mentions])

    def word(self, said: Said) -> str:
        """The Chinese of one word: the likeliest that the documents hold; an unknown word is itself."""
        if not said.chinese:
            return said.text
        if said.value == "project_expenditure" and said.text.lower() in {"project", "projects"}:
            return "项目"
        return next((c for c in said.chinese if any(c in _squeezed(s.text) for s in self.shelves)), said.chinese[0])

    def _printed_count(self, said: Said) -> str:
        """What is printed for the cars that a body has: not all documents tell those that are kept for official use."""
        kept = said.value == "cars_owned" and self.shelves
        return "车辆" if kept and not any("保有量" in _squeezed(s.text) for s in self.shelves) else ""

    def printed(self, mentions: Sequence[Said]) -> str | None:
        """The printed name that holds a word for every mention, of several the one with the least besides."""
        known = [m for m in mentions if m.chinese]
        if not known or len(known) < len(mentions) or (len(known) == 1 and known[0].kind != "word"):
            return None
        best: tuple[float, str] | None = None
        fits: set[str] = set()
        for shelf in self.shelves:
            for name in (*shelf.names, *shelf.accounts):
                held = [next((c for c in m.chinese if c in name), "") for m in known]
                if not all(held):
                    continue
                own = sum(map(len, dict.fromkeys(held))) / len(name)
                if own < OWN or _is_measure_of(name, held):
                    continue
                fits.add(name)
                if best is None or own > best[0]:
                    best = (own, name)
        if best is None or (len(known) == 1 and best[0] < (ALONE if len(fits) > 1 else LONE)):
            return None
        return best[1]


@lru_cache(maxsize=64)
def _squeezed(text: str) -> str:
    """A text without white space: a printed name may go on in the next line."""
    return "".join(text.split())


_OF_SOMETHING = frozenset({"expenditure", "revenue", "number", "quantity"})
"""What says nothing of its own beside what it is of (the number of posts)."""


def _are_people(mentions: Sequence[Said]) -> bool:
    """Whether a segment is a number of people, whom money goes to."""
    return len(mentions) == 1 and mentions[0].kind == "name" and terms.TERMS[mentions[0].value].role == "people"


def _is_measure_of(name: str, held: Sequence[str]) -> bool:
    """Whether a name is a rate, a count or a size of what is said, which is not itself asked for."""
    return name.endswith(_MEASURES) and not any(h.endswith(_MEASURES) or name.endswith(h) for h in held)


_MEASURES = ("率", "满意度", "满意", "面积", "人数", "次数", "数量", "长度", "数")


def _joined(words: Sequence[str]) -> str:
    """Words as one name, what an earlier word ends in said once (财政拨款收入, 收入)."""
    said = ""
    for word in words:
        said += "" if said.endswith(word) else word
    return said
