"""OpenAI 协议: POST /v1/chat/completions over the same answering, so that any chat client can ask."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.web.answers import event, streamed, tokens
from qa.web.exchange import MODEL, Message, Said, known, must_call, refuse, said_to
from qa.web.state import Shared

router = APIRouter(prefix="/v1", tags=["openai"])

DONE = b"data: [DONE]\n\n"
PLAIN_FORMATS: Final = frozenset({None, "text"})
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}


class StreamOptions(BaseModel):
    """Of a stream."""

    include_usage: bool = False


class Completion(BaseModel):
    """What /v1/chat/completions takes.

    Sampling parameters (``temperature``, ``seed``, ``max_tokens`` …) are accepted and change nothing: an answer is looked up.
    """

    model_config = ConfigDict(extra="ignore")
    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=200)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    tools: list[Any] | None = None
    tool_choice: Any = None
    function_call: Any = None
    response_format: dict[str, Any] | None = None
    logprobs: bool | None = None
    modalities: list[str] | None = None


class Model(BaseModel):
    """A model as the protocol lists it."""

    id: str
    object: str = "model"
    created: int = 0
    owned_by: str = MODEL


class Models(BaseModel):
    """What GET /v1/models gives."""

    object: str = "list"
    data: list[Model]


@router.get("/models", summary="Models", operation_id="list_models")
def models(state: Shared) -> Models:
    """The one that answers, and the one that embeds."""
    return Models(data=[Model(id=MODEL), Model(id=state.home.settings.embedder)])


@router.get("/models/{model:path}", summary="One model", operation_id="retrieve_model")
def model(model: str, state: Shared) -> Model:
    """A model by its name."""
    return Model(id=known(model, MODEL, state.home.settings.embedder))


@router.post(
    "/chat/completions",
    summary="Chat completions (OpenAI's protocol)",
    operation_id="create_chat_completion",
    response_model=None,
    responses=EVENTS,
)
def completions(completion: Completion, request: Request, state: Shared) -> Response:
    """Answer the last user message; its citations are annotations with links, and a Markdown list at the end."""
    known(completion.model, MODEL)
    refuse(
        {
            "n": completion.n not in {None, 1},
            "response_format": (completion.response_format or {}).get("type") not in PLAIN_FORMATS,
            "tool_choice": must_call(completion.tool_choice),
            "function_call": must_call(completion.function_call),
            "logprobs": bool(completion.logprobs),
            "modalities": bool(set(completion.modalities or ()) - {"text"}),
        }
    )
    url = state.home.settings.public_url or str(request.base_url)
    told = _Told(completion, said_to(state, completion.messages, url))
    return streamed(told.chunks()) if completion.stream else JSONResponse(told.whole())


class _Told:
    """What is sent back, as one object or as chunks."""

    def __init__(self, completion: Completion, said: Said) -> None:
        self._head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": completion.model}
        self._said = said
        self._usage = {
            "prompt_tokens": said.taken, "completion_tokens": said.given, "total_tokens": said.taken + said.given,
        }  # fmt: skip
        self._with_usage = completion.stream_options is not None and completion.stream_options.include_usage
        self._annotations = [{"type": "url_citation", "url_citation": link} for link in said.links]

    def whole(self) -> dict[str, Any]:
        """The completion, with the contract's answer beside it."""
        message = {"role": "assistant", "content": self._said.text, "refusal": None, "annotations": self._annotations}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._head | {"object": "chat.completion", "choices": [choice], "usage": self._usage} | self._more()

    def chunks(self) -> Iterator[bytes]:
        """The completion in pieces; the annotations in one delta, the contract's answer beside the last."""
        yield self._chunk({"role": "assistant", "content": ""})
        for piece in tokens(self._said.text):
            yield self._chunk({"content": piece})
        if self._annotations:
            yield self._chunk({"annotations": self._annotations})
        yield self._chunk({}, "stop", self._more())
        if self._with_usage:
            yield event(None, self._head | {"object": "chat.completion.chunk", "choices": [], "usage": self._usage})
        yield DONE

    def _more(self) -> dict[str, Any]:
        return {"mingzhang": self._said.answer} if self._said.answer else {}

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, more: dict[str, Any] | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        unknown = {"usage": None} if self._with_usage else {}
        return event(
            None, self._head | {"object": "chat.completion.chunk", "choices": [choice]} | unknown | (more or {})
        )
