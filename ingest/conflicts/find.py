"""自相矛盾: what one disclosure says twice with different figures.

Two statements are about the same thing where concept, aspect, subject, measure, phase and year agree; projects
go by any of their names. A figure of the text that some table of the same thing bears out is no conflict: the
tables of one document hold different scopes of one name. Both sides of a conflict are kept and quoted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from corpus.disclosure import Check, Disclosure, Fact, Place, Table
from corpus.money import Quantity, UnitClass, round_half_up
from corpus.terms import TERMS, concept_of_label
from ingest import heads
from ingest.checks.tolerance import decimals
from ingest.conflicts.names import name_conflicts
from ingest.conflicts.scores import score_conflicts
from ingest.reports import is_report
from ingest.structure import naming

_APPROPRIATIONS: Final = re.compile(
    r"财政拨款收(入)?支(出)?(预算|决算)?总(体情况)?表|财政拨款收(入)?支(出)?(预算|决算)总表"
)
_TOTALS: Final = frozenset({"总计", "收入总计", "支出总计", "收、支总计"})
_PLANS: Final = frozenset({"budget", "adjusted_budget"})
_EXPLANATION: Final = 160
"""Characters that one item's explanation may run between its two amounts."""
_VAGUE: Final = frozenset({"project", "performance_evaluation", "performance_target", "fiscal_appropriation"})


