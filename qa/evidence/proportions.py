"""比例: shares of a whole, multiples, and amounts over a count; what the question leaves open is the year's whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus.money import Quantity, UnitClass
from qa.evidence.looks import PEOPLE, counted_of_project
from qa.evidence.reckon import Executor, ratio
from qa.evidence.value import Value
from qa.finding.lookup import in_kind
from qa.plan import arithmetic
from qa.plan.nodes import Apply, Look, Node, Thing

WHOLES: Final = ("current_expenditure", "total_expenditure", "current_revenue", "total_revenue", "total_balance_sheet")
"""What a share is of where the question does not say: the year's whole."""


def share(run: Executor, node: Apply) -> Value:
    """占比: the printed one where only a part is named and one is printed of it, else part ÷ whole."""
    if len(node.args) == 1:
        part = node.args[0]
        if isinstance(part, Look):
            printed = run.value(replace(part, measure="share", counter=None, money=False))
            if printed.finding is not None:
                return replace(printed, node=node)
        whole = _whole_of(run, run.value(part))
        node = replace(node, args=(part, whole)) if whole is not None else node
    if len(node.args) == 2:
        node = replace(node, args=(_inside(run, *node.args), node.args[1]))
        node = replace(node, args=(node.args[0], _larger(run, run.value(node.args[0]), node.args[1])))
    return ratio(run, node, arithmetic.ratio, "占比")


def _inside(run: Executor, part: Node, whole: Node) -> Node:
    """The part as the line below the whole, where several lines bear its name (行政运行 of one class of the accounts)."""
    if isinstance(part, Apply) and part.op == "SUM":
        return replace(part, args=tuple(_inside(run, a, whole) for a in part.args))
    if not isinstance(part, Look) or not isinstance(whole, Look) or part.within or not whole.thing:
        return part
    found, top = run.value(part).finding, run.value(whole).finding
    code = top.fact.row_code if top is not None else None
    if found is None or not code or not found.fact.row_code or found.fact.row_code.startswith(code):
        return part
    below = replace(part, within=whole.thing)
    line = run.value(below).finding
    return below if line is not None and (line.fact.row_code or "").startswith(code) else part


def _larger(run: Executor, part: Value, whole: Node) -> Node:
    """The reading of a whole's name that the part can be a part of (住房: 住房保障支出, where the part is 住房公积金)."""
    if not isinstance(whole, Look) or len(whole.thing) != 1 or part.quantity is None:
        return whole
    thing = whole.thing[0]
    for reading in (whole, *(replace(whole, thing=(replace(thing, concept=c, others=()),)) for c in thing.others)):
        found = run.value(reading)
        if (
            found.quantity is not None
            and in_kind(found.quantity, part.quantity)
            and found.quantity.base > part.quantity.base
        ):
            return reading
    return whole


def _whole_of(run: Executor, part: Value) -> Look | None:
    first = part.facts[0] if part.facts else None
    if first is None:
        return None
    who = next(
        i for i, g in enumerate(run.scene.groups) if any(s.disclosure.id == first.disclosure.id for s in g.shelves)
    )
    for concept in WHOLES:
        look = Look((Thing("", 0, 0, "", concept),), who=who, when=first.fact.year, money=True)
        found = run.value(look).finding
        if (
            found is not None
            and found.fact.concept != first.fact.concept
            and found.quantity.base >= first.quantity.base
        ):
            return look
    return None


def times(run: Executor, node: Apply) -> Value:
    """倍数: one over the other."""
    return ratio(run, node, arithmetic.times, "倍数")


def per(run: Executor, node: Apply) -> Value:
    """平均每: an amount over a count, the count of something that can share it."""
    node = _among_its_own(run, node)
    count = run.value(node.args[1]).quantity if len(node.args) == 2 else None
    if not _shares_it(run, node):
        its = _of_its_project(run, node)
        return replace(per(run, its), node=node) if its is not None else Value(node, missing=("",))
    if count is not None and count.unit_class is not UnitClass.COUNT:
        return Value(node, missing=("",))
    return ratio(run, node, arithmetic.mean, "平均")


def _among_its_own(run: Executor, node: Apply) -> Apply:
    """A project's money is shared among those whom the project counts, where nobody is named: the staff have no part in it."""
    top, bottom = node.args
    if not isinstance(top, Look) or not isinstance(bottom, Look) or any(t.said for t in bottom.thing):
        return node
    amount = run.value(top).finding
    if bottom.counter not in PEOPLE or amount is None or not amount.fact.subject:
        return node
    found = counted_of_project(run.scene, replace(top, counter=bottom.counter, money=False, basis=None))
    return (
        node
        if found is None
        else replace(node, args=(top, replace(top, counter=found.quantity.unit, money=False, basis=None)))
    )


def _shares_it(run: Executor, node: Apply) -> bool:
    """Whether what is counted under the amount's own name stands with it: of one project, or in one row or sentence."""
    top, bottom = node.args
    if not isinstance(top, Look) or not isinstance(bottom, Look) or top.thing != bottom.thing:
        return True
    amount, count = run.value(top).finding, run.value(bottom).finding
    if amount is None or count is None:
        return False
    one, other = amount.fact, count.fact
    same = one.subject is not None and one.subject == other.subject
    return same or one.context.start == other.context.start or one.row.split("/")[-1] == other.row.split("/")[-1]


def _of_its_project(run: Executor, node: Apply) -> Apply | None:
    """The amount of the project that prints the count (发给几个人，每人多少: the project's money among its people)."""
    top, bottom = node.args
    count = run.value(bottom).finding
    if not isinstance(top, Look) or count is None or not count.fact.subject:
        return None
    whole = replace(top, thing=(Thing("", 0, 0, count.fact.subject),), within=(), money=True, counter=None)
    amount = run.value(whole).finding
    if whole.thing == top.thing or amount is None or amount.fact.subject != count.fact.subject:
        return None
    return replace(node, args=(whole, bottom))


def mean_of(run: Executor, node: Apply) -> Value:
    """平均: the sum of a set's members over how many they are."""
    values = run.operands(node)
    total = run.value(Apply("SUM", node.args))
    if total.computed is None or len(values) < 2:
        return Value(node, missing=("",), parts=tuple(values))
    computed = arithmetic.mean(total.computed.quantity, Quantity(Decimal(len(values)), "项"))
    return Value(node, computed=computed, operands=total.operands, label="平均", parts=(total,))
