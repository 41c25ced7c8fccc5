"""答者: one question, read and put to its disclosures → the answer of the first route that finds one, with its places."""

from __future__ import annotations

import copy
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa.answer import Answer, Citer
from qa.answering import (
    accounting,
    attributes,
    contradictions,
    declared,
    defining,
    disagreements,
    exclusive,
    existence,
    hearing,
    listing,
    meanings,
    planned,
    quoting,
    reasons,
    records,
    refusal,
    subordinates,
    tally,
    telephones,
    twice,
    ways,
)
from qa.evidence.execute import Executor
from qa.evidence.linking import Linker, nearest_by
from qa.finding import labels, plainer
from qa.finding.scene import Scene, for_body, set_scene
from qa.library import Library, Shelf
from qa.passages import form_words, telling, told
from qa.passages.statements import Page, page_of
from qa.retrieval.search import Search
from qa.retrieval.words import Words
from qa.understanding.question import Question, understand

Route = Callable[[], Answer | None]
"""路径: a way to an answer; None where it does not lead to one."""


class Answerer:
    """答者 of single questions over a library; ``search`` finds passages by words and meaning, ``linker`` names by meaning."""

    def __init__(self, library: Library, search: Search | None, words: Words, linker: Linker | None) -> None:
        self.library, self.words, self.linker = library, words, linker
        self._search = search
        self._pages: dict[str, tuple[Shelf, Page]] = {}
        self._lock = threading.Lock()

    def without_meaning(self) -> Answerer:
        """The same one, which takes no word for a printed name that is near in meaning only."""
        other = copy.copy(self)
        other.linker = None
        return other

    def answer(
        self, question: Question, allowed: Sequence[str] | None, *, again: bool = False, part: bool = False
    ) -> Answer:
        """The answer to a question; ``again`` where it is asked in other words, ``part`` where it is part of another."""
        scene = labels.recognise(set_scene(question, self.library, allowed))
        return Attempt(self, scene, allowed, again, part).answer()

    def planned(self, scene: Scene, allowed: Sequence[str] | None) -> Answer | None:
        """The answer by plan where several things or a calculation are asked."""
        if refusal.is_open(scene):
            return None
        run = Executor(scene, self.linker)
        return planned.answer(scene, run, self.words, self.citer(), lambda text: self.told(text, allowed))

    def planned_single(self, scene: Scene) -> Answer | None:
        """The answer by plan where one figure is asked, and nothing that the question says is left out."""
        one, unused = self._single(scene)
        return None if unused else one

    def _single(self, scene: Scene) -> tuple[Answer | None, tuple[str, ...]]:
        """The answer by plan where one figure is asked, and the words of the question that it leaves out."""
        if refusal.is_open(scene):
            return None, ()
        one = planned.answer_single(scene, Executor(scene, self.linker), self.words, self.citer())
        return one, accounting.unaccounted(scene, one, self.words) if one is not None else ()

    def last_of_all(self, scene: Scene) -> Answer | None:
        """The answer by plan of one figure; where it leaves words out that calculate, what was not understood."""
        one, unused = self._single(scene)
        unread = [w for w in unused if accounting.calculates(w)]
        return refusal.not_read(scene, unread) if unread else None if unused else one

    def told(self, text: str, allowed: Sequence[str] | None) -> Answer | None:
        """A part of a question as a question of its own; None where what is found lacks the attribute asked for."""
        question = understand(text, self.library.bodies)
        found = self.answer(question, allowed, part=True)
        return None if attributes.missing(question, found) else found

    def near(self, question: Question, ids: Sequence[str]) -> dict[str, float]:
        """Passages of these disclosures with how near in meaning they are; none where the vectors cannot be asked."""
        return self._search.nearness(question.folded, ids) if self._search is not None else {}

    def citer(self) -> Citer:
        """A citer that has cited nothing yet."""
        return Citer(self.library.text, self.library.sections)

    def page(self, disclosure_id: str) -> Page:
        """The statements of a disclosure, kept while it is unchanged."""
        shelf = self.library.shelf(disclosure_id)
        held = self._pages.get(disclosure_id)
        if held is None or held[0] is not shelf:
            held = shelf, page_of(self.library.store.passages([disclosure_id]), shelf.text)
            with self._lock:
                while len(self._pages) >= MOST_PAGES:
                    del self._pages[next(iter(self._pages))]
                self._pages[disclosure_id] = held
        return held[1]


