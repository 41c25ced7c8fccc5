"""判断: whether the disclosures support a claim, contradict it, or do not cover it, and why, in one sentence.

A claim is supported where a fact about the same thing agrees with it; contradicted where the thing is disclosed (or
can be computed) and says otherwise; not found where the disclosures do not speak of it. What a stated amount really
is (another year's, another body's, another item's, another unit's) is looked up for the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Final

from corpus.disclosure import Basis, Disclosure, Fact
from qa.checking import derived, slips
from qa.checking.agreement import How, agrees, is_borderline
from qa.checking.claims import Claim
from qa.checking.disputes import doubted, other_side
from qa.checking.exactness import is_item, meets, whole_fits
from qa.checking.likeness import WELL_EXPLAINED, ends_alike, is_named, likely, speaks_of, sure
from qa.checking.matching import Matcher, Wanted
from qa.checking.verdict import Ground, Outcome, Verdict
from qa.finding.lookup import Hit
from qa.library import Library, grams
from qa.understanding.bodies import Body
from qa.understanding.question import Topic

_ROW_YEAR: Final = re.compile(r"(20\d\d)年")

MOST_BODIES: Final = 25
"""Up to how many bodies a claim that names none, or a stray amount, is looked for in all of them."""
MARGIN: Final = 0.3
"""How much worse than the best fact one that agrees may rank, and still be the one meant."""
MOST_SUMS: Final = 16
"""Ways in which the scopes of several bodies are put together."""
MOST_NEAR: Final = 12
"""Figures looked at for one that meets a claim exactly."""
NOTHING: Final = Verdict("not_found", "所述单位未披露此项")
NO_MARGIN: Final = 0.01
BOUNDS: Final = frozenset({"over", "under", "at_least", "at_most"})
"""What many an amount agrees with: only the best fact may bear it out."""
ALIKE: Final = 0.06
"""How much less of the claim a fact that agrees may explain than the best, and still be the one meant."""


class Judge:
    """判者 over a library; ``allowed`` limits the disclosures."""

    def __init__(self, library: Library, matcher: Matcher, allowed: Sequence[str] | None = None) -> None:
        self.library = library
        self.matcher = matcher
        self.allowed = None if allowed is None else set(allowed)
        self._judged: dict[Claim, Verdict] = {}

    def judge(self, claim: Claim) -> Verdict:
        """判断 of one claim; texts say the same thing again, and that is not looked up anew."""
        key = replace(claim, start=0, end=0)
        if key not in self._judged:
            self._judged[key] = self._judge(key)
        return self._judged[key]

    def held_against(self, claim: Claim) -> tuple[str, ...]:
        """The disclosures that a claim of one body is held against; none where it is of several."""
        bodies = claim.bodies or (self.library.bodies if len(self.library.bodies) == 1 else ())
        return self._ground(claim, bodies[0]).ids if len(bodies) == 1 else ()

    def _judge(self, claim: Claim) -> Verdict:
        if claim.unknown and not claim.bodies:
            return Verdict("not_found", f"没有“{claim.unknown}”的公开文件")
        if claim.each and len(named := [t for t in claim.topics if t.concept]) > 1:
            return _all([self._of_bodies(replace(claim, topics=(t,), each=False)) for t in named])
        return self._of_bodies(claim)

    def _of_bodies(self, claim: Claim) -> Verdict:
        if claim.summed and len(claim.bodies) > 1:
            return self._of_all(claim)
        if claim.bodies:
            return _all([self._of(claim, body) for body in claim.bodies])
        if len(self.library.bodies) > MOST_BODIES:
            return Verdict("not_found", "没有说明是哪个单位")
        if len(self.library.bodies) == 1:
            return self._of(claim, self.library.bodies[0])
        of_each = (self._of_ground(claim, self._ground(claim, body)) for body in self.library.bodies)
        supported = next((v for v in of_each if v.outcome in {"supported", "disputed"}), None)
        return supported or Verdict("not_found", "没有说明是哪个单位")

    def _of_all(self, claim: Claim) -> Verdict:
        """The sum over several bodies, each in any scope that it discloses where none is said of it."""
        scopes = [tuple(dict.fromkeys((claim.scope, *(d.scope for d in b.disclosures)))) for b in claim.bodies]
        sums: list[derived.Derived] = []
        for chosen in islice(product(*scopes), MOST_SUMS):
            grounds = [self._ground(replace(claim, scope=s), b) for s, b in zip(chosen, claim.bodies, strict=True)]
            found = derived.add_up(claim, grounds, self.matcher)
            if found is not None and found.agrees:
                return _by_computation(found)
            sums += [found] if found else []
        if not sums:
            return NOTHING
        return _by_computation(replace(sums[0], firm=all(one.firm for one in sums)))

    def _of(self, claim: Claim, body: Body) -> Verdict:
        ground = self._ground(claim, body)
        if not ground.ids:
            scope = {"consolidated": "汇总", "unit": "本级", None: ""}[claim.scope]
            return Verdict("not_found", f"没有{body.issuer}{scope}的公开文件")
        verdict = self._of_ground(claim, ground)
        if verdict.outcome != "not_found":
            return verdict
        elsewhere = self._elsewhere(claim, ground)
        return elsewhere if elsewhere.facts or not verdict.facts else verdict

    def _of_ground(self, claim: Claim, ground: Ground) -> Verdict:
        """What the disclosures of one body say of the claim, wherever else its amount may stand."""
        return doubted(self.library, claim, self._weighed(claim, ground)) if ground.ids else NOTHING

    def _weighed(self, claim: Claim, ground: Ground) -> Verdict:
        """What bears the claim out, printed or computed; else what contradicts it; else the nearest there is."""
        found: list[Verdict] = []
        compared = (
            len(claim.years) > 1 or claim.condition is not None or (claim.than is not None and not claim.than.is_base)
        )
        for topics in () if compared else _readings(claim):
            verdict = self._weigh(claim, ground, (*topics, *ground.part))
            if verdict is not None and verdict.outcome in {"supported", "disputed"}:
                return verdict
            found += [verdict] if verdict else []
        if not compared and (continued := self._continued(claim, ground)):
            return continued
        found += self._computed(claim, ground)
        if claim.year_is_weak and all(v.outcome != "supported" for v in found):
            other = self._weighed(replace(claim, year=None, year_is_weak=False), ground)
            found = [other] if other.outcome == "supported" else found
        order: tuple[Outcome, ...] = ("supported", "contradicted", "not_found")
        best = sorted(found, key=lambda v: order.index(v.outcome))
        return best[0] if best else NOTHING

    def _computed(self, claim: Claim, ground: Ground) -> list[Verdict]:
        """The claim worked out from printed figures, on the basis that it names or on any one that bears it out."""
        other = self._ground(claim, claim.than.bodies[0]) if claim.than and claim.than.bodies else ground
        known: list[derived.Derived] = []
        for one in (*_phases(claim), *(replace(claim, topics=topics, loose=True) for topics in claim.others)):
            found = derived.derive(one, ground, self.matcher, other)
            if found is not None and found.agrees:
                return [_by_computation(found)]
            known += [found] if found else []
        return [_by_computation(known[0])] if known else []

    def _ground(self, claim: Claim, body: Body) -> Ground:
        known = [d for d in body.disclosures if self.allowed is None or d.id in self.allowed]
        if claim.part:
            whole = [d for d in known if d.scope == "consolidated" and claim.year in {None, d.fiscal_year}]
            return Ground(body, tuple(d.id for d in whole), (Topic(claim.part, 0, 0),))
        fitting = [d for d in known if claim.scope is None or d.scope == claim.scope]
        if claim.scope_is_carried and all(d.fiscal_year != claim.year for d in fitting):
            fitting = [d for d in known if claim.year in {None, d.fiscal_year}] or fitting
        if claim.scope == "unit" and (not fitting or not _speaks_of(fitting, claim.year)):
            whole = [d for d in known if d.scope == "consolidated" and claim.year in {None, d.fiscal_year}]
            if whole:
                return Ground(body, tuple(d.id for d in whole), (Topic("本级", 0, 0),))
        return Ground(body, tuple(d.id for d in fitting))

    # ---- printed figures

    def wanted(self, claim: Claim, topics: tuple[Topic, ...]) -> Wanted:
        """What a claim is looked up by."""
        return Wanted(topics, claim.quantity, claim.measure, claim.year, _bases(claim), None)

    def _weigh(self, claim: Claim, ground: Ground, topics: tuple[Topic, ...]) -> Verdict | None:
        if not topics:
            return None
        hits = self.matcher.hits(ground.ids, self.wanted(claim, topics))
        fitting = [h for h in hits if fits(claim, h.described.fact) and whole_fits(claim, h)]
        agreeing = [(h, how) for h in fitting if (how := agrees(claim.stated, h.described.fact.quantity))]
        if not claim.quantity.value:  # nothing is printed of so many things that only the very one bears it out
            agreeing = [(h, how) for h, how in agreeing if is_item((*claim.topics, *ground.part), h, grams(claim.text))]
        if agreeing:
            (best, how), top = agreeing[0], fitting[0]
            margin = NO_MARGIN if claim.stated.manner in BOUNDS else MARGIN
            close = best.score >= top.score - margin and best.explained >= top.explained - ALIKE
            near = close or not sure(top, claim) or is_named(claim, best)
            if near and (likely(best) or speaks_of(claim, best) or ends_alike(claim, best)):
                return _agreed(
                    claim, best.described.fact, how, [h.described.fact for h, _ in agreeing[1:] if likely(h)]
                )
        if fitting and (sure(fitting[0], claim) or speaks_of(claim, fitting[0])):
            return self._against(claim, ground, hits, fitting, [h for h, _ in agreeing])
        other = [h for h in hits if not fits(claim, h.described.fact) and sure(h, claim)]
        if other and agrees(claim.stated, other[0].described.fact.quantity):
            return slips.misplaced(claim, other[0].described.fact)
        return slips.nearest(claim, other[0].described.fact) if other and not fitting else None

    def _against(
        self, claim: Claim, ground: Ground, hits: Sequence[Hit], fitting: Sequence[Hit], agreeing: Sequence[Hit]
    ) -> Verdict:
        """Contradicted by the figure that meets the claim exactly; where none does, the nearest is named."""
        one_year = len({self.library.disclosure(i).fiscal_year for i in ground.ids}) == 1
        item = (*claim.topics, *ground.part)
        exact = [
            h
            for h in fitting[:MOST_NEAR]
            if meets(claim, h, one_year=one_year, part=ground.part) and (sure(h, claim) or speaks_of(claim, h))
        ]
        exact = [h for h in exact if not self._of_unsaid_basis(claim, h.described.fact)]
        if (
            not exact
            or (claim.summed and len(claim.topics) > 1)
            or any(is_item(item, h, frozenset()) for h in agreeing)
        ):
            return slips.nearest(claim, fitting[0].described.fact)
        fact = exact[0].described.fact
        if is_borderline(claim.stated, fact.quantity) or agrees(claim.stated, fact.quantity):
            return slips.nearest(claim, fact)
        verdict = other_side(self.library, claim, fact) or slips.explain(claim, fact, hits, ground, self.matcher)
        return slips.of_its_own_name(claim, verdict)

    def _continued(self, claim: Claim, ground: Ground) -> Verdict | None:
        """What else the figure may be of (甲项目 5万元，自评得分 90 分), where the documents then agree with it."""
        for topics in claim.others:
            other = replace(claim, topics=topics)
            hits = self.matcher.hits(ground.ids, self.wanted(other, (*topics, *ground.part)))
            if not hits or hits[0].explained < WELL_EXPLAINED or not sure(hits[0], other):
                continue
            fact = hits[0].described.fact
            how = agrees(claim.stated, fact.quantity) if fits(claim, fact) else None
            if how is not None:
                return _agreed(claim, fact, how, ())
        return None

    def _of_unsaid_basis(self, claim: Claim, fact: Fact) -> bool:
        """A past year's amount in a budget, of which no basis is printed, does not contradict what accounts may say."""
        if fact.basis != "prior_year" or "final_accounts" not in _bases(claim):
            return False
        return self.library.disclosure(fact.disclosure_id).kind == "budget"

    def _elsewhere(self, claim: Claim, ground: Ground) -> Verdict:
        """Not found, with the very amount that is stated where the thing has it in another year or of another body."""
        silence = self._silence(claim, ground)
        if slips.is_telling(claim):
            for topics in _readings(claim):
                wanted = replace(self.wanted(claim, topics), year=None)
                if hit := self._same(claim, self.matcher.hits(ground.ids, wanted)):
                    return slips.misplaced(claim, hit.described.fact)
            others = self.library.bodies if len(self.library.bodies) <= MOST_BODIES else ()
            for body in others:
                if body == ground.body:
                    continue
                ids = self._ground(claim, body).ids
                wanted = self.wanted(claim, _readings(claim)[-1])
                if hit := self._same(claim, self.matcher.hits(ids, wanted)):
                    return slips.of_another_body(claim, hit.described.fact, hit.shelf.disclosure)
        return Verdict("not_found", silence)

    def _same(self, claim: Claim, hits: Sequence[Hit]) -> Hit | None:
        return next(
            (h for h in hits[:8] if sure(h, claim) and agrees(claim.stated, h.described.fact.quantity) == "equal"), None
        )

    def _silence(self, claim: Claim, ground: Ground) -> str:
        known = [self.library.disclosure(i) for i in ground.ids]
        if claim.year is not None and not _speaks_of(known, claim.year):
            return f"没有{ground.body.issuer}{claim.year}年的公开文件"
        return "所述单位未披露此项"


