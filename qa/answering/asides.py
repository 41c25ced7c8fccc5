"""部分之答: parts of a question that a form answers (a field, a target, a code), put to it as questions of their own.

In: an ask of a plan and what is said for it. Out: its answer, taken into the whole with its figures and citations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus import terms
from qa.answer import Answer
from qa.answering import codes, records
from qa.answering.joining import MARK, renumbered
from qa.answering.realise import Realiser
from qa.evidence.value import Value
from qa.finding.scene import Scene
from qa.parsing.arguments import Argument
from qa.parsing.generate import Ask
from qa.plan.nodes import Members

Told = Callable[[str], Answer | None]
"""A question of its own, put to the documents' words."""


def of_form(scene: Scene, asks: Sequence[Ask], at: int, told: Told) -> Answer | None:
    """What a form tells of one of several asks, None where it asks for no field or target, or none is printed."""
    words = _said_between(asks, at)
    if len(asks) < 2 or not records.asks(words):
        return None
    found = told(_of_record(scene, asks[at], words))
    return found if found is not None and found.plan is not None else None


def tell_codes(scene: Scene, ask: Ask, speaker: Realiser, whole: Answer, tell: Told) -> list[str]:
    """Say the codes asked for, those of forms too, and the amounts named beside them; what of it is not printed."""
    money = [a for a in ask.about if records.names_money(said(a))]
    named = [a for a in ask.about if a not in money]
    missing = []
    for name in codes.tell_codes(scene, named, speaker.pen):
        found = tell(_of_record(scene, replace(ask, before=()), f"{name}的编码是什么"))
        if found is not None and found.plan is not None:
            take_in(speaker, whole, found)
        else:
            missing.append(f"{name}的编码")
    for argument in money:
        found = tell(_of_record(scene, replace(ask, before=(), about=tuple(named)), f"{said(argument)}是多少"))
        if found is not None and found.figures:
            take_in(speaker, whole, found)
        else:
            missing.append(said(argument))
    return missing


def _said_between(asks: Sequence[Ask], at: int) -> str:
    """All that is said for an ask: from the end of the one before to where it ends itself."""
    clause = asks[at].clause
    begins = asks[at - 1].clause.end if at else clause.start
    ends = asks[at + 1].clause.start if at + 1 < len(asks) else len(clause.text)
    return clause.text[begins : max(clause.end, ends)].strip(" ，,。；;？?、")


def _of_record(scene: Scene, ask: Ask, words: str) -> str:
    """What is said for an ask as a question of its own: whose, of when, about what was named before."""
    about = "、".join(name for a in (ask.before or ask.about) if not records.names_money(name := said(a)))
    return f"{_whom(scene)}{about}，{words}"


def of_members(scene: Scene, ask: Ask, before: Sequence[Value]) -> list[str]:
    """What an ask says of a set told before, of each of its members (哪几个项目, 干什么用); [] where no few of them were told."""
    items = before[-1].items if before else ()
    text = ask.clause.text[ask.clause.start : ask.clause.end]
    tail = text + "用" * (text.endswith(("干什么", "干啥", "做什么")))
    return [f"{_whom(scene)}{i.name}{tail}" for i in items] if 1 < len(items) <= MOST_MEMBERS else []


def whose(scene: Scene, ask: Ask, values: Sequence[Value]) -> list[str]:
    """Of each project of a set that was told, which unit it is of, where that is asked in the same breath (多少钱、哪个单位用)."""
    asked = ask.clause.first("members", "bodies") is not None and len(scene.groups) == 1
    items = [i for v in values if isinstance(v.node, Members) and v.node.kind == "projects" for i in v.items]
    return [f"{_whom(scene)}{i.name}由哪个单位负责" for i in items] if asked and len(items) <= MOST_MEMBERS else []


MOST_MEMBERS = 6
"""Members of a set of which words are told one by one."""


def _whom(scene: Scene) -> str:
    who = "、".join(g.body.issuer for g in scene.groups) if scene.question.who.mentions else ""
    return f"{who}{scene.question.years[0]}年" if scene.question.years else who


def said(argument: Argument) -> str:
    """A named thing in the question's words."""
    return "".join(t.said or (terms.TERMS[t.concept].name if t.concept else "") for t in argument)


def tell_each(subs: Sequence[Answer | None], speaker: Realiser, whole: Answer) -> tuple[bool, bool]:
    """Take in the answers of each of several things; whether any was answered, and whether all were."""
    for found in (s for s in subs if s is not None and s.status in {"answered", "partial"}):
        take_in(speaker, whole, found)
    return any(subs), all(subs)


def take_in(speaker: Realiser, whole: Answer, sub: Answer) -> None:
    """Take another answer's words, figures and citations in, its marks numbered on."""
    pen = speaker.pen
    sub = renumbered(sub, pen.citer)
    for line in sub.answer.split("\n"):
        if MARK.sub("", line) not in {MARK.sub("", held) for held in pen.lines}:
            pen.lines.append(line)
    held = {(f.label, f.value, f.unit, f.issuer, f.fiscal_year) for f in pen.figures}
    pen.figures += [f for f in sub.figures if (f.label, f.value, f.unit, f.issuer, f.fiscal_year) not in held]
    pen.conflicts += sub.conflicts
    pen.calculation = pen.calculation or sub.calculation
    whole.answer = "\n".join(pen.lines)
