"""比数: what the figure stated last is set against: the same of another body (比甲局多多少), or at another stage (跟年初预算比)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.money import UnitClass
from qa.dialogue.given import Given
from qa.dialogue.operands import LEVEL, Operands, is_amount
from qa.dialogue.references import set_against
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.finding.scene import Scene
from qa.parsing.arguments import Argument
from qa.parsing.said import stages_in
from qa.plan.nodes import Apply, Look, Node, Operator, Thing

AGAINST = re.compile(
    r"[比跟和与超同较离距](?:[^，。？]{0,8}?)(?:预算|决算|执行)|(?:预算|决算)[^，。？]{0,2}比(?!例|重)"
)
SIDES = 2
"""A share is of a part in a whole."""
_BASIS_OF = {"initial_budget": "budget"}


@dataclass(frozen=True)
class Comparands:
    """比数 of one utterance."""

    said: Utterance
    scene: Scene
    of: Operands
    run: Executor

    @property
    def sets_body_against(self) -> bool:
        """Whether the utterance names a body that the last figure is set against (和甲局比呢)."""
        return any(set_against(self.said.text, m.start, m.end) for m in self.said.clause.of("body"))

    def another_body(self, named: Sequence[Argument]) -> tuple[Given, Given] | None:
        """The figure stated last and the same, or what is named, of another body that it is set against (比甲局多多少)."""
        clause, last = self.said.clause, self.of.last()
        bodies = clause.of("body")
        if last is None or len(bodies) != 1 or len(named) > 1 or len(self.scene.groups) != 1:
            return None
        if not set_against(self.said.text, bodies[0].start, bodies[0].end):
            return None
        thing = named[0] if named else tuple(Thing(text, 0, 0, "", concept) for text, concept in last.topics[:1])
        years = [int(m.value) for m in clause.of("year")]
        money = last.quantity.unit_class is UnitClass.MONEY
        look = Look(
            thing, (), 0, years[0] if years else None, money=money, counter=None if money else last.quantity.unit
        )
        found = self.run.value(look).finding
        if (
            found is None
            or not thing
            or LEVEL.sub("", found.disclosure.issuer) == LEVEL.sub("", last.finding.disclosure.issuer)
        ):
            return None
        return last, Given(found, last.topics, last.turn + 1, computed=False)

    def another_rate(self) -> tuple[Node, ...] | None:
        """The share or mean told last against the same of another body that it is set against (和甲局比高还是低)."""
        told = next((g for g in reversed(self.of.given) if not g.beside), None)
        if told is None or len(told.parts) != SIDES or not self.sets_body_against:
            return None
        op: Operator = "SHARE" if told.quantity.unit == "%" else "PER"
        if (told.parts[1].quantity.unit_class is UnitClass.COUNT) != (op == "PER"):
            return None
        years = [int(m.value) for m in self.said.clause.of("year")]
        sides = [Given(p, (), 0, computed=False) for p in told.parts]
        other = Apply(op, tuple(self.of.at(g, None, years[0] if years else None, 0) for g in sides))
        own = Apply(op, tuple(map(self.of.know, sides)))
        return (Apply("DIFFERENCE", (own, other)), other) if self.run.value(other).found else None

    def another_stage(self) -> Iterator[tuple[Node, ...]] | None:
        """The figure stated last against the same thing at another stage (跟年初预算比呢, 比21年决算多多少)."""
        stages = stages_in(self.said.clause)
        bases = {_BASIS_OF.get(x, x) for x in stages[-1:]}
        printed = [g for g in reversed(self.of.given) if is_amount(g) and not g.computed and not g.beside]
        years_said = self.said.clause.of("year")
        last = next((g for g in printed if years_said or g.finding.fact.basis not in bases), None)
        if not stages or last is None or AGAINST.search(self.said.text) is None:
            return None
        if self.said.clause.first("question", "each") is not None:
            return None  # 预算和执行率分别是多少: each for itself
        years = [int(m.value) for m in self.said.clause.of("year")]
        fact = last.finding.fact
        things = [Thing(text, 0, 0, "", concept) for text, concept in last.topics if text] or [
            Thing("", 0, 0, last.name, fact.concept)
        ]
        other = Look(
            tuple(things), (), self.of.who, when=years[0] if years else fact.year, basis=stages[-1], money=True
        )
        found = self.run.value(other).finding
        if found is None or found.fact.id == fact.id or (found.fact.year, found.fact.basis) == (fact.year, fact.basis):
            return None
        if years and found.fact.year != years[0]:
            return None
        ops: list[Operator] = ["DIFFERENCE"]
        if "PERCENT" in self.said.operators:
            ops.insert(0, "GROWTH")
        if "TIMES" in self.said.operators:
            ops = ["RATIO"]
        return iter([tuple(Apply(op, (self.of.know(last), other)) for op in ops)])
