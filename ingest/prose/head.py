"""条目头: what a paragraph stands under before its first figure: heading, list item, project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.disclosure import Disclosure
from ingest.prose import words
from ingest.prose.concepts import governs
from ingest.prose.phrase import strip_back, strip_front
from ingest.prose.scope import Items, Path, heading_noun

_TITLE: Final = 60
"""The title of a report has at most so many characters."""


@dataclass(frozen=True, slots=True)
class Head:
    """条目头. ``noun`` governs amounts; ``topic`` is the same even where it is only a topic (an indicator's name).

    ``base`` is the path that the paragraph falls under; ``start`` is where its words begin, after the ordinal.
    """

    base: Path
    noun: str
    topic: str
    subject: str | None
    start: int
    marked: bool


def body_names(disclosure: Disclosure) -> tuple[str, ...]:
    """主体名称: the body's names and its units', the longest first; short ones are too common to be dropped."""
    found = {disclosure.issuer, *disclosure.aliases, *disclosure.units}
    return tuple(sorted((n for n in found if len(n) > 3), key=len, reverse=True))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def section_topic(items: Items, names: Sequence[str]) -> str:
    """标题名词 of the innermost heading, without its ordinal, the year and the body's name."""
    if not items.section:
        return ""
    noun = heading_noun(items.section[-1])
    return strip_front(words.TIME.sub("", noun), names) or noun


def _project_in(text: str) -> str | None:
    match = words.PROJECT_HEADING.search(words.TIME.sub("", text))
    name = match and (match["quoted"] or match["name"])
    return str(name) if name and not words.NO_PROJECT.search(name) else None


def section_project(items: Items) -> str | None:
    """项目 that one of the headings is about (…项目绩效评价报告), the innermost first."""
    found = (_project_in(words.ORDINAL.sub("", heading)) for heading in reversed(items.section))
    return next((name for name in found if name), items.report[0] if items.report else None)


def project_told(above: str, text: str) -> str | None:
    """项目 whose report a paragraph is the title of (…项目绩效评价报告); None for any other paragraph.

    A title over two lines begins in the paragraph ``above``.
    """
    if len(text) > _TITLE or not text.endswith("报告"):
        return None
    whole = text if _project_in(text) else above[-_TITLE:] + text
    return _project_in(re.sub(r"^附件(?:\d{1,2}(?!\d))?[:：]?", "", whole))


def _item_noun(rest: str, names: Sequence[str]) -> str:
    """The noun of a list item: the words before its first mark or figure."""
    first = re.split(r"[。:,;?!]|\d", words.TIME.sub("", rest), maxsplit=1)[0].rstrip("(")
    noun = strip_back(strip_front(heading_noun(first), names))
    return noun if 2 <= len(noun) <= 80 else ""


def _first_noun(text: str, names: Sequence[str]) -> str:
    """The noun that makes up a paragraph's first sentence (住房公积金（项）。年初预算…), "" where it is none."""
    match = re.match(r"([^。:,;\d]{4,80})[。:]", text)
    noun = strip_front(match[1], names) if match else ""
    return noun if noun and governs(noun) and not words.OPENS.search(noun) else ""


def open_paragraph(text: str, items: Items, names: Sequence[str]) -> Head:
    """开段: the head of a paragraph; a list item is pushed on the section's stack."""
    topic = section_topic(items, names)
    subject = section_project(items)
    is_heading = bool(items.section) and _squeezed(items.section[-1]) == _squeezed(text)
    match = words.ORDINAL.match(text)
    if is_heading:
        return Head((), "", topic, subject, match.end() if match else 0, marked=False)
    if match and match.lastgroup:
        rest = text[match.end() :]
        noun = _item_noun(rest, names)
        base = items.push(match.lastgroup, noun)
        top = items.stack[-1]
        top.subject = _project_in(re.split(r"[。:,;?!]", rest, maxsplit=1)[0]) or top.subject or subject
        governing = noun if governs(noun) else ""
        return Head(base, governing, noun or topic, top.subject, match.end(), marked=True)
    if first := _first_noun(text, names):
        return Head((), first, first, subject, 0, marked=True)
    anew = bool(words.ANEW.match(text)) or text.startswith(tuple(names))
    if items.top:
        above = items.top
        base = () if anew else above.opens or above.path[:-1]
        governing = above.head if governs(above.head) else ""
        return Head(base, governing, above.head or topic, above.subject or subject, 0, marked=False)
    return Head(items.loose, topic if governs(topic) else "", topic, subject, 0, marked=False)
