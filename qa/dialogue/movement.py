"""增减: how what was told moved between two years: one thing of both years, or the sum of several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.dialogue.given import Given, facets
from qa.dialogue.operands import Operands, is_amount, is_sum
from qa.dialogue.utterance import Utterance
from qa.plan.nodes import Apply, Node, Operator


@dataclass(frozen=True)
class Movement:
    """增减 that one utterance asks for."""

    said: Utterance
    of: Operands

    def between_years(self) -> Iterator[tuple[Node, ...]]:
        """How one thing moved between two years that were told one after the other (2023年多少？2022年呢？降了百分之几)."""
        clause, pair = self.said.clause, self.of.pair()
        if pair is None or clause.of("relative", "year") or clause.first("comparison", "prior") is not None:
            return
        told = [g for g in pair if not g.computed and not g.beside]
        if pair[0].finding.disclosure.id == pair[1].finding.disclosure.id:
            return  # what one document says of its year before
        if len(told) < len(pair) or facets(*pair) != {"year"} or abs(pair[0].turn - pair[1].turn) > 1:
            return
        base, this = (self.of.know(g) for g in sorted(pair, key=is_later))
        ops: list[Operator] = ["GROWTH", "DIFFERENCE"]
        yield tuple(Apply(op, (this, base)) for op in (ops if "PERCENT" in self.said.operators else ops[::-1]))

    def of_sum(self) -> Iterator[tuple[Node, ...]]:
        """How the sum spoken of moved between its year and the one named, or that of which it was told too (两项合计…2022年呢…少了几成)."""
        amounts = (g for g in reversed(self.of.given) if is_amount(g) and g.finding.label != "差额")
        last = next(amounts, None)
        if last is None or not is_sum(last) or self.said.ref is not None or "SHARE" in self.said.operators:
            return
        told = {g.finding.fact.year: g for g in self.of.given if is_sum(g) and _names(g) == _names(last)}
        year = self.of.year if self.of.year in told else last.finding.fact.year
        years = {int(m.value) for m in self.said.clause.of("year")} or set(told)
        years |= {year - 1} if self.said.clause.first("relative", "-1") is not None else set()
        if year is None or len(others := years - {year}) != 1:
            return
        sums = []
        for y in sorted({year, *others}, reverse=True):
            parts = [Given(p, (), last.turn, computed=False) for p in told.get(y, last).parts]
            sums.append(Apply("SUM", tuple(self.of.at(p, None, y) for p in parts)))
        ops: list[Operator] = ["GROWTH", "DIFFERENCE"]
        yield tuple(Apply(op, tuple(sums)) for op in (ops if "PERCENT" in self.said.operators else ops[::-1]))


def _names(total: Given) -> list[str]:
    """What a sum is of."""
    return sorted(Given(p, (), 0, computed=False).name for p in total.parts)


def is_later(given: Given) -> tuple[int, bool]:
    """By what this year's outcome comes after last year's and after the budget."""
    return given.finding.fact.year, given.finding.fact.basis == "final_accounts"
