"""近义词: words that people and documents use for one another, and verbs told from the things that they are done to."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from qa.library import grams


@cache
def _groups() -> tuple[frozenset[str], ...]:
    raw = tomllib.loads(files("qa.finding").joinpath("synonyms.toml").read_text("utf-8"))
    return tuple(frozenset(group) for group in raw["groups"])


@cache
def of(word: str) -> frozenset[str]:
    """Words that stand for ``word``, itself left out; none for most words."""
    return frozenset().union(*(group for group in _groups() if word in group)) - {word}


def others(words: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """(word, words that stand for it) for those of the words that have such."""
    return tuple((w, same) for w in sorted(words) if (same := of(w)))


@cache
def words(text: str) -> frozenset[str]:
    """The words of an asked thing, a verb at either end cut off whole (发现隐患 → 发现, 隐患)."""
    for verb in (w for group in _groups() for w in group):
        rest = text.removeprefix(verb) if text.startswith(verb) else text.removesuffix(verb)
        if len(rest) > 1 and rest != text:
            return grams(rest) | {verb}
    return grams(text)
