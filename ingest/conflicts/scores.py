"""分数与个数: self-evaluations whose points do not add up, and projects whose number or sum differs from the text.

The form prints a weight for each goal (分值), a score for each indicator and a total; the text repeats them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus.disclosure import Check, Fact, Place, Row, Table
from corpus.money import Quantity
from ingest import heads

_WEIGHTED: Final = re.compile(r"(\d+(?:\.\d+)?)分?[*×xX]执行率")
_SOME: Final = 2
_EXECUTION: Final = re.compile("预算执行|执行率")
_PROJECT_COUNT: Final = re.compile("项目|自评|绩效")
_HUNDRED: Final = Decimal(100)


def score_conflicts(facts: Sequence[Fact], known: Mapping[str, str], tables: Sequence[Table] = ()) -> Iterator[Check]:
    """分数与个数 of one disclosure; ``tables`` shows the indicators that lack a score."""
    unscored = {t.id: _unscored(t) for t in tables if t.kind in {"S01", "S02"}}
    forms: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.origin == "table" and fact.table_id and fact.measure == "score":
            forms[fact.table_id].append(fact)
    for table_id, scores in forms.items():
        yield from _form(scores, unscored.get(table_id, []))
        yield from _retold(scores, facts, known)
    yield from _named_parts(facts)
    yield from _projects(facts, known)


def _unscored(table: Table) -> list[Row]:
    """Indicators without a score: rows below a goal, with an outcome, whose 得分 cell is blank."""
    scores = {i for i, c in enumerate(table.columns) if re.search("得分$", heads.squeeze(c)) and "执行" not in c}
    rows = []
    for row in table.rows:
        scored = any(c.column in scores and isinstance(c.value, Quantity) for c in row.cells)
        outcome = any(c.text.strip() and c.column not in scores for c in row.cells)
        if len(row.parents) > 1 and outcome and not scored:
            rows.append(row)
    return rows


def _check(rule: str, about: str, found: Fact, expected: Decimal, others: Sequence[Fact | Row], grade: str) -> Check:
    gap = found.quantity.value - expected
    unit = found.quantity.unit
    quoted = [o.context if isinstance(o, Fact) else o.place for o in others]
    places: tuple[Place, ...] = tuple(dict.fromkeys((found.context, *quoted)))
    zero = Quantity(Decimal(0), unit)
    return Check(rule, about, gap == 0, Quantity(expected, unit), found.quantity, Quantity(gap, unit), zero,
                 "ok" if gap == 0 else grade, places)  # fmt: skip


def _goal(fact: Fact) -> str:
    """The goal that a row belongs to, without its ordinal's 绩效 (年度绩效目标4 = 年度目标4)."""
    return fact.row.split("/")[0].replace("绩效", "")


def _split(scores: Sequence[Fact]) -> tuple[Fact | None, Fact | None, list[Fact], list[Fact]]:
    """(total, score of the execution, scores of indicators, printed weights) of one form."""
    weights = [f for f in scores if re.search("分值|权重", f.column)]
    totals = [f for f in scores if re.search("^(自评)?总分|^总得分", heads.squeeze(f.row.split("/")[-1]))]
    total = next((f for f in totals if f not in weights), None)
    weights = [f for f in weights if f not in totals]  # 总分 | 100 | 98: the weight of all goals is no goal's
    rest = [f for f in scores if f is not total and f not in weights and f not in totals]
    execution = next((f for f in rest if _EXECUTION.search(heads.squeeze(f.column)) and f.row.count("/") < 2), None)
    return total, execution, [f for f in rest if f is not execution], weights


def _form(scores: Sequence[Fact], unscored: Sequence[Row]) -> Iterator[Check]:
    total, execution, indicators, weights = _split(scores)
    if total and execution and len(indicators) > 1:
        value = sum((f.quantity.value for f in indicators), execution.quantity.value)
        wrong = value != total.quantity.value
        short = _short_goals(indicators, weights) if wrong else []
        said = f"；{'、'.join(_goal(w) for w in short)}的得分之和与分值不符" if short else ""
        said += f"；{'、'.join(f'“{r.label}”' for r in unscored)}缺得分" if wrong and unscored else ""
        others: list[Fact | Row] = [*unscored, *short, execution, *indicators] if wrong else [execution]
        about = f"“{total.table}”总分 = 预算执行得分 + 各指标得分{said}"
        yield _check("C.SCORE", about, total, value, others, "arithmetic_error")
    if execution:
        yield from _weights(execution, weights)


def _short_goals(indicators: Sequence[Fact], weights: Sequence[Fact]) -> list[Fact]:
    """The goals whose indicators' scores do not make the printed weight."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fact in indicators:
        sums[_goal(fact)] += fact.quantity.value
    return [w for w in weights if _goal(w) in sums and sums[_goal(w)] != w.quantity.value]


def _weights(execution: Fact, weights: Sequence[Fact]) -> Iterator[Check]:
    """The weight of the execution in its label against that in the score's head; all weights against 100."""
    head = _WEIGHTED.search(heads.squeeze(execution.column))
    own = next((w for w in weights if _EXECUTION.search(w.row)), None)
    if head and own and Decimal(head[1]) != own.quantity.value:
        about = f"“{own.table}”预算执行的分值标为 {own.quantity}，得分按 {head[1]} 分计算"
        yield _check("C.WEIGHT", about, own, Decimal(head[1]), [execution], "contradiction")
    goals = [w for w in weights if w is not own]
    if own and goals:
        value = sum((g.quantity.value for g in goals), own.quantity.value)
        if abs(value - _HUNDRED) < 20 and value != _HUNDRED:
            about = f"“{own.table}”各项分值之和为 {value} 分，不是 100 分"
            summed = replace(own, quantity=Quantity(value, own.quantity.unit))
            yield _check("C.WEIGHT", about, summed, _HUNDRED, goals, "arithmetic_error")


