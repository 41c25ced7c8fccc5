"""英文词典: the words by which people ask in English, looked up at a word of a text.

In: an English text. Out: its words with their places, and every entry of the English tables whose words begin at one of them. Words
are matched by stem, so that planned and plans are one. The words are data (english*.toml); names of budget items are those of the
dictionary of terms, of the everyday names, and of english_names.toml, the last first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Any, Final

from corpus.language.lexicon import NAMED_ROLES, everyday_names
from corpus.terms import TERMS

_WORD: Final = re.compile(
    r"[nN][oO]\.\s?\d+|\d+(?:,\d{3})*(?:\.\d+)?|[A-Za-z]+(?:['’][a-z]+|(?<=s)['’](?= ))?|[一-鿿㐀-䶿]+(?:（[一-鿿、]+）)?|\S"
)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
CHINESE: Final = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Word:
    """词 of an English text: ``text`` in lower case, its ``stem``, its place, and whether it begins with a capital."""

    text: str
    stem: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """词条: ``words`` mean the ``value`` of a ``kind``; a vocabulary word has the Chinese ``printed`` for it."""

    kind: str
    value: str
    words: tuple[str, ...]
    printed: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The entry as it is written in the tables."""
        return " ".join(self.words)


def stem(word: str) -> str:
    """A word without the endings of number, tense and possession; short words stay."""
    bare = _POSSESSIVE.sub("", word.lower())
    bare = _BRITISH.sub(lambda m: _AMERICAN[m[0]], bare)
    if len(bare) > 4 and bare.endswith("ies"):
        bare = f"{bare[:-3]}y"
    elif len(bare) > 4 and bare.endswith(("sses", "xes", "ches", "shes")):
        bare = bare[:-2]
    elif len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        bare = bare[:-1]
    for ending in ("ing", "ed"):
        if len(bare) > len(ending) + 2 and bare.endswith(ending):
            bare = _single(bare[: -len(ending)])
            break
    return bare[:-1] if len(bare) > 3 and bare.endswith("e") else bare


_AMERICAN: Final = {
    "centre": "center",
    "metre": "meter",
    "labour": "labor",
    "neighbour": "neighbor",
    "programme": "program",
    "litre": "liter",
}
_BRITISH: Final = re.compile("|".join(_AMERICAN))


def _single(bare: str) -> str:
    doubled = len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "lsz"
    doubled = doubled or (len(bare) > 5 and bare.endswith("ell"))  # travelling, but selling
    return bare[:-1] if doubled else bare


def words_of(text: str) -> tuple[Word, ...]:
    """The words, numbers, stretches of Chinese and marks of a text, in order; a hyphen parts words."""
    found = []
    for match in _WORD.finditer(text):
        said = match[0].lower()
        if said == "-":
            continue
        found.append(Word(said, stem(said) if said[0].isalpha() else said, *match.span(), match[0][0].isupper()))
    return tuple(found)


@cache
def table(name: str) -> Mapping[str, Any]:
    """One of the English tables as it is written."""
    return tomllib.loads((files("corpus.language") / f"{name}.toml").read_text("utf-8"))


_GRAMMAR: Final = ("operator", "question", "basis", "measure", "members", "condition", "relative", "preposition", "unit", "scope",
                   "document", "courtesy", "saying", "again")  # fmt: skip


def entries() -> Iterator[Entry]:
    """All entries of the English tables and the English names of terms."""
    for kind in _GRAMMAR:
        for value, words in table("english")[kind].items():
            for said in words:
                yield _entry(kind, value, said)
    for value, names in english_names().items():
        for said in names:
            yield _entry("name", value, said)
    for said, printed in table("english_words")["things"].items():
        yield _entry("word", said.replace("-", " "), said, tuple(printed))
    for words in table("english")["silent"].values():
        for said in " ".join(words).split():
            yield _entry("silent", said, said)


def _entry(kind: str, value: str, said: str, printed: tuple[str, ...] = ()) -> Entry:
    return Entry(kind, value, tuple(w.text for w in words_of(said)), printed)


@cache
def english_names() -> Mapping[str, tuple[str, ...]]:
    """The English names of every term that has such, how we say it first."""
    own = table("english_names")
    measures = {said for words in table("english")["measure"].values() for said in words}
    found: dict[str, tuple[str, ...]] = {}
    for term_id, term in TERMS.items():
        if term.role not in NAMED_ROLES and term_id not in own:
            continue
        names = (
            *own.get(term_id, ()),
            *(
                w
                for w in (*everyday_names(term_id), *term.words)
                if w.isascii() and len(w) > 2 and not w.startswith("how ")
            ),
        )
        spoken = tuple(dict.fromkeys(n.lower() for n in names if n.lower() not in measures))
        if spoken:
            found[term_id] = spoken
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """一读: an entry read from the word ``start`` to before the word ``end``; ``exact`` says that the forms are the same."""

    start: int
    end: int
    entry: Entry
    exact: bool


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    index: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for entry in entries():
        stems = tuple(stem(w) if w[0].isalpha() else w for w in entry.words)
        if stems:
            index.setdefault(stems[0], []).append((stems, entry))
    return index


def found_at(words: tuple[Word, ...], start: int) -> Iterator[Found]:
    """Every entry whose words begin at the word ``start``."""
    for stems, entry in _index().get(words[start].stem, ()):
        end = start + len(stems)
        if end <= len(words) and all(words[start + i].stem == s for i, s in enumerate(stems)):
            exact = all(words[start + i].text == w for i, w in enumerate(entry.words))
            yield Found(start, end, entry, exact)


@cache
def _stems() -> dict[str, str]:
    """Every stem of the tables with a word that has it."""
    return {stem(w): w for entry in entries() for w in entry.words if w.isalpha()}


@lru_cache(maxsize=4096)
def respelt(word: str) -> str:
    """The word of the tables that a misspelt one is but for one letter, "" where none is or the word is known.

    Letters are left out, put in, changed, or two of them are turned round; the first stays. Short words are too near each other.
    """
    bare, stems = stem(word), _stems()
    if len(bare) < SHORTEST_MISSPELT or bare in stems:
        return ""
    near = {stems[s] for s in _one_letter_off(bare) if s in stems and len(s) >= SHORTEST_MISSPELT}
    return near.pop() if len(near) == 1 else ""


def _one_letter_off(word: str) -> Iterator[str]:
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in ascii_lowercase)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


SHORTEST_MISSPELT: Final = 6


def printed_in_english(chinese: str) -> str:
    """How a printed Chinese name is said in English; "" where the tables have no name for it."""
    return _glosses().get(chinese, "")


@cache
def _glosses() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for term_id, names in english_names().items():
        for name in (TERMS[term_id].name, *TERMS[term_id].printed):
            found.setdefault(name, names[0])
    for said, printed in table("english_words")["things"].items():
        for name in printed:
            if len(name) > 1:
                found.setdefault(name, said)
    return found
