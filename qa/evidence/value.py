"""所值: what a node of a plan denotes once it is looked up or computed, with all that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from corpus.money import Quantity
from qa.finding.finding import Finding
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Apply, Look, Node, walk


@dataclass(frozen=True)
class Item:
    """一员 of a set: its name, its figure, figures of other stages told beside it, and how far the first of them is from it.

    ``moved`` is the change against another year, and its rate, that is printed of it.
    """

    name: str
    finding: Finding
    beside: tuple[Finding, ...] = ()
    gap: Computed | None = None
    moved: tuple[Finding, ...] = ()

    @property
    def rank(self) -> Decimal:
        """What the members are put in order by: the gap, or the printed change, where that is asked for, else the figure."""
        if self.gap is None and self.moved:
            return self.moved[0].quantity.base * (self.moved[0].fact.direction or 0)
        return self.gap.quantity.base if self.gap is not None else self.finding.quantity.base

    @property
    def quantity(self) -> Quantity:
        """Its figure's quantity."""
        return self.finding.quantity


@dataclass(frozen=True)
class Value:
    """所值 of ``node``: a printed figure, a computed one with its operands, or a set; nothing where ``missing`` says what lacks.

    ``notes`` are said with it (a caution, what was assumed). ``fit`` from 0 to 1 says how well what was found is what was asked.
    """

    node: Node
    finding: Finding | None = None
    computed: Computed | None = None
    operands: tuple[Finding, ...] = ()
    items: tuple[Item, ...] = ()
    label: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[Value, ...] = field(default=())
    fit: float = 1.0

    @property
    def quantity(self) -> Quantity | None:
        """The figure, printed or computed."""
        if self.computed is not None:
            return self.computed.quantity
        return self.finding.quantity if self.finding is not None else None

    @property
    def found(self) -> bool:
        """Whether it denotes anything."""
        return self.quantity is not None or bool(self.items) or (bool(self.parts) and not self.missing)

    @property
    def facts(self) -> tuple[Finding, ...]:
        """The printed figures that it rests on."""
        return (self.finding,) if self.finding is not None else self.operands

    @property
    def crosses_stages(self) -> bool:
        """Whether it is a difference of two years of which one is a budget and one an outcome, without being asked as one.

        A printed change is rather meant, where there is one.
        """
        facts = [f.fact for f in self.operands]
        differs = isinstance(self.node, Apply) and self.node.op == "DIFFERENCE"
        differs = differs and not any(isinstance(p.node, Apply) and p.node.op == "SHARE" for p in self.parts)
        differs = differs and not any(isinstance(n, Look) and n.basis for n in walk(self.node))
        return differs and len({f.year for f in facts}) > 1 and len({f.basis for f in facts}) > 1
