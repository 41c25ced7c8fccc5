"""用力: how much looking one question may cost. Counted, not timed: the same question ends the same on every machine.

A question of many parts about many disclosures is put to every fact of each for every part. Where that comes to more
than a question may cost, :class:`EffortSpentError` goes up to who asked, who answers a part of it and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from corpus.problem import MingzhangError

MOST = 90_000
"""Steps for one question: a quarter of a second of a core of today. Everyday questions take some hundred, a few 60,000 to 88,000."""
FREE = 4
"""Looks into each disclosure that are not counted."""
T = TypeVar("T")


class EffortSpentError(MingzhangError):
    """力尽: the question would take more looking than one question may; ask for less at once."""

    def __init__(self) -> None:
        super().__init__("这个问题太复杂，没有算完；请分成几个问题来问 (too much is asked at once)")


class _Effort:
    def __init__(self, most: int) -> None:
        self.left = most
        self.looks: Counter[str] = Counter()
        self.kept: dict[Hashable, Any] = {}


_effort: ContextVar[_Effort | None] = ContextVar("effort", default=None)


@contextmanager
def limited(most: int | None = None) -> Iterator[None]:
    """What is looked up within it takes no more than ``most`` steps (``MOST`` where none is given), or ends with EffortSpentError."""
    before = _effort.set(_Effort(MOST if most is None else most))
    try:
        yield
    finally:
        _effort.reset(before)


def spend(steps: int, disclosure_id: str) -> None:
    """Count a look into a disclosure. The first few looks into each cost nothing: a question may be about all of them.

    Raises EffortSpentError where there are no more steps; outside :func:`limited` nothing is counted.
    """
    effort = _effort.get()
    if effort is None:
        return
    effort.looks[disclosure_id] += 1
    if effort.looks[disclosure_id] > FREE:
        effort.left -= steps
        if effort.left < 0:
            raise EffortSpentError


def once(key: Hashable, work: Callable[[], T]) -> T:
    """What ``work`` gives; within one question the same thing is not worked out twice."""
    effort = _effort.get()
    if effort is None:
        return work()
    if key not in effort.kept:
        effort.kept[key] = work()
    found: T = effort.kept[key]
    return found
