"""所问之词: what is looked for, as a slot, and its words weighed against one disclosure.

A dictionary term weighs as one thing; other words weigh by how rare they are among the disclosure's labels, so
that a name of many common words does not outweigh a telling short one.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from corpus import terms
from corpus.disclosure import Basis, Measure, Scope
from corpus.money import UnitClass
from qa.finding import synonyms
from qa.library import Described, Shelf, core, grams, unpaid
from qa.understanding.question import Topic

TERM_WEIGHT = 5.0
CODE_WEIGHT = 15.0
"""What a dictionary term and a code weigh beside words, which weigh by their rarity."""
HEAVIEST = 5.0
"""The most that one word weighs, however rare."""
MOST_KEPT = 64
"""Things asked for that are kept weighed for each disclosure."""
LEAST_NAMED = 0.35
"""A project is not meant where less of every project's name than this is named."""


@dataclass(frozen=True)
class Slot:
    """一问: one figure looked for: in which disclosures, about what, of which year, basis, scope, measure and unit.

    ``context`` are things that the question speaks of around it; ``near`` rows and sentences (disclosure, offset)
    in which other parts of the same question were found: both only tip the scales. ``strict`` is a stage that the
    question insists on (决算): an amount of another stage is no answer to it. ``wholes`` are amounts, in their base unit, of
    which a part is asked for (95分里…拿了几分): none of them is the answer. ``bound`` are things named before it that
    the figure must be about as well (死亡抚恤这项，从项目支出里列了多少). ``lifetime`` asks for a project's 总预算, of all its years.
    """

    shelves: tuple[Shelf, ...]
    topics: tuple[Topic, ...]
    year: int | None = None
    bases: tuple[Basis, ...] = ()
    scope: Scope | None = None
    measures: tuple[Measure, ...] = ()
    codes: tuple[str, ...] = ()
    counter: str | None = None
    money: bool = False
    context: tuple[Topic, ...] = ()
    near: frozenset[tuple[str, int]] = frozenset()
    strict: Basis | None = None
    wholes: frozenset[Decimal] = frozenset()
    bound: tuple[Topic, ...] = ()
    lifetime: bool = False

    @property
    def key(self) -> Hashable:
        """What is asked, wherever in the question it is said: equal keys find the same in the same disclosures."""
        said = tuple(tuple((t.text, t.concept) for t in topics) for topics in (self.topics, self.context, self.bound))
        return (
            said, self.year, self.bases, self.scope, self.measures, self.codes, self.counter, self.money, self.near,
            self.strict, self.wholes, self.lifetime,
        )  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One part of the question: a term, or a run of words with their weights; ``others`` stand for some of them.

    ``paid`` says that its word for money was left out, which is printed otherwise: only money can be what is asked.
    """

    concept: str | None
    words: frozenset[str]
    weight: float
    code: str | None = None
    names: tuple[frozenset[str], ...] = ()
    outlay: bool = False
    paid: bool = False
    others: tuple[tuple[str, frozenset[str]], ...] = ()

    def is_name_of(self, described: Described) -> bool:
        """Whether the words are a row's name but for the verb that spends or the word for money (聘请顾问, 顾问费)."""
        return self.outlay and described.core == self.words and described.fact.quantity.unit_class is UnitClass.MONEY


@dataclass(frozen=True)
class Asked:
    """所问, weighed: its units, all their words, their term ids, the total weight, and which projects are meant."""

    units: tuple[Unit, ...]
    words: frozenset[str]
    concepts: frozenset[str]
    total: float
    subjects: dict[frozenset[str], float]
    named: frozenset[str]

    @cached_property
    def distinct(self) -> tuple[Unit, ...]:
        """The units, what is said over and over once."""
        return tuple(dict.fromkeys(self.units))

    def beside(self, described: Described) -> bool:
        """Whether the question has words of its own (no term, no subject) that the fact's labels do not carry."""
        labels = described.row | described.column | described.subject
        return any(not u.concept and not u.code and u.words and not u.words & labels for u in self.distinct)

    def meant(self, subject: frozenset[str]) -> float:
        """How surely a project (or sub-unit) is the one meant: 1 for the best named one, 0 where none of it is named."""
        return self.subjects.get(subject, 0.0)


