"""两边: members of a set on two sides, each side together: 后两个加起来是第一个的几成, 前两个比后三个多多少."""

from __future__ import annotations

from collections.abc import Sequence

from qa.dialogue.given import Given
from qa.dialogue.operands import Operands
from qa.plan.nodes import Apply, Node, Operator


def set_against(of: Operands, operators: set[str], one: Sequence[Given], other: Sequence[Given]) -> Node | None:
    """The members of one side together, in proportion to or less those of the other; None where their words ask neither."""
    if len(one) == len(other) == 1 and "SUM" in operators:
        return None
    op: Operator | None = None
    if operators & {"SHARE", "PERCENT"}:
        op = "SHARE"
    elif "TIMES" in operators:
        op = "RATIO"
    elif operators & {"DIFFERENCE", "COMPARE"}:
        op = "DIFFERENCE"
    return Apply(op, (_together(of, one), _together(of, other))) if op is not None else None


def _together(of: Operands, members: Sequence[Given]) -> Node:
    nodes = tuple(map(of.know, members))
    return Apply("SUM", nodes) if len(nodes) > 1 else nodes[0]
