"""说明: how much of each part of a question the facts of a disclosure account for, all facts of it at once.

The same part is asked of one disclosure many times within a question and over questions, so what was found is kept with
the disclosure. Cells of a row and of a column have the same words: each set of words is looked into once, and facts that
have none of the words asked for are not looked at.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from corpus import subject, terms
from corpus.disclosure import Fact
from qa.finding import effort
from qa.finding.asked import HEAVIEST, Asked, Unit
from qa.finding.wordbook import Held, Wordbook, wordbook
from qa.library import Shelf

SYNONYM = 0.95
"""How much of a word another one explains that stands for it (发现, 排查)."""
IN_ITS_ROW = 0.6
"""What a term counts for that stands in another cell of the figure's own row (采购组织形式：部门集中采购)."""
MOST_KEPT = 64
"""Parts of questions kept for each disclosure."""


def explained_by(asked: Asked, parts: Sequence[Sequence[float]], facts: int) -> Iterator[tuple[int, float]]:
    """(place, share of the question's weight that it accounts for) of the facts that account for any; 1 where nothing is asked."""
    if not asked.total:
        yield from ((n, 1.0) for n in range(facts))
        return
    weights = [u.weight for u in asked.units]
    nothing = (0.0,) * len(parts)
    for n, of_fact in enumerate(zip(*parts, strict=True)):
        if of_fact != nothing:
            yield n, sum(w * e for w, e in zip(weights, of_fact, strict=True)) / asked.total


def explains(unit: Unit, shelf: Shelf) -> Sequence[float]:
    """How much of a unit each fact of a disclosure accounts for (0 to 1), in the order of its facts.

    A question that names more things than a disclosure keeps would push them out in turn: within one it is kept as well.
    """
    key = (unit.code, unit.concept, unit.words, unit.names, unit.others)
    kept: dict[object, Sequence[float]] = shelf.kept("explained", MOST_KEPT)
    if (found := kept.get(key)) is None:
        found = kept[key] = effort.once((explains, shelf, key), lambda: _explained(unit, shelf))
    return found


def _explained(unit: Unit, shelf: Shelf) -> Sequence[float]:
    if unit.code:
        facts = (d.fact for d in shelf.facts)
        return array("d", [_by_code(unit.code, f) for f in facts])
    found = array("d", bytes(8 * len(shelf.facts)))
    if shelf.within is None:
        for n, explained in _by_term(unit, unit.concept, shelf) if unit.concept else _by_words(unit, shelf):
            found[n] = explained
        return found
    whole, numbers = shelf.within  # a fact accounts for as much among few others as among all
    at = {number: n for n, number in enumerate(numbers)}
    for number, explained in _by_term(unit, unit.concept, whole, at) if unit.concept else _by_words(unit, whole, at):
        found[at[number]] = explained
    return found


def _held(words: Iterable[str], shelf: Shelf, book: Wordbook) -> Held:
    """Where words stand in a disclosure; looked up once for the same words."""
    kept: dict[frozenset[str], Held] = shelf.kept("held", MOST_KEPT)
    asked = frozenset(words)
    if (found := kept.get(asked)) is None:
        found = kept[asked] = book.held(asked)
    return found


def _by_code(code: str, fact: Fact) -> float:
    return float(fact.row_code == code) or 0.9 * (fact.row_code is None and is_named(fact, code))


def is_named(fact: Fact, code: str) -> bool:
    """Whether a row without a code bears the name of the code's subject (正文 prints names alone)."""
    known = subject.lookup(code)
    leaf = re.sub(r"[（(][类款项][）)]", "", fact.row.split("/")[-1])
    return known is not None and leaf == known.name


def _by_term(unit: Unit, concept: str, shelf: Shelf, among: Iterable[int] | None = None) -> Iterator[tuple[int, float]]:
    """By a term: wholly or nearly where the fact is of it or its kin, else by how much of its names the fact carries."""
    book = wordbook(shelf)
    held = _held((w for name in unit.names for w in name), shelf, book)
    masks = [(held.mask(name), len(name)) for name in unit.names if name]
    named, around = _Named(held, masks), _Around(masks)
    places = book.places
    for n in held.facts() if among is None else among:
        at = places[n]
        near = max(named[at.own], 0.9 * named[at.column])
        if near >= 0.75:
            yield n, 0.85 * near
        elif at.in_table and around[held[at.context]]:
            yield n, IN_ITS_ROW
        elif around[held[at.frame] | held[at.context]]:
            yield n, 0.45
    yield from _by_kin(_kin(concept), shelf, book, among)


