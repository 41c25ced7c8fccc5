"""原因: why something changed, in the document's words, tied to the change that they explain."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.disclosure import Disclosure, Fact, Measure, Place
from qa.answer import Answer, Citer
from qa.answering.before import change_of
from qa.answering.changes import claimed_direction, not_so
from qa.answering.figures import Composer
from qa.answering.verdictive import against_budget
from qa.finding import lookup
from qa.finding.finding import Finding
from qa.finding.lookup import Hit
from qa.finding.scene import Group, Scene, for_body, slot
from qa.understanding.targets import whole

_MEASURES: tuple[Measure, ...] = ("change", "growth", "amount", "completion")


def answer_reason(scene: Scene, citer: Citer) -> Answer | None:
    """The change asked about with the clause that explains it; None where no figure carries its reason."""
    pen = Composer(citer, english=scene.question.language == "en")
    told = [_one(scene, group, pen) for group in scene.groups]
    return pen.answer() if any(told) else None


def _one(scene: Scene, group: Group, pen: Composer) -> bool:
    claimed = claimed_direction(scene.question.folded)
    hits = _explained(scene, group)
    if not hits:
        return _denied(scene, group, pen, claimed)
    first = hits[0]
    fact, disclosure = first.described.fact, first.shelf.disclosure
    if (wrong := against_budget(scene)) is not None:
        final, budget, said = wrong
        pen.lines.append(f"决算{said}年初预算：")
        pen.state(final)
        pen.state(budget)
    if denied := not_so(claimed, fact.direction):
        pen.lines.append(denied)
    pen.state(Finding(fact, disclosure, first.score, first.explained))
    for hit in hits[1:]:  # the amount beside its rate, from the same sentence
        other = hit.described.fact
        if other.context == fact.context and other.measure in {"change", "growth"} and other.measure != fact.measure:
            pen.state(Finding(other, disclosure, hit.score, hit.explained))
            break
    mark = pen.citer.place(disclosure, fact.reason or fact.context)
    quote = "".join(pen.citer.citations[mark - 1].quote.split())
    section = pen.citer.citations[mark - 1].section
    pen.lines.append(f"{_SAID}（{section}）：{quote}[{mark}]")
    return True


def _denied(scene: Scene, group: Group, pen: Composer, claimed: int | None) -> bool:
    """Say the change that is printed, without a reason, of what the question takes to have gone another way; whether there is one."""
    years = for_body(scene.question, group.body).years
    topics = whole(scene.question).topics
    found = [change_of(scene, group, topics, measure, max(years, default=None)) for measure in _CHANGES]
    printed = [f for f in found if f is not None]
    denied = not_so(claimed, printed[0].fact.direction) if printed else ""
    if denied:
        pen.lines.append(denied)
        pen.state(printed[0])
    return bool(denied)


_CHANGES: tuple[Measure, ...] = ("change", "growth")


def add_reason(scene: Scene, answer: Answer, citer: Citer) -> None:
    """Say beside stated figures why they are so: the clause that explains them, or the change of the same thing."""
    if not answer.figures or _SAID in answer.answer or "原文说明" in answer.answer:
        return
    for fact, disclosure in (*_stated(scene, answer), *_changed(scene)):
        mark = citer.place(disclosure, fact.reason or fact.context)
        quote = "".join(citer.citations[mark - 1].quote.split())
        answer.answer += f"\n{_SAID}（{citer.citations[mark - 1].section}）：{quote}[{mark}]"
        answer.citations = citer.citations
        return


_SAID = "公开文件说明的原因"


def _stated(scene: Scene, answer: Answer) -> list[tuple[Fact, Disclosure]]:
    """Facts that the answer states and that carry a reason."""
    figures = {(f.disclosure_id, f.value) for f in answer.figures}
    shelves = {s.disclosure.id: s for s in scene.shelves}
    found = []
    for cited in answer.citations:
        if (shelf := shelves.get(cited.disclosure_id)) is None:
            continue
        for fact in shelf.at(Place(cited.start, cited.end)):
            if fact.reason is not None and (fact.disclosure_id, str(fact.quantity.value)) in figures:
                found.append((fact, shelf.disclosure))
    return found


def _changed(scene: Scene) -> list[tuple[Fact, Disclosure]]:
    """The best explained change of what is asked about, of each body."""
    hits = [found[0] for group in scene.groups if (found := _explained(scene, group))]
    return [(h.described.fact, h.shelf.disclosure) for h in hits]


def _explained(scene: Scene, group: Group) -> list[Hit]:
    """Accepted facts that carry a reason, changes before amounts; of several years the later one's change."""
    years = for_body(scene.question, group.body).years
    last = max(years) if len(years) > 1 else None
    for year in dict.fromkeys((last, None)):
        asked = slot(scene, group, scene.question.topics, year=year, bases=(), measures=_MEASURES)
        hits = [h for h in _accepted(lookup.rank(asked)) if h.described.fact.reason is not None]
        if hits:
            return hits
    return []


def _accepted(hits: Iterable[Hit]) -> list[Hit]:
    found = [h for h in hits if lookup.accepted(h)]
    return [h for h in found if h.score >= found[0].score - 0.5] if found else []
