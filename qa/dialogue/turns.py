"""问答记录: kept turns of conversations, one by one: for permalinks, evidence packs, exports and renaming."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping, Select, delete, func, select, update

from corpus import schema
from corpus.store import Store
from corpus.terms import TERMS

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Turn:
    """一问一答. ``answer`` is the contract's object as it was given; ``vote`` is -1, 0 or 1, None before a vote."""

    id: str
    ordinal: int
    question: str
    answer: dict[str, Any]
    asked_at: str
    vote: int | None
    note: str | None


def one(store: Store, turn_id: str) -> Turn | None:
    """A turn by its own id, which tells nothing about the conversation that it was part of."""
    found = _read(store, select(schema.turn).where(schema.turn.c.id == turn_id))
    return found[0] if found else None


def of(store: Store, conversation_id: str) -> list[Turn]:
    """The turns of a conversation in order; none where there is no such conversation."""
    table = schema.turn.c
    return _read(store, select(schema.turn).where(table.conversation_id == conversation_id).order_by(table.ordinal))


def title(store: Store, conversation_id: str) -> str | None:
    """A conversation's name, None where there is no such conversation."""
    table = schema.conversation.c
    with store.connect() as db:
        found: str | None = db.execute(select(table.title).where(table.id == conversation_id)).scalar()
    return found


def rename(store: Store, conversation_id: str, name: str) -> bool:
    """Give a conversation another name; False where there is no such conversation."""
    held = schema.conversation
    with store.noting() as db:
        changed = db.execute(update(held).where(held.c.id == conversation_id).values(title=name[:LONGEST_TITLE]))
    return changed.rowcount > 0


def forget(store: Store, conversation_id: str) -> bool:
    """Delete a conversation with all its turns; False where there is no such conversation."""
    held = schema.conversation
    with store.noting() as db:
        db.execute(delete(schema.turn).where(schema.turn.c.conversation_id == conversation_id))
        gone = db.execute(delete(held).where(held.c.id == conversation_id))
    return gone.rowcount > 0


def concepts(store: Store) -> list[dict[str, Any]]:
    """名目: what there are figures of: id, name, in how many disclosures; the most widespread first.

    Counting goes through every fact, so it is done once for each state of the store.
    """
    return _concepts(store, store.version())


@lru_cache(maxsize=2)
def _concepts(store: Store, _version: tuple[int, str]) -> list[dict[str, Any]]:
    table = schema.fact.c
    spread = func.count(func.distinct(table.disclosure_id))
    query = (
        select(table.concept, spread.label("disclosures"))
        .where(table.concept.is_not(None), table.measure == "amount", table.subject.is_(None))
        .group_by(table.concept)
        .order_by(spread.desc(), table.concept)
    )
    with store.reading() as db:
        return [
            {"id": row.concept, "name": TERMS[row.concept].name, "disclosures": row.disclosures}
            for row in db.execute(query)
        ]


def _read(store: Store, query: Select[Any]) -> list[Turn]:
    with store.connect() as db:
        return [_turn(row) for row in db.execute(query).mappings()]


def _turn(row: RowMapping) -> Turn:
    kept = {name: row[name] for name in ("id", "ordinal", "question", "asked_at", "vote", "note")}
    return Turn(**kept, answer=json.loads(row["answer"]))
