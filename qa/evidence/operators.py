"""算子: how each operator of a plan is computed from the values of its arguments, and when it is refused.

A sum needs all its parts, of one kind, none twice and none above another; a share is of a larger whole of one kind; a
difference of unlike scopes says so; what would be negative or divided by zero is not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, Protocol

from corpus import terms
from corpus.money import Quantity, UnitClass
from qa.evidence.overlap import overlap
from qa.evidence.value import Value
from qa.finding.explaining import TOTALS, kinship
from qa.finding.finding import Finding
from qa.finding.lookup import in_kind, stage
from qa.finding.scene import Scene
from qa.plan import arithmetic
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Apply, Look, Members, Node, Operator, Thing

WHOLES: Final = ("current_expenditure", "total_expenditure", "current_revenue", "total_revenue", "total_balance_sheet")
"""What a share is of where the question does not say: the year's whole."""
_CHANGES: Final = ("change", "growth")


class Executor(Protocol):
    """执行者: what an operator needs of the one that computes nodes."""

    scene: Scene

    def value(self, node: Node) -> Value:
        """What a node denotes."""

    def operands(self, node: Apply) -> list[Value]:
        """The values of its arguments, a set's members each as one."""


def differ(one: Finding, other: Finding) -> bool:
    """Whether two figures are of different stages of one whole: not one of a project and one of all."""
    return stage(one.fact) != stage(other.fact) and (one.fact.subject is None) == (other.fact.subject is None)


def named(things: Sequence[Thing]) -> str:
    """What things are called in the question."""
    return "".join(t.said or (terms.TERMS[t.concept].name if t.concept else "") for t in things)


def of_one_thing(one: Finding, other: Finding) -> bool:
    """Whether a printed change is of the thing itself, as far as both are known terms."""
    if one.fact.concept and other.fact.concept:
        return kinship(one.fact.concept, other.fact.concept) > 0
    return True


def _gather(values: Sequence[Value]) -> tuple[Finding, ...]:
    return tuple({f.fact.id: f for v in values for f in v.facts}.values())


def _lacking(node: Apply, values: Sequence[Value]) -> Value | None:
    """What is missing where an operand is; None where all are there."""
    missing = tuple(m for v in values for m in v.missing)
    return (
        Value(node, missing=missing or ("",), parts=tuple(values)) if any(v.quantity is None for v in values) else None
    )


def _same_kind(values: Sequence[Value]) -> bool:
    first = values[0].quantity
    return first is not None and all(v.quantity is not None and in_kind(v.quantity, first) for v in values)


def _sum(run: Executor, node: Apply) -> Value:
    """合计: all parts there, of one kind, none twice and none above another in one table."""
    values = run.operands(node)
    if not values:
        return Value(node, missing=("",))
    if (lack := _lacking(node, values)) is not None:
        return lack
    if len(values) == 1 and isinstance(node.args[0], Members):
        return replace(values[0], node=node, parts=(values[0],))
    distinct = list({v.finding.fact.id if v.finding else id(v): v for v in values}.values())
    if len(distinct) < 2 or not _same_kind(distinct) or overlap(distinct):
        return Value(node, missing=("",), parts=tuple(values))
    computed = arithmetic.total([v.quantity for v in distinct if v.quantity])
    return Value(
        node, computed=computed, operands=_gather(distinct), label="合计", parts=tuple(distinct), fit=_fit(values)
    )


