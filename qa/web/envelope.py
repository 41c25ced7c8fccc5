"""OpenAI 错误: what goes wrong under /v1, in that protocol's own envelope, which its clients know how to show."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

PREFIX = "/v1/"


class ProtocolError(HTTPException):
    """协议内的错误: refused in the protocol's words; ``param`` is the parameter at fault, ``code`` the protocol's name for it."""

    def __init__(self, status: HTTPStatus, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(int(status), message)
        self.param, self.code = param, code


def enveloped(
    status: int,
    message: str,
    param: str | None = None,
    code: str | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """An error as OpenAI's clients expect it: ``{"error": {"message", "type", "param", "code"}}``."""
    kinds = {HTTPStatus.UNAUTHORIZED: "authentication_error", HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error"}
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    error = {"message": message, "type": kinds.get(HTTPStatus(status), kind), "param": param, "code": code}
    return JSONResponse({"error": error}, status, headers)


def unusable(errors: list[Any]) -> JSONResponse:
    """What pydantic says of a request's body: 400, as the protocol has it, naming the first parameter at fault."""
    where = [".".join(map(str, e["loc"][1:])) or str(e["loc"][0]) for e in errors]
    message = "; ".join(f"{name}: {e['msg']}" for name, e in zip(where, errors, strict=True))
    return enveloped(HTTPStatus.BAD_REQUEST, message, where[0].partition(".")[0] if where else None, "invalid_value")
