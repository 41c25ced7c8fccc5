"""证据包: an answer with all that it rests on: quotes, places, the files' hashes and dates; and conversations on paper."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from corpus.problem import NoSuchDisclosureError
from corpus.store import Store
from qa.dialogue.turns import Turn

BASES = {
    "budget": "年初预算", "final_accounts": "决算", "adjusted_budget": "调整后预算", "prior_year": "上年",
    "target": "绩效目标", "computed": "计算所得",
}  # fmt: skip
SCOPES = {"unit": "本级", "consolidated": "汇总"}
COLUMNS = (
    "question", "answer", "formula", "label", "value", "unit", "issuer", "fiscal_year", "basis", "scope",
    "citation", "document", "section", "page", "start", "end", "table", "row", "column", "quote", "source",
    "sha256", "original_sha256", "narrative", "published", "ingested_at", "asked_at",
)  # fmt: skip
_FORMULA_LIKE = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
_MARKUP = re.compile(r"[\\`*_\[\]<>!#|~]")
"""What Markdown reads as more than a sign: words of documents and readers are words, never links or pictures."""


def pack(store: Store, turn: Turn) -> dict[str, Any]:
    """The evidence of one answer. A quote that is no longer in the store is marked ``held: false``, not left out."""
    answer = turn.answer
    cited = [_cited(store, c) for c in answer["citations"]]
    documents = {c["disclosure_id"]: c.pop("document") for c in cited}
    return {
        "id": turn.id,
        "question": turn.question,
        "asked_at": turn.asked_at,
        "answer": {name: value for name, value in answer.items() if name != "conversation_id"},
        "plain": plain(answer["answer"]),
        "citations": cited,
        "documents": documents,
    }


def _cited(store: Store, citation: dict[str, Any]) -> dict[str, Any]:
    try:
        document = store.disclosure(citation["disclosure_id"])
        held = store.text(document.id)[citation["start"] : citation["end"]] == citation["quote"]
    except NoSuchDisclosureError:
        return citation | {"held": False, "document": None}
    names = ("title", "issuer", "source", "sha256", "original_sha256", "narrative", "published", "ingested_at")
    return citation | {"held": held, "document": {name: getattr(document, name) for name in names}}


def sheet(evidence: dict[str, Any]) -> str:
    """The pack as CSV: one line for each figure and each place that it is cited from."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(evidence):
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return out.getvalue()


def _rows(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    answer = evidence["answer"]
    shared = {
        "question": evidence["question"], "answer": evidence["plain"], "asked_at": evidence["asked_at"],
        "formula": (answer.get("calculation") or {}).get("formula", ""),
    }  # fmt: skip
    by_id = {c["id"]: c for c in evidence["citations"]}
    told: set[int] = set()
    rows = []
    for figure in _figures(answer):
        numbers = [n for n in figure["citations"] if n in by_id]
        told.update(numbers)
        named = {k: figure[k] for k in ("label", "value", "unit", "issuer", "fiscal_year")}
        named |= {"basis": BASES.get(figure["basis"], figure["basis"]), "scope": SCOPES[figure["scope"]]}
        rows += [shared | named | _place(by_id[n], evidence) for n in numbers] or [shared | named]
    rows += [shared | _place(c, evidence) for n, c in by_id.items() if n not in told]
    return rows or [shared]


def _figures(answer: dict[str, Any]) -> list[dict[str, Any]]:
    conflicting = [figure for conflict in answer["conflicts"] for figure in conflict["figures"]]
    return [*answer["figures"], *(answer.get("calculation") or {}).get("inputs", ()), *conflicting]


def _place(citation: dict[str, Any], evidence: dict[str, Any]) -> dict[str, Any]:
    table = citation.get("table") or {}
    document = evidence["documents"].get(citation["disclosure_id"]) or {}
    names = ("source", "sha256", "original_sha256", "narrative", "published", "ingested_at")
    return {
        "citation": citation["id"], "document": citation["title"], "section": citation["section"],
        "page": citation["page"] or "", "start": citation["start"], "end": citation["end"],
        "table": table.get("title", ""), "row": table.get("row", ""), "column": table.get("column", ""),
        "quote": " ".join(citation["quote"].split()),
    } | {name: document.get(name) or "" for name in names}  # fmt: skip


def _harmless(value: Any) -> Any:
    """A word that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and _FORMULA_LIKE.match(value) and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "'" + value
    return value


def plain(markdown: str) -> str:
    """An answer without emphasis and citation marks."""
    return re.sub(r"\[\d+\]", "", markdown).replace("**", "").strip()


def transcript(title: str, turns: Sequence[Turn]) -> str:
    """A conversation as Markdown, each answer followed by its citations."""
    parts = [f"# {_line(title)}"]
    for turn in turns:
        parts += [f"## {_line(turn.question)}", turn.answer["answer"]]
        if calculation := turn.answer.get("calculation"):
            parts.append(f"算式：{calculation['formula']}")
        if sources := [_source(c) for c in turn.answer["citations"]]:
            parts.append("\n".join(sources))
        parts.append(f"（{turn.asked_at}）")
    return "\n\n".join(parts) + "\n"


def _source(citation: dict[str, Any]) -> str:
    page = f"，第 {citation['page']} 页" if citation["page"] else ""
    return f"- [{citation['id']}] 《{_line(citation['title'])}》{_line(citation['section'])}{page}：“{_line(citation['quote'])}”"


def _line(text: str) -> str:
    """Words in one line of Markdown that mean nothing but themselves."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
