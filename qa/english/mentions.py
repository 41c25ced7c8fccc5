"""英文提及: the words of an English question and what each may be; of overlapping readings the ones that cover it best.

In: an English text and the bodies that are held. Out: mentions in order that do not overlap: the kinds of the parser for
Chinese, each with its place in the English text and with the Chinese that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from corpus import terms
from corpus.language.english import CHINESE, Found, Word, found_at, respelt, stem, table, words_of
from corpus.money import number_text, plain
from qa.english.bodies import Named, bodies_in
from qa.understanding.bodies import Body, find

SaidKind: TypeAlias = Literal[
    "body", "year", "relative", "operator", "question", "basis", "measure", "members", "condition", "preposition", "unit", "scope",
    "document", "courtesy", "saying", "again", "name", "word", "chinese", "number", "amount", "mark", "silent", "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """提及 in English: ``text[start:end]`` read as a ``kind`` with a ``value``; ``chinese`` are the words for it, likeliest first."""

    start: int
    end: int
    kind: SaidKind
    value: str
    text: str
    chinese: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()

    def is_a(self, kind: str, *values: str) -> bool:
        """Whether it is of a kind (and has one of these values)."""
        return self.kind == kind and (not values or self.value in values)


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_SPELT = {**{said: str(number) for said, number in _NUMBERS.items()}, "one": "1", "a": "1"}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1_000, "m": 1_000_000}
_WEIGHTS = {"basis": 1.03, "silent": 0.3, "preposition": 0.7, "again": 0.6, "name": 1.02, "word": 0.98, "courtesy": 0.9}


def said_in(text: str, bodies: Sequence[Body]) -> list[Said]:
    """The mentions of an English text, in order."""
    words = tuple(part for word in words_of(text) for part in _parted(word, bodies))
    named = bodies_in(words, bodies)
    words = _mended(words, named, text)
    fixed: dict[int, tuple[int, Said]] = {n.start: (n.end, _body(text, words, n)) for n in named}
    for at in range(len(words)):
        if any(n.start <= at < n.end for n in named):
            continue
        if (read := _number_at(text, words, at)) is not None and at not in fixed:
            fixed[at] = read
    return _best(text, words, fixed)


def _parted(word: Word, bodies: Sequence[Body]) -> Iterator[Word]:
    """A stretch of Chinese as the body that it names and what else it says (云溪水务|防汛)."""
    spans = sorted((m.start, m.end) for m in find(word.text, bodies).mentions) if CHINESE.match(word.text) else []
    rest = word.text[spans[0][1] :].lstrip("的") if spans and spans[0][0] == 0 else ""
    if len(rest) < SHORTEST_NAME:
        yield word
        return
    end = word.start + spans[0][1]
    yield Word(word.text[: spans[0][1]], word.text[: spans[0][1]], word.start, end)
    yield Word(rest, rest, word.end - len(rest), word.end)


SHORTEST_NAME = 2
"""Characters of Chinese from which what stands behind a body's name is a thing of its own."""


def _mended(words: tuple[Word, ...], named: Sequence[Named], text: str) -> tuple[Word, ...]:
    """The words, misspelt ones with the stem of what they nearly are; names of bodies and of anybody stay."""
    taken = {at for n in named for at in range(n.start, n.end)}
    return tuple(
        replace(w, stem=stem(near)) if at not in taken and text[w.start].islower() and (near := respelt(w.text)) else w
        for at, w in enumerate(words)
    )


def misspelt(text: str, said: Sequence[Said]) -> list[tuple[str, str]]:
    """The words of a text that are taken for others, as (said, taken for); those that name a body are not."""
    named = [(s.start, s.end) for s in said if s.kind in {"body", "unknown"}]
    words = [w for w in words_of(text) if text[w.start].islower() and not any(a <= w.start < b for a, b in named)]
    return list(dict.fromkeys((w.text, near) for w in words if (near := respelt(w.text))))


def _body(text: str, words: Sequence[Word], named: Named) -> Said:
    start, end = words[named.start].start, words[named.end - 1].end
    return Said(start, end, "body", named.unknown, text[start:end], (), named.bodies)


def _number_at(text: str, words: tuple[Word, ...], at: int) -> tuple[int, Said] | None:
    """A year, an amount or a count at a word."""
    word = words[at]
    said = word.text.replace(",", "")
    if at and words[at - 1].text == "in" and _unit_alone(words, at):
        return None  # in ten thousand yuan: the unit that is asked for
    if said in _SPELT and at + 1 < len(words) and words[at + 1].text in _SCALES:
        said = _SPELT[said]  # one million, half a million
    if not re.fullmatch(r"\d+(?:\.\d+)?", said):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", said) and not _is_unit(words, at + 1):
        return at + 1, Said(word.start, word.end, "year", said, text[word.start : word.end])
    number, end = Decimal(said), at + 1
    if end < len(words) and words[end].text in _SCALES:
        number *= _SCALES[words[end].text]
        end += 1
    unit, end = _unit_at(words, end)
    kind: SaidKind = "amount" if unit else "number"
    shown = f"{number_text(plain(number)).replace(',', '')}{unit}"
    if unit == "元" and number >= 10_000:
        shown = f"{number_text(plain(number / 10_000)).replace(',', '')}万元"
    return end, Said(word.start, words[end - 1].end, kind, shown, text[word.start : words[end - 1].end])


