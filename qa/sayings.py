"""说法: a question in the words that disclosures know things by, where people say them in others.

A saying is rewritten before anything is understood: what is computed (相加 → 加起来), what money is spent on
(花在人身上的钱 → 人员经费), and figures that are asked for by no asking word (预算数报一下). The rules are data.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = tomllib.loads(files("qa").joinpath("sayings.toml").read_text("utf-8"))
    return tuple((re.compile(rule["said"]), rule["meant"]) for rule in raw["rule"])


def official(text: str) -> str:
    """官话: the text (simplified, half-width) with each saying in its official words."""
    for said, meant in _rules():
        text = said.sub(meant, text)
    return text
