"""平均: an amount spoken of over the people, cars or other things that an utterance shares it among (平均每人多少, 一辆合多少)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import terms
from corpus.money import UnitClass
from qa.answer import Answer
from qa.dialogue.given import Given
from qa.dialogue.operands import Operands
from qa.dialogue.unlike import unlike
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.library import grams
from qa.parsing.arguments import Argument, is_people
from qa.parsing.said import counted_per
from qa.parsing.sharing import SERVED
from qa.plan.nodes import Apply, Look, Node, Thing

_ALL_OF = {"人": {"serving_staff"}, "辆": {"cars_owned", "vehicles"}}
"""The counts of all that an amount is shared among, not of a kind of them."""
_PER_UNIT = {"人": "serving_staff", "辆": "cars_owned", "平方米": "office_space"}
HALF = 0.5
"""The share of a project's name that what an amount is of must hold for both to be of one project."""


@dataclass(frozen=True)
class Means:
    """平均 of one utterance."""

    said: Utterance
    of: Operands
    run: Executor

    def candidates(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        """An amount spoken of over the people or cars that the utterance shares it among; more added to it where that is said."""
        named = self.said.named()
        people = [a for a in named if is_people(a) or a[-1].label in SERVED]
        things = [a for a in named if a not in people]
        unit = counted_per(self.said.text, 0) or ("人" if people else None)
        plus = self.said.adds
        if things and not plus and (same := self.of.is_last(things)) is not None:
            things, picked = [], (same,)  # 审减了多少？平均每个审减多少
        if (things and not plus) or unit is None:
            return
        if unit in {"辆", "平方米"} and not named and self.of.last(money=True) is None:
            yield Answer("ambiguous", f"要算平均每{unit}，请说明是哪一项费用（例如公务用车运行维护费）。")
            return
        worked = self.of.last_mean() if plus else None
        if worked is not None:
            amounts = [p for p in worked.parts if p.quantity.unit_class is UnitClass.MONEY]
            picked = tuple(Given(p, (), 0, computed=False) for p in amounts)
        every = list(self.of.operands(picked))
        if not every and not plus and not people and (beside := self._stated_with(unit)) is not None:
            every = [[self.of.know(beside)]]
        if not every and not plus and (last := self.of.last(money=True)) is not None:
            every = [[self.of.know(last)]]
        for parts in every:
            if len(parts) > 1 and unlike(self.run, parts) is not None:
                continue
            top: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
            printed = self.of.printed(parts)
            if not all(f.quantity.unit_class is UnitClass.MONEY for f in printed):
                continue
            if unit == "辆" and not all("车" in f.label for f in printed):
                continue  # cars share what is spent on cars
            of_project = any(f.fact.subject for f in printed)
            for bottom in (
                *self._counts(people, unit, worked, of_project=of_project),
                *self.of.counted_with(parts, unit),
            ):
                if not self._of_one_document(printed, bottom):
                    continue
                yield (Apply("PER", (top, bottom)), *([top] if isinstance(top, Apply) else []))

    def of_figures(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        """两个平均多少: the mean of the figures spoken of, where nothing says what they are shared among."""
        if self.said.named() or self.said.adds or counted_per(self.said.text, 0):
            return
        for parts in self.of.operands(picked, bare=True):
            if len(parts) > 1:
                yield unlike(self.run, parts) or (Apply("MEAN", tuple(parts)),)

    def _stated_with(self, unit: str) -> Given | None:
        """The amount that is stated beside the number told last (接待多少人次？平均一人多少)."""
        last = self.of.last()
        if last is None or last.computed or not last.quantity.unit.startswith(unit):
            return None
        return self.of.stated_with(last)

    def _of_one_document(self, printed: Sequence[Finding], count: Look) -> bool:
        """Whether an amount and the number that it is shared among are told of one body by one document."""
        found = self.run.value(count).finding
        if found is None:
            return True
        whose = grams(found.fact.subject or "")  # what one project counts shares no other's money
        own = not whose or all(share(whose, grams(f.fact.subject or f.label)) >= HALF for f in printed)
        return own and all(f.disclosure.id == found.disclosure.id for f in printed)

    def _counts(
        self, people: Sequence[Argument], unit: str, worked: Given | None, *, of_project: bool
    ) -> Iterator[Look]:
        """What an amount may be shared among; the staff share no project's money unless they are named."""
        year = next((g.finding.fact.year for g in reversed(self.of.given)), None)
        if people:
            yield Look(people[0], (), self.of.who, year, counter="人" if unit in SERVED else unit)
            return
        if worked is not None:
            counts = [p for p in worked.parts if p.quantity.unit_class is UnitClass.COUNT]
            yield from (self.of.know(Given(p, (), 0, computed=False)) for p in counts[:1])
            return
        told = [g for g in reversed(self.of.given) if not g.computed and g.quantity.unit_class is UnitClass.COUNT]
        told = [g for g in told if g.quantity.unit.startswith(unit)]
        usual = (g for g in told if g.finding.fact.concept in _ALL_OF.get(unit, ()) and not g.finding.fact.subject)
        counted = next(usual, None) if not of_project else None  # all cars, not the kind of them told last
        counted = counted or next(iter(told), None)
        if counted is not None:
            yield self.of.know(counted)
        elif unit in _PER_UNIT and not of_project:
            concept = _PER_UNIT[unit]
            yield Look((Thing("", 0, 0, terms.TERMS[concept].name, concept),), (), self.of.who, year, counter=unit)
