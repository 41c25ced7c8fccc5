"""一组: the members of a kind that a question ranges over: projects, functional classes, the items of one account.

A member has its own facts: an amount by basis, a completion rate, a score. Names of one project that differ by a
word (…工作经费, …经费) are one member where they share an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import fuzz

from corpus import terms
from corpus.disclosure import Basis, Fact, Measure
from qa.library import Shelf
from qa.understanding.question import Question

PARTS: dict[str, tuple[str, ...]] = {
    "staff_funds": ("301", "303"),
    "office_funds": ("302", "310"),
    "basic_expenditure": ("301", "302", "303", "310"),
}
"""Economic classes of a part of basic expenditure (人员经费 = 301 + 303, 公用经费 = 302 + 310)."""
CONCEPT_PARTS: dict[str, frozenset[str]] = {
    "three_public": frozenset({"overseas_travel", "official_cars", "official_reception"}),
    "government_procurement": frozenset({"procurement_goods", "procurement_works", "procurement_services"}),
}
"""Parts of what is no account of its own: 三公经费各项, 政府采购各类."""
SOURCES = frozenset(
    ("general_budget_revenue", "fund_budget_revenue", "capital_budget_revenue", "special_account_revenue", "institution_revenue",
     "operating_revenue", "superior_subsidy_revenue", "affiliated_remittance_revenue", "other_revenue", "other_funds")
)  # fmt: skip
"""Where the year's income comes from; the fiscal appropriation as a whole is the sum of the first three."""
_ALIKE = 78
_GENERIC_ROW = re.compile(
    r"资金(?:申请)?总额[:：]?$|全年预算数?|执行数|项目(?:当年|总|本年度)预算|当年预算合计|^合计$|预算执行情况"
)


_BOUGHT = re.compile(r"政府采购(?:预算|支出|情况|明细|项目|安排)*表")


@dataclass
class Member:
    """一员: a project, class or item, with its facts."""

    name: str
    facts: list[Fact] = field(default_factory=list)

    def value(self, measure: Measure, basis: Basis | None = None) -> Fact | None:
        """Its fact of a measure (and basis); the most direct where there are several."""
        fits = [f for f in self.facts if f.measure == measure and (basis is None or f.basis == basis)]
        whole = [f for f in fits if f.aspect in _WHOLE]
        return max(whole or fits, key=_directness, default=None)


_WHOLE = frozenset({None, "current_expenditure", "total_expenditure"})
"""Columns that are of all funds and parts together."""


def _directness(fact: Fact) -> tuple[int, int, int]:
    column = fact.column.split("/")[-1]
    return (
        fact.year if fact.basis != "prior_year" else 0,
        2 * (column in {"合计", "总计", "小计", "金额", ""})
        + ("当年" in column or "本年" in column or "执行数" in column),
        fact.origin == "table",
    )


def members(
    question: Question, shelf: Shelf, parent: str | None, parent_code: str | None, subject: str | None = None
) -> list[Member]:
    """The members that the question ranges over, () where it names no such kind."""
    text = question.folded
    if subject and not re.search(r"哪(?:些|几)个?项目|所有项目|各项目|几个项目", text):
        lines = details(shelf, subject)
        if len(lines) > 1 and re.search(r"明细|分项|子项|单项|细项|构成|哪些|哪几|包括|子系统|最", text):
            return lines
    if re.search(r"(?:哪|几)(?:些|个|几个)?(?:[款项]级)?(?:功能)?(?:分类)?(?:支出)?(?:科目|款项)(?!构成|组成)", text):
        return accounts(shelf)
    if (parts := CONCEPT_PARTS.get(parent or "")) and re.search(r"各项|分项|哪一?[项类个]|明细|构成|各类", text):
        return _by_concept(shelf, lambda f: f.concept in parts and f.aspect is None and not f.subject)
    function = next((c for c in (parent_code, *_codes(parent)) if c and c.startswith("2")), None)
    if function and re.search(r"包括|构成|组成|包含", text):
        return [m for m in accounts(shelf) if any((f.row_code or "").startswith(function) for f in m.facts)]
    if re.search(r"项目|专项", text) and not re.search(r"项目支出.{0,4}(?:占|和|与|多(?!少))", text):
        return projects(shelf)
    if re.search(r"功能|按类|类别|几类|哪一?类|大类|用在哪些方面|去向|花在哪", text):
        return classes(shelf)
    codes = PARTS.get(parent or "") or ((parent_code,) if parent_code else _codes(parent))
    return items(shelf, codes) if codes else []


def details(shelf: Shelf, subject: str) -> list[Member]:
    """支出明细 of one project: the lines of its form's cost list, totals left out."""
    found: list[Member] = []
    for described in shelf.facts:
        fact, leaf = described.fact, described.fact.row.split("/")[-1]
        if (
            fact.subject == subject
            and re.search(r"明细|测算", fact.column + fact.row)
            and leaf not in {"合计", "总计", subject}
        ):
            _member(found, leaf).facts.append(fact)
    return found


def _codes(concept: str | None) -> tuple[str, ...]:
    term = terms.TERMS.get(concept or "")
    return tuple(c for c in term.codes if len(c) in {3, 5}) if term else ()


