"""英文答语: an answer to a question in English says in English what is not printed; what is printed stays Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from corpus.disclosure import Fact
from qa.answer import Answer, fact_label

_WORDED = re.compile(r"(?<=- )(\d{4}) (预算|决算) \((本级|汇总)\)|(\d{4})年(部门预算|部门决算)")


def speak(answer: Answer, unknown: tuple[str, ...] = ()) -> None:
    """Put the fixed phrases of an answer into English; names, quotes and figures stay as they are printed."""
    answer.answer = "\n".join(map(_line, answer.answer.split("\n")))


def label(fact: Fact) -> str:
    """名目 in English beside the printed one, where its concept is known: “basic expenditure (基本支出合计)”."""
    printed = fact_label(fact)
    if fact.concept is None or fact.subject or fact.concept.startswith("subject_"):
        return printed
    return f"{fact.concept.replace('_', ' ')} ({printed})"


def _line(line: str) -> str:
    for pattern, english in _phrases():
        line = pattern.sub(english, line)
    return _WORDED.sub(_worded, line)


def _worded(match: re.Match[str]) -> str:
    words: Mapping[str, str] = _raw()["words"]
    if match[1]:
        return f"{match[1]} {words[match[2]]} ({words[match[3]]})"
    return f"{match[4]} {words[match[5]]}"


@cache
def _raw() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), english) for pattern, english in _raw()["phrases"])
