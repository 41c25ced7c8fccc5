"""占比: what figures spoken of are a share of: what is named, a figure told before that holds them, their project, the projects.

A whole is of the year, the stage and the document of its part, and known to hold it; where no such whole is at hand,
none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.dialogue.given import Given, is_of_all, is_whole_of
from qa.dialogue.operands import Operands, is_amount, is_sum
from qa.dialogue.unlike import unlike
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.finding.finding import Finding
from qa.parsing.arguments import Argument
from qa.plan.nodes import Apply, Look, Node

_THIS_PROJECT = re.compile(r"[这那该][个项笔](?:项目|专项)")


@dataclass(frozen=True)
class Proportions:
    """占比 of one utterance."""

    said: Utterance
    of: Operands
    run: Executor

    def candidates(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...]]:
        """The shares that may be meant, the likelier first, each with the sum that it is of where it is of several."""
        cue = self.said.clause.first("operator", "SHARE") or self.said.clause.first("operator", "PERCENT")
        assert cue is not None  # noqa: S101 - asked for by its caller
        before, after = self.said.named(0, cue.start + 1), self.said.named(cue.end)
        ref = self.said.ref
        if len(before) > 1 and ref is None and not picked and self.said.clause.first("question", "each") is not None:
            yield from self._of_each(before, after)
            return
        every = list(self.of.operands(picked, cue.start + 1))
        if not every and ref is not None and ref.kind == "group":
            return  # what is pointed at is not all there: one of it is no answer
        if not every and not before and "SUM" in self.said.operators:
            together = self.of.group(0)
            if len(together) < 2:
                return
            every = [[self.of.know(g) for g in together]]
        projects = [m for m in self.said.clause.of("members") if m.value == "projects" and m.start < cue.start]
        if not every and not before and projects and not _THIS_PROJECT.search(self.said.text):
            every = [[self.of.whole(self.of.year, concept="project_expenditure")]]
        if not every and before:
            every = [list(self.of.looks(before))]
        if not every and not before:
            told = [g for g in reversed(self.of.given) if is_amount(g) and g.turn == self.of.given[-1].turn]
            last = self.of.last()
            every = [[self.of.know(g)] for g in (*told, *([last] if last is not None else []))]
        for parts in every:
            if not parts or (len(parts) > 1 and unlike(self.run, parts) is not None):
                continue
            top: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
            for whole in self._wholes(after, parts):
                if not self._of_one_year(parts, whole):
                    continue
                yield (Apply("SHARE", (top, whole)), *([top] if isinstance(top, Apply) else []))

    def _of_each(self, named: Sequence[Argument], after: Sequence[Argument]) -> Iterator[tuple[Node, ...]]:
        """The share of each of several that are named (基本支出和项目支出各占多少): of one whole that holds them all."""
        parts = list(self.of.looks(named))
        if len(parts) == len(named) and all(self.run.value(p).found for p in parts):
            for whole in self._wholes(after, parts):
                if self._of_one_year(parts, whole):
                    yield tuple(Apply("SHARE", (part, whole)) for part in parts)

    def _wholes(self, after: Sequence[Argument], parts: Sequence[Node]) -> Iterator[Look]:
        """What they may be a share of: their project where it is named, what is named, a figure stated before that holds them."""
        printed = self.of.printed(parts)
        subjects = {f.fact.subject for f in printed}
        subject = subjects.pop() if len(subjects) == 1 else None
        year = printed[0].fact.year if printed else None
        project = self.of.whole(year, name=subject) if subject else None
        if after and project is not None and subject and any(_names(t.said, subject) for t in after[-1]):
            yield project
        elif after:
            yield from (replace(x, within=(), money=True) for x in self.of.looks(after[-1:]))
        elif self._of_projects() and project is not None and not any(is_of_all(f.fact) for f in printed):
            yield project  # 这两项占专项几成: lines of one project
        elif self._of_projects() and not _THIS_PROJECT.search(self.said.text):
            yield self.of.whole(year, concept="project_expenditure")
        if after:
            return
        facts = [Given(f, (), 0, computed=False) for f in printed]
        own = {f.fact.id for f in printed}
        for total in reversed(self.of.given):  # 两项合计多少？甲占几成
            if is_sum(total) and own < {p.fact.id for p in total.parts}:
                yield self.of.know(total)
        for whole in reversed(self.of.given):
            if facts and all(is_whole_of(whole, part) for part in facts):
                yield self.of.know(whole)
        if project is not None and not any(self._is_itself(f, project) for f in printed):
            yield project
        elif printed and all(f.fact.subject and is_of_all(f.fact) for f in printed):
            yield self.of.whole(year, concept="project_expenditure")

    def _of_one_year(self, parts: Sequence[Node], whole: Look) -> bool:
        """Whether a whole is of the year that its parts are of: a share across years is none."""
        found = self.run.value(whole).finding
        years = {f.fact.year for p in parts if (f := self.run.value(p).finding) is not None}
        return found is None or not years or years == {found.fact.year}

    def _of_projects(self) -> bool:
        """Whether the projects are named as the whole (占项目几成)."""
        clause = self.said.clause
        cue = clause.first("operator", "SHARE") or clause.first("operator", "PERCENT")
        return any(m.value == "projects" and cue is not None and m.start > cue.start for m in clause.of("members"))

    def _is_itself(self, part: Finding, whole: Look) -> bool:
        """Whether the whole of a project is the very figure that is asked about."""
        found = self.run.value(whole).finding
        return found is not None and found.quantity.base <= part.quantity.base


def _names(said: str, project: str) -> bool:
    """Whether words name a project in short (整个基地): two characters of it that are no word for a project's money."""
    bare = _MONEY.sub(" ", project)
    return any(said[i : i + 2] in bare for i in range(len(said) - 1))


_MONEY = re.compile(r"项目|专项|经费|资金|工作|支出|费用")
