"""引述: words of a document read out with whose and where they are, and what may answer as well under its own heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from qa import wording
from qa.answer import Answer, Citer
from qa.finding.scene import Scene
from qa.passages import telling
from qa.passages.ranking import Ranked, rank
from qa.passages.statements import Page
from qa.passages.told import Told
from qa.understanding.question import Question, Topic

_ASKED_ONLY = re.compile(r"没有查到：(?:怎么|如何|咋|为什么|哪|什么|用途|原因)[^；]{0,4}。")
"""A line that only says that the words asked for were not found: they then are."""
_NEGATIVE = re.compile(r"没有|无法|未披露|没有用上|没有答到")


def read_out(words: Told, citer: Citer) -> str:
    """The words under their body, year and section, with their citations; ``also`` behind them."""
    marks = [citer.place(words.shelf.disclosure, p) for p in words.places]
    disclosure = words.shelf.disclosure
    where = f"（{' / '.join(words.section)}）" if words.section else ""
    cited = "".join(f"[{n}]" for n in dict.fromkeys(marks))
    said = "是的。" if words.affirmed else ""
    first = f"{said}{wording.who(disclosure)}{where}：\n" + "\n".join(words.lines) + cited
    return "\n".join((first, *(_may_answer(other, citer) for other in words.also)))


def _may_answer(words: Told, citer: Citer) -> str:
    """Words that may answer as well, under their own heading."""
    cited = "".join(f"[{citer.place(words.shelf.disclosure, p)}]" for p in words.places[:1])
    where = f"（{words.section[-1]}）" if words.section else ""
    return f"相近的原文{where}：" + "\n".join(words.lines) + cited


def tells_words(answer: Answer) -> bool:
    """Whether an answer tells anything besides figures and what is missing."""
    lines = (line.strip() for line in answer.answer.split("\n"))
    return any(line and line[0] not in "（［" and "**" not in line and not _NEGATIVE.search(line) for line in lines)


def lacks_words(question: Question, answer: Answer) -> bool:
    """Whether a cause, a use or other contents are asked for beside the figures, and none are told (多少，拿去做什么)."""
    told = answer.status in {"answered", "partial"} and bool(answer.figures) and question.language == "zh"
    return told and telling.manner(question).freely and not question.does("definition") and not tells_words(answer)


def add_words(
    scene: Scene,
    answer: Answer,
    citer: Citer,
    page: Callable[[str], Page],
    near: Callable[[Question, Sequence[str]], Mapping[str, float]],
) -> None:
    """Add to figures the document's words that tell the cause or use asked for, of what the figures are of."""
    manner = telling.manner(scene.question)
    named = dict.fromkeys(f.label.split("·")[0] for f in answer.figures)
    question = replace(scene.question, topics=(*scene.question.topics, *(Topic(n, 0, 0) for n in named)))
    held = {f.disclosure_id for f in answer.figures}
    shelves = [s for s in scene.shelves if s.disclosure.id in held]
    by_meaning = near(scene.question, [s.disclosure.id for s in shelves])
    found: list[tuple[Ranked, int]] = [
        (one, at)
        for at, shelf in enumerate(shelves)
        for one in rank(question, page(shelf.disclosure.id), by_meaning)
        if one.answers and not one.statement.is_label and manner.tells(one.statement)
    ]
    if not found:
        return
    best, at = max(found, key=lambda f: f[0].score)
    statement = best.statement
    mark = citer.place(shelves[at].disclosure, statement.place)
    where = f"（{statement.section[-1]}）" if statement.section else ""
    lines = [line for line in answer.answer.split("\n") if not _ASKED_ONLY.fullmatch(line)]
    answer.answer = "\n".join((*lines, f"原文{where}：{statement.read_out}[{mark}]"))
    answer.citations = citer.citations
