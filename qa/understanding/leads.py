"""引语: what stands before a question's first colon: a mere lead (记者核实：), or part of what is asked (养一辆车要多少：甲局, 乙局)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from corpus import terms
from corpus.language.lexicon import cues_at, everyday_at
from qa.understanding.topics import GENERIC

_LEAD: Final = re.compile(r"[^，。：:\d]{2,10}[：:]")
_OF_MONEY: Final = re.compile(r"预算|决算|支出|收入|经费")


def without(text: str, names_body: Callable[[str], bool]) -> str:
    """The text with a mere lead blanked, and a comma behind one that says what is asked; offsets stay."""
    lead = _LEAD.match(text)
    if lead is None or _OF_MONEY.search(lead[0]) or names_body(lead[0]):
        return text
    return (f"{lead[0][:-1]}，" if _says_what(lead[0]) else " " * lead.end()) + text[lead.end() :]


def _says_what(lead: str) -> bool:
    """Whether it names a thing or a calculation that what stands behind it is about."""
    named = any(terms.TERMS[m.term_id].role not in GENERIC for m in terms.find_terms(lead))
    return named or any(
        next(everyday_at(lead, at), None) is not None or any(kind == "operator" for _, kind, _ in cues_at(lead, at))
        for at in range(len(lead))
    )