def projects(shelf: Shelf) -> list[Member]:
    """项目, each once, in order of appearance; sub-units and indicators are none."""
    units = {shelf.disclosure.issuer, *shelf.disclosure.units}
    found: list[Member] = []
    for described in shelf.facts:
        fact = described.fact
        name = (fact.subject or "").strip("“”\"' ")
        if not name or name in units or any(u.endswith(name) for u in units) or "本级" in name:
            continue
        row = fact.row.split("/")[-1]
        if fact.table is not None and _BOUGHT.search(fact.table):
            continue  # what is bought is no project by being listed
        if fact.measure == "amount" and not (_GENERIC_ROW.search(row) or fuzz.partial_ratio(row, name) > _ALIKE):
            continue
        if fact.measure == "score" and not re.search(r"总分|自评得?分$", fact.row + fact.column):
            continue
        _member(found, name).facts.append(fact)
    spoken = [m for m in found if m.value("amount") or m.value("completion")]
    names = {m.name for m in spoken}
    return _without_parent(_merged([m for m in spoken if not _is_told_as_part(m, names - {m.name})]))


def _is_told_as_part(member: Member, others: set[str]) -> bool:
    """Whether sentences alone tell of a project, below another that they belong to (甲业务18万元，包括：乙经费10万元)."""
    return all(fact.origin == "prose" and others & set(fact.row.split("/")[:-1]) for fact in member.facts)


def _without_parent(found: list[Member]) -> list[Member]:
    """Without a project that is the others' sum (a first-level project over its parts)."""
    amounts = {m.name: f.quantity.base for m in found if (f := m.value("amount")) is not None}
    whole = sum(amounts.values(), Decimal(0))
    return [m for m in found if len(found) < 3 or amounts.get(m.name, Decimal(0)) * 2 != whole]


def _member(found: list[Member], name: str) -> Member:
    for member in found:
        if member.name == name:
            return member
    found.append(Member(name))
    return found[-1]


def _merged(found: Sequence[Member]) -> list[Member]:
    """One member for names that differ by a word and share an amount."""
    kept: list[Member] = []
    for member in found:
        twin = next((k for k in kept if _one_project(k, member)), None)
        if twin is None:
            kept.append(Member(member.name, list(member.facts)))
        else:
            twin.facts += member.facts
            twin.name = max(twin.name, member.name, key=len)
    return kept


def _one_project(one: Member, other: Member) -> bool:
    first, second = ({f.quantity.base for f in m.facts if f.measure == "amount"} for m in (one, other))
    amounts = first & second - {Decimal(0)}
    a, b = (re.sub(r"[（(].*?[)）]|工作|项目|经费|专项|[的及与和]", "", m.name) for m in (one, other))
    alike = fuzz.token_set_ratio(" ".join(a), " ".join(b)) >= _ALIKE if a and b else False
    return bool(amounts) and (alike or a in b or b in a)


OF_CLASS, OF_ITEM = 3, 7
"""Digits of the codes of functional accounts of the highest and the lowest level."""


def classes(shelf: Shelf) -> list[Member]:
    """功能分类的类 with money, by name."""
    functional = {t.id for t in terms.TERMS.values() if any(len(c) == 3 and c.startswith("2") for c in t.codes)}
    return _by_concept(shelf, lambda f: f.concept in functional and f.aspect is None and not f.subject)


def accounts(shelf: Shelf, digits: int = OF_ITEM) -> list[Member]:
    """功能分类的项 (or 类, by the ``digits`` of their codes), each with what tables and text say of it, budget and outcome.

    Of one name under several 款, each is a member by itself.
    """
    above: dict[str, dict[str, str]] = {}
    for described in shelf.facts:
        code, path = described.fact.row_code or "", described.fact.row.split("/")
        if len(code) == digits and code.startswith("2"):
            above.setdefault(path[-1], {})[code] = path[-2] if len(path) > 1 else ""
    found: dict[tuple[str, str], Member] = {}
    for described in shelf.facts:
        fact, path = described.fact, described.fact.row.split("/")
        under = above.get(path[-1])
        if under is None or fact.aspect in _INCOME or fact.subject or "收入" in fact.column:
            continue
        several = len(under) > 1
        parent = path[-2] if several and len(path) > 1 else ""
        if not several or parent in under.values():
            name = f"{parent}的{path[-1]}" if several else path[-1]
            found.setdefault((parent, path[-1]), Member(name)).facts.append(fact)
    return list(found.values())


_INCOME = frozenset(
    {"current_revenue", "fiscal_appropriation", "institution_revenue", "operating_revenue", "other_revenue"}
)


def items(shelf: Shelf, codes: Iterable[str]) -> list[Member]:
    """The next level of accounts under the given codes (30101… under 301), with an amount."""
    wanted = tuple(codes)
    below = [
        d.fact
        for d in shelf.facts
        if d.fact.row_code and not d.fact.subject and d.fact.aspect is None
        and any(d.fact.row_code.startswith(c) and len(d.fact.row_code) == len(c) + 2 for c in wanted)
    ]  # fmt: skip
    found: list[Member] = []
    for fact in below:
        _member(found, fact.row.split("/")[-1]).facts.append(fact)
    return found


def _by_concept(shelf: Shelf, fits: Callable[[Fact], bool]) -> list[Member]:
    found: dict[str, Member] = {}
    for described in shelf.facts:
        fact = described.fact
        if fact.concept and fits(fact) and fact.measure in {"amount", "share", "completion"}:
            found.setdefault(fact.concept, Member(terms.TERMS[fact.concept].name)).facts.append(fact)
    return list(found.values())


def falling(values: Sequence[Fact]) -> bool:
    """Whether a series falls at every step."""
    return all(b.quantity.base < a.quantity.base for a, b in pairwise(values))
