"""名目相联: words of a question that name nothing printed, to the printed names nearest in meaning.

What a phrase may stand for is a label that the disclosure prints, by itself or through an everyday name of its term.
Only what the disclosure prints can be meant; a link by meaning costs, and is said.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from corpus import terms
from corpus.language.lexicon import everyday_names
from qa.finding import synonyms
from qa.finding.nearest import Nearest
from qa.library import Shelf
from qa.retrieval.labels import LabelIndex, Rows

CARRIED: Final = 0.15
"""What a name is worth that carries all of a phrase (in pairs of characters), beside its nearness (cosine)."""
MEANT: Final = 0.2
"""The least likelihood of a link for the name to be taken as what is meant."""
CHOICE: Final = 3
"""Names of which the one is taken whose figure is of the kind asked for."""
FEATURES: Final = ("near", "carried", "lead")
"""By what :func:`is_meant` weighs a link."""


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
    """相联: what a phrase is taken for, how near the two are in meaning, and how much of the phrase the name carries (0 to 1)."""

    label: str
    concept: str | None
    near: float
    carried: float = 0.0

    @property
    def worth(self) -> float:
        """By what links are ordered."""
        return self.near + CARRIED * self.carried


@cache
def _weights() -> dict[str, dict[str, float]]:
    learned = json.loads(files("qa.evidence").joinpath("linking.json").read_text("utf-8"))
    weights: dict[str, dict[str, float]] = learned["weights"]
    return weights


def is_meant(first: Link, following: Link | None, *, learned: bool) -> bool:
    """Whether the first of some links may be taken for what is meant: near, or carried, and by itself.

    ``following`` is the next one that would do. Terms are known by everyday names too, so that nearness tells; of other
    labels what they carry tells more. The weights (``linking.json``) are learned; where the nearness is of vectors that
    nothing was learned of, it counts for nothing.
    """
    weights = _weights()["term" if first.concept else "label"]
    near, *others = features(first, following)
    told = weights["bias"] + sum(
        weights[name] * value for name, value in zip(FEATURES, (near if learned else 0.0, *others), strict=True)
    )
    return 1 / (1 + math.exp(-told)) >= MEANT


def features(first: Link, following: Link | None = None) -> tuple[float, float, float]:
    """How near, how much carried, and by how much before the next one."""
    return first.near, first.carried, min(first.worth - (following.worth if following else 0.0), LEAD)


def ranked(phrase: str, near: Iterable[tuple[Named, float]]) -> list[Link]:
    """The likeliest links of a phrase to names of some nearness, each label and term once."""
    best: dict[tuple[str, str | None], Link] = {}
    for named, nearness in near:
        link = Link(named.label, named.concept, nearness, _carried(phrase, named.text))
        held = best.get((named.label, named.concept))
        if held is None or link.worth > held.worth:
            best[named.label, named.concept] = link
    return sorted(best.values(), key=lambda link: -link.worth)[:CHOICE]


LEAD: Final = 0.4
"""A lead over the next that says as much as any greater one."""


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


def labels_of(shelf: Shelf) -> dict[str, str | None]:
    """The names of rows, projects and sub-units that a disclosure prints, each with its term."""
    kept: dict[str, dict[str, str | None]] = shelf.kept("labels", 2)
    if "labels" not in kept:
        names: dict[str, str | None] = {}
        for described in shelf.facts:
            fact, leaf = described.fact, described.fact.row.split("/")[-1]
            for label in (leaf, fact.subject or ""):
                if 1 < len(label) <= LONGEST:
                    names.setdefault(label, fact.concept if label == leaf else None)
        kept["labels"] = names
    return kept["labels"]


NAMES_A_TERM: Final = 8
"""Everyday names of a term that are embedded: the list begins with the commonest, and each costs time at ingest."""
LONGEST: Final = 30
"""Characters of a printed label that may be meant by a phrase."""


class Linker:
    """相联者 over a :class:`LabelIndex`; keeps the vectors of the disclosures asked about last."""

    def __init__(self, index: LabelIndex) -> None:
        self._index = index
        self._kept: dict[str, tuple[Shelf, tuple[Named, ...], Rows]] = {}
        self._lock = threading.Lock()

    def links(self, phrase: str, shelf: Shelf) -> list[Link]:
        """What a phrase may stand for in a disclosure, the likeliest first; :func:`is_meant` says whether it does."""
        names, rows = self._rows(shelf)
        return ranked(phrase, ((names[place], near) for place, near in self._index.nearest(phrase, rows, CONSIDERED)))

    @property
    def is_learned(self) -> bool:
        """Whether the nearness of links says how likely they are."""
        return self._index.is_learned

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
        held = self._kept.get(key)
        if held is None or held[0] is not shelf:
            names = names_of(shelf)
            held = shelf, names, self._index.rows([n.text for n in names])
            if len(held[2].places) < len(names):
                return held[1], held[2]  # not all embedded yet, or out of reach for now: looked for again
            with self._lock:
                while len(self._kept) >= MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = held
        return held[1], held[2]


CONSIDERED: Final = 120
MOST_KEPT: Final = 50


def labels_to_embed(shelves: Sequence[Shelf]) -> list[tuple[str, str]]:
    """(text, kind) of everything by which labels of these disclosures may be meant."""
    return [(n.text, "label" if n.text == n.label else "everyday") for s in shelves for n in names_of(s)]


def nearest_by(linker: Linker | None) -> Nearest | None:
    """The names nearest in meaning; none where nearness does not say how likely they are, which is known once it is asked."""
    if linker is None:
        return None

    def near(phrase: str, shelf: Shelf, most: int) -> list[tuple[str, float]]:
        found = linker.nearest(phrase, shelf, most)
        return [(link.label, link.near) for link in found] if linker.is_learned else []

    return near
