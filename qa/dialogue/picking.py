"""取其一: a member of the set spoken of last, by its place or its size: 第二个呢, 最后那个, 最大的两个, 其余的.

The set is the one told last. Where only its first members were told (最大的项目是哪个), its plan is carried out again
for the others; where none was told, it is what the figure spoken of consists of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from corpus import terms
from corpus.money import UnitClass
from qa.answer import Answer, Citer, leaf
from qa.answering.figures import Composer
from qa.dialogue import cues
from qa.dialogue.given import Given, facets, givens, is_of_all
from qa.dialogue.memory import Memory
from qa.dialogue.references import Reference
from qa.evidence.members import members_of
from qa.finding.asked import share
from qa.finding.scene import Scene
from qa.library import Library, grams
from qa.plan.nodes import Members, Thing, as_dict

_OF_PROJECTS = frozenset({"project_expenditure", "project"})


@dataclass(frozen=True)
class Spoken:
    """所说之集: the members of the set spoken of, in its order; ``of`` is the plan that gave them, where one did."""

    members: tuple[Given, ...]
    plan: Mapping[str, Any] | None = None


def set_spoken_of(
    memory: Memory, scene: Scene, library: Library, *, whole: bool, order: int = -1, beside: bool = False
) -> Spoken | None:
    """The set told last, with all its members where ``whole`` and they can be had; None where none is spoken of.

    ``beside`` says that what stands beside the figure told last is meant (另外两个项目), not what it consists of.
    """
    told = _distinct(givens(memory.members, library))
    first = memory.ranked is not None and memory.ranked.get("most") not in {None, len(told)}
    if (
        memory.ranked is not None
        and (whole or first or len(told) < FEWEST)
        and (found := _carried_out(memory.ranked, scene))
    ):
        return Spoken(tuple(found), memory.ranked)
    if len(told) >= FEWEST:
        return Spoken(tuple(told))
    return _consisting_of_last(memory, scene, library, order) if not beside else _beside_last(memory, scene, library)


def are_projects(memory: Memory, library: Library) -> bool:
    """Whether the set told last is one of projects, each as a whole."""
    if memory.ranked is not None:
        return memory.ranked["kind"] == "projects" or any("项目" in name for name in memory.ranked.get("of", ()))
    facts = [g.finding.fact for g in givens(memory.members, library)]
    return len({f.subject for f in facts}) >= FEWEST and all(f.subject and is_of_all(f) for f in facts)


FEWEST = 2
"""Members from which figures are a set."""


def _distinct(found: Sequence[Given]) -> list[Given]:
    """Each member once: what stands beside its figure (预算 beside 决算) is no member of its own."""
    kept: dict[tuple[str, str | None, str, int], Given] = {}
    for given in found:
        fact = given.finding.fact
        name = fact.subject or leaf(fact.row)
        kept.setdefault((fact.disclosure_id, fact.subject, name, fact.year), given)
    return list(kept.values())


def _carried_out(plan: Mapping[str, Any], scene: Scene) -> list[Given]:
    """A set's plan carried out again for all its members."""
    if len(scene.groups) != 1 or plan.get("keep"):
        return []
    return _givens_of(scene, replace(node_of(plan), by_gap=False, against=None))


def node_of(plan: Mapping[str, Any]) -> Members:
    """The set that a plan ranges over, all of it."""
    of = tuple(Thing(name, 0, 0, name, terms.concept_of_label(name)) for name in plan.get("of", ()))
    return Members(
        plan["kind"], of, 0, plan.get("when"), plan.get("basis"), plan.get("measure"), order=plan.get("order") or 0,
        by_gap=bool(plan.get("by_gap")), against=plan.get("against"), by_class=bool(plan.get("by_class")),
    )  # fmt: skip


def by_move(ref: Reference, plan: Mapping[str, Any] | None) -> Members | None:
    """The member of a set in order of how it moved from another year that a place points to; None where no such set is spoken of."""
    if plan is None or plan.get("against") is None or ref.kind != "ordinal" or ref.rank < 1 or not plan.get("most"):
        return None
    return replace(node_of(plan), most=ref.rank, only=True)


def _givens_of(scene: Scene, node: Members) -> list[Given]:
    return [Given(i.finding, (), 0, computed=False) for i in members_of(scene, node)]


