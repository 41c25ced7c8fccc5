"""查数: one look of a plan to the printed figure that it denotes, None where no fact explains it well enough.

What stands around the asked thing (the project named in an earlier clause) is tried as part of it first: a figure that
explains both is the one meant; else the thing alone, what stands around it only tipping the scales.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import terms
from corpus.disclosure import Basis
from qa.finding.asked import Slot, share
from qa.finding.explaining import TOTALS
from qa.finding.finding import Finding, find
from qa.finding.groups import CONCEPT_PARTS
from qa.finding.scene import Group, Scene, insists_on_outcome, slot
from qa.library import grams
from qa.plan.nodes import Look, Thing
from qa.understanding import counted
from qa.understanding.question import Topic

HEAD_ALONE = 0.7
"""What a figure counts for that is found by the last of several names, the others only standing around it."""
TOGETHER = 0.85
"""A figure that explains so much of thing and surroundings together is the one meant."""
_BASES: dict[str, tuple[Basis, ...]] = {
    "initial_budget": ("budget",), "budget": ("budget", "adjusted_budget"), "adjusted_budget": ("adjusted_budget", "budget"),
    "final_accounts": ("final_accounts",), "target": ("target",),
}  # fmt: skip


def topic_of(thing: Thing) -> Topic:
    """A thing as the finder takes it."""
    return Topic(thing.label, thing.start, thing.end, thing.concept)


def find_look(scene: Scene, look: Look, near: frozenset[tuple[str, int]] = frozenset()) -> Finding | None:
    """The figure that a look denotes among its body's disclosures."""
    for meant in (look, *_counts_of(look)):
        for part in _documents(scene.groups[look.who], meant):
            for slots in _slots(scene, part, meant, near):
                found = find(slots, scene.question.unit)
                if found is None or _is_of_another_term(meant, found):
                    continue
                if _is_together(meant, slots, found) and _is_of_project(meant, found):
                    return replace(found, explained=found.explained * (HEAD_ALONE if slots.bound else 1.0))
    return None


def _counts_of(look: Look) -> Iterator[Look]:
    """The look put to what the asked money is spent on, where a count is asked (公务接待多少人: 人次 that were received)."""
    last = look.thing[-1] if look.thing and look.counter and look.measure is None else None
    asked = terms.TERMS.get(last.concept or "") if last is not None else None
    if last is None or asked is None:
        return
    paid_from = asked.paid_from or asked.id
    for term in terms.TERMS.values():
        if term.paid_from == paid_from and look.counter in term.counters:
            thing = replace(last, name="", concept=term.id)
            yield from (replace(look, thing=(thing,), within=(), counter=unit) for unit in term.counters)


def _documents(group: Group, look: Look) -> Iterator[Group]:
    """The body's documents of the year asked about, then all of them: a figure may stand in another year's."""
    if look.when is not None:
        own = tuple(s for s in group.shelves if s.disclosure.fiscal_year == look.when)
        if own and len(own) < len(group.shelves):
            yield Group(group.body, own)
    yield group


def _is_of_project(look: Look, found: Finding) -> bool:
    """Whether a score or a rate that is asked of a named project is the project's own, not the whole body's."""
    projects = [t for t in (*look.within, *look.thing) if t.exact and t.name and not t.concept]
    if look.measure not in {"score", "completion"} or not projects:
        return True
    own = grams(found.fact.row) | grams(found.fact.subject or "")
    return any(share(grams(t.name), own) >= OWN for t in projects)


def _is_of_another_term(look: Look, found: Finding) -> bool:
    """Whether a known term was asked for and the figure is of another one that carries few of the words (采购服务: 商品和服务支出)."""
    asked, has = look.thing[-1] if look.thing else None, found.fact.concept
    if asked is None or not asked.concept or has is None or has in {asked.concept, *asked.others} or look.counter:
        return False
    if {asked.concept, has} & TOTALS or terms.TERMS[asked.concept].role != "amount":
        return False  # the year's whole goes by many names
    own = grams(found.fact.row) | grams(found.fact.subject or "") | grams(found.fact.column)
    return share(grams(asked.said), own) < OWN and not _are_akin(asked.concept, has)


def _are_akin(one: str, other: str) -> bool:
    """Whether two terms are one thing in two classifications, one is paid from the other, or one is a class of the other."""
    first, second = terms.TERMS[one], terms.TERMS[other]
    return (
        other in {*first.twins, first.paid_from}
        or one in {*second.twins, second.paid_from}
        or bool(set(first.twins) & set(second.twins))
        or one in CONCEPT_PARTS.get(other, ())
    )


OWN = 0.5
"""The share of a project's name that its own figures carry."""


