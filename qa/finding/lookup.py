"""查数: which facts answer, by key and by words, each with a score that says how much of the question it explains.

A fact explains a dictionary term of the question where its row (or column) is of that term, and words of
the question where its labels carry them, rarer words weighing more. What a fact says beyond the question
(another project, another column) counts against it. Weights are few and measured (WHY.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import terms
from corpus.disclosure import Basis, Fact, Measure
from corpus.money import Quantity, UnitClass
from qa.finding import effort
from qa.finding.asked import MOST_KEPT, Asked, Slot, share, weighed, weighted
from qa.finding.explaining import TOTALS, explained_by, explains, is_named, kinship
from qa.library import Described, Shelf, grams
from qa.understanding.question import bases_in


@dataclass(frozen=True)
class Hit:
    """命中: a fact, its score, the share of the question that it explains and of its own label that is named (0 to 1).

    ``counted`` says that it is counted in the measure word that was asked for (多少辆 → 1辆); ``headless`` that it
    leaves the last thing named unexplained; ``astray`` that something named before, which it must be about, is nowhere in it.
    """

    described: Described
    shelf: Shelf
    score: float
    explained: float
    covered: float
    counted: bool = False
    headless: bool = False
    astray: bool = False


AMOUNTS: tuple[Measure, ...] = ("amount", "count")
HEAD_EXPLAINED = 0.5
HEAD_MISSED = 0.5
EVEN = 9
"""Decimals to which scores are compared: words are added up in the order of their hashes, which differs by the process."""
MANY = 8
"""Facts that are weighed together take the effort of one that is looked at closely."""
LEAST_EXPLAINED = 0.3
"""Facts that explain less of what is asked are no hits."""
CARRIED = 0.3
"""How much of a thing named before a figure must carry to be about it."""
NAMESAKE = 0.5
"""What a row gains that is the asked outlay under its own name, over a project that has the outlay in its name."""
OTHER_MEASURES: dict[Measure, float] = {
    "rate_unit": 0.25,
    "actual": 0.15,
    "target": 0.1,
    "score": -0.1,
    "rate": 0.0,
    "completion": -0.2,
}
"""How well other measures do where a question names none."""
PART_ONLY = 0.4
"""What counts against a part of the named thing, printed under it by a name of its own."""
NARROWER = 0.3
"""What counts against the total of a table of one fund, where the total of all funds may be printed too."""
NARROWER_LINE = 0.06
"""What counts against a line of such a table: the same line of a table of all funds goes before it."""
_FUND = re.compile(r"财政拨款|公共预算|基金|国有资本|专户")
_OF_FUND = frozenset({"fiscal_appropriation", "fiscal_appropriation_expenditure"})
WHOLLY = 0.97
"""Where all that a question names is explained, less of the fact's own name need be named."""
LIFETIME = 0.8
"""What a project's total budget gains where it is asked for by that name."""
ACCEPT = 0.62
"""The least share of the question's content that an answering fact must explain."""


def rank(slot: Slot) -> list[Hit]:
    """Facts that may fill the slot, best first."""
    key = (Slot, slot.key, slot.shelves)
    return list(effort.once(key, lambda: _ranked(slot)))


def _ranked(slot: Slot) -> list[Hit]:
    hits = [hit for shelf in slot.shelves for hit in _hits(slot, shelf)]
    return sorted(
        hits, key=lambda h: (-round(h.score, EVEN), h.described.fact.origin == "prose", h.described.fact.place.start)
    )


