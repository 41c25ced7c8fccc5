"""前提: figures that a question takes for granted and that the documents give to something else."""

from __future__ import annotations

from decimal import Decimal

from corpus.money import Quantity, find_quantities
from qa import wording
from qa.answer import Answer, Citer
from qa.finding.finding import Finding
from qa.finding.lookup import counters_like
from qa.finding.scene import Scene
from qa.parsing.mentions import mentions_of
from qa.understanding.question import Question


def correct(scene: Scene, question: Question, answer: Answer, citer: Citer) -> None:
    """Say what a stated figure really is, where the answer's own figures differ from it (“在职18人” is 编制18人)."""
    figures = [*answer.figures, *(answer.calculation.inputs if answer.calculation else ())]
    bounds = _bounds(scene)
    known = {(f.unit, f.value.rstrip("0").rstrip(".") if "." in f.value else f.value) for f in figures}
    for stated in question.stated:
        if not stated.unit or stated.base in bounds or stated.unit_class.value not in {"count", "money"}:
            continue
        units = counters_like(stated.unit)
        alike = [f for f in figures if f.unit in units]
        text = format(stated.value.normalize(), "f")  # 70, not 7E+1
        if (
            not alike
            or any((unit, text) in known for unit in units)
            or any(f.value == str(stated.value) for f in alike)
        ):
            continue
        if not _say_what_it_is(scene, stated, units, answer, citer) and answer.calculation:
            counted = next((f for f in answer.calculation.inputs if f.unit in units), None)
            if counted is not None:
                answer.answer += f"\n注意：文件中的{wording.spoken(counted.label)}是{counted.value}{counted.unit}，不是{wording.amount(stated)}。"
    answer.citations = citer.citations


def _bounds(scene: Scene) -> set[Decimal]:
    """The amounts that a question only sets as bounds (低于1万元的, 5万以上): they are taken for no figure."""
    mentions, text = mentions_of(scene), scene.question.folded
    cues = [m for m in mentions if m.kind == "condition"]
    amounts = [m for m in mentions if m.kind == "amount"]
    beside = [a for a in amounts for c in cues if 0 <= max(a.start - c.end, c.start - a.end) <= NEAR]
    return {q.base for a in beside for q, _, _ in find_quantities(text[a.start : a.end])}


NEAR = 2
"""Characters between a bound and the word that makes it one (超过了5万)."""


def _say_what_it_is(scene: Scene, stated: Quantity, units: frozenset[str], answer: Answer, citer: Citer) -> bool:
    """Say what the stated figure is printed for, where it is printed at all."""
    for shelf in scene.shelves:
        facts = (d.fact for d in shelf.facts if d.fact.quantity.base == stated.base and d.fact.quantity.unit in units)
        fact = next(facts, None)
        if fact is not None:
            finding = Finding(fact, shelf.disclosure, 0, 0)
            marks = "".join(f"[{n}]" for n in finding.cite(citer))
            name = wording.spoken(finding.label, [finding.fact.subject or ""])
            answer.answer += f"\n注意：{wording.amount(stated)}在文件中是{name}，不是所问的这一项{marks}。"
            return True
    return False
