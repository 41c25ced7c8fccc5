"""所说之数: an amount that the question takes as known, to the printed figure that has it."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.disclosure import Fact, Place
from corpus.money import Quantity, UnitClass
from qa import wording
from qa.evidence.value import Value
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.lookup import in_kind
from qa.finding.scene import Scene
from qa.library import Described, Shelf, grams
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Stated

MONTHS = "个月"
ROUNDED = Decimal("0.005")
"""How far the printed amount may be from what people say of it, as a share of it (1252万 of 1,252.30万元)."""


def printed_as(scene: Scene, node: Stated) -> Value:
    """The figure of the body with this amount, of several the one that what is named around speaks of, else an amount of its own."""
    quantity = Quantity(node.value, node.unit)
    if node.unit == MONTHS:  # a year's, not printed
        return Value(node, computed=Computed(quantity, "一年12个月", ""), label="一年的月数")
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
    if best is None and (told := _in_words(scene, node, quantity)) is not None:
        best = ((), *told)
    if best is None:
        return Value(node, missing=(f"{wording.amount(quantity)}这个数",))
    found = Finding(best[1], best[2].disclosure, 0, 1.0)
    return Value(node, finding=found, label=found.label)


def _in_words(scene: Scene, node: Stated, quantity: Quantity) -> tuple[Fact, Shelf] | None:
    """The count where it stands in running words that no figure was read from (管好1413家网点); None where it stands nowhere."""
    if quantity.unit_class is not UnitClass.COUNT or quantity.value < LEAST:
        return None
    number = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",?", str(quantity.value))
    printed = re.compile(rf"(?<![\d.,]){number}(?:余|多)?{re.escape(quantity.unit)}")
    for shelf in scene.groups[node.who].shelves:
        if (match := printed.search(shelf.text)) is None:
            continue
        disclosure, place = shelf.disclosure, Place(*match.span())
        line = Place(
            shelf.text.rfind("\n", 0, place.start) + 1, (shelf.text.find("\n", place.end) + 1 or place.end + 1) - 1
        )
        name = "".join(t.label for t in node.about) or _NAMED.match(shelf.text, place.end)[0]  # type: ignore[index]
        fact = Fact(
            "", disclosure.id, "prose", quantity, name or "数量", None, "", None, None, None, "count", "budget",
            disclosure.fiscal_year, disclosure.scope, None, None, (), place, line,
        )  # fmt: skip
        return fact, shelf
    return None


_NAMED = re.compile(r"[^\W\d_]{0,8}")
"""What is counted, right behind its count."""
LEAST = 10
"""Fewer of anything stand in every text."""


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
