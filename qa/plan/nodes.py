"""计划之节: the types of a plan. A question becomes a plan; whatever can be answered is one; one executor computes it.

A :class:`Look` denotes one printed figure, :class:`Stated` the one that has an amount, :class:`Members` a set,
:class:`Apply` a calculation over nodes, and :class:`Read` words of the document. All are frozen and compare by value,
so that what was computed can be kept by node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from corpus.disclosure import Measure

Operator = Literal[
    "SUM", "DIFFERENCE", "SHARE", "GROWTH", "RATIO", "PER", "MEAN", "REMAIN", "CHANGE", "ARGMAX", "ARGMIN", "SECOND", "SORT", "COUNT",
    "LIST", "EXISTS", "SAME",
]  # fmt: skip
"""算子. SHARE is part ÷ whole in per cent; PER an amount over a count; CHANGE what changed against the year before."""
MemberKind = Literal["projects", "lines", "rows", "children", "bodies", "years"]
"""集合类别: projects of a body, lines of a table or a project's cost list, so many rows as bear a name, rows below a row, bodies, years."""
Measured = Literal["", "growth", "share"]
"""What of a member a bound is held against: its amount or how far it was carried out, how it moved, its part of the whole."""
Stage = Literal["initial_budget", "budget", "adjusted_budget", "final_accounts", "target"]
"""阶段 as people name it: 年初预算 insists on the budget at the year's beginning, 预算 takes the one that is printed."""
AnswerType = Literal["reason", "who", "when", "where", "how", "what"]
"""答语类别: what words are asked for."""


@dataclass(frozen=True, slots=True)
class Thing:
    """所指: what a figure is of. ``said`` are the question's words, ``name`` what they are taken for, ``concept`` its term.

    ``others`` are terms that the words fit as well; ``exact`` says that they are a name that is known.
    """

    said: str
    start: int
    end: int
    name: str = ""
    concept: str | None = None
    exact: bool = True
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name, or the question's own words."""
        return self.name or self.said


@dataclass(frozen=True, slots=True)
class Condition:
    """条件 on the members of a set: an amount or rate held against a bound, the fund (``words``) that it has money of, or who holds it.

    ``of`` says what of a member is held against the bound, where its unit alone does not tell; ``upto`` is a second bound above it.
    """

    test: Literal[
        "more", "at_least", "less", "at_most", "zero", "full", "over_budget", "under_budget", "on_budget", "same",
        "column", "no_column", "only_column", "held_by",
    ]  # fmt: skip
    bound: Decimal | None = None
    unit: str = ""
    words: str = ""
    of: Measured = ""
    upto: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """查一数: one printed figure: of a thing, within others, of whom, of when, at which stage, in which measure and unit.

    ``who`` is the place of the body among those asked about; ``lifetime`` asks for a project's total of all its years
    (项目总预算). What the question leaves open is None or ().
    """

    thing: tuple[Thing, ...]
    within: tuple[Thing, ...] = ()
    who: int = 0
    when: int | None = None
    basis: Stage | None = None
    measure: Measure | None = None
    counter: str | None = None
    money: bool = False
    codes: tuple[str, ...] = ()
    lifetime: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """所说之数: an amount that the question itself states as known (占那33万的几成): the printed figure that has it.

    ``about`` is what is named around it; nothing is computed with an amount that is printed nowhere.
    """

    value: Decimal
    unit: str
    about: tuple[Thing, ...] = ()
    who: int = 0
    when: int | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """一组: a set with its order and the part of it that is kept: the first ``most`` by amount (``order`` -1) or the last (1).

    ``by_class`` says that its parts as classes are meant (货物、工程、服务 of 政府采购), not its single lines; ``unit`` is the
    measure word in which the members are counted; ``by_gap`` orders them by how far what was spent is from the budget,
    or from the year ``against`` where one is given (0: the year before);
    ``only`` says that the last of the first ``most`` alone is meant (排第二的); ``also`` is a rate or score told beside each,
    ``without`` names members that are left out.
    """

    kind: MemberKind
    of: tuple[Thing, ...] = ()
    who: int = 0
    when: int | None = None
    basis: Stage | None = None
    measure: Measure | None = None
    keep: Condition | None = None
    order: int = 0
    most: int | None = None
    beside: tuple[Stage, ...] = ()
    by_class: bool = False
    unit: str = ""
    by_gap: bool = False
    only: bool = False
    against: int | None = None
    also: Measure | None = None
    without: str = ""


