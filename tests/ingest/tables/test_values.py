"""What one cell prints: amounts, measures with bounds and units, ranges, words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import BLANK, Bound, Quantity
from ingest.tables.values import amount, measures, unit_of_head, unit_of_line


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("2家", "2", "家", Bound.EXACT),
        ("≥90%", "90", "%", Bound.AT_LEAST),
        ("≧5000次/月", "5000", "次/月", Bound.AT_LEAST),
        ("6 人", "6", "人", Bound.EXACT),
        ("14.77 万元/ 人", "14.77", "万元/人", Bound.EXACT),
        ("小于或等于89.6万元", "89.6", "万元", Bound.AT_MOST),
        ("不少于12次", "12", "次", Bound.AT_LEAST),
        ("98%以上", "98", "%", Bound.AT_LEAST),
        ("200余家", "200", "家", Bound.ABOUT),
        ("30万", "30", "万元", Bound.EXACT),
        ("3 台（套）", "3", "台(套)", Bound.EXACT),
        ("12", "12", "", Bound.EXACT),
    ],
)
def test_a_measure_keeps_its_bound_and_unit(text: str, value: str, unit: str, bound: Bound) -> None:
    (found,) = measures(text)
    assert (found.quantity.value, found.quantity.unit, found.quantity.bound) == (Decimal(value), unit, bound)


def test_a_range_is_its_two_ends() -> None:
    low, high = measures("97%-100%")
    assert (str(low.quantity), low.quantity.bound) == ("97%", Bound.AT_LEAST)
    assert (str(high.quantity), high.quantity.bound) == ("100%", Bound.AT_MOST)


@pytest.mark.parametrize("text", ["根据实际情况", "12月底", "2022年", "2022-2023年", "及时", "走访3家企业并反馈", ""])
def test_words_and_dates_are_no_measure(text: str) -> None:
    assert measures(text) == ()


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无"])
def test_an_empty_cell_or_a_dash_is_blank_not_zero(text: str) -> None:
    assert amount(text, "万元") is BLANK


def test_zero_is_a_figure() -> None:
    assert amount("0.00", "万元") == Quantity(Decimal("0.00"), "万元", "0.00")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_thousands_separators_do_not_change_an_amount(value: Decimal) -> None:
    plain, grouped = amount(f"{value:f}", "元"), amount(f"{value:,f}", "元")
    assert isinstance(plain, Quantity)
    assert isinstance(grouped, Quantity)
    assert plain.value == grouped.value == value


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("本年支出/小计", "万元"),
        ("预算执行情况/执行率(B/A)", "%"),
        ("预算执行情况/得分(20分*执行率)", "分"),
        ("占比", "%"),
        ("资产总额（元）", "元"),
        ("车辆数（辆）", "辆"),
        ("采购/数量", ""),
    ],
)
def test_a_head_binds_the_unit_of_its_column(head: str, unit: str) -> None:
    assert unit_of_head(head, "万元") == unit


def test_a_unit_line_may_name_the_body_too() -> None:
    assert unit_of_line("单位：测试中心 单位：万元") == "万元"
    assert unit_of_line("资金单位： 元") == "元"
    assert unit_of_line("单位：云溪区测试中心") is None
