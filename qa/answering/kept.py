"""所留: how the members of a set that meet its condition are called (决算超过预算的, 用单位资金的)."""

from __future__ import annotations

from corpus import terms
from qa.plan.nodes import Condition, Members

_SAID = {
    "zero": "一分没花的", "full": "花完的", "over_budget": "决算超过预算的", "under_budget": "决算少于预算的", "on_budget": "决算与预算持平的",
}  # fmt: skip
_COLUMNS = {"column": "有", "no_column": "没有", "only_column": "全是"}
_THAN = {"more": "超过", "at_least": "不低于", "at_most": "不超过", "less": "低于"}


def called(node: Members) -> str:
    """What the members that a set keeps are called; "" where it keeps all."""
    keep, but = node.keep, f"除{node.without}外" if node.without else ""
    if keep is None:
        return but
    if keep.test in _SAID:
        return _SAID[keep.test]
    if keep.test == "same":
        return f"与{node.against}年持平的" if node.against else "与上年持平的"
    if keep.test in _COLUMNS:
        return f"{_COLUMNS[keep.test]}{terms.TERMS[keep.words].name}的"
    return f"{keep.words}的" if keep.test == "held_by" else _bounded(keep, node)


def _bounded(keep: Condition, node: Members) -> str:
    if keep.bound is None:
        return ""
    rate = keep.unit == "%"
    of = (
        ("减" if node.order > 0 else "增") + ("幅" if rate else "加" if node.order < 0 else "少")
        if keep.of == "growth"
        else ""
    )
    upto = f"、不超过{keep.upto:f}{keep.unit}" if keep.upto is not None else ""
    of = of or ("占比" if keep.of == "share" else "执行率" if rate else "自评得分" if keep.unit == "分" else "")
    return f"{of}{_THAN[keep.test]}{keep.bound:f}{keep.unit}{upto}的"
