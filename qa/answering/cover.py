"""覆盖: whether words of given kinds account for all of an utterance, so that nothing else is said or asked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.language.lexicon import Trie

_MARKS = re.compile(r"[\s，,。.！!？?；;：:、~～…“”\"'’()（）《》【】-]+")


def trie_of(words: Iterable[tuple[str, str]]) -> Trie[str]:
    """A trie of (word, kind)."""
    trie: Trie[str] = Trie()
    for word, kind in words:
        trie.add(word, kind)
    return trie


def readings(text: str, start: int, *tries: Trie[str]) -> list[tuple[int, str]]:
    """(end, kind) of the words that begin at an offset; English ones only as whole words."""
    found = [(end, kind) for trie in tries for end, kind in trie.at(text, start)]
    return [(e, k) for e, k in found if not text[start].isascii() or _is_word(text, start, e)]


def _is_word(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not any(c.isascii() and c.isalpha() for c in before + after)


def covered(text: str, *tries: Trie[str]) -> frozenset[str] | None:
    """The kinds of the words that account for all of a text (lower case), marks aside; None where something is left.

    Of several ways to cover it the one with the fewest words is taken, so that a long word is not read as its pieces.
    """
    best: list[tuple[int, frozenset[str]] | None] = [None] * (len(text) + 1)
    best[len(text)] = (0, frozenset())
    for start in range(len(text) - 1, -1, -1):
        options: list[tuple[int, frozenset[str]]] = []
        if (mark := _MARKS.match(text, start)) is not None and (rest := best[mark.end()]) is not None:
            options.append(rest)
        for end, kind in readings(text, start, *tries):
            if (rest := best[end]) is not None:
                options.append((rest[0] + 1, rest[1] | ({kind} - {""})))
        best[start] = min(options, key=lambda o: o[0], default=None)
    return best[0][1] if best[0] is not None else None


def holds(text: str, kinds: Sequence[str], trie: Trie[str]) -> bool:
    """Whether any word of these kinds stands in a text."""
    return any(kind in kinds for at in range(len(text)) for _, kind in readings(text, at, trie))
