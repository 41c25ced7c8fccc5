"""编码: our types to JSON and rows and back, exactly: Decimals as text, tuples as lists."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from corpus.disclosure import Cell, Check, Disclosure, Fact, Part, Passage, Place, Row, Section, Table
from corpus.money import BLANK, Blank, Bound, Quantity
from corpus.problem import Problem

Json = Any


def dumps(value: Json) -> str:
    """Compact JSON; Decimals and enumerations as text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(
        value, type
    ):  # level by level as JSON is written: dataclasses.asdict copies everything first
        return {name: getattr(value, name) for name in _names(type(value))}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Bound):
        return value.value
    if isinstance(value, Blank):
        return "blank"
    raise TypeError(f"cannot store {type(value).__name__}: {value!r}")


def place(raw: Json) -> Place:
    """位置 from its JSON."""
    return Place(raw["start"], raw["end"], raw.get("page"))


def quantity(raw: Json) -> Quantity | None:
    """数量 from its JSON; None stays None."""
    if raw is None:
        return None
    return Quantity(Decimal(raw["value"]), raw["unit"], raw.get("printed", ""), Bound(raw.get("bound", "=")))


def disclosure(text: str) -> Disclosure:
    """公开文件 from its JSON text."""
    raw = json.loads(text)
    raw |= {name: tuple(raw[name]) for name in ("aliases", "units", "region")}
    return Disclosure(**raw | {"parts": tuple(Part(**part) for part in raw.get("parts", ()))})


def sections(text: str) -> tuple[Section, ...]:
    """章节 from JSON text."""
    return tuple(Section(r["id"], tuple(r["path"]), r["level"], place(r["place"]), r["body"]) for r in json.loads(text))


def problems(text: str) -> tuple[Problem, ...]:
    """问题 from JSON text."""
    return tuple(Problem(**raw) for raw in json.loads(text))


def checks(text: str) -> tuple[Check, ...]:
    """勾稽 from JSON text."""
    return tuple(
        Check(
            raw["rule"],
            raw["about"],
            raw["holds"],
            quantity(raw["expected"]),
            quantity(raw["found"]),
            quantity(raw["difference"]),
            quantity(raw["tolerance"]),
            raw["grade"],
            tuple(place(p) for p in raw["places"]),
        )
        for raw in json.loads(text)
    )


def _cell(raw: Json) -> Cell:
    value = BLANK if raw["value"] == "blank" else quantity(raw["value"])
    return Cell(raw["column"], raw["text"], value, place(raw["place"]))


def table(text: str) -> Table:
    """表 from its JSON text."""
    raw = json.loads(text)
    rows = tuple(
        Row(r["label"], r["code"], tuple(r["parents"]), tuple(_cell(c) for c in r["cells"]), place(r["place"]))
        for r in raw["rows"]
    )
    return Table(
        **raw
        | {
            "rows": rows,
            "columns": tuple(raw["columns"]),
            "section": tuple(raw["section"]),
            "place": place(raw["place"]),
        }
    )


def fact_row(fact: Fact, ordinal: int) -> dict[str, object]:
    """The database row of a fact."""
    return {
        "id": fact.id,
        "disclosure_id": fact.disclosure_id,
        "ordinal": ordinal,
        "origin": fact.origin,
        "concept": fact.concept,
        "aspect": fact.aspect,
        "subject": fact.subject,
        "row": fact.row,
        "row_code": fact.row_code,
        "column_path": fact.column,
        "measure": fact.measure,
        "basis": fact.basis,
        "year": fact.year,
        "scope": fact.scope,
        "value": str(fact.quantity.value),
        "unit": fact.quantity.unit,
        "printed": fact.quantity.printed,
        "bound": fact.quantity.bound.value,
        "table_id": fact.table_id,
        "table_title": fact.table,
        "section": dumps(fact.section),
        "start": fact.place.start,
        "end": fact.place.end,
        "page": fact.place.page,
        "context_start": fact.context.start,
        "context_end": fact.context.end,
        "direction": fact.direction,
        "reason_start": fact.reason.start if fact.reason else None,
        "reason_end": fact.reason.end if fact.reason else None,
        "verified": fact.verified,
    }


def fact(row: Json) -> Fact:
    """A fact from its database row (a mapping)."""
    reason = None if row["reason_start"] is None else Place(row["reason_start"], row["reason_end"], row["page"])
    return Fact(
        id=row["id"],
        disclosure_id=row["disclosure_id"],
        origin=row["origin"],
        quantity=Quantity(Decimal(row["value"]), row["unit"], row["printed"], Bound(row["bound"])),
        row=row["row"],
        row_code=row["row_code"],
        column=row["column_path"],
        concept=row["concept"],
        aspect=row["aspect"],
        subject=row["subject"],
        measure=row["measure"],
        basis=row["basis"],
        year=row["year"],
        scope=row["scope"],
        table_id=row["table_id"],
        table=row["table_title"],
        section=tuple(json.loads(row["section"])),
        place=Place(row["start"], row["end"], row["page"]),
        context=Place(row["context_start"], row["context_end"], row["page"]),
        direction=row["direction"],
        reason=reason,
        verified=bool(row["verified"]),
    )


def passage(row: Json) -> Passage:
    """A passage from its database row (a mapping)."""
    return Passage(
        row["id"], tuple(json.loads(row["section"])), row["text"], Place(row["start"], row["end"], row["page"])
    )


def body(value: Disclosure | Table) -> str:
    """A disclosure or a table as JSON text."""
    return dumps(value)


def listed(values: tuple[Section, ...] | tuple[Check, ...] | tuple[Problem, ...]) -> str:
    """Sections, checks or problems as JSON text."""
    return dumps(values)
