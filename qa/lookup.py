"""查数: which facts answer, by key and by words, each with a score that says how much of the question it explains.

A fact explains a dictionary term of the question where its row (or column) is of that term, and words of
the question where its labels carry them, rarer words weighing more. What a fact says beyond the question
(another project, another column) counts against it. Weights are few and measured (WHY.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus import terms
from corpus.disclosure import Basis, Measure, Scope
from corpus.money import UnitClass
from qa.library import Described, Shelf, grams
from qa.question import Topic


@dataclass(frozen=True)
class Slot:
    """一问: one figure looked for: in which disclosures, about what, of which year, basis, scope, measure and unit.

    ``context`` are things that the question speaks of around it; ``near`` rows and sentences (disclosure, offset)
    in which other parts of the same question were found: both only tip the scales.
    """

    shelves: tuple[Shelf, ...]
    topics: tuple[Topic, ...]
    year: int | None = None
    bases: tuple[Basis, ...] = ()
    scope: Scope | None = None
    measures: tuple[Measure, ...] = ()
    codes: tuple[str, ...] = ()
    counter: str | None = None
    money: bool = False
    context: tuple[Topic, ...] = ()
    near: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class Hit:
    """命中: a fact, its score, and the share of the question that it explains (0 to 1)."""

    described: Described
    shelf: Shelf
    score: float
    explained: float
    covered: float


AMOUNTS: tuple[Measure, ...] = ("amount", "count")
ACCEPT = 0.62
"""The least share of the question's content that an answering fact must explain."""
TERM_WEIGHT = 5.0
CODE_WEIGHT = 15.0
"""What a dictionary term and a code weigh beside words, which weigh by their rarity."""


def rank(slot: Slot) -> list[Hit]:
    """Facts that may fill the slot, best first."""
    hits = []
    for shelf in slot.shelves:
        asked = _asked(slot, shelf)
        for described in shelf.facts:
            if (hit := _hit(slot, shelf, described, asked)) is not None:
                hits.append(hit)
    return sorted(hits, key=lambda h: (-h.score, h.described.fact.origin == "prose", h.described.fact.place.start))


@dataclass(frozen=True)
class _Unit:
    """One part of the question: a term, or a run of words with their weights."""

    concept: str | None
    words: frozenset[str]
    weight: float
    code: str | None = None


@dataclass(frozen=True)
class _Asked:
    units: tuple[_Unit, ...]
    words: frozenset[str]
    concepts: frozenset[str]
    total: float


def _asked(slot: Slot, shelf: Shelf) -> _Asked:
    units = []
    for topic in (*slot.topics, *slot.context):
        words = grams(topic.text)
        if topic.concept:
            words |= grams(terms.TERMS[topic.concept].name)
            units.append(_Unit(topic.concept, grams(topic.text), 5.0))
        elif words:
            weight = (
                sum(min(shelf.rarity.get(w, shelf.unseen), 5.0) for w in words) / len(words) * min(len(words), 4) / 2
            )
            units.append(_Unit(None, words, weight))
    every = frozenset[str]().union(*(grams(t.text) for t in (*slot.topics, *slot.context)))
    named = frozenset[str]().union(*(grams(terms.TERMS[u.concept].name) for u in units if u.concept))
    concepts = frozenset(u.concept for u in units if u.concept)
    return _Asked(tuple(units), every | named, concepts, sum(u.weight for u in units))


def _hit(slot: Slot, shelf: Shelf, described: Described, asked: _Asked) -> Hit | None:
    fact = described.fact
    if slot.year is not None and fact.year != slot.year:
        return None
    if not _unit_fits(slot, described) or (slot.scope and fact.scope != slot.scope):
        return None
    explained = _explained(asked, described, shelf) if asked.total else 1.0
    if explained < 0.3:
        return None
    covered = _covered(asked, described, shelf)
    score = 2.0 * explained + covered
    score -= _beyond(slot, asked, described)
    score += _key_fit(slot, shelf, described)
    score += 0.3 * ((fact.disclosure_id, fact.context.start) in slot.near) + _tips(slot, described)
    return Hit(described, shelf, score, explained, covered)


def _unit_fits(slot: Slot, described: Described) -> bool:
    quantity = described.fact.quantity
    if slot.money and quantity.unit_class is not UnitClass.MONEY:
        return False
    if slot.counter in {"百分点"}:
        return quantity.unit_class in {UnitClass.RATE, UnitClass.POINTS}
    if slot.counter and quantity.unit_class is UnitClass.COUNT:
        return (
            quantity.unit.split("/")[0] == slot.counter
            or slot.counter in {"个", "项", "家", "名", "人"}
            and _alike(slot.counter, quantity.unit)
        )
    return not (slot.counter and quantity.unit_class is UnitClass.MONEY)


_ALIKE = (
    {"人", "名", "个", "位"},
    {"家", "个", "户"},
    {"项", "个"},
    {"台", "台套", "台(套)", "个"},
    {"次", "场", "期"},
)


def _alike(asked: str, printed: str) -> bool:
    return any({asked, printed} <= group for group in _ALIKE)


def _explained(asked: _Asked, described: Described, shelf: Shelf) -> float:
    """The share of the question's weight that the fact's words and concepts account for."""
    return sum(u.weight * _explains(u, described, shelf) for u in asked.units) / asked.total


