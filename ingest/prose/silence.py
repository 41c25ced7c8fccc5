"""无与不变: sentences that state an absence (无机关运行经费) or that nothing changed (与上年持平)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.terms import TERMS, find_terms
from ingest.prose import words
from ingest.prose.concepts import concept_of, source_of
from ingest.prose.split import clause_end, clause_start

_JOINED: Final = re.compile(r"[、和及与或]")
_BOTH: Final = re.compile("收入支出|收支|收入、支出|收入和支出")
_BUDGET: Final = re.compile("预算")
_DEMANDED: Final = re.compile(r"(?:应|须|需)(?:当|该)?(?:与|和|同|保持)")
"""What a form asks of who fills it in (填列数应与《收支预算总表》一致) is no statement."""


@dataclass(frozen=True, slots=True)
class Silence:
    """无: the thing that is said to be absent, as printed; where the statement stands."""

    noun: str
    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """不变: the words that say so, what it is compared with, and the clause's text before them."""

    start: int
    end: int
    lead: str


def _is_amount(concept: str | None, noun: str = "") -> bool:
    """Whether it is money that a phrase names; of a whole (收入, 年末结余) only where its source is told."""
    if concept is None or concept not in TERMS or TERMS[concept].role != "amount":
        return False
    return (concept not in words.WHOLES or source_of(noun) is not None) and TERMS[concept].unit_class == "money"


def _things(noun: str) -> Iterator[tuple[str, str]]:
    """The things that a phrase of absence names: (noun, concept); 收入支出 are two, “三公”经费和会议费 are two."""
    both = _BOTH.search(noun)
    if both:
        for side in ("收入", "支出"):
            single = noun[: both.start()] + side
            if _is_amount(found := concept_of(single), single):
                yield single, str(found)
        return
    bare = words.LABEL_DROP.sub("", noun)
    whole = concept_of(noun)
    parts = [p for p in _JOINED.split(noun) if p]
    several = len([m for m in find_terms(bare) if _is_amount(m.term_id, noun)]) > 1
    if several and len(parts) > 1 and all(_is_amount(concept_of(p), p) for p in parts):
        yield from ((p, str(concept_of(p))) for p in parts)
    elif _is_amount(whole, noun):
        yield noun, str(whole)
    else:
        matches = list(find_terms(bare))
        if matches and not matches[0].start and words.ABSENT_END.match(bare[matches[0].end :]):
            ends = bare[: matches[0].end] + "支出"
            concept = concept_of(ends) or matches[0].term_id
            if _is_amount(concept, noun):
                yield noun, concept


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        end = clause_end(text, at)
        if end > at:
            yield at, end
        at = end + 1


def find_silences(text: str, taken: Sequence[tuple[int, int]]) -> list[Silence]:
    """无的陈述 outside the spans ``taken`` (quantities, explanations)."""
    found: list[Silence] = []
    for start, end in _clauses(text):
        if any(s < end and start < e for s, e in taken):
            continue
        clause = text[start:end]
        noun = ""
        verb = words.ABSENT.search(clause)
        if verb and not words.NOT_ABSENT.match(clause[verb.end() :]):
            noun = clause[verb.end() :]
        elif after := words.ABSENT_AFTER.match(clause):
            noun = after["noun"]
        noun = re.sub(r"(?:安排)?的?(支出|收入)(?:安排)?(?:情况)?$", r"\1", noun)
        noun = re.sub(r"安排(?=支出$|收入$)", "", noun)
        if 2 <= len(noun) <= 40:
            found += [Silence(n, c, start, end) for n, c in _things(noun)]
    return found


def find_unchanged(text: str, taken: Sequence[tuple[int, int]]) -> list[Unchanged]:
    """不变的陈述 outside the spans ``taken``; only where the clause compares (与…持平) or stands alone (无变化)."""
    found = []
    for match in words.UNCHANGED.finditer(text):
        if any(s <= match.start() < e for s, e in taken):
            continue
        start = clause_start(text, match.start())
        lead = text[start : match.start()]
        if words.UNCHANGED_NEEDS.search(lead) and not _DEMANDED.search(lead):
            found.append(Unchanged(match.start(), match.end(), lead))
    return found
