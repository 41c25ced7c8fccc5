"""成语: the fixed phrases of an answer, said in English by the table english.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def worded_anew(line: str) -> str:
    """A line by the phrases of english.toml."""
    for pattern, english in _phrases():
        line = pattern.sub(english, line)
    return _WORDED.sub(_worded, line)


_WORDED = re.compile(r"(?<=- )(\d{4}) (预算|决算) \((本级|汇总)\)|(\d{4})年(部门预算|部门决算)")


def _worded(match: re.Match[str]) -> str:
    words: Mapping[str, str] = raw()["words"]
    if match[1]:
        return f"{match[1]} {words[match[2]]} ({words[match[3]]})"
    return f"{match[4]} {words[match[5]]}"


@cache
def raw() -> Mapping[str, Any]:
    """The tables of english.toml."""
    return tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), english) for pattern, english in raw()["phrases"])
