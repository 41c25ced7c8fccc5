"""容差: when a printed figure agrees with its recomputation, and how well (ok, rounding, arithmetic_error).

Sums agree within half a printed step for each operand; percentages after 四舍五入, with a tie read either way,
within what the rounding of the operands allows, or cut off instead of rounded. All arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from corpus.money import WIDE, Quantity, UnitClass, round_half_up

Grade = Literal["ok", "rounding", "arithmetic_error"]
_HUNDRED: Final = Decimal(100)
_CENT: Final = Decimal("0.01")
_TIE: Final = Decimal("1e-9")
_UNCERTAIN_UNITS: Final = frozenset({"万元", "百万元", "亿元", "千元"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """判定: the recomputed value, how far the printed one may lie from it, and the grade."""

    expected: Decimal
    tolerance: Decimal
    grade: Grade

    @property
    def holds(self) -> bool:
        """Whether printed and recomputed agree."""
        return self.grade != "arithmetic_error"


def decimals(quantity: Quantity) -> int:
    """小数位数 as printed (62 → 0, 50.50 → 2)."""
    exponent = quantity.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def printed_like(value: Decimal, model: Quantity) -> Decimal:
    """The same value with at least as many decimals as the model prints (31 → 31.00)."""
    exponent = value.as_tuple().exponent
    short = isinstance(exponent, int) and -exponent < decimals(model)
    return value.quantize(Decimal(1).scaleb(-decimals(model)), context=WIDE) if short else value


def sum_step(operands: Sequence[Quantity]) -> Decimal:
    """末位 of a sum's operands in their unit: a cent; a tenth or one where a long column prints no more; whole 元."""
    finest = max((decimals(q) for q in operands if q.value), default=2)
    if operands[0].unit == "元":
        return Decimal(1) if finest == 0 else _CENT
    coarse = finest < 2 and len([q for q in operands if q.value]) >= 5 and operands[0].unit in _UNCERTAIN_UNITS
    return Decimal(1).scaleb(-finest) if coarse else _CENT


def judge_sum(total: Quantity, parts: Sequence[Quantity], unit_total: Decimal) -> Verdict:
    """加总: ``unit_total`` is the parts' sum in the total's unit; each operand may be off by half a step."""
    allowed = sum_step([total, *parts]) / 2 * (len(parts) + 1)
    return Verdict(printed_like(unit_total, total), allowed, _grade(abs(total.value - unit_total), allowed))


def judge_equal(found: Quantity, expected: Quantity) -> Verdict:
    """相等: the same amount printed twice; across units the finer is rounded to the coarser's decimals."""
    if found.unit == expected.unit or found.unit_class is not UnitClass.MONEY:
        return Verdict(
            printed_like(expected.value, found), Decimal(0), _grade(abs(found.value - expected.value), Decimal(0))
        )
    if found.step < expected.step:
        converted = found.to(expected.unit).value
        same = round_half_up(converted, decimals(expected)) == round_half_up(expected.value, decimals(expected))
        return Verdict(expected.to(found.unit).value, expected.step / 2, "ok" if same else "arithmetic_error")
    value = expected.to(found.unit).value
    same = round_half_up(value, decimals(found)) == found.value
    return Verdict(value, found.step / 2, "ok" if same else "arithmetic_error")


def judge_percent(printed: Quantity, part: Quantity, whole: Quantity) -> Verdict | None:
    """百分比: ``printed`` as 100·part/whole. None where the base is zero: nothing can be computed."""
    return judge_percent_values(printed, part.base, whole.base, part.step / 2, whole.step / 2)


def judge_percent_values(
    printed: Quantity, part: Decimal, whole: Decimal, part_error: Decimal, whole_error: Decimal
) -> Verdict | None:
    """百分比 of operands known to ± their errors, in one base unit."""
    if whole == 0:
        return None
    places = decimals(printed)
    half = Decimal(1).scaleb(-places) / 2
    exact = _HUNDRED * part / whole
    expected, value = round_half_up(exact, places), abs(printed.value)
    expected, exact = abs(expected), abs(exact)
    if value == expected or (_is_tie(exact, half) and abs(value - exact) <= half + _TIE):
        return Verdict(expected, half, "ok")
    low, high = _interval(abs(part), abs(whole), part_error, whole_error)
    inside = low - half <= value <= high + half
    cut = abs(value - exact) < 2 * half
    return Verdict(expected, half, "rounding" if inside or cut else "arithmetic_error")


def _is_tie(exact: Decimal, half: Decimal) -> bool:
    return abs(WIDE.remainder(exact / half, Decimal(2)) - 1) * half < _TIE


def _interval(part: Decimal, whole: Decimal, part_error: Decimal, whole_error: Decimal) -> tuple[Decimal, Decimal]:
    low = max(Decimal(0), part - part_error) / (whole + whole_error)
    base = whole - whole_error
    return _HUNDRED * low, _HUNDRED * (part + part_error) / base if base > 0 else Decimal("Infinity")


def _grade(difference: Decimal, allowed: Decimal) -> Grade:
    if difference == 0:
        return "ok"
    return "rounding" if difference <= allowed else "arithmetic_error"
