"""金额、比率、数量: amounts exactly as printed, never a float.

A :class:`Quantity` is one printed amount: its value as a Decimal in the printed unit, the printed
unit and the printed text. Money compares in 元 whatever unit it was printed in; a rate is a number
of per cent; a count carries its measure word (人, 辆, 家…). BLANK is an empty cell: not zero.
Source of the grammar: 数字用法 of the genre (thousands separators, full-width digits, bounds, ranges); the unit
words are data (corpus/units.toml). A number without a unit is no amount in running text: years, codes, phone
numbers and list marks carry none.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

WIDE: Final = Context(prec=5000)
"""For rounding: a share of sums may have more digits than Python's decimals have by themselves (28)."""
_LONGEST: Final = 32
"""Characters of a printed number; what is longer is the rubble of a broken file."""
YUAN_PER: Final[dict[str, Decimal]] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "万亿元": Decimal(1_000_000_000_000),
}
"""元 in one of each money unit. 万 and 亿 without 元 are read as 万元 and 亿元 where money is meant."""

ALIASES: Final[dict[str, str]] = {
    "万": "万元",
    "亿": "亿元",
    "万亿": "万亿元",
    "％": "%",
    "个百分点": "百分点",
    "个点": "百分点",
    "块": "元",
    "块钱": "元",
    "万块": "万元",
    "万块钱": "万元",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "平米": "平方米",
    "个人": "人",
    "台/套": "台(套)",
    "台套": "台(套)",
    "套(台)": "台(套)",
}
"""Other spellings of a unit, each to the one that is kept."""


UNITS_KEPT: Final = 4096
"""Units whose class and scale are remembered: those of the forms are some hundred, and anybody may print others."""


class UnitClass(Enum):
    """单位类别: what may be compared and added."""

    MONEY = "money"
    RATE = "rate"
    POINTS = "points"
    COUNT = "count"


class Bound(Enum):
    """界限: how a printed amount bounds the true one."""

    EXACT = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    ABOUT = "~"


class Blank(Enum):
    """空白: a cell printed empty, or a dash. It is no zero."""

    BLANK = "blank"


BLANK: Final = Blank.BLANK


@lru_cache(maxsize=UNITS_KEPT)
def unit_class(unit: str) -> UnitClass:
    """单位类别 of a printed unit; a rate such as 万元/年 belongs to its numerator's class."""
    head = ALIASES.get(unit, unit).split("/")[0]
    head = ALIASES.get(head, head)
    if head in YUAN_PER:
        return UnitClass.MONEY
    if head == "%":
        return UnitClass.RATE
    if head == "百分点":
        return UnitClass.POINTS
    return UnitClass.COUNT


@dataclass(frozen=True, slots=True)
class Quantity:
    """数量: one printed amount. ``value`` is in ``unit``; ``printed`` is the text as it stands in the source."""

    value: Decimal
    unit: str
    printed: str = ""
    bound: Bound = Bound.EXACT

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError(f"a Quantity holds a Decimal, not {type(self.value).__name__}: {self.value!r}")

    @property
    def unit_class(self) -> UnitClass:
        """单位类别."""
        return unit_class(self.unit)

    @property
    def base(self) -> Decimal:
        """The value in the base of its class: 元 for money, per cent for rates, the count itself."""
        return self.value * _scale(self.unit)

    @property
    def step(self) -> Decimal:
        """末位: the smallest printed step, in the base unit (0.01 万元 = 100 元)."""
        exponent = self.value.as_tuple().exponent
        digits = exponent if isinstance(exponent, int) else 0
        return Decimal(1).scaleb(min(digits, 0)) * _scale(self.unit)

    def to(self, unit: str) -> Quantity:
        """换算: the same money in another money unit, exact. Raises ValueError across classes."""
        target = ALIASES.get(unit, unit)
        if self.unit_class is not UnitClass.MONEY or target not in YUAN_PER:
            raise ValueError(f"cannot convert {self.unit} to {unit}: only money units convert")
        return Quantity(plain(self.base / YUAN_PER[target]), target)

    def __str__(self) -> str:
        return f"{number_text(self.value)}{self.unit}"


