"""书架: what the answering side has read from the store and keeps at hand, refreshed when the store changes."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from threading import RLock
from typing import Any, TypeAlias, TypeVar

from corpus.disclosure import Check, Disclosure, Fact, Place, Section, Table
from corpus.language.lexicon import Trie, procured_names
from corpus.once import lock_of, once
from corpus.problem import NoSuchDisclosureError, Problem
from corpus.store import Store
from qa.describing import ORDINAL, Described, Describer, core, grams, unpaid
from qa.understanding.bodies import Body, gather
from qa.understanding.roll import Roll

__all__ = ["Described", "Library", "Shelf", "core", "grams", "unpaid"]

_TAIL = re.compile(
    r"(?:[（(][类款项][）)]|(?<=[^\W\d]{3})(?:项目经费|工作经费|专项经费|经费|支出|项目)|(?<=[^\W\d]{2})合计|人数)$"
)
_ASIDE = re.compile(r"[（(][^（()）]*[)）]$")
"""What is said in brackets behind a name (台式计算机（20万以下）)."""
UNIT = 4
"""Characters from which what is left of a sub-unit's name without its body or region names it (检察技术中心)."""
_LEVEL = re.compile(r"^[区市县省本](?=[^\W\d]{5})")
"""The level of government before a project's name (区某某专项): people leave it out."""
_SUMMED = re.compile(r"(?<=[^\W\d]{2})(?:合计|总计|小计)$")
"""The end of a row's name that says it is a sum: in a question it asks for one."""


@dataclass(frozen=True, eq=False)
class Shelf:
    """一份文件: a disclosure with its facts described, its text and its outline."""

    disclosure: Disclosure
    text: str
    sections: tuple[Section, ...]
    facts: tuple[Described, ...]

    @once
    def rarity(self) -> dict[str, float]:
        """How telling each word is in this disclosure: the log of one over the share of facts that carry it."""
        count = Counter(g for d in self.facts for g in d.row | d.subject | d.column)
        total = len(self.facts) + 1
        return {g: log(total / n) for g, n in count.items()}

    @once
    def leaves(self) -> frozenset[frozenset[str]]:
        """The names of rows, as words."""
        return frozenset(d.leaf for d in self.facts)

    @once
    def cores(self) -> frozenset[frozenset[str]]:
        """The names of rows without verbs of spending and words for money."""
        return frozenset(d.core for d in self.facts)

    @once
    def subject_words(self) -> frozenset[frozenset[str]]:
        """The names of projects and sub-units, as words."""
        return frozenset(d.subject for d in self.facts if d.subject)

    @once
    def name_rarity(self) -> dict[str, float]:
        """How telling each word is among the names of projects and sub-units."""
        names = self.subject_words
        count = Counter(g for name in names for g in name)
        return {g: log((len(names) + 1) / n) + 0.05 for g, n in count.items()}

    @property
    def unseen(self) -> float:
        """The weight of a word that no label here carries."""
        return log(len(self.facts) + 2)

    @property
    def within(self) -> tuple[Shelf, Sequence[int]] | None:
        """The shelf that it is a part of, with the places there of its facts; None where it is no part."""
        return None

    @once
    def _kept(self) -> dict[str, dict[Any, Any]]:
        return {}

    def kept(self, what: str, most: int) -> dict[Any, Any]:
        """What others have worked out from this disclosure and keep here, ``most`` of a kind; forgotten when it is put away."""
        found = self._kept.setdefault(what, {})
        if len(found) >= most:
            found.clear()
        return found

    @once
    def _by_start(self) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = {}
        for described in self.facts:
            found.setdefault(described.fact.place.start, []).append(described.fact)
        return found

    def at(self, place: Place) -> list[Fact]:
        """Facts whose figure begins inside a place."""
        return [f for start in range(place.start, place.end) for f in self._by_start.get(start, ())]

    @once
    def names(self) -> frozenset[str]:
        """Names of projects, sub-units and rows as printed, long enough to be recognised in running text."""
        found = set(self.subjects) | {d.fact.row.split("/")[-1] for d in self.facts if d.fact.concept is None}
        return frozenset(bare for n in found if len(bare := ORDINAL.sub("", n).strip("“”\"' ")) >= SHORTEST_NAME)

    @once
    def accounts(self) -> frozenset[str]:
        """Names of functional accounts as printed that are no concept of their own (小学教育, 检察监督)."""
        rows = {d.fact.row.split("/")[-1] for d in self.facts if (d.fact.concept or "").startswith("subject_")}
        return frozenset(bare for n in rows if len(bare := ORDINAL.sub("", n).strip("“”\"' ")) >= SHORTEST_NAME)

    @once
    def label_trie(self) -> Trie[str]:
        """Printed names of rows, projects and sub-units, without their last word for money, and as people call what is bought."""
        trie: Trie[str] = Trie()
        names = {ORDINAL.sub("", n).strip("“”\"' ") for n in (*self.subjects, *self._row_names())}
        short = {(_TAIL.sub("", n), n) for n in names}
        bare = Counter(_ASIDE.sub("", n) for n in names)
        short |= {(said, n) for n in names if bare[said := _ASIDE.sub("", n)] == 1 and len(said) > 2}
        short |= {(said, n) for n in names for said in procured_names(n) if said not in names}
        prefixes = (self.disclosure.issuer, *self.disclosure.region)
        short |= {
            (said, n)
            for n in names
            for p in prefixes
            if len(said := n.removeprefix(p)) >= UNIT and said not in {n, *names}
        }
        short |= {(_LEVEL.sub("", said), n) for said, n in {*((n, n) for n in names), *short}}
        for said, name in sorted({*((n, n) for n in names), *short}, key=lambda p: (p[0], len(p[1]))):
            if len(said) > 1 and not said.isdigit() and not _SUMMED.search(said):
                trie.add(said.lower(), name)
        return trie

    def _row_names(self) -> Iterator[str]:
        """The names of rows; of rows of money those above them as well, which tell them apart (库房改造/会议服务)."""
        for described in self.facts:
            *above, name = described.fact.row.split("/")
            yield name
            if described.fact.measure == "amount" and described.fact.table_id is not None:
                yield from above

    @once
    def subjects(self) -> tuple[str, ...]:
        """Projects and sub-units that facts are about, in order of appearance."""
        return tuple(dict.fromkeys(d.fact.subject for d in self.facts if d.fact.subject))


