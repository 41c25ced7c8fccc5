"""比年: what was spoken of last set against another year (跟去年比呢, 和2022年比怎么样), said in full."""

from __future__ import annotations

import re

from qa.dialogue import cues
from qa.dialogue.likewise import SCOPES, names_stage, year_of
from qa.dialogue.memory import Memory, holes
from qa.library import Library
from qa.understanding import phrases
from qa.understanding.question import Question
from qa.understanding.topics import blank
from qa.understanding.years import is_set_against

_MOVED = frozenset({"change", "growth"})
_COMPARES = re.compile(r"[比较]")


_STAGES = {"budget": "预算", "final_accounts": "决算"}


def in_full(question: Question, memory: Memory, library: Library) -> tuple[str, ...]:
    """The change of each thing spoken of from or to the year that is named now; none where no year is set against it.

    What was worked out (人均, 占比) is no printed thing of which a year before could tell.
    """
    if not question.bare or names_stage(question) or not memory.topics or len(memory.bodies) != 1:
        return ()
    if (
        any(m.start < m.end for m in question.who.mentions)
        or question.who.unknown
        or phrases.present("scope", question.folded)
    ):
        return ()
    if memory.worked and not _MOVED & set(memory.operations):
        return ()
    if _COMPARES.search(question.folded) is None or not cues.only_against(blank(question.folded, holes(question))):
        return ()
    spoken = year_of(memory, library)
    other = _other_year(question, spoken)
    if other is None or spoken is None or other == spoken:
        return ()
    later, earlier = max(other, spoken), min(other, spoken)
    whom = f"{memory.bodies[0]}{SCOPES.get(memory.scope or '', '')}{later}年{_STAGES.get(memory.kind or '', '')}"
    return tuple(f"{whom}{thing}比{earlier}年增减多少，变化百分之几" for thing, _ in memory.topics if thing)


def _other_year(question: Question, spoken: int | None) -> int | None:
    """The one year that is set against the one spoken of, by its number or as the year before."""
    named = [y for y, *span in question.year_spans if is_set_against(question.folded, *span)]
    if question.year_spans:
        return named[0] if len(question.year_spans) == len(named) == 1 else None
    return spoken + question.relative[0] if len(question.relative) == 1 and spoken is not None else None
