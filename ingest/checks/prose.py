"""行文勾稽: what a sentence says of its own figures: shares, changes, growth, completion, people, cars, purchases.

A percentage is tried against the amounts that stand before it in its section, nearest first. It fails only
where those operands are certain: the same thing by name, or its own sentence; otherwise nothing is said.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Final

from corpus.disclosure import Fact
from corpus.money import Quantity, UnitClass
from corpus.terms import find_terms
from ingest import heads
from ingest.checks.forms import outcome, percent, share_sum, summed
from ingest.checks.tables import Outcome
from ingest.checks.tolerance import Verdict, judge_percent_values, judge_sum

_REACH: Final = 500
"""How far before a percentage, in characters, its operands may stand."""
_SAME_TOTAL: Final = {
    "total_revenue": ("total_revenue", "current_revenue"),
    "current_revenue": ("current_revenue",),
    "total_expenditure": ("total_expenditure", "current_expenditure"),
    "current_expenditure": ("current_expenditure",),
    "basic_expenditure": ("basic_expenditure",),
    "project_expenditure": ("project_expenditure",),
}
_CLAUSES: Final = 90
"""How far before a rate of growth the two amounts that it compares may stand."""
_BEYOND: Final = frozenset({"prior_year", "target"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """句内加总: one [[sentence]] of identities.toml."""

    id: str
    about: str
    unit: str
    total: str
    parts: tuple[str, ...]
    exclude: str
    need: int = 2
    rounded: bool = False
    """Whether the amounts are rounded each by itself: 合计 may differ in the last digit."""


@lru_cache(maxsize=1)
def _sentences() -> tuple[Sentence, ...]:
    data = tomllib.loads(resources.files("ingest.checks").joinpath("identities.toml").read_text("utf-8"))
    return tuple(
        Sentence(
            s["id"],
            s["about"],
            s["unit"],
            s["total"],
            tuple(s["parts"]),
            s["not"],
            s.get("need", 2),
            s.get("rounded", False),
        )
        for s in data["sentence"]
    )


def prose_checks(facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """行文勾稽 over all prose facts, in reading order."""
    prose = sorted((f for f in facts if f.origin == "prose"), key=lambda f: f.place.start)
    starts = [f.place.start for f in prose]
    for i, fact in enumerate(prose):
        first = bisect_left(starts, fact.place.start - _REACH)
        before = [f for f in prose[first:i] if f.section == fact.section]
        if fact.measure == "share":
            yield _share(fact, before, facts)
        elif fact.measure == "growth":
            yield _growth(fact, before)
        elif fact.measure == "completion":
            yield _completion(fact, before)
        elif fact.measure == "change":
            yield _change(fact, before)
        elif fact.measure == "score":
            yield _score(fact, before)
    yield from _share_sums(prose)
    yield from _histories(prose, facts)
    for sentence in _sentences():
        yield from _sums(sentence, prose)


def _money(facts: Sequence[Fact]) -> list[Fact]:
    """Amounts before a figure, the nearest first."""
    return [f for f in reversed(facts) if f.measure == "amount" and f.quantity.unit_class is UnitClass.MONEY]


def _same(a: Fact, b: Fact) -> bool:
    """Whether two figures are about the same thing, by term or by name."""
    return (a.concept is not None and a.concept == b.concept and a.aspect == b.aspect) or bool(
        a.row and _name(a) == _name(b)
    )


def _name(fact: Fact) -> str:
    return fact.row.rpartition("/")[2] or fact.subject or "该项"


def _best(tried: Sequence[Outcome]) -> Outcome | None:
    """The first outcome that holds."""
    return next((t for t in tried if t.check.holds), None)


def _share(share: Fact, before: Sequence[Fact], facts: Sequence[Fact]) -> Outcome | None:
    part = next((f for f in _money(before) if f.context == share.context), None)
    if part is None:
        return None
    wholes = [f for f in _money(before) if f is not part and f.quantity.base >= part.quantity.base]
    wholes = [f for f in wholes if f.basis not in _BEYOND]
    about = f"{_name(share)}占比 = {_name(part)} ÷ 总额"
    good = _best([percent("P.SHARE", about, share, part, w) for w in wholes])
    if good:
        return good
    named = {m.term_id for m in find_terms(share.column)}
    over = share.row.rpartition("/")[0]
    sure = next((w for w in wholes if w.concept in named or (not named and w.row == over and _near(w, share))), None)
    if sure and (_same(part, share) or not share.row):
        return percent("P.SHARE", about, share, part, sure)
    told = [f for f in facts if f.concept in named and f.measure == "amount" and f.basis == part.basis]
    told = [f for f in told if f.subject is None and f.aspect is None and f.quantity.base >= part.quantity.base]
    return _best([percent("P.SHARE", about, share, part, w) for w in told[:12]])


def _near(whole: Fact, share: Fact) -> bool:
    """Whether a share of what stands over its row follows that in one sentence (支出 10 万元：甲 4 万元，占 40%)."""
    return whole.context == share.context


def _growth(growth: Fact, before: Sequence[Fact]) -> Outcome | None:
    change = next(
        (f for f in reversed(before) if f.measure == "change" and f.quantity.unit_class is UnitClass.MONEY), None
    )
    money = [f for f in _money(before) if f.basis not in _BEYOND]
    if change is None or growth.place.start - change.place.start > 60:
        return _growth_from_two(growth, before)
    if growth.direction is not None and change.direction not in {growth.direction, None, 0}:
        return None
    about = f"{_name(growth)}增减率 = 增减额 ÷ 上年数"
    tried = [(m, _growth_of(about, growth, change, m)) for m in money]
    good = _best([t for _, t in tried if t])
    if good:
        return good
    sure = next((t for m, t in tried if t and (m.context == growth.context or _same(m, growth))), None)
    same = [m for m in money if m.context == growth.context or _same(m, growth)]
    return sure if sure and (len(same) == 1 or same[0] is same[-1]) else None


def _growth_of(about: str, growth: Fact, change: Fact, now: Fact) -> Outcome | None:
    sign = -1 if (change.direction or growth.direction or 1) < 0 else 1
    last = now.quantity.base - sign * change.quantity.base
    error = (now.quantity.step + change.quantity.step) / 2
    if last < 0:
        return None
    verdict = judge_percent_values(growth.quantity, change.quantity.base, last, change.quantity.step / 2, error)
    return outcome("P.GROWTH", about, growth, [change, now], verdict)


def _growth_from_two(growth: Fact, before: Sequence[Fact]) -> Outcome | None:
    """Growth printed after last year's and this year's amount, without the difference.

    The two are the nearest amounts of the same thing within a clause or two; then a failure is certain too.
    """
    near = [f for f in _money(before) if growth.place.start - f.place.start < _CLAUSES and _name(f) == _name(growth)]
    last = next((f for f in near[:2] if f.basis == "prior_year"), None)
    now = next((f for f in near[:2] if f.basis not in _BEYOND), None)
    if last is None or now is None:
        return None
    about = f"{_name(growth)}增减率 = （本年 - 上年）÷ 上年"
    error = (now.quantity.step + last.quantity.step) / 2
    change = now.quantity.base - last.quantity.base
    verdict = judge_percent_values(growth.quantity, change, last.quantity.base, error, last.quantity.step / 2)
    return outcome("P.GROWTH", about, growth, [now, last], verdict)


def _completion(rate: Fact, before: Sequence[Fact]) -> Outcome | None:
    money = [
        f
        for f in _money(before)
        if f.context == rate.context or _same(f, rate) or rate.place.start - f.place.start < 120
    ]
    own = [f for f in money if f.context == rate.context and f.subject == rate.subject]
    if any(f.basis == "final_accounts" for f in own) and any(f.basis in {"budget", "adjusted_budget"} for f in own):
        money = own  # its own sentence has both: another project's money says nothing of it
    plans = [f for f in money if f.basis in {"budget", "adjusted_budget"}]
    dones = [f for f in money if f.basis == "final_accounts"]
    rule = "P.DONE" if "预算" in heads.squeeze(rate.column) and "执行" not in rate.column else "P.EXEC"
    about = f"{_name(rate)}：{'完成预算' if rule == 'P.DONE' else '执行率'} = 决算（执行）数 ÷ 预算数"
    tried = [percent(rule, about, rate, d, p) for d in dones[:3] for p in plans[:3]]
    good = _best(tried)
    if good or not tried:
        return good
    plan, done = plans[0], dones[0]
    certain = plan.context == done.context == rate.context
    return percent(rule, about, rate, done, plan) if certain else None


def _change(change: Fact, before: Sequence[Fact]) -> Outcome | None:
    """增减额 = 本年 - 上年, where both stand in its own sentence."""
    if change.quantity.unit_class is not UnitClass.MONEY or change.direction is None:
        return None
    money = _money([f for f in before if f.context == change.context])
    last = next((f for f in money if f.basis == "prior_year" and _same(f, change)), None)
    now = next((f for f in money if f.basis not in _BEYOND and _same(f, change)), None)
    if last is None or now is None:
        return None
    scale = Quantity(Decimal(1), change.quantity.unit).base
    value = abs(now.quantity.base - last.quantity.base) / scale
    verdict = judge_sum(change.quantity, [now.quantity, last.quantity], value)
    return outcome("P.DELTA", f"{_name(change)}增减额 = 本年 - 上年", change, [now, last], verdict)


def _score(score: Fact, before: Sequence[Fact]) -> Outcome | None:
    """得分 = 权重 × 执行率, for the usual weights; tried only where a rate stands in the same sentence."""
    rate = next((f for f in reversed(before) if f.measure == "completion" and f.context == score.context), None)
    if rate is None or "执行" not in rate.column + rate.row:
        return None
    for weight in (Decimal(20), Decimal(10)):
        exact = weight * rate.quantity.value / 100
        allowed = score.quantity.step / 2 + weight * rate.quantity.step / 200
        if abs(exact - score.quantity.value) <= allowed:
            about = f"{_name(score)}：得分 = {weight} × 执行率"
            return outcome("P.SCORE", about, score, [rate], Verdict(exact, allowed, "ok"))
    return None


def _histories(prose: Sequence[Fact], facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """增减额 against a form that prints both years (整体绩效目标表): this year less last."""
    forms = [f for f in facts if f.origin == "table" and "构成" in f.row and f.measure == "amount"]
    for change in prose:
        if change.measure != "change" or change.direction is None or change.quantity.unit_class is not UnitClass.MONEY:
            continue
        last = next(
            (f for f in forms if f.concept in _SAME_TOTAL.get(change.concept or "", ()) and f.year == change.year - 1),
            None,
        )
        now = next((f for f in forms if last and f.context == last.context and f.basis == change.basis), None)
        if last is None or now is None:
            continue
        scale = Quantity(Decimal(1), change.quantity.unit).base
        value = abs(now.quantity.base - last.quantity.base) / scale
        verdict = judge_sum(change.quantity, [now.quantity, last.quantity], value)
        found = outcome("P.DELTA", f"{_name(change)}增减额 = 本年 - 上年（{last.table}）", change, [now, last], verdict)
        if found.check.holds:  # the form's years may be of another scope: only agreement is certain
            yield found


def _share_sums(prose: Sequence[Fact]) -> Iterator[Outcome | None]:
    """占比之和 of the shares of one whole in one section, where they come near to the whole."""
    groups: dict[tuple[tuple[str, ...], str], list[Fact]] = {}
    for fact in prose:
        if fact.measure == "share":
            groups.setdefault((fact.section, heads.squeeze(fact.column)), []).append(fact)
    for shares in groups.values():
        near = [s for s in shares if s.place.start - shares[0].place.start < 2 * _REACH]
        total = sum((s.quantity.value for s in near), Decimal(0))
        if len(near) > 1 and abs(total - 100) <= Decimal("0.5"):
            yield share_sum(f"{_name(near[0])}等 {len(near)} 项占比之和为 100%", near)


def _sums(sentence: Sentence, prose: Sequence[Fact]) -> Iterator[Outcome | None]:
    kind = UnitClass(sentence.unit)
    chosen = [f for f in prose if f.quantity.unit_class is kind and f.measure in {"amount", "count"}]
    for i, total in enumerate(chosen):
        name = heads.squeeze(_name(total))
        if not re.search(sentence.total, name) or re.search(sentence.exclude, name):
            continue
        parts = _parts(sentence, total, chosen[i + 1 :])
        if len(parts) >= sentence.need:
            found = summed(sentence.id, f"{name}：{sentence.about}", total, parts)
            yield found if sentence.rounded else _exactly(found)


def _parts(sentence: Sentence, total: Fact, after: Sequence[Fact]) -> list[Fact]:
    """The first figure after the total for each part's pattern, until another total is named."""
    found: dict[str, Fact] = {}
    for fact in after:
        name = heads.squeeze(_name(fact))
        far = fact.section != total.section or fact.place.start - total.place.end > _REACH
        if far or fact.quantity.unit != total.quantity.unit:
            break
        if re.search(sentence.exclude, name) or fact.basis != total.basis:
            continue
        pattern = next((p for p in sentence.parts if re.search(p, name)), None)
        if pattern is None and re.search(sentence.total, name):
            break
        if pattern is not None:
            found.setdefault(pattern, fact)
    return list(found.values())


def _exactly(found: Outcome | None) -> Outcome | None:
    """Counts and purchases agree to the cent or not at all."""
    if found is None or found.check.grade != "rounding":
        return found
    return replace(found, check=replace(found.check, holds=False, grade="arithmetic_error"))