class _Unread(Shelf):
    """A shelf that is read from the store when it is first looked into, and again after it was put away."""

    _library: Library

    def __init__(self, disclosure: Disclosure, library: Library) -> None:
        object.__setattr__(self, "disclosure", disclosure)
        object.__setattr__(self, "_library", library)

    @once
    def seal(self) -> int:
        """印: of all that is read below, taken before any of it: what changes meanwhile is seen to have changed."""
        return self._library.store.seal(self.disclosure.id)

    @property
    def is_read(self) -> bool:
        """Whether anything of it was read."""
        return "seal" in vars(self)

    def is_unchanged(self, version: object) -> bool:
        """Whether the store, being of this version, holds all as it was read; looked at once for all who ask."""
        with lock_of(self):
            seen = vars(self).get("seen")
            if seen is None or seen[0] != version:
                same = self.is_read and self.seal == self._library.store.seal(self.disclosure.id)
                seen = vars(self)["seen"] = (version, same)
            return bool(seen[1])

    @once
    def text(self) -> str:
        _ = self.seal
        return self._library.store.text(self.disclosure.id)

    @once
    def sections(self) -> tuple[Section, ...]:
        _ = self.seal
        return self._library.store.sections(self.disclosure.id)

    @once
    def facts(self) -> tuple[Described, ...]:
        facts = Describer(self.text).describe(self._library.store.facts(self.disclosure.id))
        self._library.admit(self, len(facts))
        return facts

    def put_away(self) -> None:
        """Forget what was read, and what was worked out from it."""
        for name in set(vars(self)) - {"disclosure", "_library"}:
            vars(self).pop(name, None)


T = TypeVar("T")
Kept: TypeAlias = dict[str, tuple[Shelf, T]]
MOST_FACTS = 120_000
"""Facts kept described at most (4 to 7 kB each); shelves used longest ago are put away."""


