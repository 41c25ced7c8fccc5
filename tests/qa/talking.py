"""A conversation held with the asker, as far as its last answer."""

from __future__ import annotations

from qa.answer import Answer
from qa.ask import Asker


def talk(asker: Asker, *questions: str) -> Answer:
    """The answer to the last of some turns."""
    conversation = None
    for question in questions:
        answer = asker.ask(question, conversation)
        conversation = answer.conversation_id
    return answer
