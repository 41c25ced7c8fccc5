"""接着问: a turn that goes on from an answer, in the plain words that the dialogue knows; the ways of saying it are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

FORMER_FIRST: Final = re.compile(r"前比后")
"""The figure told first is set against the one told after it, whichever is the larger."""


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = tomllib.loads(files("qa.dialogue").joinpath("following.toml").read_text("utf-8"))
    return tuple((re.compile(rule["said"]), rule["meant"]) for rule in raw["rule"])


def plain(text: str) -> str:
    """A turn (simplified, half-width text without its leads) in plain words; most stay as they are."""
    for said, meant in _rules():
        text = said.sub(meant, text)
    return text
