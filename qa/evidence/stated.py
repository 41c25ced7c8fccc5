"""所说之数: an amount that the question takes as known, to the printed figure that has it."""

from __future__ import annotations

from decimal import Decimal

from corpus.disclosure import Fact
from corpus.money import Quantity
from qa import wording
from qa.evidence.value import Value
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.lookup import in_kind
from qa.finding.scene import Scene
from qa.library import Described, Shelf, grams
from qa.plan.nodes import Stated

ROUNDED = Decimal("0.005")
"""How far the printed amount may be from what people say of it, as a share of it (1252万 of 1,252.30万元)."""


def printed_as(scene: Scene, node: Stated) -> Value:
    """The figure of the body with this amount, of several the one that what is named around speaks of, else an amount of its own."""
    quantity = Quantity(node.value, node.unit)
    words = frozenset[str]().union(*(grams(t.label) for t in node.about)) if node.about else frozenset[str]()
    best: tuple[tuple[float, ...], Fact, Shelf] | None = None
    for shelf in scene.groups[node.who].shelves:
        for described in shelf.facts:
            fact = described.fact
            if not _is_it(fact, quantity):
                continue
            rank = _rank(described, quantity, words, node.when)
            if best is None or rank > best[0]:
                best = (rank, fact, shelf)
    if best is None:
        return Value(node, missing=(f"{wording.amount(quantity)}这个数",))
    found = Finding(best[1], best[2].disclosure, 0, 1.0)
    return Value(node, finding=found, label=found.label)


def _is_it(fact: Fact, quantity: Quantity) -> bool:
    if fact.measure not in {"amount", "count", "target", "actual"} or not in_kind(fact.quantity, quantity):
        return False
    return abs(fact.quantity.base - quantity.base) <= ROUNDED * abs(quantity.base)


def _rank(described: Described, quantity: Quantity, words: frozenset[str], year: int | None) -> tuple[float, ...]:
    """What is named, of the year, exactly so much, an amount rather than a target."""
    fact = described.fact
    named = share(words, described.all) if words else 0.0
    exact = fact.quantity.base == quantity.base
    return (
        float(exact),
        round(named, 2),
        float(fact.year == year),
        float(fact.measure in {"amount", "count"}),
        float(fact.subject is None),
    )
