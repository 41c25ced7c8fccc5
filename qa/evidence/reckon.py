"""算子所共: what the operators share: who computes nodes, what is missing, whether values can be set against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from corpus import terms
from corpus.money import Quantity
from qa.evidence.value import Value
from qa.finding.explaining import kinship
from qa.finding.finding import Finding
from qa.finding.lookup import in_kind, stage
from qa.finding.scene import Scene
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Apply, Look, Node, Thing


class Executor(Protocol):
    """执行者: what an operator needs of the one that computes nodes."""

    scene: Scene

    def value(self, node: Node) -> Value:
        """What a node denotes."""

    def operands(self, node: Apply) -> list[Value]:
        """The values of its arguments, a set's members each as one."""


WHOLE: Final = 100
"""Per cent of a whole that no part can be more than."""


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


def gather(values: Sequence[Value]) -> tuple[Finding, ...]:
    """The printed figures that values rest on, each once."""
    return tuple({f.fact.id: f for v in values for f in v.facts}.values())


def lacking(node: Apply, values: Sequence[Value]) -> Value | None:
    """What is missing where an operand is; None where all are there."""
    missing = tuple(m for v in values for m in v.missing)
    return (
        Value(node, missing=missing or ("",), parts=tuple(values)) if any(v.quantity is None for v in values) else None
    )


def same_kind(values: Sequence[Value]) -> bool:
    """Whether all are of one class, counts in one measure word."""
    first = values[0].quantity
    return first is not None and all(v.quantity is not None and in_kind(v.quantity, first) for v in values)


def is_shared(node: Node) -> bool:
    """Whether a node is an amount for each (per head, per vehicle), or made of such."""
    if isinstance(node, Look):  # told before as such
        return any(t.label.startswith(EACH) for t in node.thing)
    if not isinstance(node, Apply):
        return False
    return node.op in {"PER", "MEAN"} or (node.op in _AS_ITS_PARTS and any(is_shared(a) for a in node.args))


_AS_ITS_PARTS: Final = frozenset({"SUM", "DIFFERENCE", "ARGMAX", "ARGMIN", "SECOND"})


EACH: Final = "平均每"
"""How the name of an amount for each begins."""


def of_two_types(node: Apply) -> bool:
    """Whether an amount for each is set against a whole amount that is printed (人均电费 against 电费): never meant."""
    shared = [is_shared(a) for a in node.args]
    return any(shared) and any(isinstance(a, Look) and not s for a, s in zip(node.args, shared, strict=True))


def unlike(values: Sequence[Value]) -> tuple[str, ...]:
    """A caution where what is set against each other is of unlike scope or kind of document."""
    facts = gather(values)
    scopes, kinds = {f.fact.scope for f in facts}, {f.disclosure.kind for f in facts}
    ids = {f.disclosure.id for f in facts}
    if len(ids) < 2 or (len(scopes) == 1 and len(kinds) == 1):
        return ()
    return ("caution",)


def fit_of(values: Sequence[Value]) -> float:
    """How surely the least sure of them is what was asked."""
    return min((v.fit for v in values), default=1.0)


def _is_one(one: Finding, other: Finding) -> bool:
    """Whether two figures are one, or one thing's amount in two places."""
    a, b = one.fact, other.fact
    twice = a.concept is not None and (a.concept, a.quantity.base, a.year) == (b.concept, b.quantity.base, b.year)
    return a.id == b.id or (twice and a.disclosure_id == b.disclosure_id)


def ratio(run: Executor, node: Apply, how: Callable[[Quantity, Quantity], Computed | None], label: str) -> Value:
    """Two values set against each other by ``how``; missing where they are one, of two kinds, or the part is above the whole."""
    values = [run.value(a) for a in node.args]
    if (lack := lacking(node, values)) is not None or len(values) != 2:
        return lack or Value(node, missing=("",))
    top, bottom = values
    assert top.quantity is not None and bottom.quantity is not None  # noqa: S101, PT018 - both are found
    same = top.finding is not None and bottom.finding is not None and _is_one(top.finding, bottom.finding)
    if same or (node.op != "PER" and (not same_kind(values) or of_two_types(node))):
        return Value(node, missing=("",), parts=(top, bottom))
    computed = how(top.quantity, bottom.quantity)
    if computed is None or (node.op == "SHARE" and not 0 <= computed.quantity.value <= WHOLE):
        return Value(node, missing=("",), parts=(top, bottom))
    return Value(
        node,
        computed=computed,
        operands=gather(values),
        label=label,
        parts=(top, bottom),
        fit=fit_of(values),
        notes=unlike(values),
    )
