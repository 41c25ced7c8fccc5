"""错误: every error leaves as a problem document (RFC 9457), worded for the person who has to act on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from corpus import faults
from corpus.problem import MingzhangError, NoSuchDisclosureError, UnreadableError
from qa.web import envelope

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUS = {NoSuchDisclosureError: HTTPStatus.NOT_FOUND, UnreadableError: HTTPStatus.UNPROCESSABLE_ENTITY}


class Refusal(HTTPException):
    """拒绝: an error that a route raises on purpose; ``detail`` says what to do."""

    def __init__(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(int(status), detail, headers)


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """A problem document as a response."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail} | more
    return JSONResponse(body, status, headers, MEDIA_TYPE)


Page = Callable[[Request, int, str], Response]
"""错误页: a request, a status and what to do, as a page for people."""
INTERFACE = ("/api/", "/v1/", "/static/")


def install(app: FastAPI, page: Page | None = None) -> None:
    """Make every error of ``app`` a problem document; a browser that asked for a page gets one, made by ``page``."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(MingzhangError, _ours)
    app.add_exception_handler(Exception, _unforeseen)
    app.state.problem_page = page


def _answered(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """A problem in the form that was asked for."""
    page: Page | None = getattr(request.app.state, "problem_page", None)
    looked_at = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if page is None or not looked_at or request.url.path.startswith(INTERFACE):
        return problem(status, detail, headers)
    return page(request, status, detail)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type
    if _speaks_openai(request):
        return envelope.unusable(list(error.errors()))
    errors = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
    detail = "; ".join(f"{e['where']}: {e['what']}" for e in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type
    headers = dict(error.headers) if error.headers else None
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"allow": ", ".join(sorted(_methods(request)))}
    if _speaks_openai(request):
        param, code = getattr(error, "param", None), getattr(error, "code", None)
        return envelope.enveloped(error.status_code, str(error.detail), param, code, headers)
    return _answered(request, error.status_code, str(error.detail), headers)


async def _ours(request: Request, error: Exception) -> Response:
    status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    if _speaks_openai(request):
        return envelope.enveloped(status, str(error))
    return _answered(request, status, str(error))


def _methods(request: Request) -> set[str]:
    """What may be done at an address: each method is a route of its own, and Starlette tells those of the first alone."""
    routes = (route for router in request.app.state.routers for route in router.routes)
    return {m for r in routes if r.matches(request.scope)[0] is not Match.NONE for m in r.methods or ()}


def _speaks_openai(request: Request) -> bool:
    return request.url.path.startswith(envelope.PREFIX)


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    if (words := faults.told(error)) is not None:
        log.error("%s at %s", type(error).__name__, request.url.path)
        status, headers = HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": "30"}
    else:
        log.error("unforeseen error at %s", request.url.path, exc_info=error)
        words, headers = "服务内部出错，已记入日志；请稍后再试 (an internal error, logged)", {}
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    if _speaks_openai(request):
        return envelope.enveloped(status, words, headers=headers)
    return problem(status, words, headers)
