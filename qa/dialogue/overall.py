"""全程: what a project costs over all its years, spoken of with what it costs in one: 总共呢, 今年的占几成, 还剩多少没安排."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.money import UnitClass
from qa.answer import Answer, leaf
from qa.dialogue.given import Given
from qa.dialogue.operands import Operands, is_amount
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.finding.finding import Finding
from qa.plan.nodes import Apply, Node, Operator

_OVERALL = re.compile(r"总(?:预算|投资)(?=呢|多少|是多少|有多少|$)")
_OVER_ALL_YEARS = re.compile(r"总(?:预算|投资)")


@dataclass(frozen=True)
class ProjectOverall:
    """全程 of the project that one utterance speaks of."""

    said: Utterance
    of: Operands
    run: Executor

    def candidates(self) -> Iterator[tuple[Node, ...] | Answer]:
        """The total of a project spoken of or named (总共要花多少, 总预算呢), and what of it is not this year's (还剩多少没安排)."""
        named, last = self.said.named(), self.of.last(money=True)
        overall, operators = _OVERALL.search(self.said.text), self.said.operators
        if not overall and ("PER" in operators or not operators & {"SUM", "REMAIN"}):
            return
        if len(named) > 1 or last is None or self.said.ref is not None or self.said.adds:
            return
        if not overall and not named and "REMAIN" not in operators and len(self.of.group(0)) > 1:
            return  # several figures told one by one are what is added up
        look = next(self.of.looks(named), None) if named and not overall else None
        finding = last.finding if look is None else self.run.value(look).finding
        if finding is None or (not named and self._is_of_list(last)):
            return
        total = self._total(finding)
        if total is None:
            return
        if "REMAIN" not in operators:
            yield (self.of.know(total),)
        elif total.finding.fact.id in {g.finding.fact.id for g in self.of.given}:
            year = self.of.whole(finding.disclosure.fiscal_year, name=_project(finding))
            yield (Apply("DIFFERENCE", (self.of.know(total), year)),)

    def _total(self, finding: Finding) -> Given | None:
        """The total of the project that a figure is of, where its form prints one."""
        disclosure = finding.disclosure
        facts = (d.fact for d in self.of.library.shelf(disclosure.id).facts if d.fact.subject == _project(finding))
        printed = (f for f in facts if _OVER_ALL_YEARS.search(leaf(f.row)) and f.quantity.unit_class is UnitClass.MONEY)
        found = next(printed, None)
        return Given(Finding(found, disclosure, 0, 0), (), 0, computed=False) if found is not None else None

    def _is_of_list(self, given: Given) -> bool:
        """Whether a figure was told as one of several of its kind."""
        return sum(g.turn == given.turn and not g.computed and is_amount(g) for g in self.of.given) > 1

    def this_year(self, op: Operator) -> tuple[Node, ...] | None:
        """A project's total budget against its budget of this year (是今年的几倍, 比今年多多少, 今年的占几成)."""
        last = self.of.last(money=True)
        if last is None or not last.finding.fact.subject or not self._says_this_year(last):
            return None
        subject = last.finding.fact.subject
        look = self.of.whole(last.finding.disclosure.fiscal_year, name=subject)
        found = self.run.value(look).finding
        if found is None or found.fact.subject != subject or found.quantity.base == last.quantity.base:
            return None
        if op == "SHARE" and found.quantity.base > last.quantity.base:
            return None
        total = self.of.know(last)
        return (Apply(op, (look, total) if op == "SHARE" else (total, look)),)

    def _says_this_year(self, last: Given) -> bool:
        """Whether the utterance names the year of the document that a figure is of, by its number or as 今年."""
        years = {int(m.value) for m in self.said.clause.of("year")}
        this = any(m.value == "0" for m in self.said.clause.of("relative"))
        return this or years == {last.finding.disclosure.fiscal_year}


def _project(finding: Finding) -> str:
    """The project that a figure is of: the one that its form is of, else the line that it stands in."""
    return finding.fact.subject or leaf(finding.fact.row)
