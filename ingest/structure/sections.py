"""章节: numbered headings to a tree. A duty, a definition or a figure behind a number is no heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.disclosure import Place, Section
from ingest.structure.lines import Form, Paragraph, is_entry

_RANKS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("part", re.compile(r"第[一二三四五六七八九十百]+(?:部分|章|篇)")),
    ("ordinal", re.compile(r"[一二三四五六七八九十廿]{1,4}、")),
    ("bracket", re.compile(r"[（(][一二三四五六七八九十廿]{1,4}[)）]")),
    ("number", re.compile(r"\d{1,2}(?:[．、]|\.(?!\d))")),
    ("paren", re.compile(r"[（(]\d{1,2}[)）]|\d{1,2}[)）]")),
    ("circle", re.compile(r"[①-⑳]")),
)
_ORDER: Final = {name: n for n, (name, _) in enumerate(_RANKS, 1)}
_HIGH: Final = ("part", "ordinal", "bracket")
"""Numberings that make headings by themselves; 1. and below are headings only under one of 一、 or （一）."""
_LIMIT: Final = {"part": 70, "ordinal": 60, "bracket": 36, "number": 28, "paren": 28, "circle": 40}
_INNER: Final = re.compile(r"[。；;！!？?，,：:]")
_FIGURE: Final = re.compile(r"\d(?:\.\d+)?\s*(?:万元|亿元|元|%|％)")


@dataclass(frozen=True, slots=True)
class _Heading:
    index: int
    rank: int
    text: str


def rank_of(text: str) -> str | None:
    """级别: which kind of numbering a text begins with; None where it has none."""
    return next((name for name, pattern in _RANKS if pattern.match(text)), None)


def cut(
    paragraphs: Sequence[Paragraph],
    form: Form,
    source: str,
    prefix: str,
    *,
    titles: Collection[str] = (),
    tables: Sequence[int] = (),
) -> tuple[list[Section], list[Paragraph]]:
    """分章: the sections of a text, and its paragraphs with their section path filled in.

    ``titles`` are the keys of the unnumbered headings that the table of contents announced, ``tables`` the offsets
    where tables were taken out from between the paragraphs.
    Headings stay among the paragraphs; the path of a heading ends with itself.
    """
    headings = _marked(paragraphs, source) if form == "record" else _numbered(paragraphs, titles, tables)
    length = len(source)
    at = {h.index: h for h in headings}
    open_: list[tuple[_Heading, Section]] = []
    found: list[Section] = []
    placed: list[Paragraph] = []
    for n, paragraph in enumerate(paragraphs):
        if (heading := at.get(n)) is not None:
            start = paragraph.offsets[0]
            _shut(open_, found, heading.rank, start)
            path = (*(section.path[-1] for _, section in open_), _printed(heading.text))
            place = Place(start, length, paragraph.page)
            section = Section("", path, len(path), place, paragraph.offsets[-1] + 1)
            open_.append((heading, section))
        placed.append(replace(paragraph, section=open_[-1][1].path if open_ else ()))
    _shut(open_, found, 0, length)
    found.sort(key=lambda section: (section.place.start, section.level))
    return [replace(section, id=f"{prefix}-s{n:02d}") for n, section in enumerate(found, 1)], placed


def path_at(sections: Sequence[Section], offset: int) -> tuple[str, ...]:
    """所在章节: the path of the deepest section that holds this offset; empty before the first heading."""
    best: Section | None = None
    for section in sections:
        if section.place.start <= offset < section.place.end and (best is None or section.level >= best.level):
            best = section
    return best.path if best else ()


def _printed(text: str) -> str:
    """A part's number and its name are set apart, as they are in print."""
    number = _RANKS[0][1].match(text)
    return f"{number[0]} {text[number.end() :].strip()}".strip() if number else text


def _shut(open_: list[tuple[_Heading, Section]], found: list[Section], rank: int, end: int) -> None:
    while open_ and open_[-1][0].rank >= rank:
        section = open_.pop()[1]
        found.append(replace(section, place=replace(section.place, end=end)))


def _marked(paragraphs: Sequence[Paragraph], source: str) -> list[_Heading]:
    """Headings of a record are those marked with #."""
    found = []
    for n, paragraph in enumerate(paragraphs):
        line = source.rfind("\n", 0, paragraph.offsets[0]) + 1
        if marks := re.match(r"\s*(#{1,6})\s", source[line : paragraph.offsets[0]]):
            found.append(_Heading(n, len(marks[1]), paragraph.text))
    return found


def _numbered(paragraphs: Sequence[Paragraph], titles: Collection[str], tables: Sequence[int]) -> list[_Heading]:
    found: list[_Heading] = []
    for n, paragraph in enumerate(paragraphs):
        name = _rank(paragraph.text, titles)
        if name is None or not (rank_of(paragraph.text) is None or _looks_like_heading(paragraph.text, name)):
            continue
        following = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        unstopped = paragraph.text[-1] not in "。；;"
        high = name in _HIGH
        if (
            _has_text(name, following, titles)
            or (high and unstopped)
            or (high and following and any(paragraph.offsets[-1] < start < following.offsets[0] for start in tables))
        ) and (high or (found and found[-1].rank > _ORDER["part"])):
            found.append(_Heading(n, _ORDER[name], paragraph.text.rstrip("。")))
    return found


def _rank(text: str, titles: Collection[str]) -> str | None:
    """The kind of numbering; a heading that the contents announced without number counts as a part."""
    return rank_of(text) or ("part" if is_entry(text, titles) else None)


def _has_text(name: str, following: Paragraph | None, titles: Collection[str]) -> bool:
    """Whether something of a lower rank follows, so that this is a heading of something."""
    if following is None:
        return False
    rank = _rank(following.text, titles)
    return rank is None or _ORDER[rank] > _ORDER[name]


def _looks_like_heading(text: str, name: str) -> bool:
    number = dict(_RANKS)[name].match(text)
    words = text[number.end() if number else 0 :].strip()
    inner = _INNER.search(words[:-1])
    if len(text) > _LIMIT[name] or (not words and name != "part"):
        return False
    if name in ("part", "ordinal"):
        return not re.search(r"[。；;]|[：:].{5}", words[:-1])
    return not inner and not words.endswith(("：", ":", "；", ";")) and not _FIGURE.search(words)
