"""管辖: which noun phrase governs a clause — document, section, list item, sentence, 其中-list.

A stack of list items runs along the paragraphs of a section; inside a paragraph a state of frames (其中：…)
says whose part each amount is. Paths are tuples of noun phrases, outermost first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from corpus.disclosure import Basis
from ingest.prose import words
from ingest.prose.concepts import concept_of

Path = tuple[str, ...]
_STYLES: Final = ("part", "big", "paren", "arabic", "bracket", "half", "circle", "is")
_LEVEL: Final = re.compile(r"\([类款项]\)$")
_OPEN_END: Final = re.compile(r"(?::|其中|如下)$")


@dataclass(slots=True)
class Item:
    """条目: a list item of the section: its style, its head noun, and the path that its sub-items fall under."""

    style: str
    head: str
    path: Path = ()
    opens: Path = ()
    subject: str | None = None


@dataclass(slots=True)
class Items:
    """条目栈 of one section."""

    section: tuple[str, ...] = ()
    stack: list[Item] = field(default_factory=list)
    loose: Path = ()
    outer: int | None = None
    report: tuple[str, str] | None = None

    def enter(self, section: tuple[str, ...], project: str | None = None) -> None:
        """Begin a paragraph of ``section``; another section than before clears the stack.

        ``project`` is the one whose report begins with this paragraph: it holds to the end of the document's part.
        """
        part = section[0] if section else ""
        if project:
            self.report = (project, part)
        elif self.report and self.report[1] != part:
            self.report = None
        if section != self.section:
            self.section, self.stack, self.loose, self.outer = section, [], (), None

    def push(self, style: str, head: str) -> Path:
        """A new item; answers the path that it falls under."""
        level = _STYLES.index(style)
        while self.stack and _STYLES.index(self.stack[-1].style) >= level:
            self.stack.pop()
        self.outer = level if self.outer is None else self.outer
        if level < self.outer:
            self.loose = ()  # an item of an outer style is not of the list that the open paragraph began
        base = next((i.opens for i in reversed(self.stack) if i.opens), self.loose)
        subject = next((i.subject for i in reversed(self.stack) if i.subject), None)
        self.stack.append(Item(style, head, subject=subject))
        return base

    @property
    def top(self) -> Item | None:
        """The innermost item."""
        return self.stack[-1] if self.stack else None

    def close(self, text: str, scope: Scope, *, marked: bool) -> None:
        """End a paragraph: what it leaves open (其中：at its end) governs the paragraphs after it."""
        path = scope.current if text.endswith("其中:") else scope.top or scope.current
        opens = path if _OPEN_END.search(text) and (scope.tops < 2 or text.endswith("其中:")) else ()
        if marked and self.stack:
            self.stack[-1].path, self.stack[-1].opens = path, opens
        elif self.stack:
            self.stack[-1].opens = opens or self.stack[-1].opens
        elif opens or words.ANEW.match(text):
            self.loose, self.outer = opens, None


@dataclass(slots=True)
class _Frame:
    parent: Path
    depth: int
    colon: bool
    basis: Basis | None = None
    strict: bool = False
    nouns: int = 0
    total: bool = False


Kept: TypeAlias = tuple[Path, Path, list[_Frame]]


@dataclass(slots=True)
class Scope:
    """句内管辖: where in its paragraph the reading stands."""

    base: Path
    top: Path
    current: Path
    frames: list[_Frame] = field(default_factory=list)
    lasting: bool = False
    tops: int = 0

    def pass_text(self, between: str, *, project_next: bool) -> None:
        """Take in the text between two quantities: marks that close frames and end sentences."""
        for mark in re.findall(r"[。;()]", between):
            if mark == "(":
                continue
            if mark == ")":
                depth = len(self.frames)
                while self.frames and self.frames[-1].depth >= depth and self.frames[-1].depth > 0:
                    self.frames.pop()
            elif mark == ";":
                self._semicolon()
            elif not (self.lasting and project_next):
                self.frames.clear()
                self.lasting = False
                self.current = self.top

    def _semicolon(self) -> None:
        if not self.frames:
            return
        inner = self.frames[-1]
        outer = len(self.frames) > 1
        listed_by_commas = inner.nouns > 1 and (outer or not inner.colon)
        if not outer and not inner.strict and inner.nouns <= 1:
            inner.colon = True  # one part so far: the parts are told apart by semicolons
        if listed_by_commas or inner.strict or (outer and not inner.colon):
            self.frames.pop()
        if inner.total:
            self.current = self.frames[-1].parent if self.frames else inner.parent
            while self.frames and self.frames[-1].total:
                self.current = self.frames.pop().parent

    def open(self, parent: Path, basis: Basis | None, gap: str, *, inside: bool, lasting: bool) -> None:
        """其中: what follows is part of ``parent``, and of its phase (``basis``) unless it says another.

        ``gap`` is the text that opens it; 其中 without a colon holds no further than its semicolon.
        """
        colon = bool(re.search(r":[^:]*$", gap))
        strict = bool(re.search(r"其中[^,:]*$", gap)) and not inside
        self.frames.append(_Frame(parent, len(self.frames) + 1 if inside else 0, colon, basis, strict))
        self.lasting = lasting

    def open_total(self, parent: Path, basis: Basis | None) -> None:
        """总额: the amounts up to the semicolon are parts of ``parent``, which they add up to."""
        self.frames.append(_Frame(parent, 0, colon=True, basis=basis, strict=True, total=True))

    def inherit(self, basis: Basis | None) -> Path:
        """The path of a clause that names nothing. Another phase than an open list's is said of the whole again."""
        if basis and self.frames and not self.frames[-1].colon and self.frames[-1].basis not in {None, basis}:
            self.current = self.frames.pop().parent
        return self.current or self.top

    def whole(self) -> Path:
        """Back from a list to what it is a list of."""
        self.frames.clear()
        self.current = self.top
        return self.top

    def keep(self) -> Kept:
        """The state to come back to after an explanation."""
        return self.top, self.current, list(self.frames)

    def restore(self, kept: Kept) -> None:
        """Back to where the reading stood before an explanation."""
        self.top, self.current, self.frames = kept[0], kept[1], list(kept[2])

    @property
    def basis(self) -> Basis | None:
        """The phase of the list that the reading stands in."""
        return self.frames[-1].basis if self.frames else None

    def name(self, noun: str) -> Path:
        """The path of a clause that names ``noun``."""
        if self.frames:
            self.frames[-1].nouns += 1
            parent = self.frames[-1].parent
        else:
            parent = self.base
        *above, noun = levels(noun)
        parent = (*(p for p in parent if p not in above), *above)
        path = (*(parent if self.frames and noun not in parent else _above(parent, noun)), noun)
        if not self.frames:
            self.tops += path != self.top
            self.top = path
        self.current = path
        return path


def _above(parent: Path, noun: str) -> Path:
    """The parents without those that name the same thing as the noun."""
    concept = concept_of(noun)
    same = next((n for n, p in enumerate(parent) if p == noun or (concept and concept_of(p) == concept)), None)
    return parent if same is None else parent[:same]


def levels(noun: str) -> list[str]:
    """类款项: a subject printed as a chain (教育支出（类）普通教育（款）中的小学教育（项）), outermost first."""
    parts = [_LEVEL.sub("", re.sub("[“”]|科目$|^中的", "", part)) for part in words.LEVELS.split(noun)]
    return list(dict.fromkeys(parts)) if len(parts) > 1 and all(parts) else [noun]


def heading_noun(heading: str) -> str:
    """标题名词: a heading without its ordinal and without 情况说明 and the like."""
    bare = words.ORDINAL.sub("", heading)
    return words.HEADING_TAIL.sub("", bare) or bare
