"""空表: what is asked for has a table of its own, and that table is printed without figures: there is none of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.disclosure import Place, Table
from corpus.terms import find_terms
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.existence import asks_whether
from qa.finding.scene import Scene
from qa.library import Library, Shelf

_OF_KIND: Final = {
    "F08": ("government_fund_budget", "fund_budget_revenue", "fund_budget_expenditure"),
    "F09": ("state_capital_budget", "capital_budget_revenue", "capital_budget_expenditure"),
}
_SAME: Final = {"B08": "F08", "B09": "F09"}
_PHASES: Final = re.compile("决算|预算")


def answer_declared(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """没有 of one body by the tables that it prints empty; None where the question or the tables are otherwise."""
    question = scene.question
    if question.does("reason", "definition", "wording", "location", "listing"):
        return None
    asked = {t.concept for t in question.topics if t.concept}
    if not asked or len(scene.groups) != 1 or question.codes or any(not t.concept for t in question.topics):
        return None
    shelves = [s for s in scene.groups[0].shelves if not question.years or s.disclosure.fiscal_year in question.years]
    found = [(s, t) for s in shelves if (t := _empty(library.store.tables(s.disclosure.id), asked)) is not None]
    if not found or len(found) < len(shelves):
        return None
    name = "".join(t.text.strip("“”") for t in question.topics)
    said = "\n".join(_said(shelf, table, name, citer) for shelf, table in found)
    if asks_whether(question):
        return Answer("answered", said, citations=citer.citations)
    return Answer("not_found", said, reason="declared_empty", citations=citer.citations)


def _said(shelf: Shelf, table: Table, name: str, citer: Citer) -> str:
    title = _title(shelf.text, table.place)
    mark = citer.place(shelf.disclosure, Place(table.place.start, _below(shelf.text, table), table.place.page))
    note = f"（{table.note.rstrip('。')}）" if table.note else ""
    return f"没有：{wording.who(shelf.disclosure)}没有{name}的数字，《{title or table.title}》是空表{note}[{mark}]"


def _title(text: str, place: Place) -> str:
    return text[place.start : place.end].split("\n", 1)[0].strip()


def _below(text: str, table: Table) -> int:
    """The end of the table with its note, where the note stands right under it."""
    at = text.find(table.note, table.place.start) if table.note else -1
    return at + len(table.note) if 0 <= at <= table.place.end + len(table.note) else table.place.end


def _empty(tables: Sequence[Table], asked: set[str]) -> Table | None:
    """The empty table of what is asked, unless another one of the same thing has figures."""
    own = [t for t in tables if asked <= _about(t)]
    return own[0] if own and all(t.status == "empty" for t in own) else None


def _about(table: Table) -> set[str]:
    kind = _SAME.get(table.kind, table.kind)
    known = _OF_KIND.get(kind)
    return set(known) if known else {m.term_id for m in find_terms(_PHASES.sub("", table.title))[:1]}
