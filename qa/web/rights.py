"""权限: who may change the corpus, and who may see everyone's conversations."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated

from fastapi import Header, Request

from qa.web.problems import Refusal
from qa.web.state import Shared

Authorization = Annotated[str, Header()]


def may_write(state: Shared, authorization: Authorization = "") -> None:
    """Raise Refusal unless the request carries the write token (``Authorization: Bearer …``)."""
    if not state.home.settings.write_token:
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "写入未开启：启动服务前设置环境变量 MINGZHANG_WRITE_TOKEN (writing is off: set MINGZHANG_WRITE_TOKEN)",
        )
    _require(state.home.settings.write_token, authorization)


def may_see_all(request: Request, state: Shared, authorization: Authorization = "") -> None:
    """Raise Refusal unless the request carries the write token or, where there is none, comes from this machine.

    A conversation's id is its key: whoever has it may read and delete that one. The list is everyone's.
    """
    if token := state.home.settings.write_token:
        _require(token, authorization)
    elif not is_local(request):
        raise Refusal(HTTPStatus.FORBIDDEN, "只有本机可以列出全部会话 (only this machine may list all conversations)")


def _require(token: str, authorization: str) -> None:
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), token.encode()):
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "需要写入令牌：请求头 Authorization: Bearer <令牌> (the write token is missing or wrong)",
            {"www-authenticate": "Bearer"},
        )


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine."""
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:  # not an address: a socket file's peer
        return False
