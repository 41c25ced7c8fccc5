"""Amounts of real prose: large units, ranges, brackets, written numbers; lists that follow a total."""

import pytest
from disclosed import budget, said

from corpus.money import Bound, find_quantities


def sentence(text: str) -> dict[tuple[str, str], str]:
    return said(budget("二、其他重要事项的情况说明", text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("总产值1.5万亿元", ["1.5万亿元"]),
        ("储备粮食2.1亿斤", ["2.1亿斤"]),
        ("设备45万元至50万元", ["45万元", "50万元"]),
        ("由45万元到50万元", ["45万元", "50万元"]),
        ("减少（78.90）万元", ["78.90万元"]),
        ("结余（78.90）万元", ["-78.90万元"]),
        ("同比△12.30万元", ["-12.30万元"]),
        ("（1）2万元", ["2万元"]),
        ("（3）人员经费", []),
    ],
)
def test_each_form_of_an_amount(text: str, read: list[str]) -> None:
    assert [f"{one.quantity}" for one in find_quantities(text)] == read


def test_the_ends_of_a_range_are_bounds_and_those_of_a_change_are_not() -> None:
    assert [one.quantity.bound for one in find_quantities("45万元至50万元")] == [Bound.AT_LEAST, Bound.AT_MOST]
    assert [one.quantity.bound for one in find_quantities("由45万元到50万元")] == [Bound.EXACT, Bound.EXACT]


def test_ten_thousand_hundred_millions_are_no_ten_thousands() -> None:
    (found,) = find_quantities("1.5万亿")
    assert found.quantity.base == 1_500_000_000_000


def test_both_ends_of_a_range_belong_to_one_thing() -> None:
    found = sentence("2025年设备购置费45万元至50万元。")
    assert found == {("设备购置费", ""): "50万元"}


def test_money_written_in_characters_is_read() -> None:
    found = sentence("2025年支出预算1,234.56万元。其中：基本支出六百八十万元，项目支出554.56万元。")
    assert found[("支出预算/基本支出", "")] == "680万元"


def test_the_list_behind_a_total_is_its_parts_and_a_narrower_total_has_its_own() -> None:
    found = sentence(
        "所属各预算单位政府采购预算总额6,546.82万元：政府采购货物预算1,267.79万元、政府采购工程预算465.53万元、"
        "政府采购服务预算4,813.50万元；其中一般公共预算拨款政府采购5,499.84万元：政府采购货物预算564.79万元、"
        "政府采购工程预算121.55万元、政府采购服务预算4,813.50万元。"
    )
    whole = "所属各预算单位政府采购预算总额"
    narrow = f"{whole}/一般公共预算拨款政府采购"
    assert found[(f"{whole}/政府采购货物", "预算")] == "1267.79万元"
    assert found[(narrow, "")] == "5499.84万元"
    assert found[(f"{narrow}/政府采购货物", "预算")] == "564.79万元"


def test_what_is_divided_into_basic_and_projects_is_the_whole_whatever_its_head() -> None:
    found = budget(
        "第三部分 情况说明",
        "（三）项目支出。云溪县农业局2025年支出预算186.30万元，其中基本支出41.94万元，项目支出144.36万元。",
    )
    assert said(found)[("支出预算", "预算")] == "186.30万元"


def test_items_named_together_are_none_of_them() -> None:
    found = budget(
        "（六）“三公”经费等预算情况",
        "2025年本部门一般公共预算“三公”经费及会议费、培训费预算支出共263.72万元，其中：",
        "1、“三公”经费预算18.6万元；",
        "2、培训费预算70.52万元。",
    )
    by_value = {f"{f.quantity.value:f}": f.concept for f in found.facts}
    assert by_value == {"263.72": None, "18.6": "three_public", "70.52": "training_fee"}


def test_what_falls_after_the_whole_name_is_that_thing() -> None:
    found = budget(
        "四、一般公共预算财政拨款支出情况说明",
        "2025年一般公共预算财政拨款支出296.75万元，占本年支出合计的14.27%。与上年相比，财政拨款支出减少17.62万元，下降5.48%。",
    )
    rows = {f.row for f in found.facts if f.measure in {"change", "growth"}}
    assert rows == {"一般公共预算财政拨款支出"}
