"""问法: the phrase lists of phrases.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _raw() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("qa.understanding").joinpath("phrases.toml").read_text("utf-8"))


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """One list as one pattern, e.g. ``pattern("operation", "share")``."""
    return re.compile("|".join(f"(?:{p})" for p in _raw()[group][name]), re.IGNORECASE)


@cache
def names(group: str) -> tuple[str, ...]:
    """The names of a group's lists, in file order."""
    return tuple(_raw()[group])


def present(group: str, text: str) -> dict[str, tuple[int, int]]:
    """Which lists of the group match, each with the span of its first match."""
    return {n: m.span() for n in names(group) if (m := pattern(group, n).search(text))}


@cache
def _stop_words() -> re.Pattern[str]:
    words = sorted(_raw()["stop"]["words"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) + f"|[{re.escape(str(_raw()['stop']['particles']))}]")


@cache
def _whole() -> frozenset[str]:
    """Words of two characters that are never taken apart, though one of the two says little elsewhere (跟踪, 工会)."""
    return frozenset(str(_raw()["stop"]["whole"]).split())


def content(text: str) -> list[tuple[int, int]]:
    """实词: stretches of the text that carry content of their own, words without it taken out."""
    left = _stop_words().sub(lambda m: " " * len(m[0]), text)
    head, tail = str(_raw()["stop"]["head"]), str(_raw()["stop"]["tail"])
    found = []
    for first, last in _parts(left):
        start, end = first, last
        while start < end and left[start] in head and left[start : start + 2] not in _whole():
            start += 1
        while end > start and left[end - 1] in tail and left[max(end - 2, start) : end] not in _whole():
            end -= 1
        if end - start > 1:
            found.append((start, end))
    return found


def _parts(text: str) -> list[tuple[int, int]]:
    """Stretches of writing, cut at 和 and the like where words stand on both sides (甲费和乙费)."""
    found = []
    for match in re.finditer(r"[一-鿿A-Za-z0-9+]+", text):
        at = match.start()
        for joint in re.finditer(
            r"(?<=[一-鿿]{2})(?:以及|[和与及或]|跟(?![踪进])|[上中里](?=承担|开展|采取|参与))(?=[一-鿿]{2})", match[0]
        ):
            found.append((at, match.start() + joint.start()))
            at = match.start() + joint.end()
        found.append((at, match.end()))
    return found


def english_core(text: str) -> tuple[str, ...]:
    """单位名的英文词: what the English words of a question say of a body's Chinese core (finance → 财政)."""
    said = text.lower()
    words: dict[str, Any] = _raw()["english"]
    return tuple(chinese for english, chinese in words.items() if re.search(rf"\b{english}", said))


@cache
def english_asking() -> frozenset[str]:
    """Words of English questions that name no thing."""
    return frozenset(str(_raw()["english_words"]["asking"]).split())
