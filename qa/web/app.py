"""应用: the FastAPI application, put together."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib import import_module
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from qa.home import Home
from qa.settings import Settings
from qa.version import VERSION
from qa.web import (
    answers,
    chat,
    checks,
    conversations,
    disclosures,
    drafts,
    embeddings,
    exports,
    facts,
    health,
    history,
    openapi,
    pages,
    pictures,
    problems,
    reports,
    responses,
    retrieval,
    tracing,
    uploads,
)
from qa.web.jobs import Jobs
from qa.web.limits import Limits
from qa.web.logged import Logged
from qa.web.metrics import Metrics, Observed
from qa.web.shapes import Problem
from qa.web.state import Draw, Join, Mount, Package, Read, ReadDraft, State

PARTS = (
    answers,
    checks,
    drafts,
    reports,
    conversations,
    history,
    disclosures,
    exports,
    facts,
    pictures,
    uploads,
    chat,
    responses,
    embeddings,
    retrieval,
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
    mount: Mount | None = None,
    draft: ReadDraft | None = None,
    warm: bool = True,
) -> FastAPI:
    """The application over the home that ``settings`` name.

    ``read`` takes a file's bytes and name and gives what it says (``ingest.load.read``); without it, uploads
    are refused. ``package`` makes the Fiscal Data Package (``ingest.fiscal_package``); without it there is none.
    ``draw`` makes the picture of a page (``ingest.picture.page_png``); without it the text alone is shown.
    ``join`` reads files of one disclosure together (``ingest.joining.joined``); without it each is one by itself.
    ``draft`` reads a file whose figures are to be checked (``ingest.draft.draft_text``); without it only text is.
    ``mount`` adds another protocol (``qa.mcp.mount``: /mcp); without it there is none.
    ``warm`` loads the embedder in the background as soon as the server runs.
    """
    home = Home(settings)
    jobs = Jobs(lambda: home.store, lambda report: uploads.resync(state, report))
    state = State(
        home=home, jobs=jobs, metrics=Metrics(), read=read, package=package, draw=draw, join=join, draft=draft
    )

    more = mount(state.home) if mount is not None else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if warm:
            _begin(state)
        async with more.running() if more is not None else nullcontext():
            yield
        state.ended.set()
        state.home.settle()  # before the job under way, which may outlast the patience of whoever stops the server
        state.drawn.close()
        state.jobs.close()
        state.home.close()

    app = FastAPI(
        title="mingzhang 明账",
        description=DESCRIPTION,
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own page loads its script from elsewhere; qa.web.pages has one that does not
        redoc_url=None,
        telemetry=tracing.telemetry(state.home.store.engine) if settings.traces else None,
        generate_unique_id_function=openapi.operation_id,
        responses={422: {"model": Problem, "description": "The request cannot be used; `detail` says why"}},
    )
    app.state.mingzhang = state
    _put_together(app, state)
    if more is not None:
        app.router.routes.extend(more.routes)
    app.mount("/static", pages.Static(directory=Path(__file__).parent / "static"), name="static")
    return app


def _begin(state: State) -> None:
    """The work in the background of a server that runs."""
    import_module("numpy")  # before there are threads: loaded by two at once, it is half there for one of them
    threading.Thread(target=state.warm, name="warm", daemon=True).start()
    threading.Thread(target=state.keep_house, name="house", daemon=True).start()


def _put_together(app: FastAPI, state: State) -> None:
    """The routes with what stands before them (the last added is the first that a request meets) and describes them."""
    settings = state.home.settings
    problems.install(app, pages.problem)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(Observed, metrics=state.metrics)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=[
                "*"
            ],  # clients made for browsers send headers of their own (x-stainless-…), and which ones changes
            expose_headers=["mcp-session-id", "retry-after", "x-request-id"],
        )
    app.add_middleware(Logged)
    for part in PARTS:
        app.include_router(part.router)
    app.state.routers = [part.router for part in PARTS]
    openapi.install(app, app.state.routers, settings.public_url)
