"""集合: the members that a set node denotes: projects, lines of a table or a project's cost list, rows below a row.

Several readings of a set may be printed (the cost list of a project, the rows below an account, the rows of a table that
is called so); they are given in order of how directly the set is named, and the first with two members or more is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus import terms
from corpus.disclosure import Basis, Fact, Measure
from qa.evidence.bearing import bearing, called
from qa.evidence.keeping import TO_BUDGET, but, in_column, is_held_by, keeps, moved, outcome, total_of
from qa.evidence.looks import find_look
from qa.evidence.rows import TOTAL_ROWS
from qa.evidence.value import Item
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.groups import (
    CONCEPT_PARTS,
    OF_CLASS,
    OF_ITEM,
    PARTS,
    SOURCES,
    Member,
    accounts,
    classes,
    details,
    items,
    projects,
)  # fmt: skip
from qa.finding.lookup import GENERIC_ROW
from qa.finding.scene import Scene
from qa.library import Shelf, grams
from qa.plan import arithmetic
from qa.plan.nodes import Look, Members, Stage, Thing

_CLASSES = frozenset({"货物", "工程", "服务", "货物类", "工程类", "服务类", "货物支出", "工程支出", "服务支出"})
"""Rows of a procurement table that sum up others."""
_BASIS: dict[Stage, Basis] = {
    "initial_budget": "budget", "budget": "budget", "adjusted_budget": "adjusted_budget", "final_accounts": "final_accounts",
    "target": "target",
}  # fmt: skip


def members_of(scene: Scene, node: Members) -> list[Item]:
    """The members of a set in its order, those kept that its condition keeps; [] where no such set is printed."""
    group = scene.groups[node.who]
    shelves = [s for s in group.shelves if node.when is None or s.disclosure.fiscal_year == node.when] or group.shelves
    for shelf in shelves:
        for every in _readings(scene, shelf, node):
            found = but(every, node.without) if node.without else every
            before = _before(scene, shelf, node)
            rated = [(m, item) for m in found if (item := _item(shelf, m, node, before)) is not None]
            leaves_out = _is_below if node.by_class else _sums_up
            rated = [(m, i) for m, i in rated if not leaves_out(i, [other for _, other in rated])]
            told = [
                m for m, _ in rated if node.keep is None or node.keep.test not in TO_BUDGET or outcome(m) is not None
            ]
            if (node.by_gap or _is_to_budget(node)) and node.keep is not None and len(told) < MOSTLY * len(found):
                continue  # which of them are over their budgets cannot be told where most print none
            if len(rated) > 1:
                whole = total_of([i for _, i in rated])
                return _ordered([i for m, i in rated if keeps(node.keep, m, i, shelf, whole)], node)
    return []


def _sums_up(item: Item, every: Sequence[Item]) -> bool:
    """Whether a member is the row above others of its set: its code begins theirs, in the same table."""
    fact = item.finding.fact
    rest = [i.quantity for i in every if i is not item]
    alike = len(rest) > FEW and fact.table_id is not None and {q.unit for q in rest} == {item.quantity.unit}
    if alike and abs(sum(q.value for q in rest) - item.quantity.value) <= ROUNDING:
        return True
    if fact.table_id is not None and any(
        i.finding.fact.table_id == fact.table_id and i.finding.fact.row.startswith(f"{fact.row}/") for i in every
    ):
        return True
    code = fact.row_code or ""
    below = [
        i for i in every
        if i is not item and code and (i.finding.fact.row_code or "").startswith(code) and i.finding.fact.row_code != code
    ]  # fmt: skip
    return len(below) > 1 and all(i.finding.fact.table_id == fact.table_id for i in below)


def _is_below(item: Item, every: Sequence[Item]) -> bool:
    """Whether a member is below another of its set: where the classes are asked for, the parts of one are none."""
    fact = item.finding.fact
    above = [i.finding.fact for i in every if i is not item and i.finding.fact.table_id == fact.table_id]
    code = fact.row_code or ""
    return any(
        fact.row.startswith(f"{f.row}/") or (f.row_code and code != f.row_code and code.startswith(f.row_code))
        for f in above
    )


MOSTLY = 0.8
"""The share of a set's members that must print a budget and an outcome for a condition on both to be told of it."""
FEW = 3
"""Members from which one that is all the others together is their sum, and no member."""
ROUNDING = Decimal("0.05")


