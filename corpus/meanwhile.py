"""其间: what others change between looking up what is held and reading it. Nobody fails for it: what went is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from corpus.problem import NoSuchDisclosureError

T = TypeVar("T")
R = TypeVar("R")
TRIES: Final = 5
"""Times that something is worked out where disclosures go under way."""


def each_held(things: Iterable[T], read: Callable[[T], R]) -> Iterator[tuple[T, R]]:
    """Each thing with what ``read`` gives of it; without those of which the disclosure has gone meanwhile."""
    for thing in things:
        try:
            found = read(thing)
        except NoSuchDisclosureError:
            continue
        yield thing, found


def persistently(work: Callable[[], T]) -> T:
    """What ``work`` gives; where a disclosure went under way, what it gives now. It must leave nothing behind when it fails.

    Raises NoSuchDisclosureError where it is asked for one that is not held.
    """
    for _ in range(TRIES - 1):
        try:
            return work()
        except NoSuchDisclosureError:
            continue
    return work()
