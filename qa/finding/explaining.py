"""说明: how much of each part of a question the facts of a disclosure account for, all facts of it at once.

The same part is asked of one disclosure many times within a question and over questions, so what was found is kept with
the disclosure. Cells of a row and of a column have the same words: each set of words is looked into once.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from corpus import subject, terms
from corpus.disclosure import Fact
from qa.finding.asked import HEAVIEST, Asked, Unit
from qa.library import Described, Shelf

SYNONYM = 0.95
"""How much of a word another one explains that stands for it (发现, 排查)."""
IN_ITS_ROW = 0.6
"""What a term counts for that stands in another cell of the figure's own row (采购组织形式：部门集中采购)."""
MOST_KEPT = 64
"""Parts of questions kept for each disclosure."""


def explained_by(asked: Asked, parts: Sequence[Sequence[float]], facts: int) -> Iterable[float]:
    """The share of the question's weight that each fact accounts for; 1 where nothing is asked."""
    if not asked.total:
        return repeat(1.0, facts)
    weights = [u.weight for u in asked.units]
    return (
        sum(w * e for w, e in zip(weights, of_fact, strict=True)) / asked.total for of_fact in zip(*parts, strict=True)
    )


def explains(unit: Unit, shelf: Shelf) -> Sequence[float]:
    """How much of a unit each fact of a disclosure accounts for (0 to 1), in the order of its facts."""
    key = (unit.code, unit.concept, unit.words, unit.names, unit.others)
    kept: dict[object, Sequence[float]] = shelf.kept("explained", MOST_KEPT)
    if (found := kept.get(key)) is None:
        found = kept[key] = array("d", _explained(unit, shelf))
    return found


def _explained(unit: Unit, shelf: Shelf) -> Iterator[float]:
    if unit.code:
        return (
            float(f.row_code == unit.code) or 0.9 * (f.row_code is None and is_named(f, unit.code))
            for f in (d.fact for d in shelf.facts)
        )
    if unit.concept:
        return _by_term(unit, unit.concept, shelf.facts)
    return _by_words(unit, shelf)


def is_named(fact: Fact, code: str) -> bool:
    """Whether a row without a code bears the name of the code's subject (正文 prints names alone)."""
    known = subject.lookup(code)
    leaf = re.sub(r"[（(][类款项][）)]", "", fact.row.split("/")[-1])
    return known is not None and leaf == known.name


def _by_term(unit: Unit, concept: str, facts: Sequence[Described]) -> Iterator[float]:
    related: dict[tuple[str | None, str | None], float] = {}
    for described in facts:
        fact = described.fact
        both = (fact.concept, fact.aspect)
        if (kin := related.get(both)) is None:
            kin = related[both] = max(kinship(concept, fact.concept), kinship(concept, fact.aspect))
        yield kin if kin > 0 else _by_name(unit, described)


def _by_name(unit: Unit, described: Described) -> float:
    """How much of a term's names a fact carries that is of another term, or of none."""
    near = max(unit.named_in(described.own), 0.9 * unit.named_in(described.column))
    if near >= 0.75:
        return 0.85 * near
    if described.fact.table and unit.is_around(frozenset(), described.context):
        return IN_ITS_ROW
    return 0.45 * unit.is_around(described.frame, described.context)


def _by_words(unit: Unit, shelf: Shelf) -> Iterator[float]:
    """By words, each weighing by its rarity: wholly in the row or subject, less in the column, the row's text, around it."""
    weights = [(w, min(shelf.rarity.get(w, shelf.unseen), HEAVIEST)) for w in unit.words]
    total = sum((weight for _, weight in weights), 0.0)
    others = [(w, same, SYNONYM * min(shelf.rarity.get(w, shelf.unseen), HEAVIEST)) for w, same in unit.others]
    held: dict[frozenset[str], frozenset[str]] = {}
    shares: dict[tuple[frozenset[str], ...], float] = {}

    def of(words: frozenset[str]) -> frozenset[str]:
        if (found := held.get(words)) is None:
            found = held[words] = unit.words & words
        return found

    def share_of(row: frozenset[str], places: Sequence[tuple[frozenset[str], float]]) -> float:
        found = 0.0
        for word, weight in weights:
            found += next((part * weight for words, part in places if word in words), 0.0)
        for word, same, weight in others:
            if word not in row and not same.isdisjoint(row):
                found += weight
        return min(found / total, 1.0) if total else 0.0

    for d in shelf.facts:
        sets = (of(d.row), of(d.subject), of(d.column), of(d.context), of(d.frame), of(d.around))
        key = (d.row, *sets[1:]) if others else sets
        if (found := shares.get(key)) is None:
            row, subject_, column, context, frame, around = sets
            places = ((row | subject_, 1.0), (column, 0.9), (context | frame, 0.6), (around, 0.45))
            found = shares[key] = share_of(d.row, places)
        yield found


def kinship(asked: str, found: str | None) -> float:
    """How nearly one term stands for another: 1 itself; less for its twin on the other side or in the other book."""
    if found is None:
        return 0.0
    if asked == found:
        return 1.0
    if found in terms.TERMS[asked].twins or asked in terms.TERMS[found].twins:
        return 0.92
    if not {asked, found} <= TOTALS:
        return 0.0
    opposite = {"revenue": "expenditure", "expenditure": "revenue"}
    return 0.8 if any(a in asked and b in found for a, b in opposite.items()) else 0.9


TOTALS = frozenset(
    {
        "total_balance_sheet",
        "total_revenue",
        "total_expenditure",
        "current_expenditure",
        "current_revenue",
        "general_budget_expenditure",
    }
)
"""总计 and 合计 of either side: people say one for the other, and only carry-over tells them apart."""
