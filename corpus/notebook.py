"""记录本: where conversations are written: beside the corpus, or in memory where nothing may be kept.

A turn is on the disk before its answer is given. Flushing it takes milliseconds, and SQLite lets those who wait for
another's writing sleep and try again: of fifty who ask at once, some waited for seconds. Turns that wait are written
together, with one flush.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from corpus import faults, schema, sqlite

log = logging.getLogger(__name__)
Work = Callable[[Connection], object]
"""What writes within the caller's transaction; it may be called again where that came to nothing."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """等写的一笔: what waits to be written; its turn is its writer's to write it with all that wait then, or it is done."""

    work: Work
    turn: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False
    error: Exception | None = None


class Notebook:
    """记录本. With ``forgets`` it ends with the process; otherwise it is in the database of ``engine``."""

    def __init__(self, engine: Engine, *, forgets: bool) -> None:
        self.forgets = forgets
        self.engine = sqlite.in_memory() if forgets else engine
        self._one_by_one = threading.Lock() if forgets else nullcontext()  # memory has one connection for all
        self._together = self.engine.dialect.name == "sqlite" and not forgets
        self._writing = threading.Lock() if self._together else nullcontext()
        self._guard = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._is_busy = False
        if forgets:
            schema.metadata.create_all(self.engine, [schema.conversation, schema.turn])

    @contextmanager
    def connect(self, *, is_forgiving: bool = False) -> Iterator[Connection]:
        """One transaction. Where it ``is_forgiving``, what a full or closed disk does not let be written is not written."""
        try:
            with self._one_by_one, self.engine.begin() as db:
                yield db
        except (DBAPIError, OSError) as error:
            if not (is_forgiving and _forgiven(error)):
                raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """:meth:`connect` for what writes: of the threads of this process one at a time."""
        with self._writing, self.connect() as db:
            yield db

    def write(self, work: Work, *, is_forgiving: bool = False) -> None:
        """写入 what ``work`` writes, with what others wait to write meanwhile. Whole, or not at all."""
        if not self._together:
            with self.connect(is_forgiving=is_forgiving) as db:
                work(db)
            return
        mine = _Waiting(work)
        with self._guard:
            self._waiting.append(mine)
            is_mine, self._is_busy = not self._is_busy, True
        if not is_mine:
            mine.turn.wait()
        if not mine.is_done:
            self._write_all()
        if mine.error is not None and not (is_forgiving and _forgiven(mine.error)):
            raise mine.error

    def _write_all(self) -> None:
        """Write all that waits, then give the turn to the first of those that have come meanwhile."""
        with self._guard:
            found, self._waiting = self._waiting, []
        try:
            self._write(found)
        finally:
            for one in found:
                one.is_done = True
                one.turn.set()
            with self._guard:
                self._is_busy = bool(self._waiting)
                if self._is_busy:
                    self._waiting[0].turn.set()

    def _write(self, found: Sequence[_Waiting]) -> None:
        """In one transaction; where that fails, each by itself: one that cannot be written takes no other with it."""
        try:
            with self.writing() as db:
                for one in found:
                    one.work(db)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to whom it concerns
            if len(found) == 1:
                found[0].error = error
                return
            for one in found:
                self._write([one])

    def close(self) -> None:
        """Close all connections; what is in memory is gone."""
        self.engine.dispose()


def _forgiven(error: Exception) -> bool:
    """Whether it is a full or closed disk that did not let a turn be kept, which is then noted."""
    is_of_disk = isinstance(error, DBAPIError | OSError) and faults.prevents_writing(error)
    if is_of_disk:
        log.warning("a turn was not kept: %s", faults.told(error))
    return is_of_disk
