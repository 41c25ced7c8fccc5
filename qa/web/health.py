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

    ``degraded``: it answers, but the vectors are out of reach (``vectors``), so that passages are found by words alone.
    ``indexed`` is false while texts are still being embedded.
    """
    if reason := _unavailable(state):
        return JSONResponse({"status": "unavailable", "detail": reason}, HTTPStatus.SERVICE_UNAVAILABLE)
    total, _ = state.home.store.version()
    index = state.home.index
    away, embedder = index.away, index.loaded
    status = "degraded" if away else "ready" if index.ready else "warming"
    body = {
        "status": status,
        "disclosures": total,
        "embedder": embedder,
        "vectors": index.ready and not away,
        "indexed": index.ready and not away and index.is_current(),
    }
    return JSONResponse(body, HTTPStatus.SERVICE_UNAVAILABLE if status == "warming" else HTTPStatus.OK)


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
        "mingzhang_jobs_waiting": float(state.jobs.waiting),
    }
    return Response(state.metrics.text(gauges), media_type=MEDIA_TYPE)