def _readings(scene: Scene, shelf: Shelf, node: Members) -> Iterator[list[Member]]:
    """The sets that the node may mean in this document, the most directly named first."""
    if node.kind == "rows":
        yield from bearing(shelf, node)
        return
    if node.kind == "projects":
        every = projects(shelf)
        named = [t for t in node.of if not _is_whole_kind(t)]
        if named:
            yield _held(shelf, every, named)
            yield [m for m in every if _related(m.name, named)]
            yield from _lines(scene, shelf, node)
        else:
            yield every
            yield from _lines(scene, shelf, node) if node.of else ()
        return
    yield from _lines(scene, shelf, node)


def _held(shelf: Shelf, every: Sequence[Member], named: Sequence[Thing]) -> list[Member]:
    """The projects of a body below, where the rows of its projects name it; [] where all or none do."""
    held = [m for m in every if all(is_held_by(m, t.said, shelf) for t in named)]
    return [] if len(held) == len(every) else held


def _is_to_budget(node: Members) -> bool:
    return node.keep is not None and node.keep.test in TO_BUDGET and node.kind == "lines"


def _is_whole_kind(thing: Thing) -> bool:
    concept = thing.concept or terms.concept_of_label(thing.label)
    return concept in {"project_expenditure", "project", "total_expenditure", "current_expenditure"}


def _related(name: str, things: Sequence[Thing]) -> bool:
    return any(share(grams(t.label), grams(name)) >= 0.75 for t in things)


def _lines(scene: Scene, shelf: Shelf, node: Members) -> Iterator[list[Member]]:
    if (node.by_gap or _is_to_budget(node)) and all(_is_whole_kind(t) for t in node.of):
        yield from (classes(shelf), accounts(shelf)) if node.by_class else (accounts(shelf), classes(shelf))
    yield called(shelf, node)
    if subject := _subject(shelf, node.of):
        yield details(shelf, subject)
        yield _rows(shelf, lambda f: f.subject == subject and f.table_id is not None and f.measure == "amount")
    whole = _whole(scene, shelf, node)
    if any(t.concept in INCOME for t in node.of):
        yield _by_concept(shelf, SOURCES, whole.fact if whole else None)
    if not node.by_class:
        yield [m for m in _of_table(shelf, node.of) if m.name not in _CLASSES]
    for concept in {t.concept for t in node.of if t.concept} | (
        {whole.fact.concept} if whole and whole.fact.concept else set()
    ):
        if parts := CONCEPT_PARTS.get(concept):
            yield _by_concept(shelf, parts, whole.fact if whole else None)
        yield from _of_column(shelf, concept)
        if codes := PARTS.get(concept):
            yield items(shelf, codes)
        term = terms.TERMS[concept]
        for code in (c for c in term.codes if len(c) in {3, 5}):
            yield items(shelf, (code,))
    if whole is not None:
        if whole.fact.row_code:
            yield items(shelf, (whole.fact.row_code,))
        yield _below(shelf, whole.fact)
    yield _of_table(shelf, node.of)
    if not node.of or all(_is_whole_kind(t) for t in node.of):
        if node.keep is not None and node.keep.test in _OF_COLUMN:
            yield accounts(shelf, OF_CLASS if node.by_class else OF_ITEM)
        yield accounts(shelf) if node.measure == "completion" else classes(shelf)


_OF_COLUMN = frozenset({"column", "no_column", "only_column"})
INCOME = frozenset({"revenue", "current_revenue", "total_revenue"})
"""Wholes whose lines are where the money comes from."""