def _retold(scores: Sequence[Fact], facts: Sequence[Fact], known: Mapping[str, str]) -> Iterator[Check]:
    """The form's total and execution score as the text repeats them."""
    total, execution, indicators, _ = _split(scores)
    first = scores[0]
    subject = known.get(first.subject or "", first.subject)
    told = [
        f
        for f in facts
        if f.origin == "prose" and f.measure == "score" and known.get(f.subject or "", f.subject) == subject
    ]
    for fact in told:
        name = heads.squeeze(fact.row.rpartition("/")[2])
        if execution and _of_execution(fact, name):
            form: Fact | None = execution
        elif re.search("(整体|自评|评价|绩效)(绩效)?(自评)?(总分|得分|总得分)$", name) and "目标" not in name:
            form = total
        else:
            form = None
        if form and form.quantity.value != fact.quantity.value:
            said = "预算执行得分" if form is execution else name
            about = f"{said}：正文为 {fact.quantity}，“{form.table}”为 {form.quantity}"
            alike = [f for f in told if f.quantity.value == form.quantity.value and f.section != fact.section]
            yield _check("C.SAME", about, fact, form.quantity.value, [form, *alike], "contradiction")
        if execution and "绩效目标" in name and len(indicators) > 1:
            value = sum((f.quantity.value for f in indicators), Decimal(0))
            if value != fact.quantity.value:
                about = f"{name}：正文为 {fact.quantity}，“{first.table}”各指标得分之和为 {value} 分"
                yield _check("C.SCORE", about, fact, value, indicators, "contradiction")


def _of_execution(fact: Fact, name: str) -> bool:
    """Whether a score told in the text is the execution's: by its name, or 此项得分 under such a heading."""
    heading = fact.section[-1] if fact.section else ""
    own = re.search("[此该本]项", fact.column) or not name
    return bool(_EXECUTION.search(name)) or bool(own and _EXECUTION.search(heading))


def _named_parts(facts: Sequence[Fact]) -> Iterator[Check]:
    """得分 named with its parts in one sentence: 自评总分 … 分，其中 … 得分 … 分."""
    sentences: dict[Place, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.origin == "prose" and fact.measure == "score":
            sentences[fact.context].append(fact)
    for found in sentences.values():
        whole, parts = found[0], found[1:]
        if len(parts) < 2 or whole.quantity.value <= max(p.quantity.value for p in parts):
            continue
        value = sum((p.quantity.value for p in parts), Decimal(0))
        if re.search("总分|整体|总得分", whole.row):
            about = f"{whole.row.rpartition('/')[2]} = 句中各部分得分之和"
            yield _check("P.SCORE", about, whole, value, parts, "arithmetic_error")


def _projects(facts: Sequence[Fact], known: Mapping[str, str]) -> Iterator[Check]:
    """How many projects were evaluated, and their money in all, against the forms printed for them."""
    forms: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        one = fact.subject and fact.concept == "project_expenditure" and fact.measure == "amount"
        if one and fact.table_id and re.search("自评表", fact.table or "") and "资金总额" in fact.row:
            phase = "final_accounts" if fact.basis == "final_accounts" else "adjusted_budget"
            forms[phase].setdefault(known[fact.subject or ""], fact)
    done = list(forms.get("final_accounts", {}).values())
    if len(done) < 2:
        return
    stated = [f.quantity.value for f in facts if f.origin == "prose" and not f.subject and _counts_projects(f)]
    if stated and min(stated) >= _SOME * len(done):
        return  # only some of the projects' forms are printed
    for fact in facts:
        if fact.origin != "prose" or fact.subject:
            continue
        if _counts_projects(fact) and fact.quantity.value != len(done):
            about = f"正文称 {fact.quantity}项目，所附项目自评表为 {len(done)} 份"
            yield _check("C.COUNT", about, fact, Decimal(len(done)), done, "contradiction")
        phase = "final_accounts" if fact.basis == "final_accounts" else "adjusted_budget"
        if fact.concept == "project_expenditure" and fact.measure == "amount" and fact.basis in {phase, "budget"}:
            yield from _against_forms(fact, list(forms.get(phase, {}).values()), phase)


def _counts_projects(fact: Fact) -> bool:
    near = "/".join(fact.section[-2:])
    said = fact.row + fact.column
    return (
        fact.measure == "count" and fact.quantity.unit in {"个", "项"} and bool(_PROJECT_COUNT.search(said))
        and bool(re.search("绩效", near)) and not re.search("指标|目标|一级|单位", said)
    )  # fmt: skip


def _against_forms(fact: Fact, forms: Sequence[Fact], phase: str) -> Iterator[Check]:
    if not forms:
        return
    value = sum((f.quantity.to(fact.quantity.unit).value for f in forms), Decimal(0))
    gap = abs(value - fact.quantity.value)
    word = "执行数" if phase == "final_accounts" else "预算数"
    about = f"正文项目支出 {fact.quantity}，{len(forms)} 份项目自评表的{word}之和为 {value}{fact.quantity.unit}"
    small = gap <= Decimal("0.005") * (len(forms) + 1)
    found = _check("C.SUM", about, fact, value, forms, "rounding" if small else "contradiction")
    yield replace(found, holds=small)
