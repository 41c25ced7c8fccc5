"""A printed figure agrees with its recomputation after rounding, at a tie, within its operands, or cut off."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import Quantity, round_half_up
from ingest.checks.tolerance import judge_equal, judge_percent, judge_sum


def money(value: str, unit: str = "万元") -> Quantity:
    return Quantity(Decimal(value), unit, value)


def rate(value: str) -> Quantity:
    return Quantity(Decimal(value), "%", value)


@pytest.mark.parametrize(
    ("printed", "part", "whole", "grade"),
    [
        ("80.4", "176.06", "218.98", "ok"),
        ("99.4", "19.89", "20", "ok"),  # 99.45 exactly: a tie may be read either way
        ("99.5", "19.89", "20", "ok"),
        ("100", "5.00", "5", "ok"),
        ("6.1", "0.03", "0.45", "rounding"),  # a small base: the operands' own rounding allows it
        ("94.4", "115.36", "121.9", "arithmetic_error"),
        ("98.99", "110.16", "120", "arithmetic_error"),
        ("33.33", "2.00", "6.01", "rounding"),
    ],
)
def test_percentages(printed: str, part: str, whole: str, grade: str) -> None:
    verdict = judge_percent(rate(printed), money(part), money(whole))
    assert verdict is not None
    assert verdict.grade == grade


def test_a_percentage_of_nothing_cannot_be_judged() -> None:
    assert judge_percent(rate("0"), money("0"), money("0")) is None


def test_sums_may_be_off_by_half_a_step_for_each_operand() -> None:
    parts = [money("0.33"), money("0.33"), money("0.33")]
    assert judge_sum(money("1.00"), parts, Decimal("0.99")).grade == "rounding"
    assert judge_sum(money("1.02"), parts, Decimal("0.99")).grade == "arithmetic_error"


def test_the_same_amount_in_two_units_compares_after_rounding() -> None:
    assert judge_equal(money("12.35"), money("123456.78", "元")).holds
    assert not judge_equal(money("12.36"), money("123456.78", "元")).holds


amounts = st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-2))


@given(amounts, amounts, st.integers(0, 2))
def test_a_percentage_rounded_half_up_is_always_right(part: Decimal, whole: Decimal, places: int) -> None:
    printed = Quantity(round_half_up(100 * part / whole, places), "%")
    verdict = judge_percent(printed, Quantity(part, "万元"), Quantity(whole, "万元"))
    assert verdict is not None
    assert verdict.grade == "ok"


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=12))
def test_amounts_rounded_to_the_cent_still_add_up(thousandths: list[int]) -> None:
    exact = [Decimal(n).scaleb(-3) for n in thousandths]
    parts = [Quantity(round_half_up(a, 2), "万元") for a in exact]
    total = Quantity(round_half_up(sum(exact, Decimal(0)), 2), "万元")
    assert judge_sum(total, parts, sum((p.value for p in parts), Decimal(0))).holds
