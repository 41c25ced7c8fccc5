"""中文数字: numbers written in Chinese characters (两家, 十余项, 三百万元, 百分之二十, 六成), as people ask and claim.

Kept apart from corpus/money.py: in printed disclosures such words are mostly ordinals and idioms (一是, 一般, 一次性),
so only those with a unit behind them count, and a reader asks for them on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from corpus.money import UNITS, Bound, Found, Quantity, UnitClass, find_quantities, fold, unit_of

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_GROUPS: Final = (("亿", 100_000_000), ("万", 10_000))
_CHARS: Final = "零〇一二三四五六七八九两十百千"
_AMOUNT: Final = re.compile(
    rf"(?<![第{_CHARS}\d万亿前后星])(?P<lead>[近约超])?(?P<number>[{_CHARS}]+(?:点[{_CHARS}]+)?)(?P<tail>[余多来])?\s{{0,2}}{UNITS}(?P<more>多)?"
)
_PERCENT: Final = re.compile(rf"百分之(?P<number>[{_CHARS}]+(?:点[{_CHARS}]+)?)")
_TENTHS: Final = re.compile(
    r"(?P<lead>[近约超])?(?<![\d第])(?P<number>[一二两三四五六七八九1-9](?:\.\d)?)成(?P<half>半)?(?P<more>多)?"
    r"(?![果员立本为功效绩都长人套交品年分])"
)
_LONGEST: Final = 40
"""Characters of a number that means anything."""
_LEADS: Final = {"近": Bound.ABOUT, "约": Bound.ABOUT, "超": Bound.MORE}


def read_number(text: str) -> Decimal | None:
    """读中文数字: 一百二十三 → 123, 两千万 → 20,000,000, 三点五 → 3.5; None where it is none."""
    whole, point, tail = text.strip().partition("点")
    value = _whole(whole)
    if value is None or (point and not (tail and all(c in _DIGITS for c in tail))):
        return None
    fraction = "".join(str(_DIGITS[c]) for c in tail)
    return Decimal(f"{value}.{fraction}") if fraction else Decimal(value)


def _whole(text: str) -> int | None:
    if not 0 < len(text) <= _LONGEST:
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):  # 二〇二三, digit by digit
        return int("".join(str(_DIGITS[c]) for c in text))
    for char, scale in _GROUPS:
        left, found, right = text.rpartition(char)
        if found:
            high, low = _whole(left), _whole(right) if right else 0
            if low is not None and right in _NINE:
                low *= scale // 10  # 三万五
            return None if high is None or low is None else high * scale + low
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[char], 0
        else:
            return None
    if len(text) > 1 and text[-1] in _NINE and text[-2] in "百千":  # 两百五, 一千二; 一百零五 says its 零
        digit *= _PLACES[text[-2]] // 10
    return total + digit


_NINE: Final = frozenset("一二三四五六七八九")


def find_numerals(text: str) -> list[Found]:
    """找中文数量: amounts whose number is written in Chinese, left to right; offsets are those of ``text``."""
    folded = fold(text)
    found = [_counted(match, text) for match in _AMOUNT.finditer(folded)]
    found += [_percent(match, text, Decimal(1)) for match in _PERCENT.finditer(folded)]
    found += [_percent(match, text, Decimal(10)) for match in _TENTHS.finditer(folded)]
    kept: list[Found] = []
    for one in sorted((f for f in found if f), key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def find_amounts(text: str) -> list[Found]:
    """找数量: amounts in figures and in Chinese characters, left to right; 1万5千元 and 五十万五千元 as one amount each."""
    mixed = find_mixed(text)
    plain = [q for q in find_quantities(text) if not any(m.start <= q.start and q.end <= m.end for m in mixed)]
    found = [*mixed, *plain, *find_signed(text), *find_spelt_out(text)]
    taken = [(f.start, f.end) for f in found]
    found += [f for f in find_numerals(text) if not any(f.start < b and a < f.end for a, b in taken)]
    return joined(found, text)


def find_signed(text: str) -> list[Found]:
    """找带符号的钱: ￥404,300 is 元 though no unit stands behind it."""
    return [
        Found(Quantity(Decimal(m[1].replace(",", "")), "元", m[0]), m.start(), m.end()) for m in _SIGNED.finditer(text)
    ]


_SIGNED: Final = re.compile(r"[¥￥]\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d.,]\d|\d|\s?[千万亿元])")


def find_mixed(text: str) -> list[Found]:
    """找数字与字相间的钱: 3千3百元, 6千9百万元, 5百元; what one unit says by itself (5千元, 2百万元) is left to it."""
    units = {(f.start, f.end) for f in find_quantities(text)}
    found = []
    for match in _MIXED.finditer(text):
        value = read_number(match["number"].translate(_IN_WORDS))
        unit, _ = unit_of(match["unit"])
        one = None if value is None else Found(Quantity(value, unit, match[0]), match.start(), match.end())
        if one is not None and one.quantity.unit_class is UnitClass.MONEY and (one.start, one.end) not in units:
            found.append(one)
    return found


_MIXED: Final = re.compile(rf"(?<![\d.,，第])(?P<number>(?:[1-9][千百十]){{1,3}}[1-9]?){UNITS}")
_IN_WORDS: Final = str.maketrans("123456789", "一二三四五六七八九")


def find_spelt_out(text: str) -> list[Found]:
    """找写全的钱: 五十万五千元, its places of 万 and of what is below in one number."""
    return [f for m in _SPELT_OUT.finditer(text) if (f := _spelt_out(m)) is not None]


def joined(found: Sequence[Found], text: str) -> list[Found]:
    """连读: amounts of money that go on in smaller units are one (8万5千元, 3亿2000万元), and so is what they leave unsaid (8万5, 六万五千)."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: f.start):
        last = kept[-1] if kept else None
        if last is not None and last.end == one.start and _goes_on(last.quantity, one.quantity):
            kept[-1] = _together(last, one.quantity, one.end, text)
        elif last is None or one.start >= last.end:
            kept.append(one)
        tail = _TAIL.match(text, kept[-1].end)
        if tail is not None and text[kept[-1].end - 1] in "万亿" and kept[-1].quantity.unit_class is UnitClass.MONEY:
            scale = _GROUP[text[kept[-1].end - 1]]
            worth = _PLACES[tail["place"]] if tail["place"] else scale // 10
            digit = tail["digit"] if tail["digit"].isdigit() and tail["digit"].isascii() else _DIGITS[tail["digit"]]
            kept[-1] = _together(kept[-1], Quantity(Decimal(digit) * worth, "元"), tail.end(), text)
    return kept


