"""歧义: a bare name (某中心 抚恤金) that one document prints as an account by function, one by kind of outlay, and a project.

Where a question is nothing but a body and such a name, no one of them is meant more than the others: each is told with
its amount, and the asker is asked which.
"""

from __future__ import annotations

import re

from corpus.disclosure import Fact
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding.finding import Finding
from qa.finding.groups import Member
from qa.finding.scene import Scene
from qa.library import Shelf, grams

_ENDING = re.compile(r"(?<=[一-鿿]{2})[金费款]$")
_CODES = {"2": "功能分类科目", "3": "经济分类科目"}
"""What the first figure of an account's code says it is one of."""
PROJECT = "项目"
SHORTEST = 2


def answer_meanings(scene: Scene, citer: Citer) -> Answer | None:
    """Ambiguous, with the amount of each thing that bears the bare name; None where the question says more or one bears it."""
    question = scene.question
    said_more = question.operations or question.measures or question.years or question.carried
    if len(scene.shelves) != 1 or len(question.topics) != 1 or said_more or not question.who.mentions:
        return None
    topic = question.topics[0]
    rest = question.folded[: topic.start] + question.folded[topic.end :]
    for start, end in sorted(question.who.spans, reverse=True):
        at = start if start < topic.start else start - len(topic.text)
        rest = rest[:at] + rest[at + end - start :]
    if re.search(r"[^\W_]", rest.replace("的", "")) or not topic.text:
        return None
    shelf = scene.shelves[0]
    found = _meanings(shelf, topic.text)
    if len(found) < 2 or len({f.quantity.base for f in found.values()}) < 2:
        return None
    pen = Composer(citer)
    for kind, fact in found.items():
        pen.state(Finding(fact, shelf.disclosure, 0, 0))
        pen.lines[-1] = f"- {kind}：{pen.lines[-1]}"
    pen.lines.insert(0, f"“{topic.text}”在这份文件里可以指以下几项，请明确是哪一项：")
    return pen.answer("ambiguous")


def _meanings(shelf: Shelf, name: str) -> dict[str, Fact]:
    """The amount of the narrowest thing of each kind whose name holds the asked one."""
    core = grams(_ENDING.sub("", name))
    held: dict[str, dict[str, Member]] = {}
    for described in shelf.facts:
        fact = described.fact
        leaf = fact.row.split("/")[-1]
        code = fact.row_code or ""
        if fact.measure != "amount" or fact.aspect is not None or fact.year != shelf.disclosure.fiscal_year:
            continue
        if fact.subject and core <= described.subject:
            held.setdefault(PROJECT, {}).setdefault(fact.subject, Member(fact.subject)).facts.append(fact)
        elif code[:1] in _CODES and core <= described.leaf and len(code) > SHORTEST and "收入" not in fact.column:
            held.setdefault(_CODES[code[0]], {}).setdefault(leaf, Member(leaf)).facts.append(fact)
    basis = "final_accounts" if shelf.disclosure.kind == "final_accounts" else "budget"
    named = {kind: max(members.values(), key=_depth) for kind, members in held.items()}
    return {k: f for k, m in named.items() if (f := m.value("amount", basis)) is not None}  # type: ignore[arg-type]


def _depth(member: Member) -> tuple[int, int]:
    return max(len(f.row_code or "") for f in member.facts), -len(member.name)
