"""What counts keep their own unit, and what names a row where its labels are few."""

from __future__ import annotations

import pytest
from sheet import figures, only

from ingest.tables.values import unit_of_head, unit_of_label, unit_of_line


@pytest.mark.parametrize(
    ("head", "table", "unit"),
    [
        ("编制人数/行政", "万元", "人"),
        ("编制人数/行政", "辆", "辆"),
        ("实有人数/人员经费", "万元", "万元"),
        ("房屋/面积", "万元", ""),
        ("合计", "人", "人"),
    ],
)
def test_a_head_over_several_columns_tells_what_is_counted(head: str, table: str, unit: str) -> None:
    assert unit_of_head(head, table) == unit


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("3．公务用车保有量（辆）", "辆"),
        ("设备（台（套））", "台(套)"),
        ("其他国有资本经营预算支出（项）", ""),
        ("一般公共服务支出（类）", ""),
        ("因公出国（境）费", ""),
    ],
)
def test_brackets_behind_a_label_are_a_unit_or_the_level_of_an_account(label: str, unit: str) -> None:
    assert unit_of_label(label) == unit


def test_a_unit_line_may_be_of_counts() -> None:
    assert unit_of_line("表11单位：人") == "人"
    assert unit_of_line("预算单位：测试中心") is None


def test_a_count_among_amounts_is_no_money() -> None:
    table = only(
        "“三公”经费支出决算表\n单位：万元\n\n项目→年初预算数→决算数\n公务接待费→3.00→2.00\n公务用车保有量（辆）→—→7\n"
    )
    assert figures(table)["公务用车保有量（辆）", "决算数"] == "7辆"
    assert figures(table)["公务接待费", "决算数"] == "2.00万元"


def test_quantities_have_the_unit_of_their_row() -> None:
    table = only(
        "国有资产占有使用情况表\n单位：万元\n\n资产项目→计量单位→数量→账面原值\n"
        "房屋→平方米→5230.50→812.30\n车辆→辆→7→63.00\n"
    )
    assert figures(table) == {
        ("房屋", "数量"): "5,230.50平方米",
        ("房屋", "账面原值"): "812.30万元",
        ("车辆", "数量"): "7辆",
        ("车辆", "账面原值"): "63.00万元",
    }


def test_a_body_names_its_row_where_nothing_else_does() -> None:
    table = only(
        "收入总表\n单位：万元\n\n预算单位→收入总计→财政拨款→其他收入\n"
        "云溪区测试中心→9.00→8.00→1.00\n云溪区测试所→4.00→4.00→0.00\n"
    )
    assert [row.label for row in table.rows] == ["云溪区测试中心", "云溪区测试所"]


def test_letters_of_the_head_beside_a_total_stand_over_nothing() -> None:
    table = only(
        "支出决算表\n单位：万元\n\n科目编码→→→科目名称→合计→基本支出→项目支出\n类→款→项→合计→9.00→8.00→1.00\n"
        "201→→→一般公共服务支出→9.00→8.00→1.00\n201→06→→财政事务→9.00→8.00→1.00\n"
    )
    assert [(row.label, row.parents) for row in table.rows][:2] == [("合计", ()), ("一般公共服务支出", ())]