class Library:
    """书架 over a store. One for a process; safe to share between threads.

    Shelves are read when they are looked into and put away when there are too many of them: neither the time of a
    question about one body nor the memory held depends on how many disclosures there are.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = RLock()
        self._version: tuple[int, str] | None = None
        self._read: OrderedDict[str, tuple[_Unread, int]] = OrderedDict()
        self._before: dict[str, _Unread] = {}
        """What was read of an earlier state of the store, and may be as it was."""
        self._shelves: dict[str, _Unread] = {}
        self._tables: Kept[list[Table]] = {}
        self._checks: Kept[tuple[Check, ...]] = {}
        self._problems: Kept[tuple[Problem, ...]] = {}
        self._hold([])

    def _hold(self, disclosures: Sequence[Disclosure]) -> None:
        self._disclosures = {d.id: d for d in disclosures}
        self._bodies = Roll(gather(disclosures))
        read = {**self._before, **self._shelves}
        self._before = {i: shelf for i, shelf in read.items() if i in self._disclosures and shelf.is_read}
        self._shelves = {}
        for gone in self._read.keys() - self._before.keys():
            del self._read[gone]

    def refresh(self) -> None:
        """Forget what has changed in the store since the last question."""
        version = self.store.version()
        with self._lock:
            if version != self._version:
                self._version = version
                self._hold(self.store.disclosures())

    def admit(self, shelf: _Unread, facts: int) -> None:
        """Note that a shelf has been read; those used longest ago make room for it."""
        with self._lock:
            self._read[shelf.disclosure.id] = (shelf, facts)
            held = sum(count for _, count in self._read.values())
            while held > MOST_FACTS and len(self._read) > 1:
                _, (oldest, count) = self._read.popitem(last=False)
                oldest.put_away()
                held -= count

    @property
    def bodies(self) -> Sequence[Body]:
        """All bodies that disclosures exist of."""
        return self._bodies

    def disclosure(self, disclosure_id: str) -> Disclosure:
        """One disclosure. Raises NoSuchDisclosureError."""
        if (held := self._disclosures.get(disclosure_id)) is None:
            raise NoSuchDisclosureError(disclosure_id)
        return held

    @property
    def disclosures(self) -> Sequence[Disclosure]:
        """All disclosures."""
        return list(self._disclosures.values())

    def shelf(self, disclosure_id: str) -> _Unread:
        """A disclosure's shelf, read when it is looked into; the same one until the store changes.

        Raises NoSuchDisclosureError.
        """
        while True:
            with self._lock:
                if disclosure_id in self._read:
                    self._read.move_to_end(disclosure_id)
                if (held := self._shelves.get(disclosure_id)) is not None:
                    return held
                version, before = self._version, self._before.get(disclosure_id)
                new = _Unread(self.disclosure(disclosure_id), self)
            same = before is not None and before.is_unchanged(version)
            with self._lock:
                if version == self._version:
                    self._before.pop(disclosure_id, None)
                    return self._shelves.setdefault(disclosure_id, before if before is not None and same else new)

    def tables(self, disclosure_id: str) -> list[Table]:
        """The tables of a disclosure."""
        return self._kept(self._tables, disclosure_id, self.store.tables)

    def checks(self, disclosure_id: str) -> tuple[Check, ...]:
        """The checks of a disclosure."""
        return self._kept(self._checks, disclosure_id, self.store.checks)

    def problems(self, disclosure_id: str) -> tuple[Problem, ...]:
        """What was met with while a disclosure was read."""
        return self._kept(self._problems, disclosure_id, self.store.problems)

    def _kept(self, kept: Kept[T], disclosure_id: str, read: Callable[[str], T]) -> T:
        """What is kept of the disclosures used last, each with the shelf that it stands beside."""
        shelf = self.shelf(disclosure_id)
        with self._lock:
            held = kept.pop(disclosure_id, None)
            if held is not None and held[0] is shelf:
                kept[disclosure_id] = held
                return held[1]
        _ = shelf.seal
        found = read(disclosure_id)
        with self._lock:
            while len(kept) >= MOST_KEPT:
                del kept[next(iter(kept))]
            kept[disclosure_id] = (shelf, found)
        return found

    def text(self, disclosure_id: str) -> str:
        """The extracted text of a disclosure."""
        return self.shelf(disclosure_id).text

    def sections(self, disclosure_id: str) -> tuple[Section, ...]:
        """The outline of a disclosure."""
        return self.shelf(disclosure_id).sections


MOST_KEPT = 200
"""Disclosures of which tables, checks and problems are kept."""
SHORTEST_NAME = 3
