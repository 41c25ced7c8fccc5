"""行文事实: every amount, rate and count of the narrative as a Fact with the clause that governs it.

A paragraph is read left to right: quantities, absences (无…) and standstills (持平) become drafts; the scope
(document, section, list item, sentence, 其中-list) gives each its row; explanations are tied to the changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.disclosure import Disclosure, Fact, Place
from corpus.money import fold
from ingest import reports
from ingest.prose import words
from ingest.prose.draft import Draft
from ingest.prose.head import project_told
from ingest.prose.read import Reader
from ingest.prose.reason import attach, find_reasons
from ingest.prose.scope import Items
from ingest.prose.split import clause_end, sentences
from ingest.structure.lines import Paragraph

_WIDEST = 160
_ONE_PROJECT: Final = re.compile(r"项目(?:概况|资金投入|资金(?:使用|安排|到位)?情况|基本情况|资金$)")
"""Headings of a report about one project (evaluation reports in an annex)."""

_CAPTION: Final = re.compile(r"(?:图|图表)(?:\d{1,2})?$")
"""The caption of a chart: what its figures are of stands beside each of them, not there."""


def prose_facts(paragraphs: Sequence[Paragraph], disclosure: Disclosure) -> list[Fact]:
    """行文事实 of the paragraphs, in printed order. Glossaries, notes and the rubble of forms give none."""
    items, report = Items(), reports.is_report(disclosure)
    before: list[Draft] = []
    above = ""
    read: list[tuple[Paragraph, str, list[Draft]]] = []
    for paragraph in paragraphs:
        if _is_skipped(paragraph):
            continue
        text = fold(paragraph.text)
        items.enter(paragraph.section, project_told(above, text))
        above = text
        reasons = find_reasons(text)
        told = reports.told_in(disclosure, paragraph.section, text) if report else disclosure
        drafts = Reader(text, items, told, reasons).read()
        attach(reasons, drafts, before, paragraph.place)
        read.append((paragraph, text, drafts))
        before = drafts or before
    return _distinct([fact for one in read for fact in _facts(*one, disclosure)])


def _is_skipped(paragraph: Paragraph) -> bool:
    if not paragraph.text or words.SKIPPED_PARAGRAPH.match(fold(paragraph.text)):
        return True
    tabular = any(words.TABLE_SECTION.search(heading) for heading in paragraph.section)
    if tabular and not _is_sentence(fold(paragraph.text)):
        return True
    return any(words.SKIPPED_SECTION.search(heading) for heading in paragraph.section)


def _is_sentence(text: str) -> bool:
    """Whether words among tables are a sentence about the body (a table's footnote), not rubble of a form."""
    if words.ORDINAL.match(text) or words.FORM.search(text):
        return False
    return text.endswith("。") and bool(words.BODILY.search(text) or words.ANEW.match(text))


def _facts(paragraph: Paragraph, text: str, drafts: Sequence[Draft], disclosure: Disclosure) -> Iterator[Fact]:
    report = reports.is_report(disclosure)
    fund = reports.fund_at(paragraph.section, text) if report else None
    for draft in drafts:
        if draft.path and _CAPTION.search(draft.path[-1]):
            continue
        scope, zone = reports.level_at(text[: draft.start], paragraph.section) if report else (disclosure.scope, None)
        place = paragraph.place(draft.start, draft.end)
        fact = Fact(
            id=f"{disclosure.id}-p{place.start}-{place.end}-{draft.measure}{draft.tag and '-' + draft.tag}",
            disclosure_id=disclosure.id,
            origin="prose",
            quantity=draft.quantity,
            row="/".join(draft.path),
            row_code=None,
            column=draft.column,
            concept=None if _of_one_project(draft, paragraph.section) else draft.concept,
            aspect=draft.aspect,
            subject=draft.subject or zone,
            measure=draft.measure,
            basis=draft.basis,
            year=draft.year,
            scope=scope,
            table_id=None,
            table=None,
            section=paragraph.section,
            place=place,
            context=_context(paragraph, text, draft),
            direction=draft.direction,
            reason=draft.reason,
        )
        yield reports.told_of(fact, fund)


def _of_one_project(draft: Draft, section: tuple[str, ...]) -> bool:
    """Whether 项目支出 is that of a project which is not named, whose report it stands in, and not the body's."""
    told = draft.subject is None and draft.concept == "project_expenditure"
    return told and any(_ONE_PROJECT.search(heading) for heading in section)


def _context(paragraph: Paragraph, text: str, draft: Draft) -> Place:
    """引文: the sentence, with its item head where that fits; a long sentence is cut between clauses."""
    spans = (s for sentence in sentences(text) for s in _pieces(text, *sentence))
    start, end = next((s, e) for s, e in spans if s <= draft.start < e)
    if 0 <= draft.head_at < start and end - draft.head_at <= _WIDEST:
        start = draft.head_at
    while start < draft.start and text[start] in " ,;":
        start += 1
    return paragraph.place(start, max(end, draft.end))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence whole, or, where it is long, its clauses gathered: figures of one piece have one context."""
    first = last = start
    while end - first > _WIDEST:
        stop = min(end, clause_end(text, last) + 1)
        if stop - first > _WIDEST and last > first:
            yield first, last
            first = last
        last = stop
        if last >= end:
            break
    yield first, end


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """One Fact an id."""
    return list({fact.id: fact for fact in facts}.values())
