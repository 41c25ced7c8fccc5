"""健康接口: alive, ready, and metrics."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from qa.web.metrics import MEDIA_TYPE
from qa.web.state import Shared

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz", summary="Ready")
def readyz(state: Shared) -> JSONResponse:
    """The store is open and the embedder loaded; 503 until then. Figures are answered before that.

    ``degraded``: it answers, but what it promises otherwise cannot be done now: nothing can be written.
    """
    total, _ = state.home.store.version()
    home = state.home
    ready = home.is_read_only or home.index.ready
    degraded = not home.is_read_only and not home.is_writable()
    body = {
        "status": "warming" if not ready else "degraded" if degraded else "ready",
        "disclosures": total,
        "embedder": home.index.ready,
        "writable": not home.is_read_only and not degraded,
    }
    return JSONResponse(body, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


@router.get("/metrics", summary="Prometheus metrics")
def metrics(state: Shared) -> Response:
    """Counts and times."""
    total, _ = state.home.store.version()
    gauges = {"mingzhang_disclosures": float(total), "mingzhang_index_ready": float(state.home.index.ready)}
    return Response(state.metrics.text(gauges), media_type=MEDIA_TYPE)
