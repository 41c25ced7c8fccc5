"""问答接口: POST /api/ask, as one object or as a stream of server-sent events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from fastapi.sse import EventSourceResponse, format_sse_event

from corpus.meanwhile import persistently
from qa.dialogue import retention, turns
from qa.web import shapes
from qa.web.state import Shared, State

router = APIRouter(tags=["answers"])

EVENTS = "text/event-stream"
_TOKEN = re.compile(r"\s*(?:\[\d+\]|[\d.,%]+|[A-Za-z]+|.)", re.DOTALL)
TOKENS_AT_ONCE = 4


@router.post(
    "/api/ask",
    summary="Ask a question",
    response_model=None,
    responses={200: {"model": shapes.Answer, "content": {EVENTS: {"schema": {"type": "string"}}}}},
)
def ask(question: shapes.Question, request: Request, state: Shared) -> Response:
    """The answer as one object; with ``Accept: text/event-stream`` as status, citation, token and answer events."""
    require_known(state, question.disclosures)
    if EVENTS in request.headers.get("accept", ""):
        return streamed(_events(state, question))
    return JSONResponse(answered(state, question.question, question.conversation_id, question.disclosures))


def answered(
    state: State,
    question: str,
    conversation_id: str | None = None,
    disclosures: list[str] | None = None,
    *,
    count: bool = True,
) -> dict[str, Any]:
    """The answer's object, counted unless it is only asked on the way to another.

    A conversation that is not kept (any more) begins anew, under an id of our own.
    """
    store = state.home.store
    if conversation_id is not None and (
        turns.title(store, conversation_id) is None or retention.is_full(store, conversation_id)
    ):
        conversation_id = None

    def asked() -> dict[str, Any]:
        require_known(state, disclosures)
        told: dict[str, Any] = state.home.asker.ask(question, conversation_id, disclosures).as_dict()
        return told

    answer = persistently(asked)
    if count:
        state.metrics.answer(answer["status"], answer["planner"])
    return answer


def require_known(state: State, disclosures: list[str] | None) -> None:
    """Raise NoSuchDisclosureError where a question is narrowed to an id that the store does not hold."""
    for disclosure_id in disclosures or ():
        state.home.store.counts(disclosure_id)


def streamed(events: Iterator[bytes]) -> EventSourceResponse:
    """Server-sent events as a response that no proxy holds back or keeps.

    FastAPI's own route class for them makes a route give nothing but events; ours give one object as well.
    """
    return EventSourceResponse(events, headers={"cache-control": "no-store", "x-accel-buffering": "no"})


def event(name: str | None, data: object) -> bytes:
    """One server-sent event; JSON has no line breaks of its own."""
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))


def tokens(text: str) -> Iterator[str]:
    """An answer's text in small pieces that never cut a number or a citation mark."""
    pieces = _TOKEN.findall(text)
    for start in range(0, len(pieces), TOKENS_AT_ONCE):
        yield "".join(pieces[start : start + TOKENS_AT_ONCE])


def counted(text: str) -> int:
    """How many such pieces a text has at the finest: numbers, citation marks, foreign words, single characters."""
    return len(_TOKEN.findall(text))


def _events(state: State, question: shapes.Question) -> Iterator[bytes]:
    yield event("status", {"stage": "understand"})
    try:
        answer = answered(state, question.question, question.conversation_id, question.disclosures)
    except Exception as error:
        # The status line is already out: the error has to travel as an event.
        yield event("error", {"title": "Internal Server Error", "status": 500, "detail": "服务内部出错，请稍后再试"})
        raise error from None
    yield event("status", {"stage": "compose", "status": answer["status"]})
    for citation in answer["citations"]:
        yield event("citation", citation)
    for piece in tokens(answer["answer"]):
        yield event("token", {"text": piece})
    yield event("answer", answer)
