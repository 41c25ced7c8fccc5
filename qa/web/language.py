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
    data = tomllib.loads((Path(__file__).parent / "language.toml").read_text("utf-8"))
    return {key: entry[0 if language == "zh" else 1] for key, entry in data.items()}


def chosen(request: Request) -> Language:
    """The language of ``?lang=``, else of the cookie, else Chinese."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    return "en" if asked == "en" else "zh"
