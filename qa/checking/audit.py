"""审计: a disclosure's own arithmetic, and where it contradicts itself, as an object for readers, with places.

The identities and the pairs of statements that disagree are found at ingest and kept with the disclosure; here they
are worded, graded (算术不符, 前后不一致, 尾数, 措辞不符) and cited.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any, Final

from corpus.disclosure import Check, Disclosure, Section
from corpus.money import Quantity, number_text
from corpus.store import Store
from qa.answer import Citer
from qa.checking.audit_tables import audited_tables

GRADES: Final = {
    "arithmetic_error": "算术不符", "contradiction": "前后不一致", "rounding": "尾数", "wording": "措辞不符",
    "ok": "符合", "": "无从核对",
}  # fmt: skip
"""等级, the gravest first."""
OUTCOMES = {"holds": True, "fails": False, "not_applicable": None}


def audited(store: Store, disclosure_id: str) -> dict[str, Any]:
    """审计 of one disclosure as an object, the gravest first. Raises NoSuchDisclosureError."""
    disclosure = store.disclosure(disclosure_id)
    text, sections = store.text(disclosure_id), store.sections(disclosure_id)
    order = list(GRADES)
    found = sorted(store.checks(disclosure_id), key=lambda c: order.index(c.grade) if c.grade in GRADES else len(order))
    checks = [_described(check, disclosure, text, sections) for check in found]
    return {
        "disclosure_id": disclosure_id,
        "title": disclosure.title,
        "issuer": disclosure.issuer,
        "source": disclosure.source,
        "summary": {name: sum(c["holds"] is value for c in checks) for name, value in OUTCOMES.items()},
        "grades": dict(Counter(c["grade"] or "not_applicable" for c in checks)),
        "tables": audited_tables(store.tables(disclosure_id), found),
        "checks": checks,
        "problems": [asdict(p) for p in store.problems(disclosure_id)],
    }


def remarkable(audit: dict[str, Any]) -> list[dict[str, Any]]:
    """可疑之处 of an audit: all that does not simply hold, the gravest first."""
    return [c for c in audit["checks"] if is_remarkable(c)]


def is_remarkable(check: dict[str, Any]) -> bool:
    """Whether a check of an audit does not simply hold."""
    return check["grade"] not in {"ok", ""} or check["holds"] is False


def _described(check: Check, disclosure: Disclosure, text: str, sections: tuple[Section, ...]) -> dict[str, Any]:
    citer = Citer(lambda _: text, lambda _: sections)
    for place in check.places:
        if text[place.start : place.end].strip():
            citer.place(disclosure, place)
    sized = check.expected or check.found or check.difference
    return {
        "rule": check.rule,
        "about": check.about,
        "holds": check.holds,
        "expected": amount(check.expected),
        "found": amount(check.found),
        "difference": amount(check.difference),
        "tolerance": amount(check.tolerance),
        "unit": sized.unit if sized else "",
        "grade": check.grade,
        "grade_name": GRADES.get(check.grade, check.grade),
        "message": message(check),
        "places": [_without_empty_table(asdict(c)) for c in citer.citations],
    }


def message(check: Check) -> str:
    """一句话: what was checked, what it should be and what is printed."""
    if check.expected is None or check.found is None:
        return check.about
    expected, found = _said(check.expected), _said(check.found)
    if check.holds is True and check.grade != "rounding":
        return f"{check.about}：{found}，相符"
    tail = f"，相差 {_said(check.difference)}" if check.difference is not None and check.difference.value else ""
    if check.grade == "rounding":
        return f"{check.about}：应为 {expected}，列为 {found}{tail}（四舍五入所致）"
    return f"{check.about}：应为 {expected}，列为 {found}{tail}"


def _said(quantity: Quantity) -> str:
    return f"{number_text(quantity.value)}{quantity.unit}"


def amount(quantity: Quantity | None) -> str | None:
    """A quantity's number as a decimal string."""
    return None if quantity is None else format(quantity.value, "f")


def _without_empty_table(citation: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in citation.items() if name != "table" or value is not None}
