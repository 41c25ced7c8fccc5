"""MCP over HTTP: the protocol's streamable transport as one route of the service."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from qa.home import Home
from qa.mcp.server import server
from qa.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Mounted:
    """The routes to add to an application, and what must run while it does."""

    routes: list[BaseRoute]
    _server: MCPServer[Any]

    def running(self) -> AbstractAsyncContextManager[None]:
        """Enter this for as long as the application runs; once only."""
        return self._server.session_manager.run()


def mounted(home: Home, path: str = "/mcp") -> Mounted:
    """The MCP server over ``home`` at ``path``; sessions are not kept, so that any replica may take any request.

    Listening on this machine alone, it refuses requests that a browser was tricked into sending under another host's name.
    """
    made = server(home, home.settings.public_url)
    application = made.streamable_http_app(
        streamable_http_path=path, stateless_http=True, transport_security=_names(home.settings)
    )
    return Mounted(list(application.routes), made)


def _names(settings: Settings) -> TransportSecuritySettings:
    """By which names it may be asked: this machine's own, the public address', and those that are set.

    By any, where it listens to other machines and none is set.
    """
    names = [name.strip() for name in settings.hosts.split(",") if name.strip()]
    if public := urlsplit(settings.public_url).hostname:
        names.append(public)
    if "*" in names or (settings.host not in LOOPBACK and not names):
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    names += ["localhost", "127.0.0.1", "[::1]"]
    hosts = [host for name in names for host in (name, f"{name}:*")]
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts] + settings.allowed_origins
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