@dataclass(frozen=True, slots=True)
class Apply:
    """算: an operator on nodes."""

    op: Operator
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """读: words of the document of a kind, about things; ``text`` is the clause that asks for them."""

    asked: AnswerType
    about: tuple[Thing, ...]
    text: str
    who: int = 0


Node: TypeAlias = Look | Stated | Members | Apply | Read


@dataclass(frozen=True, slots=True)
class Plan:
    """计划: its roots are stated in this order; assumptions are said; words that nothing accounts for are ``unused``."""

    roots: tuple[Node, ...]
    assumed: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    if isinstance(node, Apply):
        for arg in node.args:
            yield from walk(arg)


def of_body(node: Node, who: int) -> Node:
    """The same node asked of another of the bodies."""
    if isinstance(node, Apply):
        return replace(node, args=tuple(of_body(a, who) for a in node.args))
    return replace(node, who=who)


def changed_looks(node: Node, change: Callable[[Look], Look]) -> Node:
    """The same node with every figure that it looks up replaced."""
    if isinstance(node, Apply):
        return replace(node, args=tuple(changed_looks(a, change) for a in node.args))
    return change(node) if isinstance(node, Look) else node


def in_place_of(node: Node, thing: tuple[Thing, ...], within: tuple[Thing, ...] = ()) -> Node | None:
    """The same node of another thing: in place of the figure, of what is a part or is shared out; None where it has none."""
    if isinstance(node, Apply) and node.op in {"SHARE", "PER"} and len(node.args) > 1:
        part = in_place_of(node.args[0], thing, within)
        return replace(node, args=(part, *node.args[1:])) if part is not None else None
    first = next((n for n in walk(node) if isinstance(n, Look)), None)
    around = () if first is None else within or tuple(t for t in first.within if t not in thing)
    return first and replace(first, thing=thing, within=around, lifetime=False)


def as_dict(node: Node) -> dict[str, Any]:
    """The node for the contract: names, not places in the question; what is left open is left out."""
    if isinstance(node, Apply):
        return {"op": node.op, "args": [as_dict(a) for a in node.args]}
    if isinstance(node, Read):
        return {"read": node.asked, "about": [t.label for t in node.about]}
    if isinstance(node, Look):
        open_keys = {
            "thing": [t.label for t in node.thing] or list(node.codes), "within": [t.label for t in node.within],
            "when": node.when, "basis": node.basis, "measure": node.measure, "unit": node.counter, "body": node.who,
            "lifetime": node.lifetime or None,
        }  # fmt: skip
        return {"look": {k: v for k, v in open_keys.items() if v not in (None, [], ())}}
    if isinstance(node, Stated):
        return {
            "stated": {
                "value": str(node.value),
                "unit": node.unit,
                "about": [t.label for t in node.about],
                "body": node.who,
            }
        }
    kept = node.keep and {"is": node.keep.test, "than": str(node.keep.bound or node.keep.words), "unit": node.keep.unit}
    set_keys = {
        "kind": node.kind, "of": [t.label for t in node.of], "when": node.when, "basis": node.basis, "measure": node.measure,
        "keep": kept, "order": node.order or None, "most": node.most, "body": node.who, "by_gap": node.by_gap or None,
        "only": node.only or None, "against": node.against, "also": node.also, "by_class": node.by_class or None,
        "without": node.without or None,
    }  # fmt: skip
    return {"members": {k: v for k, v in set_keys.items() if v not in (None, [], ())}}
