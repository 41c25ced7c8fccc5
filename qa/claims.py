"""陈述: every figure that a text states, with the claim that governs it.

A text is read sentence by sentence. Body, scope and year carry on from sentence to sentence until another is named;
the thing spoken of carries on within a sentence (甲 5万元，比上年减少 1万元). Offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.disclosure import Basis, Kind, Scope
from corpus.money import Found, Quantity, UnitClass, find_quantities
from corpus.numeral import find_numerals
from qa import claim_words as words
from qa.agreement import Manner, Stated
from qa.bodies import Body
from qa.claim_words import Condition, topics_of
from qa.naming import Named, Naming, named_in
from qa.question import Topic, bases_in, simplify

_SENTENCE = re.compile(r"[。!?;\n]+")
_CLAUSE = re.compile(r"[,:]|(?<=\D)\.(?=\D)|——")
_TRAIL = re.compile(r"[^,。;:、()!?\n\d]{1,14}")
LONGEST_CLAIM = 80


@dataclass(frozen=True)
class Than:
    """比乙: the other thing, body or both, that a figure is compared with; empty where it is the same as the claim's."""

    bodies: tuple[Body, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True)
class Claim:
    """陈述: one figure and what it is said of.

    ``topics`` name the thing, ``above`` what it is a part of (其中), ``whole`` what a share is taken of, ``base`` what
    a change is counted from (上年, 年初预算). ``optional`` figures (两家) count only where the documents speak of them.
    """

    start: int
    end: int
    stated: Stated
    text: str
    bodies: tuple[Body, ...] = ()
    unknown: str = ""
    year: int | None = None
    scope: Scope | None = None
    kind: Kind | None = None
    bases: tuple[Basis, ...] = ()
    measure: str = "amount"
    direction: int | None = None
    base: str = ""
    base_year: int | None = None
    topics: tuple[Topic, ...] = ()
    above: tuple[Topic, ...] = ()
    whole: tuple[Topic, ...] = ()
    context: tuple[Topic, ...] = ()
    optional: bool = False
    summed: bool = False
    each: bool = False
    condition: Condition | None = None
    than: Than | None = None
    scope_is_carried: bool = False

    @property
    def quantity(self) -> Quantity:
        """The stated amount."""
        return self.stated.quantity


@dataclass
class _State:
    """What carries on from one sentence to the next."""

    naming: Naming = field(default_factory=Naming)
    year: int | None = None
    kind: Kind | None = None
    topics: tuple[Topic, ...] = ()


def read(text: str, bodies: Sequence[Body]) -> list[Claim]:
    """陈述 of a text, left to right. ``bodies`` are all that disclosures exist of."""
    folded = simplify(text)
    named = named_in(folded, bodies)
    state = _State()
    claims: list[Claim] = []
    at = 0
    for match in [*_SENTENCE.finditer(folded), None]:
        end = match.start() if match else len(folded)
        if folded[at:end].strip():
            claims += _Sentence(folded, text, at, end, named, state).read()
        at = match.end() if match else end
    return claims


def figures_in(text: str) -> list[tuple[Found, bool]]:
    """数字 of a stretch that count as claims, each with whether it is optional (两家, 一个: written in Chinese)."""
    plain = [f for f in find_quantities(text) if f.quantity.unit not in words.SKIPPED_UNITS]
    taken = [(f.start, f.end) for f in plain]
    found = [(f, False) for f in plain]
    for numeral in find_numerals(text):
        unit = numeral.quantity.unit
        inside = any(a < numeral.end and numeral.start < b for a, b in taken)
        if inside or unit in words.SKIPPED_UNITS or text[numeral.start - 1 : numeral.start].isdigit():
            continue
        counted = numeral.quantity.unit_class is UnitClass.COUNT and unit != "倍"
        found.append((numeral, counted))
    return sorted(found, key=lambda f: f[0].start)


