"""筛选: the conditions by which facts are selected."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_

from corpus import schema


def fact_filter(filters: dict[str, Any]) -> list[Any]:
    """Conditions on facts and their disclosures; ``disclosure`` is an id or several, ``q`` words that all must occur."""
    fact, owner = schema.fact.c, schema.disclosure.c
    exact = {
        "source": owner.source,
        "issuer": owner.issuer,
        "fiscal_year": fact.year,
        "kind": owner.kind,
        "concept": fact.concept,
        "row_code": fact.row_code,
        "origin": fact.origin,
        "measure": fact.measure,
        "basis": fact.basis,
        "scope": fact.scope,
        "table_id": fact.table_id,
    }
    unknown = set(filters) - set(exact) - {"disclosure", "q"}
    if unknown:
        raise ValueError(f"unknown fact filter {sorted(unknown)}; known: {sorted(exact)}, disclosure, q")
    fits: list[Any] = [exact[name] == value for name, value in filters.items() if name in exact and value is not None]
    if (wanted := filters.get("disclosure")) is not None:
        ids = [wanted] if isinstance(wanted, str) else list(wanted)
        fits.append(fact.disclosure_id.in_(ids))
    searched = (fact.row, fact.column_path, fact.subject, fact.table_title)
    fits.extend(
        or_(*(column.contains(word, autoescape=True) for column in searched))
        for word in str(filters.get("q") or "").split()
    )
    return fits