def _subject(shelf: Shelf, things: Sequence[Thing]) -> str | None:
    """The project that the things name; None where they name none of this document's."""
    best, sure = None, (0.0, 0)
    for name in shelf.subjects:
        fits = [max(share(grams(t.label), grams(name)), NAMED * _shortens(t.label, name)) for t in things]
        fit = (sum(f for f in fits if f >= NAMED), -len(name))
        if fit[0] and fit > sure:
            best, sure = name, fit
    return best


def _shortens(said: str, name: str) -> bool:
    """Whether a name of two words or more leaves out some of another's (人才基地: 人才服务基地专项经费)."""
    pairs = [said[at : at + 2] for at in range(0, len(said), 2)]
    return len(pairs) > 1 and len(said) % 2 == 0 and all(pair in name for pair in pairs)


NAMED = 0.75
"""The share of a thing's words that a project's name must hold to be named by it."""


def _whole(scene: Scene, shelf: Shelf, node: Members) -> Finding | None:
    if not node.of:
        return None
    found = find_look(scene, Look(node.of, who=node.who, when=node.when, basis=node.basis, money=True))
    return found if found is not None and found.disclosure.id == shelf.disclosure.id else None


def _rows(shelf: Shelf, fits: Callable[[Fact], bool]) -> list[Member]:
    """Rows by name with their facts, totals left out."""
    found: dict[str, Member] = {}
    for described in shelf.facts:
        fact = described.fact
        leaf = fact.row.split("/")[-1]
        if leaf not in TOTAL_ROWS and leaf != fact.subject and not GENERIC_ROW.search(leaf) and fits(fact):
            found.setdefault(leaf, Member(leaf)).facts.append(fact)
    return list(found.values())


def _of_column(shelf: Shelf, concept: str) -> Iterator[list[Member]]:
    """The rows of a column (公用经费, by what it is spent on), table by table: what it buys before what it is for."""
    facts = [d.fact for d in shelf.facts if d.fact.aspect == concept and d.fact.measure == "amount"]
    bought = {f.table_id for f in facts if (f.row_code or "").startswith("3")}
    for table in sorted({f.table_id for f in facts if f.table_id}, key=lambda t: (t not in bought, t)):
        yield _rows(shelf, lambda f: f.table_id == table and f.aspect == concept)  # noqa: B023 - used at once


def _below(shelf: Shelf, whole: Fact) -> list[Member]:
    """Rows printed under a row, in its table or in its sentence."""
    above = whole.row + "/"
    depth = whole.row.count("/") + 1
    return _rows(
        shelf,
        lambda f: (
            f.row.startswith(above)
            and f.row.count("/") == depth
            and f.table_id == whole.table_id
            and f.subject == whole.subject
        ),
    )


def _by_concept(shelf: Shelf, parts: frozenset[str], whole: Fact | None) -> list[Member]:
    """The figures of terms, those that stand with the whole where there are any: 公务接待费 is printed of basic expenditure too."""
    found: dict[str, Member] = {}
    for described in shelf.facts:
        fact = described.fact
        if fact.concept in parts and fact.aspect is None and not fact.subject:
            found.setdefault(fact.concept, Member(terms.TERMS[fact.concept].name)).facts.append(fact)
    for member in found.values():
        beside = [f for f in member.facts if _stands_with(f, whole)]
        moves = [f for f in member.facts if f.measure in {"change", "growth"} and f not in beside]
        member.facts = [*beside, *moves] if beside else member.facts
    return list(found.values())


def _stands_with(fact: Fact, whole: Fact | None) -> bool:
    """Whether a figure is of the table, or of the sentence, that prints the whole."""
    if whole is None:
        return False
    same = fact.table_id == whole.table_id if whole.table_id is not None else fact.context.start == whole.context.start
    return same and fact.year == whole.year


def _of_table(shelf: Shelf, things: Sequence[Thing]) -> list[Member]:
    """The rows of the table whose title the things name best."""
    words = frozenset[str]().union(*(grams(t.label) for t in things)) if things else frozenset[str]()
    if not words:
        return []
    fits: dict[str, float] = {}
    for described in shelf.facts:
        fact = described.fact
        if fact.table_id is not None and fact.measure == "amount":
            fits.setdefault(fact.table_id, share(words, described.frame))
    best = max(fits, key=lambda t: fits[t], default=None)
    if best is None or fits[best] < 0.75:
        return []
    return _rows(shelf, lambda f: f.table_id == best and f.measure in {"amount", "count"})


