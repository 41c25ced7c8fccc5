"""草稿: a figure of the narrative while its paragraph is being read; offsets are those of the paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.disclosure import Basis, Measure
from corpus.money import Quantity


@dataclass(slots=True)
class Draft:
    """草稿. ``path`` is the row path; ``head_at`` is where the governing item head begins, -1 where there is none.

    ``asof`` says that the amount is a state at a date (截至…), not one of a year. ``group`` is the path before 收、支 were told apart.
    """

    quantity: Quantity
    start: int
    end: int
    path: tuple[str, ...]
    measure: Measure
    basis: Basis
    year: int
    column: str = ""
    direction: int | None = None
    concept: str | None = None
    aspect: str | None = None
    subject: str | None = None
    head_at: int = -1
    reason: tuple[int, int] | None = None
    asof: bool = False
    tag: str = ""
    group: tuple[str, ...] = ()


@dataclass(slots=True)
class Reason:
    """原因: the span of the explaining clause, the words before its marker (支出决算数小于年初预算数的) and where they begin."""

    start: int
    end: int
    about: str
    marker: int
    drafts: list[Draft] = field(default_factory=list)
