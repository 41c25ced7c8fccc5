"""错误: every error leaves as a problem document (RFC 9457), worded for the person who has to act on it."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus import faults
from corpus.problem import MingzhangError, NoSuchDisclosureError, UnreadableError

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


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem document."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(MingzhangError, _ours)
    app.add_exception_handler(Exception, _unforeseen)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type
    errors = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
    detail = "; ".join(f"{e['where']}: {e['what']}" for e in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, str(error.detail), headers)


async def _ours(_: Request, error: Exception) -> JSONResponse:
    status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    return problem(status, str(error))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    if (words := faults.told(error)) is not None:
        log.error("%s at %s", type(error).__name__, request.url.path)
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, words, {"retry-after": "30"})
    log.error("unforeseen error at %s", request.url.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "服务内部出错，已记入日志；请稍后再试 (an internal error, logged)")
