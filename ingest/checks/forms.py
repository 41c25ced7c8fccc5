"""表单勾稽: performance forms (整体绩效目标表, 项目申报表, 自评表), read through their facts.

Execution rates and their scores, the make-up of income and spending with its shares, and a project's budget
against its sources and its details.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.disclosure import Check, Fact, Place, Table
from corpus.money import Quantity, UnitClass
from ingest import heads
from ingest.checks.tables import Outcome, graded
from ingest.checks.tolerance import Verdict, judge_equal, judge_percent, judge_sum

_WEIGHTED = re.compile(r"(\d+(?:\.\d+)?)分?[*×xX]执行率")


def form_checks(tables: Sequence[Table], facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """表单勾稽 of every table that has rates, scores, shares or a project's details."""
    by_table: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.table_id and fact.origin == "table":
            by_table[fact.table_id].append(fact)
    for table in tables:
        own = by_table.get(table.id, [])
        for row in _rows(own):
            yield from _execution(row)
        if table.kind == "B13":
            yield from _makeup(table, own)
        if table.kind == "B14":
            yield from _details(table, own)


def outcome(
    rule: str, about: str, total: Fact, parts: Sequence[Fact], verdict: Verdict | None, wrong: str = "arithmetic_error"
) -> Outcome:
    """结果 of recomputing ``total`` from ``parts``: a check with the rows or sentences to quote, the total first."""
    places = tuple(dict.fromkeys(f.context for f in (total, *parts)))
    cells: tuple[Place, ...] = tuple(f.place for f in (total, *parts))
    return graded(rule, about, total.quantity, verdict, (places, cells), wrong)


def summed(rule: str, about: str, total: Fact, parts: Sequence[Fact]) -> Outcome | None:
    """加总核对 of facts; None where the units do not add."""
    if not parts or any(p.quantity.unit_class is not total.quantity.unit_class for p in parts):
        return None
    scale = Quantity(Decimal(1), total.quantity.unit).base
    value = sum((p.quantity.base for p in parts), Decimal(0)) / scale
    return outcome(rule, about, total, parts, judge_sum(total.quantity, [p.quantity for p in parts], value))


def percent(rule: str, about: str, printed: Fact, part: Fact, whole: Fact) -> Outcome:
    """百分比核对: printed = part ÷ whole."""
    return outcome(rule, about, printed, [part, whole], judge_percent(printed.quantity, part.quantity, whole.quantity))


def _rows(facts: Sequence[Fact]) -> list[list[Fact]]:
    rows: dict[Place, list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.context].append(fact)
    return list(rows.values())


def _execution(row: Sequence[Fact]) -> Iterator[Outcome | None]:
    """执行率 = 执行数 / 预算数; its score = weight × rate."""
    rate = next((f for f in row if f.measure == "completion"), None)
    if rate is None:
        return
    money = [f for f in row if f.measure == "amount" and f.year == rate.year and f.concept == rate.concept]
    plans = [f for f in money if f.basis in {"adjusted_budget", "budget"}]
    done = next((f for f in money if f.basis == "final_accounts"), None)
    name = f"{rate.table}{rate.row}"
    if plans and done:
        tried = [percent("P.EXEC", f"{name}：执行率 = 执行数 ÷ 预算数", rate, done, plan) for plan in plans]
        fits = next((one for one in tried if one.check.holds), None)
        # Of two plans (年初, 调整后) the head need not say which one it is measured by.
        yield fits or (tried[0] if len(tried) == 1 else None)
    score = next((f for f in row if f.measure == "score"), None)
    weight = _WEIGHTED.search(heads.squeeze(score.column)) if score else None
    if score and weight:
        exact = Decimal(weight[1]) * rate.quantity.value / 100
        allowed = score.quantity.step / 2 + Decimal(weight[1]) * rate.quantity.step / 200
        exactly = abs(exact - score.quantity.value) <= allowed
        verdict = Verdict(exact, allowed, "ok" if exactly else "arithmetic_error")
        yield outcome("P.SCORE", f"{name}：得分 = {weight[1]} × 执行率", score, [rate], verdict)


