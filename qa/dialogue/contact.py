"""接话: what in a conversation asks for nothing printed: greetings, thanks, help, and the announcing of a question."""

from __future__ import annotations

from dataclasses import replace

from qa.answer import Answer
from qa.answering import courtesy
from qa.dialogue.memory import Memory
from qa.library import Library


def answer(text: str, memory: Memory, library: Library, *, english: bool) -> tuple[Answer, Memory] | None:
    """The answer to courtesy and the memory after it: whom questions were announced about; None where something is asked."""
    if (spoken := courtesy.answer(text, library, english=english)) is not None:
        return spoken, memory
    if (announced := courtesy.announced(text, library, english=english)) is None:
        return None
    found, bodies, years = announced
    if not bodies:
        return found, memory
    return found, replace(Memory(), bodies=[b.issuer for b in bodies], years=list(years))