def weighed(slot: Slot, shelf: Shelf) -> Asked:
    """:func:`weigh`, kept with the disclosure: the same things are asked of it for one year after another."""
    key = (
        tuple((t.text, t.concept) for t in slot.topics),
        tuple((t.text, t.concept) for t in slot.context),
        slot.codes,
    )
    kept: dict[object, Asked] = shelf.kept("weighed", MOST_KEPT)
    if (found := kept.get(key)) is None:
        found = kept[key] = weigh(slot, shelf)
    return found


def weigh(slot: Slot, shelf: Shelf) -> Asked:
    """The slot's topics and codes as weighed units, with the projects that they name."""
    units = [Unit(None, frozenset(), CODE_WEIGHT, code) for code in slot.codes]
    for topic in slot.topics:
        words = synonyms.words(topic.text)
        if topic.concept:
            term = terms.TERMS[topic.concept]
            names = tuple(grams(n) for n in (topic.text, term.name, *term.printed) if n)
            units.append(Unit(topic.concept, words, TERM_WEIGHT, names=names))
        elif words:
            outlay = _outlay(topic.text, words, shelf)
            paid = frozenset[str]() if outlay else _paid(topic.text, shelf)
            words = outlay or words - paid
            weight = (
                sum(min(shelf.rarity.get(w, shelf.unseen), HEAVIEST) for w in words)
                / len(words)
                * min(len(words), 4)
                / 2
            )
            is_name = len(words) > 1 and any(share(words, s) >= 0.8 for s in shelf.subject_words)
            units.append(
                Unit(
                    None,
                    words,
                    max(weight, TERM_WEIGHT if is_name else 0.0),
                    outlay=bool(outlay),
                    paid=bool(paid),
                    others=synonyms.others(words),
                )
            )
    every = frozenset[str]().union(*(synonyms.words(t.text) for t in (*slot.topics, *slot.context)))
    official = frozenset[str]().union(*(grams(terms.TERMS[u.concept].name) for u in units if u.concept))
    concepts = frozenset(u.concept for u in units if u.concept)
    return Asked(
        tuple(units),
        every | official,
        concepts,
        sum(u.weight for u in units),
        _subjects(shelf, every),
        _named(shelf, units),
    )


def _outlay(text: str, words: frozenset[str], shelf: Shelf) -> frozenset[str]:
    """What an outlay is named by in this disclosure, where its name as asked is printed nowhere; else nothing."""
    named = core(text)
    return named if words not in shelf.leaves and named in shelf.cores else frozenset()


def _paid(text: str, shelf: Shelf) -> frozenset[str]:
    """The words that only join a name to its word for money (短信费: 信费), where the disclosure prints no such name."""
    bare, whole = unpaid(text), grams(text)
    joint = whole - grams(bare) if len(bare) > 1 else frozenset[str]()
    printed = joint and any(whole <= name for name in (*shelf.leaves, *shelf.subject_words))
    return frozenset() if printed else joint


def _named(shelf: Shelf, units: Sequence[Unit]) -> frozenset[str]:
    """The words of a project or sub-unit that the question names outright; none where it names none."""
    subjects = shelf.subject_words
    return next(
        (
            u.words
            for u in units
            if len(u.words) > 2 and any(share(u.words, s) >= 0.95 and share(s, u.words) >= 0.75 for s in subjects)
        ),
        frozenset(),
    )


def _subjects(shelf: Shelf, words: frozenset[str]) -> dict[frozenset[str], float]:
    """For each project and sub-unit: the share of its name that is named, against that of the best named."""
    shares = {name: weighted(shelf, name, words) for name in shelf.subject_words}
    top = max(shares.values(), default=0.0)
    return {name: part / max(top, LEAST_NAMED) for name, part in shares.items()}


def weighted(shelf: Shelf, name: frozenset[str], words: frozenset[str]) -> float:
    """The share of a name's words that are among ``words``, rarer ones weighing more."""
    weights = {w: shelf.name_rarity.get(w, 1.0) for w in name}
    return sum(weights[w] for w in name & words) / (sum(weights.values()) or 1.0)


def share(words: frozenset[str], among: frozenset[str]) -> float:
    """The share of ``words`` that are among others."""
    return len(words & among) / len(words) if words else 0.0
