"""概况: an overview of a disclosure: its totals, their parts, the three public expenses, people, the change, what disagrees.

In: an utterance that names a body and nothing of its accounts, or asks for a summary. Out: one line an item, each with
its place; what the disclosure does not print is left out, and nothing is worked out that is not printed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus import terms
from corpus.disclosure import Disclosure
from corpus.language.lexicon import Trie
from qa import wording
from qa.answer import Answer, Citer, Figure
from qa.answering import disagreements
from qa.answering.courtesy import without_oneself
from qa.answering.cover import covered, trie_of
from qa.evidence.looks import find_look
from qa.finding.finding import Finding
from qa.finding.scene import Group, Scene
from qa.library import Library, Shelf
from qa.plan.nodes import Look, Thing
from qa.understanding.question import Question
from qa.understanding.topics import blank

MOST = 2
"""Disclosures that are told of in one answer."""


@dataclass(frozen=True)
class _Line:
    name: str
    concepts: tuple[str, ...]
    people: bool


@cache
def _data() -> tuple[Trie[str], tuple[_Line, ...]]:
    data = tomllib.loads(files("qa.answering").joinpath("overview.toml").read_text("utf-8"))
    words = [*((w, "asked") for w in data["asked"]["words"]), *((w, "") for w in data["filler"]["words"])]
    lines = tuple(_Line(x["name"], tuple(x["concepts"]), x.get("people", False)) for x in data["line"])
    return trie_of(words), lines


def is_asked(question: Question) -> bool:
    """Whether an overview is asked for: by its words, or by a body's name with nothing else where nothing is spoken of."""
    spans = [*question.who.spans, *((a, b) for _, a, b in question.year_spans)]
    kinds = covered(without_oneself(blank(question.folded, spans)).lower().strip(), _data()[0])
    if kinds is None:
        return False
    return "asked" in kinds or (bool(question.who.mentions) and not question.carried)


def answer_overview(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """The overview of the disclosures in play, the latest of each body where no year is named; None where none is asked for."""
    question = scene.question
    if not is_asked(question):
        return None
    parts = [Group(g.body, (s,)) for g in scene.groups for s in _told_of(g, question)]
    if not parts or (len({g.body.issuer for g in scene.groups}) > MOST and not question.who.mentions):
        return None
    figures: list[Figure] = []
    lines = list(_of_other_kind(parts, question))
    for part in parts[:MOST]:
        lines += list(_overview(Scene(question, (part,)), citer, library, figures))
    if left := [wording.who(p.shelves[0].disclosure) for p in parts[MOST:]]:
        lines.append(f"另有：{'、'.join(left)}，可以分别问。")
    lines.append("想看哪一项的明细、占比或原因，请接着问。")
    of = "、".join(dict.fromkeys(wording.who(p.shelves[0].disclosure) for p in parts[:MOST]))
    return Answer("answered", "\n".join(lines), figures=figures, citations=citer.citations, understood=f"{of}概况")


def _of_other_kind(parts: Sequence[Group], question: Question) -> Iterator[str]:
    """That the budget (or the accounts) asked for is not held, where the other document is told of."""
    told = {p.shelves[0].disclosure.kind for p in parts[:MOST]}
    if question.kind is not None and question.kind not in told:
        asked, held = wording.KIND_WORDS[question.kind], "、".join(wording.KIND_WORDS[k] for k in sorted(told))
        yield f"没有收录所问的{asked}，下面是{held}。"


def _told_of(group: Group, question: Question) -> Sequence[Shelf]:
    """The body's disclosures of the asked year and kind, those of its latest year where none is asked."""
    shelves = [s for s in group.shelves if question.kind in {None, s.disclosure.kind}] or list(group.shelves)
    latest = max((s.disclosure.fiscal_year for s in shelves), default=0)
    return [s for s in shelves if s.disclosure.fiscal_year == latest] if not question.years else shelves


def _overview(scene: Scene, citer: Citer, library: Library, figures: list[Figure]) -> Iterator[str]:
    disclosure = scene.shelves[0].disclosure
    yield f"**{wording.who(disclosure)}{wording.KIND_WORDS[disclosure.kind]}**概况："
    for line in _data()[1]:
        if (found := _figure(scene, line, disclosure)) is None:
            continue
        figure = found.figure(citer)
        figures.append(figure)
        change = _change(scene, found, citer)
        yield f"- {line.name} **{wording.amount(found.quantity)}**{_marks(figure.citations)}{change}"
    if failing := disagreements.failing(library, disclosure.id):
        yield f"- 本文件前后不一致或合计对不上的有 {len(failing)} 处；问“哪些自相矛盾”可以逐一列出。"
    others = [d for d in scene.groups[0].body.disclosures if d.id != disclosure.id]
    if others and not scene.question.years:
        yield f"（另收录{'、'.join(f'{d.fiscal_year}年{wording.KIND_WORDS[d.kind]}' for d in others[:MOST_OTHERS])}）"


MOST_OTHERS = 4


def _marks(marks: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in marks)


def _figure(scene: Scene, line: _Line, disclosure: Disclosure) -> Finding | None:
    """The line's figure of the whole body in this disclosure and its year; None where it is printed under none of its names."""
    for concept in line.concepts:
        thing = Thing("", 0, 0, terms.TERMS[concept].name, concept)
        basis = None if line.people else "final_accounts" if disclosure.kind == "final_accounts" else "budget"
        look = Look((thing,), when=disclosure.fiscal_year, basis=basis, counter="人" if line.people else None, money=not line.people)  # type: ignore[arg-type]  # fmt: skip
        found = find_look(scene, look)
        if found is not None and _is_of(found, line, disclosure):
            return found
    return None


def _is_of(found: Finding, line: _Line, disclosure: Disclosure) -> bool:
    fact = found.fact
    plain = fact.concept in line.concepts and fact.subject is None and fact.aspect is None
    if line.people:
        return plain and fact.measure == "count"
    return plain and fact.measure == "amount" and fact.year == disclosure.fiscal_year


def _change(scene: Scene, found: Finding, citer: Citer) -> str:
    """What is printed of the figure's change against the year before, in brackets; "" where nothing is."""
    fact = found.fact
    if fact.measure != "amount" or fact.concept is None:
        return ""
    for described in scene.shelves[0].facts:
        other = described.fact
        if other.measure != "change" or other.direction is None or other.concept != fact.concept or other.subject:
            continue
        if other.year == fact.year and other.aspect is None and other.basis in {fact.basis, "prior_year"}:
            mark = citer.fact(other, found.disclosure)
            return f"（比上年{''.join(wording.signed(other).split())}[{mark}]）"
    return ""
