"""同名行: the rows that one table prints under one name (会议服务, under several projects), and the rows that bear a word.

A name that stands in several rows of a column denotes them all: one of them alone, stated as the figure, is wrong.
What sort a row is of (分散自行组织) is printed in a cell of words; it denotes the rows that carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.disclosure import Fact
from qa.finding.asked import share
from qa.library import Shelf, grams

TOTAL_ROWS = frozenset({"合计", "总计", "小计", "金额", ""})
"""Rows and columns that hold the whole."""
NAMED = 0.75
"""The share of a row's parent that the question must hold to mean the rows below it."""
ROUNDING = Decimal("0.05")
_CELL = re.compile(r"[\t|\n]")
_FIGURE = re.compile(r"[\d.,%－\-\s]*")


def namesakes(shelf: Shelf, fact: Fact, said: frozenset[str]) -> list[Fact]:
    """The rows with the fact's name in its table and column, those that the question tells apart; [] where it is the only one.

    ``said`` are the question's words, as grams. Rows of which one is the sum of the others, or that are all the same
    figure (a subject on every level of its code), are one.
    """
    if fact.table_id is None or fact.measure != "amount" or _leaf(fact) in TOTAL_ROWS:
        return []
    same = [d.fact for d in shelf.facts if _is_namesake(d.fact, fact)]
    rows = list({f.context.start: f for f in same}.values())
    rows = [f for f in rows if not any(o.row.startswith(f"{f.row}/") for o in rows)]
    marks = [{*f.row.split("/")[:-1], *_words(shelf, f)} for f in rows]
    common = set.intersection(*marks) if marks else set()
    meant = [f for f, own in zip(rows, marks, strict=True) if any(_names(said, m) for m in own - common)]
    rows = meant or rows
    values = [f.quantity.value for f in rows]
    if len(rows) < 2 or len(set(values)) == 1 or any(abs(sum(values) - 2 * v) <= ROUNDING for v in values):
        return []
    return rows


def _is_namesake(other: Fact, fact: Fact) -> bool:
    return (
        other.table_id == fact.table_id
        and other.column == fact.column
        and (other.measure, other.basis, other.year) == (fact.measure, fact.basis, fact.year)
        and _leaf(other) == _leaf(fact)
        and other.quantity.unit == fact.quantity.unit
    )


def carrying(shelf: Shelf, word: str, around: Sequence[str]) -> list[Fact]:
    """The rows with a cell of just this word beside their name, in the whole column; those under what is named ``around``."""
    found: dict[tuple[str | None, int], Fact] = {}
    for fact in _by_cell(shelf).get(word, ()):
        key = (fact.table_id, fact.context.start)
        held = found.get(key)
        if held is None or _is_whole(fact) > _is_whole(held):
            found[key] = fact
    rows = list(found.values())
    for name in around:
        under = [f for f in rows if any(_names(grams(name), part) for part in f.row.split("/"))]
        rows = under or rows
    return rows if len({f.table_id for f in rows}) == 1 else []


def _by_cell(shelf: Shelf) -> dict[str, list[Fact]]:
    """Amounts in tables by each cell of words beside their row's name; made once for a disclosure."""
    kept = shelf.kept("cells", 2)
    if "cells" not in kept:
        found: dict[str, list[Fact]] = {}
        for fact in (d.fact for d in shelf.facts):
            if fact.table_id is not None and fact.measure == "amount":
                for word in dict.fromkeys(_words(shelf, fact)):
                    found.setdefault(word, []).append(fact)
        kept["cells"] = found
    cells: dict[str, list[Fact]] = kept["cells"]
    return cells


def _is_whole(fact: Fact) -> bool:
    return fact.column.split("/")[-1] in TOTAL_ROWS


def _words(shelf: Shelf, fact: Fact) -> Iterator[str]:
    """The cells of words in a fact's row, its own name left out."""
    own = set(fact.row.split("/"))
    for cell in _CELL.split(shelf.text[fact.context.start : fact.context.end]):
        said = cell.strip()
        if said and said not in own and not _FIGURE.fullmatch(said):
            yield said


def _leaf(fact: Fact) -> str:
    return fact.row.split("/")[-1]


def _names(said: frozenset[str], name: str) -> bool:
    bare = re.sub(r"^[一二三四五六七八九十\d]+[、.．]|[A-ZＡ-Ｚ]$|支出$", "", name)
    return share(grams(bare), said) >= NAMED
