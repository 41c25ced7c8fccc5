"""追问之词: whether an utterance says nothing but what a kind of follow-up says; the words are data (cues.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from corpus.language.lexicon import Trie
from qa.answering.cover import covered, readings, trie_of


@cache
def _trie(kind: str) -> Trie[str]:
    data = tomllib.loads(files("qa.dialogue").joinpath("cues.toml").read_text("utf-8"))
    filler = "form_filler" if kind in {"table", "sentence", "chart", "paragraph"} else f"{kind}_filler"
    beside = data.get(filler, {"words": []})["words"]
    return trie_of([*((w, kind) for w in data[kind]["words"]), *((w, "") for w in beside)])


def is_all(text: str, kind: str) -> bool:
    """Whether the words of a kind, with its fillers, account for all of an utterance, and at least one of them stands in it."""
    found = covered(text.lower().strip(), _trie(kind))
    return found is not None and kind in found


def only_picks(text: str) -> bool:
    """Whether nothing stands beside a reference but words that ask for what it points to."""
    return covered(text.lower().strip(), _trie("pick")) is not None


def without(text: str, kind: str) -> str:
    """The text without the longest word of a kind that stands in it; as it is where none does."""
    lower = text.lower()
    spans = [(end - at, at, end) for at in range(len(text)) for end, k in readings(lower, at, _trie(kind)) if k == kind]
    if not spans:
        return text
    _, start, end = max(spans)
    return text[:start] + text[end:]


def only_likewise(text: str) -> bool:
    """Whether nothing stands beside a body, a year or a scope but words that ask the same of it."""
    return covered(text.lower().strip(), _trie("likewise")) is not None


def only_asks(text: str) -> bool:
    """Whether an utterance says nothing but words that ask for a figure (到底是多少钱, 实际花了多少呢)."""
    return covered(text.lower().strip(), _trie("asks")) is not None


def only_against(text: str) -> bool:
    """Whether nothing stands beside a year but words that set what was spoken of against it (跟…比呢, 较…变化大吗)."""
    return covered(text.lower().strip(), _trie("against")) is not None


def trimmed(text: str) -> str:
    """The text without words of asking at its ends that stood with a form (把…做成表格, 请用一句话说明…)."""
    rest = text.strip(_ENDS)
    while found := next((w for w in _AROUND if rest.startswith(w) and len(rest) > len(w) + 1), None):
        rest = rest[len(found) :].strip(_ENDS)
    while found := next((w for w in _BEHIND if rest.endswith(w) and len(rest) > len(w) + 1), None):
        rest = rest[: -len(found)].strip(_ENDS)
    return rest


_ENDS = " \t\n，,。;；：:"
_AROUND = ("请", "麻烦", "帮我", "给我", "把", "将", "用", "以", "说明一下", "说明", "概括一下", "概括")
_BEHIND = ("形式", "的形式", "说明一下", "说明", "列出来", "列出", "展示", "给我", "用", "以", "做", "吧", "里")
