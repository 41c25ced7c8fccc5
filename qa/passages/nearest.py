"""相近: what documents print nearest to a question, sentences and rows of tables together.

In: a question, the disclosures it is about, how near their passages are in meaning. Out: a few stretches, each of which says
what those before it did not. They are no answer: they are read out beside one, where words of the question found nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from corpus.disclosure import Cell, Place, Row, Table
from corpus.money import Quantity
from qa.answer import leaf
from qa.library import Shelf, grams
from qa.passages.ranking import Near, rank
from qa.passages.statements import LONGEST_PARAGRAPH, Page
from qa.understanding.question import Question

MOST, LONGEST = 4, 420
"""How many stretches are read out, and how many characters they have together."""
LOOKED_AT = 60
"""Of the best statements and of the best rows, how many each are weighed against each other."""
LIKELY = 0.25
"""What a point of a statement's learned score is worth beside the share of the question that a stretch says."""
OF_ROW = 0.5
"""What stands for the learned score of a row, which has none."""
LONG, SAID_BEFORE = 400, 0.3
"""Words at which a stretch loses 0.3 of its worth; what is left of a word's weight when a stretch before has said it."""


@dataclass(frozen=True)
class Stretch:
    """一段: a sentence, or a row with its heads, as it is read out; whose, where, and under which heading or title."""

    shelf: Shelf
    said: str
    heading: str
    place: Place
    words: frozenset[str]
    worth: float = OF_ROW


@dataclass(frozen=True)
class Rows:
    """表行: the rows of a disclosure that print anything, each as a stretch."""

    stretches: tuple[Stretch, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows carry each word."""
        return Counter(w for s in self.stretches for w in s.words)


def rows_of(shelf: Shelf, tables: Sequence[Table]) -> Rows:
    """The rows of a disclosure's tables, the same words under the same subject once."""
    text = shelf.text
    found = {
        s.said: s for t in reversed(tables) for r in reversed(t.rows) if (s := _row(shelf, text, t, r)) is not None
    }
    return Rows(tuple(found.values())[::-1])


def _row(shelf: Shelf, text: str, table: Table, row: Row) -> Stretch | None:
    """A row as it is read out (名：列 数、列 数), as printed where its cells are not all; None where it prints nothing."""
    cells = [c for c in row.cells if c.column < len(table.columns) and c.text.strip()]
    if not cells or not row.label:
        return None
    above = [p for p in (table.subject, *row.parents) if p and p != row.label]
    name = "的".join(dict.fromkeys((*above[-SHOWN_ABOVE:], row.label)))
    said = "、".join(_cell(leaf(table.columns[c.column]), c, table.unit, row.label) for c in cells)
    printed = [w for w in _BETWEEN.split(text[row.place.start : row.place.end]) if w]
    texts = (row.label, row.code or "", *row.parents, *(c.text for c in cells))
    more = [w for w in printed if w not in texts and (w.isdecimal() or w not in "".join(texts))]
    said = f"{'、'.join(more)}；{said}" if more and len("".join(more)) <= LONGEST_BESIDE else said
    words = grams(f"{table.subject or ''}{''.join(row.parents)}{row.label}").union(
        *(grams(c.text) for c in row.cells if c.value is None)
    )
    return Stretch(shelf, f"{name}：{said[:LONGEST_PARAGRAPH]}", table.title, row.place, words)


def _cell(head: str, cell: Cell, unit: str, label: str) -> str:
    """A cell under its head, with the table's unit where it is an amount in it."""
    said = cell.text.strip()
    if isinstance(cell.value, Quantity) and cell.value.unit == unit and not said.endswith(unit):
        said += unit
    return said if head in _PLAIN or head == label else f"{head} {said}"


_BETWEEN = re.compile(r"[|\s]+")
LONGEST_BESIDE = 40
"""Characters of a row beside its cells (how many, of which make) that are read out with them."""


SHOWN_ABOVE = 1
"""Rows above a row that are named before it."""
_PLAIN = frozenset({"内容", "金额", "预算数", "决算数"})
"""Heads that say no more than that something stands under them."""


def nearest(
    question: Question,
    shelves: Sequence[Shelf],
    page: Callable[[str], Page],
    rows: Callable[[Shelf], Rows],
    near: Near,
    told: str,
) -> list[Stretch]:
    """Stretches of the disclosures that say most of the question, the best first; none of them stands in what is ``told``."""
    statements = list(_statements(question, shelves, page, near))
    printed = [rows(s) for s in shelves]
    weights = _weights(question, statements, printed)
    if not weights:
        return []
    total = sum(weights.values())
    by_words = sorted(
        (s for r in printed for s in r.stretches if not weights.keys().isdisjoint(s.words)),
        key=lambda s: -sum(weights.get(w, 0.0) for w in s.words) / (len(s.words) + 3) ** 0.5,
    )
    open_to_choice = [*statements[:LOOKED_AT], *by_words[:LOOKED_AT]]
    chosen, length = list[Stretch](), 0

    def worth(stretch: Stretch) -> float:
        says = sum(weights.get(w, 0.0) for w in stretch.words) / total
        return says + stretch.worth - SAID_BEFORE * len(stretch.words) / LONG

    while open_to_choice and len(chosen) < MOST:
        best = max(open_to_choice, key=worth)
        open_to_choice.remove(best)
        if best.said in told or any(best.said in c.said for c in chosen) or length + len(best.said) > LONGEST:
            continue
        chosen.append(best)
        length += len(best.said)
        weights = {w: v * (SAID_BEFORE if w in best.words else 1) for w, v in weights.items()}
    return chosen


def _statements(
    question: Question, shelves: Sequence[Shelf], page: Callable[[str], Page], near: Near
) -> Iterator[Stretch]:
    """Statements by their learned score, each paragraph once."""
    ranked = [(r, s) for s in shelves for r in rank(question, page(s.disclosure.id), near) if not r.statement.is_label]
    seen = set[str]()
    for one, shelf in sorted(ranked, key=lambda pair: -pair[0].score):
        statement = one.statement
        if (said := statement.read_out) not in seen:
            seen.add(said)
            words = statement.told | statement.headed
            heading = statement.section[-1] if statement.section else ""
            yield Stretch(shelf, said, heading, statement.place, words, LIKELY * one.score)


def _weights(question: Question, statements: Sequence[Stretch], rows: Sequence[Rows]) -> dict[str, float]:
    """The words of the question that are printed anywhere in these documents, with how rare they are; bodies' names left out."""
    text = question.folded
    for start, end in question.who.spans:
        text = text[:start] + " " * (end - start) + text[end:]
    counts = Counter(w for s in statements for w in s.words)
    for printed in rows:
        counts += printed.counts
    every = len(statements) + sum(len(r.stretches) for r in rows) + 1
    asked = frozenset[str]().union(*map(grams, _JOINTS.split(text)))  # 负责人和依据: 人和 is no word of it
    return {w: log(1 + every / counts[w]) for w in asked if counts[w]}


_JOINTS = re.compile(r"[和与及跟、，,。；;？?\s]+")