def fits(claim: Claim, fact: Fact) -> bool:
    """Whether a fact is of the basis that the claim names, and its change counted from the same base."""
    bases = _bases(claim)
    if bases and claim.measure == "amount" and fact.basis not in {*bases, "prior_year", "target"}:
        return False
    row_year = _ROW_YEAR.match(fact.row.split("/")[-1])
    if row_year and claim.year is not None and int(row_year[1]) != claim.year:
        return False
    if claim.measure in {"change", "growth"} and claim.base:
        return slips.same_base(claim, fact)
    return True


def _bases(claim: Claim) -> tuple[Basis, ...]:
    bases: tuple[Basis, ...] = claim.bases or ((claim.kind,) if claim.kind else ())
    loosely = bases == ("budget",) and "年初" not in claim.text
    return (*bases, "adjusted_budget") if loosely else bases


def _readings(claim: Claim) -> list[tuple[Topic, ...]]:
    """What the thing may be: part within whole (死亡抚恤 … 其中基本支出), else the thing by itself."""
    if claim.above and claim.above != claim.topics:
        return [(*claim.above, *claim.topics), claim.topics]
    return [claim.topics]


def _phases(claim: Claim) -> list[Claim]:
    """The claim on the basis that it names; where it names none, also on each, for all that is computed with."""
    if claim.bases or claim.condition is not None:
        return [claim]
    of_kind: list[tuple[Basis, ...]] = [("budget",), ("final_accounts",)]
    return [claim, *(replace(claim, bases=bases) for bases in of_kind)]


