"""门槛: what every request meets before a route does: the host's name, the rate, the token, the size and time of its body.

All refusals are answered before a body is read. The middleware keeps nothing but counts, and of few addresses.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.settings import Settings
from qa.web.problems import Refusal, problem
from qa.web.rights import bears, is_loopback, may_read, serves, writing_refused

SMALL: Final = 2 * 1024 * 1024
"""Bytes of a request; the longest text to check is a quarter of that, however it is escaped."""
LARGE: Final = {("POST", "/api/disclosures"): 65 * 1024 * 1024}
"""Where files come in: only with the write token, and few at once."""
DRAFTS: Final = {("POST", "/api/check/file"): 8 * 1024 * 1024 + 4096}
"""Where files come in that are read and not kept."""
AT_ONCE: Final = 4
IDLE: Final = 20.0
"""Seconds that a client may leave a body unfinished, or a response unread."""
WHOLE: Final = 60.0
"""Seconds for a whole body; a file has as many times as long as it may be larger."""
SLOWED: Final = 1.0
"""Seconds that the refusal of a token takes."""
WRONG_AT_ONCE: Final = 4
FREE: Final = ("/static/", "/healthz", "/readyz")
"""What is not counted against an address: a page asks for dozens of files."""
_REMEMBERED: Final = 10_000


class _LateError(Exception):
    """A client that does not go on."""


class _LargeError(Exception):
    """A body that is larger than it may be."""


class Rates:
    """次数: a bucket of requests for each address or token; it fills up again evenly within a minute."""

    def __init__(self, a_minute: int) -> None:
        self._most = a_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str, now: float) -> float:
        """Seconds until ``who`` may ask; 0 where it may now, which is counted."""
        left, at = self._left.pop(who, (float(self._most), now))
        left = min(self._most, left + (now - at) * self._most / 60)
        allowed = left >= 1
        self._left[who] = (left - 1 if allowed else left, now)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) * 60 / self._most


class Limits:
    """ASGI middleware: refuses what should not reach a route, and ends what does not go on."""

    def __init__(self, app: ASGIApp, settings: Settings, *, idle: float = IDLE, slowed: float = SLOWED) -> None:
        self._app = app
        self._settings = settings
        self._idle = idle
        self._slowed = slowed
        self.whole = WHOLE
        self._rates = Rates(settings.requests_per_minute) if settings.requests_per_minute else None
        self._large = 0
        self._wrong: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            self._admit(scope, headers)
            most = self._size(scope, headers)
        except Refusal as refusal:
            if refusal.status_code == HTTPStatus.UNAUTHORIZED:
                if self._wrong[_address(scope)] >= WRONG_AT_ONCE:
                    refusal = _too_many_wrong()
                else:
                    await self._slow(scope)
            await _refused(scope, receive, send, refusal)
            return
        large = (scope["method"], scope["path"]) in LARGE
        self._large += large
        try:
            await self._pass(scope, receive, send, most)
        finally:
            self._large -= large

    def _admit(self, scope: Scope, headers: Headers) -> None:
        """Raise Refusal for a host that is not served, too many requests, or a missing read token."""
        if not serves(self._settings, headers.get("host", "")):
            raise Refusal(
                HTTPStatus.MISDIRECTED_REQUEST,
                "此服务不以这个主机名提供；用 MINGZHANG_HOSTS 写明可用的名字 (this host name is not served: set MINGZHANG_HOSTS)",
            )
        path, authorization = scope["path"], headers.get("authorization", "")
        who = _address(scope)
        if self._rates is not None and who and not path.startswith(FREE) and not is_loopback(scope.get("client")):
            known = bears(self._settings, authorization)
            if wait := self._rates.wait(f"token {known}" if known else who, time.monotonic()):
                raise Refusal(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    "请求太频繁，请稍后再试 (too many requests; try again later)",
                    {"retry-after": str(int(wait) + 1)},
                )
        if (
            authorization
            and self._wrong[_address(scope)] >= WRONG_AT_ONCE
            and bears(self._settings, authorization) is None
        ):
            raise _too_many_wrong()
        if not path.startswith(FREE):
            may_read(self._settings, authorization)

    def _size(self, scope: Scope, headers: Headers) -> int:
        """How large the body may be. Raises Refusal where it says itself that it is larger, or may not be sent."""
        asked = (scope["method"], scope["path"])
        most = LARGE.get(asked) or DRAFTS.get(asked, SMALL)
        if asked in LARGE:
            if (refusal := writing_refused(self._settings, headers.get("authorization", ""))) is not None:
                raise refusal
            if self._large >= AT_ONCE:
                raise Refusal(
                    HTTPStatus.SERVICE_UNAVAILABLE,
                    "正在导入的文件太多，请稍后再试 (too many files are being taken in; try again later)",
                    {"retry-after": "10"},
                )
        stated = headers.get("content-length", "0")
        if not stated.isdecimal() or int(stated[:20]) > most:
            raise too_large(most)
        return most

    async def _pass(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """The request as the application sees it: its body counted and awaited for so long and no longer."""
        size, whole, started = 0, False, False
        clock = asyncio.get_running_loop().time
        until = clock() + self.whole * (1 if most <= SMALL else most // SMALL)
        bodiless = scope["method"] == "HEAD" and not scope["path"].startswith("/static/")
        if bodiless:
            scope["method"] = "GET"  # whatever can be got can be looked at

        async def counted() -> Message:
            nonlocal size, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(min(clock() + self._idle, until)):
                    message = await receive()
            except TimeoutError:
                raise _LateError from None
            size += len(message.get("body", b""))
            if size > most:
                raise _LargeError
            whole = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def answered(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.body" and bodiless:
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                started = True
                if message["status"] == HTTPStatus.UNAUTHORIZED:
                    await self._slow(scope)
            async with asyncio.timeout(self._idle * 3):
                await send(message)

        try:
            await self._app(scope, counted, answered)
        except (_LateError, _LargeError) as error:
            if started:
                raise
            late = Refusal(
                HTTPStatus.REQUEST_TIMEOUT, "请求没有发完 (the request was not finished)", {"connection": "close"}
            )
            await _refused(scope, receive, send, late if isinstance(error, _LateError) else too_large(most))

    async def _slow(self, scope: Scope) -> None:
        """Let the refusal of a token take its time, and count those that do so at once."""
        who = _address(scope)
        self._wrong[who] += 1
        try:
            await asyncio.sleep(self._slowed)
        finally:
            self._wrong[who] -= 1
            if not self._wrong[who]:
                del self._wrong[who]


def _too_many_wrong() -> Refusal:
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, "令牌错误的次数太多 (too many wrong tokens)", {"retry-after": "5"})


def too_large(most: int) -> Refusal:
    """The refusal of a body."""
    return Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"请求超过 {most // 2**20} MB (the request is too large)",
        {"connection": "close"},
    )


async def _refused(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    """A refusal in the words of its interface."""
    headers = dict(refusal.headers or {})
    if scope["method"] not in {"GET", "HEAD"}:
        headers["connection"] = "close"  # the body that was not read need not be sent to its end
    if scope["path"].startswith("/v1/"):
        kind = "invalid_request_error" if refusal.status_code < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error"
        error = {"message": refusal.detail, "type": kind, "param": None, "code": None}
        response = JSONResponse({"error": error}, refusal.status_code, headers)
    else:
        response = problem(refusal.status_code, str(refusal.detail), headers)
    await response(scope, receive, send)


def _address(scope: Scope) -> str:
    """Who asks: an address; of IPv6 the network, of which everyone has as many addresses as he likes; else nothing."""
    client = scope.get("client")
    try:
        found = ip_address(client[0]) if client else None
    except ValueError:  # the peer of a socket file: a proxy, which tells nobody apart
        found = None
    if found is None:
        return ""
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