def _is_together(look: Look, tried: Slot, found: Finding) -> bool:
    whole = bool(look.within) and len(tried.topics) >= len(look.within) + len(look.thing)
    return not whole or found.explained >= TOGETHER


def _slots(scene: Scene, group: Group, look: Look, near: frozenset[tuple[str, int]]) -> Iterator[Slot]:
    around = tuple(map(topic_of, look.within))
    for things in _readings(look):
        if around:
            yield _slot(scene, group, look, (*around, *things), (), near)
        alone = _slot(scene, group, look, things, around, near)
        yield alone
        if len(things) > 1:  # the head alone, as long as it is about all that stands before it
            head = _slot(scene, group, look, things[-1:], (*around, *things[:-1]), near)
            yield replace(head, bound=things[:-1])


def _readings(look: Look) -> Iterator[tuple[Topic, ...]]:
    """The things as named; cars and posts as the count that is asked for."""
    topics = tuple(map(topic_of, look.thing))
    if (composed := _composed(look.thing)) is not None:
        yield (composed,)
    counts = counted.meant("".join(t.said for t in look.thing), topics, look.counter)
    yield counts
    for at, thing in enumerate(look.thing):
        for other in thing.others if not terms.fees_in(thing.said) else ():
            yield (*counts[:at], replace(counts[at], concept=other), *counts[at + 1 :])
    if look.counter and (others := counted.stand_ins(counts)) is not None:
        yield others
    if len(counts) > 1 and any(t.concept for t in counts):
        yield tuple(replace(t, concept=None) for t in counts)  # 讲座培训: words of a name, no subject of the accounts


def _composed(things: Sequence[Thing]) -> Topic | None:
    """The one term that two things side by side name together; None where they name none."""
    if len(things) != NAMED_IN_TWO:
        return None
    one, other = things
    concept = terms.composed(one.concept, other.said)
    return Topic(f"{one.said}{other.said}", one.start, other.end, concept) if concept else None


NAMED_IN_TWO = 2
"""Words that may name one term together."""


def _slot(
    scene: Scene,
    group: Group,
    look: Look,
    topics: Sequence[Topic],
    around: Sequence[Topic],
    near: frozenset[tuple[str, int]],
) -> Slot:
    bases = _BASES.get(look.basis or "", ())
    made = slot(
        scene, group, topics, year=look.when, bases=bases[:1], measures=(look.measure,) if look.measure else (),
        context=around, near=near, counter=look.counter or "", codes=look.codes, money=look.money, lifetime=look.lifetime,
    )  # fmt: skip
    return replace(made, year=look.when, strict=_strict(scene, group, look) if not look.counter else None)


def _strict(scene: Scene, group: Group, look: Look) -> Basis | None:
    """The stage that a look insists on. 花了 and 全年预算 said of a body of which only budgets are held ask for what is planned."""
    if look.basis == "initial_budget":
        return "budget"
    if look.basis not in {"final_accounts", "adjusted_budget"}:
        return None
    planned = look.when is None or all(s.disclosure.fiscal_year == look.when for s in group.shelves)
    if planned and all(s.disclosure.kind == "budget" for s in group.shelves):
        insists = look.basis == "final_accounts" and insists_on_outcome(scene.question.folded)
        return look.basis if insists or _CHANGED.search(scene.question.folded) else None
    return look.basis


_CHANGED = re.compile(r"调整|追加|调[增减]")
"""Words of a budget that was changed during the year."""


def counted_of_project(scene: Scene, look: Look) -> Finding | None:
    """What the only indicator of a named project counts in the unit asked for (修了多少平方); None where several do, or none."""
    if not look.counter or not look.thing or look.measure is not None:
        return None
    whole = find_look(scene, replace(look, counter=None, money=True, basis=None))
    shelf = next((s for g in scene.groups for s in g.shelves if whole and s.disclosure.id == whole.disclosure.id), None)
    if whole is None or shelf is None:
        return None
    leaf = whole.fact.row.split("/")[-1]
    project = whole.fact.subject or next((n for n in shelf.subjects if leaf and (leaf in n or n in leaf)), None)
    units = PEOPLE if look.counter in PEOPLE else {look.counter}
    counts = [d.fact for d in shelf.facts if d.fact.subject == project and d.fact.quantity.unit in units]
    if project is None or len({f.row for f in counts}) != 1:
        return None
    reached = [f for f in counts if f.measure == "actual"] if look.basis != "target" else []
    fact = (reached or counts)[0]
    return Finding(fact, shelf.disclosure, 0, ONLY)


PEOPLE = frozenset({"人", "名", "位"})
"""Measure words of people."""
ONLY = 0.8
"""How sure it is that the only count of a project in a unit is the one asked for."""