@dataclass(frozen=True)
class Attempt:
    """一次作答: a scene and the routes to an answer about it, in the order to try them."""

    by: Answerer
    scene: Scene
    allowed: Sequence[str] | None
    again: bool
    part: bool

    def answer(self) -> Answer:
        """The answer; not found where no route leads to one."""
        at_once = _first((
            self._refused, self._of_the_whole, self._in_one_place, self._by_plan, self._asked_back, self._of_meanings,
            self._exclusive, self._disagreement, self._form_words, self._why,
        ))  # fmt: skip
        if at_once is not None:
            return at_once
        found = _first((
            self._figures_or_existence, self._declared, self._counted, self._listed, self._words, self._counted_in_words,
            self._mended, self._doubted,
        ))  # fmt: skip
        if not self.again and (found is None or ways.is_weak(self.scene, found)):
            found = hearing.better(found, lambda: self._as_heard() or self._plainer())
        if found is None and not self.part:
            found = self.by.last_of_all(self.scene)
        return refusal.behind(self.scene, found or refusal.not_found(self.scene))

    @property
    def _own(self) -> bool:
        """Whether the question is a person's own, whole and as it was put."""
        return not (self.again or self.part)

    @property
    def _wants_both(self) -> bool:
        """Whether a cause or a wording is asked for beside a number."""
        return self.scene.question.does("reason", "wording") and ways.wants_number(self.scene)

    @property
    def _is_listing(self) -> bool:
        """Whether things are to be named, none counted."""
        named = self.scene.question.does("listing") or telling.asks_what(self.scene.question)
        return named and not ways.wants_number(self.scene)

    def _refused(self) -> Answer | None:
        return refusal.refuse(self.scene, self.by.library)

    def _of_the_whole(self) -> Answer | None:
        """All that a disclosure says against itself."""
        return contradictions.of_the_whole(self.scene, self.by.citer(), self.by.library) if self._own else None

    def _in_one_place(self) -> Answer | None:
        """What stands in one place of a disclosure: a term's meaning, an office line, what a project's form tells of it."""
        for way in (defining.define, subordinates.answer_subordinates):
            if (found := way(self.scene, self.by.citer(), self.by.page)) is not None:
                return found
        if (number := telephones.answer_telephone(self.scene, self.by.citer(), self.by.library)) is not None:
            return number
        return records.answer_record(self.scene, self.by.citer(), self.by.library, nearest_by(self.by.linker))

    def _by_plan(self) -> Answer | None:
        found = self.by.planned(self.scene, self.allowed) if self._own else None
        return refusal.behind(self.scene, found) if found is not None else None

    def _asked_back(self) -> Answer | None:
        if not refusal.is_open(self.scene):
            return None
        return refusal.ask_back(self.scene, self.by.citer(), self._of_document)

    def _of_document(self, scene: Scene, citer: Citer) -> Answer | None:
        """What one of the documents that may be meant answers: by plan, else by the first way that finds figures."""
        found = planned.answer(scene, Executor(scene, self.by.linker), self.by.words, citer, lambda _: None)
        if found is not None and found.status == "answered" and found.figures:
            return found
        other = self._figures(scene)
        more = found is not None and other is not None and len(found.figures) > len(other.figures)
        return found if more else other

    def _of_meanings(self) -> Answer | None:
        return meanings.answer_meanings(self.scene, self.by.citer())

    def _exclusive(self) -> Answer | None:
        return exclusive.answer_exclusive(self.scene, self.by.citer(), self.by.library)

    def _disagreement(self) -> Answer | None:
        """What the disclosures say against themselves about the thing asked, where the question asks for that."""
        if not self.scene.question.does("conflict"):
            return None
        tried = (disagreements.answer_conflict, twice.answer_twice)
        return _first(lambda way=way: way(self.scene, self.by.citer(), self.by.library) for way in tried)  # type: ignore[misc]

    def _form_words(self) -> Answer | None:
        return form_words.answer_form_words(self.scene, self.by.citer(), self.by.library)

    def _why(self) -> Answer | None:
        """A printed cause, which tells the change as well."""
        question = self.scene.question
        if not question.does("reason") or (self._wants_both and not question.does("change", "growth")):
            return None
        return reasons.answer_reason(self.scene, self.by.citer())

    def _figures(self, scene: Scene, *, only_lists: bool = False) -> Answer | None:
        """The first way of answering by figures that finds them."""
        these: list[ways.Way] = [listing.answer_list] if only_lists else ways.ways_of(scene)
        return _first(lambda way=way: way(scene, self.by.citer()) for way in (existence.answer_existence, *these))  # type: ignore[misc]

    def _figures_or_existence(self) -> Answer | None:
        """Figures, with the cause where it is asked for beside them; whether there is any where only words are asked for."""
        if ways.wants_words(self.scene) and not self._wants_both:
            return existence.answer_existence(self.scene, self.by.citer())
        found = self._figures(self.scene, only_lists=self._is_listing)
        if found is not None and self._wants_both and self.scene.question.does("reason"):
            library = self.by.library
            reasons.add_reason(self.scene, found, Citer.continuing(found, library.text, library.sections))
        return found

    def _declared(self) -> Answer | None:
        return declared.answer_declared(self.scene, self.by.citer(), self.by.library)

    def _counted(self) -> Answer | None:
        if not self.scene.question.counter:
            return None
        return tally.answer_tally(self.scene, self.by.citer(), self.by.words)

    def _listed(self) -> Answer | None:
        return (self._tell() or self._figures(self.scene)) if self._is_listing else None

    def _words(self) -> Answer | None:
        return self._tell() if ways.wants_words(self.scene) or not ways.wants_number(self.scene) else None

    def _counted_in_words(self) -> Answer | None:
        return self._tell(counted=True) if self.scene.question.counter else None

    def _mended(self) -> Answer | None:
        mended = labels.mend(self.scene)
        return self._figures(mended) if mended is not None else None

    def _doubted(self) -> Answer | None:
        if not _DOUBTS.search(self.scene.question.folded):
            return None
        return disagreements.answer_conflict(self.scene, self.by.citer(), self.by.library)

    def _tell(self, *, counted: bool = False) -> Answer | None:
        """The documents' own words; where ``counted``, only a sentence that holds the count asked for."""
        question, citer, parts = self.scene.question, self.by.citer(), list[str]()
        for group in self.scene.groups:
            near = self.by.near(question, [s.disclosure.id for s in group.shelves])
            way = told.tell_count if counted else told.tell
            years = for_body(question, group.body).years  # what a document tells is of its own year or before
            shelves = [s for s in group.shelves if not years or min(years) <= s.disclosure.fiscal_year]
            found = [t for s in shelves if (t := way(question, s, self.by.page(s.disclosure.id), near))]
            found = [t for t in found if told.is_of_years(t, years)]
            if found:
                parts.append(quoting.read_out(max(found, key=told.likeliest), citer))
        if not parts:
            return None
        shown = parts if question.who.mentions else parts[:MOST_TOLD]
        return Answer("answered", "\n".join(shown), citations=citer.citations)

    def _as_heard(self) -> Answer | None:
        """The answer to the question with a word typed by its sound put right; None where that finds nothing either."""
        question = self.scene.question
        spelt = None if question.carried or question.language != "zh" else hearing.corrected(question.folded)
        return self._again(understand(spelt, self.by.library.bodies)) if spelt is not None else None

    def _plainer(self) -> Answer | None:
        """The answer to the question without words that only ask; None where that finds nothing either."""
        question = self.scene.question
        if question.language != "zh":
            return None
        plain = plainer.plainer(question, self.scene.shelves, self.by.words)
        for text in (plainer.led(question), plain):
            if text is None or listing.says_bound(question.folded) != listing.says_bound(text):
                continue
            again = understand(text, self.by.library.bodies)
            if not any(t.text for t in again.topics):
                continue  # nothing is left of what was asked about: the whole would be answered for a part
            if question.carried:
                again = replace(question, folded=again.folded, topics=again.topics)
            if (found := self._again(again, self.by.without_meaning())) is not None:
                return found  # with words left out, what is left is not guessed at as well
        return None

    def _again(self, question: Question, by: Answerer | None = None) -> Answer | None:
        """The answer to the question in other words; None where that finds nothing either."""
        found = (by or self.by).answer(question, self.allowed, again=True)
        return found if found.status in {"answered", "partial"} else None


def _first(routes: Iterable[Route]) -> Answer | None:
    """What the first route that leads to an answer gives."""
    return next((found for route in routes if (found := route()) is not None), None)


_DOUBTS = re.compile("到底|究竟")
"""Emphasis, and now and then doubt: where nothing else answers, a contradiction may."""
MOST_PAGES = 200
"""Disclosures whose statements are kept (a few hundred kB each); those read out first make room."""
MOST_TOLD = 2
"""Bodies whose words are read out where a question names none."""
