"""直说: manners of asking in English, put plainly before any word is read (how many yuan: how much in yuan)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = tomllib.loads(files("qa.english").joinpath("manners.toml").read_text("utf-8"))
    return tuple((re.compile(rf"\b{rule['said']}", re.IGNORECASE), rule["meant"]) for rule in raw["rule"])


def plainly(text: str) -> str:
    """The question in plain words; most stay as they are."""
    for said, meant in _rewrites():
        text = said.sub(meant, text)
    return text
