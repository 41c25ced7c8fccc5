"""答复成文: an answer as Markdown with its sources, for protocols that carry text alone; links lead to the very place."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from qa.tools import place_path


def with_sources(answer: dict[str, Any], url: str = "") -> str:
    """An answer with its citations as a Markdown list; with ``url``, each leads to its place on the service's page."""
    lines = [source_line(citation, url) for citation in answer["citations"]]
    return "\n\n".join([answer["answer"], "\n".join(lines)]) if lines else str(answer["answer"])


def source_line(citation: dict[str, Any], url: str = "") -> str:
    """One citation as an item of a Markdown list."""
    title = f"《{citation['title']}》{citation['section']}"
    if url:
        title = f"[{_inert(title)}]({place_url(citation, url)})"
    page = f"，第 {citation['page']} 页" if citation["page"] else ""
    return f"- [{citation['id']}] {title}{page}{_cell(citation.get('table'))}：“{' '.join(citation['quote'].split())}”"


def _cell(table: dict[str, Any] | None) -> str:
    """Row × column of a quoted cell: a printed row is a line of numbers, by itself it does not say which."""
    if table is None:
        return ""
    return f"，{table['title']}（{' × '.join(part for part in (table['row'], table['column']) if part)}）"


def place_url(citation: dict[str, Any], url: str) -> str:
    """Where the service's page shows what a citation quotes, its very cell lit; ``url`` is where the service is reached."""
    column = (citation.get("table") or {}).get("column")
    cell = f"&column={quote(column, safe='')}" if column else ""
    return url.rstrip("/") + place_path(citation["disclosure_id"], citation["start"], citation["end"]) + cell


def _inert(title: str) -> str:
    return title.replace("[", "【").replace("]", "】")
