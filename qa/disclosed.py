"""公开文件与表 as the contract's objects, for whoever shows them: HTTP, MCP, LangChain."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.disclosure import Disclosure, Row, Section, Table
from corpus.money import Quantity
from corpus.store import Store


def described(store: Store, disclosure: Disclosure) -> dict[str, Any]:
    """A disclosure with its counts and what went wrong while reading it."""
    more = {
        "counts": store.counts(disclosure.id),
        "warnings": [p.message for p in store.problems(disclosure.id)],
    }
    return asdict(disclosure) | more


def outline(sections: tuple[Section, ...]) -> list[dict[str, Any]]:
    """目录: sections as a tree; ``sections`` are in printed order."""
    roots: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    for section in sections:
        node: dict[str, Any] = {
            "id": section.id,
            "title": section.path[-1] if section.path else "",
            "level": section.level,
            "start": section.place.start,
            "end": section.place.end,
            "page": section.place.page,
            "children": [],
        }
        while above and above[-1]["level"] >= section.level:
            above.pop()
        (above[-1]["children"] if above else roots).append(node)
        above.append(node)
    return roots


def table_shown(table: Table) -> dict[str, Any]:
    """A table as head paths and rows, each cell with its own offsets."""
    names = ("id", "title", "kind", "unit", "columns", "section", "status", "note", "subject")
    whole = {name: getattr(table, name) for name in names}
    place = {"start": table.place.start, "end": table.place.end, "page": table.place.page}
    return whole | place | {"rows": [_row(table, row) for row in table.rows]}


def _row(table: Table, row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "code": row.code,
        "parents": row.parents,
        "start": row.place.start,
        "end": row.place.end,
        "cells": [
            {
                "index": c.column,
                "column": table.columns[c.column] if 0 <= c.column < len(table.columns) else "",
                "text": c.text,
                "value": format(c.value.value, "f") if isinstance(c.value, Quantity) else None,
                "unit": c.value.unit if isinstance(c.value, Quantity) else None,
                "blank": c.value is not None and not isinstance(c.value, Quantity),
                "start": c.place.start,
                "end": c.place.end,
            }
            for c in row.cells
        ],
    }


def table_markdown(table: Table) -> str:
    """A table as Markdown, for readers that take text alone: title, unit, heads, rows as printed."""
    heads = ["科目编码", "项目", *table.columns]
    lines = [f"**{table.title}**" + (f"（单位：{table.unit}）" if table.unit else ""), "", _line(heads)]
    lines.append("|" + "---|" * len(heads))
    for row in table.rows:
        cells = {c.column: c.text for c in row.cells}
        lines.append(_line([row.code or "", row.label, *(cells.get(n, "") for n in range(len(table.columns)))]))
    return "\n".join([*lines, *([table.note] if table.note else [])])


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in cells) + " |"
