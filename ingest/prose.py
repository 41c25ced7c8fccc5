"""行文事实: every amount, rate and count of the narrative as a Fact with the clause that governs it.

A paragraph is read left to right: quantities, absences (无…) and standstills (持平) become drafts; the scope
(document, section, list item, sentence, 其中-list) gives each its row; explanations are tied to the changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.disclosure import Disclosure, Fact, Place
from corpus.money import fold
from ingest import prose_words as words
from ingest.lines import Paragraph
from ingest.prose_draft import Draft
from ingest.prose_read import Reader
from ingest.prose_reason import attach, find_reasons
from ingest.prose_scope import Items
from ingest.prose_split import clause_end, clause_start, sentences

_WIDEST = 160


def prose_facts(paragraphs: Sequence[Paragraph], disclosure: Disclosure) -> list[Fact]:
    """行文事实 of the paragraphs, in printed order. Glossaries, notes and phone lines give none."""
    items = Items()
    before: list[Draft] = []
    facts: list[Fact] = []
    for paragraph in paragraphs:
        if _is_skipped(paragraph):
            continue
        items.enter(paragraph.section)
        text = fold(paragraph.text)
        reasons = find_reasons(text)
        drafts = Reader(text, items, disclosure, reasons).read()
        attach(reasons, drafts, before)
        facts += _facts(paragraph, text, drafts, disclosure)
        before = drafts or before
    return _distinct(facts)


def _is_skipped(paragraph: Paragraph) -> bool:
    if not paragraph.text or words.SKIPPED_PARAGRAPH.match(fold(paragraph.text)):
        return True
    return any(words.SKIPPED_SECTION.search(heading) for heading in paragraph.section)


def _facts(paragraph: Paragraph, text: str, drafts: Sequence[Draft], disclosure: Disclosure) -> Iterator[Fact]:
    for draft in drafts:
        place = paragraph.place(draft.start, draft.end)
        yield Fact(
            id=f"{disclosure.id}-p{place.start}-{place.end}-{draft.measure}{draft.tag and '-' + draft.tag}",
            disclosure_id=disclosure.id,
            origin="prose",
            quantity=draft.quantity,
            row="/".join(draft.path),
            row_code=None,
            column=draft.column,
            concept=draft.concept,
            aspect=draft.aspect,
            subject=draft.subject,
            measure=draft.measure,
            basis=draft.basis,
            year=draft.year,
            scope=disclosure.scope,
            table_id=None,
            table=None,
            section=paragraph.section,
            place=place,
            context=_context(paragraph, text, draft),
            direction=draft.direction,
            reason=paragraph.place(*draft.reason) if draft.reason else None,
        )


def _context(paragraph: Paragraph, text: str, draft: Draft) -> Place:
    """引文: the sentence, with its item head where that fits; a long sentence is cut to the clauses around the figure."""
    start, end = next((s, e) for s, e in sentences(text) if s <= draft.start < e)
    if end - start > _WIDEST:
        start, end = _narrow(text, draft, start, end)
    if 0 <= draft.head_at < start and end - draft.head_at <= _WIDEST:
        start = draft.head_at
    while start < draft.start and text[start] in " ,;":
        start += 1
    return paragraph.place(start, max(end, draft.end))


def _narrow(text: str, draft: Draft, first: int, last: int) -> tuple[int, int]:
    start, end = max(first, clause_start(text, draft.start)), min(last, clause_end(text, draft.end))
    while start > first and end - clause_start(text, start - 1) <= _WIDEST:
        start = max(first, clause_start(text, start - 1))
    while end < last and clause_end(text, end + 1) - start <= _WIDEST:
        end = min(last, clause_end(text, end + 1))
    return start, end


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """One Fact an id."""
    return list({fact.id: fact for fact in facts}.values())
