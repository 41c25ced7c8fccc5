"""已知之数: figures of earlier turns, found again with their places, and what sets two of them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from corpus import terms
from corpus.disclosure import Disclosure, Fact, Place
from corpus.money import Quantity, UnitClass
from qa.answer import fact_label, leaf
from qa.dialogue.memory import Memory
from qa.evidence.value import Value
from qa.finding.explaining import TOTALS, kinship
from qa.finding.finding import Finding
from qa.finding.groups import CONCEPT_PARTS
from qa.finding.lookup import GENERIC_ROW
from qa.library import Library
from qa.plan.nodes import Look, Thing

_TOTALS = frozenset({"合计", "总计", "小计", ""})
Facet = Literal["thing", "body", "year", "basis", "scope"]


@dataclass(frozen=True)
class Given:
    """已知之数: a figure of an earlier turn; ``topics`` are what was asked about when it was stated, ``turn`` when.

    ``beside`` says that it only stood beside what was asked, ``parts`` are the printed figures that a computed one was computed from.
    """

    finding: Finding
    topics: tuple[tuple[str, str | None], ...]
    turn: int
    computed: bool
    beside: bool = False
    parts: tuple[Finding, ...] = ()

    @property
    def quantity(self) -> Quantity:
        """Its quantity as it was stated."""
        return self.finding.quantity

    @property
    def name(self) -> str:
        """What it is a figure of: the project or line; its label where it was worked out."""
        fact = self.finding.fact
        if self.computed:
            return self.finding.label
        return fact.subject or (leaf(fact.row) if leaf(fact.row) not in _TOTALS else self.finding.label)

    @property
    def node(self) -> Look:
        """A node of a plan that stands for it and for nothing else."""
        fact = self.finding.fact
        return Look((Thing("", -1 - fact.place.start, -1 - fact.place.end, self.finding.label, None),), when=fact.year)

    @property
    def value(self) -> Value:
        """What the node denotes."""
        return Value(self.node, finding=self.finding, label=self.finding.label)


def givens(raws: Sequence[Mapping[str, Any]], library: Library) -> list[Given]:
    """The figures of earlier turns that can be found again, each once, where it was stated last."""
    found: dict[tuple[Any, ...], Given] = {}
    for raw in raws:
        if (finding := again(raw, library)) is None:
            continue
        fact = finding.fact
        name = raw["label"] if fact.basis == "computed" else fact.concept or leaf(fact.row)
        key = (
            raw["disclosure_id"],
            fact.subject,
            name,
            fact.aspect,
            fact.basis,
            fact.year,
            fact.measure,
            fact.quantity.base,
        )
        before = found.pop(key, None)
        beside = raw.get("beside", False) and (before is None or before.beside)
        topics = tuple((t[0], t[1]) for t in raw.get("topics", ()))
        parts = tuple(p for r in raw.get("parts", ()) if (p := again(r, library)) is not None)
        found[key] = Given(finding, topics, raw.get("turn", 0), fact.basis == "computed", beside, parts)
    return list(found.values())


def again(raw: Mapping[str, Any], library: Library) -> Finding | None:
    """A figure of an earlier turn as a finding: its fact found again, or a computed one with its places."""
    if raw["disclosure_id"] not in {d.id for d in library.disclosures}:
        return None
    disclosure = library.disclosure(raw["disclosure_id"])
    shelf = library.shelf(disclosure.id)
    places = [Place(a, b) for a, b in raw["citations"]]
    value = Decimal(raw["value"])
    for place in places if raw["basis"] != "computed" else ():
        alike = [f for f in shelf.at(place) if f.quantity.value == value or _same_money(f, value, raw["unit"])]
        if alike:
            return Finding(
                max(
                    alike,
                    key=lambda f: (fact_label(f) == raw["label"], f.basis == raw["basis"], f.year == raw.get("year")),
                ),
                disclosure,
                0,
                0,
            )
    return Finding(_computed(raw, disclosure, places), disclosure, 0, 0) if places else None


def _same_money(fact: Fact, value: Decimal, unit: str) -> bool:
    return fact.quantity.unit_class is UnitClass.MONEY and fact.quantity.base == Quantity(value, unit).base


_OF_YEAR = re.compile(r"(\d{4})年(.{2,}?)(?:（按公开的增减额推算）)?$")


def _computed(raw: Mapping[str, Any], disclosure: Disclosure, places: Sequence[Place]) -> Fact:
    """A computed figure in the form of a fact; its context is what it was computed from. One of an earlier year says so in its label."""
    earlier = _OF_YEAR.match(raw["label"])
    year = int(earlier[1]) if earlier else raw.get("year", disclosure.fiscal_year)
    return Fact(
        id=f"{raw['label']} {raw['value']} {raw.get('turn', 0)}", disclosure_id=disclosure.id, origin="prose",
        quantity=Quantity(Decimal(raw["value"]), raw["unit"]), row=earlier[2] if earlier else raw["label"],
        row_code=None, column="", concept=None, aspect=None,
        subject=None, measure="amount", basis="computed", year=year, scope=disclosure.scope,
        table_id=None, table=None, section=(), place=places[0], context=places[0],
    )  # fmt: skip


def last_of(memory: Memory, library: Library) -> Fact | None:
    """The fact that the figure stated last rests on."""
    found = again(memory.recent[-1], library) if memory.recent else None
    return found.fact if found else None


def facets(one: Given, other: Given) -> frozenset[Facet]:
    """In what two figures differ: of what, of whom, of when, of which stage. Of two bodies each may be of its own document's year."""
    a, b = one.finding.fact, other.finding.fact
    found: set[Facet] = set()
    if not is_kin(one, other):
        found.add("thing")
    if _issuer(one) != _issuer(other):
        found.add("body")
        own = all(
            f.fact.year == f.disclosure.fiscal_year or f.fact.measure == "count" for f in (one.finding, other.finding)
        )
        found |= {"year"} if a.year != b.year and not own else set()
    else:
        found |= {"year"} if a.year != b.year else set()
        found |= {"scope"} if a.scope != b.scope else set()
    if not (one.computed or other.computed) and a.basis != b.basis and a.year == b.year and "body" not in found:
        found.add("basis")
    if not found and a.concept != b.concept:
        found.add("thing")  # the year's income and its spending
    return frozenset(found)


