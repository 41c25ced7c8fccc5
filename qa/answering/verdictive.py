"""说法对不对: a comparison that a question takes for granted or asks to be confirmed (甲低于乙，对吗; 超过年初预算)."""

from __future__ import annotations

import re

from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding.finding import Finding, find
from qa.finding.scene import Scene, slot
from qa.plan import arithmetic

_ABOVE = "高于|多于|大于|超过|超出|超"
_BELOW = "低于|少于|小于|不到|不足"
_COMPARES = re.compile(rf"({_ABOVE})|({_BELOW})")
_BUDGET = re.compile(rf"(?:{_ABOVE}|{_BELOW})(?:了)?(?:年初|全年|调整后)?(?:的)?预算")


def answer_verdict(scene: Scene, citer: Citer) -> Answer | None:
    """对 or 不对 with both figures, for “甲高于乙，对吗”; None where the question compares no two things."""
    question = scene.question
    match = _COMPARES.search(question.folded)
    if match is None or not question.does("yesno") or _BUDGET.search(question.folded):
        return None
    before = tuple(t for t in question.topics if t.end <= match.start())
    after = tuple(t for t in question.topics if t.start >= match.end())
    if not before or not after:
        return None
    for group in scene.groups:
        one = find(slot(scene, group, before, measures=("amount", "count")))
        other = find(slot(scene, group, after, measures=("amount", "count")))
        if one and other and one.quantity.unit_class is other.quantity.unit_class:
            return _say(scene, citer, one, other, above=match[1] is not None)
    return None


def _say(scene: Scene, citer: Citer, one: Finding, other: Finding, *, above: bool) -> Answer:
    pen = Composer(citer, english=scene.question.language == "en")
    gap = one.quantity.base - other.quantity.base
    right = gap > 0 if above else gap < 0
    relation = "高于" if gap > 0 else "低于" if gap < 0 else "等于"
    pen.lines.append(f"{'对' if right else '不对'}，{one.label}{relation}{other.label}。")
    for finding in (one, other):
        pen.state(finding)
    computed = arithmetic.difference(one.quantity, other.quantity)
    pen.lines.append(f"相差 {wording.amount(arithmetic.absolute(computed))}：{computed.formula}。")
    return pen.answer()


def against_budget(scene: Scene) -> tuple[Finding, Finding, str] | None:
    """(outcome, budget, what is said wrongly) where a question takes an overrun or a saving for granted that is not so."""
    match = _BUDGET.search(scene.question.folded)
    if match is None or len(scene.groups) != 1:
        return None
    group, topics = scene.groups[0], scene.question.topics
    final = find(slot(scene, group, topics, bases=("final_accounts",), measures=("amount",)))
    budget = find(slot(scene, group, topics, bases=("budget",), measures=("amount",)))
    if final is None or budget is None or final.fact.basis == budget.fact.basis:
        return None
    above = re.match(_ABOVE, match[0]) is not None
    gap = final.quantity.base - budget.quantity.base
    if (above and gap > 0) or (not above and gap < 0):
        return None
    return final, budget, "没有超过，而是小于" if above else "没有低于，而是大于"
