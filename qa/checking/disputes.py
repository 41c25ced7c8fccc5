"""前后不一致: what a document says elsewhere of the very figure that bears a claim out, from the checks that ingest made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from corpus.disclosure import Check, Fact
from corpus.money import Quantity
from qa.answering.disagreements import failing
from qa.checking.agreement import agrees
from qa.checking.claims import Claim
from qa.checking.verdict import Elsewhere, Verdict
from qa.library import Library
from qa.wording import amount

TWO_VALUES: Final = frozenset({"C.SAME", "C.SCORE", "C.COUNT", "P.EXEC", "P.DONE", "P.SHARE", "P.GROWTH"})
"""Checks that set two values of one thing against each other: two places, or a rate and what it is worked out from."""


def doubted(library: Library, claim: Claim, verdict: Verdict) -> Verdict:
    """A verdict that a claim is borne out, as disputed where the document gives another value of the same thing."""
    if verdict.outcome != "supported" or verdict.fact is None:
        return verdict
    for fact in (f for f in verdict.facts if _key(f) == _key(verdict.fact)):
        for other in _others(library, fact):
            if agrees(claim.stated, other.quantity):
                continue  # both values are as the claim has it
            reason = f"文件前后不一致：一处为 {amount(fact.quantity)}，另一处为 {amount(other.quantity)}"
            return replace(verdict, outcome="disputed", reason=reason, elsewhere=(other,))
    return verdict


def other_side(library: Library, claim: Claim, fact: Fact) -> Verdict | None:
    """The verdict where a figure contradicts a claim, and another place of the same document bears it out."""
    for other in _others(library, fact):
        if agrees(claim.stated, other.quantity):
            reason = f"文件前后不一致：一处为 {amount(other.quantity)}，另一处为 {amount(fact.quantity)}"
            return Verdict("disputed", reason, (fact,), elsewhere=(other,))
    return None


def _others(library: Library, fact: Fact) -> Iterator[Elsewhere]:
    """The other values that failed checks set against a figure, with their places."""
    for check in failing(library, fact.disclosure_id):
        if check.rule not in TWO_VALUES or check.expected is None or check.found is None:
            continue
        if not _takes_part(library, check, fact):
            continue
        other = next((q for q in (check.expected, check.found) if q.base != fact.quantity.base), None)
        if other is not None:
            yield _placed(library, check, fact, other)


def _takes_part(library: Library, check: Check, fact: Fact) -> bool:
    """Whether a figure is one of the two that a check is about: by its place, or by being the same figure again."""
    if fact.quantity.base not in {q.base for q in (check.expected, check.found) if q is not None}:
        return False
    if any(p.start < fact.place.end and fact.place.start < p.end for p in check.places):
        return True
    shelf = library.shelf(fact.disclosure_id)
    return any(_key(f) == _key(fact) for p in check.places for f in shelf.at(p) if f.concept)


def _key(fact: Fact) -> tuple[object, ...]:
    return fact.concept, fact.subject, fact.measure, fact.basis, fact.year, fact.quantity.base


def _placed(library: Library, check: Check, fact: Fact, other: Quantity) -> Elsewhere:
    """The other value with the figure that prints it, or with the place that it is worked out from."""
    shelf = library.shelf(fact.disclosure_id)
    for place in check.places:
        for found in shelf.at(place):
            if found.quantity.base == other.base and found.quantity.unit_class is other.unit_class:
                return Elsewhere(other, fact.disclosure_id, place, found)
    apart = [p for p in check.places if not p.start <= fact.place.start < p.end] or list(check.places)
    return Elsewhere(other, fact.disclosure_id, apart[0], None)
