"""英文单位名: the bodies that an English question names, by the place in pinyin and the words for the type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from weakref import WeakKeyDictionary

from corpus.language.english import CHINESE, Word, found_at, table, words_of
from qa.understanding.bodies import Body, find
from qa.understanding.roll import Roll
from qa.understanding.sounds import syllables

_GAP = frozenset({"the", "'s", "of", "in", "for", ",", "at"})
_NAMES_A_BODY = 2
"""Words for the type from which a body whose place is not said is named, where no other shares them."""


@dataclass(frozen=True, slots=True)
class Named:
    """所指单位: the words ``start`` to ``end`` name these bodies, or a place ``unknown`` of which nothing is held."""

    start: int
    end: int
    bodies: tuple[Body, ...]
    unknown: str = ""


def bodies_in(words: tuple[Word, ...], bodies: Sequence[Body]) -> list[Named]:
    """The bodies that an English text names, in order; a place with a type that nothing is held of is unknown."""
    found: list[Named] = []
    at = 0
    while at < len(words):
        named = _at(words, at, bodies)
        if named is not None:
            found.append(named)
            at = named.end
        else:
            at += 1
    return sorted([*found, *_again(words, found)], key=lambda n: n.start) or _by_type(words, bodies)


def _again(words: tuple[Word, ...], found: Sequence[Named]) -> list[Named]:
    """Where the type of a body that is named is said by itself (the two service centers): it names no thing."""
    spoken = {b for n in found for b in n.bodies}
    taken = {at for n in found for at in range(n.start, n.end)}
    again: list[Named] = []
    for at in range(len(words)):
        ends = [
            end
            for b in spoken
            for score, end in (_type_score(words, at, b),)
            if score >= max(_NAMES_A_BODY, len(_types(b))) or (score > 0 and _is_bare_type(words, at, end))
        ]
        if ends and taken.isdisjoint(range(at, max(ends))):
            again.append(Named(at, max(ends), ()))
            taken |= set(range(at, max(ends)))
    return again


def _is_bare_type(words: tuple[Word, ...], at: int, end: int) -> bool:
    """Whether one name of a type (center, school, street office) stands alone with an article: the body spoken of."""
    said = " ".join(w.text for w in words[at:end])
    whole = end == at + 1 or any(said in types for types in table("english_bodies")["types"].values())
    return (
        whole
        and at > 0
        and words[at - 1].text in {"the", "this", "that"}
        and _type_begins(words, at)
        and said not in {"office", "offices", "primary"}
        and not words[end - 1].text.endswith("s")
    )


def _at(words: tuple[Word, ...], at: int, bodies: Sequence[Body]) -> Named | None:
    """A body whose name begins at a word: its place, or its printed name."""
    places = list(Atlas.of(bodies).places(words, at))
    if not places:
        return _stranger(words, at)
    before = {b: _said_before(words, at, b) for _, b in places}
    after = {(end, b): _type_score(words, end, b) for end, b in places}
    before = {b: before[b] if after[end, b][0] <= 0 else (0.0, at) for end, b in places}
    scored = [(max(after[end, b], (before[b][0], end)), end, b) for end, b in places]
    best = max(score for (score, _), _, _ in scored)
    chosen = [(typed, end, b) for (score, typed), end, b in scored if score == best]
    narrow = [c for c in chosen if _is_own_place(words, at, c[1], c[2])]
    chosen = narrow or chosen
    typed = _has_type(words, chosen[0][1]) and not _begins_a_thing(words, chosen[0][1], chosen[0][1] + 1, ())
    if best <= 0 and (generic := _past_generic(words, chosen[0][1])):
        return Named(at, generic, tuple(dict.fromkeys(b for _, _, b in chosen)) if len(chosen) == 1 else ())
    if best <= 0 and len(chosen) == 1 and _possesses(words, chosen[0][1]):
        return Named(at, chosen[0][1], (chosen[0][2],))
    if best <= 0 and (len(chosen) > 1 or typed):
        wide = Named(at, max(end for _, end, _ in chosen), ())  # a place of several bodies, none of them named
        return _stranger(words, at) if typed else wide
    end = max(max(through, end) for through, end, _ in chosen)
    end = _past_region(words, end, [b for _, _, b in chosen])
    start = min([at, *(before[b][1] for _, _, b in chosen if before[b][0] > 0)])
    return Named(start, _past_brackets(words, end, chosen[0][2]), tuple(dict.fromkeys(b for _, _, b in chosen)))


def _possesses(words: tuple[Word, ...], end: int) -> bool:
    """Whether a place is said to have what follows, which begins as no type of body does (Yunxi's 2021 science spending)."""
    follows = end < len(words) and (
        words[end].text.isdigit() or not _has_type(words[end : end + 1], 0) or _begins_a_thing(words, end, end + 1, ())
    )
    return words[end - 1].text.endswith("'s") and follows


_GENERIC = frozenset(
    {"department", "department's", "unit", "unit's", "body", "organisation", "organization", "agency", "authority"}
)
_OWN = frozenset({"own", "district", "district's", "the"})


def _past_generic(words: tuple[Word, ...], at: int) -> int:
    """Beyond a noun for any body behind a place (the Yunxi department, Yunxi's own centre); 0 where there is none."""
    end = at
    while end < len(words) and words[end].text in _OWN:
        end += 1
    own = any(w.text == "own" for w in words[at:end])
    noun = end < len(words) and (words[end].text in _GENERIC or (own and words[end].stem in {"centr", "center"}))
    return end + 1 if noun and not _begins_a_thing(words, end, end + 1, ()) else 0


def _said_before(words: tuple[Word, ...], at: int, body: Body) -> tuple[float, int]:
    """(how well the words before “of” or “in” and a place fit the body's type, where they begin): the court of a province."""
    last = at - 1 if at and words[at - 1].text != "the" else at - 2
    if last < 1 or words[last].text not in {"of", "in", "at"}:
        return 0.0, at
    tried = ((*_type_score(words[:last], start, body), start) for start in range(max(0, last - 7), last))
    return max(
        ((score, start) for score, end, start in tried if end == last), default=(0.0, at), key=lambda t: (t[0], -t[1])
    )


def _past_region(words: tuple[Word, ...], end: int, bodies: Sequence[Body]) -> int:
    """Beyond the level of a place (Lanjiang province) and a wider place that the body lies in (Fengqiao sub-district in Qinglan)."""
    levels = table("english_bodies")["levels"]["words"]
    while end < len(words) and words[end].text in levels:
        end += 1
    at = end + (end < len(words) and words[end].text in {"in", "of", ","})
    wider = {s for b in bodies for s in _spellings(b)}
    found = next((n for n in (1, 2) if at > end and " ".join(w.text for w in words[at : at + n]) in wider), 0)
    return _past_region(words, at + found, ()) if found else end


def _past_brackets(words: tuple[Word, ...], end: int, body: Body) -> int:
    """Beyond the printed name in brackets that repeats the English one."""
    if end + 2 < len(words) and words[end].text in "(（" and words[end + 2].text in ")）":
        inside = words[end + 1].text
        if inside in body.issuer or any(inside in a for a in body.aliases):
            return end + 3
    return end


class Atlas:
    """地名册 of bodies: each under the first word by which its place is spelt, and under its type; made once for a roll."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = bodies
        self._spelt: dict[str, list[tuple[list[str], Body]]] = {}
        self.of_type: dict[Types, list[Body]] = {}
        for body in bodies:
            for spelt in _spellings(body):
                parts = spelt.split()
                self._spelt.setdefault(parts[0], []).append((parts, body))
            self.of_type.setdefault(_types(body), []).append(body)

    @classmethod
    def of(cls, bodies: Sequence[Body]) -> Atlas:
        """The atlas of bodies; kept as long as their roll is."""
        if not isinstance(bodies, Roll):
            return cls(bodies)
        if bodies not in _ATLASES:
            _ATLASES[bodies] = cls(bodies)
        return _ATLASES[bodies]

    def places(self, words: tuple[Word, ...], at: int) -> Iterator[tuple[int, Body]]:
        """(where it ends, the body) for every place of a body, or printed name of one, that is said at a word."""
        if CHINESE.search(words[at].text):
            yield from ((at + 1, m.body) for m in find(words[at].text, self._bodies).mentions)
            return
        for parts, body in self._spelt.get(words[at].text.removesuffix("'s"), ()):
            if [w.text.removesuffix("'s") for w in words[at : at + len(parts)]] == parts:
                yield at + len(parts), body


_ATLASES: WeakKeyDictionary[Roll, Atlas] = WeakKeyDictionary()


@lru_cache(maxsize=1 << 14)
def _spellings(body: Body) -> tuple[str, ...]:
    """How the places in a body's name are spelt in Latin letters."""
    given: Mapping[str, list[str]] = table("english_bodies")["places"]
    found: list[str] = []
    for stem in body.stems:
        found += given.get(stem, ()) or ["".join(syllables(stem))]
    return tuple(dict.fromkeys(found))


def _is_own_place(words: tuple[Word, ...], at: int, end: int, body: Body) -> bool:
    """Whether the place said is the body's own, not a wider one around it."""
    said = " ".join(w.text.removesuffix("'s") for w in words[at:end])
    return bool(_spellings(body)) and said == _spellings(body)[0]


Types: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Morphemes of a type with the words by which each is said."""


@lru_cache(maxsize=1 << 14)
def _types(body: Body) -> Types:
    """The morphemes of a body's core with the words by which each is said in English, longest morphemes first."""
    rest, found = body.core, []
    types: Mapping[str, list[str]] = table("english_bodies")["types"]
    for chinese in sorted(types, key=len, reverse=True):
        if chinese in rest:
            rest = rest.replace(chinese, " ")
            found.append((chinese, tuple(types[chinese])))
    for place in re.findall(r"[一-鿿]{2,}?(?=街道|镇|乡)", body.core):
        found.append((place, ("".join(syllables(place)),)))
    return tuple(found)


def _type_score(words: tuple[Word, ...], at: int, body: Body) -> tuple[float, int]:
    """(how well the words from ``at`` fit the body's type, where they end); words that do not fit end it."""
    return _score(words, at, _types(body))


def _score(words: tuple[Word, ...], at: int, types: Types) -> tuple[float, int]:
    score, end, left = 0.0, at, list(types)
    place = at
    while place < len(words):
        hit = next(((t, n) for t in left for said in t[1] if (n := _said_at(words, place, said))), None)
        hit = None if hit is not None and _begins_a_thing(words, place, place + hit[1], types) else hit
        level = words[place].text in table("english_bodies")["levels"]["words"]
        if hit is not None:
            left.remove(hit[0])
            score += 1
            place += hit[1]
            end = place
        elif level or words[place].stem == "people" or _type_begins(words, place):
            foreign = not level and words[place].stem != "people"
            if foreign and (
                _begins_a_thing(words, place, place + 1, types)
                or (place == end and words[place - 1].text.endswith("'s"))
            ):
                break  # the procuratorate's office space
            again = any(_said_at(words, place, s) for t in types for s in t[1])
            if foreign and not again:
                score -= 1
                break
            place += 1
            end = place if level or again else end
        elif (
            words[place].text in {"and", "&"}
            and place == end
            and any(_said_at(words, place + 1, s) for t in left for s in t[1])
        ) or (words[place].text in _GAP and place == end and place + 1 < len(words) and score == 0):
            place += 1
        else:
            break
    return score - 0.2 * len(left) * (score > 0), end


def _begins_a_thing(words: tuple[Word, ...], at: int, end: int, types: Types) -> bool:
    """Whether a word for a type begins the name of a thing that goes on beyond it (Fengqiao's office expenses)."""
    if end >= len(words) or _type_begins(words, end) or any(_said_at(words, end, s) for t in types for s in t[1]):
        return False
    return any(f.end > end and f.entry.kind in {"name", "word"} for f in found_at(words, at))


@lru_cache(maxsize=1)
def _all_types() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Types of bodies by words that are not also words of budgets."""
    plain = {
        "water",
        "business",
        "enterprise",
        "company",
        "service",
        "talent",
        "health",
        "education",
        "housing",
        "tax",
        "fiscal",
        "culture",
        "construction",
        "government",
        "treasury",
        "science",
        "sports",
        "petition",
        "petitions",
        "complaints",
        "emergency",
        "emergency management",
        "national",
        "state",
        "environment",
        "agriculture",
        "human resources",
        "natural resources",
        "work safety",
        "vocational",
        "veterans",
        "administration",
    }
    types: Mapping[str, list[str]] = table("english_bodies")["types"]
    return tuple((k, tuple(w for w in v if w not in plain)) for k, v in types.items())


def _said_at(words: tuple[Word, ...], at: int, said: str) -> int:
    """How many words a name takes at a place, 0 where it is not said there."""
    parts = _parts(said)
    if at >= len(words) or not _same(words[at], parts[0]):
        return 0
    ahead = words[at : at + len(parts)]
    return len(parts) if len(ahead) == len(parts) and all(map(_same, ahead, parts)) else 0


def _same(one: Word, other: Word) -> bool:
    return one.stem == other.stem or (" " in one.text and one.text.replace(" ", "") == other.text.replace(" ", ""))


def _type_begins(words: tuple[Word, ...], at: int) -> bool:
    """Whether any type of body is said at a place."""
    return any(_said_at(words, at, said) for said in _by_first_stem().get(words[at].stem, ()))


@lru_cache(maxsize=1)
def _by_first_stem() -> Mapping[str, tuple[str, ...]]:
    """The words for types by their first stem."""
    found: dict[str, tuple[str, ...]] = {}
    for _, said in _all_types():
        for words in said:
            first = _parts(words)[0].stem
            found[first] = (*found.get(first, ()), words)
    return found


@lru_cache(maxsize=1024)
def _parts(said: str) -> tuple[Word, ...]:
    return words_of(said)


def _has_type(words: tuple[Word, ...], at: int) -> bool:
    """Whether a type of body or a level of government is said from a place on."""
    near = range(at, min(at + 2, len(words)))
    return any(words[n].text in table("english_bodies")["levels"]["words"] for n in near) or any(
        _type_begins(words, n) for n in near
    )


def _stranger(words: tuple[Word, ...], at: int) -> Named | None:
    """A place with a capital letter before a level of government or a type, of which nothing is held."""
    word = words[at]
    if not word.capital and any(w.capital for w in words[1:]):
        return None  # names have capitals here
    if not re.fullmatch(r"[a-z]{4,}", word.text) or not _spells_chinese(word.text) or at + 1 >= len(words):
        return None
    if not _has_type(words, at + 1) or not (word.capital or _has_type(words[at + 1 : at + 2], 0)):
        return None
    end = at + 1
    while end < len(words) and _has_type(words[end : end + 1], 0):
        end += 1
    return Named(at, end, (), " ".join(w.text.removesuffix("'s") for w in words[at:end]).title())


_INITIAL = "(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?"
_FINAL = "(?:i?ang|u?ang|eng|ing|i?ong|iao|ian|uai|uan|[aeo]i|[ao]o|[ao]u|[aeiu]n|i[aeu]|u[aieo]|er|[aeiou])"
_SYLLABLE = f"{_INITIAL}{_FINAL}"


def _spells_chinese(word: str) -> bool:
    """Whether a word can be pinyin of two syllables or more."""
    return re.fullmatch(rf"(?:{_SYLLABLE}){{2,4}}", word) is not None and not any(
        f.entry.kind != "silent" for f in found_at(words_of(word), 0)
    )


def _by_type(words: tuple[Word, ...], bodies: Sequence[Body]) -> list[Named]:
    """The bodies whose type is said where no place is: the best of them, several where they share it."""
    best, found = 1.0, list[Named]()
    by_type = Atlas.of(bodies).of_type
    for at in range(len(words)):
        scored = [
            (score, end, t) for t in by_type for score, end in (_score(words, at, t),) if score >= _NAMES_A_BODY - 0.5
        ]
        most = max((s for s, _, _ in scored), default=0.0)
        if most > best:
            best = most
            chosen = [(e, t) for s, e, t in scored if s == most]
            found = [Named(at, max(e for e, _ in chosen), tuple(b for _, t in chosen for b in by_type[t]))]
    return found