def _speaks_of(disclosures: Sequence[Disclosure], year: int | None) -> bool:
    return year is None or any(year in {d.fiscal_year, d.fiscal_year - 1} for d in disclosures)


def _agreed(claim: Claim, fact: Fact, how: How, others: Sequence[Fact]) -> Verdict:
    direction = slips.opposite(claim, fact)
    same = tuple(o for o in others if o.quantity.base == fact.quantity.base)[:1]
    if direction:
        return Verdict("contradicted", direction, (fact, *same))
    reasons = {
        "equal": "与原文一致",
        "converted": f"换算后一致，原文为 {fact.quantity}",
        "rounded": f"四舍五入后一致，原文为 {fact.quantity}",
        "bounded": f"与原文相符，原文为 {fact.quantity}",
    }
    return Verdict("supported", reasons[how], (fact, *same))


def _by_computation(computed: derived.Derived) -> Verdict:
    outcome: Outcome = "supported" if computed.agrees else "contradicted" if computed.firm else "not_found"
    said = {"supported": "按公开数计算一致", "contradicted": "按公开数计算不符", "not_found": "未能核对，最接近的计算"}
    reason = f"{said[outcome]}：{computed.formula}"
    return Verdict(outcome, reason, computed.facts, computed.quantity, computed.label)


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of several: all must be supported."""
    for outcome in ("contradicted", "not_found", "disputed"):
        if found := next((v for v in verdicts if v.outcome == outcome), None):
            return found
    first = verdicts[0]
    facts = tuple(dict.fromkeys(f for v in verdicts for f in v.facts)) if first.computed is None else first.facts
    return replace(first, facts=facts)
