"""提名: which bodies a running text speaks of at each point, with the scope that is said of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from corpus.disclosure import Scope
from qa.understanding import phrases
from qa.understanding.bodies import Body, Mention, find
from qa.understanding.roll import Roll

_SENTENCE = re.compile(r"[^。!?;\n]+")
_BODY_NAME = re.compile(
    r"^[\s“”\"']*(?P<name>[一-鿿]{2,6}(?:省|市|区|县|自治州)[一-鿿]{2,14}?"
    r"(?:局|院|委员会|办公室|中心|厅|办事处|街道|学校|中学|小学|大学|医院|政府|馆|站|队|委|办))"
    r"(?=\s*(?:[(（][^)）]{1,6}[)）])?\s*(?:20\d\d年|的))"
)
"""A body's name at the head of a sentence, before a year: where no disclosure is of it, nobody else is meant."""


_JOINS = re.compile(r"(?:[(（][^()（）]{1,6}[)）])?\s*(?:[、,和与及同跟]|以及)\s*")


@dataclass(frozen=True)
class Naming:
    """谁: the body spoken of at a point of the text, a name that no disclosure is of, and the scope said.

    ``is_carried`` says that the scope was said earlier, not here; ``part`` is a subordinate unit by its full name.
    """

    bodies: tuple[Body, ...] = ()
    unknown: str = ""
    scope: Scope | None = None
    is_carried: bool = False
    part: str = ""


@dataclass(frozen=True)
class _At:
    start: int
    end: int
    body: Body | None
    unknown: str = ""
    part: str = ""


@dataclass
class Named:
    """All mentions of bodies in a text, in order."""

    folded: str
    mentions: list[_At] = field(default_factory=list)

    def blanked(self, start: int, end: int) -> str:
        """The stretch with the names of bodies as blanks."""
        stretch = self.folded[start:end]
        for one in self.mentions:
            if one.start < end and start < one.end:
                a, b = max(0, one.start - start), min(end, one.end) - start
                stretch = stretch[:a] + " " * (b - a) + stretch[b:]
        return re.sub(r"[(（](?:汇总|本级)[)）]", lambda m: " " * len(m[0]), stretch)

    def at(self, start: int, point: int, end: int, carried: Naming) -> Naming:
        """The body that governs ``point`` of the sentence ``start..end``.

        The last named before it, else the one carried on, else the one that the sentence names after it.
        """
        inside = [m for m in self.mentions if start <= m.start < end]
        before = [m for m in inside if m.start < point]
        alone = len({m.body or m.unknown for m in before}) <= 1  # 单看本级，某中心…: the scope may be said first
        scope = self._scope(start if alone else before[-1].start, point)
        if before:
            last = before[-1]
            if last.body is None:
                return Naming((), last.unknown, scope)
            group = tuple(
                dict.fromkeys(m.body for m in before if m.body and (m.start, m.end) == (last.start, last.end))
            )
            kept = scope or (carried.scope if carried.bodies == group else None)
            return Naming(group, "", None if last.part else kept, scope is None, last.part)
        if carried.bodies or carried.unknown:
            return replace(carried, scope=scope or carried.scope, is_carried=scope is None)
        after = [m for m in inside if m.body]
        return Naming((after[0].body,) if after and after[0].body else (), "", scope)

    def _scope(self, start: int, point: int) -> Scope | None:
        """The scope said last between two points: that whose first words come last."""
        found: dict[str, int] = {}
        for name, places in self._scopes.items():
            at = bisect_left(places, start)
            if at < len(places) and (m := phrases.pattern("scope", name).search(self.folded, places[at], point)):
                found[name] = m.start()
        return cast("Scope | None", max(found, key=lambda name: found[name], default=None))

    @cached_property
    def _scopes(self) -> dict[str, list[int]]:
        """Where words of each scope begin: looked for once in a text, not before each of its figures."""
        found = {}
        for name in phrases.names("scope"):
            begins = re.compile(f"(?={phrases.pattern('scope', name).pattern})", re.IGNORECASE)
            found[name] = [m.start() for m in begins.finditer(self.folded)]
        return found

    def within(self, start: int, end: int) -> tuple[Body, ...]:
        """The bodies named in a stretch."""
        return tuple(dict.fromkeys(m.body for m in self.mentions if m.body and start <= m.start < end))

    def joined(self, start: int, point: int) -> tuple[tuple[Body, ...], bool]:
        """The bodies of the last list (甲、乙和丙) before a point of a sentence, and whether it is a list at all."""
        found: list[_At] = []
        for one in reversed([m for m in self.mentions if m.body and start <= m.start < point]):
            if found and not _JOINS.fullmatch(self.folded, one.end, found[-1].start):
                break
            found.append(one)
        bodies = tuple(dict.fromkeys(m.body for m in reversed(found) if m.body))
        return (bodies if len(bodies) > 1 else ()), len({m.start for m in found}) > 1

    def before(self, point: int) -> tuple[Body, ...]:
        """All bodies named before a point, in order."""
        return tuple(dict.fromkeys(m.body for m in self.mentions if m.body and m.start < point))


def named_in(folded: str, bodies: Sequence[Body]) -> Named:
    """提名 of a text. Only bodies of whose name some part is in the text are looked for."""
    likely = Roll(Roll.of(bodies).likely(folded))
    found: list[_At] = []
    for match in _SENTENCE.finditer(folded):
        who = find(match[0], likely or bodies)
        found += [_place(m, match.start()) for m in who.mentions]
        found += _units(match[0], match.start(), likely)
        unknown = list(who.unknown)
        if (head := _BODY_NAME.match(match[0])) and not any(m.start < head.end("name") for m in who.mentions):
            unknown.append(head["name"])
        for name in unknown:
            at = match[0].find(name)
            if at >= 0 and _stands_apart(match[0], at, who.mentions):
                found.append(_At(match.start() + at, match.start() + at + len(name), None, name))
    return Named(folded, sorted(found, key=lambda m: (m.start, m.end)))


def _units(sentence: str, offset: int, bodies: Sequence[Body]) -> list[_At]:
    """Subordinate units named in a sentence, each by its full name, the longest names first."""
    found: list[_At] = []
    for body in bodies:
        names = sorted(body.units, key=len, reverse=True)
        for name in names:
            full = next((n for n in names if _abbreviates(name, n)), name)
            for match in re.finditer(re.escape(name), sentence):
                begin, end = match.start() + offset, match.end() + offset
                if not any(f.start < end and begin < f.end for f in found):
                    found.append(_At(begin, end, body, part=full))
    return found


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name is made of characters of a longer one, in their order (测管办 of 测试管理办公室)."""
    rest = iter(full)
    return all(c in rest for c in short)


def _stands_apart(sentence: str, at: int, mentions: Sequence[Mention]) -> bool:
    """Whether a strange name is a body of its own, not part of what is said of the one named before it."""
    before = [m.end for m in mentions if m.end <= at]
    return not before or re.search(r"[,、和与比跟及]", sentence[max(before) : at]) is not None


def _place(mention: Mention, offset: int) -> _At:
    return _At(mention.start + offset, mention.end + offset, mention.body)
