"""比年: what was spoken of last set against another year (跟去年比呢, 和2022年比怎么样), said in full."""

from __future__ import annotations

import re

from qa.dialogue import cues
from qa.dialogue.likewise import SCOPES, year_of
from qa.dialogue.memory import Memory, holes
from qa.library import Library
from qa.understanding.question import Question
from qa.understanding.topics import blank
from qa.understanding.years import is_set_against

_MOVED = frozenset({"change", "growth"})
_COMPARES = re.compile(r"[比较]")


def in_full(question: Question, memory: Memory, library: Library) -> str | None:
    """The change of the one thing spoken of from or to the year that is named now; None where no year is set against it.

    What was worked out (人均, 占比) is no printed thing of which a year before could tell.
    """
    if not question.bare or question.bases or len(memory.topics) != 1 or len(memory.bodies) != 1:
        return None
    if any(m.start < m.end for m in question.who.mentions) or question.who.unknown or question.scope:
        return None
    if memory.worked and not _MOVED & set(memory.operations):
        return None
    if _COMPARES.search(question.folded) is None or not cues.only_against(blank(question.folded, holes(question))):
        return None
    spoken = year_of(memory, library)
    named = [y for y, *span in question.year_spans if is_set_against(question.folded, *span)]
    other = named[0] if len(question.year_spans) == 1 and named else None
    if other is None and not question.year_spans and len(question.relative) == 1 and spoken is not None:
        other = spoken + question.relative[0]
    thing, (body,) = memory.topics[0][0], memory.bodies
    if other is None or spoken is None or other == spoken or not thing:
        return None
    later, earlier = max(other, spoken), min(other, spoken)
    return f"{body}{SCOPES.get(memory.scope or '', '')}{later}年{thing}比{earlier}年增减多少，变化百分之几"