def _before(scene: Scene, shelf: Shelf, node: Members) -> dict[str, Finding]:
    """The members of the year that a set is set against, by name; {} where it is against none, or no document of it is held."""
    if node.against is None or node.when is None:
        return {}
    year, group = node.against or node.when - 1, scene.groups[node.who]
    for other in (*group.shelves, *group.earlier):
        d = other.disclosure
        if d.fiscal_year != year or (d.scope, d.kind) != (shelf.disclosure.scope, shelf.disclosure.kind):
            continue
        plain = replace(node, by_gap=False, against=None, when=year, order=0, most=None, only=False)
        for found in _readings(scene, other, plain):
            facts = [(m.name, f) for m in found if (f := _value(other, m, "amount", node.basis, year)) is not None]
            if len(facts) > 1:
                return {name: Finding(f, d, 0, 0) for name, f in facts}
    return {}


def _item(shelf: Shelf, member: Member, node: Members, before: Mapping[str, Finding]) -> Item | None:
    measure: Measure = node.measure or "amount"
    fact = _value(shelf, member, measure, node.basis, node.when)
    if node.keep is not None and node.keep.test == "column":
        fact = in_column(member, node.keep.words) or fact
    if fact is None:
        return None
    if node.against is not None:
        return moved(shelf, member, fact, node, before)
    beside = [
        f
        for b in node.beside
        if (f := member.value("amount", _BASIS[b])) is not None or (f := _budget(member, b)) is not None
    ]
    if measure == "completion" and not node.beside:
        beside = [
            f for b in ("final_accounts", "adjusted_budget", "budget") if (f := member.value("amount", b)) is not None
        ][:2]
    if node.beside and node.basis == "final_accounts" and (spent := outcome(member)) is not None:
        fact, beside = spent[0], [spent[1]]
    if node.also is not None and (rate := member.value(node.also)) is not None:
        beside.append(rate)
    d = shelf.disclosure
    others = tuple(Finding(f, d, 0, 0) for f in beside if f.id != fact.id)
    if not node.by_gap:
        return Item(member.name, Finding(fact, d, 0, 0), others)
    if not others or others[0].quantity.unit_class is not fact.quantity.unit_class:
        return None
    return Item(member.name, Finding(fact, d, 0, 0), others, arithmetic.difference(fact.quantity, others[0].quantity))


def _budget(member: Member, stage: Stage) -> Fact | None:
    return member.value("amount", "adjusted_budget") if stage == "budget" else None


def _value(shelf: Shelf, member: Member, measure: Measure, stage: Stage | None, year: int | None) -> Fact | None:
    facts = [f for f in member.facts if year is None or f.year == year] or member.facts
    of_year = Member(member.name, facts)
    if stage is None and measure == "amount":
        stage = "final_accounts" if shelf.disclosure.kind == "final_accounts" else "budget"
    wanted = _BASIS[stage] if stage else None
    found = of_year.value(measure, wanted)
    if found is None and stage == "budget":
        found = of_year.value(measure, "adjusted_budget")
    if found is None and measure == "amount":
        found = of_year.value("rate_unit")
    return found or (of_year.value(measure) if measure != "amount" or shelf.disclosure.kind == "budget" else None)


def _ordered(found: list[Item], node: Members) -> list[Item]:
    if node.order:
        found = sorted(found, key=lambda i: node.order * i.rank)
        if node.by_gap:
            found = [i for i in found if node.order * i.rank < 0]
    if node.most is None or len(found) < node.most or (len(found) == node.most and not node.only):
        return found
    if node.only:
        return found[node.most - 1 : node.most]
    last = found[node.most - 1].rank
    tied = [i for i in found[node.most :] if i.rank == last]
    return [*found[: node.most], *(tied if len(tied) <= MOST_TIED else ())]


MOST_TIED = 3
"""Members as large as the last that is asked for, told with it."""
