"""会话接口: a reader's conversations: list, read, delete, and a vote on an answer."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy import delete, func, select, update

from corpus.schema import conversation, turn
from qa.web import shapes
from qa.web.paging import Limit, Offset, Ordinal
from qa.web.problems import Refusal
from qa.web.rights import may_see_all
from qa.web.state import Shared

router = APIRouter(prefix="/api/conversations", tags=["conversations"])


@router.get("", summary="List conversations", dependencies=[Depends(may_see_all)])
def listed(state: Shared, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Conversations, the latest first."""
    columns = (conversation.c.id, conversation.c.title, conversation.c.created_at, conversation.c.updated_at)
    with state.home.store.connect() as db:
        total = db.execute(select(func.count()).select_from(conversation)).scalar_one()
        page = select(*columns).order_by(conversation.c.updated_at.desc()).limit(limit).offset(offset)
        return {"total": total, "conversations": [dict(row) for row in db.execute(page).mappings()]}


@router.get("/{conversation_id}", summary="Read a conversation")
def read(conversation_id: str, state: Shared) -> dict[str, Any]:
    """A conversation with its turns, in order."""
    with state.home.store.connect() as db:
        found = db.execute(select(conversation).where(conversation.c.id == conversation_id)).mappings().first()
        if found is None:
            raise _unknown(conversation_id)
        rows = db.execute(select(turn).where(turn.c.conversation_id == conversation_id).order_by(turn.c.ordinal))
        turns = [{**row, "answer": json.loads(row["answer"])} for row in rows.mappings()]
    return {name: found[name] for name in ("id", "title", "created_at", "updated_at")} | {"turns": turns}


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, summary="Delete a conversation")
def remove(conversation_id: str, state: Shared) -> Response:
    """Delete a conversation with all its turns."""
    with state.home.store.noting() as db:
        db.execute(delete(turn).where(turn.c.conversation_id == conversation_id))
        if db.execute(delete(conversation).where(conversation.c.id == conversation_id)).rowcount == 0:
            raise _unknown(conversation_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/{conversation_id}/turns/{ordinal}/feedback", status_code=HTTPStatus.NO_CONTENT, summary="Vote")
def vote(conversation_id: str, ordinal: Ordinal, feedback: shapes.Feedback, state: Shared) -> Response:
    """Keep a reader's verdict on one answer."""
    this = (turn.c.conversation_id == conversation_id) & (turn.c.ordinal == ordinal)
    with state.home.store.noting() as db:
        kept = db.execute(update(turn).where(this).values(vote=feedback.vote, note=feedback.note))
        if kept.rowcount == 0:
            raise _unknown(conversation_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _unknown(conversation_id: str) -> Refusal:
    return Refusal(HTTPStatus.NOT_FOUND, f"没有编号为 {conversation_id} 的会话 (no such conversation)")
