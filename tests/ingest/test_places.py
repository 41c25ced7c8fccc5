"""Layouts that provinces use, printed small as PDF by the test and read back: codes, years and columns of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import press
import pytest

from corpus.disclosure import Reading, Table
from corpus.money import Quantity
from ingest.reading import read

Rows = Sequence[tuple[str, ...]]

COVER = press.Printed("head", "云溪区测试中心2025年部门预算")


def printed(title: str, heads: tuple[str, ...], rows: Rows, rules: str = "all", unit: str = "单位：万元") -> Reading:
    """A disclosure of one table under its title and unit."""
    blocks = [COVER, press.Printed("head", title), press.Printed("text", unit)]
    return read(press.pdf([*blocks, press.Printed("table", "", heads, tuple(rows))], rules), "云溪.pdf")


def only(reading: Reading) -> Table:
    (table,) = reading.tables
    return table


def figures(table: Table) -> dict[tuple[str | None, str], list[str]]:
    """What each row, by code and name, says in its columns."""
    return {
        (row.code, row.label): [c.text if isinstance(c.value, Quantity) else "" for c in row.cells]
        for row in table.rows
    }


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ("【", "】"), ("", "-"), ("", "")])
def test_a_code_set_before_its_name_in_the_same_cell_is_the_rows_code(before: str, after: str) -> None:
    rows = [
        ("合计", "90.00", "60.00", "30.00"),
        (f"{before}206{after}科学技术支出", "90.00", "60.00", "30.00"),
        (f"{before}20607{after}科学技术普及", "90.00", "60.00", "30.00"),
        (f"{before}2060701{after}机构运行", "60.00", "60.00", ""),
        (f"{before}2060702{after}科普活动", "30.00", "", "30.00"),
    ]
    table = only(printed("一般公共预算支出情况表", ("功能科目名称", "合计", "基本支出", "项目支出"), rows))
    assert figures(table)["2060702", "科普活动"] == ["30.00", "", "30.00"]
    assert table.rows[-1].parents == ("科学技术支出", "科学技术普及")


def test_of_two_economic_classifications_side_by_side_the_departments_names_the_row() -> None:
    ours, theirs = "部门预算支出经济分类科目", "政府预算支出经济分类科目"
    heads = (
        f"{ours}/科目编码",
        f"{ours}/科目名称",
        f"{theirs}/科目编码",
        f"{theirs}/科目名称",
        "合计",
        "人员经费",
        "公用经费",
    )
    rows = [
        ("", "合计", "", "", "30.50", "21.00", "9.50"),
        ("301", "工资福利支出", "501", "机关工资福利支出", "21.00", "21.00", "0.00"),
        ("30101", "基本工资", "50101", "工资奖金津贴补贴", "12.00", "12.00", "0.00"),
        ("30102", "津贴补贴", "50101", "工资奖金津贴补贴", "9.00", "9.00", "0.00"),
        ("302", "商品和服务支出", "502", "机关商品和服务支出", "9.50", "0.00", "9.50"),
        ("30201", "办公费", "50201", "办公经费", "9.50", "0.00", "9.50"),
    ]
    reading = printed("一般公共预算基本支出表", heads, rows)
    assert figures(only(reading))["30102", "津贴补贴"] == ["9.00", "9.00", "0.00"]
    assert [check for check in reading.checks if check.holds is False] == []


def test_a_table_that_gives_each_year_a_row_says_each_figure_of_its_year() -> None:
    heads = (
        "单位名称",
        "年份",
        "“三公”经费合计",
        "因公出国（境）费",
        "公务接待费",
        "公务用车购置及运行费/小计",
        "公务用车购置及运行费/公务用车运行费",
    )
    rows = [
        ("云溪区测试中心", "2024年", "9.00", "0.00", "2.00", "7.00", "7.00"),
        ("云溪区测试中心", "2025年", "8.10", "0.00", "1.60", "6.50", "6.50"),
    ]
    facts = printed("财政拨款“三公”经费支出表", heads, rows).facts
    received = {(f.year, f.basis): f.quantity.value for f in facts if f.concept == "official_reception"}
    assert received == {(2024, "prior_year"): Decimal("2.00"), (2025, "budget"): Decimal("1.60")}
    assert all(f.subject is None for f in facts)


def test_a_unit_named_under_a_head_that_also_allows_accounts_keeps_its_code() -> None:
    heads = ("单位代码", "单位名称（科目）", "合计", "一般公共预算拨款收入", "其他收入")
    rows = [
        ("", "合计", "52.00", "50.00", "2.00"),
        ("411301", "云溪区测试中心本级", "40.00", "38.00", "2.00"),
        ("411302", "云溪区测试大队", "12.00", "12.00", ""),
    ]
    assert figures(only(printed("部门收入总表", heads, rows)))["411302", "云溪区测试大队"] == ["12.00", "12.00", ""]


def test_unnumbered_rows_that_divide_the_numbered_one_above_are_not_added_again() -> None:
    rows = [
        ("一、一般公共预算拨款收入", "50.00", "一、基本支出", "30.00"),
        ("二、其他收入", "2.00", "工资福利支出", "20.00"),
        ("", "", "商品和服务支出", "10.00"),
        ("", "", "二、项目支出", "22.00"),
        ("收入总计", "52.00", "支出总计", "52.00"),
    ]
    reading = printed("部门收支总表", ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"), rows)
    assert [check.about for check in reading.checks if check.holds is False] == []
    assert any(check.holds and check.rule == "B01.TOTALS" for check in reading.checks)


def told(*paragraphs: str) -> Reading:
    """A disclosure of these paragraphs, a short line as a heading."""
    blocks = [press.Printed("head" if len(p) < 14 else "text", p) for p in paragraphs]
    return read(press.pdf([COVER, *blocks]), "云溪.pdf")


def test_people_said_after_the_posts_are_in_the_posts() -> None:
    reading = told("一、人员构成", "本部门行政编制5人，实际4人；事业编制46人，实际43人。退休11人。")
    counts = {f.concept: int(f.quantity.value) for f in reading.facts}
    assert counts["institution_posts"] == 46
    assert counts["institution_staff"] == 43
    assert counts["administrative_staff"] == 4


def test_an_item_inside_a_paragraph_names_the_amount_behind_its_colon() -> None:
    said = (
        "（一）收入预算：2025年年初预算数52.00万元，其中，其他收入2.00万元。（二）支出预算：2025年年初预算数51.00万元。"
    )
    reading = told("二、收支总体情况", said)
    amounts = {f.concept: f.quantity.value for f in reading.facts}
    assert amounts["current_revenue"] == Decimal("52.00")
    assert amounts["current_expenditure"] == Decimal("51.00")


def test_what_is_to_be_bought_is_not_what_there_is() -> None:
    reading = told("五、国有资产情况", "截至2024年底，固定资产金额312.45万元。2025年拟购置固定资产11.50万元。")
    assert [f.quantity.value for f in reading.facts if f.concept == "fixed_assets"] == [Decimal("312.45")]


@pytest.mark.parametrize(
    "said",
    [
        "从预算单位构成看，本部门预算包括：局本级预算、局属云溪区测试大队预算。",
        "纳入预算编制范围的单位包括：1.云溪区测试中心本级；2.云溪区测试大队。",
        "本部门设办公室、业务科2个内设机构，下属云溪区测试大队1个事业单位。",
    ],
)
def test_bodies_below_are_named_in_each_way_of_listing_them(said: str) -> None:
    about = told("二、机构设置", said).disclosure
    assert about.units == ("云溪区测试大队",)
    assert about.scope == "consolidated"


def test_years_below_one_body_by_source_and_their_change_are_each_told_apart() -> None:
    heads = (
        "预算单位", "年度", "总计/一般公共预算", "总计/政府性基金预算", "公务接待费/一般公共预算", "公务接待费/政府性基金预算",
    )  # fmt: skip
    rows = [
        ("云溪区测试中心（本级）", "2024年", "9.60", "0.00", "2.00", "0.00"),
        ("", "2025年", "8.40", "0.00", "1.60", "0.00"),
        ("", "增减变化金额", "-1.20", "0.00", "-0.40", "0.00"),
    ]
    facts = printed("财政拨款“三公”经费支出表", heads, rows).facts
    plain = {
        (f.concept, f.measure, f.year, f.basis): f"{f.quantity.value}" for f in facts if f.aspect is None and f.concept
    }
    assert plain["three_public", "amount", 2024, "prior_year"] == "9.60"
    assert plain["three_public", "amount", 2025, "budget"] == "8.40"
    assert plain["three_public", "change", 2025, "budget"] == "-1.20"
    assert plain["official_reception", "amount", 2024, "prior_year"] == "2.00"
    assert {f.aspect for f in facts} == {None, "government_fund_budget"}
