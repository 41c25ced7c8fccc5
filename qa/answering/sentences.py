"""原句: the sentence that a figure rests on: when an answer reads it out, and how."""

from __future__ import annotations

import re

from corpus.money import UnitClass, unit_class
from qa.answer import Answer


def read_sentence(answer: Answer) -> None:
    """Let a yes-or-no answer read out the sentence that it rests on."""
    cited = next((c for c in answer.citations if c.table is None), None)
    if cited is not None and answer.figures:
        answer.answer += f"\n原文：{''.join(cited.quote.split())}[{cited.id}]"


def enumerates(answer: Answer) -> bool:
    """Whether a stated count stands in a sentence that goes on to name what it counts (共 3 家，包括甲、乙、丙)."""
    cited = next((c for c in answer.citations if c.table is None), None)
    first = answer.figures[0] if answer.figures else None
    if (
        cited is None
        or first is None
        or cited.id not in first.citations
        or unit_class(first.unit) is not UnitClass.COUNT
    ):
        return False
    return _NAMES_THEM.search("".join(cited.quote.split())) is not None


_NAMES_THEM = re.compile(
    r"\d[家个所项名人](?:[^。；]{0,12}[,，])?(?:具体|主要)?(?:包括|分别[是为]|即|[是为]?[:：])[^\d。；]{2,}、"
)
