"""措辞: how figures are said, in Chinese or English; all words of answers that are not the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_RANGE = re.compile(r"\d[^\d.]{0,4}[-~—–－～至到]+\s*\d")
_ENDS = frozenset({Bound.AT_LEAST, Bound.AT_MOST})
_BOUND = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.MORE: ">", Bound.LESS: "<", Bound.ABOUT: "约"}


def amount(quantity: Quantity) -> str:
    """A quantity for people, with the other money unit beside it where that helps (40,000元，即4万元)."""
    value = plain(quantity.value) if quantity.value else Decimal(0)  # 33.00 is read as 33; the figure keeps its digits
    if not quantity.printed and quantity.unit in {"万元", "亿元"} and abs(value) >= 1:
        value = plain(round(value, 2))  # no document prints it: two decimals are what people say
    if quantity.bound in _ENDS and _RANGE.search(quantity.printed):
        return quantity.printed  # 45万元至50万元: one end alone is not what is printed
    loose = _LOOSE.search(quantity.printed) if quantity.bound is Bound.MORE else None
    if loose is not None:  # 10余所 is read as it is printed
        text = f"{number_text(value)}{loose[1]}{quantity.unit}"
    else:
        text = f"{_BOUND.get(quantity.bound, '')}{number_text(value)}{quantity.unit}"
    if quantity.unit == "元" and abs(quantity.value) >= Decimal(10_000):
        return f"{text}（{number_text(in_wan(quantity.value))}万元）"
    short = plain(round(value, 2))
    if quantity.printed and quantity.unit == "万元" and abs(value) >= 1 and short != value and loose is None:
        return f"{_BOUND.get(quantity.bound, '')}{number_text(short)}万元（原文 {number_text(value)}万元）"
    return text


def in_wan(yuan: Decimal) -> Decimal:
    """元 in 万元 with two decimals at most, as people say it; the figure beside it keeps its digits."""
    return plain(round(yuan / 10_000, 2))


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
    value = signed(fact) if finding.shown is None else bare_amount(finding.quantity)
    if finding.shown is not None:
        value = f"{value}（原文 {bare_amount(fact.quantity)}）"
    if english:
        return (
            f"{finding.disclosure.issuer}, {fact.year} ({BASIS_ENGLISH[fact.basis]}), {english_label(fact)}: "
            f"**{value}**{english_money(fact.quantity)} {cited}"
        )
    if (change := _CHANGE.search(_spoken(fact))) is not None and fact.direction:
        name = _spoken(fact)[: change.start("verb")]  # 比2021年预算增加 176.06万元: the verb once
        return f"{who(finding.disclosure, fact.year)}{name}{value.replace(' ', ' **', 1)}**{cited}"
    return f"{who(finding.disclosure, fact.year)}{named(fact)}{verb(fact)}**{value}**{cited}"


_DOT = "\0"
_CHANGE = re.compile(r"比(?:上年|\d{4}年)\S*?(?P<verb>(?:增加|增长|减少|下降)了?)$")
_BY_LETTER = re.compile(r"[(（][A-Z](?:\s*[/÷-]\s*[A-Z])?[)）]")
_ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[、)）]\s*")
_YEAR_ALONE = re.compile(r"\d{4}年?")
_AS_OF = re.compile(r"截[至止]|\d{4}年\d{1,2}月(?:\d{1,2}日)?[底末]?$")
_ALL_THE_MONEY = frozenset({"年度财政资金总额", "年度资金总额", "项目资金总额", "财政资金总额"})
"""Rows of a project's form that hold its money as a whole: beside the project's name they say nothing more."""


def spoken(label: str, names: Iterable[str] = ()) -> str:
    """名目 as people say it: no letters of columns (B/A), no ordinals, no inner stroke but that of ``names``, nothing twice."""
    for name in filter(None, names):
        label = label.replace(name, name.replace("·", _DOT))
    parts = [_ORDINAL.sub("", _BY_LETTER.sub("", p)).replace(_DOT, "·") for p in label.split("·")]
    if len(parts) > 1:
        parts = [p for n, p in enumerate(parts) if not (n and (p in _ALL_THE_MONEY or _YEAR_ALONE.fullmatch(p)))]
    found = parts[:1]
    for part in parts[1:]:
        if re.match(r"(?:比|占)", part):
            found[-1] += part
        elif _AS_OF.match(part):
            found[-1] += f"（{part}）"
        elif part and part not in found[-1]:
            found.append(part)
    return "的".join(found)


def _spoken(fact: Fact) -> str:
    return spoken(fact_label(fact), [fact.subject] if fact.subject else ()).removesuffix("为")


def bare_amount(quantity: Quantity) -> str:
    """A quantity in its own unit alone."""
    said, _, other = amount(quantity).partition("（")
    return other.removeprefix("原文 ").removesuffix("）") if other.startswith("原文") else said


_FUNDS = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算|综合预算")
"""Names of funds that hold the word 预算 and say nothing of the stage."""


def named(fact: Fact) -> str:
    """数据性质 and 名目, the first only where the name does not say it itself (预算总收入, 年初预算数)."""
    label, stage = _spoken(fact), basis(fact)
    if stage and stage in _FUNDS.sub("", label):
        return label
    return f"{stage}的{label}" if stage and label.startswith(stage[-2:]) else f"{stage}{label}"


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
        return "：" if fact.direction is None else ""
    said = _spoken(fact)
    if (fact.measure == "share" and said.endswith(("比例", "占比", "比重"))) or (
        fact.measure in {"completion", "score"} and said.endswith(("率", "得分", "总分", "评分", "比例"))
    ):
        return "为"
    return {"share": "占比为", "completion": "完成率为", "score": "得分为"}.get(fact.measure, "为")


def basis_name(fact: Fact) -> str:
    """数据性质 in words."""
    return BASIS_WORDS[fact.basis]
