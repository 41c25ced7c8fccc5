"""量力: a question that would take more looking than one may is answered in its first parts, and that is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.answer import Answer
from qa.finding import effort
from qa.understanding.bodies import Body
from qa.understanding.question import Question, understand

MOST_PARTS = 6
"""Things that are still answered of a question that asks for too many."""
BEGINNING = 6
"""What part of the effort of a question its beginning may take, after the whole has taken all of it."""
LONGEST = 200
"""Characters of such a question that are looked at where it names few things."""
MOST_CHARACTERS = 2_000
"""Characters of a question that are read, as over HTTP."""
_CLAUSE_END = re.compile(r"[，,。；;？?！!、\n]")
_TOO_MUCH = {
    "zh": (
        "这个问题一次问得太多，先回答前面的“{text}”，其余请分开再问：",
        "这个问题一次问得太多，没有算完；请分成几个问题来问。",
    ),
    "en": (
        "Too much is asked at once. This answers its beginning, “{text}”; please ask the rest separately:",
        "Too much is asked at once, and no end was reached; please ask in several questions.",
    ),
}


def within(question: Question, bodies: Sequence[Body], answer: Callable[[Question], Answer]) -> Answer:
    """What ``answer`` gives for the question; for its beginning alone, and said so, where the whole takes too much looking."""
    try:
        with effort.limited():
            return answer(question)
    except effort.EffortSpentError:
        text = beginning(question)
    part, nothing = _TOO_MUCH["en" if question.language == "en" else "zh"]
    try:
        with effort.limited(effort.MOST // BEGINNING):
            found = answer(understand(text, bodies)) if text else None
    except effort.EffortSpentError:
        found = None
    if found is None:
        return Answer("not_found", nothing, reason="out_of_scope")
    found.answer = f"{part.format(text=text)}\n{found.answer}"
    if found.status == "answered":
        found.status = "partial"
    return found


def mark_cut(answer: Answer, whole: str, read: str) -> None:
    """Say so where a question was longer than what was read of it."""
    if len(read) < len(whole):
        answer.answer = f"只读了问题的前{len(read):,}个字（共{len(whole):,}个字）。\n{answer.answer}"
        if answer.status == "answered":
            answer.status = "partial"


def beginning(question: Question) -> str:
    """The question up to the end of the clause of its sixth thing; "" where that is the whole of it."""
    text = question.folded
    end = question.topics[MOST_PARTS - 1].end if len(question.topics) > MOST_PARTS else LONGEST
    stop = _CLAUSE_END.search(text, min(end, LONGEST))
    cut = text[: stop.start() if stop and stop.start() <= end + MOST_PARTS else min(end, LONGEST)].strip()
    return cut if len(cut) < len(text.strip("？?。 ")) else ""
