"""书架: what the answering side has read from the store and keeps at hand, refreshed when the store changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from threading import Lock

from corpus import terms
from corpus.disclosure import Check, Disclosure, Fact, Place, Section, Table
from corpus.store import Store
from qa.bodies import Body, gather
from qa.roll import Roll

_ORDINAL = re.compile(
    r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十廿]{1,4}[)）]?[、.．]|[(（]\d{1,2}[)）]|\d{1,2}[.．、])\s*"
)


def grams(text: str) -> frozenset[str]:
    """Two-character windows of a label without marks, white space and ordinals; one character stands for itself."""
    bare = re.sub(r"[\s\W_]+", "", _ORDINAL.sub("", text)).lower()
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1)) or (frozenset({bare}) if bare else frozenset())


_OUTLAY = re.compile(r"^(?:聘请|聘用|聘|购买|购置|采购|支付|租赁|租用|租|缴纳|订阅|订)(?=[^\W\d]{2})")
_FEE = re.compile(r"(?<=[^\W\d]{2})(?:工作经费|专项经费|经费|费用|支出|费|款)$")


def core(name: str) -> frozenset[str]:
    """名之实: the words of a label without the verb that spends and the word for money (聘请顾问, 顾问费 → 顾问)."""
    bare = _ORDINAL.sub("", name).strip("“”\"' ")
    return grams(_FEE.sub("", _OUTLAY.sub("", bare)))


@dataclass(frozen=True)
class Described:
    """事实与其描述: a fact with the words by which a question can reach it."""

    fact: Fact
    leaf: frozenset[str]
    core: frozenset[str]
    row: frozenset[str]
    subject: frozenset[str]
    column: frozenset[str]
    frame: frozenset[str]  # table title and section headings
    context: frozenset[str]
    around: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """All its words together."""
        return self.row | self.subject | self.column | self.frame | self.context


@dataclass(frozen=True)
class Shelf:
    """一份文件: a disclosure with its facts described, its text and its outline."""

    disclosure: Disclosure
    text: str
    sections: tuple[Section, ...]
    facts: tuple[Described, ...]

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How telling each word is in this disclosure: the log of one over the share of facts that carry it."""
        count = Counter(g for d in self.facts for g in d.row | d.subject | d.column)
        total = len(self.facts) + 1
        return {g: log(total / n) for g, n in count.items()}

    @cached_property
    def leaves(self) -> frozenset[frozenset[str]]:
        """The names of rows, as words."""
        return frozenset(d.leaf for d in self.facts)

    @cached_property
    def cores(self) -> frozenset[frozenset[str]]:
        """The names of rows without verbs of spending and words for money."""
        return frozenset(d.core for d in self.facts)

    @cached_property
    def subject_words(self) -> frozenset[frozenset[str]]:
        """The names of projects and sub-units, as words."""
        return frozenset(d.subject for d in self.facts if d.subject)

    @cached_property
    def name_rarity(self) -> dict[str, float]:
        """How telling each word is among the names of projects and sub-units."""
        names = self.subject_words
        count = Counter(g for name in names for g in name)
        return {g: log((len(names) + 1) / n) + 0.05 for g, n in count.items()}

    @property
    def unseen(self) -> float:
        """The weight of a word that no label here carries."""
        return log(len(self.facts) + 2)

    @cached_property
    def _by_start(self) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = {}
        for described in self.facts:
            found.setdefault(described.fact.place.start, []).append(described.fact)
        return found

    def at(self, place: Place) -> list[Fact]:
        """Facts whose figure begins inside a place."""
        return [f for start in range(place.start, place.end) for f in self._by_start.get(start, ())]

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of projects, sub-units and rows as printed, long enough to be recognised in running text."""
        found = set(self.subjects) | {d.fact.row.split("/")[-1] for d in self.facts if d.fact.concept is None}
        return frozenset(bare for n in found if len(bare := _ORDINAL.sub("", n).strip("“”\"' ")) >= SHORTEST_NAME)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """Projects and sub-units that facts are about, in order of appearance."""
        return tuple(dict.fromkeys(d.fact.subject for d in self.facts if d.fact.subject))


class Library:
    """书架 over a store. One for a process; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = Lock()
        self._version: tuple[int, str] | None = None
        self._bodies = Roll(())
        self._disclosures: dict[str, Disclosure] = {}
        self._shelves: dict[str, Shelf] = {}
        self._tables: dict[str, list[Table]] = {}
        self._checks: dict[str, tuple[Check, ...]] = {}

    def refresh(self) -> None:
        """Forget what has changed in the store since the last question."""
        version = self.store.version()
        with self._lock:
            if version == self._version:
                return
            self._version = version
            self._disclosures = {d.id: d for d in self.store.disclosures()}
            self._bodies = Roll(gather(list(self._disclosures.values())))
            self._shelves, self._tables, self._checks = {}, {}, {}

    @property
    def bodies(self) -> Sequence[Body]:
        """All bodies that disclosures exist of."""
        return self._bodies

    def disclosure(self, disclosure_id: str) -> Disclosure:
        """One disclosure."""
        return self._disclosures[disclosure_id]

    @property
    def disclosures(self) -> Sequence[Disclosure]:
        """All disclosures."""
        return list(self._disclosures.values())

    def shelf(self, disclosure_id: str) -> Shelf:
        """A disclosure read and described; kept until the store changes."""
        if (kept := self._shelves.get(disclosure_id)) is None:
            text = self.store.text(disclosure_id)
            facts = tuple(_describe(f, text) for f in self.store.facts(disclosure_id))
            kept = Shelf(self._disclosures[disclosure_id], text, self.store.sections(disclosure_id), facts)
            self._shelves[disclosure_id] = kept
        return kept

    def tables(self, disclosure_id: str) -> list[Table]:
        """The tables of a disclosure."""
        if disclosure_id not in self._tables:
            self._tables[disclosure_id] = self.store.tables(disclosure_id)
        return self._tables[disclosure_id]

    def checks(self, disclosure_id: str) -> tuple[Check, ...]:
        """The checks of a disclosure."""
        if disclosure_id not in self._checks:
            self._checks[disclosure_id] = self.store.checks(disclosure_id)
        return self._checks[disclosure_id]

    def text(self, disclosure_id: str) -> str:
        """The extracted text of a disclosure."""
        return self.shelf(disclosure_id).text

    def sections(self, disclosure_id: str) -> tuple[Section, ...]:
        """The outline of a disclosure."""
        return self.shelf(disclosure_id).sections


SHORTEST_NAME = 3
AROUND = 160
"""Characters before a sentence that still say what it is about."""


def _describe(fact: Fact, text: str) -> Described:
    term = terms.TERMS.get(fact.concept or "")
    named = grams(term.name) if term else frozenset()
    return Described(
        fact,
        leaf=grams(fact.row.split("/")[-1].removesuffix("类")),
        core=core(fact.row.split("/")[-1]),
        row=grams(fact.row) | named,
        subject=grams(fact.subject or ""),
        column=grams(fact.column),
        frame=grams(fact.table or "") | grams("".join(fact.section)),
        context=grams(text[fact.context.start : min(fact.context.end, fact.context.start + 300)]),
        around=frozenset() if fact.table else grams(text[max(0, fact.context.start - AROUND) : fact.context.start]),
    )
