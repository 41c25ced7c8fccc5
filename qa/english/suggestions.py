"""英文追问: what stands beside an answer (questions to ask next, the chart) in English.

A suggested question names the item in English with the printed name in brackets, so that it is understood when it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qa.english import naming

_FORMS: tuple[tuple[str, str], ...] = (
    ("比上年增减多少", "How much did {item} of {body} change in {year} from the year before?"),
    ("增减的原因是什么", "Why did {item} of {body} change in {year}?"),
    ("占比多少", "What is the share of {item} of {body} in {year}?"),
    ("完成率多少", "What is the completion rate of {item} of {body} in {year}?"),
    ("多少", "How much is {item} of {body} in {year}?"),
)
_ASKED = re.compile(
    r"^(?P<body>\D+?)(?P<year>\d{4})年(?P<item>.+?)(?P<form>" + "|".join(f for f, _ in _FORMS) + r")？$"
)


def questions(suggested: Sequence[str]) -> list[str]:
    """Suggested questions in English; one of another form stays as it is."""
    return [_in_english(question) for question in suggested]


def _in_english(question: str) -> str:
    match = _ASKED.match(question)
    if match is None:
        return question
    form = dict(_FORMS)[match["form"]]
    return form.format(item=naming.item(match["item"]), body=naming.body(match["body"]), year=match["year"])


def chart(drawn: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A chart with its title and labels in English, what is printed in brackets."""
    if drawn is None:
        return None
    series = [{**bar, "label": _label(bar["label"])} for bar in drawn["series"]]
    return {**drawn, "title": _label(drawn["title"]), "series": series}


def _label(chinese: str) -> str:
    if (year := re.fullmatch(r"(\d{4})年", chinese)) is not None:
        return year[1]
    said = naming.body(chinese)
    return said if said != chinese else naming.item(chinese)
