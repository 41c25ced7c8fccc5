"""应用: the FastAPI application, put together."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from qa.home import Home
from qa.settings import Settings
from qa.web import (
    answers,
    chat,
    checks,
    conversations,
    disclosures,
    exports,
    facts,
    health,
    history,
    pages,
    pictures,
    problems,
    uploads,
)
from qa.web.jobs import Jobs
from qa.web.limits import Limits
from qa.web.metrics import Metrics, Observed
from qa.web.shapes import Problem
from qa.web.state import Draw, Join, Package, Read, State

PARTS = (
    answers,
    checks,
    conversations,
    history,
    disclosures,
    exports,
    facts,
    pictures,
    uploads,
    chat,
    health,
    pages,
)
DESCRIPTION = "Ask public budgets in plain language: the figure, how it was computed, and where it is printed."


def create_app(
    settings: Settings,
    read: Read | None = None,
    *,
    package: Package | None = None,
    draw: Draw | None = None,
    join: Join | None = None,
    warm: bool = True,
) -> FastAPI:
    """The application over the home that ``settings`` name.

    ``read`` takes a file's bytes and name and gives what it says (``ingest.load.read``); without it, uploads
    are refused. ``package`` makes the Fiscal Data Package (``ingest.fiscal_package``); without it there is none.
    ``draw`` makes the picture of a page (``ingest.picture.page_png``); without it the text alone is shown.
    ``join`` reads files of one disclosure together (``ingest.joining.joined``); without it each is one by itself.
    ``warm`` loads the embedder in the background as soon as the server runs.
    """
    state = State(home=Home(settings), jobs=Jobs(), metrics=Metrics(), read=read, package=package, draw=draw, join=join)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=state.warm, name="warm", daemon=True).start()
            threading.Thread(target=state.keep_house, name="house", daemon=True).start()
        yield
        state.ended.set()
        state.home.settle()  # before the job under way, which may outlast the patience of whoever stops the server
        state.drawn.close()
        state.jobs.close()
        state.home.close()

    app = FastAPI(
        title="mingzhang 明账",
        description=DESCRIPTION,
        version="1",
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own page loads its script from elsewhere; qa.web.pages has one that does not
        redoc_url=None,
        responses={422: {"model": Problem, "description": "The request cannot be used; `detail` says why"}},
    )
    app.state.mingzhang = state
    problems.install(app)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(Observed, metrics=state.metrics)
    for part in PARTS:
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app
