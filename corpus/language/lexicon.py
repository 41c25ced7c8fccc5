"""词典: the cue words of questions, looked up at a place of a text.

In: simplified, half-width text. Out: every (end, kind, value) whose words begin at an offset. The words are data
(lexicon.toml), each kind and value once; nothing here knows what an entry is for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Generic, TypeVar

from corpus.terms import TERMS

T = TypeVar("T")
NAMED_ROLES: Final = frozenset({"amount", "source", "people", "asset", "performance", "project"})
"""Roles of the terms that everyday names stand for."""


class Trie(Generic[T]):
    """字典树: words to values, every word that begins at an offset found in one walk."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, word: str, value: T) -> None:
        """Keep a value under a word; a word may have several."""
        node = self._root
        for char in word:
            node = node.setdefault(char, {})
        node.setdefault("", []).append(value)

    def at(self, text: str, start: int) -> Iterator[tuple[int, T]]:
        """(end, value) of every word that begins at ``start``, shorter words first."""
        node = self._root
        for end in range(start, len(text)):
            found = node.get(text[end])
            if found is None:
                return
            node = found
            for value in node.get("", ()):
                yield end + 1, value


@dataclass(frozen=True, slots=True)
class Entry:
    """词条: one kind and value with its words and the sentences that it is held to."""

    kind: str
    value: str
    words: tuple[str, ...]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


def _entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    for kind, values in data.items():
        for value, entry in values.items():
            words = entry if isinstance(entry, list) else entry["words"]
            more = {} if isinstance(entry, list) else entry
            yield Entry(kind, value, tuple(words), tuple(more.get("yes", ())), tuple(more.get("no", ())))


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the lexicon, in the file's order."""
    return tuple(_entries(tomllib.loads((files("corpus.language") / "lexicon.toml").read_text("utf-8"))))


@cache
def _trie() -> Trie[tuple[str, str]]:
    trie: Trie[tuple[str, str]] = Trie()
    for entry in entries():
        for word in entry.words:
            trie.add(word, (entry.kind, entry.value))
    return trie


@cache
def _everyday_data() -> Mapping[str, list[str]]:
    data: dict[str, list[str]] = tomllib.loads((files("corpus.language") / "everyday.toml").read_text("utf-8"))
    return data


def everyday_names(term_id: str) -> tuple[str, ...]:
    """The words that people use for a term; () where none are listed."""
    return tuple(_everyday_data().get(term_id, ()))


@cache
def _procured() -> Mapping[str, list[str]]:
    data: dict[str, list[str]] = tomllib.loads((files("corpus.language") / "procurement.toml").read_text("utf-8"))
    return data


def procured_names(printed: str) -> tuple[str, ...]:
    """The words that people use for an item of the procurement catalogue, by its printed name (便携式计算机（20万以下）)."""
    return tuple(_procured().get(_ASIDE.sub("", printed).strip(), ()))


_ASIDE: Final = re.compile(r"[（(][^（()）]*[)）]$")


@cache
def _everyday() -> Trie[tuple[str, ...]]:
    names = _everyday_data()
    meant: dict[str, list[str]] = {}
    for term_id, words in names.items():
        if TERMS[term_id].role not in NAMED_ROLES:
            continue  # a stage, a measure, a scope or a kind of document is a cue, not a thing
        for word in words:
            meant.setdefault(word.lower(), []).append(term_id)
    for word, ids in _as_money(meant).items():
        meant.setdefault(word, ids)
    trie: Trie[tuple[str, ...]] = Trie()
    for word, ids in meant.items():
        trie.add(word, tuple(ids))
    return trie


_FOR_MONEY: Final = re.compile(r"(?<=[^的其他]{2})(?:经费|费用|费|支出|开支|开销)$")
_MONEY: Final = ("钱",)
MOST_MEANT: Final = 3
"""Terms among which a name may be a choice."""


def _as_money(meant: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """人头费 as 人头钱 and 人头的开销: names of what is paid for, in the other words for what is paid."""
    named: dict[str, dict[str, None]] = {}
    amounts = {t.id: (t.name, *t.printed) for t in TERMS.values() if t.role == "amount" and t.unit_class == "money"}
    for term_id, printed in amounts.items():
        for word in (*printed, *(w for w, ids in meant.items() if ids == [term_id])):
            if stem := _FOR_MONEY.sub("", word) if _FOR_MONEY.search(word) else "":
                named.setdefault(stem, {})[term_id] = None
    return {f"{stem}{money}": list(ids) for stem, ids in named.items() if len(ids) <= MOST_MEANT for money in _MONEY}


def everyday_at(text: str, start: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(end, term ids) of every everyday name that begins at ``start`` of a lower-case text; several ids are a choice."""
    if _latin(text[start]) and start and _latin(text[start - 1]):
        return
    for end, ids in _everyday().at(text, start):
        if _latin(text[end - 1]) and end < len(text) and _latin(text[end]):
            continue
        yield end, ids


def cues_at(text: str, start: int) -> Iterator[tuple[int, str, str]]:
    """(end, kind, value) of every cue that begins at ``start`` of a lower-case text; English ones as whole words."""
    if text[start].isascii() and text[start].isalpha() and start and _latin(text[start - 1]):
        return
    for end, (kind, value) in _trie().at(text, start):
        if _latin(text[end - 1]) and end < len(text) and _latin(text[end]):
            continue
        yield end, kind, value


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


NUMERALS: Final = "一二三四五六七八九十两"
