"""指标: counts and times of requests for Prometheus, by its own client library; and the headers of every response."""

from __future__ import annotations

import time
from collections.abc import Mapping

from prometheus_client import (
    CONTENT_TYPE_PLAIN_1_0_0,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.version import VERSION

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0
GAUGES = {
    "mingzhang_disclosures": "Disclosures held",
    "mingzhang_index_ready": "1 where the embedder is loaded and the vector index is open",
    "mingzhang_index_current": "1 where every passage held is embedded",
    "mingzhang_index_fallback": "1 where words alone find passages: the vectors are not open, or out of reach",
    "mingzhang_jobs_waiting": "Uploads that are being indexed or wait for it",
}
"""Values of the moment, read when they are asked for."""


class Metrics:
    """指标簿 of one application, safe to share between threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        Info("mingzhang_build", "Which program this is", registry=self._registry).info({"version": VERSION})
        self._requests = Counter(
            "mingzhang_requests", "Requests finished", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "mingzhang_request_duration_seconds",
            "Time to the end of the response",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._answers = Counter(
            "mingzhang_answers", "Answers to questions, by their status", ("status",), registry=self._registry
        )
        self._plans = Counter(
            "mingzhang_plans", "Answers, by who planned what was looked up", ("planner",), registry=self._registry
        )
        self._gauges = {name: Gauge(name, told, registry=self._registry) for name, told in GAUGES.items()}

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one finished request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, status: str, planner: str) -> None:
        """Count one answer by its status (answered, not_found…) and by who planned it (built-in, model)."""
        self._answers.labels(status).inc()
        self._plans.labels(planner).inc()

    def text(self, gauges: Mapping[str, float]) -> str:
        """All of it as text; ``gauges`` are values of the moment by metric name (:data:`GAUGES`)."""
        for name, value in gauges.items():
            self._gauges[name].set(value)
        return generate_latest(self._registry).decode()


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
