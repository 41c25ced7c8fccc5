"""称谓: what values, sides and members are called in an answer, so that they can be told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.money import Quantity
from qa import wording
from qa.evidence.value import Item, Value
from qa.finding.finding import Finding
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Apply, Look, Members

FEW_NAMES, SHORT_NAMES = 4, 30
"""Names of a sum's parts, and their characters, up to which the sum is called by them."""
_WHOLE = re.compile(r"(?:合计|总计|小计)$")
"""How the printed name of a whole ends; of several added up it is said once."""


def told_as(finding: Finding) -> str:
    """What a figure beside a member's own is: its stage, or that it is a rate or a score."""
    return {"completion": "执行率", "score": "得分"}.get(finding.fact.measure) or wording.basis_name(finding.fact)


def sides_of(item: Item) -> tuple[str, str]:
    """What a member's two figures are told as: outcome and budget, or two years."""
    years = item.finding.fact.year, item.beside[0].fact.year
    return ("决算", "预算") if years[0] == years[1] else (f"{years[0]}年", f"{years[1]}年")


def gap_named(item: Item, node: Members) -> str:
    """By what the members of a set that is put in order by its gaps come first."""
    if node.against is None:
        return "决算比预算多得最多" if node.order < 0 else "决算比预算少得最多"
    year = f"{item.beside[0].fact.year}年" if item.beside else "上年"
    way = f"比{year}{'增加' if node.order < 0 else '减少'}"
    return f"{way}第{node.most}多" if node.only else f"{way}最多"


def quantity_of(computed: Computed) -> Quantity:
    """A computed figure as a quantity that no document prints."""
    return Quantity(computed.quantity.value, computed.quantity.unit)


def who_of(findings: Sequence[Finding]) -> str:
    """Whose and of which year figures are, where they are of one document; empty where they are not."""
    first = findings[0]
    return wording.who(first.disclosure, first.fact.year) if len({f.disclosure.id for f in findings}) == 1 else ""


def name_of(value: Value) -> str:
    """What a value is called; a sum by what it adds up, where that is short."""
    if isinstance(value.node, Apply) and value.node.op == "SUM":
        labels = dict.fromkeys(p.label for p in value.parts if p.label)
        names = list(dict.fromkeys(_WHOLE.sub("", n) or n for n in labels)) if len(labels) > 1 else list(labels)
        named = "、".join(names)
        if len(names) == 1 or (len(names) == len(value.parts) <= FEW_NAMES and len(named) <= SHORT_NAMES):
            return named if len(value.parts) == 1 or named.endswith("合计") else f"{named}合计"
        return f"{len(value.parts)} 项合计"
    if isinstance(value.node, Apply) and value.node.op == "SHARE" and value.computed is not None:
        top, bottom = value.parts
        return f"{name_of(top)}占{name_of(bottom)}的比例"
    return value.label or "该项"


def moving_of(value: Value) -> str:
    """What has moved, of a value that is how far one thing is from itself in another year; else what the value is called."""
    moved = isinstance(value.node, Apply) and value.node.op in {"DIFFERENCE", "GROWTH"} and value.parts
    return name_of(value.parts[0]) if moved else name_of(value)


def names_apart(one: Value, other: Value) -> tuple[str, str]:
    """What tells two sides apart: their bodies, years, names or stages."""
    a, b = (v.facts[0] for v in (one, other))
    if a.disclosure.issuer != b.disclosure.issuer:
        what = (name_of(one), name_of(other))
        of_two = a.fact.concept != b.fact.concept and what[0] != what[1]  # each of a thing of its own
        whose = (a.disclosure.issuer, b.disclosure.issuer)
        return (f"{whose[0]}的{what[0]}", f"{whose[1]}的{what[1]}") if of_two else whose
    if a.fact.year != b.fact.year and a.fact.concept == b.fact.concept is not None:
        return _dated(a, one), _dated(b, other)
    names = tuple(label_of(v) if isinstance(v.node, Apply) and v.node.op == "PER" else name_of(v) for v in (one, other))
    if names[0] != names[1]:
        return names[0], names[1]
    if a.fact.year != b.fact.year:
        return f"{a.fact.year}年{name_of(one)}", f"{b.fact.year}年{name_of(other)}"
    return f"{name_of(one)}{wording.basis_name(a.fact)}", f"{wording.basis_name(b.fact)}"


def _dated(finding: Finding, value: Value) -> str:
    return f"{finding.fact.year}年{wording.basis_name(finding.fact)}{name_of(value)}"


def label_of(value: Value) -> str:
    """What a worked-out value is called, an amount per head by its count."""
    node = value.node
    if isinstance(node, Apply) and node.op == "PER" and value.parts:
        count = value.parts[1].quantity
        unit = count.unit if count is not None else ""
        return f"平均每{unit}{name_of(value.parts[0])}"
    if isinstance(node, Look):
        return value.label
    return value.label or "结果"