class _Named(dict[int, float]):
    """Place → how much of one of the names stands there; most places are met many times over."""

    def __init__(self, held: Held, masks: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        self._held, self._masks = held, masks

    def __missing__(self, place: int) -> float:
        bits = self._held[place]
        found = self[place] = max([(bits & mask).bit_count() / size for mask, size in self._masks]) if bits else 0.0
        return found


class _Around(dict[int, bool]):
    """Words that stand together → whether a whole name is among them."""

    def __init__(self, masks: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        self._masks = [mask for mask, _ in masks]

    def __missing__(self, words: int) -> bool:
        found = self[words] = any(mask & words == mask for mask in self._masks)
        return found


def _by_kin(
    kin: Mapping[str | None, float], shelf: Shelf, book: Wordbook, among: Iterable[int] | None
) -> Iterator[tuple[int, float]]:
    """How nearly a fact's own term stands for the one asked for, of facts whose term does."""
    if among is None:
        for (own, aspect), facts in book.of_concepts.items():
            if (worth := max(kin.get(own, 0.0), kin.get(aspect, 0.0))) > 0:
                yield from ((n, worth) for n in facts)
        return
    for n in among:
        fact = shelf.facts[n].fact
        if (worth := max(kin.get(fact.concept, 0.0), kin.get(fact.aspect, 0.0))) > 0:
            yield n, worth


def _by_words(unit: Unit, shelf: Shelf, among: Iterable[int] | None = None) -> Iterator[tuple[int, float]]:
    """By words, each weighing by its rarity: wholly in the row or subject, less in the column, the row's text, around it."""
    rare, unseen = shelf.rarity, shelf.unseen
    book = wordbook(shelf)
    held = _held(unit.words, shelf, book)
    weights = [(held.mask({w}), min(rare.get(w, unseen), HEAVIEST)) for w in unit.words]
    total = sum((weight for _, weight in weights), 0.0)
    if not total:
        return
    others = [(held.mask({w}), SYNONYM * min(rare.get(w, unseen), HEAVIEST)) for w, _ in unit.others]
    stand_ins = [_held(same, shelf, book) for _, same in unit.others]
    shares: dict[tuple[int, ...], float] = {}
    for n in held.facts().union(*(same.rows() for same in stand_ins)) if among is None else among:
        at = book.places[n]
        row = held[at.row]
        heard = tuple(bool(same[at.row]) for same in stand_ins)
        places = (row | held[at.subject], held[at.column], held[at.context] | held[at.frame], held[at.around])
        key = (*places, row, *heard)
        if (found := shares.get(key)) is None:
            found = _weight(weights, places)
            for (mask, weight), is_heard in zip(others, heard, strict=True):
                if is_heard and not row & mask:
                    found += weight
            found = shares[key] = min(found / total, 1.0)
        yield n, found


_WORTH = (1.0, 0.9, 0.6, 0.45)
"""What a word counts for in the row or subject, in the column, in the row's text or its headings, and before it."""


def _weight(weights: Sequence[tuple[int, float]], places: Sequence[int]) -> float:
    found = 0.0
    for mask, weight in weights:
        for words, worth in zip(places, _WORTH, strict=True):
            if words & mask:
                found += worth * weight
                break
    return found


def is_against_budget(fact: Fact) -> bool:
    """Whether a printed change is measured from a budget (比年初预算增加): it says nothing of the year before."""
    return _BUDGET.search(f"{fact.row}{fact.column}") is not None


_BUDGET = re.compile(r"(?:年初|调整后?|全年|当年)预算")


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
    return 0.8 if _is_opposite(asked, found) else 0.9


def _is_opposite(one: str, other: str) -> bool:
    """Whether one is what comes in and the other what goes out: equal in a balanced budget, yet no name of each other."""
    opposite = {"revenue": "expenditure", "expenditure": "revenue"}
    return any(a in one and b in other for a, b in opposite.items())


@cache
def _kin(concept: str) -> dict[str | None, float]:
    """Terms that may stand for one, each with how nearly."""
    kin = {other: kinship(concept, other) for other in terms.TERMS if not _is_opposite(concept, other)}
    return {other: near for other, near in kin.items() if near > 0}


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
