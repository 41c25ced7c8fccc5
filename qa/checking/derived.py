"""推算: what a claim states and no document prints, computed from facts: shares, growth, sums, the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.disclosure import Basis, Fact
from corpus.money import Quantity, UnitClass
from corpus.terms import TERMS
from qa.answer import fact_label
from qa.answering.shares import WHOLES
from qa.checking.agreement import Stated, agrees, comparable, is_borderline
from qa.checking.claim_topics import is_slight
from qa.checking.claim_words import Condition
from qa.checking.claims import Claim, Than
from qa.checking.exactness import is_item
from qa.checking.likeness import sure
from qa.checking.matching import Matcher, Wanted
from qa.checking.verdict import Ground
from qa.finding.explaining import TOTALS
from qa.library import grams
from qa.plan import arithmetic
from qa.plan.arithmetic import Computed
from qa.understanding.question import Topic

NEAR = 0.3
"""Figures that answer nearly as well as the best one."""
MOSTLY = 0.75
"""How many of them must say its amount."""
_LAST_DIGIT = Decimal("0.01")
MONEY = Quantity(Decimal(0), "万元")


@dataclass(frozen=True)
class Derived:
    """推算: the computed quantity, how, from which facts, and whether the claim agrees with it.

    ``firm`` says that every operand is of the very thing that the claim names, so that the result may contradict it.
    """

    quantity: Quantity
    formula: str
    facts: tuple[Fact, ...]
    label: str
    agrees: bool
    strict: bool = True
    firm: bool = True


def derive(claim: Claim, ground: Ground, matcher: Matcher, other: Ground | None = None) -> Derived | None:
    """推算 of what the claim states; None where an operand is not disclosed. ``other`` is whom it is compared with."""
    seeker = _Seeker(claim, ground, matcher)
    if claim.than is not None:
        return seeker.compared(_Seeker(claim, other or ground, matcher), claim.than)
    return seeker.derive()


_RATES = {
    "占比": "share",
    "比重": "share",
    "执行率": "completion",
    "完成率": "completion",
    "增": "growth",
    "降": "growth",
}
_PROJECT_MEASURES = {"执行率": "completion", "完成率": "completion", "得分": "score", "自评分": "score"}


def _is_of(condition: Condition, fact: Fact, year: int | None) -> bool:
    """Whether a fact is the measure of a project that a condition speaks of."""
    if year is not None and fact.year != year:
        return False
    wanted = _PROJECT_MEASURES.get(condition.what)
    if wanted:
        return fact.measure == wanted
    return fact.measure == "amount" and fact.basis == "final_accounts" and fact.concept == "project_expenditure"


def add_up(claim: Claim, grounds: Sequence[Ground], matcher: Matcher) -> Derived | None:
    """两家合计: one thing of several bodies, added up; None where it is not disclosed of each."""
    seekers = [_Seeker(claim, ground, matcher) for ground in grounds]
    found = [f for s in seekers if (f := s.fact(claim.topics, claim.year, claim.bases)) is not None]
    if len(found) < len(seekers) or len({f.quantity.unit_class for f in found}) > 1:
        return None
    seekers[0].firm = all(s.firm for s in seekers)
    return seekers[0].result(arithmetic.total([f.quantity for f in found]), found, "合计")


def _alike(one: Fact, other: Fact, *, named: bool) -> bool:
    """Whether two figures are of one year, stage, scope and thing, so that both may be what is named.

    Where a total goes by another name than the one that is ``named``, every total may be meant.
    """
    same = all(
        getattr(one, key) == getattr(other, key) for key in ("year", "basis", "scope", "measure", "subject", "aspect")
    )
    return same and (one.concept == other.concept or (not named and {one.concept, other.concept} <= TOTALS))


def _are_one(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether figures of one name mostly say the amount that was chosen: of several amounts, none may contradict."""
    same = [f for f in facts if abs(f.quantity.base - fact.quantity.base) <= max(f.quantity.step, fact.quantity.step)]
    return len(same) >= MOSTLY * len(facts)


