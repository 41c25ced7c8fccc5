"""Numbers written in Chinese are read as people mean them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import Bound
from corpus.numeral import find_amounts, find_numerals, read_number

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """1–9999 as it is written out."""
    text, gap = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + word
        gap = not digit
    return text


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_written_out_reads_back(number: int) -> None:
    assert read_number(written(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("两千万", 20_000_000),
        ("一亿三千万", 130_000_000),
        ("三点五", Decimal("3.5")),
        ("二〇二三", 2023),
        ("两百五", 250),
        ("一千二", 1200),
        ("三万五", 35_000),
        ("一百零五", 105),
        ("十五", 15),
        ("三万零五", 30_005),
    ],
)
def test_usual_shapes(text: str, value: Decimal) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("一共走访了两家企业", 2, "家", Bound.EXACT),
        ("排查十余项隐患", 10, "项", Bound.MORE),
        ("超过三百万元", 300, "万元", Bound.EXACT),
        ("涨了二十多倍", 20, "倍", Bound.MORE),
        ("占百分之二十", 20, "%", Bound.EXACT),
        ("占近六成", 60, "%", Bound.ABOUT),
        ("涨了两成多", 20, "%", Bound.MORE),
        ("三成半", 35, "%", Bound.ABOUT),
    ],
)
def test_amounts_in_words_are_found(text: str, value: int, unit: str, bound: Bound) -> None:
    ((quantity, start, end),) = find_numerals(text)
    assert (quantity.value, quantity.unit, quantity.bound) == (value, unit, bound)
    assert quantity.printed == text[start:end]


@pytest.mark.parametrize(
    "text", ["一般公共预算", "第三批项目", "一次性项目", "“三公”经费", "二是加强管理", "完成成果", "十条例"]
)
def test_idioms_and_ordinals_are_no_amounts(text: str) -> None:
    assert find_numerals(text) == []


@given(st.integers(min_value=10_000, max_value=99_999_999))
def test_an_amount_spelt_out_to_the_last_yuan_is_one_amount(number: int) -> None:
    high, low = divmod(number, 10_000)
    gap = "零" if low and low < 1000 else ""
    text = f"拨了{written(high)}万{gap}{written(low)}元"
    ((quantity, start, end),) = find_amounts(text)
    assert quantity.base == number
    assert text[start:end] == text[2:]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("1万5千元", 15_000),
        ("3亿2000万元", 320_000_000),
        ("五十万以上", 500_000),
        ("办公费6.00万元和电费5万元", 60_000),
        ("八万五", 85_000),
        ("8万5左右", 85_000),
        ("六万五千", 65_000),
        ("1亿2。", 120_000_000),
        ("￥404,300", 404_300),
        ("¥12.5万元", 125_000),
        ("8万5个项目", 80_000),
    ],
)
def test_amounts_in_figures_and_in_words_are_found_together(text: str, base: int) -> None:
    assert find_amounts(text)[0].quantity.base == base


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9))
def test_hundreds_of_millions_that_go_on_in_thousands_of_ten_thousands_are_one_amount(high: int, low: int) -> None:
    [found] = find_amounts(f"共{DIGITS[high]}亿{DIGITS[low]}千万元")
    assert found.quantity.base == high * 100_000_000 + low * 10_000_000


@given(st.integers(min_value=11, max_value=9999).filter(lambda n: "0" not in str(n)), st.sampled_from(["元", "万元"]))
def test_digits_between_places_in_characters_are_one_number(number: int, unit: str) -> None:
    said = written(number).translate(str.maketrans(DIGITS, "0123456789")) + unit
    [found] = find_amounts(f"办公费{said}。")
    assert found.quantity.base == number * (10_000 if unit == "万元" else 1)


@pytest.mark.parametrize(
    ("said", "base"),
    [("6931万3千3百元", 69_313_300), ("1亿2千3百万元", 123_000_000), ("5百元", 500), ("3千5块", 3500), ("5千元", 5000)],
)
def test_mixed_amounts_of_several_units_are_one(said: str, base: int) -> None:
    [found] = find_amounts(f"支出{said}，")
    assert found.quantity.base == base
    assert found.quantity.printed == said


@pytest.mark.parametrize("said", ["25百元", "1.5百元", "第3百元"])
def test_what_is_no_such_number_is_not_read_by_its_last_words(said: str) -> None:
    assert find_amounts(said) == []
