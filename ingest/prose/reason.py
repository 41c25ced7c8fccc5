"""原因: the clause that explains a change, and the figures that it explains."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from corpus.disclosure import Place
from corpus.terms import find_terms
from ingest.prose import words
from ingest.prose.draft import Draft, Reason
from ingest.prose.split import sentences

_STOP: Final = re.compile(r"[。!?]|;|(?<=[,。;])其中[:,]|,其中[:]?")
_LEADING: Final = re.compile(r"^(?:[:,]|是(?!否)|为(?!了))*(?:由于|因为|因(?!公))?")
_MOVES: Final = frozenset({"change", "growth"})
_PHASED: Final = frozenset({"amount", "completion"})
_OPENING: Final = re.compile(r"主要(?:是|系)|(?:主要)?(?:是)?(?:由于|因为)")
_CHANGE_WORDS: Final = re.compile("增加|减少|增长|下降|变动|变化|增减|上升|降低|持平|增幅|降幅")


def _end(text: str, start: int, sentence_end: int) -> int:
    """The end of an explanation: its sentence's, or a semicolon after which no 二是 follows."""
    at = start
    while match := _STOP.search(text, at, sentence_end):
        if match[0] in ";。" and words.REASON_GOES_ON.match(text, match.end()):
            at = match.end()
            continue
        return match.start()
    stop = text[start:sentence_end].rstrip("。!?;,")
    return start + len(stop)


def find_reasons(text: str) -> list[Reason]:
    """原因分句 of a paragraph, left to right, without overlap. A light cue (主要是…) counts only after a change."""
    found: list[Reason] = []
    for start, end in sentences(text):
        at = start
        while match := words.REASON.search(text, at, end):
            at = match.end()
            strong = match["about"] is not None
            before = text[start : match.start()]
            opens = match.start() == 0 and _OPENING.match(text) is not None  # it may explain the paragraph before
            if not strong and not opens and not _CHANGE_WORDS.search(before or text[max(0, start - 60) : start]):
                continue
            lead = _LEADING.match(text[match.end() : end])
            first = match.end() + (lead.end() if lead else 0)
            last = _end(text, first, end)
            if last <= first:
                continue
            found.append(Reason(first, last, match["about"] or "", match.start(), light=not strong))
            at = last
    return found


def attach(
    reasons: Sequence[Reason], drafts: Sequence[Draft], before: Sequence[Draft], place: Callable[[int, int], Place]
) -> None:
    """Tie each explanation to the figures before it; ``before`` are the last paragraph's, for 主要原因 at a start.

    ``place`` turns offsets of this paragraph into places of the source.
    """
    for reason in reasons:
        inside = [d for d in drafts if reason.start <= d.start < reason.end]
        earlier = [d for d in drafts if d.start < reason.marker + len(reason.about) and d not in inside]
        earlier = [d for d in earlier if not any(r.start <= d.start < r.end for r in reasons)]
        pool = earlier or (list(before) if reason.marker == 0 else [])
        if not earlier and reason.light:
            pool = [d for d in pool if d.measure in _MOVES]
        for draft in _explained(reason, [d for d in pool if d.reason is None]):
            draft.reason = place(reason.start, reason.end)
            reason.drafts.append(draft)


def _explained(reason: Reason, pool: Sequence[Draft]) -> list[Draft]:
    """Which of the figures before it an explanation is about."""
    if not pool:
        return []
    meant = {m.term_id for m in find_terms(reason.about)}
    pool = [d for d in pool if d.concept in meant] or pool
    if words.CONTRAST.search(reason.about):
        phased = [d for d in pool if d.measure in _PHASED]
        return _same_row(phased or pool, (phased or pool)[-1])
    named = [d for d in pool if d.measure in _MOVES and d.path[-1] in reason.about]
    if named:
        return named
    moves = _towards(reason.about, [d for d in pool if d.measure in _MOVES])
    if moves:
        last = moves[-1]
        return [
            d for d in moves if (d.group == last.group and d.start > last.start - 80) or d.quantity == last.quantity
        ]
    return _same_row(pool, pool[-1])


def _towards(about: str, moves: Sequence[Draft]) -> list[Draft]:
    """Moves in the direction that the explanation speaks of: 增加的原因 explains no decrease and no 持平."""
    up, down = (re.search(p, about) is not None for p in ("增(?!减)|上升|提高", "(?<!增)减|下降|降"))
    if up == down:
        return list(moves)
    return [d for d in moves if d.direction == (1 if up else -1)] or list(moves)


def _same_row(pool: Sequence[Draft], last: Draft) -> list[Draft]:
    return [d for d in pool if d.group == last.group and d.subject == last.subject]
