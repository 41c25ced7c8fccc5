"""对话: one turn of a conversation, from what was said to an answer and what is remembered of it.

What asks for nothing printed is answered as such; an utterance that goes on from what was said is answered from that,
or said in full; all else is a question like a first one, its holes filled from the conversation.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.answer import Answer, Citer
from qa.answering import accounting, attributes, courtesy, refusal, sparing, ways
from qa.answering.joining import renumbered
from qa.dialogue import (
    again,
    against,
    anaphora,
    contact,
    conversation,
    followup,
    forms,
    lately,
    likewise,
    picking,
    references,
    repeating,
    strangers,
)
from qa.dialogue.continuing import Continuer
from qa.dialogue.forms import Form
from qa.dialogue.given import last_of
from qa.dialogue.memory import Memory, holes, remember
from qa.finding import effort
from qa.finding.scene import set_scene
from qa.library import Library
from qa.understanding.bodies import Who
from qa.understanding.question import Question, understand
from qa.understanding.topics import blank

Allowed = Sequence[str] | None
Put = Callable[[Question, Allowed], Answer]
"""A question and the disclosures that it may be answered from, to its answer outside any conversation."""


@dataclass(frozen=True)
class Taken:
    """一轮: the answer with the question as it was understood.

    ``aside`` says what it asked where it only used what was said, None where it stands for itself; ``form`` is how it is to be put,
    ``fair`` whether an instruction to us was left out of it, ``read_at`` when (on the performance counter) it was understood;
    ``memory`` is what is remembered already of the first of two turns that were taken at once.
    """

    question: Question
    answer: Answer
    aside: str | None = None
    form: Form | None = None
    fair: bool = False
    read_at: float = 0.0
    memory: Memory | None = None


@dataclass(frozen=True)
class Talk:
    """对话者: takes turns over a library; ``put`` answers what is asked by itself."""

    library: Library
    continuer: Continuer
    put: Put

    def spoken(self, text: str, heard: str, memory: Memory) -> tuple[Answer, Memory] | None:
        """The answer to what asks for nothing new: courtesy, help, the last answer in another form; None for all else.

        ``heard`` is what a text in English says, the text itself where it is Chinese.
        """
        for said in dict.fromkeys((text, heard)):
            if (found := contact.answer(said, memory, self.library, english=text != heard)) is not None:
                return found
        said = courtesy.asked(text.strip())
        form = forms.only_form(said) if memory.turn else None
        shown = forms.again(said, memory, form, self._citer(), self.library) if form is not None else None
        return None if shown is None else (shown, memory)

    def take(
        self, text: str, memory: Memory, allowed: Allowed, as_heard: Callable[[Question], Question] = lambda q: q
    ) -> Taken:
        """The answer to what asks for something, in its conversation; ``as_heard`` adds what only its own language says."""
        parts = references.parted(courtesy.asked(text.strip())) if memory.turn else None
        both = self._both(parts, memory, allowed, as_heard) if parts is not None else None
        return both or self._one(text, memory, allowed, as_heard)

    def _both(
        self, parts: tuple[str, str], memory: Memory, allowed: Allowed, as_heard: Callable[[Question], Question]
    ) -> Taken | None:
        """Two turns taken one after the other and told together (汇总的呢，两个差多少); None where the first finds nothing."""
        at = parts[1].find("占")
        topics = understand(parts[1], self.library.bodies).topics
        if at > 0 and not references.read(parts[1]) and not any(t.text and t.start < at for t in topics):
            return None  # what has a share in them is not understood
        between = copy.deepcopy(memory)
        first = self._one(parts[0], between, allowed, as_heard)
        if first.answer.status != "answered":
            return None
        between = remember(between, first.question, copy.deepcopy(first.answer), first.aside)
        second = self._one(parts[1], between, allowed, as_heard)
        return replace(second, answer=self._joined(first.answer, second.answer), memory=between)

    def _joined(self, first: Answer, second: Answer) -> Answer:
        """Two answers as one, the citations of the second numbered on from those of the first."""
        citer = Citer.continuing(first, self.library.text, self.library.sections)
        told = renumbered(second, citer)
        held = {(f.label, f.value, f.unit, f.disclosure_id) for f in first.figures}
        told.figures = first.figures + [
            f for f in told.figures if (f.label, f.value, f.unit, f.disclosure_id) not in held
        ]
        told.answer = "\n".join(dict.fromkeys([*first.answer.split("\n"), *told.answer.split("\n")]))
        told.citations = citer.citations
        told.status = "answered" if told.status == "answered" else "partial"
        return told

    def _one(self, text: str, memory: Memory, allowed: Allowed, as_heard: Callable[[Question], Question]) -> Taken:
        """The answer to one turn."""
        said, form = forms.taken_out(self._said(text, memory))
        thing = followup.thing_of(memory, self.library)
        whole = not memory.thing and anaphora.is_whole(last_of(memory, self.library))
        spelt = anaphora.spelt_out(said, thing, whole=whole)
        if spelt != said:  # 这钱干什么 asks for a use, as of a project
            spelt = references.of_use(spelt)
        spelt = anaphora.measured(anaphora.bought(spelt, memory.topics), thing)
        spelt = anaphora.used_for(spelt, thing or anaphora.termed(followup.printed_last(memory, self.library)))
        fresh = understand(anaphora.likewise(spelt, memory.attribute), self.library.bodies)
        if memory.recent and fresh.who.spans and (turned := anaphora.turned(said)) != said:
            fresh = understand(turned, self.library.bodies)
        fresh = as_heard(fresh)
        if fair := refusal.fair_part(fresh):
            fresh = understand(fair, self.library.bodies)
        if memory.turn:
            fresh = strangers.marked(fresh, self.library)
        question = conversation.carry(fresh, memory, self.library.bodies)
        projects = question.carried and picking.are_projects(memory, self.library)
        question = replace(question, bare=question.carried and conversation.unspoken(fresh), of_projects=projects)
        undated, question = question, lately.dated(question)
        read_at = time.perf_counter()
        asked = question
        question, answer, aside = self._answered(question, memory, allowed)
        if answer.status == "not_found" and question.carried and not question.bare:
            question, answer = self._of_the_last(question, thing, memory, allowed) or (question, answer)
        if memory.turn:
            answer = strangers.told(question, answer)
        answer = lately.told(undated, asked, answer)
        if aside is None:
            answer = repeating.refused(asked, answer, memory)
            answer = repeating.among_staff(asked, answer, last_of(memory, self.library))
            forms.percent_first(said, answer)
        return Taken(question, answer, aside, form, bool(fair), read_at)

    def _said(self, text: str, memory: Memory) -> str:
        """The question without courtesy, and in a conversation without words that only turn to it; 那个单位 by its name."""
        said = courtesy.asked(text.strip())
        if not memory.turn:
            return said
        if (rest := references.back(said)) is not None and (before := _before(memory)) is not None:
            return f"{before['issuer']}{before['year']}年{rest}"
        if references.asks_reason(said) and {"change", "growth", "difference"} & set(memory.operations):
            return "为什么"
        issuer = memory.recent[-1]["issuer"] if memory.recent else ""
        said = references.with_body(references.without_lead(said), issuer)
        held = {d.id for d in self.library.disclosures}
        shelves = [self.library.shelf(i) for i in memory.disclosures if i in held]
        said = anaphora.of_kind(strangers.member_named(said, memory), [n for s in shelves for n in s.subjects])
        said = strangers.named_before(said, memory, self.library)
        return strangers.named_in_short(said, memory, self.library)

    def _answered(self, question: Question, memory: Memory, allowed: Allowed) -> tuple[Question, Answer, str | None]:
        """The answer and the question as it was understood; what it asks where it only uses what was said."""
        if not question.carried and not self._sets_last_against(question, memory):
            memory.of_member = ""
            return self._likewise(question, memory, allowed) or (
                question,
                self._in_turn(question, memory, allowed),
                None,
            )
        if (moved := self._against(question, memory, allowed)) is not None:
            return moved
        if repeating.lacks_operand(question, memory):
            return question, Answer("ambiguous", repeating.ASKED_BACK), None
        likewise_asked = None if again.converts(question.folded) else self._likewise(question, memory, allowed)
        if likewise_asked is not None:
            memory.of_member = ""
            return likewise_asked
        scene = set_scene(question, self.library, self._held(question, memory, allowed))
        try:
            with effort.limited():
                found = self.continuer.go_on(scene, memory, self._citer())
        except effort.EffortSpentError:
            found = None
        memory.of_member = found.of_member if found is not None else ""
        if found is not None and found.answer is not None:
            ref = references.read(question.folded)
            if ref is not None and ref.kind == "rest":  # 剩下三个 is accounted for: no remainder is asked for
                question = replace(question, folded=blank(question.folded, [(ref.start, ref.end)]))
            return question, found.answer, found.content
        if found is not None:
            fresh = understand(found.text, self.library.bodies)
            if not any(m.start < m.end for m in question.who.mentions):
                fresh = replace(fresh, who=Who(()))  # a member's name names no body
            question = conversation.carry(fresh, memory, self.library.bodies)
            return question, self._in_turn(question, memory, allowed), None
        return self._alone(question, memory, allowed)

    def _sets_last_against(self, question: Question, memory: Memory) -> bool:
        """Whether what was told last is set against another body's, which the utterance names in full (比甲局的印刷费多多少)."""
        first = next(iter(question.who.mentions), None)
        return (
            bool(memory.recent)
            and first is not None
            and references.lacks_subject(question.folded)
            and references.set_against(question.folded, first.start, first.end)
        )

    def _against(
        self, question: Question, memory: Memory, allowed: Allowed
    ) -> tuple[Question, Answer, str | None] | None:
        """What was spoken of last set against another year; None where the utterance does not only do that."""
        each = [understand(text, self.library.bodies) for text in against.in_full(question, memory, self.library)]
        if not each:
            return None
        answers = [sparing.within(q, self.library.bodies, lambda q: self.put(q, allowed)) for q in each]
        found = [(q, a) for q, a in zip(each, answers, strict=True) if a.status in {"answered", "partial"}]
        (fresh, answer), *more = found or [(each[0], answers[0])]
        for _, other in more:
            answer = self._joined(answer, other)
        return replace(fresh, who=question.who, carried=True, bare=True), answer, None

    def _likewise(
        self, question: Question, memory: Memory, allowed: Allowed
    ) -> tuple[Question, Answer, str | None] | None:
        """The last question asked again of what is named now, where nothing but that is said; None where that finds nothing."""
        again = likewise.asked_again(question, memory, self.library)
        if again is None:
            return None
        fresh = understand(again, self.library.bodies)
        for way in (question, fresh) if likewise.names_stage(question) else (fresh, question):
            answer = self._in_turn(way, memory, allowed)
            if answer.status in {"answered", "partial"}:
                return replace(way, years=question.years, carried=True, bare=True), answer, None
        return None

    def _alone(self, question: Question, memory: Memory, allowed: Allowed) -> tuple[Question, Answer, str | None]:
        """The answer with what was carried over; where that finds nothing, to the question said in full."""
        if (named := self._of_project(question, memory, allowed)) is not None:
            return named
        if (shared := likewise.share_again(question, memory)) is not None:
            fresh = conversation.carry(understand(shared, self.library.bodies), memory, self.library.bodies)
            found = self._in_turn(fresh, memory, allowed)
            if found.status == "answered" and found.figures:
                before = {(r["label"], r["value"]) for r in memory.recent}
                found.figures = [f for f in found.figures if (f.label, f.value) not in before]  # the whole was told
                return fresh, found, None
        answer = self._in_turn(question, memory, allowed)
        if (number := self._as_number(question, answer, memory, allowed)) is not None:
            return number
        whole = likewise.in_full(question, memory, self.library) if answer.status == "not_found" else None
        if whole is None:
            return question, answer, None
        fresh = understand(whole, self.library.bodies)
        other = self._in_turn(fresh, memory, allowed)
        better = other.status in {"answered", "partial"} and not attributes.missing(fresh, other)
        return (fresh, other, None) if better else (question, answer, None)

    def _of_project(
        self, question: Question, memory: Memory, allowed: Allowed
    ) -> tuple[Question, Answer, str | None] | None:
        """What is asked of the project spoken of last without its name (管多少个人); None where its form tells no figure anew."""
        last = last_of(memory, self.library)
        if last is None or not last.subject or not question.bare or holes(question) or question.refusals:
            return None
        if question.does("listing", "extreme", "compare"):
            return None  # of the set, not of the one
        fresh = understand(f"{last.subject}{question.text}", self.library.bodies)
        fresh = replace(conversation.carry(fresh, memory, self.library.bodies), who=question.who)
        answer = self._in_turn(fresh, memory, allowed)
        told = {(r["label"], r["value"]) for r in memory.recent}
        own = [f for f in answer.figures if f.label.startswith(last.subject)]
        new = own and len(own) == len(answer.figures) and (own[0].label, own[0].value) not in told
        return (fresh, answer, None) if new and answer.status == "answered" else None

    def _as_number(
        self, question: Question, answer: Answer, memory: Memory, allowed: Allowed
    ) -> tuple[Question, Answer, str | None] | None:
        """The figure of what was spoken of where words alone were found and figures were told before (2020年执行呢); None where none is."""
        whole = likewise.for_number(question, memory) if not answer.figures else None
        if whole is None:
            return None
        fresh = conversation.carry(understand(whole, self.library.bodies), memory, self.library.bodies)
        other = self._in_turn(fresh, memory, allowed)
        return (replace(fresh, bare=True), other, None) if other.status == "answered" and other.figures else None

    def _of_the_last(
        self, question: Question, thing: str, memory: Memory, allowed: Allowed
    ) -> tuple[Question, Answer] | None:
        """An elliptic question that finds nothing, asked once more of what was spoken of last; None where that finds nothing."""
        if not thing or thing in question.folded or question.who.spans or question.refusals:
            return None
        fresh = understand(f"{thing}{question.text}", self.library.bodies)
        again = conversation.carry(fresh, memory, self.library.bodies)
        answer = self._in_turn(again, memory, allowed)
        if answer.status != "answered" or attributes.missing(again, answer):
            return None
        scene = set_scene(again, self.library, self._held(again, memory, allowed))
        told = {(r["label"], r["value"]) for r in memory.recent}
        printed = answer.figures if ways.wants_number(scene) and not answer.calculation else []
        new = printed and not any((f.label, f.value) in told for f in printed)
        return (again, answer) if new or not accounting.unaccounted(scene, answer, self.continuer.words) else None

    def _held(self, question: Question, memory: Memory, allowed: Allowed) -> Allowed:
        """The disclosures that a question is put to: those of the last answer where it names no other body, year or scope."""
        if allowed is None and question.carried and not question.years and not question.scope:
            same = {b.issuer for b in question.who.bodies} == set(memory.bodies)
            return memory.disclosures if same and memory.disclosures else None
        return allowed

    def _in_turn(self, question: Question, memory: Memory, allowed: Allowed) -> Answer:
        """The answer in its conversation: about figures of earlier turns, or on its own with what was carried over."""
        allowed = self._held(question, memory, allowed)
        if question.carried:
            scene = set_scene(question, self.library, allowed)
            followed = followup.answer_followup(scene, question, memory, self._citer(), self.library)
            if followed is not None:
                return followed
        return sparing.within(question, self.library.bodies, lambda q: self.put(q, allowed))

    def _citer(self) -> Citer:
        return Citer(self.library.text, self.library.sections)


def _before(memory: Memory) -> dict[str, Any] | None:
    """The figure told last of another body than the one spoken of now."""
    return next((r for r in reversed(memory.recent) if r.get("issuer") and r["issuer"] not in memory.bodies), None)
