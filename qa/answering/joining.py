"""并入: another answer's words, figures and calculation under the citation numbers of the answer that takes them in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Answer, Citer, Figure

MARK = re.compile(r"\[(\d+)\]")
"""A citation's number in an answer's text."""


def renumbered(answer: Answer, citer: Citer) -> Answer:
    """The answer with its citations taken over by ``citer`` and every mark numbered as there."""
    numbers = {c.id: citer.again(c) for c in answer.citations}

    def of(figure: Figure) -> Figure:
        return replace(figure, citations=tuple(numbers.get(n, n) for n in figure.citations))

    def all_of(figures: Sequence[Figure]) -> list[Figure]:
        return [of(f) for f in figures]

    calculation = answer.calculation
    return replace(
        answer,
        answer=MARK.sub(lambda m: f"[{numbers.get(int(m[1]), int(m[1]))}]", answer.answer),
        figures=all_of(answer.figures),
        conflicts=[replace(c, figures=tuple(all_of(c.figures))) for c in answer.conflicts],
        calculation=calculation and replace(calculation, inputs=tuple(all_of(calculation.inputs))),
        citations=citer.citations,
    )
