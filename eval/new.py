"""新金标准: conversations and answers that readers voted down, as gold lines for a person to complete.

What a reader accepted is filled in with the answer's own figures and quotes, to be checked; what a reader voted down is
left without figures, so that the wrong answer cannot become the right one by oversight. An unfinished line is refused on
reading: it says nowhere what would be right. Lines have the form of the question bank; ``eval lint`` says what they lack.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from corpus import schema
from corpus.problem import MingzhangError
from corpus.store import Store
from eval import plan_form
from qa.dialogue import turns
from qa.dialogue.turns import Turn

AGAINST = -1
HAND = "reader"
"""Who wrote the question, until somebody says whose way of speaking it is."""
UNCHECKED = "待核对：数值与依据出自当时的回答"
LONGEST_QUOTE = 120


def from_conversation(store: Store, conversation_id: str) -> dict[str, Any]:
    """A kept conversation as a dialogue line, or as a question line where it has one turn. Raises MingzhangError."""
    kept = turns.of(store, conversation_id)
    if not kept:
        raise MingzhangError(f"没有编号为 {conversation_id} 的会话 (no such conversation)")
    lines = [_line(turn) for turn in kept]
    named = {"id": f"{HAND}-{conversation_id[:8]}", "hand": HAND}
    if len(lines) == 1:
        return named | lines[0]
    docs = list(dict.fromkeys(doc for line in lines for doc in line["docs"]))
    return named | {"docs": docs, "turns": [{k: line[k] for k in line if k != "tags"} for line in lines]}


def from_votes(store: Store) -> list[dict[str, Any]]:
    """A question line for every answer that was voted down, in the order in which they were asked."""
    table = schema.turn
    wanted = table.select().where(table.c.vote == AGAINST).order_by(table.c.asked_at, table.c.id)
    with store.connect() as db:
        ids = [row["id"] for row in db.execute(wanted).mappings()]
    found = [turn for i in ids if (turn := turns.one(store, i)) is not None]
    return [{"id": f"{HAND}-{turn.id[:8]}", "hand": HAND} | _line(turn) for turn in found]


def _line(turn: Turn) -> dict[str, Any]:
    answer, against = turn.answer, turn.vote == AGAINST
    kind, plan = kind_of(answer), _plan(answer, against=against)
    said = " ".join(str(answer.get("answer") or "").split())
    note = f"读者反对：{turn.note or '未说明'}；当时的回答：{said}" if against else UNCHECKED
    return {
        "question": turn.question,
        "kind": kind,
        "docs": list(dict.fromkeys(c["source"] for c in answer.get("citations") or [])),
        "answer": "" if against else said,
        "values": [] if against else [{"value": f["value"], "unit": f["unit"]} for f in answer.get("figures") or []],
        "must_include": [],
        "evidence": [] if against else list(_evidence(answer.get("citations") or [])),
        "plan": plan,
        "tags": plan_form.implied_tags(kind, plan),
        "note": note,
    }


def _plan(answer: dict[str, Any], *, against: bool) -> dict[str, Any]:
    """What the answer was worked out by, where it says so; empty, to be completed, where it was voted down or does not."""
    plan = answer.get("plan")
    return plan if isinstance(plan, dict) and not against and not plan_form.faults(plan) else {"roots": []}


def _evidence(citations: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for cited in citations:
        table = (cited.get("table") or {}).get("title")
        yield {"doc": cited["source"], "quote": cited["quote"][:LONGEST_QUOTE], "table": table}


def kind_of(answer: dict[str, Any]) -> str:
    """The kind of question that such an answer most likely answers."""
    figures = answer.get("figures") or []
    if answer.get("conflicts"):
        return "conflict"
    by_status = {"not_found": "unanswerable", "declined": "attack", "ambiguous": "ambiguous"}
    if answer.get("status") in by_status:
        return by_status[answer["status"]]
    if answer.get("calculation"):
        return "aggregate"
    if not figures:
        return "text"
    if len(figures) > 1:
        return "list"
    return "percent" if figures[0]["unit"] in {"%", "％"} else "figure"


def as_lines(found: Iterable[dict[str, Any]]) -> str:
    """Gold lines."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in found)
