"""英文拼音: words of an English question that spell what the documents print (Qingxi River, shiye shouru), as what they spell.

In: the mentions of a text and the printed names. Out: the mentions, runs of unknown words that are the pinyin of a printed name, or of
a part of one, read as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus import terms
from qa.english.mentions import Said
from qa.library import Shelf
from qa.understanding.sounds import syllables

MOST_WORDS = 5
SHORTEST = 6
"""Letters from which pinyin is unlikely to spell anything else."""
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?"
    "(?:i?ang|u?ang|eng|ing|i?ong|iao|ian|uai|uan|[aeo]i|[ao]o|[ao]u|[aeiu]n|i[aeu]|u[aieo]|er|[aeiou])"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE}){{2,10}}")


def spelt(said: Sequence[Said], shelves: Iterable[Shelf]) -> list[Said]:
    """The mentions with what they spell in pinyin; those that spell nothing printed stay unknown."""
    found, at = list[Said](), 0
    shelves = tuple(shelves)
    while at < len(said):
        run = _run(said, at)
        hit = next(
            ((n, printed) for n in range(len(run), 0, -1) if (printed := _printed(_joined(run[:n]), shelves))), None
        )
        if hit is None:
            found.append(said[at])
            at += 1
            continue
        last = run[hit[0] - 1]
        found.append(replace(run[0], end=last.end, kind="word", value=_joined(run[: hit[0]]), chinese=(hit[1],)))
        at += hit[0]
    return found


def _run(said: Sequence[Said], at: int) -> list[Said]:
    """The unknown words in Latin letters from a place on."""
    run: list[Said] = []
    for item in said[at : at + MOST_WORDS]:
        if item.kind != "unknown" or not re.fullmatch(r"[A-Za-z']+", item.text):
            break
        run.append(item)
    return run


def _joined(run: Sequence[Said]) -> str:
    return "".join(s.text.lower().replace("'", "") for s in run)


def _printed(letters: str, shelves: Sequence[Shelf]) -> str:
    """The shortest printed stretch that letters spell: a term, or part of a printed name; "" where there is none."""
    if len(letters) < SHORTEST or _PINYIN.fullmatch(letters) is None:
        return ""
    named = (n for t in terms.TERMS.values() for n in (t.name, *t.printed))
    of_shelves = (n for s in shelves for n in (*s.names, *s.accounts))
    fits = {part for n in (*named, *of_shelves) if (part := _part(letters, n))}
    return min(fits, key=lambda p: (len(p), p), default="")


def _part(letters: str, name: str) -> str:
    """The stretch of a name that is spelt so, "" where none is."""
    sounds = syllables(name)
    for start in range(len(sounds)):
        rest = letters
        for end in range(start, len(sounds)):
            if not rest.startswith(sounds[end]):
                break
            rest = rest[len(sounds[end]) :]
            if not rest:
                return name[start : end + 1]
    return ""
