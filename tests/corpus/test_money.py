"""Printed amounts: what is read is what was printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import (
    YUAN_PER,
    Bound,
    Quantity,
    UnitClass,
    find_quantities,
    fold,
    number_text,
    parse_number,
    parse_quantity,
    round_half_up,
)

AMOUNTS = st.decimals(min_value=Decimal("-99999999.99"), max_value=Decimal("99999999.99"), places=2)
UNITS = st.sampled_from(["元", "万元", "亿元", "%", "人", "家次", "台(套)", "平方米", "个百分点", "万元/年"])
FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")


def spans(text: str) -> list[tuple[str, str]]:
    return [(str(found.quantity), text[found.start : found.end]) for found in find_quantities(text)]


@given(AMOUNTS)
def test_a_printed_number_reads_back_as_itself(value: Decimal) -> None:
    assert parse_number(number_text(value)) == value
    assert parse_number(f"{value:f}") == value


@given(AMOUNTS)
def test_full_width_digits_read_as_half_width(value: Decimal) -> None:
    assert parse_number(number_text(value).translate(FULL_WIDTH)) == value


@given(AMOUNTS, UNITS)
def test_an_amount_is_found_in_a_sentence_with_its_exact_print(value: Decimal, unit: str) -> None:
    printed = f"{number_text(value)}{unit}"
    text = f"云溪区测试中心2023年度安排{printed}，另见附件。"
    (found,) = find_quantities(text)
    assert (found.quantity.value, text[found.start : found.end]) == (value, printed)
    assert found.quantity.printed == printed


@given(AMOUNTS, UNITS, st.sampled_from([" ", "\n", "\n\n", " \n"]))
def test_breaks_between_number_and_unit_do_not_matter(value: Decimal, unit: str, gap: str) -> None:
    (found,) = find_quantities(f"合计{number_text(value)}{gap}{unit}。")
    assert found.quantity.value == value


@given(AMOUNTS, st.sampled_from(sorted(YUAN_PER)), st.sampled_from(sorted(YUAN_PER)))
def test_conversion_keeps_the_money_and_comes_back(value: Decimal, unit: str, other: str) -> None:
    money = Quantity(value, unit)
    assert money.to(other).base == money.base
    assert money.to(other).to(unit).value == value


@given(st.text())
def test_any_text_can_be_searched_and_every_span_is_the_print(text: str) -> None:
    end = 0
    for found in find_quantities(text):
        assert end <= found.start < found.end
        assert found.quantity.printed == text[found.start : found.end]
        end = found.end


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_leaves_ring_numerals_alone() -> None:
    assert fold("①３０") == "①30"


@pytest.mark.parametrize(
    "text",
    [
        "2022年度", "〔2018〕16号", "第53号", "联系电话83631619", "1-7月", "2023年10月12日", "科目2010302", "第3批",
        "2010302 项", "50.50 项目支出", "304.11 人员经费", "3 台式计算机", "12 本年支出", "（二）1. 基本支出", "20条例",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_not_found(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("≥90%", "90", "%", Bound.AT_LEAST),
        ("≧12次", "12", "次", Bound.AT_LEAST),
        ("不少于12家", "12", "家", Bound.AT_LEAST),
        ("小于或等于89.6万元", "89.6", "万元", Bound.AT_MOST),
        ("≤3天", "3", "天", Bound.AT_MOST),
        ("＞5件", "5", "件", Bound.MORE),
        ("约30万元", "30", "万元", Bound.ABOUT),
        ("近100人次", "100", "人次", Bound.ABOUT),
        ("200多家", "200", "家", Bound.MORE),
        ("1000余项", "1000", "项", Bound.MORE),
        ("3万余元", "3", "万元", Bound.MORE),
        ("20万元左右", "20", "万元", Bound.ABOUT),
        ("50万元（含）以上", "50", "万元", Bound.AT_LEAST),
        ("-7.03%", "-7.03", "%", Bound.EXACT),
        ("10 万 人\n次", "10", "万人次", Bound.EXACT),
        ("7万元/年", "7", "万元/年", Bound.EXACT),
        ("2000万", "2000", "万元", Bound.EXACT),
        ("3台（套）", "3", "台(套)", Bound.EXACT),
    ],
)
def test_bounds_and_units_are_kept(text: str, value: str, unit: str, bound: Bound) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.bound, quantity.printed) == (Decimal(value), unit, bound, text)


def test_recent_is_no_approximation() -> None:
    (found,) = find_quantities("最近3家企业")
    assert found.quantity.bound is Bound.EXACT


def test_a_range_gives_both_ends() -> None:
    low, high = find_quantities("目标值97%-100%")
    assert (low.quantity.value, low.quantity.bound) == (Decimal(97), Bound.AT_LEAST)
    assert (high.quantity.value, high.quantity.bound) == (Decimal(100), Bound.AT_MOST)
    assert {low.quantity.printed, high.quantity.printed} == {"97%-100%"}


def test_a_cell_takes_the_unit_of_its_table() -> None:
    quantity = parse_quantity("1,467.21", unit="万元")
    assert quantity is not None
    assert (quantity.base, quantity.step) == (Decimal(14672100), Decimal(100))


@pytest.mark.parametrize("text", ["合格", "12月底", "", "—", "见附件", "3家和5家", "每月至少1次以上活动"])
def test_words_are_no_quantity(text: str) -> None:
    assert parse_quantity(text) is None


def test_decimals_are_kept_as_printed() -> None:
    assert [str(found.quantity) for found in find_quantities("50.50万元与50.5万元")] == ["50.50万元", "50.5万元"]


def test_money_does_not_become_a_rate() -> None:
    with pytest.raises(ValueError, match="only money units convert"):
        Quantity(Decimal(5), "%").to("万元")


def test_a_quantity_refuses_a_float() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        Quantity(1.5, "万元")  # type: ignore[arg-type]


def test_ties_round_half_up() -> None:
    assert round_half_up(Decimal("99.45"), 1) == Decimal("99.5")


def test_a_count_in_ten_thousands_is_scaled() -> None:
    quantity = Quantity(Decimal(10), "万人次")
    assert (quantity.base, quantity.unit_class) == (Decimal(100_000), UnitClass.COUNT)
