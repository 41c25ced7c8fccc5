"""增减: how what was told moved between two years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.dialogue.given import Given, facets
from qa.dialogue.operands import Operands
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


def is_later(given: Given) -> tuple[int, bool]:
    """By what this year's outcome comes after last year's and after the budget."""
    return given.finding.fact.year, given.finding.fact.basis == "final_accounts"
