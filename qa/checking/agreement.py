"""相符: whether a stated amount agrees with a printed one, after unit conversion, rounding and words of degree.

约, 近, 超过, 逾, 不到, 多 are judged as what they say; fewer digits are a rounding, and so is a per cent cut off
instead of rounded (截尾). Money compares in 元, counts by their measure words, of which some stand for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final, Literal

from corpus.money import Quantity, UnitClass

Manner = Literal["exact", "about", "roughly", "nearly", "over", "at_least", "under", "at_most", "some_over"]
"""说法: exact 恰为; about 约; roughly 三分之二, 翻番 (a word for a figure); nearly 近 (a little less); over 超过, 逾; at_least 以上;
under 不到; at_most 不超过; some_over 多, 余 (between the round number and the next)."""
How = Literal["equal", "converted", "rounded", "bounded"]
"""How a stated amount agrees: as printed, in another unit, rounded, or as its words of degree say."""

ABOUT_SHARE: Final = Decimal("0.05")
"""How far from the printed amount 约 may be, at most."""
BORDERLINE_SHARE: Final = Decimal("0.2")
"""How far off a word such as 近 may be before it is called wrong."""
NEARLY_SHARE: Final = Decimal("0.9")
"""近一百 is ninety or more."""
ROUNDED_SHARE: Final = Decimal("0.05")
"""A rounding that moves an amount by more than this has lost it (0.03 is not 0)."""
ROUNDED_RATE: Final = Decimal("0.2")
"""The same of a per cent with a decimal (0.32% is 0.3%)."""
_ALIKE: Final = (
    frozenset({"人", "名", "个", "位"}),
    frozenset({"家", "个", "户"}),
    frozenset({"家", "家次"}),
    frozenset({"项", "个"}),
    frozenset({"台", "台(套)", "套", "个"}),
    frozenset({"次", "场", "期"}),
    frozenset({"件", "起", "个", "笔"}),
    frozenset({"辆", "台"}),
    frozenset({"条", "个", "项"}),
    frozenset({"人", "人次"}),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """所述: an amount as a text states it, with its words of degree."""

    quantity: Quantity
    manner: Manner = "exact"


def comparable(stated: Quantity, found: Quantity) -> bool:
    """可比: whether the two are in one class of unit, counts in measure words that stand for each other."""
    a, b = stated.unit_class, found.unit_class
    if a is UnitClass.COUNT and b is UnitClass.COUNT:
        return counters_fit(stated.unit, found.unit)
    rates = {UnitClass.RATE, UnitClass.POINTS}
    if "/" in found.unit and "/" not in stated.unit and a is UnitClass.MONEY:
        return True
    return a is b or {a, b} <= rates


def counters_fit(stated: str, found: str) -> bool:
    """Whether a measure word may stand for another (名 for 人, 个 for 家)."""
    one, other = stated.split("/", maxsplit=1)[0], found.split("/", maxsplit=1)[0]
    return one == other or any({one, other} <= group for group in _ALIKE)


def agrees(stated: Stated, found: Quantity) -> How | None:
    """相符 of a stated amount with a printed or computed one; None where they differ or cannot be compared."""
    if not comparable(stated.quantity, found):
        return None
    said, true = abs(stated.quantity.base), abs(found.base)
    if stated.manner == "exact":
        return _exactly(stated.quantity, found, said, true)
    if stated.manner in {"about", "roughly", "nearly"} and said == true:
        return "equal"
    return "bounded" if _within(stated, said, true) else None


def is_borderline(stated: Stated, found: Quantity) -> bool:
    """两可: whether words that are no more exact than their reader (约, 近, 三分之一) are missed by so little that nobody is wrong."""
    if stated.manner not in {"about", "roughly", "nearly"} or not comparable(stated.quantity, found):
        return False
    said, true = abs(stated.quantity.base), abs(found.base)
    return abs(said - true) <= said * BORDERLINE_SHARE


def _exactly(stated: Quantity, found: Quantity, said: Decimal, true: Decimal) -> How | None:
    if said == true:
        return "equal" if stated.unit == found.unit else "converted"
    if stated.step <= found.step and "/" not in found.unit:
        return None
    rate = stated.unit_class in {UnitClass.RATE, UnitClass.POINTS} and stated.step < 1
    lost = abs(said - true) > true * (ROUNDED_RATE if rate else ROUNDED_SHARE)
    if lost or not said:
        return None
    rounded = true.quantize(stated.step, ROUND_HALF_UP) if stated.step < 1 else _to_step(true, stated.step)
    cut = (true / stated.step).to_integral_value(ROUND_DOWN) * stated.step
    if rounded == said:
        return "rounded"
    return "rounded" if cut == said and stated.unit_class is not UnitClass.MONEY and stated.step < 1 else None


def _to_step(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_HALF_UP) * step


def _within(stated: Stated, said: Decimal, true: Decimal) -> bool:
    match stated.manner:
        case "about":
            loose = max(stated.quantity.step / 2, min(_place(said, stated.quantity) / 2, said * ABOUT_SHARE))
            return abs(said - true) <= loose
        case "roughly":
            return abs(said - true) <= said * ABOUT_SHARE
        case "nearly":
            return said * NEARLY_SHARE <= true <= said
        case "over":
            return true > said
        case "at_least":
            return true >= said
        case "under":
            return true < said
        case "at_most":
            return true <= said
        case _:
            return said <= true < said + _place(said, stated.quantity)


def _place(base: Decimal, quantity: Quantity) -> Decimal:
    """末位: the place of the last digit that is not zero (200 → 100, 1.5 → 0.1), in the base unit."""
    value = abs(quantity.value).normalize()
    exponent = value.as_tuple().exponent
    scale = base / abs(quantity.value) if quantity.value else Decimal(1)
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * scale
