"""所述数字: every figure that a text states, printed in digits, in characters (四十万元, 肆拾万元整) or in words (为零, 过半, 翻番).

Takes simplified, half-width text and gives each figure with its place; what is printed there stays as it is. Words that
stand for a figure (三分之二, 一半) are no more exact than a reader takes them, so they say themselves how they are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from corpus.money import Found, Quantity, UnitClass, find_quantities, round_half_up
from corpus.numeral import find_mixed, find_numerals, find_signed, find_spelt_out, joined, read_number
from qa.checking import claim_words as words
from qa.checking.agreement import Manner

_FORMAL: Final = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟圆圓", "一二二三三四五六六七八九十百千元元")
_CHEQUE: Final = re.compile(
    r"(?<![零一二三四五六七八九十百千万亿])[零一二三四五六七八九十百千万亿]{1,40}元(?:(?P<jiao>[零一二三四五六七八九])角)?(?:(?P<fen>[零一二三四五六七八九])分)?整?"
)
"""肆拾万零伍佰元伍角整, after its characters have been made simple."""
_FORMAL_ONE: Final = re.compile(r"[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟][壹贰貳叁參肆伍陆陸柒捌玖拾佰仟零万萬亿]*")
_NUMBER: Final = "[一二两三四五六七八九十]"
_FRACTION: Final = re.compile(
    rf"(?<![百千万十])(?P<low>{_NUMBER}{{1,2}})分之(?P<high>{_NUMBER}{{1,2}})(?P<more>强|还?多)?"
)
_HALF: Final = re.compile(
    r"(?<![上下前后])(?P<over>过半|超半|大半|多半|一多半|大部分)(?!年|天|月|个月)|(?:一半|半数)(?!年|天|月)|(?<=近)半(?=[,。;的]|$)"
)
_DOUBLED: Final = re.compile(
    r"翻了?(?:将近|接近|超过|不止|近|约|超|逾)?(?P<said>(?P<n>[一两二三四1-4])?(?P<unit>番|倍))(?P<more>还?多)?"
)
_TENTHS: Final = re.compile(r"(?P<tens>[一二三四五六七八九])成(?P<ones>[一二三四五六七八九])")
_ZERO: Final = re.compile(
    r"(?:(?<=为)|(?<=是)|(?<=等于))零(?=[,。;、)!\s]|$|[的和与而但])|零(?=支出|安排|开支|发生|花费|列支|预算[,。;、!]|预算$)"
)
_ALL: Final = re.compile(
    r"(?:全部|全都|悉数|百分百|清一色)(?=(?:都|均)?(?:是|为|用于|用在|花在|投向|来自|属于|给了?|授予|由))"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """一个数字: an amount with its place.

    ``optional`` counts only where the documents speak of it; ``manner`` is what its own words say of how exact it is,
    None where the words around it may.
    """

    found: Found
    optional: bool = False
    manner: Manner | None = None


def figures_in(text: str) -> list[Spoken]:
    """数字 of a stretch that count as claims, left to right, none inside another."""
    plain = [f for f in find_quantities(text) if f.quantity.unit not in words.SKIPPED_UNITS]
    spoken: list[Spoken] = []
    taken = bytearray(len(text))
    whole = [
        *map(Spoken, (*find_mixed(text), *plain, *find_signed(text))),
        *_in_words(text),
        *_cheques(text),
        *_spelt_out(text),
    ]
    for one in (*whole, *_in_characters(text)):
        start, end = one.found.start, one.found.end
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            spoken.append(one)
    by_start = {one.found.start: one for one in spoken}
    return [replace(by_start[f.start], found=f) for f in joined([s.found for s in spoken], text)]


def _cheques(text: str) -> list[Spoken]:
    """Amounts in formal characters."""
    return [Spoken(f) for m in _CHEQUE.finditer(text.translate(_FORMAL)) if (f := _cheque(m, text)) is not None]


def _spelt_out(text: str) -> list[Spoken]:
    """八万五千元: amounts in plain characters with places of 万 and below."""
    found = find_spelt_out(text.translate(_FORMAL))
    return [
        Spoken(Found(replace(f.quantity, printed=text[f.start : f.end]), f.start, f.end))
        for f in found
        if not words.is_nothing(text, f.start)
    ]


def _in_characters(text: str) -> list[Spoken]:
    """Numerals before a unit, plain and formal."""
    simple = text.translate(_FORMAL)
    found: list[Spoken] = []
    for numeral in find_numerals(simple):
        unit = numeral.quantity.unit
        if words.is_nothing(simple, numeral.start) or unit in words.SKIPPED_UNITS:
            continue
        if simple[numeral.start - 1 : numeral.start].isdigit():
            continue
        formal = _FORMAL_ONE.search(text, numeral.start, numeral.end) is not None
        if formal and numeral.quantity.unit_class is not UnitClass.MONEY:
            continue  # 伍先生, 陆家嘴
        counted = numeral.quantity.unit_class is UnitClass.COUNT and unit != "倍"
        whole = unit == "倍" and numeral.quantity.value == numeral.quantity.value.to_integral_value()
        quantity = Quantity(numeral.quantity.value, unit, text[numeral.start : numeral.end], numeral.quantity.bound)
        at = Found(quantity, numeral.start, numeral.end)
        found.append(Spoken(at, optional=counted, manner="roughly" if whole and _is_plain(at) else None))
    return found


def _is_plain(found: Found) -> bool:
    """Whether nothing in a figure's own words bounds it."""
    return found.quantity.bound.value == "="


