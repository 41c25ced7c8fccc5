"""记忆: what a conversation keeps between turns: whom, when and what was spoken of, the figures stated, the set in play.

Only what an answer bears out is kept: words that led to nothing (聊聊, 大头) are no topic of the next turn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from corpus import terms
from corpus.money import Quantity, UnitClass, unit_class
from qa.answer import Answer, Figure
from qa.answering import attributes
from qa.dialogue import anaphora
from qa.finding.asked import share
from qa.library import grams
from qa.understanding import phrases
from qa.understanding import years as years_said
from qa.understanding.question import Question
from qa.understanding.topics import blank

MOST_RECENT = 16
"""Figures of earlier turns that “这两项” and “差多少” can mean."""
OVERVIEW = "概况"
"""What an overview is asked for by, where another body's is asked for next."""
MOST_MEMBERS = 40
"""Members of a set that are kept in its order."""
BORNE_OUT = 0.5
"""The share of a topic's words that an answer must hold for it to be what was spoken of."""


@dataclass
class Memory:
    """记忆 of a conversation: the last question's parts and the figures stated last (newest last).

    ``members`` is the set told last, in its order; ``ranked`` the plan of a set of which only the first were told.
    ``content`` is what the last question asked, without whom and when; ``of_member`` what was asked of a member, “{}” in its
    place; ``worked`` that the last answer was worked out, ``unclear`` that the last turn told nothing.
    ``turn`` counts the turns; a figure in ``recent`` knows the turn in which it was stated.
    """

    bodies: list[str] = field(default_factory=list)
    disclosures: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    kind: str | None = None
    scope: str | None = None
    topics: list[tuple[str, str | None]] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    recent: list[dict[str, Any]] = field(default_factory=list)
    base: list[tuple[str, str | None]] = field(default_factory=list)
    counter: str | None = None
    thing: str = ""
    attribute: str = ""
    members: list[dict[str, Any]] = field(default_factory=list)
    ranked: dict[str, Any] | None = None
    unit: str | None = None
    turn: int = 0
    content: str = ""
    of_member: str = ""
    worked: bool = False
    unclear: bool = False

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Memory:
        """A memory as it was written down; what an older program did not write stays empty."""
        known = {f.name for f in fields(cls)}
        kept = {name: value for name, value in raw.items() if name in known}
        for name in ("topics", "base"):
            kept[name] = [tuple(t) for t in kept.get(name, [])]
        return cls(**kept)


def is_counted(topics: Sequence[Any]) -> bool:
    """Whether people or things are spoken of, as they were when their number was asked for (在职多少人？退休的呢)."""
    return bool(topics) and all(t.concept and terms.TERMS[t.concept].role in {"people", "asset"} for t in topics)


def remember(memory: Memory, question: Question, answer: Answer, aside: str | None = None) -> Memory:
    """The memory after a turn. An unanswered question leaves the figures, the set and what was spoken of as they were.

    So does one that only picks from or reckons with what was said, but for the figures that it told: ``aside`` says in
    full what it asked ("" where that can not be said), None that it was none.
    """
    unclear = answer.status in {"not_found", "ambiguous"} and not answer.figures
    return replace(_after(memory, question, answer, aside), unclear=unclear)


