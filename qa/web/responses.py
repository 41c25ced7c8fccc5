"""OpenAI 协议之二: POST /v1/responses, which agents and newer clients speak. Nothing is kept: the messages are sent each time."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.web.answers import event, streamed, tokens
from qa.web.chat import EVENTS
from qa.web.exchange import MODEL, Message, Part, Said, known, must_call, refuse, said_to
from qa.web.state import Shared

router = APIRouter(prefix="/v1", tags=["openai"])

NO_TEXT: Final[dict[str, Any]] = {"type": "output_text", "annotations": [], "logprobs": []}


class Item(BaseModel):
    """One thing that was said or done before; what is no message (a tool's call, its result, a thought) is left aside."""

    type: str | None = None
    role: str | None = None
    content: Any = None

    @property
    def message(self) -> Message | None:
        """The message that it is."""
        if self.role is None or self.type not in {None, "message"}:
            return None
        if not isinstance(self.content, list):
            return Message(role=self.role, content=self.content if isinstance(self.content, str) else None)
        worded = [p for p in self.content if isinstance(p, dict) and isinstance(p.get("text"), str)]
        return Message(role=self.role, content=[Part(type=str(p.get("type")), text=p["text"]) for p in worded])


class TextOptions(BaseModel):
    """How the words are to be."""

    format: dict[str, Any] | None = None


class Wanted(BaseModel):
    """What /v1/responses takes.

    Sampling parameters and tools that may be called or not are accepted and change nothing: an answer is looked up.
    """

    model_config = ConfigDict(extra="ignore")
    model: str = MODEL
    input: str | Annotated[list[Item], Field(min_length=1, max_length=400)]
    instructions: str | None = None
    stream: bool | None = False
    text: TextOptions | None = None
    tools: list[Any] | None = None
    tool_choice: Any = None
    previous_response_id: str | None = None
    conversation: Any = None
    prompt: Any = None
    background: bool | None = None
    metadata: dict[str, str] | None = None


@router.post(
    "/responses",
    summary="Responses (OpenAI's protocol)",
    operation_id="create_response",
    response_model=None,
    responses=EVENTS,
)
def responses(wanted: Wanted, request: Request, state: Shared) -> Response:
    """Answer the last user message; its citations are annotations with links, and a Markdown list at the end."""
    known(wanted.model, MODEL)
    refuse(
        {
            "text.format": ((wanted.text and wanted.text.format) or {"type": "text"}).get("type") != "text",
            "tool_choice": must_call(wanted.tool_choice),
            "previous_response_id": wanted.previous_response_id is not None,
            "conversation": wanted.conversation is not None,
            "prompt": wanted.prompt is not None,
            "background": bool(wanted.background),
        }
    )
    items = [Item(role="user", content=wanted.input)] if isinstance(wanted.input, str) else wanted.input
    told = [Message(role="system", content=wanted.instructions)] if wanted.instructions else []
    messages = [*told, *(m for m in (item.message for item in items) if m is not None)]
    url = state.home.settings.public_url or str(request.base_url)
    made = _Told(wanted, said_to(state, messages, url, param="input"))
    return streamed(made.events()) if wanted.stream else JSONResponse(made.whole())


class _Told:
    """What is sent back, as one object or as events."""

    def __init__(self, wanted: Wanted, said: Said) -> None:
        self._wanted = wanted
        self._said = said
        self._id, self._item = f"resp_{uuid.uuid4().hex}", f"msg_{uuid.uuid4().hex}"
        self._at = int(time.time())
        self._links = [{"type": "url_citation"} | link for link in said.links]
        self._sent = 0

    def whole(self) -> dict[str, Any]:
        """The response, with the contract's answer beside it."""
        usage = {
            "input_tokens": self._said.taken,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": self._said.given,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": self._said.taken + self._said.given,
        }
        more = {"mingzhang": self._said.answer} if self._said.answer else {}
        return self._response("completed", [self._message("completed", [self._text()])], usage) | more

    def events(self) -> Iterator[bytes]:
        """The response piece by piece, each event with its number; the whole of it in the last."""
        begun = self._response("in_progress", [], None)
        place = {"output_index": 0, "item_id": self._item, "content_index": 0}
        yield self._event("created", response=begun)
        yield self._event("in_progress", response=begun)
        yield self._event("output_item.added", output_index=0, item=self._message("in_progress", []))
        yield self._event("content_part.added", **place, part=NO_TEXT | {"text": ""})
        for piece in tokens(self._said.text):
            yield self._event("output_text.delta", **place, delta=piece, logprobs=[])
        for n, link in enumerate(self._links):
            yield self._event("output_text.annotation.added", **place, annotation_index=n, annotation=link)
        yield self._event("output_text.done", **place, text=self._said.text, logprobs=[])
        yield self._event("content_part.done", **place, part=self._text())
        yield self._event("output_item.done", output_index=0, item=self._message("completed", [self._text()]))
        yield self._event("completed", response=self.whole())

    def _event(self, kind: str, **more: Any) -> bytes:
        name = f"response.{kind}"
        number, self._sent = self._sent, self._sent + 1
        return event(name, {"type": name, "sequence_number": number} | more)

    def _text(self) -> dict[str, Any]:
        return NO_TEXT | {"text": self._said.text, "annotations": self._links}

    def _message(self, status: str, content: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self._item, "type": "message", "role": "assistant", "status": status, "content": content}

    def _response(self, status: str, output: list[dict[str, Any]], usage: dict[str, Any] | None) -> dict[str, Any]:
        return {
            "id": self._id, "object": "response", "created_at": self._at, "status": status, "model": self._wanted.model,
            "output": output, "usage": usage, "error": None, "incomplete_details": None,
            "instructions": self._wanted.instructions, "metadata": self._wanted.metadata or {},
            "parallel_tool_calls": False, "previous_response_id": None, "store": False, "temperature": None,
            "text": {"format": {"type": "text"}}, "tool_choice": "auto", "tools": [], "top_p": None,
        }  # fmt: skip