class _Seeker:
    def __init__(self, claim: Claim, ground: Ground, matcher: Matcher) -> None:
        self.claim = claim
        self.ground = ground
        self.matcher = matcher
        self.firm = not claim.loose

    def derive(self) -> Derived | None:
        claim = self.claim
        if claim.condition is not None:
            return self._counted(claim.condition)
        match claim.measure:
            case "share" | "rate" if claim.whole or claim.measure == "share":
                return self._share()
            case "completion":
                return self._completion()
            case "growth" | "change":
                return self._moved()
            case "times":
                return self._times()
            case "per_head":
                return self._per_head()
            case "amount" | "count" if len(claim.years) > 1:
                return self._sum_of_years()
            case "amount" | "count" if claim.summed and len(claim.topics) > 1:
                return self._sum()
            case "amount" | "count" if claim.year is not None:
                return self._year_before()
            case _:
                return None

    def fact(self, topics: Sequence[Topic], year: int | None, bases: tuple[Basis, ...] = ()) -> Fact | None:
        """The printed amount of a thing, None where no fact is surely about it."""
        unit = MONEY if self.claim.measure != "count" else self.claim.quantity
        for measure, quantity in (("amount", unit), ("count", Quantity(Decimal(0), "人"))):
            wanted = Wanted(tuple(topics) + self.ground.part, quantity, measure, year, bases)
            hits = self.matcher.hits(self.ground.ids, wanted)
            fitting = [h for h in hits if not bases or h.described.fact.basis in {*bases, "prior_year"}]
            if fitting and sure(fitting[0]):
                fact = fitting[0].described.fact
                words = self._words(topics)
                named = fact.concept in {t.concept for t in topics}
                near = [h for h in fitting if h.score >= fitting[0].score - NEAR]
                alike = [
                    h for h in near if _alike(h.described.fact, fact, named=named) and is_item(tuple(topics), h, words)
                ]
                self.firm = self.firm and fitting[0] in alike and _are_one(fact, [h.described.fact for h in alike])
                return fact
        return None

    def _words(self, topics: Sequence[Topic]) -> frozenset[str]:
        return frozenset().union(*map(grams, (self.claim.text, *(t.text for t in topics))))

    def rate(self, topics: Sequence[Topic]) -> Fact | None:
        """The printed share, rate or growth of a thing, by the word that the claim uses."""
        measure = next((m for word, m in _RATES.items() if word in self.claim.text), "rate")
        wanted = Wanted(tuple(topics) + self.ground.part, Quantity(Decimal(0), "%"), measure, self.claim.year)
        hits = self.matcher.hits(self.ground.ids, wanted)
        return hits[0].described.fact if hits and sure(hits[0]) else None

    def moved(self, topics: Sequence[Topic], year: int | None) -> Fact | None:
        """The printed change of a thing against the year before."""
        wanted = Wanted(tuple(topics) + self.ground.part, MONEY, "change", year)
        hits = [
            h
            for h in self.matcher.hits(self.ground.ids, wanted)
            if "预算" not in h.described.fact.column or "20" in h.described.fact.column
        ]
        return hits[0].described.fact if hits and sure(hits[0]) else None

    def result(self, computed: Computed | None, facts: Sequence[Fact], label: str) -> Derived | None:
        """The outcome of a computation, held against the claim."""
        if computed is None:
            return None
        found = computed.quantity
        if not comparable(self.claim.quantity, found):
            return None
        strict = agrees(self.claim.stated, found) is not None
        agreed = strict or self._within_rounding(facts, found)
        if self.claim.direction is not None and found.value and self.claim.measure in {"growth", "change"}:
            agreed = agreed and (found.value > 0) == (self.claim.direction > 0)
        firm = self.firm and not is_borderline(self.claim.stated, found)
        return Derived(found, computed.formula, tuple(facts), label, agreed, strict, firm)

    def _within_rounding(self, facts: Sequence[Fact], found: Quantity) -> bool:
        """A stated per cent one last digit off: the issuer computed it from amounts before rounding."""
        stated = self.claim.quantity
        if self.claim.stated.manner != "exact" or stated.unit_class is not found.unit_class or len(facts) < 2:
            return False
        if found.unit != "%" or abs(abs(stated.value) - abs(found.value)) > max(stated.step, _LAST_DIGIT):
            return False
        if self.claim.measure in {"share", "completion", "rate"}:
            return arithmetic.consistent_rate(stated, facts[0].quantity, facts[1].quantity)
        return False

    def compared(self, other: _Seeker, than: Than) -> Derived | None:
        """甲比乙多, 是乙的…倍: the two amounts, of this body and of the ``other``, on the basis named or the usual one."""
        found = [
            self._held_against(other, than, bases) for bases in dict.fromkeys((than.bases or self.claim.bases, ()))
        ]
        known = [f for f in found if f is not None]
        known.sort(key=lambda f: (not f.agrees, agrees(self.claim.stated, f.quantity) is None))
        return known[0] if known else None

    def _held_against(self, other: _Seeker, than: Than, bases: tuple[Basis, ...]) -> Derived | None:
        claim = self.claim
        if claim.quantity.unit_class is UnitClass.POINTS:
            this, base = self.rate(claim.topics), other.rate(than.topics or claim.topics)
        else:
            this = self.fact(claim.topics, claim.year, claim.bases)
            base = other.fact(than.topics or claim.topics, than.year or claim.year, bases)
        if this is None or base is None or this.id == base.id:
            return None
        if this.quantity.unit_class is not base.quantity.unit_class:
            return None
        steps = {"times": arithmetic.times, "growth": arithmetic.growth}
        step = steps.get(claim.measure, arithmetic.difference)
        label = f"{fact_label(this)}与{fact_label(base)}之差"
        self.firm = self.firm and other.firm
        return self.result(step(this.quantity, base.quantity), (this, base), label)

    def _per_head(self) -> Derived | None:
        """人均: the amount over the people in post."""
        claim = self.claim
        people = [t for t in claim.topics if t.concept and TERMS[t.concept].role == "people"]
        things = tuple(t for t in claim.topics if t not in people and t.text not in {"人均", "平均", "每人"})
        amount = self.fact(things, claim.year, claim.bases)
        count = self.fact(people or (Topic("", 0, 0, "serving_staff"),), claim.year)
        if amount is None or count is None or amount.quantity.unit_class is count.quantity.unit_class:
            return None
        return self.result(
            arithmetic.mean(amount.quantity, count.quantity), (amount, count), f"人均{fact_label(amount)}"
        )

    def _counted(self, condition: Condition) -> Derived | None:
        """How many projects meet a condition, of those for which the measure is printed."""
        met: dict[str, Fact] = {}
        known: set[str] = set()
        for shelf_id in self.ground.ids:
            facts = self.matcher.index(shelf_id).shelf.facts
            self.matcher.spend(len(facts))
            for described in facts:
                fact = described.fact
                if fact.subject is None or not _is_of(condition, fact, self.claim.year):
                    continue
                known.add(fact.subject)
                if agrees(Stated(Quantity(condition.limit, fact.quantity.unit), condition.manner), fact.quantity):
                    met.setdefault(fact.subject, fact)
        if not known:
            return None
        found = Quantity(Decimal(len(met)), self.claim.quantity.unit)
        names = "、".join(met) or "无"
        return Derived(
            found,
            f"共 {len(met)} 个：{names}",
            tuple(met.values()),
            "项目数",
            agrees(self.claim.stated, found) is not None,
        )

    def _share(self) -> Derived | None:
        claim = self.claim
        part = self.fact(claim.topics, claim.year, claim.bases)
        if part is None:
            return None
        said = claim.whole or claim.above
        wholes = [said] if said else [(Topic("", 0, 0, concept),) for concept in WHOLES]
        self.firm = self.firm and bool(said)
        tried: Derived | None = None
        for topics in wholes:
            whole = self.fact(topics, part.year, claim.bases)
            if whole is None or whole.quantity.unit_class is not part.quantity.unit_class:
                continue
            label = f"{fact_label(part)}占{fact_label(whole)}的比例"
            found = self.result(arithmetic.ratio(part.quantity, whole.quantity), (part, whole), label)
            if found and (found.agrees or tried is None):
                tried = found
            if found and found.agrees:
                break
        return tried

    def _completion(self) -> Derived | None:
        claim = self.claim
        final = self.fact(claim.topics, claim.year, ("final_accounts",))
        if final is None:
            return None
        tried: Derived | None = None
        bases: tuple[Basis, ...] = ("budget", "adjusted_budget")
        for basis in bases:
            budget = self.fact(claim.topics, claim.year, (basis,))
            if budget is None or budget.basis == final.basis:
                continue
            if budget.quantity.unit_class is not final.quantity.unit_class:
                continue  # how many there are is no part of what they cost
            found = self.result(
                arithmetic.ratio(final.quantity, budget.quantity), (final, budget), f"{fact_label(final)}完成率"
            )
            if found and found.agrees:
                return found
            tried = tried or found
        return tried

    def _moved(self) -> Derived | None:
        """A change or its rate: against the budget, or against the year before, printed or worked out."""
        claim = self.claim
        against_budget = (
            "预算" in claim.base
            and claim.base_year is None
            and "年" not in claim.base.replace("年初", "").replace("全年", "")
        )
        bases: tuple[Basis, ...] = ("final_accounts",) if against_budget else claim.bases
        this = self.fact(claim.topics, claim.year, bases)
        if this is None:
            return None
        if against_budget:
            before = self.fact(claim.topics, claim.year, ("budget",)) or self.fact(
                claim.topics, claim.year, ("adjusted_budget",)
            )
        else:
            before = self.fact(claim.topics, claim.base_year or this.year - 1, claim.bases)
        if before is None or before.id == this.id or before.quantity.unit_class is not this.quantity.unit_class:
            return None
        self.firm = self.firm and bool(claim.base) and this.basis == before.basis
        step = arithmetic.growth if claim.measure == "growth" else arithmetic.difference
        return self.result(step(this.quantity, before.quantity), (this, before), f"{fact_label(this)}增减")

    def _times(self) -> Derived | None:
        claim = self.claim
        this = self.fact(claim.topics, claim.year, claim.bases)
        if this is None:
            return None
        if claim.whole:
            base = self.fact(claim.whole, claim.year, claim.bases)
        else:
            base = self.fact(claim.topics, claim.base_year or this.year - 1, claim.bases)
        if base is None or base.quantity.unit_class is not this.quantity.unit_class:
            return None
        return self.result(arithmetic.times(this.quantity, base.quantity), (this, base), "倍数")

    def _sum(self) -> Derived | None:
        claim = self.claim
        things = [t for t in claim.topics if not is_slight((t,))] or list(claim.topics)
        self.firm = self.firm and len(things) == len(claim.topics) and all(t.concept for t in things)
        parts = [self.fact((topic,), claim.year, claim.bases) for topic in things]
        found = [p for p in parts if p is not None]
        if len(found) != len(parts) or len({p.quantity.unit_class for p in found}) > 1:
            return None
        return self.result(arithmetic.total([p.quantity for p in found]), found, "合计")

    def _sum_of_years(self) -> Derived | None:
        found = [self.fact(self.claim.topics, year, self.claim.bases) for year in self.claim.years]
        known = [f for f in found if f is not None]
        if len(known) != len(found) or len({f.quantity.unit_class for f in known}) > 1:
            return None
        return self.result(arithmetic.total([f.quantity for f in known]), known, "合计")

    def _year_before(self) -> Derived | None:
        """上年: this year's amount less its printed change, of the same basis as the claim's."""
        claim = self.claim
        if claim.year is None:
            return None
        change = self.moved(claim.topics, claim.year + 1)
        this = self.fact(claim.topics, claim.year + 1)
        if this is None or change is None or change.direction is None or this.concept != change.concept:
            return None
        said = claim.bases or ((claim.kind,) if claim.kind else ())
        if (said and this.basis not in said) or this.quantity.unit_class is not change.quantity.unit_class:
            return None
        computed = arithmetic.year_before(this.quantity, change.quantity, change.direction)
        return self.result(computed, (this, change), f"{claim.year}年{fact_label(this)}")
