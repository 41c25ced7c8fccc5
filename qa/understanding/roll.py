"""名册: all bodies that disclosures exist of, indexed by the words that can name them.

A question is looked at once, its own stretches being looked up; how many bodies there are hardly matters. What
comes back are candidates in the order of the roll: whether they are really named is for :mod:`qa.understanding.bodies` to say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload

from qa.understanding.short_names import short_names

if TYPE_CHECKING:
    from qa.understanding.bodies import Body

K = TypeVar("K")

_HEAD = 2
"""Characters by which a word is first looked up."""


class Lexicon:
    """词典: which of many words occur in a text, in time that the text decides and not the number of words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(w for w in words if w)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:_HEAD]].add(len(word))
        self._lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def within(self, text: str) -> list[str]:
        """The words that occur in the text, in order of their first place, shorter before longer."""
        found: dict[str, None] = {}
        for at in range(len(text)):
            for size in (*self._lengths.get(text[at], ()), *self._lengths.get(text[at : at + _HEAD], ())):
                if text[at : at + size] in self._words:
                    found[text[at : at + size]] = None
        return list(found)


class Roll(Sequence["Body"]):
    """名册 of bodies. Made once for a state of the store; each index is built when it is first needed."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = tuple(bodies)

    @classmethod
    def of(cls, bodies: Sequence[Body]) -> Roll:
        """The roll of any bodies; a roll is its own."""
        return bodies if isinstance(bodies, Roll) else cls(bodies)

    def __len__(self) -> int:
        return len(self._bodies)

    def __iter__(self) -> Iterator[Body]:
        return iter(self._bodies)

    @overload
    def __getitem__(self, at: int) -> Body: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Body]: ...
    def __getitem__(self, at: int | slice) -> Body | Sequence[Body]:
        return self._bodies[at]

    def _in_order(self, numbers: Iterable[int]) -> list[Body]:
        return [self._bodies[n] for n in sorted(set(numbers))]

    # -- names -----------------------------------------------------------------------------------------

    @cached_property
    def _by_alias(self) -> dict[str, list[int]]:
        return _postings((n, b.aliases) for n, b in enumerate(self._bodies))

    @cached_property
    def _aliases(self) -> Lexicon:
        return Lexicon(self._by_alias)

    @cached_property
    def _by_short_name(self) -> dict[str, list[int]]:
        return _postings((n, (f for f in short_names(b.regions, b.core) if f)) for n, b in enumerate(self._bodies))

    @cached_property
    def _short_names(self) -> Lexicon:
        return Lexicon(self._by_short_name)

    def by_short_name(self, text: str) -> list[tuple[str, list[Body]]]:
        """Short forms of kinds of institution that occur in the text, the longest first, each with the bodies it fits."""
        found = sorted(self._short_names.within(text), key=len, reverse=True)
        return [(form, self._in_order(self._by_short_name[form])) for form in found]

    @cached_property
    def _owners(self) -> Counter[str]:
        return Counter(name for b in self._bodies for name in {*b.aliases, b.core})

    def is_shared(self, alias: str) -> bool:
        """Whether more than one body goes by this name or has it as its core."""
        return self._owners[alias] > 1

    @cached_property
    def _issuers(self) -> str:
        return "\n".join(b.issuer for b in self._bodies)

    def mentions_region(self, region: str) -> bool:
        """Whether a region is part of some body's name."""
        return region in self._issuers

    # -- regions ---------------------------------------------------------------------------------------

    @cached_property
    def rivals(self) -> Counter[str]:
        """How many bodies have a region stem, of any width."""
        return Counter(s for b in self._bodies for s in b.stems)

    @cached_property
    def _stems(self) -> Lexicon:
        return Lexicon(self.rivals)

    @cached_property
    def _by_stem(self) -> dict[str, list[int]]:
        return _postings((n, b.stems[:2]) for n, b in enumerate(self._bodies))

    @cached_property
    def _by_letter(self) -> dict[str, frozenset[int]]:
        """Bodies by each character of their cores."""
        found = _postings((n, set(b.core)) for n, b in enumerate(self._bodies))
        return {letter: frozenset(numbers) for letter, numbers in found.items()}

    @cached_property
    def tails(self) -> re.Pattern[str] | None:
        """Short names of bodies without their region (企服, of 某某企服), as one expression; None where there are none."""
        ends = {a.removeprefix(s) for b in self._bodies for s in b.stems for a in b.aliases if a.startswith(s)}
        names = sorted((e for e in ends if len(e) >= SHORTEST_TAIL), key=lambda e: (-len(e), e))
        return re.compile("|".join(map(re.escape, names))) if names else None

    def stems_in(self, text: str) -> list[str]:
        """Region stems that occur in the text."""
        return self._stems.within(text)

    def named(self, text: str, after: dict[str, list[str]]) -> list[Body]:
        """Bodies of which an alias occurs, or a region of which occurs and is theirs alone or goes on with their core.

        ``after`` has for each region stem of the text the two characters that follow each of its places.
        """
        found = [n for alias in self._aliases.within(text) for n in self._by_alias[alias]]
        nobody = frozenset[int]()
        for stem, pairs in after.items():
            numbers = self._by_stem.get(stem, [])
            if self.rivals[stem] == 1:
                found += numbers
                continue
            for pair in (p for p in pairs if len(p) == _HEAD):
                both = self._by_letter.get(pair[0], nobody) & self._by_letter.get(pair[1], nobody)
                found += both.intersection(numbers)
        return self._in_order(found)

    # -- cores, units, sounds --------------------------------------------------------------------------

    @cached_property
    def _by_core_head(self) -> dict[str, list[int]]:
        return _postings((n, [b.core[:1]]) for n, b in enumerate(self._bodies))

    def beginning_in(self, text: str) -> list[Body]:
        """Bodies whose core begins with a character of the text."""
        return self._in_order(n for letter in set(text) for n in self._by_core_head.get(letter, ()))

    def cores_with(self, letter: str) -> set[str]:
        """Distinct cores that hold a character."""
        return {self._bodies[n].core for n in self._by_letter.get(letter, ())}

    @cached_property
    def _by_unit(self) -> dict[str, list[int]]:
        return _postings((n, b.unit_cores) for n, b in enumerate(self._bodies))

    @cached_property
    def _units(self) -> Lexicon:
        return Lexicon(self._by_unit)

    def with_unit_in(self, text: str) -> list[Body]:
        """Bodies that have a sub-unit whose name occurs in the text."""
        return self._in_order(n for name in self._units.within(text) for n in self._by_unit[name])

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[int]]:
        return _postings((n, [b.sound]) for n, b in enumerate(self._bodies) if b.sound)

    @cached_property
    def _by_spelling(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for sound, numbers in self._by_sound.items():
            found.setdefault("".join(sound), []).extend(numbers)
        return found

    def sounding(self, heard: Sequence[str], spelt: Iterable[str]) -> list[Body]:
        """Bodies whose most specific region is among the syllables heard, or among words spelt in pinyin."""
        sounds = self._by_sound
        sizes = {len(sound) for sound in sounds}
        windows = {tuple(heard[at : at + size]) for size in sizes for at in range(len(heard) - size + 1)}
        found = [n for sound in windows for n in sounds.get(sound, ())]
        return self._in_order(found + [n for word in set(spelt) for n in self._by_spelling.get(word, ())])

    # -- running text ----------------------------------------------------------------------------------

    @cached_property
    def _by_any(self) -> dict[str, list[int]]:
        return _postings((n, (*b.stems, b.issuer, *b.units)) for n, b in enumerate(self._bodies))

    @cached_property
    def _any(self) -> Lexicon:
        return Lexicon(self._by_any)

    def likely(self, text: str) -> list[Body]:
        """Bodies with a region stem, the issuer's name or a sub-unit's in the text."""
        return self._in_order(n for word in self._any.within(text) for n in self._by_any[word])


def _postings(named: Iterable[tuple[int, Iterable[K]]]) -> dict[K, list[int]]:
    """Key → numbers of the bodies that have it, in order."""
    found: dict[K, list[int]] = {}
    for number, keys in named:
        for key in keys:
            found.setdefault(key, []).append(number)
    return found


SHORTEST_TAIL = 2
"""Characters of a short name that tells what kind of body it is."""
