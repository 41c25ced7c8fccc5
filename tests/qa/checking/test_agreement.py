"""Whether a stated amount agrees with a printed one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import Quantity
from qa.checking.agreement import Stated, agrees, comparable


def said(number: str, unit: str = "万元", manner: str = "exact") -> Stated:
    return Stated(Quantity(Decimal(number), unit), manner)  # type: ignore[arg-type]


def printed(number: str, unit: str = "万元") -> Quantity:
    return Quantity(Decimal(number), unit, number)


@pytest.mark.parametrize(
    ("stated", "found", "how"),
    [
        (said("50.5"), printed("50.50"), "equal"),
        (said("672"), printed("6720000", "元"), "converted"),
        (said("57.9", "%"), printed("57.88", "%"), "rounded"),
        (said("22.2", "%"), printed("22.28", "%"), "rounded"),
        (said("0.69", "亿元"), printed("6931.33"), "rounded"),
        (said("400", manner="nearly"), printed("397.05"), "bounded"),
        (said("397", manner="about"), printed("397.05"), "bounded"),
        (said("60", "%", "nearly"), printed("57.88", "%"), "bounded"),
        (said("200", "家", "some_over"), printed("268", "家"), "bounded"),
        (said("5", "人"), printed("5", "名"), "equal"),
    ],
)
def test_they_agree(stated, found, how):
    assert agrees(stated, found) in {how, "converted" if how == "equal" else how}


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        (said("0.3"), printed("0.03")),
        (said("0"), printed("0.03")),
        (said("5"), printed("6.00")),
        (said("57.87", "%"), printed("57.88", "%")),
        (said("40.35", "元"), printed("40.35")),
        (said("400", manner="over"), printed("397.05")),
        (said("400", manner="nearly"), printed("300")),
        (said("200", "家", "some_over"), printed("300", "家")),
        (said("5", "人"), printed("5", "辆")),
        (said("5"), printed("5", "%")),
    ],
)
def test_they_do_not_agree(stated, found):
    assert agrees(stated, found) is None


amounts = st.decimals(min_value="0.01", max_value="99999999", places=2)


@given(amounts)
def test_an_amount_agrees_with_itself_in_any_money_unit(value):
    found = Quantity(value, "万元")
    for unit in ("元", "万元", "亿元"):
        assert agrees(Stated(found.to(unit)), found) is not None


@given(amounts, amounts)
def test_two_amounts_of_the_same_digits_agree_only_where_they_are_equal(one, other):
    agreed = agrees(Stated(Quantity(one, "万元")), Quantity(other, "万元")) is not None
    assert agreed == (one == other)


@given(amounts, amounts)
def test_over_and_not_over_exclude_each_other(one, other):
    found = Quantity(other, "万元")
    over = agrees(Stated(Quantity(one, "万元"), "over"), found)
    at_most = agrees(Stated(Quantity(one, "万元"), "at_most"), found)
    assert (over is None) != (at_most is None)


def test_counts_of_different_things_are_not_comparable():
    assert not comparable(printed("3", "人"), printed("3", "家"))