def _difference(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    if (lack := _lacking(node, values)) is not None or len(values) != 2 or _is_mixed(node):
        return lack or Value(node, missing=("",))
    values = _of_one_whole(run, node, values)
    one, other = values
    if not _same_kind(values) or (one.finding and other.finding and one.finding.fact.id == other.finding.fact.id):
        return Value(node, missing=("",), parts=tuple(values))
    assert one.quantity is not None and other.quantity is not None  # noqa: S101, PT018 - both are found
    computed = arithmetic.difference(one.quantity, other.quantity)
    if computed.quantity.unit == "%":
        computed = replace(computed, quantity=Quantity(computed.quantity.value, "百分点"))
    return Value(
        node,
        computed=computed,
        operands=_gather(values),
        label="差额",
        parts=tuple(values),
        fit=_fit(values),
        notes=_unlike(values),
    )


def _is_mixed(node: Apply) -> bool:
    """Whether a change or a difference stands beside an amount: the two cannot be set against each other."""
    changes = [isinstance(a, Apply) and a.op in {"CHANGE", "GROWTH", "DIFFERENCE", "REMAIN"} for a in node.args]
    return any(changes) and not all(changes)


def _of_one_whole(run: Executor, node: Apply, values: list[Value]) -> list[Value]:
    """决算 and 预算 of a whole that bears several names: the outcome of what the budget is printed for."""
    looks = [a for a in node.args if isinstance(a, Look)]
    facts = [v.finding.fact for v in values if v.finding is not None]
    if len(looks) != len(values) or len(facts) != len(values) or facts[0].concept == facts[1].concept:
        return values
    stages = [x.basis for x in looks]
    if "final_accounts" not in stages or any(t.concept not in TOTALS for x in looks for t in x.thing):
        return values
    at = stages.index("final_accounts")
    budget = facts[1 - at]
    if budget.concept is None:
        return values
    same = run.value(replace(looks[at], thing=(Thing("", 0, 0, "", budget.concept),)))
    if same.finding is None or same.finding.fact.concept != budget.concept:
        return values
    return [same if n == at else v for n, v in enumerate(values)]


def _unlike(values: Sequence[Value]) -> tuple[str, ...]:
    """A caution where what is set against each other is of unlike scope or kind of document."""
    facts = _gather(values)
    scopes, kinds = {f.fact.scope for f in facts}, {f.disclosure.kind for f in facts}
    ids = {f.disclosure.id for f in facts}
    if len(ids) < 2 or (len(scopes) == 1 and len(kinds) == 1):
        return ()
    return ("caution",)


def _fit(values: Sequence[Value]) -> float:
    return min((v.fit for v in values), default=1.0)


def _ratio(run: Executor, node: Apply, how: Callable[[Quantity, Quantity], Computed | None], label: str) -> Value:
    values = [run.value(a) for a in node.args]
    if (lack := _lacking(node, values)) is not None or len(values) != 2:
        return lack or Value(node, missing=("",))
    top, bottom = values
    assert top.quantity is not None and bottom.quantity is not None  # noqa: S101, PT018 - both are found
    same = top.finding is not None and bottom.finding is not None and top.finding.fact.id == bottom.finding.fact.id
    if same or (node.op != "PER" and not _same_kind(values)):
        return Value(node, missing=("",), parts=(top, bottom))
    computed = how(top.quantity, bottom.quantity)
    if computed is None or (node.op == "SHARE" and computed.quantity.value > 100):
        return Value(node, missing=("",), parts=(top, bottom))
    return Value(
        node,
        computed=computed,
        operands=_gather(values),
        label=label,
        parts=(top, bottom),
        fit=_fit(values),
        notes=_unlike(values),
    )


def _share(run: Executor, node: Apply) -> Value:
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
        node = replace(node, args=(node.args[0], _larger(run, run.value(node.args[0]), node.args[1])))
    return _ratio(run, node, arithmetic.ratio, "占比")


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


def _growth(run: Executor, node: Apply) -> Value:
    if len(node.args) == 1:
        return _change(run, node)
    return _ratio(run, node, arithmetic.growth, "增减率")


def _times(run: Executor, node: Apply) -> Value:
    return _ratio(run, node, arithmetic.times, "倍数")


def _per(run: Executor, node: Apply) -> Value:
    """平均每: an amount over a count, the count of something that can share it."""
    count = run.value(node.args[1]).quantity if len(node.args) == 2 else None
    if not _shares_it(run, node):
        return Value(node, missing=("",))
    if count is not None and count.unit_class is not UnitClass.COUNT:
        return Value(node, missing=("",))
    return _ratio(run, node, arithmetic.mean, "平均")


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
    return same or one.context.start == other.context.start or one.row == other.row


def _mean(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    total = _sum(run, Apply("SUM", node.args))
    if total.computed is None or len(values) < 2:
        return Value(node, missing=("",), parts=tuple(values))
    computed = arithmetic.mean(total.computed.quantity, Quantity(Decimal(len(values)), "项"))
    return Value(node, computed=computed, operands=total.operands, label="平均", parts=(total,))


def _remain(run: Executor, node: Apply) -> Value:
    """没花完的: the budget less what was spent of it."""
    look = node.args[0]
    if not isinstance(look, Look):
        return Value(node, missing=("",))
    spent = run.value(replace(look, basis="final_accounts", money=True, counter=None, measure=None))
    stages = ("initial_budget",) if look.basis == "initial_budget" else ("adjusted_budget", "budget")
    for basis in stages:
        budget = run.value(replace(look, basis=basis, money=True, counter=None, measure=None))  # type: ignore[arg-type]
        if spent.finding and budget.finding and differ(budget.finding, spent.finding):
            computed = arithmetic.difference(budget.finding.quantity, spent.finding.quantity)
            if computed.quantity.value >= 0:
                return Value(
                    node,
                    computed=computed,
                    operands=(budget.finding, spent.finding),
                    label=f"{named(look.thing)}余下",
                    parts=(budget, spent),
                    fit=_fit((budget, spent)),
                )
    return Value(node, missing=(named(look.thing),))


def _change(run: Executor, node: Apply) -> Value:
    """增减: the printed change and rate, this year's figure and the year before's; worked out where both years are printed."""
    look = node.args[0]
    if not isinstance(look, Look):
        return Value(node, missing=("",))
    now = run.value(look)
    change, rate = (run.value(replace(look, measure=m, basis=None, counter=None, money=False)) for m in _CHANGES)
    if now.finding is not None:
        change, rate = (
            v if v.finding is None or of_one_thing(v.finding, now.finding) else Value(v.node, missing=("",))
            for v in (change, rate)
        )
    before = _before(run, look, now.finding, change.finding)
    if change.finding is None and rate.finding is None and before is None:
        return Value(node, missing=(f"{named(look.thing)}的变化",), parts=(now,))
    order = (rate, change) if node.op == "GROWTH" else (change, rate)
    parts = [v for v in order if v.finding is not None]
    if before is not None and now.quantity is not None and before.quantity is not None and before.finding is not None:
        if change.finding is None and node.op == "CHANGE":
            gap = arithmetic.difference(now.quantity, before.quantity)
            parts.append(
                Value(node, computed=gap, operands=_gather((now, before)), label="增减额", parts=(now, before))
            )
        if rate.finding is None and (grown := arithmetic.growth(now.quantity, before.quantity)) is not None:
            parts.append(Value(node, computed=grown, operands=_gather((now, before)), label="增减率"))
    elif before is not None and rate.finding is None and node.op == "GROWTH" and now.quantity and before.quantity:
        grown = arithmetic.growth(now.quantity, before.quantity)
        parts[:0] = [Value(node, computed=grown, operands=before.operands, label="增减率")] if grown else []
    if change.finding is None and before is None and rate.finding is None:
        return Value(node, missing=("",))
    told = [*parts, *([now] if now.finding else []), *([before] if before is not None else [])]
    if not parts:
        return Value(node, missing=("",), parts=(now,))
    first = parts[0]
    return Value(
        node,
        finding=first.finding,
        computed=None if first.finding else first.computed,
        operands=_gather(parts),
        label=now.label,
        parts=tuple(told),
        fit=_fit(told),
    )


def _before(run: Executor, look: Look, now: Finding | None, change: Finding | None) -> Value | None:
    """The year before: printed, or this year's figure less its printed change."""
    if now is None:
        return None
    printed = run.value(replace(look, when=now.fact.year - 1, basis=None))
    fact = printed.finding.fact if printed.finding else None
    if (
        fact is not None
        and fact.year == now.fact.year - 1
        and fact.measure == now.fact.measure
        and in_kind(fact.quantity, now.fact.quantity)
    ):
        return printed
    if (
        change is None
        or change.fact.direction is None
        or change.fact.quantity.unit_class is not now.fact.quantity.unit_class
    ):
        return None
    computed = arithmetic.year_before(now.fact.quantity, change.fact.quantity, change.fact.direction)
    if computed.quantity.value < 0:
        return None
    return Value(look, computed=computed, operands=(now, change), label=f"{now.fact.year - 1}年{now.label}")


def _extreme(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    if (lack := _lacking(node, values)) is not None or not values or not _same_kind(values):
        return lack or Value(node, missing=("",))
    best = (max if node.op == "ARGMAX" else min)(values, key=lambda v: v.quantity.base if v.quantity else 0)
    return replace(best, node=node, parts=tuple(values), notes=(*best.notes, *_unlike(values)))


def _all(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    return Value(node, parts=tuple(values), missing=tuple(m for v in values for m in v.missing))


OPERATORS: Final[dict[Operator, Callable[[Executor, Apply], Value]]] = {
    "SUM": _sum, "DIFFERENCE": _difference, "SHARE": _share, "GROWTH": _growth, "RATIO": _times, "PER": _per, "MEAN": _mean,
    "REMAIN": _remain, "CHANGE": _change, "ARGMAX": _extreme, "ARGMIN": _extreme, "SORT": _all, "LIST": _all,
}  # fmt: skip
"""算子表: each operator and how it is computed."""
