"""读陈述: every figure that a text states, with the claim that governs it.

A text is read sentence by sentence. Body, scope and year carry on from sentence to sentence until another is named;
the thing spoken of carries on within a sentence (甲 5万元，比上年减少 1万元). Offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.disclosure import Basis
from corpus.money import Quantity, UnitClass
from qa.checking import claim_topics as things
from qa.checking import claim_words as words
from qa.checking import links
from qa.checking.agreement import Manner, Stated
from qa.checking.amounts import figures_in
from qa.checking.claim_state import Spot, State, compared, is_short, near
from qa.checking.claim_topics import topics_of
from qa.checking.claims import Claim, Than
from qa.checking.naming import Named, Naming, named_in
from qa.understanding.bodies import Body
from qa.understanding.question import Topic, simplify

_SENTENCE = re.compile(r"[。!?;\n]+")
_TRAIL = re.compile(r"[^,。;:、()!?\n\d]{1,14}")
_JOINT = re.compile(r"\s*(?:,|、|和|与|及|以及)*\s*")
_BODILY = re.compile(r"整体|总体|部门|单位|总分|综合")
_OF_WHOLE = re.compile(r"占(?!用|比)(?:了|到)?(?P<whole>[^,;。占]{1,24})$")
_POINTING = re.compile(r"(?:该|此|上述|这)(?:项|个|一)*(?:绩效|三级)?(?:指标|项目|经费|工作)?\s*$")
_ASIDE = re.compile(r"\s*(?:该|此|这|上述)(?:项|个)?(?:项目|经费|资金|指标|工作)")
_SETS_APART = re.compile(r"安排|编制")
_AGAINST = re.compile(r"(?:比|较|对比|相较于)\s*20\d\d年")
_REST = re.compile(r"(?:其他|其余|其它|余下|剩余)\s*$")
_OUT_OF = re.compile(r"[里中,，;；]")
LONGEST_CLAIM = 80
LONGEST_LEAD = 300
"""Characters before a figure that may govern it."""
LONGEST_HEADING = 60
MOST_TOGETHER = 30
"""Things spoken of in a sentence that a sum is still taken to be of."""
MOVES = frozenset({"change", "growth", "share", "completion"})
"""Measures that are said of the thing just spoken of, where their own clause names hardly anything."""


def read(text: str, bodies: Sequence[Body]) -> list[Claim]:
    """陈述 of a text, left to right. ``bodies`` are all that disclosures exist of."""
    folded = simplify(text)
    named = named_in(folded, bodies)
    state = State()
    claims: list[Claim] = []
    at = 0
    for match in [*_SENTENCE.finditer(folded), None]:
        end = match.start() if match else len(folded)
        if folded[at:end].strip():
            claims += _Sentence(text, at, end, named, state).read()
        at = match.end() if match else end
    return claims


class _Sentence:
    """One sentence being read: ``text[start:end]``."""

    def __init__(self, text: str, start: int, end: int, named: Named, state: State) -> None:
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
        self.guessed = False
        self.began = state.year
        self.spoken: list[tuple[Topic, ...]] = []
        self.respective: list[links.Turn] = []

    def read(self) -> Iterator[Claim]:
        """The sentence's claims in order, then what it says is not there."""
        at = self.start
        for spot in self._spots():
            claim, after = self._claim(replace(spot, at=at))
            yield claim
            if not spot.optional or not spot.quantity.value:
                self.previous, self.last = self.last, claim
                at = after
        yield from self._unsaid()
        self._carry(at)

    def _spots(self) -> list[Spot]:
        found = figures_in(self.folded[self.start : self.end])
        spots, following = [], self.end
        for said in reversed(found):
            begin, stop = said.found.start + self.start, said.found.end + self.start
            spots.append(Spot(said.found, self.start, begin, stop, following, said.optional, said.manner))
            following = following if said.optional else begin
        return spots[::-1]

    # ---- one figure

    def _claim(self, spot: Spot) -> tuple[Claim, int]:
        """The claim of a figure, and where the words of the next one begin."""
        manner, before = words.manner_before(self.folded, spot.at, spot.begin)
        manner = spot.manner if spot.manner and manner in {"exact", "about"} else manner
        manner, after = words.manner_after(self.folded, spot.stop, manner, spot.quantity)
        lead = self.bare[max(spot.at, before - LONGEST_LEAD) - self.start : before - self.start]
        stretch = near(lead)
        offset = before - len(stretch)
        than_at, than, stretch = self._than(stretch, offset, spot.quantity)
        is_base, of_year_before, base, base_year, stretch = compared(stretch)
        if (leaning := self._leaning(stretch, spot, manner, after)) is not None:
            return leaning
        said = words.measure_of(self._after_share(stretch, spot.quantity), spot.quantity)
        trail = self._trail(after, spot.following, said.noun, spot.quantity)
        naming = self.named.at(self.start, offset + than_at if than else spot.begin, self.end, self.state.naming)
        self.state.naming = naming
        year, weak = self._dated(lead, naming)
        if is_base:  # 较2021年的218.98万元, 比乙的218.98万元: the figure is that year's or that body's own
            year, base = base_year or (year - 1 if of_year_before and year is not None else year), ""
        own = self._own(said.noun, trail, spot.quantity)
        above, topics, is_inherited, loose = self._things(lead, own, said, spot)
        loose = loose or (said.measure in {"growth", "change"} and words.SPAN.search(said.noun.strip()) is not None)
        summed = words.SUM.search(stretch) is not None or things.is_composite(said.noun)
        each = words.TOGETHER.search(stretch) is not None and things.names_several(said.noun)
        claim = Claim(
            spot.begin, spot.stop, Stated(said.quantity, manner), self._said(spot.at, after + len(trail)), naming.bodies,
            naming.unknown, naming.part, year, naming.scope, self.state.kind,
            self._bases(lead[: len(lead) - len(stretch)] + said.noun), said.measure, said.direction, base, base_year,
            topics, above, self._others(own, topics, spot, is_inherited=is_inherited, loose=loose), self._whole(said), than,
            self._condition(spot), spot.optional,
            summed, each, naming.is_carried, loose=loose, year_is_weak=weak, is_base=is_base,
        )  # fmt: skip
        claim = self._widened(claim, lead, said.noun, before, is_inherited=is_inherited)
        return self._one_of_several(claim, spot, stretch, said.noun), after + len(trail)

    def _leaning(self, stretch: str, spot: Spot, manner: Manner, after: int) -> tuple[Claim, int] | None:
        """The claim of a figure that leans on the ones before it, None where it stands by itself."""
        said = words.measure_of(stretch, spot.quantity)
        found = links.restated(stretch, spot.quantity, self.last)
        if found is not None:
            text, quantity = f"{found.text}（{spot.quantity.printed}", spot.quantity
        else:
            text, quantity = self._said(self.start, after), said.quantity
            found = links.proportion(stretch, spot.quantity, self.last, self.previous, self.part)
            found = found or links.from_base(said, self.last, self.previous)
            found = found or links.former_latter(said, stretch, self.last, self.previous)
            found = found or links.over_time(_spanless(said), self.last, self.previous)
        if found is not None:
            stated = Stated(quantity, manner)
            found = replace(found, start=spot.begin, end=spot.stop, text=text, stated=stated)
            return replace(found, optional=spot.optional, is_base=False), after
        return self._shared_out(stretch, spot, manner, after)

    def _shared_out(self, stretch: str, spot: Spot, manner: Manner, after: int) -> tuple[Claim, int] | None:
        """九成用于公务用车: the share of what is named behind the figure in what was spoken of before it."""
        if spot.quantity.unit != "%" or "占" in stretch:
            return None
        named = tuple(t for t in topics_of(stretch) if t.concept)
        whole = named if named and not things.is_slight(named) else self.topics or self.state.topics
        whole = whole or things.unspoken(self.bare, money=True)
        shared = links.shared_out(self.bare, after - self.start, self.end - self.start, stretch)
        if shared is None:
            return None
        part, stop = shared
        naming = self.state.naming = self.named.at(self.start, spot.begin, self.end, self.state.naming)
        year = self._clock(self.bare[max(spot.at, spot.begin - LONGEST_LEAD) - self.start : spot.begin - self.start])
        claim = Claim(
            spot.begin, spot.stop, Stated(spot.quantity, manner), self._said(spot.at, stop + self.start), naming.bodies,
            naming.unknown, naming.part, year, naming.scope, self.state.kind, self._bases(stretch), "share",
            topics=part, whole=whole, optional=spot.optional, scope_is_carried=naming.is_carried,
        )  # fmt: skip
        return claim, after

    def _condition(self, spot: Spot) -> words.Condition | None:
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

    def _one_of_several(self, claim: Claim, spot: Spot, stretch: str, noun: str) -> Claim:
        """甲和乙分别为 5 万元和 3 万元: each figure is of the thing, or the body, in its turn."""
        if self.last is not None and self.respective and _JOINT.fullmatch(stretch):
            topics, bodies, year = self.respective.pop(0)
            last = replace(self.last, topics=topics or self.last.topics, bodies=bodies or self.last.bodies)
            last = replace(last, year=year or last.year)
            return replace(last, start=spot.begin, end=spot.stop, stated=claim.stated, text=claim.text)
        self.respective = []
        if "分别" in stretch:
            claim, self.respective = links.in_turn(
                claim, noun, self.named.within(self.start, spot.begin), _years(stretch)
            )
        return claim

    def _widened(self, claim: Claim, lead: str, noun: str, before: int, *, is_inherited: bool) -> Claim:
        """两项合计 is of the things spoken of so far; 两家都是 of the bodies named so far."""
        if claim.summed and is_inherited and len(self.spoken) > MOST_TOGETHER:
            claim = replace(claim, loose=True)
        elif claim.summed and is_inherited and len(self.spoken) > 1:
            claim = replace(claim, topics=tuple(t for topics in self.spoken for t in topics[-1:]))
        elif claim.measure == "amount" and claim.topics not in self.spoken:
            self.spoken.append(claim.topics)
        together, is_list = self._together(lead, before)
        if claim.summed and (years := links.years_together(lead, _years(lead), self.last, self.previous)):
            claim = replace(claim, years=years, year=max(years))
        if claim.summed and (len(things.listed(noun)) > max(1, len(claim.topics)) or (is_list and not together)):
            claim = replace(claim, loose=True)  # 本级和汇总合计: what is added up is not all understood
        return replace(claim, bodies=together) if together else claim

    def _own(self, noun: str, trail: str, quantity: Quantity) -> tuple[Topic, ...]:
        """The things that the clause itself names, before and after the figure."""
        if projects := things.counted_projects(noun + trail, quantity.unit):
            return projects
        return things.paid(topics_of(f"{noun} {things.without_counts(trail)}"), quantity)

    def _than(self, stretch: str, offset: int, quantity: Quantity) -> tuple[int, Than | None, str]:
        """(where 比 begins, what the figure is compared with, the stretch without it)."""
        match = words.than_in(stretch, quantity.unit)
        if match is None or match["other"].strip() in {"前者", "后者"}:
            return 0, None, stretch
        bodies = self.named.within(offset + match.start(), offset + match.end())
        topics = topics_of(words.without_comparisons(match["other"]))
        if not bodies and not topics:
            return 0, None, stretch
        start, end = match.span()
        return start, Than(bodies, topics), stretch[:start] + " " * (end - start) + stretch[end:]

    def _after_share(self, stretch: str, quantity: Quantity) -> str:
        """甲占总支出 100 万元的 5%: the amount is the whole's; what stands before 占 is kept for the per cent."""
        self.part = ()
        match = _OF_WHOLE.search(stretch) if quantity.unit_class is UnitClass.MONEY else None
        if match is None:
            return stretch
        self.part = topics_of(stretch[: match.start()]) or self.topics
        return " " * match.start("whole") + match["whole"]

    def _things(
        self, lead: str, own: tuple[Topic, ...], said: words.Said, spot: Spot
    ) -> tuple[tuple[Topic, ...], tuple[Topic, ...], bool, bool]:
        """(what it is a part of, the thing, whether the thing is that of the figure before, whether it is a guess)."""
        if opens := words.PARENT.search(lead):
            before = topics_of(lead[: opens.start()])
            self.above = before or self.topics or self.state.topics or self.above
        if _POINTING.search(said.noun) or (
            said.measure == "score" and things.is_slight(own) and not _BODILY.search(lead)
        ):
            own = ()  # 该项指标得分: of what was spoken of before
        if said.measure == "per_head" and things.is_slight(own):
            return (
                (),
                own or things.unspoken(lead, money=True),
                False,
                bool(self.topics),
            )  # 人均支出 is of all that is spent, or of what was just spoken of
        spoken = self.topics or (self.state.heading if said.measure != "count" else ())
        hardly = things.is_slight(own) and (said.measure in MOVES or not is_short(own))
        hardly = hardly and not things.are_sides(own, spoken)
        if own and not (hardly and spoken):
            self.topics, self.guessed = own, False
            return self.above, own, False, False
        if spoken:
            self.topics = spoken
            return self.above, spoken, True, self.guessed or (bool(own) and said.measure not in MOVES)
        if spot.quantity.unit_class is UnitClass.COUNT and said.measure != "score":
            return (), own or things.unspoken(lead, money=False), False, not own
        if said.measure == "score" or _REST.search(said.noun):
            return (), (), False, True
        carried = self.state.topics if said.measure != "amount" else ()
        money = spot.quantity.unit_class is UnitClass.MONEY
        self.topics = carried or things.unspoken(self.folded[self.start : self.end], money=money)
        self.guessed = not carried and not any(map(things.is_of_all, (said.noun, near(lead))))
        return (), self.topics, bool(carried), self.guessed

    def _others(
        self, own: tuple[Topic, ...], topics: tuple[Topic, ...], spot: Spot, *, is_inherited: bool, loose: bool
    ) -> tuple[tuple[Topic, ...], ...]:
        """What else the figure may be of: its thing within what was spoken of before, the whole above, its own words."""
        if loose and (not is_inherited or self.guessed):
            later = topics_of(self.bare[spot.stop - self.start :][:LONGEST_CLAIM])
            return tuple(others for others in (later, self.topics) if others and others != topics)
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

    def _dated(self, lead: str, naming: Naming) -> tuple[int | None, bool]:
        """The year of a figure, and whether it was said of another body than this one."""
        before = self.state.year
        year = self._clock(lead)
        if words.years_in(words.without_comparisons(lead)) or before != self.state.year:
            self.state.dated = naming.bodies
        return year, bool(self.state.dated) and self.state.dated != naming.bodies

    def _trail(self, after: int, following: int, noun: str, quantity: Quantity) -> str:
        """The noun after a figure (14场专题活动, 0.64万元购置了一辆车), "" where the words before it name the thing."""
        match = _TRAIL.match(self.bare, after - self.start, min(following, self.end) - self.start)
        if match is None:
            return ""
        if quantity.unit_class is not UnitClass.COUNT and topics_of(noun):
            return ""
        rest = re.sub(r"^(?:的|多|余|元)", "", match[0]).strip()
        is_noun = match[0].startswith("的") and any(t.concept for t in topics_of(rest))  # 5 万元的预算总支出
        return match[0] if rest and (is_noun or not words.STOPS_TRAIL.match(rest)) else ""

    def _together(self, lead: str, before: int) -> tuple[tuple[Body, ...], bool]:
        """两家都是: all bodies that the figure is said of; and whether several names stand in a list before it."""
        spoken = self.folded[before - len(lead) : before + 40]
        if words.SEVERAL.search(spoken) and (words.TOGETHER.search(spoken) or words.SUM.search(spoken)):
            inside = self.named.within(self.start, before)
            return (inside if len(inside) > 1 else self.named.before(self.start)), True
        return self.named.joined(before - len(lead), before) if words.SUM.search(lead) else ((), False)

    def _said(self, at: int, stop: int) -> str:
        """The words of the claim: from the figure before it to its own end."""
        return self.text[max(at, stop - LONGEST_CLAIM) : stop].strip(" ,，。；;、\n")

    # ---- what stands without a figure

    def _unsaid(self) -> Iterator[Claim]:
        """没有出国费, 与上年持平: zeros stated without a figure; they count where the documents speak of them."""
        for start, end, thing in words.silences(self.bare, 0, len(self.bare)):
            topics = tuple(t for t in topics_of(thing) if t.concept and things.is_money(t.concept))
            if topics:
                yield self._zero(start, end, "amount", topics)
        for start, end in words.standstills(self.bare, 0, len(self.bare)):
            if self.topics:
                yield self._zero(start, end, "change", self.topics)

    def _zero(self, start: int, end: int, measure: str, topics: tuple[Topic, ...]) -> Claim:
        begin, stop = start + self.start, end + self.start
        naming = self.named.at(self.start, begin, self.end, self.state.naming)
        before = self.bare[max(0, start - LONGEST_LEAD) : start]
        year = self._clock(before) if self.last is None else self.state.year
        stated = Stated(Quantity(Decimal(0), "万元", self.text[begin:stop]))
        said = words.basis_in(_SETS_APART.sub("", before + self.bare[start:end])) if measure == "amount" else None
        return Claim(
            begin, stop, stated, self._said(self.start, stop), naming.bodies, naming.unknown, naming.part, year, naming.scope,
            self.state.kind, (said,) if said else (), measure=measure, topics=topics, optional=True, each=True, scope_is_carried=naming.is_carried,
        )  # fmt: skip

    def _carry(self, at: int) -> None:
        """What the sentence leaves for the next: its body, its year, and what it is about."""
        self.state.naming = self.named.at(self.start, self.end, self.end, self.state.naming)
        self.state.heading = ()
        if _ASIDE.match(self.bare):  # 该项目2020年…: a year of the project's own past, not of what is told next
            self.state.year = self.began
        if self.last is None:
            self._clock(self.bare[at - self.start :])
            named = topics_of(self.bare.strip()) if len(self.bare) <= LONGEST_HEADING else ()
            self.state.heading = () if things.is_slight(named) else named
        self.state.topics = self.above or self.topics or self.state.heading


def _spanless(said: words.Said) -> words.Said:
    """三年增长 81%: without the span of years, which the years themselves have told."""
    return said._replace(noun=words.SPAN.sub("", said.noun.strip()))


def _years(stretch: str) -> list[int]:
    """The years that a stretch names, those of a comparison aside, each once."""
    return list(dict.fromkeys(words.years_in(_AGAINST.sub(" ", stretch))))
