"""问答之线: question → who, when, what → facts and passages → answer with citations → verified → out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from corpus.store import Store
from qa.answer import Answer, Citer
from qa.answering import (
    accounting,
    affirming,
    attributes,
    beside,
    beside_the_point,
    disagreements,
    nearby,
    premise,
    purposes,
    quoting,
    refusal,
    scanned,
    sentences,
    sparing,
    style,
    unprinted,
)
from qa.answering.answerer import Answerer
from qa.dialogue import conversation, forms
from qa.dialogue.continuing import Continuer
from qa.dialogue.memory import Memory, remember
from qa.dialogue.talk import Taken, Talk
from qa.english import reading, speaking
from qa.evidence.linking import Linker, nearest_by
from qa.finding import effort
from qa.finding.effort import EffortSpentError
from qa.finding.scene import set_scene
from qa.library import Library
from qa.planner.planning import Planner, Propose
from qa.retrieval.search import Search
from qa.retrieval.words import Words
from qa.understanding.question import Question

Phrase = Callable[[str, Answer], str | None]
"""A question and its answer to the answer's text in other words, None where it stays as it is."""


class Asker:
    """答者 over a store; ``search`` finds passages by words and meaning where facts and headings do not.

    ``phrase`` may put an answer into other words (:mod:`qa.agent`); it gives None where the answer stays as it is.
    ``propose`` may fill in the plan of a question that is not understood for sure (:mod:`qa.planner`).
    """

    def __init__(
        self,
        store: Store,
        search: Search | None = None,
        phrase: Phrase | None = None,
        *,
        words: Words | None = None,
        linker: Linker | None = None,
        propose: Propose | None = None,
    ) -> None:
        self.library = Library(store)
        words = words or Words()
        self._phrase = phrase
        self._answerer = Answerer(self.library, search, words, linker)
        self._planner = Planner(propose, self.library, words, linker) if propose else None
        self._talk = Talk(self.library, Continuer(self.library, words, linker), self._answerer.answer)

    def ask(
        self, question: str, conversation_id: str | None = None, disclosures: Sequence[str] | None = None
    ) -> Answer:
        """Answer one question; see the contract for the object. Never raises for what a question says."""
        began = time.perf_counter()
        whole, question = question, question[: sparing.MOST_CHARACTERS]
        self.library.refresh()
        memory = conversation.load(self.library.store, conversation_id)
        heard = reading.heard(question, self.library, memory.bodies)  # English: what it says, in Chinese
        if (spoken := self._talk.spoken(question, heard.chinese if heard else question, memory)) is not None:
            if heard:
                speaking.speak(spoken[0])
            return self._kept(question, conversation_id, *spoken, began)
        taken = self._talk.take(
            heard.chinese if heard else question, memory, disclosures, lambda q: reading.as_heard(q, heard, question)
        )
        understood, answer = taken.question, self._accounted(taken.question, taken.answer, disclosures)
        scene_of = partial(set_scene, understood, self.library, disclosures)
        answer = purposes.instead(
            answer, understood, scene_of, self._answerer.citer(), self._answerer.page, nearest_by(self._answerer.linker)
        )
        if self._planner is not None and taken.aside is None:
            answer = self._planner.better(
                question, understood, answer, disclosures, partial(self._answerer.told, allowed=disclosures)
            )
        if taken.fair:
            answer.answer = f"{refusal.NOT_OBEYED}\n{answer.answer}"
        with suppress(EffortSpentError), effort.limited():
            self._corrected(taken, answer, disclosures)
        if not heard:
            style.plain(answer, self.library)
        forms.put(answer, taken.form)
        sparing.mark_cut(answer, whole, question)
        if self._phrase is not None and (said := self._phrase(question, answer)) is not None:
            answer.answer = said
        scanned.mark(self.library, answer)
        remembered = remember(taken.memory or memory, understood, answer, taken.aside)
        if taken.aside is None:
            self._beside(understood, answer, disclosures)
        if heard:
            answer.follow_ups = beside.follow_ups(answer, self.library)
            answer.understood = answer.understood or heard.chinese
            taken_for = " ".join((answer.plan or {}).get("assumed") or ())
            unknown = [word for word in heard.unknown if word not in taken_for]
            speaking.speak(answer, unknown, [b.issuer for b in understood.who.bodies], heard.respelt)
        return self._kept(question, conversation_id, answer, remembered, began, taken.read_at)

    def _accounted(self, understood: Question, answer: Answer, allowed: Sequence[str] | None) -> Answer:
        """The answer with what it leaves out said; none where nothing of it is what was asked."""
        if quoting.lacks_words(understood, answer):
            citer = Citer.continuing(answer, self.library.text, self.library.sections)
            quoting.add_words(
                set_scene(understood, self.library, allowed), answer, citer, self._answerer.page, self._answerer.near
            )
        affirming.judge(understood, answer)
        held, unused = self._held(understood, answer, allowed)
        if unprinted_words := unprinted.missing(understood, held):
            return refusal.not_told(set_scene(understood, self.library, allowed), (), "、".join(unprinted_words))
        if held.status != "partial" or held.understood or understood.language != "zh":
            return held
        scene = set_scene(understood, self.library, allowed)
        unused = unused or tuple((held.plan or {}).get("unused") or ())
        lacking = beside_the_point.missing(scene, held, unused)
        return refusal.not_told(scene, (), lacking) if lacking else held

    def _held(
        self, understood: Question, answer: Answer, allowed: Sequence[str] | None
    ) -> tuple[Answer, tuple[str, ...]]:
        """The answer where it holds all that is asked, else it says what it leaves out; and the words left out."""
        if (lacking := attributes.missing(understood, answer)) is not None:
            if answer.plan is None:
                return refusal.lacking(set_scene(understood, self.library, allowed), lacking), ()
            accounting.say(answer, lacking=[lacking])
        if answer.status == "answered" and not answer.figures and not answer.understood and understood.language == "zh":
            scene = set_scene(understood, self.library, allowed)
            if (untold := accounting.untold(scene, answer, self._answerer.words)) is not None:
                return refusal.not_told(scene, untold), ()
        told = (
            answer.status == "answered" and (answer.figures or understood.does("reason")) and not answer.understood
        )  # an overview is of no one thing
        if told and understood.language == "zh":
            scene = set_scene(understood, self.library, allowed)
            unused = accounting.unaccounted(scene, answer, self._answerer.words)
            if unused and answer.plan is None:
                better = self._answerer.planned_single(scene)
                if better is not None and len(better.figures) <= len(answer.figures):
                    return better, ()  # a plan that leaves nothing out, and says no more
            if unused and accounting.is_by_default(understood):
                return refusal.not_read(scene, [w for w in unused if w != accounting.MORE]), ()
            accounting.say(answer, unused=unused)
            return answer, unused
        return answer, ()

    def _kept(
        self,
        question: str,
        talk: str | None,
        answer: Answer,
        memory: Memory,
        began: float,
        read_at: float | None = None,
    ) -> Answer:
        """The answer with what stands beside it and its times, written down with what the conversation remembers after it."""
        answer.follow_ups = answer.follow_ups or beside.follow_ups(answer, self.library)
        answer.chart = beside.chart(answer)
        done = time.perf_counter()
        read_at = done if read_at is None else read_at
        spent = {"understand": read_at - began, "facts": done - read_at, "total": done - began}
        answer.timings_ms = {name: round(seconds * 1000, 2) for name, seconds in spent.items()}
        conversation.save(self.library.store, talk, question, answer, memory)
        return answer

    def _corrected(self, taken: Taken, answer: Answer, disclosures: Sequence[str] | None) -> None:
        """What a given answer must say besides: yes or no, what the question takes for granted wrongly, what disagrees."""
        if answer.status not in {"answered", "partial"}:
            return
        understood = taken.question
        if taken.aside is None and (understood.does("yesno") or sentences.enumerates(answer)):
            sentences.read_sentence(answer)
        scene = set_scene(understood, self.library, disclosures)
        premise.correct(scene, understood, answer, Citer.continuing(answer, self.library.text, self.library.sections))
        citer = Citer.continuing(answer, self.library.text, self.library.sections)
        disagreements.carry(self.library, answer, citer, understood.folded)

    def _beside(self, understood: Question, answer: Answer, allowed: Sequence[str] | None) -> None:
        """Where words of the question found nothing: what the documents print nearest to it, read out beside the answer."""
        if nearby.is_wanted(answer):
            citer = Citer.continuing(answer, self.library.text, self.library.sections)
            nearby.add(
                set_scene(understood, self.library, allowed),
                answer,
                citer,
                self.library,
                self._answerer.page,
                self._answerer.near,
            )
