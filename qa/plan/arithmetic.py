"""计算: sums, differences, shares, growth, means, and the year before, each with its formula and how it was rounded.

Operands are printed figures; results keep the operands' decimals for money and two decimals for per cents. A zero
base has no growth and no share: the function says so by returning None, and the answer by words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.money import Quantity, UnitClass, number_text, plain, round_half_up

PER_CENT_DIGITS = 2
QUOTIENT_DIGITS = 4
"""Decimals of an amount per head and of a multiple: two would be too coarse for small amounts."""


@dataclass(frozen=True, slots=True)
class Computed:
    """计算结果: the quantity, its formula with the printed numbers, and how it was rounded ("" where exact)."""

    quantity: Quantity
    formula: str
    rounding: str = ""


def common_unit(quantities: Sequence[Quantity]) -> str:
    """The money unit in which to compute: the larger where units differ, unless one is asked to lose digits."""
    units = [q.unit for q in quantities]
    return "万元" if len(set(units)) > 1 and quantities[0].unit_class is UnitClass.MONEY else units[0]


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """The quantity in ``unit`` where both are money, else unchanged."""
    if quantity.unit_class is UnitClass.MONEY and quantity.unit != unit:
        converted = quantity.to(unit)
        return Quantity(_at_least(converted.value, 2), unit)
    return quantity


def _at_least(value: Decimal, digits: int) -> Decimal:
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent <= -digits else value.quantize(Decimal(1).scaleb(-digits))


def _trimmed(value: Decimal) -> Decimal:
    """Without zeros behind the second decimal."""
    return _at_least(plain(value), 2)


def _digits(*values: Decimal) -> int:
    exponents = [v.as_tuple().exponent for v in values]
    return max([-e for e in exponents if isinstance(e, int)] + [0])


def total(quantities: Sequence[Quantity]) -> Computed:
    """合计."""
    unit = common_unit(quantities)
    parts = [in_unit(q, unit) for q in quantities]
    value = sum((p.value for p in parts), Decimal(0))
    formula = " + ".join(number_text(p.value) for p in parts) + f" = {number_text(value)}（{unit}）"
    return Computed(Quantity(value, unit), formula)


def difference(this: Quantity, other: Quantity) -> Computed:
    """差额: this − other, signed."""
    unit = common_unit([this, other])
    a, b = in_unit(this, unit), in_unit(other, unit)
    value = a.value - b.value
    return Computed(
        Quantity(value, unit), f"{number_text(a.value)} − {number_text(b.value)} = {number_text(value)}（{unit}）"
    )


def absolute(computed: Computed) -> Quantity:
    """The amount of a result without its sign."""
    return Quantity(abs(computed.quantity.value), computed.quantity.unit)


def ratio(part: Quantity, whole: Quantity) -> Computed | None:
    """占比 or 完成率: part ÷ whole × 100%; None where the whole is zero."""
    if not whole.base:
        return None
    unit = common_unit([part, whole])
    a, b = in_unit(part, unit), in_unit(whole, unit)
    value = round_half_up(part.base / whole.base * 100, PER_CENT_DIGITS)
    formula = f"{number_text(a.value)} ÷ {number_text(b.value)} × 100% = {number_text(value)}%"
    return Computed(Quantity(value, "%"), formula, "四舍五入到两位小数")


def growth(this: Quantity, base: Quantity) -> Computed | None:
    """增减率: (this − base) ÷ base × 100%, signed; None where the base is zero."""
    if not base.base:
        return None
    unit = common_unit([this, base])
    a, b = in_unit(this, unit), in_unit(base, unit)
    value = round_half_up((this.base - base.base) / base.base * 100, PER_CENT_DIGITS)
    formula = (
        f"({number_text(a.value)} − {number_text(b.value)}) ÷ {number_text(b.value)} × 100% = {number_text(value)}%"
    )
    return Computed(Quantity(value, "%"), formula, "四舍五入到两位小数")


def times(this: Quantity, base: Quantity) -> Computed | None:
    """倍数: this ÷ base; None where the base is zero."""
    if not base.base:
        return None
    value = _trimmed(round_half_up(this.base / base.base, QUOTIENT_DIGITS))
    unit = common_unit([this, base])
    a, b = in_unit(this, unit), in_unit(base, unit)
    formula = f"{number_text(a.value)} ÷ {number_text(b.value)} = {number_text(value)}"
    return Computed(Quantity(value, "倍"), formula, "四舍五入到四位小数")


LITTLE = Decimal("0.1")
"""Below so much of 万元 or 亿元, what falls to each is told in 元: 0.0143万元 says little."""


def mean(amount: Quantity, count: Quantity) -> Computed | None:
    """人均: amount ÷ count, in the amount's unit, a little of 万元 in 元; None where nobody is counted."""
    if not count.value:
        return None
    if amount.unit in {"万元", "亿元"} and 0 < abs(amount.value / count.value) < LITTLE:
        amount = amount.to("元")
    value = _trimmed(round_half_up(amount.value / count.value, max(QUOTIENT_DIGITS, _digits(amount.value))))
    formula = (
        f"{number_text(amount.value)} ÷ {number_text(count.value)} = {number_text(value)}（{amount.unit}/{count.unit}）"
    )
    return Computed(Quantity(value, amount.unit), formula, "四舍五入到四位小数")


def year_before(this: Quantity, change: Quantity, direction: int) -> Computed:
    """上年数 from this year's amount and the printed change: this − Δ (Δ signed by ``direction``)."""
    unit = common_unit([this, change])
    a, b = in_unit(this, unit), in_unit(change, unit)
    value = a.value - direction * b.value
    if this.unit != change.unit and b.value:  # no more digits than the coarser of the two is printed with
        value = round_half_up(value, min(_digits(a.value), _digits(b.value)))
    sign = "−" if direction > 0 else "+"
    return Computed(
        Quantity(value, unit),
        f"{number_text(a.value)} {sign} {number_text(b.value)} = {number_text(value)}（{unit}）",
        "按公开的增减额推算",
    )


def consistent_rate(printed: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether a printed per cent fits its operands within rounding (half up, ties either way, operand steps)."""
    if not whole.base:
        return False
    half = Quantity(printed.value, "%").step / 2
    low = (abs(part.base) - part.step / 2) / (abs(whole.base) + whole.step / 2) * 100 - half
    high = (abs(part.base) + part.step / 2) / max(abs(whole.base) - whole.step / 2, Decimal(1)) * 100 + half
    return low <= abs(printed.value) <= high


def tidy(quantity: Quantity) -> str:
    """A quantity for people: separators, no zeros of conversion's making."""
    value = quantity.value if quantity.printed else plain(quantity.value) if quantity.value else quantity.value
    return f"{number_text(value)}{quantity.unit}"
