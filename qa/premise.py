"""前提: figures that a question takes for granted and that the documents give to something else."""

from __future__ import annotations

from qa import wording
from qa.answer import Answer, Citer
from qa.finding import Finding
from qa.question import Question
from qa.scene import Scene


def correct(scene: Scene, question: Question, answer: Answer, citer: Citer) -> None:
    """Say what a stated figure really is, where the answer's own figures differ from it (“在职18人” is 编制18人)."""
    figures = [*answer.figures, *(answer.calculation.inputs if answer.calculation else ())]
    known = {(f.unit, f.value.rstrip("0").rstrip(".") if "." in f.value else f.value) for f in figures}
    for stated in question.stated:
        if not stated.unit or stated.unit_class.value not in {"count", "money"}:
            continue
        alike = [f for f in figures if f.unit == stated.unit]
        text = format(stated.value.normalize(), "f")  # 70, not 7E+1
        if not alike or (stated.unit, text) in known or any(f.value == str(stated.value) for f in alike):
            continue
        for shelf in scene.shelves:
            facts = [
                d.fact
                for d in shelf.facts
                if d.fact.quantity.base == stated.base and d.fact.quantity.unit == stated.unit
            ]
            if facts:
                finding = Finding(facts[0], shelf.disclosure, 0, 0)
                marks = "".join(f"[{n}]" for n in finding.cite(citer))
                answer.answer += f"\n注意：{wording.amount(stated)}在文件中是{finding.label}，不是所问的这一项{marks}。"
                break
    answer.citations = citer.citations
