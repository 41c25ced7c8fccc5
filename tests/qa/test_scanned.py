"""An answer that rests on a scan says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from corpus.problem import Problem
from qa.answer import Answer, Citation
from qa.answering import scanned
from qa.library import Library


@dataclass
class Problems:
    """Only what the marking asks the library for."""

    found: tuple[Problem, ...] = field(default=())

    def problems(self, disclosure_id: str) -> tuple[Problem, ...]:
        return self.found if disclosure_id == "d" else ()


def _marked(*problems: Problem) -> str:
    citation = Citation(1, "d", "", "", "", 1, 10, 20, "办公费 1.50")
    answer = Answer("answered", "办公费为1.50万元[1]", citations=[citation])
    scanned.mark(cast("Library", Problems(problems)), answer)
    return answer.answer


def test_a_figure_on_a_scanned_page_is_marked() -> None:
    assert "识别自扫描件" in _marked(Problem("scanned", "第1页", 0, 100))


def test_a_figure_recognised_with_little_confidence_is_marked_more_strongly() -> None:
    assert "务必核对原件" in _marked(Problem("scanned", "第1页", 0, 100), Problem("unsure", "1.50", 14, 18))


def test_what_was_scanned_elsewhere_marks_nothing() -> None:
    assert _marked(Problem("scanned", "第2页", 20, 100), Problem("lost_table", "表", 0, 100)) == "办公费为1.50万元[1]"
