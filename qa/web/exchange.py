"""往来: messages as OpenAI's protocols send them (chat completions, responses), and what is said to the last of them.

The protocols have no conversations: the questions before the last one are asked again, unseen, in a
conversation that is forgotten afterwards. That costs milliseconds and makes “那上年呢？” work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel, Field

from qa.dialogue import turns
from qa.said import place_url, with_sources
from qa.web import chores
from qa.web.answers import answered, counted
from qa.web.envelope import ProtocolError
from qa.web.state import State

MODEL: Final = "mingzhang"
REMEMBERED: Final = 4
"""Earlier questions that a follow-up may lean on."""
LONGEST: Final = 2000
OPTIONAL_TOOLS: Final = frozenset({"auto", "none"})
_WORDS: Final = frozenset({"text", "input_text", "output_text"})
"""What the protocols call a part of a message that is words."""


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
            return "\n".join(p.text for p in self.content if p.type in _WORDS).strip()
        return (self.content or "").strip()


@dataclass(frozen=True, slots=True)
class Said:
    """所答: what is said, the contract's answer behind it (empty for a chore), its links, and how much was taken in and said.

    ``links`` are the protocols' ``url_citation`` without its type: where the mark stands in the text, and where it leads.
    ``taken`` and ``given`` are counted in our own pieces (a number, a mark, a character): no model has read anything.
    """

    text: str
    answer: dict[str, Any]
    links: list[dict[str, Any]]
    taken: int
    given: int


def said_to(state: State, messages: Sequence[Message], url: str, *, param: str = "messages") -> Said:
    """What is said to the last user message; ``url`` is where the service is reached, ``param`` what the messages came as.

    Raises ProtocolError where there is none, or it is longer than a question may be.
    """
    questions = [m.text for m in messages if m.role == "user" and m.text]
    if not questions:
        raise wrong("没有用户消息 (there is no user message with text)", param)
    system = "\n".join(m.text for m in messages if m.role in {"system", "developer"})
    if kind := chores.kind_of(questions[-1], system):
        answer: dict[str, Any] = {}
        text = _chore(state, kind, questions, system)
    elif len(questions[-1]) > LONGEST:
        raise wrong(
            f"最后一条用户消息最多 {LONGEST} 个字 (the last user message may have {LONGEST} characters at most)",
            param,
            "context_length_exceeded",
        )
    else:
        answer = _asked(state, questions, count=True)
        text = with_sources(answer, url)
    return Said(text, answer, _links(answer, text, url), sum(counted(m.text) for m in messages), counted(text))


def known(name: str, *held: str) -> str:
    """The name of a model that is there. Raises ProtocolError for any other."""
    if name not in held:
        message = f"The model `{name}` does not exist; there is `{MODEL}`"
        raise ProtocolError(HTTPStatus.NOT_FOUND, message, param="model", code="model_not_found")
    return name


def wrong(message: str, param: str, code: str = "invalid_value") -> ProtocolError:
    """A refusal of a parameter's value."""
    return ProtocolError(HTTPStatus.BAD_REQUEST, message, param=param, code=code)


def refuse(unusable: Mapping[str, bool]) -> None:
    """Raise ProtocolError for the first parameter that would silently change what a client gets back."""
    for name, refused in unusable.items():
        if refused:
            raise wrong(
                f"Unsupported value: '{name}' cannot be used with `{MODEL}`, which looks answers up and says them in words",
                name,
                "unsupported_value",
            )


def must_call(choice: object) -> bool:
    """Whether a choice of tools is that one of them must be called, which nothing here can do."""
    return choice is not None and not (isinstance(choice, str) and choice in OPTIONAL_TOOLS)


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


def _links(answer: dict[str, Any], text: str, url: str) -> list[dict[str, Any]]:
    """引用: one link a citation, in their order; each at its first mark, leading to its place."""
    links = []
    for citation in answer.get("citations", ()):
        mark = f"[{citation['id']}]"
        start = max(text.find(mark), 0)
        page = f"，第 {citation['page']} 页" if citation["page"] else ""
        title = f"{citation['title']} {citation['section']}{page}".strip()
        links.append(
            {"start_index": start, "end_index": start + len(mark), "url": place_url(citation, url), "title": title}
        )
    return links
