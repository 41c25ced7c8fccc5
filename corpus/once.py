"""一次: a property that is worked out at its first use and then stands in the object.

As ``functools.cached_property``, but of several threads that want it one works it out and the others wait for it, those
that want the same of another object do not: on Python 3.11 all objects share one lock, from 3.12 on there is none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar, overload

T = TypeVar("T")
LOCK: Final = "_working_out"


def lock_of(one: object) -> threading.RLock:
    """The lock of an object's values; made with the first of them."""
    lock: threading.RLock = vars(one).setdefault(LOCK, threading.RLock())
    return lock


class once(Generic[T]):  # noqa: N801 - it is read as a word before a method, like property
    """一次. The object needs a ``__dict__``; what is taken out of it is worked out anew."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, one: None, owner: type[Any]) -> once[T]: ...
    @overload
    def __get__(self, one: object, owner: type[Any]) -> T: ...
    def __get__(self, one: object | None, owner: type[Any]) -> once[T] | T:
        """The value; asked for only where it is not in the object yet."""
        if one is None:
            return self
        held = vars(one)
        with lock_of(one):
            if self._name not in held:
                held[self._name] = self._work(one)
            found: T = held[self._name]
            return found