@lru_cache(maxsize=1)
def _three_public() -> frozenset[str]:
    words = ("三公经费", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费")
    return frozenset(c for w in words if (c := concept_of_label(w, None)))


def conflicts(disclosure: Disclosure, facts: Sequence[Fact], tables: Sequence[Table] = ()) -> list[Check]:
    """自相矛盾 of one disclosure: each pair of statements that disagree, each score or count that does not add up.

    ``tables`` adds what only a table shows: titles of another year, one code under two names.
    """
    if is_report(disclosure):
        return []  # its sentences tell of several levels and funds in like words
    known = naming.aliases(facts)
    found = [
        *_projects(facts, known),
        *_whole(facts),
        *_appropriations(facts),
        *_items(facts),
        *_counts(facts, known),
        *_rates(facts),
        *score_conflicts(facts, known, tables),
    ]
    return _distinct([*found, *name_conflicts(disclosure, facts, tables, known)])


def _distinct(checks: Iterable[Check]) -> list[Check]:
    return list({(c.rule, c.about, c.places): c for c in checks}.values())


def agree(a: Quantity, b: Quantity) -> bool:
    """相符: the same amount, to the decimals of the one printed more coarsely."""
    if a.unit_class is not b.unit_class:
        return False
    if a.base == b.base:
        return True
    coarse, fine = (a, b) if a.step > b.step else (b, a)
    if a.step == b.step:
        return False
    fine_value = fine.to(coarse.unit).value if coarse.unit_class is UnitClass.MONEY else fine.value
    return round_half_up(fine_value, decimals(coarse)) == coarse.value


def disagreement(rule: str, about: str, one: Fact, other: Fact, grade: str = "contradiction") -> Check:
    """一对矛盾: ``one`` is the figure held against ``other``; a cent's tail is rounding, not a contradiction."""
    a, b = one.quantity, other.quantity
    expected = b.to(a.unit) if a.unit_class is UnitClass.MONEY and a.unit != b.unit else b
    gap = a.value - expected.value
    tail = Decimal("0.015") if a.unit_class is not UnitClass.COUNT else Decimal(0)
    small = abs(gap) <= tail and grade == "contradiction" and max(decimals(a), decimals(b)) >= 2
    return Check(
        rule,
        about,
        small or (None if grade == "wording" else False),
        expected if a.unit_class is UnitClass.COUNT else Quantity(expected.value, a.unit),
        a,
        Quantity(gap, a.unit),
        Quantity(tail, a.unit),
        "rounding" if small else grade,
        tuple(dict.fromkeys((one.context, other.context))),
    )


def _where(fact: Fact) -> str:
    return f"“{fact.table}”" if fact.origin == "table" else "正文"


def _thing(fact: Fact) -> str:
    term = TERMS.get(fact.concept or "")
    name = fact.subject or (term.name if term else fact.row.rpartition("/")[2])
    said = (heads.segments(fact.column) or [""])[-1] or {"budget": "预算", "final_accounts": "决算"}.get(fact.basis, "")
    return f"{name} {said}".strip()


def _phase(fact: Fact) -> str:
    """A self-evaluation's budget is the adjusted one; a text that says only 预算 may mean either."""
    said = heads.squeeze(fact.column + fact.row)
    if fact.basis in _PLANS and not any(w in said for w in ("年初", "调整", "全年", "总预算")):
        return "plan"
    return fact.basis


def _same_phase(a: Fact, b: Fact) -> bool:
    one, two = _phase(a), _phase(b)
    return one == two or ("plan" in {one, two} and {a.basis, b.basis} <= _PLANS)


def _projects(facts: Sequence[Fact], known: dict[str, str]) -> Iterator[Check]:
    """One project's money or rate of completion, wherever it is printed."""
    groups: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        money = fact.measure == "amount" and fact.concept == "project_expenditure"
        if fact.basis == "prior_year" or fact.aspect is not None:
            continue  # a history prints budget and outcome of one year; a source is a part
        if fact.subject and (money or (fact.measure == "completion" and not _is_indicator(fact))):
            groups[known[fact.subject], fact.measure, fact.year].append(fact)
    for members in groups.values():
        members.sort(key=lambda f: (f.origin != "table", not f.verified))
        for i, fact in enumerate(members):
            rivals = [m for m in members[:i] if _same_phase(m, fact) and m.place != fact.place]
            rivals = [m for m in rivals if m.table_id is None or m.table_id != fact.table_id or m.row == fact.row]
            if rivals and not any(agree(fact.quantity, m.quantity) for m in rivals):
                rival = rivals[0]
                about = f"{_thing(fact)}：{_where(fact)}为 {fact.quantity}，{_where(rival)}为 {rival.quantity}"
                yield disagreement("C.SAME", about, fact, rival)


def _is_indicator(fact: Fact) -> bool:
    return fact.row.count("/") > 1 or "目标" in fact.row


def _whole(facts: Sequence[Fact]) -> Iterator[Check]:
    """The body's own figures: the text against the tables, and against itself where no table speaks."""
    groups: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    printed = [f for f in facts if f.origin == "table" and not _is_remark(f) and f.quantity.value]
    sums = {round_half_up(f.quantity.base / 100, 0) for f in printed if f.quantity.unit_class is UnitClass.MONEY}
    for fact in facts:
        if fact.subject is None and fact.concept and fact.concept not in _VAGUE and _is_plain(fact):
            groups[fact.concept, fact.measure, fact.year].append(fact)
    for members in groups.values():
        tables = [f for f in members if f.origin == "table" and not _is_remark(f)]
        prose = [f for f in members if _is_remark(f) or (f.origin == "prose" and _names_whole(f))]
        for fact in prose:
            rivals = [t for t in tables if _same_phase(t, fact) and _same_scope(t, fact)]
            elsewhere = fact.measure == "amount" and round_half_up(fact.quantity.base / 100, 0) in sums
            said = [fact.quantity, *(p.quantity for p in prose if p.context == fact.context)]
            if rivals and not elsewhere and not any(agree(q, r.quantity) for q in said for r in rivals):
                yield _against(fact, rivals)
        if not tables:
            yield from _among(prose, facts)


def _appropriations(facts: Sequence[Fact]) -> Iterator[Check]:
    """财政拨款收、支总计: the text against the totals of the table of appropriations (总表), once for both sides."""
    totals = [f for f in facts if f.origin == "table" and _APPROPRIATIONS.search(f.table or "") and _tail(f) in _TOTALS]
    seen: set[Place] = set()
    for fact in facts:
        told = fact.origin == "prose" and fact.measure == "amount" and fact.aspect == "fiscal_appropriation"
        if not told or fact.concept not in {"total_revenue", "total_expenditure"} or not _tail(fact).endswith("总计"):
            continue
        rivals = [t for t in totals if t.basis == fact.basis and t.year == fact.year and t.quantity.value]
        if rivals and fact.place not in seen and not any(agree(fact.quantity, t.quantity) for t in rivals):
            seen.add(fact.place)
            yield _against(fact, rivals)


def _items(facts: Sequence[Fact]) -> Iterator[Check]:
    """One item of the functional classes, its year's budget told twice in one explanation with two amounts."""
    plans = [
        f
        for f in facts
        if f.origin == "prose" and f.measure == "amount" and f.basis in _PLANS and f.aspect is None and "/" in f.row
    ]
    for one, other in pairwise(sorted(plans, key=lambda f: f.place.start)):
        key, its = ((f.row, f.year, f.basis, f.section, f.concept) for f in (one, other))
        term = TERMS.get(one.concept or "")
        told = term is not None and bool(term.codes)
        near = other.place.start - one.place.end < _EXPLANATION
        if key == its and told and near and not agree(one.quantity, other.quantity):
            about = f"{_tail(one)}：同一条说明先写 {one.quantity}，后写 {other.quantity}"
            yield disagreement("C.SAME", about, other, one)


def _same_scope(table: Fact, prose: Fact) -> bool:
    """A table of basic expenditure speaks of basic expenditure only; 三公 money is told by its own table."""
    title, said = table.table or "", prose.row + "/".join(prose.section)
    if prose.concept in _three_public():
        return "三公" in title
    return "基本支出" not in title or bool(re.search("基本支出|人员经费|公用经费", said))


def _names_whole(fact: Fact) -> bool:
    """Whether a statement of the text is about the term itself: its last noun is the term's own name, under no subject.

    A performance report speaks of some projects only; an absence (无…) is told of one table.
    """
    term = TERMS.get(fact.concept or "")
    if term is None or not re.search(r"\d", fact.quantity.printed or "0"):
        return False
    if fact.concept == "project_expenditure" and "绩效" in "/".join(fact.section):
        return False
    parents = [p for p in fact.row.split("/")[:-1] if re.search(r"\((?:类|款|项)\)", heads.squeeze(p))]
    names = {heads.squeeze(w) for w in (term.name, *term.printed, *term.words)}
    tail = re.sub(r"\((?:类|款|项)\)", "", _tail(fact))
    short = (
        fact.concept in _three_public() and len(tail) > 2 and any(n.endswith(tail) for n in names)
    )  # 运行维护费 under 公务用车
    return not parents and (short or tail in names or f"{tail}支出" in names or tail.removesuffix("支出") in names)


def _is_plain(fact: Fact) -> bool:
    whole = fact.measure in {"amount", "completion"} and fact.basis not in {"prior_year", "target", "computed"}
    term = TERMS.get(fact.concept or "")
    return whole and term is not None and term.role in {"amount", "people", "asset"}


def _is_remark(fact: Fact) -> bool:
    """Words inside a form's cell (偏差原因…), not its figures."""
    return fact.origin == "table" and "原因" in fact.row


def _against(fact: Fact, rivals: Sequence[Fact]) -> Check:
    whole = [r for r in rivals if r.aspect is None] or list(rivals)
    own = fact.table_id or ""
    rival = min(whole, key=lambda r: (r.table_id != own, not r.verified, abs(r.quantity.base - fact.quantity.base)))
    column = (heads.segments(rival.column) or [""])[-1]
    named = f"{rival.row} {column}".rstrip() if column != rival.row.rpartition("/")[2] else rival.row
    where = "同表" if own and rival.table_id == own else _where(rival)
    about = f"{_thing(fact)}：{_where(fact)}为 {fact.quantity}，{where}“{named}”为 {rival.quantity}"
    return disagreement("C.SAME", about, fact, rival)


def _among(prose: Sequence[Fact], facts: Sequence[Fact]) -> Iterator[Check]:
    """The text against itself; a figure that another thing has too was likelier read under the wrong name."""
    if prose and TERMS[prose[0].concept or ""].codes:
        return  # a subject's item may be told at several scopes (basic only, all expenditure)
    prose = [p for p in prose if not re.search("自评|绩效|资金$", _tail(p))]
    for i, fact in enumerate(prose):
        rivals = [
            p
            for p in prose[:i]
            if _same_phase(p, fact)
            and p.aspect == fact.aspect
            and _tail(p) == _tail(fact)
            and p.section != fact.section
        ]
        shared = any(f.concept != fact.concept and f.quantity.base == fact.quantity.base for f in facts)
        if rivals and not shared and not any(agree(fact.quantity, r.quantity) for r in rivals):
            about = f"{_thing(fact)}：正文一处为 {fact.quantity}，另一处为 {rivals[0].quantity}"
            yield disagreement("C.SAME", about, fact, rivals[0])


def _tail(fact: Fact) -> str:
    return heads.squeeze(fact.row.rpartition("/")[2])


def _counts(facts: Sequence[Fact], known: dict[str, str]) -> Iterator[Check]:
    """Indicators: the outcome in the form against the outcome in the text or in another form."""
    rates = {UnitClass.RATE, UnitClass.COUNT}
    outcomes = [f for f in facts if f.measure in {"actual", "count", "rate"} and f.quantity.unit_class in rates]
    forms = [f for f in outcomes if f.origin == "table" and f.measure == "actual" and f.basis == "final_accounts"]
    for form in forms:
        for other in outcomes:
            if other.place == form.place or other.table_id == form.table_id or other.basis != "final_accounts":
                continue
            if other in forms and other.place.start < form.place.start:
                continue
            if _same_outcome(form, other, known) and form.quantity.value != other.quantity.value:
                about = f"{_tail(form)}：{_where(form)}为 {form.quantity}，{_where(other)}为 {other.quantity}"
                yield disagreement("C.SAME", about, other, form)


def _same_outcome(form: Fact, other: Fact, known: dict[str, str]) -> bool:
    """Whether two outcomes are of one indicator: the same name but for 数, 率, 情况, and units that count alike."""
    if _counter(form) != _counter(other) or form.quantity.bound != other.quantity.bound:
        return False
    if form.quantity.unit_class is UnitClass.COUNT and other.measure == "rate":
        return False
    one_project = bool(form.subject and other.subject and known[form.subject] == known[other.subject])
    return naming.same_indicator(_tail(form), _tail(other), one_project=one_project)


def _counter(fact: Fact) -> str:
    """The measure word; 家, 户 and 个 all count bodies."""
    return "个" if fact.quantity.unit in {"家", "户", "个"} else fact.quantity.unit


def _rates(facts: Sequence[Fact]) -> Iterator[Check]:
    """执行率 as an indicator's outcome against the rate that the same form computes."""
    computed = {
        f.table_id: f for f in facts if f.origin == "table" and f.measure == "completion" and "原因" not in f.row
    }
    for fact in facts:
        own = computed.get(fact.table_id) if fact.table_id else None
        named = re.fullmatch("(预算|资金)?执行率", _tail(fact)) and fact.measure == "actual"
        if own and named and fact.basis == "final_accounts" and not agree(fact.quantity, own.quantity):
            said = f"指标“{_tail(fact)}”实际完成 {fact.quantity}，同表计算为 {own.quantity}"
            name = own.subject or fact.subject or own.row.rpartition("/")[2]
            yield disagreement("C.SAME", f"{name} 执行率：{_where(fact)}{said}", fact, own)
