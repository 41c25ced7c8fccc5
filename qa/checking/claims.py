"""陈述: what a text states of one figure: of whom, which year, which thing, on which basis, compared with what.

qa/checking/claim_reader.py reads claims from a text; qa/checking/verdicts.py holds them against the disclosures.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.disclosure import Basis, Kind, Scope
from corpus.money import Quantity, UnitClass
from corpus.terms import TERMS
from qa.checking.agreement import Stated
from qa.checking.claim_words import Condition
from qa.understanding.bodies import Body
from qa.understanding.question import Topic


@dataclass(frozen=True)
class Than:
    """比乙: the other thing, body or both that a figure is compared with; empty where it is the claim's own."""

    bodies: tuple[Body, ...] = ()
    topics: tuple[Topic, ...] = ()
    bases: tuple[Basis, ...] = ()
    year: int | None = None
    is_base: bool = False


@dataclass(frozen=True)
class Claim:
    """陈述: one figure and what it is said of. ``start`` and ``end`` are its place in the text.

    ``topics`` name the thing, ``above`` what it is a part of (其中), ``others`` what else may be meant, where the
    documents then agree, ``whole`` what a share is taken of, ``base`` what a change is counted from (上年, 年初预算), ``than`` what else it is
    compared with; ``part`` is a subordinate unit. ``each`` says that it is true of every topic, ``summed`` that it is
    their sum, ``years`` are those whose amounts are added up. ``optional`` claims (两家) count only where the documents
    speak of them; ``loose`` ones are of a thing that had to be guessed: it may bear them out and not contradict them.
    ``year_is_weak`` says that the year was said of another body before; ``is_base`` that the figure is what another one
    is compared with (比2021年的 810 万元…).
    """

    start: int
    end: int
    stated: Stated
    text: str
    bodies: tuple[Body, ...] = ()
    unknown: str = ""
    part: str = ""
    year: int | None = None
    scope: Scope | None = None
    kind: Kind | None = None
    bases: tuple[Basis, ...] = ()
    measure: str = "amount"
    direction: int | None = None
    base: str = ""
    base_year: int | None = None
    topics: tuple[Topic, ...] = ()
    above: tuple[Topic, ...] = ()
    others: tuple[tuple[Topic, ...], ...] = ()
    whole: tuple[Topic, ...] = ()
    than: Than | None = None
    condition: Condition | None = None
    optional: bool = False
    summed: bool = False
    each: bool = False
    scope_is_carried: bool = False
    loose: bool = False
    year_is_weak: bool = False
    years: tuple[int, ...] = ()
    is_base: bool = False

    @property
    def quantity(self) -> Quantity:
        """The stated amount."""
        return self.stated.quantity

    @property
    def is_firm(self) -> bool:
        """Whether it may be contradicted: a count in words (两个) only where people or assets are counted."""
        counted = self.optional and self.quantity.unit_class is UnitClass.COUNT
        roles = {TERMS[t.concept].role for t in self.topics if t.concept}
        return not counted or self.condition is not None or bool(roles and roles <= {"people", "asset"})

    @property
    def said(self) -> str:
        """The figure as the text prints it."""
        return self.quantity.printed or str(self.quantity)
