"""用处: what a project is for, where words of a question stand for its name in meaning alone (修楼: 机关办公楼维修).

In: a question that asks in words what, where or how, of one body. Out: the sentence that names the project and says what its money
goes to; what the words were taken for is said, so the answer is no whole one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.answer import Answer, Citer
from qa.answering import attributes
from qa.answering.quoting import read_out
from qa.finding.nearest import Nearest, the_one
from qa.finding.scene import Scene
from qa.library import Shelf
from qa.passages.ranking import Ranked
from qa.passages.statements import Page, Statement
from qa.passages.told import paragraph
from qa.understanding.question import Question

_ASKS = re.compile(r"什么|啥|哪|怎么|咋|干嘛")
_OF_OTHERS = re.compile(r"谁|哪(?:几|一)?[家个年月天]|为什么|为啥|为何|原因|多久|啥时候|什么时候")
"""Who, when and why are told by no sentence on what money goes to."""
_SPENT_ON = re.compile(r"用于|用来|用作|主要内容")
_PIECE = re.compile(r"[，,。；;？?！!、\s]+")
LOOKED_AT = 400
SHORTEST = 2


@dataclass(frozen=True)
class _Meant:
    said: str
    name: str
    near: float


def may_tell(question: Question, answer: Answer) -> bool:
    """Whether nothing was found for a question that asks in words what, where or how."""
    asked = _ASKS.search(question.folded) and not _OF_OTHERS.search(question.folded)
    refused = answer.status == "not_found" and answer.reason in {"not_disclosed", "not_understood"}
    return bool(asked and refused and question.who.mentions and question.language == "zh")


def instead(
    answer: Answer,
    question: Question,
    scene: Callable[[], Scene],
    citer: Citer,
    page: Callable[[str], Page],
    near: Nearest | None,
) -> Answer:
    """The answer, or in place of a refusal what the project is for that is meant."""
    if near is None or not may_tell(question, answer):
        return answer
    return tell_purpose(scene(), citer, page, near) or answer


def tell_purpose(scene: Scene, citer: Citer, page: Callable[[str], Page], near: Nearest) -> Answer | None:
    """The sentence on the project that is meant; None where none is surely meant, or no sentence says what it is for."""
    if len({g.body.issuer for g in scene.groups}) != 1 or attributes.asked_in(scene.question.folded):
        return None
    pieces = list(_pieces(scene))
    for shelf in scene.shelves:
        meant = max((m for p in pieces if (m := _meant(p, shelf, near))), key=lambda m: m.near, default=None)
        if meant is None:
            continue
        statements = page(shelf.disclosure.id)
        if (statement := _saying(statements.statements, meant.name)) is not None:
            told = paragraph(shelf, statements, Ranked(meant.near, meant.near, statement, answers=True))
            said = f"（“{meant.said}”按“{meant.name}”理解）\n{read_out(told, citer)}"
            return Answer("partial", said, citations=citer.citations, understood=f"{meant.name}的用处")
    return None


def _pieces(scene: Scene) -> Iterator[str]:
    """What is said between marks, without whose and of when."""
    question, text = scene.question, scene.question.folded
    for start, end in (*question.who.spans, *((a, b) for _, a, b in question.year_spans)):
        text = text[:start] + "，" * (end - start) + text[end:]
    yield from (p for piece in _PIECE.split(text) if len(p := piece.removeprefix("年")) >= SHORTEST)


def _meant(piece: str, shelf: Shelf, near: Nearest) -> _Meant | None:
    """The one project whose name is near in meaning to a piece of a question."""
    meant = the_one((name, nearness) for name, nearness in near(piece, shelf, LOOKED_AT) if name in shelf.subjects)
    return _Meant(piece, *meant) if meant is not None else None


def _saying(statements: Sequence[Statement], name: str) -> Statement | None:
    """The first statement that names a project and says what its money goes to."""
    return next((s for s in statements if name in s.text and _SPENT_ON.search(s.text) and not s.in_glossary), None)
