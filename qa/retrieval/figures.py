"""按名目检索: tables and printed figures whose labels carry the words of a query, for those who retrieve documents.

Questions are answered from facts by the answering itself; this is for chains of others that read what they are given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.disclosure import Disclosure, Fact, Table
from corpus.money import fold
from corpus.store import Store

Thing = TypeVar("Thing", Table, Fact)
WIDEST = 12
"""Disclosures looked into at most; a query that names nobody is looked for in those whose passages fit it best."""
LONG = 60
"""Characters of a label that weigh as much as carrying nothing."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Thing]):
    """命中: a table or a fact, its disclosure, and how well its labels fit (0 to 1; higher is better)."""

    thing: Thing
    disclosure: Disclosure
    score: float


def tables(store: Store, words: Sequence[str], among: Sequence[Disclosure], k: int) -> list[Found[Table]]:
    """The tables whose titles, heads and rows fit the words best; lost and empty ones are left out."""
    held = [(t, d) for d in among[:WIDEST] for t in store.tables(d.id) if t.status == "read"]
    labels = [
        " ".join((t.title, t.subject or "", *t.columns, *dict.fromkeys(row.label for row in t.rows))) for t, _ in held
    ]
    return [Found(*held[n], score) for n, score in _ranked(labels, [t.title for t, _ in held], words)[:k]]


def facts(store: Store, words: Sequence[str], among: Sequence[Disclosure], k: int) -> list[Found[Fact]]:
    """The figures whose row, column, subject and table fit the words best."""
    held = [(f, d) for d in among[:WIDEST] for f in store.facts(d.id)]
    labels = [" ".join((f.subject or "", f.row, f.column, f.table or "")) for f, _ in held]
    return [Found(*held[n], score) for n, score in _ranked(labels, [f.row for f, _ in held], words)[:k]]


def _ranked(labels: Sequence[str], heads: Sequence[str], words: Iterable[str]) -> list[tuple[int, float]]:
    """(place, score) of the labels that carry words, best first: rare words weigh more, long labels less, heads twice."""
    folded = [fold(label).lower() for label in labels]
    best_part = [fold(head).lower() for head in heads]
    weights = {w: math.log(1 + len(labels) / (1 + sum(w in label for label in folded))) for w in dict.fromkeys(words)}
    whole = 2 * sum(weights.values()) or 1.0
    scored = []
    for n, (label, head) in enumerate(zip(folded, best_part, strict=True)):
        carried = sum(weight * ((w in label) + (w in head)) for w, weight in weights.items())
        if carried:
            scored.append((n, carried / whole / (1 + len(head) / LONG)))
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))
