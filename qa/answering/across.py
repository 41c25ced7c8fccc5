"""各处: one amount as every table and sentence prints it: the same everywhere, or apart by its last digits.

Tables of one disclosure take in different money, so that only amounts apart by a few of the smallest printed steps are
one amount printed in two ways; where they lie further apart nothing is said here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.disclosure import Fact
from corpus.money import Quantity
from qa import wording
from qa.answer import Answer, Citer, Conflict, Figure
from qa.finding import lookup
from qa.finding.finding import Finding
from qa.finding.scene import Scene, slot
from qa.library import Described, Shelf, grams
from qa.plan import arithmetic

_PLACES = re.compile(
    r"各(?:张|个|份)?(?:表|处|地方)|(?:几|两|二|三|四|多|不同)(?:(?:张|个)的?(?:表|地方)|处)|表(?:格)?(?:之?间|和|与|跟)|前后|正文"
)
_WHOLE = re.compile(r"^(?:合计|总计|小计|金额|(?:支出)?决算数?|预算数?|本年(?:支出|收入)合计|)$")
STEPS = 5
"""How many of the smallest printed steps two prints of one amount lie apart at most."""


def answer_across(scene: Scene, citer: Citer) -> Answer | None:
    """What each place prints of the amount that is named; None where it stands in one place, or its prints are of different things."""
    question = scene.question
    if not _PLACES.search(question.folded) or not any(t.concept for t in question.topics):
        return None
    topics = [t for t in question.topics if t.concept]
    for group in scene.groups:
        for shelf in group.shelves:
            hits = lookup.rank(slot(scene, type(group)(group.body, (shelf,)), topics, counter="", money=True))
            first = next((h.described.fact for h in hits[:1] if lookup.accepted(h)), None)
            same = [h.described.fact for h in hits if first is not None and _is_print(h.described.fact, first)]
            if first is None or len({_where(f) for f in same}) < MANY:
                continue
            if any(_is_named_alike(d.fact, first) and not _is_near(d.fact, first) for d in _of_name(shelf, hits[0])):
                continue  # another classification prints the name with another amount: not the same everywhere
            return _told([Finding(f, shelf.disclosure, 0, 0) for f in same], citer)
    return None


def answer_apart(scene: Scene, citer: Citer) -> Answer | None:
    """The amounts that tables and sentences print under the one name asked about, where they differ; None where they do not.

    For who asks because of a difference: tables may take in different money, which is said.
    """
    question = scene.question
    topics = [t for t in question.topics if t.text]
    if not topics or not question.who.mentions:
        return None
    for group in scene.groups:
        for shelf in group.shelves:
            hits = lookup.rank(slot(scene, type(group)(group.body, (shelf,)), topics, counter="", money=True))
            first = next((h.described for h in hits[:1] if lookup.accepted(h)), None)
            named = frozenset[str]().union(*(grams(t.text) for t in topics))
            if first is None or first.fact.subject or not first.leaf & named:
                continue
            alike = [d.fact for d in shelf.facts if d.leaf == first.leaf and _is_named_alike(d.fact, first.fact)]
            if len({f.quantity.base for f in alike}) < MANY:
                continue
            found = _told([Finding(f, shelf.disclosure, 0, 0) for f in alike], citer, _APART)
            if found.conflicts:
                return found
            citer.clear()
    return None


_APART = "对不上，几处所列不同（口径可能不一样），相差"


def _is_named_alike(fact: Fact, first: Fact) -> bool:
    """Whether a fact is an amount of the year and stage of the first one, for the whole of its row."""
    alike = (fact.year, fact.basis, fact.measure, fact.subject, fact.scope) == (
        first.year, first.basis, first.measure, first.subject, first.scope,
    )  # fmt: skip
    return alike and (not fact.table or _WHOLE.match(fact.column.split("/")[-1]) is not None)


MANY = 2
"""Places in which an amount must stand to be compared."""


def _is_print(fact: Fact, first: Fact) -> bool:
    """Whether a fact is the first one printed again: one thing, year, stage and measure, its whole and no part."""
    alike = (fact.concept, fact.aspect, fact.year, fact.basis, fact.measure, fact.subject, fact.scope) == (
        first.concept, first.aspect, first.year, first.basis, first.measure, first.subject, first.scope,
    )  # fmt: skip
    return alike and _is_near(fact, first) and (not fact.table or _WHOLE.match(fact.column.split("/")[-1]) is not None)


def _is_near(fact: Fact, first: Fact) -> bool:
    """Whether two amounts lie apart by no more than what is left of rounding."""
    return abs(fact.quantity.base - first.quantity.base) <= STEPS * max(fact.quantity.step, first.quantity.step)


def _of_name(shelf: Shelf, hit: lookup.Hit) -> Sequence[Described]:
    """The facts whose rows end in the name that a hit's row ends in, in tables that no project is the subject of."""
    return [d for d in shelf.facts if d.leaf == hit.described.leaf and d.fact.table and not d.fact.subject]


def _where(fact: Fact) -> str:
    return f"《{fact.table}》" if fact.table else "正文"


def _told(found: Sequence[Finding], citer: Citer, lead: str = "") -> Answer:
    by_value: dict[Decimal, dict[str, Finding]] = {}
    for one in sorted(found, key=lambda f: f.quantity.step):
        value = next(
            (v for v in by_value if abs(v - one.quantity.base) <= _rounding(one, by_value[v])), one.quantity.base
        )
        by_value.setdefault(value, {}).setdefault(_where(one.fact), one)
    firsts = [next(iter(places.values())) for places in by_value.values()]
    figures = [one.figure(citer) for one in firsts]
    lines = []
    for places in by_value.values():
        marks = "".join(f"[{n}]" for one in list(places.values())[:3] for n in one.cite(citer))
        lines.append(f"- **{wording.amount(next(iter(places.values())).quantity)}**：{'、'.join(places)}{marks}")
    name = f"{wording.who(firsts[0].disclosure, firsts[0].fact.year)}{wording.named(firsts[0].fact).split('·')[0]}"
    if len(firsts) == 1:
        return Answer(
            "answered", "\n".join([f"一致，各处相同：{name}", *lines]), figures=figures, citations=citer.citations
        )
    gap = arithmetic.absolute(arithmetic.difference(firsts[0].quantity, firsts[1].quantity))
    head = (
        f"{lead} {wording.amount(gap)}：{name}"
        if lead
        else f"不一致，对不上，相差 {wording.amount(gap)}（尾数）：{name}"
    )
    apart = between(figures, gap)
    conflicts = [Conflict(name, (*figures, apart))]
    return Answer(
        "answered", "\n".join([head, *lines]), figures=figures, conflicts=conflicts, citations=citer.citations
    )


def between(figures: Sequence[Figure], gap: Quantity) -> Figure:
    """How far two figures lie apart, as a figure of its own that is worked out from them."""
    marks = tuple(dict.fromkeys(n for f in figures for n in f.citations))
    unit = "百分点" if gap.unit == "%" else gap.unit
    return replace(
        figures[0], label=f"{figures[0].label}相差", value=str(gap.value), unit=unit, basis="computed", citations=marks
    )


def _rounding(one: Finding, places: dict[str, Finding]) -> Decimal:
    """How far a coarser print may lie from a finer one and still be the same amount rounded; nothing between like units."""
    finest = min(f.quantity.step for f in places.values())
    return one.quantity.step / 2 if one.quantity.step > finest else Decimal(0)
