"""财政数据包: one disclosure's figures as a Fiscal Data Package (Frictionless datapackage.json and CSV files).

Only innermost figures are exported, so that the amounts of one file add up to the table's total and nothing is
counted twice: 项 by 基本/项目支出 (functional), 款 (economic), sources (revenue). Amounts are in 元. The phase is
approved (预算), adjusted (调整后预算) or executed (决算). Every line names the table and the offsets of its figure.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.disclosure import Disclosure, Fact
from corpus.money import plain
from corpus.subject import lookup
from corpus.terms import TERMS
from ingest import heads
from ingest.tables.catalogue import kind_of

PHASES: Final = {"budget": "approved", "adjusted_budget": "adjusted", "final_accounts": "executed"}
"""阶段 of a figure by its basis; prior years and targets are not of this package."""
_PLACE: Final = ("verified", "table", "start", "end")
_WHO: Final = ("year", "entity", "scope")
_LEVELS: Final = {3: "class", 5: "group", 7: "item"}
_ORDER: Final = tuple(_LEVELS.values())
LICENCE: Final = {
    "name": "notspecified",
    "title": "依法主动公开的政府信息，原件未注明许可 (public government information; the original states no licence)",
}
PROFILE: Final = "tabular-data-package"
"""Fiscal Data Package's official profile is a tabular package with a model."""
_TYPES: Final = {"year": "year", "verified": "boolean", "start": "integer", "end": "integer"}