def _unit_alone(words: Sequence[Word], at: int) -> bool:
    """Whether a number only says in which unit an amount is wanted (ten thousand yuan, 10,000 yuan)."""
    ahead = " ".join(w.text for w in words[at : at + 3])
    return ahead.startswith(
        ("ten thousand yuan", "10 thousand yuan", "10,000 yuan", "100 million yuan", "hundred million yuan")
    )


def _is_unit(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].text in {"yuan", "wan", "%", "percent"}


def _unit_at(words: Sequence[Word], at: int) -> tuple[str, int]:
    """(the Chinese unit said at a word, where it ends)."""
    ahead = [w.text for w in words[at : at + 3]]
    if ahead[:2] == ["ten", "thousand"]:  # 850 ten-thousand yuan
        return "万元", at + (3 if ahead[2:] == ["yuan"] else 2)
    if ahead[:1] == ["wan"]:
        return "万元", at + (2 if ahead[1:2] == ["yuan"] else 1)
    if ahead[:1] in (["yuan"], ["rmb"], ["cny"]):
        return "元", at + 1
    if ahead[:1] in (["%"], ["percent"]) or ahead[:2] == ["per", "cent"]:
        return "%", at + (2 if ahead[:1] == ["per"] else 1)
    return "", at


def _best(text: str, words: tuple[Word, ...], fixed: dict[int, tuple[int, Said]]) -> list[Said]:
    """The readings of greatest total weight (Viterbi over the words)."""
    best = [0.0] * (len(words) + 1)
    step: list[tuple[int, Said] | None] = [None] * (len(words) + 1)
    taken = {at for start, (end, _) in fixed.items() for at in range(start, end)}
    for at in range(len(words) - 1, -1, -1):
        if at in fixed:
            end, said = fixed[at]
            best[at], step[at] = best[end] + 2 * (end - at), (end, said)
            continue
        best[at], step[at] = best[at + 1], (at + 1, _lone(text, words[at]))
        if words[at].text in _NUMBERS and best[at] < 1.05 + best[at + 1]:
            word = words[at]
            number = Said(word.start, word.end, "number", str(_NUMBERS[word.text]), text[word.start : word.end])
            best[at], step[at] = 1.05 + best[at + 1], (at + 1, number)
        for weight, found in _weighed(words, at):
            if (
                found.entry.kind == "name"
                and found.entry.words[0] == "it"
                and text[words[at].start : words[at].end] != "IT"
            ):
                continue  # it spends is not IT spending
            if taken.isdisjoint(range(found.start, found.end)) and weight + best[found.end] > best[at] + 1e-9:
                best[at], step[at] = weight + best[found.end], (found.end, _read(text, words, found))
    chosen, at = [], 0
    while at < len(words):
        here = step[at]
        assert here is not None  # noqa: S101 - every word has a reading
        chosen.append(here[1])
        at = here[0]
    return chosen


def _weighed(words: tuple[Word, ...], at: int) -> Iterator[tuple[float, Found]]:
    for found in found_at(words, at):
        length = found.end - found.start
        if found.entry.kind == "name" and words[found.end - 1].text.endswith("ed") != found.entry.words[-1].endswith(
            "ed"
        ):
            continue  # printed is not printing
        if found.entry.words == ("serving",) and words[at].text != "serving":
            continue  # those who serve, not what serves them
        kind = "comparison" if found.entry.value == "than" else found.entry.kind
        weight = _WEIGHTS.get(kind, 1.0) * length + 0.3 * (length - 1) + 0.1 * found.exact
        yield weight, found


def _lone(text: str, word: Word) -> Said:
    """A word that no entry reads: a mark, Chinese, or unknown."""
    said = text[word.start : word.end]
    if CHINESE.search(said):
        return Said(word.start, word.end, "chinese", said, said, (said,))
    return Said(word.start, word.end, "unknown" if said[0].isalnum() else "mark", said, said)


def _read(text: str, words: Sequence[Word], found: Found) -> Said:
    entry = found.entry
    start, end = words[found.start].start, words[found.end - 1].end
    chinese = _names(entry.value, entry.said) if entry.kind == "name" else entry.printed
    return Said(start, end, entry.kind, entry.value, text[start:end], chinese)  # type: ignore[arg-type]


_PLAIN = {"total_expenditure": "总支出", "total_revenue": "总收入"}
"""Wholes that people name without saying whether carried-over money is in them: the parser decides as it does in Chinese."""


def _names(term_id: str, said: str) -> tuple[str, ...]:
    """The term's name, and what else documents print for the same English word."""
    other = table("english_words")["things"]
    more = other.get(said) or other.get(said.removesuffix("s")) or ()
    name = _PLAIN.get(term_id, terms.TERMS[term_id].name)
    bare = name.removesuffix("费")
    return tuple(dict.fromkeys((name, *more, *((bare,) if len(bare) > 1 else ()))))
