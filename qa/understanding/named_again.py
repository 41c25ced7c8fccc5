"""再提: where a question speaks again of bodies that it has named: by their core, a pronoun, or their region alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.understanding.bodies import Body, Mention

_GOES_ON = re.compile(r"[区市县省州街镇乡路]")
"""What makes another name of a region's stem."""


def run(text: str, at: int, core: str) -> int:
    """How far from ``at`` the text goes on as a subsequence of the core (gaps in the core allowed, none in the text)."""
    place, end = 0, at
    while end < len(text):
        found = core.find(text[end], place)
        if found < 0:
            break
        place, end = found + 1, end + 1
    return end


def overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch shares a character with any of the others."""
    return any(span[0] < b and a < span[1] for a, b in others)


def again(text: str, bodies: Collection[Body], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where a named body is spoken of again by its core or a pronoun (该中心)."""
    words = {b.core for b in bodies} | {a for b in bodies for a in b.aliases}
    pattern = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    named = re.compile(f"{pattern}|该(?:中心|单位|部门|局|院)" if pattern else "该(?:中心|单位|部门|局|院)")
    found = [m.span() for m in named.finditer(text) if not overlaps(m.span(), taken)]
    return [*found, *_shortened(text, {b.core for b in bodies}, [*taken, *found])]


def _shortened(text: str, cores: Collection[str], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the core of a named body stands again in a shortened form that leaves characters out (两家企服)."""
    found = []
    for core in cores:
        for at in (m.start() for m in re.finditer(re.escape(core[:1]), text)):
            end = run(text, at, core)
            if end - at >= 2 and not core.startswith(text[at : min(end, at + 2)]) and not overlaps((at, end), taken):
                found.append((at, end))
    return found


def by_region_again(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Body, int, int]]:
    """甲区中心和乙区中心…，甲摊多少、乙摊多少: one of several named bodies by the region that its name began with."""
    bodies = list(dict.fromkeys(m.body for m in mentions))
    taken = [(m.start, m.end) for m in mentions]
    for body in bodies if len(bodies) > 1 else ():
        others = [b for b in bodies if b != body]
        said = [text[m.start : m.end] for m in mentions if m.body == body]
        stem = next((s for s in body.stems if any(x.startswith(s) for x in said)), "")
        if not stem or any(stem in b.issuer for b in others):
            continue
        for match in re.finditer(re.escape(stem), text):
            quoted = text.count("“", 0, match.start()) > text.count("”", 0, match.start())
            if not quoted and not overlaps(match.span(), taken) and not _GOES_ON.match(text, match.end()):
                yield body, match.start(), match.end()