def _consisting_of_last(memory: Memory, scene: Scene, library: Library, order: int) -> Spoken | None:
    """What the figure stated last consists of: the projects of 项目支出, the parts of an account, the lines of a project."""
    last = _last_amount(memory, library)
    if last is None or len(scene.groups) != 1:
        return None
    fact = last.finding.fact
    name = fact.subject or leaf(fact.row)
    if fact.concept in _OF_PROJECTS and not fact.subject:
        node = Members("projects", (), 0, fact.year, order=order)
    else:
        concept = None if fact.subject else fact.concept
        node = Members("lines", (Thing(name, 0, 0, name, concept),), 0, fact.year, order=order)
    found = [m for m in _givens_of(scene, node) if m.finding.disclosure.id == fact.disclosure_id]
    if len(found) < FEWEST or any(m.quantity.base > last.quantity.base for m in found):
        return None
    return Spoken(tuple(found), as_dict(node)["members"])


def _last_amount(memory: Memory, library: Library) -> Given | None:
    """The amount of money that was printed and stated last; of a count no set consists."""
    every = (g for g in reversed(givens(memory.recent, library)) if not g.computed and not g.beside)
    return next((g for g in every if g.quantity.unit_class is UnitClass.MONEY), None)


def _beside_last(memory: Memory, scene: Scene, library: Library) -> Spoken | None:
    """What stands beside the figure spoken of last: the other projects, or the other lines of its project."""
    last = _last_amount(memory, library)
    if last is None or len(scene.groups) != 1 or not last.finding.fact.subject:
        return None
    fact = last.finding.fact
    name = fact.subject or ""
    node = Members("projects", (), 0, fact.year, order=-1)
    if not is_of_all(fact):
        node = Members("lines", (Thing(name, 0, 0, name),), 0, fact.year, order=-1)
    found = [m for m in _givens_of(scene, node) if m.finding.disclosure.id == fact.disclosure_id]
    return Spoken(tuple(found), as_dict(node)["members"]) if len(found) >= FEWEST else None


@dataclass(frozen=True)
class Picked:
    """所取: the members that a reference points to; ``wanting`` says what is asked of a set that has no such member."""

    members: tuple[Given, ...]
    spoken: Spoken | None
    wanting: str = ""


def picked(
    ref: Reference, memory: Memory, scene: Scene, library: Library, without: Sequence[str] = (), *, alone: bool = False
) -> Picked | None:
    """The members that a reference points to, those called ``without`` left out; None where no set is spoken of.

    ``alone`` says that nothing else is asked: the largest may then be one of those told one by one (哪项最高).
    """
    far = ref.kind == "rest" or max(abs(ref.rank), ref.count) > len(memory.members)
    whole, order = far or ref.kind == "extreme", -ref.way or -1
    beside = bool(without or ref.kind == "rest") and not (memory.members or memory.ranked)
    told = bool(memory.members or memory.ranked)  # 第二个 is of a list that was told, not of what a figure consists of
    spoken = (
        set_spoken_of(memory, scene, library, whole=whole, order=order, beside=beside)
        if told or ref.kind != "ordinal"
        else None
    )
    if spoken is None and ref.kind == "ordinal" and ref.count and len(each := _one_by_one(memory, library)) > ref.count:
        return Picked(each[: ref.count], None)
    if (
        spoken is None
        and alone
        and ref.kind == "extreme"
        and len(each := _one_by_one(memory, library, alike=True)) >= FEWEST
    ):
        spoken = Spoken(each)
    if spoken is None:
        return None
    every = tuple(g for g in spoken.members if not any(_is_called(g, w) for w in without))
    if without and len(every) == len(spoken.members):
        return None
    if ref.kind == "extreme" or (ref.way and not (spoken.plan or {}).get("order")):  # else told in its order
        every = tuple(sorted(every, key=lambda g: -ref.way * g.quantity.base))
    if ref.kind == "extreme":
        ranked = every
        return Picked(tuple(_with_ties(ranked, ref.count or 1)), spoken)
    if ref.kind == "rest":
        before = _told_last(every, memory, library)
        rest = every if without else tuple(g for g in every if _key(g) not in before)
        return Picked(rest, spoken) if not ref.count or len(rest) == ref.count else None
    if ref.count:
        some = every[: ref.count] if ref.rank > 0 else every[-ref.count :]
        return Picked(some, spoken) if len(every) >= ref.count else _short(spoken)
    at = ref.rank - 1 if ref.rank > 0 else ref.rank
    return Picked((every[at],), spoken) if -len(every) <= at < len(every) else _short(spoken)


def _told_last(every: Sequence[Given], memory: Memory, library: Library) -> set[tuple[str, str]]:
    """The members that the last turn told which told some of the set, not all of it."""
    names = {_key(g) for g in every}
    turns: dict[int, set[tuple[str, str]]] = {}
    for given in givens(memory.recent, library):
        turns.setdefault(given.turn, set()).add(_key(given))
    return next(
        (some for turn in sorted(turns, reverse=True) if (some := turns[turn] & names) and some != names), set()
    )


def _key(given: Given) -> tuple[str, str]:
    return given.finding.disclosure.id, given.name


