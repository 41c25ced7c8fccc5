"""结论: what a judge says of a claim, and the ground that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.disclosure import Fact, Place
from corpus.money import Quantity
from qa.understanding.bodies import Body
from qa.understanding.question import Topic

Outcome = Literal["supported", "contradicted", "not_found", "disputed"]
"""相符, 不符, 未能核对, 文件前后不一致."""


@dataclass(frozen=True)
class Elsewhere:
    """另一处: the other value that a document gives of the same thing, where, and the figure that prints it, if any does."""

    quantity: Quantity
    disclosure_id: str
    place: Place
    fact: Fact | None


@dataclass(frozen=True)
class Verdict:
    """判断. ``fact`` is what the documents print, ``computed`` what follows from ``facts``; either may be None.

    ``elsewhere`` are the other values of a disputed one. A verdict of not_found may name the nearest figure in ``facts``.
    """

    outcome: Outcome
    reason: str
    facts: tuple[Fact, ...] = ()
    computed: Quantity | None = None
    label: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def fact(self) -> Fact | None:
        """The printed figure, where the verdict rests on one."""
        return self.facts[0] if self.facts and self.computed is None else None


@dataclass(frozen=True)
class Ground:
    """根据: one body with the disclosures that a claim is held against."""

    body: Body
    ids: tuple[str, ...]
    part: tuple[Topic, ...] = ()