@lru_cache(maxsize=UNITS_KEPT)
def _scale(unit: str) -> Decimal:
    """How many of the base one unit is: 万元 → 10,000 (元), 万人次 → 10,000 (人次), 家 → 1."""
    head = ALIASES.get(unit, unit).split("/")[0]
    head = ALIASES.get(head, head)
    if head in YUAN_PER:
        return YUAN_PER[head]
    return YUAN_PER[f"{head[0]}元"] if head[:1] in {"万", "亿"} and len(head) > 1 else Decimal(1)


def plain(value: Decimal) -> Decimal:
    """A Decimal without exponent and without trailing zeros of its own making (1E+3 → 1000)."""
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1), context=WIDE) if isinstance(exponent, int) and exponent > 0 else normal


def number_text(value: Decimal) -> str:
    """A number for people: thousands separated, the printed decimals kept (1467.21 → 1,467.21)."""
    return f"{value:,f}"


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """四舍五入 to ``digits`` decimals."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=WIDE)


def _half_width() -> dict[int, str]:
    """Characters whose NFKC form is one character. Numerals in rings (①) are list marks and stay."""
    table: dict[int, str] = {}
    for code in (*range(0x00A0, 0x0100), *range(0x2000, 0x2070), *range(0x2E80, 0x3100), *range(0xF900, 0x10000)):
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        if len(folded) == 1 and folded != char and unicodedata.category(char) != "No":
            table[code] = folded
    return table


_HALF_WIDTH: Final = _half_width()


def fold(text: str) -> str:
    """全角转半角, character for character, so that offsets stay."""
    return text.translate(_HALF_WIDTH)


_NUMBER = re.compile(r"[-+－—−△]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?")
_MINUS = str.maketrans({"—": "-", "−": "-", "－": "-", "△": "-", ",": None, "，": None})


def parse_number(text: str) -> Decimal | None:
    """A printed number (``1,467.21``, ``－204.61``, ``５０．５``) as a Decimal; None where it is not one."""
    folded = fold(text).strip().replace(" ", "")
    if not _NUMBER.fullmatch(folded) or len(folded) > _LONGEST:
        return None
    try:
        return Decimal(folded.translate(_MINUS))
    except InvalidOperation:
        return None


_DATA: Final[dict[str, Any]] = tomllib.loads((resources.files("corpus") / "units.toml").read_text("utf-8"))
_BEFORE: Final = tuple((w, Bound(b)) for w, b in sorted(_DATA["before"].items(), key=lambda item: -len(item[0])))
_AFTER_WORDS: Final = {w: Bound(b) for w, b in _DATA["after"].items()}
_NOT_NEAR: Final = "最附邻远靠"  # 最近3家 is no approximation
_SYMBOLS: Final = "≥≧≤≦><="


def counter(text: str) -> str:
    """量词 that words are, whole and as it is kept (台（套） → 台(套)); "" where they are none."""
    return ALIASES.get(word, word) if (word := fold(text).replace(" ", "")) in _DATA["measures"] else ""


class Found(NamedTuple):
    """一处数量: unpacks as (quantity, start, end); offsets span sign, number and unit as printed."""

    quantity: Quantity
    start: int
    end: int


def _spaced(word: str) -> str:
    return r"\s{0,4}".join(re.escape(c) for c in word)


def _units() -> str:
    """One pattern of all units, longest first; a count's measure word refuses its false continuations."""
    measures: dict[str, str] = _DATA["measures"]
    counts = "|".join(
        _spaced(word) + (rf"(?!\s{{0,4}}[{measures[word]}])" if measures[word] else "")
        for word in sorted(measures, key=len, reverse=True)
    )
    money = "|".join(_spaced(w) for w in sorted(_DATA["money"], key=len, reverse=True) if w != "万")
    rates = "|".join(_spaced(w) for w in sorted(_DATA["rate"], key=len, reverse=True))
    per = "|".join(_spaced(w) for w in sorted(_DATA["per"], key=len, reverse=True))
    large = rf"[万亿千百]\s{{0,4}}[余多]?\s{{0,4}}(?:{counts})"
    loose = r"[万亿]\s{0,4}[余多]\s{0,4}元"
    return (
        rf"(?P<unit>(?:{rates}|{loose}|{large}|(?:{money})(?![月旦器素宵])|{counts}|万(?![科能众分]))"
        rf"(?:\s{{0,2}}/\s{{0,2}}(?:{per})|每(?:{per}))?)"
    )


