"""名目相联: words of a question that name nothing printed, to the printed names nearest in meaning.

What a phrase may stand for is a label that the disclosure prints, by itself or through an everyday name of its term.
Only what the disclosure prints can be meant; a link by meaning costs, and is said.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus import terms
from corpus.language.lexicon import everyday_names
from qa.finding import synonyms
from qa.library import Shelf
from qa.retrieval.labels import LabelIndex, Rows

SURE: Final = (0.92, 0.9, 0.88)
"""The least nearness (cosine) of a phrase of two, three, and more characters and a name for one to stand for the other."""
APART: Final = 0.008
"""By how much the likeliest name must be likelier than the next that means something else."""
CARRIED: Final = 0.06
"""What a name is worth that carries all of a phrase (in pairs of characters), beside its nearness."""
LIKELY: Final = 0.92
"""Nearness and what is carried, together, from which a name may be meant whatever the phrase's length."""
CHOICE: Final = 3
"""Names of which the one is taken whose figure is of the kind asked for."""


def _carried(phrase: str, name: str) -> float:
    """How much of a phrase a name carries, in pairs of characters, by itself or in words that stand for them (律师: 顾问)."""
    pairs = {phrase[n : n + 2] for n in range(len(phrase) - 1)}
    return sum(p in name or any(w in name for w in synonyms.of(p)) for p in pairs) / len(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True)
class Named:
    """名目: a text that stands for a printed label, or for a term."""

    text: str
    label: str
    concept: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """相联: what a phrase is taken for and how near the two are; ``carried`` where the name holds all of the phrase."""

    label: str
    concept: str | None
    nearness: float
    carried: bool = False


def names_of(shelf: Shelf) -> tuple[Named, ...]:
    """All texts by which the labels of a disclosure may be meant."""
    found: dict[str, Named] = {}
    concepts: dict[str, str] = {}
    for described in shelf.facts:
        fact, leaf = described.fact, described.fact.row.split("/")[-1]
        for label in (leaf, fact.subject or ""):
            if 1 < len(label) <= LONGEST:
                found.setdefault(label, Named(label, label, fact.concept if label == leaf else None))
        if fact.concept:
            concepts.setdefault(fact.concept, leaf)
    for concept, leaf in concepts.items():
        term = terms.TERMS[concept]
        words = [w for w in (*everyday_names(concept), *term.words) if not w.isascii()]
        for word in words[:NAMES_A_TERM]:
            found.setdefault(word, Named(word, term.name or leaf, concept))
    return tuple(found.values())


NAMES_A_TERM: Final = 8
"""Everyday names of a term that are embedded: the list begins with the commonest, and each costs time at ingest."""
LONGEST: Final = 30
"""Characters of a printed label that may be meant by a phrase."""


class Linker:
    """相联者 over a :class:`LabelIndex`; keeps the vectors of the disclosures asked about last."""

    def __init__(self, index: LabelIndex) -> None:
        self._index = index
        self._kept: dict[str, tuple[tuple[Named, ...], Rows]] = {}
        self._lock = threading.Lock()

    def links(self, phrase: str, shelf: Shelf) -> list[Link]:
        """What a phrase may stand for in a disclosure, the likeliest first; [] where nothing is near enough.

        Nearness in meaning counts, and how much of the phrase the name itself carries: either may be enough.
        """
        names, rows = self._rows(shelf)
        least = SURE[min(len(phrase), 4) - 2]
        best: dict[tuple[str, str | None], Link] = {}
        for place, nearness in self._index.nearest(phrase, rows, CONSIDERED):
            named = names[place]
            carried = _carried(phrase, named.text)
            likely = nearness + CARRIED * carried
            if nearness < least and likely < LIKELY:
                continue
            held = best.get((named.label, named.concept))
            if held is None or likely > held.nearness:
                best[named.label, named.concept] = Link(named.label, named.concept, likely, carried == 1)
        return sorted(best.values(), key=lambda link: -link.nearness)[:CHOICE]

    def nearest(self, phrase: str, shelf: Shelf, most: int) -> list[Link]:
        """The names nearest in meaning to a phrase, however near: among what a choice may be, not what is meant."""
        names, rows = self._rows(shelf)
        found: dict[tuple[str, str | None], Link] = {}
        for place, nearness in self._index.nearest(phrase, rows, most * NAMES_A_TERM):
            named = names[place]
            found.setdefault((named.label, named.concept), Link(named.label, named.concept, nearness))
        return list(found.values())[:most]

    def _rows(self, shelf: Shelf) -> tuple[tuple[Named, ...], Rows]:
        key = shelf.disclosure.id
        if (held := self._kept.get(key)) is None:
            names = names_of(shelf)
            held = names, self._index.rows([n.text for n in names])
            with self._lock:
                while len(self._kept) >= MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = held
        return held


CONSIDERED: Final = 120
MOST_KEPT: Final = 50


def labels_to_embed(shelves: Sequence[Shelf]) -> list[tuple[str, str]]:
    """(text, kind) of everything by which labels of these disclosures may be meant."""
    return [(n.text, "label" if n.text == n.label else "everyday") for s in shelves for n in names_of(s)]
