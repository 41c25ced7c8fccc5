"""所言: an utterance that goes on from what was said, as a partial plan: what it names, which operators its words call for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.dialogue.references import Reference
from qa.parsing.arguments import Argument, arguments_of
from qa.parsing.clauses import Clause
from qa.parsing.grammars import Mention

_ADDED = re.compile(r"(?:再|也|还|都|把)?加上?(?!起来|一起|在一起|总|权|班|大|强|快)|连同")
_WITH = re.compile(r"^(?:那么?|再|要是)?[，, ]*(?:跟|和|与|同|连)(?=[^，,。]{2}[^，,。]*?(?:[加合]|一共|总共|一起))")
"""跟甲加起来: what is named is added to what was told."""
_INCLUDED = re.compile(r"(?:再|也|还|都)?(?:算上|算进去|算进来|计入|加进去|加进来|添上|包括进去)")
"""再加上甲, 甲也算上: what is named behind the one and before the other is added to what was told."""


@dataclass(frozen=True)
class Utterance:
    """所言: an utterance with its mentions; in ``text`` the stretch that points back is blanked, ``whole`` is all of it."""

    text: str
    whole: str
    mentions: tuple[Mention, ...]
    ref: Reference | None

    @property
    def clause(self) -> Clause:
        """All of it as one clause."""
        return Clause(self.text, [m for m in self.mentions if m.kind != "break"])

    @property
    def operators(self) -> set[str]:
        """The operators that its words call for."""
        return self.clause.values("operator")

    def named(self, start: int | None = 0, end: int | None = None) -> tuple[Argument, ...]:
        """What it names anew between two offsets."""
        clause = self.clause
        found = arguments_of(clause, start or 0, end).members if clause.mentions else ()
        return tuple(g for g in found if not all(t.said in _NO_THINGS for t in g))

    def split(self, start: int | None = 0, end: int | None = None) -> tuple[Argument, ...]:
        """The same, every name by itself (物业水电)."""
        clause = self.clause
        return arguments_of(clause, start or 0, end).split if clause.mentions else ()

    def added(self, before: int | None) -> tuple[int | None, int | None]:
        """Where what is to be added is named; (None, …) where nothing is, or where the utterance names both sides itself."""
        text = self.text
        if (added := _ADDED.search(text)) is not None and not self.named(0, added.start()):
            return added.end(), before
        cue = self.clause.first("operator", "SUM")
        if cue is not None and (beside := _WITH.match(text)) is not None and self.named(beside.end(), cue.start + 1):
            return beside.end(), min(cue.start + 1, before or len(text))
        if (included := _INCLUDED.search(text)) is not None and not self.named(included.end()):
            return 0, min(included.start() + 1, before or len(text))
        return None, before

    @property
    def adds(self) -> bool:
        """Whether it adds something to what was told."""
        return self.added(None)[0] is not None

    @property
    def only_adds(self) -> bool:
        """Whether it asks for a sum and names nothing: no thing, body, year or scope, and no total as such (总额)."""
        elsewhere = self.clause.of("body", "year", "relative", "scope", "basis")
        return not elsewhere and not self.named() and _TOTAL.search(self.text) is None

    @property
    def among_bodies(self) -> bool:
        """Whether it sets bodies against each other (哪家, 两家, 谁)."""
        return _BETWEEN_BODIES.search(self.whole) is not None


_TOTAL = re.compile(r"总(?:额|数|量|的|计)")
_NO_THINGS = frozenset({"口径", "数字", "数", "数额", "结果", "金额", "情况"})
"""Words that name no thing of a disclosure."""
_BETWEEN_BODIES = re.compile(
    r"谁|[两三几]家|哪(?:一)?(?:家|个单位|个中心|个部门|边)|[两三]个?(?:单位|中心|部门|区|街道|学校|局)"
)
