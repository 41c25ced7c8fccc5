"""续算: calculations on the figures of earlier turns: 这两项加起来占几成, 差多少, 一人合多少, 再加上…, 和年初预算比.

An utterance is a plan with holes. The figures spoken of fill them as known nodes, what is named anew as looks; the
operators that its words call for say which candidates there are, and the executor's types which of them stand.
Figures that differ in more than one respect are not set against each other: the answer says in what they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus import terms
from corpus.money import UnitClass
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer, caution
from qa.answering.realise import Realiser
from qa.dialogue import references
from qa.dialogue.comparands import AGAINST, Comparands
from qa.dialogue.following import FORMER_FIRST
from qa.dialogue.given import Given, facets, is_whole_of
from qa.dialogue.means import Means
from qa.dialogue.memory import Memory
from qa.dialogue.movement import Movement, is_later
from qa.dialogue.operands import LEVEL, Operands, is_amount
from qa.dialogue.overall import ProjectOverall
from qa.dialogue.proportion import Proportions
from qa.dialogue.unlike import told_apart, unlike
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.evidence.value import Value
from qa.finding.scene import Scene
from qa.library import Library
from qa.parsing.said import counted_per
from qa.plan.nodes import Apply, Look, Node, Operator, as_dict
from qa.understanding.years import is_set_against

_APART = frozenset(map(frozenset, ({"thing"}, {"body"}, {"year"}, {"basis"}, {"scope"}, {"year", "scope"})))
"""In what figures may differ that are set against each other; other scopes are told as such."""


class Reckoner:
    """续算者 of one utterance over the figures spoken of."""

    def __init__(self, said: Utterance, scene: Scene, memory: Memory, library: Library, run: Executor) -> None:
        self.said, self.scene, self.run = said, scene, run
        self.of = Operands(said, scene, memory, library, run)
        self.project = ProjectOverall(said, self.of, run)
        self.other = Comparands(said, scene, self.of, run)
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
            if "SAME" in self.said.operators and len(values) == 2:
                answer.answer = f"{_agreement(*values)}\n{answer.answer}"
            answer.plan = {"roots": [as_dict(r) for r in roots], "assumed": [], "unused": []}
            return answer
        return refused or self.unclear()

    def tell(self, node: Node, citer: Citer) -> Answer | None:
        """What one calculation comes to; None where it does not stand."""
        value = self.run.value(node)
        answer = self._told([value], citer) if value.found else None
        if answer is not None:
            answer.plan = {"roots": [as_dict(node)], "assumed": [], "unused": []}
        return answer

    def unclear(self) -> Answer | None:
        """What is said where figures are pointed at that can not be told: one of them must not stand for all."""
        ref, operators = self.said.ref, self.said.operators
        cue = self.said.clause.first("operator", "SHARE")  # 占三公多少: what is named behind is the whole
        named = self.said.named(0, cue.start + 1 if cue is not None else None)
        if ref is None or ref.kind != "group" or self.said.among_bodies or named or not operators & _OF_FIGURES:
            return None
        said = self.said.whole[ref.start : ref.end]
        return Answer("ambiguous", f"没弄清“{said}”指哪几个数，请把要算的各项说出来。")

    def _told(self, values: Sequence[Value], citer: Citer) -> Answer:
        """The values in words; figures that were told before stand in the formula alone."""
        speaker = Realiser(Composer(citer, english=self.scene.question.language == "en"))
        for value in values:
            speaker.state(value)
        if not any(x.startswith("注意口径") for x in speaker.pen.lines):
            caution(speaker.pen, [f for v in values for f in v.facts])
        before = {(g.finding.label, str(g.quantity.value)) for g in self.of.given}
        pen = speaker.pen
        known = [f for f in pen.figures[1:] if (f.label, f.value) in before]
        marks = {"".join(f"[{n}]" for n in f.citations) for f in known}
        pen.lines = [x for x in dict.fromkeys(pen.lines) if "计算值" in x or not x.endswith(tuple(marks or {"\0"}))]
        once = {(f.label, f.value, f.unit): f for f in pen.figures if f not in known}
        pen.figures = list(once.values())
        return speaker.answer()

    def _said_in_full(self, node: Node) -> str:
        """What a calculation asks in words of its own, for 那甲区呢 to ask it of another; "" where it can not be said so."""
        if isinstance(node, Apply):
            said = [self._said_in_full(a) for a in node.args]
            form = _IN_WORDS.get(node.op)
            return form.format(*said) if form and all(said) and len(said) <= form.count("{}") else ""
        if not isinstance(node, Look):
            return ""
        given = next((g for g in (*self.of.given, *self.of.members) if g.node == node), None)
        if given is None:
            return "".join(t.said or t.name or (terms.TERMS[t.concept].name if t.concept else "") for t in node.thing)
        if given.computed or len(given.topics) > 1:
            return given.name if not given.computed else ""
        return given.topics[0][0] if given.topics else given.name

    def _candidates(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        operators = self.said.operators
        if "SAME" in operators and "DIFFERENCE" not in operators:
            yield from self._sameness()
            return
        if operators & _MOVING and references.PRINTED.search(self.said.whole):
            return  # what the document itself says that it moved by
        yield from self.project.candidates()
        if {"TOP", "BOTTOM", "DIFFERENCE"} <= operators and not self.said.named():
            yield from self._extremes(picked)
        if _SAVED.search(self.said.text) and not self.said.named() and self._is_of_stages():
            yield from self._gaps(picked)
            return
        if not self.said.named():
            yield from self._movements()
        if operators & {"SHARE", "PERCENT"} and not operators & {"CHANGE", "GROWTH"}:
            gap = None if picked else self._gap_told()
            picked = picked if gap is None else _later_of(gap)
            if gap is not None and not picked:
                yield Answer("ambiguous", "没弄清要算哪个数的占比，请说出它的名称。")
                return
            yield from self._shares(picked)
        if (
            operators & {"DIFFERENCE", "COMPARE", "TIMES"}
            or self.other.sets_body_against
            or AGAINST.search(self.said.text)
            or _VACANT.search(self.said.text)
        ):
            yield from self._gaps(picked)
        if operators & {"TOP", "BOTTOM"} and not self.said.named():
            yield from self._extremes(picked)
        if "PER" in operators or (_SHARED_OUT.search(self.said.text) and counted_per(self.said.text, 0)):
            means = Means(self.said, self.of, self.run)
            yield from means.of_figures(picked)
            yield from means.candidates(picked)
        if not operators & {"PER", "SHARE", "PERCENT"} and ("SUM" in operators or self.said.adds):
            yield from self._sums(picked)
        if not operators and not picked:
            yield from self._elsewhere()

    def _movements(self) -> Iterator[tuple[Node, ...]]:
        if self.said.operators & _MOVING:
            yield from Movement(self.said, self.of).of_sum()
        if self.said.operators & {"CHANGE", "GROWTH"}:
            yield from Movement(self.said, self.of).between_years()

    def _shares(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        if not self.said.named() and (this_year := self.project.this_year("SHARE")) is not None:
            yield this_year
        yield from Proportions(self.said, self.of, self.run).candidates(picked)

    def _elsewhere(self) -> Iterator[tuple[Node, ...]]:
        """The figures pointed at at another stage, of another year or body (2022年这两项各多少)."""
        if self.said.ref is None or self.said.ref.kind != "group" or self.said.named() or self.said.among_bodies:
            return
        told = {g.node for g in self.of.given}
        for parts in self.of.operands(()):
            if len(parts) > 1 and not told.issuperset(parts):
                yield tuple(parts)

    # -- differences and multiples

    def _gap_told(self) -> Given | None:
        """The difference that was told last, where a share is asked for and nothing says of what (占三公的比例)."""
        last, cue = self.of.last(), self.said.clause.first("operator", "SHARE")
        if last is None or not last.computed or last.finding.label != "差额" or "差" in self.said.whole:
            return None
        named = cue is not None and self.said.named(0, cue.start + 1)
        return last if self.said.ref is None and not named else None

    def _is_of_stages(self) -> bool:
        """Whether one thing was told at two stages, so that what was saved is between them (决算多少？预算呢？省了几成)."""
        pair = self.of.pair()
        return pair is not None and facets(*pair) == {"basis"}

    def _is_against_a_year(self, named: bool) -> bool:
        """Whether the year before is what is set against, or another year of what is named."""
        clause = self.said.clause
        if clause.of("relative") or clause.first("comparison", "prior") is not None:
            return True
        return named and any(is_set_against(self.said.text, m.start, m.end) for m in clause.of("year"))

    def _gaps(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        op: Operator = "RATIO" if "TIMES" in self.said.operators else "DIFFERENCE"
        named = [a for a in self.said.named() if a]
        if not named and (this_year := self.project.this_year(op)) is not None:
            yield this_year
            return
        if self._is_against_a_year(bool(named)):
            return
        if not named and (against := self.other.another_stage()) is not None:
            yield from against
            return
        if len(picked) == 2:
            yield from self._set_against(picked[0], picked[1], op)
            return
        if not named and (rates := self.other.another_rate()) is not None:
            yield rates
            return
        if (bodies := self.other.another_body(named)) is not None:
            yield from self._set_against(*bodies, op)
            return
        if (
            len(picked) == 1
            and not named
            and (last := self.of.last()) is not None
            and last.finding.fact.id != picked[0].finding.fact.id
        ):
            yield from self._set_against(last, picked[0], op)
            return
        if (
            len(named) == 1
            and not self.said.among_bodies
            and (self.said.ref is not None or _THAN.search(self.said.text))
        ):
            look = next(self.of.looks(named), None)
            other = self.of.last_sum(self.said.ref.count) if self.said.ref is not None else None
            other = other or self.of.last()
            found = self.run.value(look).finding if look is not None else None
            if (
                other is not None
                and found is not None
                and any(p.quantity.unit_class is UnitClass.COUNT for p in other.parts)
            ):
                yield told_apart(Given(found, (), 0, computed=False), other)  # an amount is not set against one a head
            elif look is not None and other is not None and self.run.value(look).found:
                yield (Apply(op, (look, self.of.know(other))),)
            return
        if named or (self.said.clause.of("year", "counter") and op == "RATIO"):
            return
        if (pair := self.of.pair()) is not None:
            yield from self._set_against(*pair, op)

    def _extremes(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...]]:
        """Which of the bodies spoken of has most, of the figures told of each; how far the largest and the smallest are apart."""
        operators = self.said.operators
        if {"TOP", "BOTTOM"} <= operators and "DIFFERENCE" in operators:
            every = tuple(self.of.know(g) for g in (picked or self.of.members) if is_amount(g))
            if len(every) > 1:
                ends = (Apply("ARGMAX", every), Apply("ARGMIN", every))
                yield (Apply("DIFFERENCE", ends),)
            return
        last = self.of.last()
        if last is None or not self.said.among_bodies:
            return
        kin: dict[str, Given] = {}
        for given in reversed(self.of.given):
            apart = facets(given, last)
            if is_amount(given) and (given is last or apart == {"body"}):
                kin.setdefault(LEVEL.sub("", given.finding.disclosure.issuer), given)
        if len(kin) > 1:
            nodes = tuple(self.of.know(g) for g in reversed(kin.values()))
            yield (Apply("ARGMIN" if "BOTTOM" in operators else "ARGMAX", nodes), *nodes)

    def _sameness(self) -> Iterator[tuple[Node, ...]]:
        """Whether the figures spoken of add up to what is named (这三项加起来等于基本支出吗)."""
        named = self.said.named()
        cue = self.said.clause.first("operator", "SAME")
        if cue is not None and self.said.ref is None:
            before, after = self.said.named(0, cue.start), self.said.named(cue.end)
            looks = list(self.of.looks([*before, *after]))
            if len(before) > 1 and len(after) == 1 and len(looks) == len(before) + 1:
                yield (Apply("SUM", tuple(looks[:-1])), looks[-1])
        if self.said.ref is None or self.said.ref.kind != "group" or len(named) > 1:
            return
        if not named:
            yield from self._with_their_whole()
            return
        look = next(self.of.looks(named), None)
        for parts in self.of.operands(()):
            if look is not None and len(parts) > 1 and unlike(self.run, parts) is None:
                yield (Apply("SUM", tuple(parts)), look)

    def _with_their_whole(self) -> Iterator[tuple[Node, ...]]:
        """The figures spoken of beside a figure told before that holds all of them (三项加起来对得上吗)."""
        for parts in self.of.operands(()):
            printed = [Given(f, (), 0, computed=False) for f in self.of.printed(parts)]
            wholes = (g for g in reversed(self.of.given) if all(is_whole_of(g, p) for p in printed))
            whole = next(wholes, None)
            if whole is not None and len(parts) > 1 and unlike(self.run, parts) is None:
                yield (Apply("SUM", tuple(parts)), self.of.know(whole))

    def _set_against(self, one: Given, other: Given, op: Operator) -> Iterator[tuple[Node, ...] | Answer]:
        apart = facets(one, other)
        if apart not in _APART and not (one.computed and other.computed and apart):
            yield told_apart(one, other)
            return
        if "PERCENT" in self.said.operators and apart <= {"year", "basis", "scope"}:
            this, base = sorted((one, other), key=is_later, reverse=True)
            yield (
                Apply("GROWTH", (self.of.know(this), self.of.know(base))),
                Apply("DIFFERENCE", (self.of.know(this), self.of.know(base))),
            )
            return
        larger, smaller = sorted((one, other), key=lambda g: -g.quantity.base)
        if FORMER_FIRST.search(self.said.whole):
            larger, smaller = sorted((one, other), key=lambda g: g.turn)
        a, b = (
            (larger, smaller) if op == "RATIO" or "COMPARE" in self.said.operators or "body" in apart else (one, other)
        )
        yield (Apply(op, (self.of.know(a), self.of.know(b))),)

    # -- means and sums

    def _sums(self, picked: tuple[Given, ...]) -> Iterator[tuple[Node, ...] | Answer]:
        named = self.said.named()
        if len(named) > 1 and self.said.ref is None and not self.said.adds and not picked:
            looks = list(self.of.looks(named))
            if len(looks) == len(named) and all(self.run.value(x).found for x in looks):
                yield unlike(self.run, looks) or (Apply("SUM", tuple(looks)),)
            return
        for parts in self.of.operands(picked, bare=True):
            if len(parts) > 1:
                yield unlike(self.run, parts) or (Apply("SUM", tuple(parts)),)


_MOVING = frozenset({"CHANGE", "GROWTH", "DIFFERENCE", "PERCENT"})
_OF_FIGURES = frozenset({"SUM", "SHARE", "PERCENT", "DIFFERENCE"})
_IN_WORDS: dict[str, str] = {"SHARE": "{}占{}的比例是多少", "SUM": "{}和{}合计多少", "PER": "{}除以{}是多少"}
_SAVED = re.compile(r"省(?:了|下|出|多少|几)|节约|少花|结余(?=了?(?:多少|几))")
_THAN = re.compile(r"比(?!较|例|重)|较(?!多|少|高|低)|超|^(?:那么?)?[跟和与同离距][^，。]{2,}差")
_SHARED_OUT = re.compile(r"摊|均|合(?:多少|几|到|下)|分到")
_VACANT = re.compile(r"(?:缺|空|差)(?:着|了)?(?:多少|几)(?:个|人|名)?(?:人|编)?(?=[?？，,。\s]|$)")


def _agreement(one: Value, other: Value) -> str:
    """Whether a sum and a printed figure agree, in words."""
    a, b = one.quantity, other.quantity
    assert a is not None and b is not None  # noqa: S101, PT018 - both are found
    if a.unit_class is b.unit_class and a.base == b.base:
        return f"对得上，两者相等：合计与{other.label}都是 {wording.amount(b)}。"
    return f"对不上：合计 {wording.amount(a)}，{other.label}为 {wording.amount(b)}。"


def _later_of(gap: Given) -> tuple[Given, ...]:
    """The later of the two that a difference is of, where they are one thing of two years or stages: it was spoken of."""
    both = sorted((Given(f, (), 0, f.fact.basis == "computed") for f in gap.parts), key=is_later)
    return (both[1],) if len(both) == PAIR and facets(*both) <= {"year", "basis"} else ()


PAIR = 2
