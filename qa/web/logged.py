"""请求日志: every request has an id, which its response and all its log lines carry, and one line at its end."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.logs import REQUEST

log = logging.getLogger("qa.web.requests")
HEADER: Final = b"x-request-id"
_TAKEN: Final = re.compile(rb"[\w.:-]{1,64}")
UNSEEN: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines: their lines are of no interest while all is well."""


class Logged:
    """ASGI middleware: takes the request's id from ``X-Request-ID`` (a proxy's) or makes one, and logs the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER), b"")
        identity = given.decode() if _TAKEN.fullmatch(given) else uuid.uuid4().hex[:16]
        token = REQUEST.set(identity)
        started, status = time.perf_counter(), 500

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), (HEADER, identity.encode())]}
            await send(message)

        try:
            await self._app(scope, receive, marked)
        finally:
            spent = round((time.perf_counter() - started) * 1000, 1)
            level = logging.DEBUG if scope["path"] in UNSEEN and status < 400 else logging.INFO
            what = {"method": scope["method"], "path": scope["path"], "status": status, "ms": spent}
            log.log(level, "%s %s %d %s ms", scope["method"], scope["path"], status, spent, extra=what)
            REQUEST.reset(token)
