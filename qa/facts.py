"""事实: printed figures, filtered and page by page, as the contract's objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.disclosure import Disclosure, Fact
from corpus.meanwhile import each_held, persistently
from corpus.store import Store
from corpus.terms import TERMS
from qa.answer import row_label
from qa.sheets import WORDS

LARGEST_PAGE = 1000


def selected(store: Store, filters: dict[str, Any], limit: int, offset: int = 0) -> tuple[int, list[dict[str, Any]]]:
    """(how many fit, one page of them as the contract's objects). ``filters`` may hold ``order`` and ``down``."""

    def held() -> tuple[int, list[dict[str, Any]]]:
        total, page = store.select_facts(limit=limit, offset=offset, **filters)
        known: dict[str, Disclosure] = {i: store.disclosure(i) for i in {f.disclosure_id for f in page}}
        return total, [shown(fact, known[fact.disclosure_id]) for fact in page]

    return persistently(held)


def every(store: Store, filters: dict[str, Any], offset: int = 0) -> Iterator[dict[str, Any]]:
    """All facts that fit, page by page."""
    while page := selected(store, filters, LARGEST_PAGE, offset)[1]:
        yield from page
        offset += len(page)


def sources(store: Store, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """出处: the disclosures that rows come from, with how many of the rows are theirs."""
    counted = Counter(row["disclosure_id"] for row in rows)
    names = ("title", "issuer", "fiscal_year", "kind", "scope", "source", "narrative", "sha256")
    held = each_held(counted, store.disclosure)
    return [{n: getattr(d, n) for n in names} | {"disclosure_id": i, "figures": counted[i]} for i, d in held]


def named(store: Store, filters: dict[str, Any]) -> str:
    """文件名: a sheet's name, from what it was narrowed to."""
    words = [str(filters[key]) for key in ("issuer", "fiscal_year", "q") if filters.get(key)]
    if (one := filters.get("disclosure")) is not None:
        words.insert(0, store.disclosure(one).title)
    if (concept := filters.get("concept")) is not None:
        words.append(TERMS[concept].name if concept in TERMS else concept)
    words += [WORDS[key][filters[key]] for key in ("kind", "basis", "scope") if filters.get(key) in WORDS[key]]
    kept = "-".join("".join(c for c in word if c.isalnum() or c in "（）_") for word in words)
    return f"明账-{kept or '全部数字'}"[:80]


def shown(fact: Fact, disclosure: Disclosure) -> dict[str, Any]:
    """A fact as the contract's object."""
    return {
        "id": fact.id,
        "disclosure_id": fact.disclosure_id,
        "source": disclosure.part_at(fact.place.start).source,
        "issuer": disclosure.issuer,
        "kind": disclosure.kind,
        "origin": fact.origin,
        "concept": fact.concept,
        "aspect": fact.aspect,
        "subject": fact.subject,
        "name": " · ".join(row_label(fact)),
        "row": fact.row,
        "row_code": fact.row_code,
        "column": fact.column,
        "measure": fact.measure,
        "value": format(fact.quantity.value, "f"),
        "unit": fact.quantity.unit,
        "printed": fact.quantity.printed,
        "bound": fact.quantity.bound.value,
        "direction": fact.direction,
        "basis": fact.basis,
        "fiscal_year": fact.year,
        "scope": fact.scope,
        "table": fact.table,
        "section": " / ".join(fact.section),
        "page": fact.place.page,
        "start": fact.place.start,
        "end": fact.place.end,
        "verified": fact.verified,
    }
