"""页面文字: the page's words in Chinese (as written) and English (by switch)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from fastapi import Request

Language = Literal["zh", "en"]
COOKIE = "lang"


@cache
def words(language: Language) -> Mapping[str, str]:
    """All texts of the page in one language, by key."""
    return {**_read("language_templates.toml", language), **script_words(language)}


@cache
def script_words(language: Language) -> Mapping[str, str]:
    """The texts that scripts may need, sent along with every page; what only templates say stays here."""
    return _read("language.toml", language)


def _read(name: str, language: Language) -> Mapping[str, str]:
    data = tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))
    return {key: entry[0 if language == "zh" else 1] for key, entry in data.items()}


def chosen(request: Request) -> Language:
    """The language of ``?lang=``, else of the cookie, else the one that the browser prefers, else Chinese."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    if asked:
        return "en" if asked == "en" else "zh"
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> Language:
    """Of Chinese and English the one that an Accept-Language header prefers; Chinese where it names neither."""
    weights: dict[str, float] = {}
    for choice in header.split(","):
        tag, _, rest = choice.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue  # a weight that is none: the choice is not understood
        name = tag.strip().lower().partition("-")[0]
        weights[name] = max(weight, weights.get(name, 0.0))
    return "en" if weights.get("en", 0.0) > weights.get("zh", 0.0) else "zh"
