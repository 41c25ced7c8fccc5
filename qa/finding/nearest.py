"""近名: printed names near in meaning to words of a question, and the one among them that stands by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from qa.library import Shelf

Nearest: TypeAlias = Callable[[str, Shelf, int], list[tuple[str, float]]]
"""Names of a disclosure with their nearness (cosine of turned vectors) to a phrase, so many of them, the nearest first."""
LIKELY: Final = 0.4
APART: Final = 0.2
"""How near a name must be, and how much nearer than the next, to stand for words that name nothing printed."""


def the_one(found: Iterable[tuple[str, float]]) -> tuple[str, float] | None:
    """The name that is near and alone so; None where none is, or several are."""
    ranked = sorted(found, key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < LIKELY:
        return None
    return ranked[0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= APART else None
