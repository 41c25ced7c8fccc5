"""执行: a node of a plan to its value, each node once. What is not found is named; what would mislead is not computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus import terms
from corpus.money import Quantity, UnitClass
from qa.evidence.looks import find_look
from qa.evidence.members import members_of
from qa.evidence.value import Value
from qa.finding.finding import Finding
from qa.finding.lookup import in_kind, kinship, stage
from qa.finding.scene import Scene
from qa.parsing.labels import Linker
from qa.plan import arithmetic
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Apply, Look, Members, Node, Operator, Read, Thing

WHOLES: Final = ("current_expenditure", "total_expenditure", "current_revenue", "total_revenue", "total_balance_sheet")
"""What a share is of where the question does not say: the year's whole."""


SHORTEST: Final = 2
"""Characters of a phrase whose meaning is looked for."""
MEANT: Final = 0.6
"""How surely a figure is the one asked for that was found by meaning alone."""


class Executor:
    """执行者 of one scene; keeps what it has computed."""

    def __init__(self, scene: Scene, linker: Linker | None = None) -> None:
        self.scene = scene
        self._linker = linker
        self._kept: dict[Node, Value] = {}
        self._near: frozenset[tuple[str, int]] = frozenset()

    def value(self, node: Node) -> Value:
        """What the node denotes; see :class:`Value`."""
        if node not in self._kept:
            self._kept[node] = self._compute(node)
        return self._kept[node]

    def _compute(self, node: Node) -> Value:
        if isinstance(node, Look):
            return self._look(node)
        if isinstance(node, Members):
            found = members_of(self.scene, node)
            return Value(node, items=tuple(found), missing=() if found else (_named(node.of),))
        if isinstance(node, Read):
            return Value(node, missing=(_named(node.about),))
        return _OPERATORS[node.op](self, node)

    def _look(self, node: Look) -> Value:
        found = find_look(self.scene, node, self._near)
        if found is not None and node.measure == "completion" and node.basis == "initial_budget" and not _against_initial(found):
            found = None
        if found is None and node.measure == "completion":
            return self._completion(node)
        if found is None and (prior := self._prior(node)) is not None:
            return prior
        if found is None and (linked := self._linked(node)) is not None:
            return linked
        if found is None:
            return Value(node, missing=(_named(node.thing) or "、".join(node.codes),))
        self._near |= {(f.disclosure_id, f.context.start) for f in (found.fact, *found.places)}
        return Value(node, finding=found, label=found.label, fit=min(1.0, found.explained))

    def _linked(self, node: Look) -> Value | None:
        """What words that name nothing printed mean: the printed name nearest in meaning, said to be taken for it."""
        phrase = "".join(t.said for t in node.thing)
        if self._linker is None or len(phrase) < SHORTEST or node.codes or node.measure == "share":
            return None
        if len(node.thing) > 1 or node.thing[0].exact:
            return None  # several names, or a known one: what it lacks is not printed
        if not (node.money or node.counter or self._asks_money()):
            return None
        around = "".join(t.said for t in node.within)
        for shelf in self.scene.groups[node.who].shelves:
            for said in dict.fromkeys((phrase, around + phrase)):
                for link in self._linker.links(said, shelf):
                    thing = Thing(phrase, node.thing[0].start, node.thing[-1].end, link.label, link.concept)
                    found = find_look(self.scene, replace(node, thing=(thing,)))
                    if found is not None:
                        note = f"“{phrase}”按“{link.label}”理解"
                        return Value(node, finding=found, label=found.label, notes=(note,), fit=MEANT)
        return None

    def _asks_money(self) -> bool:
        """Whether the question speaks of money at all."""
        return re.search(r"钱|花|费|款|预算|决算|支出|收入|开支|[万亿]?元|安排|补", self.scene.question.folded) is not None

    def _prior(self, node: Look) -> Value | None:
        """A year that is printed nowhere: the next year's figure less its printed change."""
        if node.when is None or node.counter or node.measure is not None:
            return None
        now = find_look(self.scene, replace(node, when=node.when + 1, basis=None))
        if now is None or now.fact.year != node.when + 1:
            return None
        if node.basis == "final_accounts" and now.disclosure.kind == "budget":
            return None  # last year's outcome does not follow from this year's budget
        change = find_look(self.scene, replace(node, when=node.when + 1, basis=None, measure="change", money=False))
        if change is None or change.fact.direction is None or not _of_one_thing(change, now) or change.fact.concept is None:
            return None
        if change.fact.quantity.unit_class is not now.fact.quantity.unit_class:
            return None
        computed = arithmetic.year_before(now.fact.quantity, change.fact.quantity, change.fact.direction)
        if computed.quantity.value < 0:
            return None
        return Value(node, computed=computed, operands=(now, change), label=f"{node.when}年{now.label}（按公开的增减额推算）")

    def _completion(self, node: Look) -> Value:
        """执行率 that is not printed: what was spent over the budget it was set against."""
        spent = self.value(replace(node, measure=None, basis="final_accounts", money=True))
        for basis in (node.basis,) if node.basis in {"initial_budget", "adjusted_budget"} else ("adjusted_budget", "budget"):
            budget = self.value(replace(node, measure=None, basis=basis, money=True))
            if spent.finding and budget.finding and _stages_differ(spent.finding, budget.finding):
                computed = arithmetic.ratio(spent.finding.quantity, budget.finding.quantity)
                if computed is not None:
                    return Value(node, computed=computed, operands=(spent.finding, budget.finding), label=f"{_named(node.thing)}执行率")
        return Value(node, missing=(f"{_named(node.thing)}执行率",))

    def operands(self, node: Apply) -> list[Value]:
        """The values of its arguments, a set's members each as one."""
        found: list[Value] = []
        for arg in node.args:
            value = self.value(arg)
            found += [Value(Look(()), finding=i.finding, label=i.name) for i in value.items] if value.items else [value]
        return found


