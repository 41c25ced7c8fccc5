"""算子: how each operator of a plan is computed from the values of its arguments, and when it is refused.

A sum needs all its parts, of one kind, none twice and none above another; a share is of a larger whole of one kind; a
difference of unlike scopes says so; what would be negative or divided by zero is not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from corpus.disclosure import Fact
from corpus.money import Quantity
from qa.evidence.looks import find_look
from qa.evidence.overlap import overlap
from qa.evidence.proportions import mean_of, per, share, times
from qa.evidence.reckon import (
    Executor,
    differ,
    fit_of,
    gather,
    lacking,
    named,
    of_one_thing,
    of_two_types,
    ratio,
    same_kind,
    unlike,
)
from qa.evidence.value import Value
from qa.finding.asked import share as share_of
from qa.finding.explaining import TOTALS, is_against_budget
from qa.finding.finding import Finding
from qa.finding.lookup import in_kind, stage
from qa.finding.scene import holds_year
from qa.library import grams
from qa.plan import arithmetic
from qa.plan.nodes import Apply, Look, Members, Operator, Thing, walk

_CHANGES: Final = ("change", "growth")


def _sum(run: Executor, node: Apply) -> Value:
    """合计: all parts there, of one kind, none twice and none above another in one table."""
    values = run.operands(node)
    if not values:
        return Value(node, missing=("",))
    if (lack := lacking(node, values)) is not None:
        return lack
    if len(values) == 1 and isinstance(node.args[0], Members):
        return replace(values[0], node=node, parts=(values[0],))
    distinct = list({v.finding.fact.id if v.finding else id(v): v for v in values}.values())
    if len(distinct) < 2 or not same_kind(distinct) or overlap(distinct) or of_two_types(node) or _adds_change(values):
        return Value(node, missing=("",), parts=tuple(values))
    computed = arithmetic.total([v.quantity for v in distinct if v.quantity])
    return Value(
        node, computed=computed, operands=gather(distinct), label="合计", parts=tuple(distinct), fit=fit_of(values)
    )


def _adds_change(values: Sequence[Value]) -> bool:
    """Whether a printed change stands among amounts: by how much something moved is no part of a sum of what is spent."""
    measures = {v.finding.fact.measure for v in values if v.finding is not None}
    return "change" in measures and len(measures) > 1


def _difference(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    if (lack := lacking(node, values)) is not None or len(values) != 2 or _is_mixed(node) or of_two_types(node):
        return lack or Value(node, missing=("",))
    values = _of_one_row(run, _of_one_whole(run, node, values))
    one, other = values
    if not same_kind(values) or (one.finding and other.finding and one.finding.fact.id == other.finding.fact.id):
        return Value(node, missing=("",), parts=tuple(values))
    assert one.quantity is not None and other.quantity is not None  # noqa: S101, PT018 - both are found
    computed = arithmetic.difference(one.quantity, other.quantity)
    if computed.quantity.unit == "%":
        computed = replace(computed, quantity=Quantity(computed.quantity.value, "百分点"))
    return Value(
        node,
        computed=computed,
        operands=gather(values),
        label="空编" if computed.quantity.value > 0 and _concepts(values) == _VACANT else "差额",
        parts=tuple(values),
        fit=fit_of(values),
        notes=unlike(values),
    )


_VACANT: Final = ({"authorised_posts"}, {"serving_staff"})


def _concepts(values: Sequence[Value]) -> tuple[set[str | None], ...]:
    return tuple({f.fact.concept for f in v.facts} for v in values)


def _is_mixed(node: Apply) -> bool:
    """Whether a change or a difference stands beside an amount: the two cannot be set against each other."""
    changes = [isinstance(a, Apply) and a.op in {"CHANGE", "GROWTH", "DIFFERENCE", "REMAIN"} for a in node.args]
    return any(changes) and not all(changes)


def _of_one_row(run: Executor, values: list[Value]) -> list[Value]:
    """预算 and 决算 of one thing from the row or sentence that prints both, where one does: elsewhere it may be of other funds."""
    facts = [v.finding.fact for v in values if v.finding is not None]
    if (
        len(facts) != len(values)
        or facts[0].concept != facts[1].concept
        or not _are_budget_and_outcome(facts[0], facts[1])
    ):
        return values
    if facts[0].context.start == facts[1].context.start:
        return values
    for at, budget in enumerate(facts):
        if stage(budget) == "final_accounts":
            continue
        other = _beside(run, budget, facts[1 - at])
        if other is not None and other.finding is not None:
            return [other if n != at else v for n, v in enumerate(values)]
    return values


def _beside(run: Executor, budget: Fact, outcome: Fact) -> Value | None:
    """What was spent of a budget, as its own row or sentence prints it."""
    shelf = next(s for g in run.scene.groups for s in g.shelves if s.disclosure.id == budget.disclosure_id)
    for described in shelf.facts:
        fact = described.fact
        alike = (fact.measure, fact.concept, fact.subject, fact.year) == (
            "amount",
            budget.concept,
            budget.subject,
            budget.year,
        )
        if alike and fact.context.start == budget.context.start and stage(fact) == stage(outcome):
            found = Finding(fact, shelf.disclosure, 0, 1.0)
            return Value(Look(()), finding=found, label=found.label)
    return None


def _are_budget_and_outcome(one: Fact, other: Fact) -> bool:
    """Whether one is of the budget and the other of the outcome, of one year and document."""
    same = (one.year, one.disclosure_id) == (other.year, other.disclosure_id)
    return same and (stage(one) == "final_accounts") != (stage(other) == "final_accounts")


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


def _grown(node: Apply, values: Sequence[Value]) -> Value:
    """增减率 of an outcome over the budget of its own row."""
    later, earlier = (v.quantity for v in values)
    computed = arithmetic.growth(later, earlier) if later is not None and earlier is not None else None
    if computed is None:
        return Value(node, missing=("",), parts=tuple(values))
    return Value(node, computed=computed, operands=gather(values), label="增减率", parts=tuple(values))


def _growth(run: Executor, node: Apply) -> Value:
    if len(node.args) == 1:
        return _change(run, node)
    values = [run.value(a) for a in node.args]
    if (paired := _of_one_row(run, values)) is not values:
        return _grown(node, paired)
    return ratio(run, node, arithmetic.growth, "增减率")


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
                    fit=fit_of((budget, spent)),
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
            parts.append(Value(node, computed=gap, operands=gather((now, before)), label="增减额", parts=(now, before)))
        if rate.finding is None and (grown := arithmetic.growth(now.quantity, before.quantity)) is not None:
            parts.append(Value(node, computed=grown, operands=gather((now, before)), label="增减率"))
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
        operands=gather(parts),
        label=now.label,
        parts=tuple(told),
        fit=fit_of(told),
    )


def _before(run: Executor, look: Look, now: Finding | None, change: Finding | None) -> Value | None:
    """The year before: printed, or this year's figure less its printed change."""
    if now is None:
        return None
    printed = run.value(replace(look, when=now.fact.year - 1, basis=None))
    if printed.finding is not None and _is_year_before(printed.finding.fact, now.fact):
        return printed
    if change is None and (own := _of_own_document(run, look, now)) is not None:
        return own
    if (
        change is None
        or change.fact.direction is None
        or is_against_budget(change.fact)
        or change.fact.quantity.unit_class is not now.fact.quantity.unit_class
    ):
        return None
    computed = arithmetic.year_before(now.fact.quantity, change.fact.quantity, change.fact.direction)
    if computed.quantity.value < 0:
        return None
    return Value(look, computed=computed, operands=(now, change), label=f"{now.fact.year - 1}年{now.label}")


