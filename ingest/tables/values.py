"""数值: what one cell prints: an amount in the table's unit, a measure with its own unit, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.money import (
    ALIASES,
    BLANK,
    Blank,
    Bound,
    Quantity,
    UnitClass,
    counter,
    fold,
    parse_number,
    unit_class,
)
from ingest.tables.catalogue import squeeze

_NUMBER = r"[-+－]?(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:[.．]\d+)?"
_LONGEST: Final = 60
"""No measure is printed in more characters."""
_DASH = re.compile(r"[-—–－/／\\]+|无|不适用")
_BEFORE: Final[dict[str, Bound]] = {
    **dict.fromkeys(("≥", "≧", ">=", "不少于", "不低于", "大于等于", "大于或等于", "至少"), Bound.AT_LEAST),
    **dict.fromkeys(("≤", "≦", "<=", "不超过", "不高于", "不多于", "小于等于", "小于或等于", "控制在"), Bound.AT_MOST),
    **dict.fromkeys((">", "大于", "超过"), Bound.MORE),
    **dict.fromkeys(("<", "小于", "低于"), Bound.LESS),
    **dict.fromkeys(("约", "近"), Bound.ABOUT),
    **dict.fromkeys(("=", "达到", "达"), Bound.EXACT),
}
_AFTER: Final[dict[str, Bound]] = {
    **dict.fromkeys(("及以上", "以上"), Bound.AT_LEAST),
    **dict.fromkeys(("及以下", "以下", "以内", "之内"), Bound.AT_MOST),
    "左右": Bound.ABOUT,
}
_UNIT = (
    r"%|‰|个?百分点|(?:百万|千万|万|亿|千|百)?元(?:/[一-龥]{1,4})?|万(?![一-龥])|亿(?![一-龥])|㎡|"
    r"个工作日|平方米|平方公里|[一-龥]{1,3}(?:\([一-龥]{1,3}\))?(?:/[一-龥]{1,3})?"
)
_MEASURE = re.compile(
    rf"(?P<before>{'|'.join(sorted(map(re.escape, _BEFORE), key=len, reverse=True))})?"
    rf"(?P<number>{_NUMBER})(?P<more>[余多](?!年))?(?P<unit>{_UNIT})??"
    rf"(?P<after>{'|'.join(sorted(_AFTER, key=len, reverse=True))})?"
)
_RANGE = re.compile(rf"(?P<low>{_NUMBER})(?P<unit1>{_UNIT})?(?:-|~|～|—|至)(?P<high>{_NUMBER})(?P<unit2>{_UNIT})")
_ACCOUNTING = re.compile(
    r"^(?:\((?P<in>(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|\d{1,3}(?:,\d{3})+)\)|[△▲](?P<delta>[\d,]+(?:\.\d+)?))$"
)
_BRACKETED = re.compile(r"(?<=\d)\(([^()\d]{1,6})\)$")
"""A unit in brackets behind its number: ≥13459.00(平方米)."""
_NO_MEASURE = re.compile(r"[年月日号时点]")
_HEAD_UNIT = re.compile(
    r"[(（]\s*(?:单位[:：])?\s*((?:百万|万|亿|千)?元|%|人|人次|辆|次|批次|个|台|套|台/套|分|平方米|㎡|家|户)\s*[)）]"
)
_UNIT_LINE = re.compile(r"单\s*位\s*[:：]?\s*(?:人民币)?\s*((?:百\s*万|万|亿|千)?\s*元)")
_COUNT_LINE = re.compile(r"(?:^|[\s(\d表])(?:计量)?单\s*位\s*[:：]\s*([^\s\d:：]{1,4})\s*\)?$")
_RATE_HEAD = re.compile(r"(率|占比|比重|百分比|%)$")
_COUNT_HEAD = re.compile(r"(?:(?P<of>人次|批次|人|户|件|次|个|台|辆)数|数量|面积)$")
_MONEY_HEAD = re.compile(r"金额|资金|经费|收入|支出|拨款|预算|决算|原值|净值|价值|单价|总价")
_ACCOUNT_LEVELS = frozenset("类款项目节")
"""What stands in brackets behind an account to say its level, and counts nothing: 其他支出（项）."""
_COUNTED_LABEL = re.compile(r"[(（]([^()（）]{1,4}(?:[(（][^()（）]{1,2}[)）])?)[)）]$")
_SCORE_HEAD = re.compile(r"(得分|分值|总分|评分|权重)")


@dataclass(frozen=True, slots=True)
class Found:
    """所见数: a quantity and where in the cell's own text it stands."""

    quantity: Quantity
    start: int
    end: int


