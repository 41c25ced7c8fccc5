"""英文一句: a clause of an English question with what it asks and its phrases in Chinese, as the shapes of sentences take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from qa.english.clauses import Clause, Phrase
from qa.english.linking import Linking

_BASIS = {
    "initial_budget": "年初预算",
    "adjusted_budget": "全年预算",
    "budget": "预算",
    "final_accounts": "决算",
    "target": "目标值",
}


_MORE = frozenset({"more", "less", "higher", "lower", "larger", "smaller", "bigger", "greater", "fewer"})
_EACH_VERBS = frozenset({"cost", "costs", "get", "gets", "receive", "receives", "cost to"})
"""What one of a kind costs or gets is an amount per head."""


SIDES = frozenset({"expenditure", "revenue", "project_expenditure", "project"})
"""What names no item of its own where a number of them is pointed to (the two spendings)."""


@dataclass
class Sentence:
    """一句: a clause with its phrases in Chinese; ``lead`` are phrases named before that the clause is about."""

    clause: Clause
    linking: Linking
    lead: list[Phrase] = field(default_factory=list)
    unit: str = ""
    spoken_before: bool = False
    before: str = ""
    last: list[Phrase] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operators = self.clause.values("operator")
        self.asked = self.clause.values("question")
        self.own = [p for p in self.clause.phrases if self.chinese(p)]
        if (
            "PER" not in self.operators
            and any(one_before(self.clause, p) for p in self.own)
            and any(s.text.lower() in _EACH_VERBS for s in self.clause.said)
        ):
            self.operators |= {"PER"}
        texts = {s.text.lower() for s in self.clause.said}
        if "or" in texts and texts & _MORE and not self.operators:
            self.operators |= {"COMPARE"}
        moves = self.clause.of("operator", "UP", "DOWN")
        if "or" in texts and len(self.own) > 1 and moves and all(s.text.lower().split()[-1] in _MORE for s in moves):
            self.operators = (self.operators - {"UP", "DOWN"}) | {"COMPARE"}  # spend more on this or on that
        if "COMPARE" in self.operators and moves and all(s.text.lower().split()[-1] in _MORE for s in moves):
            self.operators -= {"UP", "DOWN"}  # which of the two pays more
        self.these = ""
        if (
            self.spoken_before
            and self.number
            and all(p.mentions[0].value in SIDES and len(p.mentions) == 1 for p in self.own)
        ):
            self.own, self.these = [], f"这{self.number}项"
        self._both_stages()
        self._rates()
        self.phrases = self.own or self.lead

    def _both_stages(self) -> None:
        """“Budget and spending” of something named: its two stages."""
        sides = [p for p in self.own if len(p.mentions) == 1 and p.mentions[0].value == "expenditure"]
        if (
            sides
            and (len(self.own) > 1 or self.lead)
            and self.clause.of("basis", "budget", "initial_budget")
            and "SHARE" not in self.operators
        ):
            self.own = [p for p in self.own if p not in sides]
            spent = sides[0].mentions[0]
            self.clause.said.append(replace(spent, kind="basis", value="final_accounts"))

    def _rates(self) -> None:
        """What is answered, done, taken part in at a rate: the rate of what stands before it."""
        for one, other in pairwise(list(self.own)):
            if other.after == "verb" and any(c.endswith("率") for c in other.mentions[-1].chinese):
                self.own = [
                    Phrase([one.mentions + other.mentions], one.after) if p is one else p
                    for p in self.own
                    if p is not other
                ]
                return
        for one, other in pairwise(list(self.own)):
            if other.after != "and" and all(m.value in _RATES for m in one.mentions):
                self.own = [
                    Phrase([one.mentions, other.mentions], one.after) if p is one else p
                    for p in self.own
                    if p is not other
                ]
                return

    def chinese(self, phrase: Phrase) -> str:
        """A phrase in Chinese."""
        return self.linking.chinese(phrase)

    def names(self, phrases: Sequence[Phrase]) -> str:
        """Phrases as a list."""
        said = list(dict.fromkeys(filter(None, map(self.chinese, phrases))))
        return "、".join(said[:-1]) + ("和" if len(said) > 1 else "") + said[-1] if said else ""

    def printed_whole(self) -> str | None:
        """The one printed name that holds a word for everything the clause names apart, None where no name does."""
        mentions = [m for p in self.own for m in p.mentions]
        return self.linking.printed(mentions) if len(self.own) > 1 and len(mentions) >= APART else None

    @property
    def money(self) -> str:
        """What asks for an amount: 多少, in the unit that is asked for."""
        return f"多少{self.unit}"

    @property
    def stages(self) -> list[str]:
        """The stages that the clause names, in order."""
        return list(dict.fromkeys(_BASIS[s.value] for s in self.clause.of("basis")))

    @property
    def stage(self) -> str:
        """Its stage, where it names one."""
        return self.stages[0] if len(self.stages) == 1 else ""

    @property
    def number(self) -> int:
        """How many members are asked for, 0 where it does not say."""
        return next((int(s.value) for s in self.clause.of("number") if s.value.isdigit() and int(s.value) < 20), 0)

    @property
    def spends(self) -> bool:
        """Whether it speaks of spending as such."""
        return any(s.text.lower() in {"spend", "spends", "spent", "cost", "costs"} for s in self.clause.said)

    @property
    def prior(self) -> bool:
        """Whether it speaks of the year before."""
        return "prior" in self.clause.values("relative")

    @property
    def together(self) -> str:
        """合计 where several things are meant as one."""
        return "合计" if "SUM" in self.operators and (len(self.phrases) > 1 or not self.phrases) else ""

    @property
    def things(self) -> str:
        """All that it names, with 合计 where that is asked for."""
        return f"{self.names(self.phrases)}{self.together}"

    def whole_year(self) -> str:
        """The year's whole, where a stage is all that is named."""
        income = any("income" in s.text.lower() or "revenue" in s.text.lower() for s in self.clause.said)
        return "总收入" if income else "总支出"


_RATES = frozenset({"satisfaction_indicator", "satisfaction", "turnover rate", "participation rate", "rate"})
"""What is measured of somebody who may be named behind the verb (what satisfaction is aimed for among residents)."""
APART = 3
"""Words, in several phrases, that must all stand in one printed name for it to be what is meant."""


def one_before(clause: Clause, phrase: Phrase) -> bool:
    """Whether “one”, “a” or “each” stands before a phrase: one of its kind is meant."""
    first = phrase.mentions[0].start
    before = [s for s in clause.said if s.start < first]
    return bool(before) and before[-1].text.lower() in {"one", "a", "an", "each", "every"}


Shape: TypeAlias = Callable[[Sentence], str]
