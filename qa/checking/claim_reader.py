"""读陈述: every figure that a text states, with the claim that governs it.

A text is read sentence by sentence. Body, scope and year carry on from sentence to sentence until another is named;
the thing spoken of carries on within a sentence (甲 5万元，比上年减少 1万元). Offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.disclosure import Basis, Kind
from corpus.money import Found, Quantity, UnitClass, find_quantities
from corpus.numeral import find_numerals
from qa.checking import claim_words as words
from qa.checking.agreement import Manner, Stated
from qa.checking.claim_words import topics_of
from qa.checking.claims import Claim, Than
from qa.checking.naming import Named, Naming, named_in
from qa.understanding.bodies import Body
from qa.understanding.question import Topic, simplify

_SENTENCE = re.compile(r"[。!?;\n]+")
_CLAUSE = re.compile(r"[,:]|(?<=\D)\.(?=\D)|——")
_TRAIL = re.compile(r"[^,。;:、()!?\n\d]{1,14}")
_JOINT = re.compile(r"\s*(?:,|、|和|与|及|以及)*\s*")
_RESTATED = re.compile(r"\s*\(\s*(?:即|约|合|为|相当于|折合)?\s*")
_BODILY = re.compile(r"整体|总体|部门|单位|总分|综合")
_OF_WHOLE = re.compile(r"占(?!用|比)(?:了|到)?(?P<whole>[^,;。占]{1,24})$")
_POINTING = re.compile(r"(?:该|此|上述|这)(?:项|个|一)*(?:绩效|三级)?(?:指标|项目|经费|工作)?\s*$")
_REST = re.compile(r"(?:其他|其余|其它|余下|剩余)\s*$")
_OUT_OF = re.compile(r"[里中,，;；]")
LONGEST_CLAIM = 80
LONGEST_HEADING = 60
MOVES = frozenset({"change", "growth", "share", "completion"})
"""Measures that are said of the thing just spoken of, where their own clause names hardly anything."""


@dataclass
class _State:
    """What carries on from one sentence to the next."""

    naming: Naming = field(default_factory=Naming)
    year: int | None = None
    kind: Kind | None = None
    topics: tuple[Topic, ...] = ()
    heading: tuple[Topic, ...] = ()
    """What a sentence without figures right before named (社会保障和就业支出（类）。)."""


@dataclass(frozen=True)
class _Spot:
    """A figure in its sentence, in offsets of the text.

    ``at`` is where its own words begin, ``following`` where the next figure does; a count in Chinese is ``optional``.
    """

    found: Found
    at: int
    begin: int
    stop: int
    following: int
    optional: bool

    @property
    def quantity(self) -> Quantity:
        """The amount."""
        return self.found.quantity


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
            claims += _Sentence(text, at, end, named, state).read()
        at = match.end() if match else end
    return claims


def figures_in(text: str) -> list[tuple[Found, bool]]:
    """数字 of a stretch that count as claims, each with whether it is optional (两家, 一个: written in Chinese)."""
    plain = [f for f in find_quantities(text) if f.quantity.unit not in words.SKIPPED_UNITS]
    taken = [(f.start, f.end) for f in plain]
    found = [(f, False) for f in plain]
    for numeral in find_numerals(text):
        unit = numeral.quantity.unit
        inside = any(a < numeral.end and numeral.start < b for a, b in taken) or words.is_nothing(text, numeral.start)
        if inside or unit in words.SKIPPED_UNITS or text[numeral.start - 1 : numeral.start].isdigit():
            continue
        counted = numeral.quantity.unit_class is UnitClass.COUNT and unit != "倍"
        found.append((numeral, counted))
    return sorted(found, key=lambda f: f[0].start)


class _Sentence:
    """One sentence being read: ``text[start:end]``."""

    def __init__(self, text: str, start: int, end: int, named: Named, state: _State) -> None:
        self.folded = named.folded
        self.text = text
        self.start, self.end = start, end
        self.named = named
        self.state = state
        self.bare = named.blanked(start, end)
        self.topics: tuple[Topic, ...] = ()
        self.above: tuple[Topic, ...] = ()
        self.bases: tuple[Basis, ...] = ()
        self.last: Claim | None = None
        self.previous: Claim | None = None
        self.part: tuple[Topic, ...] = ()
        self.spoken: list[tuple[Topic, ...]] = []
        self.respective: list[tuple[tuple[Topic, ...], tuple[Body, ...]]] = []

    def read(self) -> Iterator[Claim]:
        """The sentence's claims in order, then what it says is not there."""
        at = self.start
        for spot in self._spots():
            claim, after = self._claim(replace(spot, at=at))
            yield claim
            if not spot.optional:
                self.previous, self.last = self.last, claim
                at = after
        yield from self._unsaid()
        self._carry(at)

    def _spots(self) -> list[_Spot]:
        found = figures_in(self.folded[self.start : self.end])
        spots = []
        for n, (one, optional) in enumerate(found):
            following = next((f.start + self.start for f, o in found[n + 1 :] if not o), self.end)
            spots.append(_Spot(one, self.start, one.start + self.start, one.end + self.start, following, optional))
        return spots

    # ---- one figure

    def _claim(self, spot: _Spot) -> tuple[Claim, int]:
        """The claim of a figure, and where the words of the next one begin."""
        manner, before = words.manner_before(self.folded, spot.at, spot.begin)
        manner, after = words.manner_after(self.folded, spot.stop, manner, spot.quantity)
        lead = self.bare[spot.at - self.start : before - self.start]
        stretch = _near(lead)
        offset = before - len(stretch)
        than_at, than, stretch = self._than(stretch, offset, spot.quantity)
        is_base = words.ends_in_comparison(stretch)
        base, base_year, stretch = words.compared(stretch)
        if self.last is not None and self._restates(stretch, spot.quantity):
            return self._again(self.last, spot, manner), after
        if (proportion := self._proportion(stretch, spot, manner)) is not None:
            return proportion, after
        said = words.measure_of(self._after_share(stretch, spot.quantity), spot.quantity)
        trail = self._trail(after, spot.following, said.noun, spot.quantity)
        naming = self.named.at(self.start, offset + than_at if than else spot.begin, self.end, self.state.naming)
        self.state.naming = naming
        year = self._clock(lead)
        if is_base:  # 较2021年的218.98万元: the figure is that year's own
            year, base = base_year or (None if year is None else year - 1), ""
        own = self._own(said.noun, trail, spot.quantity)
        above, topics, is_inherited = self._things(lead, own, said, spot)
        claim = Claim(
            spot.begin, spot.stop, Stated(said.quantity, manner), self._said(spot.at, after + len(trail)), naming.bodies,
            naming.unknown, naming.part, year, naming.scope, self.state.kind,
            self._bases(lead[: len(lead) - len(stretch)] + said.noun), said.measure, said.direction, base, base_year,
            topics, above, self._others(own, topics, is_inherited=is_inherited), self._whole(said), than,
            self._condition(spot), spot.optional,
            words.SUM.search(stretch) is not None, words.TOGETHER.search(stretch) is not None and words.names_several(said.noun), naming.is_carried,
        )  # fmt: skip
        claim = self._widened(claim, lead, is_inherited=is_inherited)
        return self._one_of_several(claim, spot, stretch, said.noun), after + len(trail)

    def _condition(self, spot: _Spot) -> words.Condition | None:
        """What a count is of: those that fit the condition behind it (其中2个项目执行数为0)."""
        if spot.optional:
            return words.condition_after(self.folded, spot.stop, self.end)
        if spot.quantity.unit not in {"个", "项"}:
            return None
        clause = _OUT_OF.search(self.folded, spot.stop, spot.following)  # 15个项目里有…: the 15 are all of them
        return words.condition_after(self.folded, spot.stop, clause.start() if clause else spot.following)

    def _whole(self, said: words.Said) -> tuple[Topic, ...]:
        """What a share is taken of; of the share before it where none is said (甲占总支出的 60%，乙占 40%)."""
        if said.measure == "share" and not said.whole and self.last is not None and self.last.measure == "share":
            return self.last.whole
        return topics_of(said.whole)

    def _one_of_several(self, claim: Claim, spot: _Spot, stretch: str, noun: str) -> Claim:
        """甲和乙分别为 5 万元和 3 万元: each figure is of the thing, or the body, in its turn."""
        if self.last is not None and self.respective and _JOINT.fullmatch(stretch):
            topics, bodies = self.respective.pop(0)
            last = replace(self.last, topics=topics or self.last.topics, bodies=bodies or self.last.bodies)
            return replace(last, start=spot.begin, end=spot.stop, stated=claim.stated, text=claim.text)
        self.respective = []
        if "分别" not in stretch:
            return claim
        things = [t for piece in words.LISTED.split(noun.partition("分别")[0]) if (t := topics_of(piece))]
        bodies = self.named.within(self.start, spot.begin)
        if len(things) > 1:
            self.respective = [(topics, ()) for topics in things[1:]]
            return replace(claim, topics=things[0], each=False)
        if len(bodies) > 1:
            self.respective = [((), (body,)) for body in bodies[1:]]
            return replace(claim, bodies=bodies[:1], each=False)
        return claim

    def _widened(self, claim: Claim, lead: str, *, is_inherited: bool) -> Claim:
        """两项合计 is of the things spoken of so far; 两家都是 of the bodies named so far."""
        if claim.summed and is_inherited and len(self.spoken) > 1:
            claim = replace(claim, topics=tuple(t for topics in self.spoken for t in topics[-1:]))
        elif claim.measure == "amount" and claim.topics not in self.spoken:
            self.spoken.append(claim.topics)
        together = self._together(lead)
        return replace(claim, bodies=together) if together else claim

    def _own(self, noun: str, trail: str, quantity: Quantity) -> tuple[Topic, ...]:
        """The things that the clause itself names, before and after the figure."""
        if projects := words.counted_projects(noun + trail, quantity.unit):
            return projects
        return words.paid(topics_of(f"{noun} {words.without_counts(trail)}"), quantity)

    def _than(self, stretch: str, offset: int, quantity: Quantity) -> tuple[int, Than | None, str]:
        """(where 比 begins, what the figure is compared with, the stretch without it)."""
        span = words.than_in(stretch, quantity.unit)
        if span is None:
            return 0, None, stretch
        start, end = span
        bodies = self.named.within(offset + start, offset + end)
        topics = topics_of(words.without_comparisons(stretch[start:end]).strip("比较是为相"))
        if not bodies and not topics:
            return 0, None, stretch
        return start, Than(bodies, topics), stretch[:start] + " " * (end - start) + stretch[end:]

    def _restates(self, stretch: str, quantity: Quantity) -> bool:
        """近六成（约57.9%）: a figure in brackets right after another says the same thing again."""
        same = self.last is not None and self.last.quantity.unit_class is quantity.unit_class
        return same and _RESTATED.fullmatch(stretch) is not None

    def _again(self, last: Claim, spot: _Spot, manner: Manner) -> Claim:
        stated = Stated(spot.quantity, manner)
        return replace(
            last, start=spot.begin, end=spot.stop, stated=stated, text=f"{last.text}（{stated.quantity.printed}"
        )

    def _after_share(self, stretch: str, quantity: Quantity) -> str:
        """甲占总支出 100 万元的 5%: the amount is the whole's; what stands before 占 is kept for the per cent."""
        self.part = ()
        match = _OF_WHOLE.search(stretch) if quantity.unit_class is UnitClass.MONEY else None
        if match is None:
            return stretch
        self.part = topics_of(stretch[: match.start()]) or self.topics
        return " " * match.start("whole") + match["whole"]

    def _proportion(self, stretch: str, spot: _Spot, manner: Manner) -> Claim | None:
        """…100 万元的 5%, …100 万元的两倍: a proportion of the amount right before it."""
        last, quantity = self.last, spot.quantity
        if last is None or stretch.strip() != "的":
            return None
        text, stated = self._said(self.start, spot.stop), Stated(quantity, manner)
        if quantity.unit == "倍" and self.previous is not None:
            than = Than(last.bodies if last.bodies != self.previous.bodies else (), last.topics, last.bases, last.year)
            found = replace(self.previous, measure="times", than=than)
        elif quantity.unit_class is UnitClass.RATE and self.part:
            found = replace(last, measure="share", topics=self.part, whole=last.topics)
        else:
            return None
        return replace(found, start=spot.begin, end=spot.stop, stated=stated, text=text, others=())

    def _things(
        self, lead: str, own: tuple[Topic, ...], said: words.Said, spot: _Spot
    ) -> tuple[tuple[Topic, ...], tuple[Topic, ...], bool]:
        """(what it is a part of, the thing, whether the thing is that of the figure before)."""
        if opens := words.PARENT.search(lead):
            before = topics_of(lead[: opens.start()])
            self.above = before or self.topics or self.state.topics or self.above
        if _POINTING.search(said.noun) or (
            said.measure == "score" and words.is_slight(own) and not _BODILY.search(lead)
        ):
            own = ()  # 该项指标得分: of what was spoken of before
        spoken = self.topics or (self.state.heading if said.measure != "count" else ())
        hardly = words.is_slight(own) and (said.measure in MOVES or not _is_short(own))
        if own and not (hardly and spoken):
            self.topics = own
            return self.above, own, False
        if spoken:
            self.topics = spoken
            return self.above, spoken, True
        if spot.quantity.unit_class is UnitClass.COUNT and said.measure != "score":
            return (), own or words.unspoken(lead, money=False), False
        if said.measure == "score" or _REST.search(said.noun):
            return (), (), False
        carried = self.state.topics if said.measure != "amount" else ()
        money = spot.quantity.unit_class is UnitClass.MONEY
        self.topics = carried or words.unspoken(self.folded[self.start : self.end], money=money)
        return (), self.topics, bool(carried)

    def _others(
        self, own: tuple[Topic, ...], topics: tuple[Topic, ...], *, is_inherited: bool
    ) -> tuple[tuple[Topic, ...], ...]:
        """What else the figure may be of: its thing within what was spoken of before, the whole above, its own words."""
        if not is_inherited:
            first = [s for s in self.spoken[:1] if self.last is not None and s != self.last.topics]
            return tuple((*spoken, *topics) for spoken in (*((self.last.topics,) if self.last else ()), *first))
        return tuple(others for others in (self.above, own, self.state.topics) if others and others != topics)

    def _bases(self, words_before: str) -> tuple[Basis, ...]:
        """数据性质 said of the figure; that of the figure before it in the sentence where none is said."""
        if said := words.basis_in(words_before):
            self.bases = (said,)
        return self.bases

    def _clock(self, lead: str) -> int | None:
        """The year that the figure is about; years inside a comparison are not. 上年 holds for its clause alone."""
        bare = words.without_comparisons(lead)
        if kind := words.kind_in(bare):
            self.state.kind = kind
        if found := words.years_in(bare):
            self.state.year = found[-1]
            self.state.kind = words.kind_in(bare)
        elif self.state.year is not None and (relative := words.relative_year(bare)):
            return self.state.year + relative
        return self.state.year

    def _trail(self, after: int, following: int, noun: str, quantity: Quantity) -> str:
        """The noun after a figure (14场专题活动, 0.64万元购置了一辆车), "" where the words before it name the thing."""
        match = _TRAIL.match(self.bare, after - self.start, min(following, self.end) - self.start)
        if match is None:
            return ""
        if quantity.unit_class is not UnitClass.COUNT and topics_of(noun):
            return ""
        rest = re.sub(r"^(?:的|多|余|元)", "", match[0]).strip()
        return match[0] if rest and not words.STOPS_TRAIL.match(rest) else ""

    def _together(self, lead: str) -> tuple[Body, ...]:
        """两家都是: the figure is said of all bodies that the text has named so far."""
        spoken = self.folded[self.start : self.start + len(lead) + 40]
        if words.SEVERAL.search(spoken) and (words.TOGETHER.search(spoken) or words.SUM.search(spoken)):
            inside = self.named.within(self.start, self.start + len(lead))
            return inside if len(inside) > 1 else self.named.before(self.start)
        return ()

    def _said(self, at: int, stop: int) -> str:
        """The words of the claim: from the figure before it to its own end."""
        return self.text[max(at, stop - LONGEST_CLAIM) : stop].strip(" ,，。；;、\n")

    # ---- what stands without a figure

    def _unsaid(self) -> Iterator[Claim]:
        """没有出国费, 与上年持平: zeros stated without a figure; they count where the documents speak of them."""
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
        year = self._clock(self.bare[:start]) if self.last is None else self.state.year
        stated = Stated(Quantity(Decimal(0), "万元", self.text[begin:stop]))
        return Claim(
            begin, stop, stated, self._said(self.start, stop), naming.bodies, naming.unknown, naming.part, year, naming.scope,
            self.state.kind, measure=measure, topics=topics, optional=True, each=True, scope_is_carried=naming.is_carried,
        )  # fmt: skip

    def _carry(self, at: int) -> None:
        """What the sentence leaves for the next: its body, its year, and what it is about."""
        self.state.naming = self.named.at(self.start, self.end, self.end, self.state.naming)
        self.state.heading = ()
        if self.last is None:
            self._clock(self.bare[at - self.start :])
            named = topics_of(self.bare.strip()) if len(self.bare) <= LONGEST_HEADING else ()
            self.state.heading = () if words.is_slight(named) else named
        self.state.topics = self.above or self.topics or self.state.heading


def _near(lead: str) -> str:
    """The clauses before a figure that name its thing: the last one, with those before it while it names nothing."""
    cuts = [m.end() for m in _CLAUSE.finditer(lead)]
    for cut in reversed(cuts):
        if not words.is_slight(topics_of(words.without_comparisons(lead[cut:]))):
            return lead[cut:]
    return lead


def _is_short(topics: tuple[Topic, ...]) -> bool:
    """Whether all that is named are stray characters of no term."""
    return all(t.concept is None for t in topics)
