"""跨年勾稽: what a body's document says of last year against last year's own document (Y.BASE, Y.CARRY).

A mismatch is a finding about the documents, not an error of this program: last year's figure may have been
restated or adjusted. Both documents must be of one body, scope and kind, one year apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from corpus.disclosure import Check, Fact, Reading
from corpus.money import Quantity, UnitClass
from ingest.checks.tolerance import printed_like
from ingest.conflicts.find import agree

_REACH: Final = 300
_OWN: Final = {"budget": "budget", "final_accounts": "final_accounts"}


def year_checks(earlier: Reading, later: Reading) -> list[Check]:
    """跨年勾稽 of two disclosures. ``places`` are in the later one's text; ``about`` names the earlier one.

    Raises ValueError where the two are not of one body, scope and kind in years that follow each other.
    """
    a, b = earlier.disclosure, later.disclosure
    if (a.issuer, a.scope, a.kind, a.fiscal_year + 1) != (b.issuer, b.scope, b.kind, b.fiscal_year):
        raise ValueError("跨年核对需要同一单位、同一口径、同类文件的相邻两年")
    return [*_bases(earlier, later), *_carried(earlier, later)]


def _money(facts: Sequence[Fact], concept: str | None, basis: str) -> list[Fact]:
    """The body's own amounts of one thing, verified table figures first."""
    found = [
        f
        for f in facts
        if f.concept == concept
        and f.subject is None
        and f.aspect is None
        and f.measure == "amount"
        and f.basis == basis
    ]
    return sorted(found, key=lambda f: (not f.verified, f.origin != "table"))


def _bases(earlier: Reading, later: Reading) -> Iterator[Check]:
    """上年数 printed by the later document, or implied by its change, against the earlier document's own."""
    basis = _OWN[later.disclosure.kind]
    for fact in later.facts:
        if not fact.concept or fact.subject is not None or fact.quantity.unit_class is not UnitClass.MONEY:
            continue
        if fact.basis == "prior_year" and fact.measure == "amount" and fact.year == earlier.disclosure.fiscal_year:
            yield from _compare(earlier, fact, fact.quantity, [], basis)
        elif fact.measure == "change" and fact.direction and "年初预算" not in fact.column:
            now = _now(later.facts, fact)
            if now is not None:
                value = now.quantity.base - fact.direction * fact.quantity.base
                unit = fact.quantity.unit
                implied = Quantity(value / Quantity(Decimal(1), unit).base, unit)
                yield from _compare(
                    earlier, fact, Quantity(printed_like(implied.value, fact.quantity), unit), [now], basis
                )


def _now(facts: Sequence[Fact], change: Fact) -> Fact | None:
    """The year's own amount that a change is told of: the nearest one of the same thing before it in its section."""
    near = [
        f
        for f in facts
        if f.origin == "prose" and f.measure == "amount" and f.basis == change.basis and f.concept == change.concept
        and f.section == change.section and 0 < change.place.start - f.place.start < _REACH
    ]  # fmt: skip
    return max(near, key=lambda f: f.place.start, default=None)


def _compare(earlier: Reading, fact: Fact, found: Quantity, others: Sequence[Fact], basis: str) -> Iterator[Check]:
    own = _money(earlier.facts, fact.concept, basis)
    if not own:
        return
    match = next((f for f in own if agree(found, f.quantity)), None)
    about = f"{fact.row.rpartition('/')[2]}：本文件的上年数与《{earlier.disclosure.title}》一致"
    yield _check("Y.BASE", about, found, (match or own[0]).quantity, match is not None, [fact, *others])


def _carried(earlier: Reading, later: Reading) -> Iterator[Check]:
    """年初结转和结余 = last year's 年末结转和结余."""
    opening = _money(later.facts, "opening_balance", "final_accounts")
    closing = _money(earlier.facts, "closing_balance", "final_accounts")
    if opening and closing:
        good = agree(opening[0].quantity, closing[0].quantity)
        about = f"年初结转和结余 = 《{earlier.disclosure.title}》的年末结转和结余"
        yield _check("Y.CARRY", about, opening[0].quantity, closing[0].quantity, good, opening[:1])


def _check(
    rule: str, about: str, found: Quantity, own: Quantity, good: bool, facts: Sequence[Fact]
) -> Check:  # fmt: skip
    expected = own.to(found.unit) if own.unit != found.unit else own
    gap = Quantity(found.value - expected.value, found.unit)
    zero = Quantity(Decimal(0), found.unit)
    grade = "ok" if good and not gap.value else "rounding" if good else "contradiction"
    places = tuple(dict.fromkeys(f.context for f in facts))
    return Check(rule, about, good, Quantity(expected.value, found.unit), found, gap, zero, grade, places)