def _cheque(match: re.Match[str], text: str) -> Found | None:
    """金额大写: an amount in formal characters, down to 角 and 分; None where it is written in plain ones."""
    printed = text[match.start() : match.end()]
    yuan = read_number(match[0].partition("元")[0])
    if yuan is None or not _FORMAL_ONE.search(printed):
        return None
    for part, worth in (("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))):
        if match[part]:
            yuan += (read_number(match[part]) or 0) * worth
    return Found(Quantity(yuan, "元", printed), match.start(), match.end())


def _in_words(text: str) -> list[Spoken]:
    """Fractions, doublings, nothing and all."""
    found = [_fraction(m) for m in _FRACTION.finditer(text)]
    for match in _HALF.finditer(text):
        found.append(_said(match, Decimal(50), "%", "over" if match["over"] else "roughly"))
    for match in _DOUBLED.finditer(text):
        times = read_number(match["n"]) if match["n"] and not match["n"].isdigit() else Decimal(match["n"] or 1)
        more = Decimal(2) ** int(times or 1) - 1 if match["unit"] == "番" else (times or Decimal(1))
        found.append(_said(match, more, "倍", "over" if match["more"] else "roughly", group="said"))
    for match in _TENTHS.finditer(text):  # 九成五
        tenths = 10 * (read_number(match["tens"]) or 0) + (read_number(match["ones"]) or 0)
        found.append(_said(match, Decimal(tenths), "%", "roughly"))
    found += [_said(m, Decimal(0), "万元", "exact", optional=True) for m in _ZERO.finditer(text)]
    found += [_said(m, Decimal(100), "%", "exact", optional=True) for m in _ALL.finditer(text)]
    return [f for f in found if f is not None]


def _fraction(match: re.Match[str]) -> Spoken | None:
    low, high = read_number(match["low"]), read_number(match["high"])
    if not low or high is None or high > low:
        return None
    return _said(match, round_half_up(100 * high / low, 2), "%", "over" if match["more"] else "roughly")


def _said(
    match: re.Match[str], value: Decimal, unit: str, manner: Manner, *, optional: bool = False, group: str | int = 0
) -> Spoken:
    quantity = Quantity(value, unit, match[group])
    return Spoken(Found(quantity, *match.span(group)), optional, manner)
