"""审计: a disclosure's own arithmetic as an object for readers, each figure with its place."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.money import Quantity
from corpus.store import Store
from qa.answer import Citer


def audited(store: Store, disclosure_id: str) -> dict[str, Any]:
    """勾稽: the audit of one disclosure as an object. Raises NoSuchDisclosureError."""
    disclosure = store.disclosure(disclosure_id)
    whole, sections = store.text(disclosure_id), store.sections(disclosure_id)
    checks = []
    for check in store.checks(disclosure_id):
        citer = Citer(lambda _: whole, lambda _: sections)
        for place in check.places:
            if whole[place.start : place.end].strip():
                citer.place(disclosure, place)
        sized = check.expected or check.found or check.difference
        checks.append(
            {
                "rule": check.rule,
                "about": check.about,
                "holds": check.holds,
                "expected": amount(check.expected),
                "found": amount(check.found),
                "difference": amount(check.difference),
                "tolerance": amount(check.tolerance),
                "unit": sized.unit if sized else "",
                "grade": check.grade,
                "places": [_without_empty_table(asdict(c)) for c in citer.citations],
            }
        )
    counted = {name: sum(c["holds"] is value for c in checks) for name, value in OUTCOMES.items()}
    problems = [asdict(p) for p in store.problems(disclosure_id)]
    return {"disclosure_id": disclosure_id, "summary": counted, "checks": checks, "problems": problems}


OUTCOMES = {"holds": True, "fails": False, "not_applicable": None}


def amount(quantity: Quantity | None) -> str | None:
    """A quantity's number as a decimal string."""
    return None if quantity is None else format(quantity.value, "f")


def _without_empty_table(citation: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in citation.items() if name != "table" or value is not None}
