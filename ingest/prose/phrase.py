"""短语: what the words before a quantity say: the thing, the measure, the phase, the year, the comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.disclosure import Basis, Measure
from corpus.money import Quantity, UnitClass
from ingest.prose import words


@dataclass(frozen=True, slots=True)
class Phrase:
    """短语 as read. ``noun`` is "" where the clause names no thing; ``column`` keeps the printed words of the measure.

    ``weight`` says that the score is the most that can be had (引进企业数（4 分）), ``bodily`` that the clause names
    the body itself (我单位, 整体); ``topic`` is a noun that names nothing by itself (资金).
    """

    noun: str
    measure: Measure
    direction: int | None = None
    basis: Basis | None = None
    year: int | None = None
    prior: bool = False
    column: str = ""
    whole: str = ""
    base: str = ""
    indicator: bool = False
    weight: bool = False
    bodily: bool = False
    topic: str = ""


def _balance(text: str) -> str:
    """Drop a bracket or quotation mark that lost its partner at either end."""
    for opening, closing in ("()", "“”"):
        if text.startswith(closing) or (text.count(closing) > text.count(opening) and text.endswith(closing)):
            text = text.strip(closing) if text.startswith(closing) else text[:-1]
        if text.count(opening) > text.count(closing):
            text = text.split(opening)[0] if text.index(opening) else text[1:]
    return text


def _without_actor(text: str, names: Sequence[str]) -> str:
    """Drop the body's own name, or the end of it, from the front."""
    for name in names:
        for at in range(max(1, len(name) - 3)):
            tail = name[at:]
            if text.startswith(tail) and len(text) > len(tail):
                return re.sub(r"^\((?:本级|汇总|部门|机关|本部)\)", "", text[len(tail) :])
    return text


def strip_front(text: str, names: Sequence[str] = ()) -> str:
    """去领起: the phrase without 其中, 我单位, the body's name and the like before it."""
    while True:
        shorter = _without_actor(text, names)
        match = words.FRONT.match(shorter)
        if match and match.end():
            shorter = shorter[match.end() :]
        if shorter == text:
            return text
        text = shorter


def strip_back(text: str) -> str:
    """去系词: the phrase without 为, 共有, 达到 and the like after it."""
    while match := words.BACK.search(text):
        if match.start() == match.end():
            break
        text = text[: match.start()]
    return text


def _take_basis(noun: str) -> tuple[str, Basis | None, str]:
    """Cut the words of the phase from the end of a noun phrase: (rest, basis, the words)."""
    for basis, pattern in words.BASES:
        match = pattern.search(noun)
        if match and match[0]:
            rest = strip_back(noun[: match.start()])
            side = next((s for s in ("支出", "收入") if s in match[0]), "")
            return rest + (side if rest.endswith(("拨款", "公共预算")) else ""), basis, match[0]
    return noun, None, ""


def _take_time(lead: str) -> tuple[str, int | None]:
    years = list(words.TIME.finditer(lead))
    if not years:
        return lead, None
    return words.TIME.sub("", lead), int(years[-1]["year"])


def _tail(lead: str, kind: UnitClass) -> tuple[words.Tail, re.Match[str]] | None:
    for tail in words.TAILS:
        if kind in tail.units and (match := tail.pattern.search(lead)):
            return tail, match
    return None


def _plain_measure(quantity: Quantity, lead: str) -> Measure:
    kind = quantity.unit_class
    if kind is UnitClass.MONEY:
        return "rate_unit" if "/" in quantity.unit or words.PER.search(lead) else "amount"
    if kind is UnitClass.COUNT:
        return "score" if quantity.unit == "分" else "count"
    return "rate"


def read_phrase(lead: str, quantity: Quantity, names: Sequence[str]) -> Phrase:
    """读短语 before a quantity; ``names`` are the body's names, dropped from the front of the noun phrase."""
    lead = lead.replace(" ", "")
    if quantity.unit == "分" and lead.endswith("("):
        return Phrase("", "target", column="分值", weight=True)
    compared = list(words.COMPARE.finditer(lead))
    base = compared[-1]["base"].rstrip("的") if compared else ""
    bare = words.COMPARE.sub("", lead)
    bare, year = _take_time(bare)
    prior = words.PRIOR.match(bare)
    bare = bare[prior.end() :] if prior else bare
    found = _tail(bare, quantity.unit_class)
    measure, direction, whole, column = _plain_measure(quantity, bare), None, "", ""
    noun = bare
    if found:
        tail, match = found
        groups = match.groupdict()
        measure, direction, column = tail.measure, tail.direction, groups.get("column") or ""
        whole = groups.get("whole") or ""
        noun = groups["noun"] if groups.get("noun") is not None else bare[: match.start()]
    noun = strip_back(strip_front(noun, names))
    rest, basis, said = _take_basis(noun)
    rest = _balance(strip_front(rest, names))
    noun, said = (said, "") if words.GENERIC.match(rest) and words.SIDED.search(said) else (rest, said)
    indicator = bool(words.INDICATOR.match(noun))
    generic = indicator or bool(words.GENERIC.match(noun))
    if compared and measure in {"amount", "count"}:  # 较2022年的90万元: last year's own amount
        year = int(compared[-1]["year"]) if compared[-1]["year"] else None
        prior = prior or words.PRIOR.match(base)
    if base and measure in {"change", "growth"}:
        column = f"比{base}{column}"
    bodily = bool(words.BODILY.search(lead)) or any(name[-4:] in lead for name in names)
    column = column or (noun if generic and measure == "score" else said)
    return Phrase(
        "" if generic else noun,
        measure,
        direction,
        basis,
        year,
        prior=bool(prior),
        column=column,
        whole=whole,
        base=base,
        indicator=indicator,
        bodily=bodily,
        topic=noun if generic and not indicator else "",
    )
