"""权限: by what name the service is asked, who may read it, who may change the corpus, who may see all conversations."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Sequence
from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import Header, Request

from qa.settings import Settings
from qa.web.problems import Refusal
from qa.web.state import Shared

Authorization = Annotated[str, Header()]
_HOST: Final = re.compile(r"\[([0-9a-fA-F:.]+)\](?::\d{1,5})?|([A-Za-z0-9.\-_]{0,253}?)\.?(?::\d{1,5})?")


def serves(settings: Settings, host: str) -> bool:
    """Whether the service answers to this ``Host`` header.

    Addresses and names without a dot are always served: a page of another site cannot have a name of either kind
    that leads here. Other names are served where ``hosts`` lists them (``*`` is all), or they are the public address.
    """
    allowed = {name.strip().lower() for name in settings.hosts.split(",") if name.strip()}
    if public := urlsplit(settings.public_url).hostname:
        allowed.add(public.lower())
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = (found[1] or found[2] or "").lower()
    if "*" in allowed or name in allowed or name == settings.host.lower():
        return True
    return "." not in name or name.endswith(".localhost") or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def may_read(settings: Settings, authorization: str) -> None:
    """Raise Refusal where reading needs a token that the request does not carry."""
    if settings.read_token and bears(settings, authorization) is None:
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "需要令牌：请求头 Authorization: Bearer <令牌>，浏览器里作为密码填写 (a token is needed; in a browser, as the password)",
            {"www-authenticate": 'Basic realm="mingzhang", charset="UTF-8"'},
        )


def bears(settings: Settings, authorization: str) -> str | None:
    """``write`` or ``read``: which token a request carries; None for neither."""
    given = _given(authorization)
    for what, token in (("write", settings.write_token), ("read", settings.read_token)):
        if token and secrets.compare_digest(given, token.encode()):
            return what
    return None


def _given(authorization: str) -> bytes:
    """The token in a header: a bearer's, or the password that a browser was given. Headers come as Latin-1."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip().encode("latin-1", errors="replace")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(rest.strip(), validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""


def writing_refused(settings: Settings, authorization: str) -> Refusal | None:
    """Why a request may not change the corpus; None where it carries the write token (``Authorization: Bearer …``)."""
    if settings.read_only:
        return Refusal(HTTPStatus.FORBIDDEN, "此服务只读 (this service is read-only)")
    if not settings.write_token:
        return Refusal(
            HTTPStatus.FORBIDDEN,
            "写入未开启：启动服务前设置环境变量 MINGZHANG_WRITE_TOKEN (writing is off: set MINGZHANG_WRITE_TOKEN)",
        )
    return _missing(settings.write_token, authorization)


def may_write(state: Shared, authorization: Authorization = "") -> None:
    """Raise Refusal unless the request carries the write token."""
    if (refusal := writing_refused(state.home.settings, authorization)) is not None:
        raise refusal


def may_see_all(request: Request, state: Shared, authorization: Authorization = "") -> None:
    """Raise Refusal unless the request carries the write token or, where there is none, comes from this machine itself.

    A conversation's id is its key: whoever has it may read and delete that one. The list is everyone's. A request that
    a proxy hands on, or that names another host, is not from this machine, wherever it seems to come from.
    """
    if token := state.home.settings.write_token:
        if (refusal := _missing(token, authorization)) is not None:
            raise refusal
    elif not is_local(request):
        raise Refusal(HTTPStatus.FORBIDDEN, "只有本机可以列出全部会话 (only this machine may list all conversations)")


def _missing(token: str, authorization: str) -> Refusal | None:
    """The refusal of a request without this token. Only a bearer may write: a browser sends passwords unasked."""
    is_bearer = authorization.partition(" ")[0].lower() == "bearer"
    if is_bearer and secrets.compare_digest(_given(authorization), token.encode()):
        return None
    return Refusal(
        HTTPStatus.UNAUTHORIZED,
        "需要写入令牌：请求头 Authorization: Bearer <令牌> (the write token is missing or wrong)",
        {"www-authenticate": "Bearer"},
    )


HANDED_ON: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via", "x-forwarded-proto")


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine itself and was asked of it by a name of its own."""
    name = re.sub(r":\d+$", "", request.headers.get("host", "")).strip("[]").lower()
    own = name == "localhost" or (_is_address(name) and ip_address(name).is_loopback)
    return own and is_loopback(request.client) and not any(header in request.headers for header in HANDED_ON)


def is_loopback(client: Sequence[Any] | None) -> bool:
    """Whether a peer's address is this machine's."""
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:  # not an address: a socket file's peer
        return False
