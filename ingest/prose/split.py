"""断句: sentences and clauses of a paragraph, and each quantity with the words around it.

All functions take the *matching copy* of a paragraph: folded to half width, white space kept out by the
caller; offsets are those of the paragraph's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from corpus.money import Bound, Found, Quantity, UnitClass, find_quantities
from corpus.numeral import find_numerals
from ingest.prose import words

_RANGED: Final = re.compile(r"\s*%?\s*[-~—–至到]{1,2}\s*")
_SHORTEST: Final = 3
_SENTENCE: Final = re.compile(r"[。!?]+[”’)]?")
_CLAUSE: Final = re.compile(r"[。;:!?]|,(?!\d{3}(?!\d))")
_TRAILS: Final = tuple(re.compile(rf"[^,。;:{stop}()!?“”《\d]{{2,18}}(?=[,。;:{stop}()!?]|$)") for stop in ("", "、"))
_BEFORE_VERB: Final = re.compile(r"[^,。;:、()!?“”《\d]{2,10}?(?=开展|实行|进行|组织|参加|纳入|编报|全部|均|已)")


@dataclass(frozen=True, slots=True)
class Mention:
    """一处数量: the words before it up to the clause's start (``lead``), and the noun that follows (``trail``)."""

    quantity: Quantity
    start: int
    end: int
    lead: str
    trail: str
    gap: int
    """Where this mention's own text begins: after the mention before it, or at its sentence's start."""


def sentences(text: str) -> list[tuple[int, int]]:
    """句子 of a paragraph, as spans that tile it; a full stop inside “…” or （…） does not end one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        inside = text[start : match.start()]
        if inside.count("(") > inside.count(")") or inside.count("“") > inside.count("”"):
            rest = text[match.end() :]
            if ")" in rest[:200] or "”" in rest[:200]:
                continue
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(text))] if start < len(text) else spans


def clause_start(text: str, at: int) -> int:
    """The start of the clause that holds position ``at``."""
    return max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)


def clause_end(text: str, at: int) -> int:
    """The end of the clause that holds position ``at``, its mark excluded."""
    match = _CLAUSE.search(text, at)
    return match.start() if match else len(text)


def _is_written_money(found: Found) -> bool:
    """Whether an amount in Chinese characters is money that is meant exactly (六百八十万元), no idiom (一元)."""
    exact = found.quantity.bound is Bound.EXACT and found.quantity.unit_class is UnitClass.MONEY
    return exact and found.end - found.start > _SHORTEST and "元" in found.quantity.printed


def adds_up(text: str, at: int, total: Quantity) -> bool:
    """Whether the amounts from ``at`` to the end of the clauses before the next ; or 。 come to the total."""
    end = min((stop for mark in ";。" if (stop := text.find(mark, at)) >= 0), default=len(text))
    parts = [f.quantity for f in find_quantities(text[at:end])]
    money = [part.base for part in parts if part.unit_class is UnitClass.MONEY]
    return len(money) > 1 and sum(money) == total.base


def _overlaps(one: Found, others: list[Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _is_name(text: str, found: Found) -> bool:
    """Whether an amount is part of a name: 单价50万元(含)以上通用设备."""
    after = text[found.end : found.end + 14]
    if words.NAME_THING.match(after):
        return True
    return bool(words.NAME_BEFORE.search(text[: found.start])) and bool(words.NAME_AFTER.match(after))


def _scores(text: str, taken: list[Found]) -> list[Found]:
    """得分 printed without 分."""
    return [
        Found(Quantity(Decimal(m["number"]), "分", m["number"]), m.start("number"), m.end("number"))
        for m in words.SCORED.finditer(text)
        if not any(f.start <= m.start("number") < f.end for f in taken)
    ]


def _trail(text: str, found: Found, following: int) -> str:
    match = next((m for pattern in (*_TRAILS, _BEFORE_VERB) if (m := pattern.match(text, found.end))), None)
    if not match or match.end() > following or words.TRAIL_STOP.match(match[0]):
        return ""
    if found.quantity.unit_class is UnitClass.COUNT:
        return "" if found.quantity.unit == "分" else match[0]
    money = found.quantity.unit_class is UnitClass.MONEY and words.TRAIL_MONEY.match(match[0])
    return match[0] if money else ""


def mentions(text: str, first: int = 0) -> list[Mention]:
    """数量及其前后文 from ``first`` on (after the item's ordinal); amounts that are part of a name are not mentions."""
    everything = find_quantities(text)
    everything += [f for f in find_numerals(text) if _is_written_money(f) and not _overlaps(f, everything)]
    found = [f for f in everything if not _is_name(text, f)]
    found = sorted([*found, *_scores(text, everything)], key=lambda f: f.start)
    spans = sentences(text)
    result: list[Mention] = []
    before = first
    for n, one in enumerate(found):
        if one.start < first:
            continue
        sentence = next(s for s, e in spans if s <= one.start < e)
        following = found[n + 1].start if n + 1 < len(found) else len(text)
        gap = max(before, sentence)
        start = max(gap, clause_start(text, one.start))
        if _RANGED.fullmatch(text[before : one.start]) and result:
            start = one.start  # the upper end of a range is of what its lower end is of
        trail = _trail(text, one, following)
        result.append(Mention(one.quantity, one.start, one.end, text[start : one.start], trail, gap))
        before = one.end + len(trail)
    return result