def _against_initial(printed: Finding) -> bool:
    """Whether a printed completion rate is of the budget at the year's beginning."""
    return "年初" in printed.fact.column or "年初" in printed.fact.row or printed.fact.basis == "budget"


def _stages_differ(one: Finding, other: Finding) -> bool:
    return stage(one.fact) != stage(other.fact) and (one.fact.subject is None) == (other.fact.subject is None)


def _named(things: Sequence[Thing]) -> str:
    return "".join(t.said or (terms.TERMS[t.concept].name if t.concept else "") for t in things)


def _gather(values: Sequence[Value]) -> tuple[Finding, ...]:
    return tuple({f.fact.id: f for v in values for f in v.facts}.values())


def _lacking(node: Apply, values: Sequence[Value]) -> Value | None:
    """What is missing where an operand is; None where all are there."""
    missing = tuple(m for v in values for m in v.missing)
    return Value(node, missing=missing or ("",), parts=tuple(values)) if any(v.quantity is None for v in values) else None


def _same_kind(values: Sequence[Value]) -> bool:
    first = values[0].quantity
    return first is not None and all(v.quantity is not None and in_kind(v.quantity, first) for v in values)


def _sum(run: Executor, node: Apply) -> Value:
    """合计: all parts there, of one kind, none twice and none above another in one table."""
    values = run.operands(node)
    if not values or (lack := _lacking(node, values)) is not None:
        return lack if values else Value(node, missing=("",))  # type: ignore[possibly-undefined]
    if len(values) == 1 and isinstance(node.args[0], Members):
        return replace(values[0], node=node, parts=(values[0],))
    distinct = list({v.finding.fact.id if v.finding else id(v): v for v in values}.values())
    if len(distinct) < 2 or not _same_kind(distinct) or _overlap(distinct):
        return Value(node, missing=("",), parts=tuple(values))
    computed = arithmetic.total([v.quantity for v in distinct if v.quantity])
    return Value(node, computed=computed, operands=_gather(distinct), label="合计", parts=tuple(distinct), fit=_fit(values))


def _overlap(values: Sequence[Value]) -> bool:
    """Whether one part stands above another in the same table: then their sum counts it twice."""
    facts = [v.finding.fact for v in values if v.finding]
    return any(a is not b and a.table_id is not None and a.table_id == b.table_id and b.row.startswith(f"{a.row}/") for a in facts for b in facts)


def _difference(run: Executor, node: Apply) -> Value:
    values = run.operands(node)
    if (lack := _lacking(node, values)) is not None or len(values) != 2:
        return lack or Value(node, missing=("",))
    one, other = values
    if not _same_kind(values) or (one.finding and other.finding and one.finding.fact.id == other.finding.fact.id):
        return Value(node, missing=("",), parts=tuple(values))
    assert one.quantity is not None and other.quantity is not None  # noqa: S101, PT018 - both are found
    computed = arithmetic.difference(one.quantity, other.quantity)
    if computed.quantity.unit == "%":
        computed = replace(computed, quantity=Quantity(computed.quantity.value, "百分点"))
    return Value(node, computed=computed, operands=_gather(values), label="差额", parts=tuple(values), fit=_fit(values), notes=_unlike(values))


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
    return Value(node, computed=computed, operands=_gather(values), label=label, parts=(top, bottom), fit=_fit(values), notes=_unlike(values))


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
    return _ratio(run, node, arithmetic.ratio, "占比")


