"""对照: the facts that a claim may be about, ranked; the same look-up that answers questions, kept within a text.

Ranking a claim against a disclosure looks only at facts that share a word, a concept or a unit with it, and the
result is kept: the figures of one text come back to the same things.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil

from corpus import terms
from corpus.disclosure import Basis, Fact, Measure, Scope
from corpus.money import Quantity, UnitClass
from qa.checking.agreement import comparable
from qa.finding import explaining, lookup
from qa.finding.asked import Slot
from qa.finding.effort import EffortSpentError
from qa.finding.lookup import Hit
from qa.library import Library, Shelf, grams
from qa.understanding.question import Topic

MEASURES: dict[str, tuple[Measure, ...]] = {
    "amount": ("amount", "actual", "target", "rate_unit"),
    "count": ("count", "actual", "target"),
    "change": ("change",),
    "growth": ("growth",),
    "share": ("share",),
    "completion": ("completion", "actual", "rate"),
    "score": ("score", "actual", "target"),
    "rate": ("rate", "completion", "share", "actual", "target", "growth", "score"),
    "per_head": ("rate_unit",),
    "times": (),
}
"""Which measures of facts a stated measure may be about."""
MOST_HITS = 50
"""Facts looked at for one claim at most."""
MOST_STEPS = 130_000
"""Looking that one text may cost, a second of a core of today: 20,000 characters with a figure in every 25, each of another thing
of another of eleven disclosures, take 110,000. Counted, not timed."""
A_LOOK, A_FACT, A_CALL, HITS_A_STEP = 10, 2, 3, 10
"""What a look into a disclosure costs, each of its facts that are weighed there, and asking for what was found before."""
NAMED, LOOSE = 0.75, 0.0
"""How much of a term's name a fact's labels must have to be looked at; of other words, two are enough."""


@dataclass(frozen=True)
class Wanted:
    """所求: what a claim is looked up by."""

    topics: tuple[Topic, ...]
    quantity: Quantity
    measure: str
    year: int | None = None
    bases: tuple[Basis, ...] = ()
    scope: Scope | None = None
    context: tuple[Topic, ...] = ()


@dataclass(frozen=True)
class _Part(Shelf):
    """A shelf with some of its facts; words weigh what they weigh in the whole."""

    whole: Shelf = field(kw_only=True)
    numbers: Sequence[int] = field(kw_only=True)
    """The places of its facts among those of the whole."""

    @property
    def within(self) -> tuple[Shelf, Sequence[int]]:
        return self.whole, self.numbers

    @property
    def rarity(self) -> dict[str, float]:
        return self.whole.rarity

    @property
    def name_rarity(self) -> dict[str, float]:
        return self.whole.name_rarity

    @property
    def unseen(self) -> float:
        return self.whole.unseen

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.whole.subjects


class _Index:
    """Facts of one shelf by word, by concept and by amount."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.words: defaultdict[str, set[int]] = defaultdict(set)
        self.concepts: defaultdict[str, set[int]] = defaultdict(set)
        self.amounts: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
        self._found: dict[tuple[frozenset[str], float], set[int]] = {}
        self._kin: dict[str, set[int]] = {}
        for n, described in enumerate(shelf.facts):
            fact = described.fact
            for word in described.row | described.subject | described.column:
                self.words[word].add(n)
            for concept in (fact.concept, fact.aspect):
                if concept:
                    self.concepts[concept].add(n)
            self.amounts[fact.quantity.unit_class.value, str(abs(fact.quantity.base).normalize())].append(fact)

    def facts(self, topics: Sequence[Topic]) -> set[int]:
        """Facts of one of the topics' concepts, or with enough of their words to be about them."""
        found: set[int] = set()
        for topic in topics:
            if topic.concept:
                found |= self._of_kin(topic.concept)
            for words, least in _names_of(topic):
                found |= self._with(words, least)
        return found

    def _of_kin(self, concept: str) -> set[int]:
        """Facts of a term or of one that may stand for it."""
        if concept not in self._kin:
            of_kin = (where for other, where in self.concepts.items() if explaining.kinship(concept, other))
            self._kin[concept] = set[int]().union(*of_kin)
        return self._kin[concept]

    def _with(self, words: frozenset[str], least: float) -> set[int]:
        """Facts that have at least this share of the words in their row, project or column."""
        key = (words, least)
        if key not in self._found:
            count = Counter(n for word in words for n in self.words.get(word, ()))
            enough = ceil(least * len(words)) if least == NAMED else min(2, len(words))
            self._found[key] = {n for n, times in count.items() if times >= enough}
        return self._found[key]


