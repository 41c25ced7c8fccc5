"""MCP 资源: the documents' texts and tables by address, for clients that let a person pick what a model reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from corpus.problem import MingzhangError
from qa.disclosed import table_markdown
from qa.tools import Tools


def offer(made: MCPServer[Any], tools: Tools) -> None:
    """Add the resources to a server."""

    @made.resource("mingzhang://disclosures", title="公开文件目录", mime_type="application/json")
    def disclosures() -> str:
        """All disclosures: id, title, body, year, kind, file."""
        keys = ("id", "title", "issuer", "fiscal_year", "kind", "source")
        listed = [{key: d[key] for key in keys} for d in tools.list_disclosures(limit=1000)["disclosures"]]
        return json.dumps(listed, ensure_ascii=False, indent=1)

    @made.resource("mingzhang://disclosures/{disclosure_id}/text", title="公开文件全文", mime_type="text/plain")
    def text(disclosure_id: str) -> str:
        """The extracted text, to which all offsets refer."""
        return _found(lambda: tools.home.store.text(disclosure_id))

    @made.resource("mingzhang://disclosures/{disclosure_id}/tables", title="公开文件的表", mime_type="application/json")
    def tables(disclosure_id: str) -> str:
        """The tables of a disclosure: id, title, unit, status."""
        _found(lambda: str(tools.home.store.counts(disclosure_id)))
        listed = [
            {"id": t.id, "title": t.title, "unit": t.unit, "status": t.status, "rows": len(t.rows)}
            for t in tools.home.store.tables(disclosure_id)
        ]
        return json.dumps(listed, ensure_ascii=False, indent=1)

    @made.resource("mingzhang://tables/{table_id}", title="一张表", mime_type="text/markdown")
    def table(table_id: str) -> str:
        """One table as Markdown."""
        return _found(lambda: markdown(tools, table_id))


def markdown(tools: Tools, table_id: str) -> str:
    """A table as Markdown. Raises NoSuchThingError."""
    return table_markdown(tools.table(table_id))


def _found(read: Callable[[], str]) -> str:
    try:
        return read()
    except MingzhangError as error:
        raise ResourceNotFoundError(str(error)) from None
