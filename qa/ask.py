"""问答之线: question → who, when, what → facts and passages → answer with citations → verified → out."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from corpus.store import Store
from qa.answer import Answer, Citer
from qa.answering import (
    accounting,
    affirming,
    attributes,
    beside,
    beside_the_point,
    contradictions,
    declared,
    defining,
    disagreements,
    exclusive,
    existence,
    hearing,
    listing,
    meanings,
    nearby,
    planned,
    premise,
    purposes,
    quoting,
    reasons,
    records,
    refusal,
    scanned,
    sentences,
    sparing,
    style,
    subordinates,
    tally,
    telephones,
    twice,
    unprinted,
    ways,
)
from qa.dialogue import conversation, forms
from qa.dialogue.continuing import Continuer
from qa.dialogue.memory import Memory, remember
from qa.dialogue.talk import Taken, Talk
from qa.english import reading, speaking
from qa.evidence.execute import Executor
from qa.evidence.linking import Linker, nearest_by
from qa.finding import effort, labels, plainer
from qa.finding.effort import EffortSpentError
from qa.finding.scene import Scene, for_body, set_scene
from qa.library import Library, Shelf
from qa.passages import form_words, telling, told
from qa.passages.statements import Page, page_of
from qa.planner.planning import Planner, Propose
from qa.retrieval.search import Search
from qa.retrieval.words import Words
from qa.understanding.question import Question, understand

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
        self._search = search
        self._words = words or Words()
        self._phrase = phrase
        self._linker = linker
        self._planner = Planner(propose, self.library, self._words, linker) if propose else None
        self._pages: dict[str, tuple[Shelf, Page]] = {}
        self._lock = threading.Lock()
        self._talk = Talk(self.library, Continuer(self.library, self._words, linker), self._answer)

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
        answer = purposes.instead(answer, understood, scene_of, self._citer(), self._page, nearest_by(self._linker))
        if self._planner is not None and taken.aside is None:
            answer = self._planner.better(
                question, understood, answer, disclosures, partial(self._told, allowed=disclosures)
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
            quoting.add_words(set_scene(understood, self.library, allowed), answer, citer, self._page, self._near)
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
            if (untold := accounting.untold(scene, answer, self._words)) is not None:
                return refusal.not_told(scene, untold), ()
        told = (
            answer.status == "answered" and (answer.figures or understood.does("reason")) and not answer.understood
        )  # an overview is of no one thing
        if told and understood.language == "zh":
            scene = set_scene(understood, self.library, allowed)
            unused = accounting.unaccounted(scene, answer, self._words)
            if unused and answer.plan is None:
                better = self._planned(scene, allowed, single=True)
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
                set_scene(understood, self.library, allowed), answer, citer, self.library, self._page, self._near
            )

    def _answer(
        self, question: Question, allowed: Sequence[str] | None, *, heard: bool = False, alone: bool = False
    ) -> Answer:
        citer = self._citer()
        scene = labels.recognise(set_scene(question, self.library, allowed))
        if (refused := refusal.refuse(scene, self.library)) is not None:
            return refused
        whole = None if heard or alone else contradictions.of_the_whole(scene, citer, self.library)
        if (told_at_once := whole or self._at_once(scene, citer)) is not None:
            return told_at_once
        if not (heard or alone) and (planned_answer := self._planned(scene, allowed)) is not None:
            return refusal.behind(scene, planned_answer)
        if refusal.is_open(scene) and (asked_back := refusal.ask_back(scene, citer, self._of_document)) is not None:
            return asked_back
        if (meanings_of_it := meanings.answer_meanings(scene, citer)) is not None:
            return meanings_of_it
        if (only := exclusive.answer_exclusive(scene, citer, self.library)) is not None:
            return only
        citer.clear()
        for way in (disagreements.answer_conflict, twice.answer_twice) if scene.question.does("conflict") else ():
            if (disagreement := way(scene, citer, self.library)) is not None:
                return disagreement
            citer.clear()
        if (words := form_words.answer_form_words(scene, citer, self.library)) is not None:
            return words
        both = scene.question.does("reason", "wording") and ways.wants_number(scene)
        moved = scene.question.does("change", "growth")  # its reason tells the change as well
        if (
            scene.question.does("reason")
            and (moved or not both)
            and (why := reasons.answer_reason(scene, citer)) is not None
        ):
            return why
        citer.clear()
        listed = (scene.question.does("listing") or telling.asks_what(scene.question)) and not ways.wants_number(scene)
        answer = None if ways.wants_words(scene) and not both else self._figures(scene, citer, only_lists=listed)
        if answer is None and ways.wants_words(scene):
            answer = existence.answer_existence(scene, citer)
            citer = citer if answer else self._citer()
        if answer is not None and both and scene.question.does("reason"):
            reasons.add_reason(scene, answer, citer)
        if answer is None:
            answer = declared.answer_declared(scene, self._citer(), self.library)
        if answer is None and scene.question.counter:
            answer = tally.answer_tally(scene, citer, self._words)
        if answer is None and listed:
            answer = self._tell(scene, self._citer()) or self._figures(scene, citer)
        if answer is None and (ways.wants_words(scene) or not ways.wants_number(scene)):
            answer = self._tell(scene, self._citer())
        if answer is None and scene.question.counter:
            answer = self._tell(scene, self._citer(), counted=True)
        if answer is None and (mended := labels.mend(scene)) is not None:
            answer = self._figures(mended, citer)
        if answer is None and _DOUBTS.search(scene.question.folded):
            answer = disagreements.answer_conflict(scene, self._citer(), self.library)
        if not heard and (answer is None or ways.is_weak(scene, answer)):
            answer = hearing.better(answer, lambda: self._heard(question, allowed) or self._plainer(scene, allowed))
        if answer is None and not alone:
            answer = self._planned(scene, allowed, single=True)
        return refusal.behind(scene, answer or refusal.not_found(scene))

    def _at_once(self, scene: Scene, citer: Citer) -> Answer | None:
        """What stands in one place of a disclosure: a term's meaning, an office line, what a project's form tells of it."""
        for way in (defining.define, subordinates.answer_subordinates):
            if (found := way(scene, citer, self._page)) is not None:
                return found
        if (number := telephones.answer_telephone(scene, citer, self.library)) is not None:
            return number
        return records.answer_record(scene, citer, self.library, nearest_by(self._linker))

    def _of_document(self, scene: Scene, citer: Citer) -> Answer | None:
        """What one of the documents that may be meant answers: by plan, else by the first way that finds figures."""
        run = Executor(scene, self._linker)
        found = planned.answer(scene, run, self._words, citer, lambda _: None)
        if found is not None and found.status == "answered" and found.figures:
            return found
        other = self._figures(scene, self._citer())
        more = found is not None and other is not None and len(found.figures) > len(other.figures)
        return found if more else other

    def _planned(self, scene: Scene, allowed: Sequence[str] | None, *, single: bool = False) -> Answer | None:
        """The answer by plan where several things or a calculation are asked; one look only where it is a ``single`` one."""
        if refusal.is_open(scene):
            return None
        run, citer = Executor(scene, self._linker), self._citer()
        if single:
            one = planned.answer_single(scene, run, self._words, citer)
            return one if one is not None and not accounting.unaccounted(scene, one, self._words) else None
        return planned.answer(scene, run, self._words, citer, lambda text: self._told(text, allowed))

    def _told(self, text: str, allowed: Sequence[str] | None) -> Answer | None:
        """A part of a question as a question of its own; None where what is found lacks the attribute asked for."""
        question = understand(text, self.library.bodies)
        found = self._answer(question, allowed, alone=True)
        return None if attributes.missing(question, found) else found

    def _heard(self, question: Question, allowed: Sequence[str] | None) -> Answer | None:
        """The answer to the question with a word typed by its sound put right; None where that finds nothing either."""
        spelt = None if question.carried or question.language != "zh" else hearing.corrected(question.folded)
        if spelt is None:
            return None
        answer = self._answer(understand(spelt, self.library.bodies), allowed, heard=True)
        return answer if answer.status in {"answered", "partial"} else None

    def _plainer(self, scene: Scene, allowed: Sequence[str] | None) -> Answer | None:
        """The answer to the question without words that only ask; None where that finds nothing either."""
        if scene.question.language != "zh":
            return None
        plain = plainer.plainer(scene.question, scene.shelves, self._words)
        for text in (plainer.led(scene.question), plain):
            if text is None:
                continue
            again = understand(text, self.library.bodies)
            if not any(t.text for t in again.topics):
                continue  # nothing is left of what was asked about: the whole would be answered for a part
            if scene.question.carried:
                again = replace(scene.question, folded=again.folded, topics=again.topics)
            answer = self._answer(again, allowed, heard=True)
            if answer.status in {"answered", "partial"}:
                return answer
        return None

    def _figures(self, scene: Scene, citer: Citer, *, only_lists: bool = False) -> Answer | None:
        """The first way of answering by figures that finds them."""
        these: list[ways.Way] = [listing.answer_list] if only_lists else ways.ways_of(scene)
        for way in (existence.answer_existence, *these):
            if (answer := way(scene, citer)) is not None:
                return answer
            citer.clear()
        return None

    def _tell(self, scene: Scene, citer: Citer, *, counted: bool = False) -> Answer | None:
        """The documents' own words; where ``counted``, only a sentence that holds the count asked for."""
        parts = []
        for group in scene.groups:
            near = self._near(scene.question, [s.disclosure.id for s in group.shelves])
            way = told.tell_count if counted else told.tell
            years = for_body(scene.question, group.body).years  # what a document tells is of its own year or before
            shelves = [s for s in group.shelves if not years or min(years) <= s.disclosure.fiscal_year]
            found = [t for s in shelves if (t := way(scene.question, s, self._page(s.disclosure.id), near))]
            found = [t for t in found if told.is_of_years(t, years)]
            if found:
                parts.append(quoting.read_out(max(found, key=told.likeliest), citer))
        if not parts:
            return None
        if not scene.question.who.mentions:
            parts = parts[:MOST_TOLD]
        return Answer("answered", "\n".join(parts), citations=citer.citations)

    def _near(self, question: Question, ids: Sequence[str]) -> dict[str, float]:
        """Passages of these disclosures with how near in meaning they are; none where the vectors cannot be asked."""
        return self._search.nearness(question.folded, ids) if self._search is not None else {}

    def _citer(self) -> Citer:
        return Citer(self.library.text, self.library.sections)

    def _page(self, disclosure_id: str) -> Page:
        shelf = self.library.shelf(disclosure_id)
        held = self._pages.get(disclosure_id)
        if held is None or held[0] is not shelf:
            held = shelf, page_of(self.library.store.passages([disclosure_id]), shelf.text)
            with self._lock:
                while len(self._pages) >= MOST_PAGES:
                    del self._pages[next(iter(self._pages))]
                self._pages[disclosure_id] = held
        return held[1]


_DOUBTS = re.compile("到底|究竟")
"""Emphasis, and now and then doubt: where nothing else answers, a contradiction may."""
MOST_PAGES = 200
"""Disclosures whose statements are kept (a few hundred kB each); those read out first make room."""
MOST_TOLD = 2
"""Bodies whose words are read out where a question names none."""
