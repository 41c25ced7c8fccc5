"""检索段: passages of about 300 to 450 characters, cut at sentences, never across a section, items kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from corpus.disclosure import Passage, Place, Table
from ingest.structure.lines import Line, Paragraph, compact, split
from ingest.structure.sections import rank_of
from ingest.structure.unwrap import glyphs, paragraphs, tidy

TARGET: Final = 320
LONGEST: Final = 450
_WORDY: Final = frozenset({"B10", "B11", "B12", "B13", "B14", "S01", "S02", "other"})
"""Kinds of tables that hold words worth searching: projects, procurement, targets, self-assessments."""
_FURNITURE: Final = re.compile(
    r"(?:公开|附)?表\d{1,2}|(?:公开|预算)?\d{2}表|(?:金额|资金|计量)?单位[：:].{0,3}元|图\d{1,2}[：:].{0,40}"
    r"|(?:部门|单位|单位名称|部门名称|编制单位|编制部门|预算单位)[：:].{2,40}"
)
_SENTENCE: Final = re.compile(r".*?(?:[。！？!?；;]+[”」』）)]?|$)", re.DOTALL)
_SHALLOW: Final = ("paren", "circle")

_Piece = tuple[str, Place]


def passages(running: Sequence[Paragraph], tables: Sequence[Table], source: str, prefix: str) -> list[Passage]:
    """检索段 of the running text, then of the long words in forms (their table's title ends the path)."""
    found = [(key, piece) for key, group in _groups(running) for piece in _packed(group)]
    for table in tables:
        if table.kind in _WORDY or table.status == "unread":
            found += [((*table.section, _named(table)), piece) for piece in _words(table, source)]
    seen: set[str] = set()
    kept: list[tuple[tuple[str, ...], _Piece]] = []
    for key, (text, place) in found:
        known = compact(text)
        if known in seen or not re.search(r"\w", text):
            continue
        seen.add(known)
        kept.append((key, (text, place)))
    return [Passage(f"{prefix}-p{n:03d}", key, text, place) for n, (key, (text, place)) in enumerate(kept, 1)]


def sentences(text: str) -> list[tuple[int, int]]:
    """断句: start and end of each sentence; a number's own dot and an abbreviation do not end one."""
    return [m.span() for m in _SENTENCE.finditer(text) if m.group().strip()]


def _groups(running: Sequence[Paragraph]) -> list[tuple[tuple[str, ...], list[Paragraph]]]:
    """Paragraphs by section; sections of (1) and ① are too small to stand alone and stay with their parent."""
    groups: list[tuple[tuple[str, ...], list[Paragraph]]] = []
    parted = False
    for paragraph in running:
        key = tuple(heading for heading in paragraph.section if rank_of(heading) not in _SHALLOW)
        if _FURNITURE.fullmatch(paragraph.text):
            continue
        if key and compact(paragraph.text).rstrip("。") == compact(key[-1]):
            parted = True  # what is left out stands in no passage's place
            continue
        if not groups or groups[-1][0] != key or parted:
            groups.append((key, []))
        groups[-1][1].append(paragraph)
        parted = False
    return groups


def _packed(group: Sequence[Paragraph]) -> Iterable[_Piece]:
    pending: list[_Piece] = []
    size = 0
    for piece in (piece for paragraph in group for piece in _pieces(paragraph)):
        if pending and size + len(piece[0]) > LONGEST:
            yield _joined(pending)
            pending, size = [], 0
        pending.append(piece)
        size += len(piece[0])
        if size >= TARGET:
            yield _joined(pending)
            pending, size = [], 0
    if pending:
        yield _joined(pending)


def _pieces(paragraph: Paragraph) -> Iterable[_Piece]:
    """A paragraph whole, or, where it is long, its sentences gathered to the target size."""
    if len(paragraph.text) <= LONGEST:
        yield paragraph.text, paragraph.place(0, len(paragraph.text))
        return
    start = 0
    for begin, end in _short_enough(paragraph.text):
        if begin > start and end - start > LONGEST:
            yield paragraph.text[start:begin], paragraph.place(start, begin)
            start = begin
    yield paragraph.text[start:], paragraph.place(start, len(paragraph.text))


def _short_enough(text: str) -> Iterable[tuple[int, int]]:
    """Sentences, and where one is longer than a passage, its clauses."""
    for begin, end in sentences(text):
        if end - begin <= LONGEST:
            yield begin, end
            continue
        at = begin
        while end - at > LONGEST:
            comma = max(text.rfind(c, at, at + LONGEST) for c in "，,、 ")
            cut = comma + 1 if comma > at else at + LONGEST
            yield at, cut
            at = cut
        yield at, end


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    places = [place for _, place in pieces]
    return "\n".join(text for text, _ in pieces), Place(places[0].start, places[-1].end, places[0].page)


def _named(table: Table) -> str:
    """A form's title with the project that it is about: forms of one kind have all the same title."""
    known = table.subject is None or compact(table.subject) in compact(table.title)
    return table.title if known else f"{table.title}（{table.subject}）"


def _words(table: Table, source: str) -> Iterable[_Piece]:
    """The words of a form or list in the order of print: tasks, reasons, goods, measures, and what no row took in."""
    printed = source[table.place.start : table.place.end]
    lines = [replace(line, start=line.start + table.place.start) for line in split(printed) if line.text.strip()]
    if table.status == "absent":
        return []
    if "\t" not in printed and "|" not in printed:
        return _packed(paragraphs([lines], "wrapped", wrapped=True))
    return _packed([row for line in lines if (row := _row(line))])


def _row(line: Line) -> Paragraph | None:
    """A printed row as a paragraph: a blank where a tab parted two cells; other white space is layout."""
    found: list[tuple[str, int]] = []
    start = line.start
    for cell in re.split(r"([\t|])", line.text):
        if cell in ("\t", "|"):
            if found and found[-1][0] != " ":
                found.append((" ", start))
        else:
            found += tidy(glyphs(Line(cell, start, start + len(cell), line.page)))
        start += len(cell)
    while found and found[-1][0] == " ":
        found.pop()
    if not any(c.isalnum() for c, _ in found):
        return None
    return Paragraph("".join(c for c, _ in found), tuple(at for _, at in found), (), line.page)
