"""审计报告: an audit as Markdown, CSV or a workbook: what to look at, the gravest first, with both places quoted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, Literal

from qa import sheets
from qa.checking.audit import GRADES, remarkable

COLUMNS: Final = ("grade", "rule", "about", "expected", "found", "difference", "unit", "section", "quote",
                  "other_section", "other_quote", "start", "end")  # fmt: skip
MEDIA_TYPES: Final = sheets.MEDIA_TYPES | {"markdown": "text/markdown; charset=utf-8"}

MOST_PLACES: Final = 4
"""Places quoted of one finding; a sum names all its addends in the other forms."""
Form = Literal["markdown", "csv", "xlsx"]


def markdown(audit: dict[str, Any]) -> str:
    """审计报告 in Markdown: a summary, then each finding under its grade with its places."""
    return "\n".join(_lines(audit)) + "\n"


def _lines(audit: dict[str, Any]) -> Iterator[str]:
    summary = audit["summary"]
    yield f"# {_plain(audit['title'])}：勾稽与前后一致性审计"
    yield ""
    counted = f"相符 {summary['holds']}，不符 {summary['fails']}，仅提示 {summary['not_applicable']}"
    yield f"共核对 {len(audit['checks'])} 项：{counted}。"
    found = remarkable(audit)
    if not found:
        yield "\n没有发现不符之处。"
    for grade, checks in groupby(found, key=lambda c: c["grade"]):
        yield f"\n## {GRADES.get(grade, grade)}\n"
        for number, check in enumerate(checks, 1):
            yield f"{number}. {_plain(check['message'])}"
            for place in check["places"][:MOST_PLACES]:
                page = f"，第 {place['page']} 页" if place["page"] else ""
                yield f"   - {_plain(place['section']) or '正文'}{page}：“{_plain(place['quote'])}”"
            if (more := len(check["places"]) - MOST_PLACES) > 0:
                yield f"   - 另有 {more} 处"


def _plain(text: str) -> str:
    """Words of a document within Markdown: on one line, its marks inert."""
    folded = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in folded)


def rows(audit: dict[str, Any]) -> list[dict[str, Any]]:
    """审计 as rows of a sheet, one a finding."""
    return [_row(check) for check in remarkable(audit)]


def _row(check: dict[str, Any]) -> dict[str, Any]:
    one, other = [*check["places"][:2], None, None][:2]
    return {
        "grade": check["grade_name"],
        "rule": check["rule"],
        "about": check["about"],
        "expected": check["expected"],
        "found": check["found"],
        "difference": check["difference"],
        "unit": check["unit"],
        "section": one and one["section"],
        "quote": one and " ".join(one["quote"].split()),
        "other_section": other and other["section"],
        "other_quote": other and " ".join(other["quote"].split()),
        "start": one and one["start"],
        "end": one and one["end"],
    }


def written(audit: dict[str, Any], form: Form) -> bytes:
    """审计报告 as the bytes of a file."""
    if form == "xlsx":
        return sheets.workbook(rows(audit), COLUMNS, "audit")
    if form == "csv":
        return sheets.csv(rows(audit), COLUMNS).encode("utf-8-sig")
    return markdown(audit).encode()