def _is_year_before(fact: Fact, now: Fact) -> bool:
    """Whether a figure is of the year before another, of its line and kind."""
    alike = fact.year == now.year - 1 and fact.measure == now.measure
    return alike and _is_same_line(fact, now) and in_kind(fact.quantity, now.quantity)


def _of_own_document(run: Executor, look: Look, now: Finding) -> Value | None:
    """The year before as the body's document of that year prints it; None where none is held, or it prints another stage."""
    group = run.scene.groups[look.who]
    if not group.earlier:
        return None
    groups = [replace(g, shelves=g.earlier) if g is group else g for g in run.scene.groups]
    before = replace(look, when=now.fact.year - 1)
    found = find_look(replace(run.scene, groups=tuple(groups)), before)
    if found is None or not _is_year_before(found.fact, now.fact) or found.fact.basis != now.fact.basis:
        return None
    return Value(before, finding=found, label=found.label)


def _is_same_line(one: Fact, other: Fact) -> bool:
    """Whether two years' figures are of one line: of one term, or by names that are alike."""
    if one.concept is not None or other.concept is not None:
        return one.concept == other.concept or (one.concept is None) != (other.concept is None)
    names = [grams(f.row.split("/")[-1]) | grams(f.subject or "") for f in (one, other)]
    return min(share_of(names[0], names[1]), share_of(names[1], names[0])) >= ALIKE


ALIKE: Final = 0.6
"""The share of a line's name that another year's name for it carries."""


def _extreme(run: Executor, node: Apply) -> Value:
    values = _of_those_held(run, run.operands(node))
    if (lack := lacking(node, values)) is not None or not values or not same_kind(values):
        return lack or Value(node, missing=("",))
    order = sorted(values, key=lambda v: v.quantity.base if v.quantity else 0)
    if node.op == "SECOND" and len(order) < 2:
        return Value(node, missing=("",))
    best = order[{"ARGMAX": -1, "SECOND": -2, "ARGMIN": 0}[node.op]]
    return replace(best, node=node, parts=tuple(values), notes=(*best.notes, *unlike(values)))


def _of_those_held(run: Executor, values: list[Value]) -> list[Value]:
    """The values without bodies of which no document of the asked year is held, where several are left: that is said beside them."""
    looks = [(v, next((n for n in walk(v.node) if isinstance(n, Look)), None)) for v in values]
    groups, question = run.scene.groups, run.scene.question
    kept = [v for v, x in looks if v.found or x is None or holds_year(question, groups[x.who])]
    return kept if len(kept) > 1 else values


def _all(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    return Value(node, parts=tuple(values), missing=tuple(m for v in values for m in v.missing))


OPERATORS: Final[dict[Operator, Callable[[Executor, Apply], Value]]] = {
    "SUM": _sum, "DIFFERENCE": _difference, "SHARE": share, "GROWTH": _growth, "RATIO": times, "PER": per, "MEAN": mean_of,
    "REMAIN": _remain, "CHANGE": _change, "ARGMAX": _extreme, "ARGMIN": _extreme, "SECOND": _extreme, "SORT": _all, "LIST": _all,
}  # fmt: skip
"""算子表: each operator and how it is computed."""
