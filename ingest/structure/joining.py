"""合册: files of one disclosure that complement each other — 说明 in one, 表格 in others — are read as one disclosure.

Files complement each other where they are of the same body, year and kind, print no table in common, and at most one
of them tells the story. What is no complement is another version, which replaces the one before. A file that does not
say whose it is belongs with the one that is named like it (甲.pdf and 甲_2.pdf, 甲说明 and 甲附表).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Final, Protocol

from corpus.disclosure import Disclosure, Fact, Kind, Part, Reading, Table
from ingest.reading import read_together
from ingest.structure.names import words

_RUBBLE: Final = re.compile(r"指标|\d{6}")
"""What no sentence says of its figures: the rest of a form that was not cut into cells."""
_STORY: Final = 5
"""Figures in sentences that make a story; notes below tables hold fewer."""


class Held(Protocol):
    """库: what joining needs of the store; see corpus.store.Store."""

    def of_body(self, issuer: str, year: int, kind: Kind) -> list[Disclosure]: ...  # noqa: D102
    def named_like(self, beginning: str, year: int, kind: Kind) -> list[Disclosure]: ...  # noqa: D102
    def text(self, disclosure_id: str) -> str: ...  # noqa: D102
    def tables(self, disclosure_id: str) -> list[Table]: ...  # noqa: D102
    def facts(self, disclosure_id: str) -> list[Fact]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Says:
    """所载: whether a file tells the story, the tables that it prints, and whether it states its scope."""

    story: bool
    prints: frozenset[tuple[str, str | None]]
    scoped: bool

    def complements(self, other: Says) -> bool:
        """互补: whether the two are parts of one disclosure and not versions of it."""
        apart = not (self.prints & other.prints) and not (self.story and other.story)
        return apart and (self.story or bool(self.prints)) and (other.story or bool(other.prints))


def says(text: str, tables: Iterable[Table], facts: Iterable[Fact]) -> Says:
    """所载 of a file: its text and what was read from it."""
    prints = frozenset((t.kind, t.subject) for t in tables if t.status in ("read", "empty") and t.kind != "other")
    told = sum(fact.origin == "prose" and not _RUBBLE.search(fact.row) for fact in facts)
    return Says(told >= _STORY or (told > 0 and not prints), prints, bool(_scope_mark().search(text)))


@cache
def _scope_mark() -> re.Pattern[str]:
    marks = "|".join(re.escape(word) for word in (*words("unit"), *words("consolidated")))
    return re.compile(rf"[（(](?:{marks})[)）]")


def joined(reading: Reading, data: bytes, store: Held, find: Callable[[str], bytes | None]) -> Reading:
    """合册 of a file just read (from ``data``) and those in the store that complement it; itself where there are none.

    ``find`` gives the bytes of a file by its SHA-256; one whose bytes were not kept cannot be read again.
    """
    new = reading.disclosure
    if new.narrative == "restated":
        return reading
    own = says(reading.text, reading.tables, reading.facts)
    files = [(own, data, new.source)]
    for part, held in _companions(reading, own, store):
        kept = find(part.sha256)
        if kept is not None:
            files.append((held, kept, part.source))
    if len(files) == 1:
        return reading
    return read_together([(kept, source) for _, kept, source in sorted(files, key=_order)])


def kin(new: Disclosure, store: Held) -> list[Disclosure]:
    """What is held of the same body, year and kind; and by the file's name, where one of the two does not say whose it is."""
    found = store.of_body(new.issuer, new.fiscal_year, new.kind)
    family = _family(new.source)
    if len(family) < _TELLING:
        return found
    for held in store.named_like(family, new.fiscal_year, new.kind):
        if held not in found and (_is_nameless(new) or _is_nameless(held)) and _are_named_alike(new, held):
            found.append(held)
    return found


def _are_named_alike(one: Disclosure, other: Disclosure) -> bool:
    """Whether one file's name is the other's with a mark of its part, or both have the words for theirs."""
    stems = {PurePath(d.source).stem for d in (one, other)}
    families = {_family(d.source) for d in (one, other)}
    return len(families) == 1 and (bool(stems & families) or all(_WORD_OF_PART.search(stem) for stem in stems))


_TELLING: Final = 4
"""Characters of a file's name from which it tells one disclosure from others: 附件1 and 附件2 are of anything."""
_WORDS: Final = "(?:文字|情况)?说明|附件|附表|报表|表格|公开表|正文|文本"
_WORD_OF_PART: Final = re.compile(rf"(?:{_WORDS})[\s\W\d]*$")
_PART_OF_NAME: Final = re.compile(rf"(?:[\s_\-－—.·]*(?:[（(]?(?:\d{{1,2}}|[一二三四五六七八九十])[)）]?|{_WORDS}))+$")
"""What tells the files of one disclosure apart at the end of their names."""


def _family(source: str) -> str:
    return _PART_OF_NAME.sub("", PurePath(source).stem)


def _is_nameless(disclosure: Disclosure) -> bool:
    """Whether it is called after its file, for want of a name in it."""
    return disclosure.issuer == PurePath(disclosure.source).stem


def _order(file: tuple[Says, bytes, str]) -> tuple[bool, list[tuple[str, str]], bytes]:
    """The story first, then the tables as their set numbers them: whichever came first, the whole is the same."""
    held, data, _ = file
    return not held.story, sorted((kind, subject or "") for kind, subject in held.prints), data


def _companions(reading: Reading, own: Says, store: Held) -> Sequence[tuple[Part, Says]]:
    """The files in the store that are parts of the same disclosure as this one."""
    new = reading.disclosure
    others = [d for d in kin(new, store) if d.narrative == "original"]
    same = [d for d in others if d.scope == new.scope]
    for disclosure in same or others:
        parts = list(_parts(disclosure, store))
        fits = [(part, held) for part, held in parts if held.complements(own)]
        if disclosure.scope != new.scope:
            # Tables say of which scope they are only where they are marked; only the story can be believed without.
            fits = [(part, held) for part, held in fits if not (own if held.story else held).scoped]
        if fits:
            return fits
    return []


def _parts(disclosure: Disclosure, store: Held) -> Iterable[tuple[Part, Says]]:
    text, tables, facts = store.text(disclosure.id), store.tables(disclosure.id), store.facts(disclosure.id)
    for part in disclosure.parts or (disclosure.part_at(len(text)),):
        span = range(part.start, part.end)
        inside = [table for table in tables if table.place.start in span]
        yield part, says(text[part.start : part.end], inside, [f for f in facts if f.place.start in span])