_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
UNITS: Final = _units()
"""A pattern of one printed unit, as group ``unit``."""
_AMOUNT = re.compile(
    rf"(?<![\dA-Za-z./])(?:(?P<low>{_DIGITS})\s{{0,2}}(?P<lowunit>%|万?亿元|万元|元)?\s{{0,2}}[-~—–至到]{{1,2}}\s{{0,2}})?"
    rf"(?P<number>[-+−△]?{_DIGITS}|\((?P<bracketed>{_DIGITS})\))(?![\d])\s{{0,4}}(?P<tail>[余多来几])?\s{{0,4}}{UNITS}"
    rf"|百分之(?P<cent>{_DIGITS})(?!\d)"
)
_AFTER = re.compile(r"\s{0,4}(?:\(含\)|\(含[^()]{1,6}\)|含)?\s{0,4}(及?以上|及?以下|[以之]内|左右|上下)")
_WINDOW = 8


_SIGNS: Final = str.maketrans({",": None, "−": "-", "△": "-", "+": None, "(": None, ")": None})
"""△ before a figure is the accountant's minus."""
_FALLS: Final = re.compile(r"(?:减少|下降|降低|减|少|降)(?:了|额?为)?$")
_FROM: Final = ("由", "从", "自")


def _number(text: str) -> Decimal:
    return Decimal(text.translate(_SIGNS))


def _bound_before(text: str, start: int) -> tuple[Bound, int]:
    """界限 printed before an amount, and where the amount's own print starts (a sign such as ≥ belongs to it)."""
    window = text[max(0, start - _WINDOW) : start].rstrip()
    for word, bound in _BEFORE:
        if not window.endswith(word):
            continue
        at = max(0, start - _WINDOW) + len(window) - len(word)
        if word == "近" and at and text[at - 1] in _NOT_NEAR:
            continue
        return bound, at if word[0] in _SYMBOLS else start
    return Bound.EXACT, start


def unit_of(printed: str) -> tuple[str, bool]:
    """The canonical unit of a printed one, and whether it was 万余元 (more than)."""
    unit = re.sub(r"\s", "", printed)
    loose = re.sub(r"(?<=[万亿千百])[余多]", "", unit)
    if loose in ALIASES:
        return ALIASES[loose], loose != unit
    head, slash, per = loose.partition("/")
    if not slash and "每" in loose:
        head, slash, per = loose.partition("每")
    head = ALIASES.get(head, head)
    return f"{head}/{per}" if slash else head, loose != unit


