"""记录接口: rename and export a conversation, and single answers by an address that can be shared."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from qa.dialogue import evidence, turns
from qa.web import shapes
from qa.web.problems import Refusal
from qa.web.state import Shared, State

router = APIRouter(tags=["conversations"])


class Name(BaseModel):
    """A conversation's new name."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=turns.LONGEST_TITLE), shapes.BARE]


@router.patch("/api/conversations/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, summary="Rename")
def rename(conversation_id: str, name: Name, state: Shared) -> Response:
    """Give a conversation another name."""
    if not turns.rename(state.home.store, conversation_id, name.title):
        raise _no("会话", "conversation", conversation_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/api/conversations/{conversation_id}/turns", summary="Turns, without their answers")
def listed(conversation_id: str, state: Shared) -> dict[str, Any]:
    """The id by which each turn can be shared."""
    names = ("id", "ordinal", "question", "asked_at", "vote", "note")
    found = turns.of(state.home.store, conversation_id)
    return {"turns": [{name: getattr(turn, name) for name in names} for turn in found]}


@router.get("/api/conversations/{conversation_id}/export", summary="A conversation as Markdown")
def export(conversation_id: str, state: Shared) -> Response:
    """All questions and answers with their citations."""
    title = turns.title(state.home.store, conversation_id)
    if title is None:
        raise _no("会话", "conversation", conversation_id)
    text = evidence.transcript(title, turns.of(state.home.store, conversation_id))
    name = quote("".join(c for c in title if c.isalnum())[:30] or "conversation")
    headers = {"content-disposition": f"attachment; filename=\"conversation.md\"; filename*=UTF-8''{name}.md"}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


@router.get("/api/answers/{turn_id}", summary="One answer with its evidence", tags=["answers"])
def answer(turn_id: str, state: Shared) -> dict[str, Any]:
    """A kept answer, its quotes looked up again, and the files that they are in."""
    return packed(state, turn_id)


@router.get("/api/answers/{turn_id}/evidence.csv", summary="The evidence as CSV", tags=["answers"])
def sheet(turn_id: str, state: Shared) -> Response:
    """One line for each figure and each place that it is cited from."""
    body = evidence.sheet(packed(state, turn_id)).encode("utf-8-sig")
    headers = {"content-disposition": f'attachment; filename="evidence-{turn_id[:8]}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/api/concepts", summary="What there are figures of", tags=["facts"])
def concepts(state: Shared) -> dict[str, Any]:
    """Concepts of amounts, the most widespread first."""
    return {"concepts": turns.concepts(state.home.store)}


def packed(state: State, turn_id: str) -> dict[str, Any]:
    """The evidence of an answer. Raises Refusal where there is no such answer."""
    turn = turns.one(state.home.store, turn_id)
    if turn is None:
        raise _no("答复", "answer", turn_id)
    return evidence.pack(state.home.store, turn)


def _no(what: str, english: str, identity: str) -> Refusal:
    told = f"没有编号为 {identity} 的{what}，可能已被删除 (no such {english}; it may have been deleted)"
    return Refusal(HTTPStatus.NOT_FOUND, told)
