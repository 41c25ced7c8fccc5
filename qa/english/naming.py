"""英文名目: how bodies, items and amounts are said in English, what is printed beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from corpus.language.english import CHINESE, printed_in_english, table
from corpus.money import UnitClass, number_text, plain, unit_class
from qa.understanding.sounds import syllables

_LEVELS = {"省": "Province", "市": "City", "区": "District", "县": "County"}
_REGION = re.compile(r"([一-鿿]{2,4}?)(省|市|区|县)(?=[一-鿿]{2})")


@lru_cache(maxsize=4096)
def body(issuer: str) -> str:
    """A body's name in English: its own place and its type; the printed name where the tables do not say the type."""
    bare = re.sub(r"[（(](?:汇总|本级)[）)]$", "", issuer)
    places = list(_REGION.finditer(bare))
    own = places[-1] if places else None
    core = bare[own.end() :] if own else bare
    types = _types(core)
    if types is None:
        return issuer
    place = f"{_latin(own[1])} {_LEVELS[own[2]]} " if own else ""
    return f"{place}{types}{' (head office)' if '本级' in issuer else ''}"


def _latin(chinese: str) -> str:
    given: Mapping[str, list[str]] = table("english_bodies")["places"]
    return given[chinese][0].title() if chinese in given else "".join(syllables(chinese)).capitalize()


def _types(core: str) -> str | None:
    """The type of a body in English, None where a part of it has no English word."""
    types: Mapping[str, list[str]] = table("english_bodies")["types"]
    said, rest = [], core
    while rest:
        known = next((t for t in sorted(types, key=len, reverse=True) if rest.startswith(t)), None)
        if known is None:
            place = re.match(r"([一-鿿]{2,3}?)(?=街道|镇|乡)", rest)
            if place is None and rest[0] not in "和与及":
                return None
            said.append(_latin(place[1]) if place else "and")
            rest = rest[len(place[0]) if place else 1 :]
            continue
        word = types[known][0]
        said.append(
            word.upper()
            if word == "cppcc"
            else word
            if word[0].isdigit()
            else word.title().replace("'S", "'s").replace(" And ", " and ")
        )
        rest = rest[len(known) :]
    return " ".join(said)


def named(chinese: str) -> str:
    """A body or an item in English with the printed name in brackets; what is English already stays."""
    said = body(chinese)
    return f"{said} ({chinese})" if said != chinese else item(chinese)


def item(label: str) -> str:
    """A label in English with the printed one in brackets; the printed one alone where no part of it is known."""
    known = part(label)
    parts = [known] if known != label else [part(p) for p in label.split("·") if p not in _SAYS_NO_MORE]
    english, printed = ", ".join(dict.fromkeys(parts)), _BY_LETTER.sub("", label).replace("·", "，")
    if english != printed and not CHINESE.search(english):
        return f"{english} ({printed})"
    short = gloss(label)  # a name that is not known as a whole: by the words of it that are
    return f"{printed} [{short}]" if short else printed


_SAYS_NO_MORE = frozenset({"年度财政资金总额", "年度资金总额", "项目资金总额"})
_BY_LETTER = re.compile(r"[(（][A-Z](?:/[A-Z])?[)）]")


@lru_cache(maxsize=8192)
def part(label: str) -> str:
    """One part of a label in English, itself where the tables do not know it."""
    labels: Mapping[str, str] = table("english_glosses")["labels"]
    printed, label = label, _QUOTED_WORD.sub(lambda m: m[1] or "（境）", label)
    bare = re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|[(（][^()（）]*[)）]$", "", label).strip('“”" ')
    for name in (
        label,
        bare,
        bare.removesuffix("合计"),
        bare.removesuffix("支出"),
        bare.removesuffix("经费"),
        bare.removesuffix("项目"),
    ):
        if name and (said := labels.get(name) or printed_in_english(name)):
            return said
    if (share := re.fullmatch(r"占(.+?)的?比(?:例|重)", bare)) is not None:
        return f"share of {part(share[1])}"
    if (moved := re.fullmatch(r"比(\d{4})年(?:度|预算|决算)*各?(增加|减少|增长|下降)?了?", bare)) is not None:
        return f"{_MOVES.get(moved[2] or '', 'change from')} {moved[1]}"
    if (yearly := re.fullmatch(r"(\d{4})年(?!\d)(.+)", bare)) is not None and not yearly[2][0].isdigit():
        return f"{part(yearly[2])} in {yearly[1]}"
    if (alone := re.fullmatch(r"(\d{4})年?", bare)) is not None:
        return alone[1]
    if (dated := re.fullmatch(r"截?至?(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?", bare)) is not None:
        return " ".join(filter(None, ("at", dated[3], _MONTHS[int(dated[2])] if dated[2] else "", dated[1])))
    return _pieced(bare) or printed


