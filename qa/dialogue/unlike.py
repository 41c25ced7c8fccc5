"""不相类: figures that are not reckoned with each other, and in what they differ: year, stage, scope, or a whole beside its part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from qa import wording
from qa.answer import Answer
from qa.dialogue.given import Given, facets, is_whole_of
from qa.evidence.execute import Executor
from qa.plan.nodes import Node


def unlike(run: Executor, parts: Sequence[Node]) -> Answer | None:
    """What is said where operands are not to be added up: they are of other years, stages, or of other things of other bodies."""
    values = [run.value(p) for p in parts]
    found = [Given(f, (), n, f.fact.basis == "computed") for n, v in enumerate(values) if (f := v.finding) is not None]
    for whole, part in permutations(found, 2):
        if is_whole_of(whole, part):
            words = f"“{wording.spoken(whole.finding.label)}”已经包含“{wording.spoken(part.finding.label)}”，不能再相加。请说明要算哪几个数。"
            return Answer("ambiguous", words)
    for one in found[1:]:
        apart = facets(found[0], one)
        if apart & {"basis", "year", "scope"} or {"thing", "body"} <= apart:
            return told_apart(found[0], one)
    return None


def told_apart(one: Given, other: Given) -> Answer:
    """Two figures that are not set against each other, and in what they differ."""
    said = "，".join(
        f"一个是{_described(g)}" if n == 0 else f"另一个是{_described(g)}" for n, g in enumerate((one, other))
    )
    return Answer("ambiguous", f"这两个数不能直接合在一起算：{said}。请说明要算哪两个数。")


def _described(given: Given) -> str:
    fact, finding = given.finding.fact, given.finding
    return f"{wording.who(finding.disclosure, fact.year)}{wording.named(fact)}（{wording.amount(given.quantity)}）"
