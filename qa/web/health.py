"""健康接口: alive, ready, and metrics."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from corpus.problem import MingzhangError
from qa.web.metrics import MEDIA_TYPE
from qa.web.state import Shared, State

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz", summary="Ready", responses={503: {"description": "Not yet: the body says what is missing"}})
def readyz(state: Shared) -> JSONResponse:
    """The store answers and the embedder is loaded; 503 until then. Figures are answered before that.

    ``degraded``: it answers, but what it promises otherwise cannot be done now: the vectors are out of reach
    (``vectors``), so that passages are found by words alone, or nothing can be written (``writable``).
    ``indexed`` is false while texts are still being embedded.
    """
    if reason := _unavailable(state):
        return JSONResponse({"status": "unavailable", "detail": reason}, HTTPStatus.SERVICE_UNAVAILABLE)
    home, index = state.home, state.home.index
    total, _ = home.store.version()
    away = not home.is_read_only and index.away
    closed = not home.is_read_only and not home.is_writable()
    ready = home.is_read_only or away or index.ready
    open_ = index.ready and not away
    body = {
        "status": "warming" if not ready else "degraded" if away or closed else "ready",
        "disclosures": total,
        "embedder": index.loaded,
        "vectors": open_,
        "indexed": open_ and index.is_current(),
        "writable": not home.is_read_only and not closed,
    }
    return JSONResponse(body, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


def _unavailable(state: State) -> str:
    """Why the store cannot be asked; empty where it can."""
    try:
        return state.home.store.database.complaint()
    except MingzhangError as error:  # it could not even be opened
        return str(error)


@router.get("/metrics", summary="Prometheus metrics")
def metrics(state: Shared) -> Response:
    """Counts and times."""
    total, _ = state.home.store.version()
    gauges = {
        "mingzhang_disclosures": float(total),
        "mingzhang_index_ready": float(state.home.index.ready),
        "mingzhang_index_current": float(state.home.index.is_current()),
        "mingzhang_index_fallback": float(not state.home.index.ready or state.home.index.away),
        "mingzhang_jobs_waiting": float(state.jobs.waiting),
    }
    return Response(state.metrics.text(gauges), media_type=MEDIA_TYPE)
