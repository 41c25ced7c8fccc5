"""识别自扫描件: an answer that rests on a picture says so, since recognition can misread a digit."""

from __future__ import annotations

from corpus.problem import Problem
from qa.answer import Answer
from qa.library import Library


def mark(library: Library, answer: Answer) -> None:
    """Add one line to an answer whose citations stand on pages read from images; nothing otherwise."""
    scanned, unsure = [], []
    for citation in answer.citations:
        found = [
            p
            for p in library.problems(citation.disclosure_id)
            if p.kind in {"scanned", "unsure"} and _overlaps(p, citation.start, citation.end)
        ]
        if any(p.kind == "unsure" for p in found):
            unsure.append(citation.id)
        elif found:
            scanned.append(citation.id)
    if scanned:
        answer.answer += f"\n（识别自扫描件，引用前请核对原件：{_marks(scanned)}）"
    if unsure:
        answer.answer += f"\n（识别自扫描件，且数字识别把握不大，务必核对原件：{_marks(unsure)}）"


def _overlaps(problem: Problem, start: int, end: int) -> bool:
    return (
        problem.start is not None
        and problem.end is not None
        and problem.start < end
        and start < max(problem.end, problem.start + 1)
    )


def _marks(ids: list[int]) -> str:
    return "".join(f"[{n}]" for n in ids)
