"""续算: calculations on the figures of earlier turns: 这两项加起来占几成, 差多少, 一人合多少, 再加上…, 和年初预算比.

An utterance is a plan with holes. The figures spoken of fill them as known nodes, what is named anew as looks; the
operators that its words call for say which candidates there are, and the executor's types which of them stand.
Figures that differ in more than one respect are not set against each other: the answer says in what they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import terms
from corpus.money import UnitClass
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer, caution
from qa.answering.realise import Realiser
from qa.dialogue.given import Given, facets, givens, is_whole_of
from qa.dialogue.memory import Memory
from qa.dialogue.references import Reference
from qa.evidence.execute import Executor
from qa.evidence.value import Value
from qa.finding.finding import Finding
from qa.finding.scene import Scene
from qa.library import Library
from qa.parsing.arguments import Argument, arguments_of, is_people
from qa.parsing.clauses import Clause
from qa.parsing.frame import counted_per, stages_in
from qa.parsing.mentions import Mention
from qa.plan.nodes import Apply, Look, Node, Operator, Stage, Thing, as_dict

_ADDED = re.compile(r"(?:再|也|还|都|把)?加上?(?!起来|一起|在一起|总|权|班|大|强|快)|连同")
_INCLUDED = re.compile(r"(?:再|也|还|都)?(?:算上|算进去|算进来|计入|加进去|加进来|添上|包括进去)")
"""再加上甲, 甲也算上: what is named behind the one and before the other is added to what was told."""
_APART = frozenset(map(frozenset, ({"thing"}, {"body"}, {"year"}, {"basis"}, {"scope"}, {"year", "scope"})))
"""In what figures may differ that are set against each other; other scopes are told as such."""
_AGAINST = re.compile(r"[比跟和与超同较](?:[^，。？]{0,8}?)(?:预算|决算|执行)")
_PER_UNIT = {"人": "serving_staff", "辆": "cars_owned", "平方米": "office_space"}


@dataclass(frozen=True)
class Utterance:
    """所言: an utterance with its mentions, the stretch that points back blanked."""

    text: str
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
        return arguments_of(clause, start or 0, end).members if clause.mentions else ()

    def split(self, start: int | None = 0, end: int | None = None) -> tuple[Argument, ...]:
        """The same, every name by itself (物业水电)."""
        clause = self.clause
        return arguments_of(clause, start or 0, end).split if clause.mentions else ()


class Reckoner:
    """续算者 of one utterance over the figures spoken of."""

    def __init__(self, said: Utterance, scene: Scene, memory: Memory, library: Library, run: Executor) -> None:
        self.said, self.scene, self.memory, self.run = said, scene, memory, run
        self.given = _of_bodies(givens(memory.recent, library), scene)
        self.members = givens(memory.members, library)
        self.content = ""

    def answer(self, citer: Citer, picked: Sequence[Given] = ()) -> Answer | None:
        """The first candidate that stands, realised; None where no calculation on what was said is asked for."""
        refused: Answer | None = None
        for roots in self._candidates(tuple(picked)):
            if isinstance(roots, Answer):
                refused = refused or roots
                continue
            values = [self.run.value(r) for r in roots]
            if not values or not all(v.found for v in values):
                continue
            answer = self._told(values, citer)
            self.content = "、".join(filter(None, map(self._said_in_full, roots[:1])))
            answer.plan = {"roots": [as_dict(r) for r in roots], "assumed": [], "unused": []}
            return answer
        return refused

    def _told(self, values: Sequence[Value], citer: Citer) -> Answer:
        """The values in words; figures that were told before stand in the formula alone."""
        speaker = Realiser(Composer(citer, english=self.scene.question.language == "en"))
        for value in values:
            speaker.state(value)
        caution(speaker.pen, [f for v in values for f in v.facts])
        before = {(g.finding.label, str(g.quantity.value)) for g in self.given}
        pen = speaker.pen
        known = [f for f in pen.figures[1:] if (f.label, f.value) in before]
        marks = {"".join(f"[{n}]" for n in f.citations) for f in known}
        pen.lines = [x for x in dict.fromkeys(pen.lines) if "计算值" in x or not x.endswith(tuple(marks or {"\0"}))]
        once = {(f.label, f.value, f.unit): f for f in pen.figures if f not in known}
        pen.figures = list(once.values())
        return speaker.answer()

    def _know(self, given: Given) -> Look:
        """The node that stands for a figure, known to the executor, in the unit that is asked for."""
        unit, finding = self.scene.question.unit, given.finding
        if (
            unit
            and given.quantity.unit_class is UnitClass.MONEY
            and given.quantity.unit != unit
            and "/" not in given.quantity.unit
        ):
            finding = replace(finding, shown=finding.fact.quantity.to(unit))
        self.run.know(replace(given.value, finding=finding))
        return given.node

    def _said_in_full(self, node: Node) -> str:
        """What a calculation asks in words of its own, for 那洪山呢 to ask it of another; "" where it can not be said so."""
        if isinstance(node, Apply):
            said = [self._said_in_full(a) for a in node.args]
            form = _IN_WORDS.get(node.op)
            return form.format(*said) if form and all(said) and len(said) <= form.count("{}") else ""
        if not isinstance(node, Look):
            return ""
        given = next((g for g in (*self.given, *self.members) if g.node == node), None)
        if given is None:
            return "".join(t.said or t.name or (terms.TERMS[t.concept].name if t.concept else "") for t in node.thing)
        if given.computed or len(given.topics) > 1:
            return given.name if not given.computed else ""
        return given.topics[0][0] if given.topics else given.name

    def _candidates(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        operators = self.said.operators
        if "SAME" in operators and "DIFFERENCE" not in operators:
            return
        if {"TOP", "BOTTOM", "DIFFERENCE"} <= operators and not self.said.named():
            yield from self._extremes(picked)
        if operators & {"SHARE", "PERCENT"} and not operators & {"CHANGE", "GROWTH"}:
            yield from self._shares(picked)
        if (
            operators & {"DIFFERENCE", "COMPARE", "TIMES"}
            or _AGAINST.search(self.said.text)
            or _VACANT.search(self.said.text)
        ):
            yield from self._gaps(picked)
        if operators & {"TOP", "BOTTOM"} and not self.said.named():
            yield from self._extremes(picked)
        if "PER" in operators or (_SHARED_OUT.search(self.said.text) and counted_per(self.said.text, 0)):
            yield from self._means(picked)
        if not operators & {"PER", "SHARE", "PERCENT"} and ("SUM" in operators or self._added(None)[0] is not None):
            yield from self._sums(picked)

    # -- what is spoken of

    def _operands(
        self, picked: tuple[Given, ...], before: int | None = None, *, bare: bool = False
    ) -> Iterator[list[Node]]:
        """The figures spoken of, with what is to be added to them, as they may be meant; nothing where nothing points back.

        ``bare`` says that those stated one after the other are meant where nothing is named at all (一共多少).
        """
        ref = self.said.ref
        own = list(picked)
        if not own and ref is not None and ref.kind == "group":
            own = self._group(ref.count)
        start, end = self._added(before)
        named = self.said.named(start, end)
        if start is not None and named:
            last = self._last()
            own = own or ([last] if last is not None else [])
            alone = tuple((t,) for g in named for t in g)
            for groups in dict.fromkeys((named, alone, self.said.split(start, end))):
                more = list(self._looks(groups))
                if own and more and all(self.run.value(m).found for m in more):
                    yield [*map(self._know, own), *more]
            return
        if not own and bare and ref is None and not self.said.named() and not self.scene.question.codes:
            own = self._group(0)
        stage = next(iter(stages_in(self.said.clause)), None)
        if own and stage is not None and ref is not None:
            yield [self._at_stage(g, stage) for g in own]
        elif own:
            yield [self._know(g) for g in own]

    def _added(self, before: int | None) -> tuple[int | None, int | None]:
        """Where what is to be added is named; (None, …) where nothing is, or where the utterance names both sides itself."""
        text = self.said.text
        if (added := _ADDED.search(text)) is not None and not self.said.named(0, added.start()):
            return added.end(), before
        if (included := _INCLUDED.search(text)) is not None and not self.said.named(included.end()):
            return 0, min(included.start() + 1, before or len(text))
        return None, before

    def _at_stage(self, given: Given, stage: Stage) -> Look:
        """The same thing at the stage that is asked for now (这两项预算合计); itself where it is of that stage."""
        fact = given.finding.fact
        if given.computed or fact.basis == stage:
            return self._know(given)
        thing = Thing(given.name, 0, 0, given.name, None if fact.subject else fact.concept)
        return Look((thing,), (), 0, fact.year, stage, money=given.quantity.unit_class is UnitClass.MONEY)

    @property
    def _year(self) -> int | None:
        """The year that what is named now is of: the one spoken of, else that of the last figure's document."""
        if len(self.memory.years) == 1:
            return self.memory.years[0]
        last = self._last()
        return last.finding.disclosure.fiscal_year if last is not None else None

    def _last(self, *, money: bool = False) -> Given | None:
        return next(
            (
                g
                for g in reversed(self.given)
                if _is_amount(g) and not g.beside and (not money or g.quantity.unit_class is UnitClass.MONEY)
            ),
            None,
        )

    def _group(self, count: int) -> list[Given]:
        """The figures that 这两项 means: of the last one's kind, printed ones where there are enough; a whole list for 这几项."""
        last = self._last()
        if last is None:
            return []
        alike = [
            g
            for g in self.given
            if _is_amount(g)
            and not g.beside
            and g.quantity.unit_class is last.quantity.unit_class
            and _counts_alike(g, last)
        ]
        if not count:
            listed = [g for g in self.members if g.quantity.unit_class is last.quantity.unit_class and _is_amount(g)]
            turn = [g for g in alike if not g.computed and g.turn >= self._topic_turn()]
            return listed if len(listed) > 1 else turn
        printed = [g for g in alike if not g.computed]
        pool = [g for g in alike if g.computed] if last.computed and self._repeats(last) else printed
        return pool[-count:] if len(pool) >= count else alike[-count:] if len(alike) >= count else []

    def _repeats(self, last: Given) -> bool:
        """Whether one calculation was asked of several bodies (甲人均多少？乙呢)."""
        return sum(g.computed and g.quantity.unit == last.quantity.unit for g in self.given) > 1

    def _topic_turn(self) -> int:
        """The turn from which figures of one body, year and stage have been asked one by one."""
        last = self._last()
        turn = last.turn if last else 0
        for given in reversed(self.given):
            if last is None or facets(given, last) - {"thing"}:
                break
            turn = given.turn
        return turn

    def _looks(self, named: Sequence[Argument]) -> Iterator[Look]:
        """Looks for what is named anew, of the body, year and stage of the figure stated last."""
        last = self._last()
        fact = last.finding.fact if last else None
        stages = stages_in(self.said.clause)
        for argument in named:
            if not argument or is_people(argument):
                continue
            stage: Stage | None = stages[0] if stages else None
            if stage is None and fact is not None and fact.basis in {"budget", "final_accounts"}:
                stage = "budget" if fact.basis == "budget" else "final_accounts"
            money = last is None or last.quantity.unit_class is UnitClass.MONEY
            within = (Thing("", 0, 0, fact.subject),) if fact is not None and fact.subject else ()
            yield Look(argument, within, 0, self._year, stage, money=money)

    # -- shares

    def _shares(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...]]:
        cue = self.said.clause.first("operator", "SHARE") or self.said.clause.first("operator", "PERCENT")
        assert cue is not None  # noqa: S101 - asked for by its caller
        before, after = self.said.named(0, cue.start + 1), self.said.named(cue.end)
        every = list(self._operands(picked, cue.start + 1))
        projects = [m for m in self.said.clause.of("members") if m.value == "projects" and m.start < cue.start]
        if not every and not before and projects and not _THIS_PROJECT.search(self.said.text):
            every = [[Look((Thing("", 0, 0, "", "project_expenditure"),), when=self._year, money=True)]]
        if not every and before:
            every = [list(self._looks(before))]
        if not every and not before:
            every = [[self._know(g)] for g in reversed(self.given) if _is_amount(g) and g.turn == self.given[-1].turn]
        for parts in every:
            if not parts or (len(parts) > 1 and self._unlike(parts) is not None):
                continue
            top: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
            for whole in self._wholes(after, parts):
                yield (Apply("SHARE", (top, whole)), *([top] if isinstance(top, Apply) else []))

    def _wholes(self, after: Sequence[Argument], parts: Sequence[Node]) -> Iterator[Look]:
        """What they may be a share of: their project where it is named, what is named, a figure stated before that holds them."""
        printed = self._printed(parts)
        subjects = {f.fact.subject for f in printed}
        subject = subjects.pop() if len(subjects) == 1 else None
        year = printed[0].fact.year if printed else None
        project = Look((Thing(subject, 0, 0, subject, None),), when=year, money=True) if subject else None
        if after and project is not None and subject and any(_names(t.said, subject) for t in after[-1]):
            yield project
        elif after:
            yield from (replace(x, within=(), money=True) for x in self._looks(after[-1:]))
        elif self._of_projects() and not _THIS_PROJECT.search(self.said.text):
            yield Look((Thing("", 0, 0, "", "project_expenditure"),), when=year, money=True)
        if after:
            return
        facts = [Given(f, (), 0, computed=False) for f in printed]
        for whole in reversed(self.given):
            if facts and all(is_whole_of(whole, part) for part in facts):
                yield self._know(whole)
        if project is not None and not any(self._is_itself(f, project) for f in printed):
            yield project
        elif printed and project is None and all(f.fact.subject for f in printed):
            yield Look((Thing("", 0, 0, "", "project_expenditure"),), when=year, money=True)

    def _of_projects(self) -> bool:
        """Whether the projects are named as the whole (占项目几成)."""
        clause = self.said.clause
        cue = clause.first("operator", "SHARE") or clause.first("operator", "PERCENT")
        return any(m.value == "projects" and cue is not None and m.start > cue.start for m in clause.of("members"))

    def _printed(self, parts: Sequence[Node]) -> list[Finding]:
        """The printed figures that operands rest on; those of a figure that was worked out are its own operands."""
        found: list[Finding] = []
        for part in parts:
            value = self.run.value(part)
            worked = next((g for g in self.given if g.computed and g.node == part), None)
            found += worked.parts if worked is not None else value.facts
        return found

    def _is_itself(self, part: Finding, whole: Look) -> bool:
        """Whether the whole of a project is the very figure that is asked about."""
        found = self.run.value(whole).finding
        return found is not None and found.quantity.base <= part.quantity.base

    # -- differences and multiples

    def _gaps(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        op: Operator = "RATIO" if "TIMES" in self.said.operators else "DIFFERENCE"
        named = [a for a in self.said.named() if a]
        clause = self.said.clause
        if clause.of("relative") or clause.first("comparison", "prior") is not None:
            return  # against the year before
        if not named and (against := self._against()) is not None:
            yield from against
            return
        if len(picked) == 2:
            yield from self._set_against(picked[0], picked[1], op)
            return
        if len(named) == 1 and (self.said.ref is not None or _THAN.search(self.said.text)):
            (look,) = list(self._looks(named))[:1] or [None]
            other = self._last_sum(self.said.ref.count) if self.said.ref is not None else None
            other = other or self._last()
            if look is not None and other is not None and self.run.value(look).found:
                yield (Apply(op, (look, self._know(other))),)
            return
        if named or (self.said.clause.of("year", "counter") and op == "RATIO"):
            return
        if (pair := self._pair()) is not None:
            yield from self._set_against(*pair, op)

    def _extremes(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...]]:
        """Which of the bodies spoken of has most, of the figures told of each; how far the largest and the smallest are apart."""
        operators = self.said.operators
        if {"TOP", "BOTTOM"} <= operators and "DIFFERENCE" in operators:
            every = tuple(self._know(g) for g in (picked or self.members) if _is_amount(g))
            if len(every) > 1:
                ends = (Apply("ARGMAX", every), Apply("ARGMIN", every))
                yield (Apply("DIFFERENCE", ends),)
            return
        last = self._last()
        if last is None or _BETWEEN_BODIES.search(self.said.text) is None:
            return
        kin: dict[str, Given] = {}
        for given in reversed(self.given):
            apart = facets(given, last)
            if _is_amount(given) and (given is last or apart == {"body"}):
                kin.setdefault(_LEVEL.sub("", given.finding.disclosure.issuer), given)
        if len(kin) > 1:
            nodes = tuple(self._know(g) for g in reversed(kin.values()))
            yield (Apply("ARGMIN" if "BOTTOM" in operators else "ARGMAX", nodes), *nodes)

    def _last_sum(self, count: int) -> Given | None:
        """The sum spoken of (刚才三项合计): the last one that was worked out, of so many parts where such a one was."""
        sums = [
            g for g in reversed(self.given)
            if g.computed and len(g.parts) > 1 and g.quantity.unit_class is UnitClass.MONEY and "合计" in g.finding.label
        ]  # fmt: skip
        return next((g for g in sums if len(g.parts) == count), next(iter(sums), None))

    def _pair(self) -> tuple[Given, Given] | None:
        """The last figure and the one before it that differs from it in the fewest respects, the latest of such.

        A sum or difference that was only worked out from the figures spoken of is none of them.
        """
        amounts = [g for g in self.given if _is_amount(g) and not _is_of_figures(g)]
        last = next((g for g in reversed(amounts) if not g.beside), None)
        if last is None:
            return None
        rivals = [
            g for g in amounts
            if g is not last and g.quantity.unit_class is last.quantity.unit_class and _counts_alike(g, last) and facets(g, last)
        ]  # fmt: skip
        if years := {int(m.value) for m in self.said.clause.of("year")}:
            rivals = [g for g in rivals if g.finding.fact.year in years]
        if _BETWEEN_BODIES.search(self.said.text):
            rivals = [g for g in rivals if "body" in facets(g, last)]
        return (min(reversed(rivals), key=lambda g: len(facets(g, last))), last) if rivals else None

    def _set_against(self, one: Given, other: Given, op: Operator) -> Iterator[tuple[Node, ...] | Answer]:
        apart = facets(one, other)
        if apart not in _APART and not (one.computed and other.computed and apart):
            yield _unlike(one, other)
            return
        if "PERCENT" in self.said.operators and apart <= {"year", "basis", "scope"}:
            this, base = sorted((one, other), key=_is_later, reverse=True)
            yield (
                Apply("GROWTH", (self._know(this), self._know(base))),
                Apply("DIFFERENCE", (self._know(this), self._know(base))),
            )
            return
        larger, smaller = sorted((one, other), key=lambda g: -g.quantity.base)
        a, b = (
            (larger, smaller) if op == "RATIO" or "COMPARE" in self.said.operators or "body" in apart else (one, other)
        )
        yield (Apply(op, (self._know(a), self._know(b))),)

    def _against(self) -> Iterator[tuple[Node, ...]] | None:
        """The figure stated last against the same thing at another stage (跟年初预算比呢, 比21年决算多多少)."""
        stages = stages_in(self.said.clause)
        bases = {_BASIS_OF.get(x, x) for x in stages[-1:]}
        printed = [g for g in reversed(self.given) if _is_amount(g) and not g.computed and not g.beside]
        years_said = self.said.clause.of("year")
        last = next((g for g in printed if years_said or g.finding.fact.basis not in bases), None)
        if not stages or last is None or _AGAINST.search(self.said.text) is None:
            return None
        years = [int(m.value) for m in self.said.clause.of("year")]
        fact = last.finding.fact
        things = [Thing(text, 0, 0, "", concept) for text, concept in last.topics if text] or [
            Thing("", 0, 0, last.name, fact.concept)
        ]
        other = Look(tuple(things), when=years[0] if years else fact.year, basis=stages[-1], money=True)
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
        return iter([tuple(Apply(op, (self._know(last), other)) for op in ops)])

    # -- means and sums

    def _means(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...]]:
        """An amount spoken of over the people or cars that the utterance shares it among; more added to it where that is said."""
        named = self.said.named()
        people, things = [a for a in named if is_people(a)], [a for a in named if not is_people(a)]
        unit = counted_per(self.said.text, 0) or ("人" if people else None)
        plus = self._added(None)[0] is not None
        if (things and not plus) or unit is None:
            return
        worked = self._last_mean() if plus else None
        if worked is not None:
            amounts = [p for p in worked.parts if p.quantity.unit_class is UnitClass.MONEY]
            picked = tuple(Given(p, (), 0, computed=False) for p in amounts)
        every = list(self._operands(picked))
        if not every and not plus and (last := self._last(money=True)) is not None:
            every = [[self._know(last)]]
        for parts in every:
            if len(parts) > 1 and self._unlike(parts) is not None:
                continue
            top: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
            of_project = any(f.fact.subject for f in self._printed(parts))
            for bottom in self._counts(people, unit, worked, of_project=of_project):
                yield (Apply("PER", (top, bottom)), *([top] if isinstance(top, Apply) else []))

    def _last_mean(self) -> Given | None:
        """The amount a head that was worked out last."""
        return next(
            (
                g
                for g in reversed(self.given)
                if g.computed and any(p.quantity.unit_class is UnitClass.COUNT for p in g.parts)
            ),
            None,
        )

    def _counts(
        self, people: Sequence[Argument], unit: str, worked: Given | None, *, of_project: bool
    ) -> Iterator[Look]:
        """What an amount may be shared among; the staff share no project's money unless they are named."""
        year = next((g.finding.fact.year for g in reversed(self.given)), None)
        if people:
            yield Look(people[0], (), 0, year, counter=unit)
            return
        if worked is not None:
            counts = [p for p in worked.parts if p.quantity.unit_class is UnitClass.COUNT]
            yield from (self._know(Given(p, (), 0, computed=False)) for p in counts[:1])
            return
        spoken = (g for g in reversed(self.given) if not g.computed and g.quantity.unit_class is UnitClass.COUNT)
        counted = next((g for g in spoken if g.quantity.unit.startswith(unit)), None)
        if counted is not None:
            yield self._know(counted)
        elif unit in _PER_UNIT and not of_project:
            concept = _PER_UNIT[unit]
            yield Look((Thing("", 0, 0, terms.TERMS[concept].name, concept),), (), 0, year, counter=unit)

    def _sums(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        for parts in self._operands(picked, bare=True):
            if len(parts) > 1:
                yield self._unlike(parts) or (Apply("SUM", tuple(parts)),)

    def _unlike(self, parts: Sequence[Node]) -> Answer | None:
        """What is said where operands are not to be added up: they are of other years, stages, or of other things of other bodies."""
        values = [self.run.value(p) for p in parts]
        found = [
            Given(f, (), n, f.fact.basis == "computed") for n, v in enumerate(values) if (f := v.finding) is not None
        ]
        for one in found[1:]:
            apart = facets(found[0], one)
            if apart & {"basis", "year", "scope"} or {"thing", "body"} <= apart:
                return _unlike(found[0], one)
        return None


_BASIS_OF = {"initial_budget": "budget"}
_IN_WORDS: dict[str, str] = {"SHARE": "{}占{}的比例是多少", "SUM": "{}和{}合计多少", "PER": "{}除以{}是多少"}
_THAN = re.compile(r"比|较|超")
_SHARED_OUT = re.compile(r"摊|均|合(?:多少|几|到|下)|分到")
_THIS_PROJECT = re.compile(r"[这那该][个项笔](?:项目|专项)")
_VACANT = re.compile(r"(?:缺|空|差)(?:着|了)?(?:多少|几)(?:个|人|名)?(?:人|编)?(?=[?？，,。\s]|$)")
_BETWEEN_BODIES = re.compile(
    r"谁|[两三几]家|哪(?:一)?(?:家|个单位|个中心|个部门|边)|[两三]个?(?:单位|中心|部门|区|街道|学校|局)"
)


def _of_bodies(given: list[Given], scene: Scene) -> list[Given]:
    """Those of the bodies that the utterance names, where it names any and figures of them were told."""
    issuers = {m.body.issuer for m in scene.question.who.mentions if m.start < m.end}
    own = [g for g in given if _LEVEL.sub("", g.finding.disclosure.issuer) in issuers]
    return own or given


_LEVEL = re.compile(r"[（(](?:汇总|本级)[）)]$|本级$")


def _names(said: str, project: str) -> bool:
    """Whether words name a project in short (整个基地): two characters of it that are no word for a project's money."""
    bare = _MONEY.sub(" ", project)
    return any(said[i : i + 2] in bare for i in range(len(said) - 1))


_MONEY = re.compile(r"项目|专项|经费|资金|工作|支出|费用")


def _is_amount(given: Given) -> bool:
    """Whether a figure is an amount or a number of something, no rate, no score beside one, no change."""
    fact = given.finding.fact
    return given.quantity.unit_class in {UnitClass.MONEY, UnitClass.COUNT, UnitClass.POINTS} and fact.measure not in {
        "change",
        "growth",
        "share",
    }


def _is_later(given: Given) -> tuple[int, bool]:
    """By what this year's outcome comes after last year's and after the budget."""
    return given.finding.fact.year, given.finding.fact.basis == "final_accounts"


def _is_of_figures(given: Given) -> bool:
    """Whether a figure is the sum or difference of others of its kind, not one a head or of an earlier year."""
    return given.computed and given.finding.label in {"合计", "差额"}


def _counts_alike(one: Given, other: Given) -> bool:
    return one.quantity.unit_class is UnitClass.MONEY or one.quantity.unit == other.quantity.unit


def _unlike(one: Given, other: Given) -> Answer:
    """Two figures that are not set against each other, and in what they differ."""
    said = "，".join(
        f"一个是{_described(g)}" if n == 0 else f"另一个是{_described(g)}" for n, g in enumerate((one, other))
    )
    return Answer("ambiguous", f"这两个数不能直接合在一起算：{said}。请说明要算哪两个数。")


def _described(given: Given) -> str:
    fact, finding = given.finding.fact, given.finding
    return f"{wording.who(finding.disclosure, fact.year)}{wording.basis(fact)}{finding.label}（{wording.amount(given.quantity)}）"
