"""成段: an answer as a piece of running text (写一段关于甲乙丙三公经费的新闻), each figure with its place.

In: an answer told in lines, and what an utterance wants written. Out: its sentences as one paragraph that begins with
what it rests on; bodies whose documents differ in kind are named with theirs. Nothing is said that the lines do not say.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from qa.answer import Answer

_NEARBY = ("相近的原文", "没有找到", "Nearest")
"""Where what only stands near is quoted beneath an answer."""
_ITEM = re.compile(r"^[·-] ")
_KINDS: dict[str, str] = {"budget": "预算", "final_accounts": "决算"}
_CHINESE_STOP = re.compile(r"[。；：]")
_MARKS = re.compile(r"((?:\[\d+\])*)$")
_NOTE = ("注意", "本文件", "没有查到", "（", "另有", "问题里", "这里没有", "所问的", "Note", "(")
"""Lines that say what is to be minded; they are no part of the piece."""


@cache
def _asked() -> re.Pattern[str]:
    """A wish for a piece of text: the verb and its measure word, then its kind before or behind what it is about."""
    data = tomllib.loads(files("qa.dialogue").joinpath("cues.toml").read_text("utf-8"))["piece"]
    before, verbs, counted, about, nouns = (
        "|".join(sorted(map(re.escape, data[kind]), key=len, reverse=True))
        for kind in ("before", "verbs", "counted", "about", "nouns")
    )
    begun = rf"^(?:{before})*(?:{verbs})(?:成|一)*(?:{counted})"
    first = rf"(?:{nouns})(?:稿|出来)?[，,：:；;。\s]*(?:{about})*[，,：:]?(?P<behind>.+)"
    last = rf"(?:{about})*(?P<before>.+?)的?(?:{nouns})(?:稿|出来)?[。！!？?\s]*"
    return re.compile(rf"{begun}(?:{first}|{last})$")


def taken_out(text: str) -> str | None:
    """What a piece of text is wanted about; None where none is wanted."""
    match = _asked().match(text.strip())
    return None if match is None else (match["behind"] or match["before"]).strip("，,：: ")


def put(answer: Answer) -> None:
    """Let an answer with figures be told as one piece of running text, what is to be minded beneath it."""
    lines = [
        _ITEM.sub("", line) for line in answer.answer.split("\n") if line.strip() and not line.endswith("请接着问。")
    ]
    lines = lines[: next((n for n, line in enumerate(lines) if n and line.startswith(_NEARBY)), len(lines))]
    told = [line for line in lines if not line.startswith(_NOTE)]
    notes = [line for line in lines if line.startswith(_NOTE)]
    answer.answer = "\n".join([_joined(told, answer), *notes, *_unlike(answer)])


def _joined(lines: list[str], answer: Answer) -> str:
    """Sentences as one: their marks before the stop, a semicolon between statements of figures."""
    if not any(_CHINESE_STOP.search(line) for line in lines):
        return " ".join(lines)
    said = ""
    for line in lines:
        marks = _MARKS.search(line)
        bare, cited = (line[: marks.start()], marks[1]) if marks else (line, "")
        ended = "" if bare.endswith("：") else "；" if "**" in bare else "。"
        said += f"{bare.rstrip('。；')}{cited}{ended}"
    kinds = "、".join(_by_kind(answer)) or "预算、决算"
    return f"根据公开的部门{kinds}，{said.rstrip('。；')}。"


def _unlike(answer: Answer) -> list[str]:
    """Which bodies' figures are of budgets and which of final accounts, where both are told of several bodies."""
    kinds = _by_kind(answer)
    if len(kinds) < 2 or len({f.issuer for f in answer.figures}) < 2 or "不宜直接比较" in answer.answer:
        return []
    said = "，".join(f"{'、'.join(names)}为{kind}" for kind, names in kinds.items())
    return [f"注意口径和性质不同，不宜直接比较，只供参考：{said}。"]


def _by_kind(answer: Answer) -> dict[str, list[str]]:
    """预算 and 决算, each with the bodies of which such figures are told."""
    kinds: dict[str, dict[str, None]] = {}
    for figure in answer.figures:
        if kind := _KINDS.get(figure.basis):
            kinds.setdefault(kind, {})[figure.issuer] = None
    return {kind: list(names) for kind, names in kinds.items()}