def _explains(unit: _Unit, described: Described, shelf: Shelf) -> float:
    fact = described.fact
    if unit.code:
        return float(fact.row_code == unit.code)
    if unit.concept:
        if (kin := max(kinship(unit.concept, fact.concept), kinship(unit.concept, fact.aspect))) > 0:
            return kin
        near = max(_share(unit.words, described.row | described.subject), 0.9 * _share(unit.words, described.column))
        return 0.85 * near if near >= 0.75 else 0.4 * (_share(unit.words, described.frame | described.context) >= 1.0)
    total = found = 0.0
    for word in unit.words:
        weight = min(shelf.rarity.get(word, shelf.unseen), 5.0)
        total += weight
        if word in described.row or word in described.subject:
            found += weight
        elif word in described.column:
            found += 0.9 * weight
        elif word in described.context:
            found += 0.7 * weight
        elif word in described.frame:
            found += 0.6 * weight
    return found / total if total else 0.0


def _share(words: frozenset[str], among: frozenset[str]) -> float:
    return len(words & among) / len(words) if words else 0.0


def kinship(asked: str, found: str | None) -> float:
    """How nearly one term stands for another: 1 itself; less for its twin on the other side or in the other book."""
    if found is None:
        return 0.0
    if asked == found:
        return 1.0
    if found in terms.TERMS[asked].twins or asked in terms.TERMS[found].twins:
        return 0.92
    return 0.9 if {asked, found} <= TOTALS else 0.0


TOTALS = frozenset({"total_balance_sheet", "total_revenue", "total_expenditure", "current_expenditure", "current_revenue"})
"""总计 and 合计 of either side: people say one for the other, and only carry-over tells them apart."""


def _tips(slot: Slot, described: Described) -> float:
    """A little for what the question speaks of around the asked thing."""
    tips = 0.0
    for topic in slot.context:
        if topic.concept and topic.concept in (described.fact.concept, described.fact.aspect):
            tips += 0.05
        elif _share(grams(topic.text), described.all) >= 0.8:
            tips += 0.2
    return tips


def _covered(asked: _Asked, described: Described, shelf: Shelf) -> float:
    """How much of the fact's own label the question names: 1 where its concept is asked for."""
    fact = described.fact
    if fact.row_code and any(u.code == fact.row_code for u in asked.units):
        return 1.0
    if any(u.concept and kinship(u.concept, fact.concept) for u in asked.units):
        return 1.0
    leaf = described.leaf
    weights = {w: min(shelf.rarity.get(w, shelf.unseen), 5.0) for w in leaf}
    total = sum(weights.values())
    return sum(weights[w] for w in leaf & asked.words) / total if total else 0.0


def _beyond(slot: Slot, asked: _Asked, described: Described) -> float:
    """What the fact is about beyond the question: another project, a part where the whole is asked."""
    fact = described.fact
    against = 0.0
    if fact.subject:
        against += 1.2 * (1.0 - _share(described.subject, asked.words)) ** 1.5
    if fact.aspect and fact.aspect not in asked.concepts:
        against += 0.35
    if fact.concept and asked.concepts and fact.concept not in asked.concepts and fact.aspect in asked.concepts:
        against += 0.5
    parents = fact.row.split("/")[:-1]
    if parents and not slot.codes:
        against += 0.1
    return against


def _key_fit(slot: Slot, shelf: Shelf, described: Described) -> float:
    """How year, basis and measure fit what was asked, or what is usual where nothing was said."""
    fact, document = described.fact, shelf.disclosure
    fit = 0.0
    if slot.year is None and fact.year != document.fiscal_year:
        fit -= 0.7
    if slot.bases:
        if fact.quantity.unit_class is UnitClass.MONEY and fact.measure == "amount":
            fit += 0.25 if fact.basis in slot.bases or "prior_year" == fact.basis else -0.6
    elif document.kind == "final_accounts" and fact.basis in {"budget", "adjusted_budget"}:
        fit -= 0.4
    measures = slot.measures or AMOUNTS
    if fact.measure in measures:
        fit += 0.4 - 0.05 * measures.index(fact.measure)
    elif not slot.measures and fact.measure in {"score", "target", "actual", "rate_unit", "rate", "completion"}:
        fit += 0.1 if slot.counter or fact.measure == "rate_unit" else -0.1
    else:
        fit -= 0.8
    return fit + 0.05 * fact.verified


def best(slot: Slot) -> Hit | None:
    """The fact that fills the slot, None where none explains enough of the question."""
    ranked = rank(slot)
    return ranked[0] if ranked and accepted(ranked[0]) else None


def accepted(hit: Hit) -> bool:
    """Whether a hit explains the question well enough to be stated as its answer."""
    return hit.explained >= ACCEPT and hit.covered >= 0.45 and hit.score >= 2.0


def alike(ranked: Sequence[Hit], first: Hit) -> list[Hit]:
    """Hits as good as the first that say the same amount: further places of one figure."""
    same = first.described.fact.quantity
    return [
        h
        for h in ranked
        if h.score >= first.score - 0.6
        and _same_amount(h, first)
        and h.described.fact.quantity.unit_class is same.unit_class
    ]


def _same_amount(one: Hit, other: Hit) -> bool:
    a, b = one.described.fact.quantity, other.described.fact.quantity
    return a.base == b.base


def with_topics(slot: Slot, topics: Iterable[Topic]) -> Slot:
    """The same slot about other things."""
    return replace(slot, topics=tuple(topics))
