"""小样: hand-made tables for tests. A row is "label|cell|cell"; a blank cell is an empty one, ``~`` is none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.disclosure import Cell, Disclosure, Kind, Place, Row, Scope, Table
from corpus.money import BLANK, Blank, Quantity, parse_number


def disclosure(kind: Kind = "final_accounts", year: int = 2022, scope: Scope = "unit") -> Disclosure:
    return Disclosure(
        id="d1",
        title="云溪区测试中心公开",
        issuer="云溪区测试中心",
        aliases=("测试中心",),
        units=(),
        region=("云溪区",),
        fiscal_year=year,
        kind=kind,
        scope=scope,
        published=None,
        source="d1.txt",
        media_type="text/plain",
        sha256="0" * 64,
        original_sha256=None,
        narrative="original",
        pages=None,
        ingested_at="2026-01-01T00:00:00Z",
    )


def _value(text: str, unit: str) -> Quantity | Blank | None:
    text = text.strip()
    if not text:
        return BLANK
    own = "%" if text.endswith("%") else unit
    number = parse_number(text.removesuffix("%"))
    return None if number is None else Quantity(number, own, text)


def table(
    kind: str,
    columns: Sequence[str],
    rows: Sequence[str],
    *,
    unit: str = "万元",
    subject: str | None = None,
    table_id: str = "d1-t01",
    title: str = "",
    start: int = 0,
) -> Table:
    """A row: ``code label|cell|…`` (the code only where it is all digits); parents by ``parent/label``."""
    out, at = [], start
    for line in rows:
        first, *texts = line.split("|")
        head, _, tail = first.partition(" ")
        code, label = (head, tail) if head.isdigit() and tail else (None, first)
        *parents, name = label.split("/")
        cells = []
        at = begin = at + 1
        at += len(first)
        for column, text in enumerate(texts):
            at += 1
            if text == "~":
                continue
            own = "分" if re.search("得分|分值", columns[column].split("/")[-1]) else unit
            cells.append(Cell(column, text.strip(), _value(text, own), Place(at, at + len(text))))
            at += len(text)
        out.append(Row(name, code, tuple(parents), tuple(cells), Place(begin, at)))
    return Table(
        id=table_id,
        title=title or kind,
        kind=kind,
        unit=unit,
        columns=tuple(columns),
        rows=tuple(out),
        place=Place(start, at),
        section=(),
        subject=subject,
    )
