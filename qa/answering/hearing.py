"""听音: a dictionary word typed by its sound (三工经费, 工资福力), told by its syllables where nothing else was found."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from corpus import terms
from qa.answer import Answer
from qa.understanding.sounds import syllables

SHORTEST = 4
"""Characters of a word that may be told by sound; shorter ones sound like too much else."""


@cache
def _by_sound() -> dict[tuple[str, ...], str]:
    """Words of the dictionary by their syllables; a sound that two words share tells neither."""
    found: dict[tuple[str, ...], str] = {}
    for term in terms.TERMS.values():
        for word in (term.name, *term.printed, *term.words):
            bare = re.sub(r"[“”\"（）()\s、]", "", word)
            if len(bare) >= SHORTEST and re.fullmatch(r"[一-鿿]+", bare):
                sound = syllables(bare)
                found[sound] = bare if found.get(sound, bare) == bare else ""
    return found


def corrected(text: str) -> str | None:
    """The text with the longest such word written as the dictionary writes it; None where there is none."""
    words, heard = _by_sound(), syllables(text)
    if len(heard) != len(text):
        return None
    for size in range(max(map(len, words)), SHORTEST - 1, -1):
        for at in range(len(text) - size + 1):
            word = words.get(heard[at : at + size])
            if word and text[at : at + size] != word and _alike(word, text[at : at + size]):
                return text[:at] + word + text[at + size :]
    return None


def _alike(word: str, typed: str) -> bool:
    """At least half of the characters as they should be, and no other word of the dictionary typed there."""
    same = sum(a == b for a, b in zip(word, typed, strict=True))
    return same * 2 >= len(word)


def better(answer: Answer | None, again: Callable[[], Answer | None]) -> Answer | None:
    """较好的回答: the answer to another wording where it states more figures and lacks nothing, or where there was none."""
    other = again()
    if answer is None or other is None:
        return answer or other
    more = len(other.figures) > len(answer.figures) - (answer.status == "partial")
    return other if other.status == "answered" and other.figures and more else answer
