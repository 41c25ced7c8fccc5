"""OpenAI 协议: POST /v1/chat/completions over the same answering, so that any chat client can ask.

The protocol has no conversations: the questions before the last one are asked again, unseen, in a
conversation that is forgotten afterwards. That costs milliseconds and makes “那上年呢？” work.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.dialogue import turns
from qa.said import place_url, with_sources
from qa.web import chores
from qa.web.answers import answered, counted, event, streamed, tokens
from qa.web.envelope import ProtocolError
from qa.web.state import Shared, State

router = APIRouter(prefix="/v1", tags=["openai"])

MODEL = "mingzhang"
REMEMBERED = 4
"""Earlier questions that a follow-up may lean on."""
LONGEST = 2000
DONE = b"data: [DONE]\n\n"
PLAIN_FORMATS: Final = frozenset({None, "text"})
OPTIONAL_TOOLS: Final = frozenset({None, "auto", "none"})
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}


class Part(BaseModel):
    """A piece of a message; pictures and files are left aside."""

    type: str
    text: str = ""


class Message(BaseModel):
    """One message."""

    role: str = Field(description="system, developer, user, assistant, tool or function")
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(p.text for p in self.content if p.type == "text").strip()
        return (self.content or "").strip()


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
    return Model(id=_known(model, MODEL, state.home.settings.embedder))


@router.post(
    "/chat/completions",
    summary="Chat completions (OpenAI's protocol)",
    operation_id="create_chat_completion",
    response_model=None,
    responses=EVENTS,
)
def completions(completion: Completion, request: Request, state: Shared) -> Response:
    """Answer the last user message; its citations are annotations with links, and a Markdown list at the end."""
    _known(completion.model, MODEL)
    _refuse_unsupported(completion)
    questions = [m.text for m in completion.messages if m.role == "user" and m.text]
    if not questions:
        raise _wrong("没有用户消息 (there is no user message with text)", "messages")
    system = "\n".join(m.text for m in completion.messages if m.role in {"system", "developer"})
    url = state.home.settings.public_url or str(request.base_url)
    if kind := chores.kind_of(questions[-1], system):
        answer: dict[str, Any] = {}
        text = _chore(state, kind, questions, system)
    elif len(questions[-1]) > LONGEST:
        raise _wrong(
            f"最后一条用户消息最多 {LONGEST} 个字 (the last user message may have {LONGEST} characters at most)",
            "messages",
            "context_length_exceeded",
        )
    else:
        answer = _asked(state, questions, count=True)
        text = with_sources(answer, url)
    said = _Said(completion, text, answer, url, usage=_usage(completion, text))
    return streamed(said.chunks()) if completion.stream else JSONResponse(said.whole())


def _known(name: str, *held: str) -> str:
    if name not in held:
        message = f"The model `{name}` does not exist; there is `{MODEL}`"
        raise ProtocolError(HTTPStatus.NOT_FOUND, message, param="model", code="model_not_found")
    return name


def _wrong(message: str, param: str, code: str = "invalid_value") -> ProtocolError:
    return ProtocolError(HTTPStatus.BAD_REQUEST, message, param=param, code=code)


def _refuse_unsupported(completion: Completion) -> None:
    """Raise ProtocolError for what would silently change what a client gets back."""
    wanted = {
        "n": completion.n not in {None, 1},
        "response_format": (completion.response_format or {}).get("type") not in PLAIN_FORMATS,
        "tool_choice": not isinstance(completion.tool_choice, str | None)
        or completion.tool_choice not in OPTIONAL_TOOLS,
        "logprobs": bool(completion.logprobs),
        "modalities": bool(set(completion.modalities or ()) - {"text"}),
    }
    for name, refused in wanted.items():
        if refused:
            raise _wrong(
                f"Unsupported value: '{name}' cannot be used with `{MODEL}`, which looks answers up and says them in words",
                name,
                "unsupported_value",
            )


def _chore(state: State, kind: str, questions: list[str], system: str) -> str:
    prompt = questions[-1]
    asked = chores.questions_in(prompt, [prompt, *questions[:-1]] if chores.kind_of(prompt) is None else questions[:-1])

    def follow_ups(question: str) -> list[str]:
        return list(_asked(state, [*asked[:-1], question], count=False)["follow_ups"])

    return chores.done(kind, f"{system}\n{prompt}", asked, follow_ups)


def _asked(state: State, questions: list[str], *, count: bool) -> dict[str, Any]:
    """The last question's answer after the ones before it; the conversation is forgotten."""
    conversation_id = None
    answer: dict[str, Any] = {}
    recent = questions[-1 - REMEMBERED :]
    for n, question in enumerate(recent, 1):
        last = n == len(recent)
        answer = answered(state, question[:LONGEST], conversation_id, count=count and last)
        conversation_id = answer["conversation_id"] or None
    if conversation_id is not None:
        turns.forget(state.home.store, conversation_id)
    return answer


def _usage(completion: Completion, text: str) -> dict[str, int]:
    """How much was said and taken in, in our own pieces (a number, a mark, a character): no model has read it."""
    asked, said = sum(counted(m.text) for m in completion.messages), counted(text)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


class _Said:
    """What is sent back, as one object or as chunks."""

    def __init__(
        self, completion: Completion, text: str, answer: dict[str, Any], url: str, usage: dict[str, int]
    ) -> None:
        self._head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": completion.model}
        self._text = text
        self._answer = answer
        self._usage = usage
        self._with_usage = completion.stream_options is not None and completion.stream_options.include_usage
        self._annotations = _annotations(answer, text, url)

    def whole(self) -> dict[str, Any]:
        """The completion, with the contract's answer beside it."""
        message = {"role": "assistant", "content": self._text, "refusal": None, "annotations": self._annotations}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        more = {"mingzhang": self._answer} if self._answer else {}
        return self._head | {"object": "chat.completion", "choices": [choice], "usage": self._usage} | more

    def chunks(self) -> Iterator[bytes]:
        """The completion in pieces; the annotations in one delta, the contract's answer beside the last."""
        yield self._chunk({"role": "assistant", "content": ""})
        for piece in tokens(self._text):
            yield self._chunk({"content": piece})
        if self._annotations:
            yield self._chunk({"annotations": self._annotations})
        yield self._chunk({}, "stop", {"mingzhang": self._answer} if self._answer else {})
        if self._with_usage:
            yield event(None, self._head | {"object": "chat.completion.chunk", "choices": [], "usage": self._usage})
        yield DONE

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, more: dict[str, Any] | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        unknown = {"usage": None} if self._with_usage else {}
        return event(
            None, self._head | {"object": "chat.completion.chunk", "choices": [choice]} | unknown | (more or {})
        )


def _annotations(answer: dict[str, Any], text: str, url: str) -> list[dict[str, Any]]:
    """引用: the protocol's ``url_citation``, one a citation, in their order; each at its first mark, leading to its place."""
    noted = []
    for citation in answer.get("citations", ()):
        mark = f"[{citation['id']}]"
        start = max(text.find(mark), 0)
        page = f"，第 {citation['page']} 页" if citation["page"] else ""
        title = f"{citation['title']} {citation['section']}{page}".strip()
        cited = {"start_index": start, "end_index": start + len(mark), "url": place_url(citation, url), "title": title}
        noted.append({"type": "url_citation", "url_citation": cited})
    return noted
