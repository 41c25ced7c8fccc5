"""画好的页: the latest pictures of pages, and how many may be in the making."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable


class Drawn:
    """页图夹. A picture takes a second and a process with much memory: few at once, and none twice in a row."""

    def __init__(self, kept: int = 24, at_once: int = 2) -> None:
        self._kept = kept
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(at_once)

    def get(self, tag: str, make: Callable[[], bytes]) -> bytes:
        """The picture that ``tag`` names; ``make`` makes it where it is not held."""
        if (held := self._find(tag)) is not None:
            return held
        with self._free:
            if (held := self._find(tag)) is not None:  # made while this one waited
                return held
            png = make()
        with self._lock:
            self._held[tag] = png
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
        return png

    def _find(self, tag: str) -> bytes | None:
        with self._lock:
            if tag in self._held:
                self._held.move_to_end(tag)
            return self._held.get(tag)