_QUOTED_WORD = re.compile(r"“([^”]{1,4})”|\(境\)")
"""Words that documents print in quotation marks or in brackets of another form (“三公”经费)."""
_MOVES = {"增加": "increase over", "增长": "growth over", "减少": "decrease from", "下降": "fall from"}
_MONTHS = [
    "",
    *[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
]
_SAYS_NOTHING = re.compile(r"(?:专项经费|工作经费|经费|项目|支出|费用|费|的|及|和|与|、|类|款)")


def _pieced(label: str) -> str:
    """A name put together from words that the tables know, "" where part of it is unknown."""
    said, at = list[str](), 0
    while at < len(label):
        ends = range(len(label), at + 1, -1)
        hit = next(((end, word) for end in ends if (word := _word(label[at:end]))), None)
        if hit is not None:
            said += [] if said and said[-1].split()[-1] == hit[1].split()[0] else [hit[1]]
            at = hit[0]
        elif (empty := _SAYS_NOTHING.match(label, at)) is not None and said:
            said += ["and"] if empty[0] in "及和与、" else []
            at = empty.end()
        else:
            return ""
    return " ".join(said)


def _word(chinese: str) -> str:
    glosses = table("english_glosses")
    return glosses["labels"].get(chinese) or printed_in_english(chinese) or glosses["words"].get(chinese) or ""


def amount(value: str, unit: str) -> str:
    """A figure for English readers: yuan with 万元 in brackets, counts with their unit in English."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return f"{value}{unit}"
    bare, _, per = unit.partition("/")
    if unit_class(bare) is UnitClass.MONEY:
        return _money(number, bare, per)
    shown = number_text(plain(number)) if number else "0"
    if bare in {"%", "％"}:
        return f"{shown}%"
    said = table("english_glosses")["units"].get(bare)
    if said is None:
        return f"{shown}{unit}"
    if shown == "1":
        said = said.replace("people", "person").removesuffix("s")
    return f"{shown} {said}".strip() + (
        f" per {table('english_glosses')['units'].get(per, per).removesuffix('s').replace('people', 'person')}"
        if per
        else ""
    )


_YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_PER = {"年": "a year", "月": "a month", "人": "per person", "辆": "per vehicle"}


def _money(number: Decimal, unit: str, per: str) -> str:
    yuan = number * _YUAN.get(unit, Decimal(1))
    rounded = yuan.quantize(Decimal("0.01")) if yuan != yuan.to_integral() else yuan
    said = f"{number_text(plain(rounded) if rounded else Decimal(0))} yuan"
    each = f" {_PER.get(per, f'per {per}')}" if per else ""
    beside = number if unit != "元" else number / 10_000
    if unit == "元" and abs(number) < 10_000:
        return f"{said}{each}"
    digits = 2 if abs(beside) >= 1 else 4
    beside = round(beside, digits) if -int(beside.as_tuple().exponent) > digits or unit == "元" else beside
    shown = number_text(plain(beside) if beside else Decimal(0))
    return f"{said}{each} ({shown}{'万元' if unit == '元' else unit})"


def gloss(quote: str) -> str:
    """Key words of a quoted stretch in English, in order; "" where none is known."""
    words: Mapping[str, str] = table("english_glosses")["words"]
    found: list[str] = []
    at = 0
    longest = max(map(len, words))
    while at < len(quote) and len(found) < MOST_GLOSSED:
        hit = next((quote[at : at + n] for n in range(longest, 0, -1) if quote[at : at + n] in words), None)
        if hit is None:
            at += 1
            continue
        if words[hit] not in found:
            found.append(words[hit])
        at += len(hit)
    return ", ".join(found)


MOST_GLOSSED = 14
"""Words of one quoted stretch that are glossed."""
