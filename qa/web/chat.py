"""OpenAI 协议: POST /v1/chat/completions over the same answering, so that any chat client can ask.

The protocol has no conversations: the questions before the last one are asked again, unseen, in a
conversation that is forgotten afterwards. That costs milliseconds and makes “那上年呢？” work.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.web.answers import answered, tokens
from qa.web.conversations import remove
from qa.web.problems import Refusal
from qa.web.state import Shared, State

router = APIRouter(prefix="/v1", tags=["openai"])

MODEL = "mingzhang"
REMEMBERED = 4
"""Earlier questions that a follow-up may lean on."""
LONGEST = 2000


class Part(BaseModel):
    """A piece of a message."""

    type: str
    text: str = ""


class Message(BaseModel):
    """One message."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(p.text for p in self.content if p.type == "text").strip()
        return (self.content or "").strip()


class Completion(BaseModel):
    """What /v1/chat/completions takes; other parameters of the protocol are accepted and have no effect."""

    model_config = ConfigDict(extra="ignore")
    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=200)
    stream: bool = False


@router.get("/models", summary="Models")
async def models() -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}


@router.post("/chat/completions", summary="Chat completions (OpenAI's protocol)", response_model=None)
def completions(completion: Completion, state: Shared) -> Response:
    """Answer the last user message; the citations follow as a Markdown list."""
    questions = [m.text for m in completion.messages if m.role == "user" and m.text]
    if not questions or len(questions[-1]) > LONGEST:
        raise Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"最后一条用户消息须有 1 至 {LONGEST} 个字 (the last user message must be 1..{LONGEST})",
        )
    answer = _replayed(state, questions)
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": completion.model}
    text = with_sources(answer)
    if completion.stream:
        return StreamingResponse(_chunks(head, text), media_type="text/event-stream")
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return JSONResponse(head | {"object": "chat.completion", "choices": [choice], "usage": usage, "mingzhang": answer})


def _replayed(state: State, questions: list[str]) -> dict[str, Any]:
    conversation_id = None
    answer: dict[str, Any] = {}
    for question in questions[-1 - REMEMBERED :]:
        answer = answered(state, question[:LONGEST], conversation_id)
        conversation_id = answer["conversation_id"] or None
    if conversation_id is not None:
        _forget(state, conversation_id)
    return answer


def _forget(state: State, conversation_id: str) -> None:
    try:
        remove(conversation_id, state)
    except Refusal:  # it was never kept
        return


def with_sources(answer: dict[str, Any]) -> str:
    """An answer with its citations as a Markdown list."""
    lines = [
        f"- [{c['id']}] 《{c['title']}》{c['section']}"
        + (f"，第 {c['page']} 页" if c["page"] else "")
        + "：“"
        + " ".join(c["quote"].split())
        + "”"
        for c in answer["citations"]
    ]
    return "\n\n".join([answer["answer"], "\n".join(lines)]) if lines else str(answer["answer"])


def _chunks(head: dict[str, Any], text: str) -> Iterator[str]:
    yield _chunk(head, {"role": "assistant", "content": ""}, None)
    for piece in tokens(text):
        yield _chunk(head, {"content": piece}, None)
    yield _chunk(head, {}, "stop")
    yield "data: [DONE]\n\n"


def _chunk(head: dict[str, Any], delta: dict[str, str], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = head | {"object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