def _hits(slot: Slot, shelf: Shelf) -> Iterator[Hit]:
    """Those of one disclosure. How much a fact explains is known of all at once; the rest is asked of the few that explain."""
    asked = weighed(slot, shelf)
    bound = weighed(replace(slot, topics=slot.bound, codes=()), shelf).units if slot.bound else ()
    before = [explains(u, shelf) for u in bound]
    few = _explaining(asked, shelf)
    effort.spend(len(asked.units) * (len(shelf.facts) // MANY + len(few)), shelf.disclosure.id)
    for n, explained, head, astray in few:
        hit = _hit(slot, shelf, shelf.facts[n], asked, explained, head)
        if hit is not None:
            astray = astray or any(p[n] < CARRIED for p in before)  # noqa: PLW2901 - also by what was named before
            yield replace(hit, astray=True, score=hit.score - HEAD_MISSED) if astray else hit


def _explaining(asked: Asked, shelf: Shelf) -> Sequence[tuple[int, float, float, bool]]:
    """Facts that explain enough to be hits: place, how much, how much of the last thing named, whether a term is nowhere in it."""
    kept: dict[int, tuple[Asked, list[tuple[int, float, float, bool]]]] = shelf.kept("explaining", MOST_KEPT)
    if (held := kept.get(id(asked))) is not None:
        return held[1]
    parts = [explains(u, shelf) for u in asked.units]
    outright = [p for u, p in zip(asked.units, parts, strict=True) if u.concept and is_outright(u.concept)]
    found = [
        (n, explained, parts[-1][n] if parts else 0.0, any(p[n] <= 0 for p in outright))
        for n, explained in explained_by(asked, parts, len(shelf.facts))
        if explained >= LEAST_EXPLAINED
    ]
    kept[id(asked)] = (asked, found)  # the asked is kept with it, so that no other takes its identity
    return found


def _hit(slot: Slot, shelf: Shelf, described: Described, asked: Asked, explained: float, head: float) -> Hit | None:
    fact = described.fact
    if slot.year is not None and fact.year != slot.year and not _as_of(slot.year, shelf, described):
        return None
    if slot.measures and fact.measure not in slot.measures:
        return None
    if fact.measure == "score" and "分值" in fact.column and "分值" not in "".join(t.text for t in slot.topics):
        return None  # what could be scored is not what was
    if not slot.measures and fact.measure in {"change", "growth", "share"}:
        return None  # asked for outright or not at all
    if slot.strict and _of_other_stage(slot.strict, fact):
        return None
    if (
        fact.quantity.base in slot.wholes
        or not _unit_fits(slot, described)
        or (slot.scope and fact.scope != slot.scope)
    ):
        return None
    if fact.quantity.unit_class is not UnitClass.MONEY and any(u.paid for u in asked.distinct):
        return None
    covered = _covered(asked, described, shelf)
    score = 2.0 * explained + covered
    headless = _misses_head(asked, described, shelf, head)
    score -= _beyond(slot, asked, described)
    score += _key_fit(slot, shelf, described) - HEAD_MISSED * headless
    score += NAMESAKE * any(u.is_name_of(described) for u in asked.distinct)
    score += 0.3 * ((fact.disclosure_id, fact.context.start) in slot.near) + _tips(slot, described)
    if slot.counter and fact.subject and asked.meant(described.subject) > 0.9:
        covered = max(covered, 0.5)
    counted = slot.counter is not None and _bare(fact.quantity.unit) == _bare(slot.counter)
    return Hit(described, shelf, score, explained, covered, counted, headless)


def _as_of(year: int, shelf: Shelf, described: Described) -> bool:
    """时点数: people and assets as they stood at the end of the year before stand in this year's document.

    An amount whose column says its year (2025年预算数) is of that year alone.
    """
    fact = described.fact
    dated = str(fact.year) in fact.column
    stands = fact.measure == "count" or (fact.measure == "amount" and fact.basis == shelf.disclosure.kind and not dated)
    return stands and shelf.disclosure.fiscal_year == year == fact.year + 1


def _unit_fits(slot: Slot, described: Described) -> bool:
    quantity = described.fact.quantity
    if slot.money and quantity.unit_class is not UnitClass.MONEY:
        return False
    if slot.counter == "百分点":
        return quantity.unit_class in {UnitClass.RATE, UnitClass.POINTS}
    if slot.counter:
        unit = quantity.unit.split("/")[0]
        return quantity.unit_class is UnitClass.COUNT and (unit == slot.counter or _alike(slot.counter, unit))
    return True


_ALIKE = (
    {"人", "名", "个", "位"},
    {"家", "个", "户"},
    {"项", "个"},
    {"台", "台套", "台(套)", "个"},
    {"次", "场", "期"},
    {"批", "批次"},
    {"辆", "台"},
)


def counters_like(counter: str) -> frozenset[str]:
    """量词: the measure words that people use for a printed one, itself included."""
    return frozenset({counter}).union(*(group for group in _ALIKE if counter in group))


def in_kind(one: Quantity, other: Quantity) -> bool:
    """同类: whether two figures are of one class, and counts in one measure word: 家 and 人次 are neither added nor compared."""
    counts = one.unit_class is UnitClass.COUNT
    return one.unit_class is other.unit_class and (not counts or _bare(other.unit) in counters_like(_bare(one.unit)))


def _bare(unit: str) -> str:
    """A measure word without what it is counted per, 台(套) and 台套 as 台."""
    return re.sub(r"^台\(?套\)?$", "台", unit.split("/", maxsplit=1)[0])


def _alike(asked: str, printed: str) -> bool:
    return any({asked, printed} <= group for group in _ALIKE)


def _misses_head(asked: Asked, described: Described, shelf: Shelf, explained: float) -> bool:
    """Whether the fact leaves the last thing named unexplained: a Chinese noun phrase ends in its head."""
    if len(asked.units) < 2 or any(u.code for u in asked.distinct):
        return False
    head = asked.units[-1]
    if head.concept:
        return explained < HEAD_EXPLAINED
    labels = described.row | described.subject | described.column
    if head.others:
        labels |= {w for w, same in head.others if not same.isdisjoint(labels)}
    spoken = 0.45 if any(u.concept for u in asked.distinct) else 0.7
    return max(weighted(shelf, head.words, labels), spoken * share(head.words, described.context)) < HEAD_EXPLAINED


def is_outright(concept: str) -> bool:
    """Whether figures are printed under the term's own name: no total, no word for a kind of thing."""
    return concept not in TOTALS and terms.TERMS[concept].role in {"amount", "people"}


def _tips(slot: Slot, described: Described) -> float:
    """A little for what the question speaks of around the asked thing."""
    tips = 0.0
    for topic in slot.context:
        if topic.concept and topic.concept in (described.fact.concept, described.fact.aspect):
            tips += 0.05
        elif share(grams(topic.text), described.all) >= 0.8:
            tips += 0.2
    return tips


def _covered(asked: Asked, described: Described, shelf: Shelf) -> float:
    """How much of the fact's own label the question names: 1 where its concept is asked for."""
    fact = described.fact
    if any(
        u.code and (u.code == fact.row_code or (not fact.row_code and is_named(fact, u.code))) for u in asked.distinct
    ):
        return 1.0
    if any(u.concept and kinship(u.concept, fact.concept) for u in asked.distinct):
        return 1.0
    if any(u.is_name_of(described) for u in asked.distinct):
        return 1.0
    if any(share(n, described.leaf) >= 0.99 for u in asked.distinct for n in u.names):
        return 0.8
    if fact.subject and (GENERIC_ROW.search(fact.row.split("/")[-1]) or described.subject <= described.leaf):
        return min(1.0, asked.meant(described.subject))
    leaf = described.leaf
    weights = {w: min(shelf.rarity.get(w, shelf.unseen), 5.0) for w in leaf}
    total = sum(weights.values())
    return sum(weights[w] for w in leaf & asked.words) / total if total else 0.0


def _beyond(slot: Slot, asked: Asked, described: Described) -> float:
    """What the fact is about beyond the question: another project, a part where the whole is asked."""
    fact = described.fact
    against = 0.0
    said = "".join(t.text for t in (*slot.topics, *slot.context))
    if fact.subject:
        own = 0.0 if GENERIC_ROW.search(fact.row.split("/")[-1]) else 0.8 * share(described.leaf, asked.words)
        against += 1.2 * (1.0 - asked.meant(described.subject)) ** 1.5 * (1.0 - own)
    elif asked.named and share(asked.named, described.row) < 0.8:
        against += 1.2  # a project is named, and this is not about it
    if fact.aspect and fact.aspect not in asked.concepts:
        against += 0.35
    if fact.concept and asked.concepts and fact.concept not in asked.concepts and fact.aspect in asked.concepts:
        against += 0.5
    elif fact.concept == "government_procurement" and asked.concepts and not _bought(asked, said):
        against += 0.35  # what is bought of it, where what it costs is asked for
    if fact.concept == "self_score" and fact.measure == "score" and asked.beside(described):
        against += 0.5  # 预算执行得分 is not the total score
    if "收入" in fact.column.split("/")[-1] and "收入" not in said and not re.search(r"收入|计$", fact.row):
        against += 0.3  # what a function received, where what it spent is asked for
    if "总预算" in fact.row.split("/")[-1] and fact.subject and not re.search(r"总预算|总投资", said):
        against += 0.4  # of all years of the project
    if is_of_one_fund(fact, asked.concepts, said):
        against += NARROWER
    elif fact.concept in asked.concepts and _is_narrower(fact, said):
        against += NARROWER_LINE
    parents = fact.row.split("/")[:-1]
    if parents and not slot.codes:
        against += 0.1 + PART_ONLY * _only_under(asked, described)
    return against


def _bought(asked: Asked, said: str) -> bool:
    """Whether what is bought is asked for: by the name of procurement, or by what is no name of a kind of expenditure."""
    spent = all(terms.TERMS[c].codes for c in asked.concepts)
    return not spent or re.search(r"采购|[购买]", said) is not None


def is_of_one_fund(fact: Fact, concepts: frozenset[str], said: str) -> bool:
    """Whether it is the total of a table of one fund alone (财政拨款收支总表), which the question does not speak of."""
    total = fact.concept in TOTALS or (fact.concept in _OF_FUND and fact.concept not in concepts)
    return total and _is_narrower(fact, said)


def _is_narrower(fact: Fact, said: str) -> bool:
    table = fact.table or ""
    return "三公" not in table and _FUND.search(table) is not None and _FUND.search(said) is None


def _only_under(asked: Asked, described: Described) -> bool:
    """Whether a name of the question is borne by a row above alone (三、服务/会议费, where 服务 is asked for): a part of it."""
    row = described.fact.row.split("/")
    borne = any(not u.concept and not u.code and u.words & described.row for u in asked.distinct)
    whole = GENERIC_ROW.search(row[-1]) is not None or row[-1] in {"合计", "小计", "总计"}
    return borne and not whole and not described.leaf & asked.words


def _key_fit(slot: Slot, shelf: Shelf, described: Described) -> float:
    """How year, basis and measure fit what was asked, or what is usual where nothing was said."""
    fact, document = described.fact, shelf.disclosure
    fit = 0.0
    if slot.year is None and fact.year != document.fiscal_year:
        fit -= 0.1 if fact.measure == "count" else 0.7
    if slot.bases:
        if "target" in slot.bases and fact.measure in {"target", "actual"}:
            fit += 0.25 if fact.measure == "target" else -0.6
        elif fact.quantity.unit_class is UnitClass.MONEY and fact.measure == "amount":
            fit += 0.25 if stage(fact) in slot.bases else -0.6
        elif fact.measure == "count" and not slot.counter:
            fit -= 0.4
    elif document.kind == "final_accounts" and fact.basis in {"budget", "adjusted_budget"}:
        fit -= 0.4
    measures = slot.measures or AMOUNTS
    if fact.measure in measures:
        fit += 0.4 - 0.05 * measures.index(fact.measure)
    elif not slot.measures and fact.measure in OTHER_MEASURES:
        fit += OTHER_MEASURES[fact.measure] - 0.5 * bool(slot.bases and not slot.counter)
    else:
        fit -= 0.8
    if (
        not slot.measures
        and fact.quantity.unit_class is UnitClass.RATE
        and not any("率" in t.text or "满意" in t.text for t in slot.topics)
    ):
        fit -= 0.7
    if slot.counter and fact.quantity.unit.split("/")[0] == slot.counter:
        fit += 0.3
    fit += LIFETIME * (slot.lifetime and fact.concept == "project_total_budget")
    return fit + 0.05 * fact.verified


def _of_other_stage(strict: Basis, fact: Fact) -> bool:
    """Whether an amount of money is of another stage than the one insisted on."""
    money = fact.quantity.unit_class is UnitClass.MONEY and fact.measure == "amount"
    return money and stage(fact) not in {strict, "prior_year", "target"}


def stage(fact: Fact) -> Basis:
    """The stage of an amount; for one of an earlier year, what its label says (2020年年初预算, 2020年实际执行)."""
    if fact.basis != "prior_year":
        return fact.basis
    named = bases_in(fact.row.split("/")[-1]) or bases_in(fact.column.split("/")[-1])
    return "final_accounts" if "final_accounts" in named else named[-1] if named else fact.basis


def accepted(hit: Hit) -> bool:
    """Whether a hit explains the question well enough to be stated as its answer."""
    if hit.astray or (hit.headless and not hit.counted):
        return False
    enough = 0.85 * ACCEPT if hit.covered >= 1.0 or hit.counted else ACCEPT
    named = 0.1 if hit.counted else 0.15 if hit.explained >= WHOLLY else 0.45
    return hit.explained >= enough and hit.covered >= named and hit.score >= 1.4


GENERIC_ROW = re.compile(
    r"^\d{4}年|年度财政资金总额|全年预算|执行数|项目(?:当年|总|本年度)预算|资金(?:申请)?总额[:：]?$|当年预算合计|^合计$|预算执行情况|偏差|原因|前两年|总分|自评得?分"
)
"""Rows of project forms whose thing is the project itself."""


def alike(ranked: Sequence[Hit], first: Hit) -> list[Hit]:
    """Hits as good as the first that say the same amount: further places of one figure."""
    same = first.described.fact.quantity
    return [
        h
        for h in ranked
        if h.score >= first.score - 0.6
        and _same_amount(h, first)
        and h.described.fact.quantity.unit_class is same.unit_class
    ]


def _same_amount(one: Hit, other: Hit) -> bool:
    a, b = one.described.fact.quantity, other.described.fact.quantity
    return a.base == b.base
