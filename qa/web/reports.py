"""核对报告: a checked text with its marks, reasons and sources as one file that can be handed on: HTML or DOCX.

Both are written by hand from the same pieces: a page that shows itself without any other file, and the least that a
word processor takes for a document.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from qa.web import language, shapes
from qa.web.answers import require_known
from qa.web.state import Shared

router = APIRouter(tags=["answers"])

SIGNS = {"contradicted": "✗", "disputed": "≠", "not_found": "?", "supported": "✓"}
"""The verdicts with their signs, what needs looking at first."""
COLOURS = {"contradicted": "A3261B", "disputed": "8A5A00", "not_found": "6A5210", "supported": "1A6238"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Piece = tuple[str, Mapping[str, Any] | None, int]
"""A stretch of the text, its finding where it is one, and the finding's number."""


@router.post("/api/check/report", summary="A checked text as a report", response_class=Response)
def report(
    request: shapes.CheckRequest,
    state: Shared,
    format: Annotated[Literal["html", "docx"], Query()] = "html",  # noqa: A002 - its name in the URL
) -> Response:
    """The text with every figure marked, then each finding with its reason and its sources."""
    require_known(state, request.disclosures)
    found = state.home.checker.check(request.text, request.disclosures).as_dict()
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    made = html(request.text, found, now).encode() if format == "html" else docx(request.text, found, now)
    name = quote(f"核对报告-{now[:10]}.{format}")
    headers = {"content-disposition": f"attachment; filename=\"report.{format}\"; filename*=UTF-8''{name}"}
    return Response(made, media_type="text/html; charset=utf-8" if format == "html" else DOCX, headers=headers)


def pieces(text: str, found: Mapping[str, Any]) -> Iterator[Piece]:
    """The text in order, cut at its findings; a finding inside another one is left to the list."""
    at = 0
    for number, one in numbered(found):
        if one["start"] < at:
            continue
        yield text[at : one["start"]], None, 0
        yield text[one["start"] : one["end"]], one, number
        at = one["end"]
    yield text[at:], None, 0


def numbered(found: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """Findings in the text's order, from 1."""
    return list(enumerate(sorted(found["findings"], key=lambda one: one["start"]), 1))


def told(one: Mapping[str, Any], citations: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is said of one finding, line by line: the verdict with its reason, what the document says, the places."""
    words = language.words("zh")
    verdict = words["verdict_" + one["verdict"]]
    reason = re.sub(f"^{verdict}[：，]", "", one["reason"])
    yield f"{SIGNS[one['verdict']]} {verdict}：{one['span']}。{reason}"
    if (figure := one["found"]) is not None:
        basis = words["basis_" + figure["basis"]]
        lead = "最接近的" if one["verdict"] == "not_found" else "文件所列"
        amount = f"{figure['value']} {figure['unit']}"
        yield f"{lead}：{amount}，{figure['label']}，{figure['issuer']} {figure['fiscal_year']} 年，{basis}"
    for c in citations:
        if c["id"] in one["citations"]:
            page = f"，第 {c['page']} 页" if c["page"] else ""
            yield f"《{c['title']}》{c['section']}{page}：“{' '.join(c['quote'].split())}”"


def _ordered(found: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    rank = list(SIGNS)
    return sorted(numbered(found), key=lambda pair: (rank.index(pair[1]["verdict"]), pair[0]))


def _summary(found: Mapping[str, Any]) -> str:
    words = language.words("zh")
    return "，".join(f"{words['verdict_' + v]} {found['summary'].get(v, 0)}" for v in SIGNS if found["summary"].get(v))


_STYLE = """body{font:16px/1.9 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:46em;margin:2em auto;padding:0 1em}
.text{white-space:pre-wrap;border:1px solid #ddd;border-radius:6px;padding:1em 1.2em}mark{background:none;font-weight:600;border-bottom:2px solid}
li{margin:.8em 0}li p{margin:.1em 0}li p+p{color:#545e6e;font-size:.9em}sup{font-size:.7em}.hint{color:#545e6e;font-size:.9em}
""" + "".join(f".{v}{{color:#{c}}}" for v, c in COLOURS.items())  # fmt: skip


def html(text: str, found: Mapping[str, Any], when: str) -> str:
    """核对报告 as one page of HTML."""
    body = "".join(
        f'<mark class="{one["verdict"]}">{SIGNS[one["verdict"]]}{escape(piece)}<sup>{number}</sup></mark>'
        if one
        else escape(piece)
        for piece, one, number in pieces(text, found)
    )
    items = []
    for number, one in _ordered(found):
        first, *more = (escape(line) for line in told(one, found["citations"]))
        rest = "".join(f"<p>{line}</p>" for line in more)
        items.append(f'<li value="{number}"><p class="{one["verdict"]}"><b>{first}</b></p>{rest}</li>')
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>核对报告</title><style>{_STYLE}</style>'
        f'<h1>核对报告</h1><p class="hint">{when} · {escape(_summary(found))}</p>'
        f'<div class="text">{body}</div><h2>逐项结果</h2><ol>{"".join(items)}</ol>'
        '<p class="hint">明账：数字逐个与公开文件对照；“未能核对”不等于有误。</p></html>'
    )


def docx(text: str, found: Mapping[str, Any], when: str) -> bytes:
    """核对报告 as a Word document."""
    parts = [
        _paragraph([_run("核对报告", bold=True, size=36)]),
        _paragraph([_run(f"{when} · {_summary(found)}", size=18)]),
    ]
    runs: list[str] = []
    for piece, one, number in pieces(text, found):
        colour = COLOURS[one["verdict"]] if one else None
        for n, line in enumerate(piece.split("\n")):
            if n:
                parts.append(_paragraph(runs))
                runs = []
            if line:
                runs.append(_run(f"{SIGNS[one['verdict']]}{line}" if one else line, colour=colour, bold=bool(one)))
        if one:
            runs.append(_run(f"[{number}]", colour=colour, size=16))
    parts += [_paragraph(runs), _paragraph([_run("逐项结果", bold=True, size=28)])]
    for number, one in _ordered(found):
        first, *more = told(one, found["citations"])
        parts.append(_paragraph([_run(f"{number}. {first}", colour=COLOURS[one["verdict"]], bold=True)]))
        parts += [_paragraph([_run(line, size=19)], indent=360) for line in more]
    return _zipped("".join(parts))


def _run(text: str, *, colour: str | None = None, bold: bool = False, size: int = 22) -> str:
    look = "<w:b/>" * bold + (f'<w:color w:val="{colour}"/>' if colour else "") + f'<w:sz w:val="{size}"/>'
    letters = escape("".join(c for c in text if c >= " " or c == "\t"), quote=False)
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{letters}</w:t></w:r>'


def _paragraph(runs: Sequence[str], indent: int = 0) -> str:
    look = f'<w:ind w:left="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr><w:spacing w:after="80"/>{look}</w:pPr>{"".join(runs)}</w:p>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _zipped(body: str) -> bytes:
    """The three files that make a Word document."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    files = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{_XML}<w:document xmlns:w="{_WORDS}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
