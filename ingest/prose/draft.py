"""草稿: a figure of the narrative while its paragraph is being read; offsets are those of the paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.disclosure import Basis, Measure, Place
from corpus.money import Quantity


@dataclass(slots=True)
class Draft:
    """草稿. ``path`` is the row path; ``head_at`` is where the governing item head begins, or -1.

    ``reason`` is its place in the source, for it may stand in the next paragraph.
    ``group`` is the path before 收、支 were told apart; ``tag`` tells apart drafts of one place.
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
    reason: Place | None = None
    tag: str = ""
    group: tuple[str, ...] = ()


@dataclass(slots=True)
class Reason:
    """原因: the explaining clause; ``about`` are the words before its cue (决算数小于预算数的), from ``marker`` on.

    ``light``: the cue is a mere 主要是 or 由于, which opens an explanation of a change only.
    """

    start: int
    end: int
    about: str
    marker: int
    light: bool = False
    drafts: list[Draft] = field(default_factory=list)