def _group(fact: Fact) -> str:
    return fact.row.rpartition("/")[0]


def _name(fact: Fact) -> str:
    return heads.squeeze(fact.row.rpartition("/")[2])


def _makeup(table: Table, facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """收入构成, 支出构成: 合计 = Σ parts in every money column; a share is its part of the 合计."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if "构成" in fact.row:
            groups[_group(fact), fact.column].append(fact)
    for (group, column), members in groups.items():
        total = next((f for f in members if _name(f) == "合计"), None)
        parts = [f for f in members if f is not total]
        if total is None or not parts:
            continue
        if total.measure == "amount":
            about = f"{table.title}{group}（{column}）：合计 = {' + '.join(_name(p) for p in parts)}"
            yield summed("XB.13", about, total, parts)
        if total.measure == "share":
            yield share_sum(f"{table.title}{group}：占比之和为 100%", parts, total)
    for fact in facts:
        if fact.measure == "share" and _name(fact) != "合计":
            yield _share(table, fact, facts)


def share_sum(about: str, parts: Sequence[Fact], whole: Fact | None = None) -> Outcome | None:
    """占比之和: the shares of one list make 100 %, each off by half its printed step."""
    value = sum((p.quantity.value for p in parts), Decimal(0))
    allowed = sum((p.quantity.step / 2 for p in parts), Decimal(0))
    difference = abs(value - 100)
    grade = "ok" if difference == 0 else "rounding" if difference <= allowed else "arithmetic_error"
    first = whole or parts[0]
    found = outcome("P.SHARE_SUM", about, first, parts, None)
    check = Check(
        "P.SHARE_SUM",
        about,
        grade != "arithmetic_error",
        Quantity(Decimal(100), "%"),
        Quantity(value, "%"),
        Quantity(value - 100, "%"),
        Quantity(allowed, "%"),
        grade,
        found.check.places,
    )
    return Outcome(check, found.cells)


def _share(table: Table, share: Fact, facts: Sequence[Fact]) -> Outcome | None:
    row = [f for f in facts if f.context == share.context and f.measure == "amount" and f.year == share.year]
    totals = [f for f in facts if _group(f) == _group(share) and _name(f) == "合计" and f.measure == "amount"]
    for part in row:
        whole = next((t for t in totals if t.column == part.column), None)
        if whole and part.basis != "prior_year":
            return percent("P.SHARE", f"{table.title}{share.row}：占比 = 本项 ÷ 合计", share, part, whole)
    return None


def _details(table: Table, facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    """项目: the year's budget is the sum of its sources and of its details."""
    money = [f for f in facts if f.quantity.unit_class is UnitClass.MONEY and f.measure in {"amount", "rate_unit"}]
    budget = next((f for f in money if re.search("当年预算$|本年度?预算$", _name(f))), None)
    sources = next((f for f in money if re.search("合计$", _name(f)) and "来源" in f.row + f.column), None)
    sources = sources or next((f for f in money if _name(f) == "当年预算合计"), None)
    if budget and sources:
        about = f"{table.title}：项目当年预算 = 资金来源合计"
        verdict = judge_equal(budget.quantity, sources.quantity)
        yield outcome("XB.10_14", about, budget, [sources], verdict, "contradiction")
    lists: dict[str, list[Fact]] = defaultdict(list)
    for fact in money:
        if "明细" in _group(fact) + fact.column and fact.quantity.unit.split("/")[-1] in {"年", "万元", "元"}:
            lists[fact.column].append(fact)
    for items in lists.values():
        total = next((f for f in items if _name(f) == "合计"), budget)
        parts = [f for f in items if _name(f) not in heads.TOTALS]
        if total is not None and len(parts) > 1:
            yield summed("XB.10_14", f"{table.title}：{_name(total)} = 支出明细之和", total, parts)
