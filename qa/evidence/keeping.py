"""去留: whether a member meets the condition on its set, and how it moved: over its budget, less than the year before, paid out of a fund."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from corpus import terms
from corpus.disclosure import Fact
from corpus.language.lexicon import everyday_at
from corpus.money import Quantity, UnitClass
from qa.evidence.rows import TOTAL_ROWS
from qa.evidence.value import Item
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.groups import Member
from qa.library import Shelf, grams
from qa.plan import arithmetic
from qa.plan.nodes import Condition, Members

TO_BUDGET = frozenset({"over_budget", "under_budget", "on_budget"})
_OF_YEAR = re.compile(r"年(?!初|末)|去年|同期")
"""A printed change against another year, and not against the budget (比年初预算)."""
HUNDRED = Decimal(100)
FISCAL = frozenset({"general_public_budget", "government_fund_budget"})
"""Columns of a table of projects that together are the fiscal appropriation."""


def outcome(member: Member) -> tuple[Fact, Fact] | None:
    """(spent, budget) of a member, out of one sentence or table where one prints both; None where either is not printed."""
    budget = member.value("amount", "adjusted_budget") or member.value("amount", "budget")
    final = member.value("amount", "final_accounts")
    if budget is None or final is None:
        return None
    alike = [f for f in member.facts if f.measure == "amount" and f.basis == "final_accounts" and _beside(f, budget)]
    alike = alike or [f for f in member.facts if f.id == final.id]
    return alike[0], budget


def _beside(fact: Fact, other: Fact) -> bool:
    """Whether two figures stand in one table, or one sentence, of the same part and fund."""
    same = fact.table_id == other.table_id if other.table_id else fact.context.start == other.context.start
    return same and fact.aspect == other.aspect and fact.row == other.row


def moved(shelf: Shelf, member: Member, fact: Fact, node: Members, before: Mapping[str, Finding]) -> Item | None:
    """A member with how far it is from another year: from that year's figure beside it, as it is printed, from another document."""
    printed = tuple(_printed(shelf, member, fact))
    year = node.against or (node.when or fact.year) - 1
    own = [
        f for f in member.facts if f.measure == "amount" and f.basis == "prior_year" and f.year == year and not f.aspect
    ]
    then = Finding(own[0], shelf.disclosure, 0, 0) if own else None if printed else before.get(member.name)
    beside = [f for f in member.facts if own and f.measure == "amount" and f.basis == fact.basis and _beside(f, own[0])]
    fact = next(iter(beside), fact)
    now = Finding(fact, shelf.disclosure, 0, 0)
    if then is None or then.fact.year == fact.year or not _is_alike(then.fact, fact):
        return Item(member.name, now, moved=printed) if printed else None
    gap = arithmetic.difference(fact.quantity, then.quantity)
    return Item(member.name, now, (then,), gap, moved=printed)


def _is_alike(one: Fact, other: Fact) -> bool:
    """Whether two figures are in like units, and both of a row of their own or both of the row of totals (a column's whole)."""
    totals = [f.row.split("/")[-1] in TOTAL_ROWS for f in (one, other)]
    return one.quantity.unit_class is other.quantity.unit_class and (totals[0] == totals[1] or not other.table_id)


def _printed(shelf: Shelf, member: Member, fact: Fact) -> Iterator[Finding]:
    """The printed change of a member against another year, and its rate."""
    for measure in ("change", "growth"):
        said = [
            f for f in member.facts if f.measure == measure and f.direction is not None and _OF_YEAR.search(f.column)
        ]
        said = [f for f in said if f.year == fact.year and (f.basis == fact.basis or f.basis is None)]
        if said:
            yield Finding(said[0], shelf.disclosure, 0, 0)


def is_held_by(member: Member, name: str, shelf: Shelf) -> bool:
    """Whether a row that is printed of a member says so: 本级, or a body below."""
    return any(name in "".join(shelf.text[f.context.start : f.context.end].split()) for f in member.facts if f.table_id)


def keeps(keep: Condition | None, member: Member, item: Item, shelf: Shelf, whole: Decimal | None = None) -> bool:
    """Whether a member meets a condition; without one, whether it says anything. ``whole`` is what it is a part of."""
    if keep is None:
        return (
            item.quantity.unit_class is not UnitClass.MONEY
            or item.quantity.value != 0
            or item.finding.fact.subject is not None
        )
    if keep.test == "same":
        return item.rank == 0
    if keep.test in {"column", "no_column", "only_column"}:
        part = in_column(member, keep.words)
        whole_of = part is not None and part.quantity.base == item.quantity.base
        return whole_of if keep.test == "only_column" else (part is not None) == (keep.test == "column")
    if keep.test == "held_by":
        return is_held_by(member, keep.words, shelf)
    if keep.test in {"zero", "full", *TO_BUDGET}:
        return _is_spent(keep, member, item)
    return _holds(keep, member, item, whole)


