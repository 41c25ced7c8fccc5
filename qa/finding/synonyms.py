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


@cache
def _everyday() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(files("qa.finding").joinpath("everyday_words.toml").read_text("utf-8"))
    groups = (*_groups(), *(frozenset(group) for group in raw["groups"]))
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            found[word] = found.get(word, frozenset()) | group - {word}
    return found


def everyday(word: str) -> frozenset[str]:
    """Words that people and printed names use for one another, of any length (租赁: 房租); none for most words."""
    return _everyday().get(word, frozenset())


LONGEST = 4
"""Characters of a word in the thesaurus."""


def parts(phrase: str) -> tuple[str, ...]:
    """A phrase as words of the thesaurus, the longest first, and pairs of characters of what stands between them."""
    found: list[str] = []
    rest = ""
    at = 0
    while at < len(phrase):
        word = next((phrase[at : at + n] for n in range(LONGEST, 0, -1) if phrase[at : at + n] in _everyday()), "")
        if word:
            found += [*_pairs(rest), word]
            rest = ""
        else:
            rest += phrase[at]
        at += len(word) or 1
    return (*found, *_pairs(rest))


def _pairs(text: str) -> list[str]:
    return [text[n : n + 2] for n in range(len(text) - 1)]