def _is_ordinal(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    return before.endswith(("第", "〔", "["))


def _read(match: re.Match[str], folded: str, text: str) -> list[Found]:
    if match["cent"] is not None:
        quantity = Quantity(_number(match["cent"]), "%", text[match.start() : match.end()])
        return [Found(quantity, match.start(), match.end())]
    unit, loose = unit_of(match["unit"])
    start = match.start("number")
    number = match["number"]
    code_like = unit == "项" and len(number) >= 5  # 2010350项: a subject code, not a count
    if code_like or _is_ordinal(folded, match.start()):
        return []
    if match["low"] is not None:
        said = match["lowunit"]
        if (said and ALIASES.get(said, said) != unit) or folded[: match.start("low")].endswith(_FROM):
            return _two(match, unit, text)
        return _range(match, unit, text)
    if match["bracketed"] is not None:
        if unit_class(unit) is not UnitClass.MONEY:
            return []
        # (78.90)万元 is the accountant's minus, unless the words before it say already that it falls.
        value = _number(number) * (1 if _FALLS.search(folded[:start]) else -1)
        return [Found(Quantity(value, unit, text[start : match.end()]), start, match.end())]
    if number[0] in "-+−" and folded[max(0, start - 1) : start].strip().isascii() and folded[start - 1].isalnum():
        start += 1  # A-3人, 5%-3人: a dash after a letter or digit is no sign
        number = number[1:]
    bound, start = _bound_before(folded, start)
    after = _AFTER.match(folded, match.end())
    if after:
        bound = _AFTER_WORDS[after[1]]
    elif (match["tail"] or loose) and bound is Bound.EXACT:
        bound = Bound.MORE
    return [Found(Quantity(_number(number), unit, text[start : match.end()], bound), start, match.end())]


def _two(match: re.Match[str], unit: str, text: str) -> list[Found]:
    """Two amounts that are no range: 由45万元到50万元, 3000元至1万元."""
    said = match["lowunit"]
    first_end = match.end("lowunit") if said else match.end("low")
    first = Quantity(
        _number(match["low"]), ALIASES.get(said or unit, said or unit), text[match.start("low") : first_end]
    )
    start = match.start("number")
    second = Quantity(_number(match["number"]), unit, text[start : match.end()])
    return [Found(first, match.start("low"), first_end), Found(second, start, match.end())]


def _range(match: re.Match[str], unit: str, text: str) -> list[Found]:
    """区间 97%-100%: its two ends, a lower and an upper bound; what is printed of each is the whole range."""
    first_end = match.end("lowunit") if match["lowunit"] not in (None, "%") else match.end("low")
    ends = ((match["low"], match.start("low"), first_end), (match["number"], match.start("number"), match.end()))
    low, high = (
        Found(Quantity(_number(number), unit, text[match.start("low") : match.end()], bound), start, end)
        for (number, start, end), bound in zip(ends, (Bound.AT_LEAST, Bound.AT_MOST), strict=True)
    )
    if low.quantity.value < high.quantity.value:
        return [low, high]
    return [Found(Quantity(high.quantity.value, unit, text[high.start : high.end]), high.start, high.end)]


def find_quantities(text: str) -> list[Found]:
    """数量识别: every amount with a unit in running text, left to right, without overlap.

    A range gives two. Bounds in words (不少于, 左右) set ``bound`` but stay outside the span; signs (≥) are inside.
    """
    folded = fold(text)
    found: list[Found] = []
    for match in _AMOUNT.finditer(folded):
        found += _read(match, folded, text)
    return found


_BARE = re.compile(rf"([-+−]?{_DIGITS})")


def parse_quantity(text: str, unit: str = "") -> Quantity | None:
    """解析: one printed amount, such as a cell (``≥90%``, ``1,467.21``, ``200多家``); ``unit`` where none is printed.

    None where the text is anything else than one amount, with at most a bound around it.
    """
    printed = text.strip()
    folded = fold(printed)
    core, bound = folded, Bound.EXACT
    for word, meant in _BEFORE:
        if core.startswith(word):
            core, bound = core[len(word) :].strip(), meant
            break
    match = _BARE.fullmatch(re.sub(r"\s", "", core))
    if match:
        return Quantity(_number(match[1]), ALIASES.get(unit, unit), printed, bound)
    found = find_quantities(printed)
    if len(found) != 1:
        return None
    rest = folded[: found[0].start] + folded[found[0].end :]
    words = {*_AFTER_WORDS, *(word for word, _ in _BEFORE), "", "(含)以上", "(含)以下", "含以上", "(含)"}
    if re.sub(r"\s", "", rest) not in words:
        return None
    return Quantity(found[0].quantity.value, found[0].quantity.unit, printed, found[0].quantity.bound)