_GROUP: Final = dict(_GROUPS)
_TAIL: Final = re.compile(
    r"(?P<digit>[一二三四五六七八九1-9])(?P<place>[千百])?(?:元|块钱?)?"
    r"(?=$|[，,。；;、）)！!？?\s]|左右|上下|的|以[上下内]|[和与及吗呢吧])"
)
"""What people leave unsaid behind 万 and 亿: 八万五 is 八万五千."""


def _together(one: Found, more: Quantity, end: int, text: str) -> Found:
    whole = one.quantity.value + more.to(one.quantity.unit).value
    return Found(Quantity(whole, one.quantity.unit, text[one.start : end], one.quantity.bound), one.start, end)


_SPELT_OUT: Final = re.compile(rf"(?<![第{_CHARS}万亿])([{_CHARS}万亿]*[万亿][{_CHARS}]+万?)(?:元|块钱?)")
"""五十万五千元, 二亿九千万元: places of 亿, of 万 and below in one number."""


def _spelt_out(match: re.Match[str]) -> Found | None:
    value = read_number(match[1])
    return None if value is None else Found(Quantity(value, "元", match[0]), match.start(), match.end())


def _goes_on(one: Quantity, other: Quantity) -> bool:
    """Whether an amount of money goes on in smaller units (3亿2000万元)."""
    money = one.unit_class is UnitClass.MONEY and other.unit_class is UnitClass.MONEY
    return money and "/" not in one.unit + other.unit and 0 < other.base < one.base


def _counted(match: re.Match[str], text: str) -> Found | None:
    value = read_number(match["number"])
    if value is None:
        return None
    unit, loose = unit_of(match["unit"])
    bound = _LEADS.get(match["lead"] or "", Bound.EXACT)
    if match["tail"] or match["more"] or loose:
        bound = Bound.MORE
    start, end = match.start("number"), match.end("unit")
    return Found(Quantity(value, unit, text[start:end], bound), start, end)


def _percent(match: re.Match[str], text: str, scale: Decimal) -> Found | None:
    printed = match["number"]
    value = Decimal(printed) if printed[0].isascii() else read_number(printed)
    if value is None:
        return None
    groups = match.groupdict()
    bound = _LEADS.get(groups.get("lead") or "", Bound.ABOUT if scale != 1 else Bound.EXACT)
    if groups.get("more"):
        bound = Bound.MORE
    value = value * scale + (5 if groups.get("half") else 0)
    start = match.start() if scale == 1 else match.start("number")
    end = match.end("half") if groups.get("half") else (match.end() if scale == 1 else match.end("number") + 1)
    return Found(Quantity(value, "%", text[start:end], bound), start, end)