def _issuer(given: Given) -> str:
    return given.finding.disclosure.issuer.removesuffix("（汇总）").removesuffix("（本级）")


def is_kin(one: Given, other: Given) -> bool:
    """Whether two figures are of one thing: one term, one name, or what both questions named and both labels hold."""
    a, b = one.finding.fact, other.finding.fact
    if one.computed and other.computed and one.parts and other.parts:
        return [p.fact.concept or leaf(p.fact.row) for p in one.parts] == [
            p.fact.concept or leaf(p.fact.row) for p in other.parts
        ]
    if one.computed != other.computed:
        worked, printed = (one, other) if one.computed else (other, one)
        row, concept = worked.finding.fact.row, printed.finding.fact.concept
        return row in {printed.finding.label, printed.name} or (
            concept is not None and terms.concept_of_label(row) == concept
        )
    if a.concept and b.concept and kinship(a.concept, b.concept) > 0:
        return a.aspect == b.aspect and a.measure == b.measure and a.subject == b.subject
    if a.concept is None and b.concept is None and not one.computed:
        return a.row == b.row and a.subject == b.subject
    both = {t for t, _ in one.topics} & {t for t, _ in other.topics} if one.turn != other.turn else set()
    return (one.computed and bool(both)) or any(t in one.finding.label and t in other.finding.label for t in both)


def is_whole_of(whole: Given, part: Given) -> bool:
    """Whether a figure may be the whole of another: printed in one document for one year and stage, and known to hold it."""
    a = whole.finding.fact
    parts = [p.fact for p in part.parts] or ([] if part.computed else [part.finding.fact])
    if (
        whole.computed
        or not parts
        or whole.quantity.unit_class is not part.quantity.unit_class
        or a.measure != "amount"
    ):
        return False
    return whole.quantity.base > part.quantity.base and all(
        a.id != b.id and (a.disclosure_id, a.year, a.basis) == (b.disclosure_id, b.year, b.basis) and holds(a, b)
        for b in parts
    )


def holds(whole: Fact, part: Fact) -> bool:
    """Whether what one fact is of contains what the other is of: a total, a project's whole, the account above, its parts."""
    if whole.concept in TOTALS and not whole.subject:
        return True
    if part.subject:
        own = whole.subject == part.subject and is_of_all(whole) and not is_of_all(part)
        return own or (whole.concept in _OF_PROJECTS and not whole.subject)
    if whole.subject:
        return False
    if whole.concept and part.concept and part.concept in _parts_of(whole.concept):
        return True
    if whole.concept == "basic_expenditure" and part.concept in {"staff_funds", "office_funds"}:
        return True
    if whole.row_code and part.row_code and len(whole.row_code) == len(part.row_code) - 2:
        return part.row_code.startswith(whole.row_code)
    return whole.table_id is not None and whole.table_id == part.table_id and part.row.startswith(f"{whole.row}/")


_OF_CARS = {"official_cars": frozenset({"car_purchase", "car_operation"})}


def _parts_of(concept: str) -> set[str]:
    """What an account consists of, with what its parts consist of."""
    parts = set(CONCEPT_PARTS.get(concept, ()) or _OF_CARS.get(concept, ()))
    return parts.union(*(_parts_of(p) for p in parts))


def is_of_all(fact: Fact) -> bool:
    """Whether a project's figure is of all of it, no line of its costs."""
    name = leaf(fact.row)
    return name in _TOTALS or name == fact.subject or GENERIC_ROW.search(name) is not None


_OF_PROJECTS = frozenset({"project_expenditure", *TOTALS})