class Matcher:
    """对照器 over a library, for one text."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._indexes: dict[str, _Index] = {}
        self._kept: dict[tuple[object, ...], list[Hit]] = {}
        self._left = MOST_STEPS

    def index(self, disclosure_id: str) -> _Index:
        """The facts of a disclosure by word, concept and amount."""
        if disclosure_id not in self._indexes:
            self._indexes[disclosure_id] = _Index(self.library.shelf(disclosure_id))
        return self._indexes[disclosure_id]

    def hits(self, disclosure_ids: Sequence[str], wanted: Wanted) -> list[Hit]:
        """Facts that the claim may be about, best first: of its class of unit, its measure and its year."""
        key = (tuple(disclosure_ids), wanted.topics, wanted.context, wanted.measure, wanted.year, wanted.bases,
               wanted.scope, wanted.quantity.unit_class, _counter(wanted.quantity))  # fmt: skip
        if key not in self._kept:
            self._kept[key] = self._rank(disclosure_ids, wanted)
        self.spend(A_CALL + len(self._kept[key]) // HITS_A_STEP)
        return self._kept[key]

    def spend(self, steps: int) -> None:
        """Count what looking costs. Raises EffortSpentError where the text has had all that one text may have."""
        self._left -= steps
        if self._left < 0:
            raise EffortSpentError

    def _rank(self, disclosure_ids: Sequence[str], wanted: Wanted) -> list[Hit]:
        measures = MEASURES[wanted.measure]
        slot = Slot(
            shelves=tuple(self._part(d, wanted, measures) for d in disclosure_ids),
            topics=wanted.topics,
            year=wanted.year,
            bases=wanted.bases,
            scope=wanted.scope,
            measures=measures,
            counter=None,
            context=wanted.context,
        )
        return lookup.rank(slot)[:MOST_HITS]

    def _part(self, disclosure_id: str, wanted: Wanted, measures: Sequence[Measure]) -> Shelf:
        index = self.index(disclosure_id)
        shelf = index.shelf
        plain = "/" not in wanted.quantity.unit and wanted.measure == "amount"
        chosen = [
            n
            for n in sorted(index.facts(wanted.topics))
            if (fact := shelf.facts[n].fact).measure in measures
            and comparable(wanted.quantity, fact.quantity)
            and not (plain and fact.measure == "rate_unit" and not fact.quantity.unit.endswith("/年"))
        ]  # a price for the year is the year's amount; one for a head or a piece is not
        facts = tuple(shelf.facts[n] for n in chosen)
        self.spend(A_LOOK + A_FACT * len(facts))
        return _Part(shelf.disclosure, shelf.text, shelf.sections, facts, whole=shelf, numbers=chosen)

    def with_amount(self, disclosure_id: str, quantity: Quantity) -> list[Fact]:
        """Facts of a disclosure that print the amount."""
        found = self.index(disclosure_id).amounts
        return list(found.get((quantity.unit_class.value, str(abs(quantity.base).normalize())), ()))


@lru_cache(maxsize=2048)
def _names_of(topic: Topic) -> tuple[tuple[frozenset[str], float], ...]:
    """The words of each name of a topic, with the share of them that a fact must have."""
    if topic.concept is None:
        return ((grams(topic.text), LOOSE),) if topic.text else ()
    term = terms.TERMS[topic.concept]
    return tuple((grams(name), NAMED) for name in {topic.text, term.name, *term.printed} if name)


def _counter(quantity: Quantity) -> str:
    return quantity.unit if quantity.unit_class is UnitClass.COUNT else ""
