"""表中文字: the words that a form of one project (or of the whole body) gives under a label: 立项依据, 主要内容, 偏差原因等."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.disclosure import Cell, Row, Table
from qa import wording
from qa.answer import Answer, Citer, TablePlace
from qa.finding.asked import share
from qa.finding.scene import Scene
from qa.library import Library, Shelf, grams

LONGEST_CELL = 700
"""Characters of one cell that are read out."""
NAMED = 0.6
"""The least share of a project's name that a question must hold to ask about its form."""
_ASKS_WORDS = re.compile(r"什么|啥|哪|怎|如何|为何|谁|介绍|内容|说明|吗")
_ASKS_NUMBER = re.compile(r"多少|几|占比|比例|增长|增减|变动|变化|得分|执行率|合计|最[高低多少大小]")
_DROPPED = re.compile(r"项目|[（(].*?[)）]|情况|说明|分析|[\s:：]")
_SAID_AS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"为什么(?:要)?(?:设立|立项|申请|安排)|必要性"), re.compile(r"申请理由|立项必要性")),
    (re.compile(r"(?:主要)?(?:做|干)(?:些)?(?:什么|啥)"), re.compile(r"主要内容")),
    (re.compile(r"没(?:有)?完成|未完成|偏差"), re.compile(r"偏差|未完成原因")),
    (re.compile(r"整改|改进|下一步"), re.compile(r"改进措施")),
)
"""How people ask for a label, and the label."""


@dataclass(frozen=True)
class _Found:
    shelf: Shelf
    table: Table
    row: Row
    cell: Cell
    fit: float


def answer_form_words(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """What a form says under the asked label; None where the question asks for a figure or no form has the label."""
    text = scene.question.folded
    about = grams("".join((text, *(t.text for t in scene.question.topics))))
    if (
        not _ASKS_WORDS.search(text)
        or _ASKS_NUMBER.search(text)
        or scene.question.does("definition", "conflict", "change")
    ):
        return None
    lines = []
    for group in scene.groups:
        found = [f for s in group.shelves for f in _cells(text, about, s, library.tables(s.disclosure.id))]
        if best := max(found, key=lambda f: f.fit, default=None):
            lines.append(_line(best, citer))
    return Answer("answered", "\n".join(lines), citations=citer.citations) if lines else None


def _cells(text: str, words: frozenset[str], shelf: Shelf, tables: list[Table]) -> Iterator[_Found]:
    """Cells of words whose row is asked for, in forms of what the question names (or carries on)."""
    for table in tables:
        named = (
            share(grams(table.subject), words)
            if table.subject
            else float("整体" in text and table.kind in {"S01", "B13"})
        )
        if named < NAMED:
            continue
        for row in table.rows:
            fit = _label_fit(text, row.label)
            for cell in row.cells:
                if fit and cell.value is None and len(cell.text.strip()) > 1 and cell.place.end > cell.place.start:
                    yield _Found(shelf, table, row, cell, fit + named)


def _label_fit(text: str, label: str) -> float:
    bare = _DROPPED.sub("", label)
    if len(bare) >= 4 and bare in text:
        return 1.0 + len(bare) / 100
    return 0.9 if any(asked.search(text) and printed.search(label) for asked, printed in _SAID_AS) else 0.0


def _line(found: _Found, citer: Citer) -> str:
    disclosure, table = found.shelf.disclosure, found.table
    column = table.columns[found.cell.column] if found.cell.column < len(table.columns) else ""
    mark = citer.place(disclosure, found.cell.place, table=TablePlace(table.title, found.row.label, None, column))
    words = "".join(found.cell.text.split())
    cut = f"{words[:LONGEST_CELL]}……（其余见原文）" if len(words) > LONGEST_CELL else words
    return f"{wording.who(disclosure)}“{table.subject or table.title}”{found.row.label}：{cut}[{mark}]"