def _after(memory: Memory, question: Question, answer: Answer, aside: str | None) -> Memory:
    memory.turn += 1
    stated = [_kept(f, answer, question, memory.turn, memory.recent) for f in answer.figures[:MOST_MEMBERS]]
    recent = [*memory.recent, *_main(answer, stated)][-MOST_RECENT:]
    if aside is not None:
        said = {y for y, *span in question.year_spans if not years_said.is_set_against(question.folded, *span)}
        return replace(
            memory,
            recent=recent,
            years=sorted(said) if len(said) == 1 else _moved_to(answer) or memory.years,
            unit=question.unit or memory.unit,
            thing="",
            content=aside or memory.content,
            worked=True,
            operations=[],
            measures=[],
        )
    if answer.status in {"declined", "not_found"} and not any(m.start < m.end for m in question.who.mentions):
        return _unanswered(memory, question, answer)
    used = list(dict.fromkeys(f.disclosure_id for f in answer.figures)) or list(
        dict.fromkeys(c.disclosure_id for c in answer.citations)
    )
    named = _borne_out(question, answer, spoken=bool(memory.topics))
    topics = _told_of(named, answer)
    if question.bare and question.does("reason"):  # 为什么 asks nothing that 那甲区呢 would ask again
        kept = replace(memory, recent=recent, thing=_thing(question, answer) or memory.thing, years=_years(question))
        return replace(kept, members=[], ranked=None) if _OF_SET.search(question.folded) else kept
    at = question.folded.find("占")
    whole_only = question.carried and question.does("share") and all(t.start > at >= 0 for t in question.topics)
    members, ranked = _set(memory, question, answer, stated)
    return Memory(
        bodies=[b.issuer for b in question.who.bodies] or memory.bodies,
        disclosures=used or memory.disclosures,
        years=_years(question) if answer.status != "not_found" else memory.years or list(question.years),
        bases=list(question.bases),
        kind=question.kind,
        scope=question.scope,
        topics=(not whole_only and topics) or memory.topics,
        operations=sorted(question.operations - {"yesno", "location", "wording", "conflict"}),
        measures=list(question.measures),
        counter=question.counter
        or (memory.counter if question.carried and is_counted(question.topics) else None)
        or _counter_of(answer, question),
        thing=_thing(question, answer),
        attribute=attributes.asked_in(question.folded)
        or next((anaphora.MEASURES[m] for m in question.measures if m in anaphora.MEASURES), ""),
        recent=recent,
        base=memory.base if question.carried and question.does("share") else named or memory.base,
        members=members,
        ranked=ranked,
        unit=question.unit or memory.unit,
        turn=memory.turn,
        content=OVERVIEW if answer.understood.endswith(OVERVIEW) else _content(question, topics),
        of_member=memory.of_member,
        worked=answer.calculation is not None or answer.understood.endswith(OVERVIEW),
    )


def _moved_to(answer: Answer) -> list[int]:
    """The later of two years between which a change was worked out: that is what is spoken of then."""
    ops = [r["args"] for r in (answer.plan or {}).get("roots", ()) if r.get("op") in {"GROWTH", "DIFFERENCE"}]
    years = {a["look"]["when"] for args in ops for a in args if a.get("look", {}).get("when")}
    return [max(years)] if len(years) > 1 else []


def _unanswered(memory: Memory, question: Question, answer: Answer) -> Memory:
    """The memory after a question that named no body and found nothing: only the thing that it named is spoken of now."""
    named = [t for t in _borne_out(question, answer, spoken=True) if t[1]] if answer.status == "not_found" else []
    held = {d.fiscal_year for b in question.who.bodies for d in b.disclosures}
    years = [y for y, _, _ in question.year_spans if y in held] or memory.years
    if not named or question.bare:
        return replace(memory, years=years)
    return replace(
        memory,
        years=years,
        topics=named,
        base=named,
        operations=[],
        measures=[],
        thing="",
        content=_content(question, named),
        worked=False,
    )


def _years(question: Question) -> list[int]:
    """The years spoken of, none of them one that another is set against (比2022年多吗).

    A look back at a year of which only the next one's document tells leaves that document's year.
    """
    against = {y for y, *span in question.year_spans if years_said.is_set_against(question.folded, *span)}
    if against and against < set(question.years):
        return [y for y in question.years if y not in against]
    if not (question.carried and question.bare and len(question.years) == 1):
        return list(question.years)
    held = {d.fiscal_year for b in question.who.bodies for d in b.disclosures}
    year = question.years[0]
    return [year + 1] if year not in held and year + 1 in held else [year]