class _Sentence:
    """One sentence being read: ``text[start:end]``."""

    def __init__(self, folded: str, text: str, start: int, end: int, named: Named, state: _State) -> None:
        self.folded = folded
        self.text = text
        self.start, self.end = start, end
        self.named = named
        self.state = state
        self.bare = named.blanked(start, end)
        self.topics: tuple[Topic, ...] = ()
        self.above: tuple[Topic, ...] = ()
        self.bases: tuple[Basis, ...] = ()
        self.last: Claim | None = None
        self.spoken: list[tuple[Topic, ...]] = []

    def read(self) -> Iterator[Claim]:
        body = self.folded[self.start : self.end]
        found = figures_in(body)
        at = self.start
        for n, (one, optional) in enumerate(found):
            following = next((f.start + self.start for f, o in found[n + 1 :] if not o), self.end)
            begin, stop = one.start + self.start, one.end + self.start
            claim, after = self._claim(one, at, begin, stop, following, optional)
            yield claim
            if not optional:
                self.last = claim
                at = after
        yield from self._unsaid()
        self._carry(at)

    def _unsaid(self) -> Iterator[Claim]:
        """没有出国费, 与上年持平: zeros that are stated without a figure; they count where the documents speak of them."""
        for start, end, thing in words.silences(self.bare, 0, len(self.bare)):
            topics = tuple(t for t in topics_of(thing) if t.concept and words.is_money(t.concept))
            if topics:
                yield self._zero(start, end, "amount", topics)
        for start, end in words.standstills(self.bare, 0, len(self.bare)):
            if self.topics:
                yield self._zero(start, end, "change", self.topics)

    def _zero(self, start: int, end: int, measure: str, topics: tuple[Topic, ...]) -> Claim:
        begin, stop = start + self.start, end + self.start
        naming = self.named.at(self.start, begin, self.end, self.state.naming)
        if self.last is None:
            self._clock(self.bare[:start])
        said = self.text[begin:stop]
        return Claim(
            begin, stop, Stated(Quantity(Decimal(0), "万元", said)), self.text[self.start : stop].strip(), naming.bodies,
            naming.unknown, self.state.year, naming.scope, self.state.kind, (), measure, topics=topics, optional=True,
            each=True,
        )  # fmt: skip

    # ---- one figure

    def _claim(self, one: Found, at: int, begin: int, stop: int, following: int, optional: bool) -> tuple[Claim, int]:
        manner, before = words.manner_before(self.folded, max(at, self.start), begin)
        manner, after = words.manner_after(self.folded, stop, manner, one.quantity)
        lead = self.bare[at - self.start : before - self.start]
        stretch = _near(lead)
        prefix = lead[: len(lead) - len(stretch)]
        offset = before - len(stretch)
        than, stretch = self._than(stretch, offset, one.quantity)
        base, base_year, stretch = words.compared(stretch)
        measure, direction, whole, noun = words.measure_of(stretch, one.quantity)
        quantity = words.as_rate(one.quantity) if measure in {"growth", "completion", "share"} else one.quantity
        if self._restates(stretch, one.quantity) and self.last is not None:
            return self._again(self.last, one, begin, stop, manner), after
        trail = self._trail(after, following, noun, one.quantity)
        point = offset + than[0] if than else begin
        naming = self.named.at(self.start, point, self.end, self.state.naming)
        self.state.naming = naming
        self._clock(lead)
        own = words.counted_projects(noun + trail[0], one.quantity.unit) or topics_of(
            noun + " " + words.without_counts(trail[0])
        )
        own = words.paid(own, one.quantity)
        above, topics, inherited = self._things(lead, own, measure, one.quantity)
        bases = self._bases(lead, prefix + noun, inherited)
        claim = Claim(
            begin,
            stop,
            Stated(quantity, manner),
            self._said(at, stop + len(trail[0])),
            naming.bodies,
            naming.unknown,
            self.state.year,
            naming.scope,
            self.state.kind,
            bases,
            measure,
            direction,
            base,
            base_year,
            topics,
            above,
            topics_of(whole) if whole else (),
            optional=optional,
            summed=words.SUM.search(stretch) is not None,
            than=than[1] if than else None,
            scope_is_carried=naming.is_carried,
            condition=words.condition_after(self.folded, stop, self.end) if optional else None,
            each=words.TOGETHER.search(stretch) is not None,
        )
        if claim.summed and inherited and len(self.spoken) > 1:
            claim = replace(claim, topics=tuple(t for topics in self.spoken for t in topics[-1:]))
        elif measure == "amount" and topics not in self.spoken:
            self.spoken.append(topics)
        if together := self._together(lead):
            claim = replace(claim, bodies=together)
        return claim, after + len(trail[0])

    def _than(self, stretch: str, offset: int, quantity: Quantity) -> tuple[tuple[int, Than] | None, str]:
        """What the figure is compared with (比乙多), where it begins, and the stretch without it."""
        span = words.than_in(stretch, quantity.unit)
        if span is None:
            return None, stretch
        start, end = span
        bodies = self.named.within(offset + start, offset + end)
        topics = topics_of(words.without_comparisons(stretch[start:end]).strip("比较是为相"))
        if not bodies and not topics:
            return None, stretch
        return (start, Than(bodies, topics)), stretch[:start] + " " * (end - start) + stretch[end:]

    def _restates(self, stretch: str, quantity: Quantity) -> bool:
        """近六成（约57.9%）: a figure in brackets right after another says the same thing again."""
        bracketed = re.fullmatch(r"\s*\(\s*(?:即|约|合|为|相当于|折合)?\s*", stretch) is not None
        return bracketed and self.last is not None and _alike(self.last.quantity, quantity)

    def _again(self, last: Claim, one: Found, begin: int, stop: int, manner: Manner) -> Claim:
        return replace(
            last,
            start=begin,
            end=stop,
            stated=Stated(one.quantity, manner),
            text=f"{last.text}（{one.quantity.printed}",
        )

    def _things(
        self, lead: str, own: tuple[Topic, ...], measure: Measure, quantity: Quantity
    ) -> tuple[tuple[Topic, ...], tuple[Topic, ...], bool]:
        """(what it is a part of, the thing, whether the thing is that of the figure before)."""
        opens = words.PARENT.search(lead)
        if opens:
            before = topics_of(lead[: opens.start()])
            self.above = before or self.topics or self.above
        if own:
            if not (measure in {"change", "growth", "share", "completion"} and self.last and _empty(own)):
                self.topics = own
                return self.above, own, False
        if self.topics:
            return self.above, self.topics, True
        if quantity.unit_class is UnitClass.COUNT and not self.topics:
            return (), own or words.unspoken(lead, money=False), False
        carried = self.state.topics if measure != "amount" else ()
        money = quantity.unit_class is UnitClass.MONEY
        self.topics = carried or words.unspoken(self.folded[self.start : self.end], money=money)
        return (), self.topics, bool(carried)

    def _bases(self, lead: str, noun: str, inherited: bool) -> tuple[Basis, ...]:
        """数据性质 said of the figure; of the figure before where the clause says none."""
        said = bases_in(words.without_comparisons(noun))
        if said:
            self.bases = said[-1:]
        elif not inherited and self.last is not None and not words.PARENT.search(lead) and len(lead) > 1:
            self.bases = self.bases
        return self.bases

    def _clock(self, lead: str) -> None:
        """The year and kind last said; years inside a comparison are not what the figure is about."""
        bare = words.without_comparisons(lead)
        if found := words.years_in(bare):
            self.state.year = found[-1]
            self.state.kind = None
        elif relative := words.relative_year(bare):
            if self.state.year is not None and relative:
                self.state.year += relative
        if kind := words.kind_in(bare):
            self.state.kind = kind

    def _trail(self, after: int, following: int, noun: str, quantity: Quantity) -> tuple[str, int]:
        """The noun after a figure (14场专题活动, 0.64万元购置了一辆车), "" where the words before it name the thing."""
        match = _TRAIL.match(self.bare, after - self.start, min(following, self.end) - self.start)
        if match is None:
            return "", after
        counted = quantity.unit_class is UnitClass.COUNT
        if not counted and topics_of(noun):
            return "", after
        rest = re.sub(r"^(?:的|多|余|元)", "", match[0])
        if words.STOPS_TRAIL.match(rest):
            return "", after
        return match[0], match.end() + self.start

    def _together(self, lead: str) -> tuple[Body, ...]:
        """两家都是: the figure is said of all bodies that the text has named so far."""
        spoken = self.folded[self.start : self.start + len(lead) + 40]
        if words.SEVERAL.search(spoken) and words.TOGETHER.search(spoken):
            return self.named.before(self.start) or ()
        return ()

    def _said(self, at: int, stop: int) -> str:
        """The words of the claim: from the figure before it to its own end."""
        return self.text[max(at, stop - LONGEST_CLAIM) : stop].strip(" ,，。；;、\n")

    def _carry(self, at: int) -> None:
        """What the sentence leaves for the next: its body, and what it is about where it states no figure."""
        naming = self.named.at(self.start, self.end, self.end, self.state.naming)
        self.state.naming = naming
        rest = self.bare[at - self.start :]
        if self.last is None:
            self._clock(rest)
        self.state.topics = self.topics


def _near(lead: str) -> str:
    """The clauses before a figure that name its thing: the last one, with those before it while it names nothing."""
    cuts = [m.end() for m in _CLAUSE.finditer(lead)]
    for cut in reversed(cuts):
        if topics_of(words.without_comparisons(lead[cut:])):
            return lead[cut:]
    return lead


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.unit_class is other.unit_class


def _empty(topics: tuple[Topic, ...]) -> bool:
    return all(t.concept is None and len(t.text) <= 2 for t in topics)