def unit_of_line(text: str) -> str | None:
    """单位 of a line such as ``资金单位：万元`` or ``单位：人``; None where it states none."""
    folded = fold(text)
    match = _UNIT_LINE.search(folded)
    if match is None:
        counted = _COUNT_LINE.search(folded)
        return (counter(counted[1]) or None) if counted else None
    return re.sub(r"\s", "", match.group(1))


def unit_of_head(head: str, money: str) -> str:
    """单位 that a column head binds: in brackets, or by nature (率 → %, 得分 → 分, 人数 → 人); else ``money``.

    A head over several columns tells what is counted below it: 编制人数/行政 are people. "" is a count of a unit that the
    head does not tell.
    """
    stated = _HEAD_UNIT.findall(fold(head))
    if stated:
        return ALIASES.get(stated[-1], str(stated[-1]))
    parts = re.sub(r"\([^()]*\)", "", squeeze(head)).split("/")
    if _SCORE_HEAD.search(parts[-1]):
        return "分"
    if _RATE_HEAD.search(parts[-1]):
        return "%"
    for part in reversed(parts):
        if found := _COUNT_HEAD.search(part):
            return money if unit_class(money) is UnitClass.COUNT and money else found["of"] or ""
        if _MONEY_HEAD.search(part):
            break
    return money


def unit_of_label(label: str) -> str:
    """单位 of a count in brackets at the end of a row's label (公务用车保有量（辆） → 辆); "" where none is."""
    found = _COUNTED_LABEL.search(fold(label).strip())
    return counter(found[1]) if found and found[1] not in _ACCOUNT_LEVELS else ""


def amount(text: str, unit: str) -> Quantity | Blank | None:
    """金额 of a cell of figures: BLANK where empty or a dash, None where it holds words."""
    folded = fold(text).strip()
    if not folded or _DASH.fullmatch(folded):
        return BLANK
    value = parse_number(_signed(folded))
    if value is not None:
        return Quantity(value, unit, text)
    found = measures(text)
    return found[0].quantity if len(found) == 1 else None


def is_number(text: str) -> bool:
    """Whether a cell holds a bare number or a number of per cent."""
    folded = _signed(fold(text).strip())
    return parse_number(folded.removesuffix("%")) is not None


def _signed(folded: str) -> str:
    """A negative as accountants print it, (1,234.50) or △12.30, with its minus; (1) is an ordinal."""
    return _ACCOUNTING.sub(lambda m: f"-{m['in'] or m['delta']}", folded)


def measures(text: str, unit: str = "") -> tuple[Found, ...]:
    """指标值: the measure a whole cell prints (``≥90%``, ``14.77 万元/人``), both ends of a range; else ().

    A bare number takes ``unit``. Dates and periods are no measures.
    """
    if len(text) > _LONGEST:
        return ()
    folded = _signed(_BRACKETED.sub(r"\1", re.sub(r"\s", "", fold(text))))
    spread = _RANGE.fullmatch(folded)
    if spread:
        return _ends(spread, text)
    match = _MEASURE.fullmatch(folded)
    if match is None:
        return ()
    printed = match["unit"] or ""
    if _NO_MEASURE.match(printed) and not printed.startswith("点"):
        return ()
    bound = _BEFORE.get(match["before"] or "", Bound.EXACT)
    if match["after"]:
        bound = _AFTER[match["after"]]
    if match["more"]:
        bound = Bound.ABOUT
    value = parse_number(match["number"])
    if value is None:
        return ()
    return (Found(Quantity(value, ALIASES.get(printed, printed) or unit, text, bound), 0, len(text)),)


def _ends(match: re.Match[str], text: str) -> tuple[Found, ...]:
    low, high = parse_number(match["low"]), parse_number(match["high"])
    unit = match["unit2"]
    if low is None or high is None or _NO_MEASURE.match(unit):
        return ()
    unit = ALIASES.get(unit, unit)
    return (
        Found(Quantity(low, unit, text, Bound.AT_LEAST), 0, len(text)),
        Found(Quantity(high, unit, text, Bound.AT_MOST), 0, len(text)),
    )