def _is_spent(keep: Condition, member: Member, item: Item) -> bool:
    """Whether what was spent of a member is to its budget as the condition says."""
    spent = outcome(member)
    if keep.test == "zero":
        return (member.value("amount", "final_accounts") or item.finding.fact).quantity.value == 0
    gap = spent[0].quantity.base - spent[1].quantity.base if spent else None
    if keep.test == "full":
        rate = member.value("completion")
        return rate.quantity.value >= HUNDRED if rate else gap == 0
    if gap is None:
        return False
    return {"over_budget": gap > 0, "under_budget": gap < 0, "on_budget": gap == 0}[keep.test]


def in_column(member: Member, concept: str) -> Fact | None:
    """A member's amount in the column of a part or fund; None where it has none there."""
    alike = {concept, *terms.TERMS[concept].twins, *(FISCAL if concept == "fiscal_appropriation" else ())}
    found = (f for f in member.facts if f.aspect in alike and f.measure == "amount" and f.quantity.value)
    return next(found, None)


def _holds(keep: Condition, member: Member, item: Item, whole: Decimal | None) -> bool:
    if keep.bound is None:
        return True
    bound = Quantity(keep.bound, keep.unit)
    held = _held(keep, member, item, whole)
    if held is None or held.unit_class is not bound.unit_class:
        return False
    one, other = held.base, bound.base
    if keep.upto is not None and one > Quantity(keep.upto, keep.unit).base:
        return False
    if (
        item.quantity.value == 0
        and item.quantity.unit_class is UnitClass.MONEY
        and keep.of != "growth"
        and rate_of(member) is None
    ):
        return False  # nothing is planned or spent: below every bound, and no member to speak of
    return {"more": one > other, "at_least": one >= other, "at_most": one <= other}.get(keep.test, one < other)


def _held(keep: Condition, member: Member, item: Item, whole: Decimal | None) -> Quantity | None:
    """What of a member is held against the bound: how it moved, its part of the whole, how far it was carried out, its figure."""
    is_rate = keep.unit == "%"
    if keep.of == "growth":
        return _moved_by(item, is_rate=is_rate)
    if not is_rate:
        return item.quantity
    if keep.of == "share":
        part = member.value("share")
        own = Quantity(item.quantity.base / whole * HUNDRED, "%") if whole else None
        return part.quantity if part is not None else own
    rate = rate_of(member)
    return rate.quantity if rate is not None else item.quantity


def rate_of(member: Member) -> Fact | None:
    """How far the budget of a member was carried out, where that is printed."""
    return member.value("completion")


def _moved_by(item: Item, *, is_rate: bool) -> Quantity | None:
    """By how much, or by what rate, a member moved, whichever way."""
    printed = [f.quantity for f in item.moved if (f.quantity.unit_class is UnitClass.RATE) == is_rate]
    if printed:
        return printed[0]
    if item.gap is None:
        return None
    if not is_rate:
        return Quantity(abs(item.gap.quantity.value), item.gap.quantity.unit)
    then = item.beside[0].quantity.base
    return Quantity(abs(item.gap.quantity.base) / then * HUNDRED, "%") if then else None


def but(found: Sequence[Member], name: str) -> list[Member]:
    """The members without the one that is called so; [] where one may be, and none surely is."""
    words, ids = grams(name), {i for at in range(len(name)) for _, ids in everyday_at(name, at) for i in ids}
    likeness = [
        1.0 if any(f.concept in ids for f in m.facts) else max(share(words, grams(m.name)), share(grams(m.name), words))
        for m in found
    ]
    best = max(likeness, default=0.0)
    if best < CALLED:
        return [] if best else list(found)  # 除了发工资，公用经费里最多的: none of these
    return [m for m, like in zip(found, likeness, strict=True) if like < best]


CALLED = 0.5
"""The share of the words for a member, or of its name, that must stand in the other for it to be left out."""


def total_of(items: Sequence[Item]) -> Decimal | None:
    """What members that are the parts of a whole add up to; None where they are not of one unit."""
    money = [i.quantity.base for i in items if i.quantity.unit_class is UnitClass.MONEY]
    return sum(money, Decimal(0)) if money and len(money) == len(items) else None
