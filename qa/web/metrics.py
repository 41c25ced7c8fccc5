"""指标: counts and times of requests in Prometheus' text format."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """计数器, safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._answers: Counter[str] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one finished request."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._seconds += seconds
            for bound in BUCKETS:
                if seconds <= bound:
                    self._buckets[bound] += 1

    def answer(self, status: str) -> None:
        """Count one answer by its status (answered, not_found…)."""
        with self._lock:
            self._answers[status] += 1

    def text(self, gauges: dict[str, float]) -> str:
        """All of it as text; ``gauges`` are values of the moment by metric name."""
        with self._lock:
            total = sum(self._requests.values())
            lines = ["# TYPE mingzhang_requests_total counter"]
            lines += [
                f'mingzhang_requests_total{{method="{m}",route="{r}",status="{s}"}} {n}'
                for (m, r, s), n in sorted(self._requests.items())
            ]
            lines += ["# TYPE mingzhang_request_seconds histogram"]
            lines += [f'mingzhang_request_seconds_bucket{{le="{b}"}} {self._buckets[b]}' for b in BUCKETS]
            lines += [f'mingzhang_request_seconds_bucket{{le="+Inf"}} {total}']
            lines += [f"mingzhang_request_seconds_sum {self._seconds:.6f}", f"mingzhang_request_seconds_count {total}"]
            lines += ["# TYPE mingzhang_answers_total counter"]
            lines += [f'mingzhang_answers_total{{status="{s}"}} {n}' for s, n in sorted(self._answers.items())]
            lines += _gauges(gauges.items())
        return "\n".join(lines) + "\n"


def _gauges(values: Iterable[tuple[str, float]]) -> list[str]:
    return [line for name, value in values for line in (f"# TYPE {name} gauge", f"{name} {value:g}")]


class Observed:
    """ASGI middleware: counts every request and sets the headers that keep a browser careful."""

    POLICY = (
        b"default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; "
        b"frame-ancestors 'none'; object-src 'none'"
    )
    HEADERS = (
        (b"content-security-policy", POLICY),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-frame-options", b"DENY"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    )
    UNCACHED = (b"cache-control", b"no-store")
    """For what an interface says, unless its route says otherwise: it may be a person's own conversation."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = list(message.get("headers", ()))
                if scope["path"].startswith(("/api/", "/v1/")) and all(n.lower() != b"cache-control" for n, _ in given):
                    given.append(self.UNCACHED)
                message = {**message, "headers": [*given, *self.HEADERS]}
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            # The route's template, not the address: the number of time series must stay bounded.
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.request(scope["method"], route, status, time.perf_counter() - started)
