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


@router.get("/readyz", summary="Ready", responses={503: {"description": "Not yet: the body says what is missing"}})
def readyz(state: Shared) -> JSONResponse:
    """The store is open and the embedder loaded; 503 until then. Figures are answered before that."""
    total, _ = state.home.store.version()
    ready = state.home.index.ready
    body = {"status": "ready" if ready else "warming", "disclosures": total, "embedder": ready}
    return JSONResponse(body, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


@router.get("/metrics", summary="Prometheus metrics")
def metrics(state: Shared) -> Response:
    """Counts and times."""
    total, _ = state.home.store.version()
    gauges = {
        "mingzhang_disclosures": float(total),
        "mingzhang_index_ready": float(state.home.index.ready),
        "mingzhang_index_current": float(state.home.index.is_current()),
        "mingzhang_jobs_waiting": float(state.jobs.waiting),
    }
    return Response(state.metrics.text(gauges), media_type=MEDIA_TYPE)