@dataclass(frozen=True, slots=True)
class FiscalPackage:
    """财政数据包: ``descriptor`` is datapackage.json as a value; ``files`` the CSV texts by their paths."""

    descriptor: Mapping[str, Any]
    files: Mapping[str, str]

    def archive(self) -> bytes:
        """One zip file, the same bytes for the same figures."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
            for name, text in self._texts():
                out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
        return buffer.getvalue()

    def write(self, folder: Path) -> list[Path]:
        """Write the files under ``folder``; returns their paths, datapackage.json first."""
        written = []
        for name, text in self._texts():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
            written.append(path)
        return written

    def _texts(self) -> Iterator[tuple[str, str]]:
        yield "datapackage.json", json.dumps(self.descriptor, ensure_ascii=False, indent=2)
        yield from self.files.items()


@dataclass(frozen=True, slots=True)
class _Book:
    """One CSV file: the tables that fill it, widest scope first, its direction and its classification."""

    name: str
    title: str
    kinds: tuple[str, ...]
    direction: str
    classification: str
    keys: tuple[str, ...]


_BOOKS: Final = (
    _Book("functional", "支出（功能分类）", ("F03", "B03", "F05", "B05"), "expenditure", "functional",
          ("class_code", "class_name", "group_code", "group_name", "item_code", "item_name", "nature")),
    _Book("economic", "基本支出（经济分类）", ("F06", "B06"), "expenditure", "economic",
          ("class_code", "class_name", "group_code", "group_name")),
    _Book("revenue", "收入（来源）", ("F02", "B02"), "revenue", "", ("source",)),
)  # fmt: skip


def fiscal_package(disclosure: Disclosure, facts: Sequence[Fact]) -> FiscalPackage:
    """财政数据包 of one disclosure. Raises ValueError where it has no classified table figure to export."""
    files: dict[str, str] = {}
    described: list[dict[str, Any]] = []
    measures: dict[str, Any] = {}
    dimensions: dict[str, Any] = {}
    for book in _BOOKS:
        rows, phases = _rows(book, disclosure, facts)
        if not rows:
            continue
        fields = (*_WHO, *book.keys, *phases, *_PLACE)
        path = f"data/{book.name}.csv"
        files[path] = _csv(fields, rows)
        described.append(_resource(book, path, fields))
        measures |= {f"{book.name}-{phase}": _measure(book, phase) for phase in phases}
        dimensions |= _dimensions(book)
    if not files:
        raise ValueError(f"{disclosure.title or disclosure.id}：没有按科目列示的表格数字，无法导出财政数据包")
    return FiscalPackage(_descriptor(disclosure, described, measures, dimensions), files)


def _sources(disclosure: Disclosure) -> list[dict[str, str]]:
    """The files; of a restated record the original."""
    if disclosure.original_sha256:
        return [{"title": disclosure.source, "path": disclosure.source, "sha256": disclosure.original_sha256}]
    parts = disclosure.parts or (disclosure.part_at(0),)
    return [{"title": part.source, "path": part.source, "sha256": part.sha256} for part in parts]


def _descriptor(
    disclosure: Disclosure, described: list[dict[str, Any]], measures: dict[str, Any], dimensions: dict[str, Any]
) -> dict[str, Any]:
    year = disclosure.fiscal_year
    return {
        "profile": PROFILE,
        "name": f"disclosure-{disclosure.id.lower()}",
        "title": disclosure.title or f"{disclosure.issuer}{year}年",
        "countryCode": "CN",
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{year}-01-01", "end": f"{year}-12-31"},
        "created": disclosure.ingested_at,
        "licenses": [LICENCE],
        "sources": _sources(disclosure),
        "resources": described,
        "model": {"measures": measures, "dimensions": dimensions},
    }


def _resource(book: _Book, path: str, fields: Iterable[str]) -> dict[str, Any]:
    typed = [_field(book, name) for name in fields]
    return {
        "profile": "tabular-data-resource", "name": book.name, "title": book.title, "path": path, "mediatype": "text/csv",
        "encoding": "utf-8", "licenses": [LICENCE],
        "schema": {"fields": typed, "primaryKey": [*_WHO, *book.keys], "missingValues": [""]},
    }  # fmt: skip


def _field(book: _Book, name: str) -> dict[str, str]:
    """A column with its type, and with what it is of a budget (columnType of Fiscal Data Package 1.0) where that has a word."""
    kind = "number" if name in PHASES.values() else _TYPES.get(name, "string")
    level, _, part = name.rpartition("_")
    meant = {"year": "date:fiscal-year", "entity": "administrative-classification:generic:level1:label"}.get(name)
    if name in PHASES.values():
        meant = "value"
    elif level in _ORDER and book.classification:
        what = "code" if part == "code" else "label"
        meant = f"{book.classification}-classification:generic:level{_ORDER.index(level) + 1}:{what}"
    return {"name": name, "type": kind} | ({"columnType": meant} if meant else {})


def _measure(book: _Book, phase: str) -> dict[str, Any]:
    return {
        "source": phase, "resource": book.name, "currency": "CNY", "factor": 1,
        "direction": book.direction, "phase": phase,
    }  # fmt: skip


def _dimensions(book: _Book) -> dict[str, Any]:
    def source(field: str, **more: str) -> dict[str, str]:
        return {"source": field, "resource": book.name, **more}

    out: dict[str, Any] = {
        f"{book.name}-date": {
            "dimensionType": "datetime", "attributes": {"year": source("year")}, "primaryKey": "year",
        },
        f"{book.name}-administrative": {
            "dimensionType": "classification", "classificationType": "administrative",
            "attributes": {"entity": source("entity"), "scope": source("scope")}, "primaryKey": ["entity", "scope"],
        },
    }  # fmt: skip
    codes = [k for k in book.keys if k.endswith("_code")]
    if codes:
        attributes: dict[str, Any] = {}
        for i, code in enumerate(codes):
            attributes[code] = source(code, **({"parent": codes[i - 1]} if i else {}))
            attributes[code.replace("_code", "_name")] = source(code.replace("_code", "_name"), labelfor=code)
        out[f"{book.name}-classification"] = {
            "dimensionType": "classification", "classificationType": book.classification,
            "attributes": attributes, "primaryKey": codes,
        }  # fmt: skip
    for key in ("nature", "source"):
        if key in book.keys:
            out[f"{book.name}-{key}"] = {
                "dimensionType": "classification", "attributes": {key: source(key)}, "primaryKey": key,
            }  # fmt: skip
    return out


def _rows(book: _Book, disclosure: Disclosure, facts: Sequence[Fact]) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """The lines of one file, one for each key, with a column for each phase that occurs."""
    lines: dict[tuple[str, ...], dict[str, str]] = {}
    for fact in _leaves(book, disclosure, _of_table(book, facts)):
        keys = _KEYS[book.name](fact)
        line = lines.setdefault(tuple(keys.values()), {
            "year": str(fact.year), "entity": disclosure.issuer, "scope": fact.scope, **keys,
            "verified": "true", "table": fact.table or "", "start": str(fact.place.start), "end": str(fact.place.end),
        })  # fmt: skip
        line[PHASES[fact.basis]] = f"{plain(fact.quantity.base):f}"
        line["verified"] = "true" if fact.verified and line["verified"] == "true" else "false"
    phases = tuple(p for p in PHASES.values() if any(p in line for line in lines.values()))
    return list(lines.values()), phases


def _of_table(book: _Book, facts: Sequence[Fact]) -> list[Fact]:
    """The amounts of the first table of the widest kind that has any."""
    by_kind: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        good = fact.origin == "table" and fact.measure == "amount" and fact.basis in PHASES and fact.table_id
        if good and (kind := kind_of(fact.table or "")) in book.kinds:
            by_kind[kind or ""][fact.table_id or ""].append(fact)
    for kind in book.kinds:
        if by_kind.get(kind):
            return next(iter(by_kind[kind].values()))
    return []


def _leaves(book: _Book, disclosure: Disclosure, facts: Sequence[Fact]) -> list[Fact]:
    """The innermost rows and columns: what no other figure of the table is a part of."""
    if book.direction == "revenue":
        total = [f for f in facts if f.row_code is None and f.subject is None and heads.squeeze(f.row) in heads.TOTALS]
        return [
            f for f in total if not heads.segments(f.column)[-1].endswith(("合计", "总计", "小计")) and f.quantity.value
        ]
    codes = {f.row_code for f in facts if f.row_code}
    outer = {c for c in codes for other in codes if other != c and other.startswith(c)}
    leaves = [f for f in facts if f.row_code in codes - outer and f.quantity.value and f.year == disclosure.fiscal_year]
    split = {f.context for f in leaves if f.aspect in {"basic_expenditure", "project_expenditure"}}
    whole = [f for f in leaves if f.aspect is None and f.context not in split]
    if book.name == "economic":
        return [f for f in leaves if f.aspect is None]
    parts = [f for f in leaves if f.context in split and f.aspect and f.aspect not in {"staff_funds", "office_funds"}]
    return [*whole, *parts]


def _codes(fact: Fact) -> dict[str, str]:
    code = fact.row_code or ""
    keys: dict[str, str] = {}
    for length, name in _LEVELS.items():
        part = code[:length] if len(code) >= length else ""
        subject = lookup(part) if part else None
        own = heads.squeeze(fact.row.rpartition("/")[2]) if part == code else ""
        keys |= {f"{name}_code": part, f"{name}_name": own or (subject.name if subject else "")}
    return keys


def _functional(fact: Fact) -> dict[str, str]:
    term = TERMS.get(fact.aspect or "")
    return {**_codes(fact), "nature": term.name if term else ""}


def _economic(fact: Fact) -> dict[str, str]:
    return {k: v for k, v in _codes(fact).items() if not k.startswith("item_")}


def _revenue(fact: Fact) -> dict[str, str]:
    return {"source": "/".join(heads.segments(fact.column))}


_KEYS: Final[dict[str, Callable[[Fact], dict[str, str]]]] = {
    "functional": _functional, "economic": _economic, "revenue": _revenue,
}  # fmt: skip


def _csv(fields: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