def _one_by_one(memory: Memory, library: Library, *, alike: bool = False) -> tuple[Given, ...]:
    """The figures of one kind that were told one by one (水费多少？电费呢？邮电费呢), each once, in their order.

    ``alike`` says that only the last ones are meant that are of one body, year and stage.
    """
    told = [g for g in givens(memory.recent, library) if not g.computed and not g.beside]
    if alike:
        told = list(takewhile(lambda g: facets(g, told[-1]) <= {"thing"}, reversed(told)))[::-1]
    last = told[-1].quantity.unit_class if told else None
    return tuple(_distinct([g for g in told if g.quantity.unit_class is last]))


def _is_called(given: Given, words: str) -> bool:
    """Whether a member is what words name, by its line's own name."""
    return any(any(c in name for c in words) and share(grams(words), grams(name)) >= HALF for name in (leaf(given.finding.fact.row), given.name)) or (
        given.finding.fact.concept is not None and given.finding.fact.concept == terms.concept_of_label(words)
    )  # fmt: skip


HALF = 0.5


def _short(spoken: Spoken) -> Picked:
    return Picked((), spoken, f"刚才说到的只有 {len(spoken.members)} 项，请说明要问哪一项。")


def _with_ties(ranked: Sequence[Given], count: int) -> list[Given]:
    """The first ones, with those that are as large as the last of them."""
    kept = list(ranked[:count])
    return kept + [g for g in ranked[count:] if kept and g.quantity.base == kept[-1].quantity.base]


def tell(found: Picked, citer: Citer) -> Answer:
    """The members as they are printed; the conversation keeps the whole set."""
    if not found.members:
        return Answer("ambiguous", found.wanting)
    pen = Composer(citer)
    for given in found.members:
        pen.state(given.finding)
        if given.name not in pen.lines[-1]:
            pen.lines[-1] = f"{given.name}：{pen.lines[-1]}"
    if found.spoken is not None and _is_mixed(found.spoken.members):
        pen.lines.insert(0, "（各单位的年度、口径或预决算不同，只供参考。）")
    if len(found.members) > 1 and len({g.quantity.base for g in found.members}) == 1:
        pen.lines.append(f"（{len(found.members)} 项并列）")
    return pen.answer()


def _is_mixed(members: Sequence[Given]) -> bool:
    """Whether members of several bodies are of unlike years, scopes or kinds of document."""
    documents = [g.finding.disclosure for g in members]
    unlike = {(g.finding.fact.year, d.scope, d.kind) for g, d in zip(members, documents, strict=True)}
    return len({d.issuer for d in documents}) > 1 and len(unlike) > 1


def together(lead: Answer, answer: Answer) -> Answer:
    """A calculation with the members that it is of, told behind it; both were cited by one citer."""
    lines = [*answer.answer.split("\n"), *lead.answer.split("\n")]
    answer.answer = "\n".join(dict.fromkeys(lines))
    held = {(f.label, f.value, f.unit) for f in answer.figures}
    answer.figures += [f for f in lead.figures if (f.label, f.value, f.unit) not in held]
    return answer


def told_again(text: str, memory: Memory, library: Library) -> Picked | None:
    """All members of the set that the last turn told, where nothing but that is asked (都是什么，各多少钱); None where none were."""
    if _ALL.search(text) is None or not only_picks_member(text):
        return None
    members = _distinct(givens(memory.members, library))
    now = len(members) >= FEWEST and all(g.turn == memory.turn for g in members)
    return Picked(tuple(members), None) if now else None


_ALL = re.compile(r"都|各|分别|哪些|哪几")


def keep(found: Picked, memory: Memory) -> None:
    """Let the conversation go on with the member that was taken, and with the whole set that it was taken from."""
    if len(found.members) == 1:
        only = found.members[0]
        memory.topics = [(only.name, None if only.finding.fact.subject else only.finding.fact.concept)]
    if found.spoken is None:
        return
    memory.members = [_raw(g, memory.turn) for g in found.spoken.members]
    memory.ranked = dict(found.spoken.plan) if found.spoken.plan is not None else None


def _raw(given: Given, turn: int) -> dict[str, Any]:
    fact = given.finding.fact
    return {
        "label": given.finding.label, "value": str(fact.quantity.value), "unit": fact.quantity.unit, "disclosure_id": fact.disclosure_id,
        "basis": fact.basis, "citations": [[fact.context.start, fact.context.end]], "year": fact.year, "turn": turn, "topics": [],
    }  # fmt: skip


def only_picks_member(text: str) -> bool:
    """Whether an utterance, its reference blanked, asks only for what it points to (第二个呢)."""
    return cues.only_picks(text)