def _whole_of(run: Executor, part: Value) -> Look | None:
    first = part.facts[0] if part.facts else None
    if first is None:
        return None
    who = next(i for i, g in enumerate(run.scene.groups) if any(s.disclosure.id == first.disclosure.id for s in g.shelves))
    for concept in WHOLES:
        look = Look((Thing("", 0, 0, "", concept),), who=who, when=first.fact.year, money=True)
        found = run.value(look).finding
        if found is not None and found.fact.concept != first.fact.concept and found.quantity.base >= first.quantity.base:
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
        if spent.finding and budget.finding and _stages_differ(budget.finding, spent.finding):
            computed = arithmetic.difference(budget.finding.quantity, spent.finding.quantity)
            if computed.quantity.value >= 0:
                return Value(node, computed=computed, operands=(budget.finding, spent.finding), label=f"{_named(look.thing)}余下", parts=(budget, spent), fit=_fit((budget, spent)))
    return Value(node, missing=(_named(look.thing),))


def _change(run: Executor, node: Apply) -> Value:
    """增减: the printed change and rate, this year's figure and the year before's; worked out where both years are printed."""
    look = node.args[0]
    if not isinstance(look, Look):
        return Value(node, missing=("",))
    now = run.value(look)
    change, rate = (run.value(replace(look, measure=m, basis=None, counter=None, money=False)) for m in _CHANGES)
    if now.finding is not None:
        change, rate = (v if v.finding is None or _of_one_thing(v.finding, now.finding) else Value(v.node, missing=("",)) for v in (change, rate))
    before = _before(run, look, now.finding, change.finding)
    if change.finding is None and rate.finding is None and before is None:
        return Value(node, missing=(f"{_named(look.thing)}的变化",), parts=(now,))
    order = (rate, change) if node.op == "GROWTH" else (change, rate)
    parts = [v for v in order if v.finding is not None]
    if before is not None and now.quantity is not None and before.quantity is not None and before.finding is not None:
        if change.finding is None and node.op == "CHANGE":
            gap = arithmetic.difference(now.quantity, before.quantity)
            parts.append(Value(node, computed=gap, operands=_gather((now, before)), label="增减额", parts=(now, before)))
        if rate.finding is None and (grown := arithmetic.growth(now.quantity, before.quantity)) is not None:
            parts.append(Value(node, computed=grown, operands=_gather((now, before)), label="增减率"))
    if change.finding is None and before is None and rate.finding is None:
        return Value(node, missing=("",))
    told = [*parts, *([now] if now.finding else []), *([before] if before is not None else [])]
    if not parts:
        return Value(node, missing=("",), parts=(now,))
    first = parts[0]
    return Value(node, finding=first.finding, computed=None if first.finding else first.computed,
                 operands=_gather(parts), label=now.label, parts=tuple(told), fit=_fit(told))


_CHANGES: Final = ("change", "growth")


def _of_one_thing(one: Finding, other: Finding) -> bool:
    """Whether a printed change is of the thing itself: same term, or one row's name within the other's."""
    if one.fact.concept and other.fact.concept:
        return kinship(one.fact.concept, other.fact.concept) > 0
    return True


def _before(run: Executor, look: Look, now: Finding | None, change: Finding | None) -> Value | None:
    """The year before: printed, or this year's figure less its printed change."""
    if now is None:
        return None
    printed = run.value(replace(look, when=now.fact.year - 1, basis=None))
    fact = printed.finding.fact if printed.finding else None
    if fact is not None and fact.year == now.fact.year - 1 and fact.measure == now.fact.measure and in_kind(fact.quantity, now.fact.quantity):
        return printed
    if change is None or change.fact.direction is None or change.fact.quantity.unit_class is not now.fact.quantity.unit_class:
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


_OPERATORS: Final[dict[Operator, Callable[[Executor, Apply], Value]]] = {
    "SUM": _sum, "DIFFERENCE": _difference, "SHARE": _share, "GROWTH": _growth, "RATIO": _times, "PER": _per, "MEAN": _mean,
    "REMAIN": _remain, "CHANGE": _change, "ARGMAX": _extreme, "ARGMIN": _extreme, "SORT": _all, "LIST": _all,
}  # fmt: skip
"""算子表: each operator and how it is computed."""
