"""词簿: which sets of words of a disclosure hold a word, and which of its facts have which sets.

Facts share their sets: a row's cells its row, a column's its head, a table's its title. A word is looked up once, as one
bit of a number for each set, and only facts that have one of the words asked for are met with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qa.library import Described, Shelf


@dataclass(frozen=True, slots=True)
class Places:
    """The sets of words of one fact, by their numbers in the book."""

    row: int
    subject: int
    own: int
    column: int
    frame: int
    context: int
    around: int
    in_table: bool


class Held(dict[int, int]):
    """For each set that holds any of the words asked for: which of them, a bit a word; 0 for every other set."""

    def __init__(self, book: Wordbook, words: Iterable[str]) -> None:
        super().__init__()
        self._book = book
        self._bits: dict[str, int] = {}
        for word in words:
            if word not in self._bits:
                bit = self._bits[word] = 1 << len(self._bits)
                for place in book.of_word.get(word, ()):
                    self[place] = self.get(place, 0) | bit

    def __missing__(self, place: int) -> int:
        return 0

    def mask(self, words: Iterable[str]) -> int:
        """The bits of those of the words asked for."""
        found = 0
        for word in words:
            found |= self._bits[word]
        return found

    def facts(self) -> set[int]:
        """Facts that have any of these sets."""
        return set[int]().union(*map(self._book.having.__getitem__, self))

    def rows(self) -> set[int]:
        """Facts of whose rows these sets are."""
        return {n for place in self for n in self._book.having[place] if self._book.places[n].row == place}


class Wordbook:
    """词簿 of the facts of one disclosure."""

    def __init__(self, facts: Iterable[Described]) -> None:
        self._numbers: dict[frozenset[str], int] = {}
        self.of_word: dict[str, list[int]] = defaultdict(list)
        self.having: list[list[int]] = []
        self.of_concepts: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
        self.places = tuple(self._places(n, d) for n, d in enumerate(facts))

    def held(self, words: Iterable[str]) -> Held:
        """Where words stand."""
        return Held(self, words)

    def _places(self, n: int, described: Described) -> Places:
        fact = described.fact
        self.of_concepts[fact.concept, fact.aspect].append(n)
        number = self._number
        places = Places(
            number(described.row), number(described.subject), number(described.own), number(described.column),
            number(described.frame), number(described.context), number(described.around), bool(fact.table),
        )  # fmt: skip
        for place in {
            places.row, places.subject, places.own, places.column, places.frame, places.context, places.around
        }:  # fmt: skip
            self.having[place].append(n)
        return places

    def _number(self, words: frozenset[str]) -> int:
        if (number := self._numbers.get(words)) is None:
            number = self._numbers[words] = len(self._numbers)
            self.having.append([])
            for word in words:
                self.of_word[word].append(number)
        return number


def wordbook(shelf: Shelf) -> Wordbook:
    """The book of a disclosure, made once."""
    kept = shelf.kept("wordbook", 2)
    if "book" not in kept:
        kept["book"] = Wordbook(shelf.facts)
    book: Wordbook = kept["book"]
    return book
