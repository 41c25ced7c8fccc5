"""MCP over HTTP: the protocol's streamable transport as one route of the service."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from mcp.server.mcpserver import MCPServer
from starlette.routing import BaseRoute

from qa.home import Home
from qa.mcp.server import server


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
    application = made.streamable_http_app(streamable_http_path=path, stateless_http=True, host=home.settings.host)
    return Mounted(list(application.routes), made)
