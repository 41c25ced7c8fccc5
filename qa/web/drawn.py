"""画好的页: the latest pictures of pages, and a pool of their own in which pictures are made."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class BusyError(Exception):
    """忙: as many pictures are being made or waited for as may be; ask again in some seconds."""


class Drawn:
    """页图夹. A picture takes a second and a process with much memory: few at once, few waiting, and none twice.

    They are made in threads of their own: whoever waits for one keeps no other route waiting.
    """

    def __init__(self, kept: int = 24, at_once: int = 2, waiting: int = 8) -> None:
        self._kept = kept
        self._most = at_once + waiting
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, Future[bytes]] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="picture")

    def get(self, tag: str, make: Callable[[], bytes]) -> Future[bytes]:
        """The picture that ``tag`` names; ``make`` makes it where it is not held. Raises BusyError."""
        with self._lock:
            if tag in self._held:
                self._held.move_to_end(tag)
                held: Future[bytes] = Future()
                held.set_result(self._held[tag])
                return held
            if tag in self._making:
                return self._making[tag]
            if len(self._making) >= self._most:
                raise BusyError
            future = self._making[tag] = self._pool.submit(make)
        future.add_done_callback(lambda done: self._keep(tag, done))
        return future

    def close(self) -> None:
        """Make no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _keep(self, tag: str, done: Future[bytes]) -> None:
        with self._lock:
            self._making.pop(tag, None)
            if done.cancelled() or done.exception() is not None:
                return
            self._held[tag] = done.result()
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
