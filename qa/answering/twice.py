"""两处: one indicator that stands in two tables of a document, with what each says: the same, or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.disclosure import Cell, Table
from qa import wording
from qa.answer import Answer, Citer, Conflict, TablePlace
from qa.finding.asked import share
from qa.finding.scene import Scene
from qa.library import Library, Shelf, grams

LONG_NAME = 5
"""Words that an indicator's name must have to be told from the others by it."""
NAMED = 0.9
_VALUE = re.compile(r"指标值|目标值|实现值|完成值")
"""An indicator has values; a project's row in two tables of money has amounts of different kinds, no one of them wrong."""
_BESIDE = re.compile(r"依据|标准|说明|权重|分值|备注|得分")
_THIS_YEAR = re.compile(r"当年|本年|今年|年度指标值|目标值|实现值")


@dataclass(frozen=True)
class _Said:
    table: Table
    label: str
    cell: Cell


def answer_twice(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """Whether the tables say the same of the indicator that is named; None where it does not stand in two of them."""
    names = [words for t in scene.question.topics if len(words := grams(t.text)) >= LONG_NAME]
    if not names:
        return None
    for shelf in scene.shelves:
        for words in names:
            said = _said(library.tables(shelf.disclosure.id), words)
            if len({one.table.id for one in said}) > 1:
                return _compared(shelf, said, citer)
    return None


def _said(tables: list[Table], words: frozenset[str]) -> list[_Said]:
    """What each table says of the indicator: the cell for this year, else the last one that is a value."""
    found = []
    for table in tables:
        for row in table.rows:
            if share(words, grams(row.label)) < NAMED:
                continue
            heads = [(table.columns[c.column] if c.column < len(table.columns) else "", c) for c in row.cells]
            values = [(h, c) for h, c in heads if c.text.strip() and _VALUE.search(h) and not _BESIDE.search(h)]
            chosen = next((c for h, c in values if _THIS_YEAR.search(h)), values[-1][1] if values else None)
            if chosen is not None:
                found.append(_Said(table, row.label, chosen))
                break
    return found


def _compared(shelf: Shelf, said: list[_Said], citer: Citer) -> Answer:
    disclosure = shelf.disclosure
    lines, different = [], len({"".join(one.cell.text.split()) for one in said}) > 1
    for one in said:
        column = one.table.columns[one.cell.column]
        mark = citer.place(disclosure, one.cell.place, table=TablePlace(one.table.title, one.label, None, column))
        lines.append(
            f"- 《{one.table.title}》（{column.split('/')[-1]}）：**{''.join(one.cell.text.split())}**[{mark}]"
        )
    verdict = "不一样，文件前后不一致" if different else "一样，各表相同"
    head = f"{verdict}：{wording.who(disclosure)}“{said[0].label}”"
    conflicts = [Conflict(said[0].label, ())] if different else []
    return Answer("answered", "\n".join([head, *lines]), conflicts=conflicts, citations=citer.citations)