def holes(question: Question) -> list[tuple[int, int]]:
    """Where a question says whom, when and in which scope it asks about."""
    spans = [*question.who.spans, *((a, b) for _, a, b in question.year_spans)]
    for section in ("scope", "relative_year"):
        spans += list(phrases.present(section, question.folded).values())
    return spans


def _content(question: Question, topics: Sequence[tuple[str, str | None]]) -> str:
    """What is asked, without whom and when; what it leaves open said as it was filled."""
    rest = _EMPTY.sub("", _BETWEEN.sub("", blank(question.folded, holes(question)))).replace("比年", "比上年")
    rest = _LEADING.sub("", rest)
    if question.bare:
        named = "、".join(t for t, _ in topics if t and t not in rest)
        rest = f"{named}{rest}"
    return rest


_BETWEEN = re.compile(r"\s+|年度?(?=的|[（(]|$)")
_EMPTY = re.compile(r"[（(][)）]")
_LEADING = re.compile(r"^(?:那么?|年度?(?![初底末终])|的|[，,、：:]|请问)+")


def _kept(
    figure: Figure, answer: Answer, question: Question, turn: int, recent: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """A figure as it is written down; a computed one with the figures that it was computed from, now or when it was told before."""
    if figure.basis == "computed" and answer.calculation is not None:
        inputs = [_raw(f, answer, question, turn) for f in answer.calculation.inputs[:MOST_MAIN]]
        return _raw(figure, answer, question, turn) | {"parts": inputs}
    kept = _raw(figure, answer, question, turn)
    same = (r["parts"] for r in reversed(recent) if figure.basis == "computed" and "parts" in r and _is_same(r, kept))
    return kept | {"parts": parts} if (parts := next(same, None)) else kept


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a figure that was worked out is told again, in another unit perhaps."""
    a, b = (Quantity(Decimal(r["value"]), r["unit"]) for r in (one, other))
    named = (one["label"], one["disclosure_id"], one["year"]) == (other["label"], other["disclosure_id"], other["year"])
    return named and a.unit_class is b.unit_class and (a.value == b.value or a.base == b.base)


def _raw(figure: Figure, answer: Answer, question: Question, turn: int) -> dict[str, Any]:
    places = [[c.start, c.end] for c in answer.citations if c.id in figure.citations]
    return {
        "label": figure.label, "value": figure.value, "unit": figure.unit, "disclosure_id": figure.disclosure_id, "basis": figure.basis,
        "citations": places, "issuer": figure.issuer, "year": figure.fiscal_year, "turn": turn,
        "topics": [[t.text, t.concept] for t in question.topics],
    }  # fmt: skip


def _main(answer: Answer, stated: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The figures that later turns may mean: those asked for, and marked as such those that only stood beside them."""
    if answer.status == "ambiguous" and len({s["disclosure_id"] for s in stated}) > 1:
        return ()
    if len(stated) > MOST_MAIN:
        return stated[:1]
    if answer.calculation is None:
        return stated
    part = next(iter(answer.calculation.inputs), None)  # of a share the part was asked about, of a mean the amount
    made = [s for s in stated[1:] if s["basis"] == "computed" and not _OTHER_YEAR.match(s["label"])]
    main = [*made, *stated[:1]]
    told = [
        s if part and (s["label"], s["value"]) == (part.label, part.value) else {**s, "beside": True}
        for s in stated
        if s not in main
    ]
    return [*told, *main]


_OTHER_YEAR = re.compile(r"20\d\d年")
"""What the label of a year before begins with that was worked out from this one's change."""
MOST_MAIN = 6
"""Figures of one answer from which they are a list, of which only the first is spoken of by itself."""


def _borne_out(question: Question, answer: Answer, *, spoken: bool) -> list[tuple[str, str | None]]:
    """The question's topics that are terms, or words that the answer holds: the others named nothing."""
    if answer.status == "ambiguous":
        return [(t.text, t.concept) for t in question.topics if t.text]
    found = _planned(answer) if answer.calculation is not None and not question.bare else []
    found = found or _named_so(question, answer)
    if found or not answer.figures or answer.status not in {"answered", "partial"} or (question.carried and spoken):
        return found
    name = answer.figures[0].label.split("·")[-1]  # 花了多少 names nothing: what was told is what was spoken of
    return [(name, terms.concept_of_label(name))]


def _told_of(topics: list[tuple[str, str | None]], answer: Answer) -> list[tuple[str, str | None]]:
    """Those of the topics that one figure tells, where they are terms: 三公那张表里的接待费 is about 接待费."""
    concepts = {terms.concept_of_label(part) for f in answer.figures for part in f.label.split("·")}
    own = [t for t in topics if t[1] in concepts]
    alone = answer.calculation is None and len({f.value for f in answer.figures}) == 1
    others = any(t[1] is None for t in topics)
    return own if alone and own and not others else topics


def _planned(answer: Answer) -> list[tuple[str, str | None]]:
    """What an answer by plan was about: the things of the first look of each root that stands for one."""
    names = dict.fromkeys(n for r in (answer.plan or {}).get("roots", ()) for n in _things_in(r))
    return [(name, terms.concept_of_label(name)) for name in names if name][:MOST_THINGS]


def _things_in(root: Mapping[str, Any]) -> list[str]:
    if "look" in root:
        return ["".join(root["look"].get("thing", ()))]
    return next((found for a in root.get("args", ()) if (found := _things_in(a))), [])


MOST_THINGS = 3
"""Things of a plan that a next turn may mean."""


def _named_so(question: Question, answer: Answer) -> list[tuple[str, str | None]]:
    told = grams(answer.answer).union(
        *(grams(c.quote) for c in answer.citations), *(grams(f.label) for f in answer.figures)
    )
    found = answer.status in {"answered", "partial"}
    return [
        (t.text, t.concept)
        for t in question.topics
        if t.text and (t.concept or (found and share(grams(t.text), told) >= BORNE_OUT))
    ]


def _set(
    memory: Memory, question: Question, answer: Answer, stated: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The set in play after a turn: the one told now, else the one before unless the question stands by itself."""
    ranked = next((m for r in (answer.plan or {}).get("roots", ()) if (m := _members_in(r)) is not None), None)
    printed = [s for s in stated if s["basis"] != "computed"]
    if ranked is not None or (len(printed) > 1 and not answer.calculation and answer.status != "ambiguous"):
        return printed, ranked
    asks_set = question.does("listing") or _OF_SET.search(question.folded) is not None
    if asks_set and not (question.bare and answer.figures):
        return [], None  # a list was asked for that was not told: 第二个 is none of an older one
    return (memory.members, memory.ranked) if question.carried else ([], None)


_OF_SET = re.compile(r"(?:哪些|哪几|有没有|有无|几|所有|全部)[^，。？]{0,8}(?:项目|专项|科目|单位|部门)")


def _members_in(root: Mapping[str, Any]) -> dict[str, Any] | None:
    """The set that a root of a plan ranges over; None where it ranges over none."""
    if "members" in root:
        return dict(root["members"])
    return next((m for a in root.get("args", ()) if (m := _members_in(a)) is not None), None)


def _counter_of(answer: Answer, question: Question) -> str | None:
    """The measure word that people or things were told in, where their number was asked for by name alone (编制呢)."""
    unit = answer.figures[0].unit if answer.figures else ""
    return unit if is_counted(question.topics) and unit_class(unit) is UnitClass.COUNT else None


def _thing(question: Question, answer: Answer) -> str:
    """The project or activity that was spoken of without a figure; empty where a figure says what it was."""
    if answer.figures:
        return ""
    return next((t.text for t in question.topics if t.concept is None and len(t.text) >= NAMED), "")


NAMED = 4
"""Characters from which words of a question are taken to name something that a later 这个项目 may mean."""
