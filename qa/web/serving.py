"""接入: connections of the service: their number, their request heads, and how long a client may take for one.

uvicorn itself waits for ever for the rest of a head that was begun; a few hundred such clients would keep out all others.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from typing import Any, ClassVar, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from qa.web.rights import is_loopback

HEAD: Final = 10.0
"""Seconds for the head of a request, counted from the connection or from the head's first byte."""
AT_ONCE: Final = 500
"""Connections; above it a client is told to come again."""
WAITING: Final = 300
"""Connections that have not sent a whole head; above it the oldest makes room."""
OF_ONE: Final = 100
"""Connections of one address other than this machine's own."""
FILES: Final = 4096
"""Open files that the process asks for: each connection is one."""

_HTTP: Any = AutoHTTPProtocol


class Patient(_HTTP):  # type: ignore[misc]
    """HTTP as uvicorn speaks it, with an end to its patience."""

    patience = HEAD
    _held: ClassVar[Counter[str]] = Counter()
    _waiting: ClassVar[dict[Any, None]] = {}
    """Connections whose request has not begun or not wholly come, those that wait longest first."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """A client comes."""
        super().connection_made(transport)
        self._counted = self.client[0] if self.client and not is_loopback(self.client) else ""
        self._head: asyncio.TimerHandle | None = None
        if self._counted:
            self._held[self._counted] += 1
            if self._held[self._counted] > OF_ONE:
                transport.abort()
                return
        self._watch()

    def data_received(self, data: bytes) -> None:
        """A client goes on."""
        super().data_received(data)
        if self._is_waiting():
            self._watch()
        else:
            self._unwatch()

    def connection_lost(self, exc: Exception | None) -> None:
        """A client leaves."""
        self._unwatch()
        if self._counted:
            self._held[self._counted] -= 1
            if self._held[self._counted] <= 0:
                del self._held[self._counted]
        super().connection_lost(exc)

    def _is_waiting(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def _watch(self) -> None:
        if self._head is None:
            self._waiting[self] = None
            if len(self._waiting) > WAITING:
                next(iter(self._waiting)).give_up()
            self._head = self.loop.call_later(self.patience, self._hung)

    def give_up(self) -> None:
        """Make room: whoever means it sends his request at once."""
        self._unwatch()
        self.transport.abort()

    def _unwatch(self) -> None:
        self._waiting.pop(self, None)
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _hung(self) -> None:
        self._unwatch()
        if self._is_waiting() and not self.transport.is_closing():
            self.transport.close()


def server(application: FastAPI) -> uvicorn.Server:
    """The server of the application; give it listening sockets to run."""
    _more_files()
    config = uvicorn.Config(
        application,
        http=Patient,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=30,
    )
    return uvicorn.Server(config)


def _more_files() -> None:
    """As many open files as connections need, where the system lets a process ask for them."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
