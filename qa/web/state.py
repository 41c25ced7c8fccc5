"""状态: what the routes share; handed to them by :data:`Shared`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Annotated, Protocol

from fastapi import Depends, Request
from starlette.routing import BaseRoute

from corpus.disclosure import Disclosure, Fact, Reading
from corpus.faults import DatabaseAwayError
from corpus.store import Store
from qa.answering.hearing import corrected
from qa.dialogue import retention
from qa.home import Home
from qa.retrieval.index import AWAY, IndexAwayError
from qa.understanding.question import understand
from qa.web.drawn import Drawn
from qa.web.jobs import EndedError, Jobs
from qa.web.metrics import Metrics

log = logging.getLogger(__name__)

BETWEEN = 600.0
"""Seconds between two times of forgetting."""
BETWEEN_IN_MEMORY = 20.0
"""The same where conversations are in memory, which is less than a disk."""
SHELVES = 50
"""Disclosures read before they are asked about; a larger corpus is read as it is asked."""


class Read(Protocol):
    """读取: a file's bytes and name to what it says. Raises corpus.problem.UnreadableError."""

    def __call__(self, data: bytes, name: str, /) -> Reading:
        """Read one file; changes nothing."""


class ReadDraft(Protocol):
    """读稿: a file's bytes and name to its running text. Raises corpus.problem.UnreadableError."""

    def __call__(self, data: bytes, name: str, /) -> str:
        """Read one file that is to be checked; changes nothing, keeps nothing."""


class Join(Protocol):
    """合册: a reading together with the files in the store that are parts of the same disclosure; itself without any.

    ``data`` are the bytes that it was read from; ``find`` gives those of a file in the store by its SHA-256.
    """

    def __call__(self, reading: Reading, data: bytes, store: Store, find: Callable[[str], bytes | None], /) -> Reading:
        """Read together what belongs together; changes nothing."""


class Draw(Protocol):
    """页图: a page (from 1) of an original as PNG, each quote boxed where it stands for the ``nth`` time. Raises UnreadableError.

    ``masked`` is the page's text as the store holds it: what is masked there must not be seen.

    A text chunk ``marks`` in it may tell where the boxes are: JSON, [left, top, right, bottom] as shares of the page.
    """

    def __call__(self, data: bytes, number: int, quotes: Sequence[str], nth: int, masked: str, /) -> bytes:
        """Draw one page; changes nothing."""


class Archive(Protocol):
    """数据包: what an export gives."""

    def archive(self) -> bytes:
        """One zip file."""


class Package(Protocol):
    """导出: a disclosure and its facts as a Fiscal Data Package. Raises ValueError where there is nothing to export."""

    def __call__(self, disclosure: Disclosure, facts: Sequence[Fact], /) -> Archive:
        """Make one package; changes nothing."""


class Running(Protocol):
    """又一协议: routes to add to the application, and what must run while it does."""

    @property
    def routes(self) -> list[BaseRoute]:
        """To be added to the application's own."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Enter this for as long as the application runs."""


class Mount(Protocol):
    """挂载: another protocol over a home (MCP: ``qa.mcp.mount``)."""

    def __call__(self, home: Home, /) -> Running:
        """Make its routes."""


@dataclass(slots=True)
class State:
    """What the routes share."""

    home: Home
    jobs: Jobs
    metrics: Metrics
    read: Read | None
    package: Package | None = None
    draw: Draw | None = None
    drawn: Drawn = field(default_factory=Drawn)
    join: Join | None = None
    draft: ReadDraft | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def warm(self) -> None:
        """Open what the first questions would wait for, again until it is open, and follow the store. Runs in the background."""
        wait = AWAY
        while not self._warmed():
            if self.ended.wait(wait):
                return
            wait = min(2 * wait, BETWEEN)
        self._follow()

    def _warmed(self) -> bool:
        """Whether all of it is open: a server of vectors may be away, and what cannot be loaded now may be later."""
        try:
            self._read_shelves()
            self.home.words.tagged("预热")
            corrected("预热")
            return self.home.is_read_only or self._mirrored()
        except EndedError:
            return True  # the next start goes on
        except Exception:  # an edge: the server answers figures without it, and /readyz says so
            log.exception("the passage index could not be opened; it is tried again")
            return False

    def _follow(self) -> None:
        """Go on looking whether the vectors are the store's, until the server ends.

        Another server may have written it, the one who did may have been killed before it had embedded all, and vectors
        that were away come back. What has just been written is left to its writer: only a state that lasts is seen to.
        """
        seen = None
        while not self.home.is_read_only and not self.ended.wait(AWAY):
            try:
                version = self.home.store.version()
                if version == seen and not self.home.is_mirrored():
                    self._mirrored()
                seen = version
            except DatabaseAwayError:
                continue  # the database is away, as /readyz says

    def onward(self, _done: int, _total: int) -> None:
        """Told between two pieces of long work in the background: raises EndedError where the server ends."""
        if self.ended.is_set():
            raise EndedError("服务正在停止，下次启动时继续 (the server is stopping; the next start goes on)")

    def keep_house(self) -> None:
        """Forget old questions and originals of nothing, now and every so often, until the server ends. Runs in the background."""
        while True:
            try:
                retention.forget(self.home.store, self.home.settings.question_days)
                if not self.home.is_read_only:
                    self.home.sweep()  # a deletion that was killed may have left an original
            except Exception:  # an edge: the next time
                log.exception("old conversations or originals were not forgotten")
            if self.ended.wait(BETWEEN_IN_MEMORY if self.home.store.forgets else BETWEEN):
                return

    def _mirrored(self) -> bool:
        """Whether the vectors follow the store; a server of vectors that is away is asked again later."""
        try:
            self.home.sync(report=self.onward)
        except IndexAwayError:
            return False
        return True

    def _read_shelves(self) -> None:
        """The terms, and what the first disclosures say (all of them, where they are few)."""
        library = self.home.asker.library
        library.refresh()
        understand("预热", library.bodies)
        for disclosure in library.disclosures[:SHELVES]:
            library.shelf(disclosure.id)


def _state(request: Request) -> State:
    state: State = request.app.state.mingzhang
    return state


Shared = Annotated[State, Depends(_state)]
