"""追问: follow-ups about the figures of earlier turns: where printed, in another unit, together, apart, in proportion."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.disclosure import Fact, Place
from qa import wording
from qa.answer import Answer, Citer
from qa.answering import disagreements
from qa.answering.figures import Composer
from qa.dialogue import anaphora
from qa.dialogue.given import again, last_of
from qa.dialogue.memory import Memory
from qa.finding.asked import share
from qa.finding.finding import Finding, find
from qa.finding.scene import Scene, slot
from qa.library import Library, grams
from qa.plan import arithmetic
from qa.understanding.question import Question, Topic

_THIS = re.compile(r"占(?:这|那|该|本)(?:个|项|笔)?(?:项目|专项|总额|总数|部分)?")


def answer_followup(scene: Scene, question: Question, memory: Memory, citer: Citer, library: Library) -> Answer | None:
    """An answer from the figures of earlier turns; None where the question is not about them."""
    if not question.carried or not memory.recent:
        return None
    recent = [f for raw in memory.recent if (f := again(raw, library)) is not None]
    if not recent:
        return None
    if question.does("location") and not question.does("reason"):
        stated = {q.base for q in question.stated} | {q.value * 10_000 for q in question.stated}
        if stated and not stated & {f.quantity.base for f in recent}:
            return _where_printed(question, memory, citer, library) or disagreements.answer_conflict(
                scene, citer, library
            )
        return _where(recent[-1], [Place(a, b) for a, b in memory.recent[-1]["citations"]], citer)
    if question.does("share") and question.bare and _AS_RATE.search(question.folded) and len(recent) >= MOST_PAIRED:
        return _ratio(question, recent[-1], recent[-2], citer)
    at = question.folded.find("占")
    if (
        question.does("share")
        and any(t.text and 0 < t.end <= at for t in question.topics)
        and any(t.start > at for t in question.topics)
    ):
        return None  # both sides are named anew
    if question.does("share") and not question.bare and re.search(r"占(?:比|多少|几成|百分|总)", question.folded):
        if any(t.start > question.folded.find("占") >= 0 for t in question.topics):
            return _share_of(scene, question, recent[-1], citer)
        return _part_of_last(scene, question, recent[-1], citer)
    if (question.does("share") and not question.bare) or _THIS.search(question.folded):
        return _share_of(scene, question, recent[-1], citer)
    return None


_AS_RATE = re.compile(
    r"as an? (?:percentage|share|proportion)|(?:换|折|算|化)(?:算)?成百分[比数]|用百分[比数]", re.IGNORECASE
)
MOST_PAIRED = 2


def _ratio(question: Question, part: Finding, whole: Finding, citer: Citer) -> Answer | None:
    """One figure as a share of another, both cited; None where it is no part of it."""
    if part.quantity.unit_class is not whole.quantity.unit_class or part.quantity.base > whole.quantity.base:
        return None
    if {part.fact.measure, whole.fact.measure} & {"change", "growth"}:
        return None  # a change is no part of an amount
    printed = "computed" not in {part.fact.basis, whole.fact.basis}
    if part.fact.year != whole.fact.year or (printed and part.fact.basis != whole.fact.basis):
        return None  # of another year or stage it is no part
    computed = arithmetic.ratio(part.quantity, whole.quantity)
    if computed is None:
        return None
    pen = Composer(citer, english=question.language == "en")
    pen.compute(computed, [part, whole], f"{part.label}占{whole.label}的比例")
    pen.lines.append(f"{part.label}占{whole.label}的 **{computed.quantity.value}%**（计算值：{computed.formula}）。")
    return pen.answer()


def thing_of(memory: Memory, library: Library) -> str:
    """What was spoken of last: what the last turn named without a figure, else the project or line of the last figure."""
    return memory.thing or anaphora.spoken_of(printed_last(memory, library))


def printed_last(memory: Memory, library: Library) -> Fact | None:
    """The printed figure that was told last, of a share its part, of an amount a head the amount; None where several were reckoned with."""
    raw = memory.recent[-1] if memory.recent else {}
    parts = [f.fact for r in raw.get("parts", ()) if (f := again(r, library)) is not None]
    if raw.get("basis") != "computed" or not parts:
        return last_of(memory, library)
    part, *others = parts
    alike = [p for p in others if p.quantity.unit_class is part.quantity.unit_class]
    of_one = "占" in raw["label"] or all(anaphora.spoken_of(p) == anaphora.spoken_of(part) for p in alike)
    return part if of_one else None


def _where(finding: Finding, places: Sequence[Place], citer: Citer) -> Answer:
    computed = finding.fact.basis == "computed"
    marks = [citer.place(finding.disclosure, p) for p in places] if computed else finding.cite(citer)
    lines = []
    if computed:
        lines.append(
            f"“{wording.spoken(finding.label)} {wording.amount(finding.quantity)}”是计算得出的，原文没有直接印出；所依据的原文在："
        )
    else:
        lines.append(f"“{wording.spoken(finding.label)} {wording.amount(finding.quantity)}”的原文在：")
    for citation in citer.citations:
        if citation.id in marks:
            where = citation.section or citation.title
            table = f"，{citation.table.title}，{citation.table.row}行" if citation.table else ""
            page = f"，第{citation.page}页" if citation.page else ""
            lines.append(
                f"- 《{citation.title}》{where}{table}{page}：“{''.join(citation.quote.split())}”[{citation.id}]"
            )
    return Answer("answered", "\n".join(lines), citations=citer.citations)


def _where_printed(question: Question, memory: Memory, citer: Citer, library: Library) -> Answer | None:
    """Where a number that the question states is printed in the documents spoken of (98.99%这个说法出自哪里)."""
    stated = question.stated[0]
    spoken = grams("".join(text for text, _ in memory.topics))
    held = {d.id for d in library.disclosures}
    found = [
        Finding(f, library.disclosure(i), 0, 0)
        for i in memory.disclosures
        if i in held
        for f in (d.fact for d in library.shelf(i).facts)
        if f.quantity.value == stated.value and (not stated.unit or f.quantity.unit_class is stated.unit_class)
    ]
    if not found:
        return None
    best = max(
        found, key=lambda x: share(spoken, grams(f"{x.fact.subject or ''}{x.fact.row}{''.join(x.fact.section)}"))
    )
    return _where(best, [], citer)


def _part_of_last(scene: Scene, question: Question, whole: Finding, citer: Citer) -> Answer | None:
    """What is named now as a share of the last figure (服务类占多少)."""
    for group in scene.groups:
        part = find(slot(scene, group, question.topics, measures=("amount", "count")))
        if (
            part is None
            or part.quantity.unit_class is not whole.quantity.unit_class
            or part.fact.place == whole.fact.place
        ):
            continue
        computed = arithmetic.ratio(part.quantity, whole.quantity)
        if computed is None or part.quantity.base > whole.quantity.base or part.fact.year != whole.fact.year:
            return None
        pen = Composer(citer, english=question.language == "en")
        pen.compute(computed, [part, whole], f"{part.label}占{whole.label}的比例")
        pen.state(part)
        pen.lines.insert(
            0, f"{part.label}占{whole.label}的 **{computed.quantity.value}%**（计算值：{computed.formula}）。"
        )
        return pen.answer()
    return None


def _share_of(scene: Scene, question: Question, part: Finding, citer: Citer) -> Answer | None:
    """The last figure as a share of what is named now, or of the project that it belongs to."""
    whole = None
    group = next((g for g in scene.groups if any(s.disclosure.id == part.disclosure.id for s in g.shelves)), None)
    if group is None:
        return None
    if _THIS.search(question.folded) and part.fact.subject:
        whole = find(slot(scene, group, (Topic(part.fact.subject, 0, 0),), measures=("amount",)))
    elif not question.bare:
        whole = find(slot(scene, group, question.topics, measures=("amount", "count")))
    return None if whole is None else _ratio(question, part, whole, citer)
