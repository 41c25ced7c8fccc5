"""踪迹: OpenTelemetry traces of requests and of what they ask the database (extra ``otel``), off unless set.

Where they go is told by OpenTelemetry's own variables (``OTEL_EXPORTER_OTLP_ENDPOINT``, ``OTEL_SERVICE_NAME`` …). Statements
carry their text with placeholders, never the values: those may be a person's question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from qa.version import VERSION

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

SKIPPED = ("/healthz", "/readyz", "/metrics", "/static/")


def telemetry(engine: Engine | None = None, exporter: SpanExporter | None = None) -> TelemetryConfig:
    """Trace a database, and give what an application needs to be traced (``FastAPI(telemetry=…)``).

    Spans go to an OTLP collector, unless another exporter is given. Raises ModuleNotFoundError where the extra is missing.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor  # noqa: PLC0415

    told = Resource.create({"service.name": "mingzhang", "service.version": VERSION})
    provider = TracerProvider(resource=told)
    if exporter is None:
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    else:
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    if engine is not None:
        _watch(engine, provider.get_tracer("mingzhang"))
    return {
        "tracer_provider": provider,
        "metrics": False,
        "logs": False,
        "exclude": lambda scope: str(scope.get("path", "")).startswith(SKIPPED),
    }


def _watch(engine: Engine, tracer: Tracer) -> None:
    """A span for every statement. OpenTelemetry's own instrumentation refuses the SQLAlchemy that is pinned (2.1)."""
    from opentelemetry.trace import SpanKind, Status, StatusCode  # noqa: PLC0415 - an extra

    def begun(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        told = {"db.system.name": engine.dialect.name, "db.query.text": statement}
        span = tracer.start_span(statement.split(None, 1)[0].lower(), kind=SpanKind.CLIENT, attributes=told)
        connection.info.setdefault("spans", []).append(span)

    def ended(connection: Connection, *_: Any) -> None:
        connection.info["spans"].pop().end()

    def failed(context: ExceptionContext) -> None:
        if context.connection is not None and context.connection.info.get("spans"):
            span = context.connection.info["spans"].pop()
            span.set_status(Status(StatusCode.ERROR))
            span.end()

    event.listen(engine, "before_cursor_execute", begun)
    event.listen(engine, "after_cursor_execute", ended)
    event.listen(engine, "handle_error", failed)
