"""措辞: how figures are said, in Chinese or English; all words of answers that are not the document's own."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.disclosure import Basis, Disclosure, Fact
from corpus.money import Bound, Quantity, UnitClass, number_text, plain
from qa.answer import fact_label
from qa.english import label as english_label
from qa.finding.finding import Finding

BASIS_WORDS: dict[Basis, str] = {
    "budget": "年初预算", "final_accounts": "决算", "adjusted_budget": "调整后预算", "prior_year": "上年数",
    "target": "目标值", "computed": "计算值",
}  # fmt: skip
BASIS_ENGLISH: dict[Basis, str] = {
    "budget": "budget", "final_accounts": "final accounts", "adjusted_budget": "adjusted budget",
    "prior_year": "prior year", "target": "target", "computed": "computed",
}  # fmt: skip
KIND_WORDS = {"budget": "部门预算", "final_accounts": "部门决算"}
SCOPE_WORDS = {"unit": "本级", "consolidated": "汇总"}
_LOOSE = re.compile(r"(?<=\d)\s*([余多])\s*[^\d\s万亿千百余多]{1,4}$")
_BOUND = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.MORE: ">", Bound.LESS: "<", Bound.ABOUT: "约"}


def amount(quantity: Quantity) -> str:
    """A quantity for people, with the other money unit beside it where that helps (40,000元，即4万元)."""
    value = plain(quantity.value) if quantity.value else Decimal(0)  # 33.00 is read as 33; the figure keeps its digits
    loose = _LOOSE.search(quantity.printed) if quantity.bound is Bound.MORE else None
    if loose is not None:  # 10余所 is read as it is printed
        text = f"{number_text(value)}{loose[1]}{quantity.unit}"
    else:
        text = f"{_BOUND.get(quantity.bound, '')}{number_text(value)}{quantity.unit}"
    if quantity.unit == "元" and quantity.value >= Decimal(10_000):
        return f"{text}（{number_text(plain(quantity.value / 10_000))}万元）"
    return text


def signed(fact: Fact) -> str:
    """A change or rate with its verb: 增加 1.2 万元, 下降 3%, 持平."""
    if fact.measure not in {"change", "growth"} or fact.direction is None:
        return amount(fact.quantity)
    if fact.direction == 0 and not fact.quantity.value:
        return "持平（增减 0）"
    verbs = ("增加", "减少") if fact.measure == "change" else ("增长", "下降")
    return f"{verbs[0] if fact.direction >= 0 else verbs[1]} {amount(fact.quantity)}"


def who(disclosure: Disclosure, year: int | None = None) -> str:
    """The body with its scope, where that says more, and the year."""
    name = disclosure.issuer
    scope = (
        "" if "汇总" in name or "本级" in name or disclosure.scope == "unit" else f"（{SCOPE_WORDS[disclosure.scope]}）"
    )
    return f"{name}{scope}{year or disclosure.fiscal_year}年"


def line(finding: Finding, marks: tuple[int, ...], *, english: bool = False) -> str:
    """One figure as one line: whose, which year, basis, what, how much, where."""
    fact = finding.fact
    cited = "".join(f"[{n}]" for n in marks)
    value = signed(fact) if finding.shown is None else amount(finding.quantity)
    if finding.shown is not None:
        value = f"{value}（原文 {amount(fact.quantity)}）"
    if english:
        return (
            f"{finding.disclosure.issuer}, {fact.year} ({BASIS_ENGLISH[fact.basis]}), {english_label(fact)}: "
            f"**{value}**{english_money(fact.quantity)} {cited}"
        )
    return f"{who(finding.disclosure, fact.year)}{named(fact)}{verb(fact)}**{value}**{cited}"


def named(fact: Fact) -> str:
    """数据性质 and 名目, the first only where the name does not begin with it (预算总收入)."""
    label, stage = fact_label(fact), basis(fact)
    return label if stage and label.startswith(stage) else f"{stage}{label}"


def english_money(quantity: Quantity) -> str:
    """A gloss of Chinese money units for English readers."""
    if quantity.unit_class is not UnitClass.MONEY or quantity.unit == "元":
        return ""
    return f" ({number_text(plain(quantity.base))} yuan)"


def basis(fact: Fact) -> str:
    """数据性质 before the name of a figure: only where it is one of money's."""
    if fact.quantity.unit_class is UnitClass.COUNT or fact.measure in {
        "share",
        "completion",
        "score",
        "change",
        "growth",
    }:
        return ""
    return {"budget": "预算", "final_accounts": "决算", "adjusted_budget": "调整后预算", "target": "目标"}.get(
        fact.basis, ""
    )


def verb(fact: Fact) -> str:
    """The word between a name and its figure."""
    if fact.measure in {"change", "growth"}:
        return "："
    if fact.measure == "share" and fact_label(fact).endswith("比例"):
        return "为"
    return {"share": "占比为", "completion": "完成率（执行率）为", "score": "得分为"}.get(fact.measure, "为")


def basis_name(fact: Fact) -> str:
    """数据性质 in words."""
    return BASIS_WORDS[fact.basis]
