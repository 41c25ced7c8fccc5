"""杂务: what chat programs ask of a model on their own account: a title, tags, follow-ups, search words, a summary.

They come as ordinary user messages, written by the program. None of them is a question about a budget; each is answered from
the conversation itself, in the form that it asks for, and is counted nowhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Final

LONGEST_TITLE = 20
TAGS = ("部门预算", "财政")
TASK = "### Task:"
"""Open WebUI begins each of its own prompts with it."""
_SPOKEN: Final = re.compile(r"^(?:USER|User|user|用户)\s*[:：]\s*(.+)$", re.MULTILINE)

KINDS: Final = {
    # what a program's prompt says → what it wants
    "title": ("concise, 3-5 word title", "generate a concise", "简要主题", "总结为 10 个字以内的标题", "生成标题"),
    "tags": ("broad tags categorizing", "1-3 broad tags"),
    "follow_ups": ("follow-up questions", "follow_ups"),
    "queries": ("search queries", '"queries"'),
    "summary": ("简要总结一下对话内容", "summarize the discussion briefly"),
    "emoji": ("fitting emoji",),
    "autocomplete": ("autocompletion", "autocomplete"),
}  # fmt: skip
"""Cue phrases of Open WebUI's, NextChat's and LobeChat's own prompts; the first kind that fits is meant."""


def kind_of(prompt: str, system: str = "") -> str | None:
    """Which chore a message is, None where it is a person's question; ``system`` is the instruction before it."""
    if prompt.lstrip().startswith(TASK):
        head = prompt.lower()
        return next((kind for kind, cues in KINDS.items() if any(c in head for c in cues)), "other")
    told = system if system and any(c in system for c in KINDS["title"]) else prompt
    for kind in ("title", "summary"):
        if any(cue in told for cue in KINDS[kind]) and len(told) > LONGEST_TITLE:
            return kind
    return None


def questions_in(prompt: str, earlier: Sequence[str]) -> list[str]:
    """What the person said: in the prompt's own record of the chat, else in the messages before it."""
    return [said.strip() for said in _SPOKEN.findall(prompt)] or [e for e in earlier if kind_of(e) is None]


def done(kind: str, prompt: str, questions: Sequence[str], follow_ups: Callable[[str], Sequence[str]]) -> str:
    """The chore's result, as JSON where the prompt asks for that; ``follow_ups`` gives them for a question."""
    last = questions[-1] if questions else ""
    first = questions[0] if questions else ""
    as_json = "json" in prompt.lower()
    if kind == "title":
        title = _short(first) or "预算问答"
        return json.dumps({"title": title}, ensure_ascii=False) if as_json else title
    if kind == "summary":
        return "用户问了：" + "；".join(questions) if questions else ""
    results: dict[str, object] = {
        "tags": {"tags": list(TAGS)},
        "follow_ups": {"follow_ups": list(follow_ups(last)) if last else []},
        "queries": {"queries": []},
        "autocomplete": {"text": ""},
        "emoji": "🧾",
    }
    found = results.get(kind, "")
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def _short(question: str) -> str:
    """A title: the question itself, without what asks, cut where it is long."""
    bare = re.sub(r"(?:是|有|花了)?多少[？?。]*$|[？?。！!]+$", "", " ".join(question.split()))
    return bare if len(bare) <= LONGEST_TITLE else bare[: LONGEST_TITLE - 1] + "…"
