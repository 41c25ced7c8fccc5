"""A table with two or four sides gives each figure to the label on its own side, whatever words head the sides."""

import pytest
from disclosed import budget, fact, figures, table

ROWS = (
    "一、财政拨款收入 | 900.00 | 一、一般公共服务支出 | 860.00",
    "二、事业收入 | 100.00 | 二、教育支出 | ",
    "三、经营收入 |  | 三、社会保障和就业支出 | 120.00",
    "四、其他收入 |  | 四、住房保障支出 | 140.00",
    "本年收入合计 | 1,000.00 | 本年支出合计 | 1,120.00",
    "上年结转 | 120.00 | 年终结转 | ",
    "收入总计 | 1,120.00 | 支出总计 | 1,120.00",
)


@pytest.mark.parametrize(
    "head",
    [
        "收入项目 | 预算数 | 支出项目 | 预算数",
        "收入 | 金额 | 支出 | 金额",
        "收入内容 | 预算数 | 支出内容 | 预算数",
        "资金来源 | 预算数 | 资金运用 | 预算数",
        "收入科目 | 2025年预算 | 支出科目 | 2025年预算",
        "项目 | 预算数 | 项目（按功能分类） | 预算数",
    ],
)
def test_each_side_keeps_its_own_labels(head: str) -> None:
    found = {row: value for (row, _), value in figures(budget(table("部门收支总表", head, *ROWS))).items()}
    assert found == {
        "一、财政拨款收入": "900.00万元",
        "一、一般公共服务支出": "860.00万元",
        "二、事业收入": "100.00万元",
        "三、社会保障和就业支出": "120.00万元",
        "四、住房保障支出": "140.00万元",
        "本年收入合计": "1000.00万元",
        "本年支出合计": "1120.00万元",
        "上年结转": "120.00万元",
        "收入总计": "1120.00万元",
        "支出总计": "1120.00万元",
    }


def test_the_side_is_in_the_column() -> None:
    found = budget(table("部门收支总表", "收入项目 | 预算数 | 支出项目 | 预算数", *ROWS))
    assert fact(found, "一、一般公共服务支出", "支出/预算数").concept == "general_public_services"
    assert fact(found, "收入总计", "收入/预算数").concept == "total_revenue"


def test_four_blocks_stand_side_by_side() -> None:
    found = figures(
        budget(
            table(
                "部门综合预算收支总表",
                "项目 | 预算数 | 支出功能分类科目 | 预算数 | 部门预算支出经济分类科目 | 预算数 | 政府预算支出经济分类科目 | 预算数",
                "1、财政拨款 | 50.00 | 1、一般公共服务 |  | 1、工资福利支出 | 30.00 | 1、机关工资福利支出 | 35.00",
                "2、事业收入 |  | 2、科学技术 | 50.00 | 2、商品和服务支出 | 20.00 | 2、机关商品和服务支出 | 15.00",
                "收入总计 | 50.00 | 支出总计 | 50.00 | 支出总计 | 50.00 | 支出总计 | 50.00",
            )
        )
    )
    by_row = {row: value for (row, _), value in found.items()}
    assert "1、一般公共服务" not in by_row
    assert by_row["2、科学技术"] == "50.00万元"
    assert by_row["1、工资福利支出"] == "30.00万元"
    assert by_row["2、机关商品和服务支出"] == "15.00万元"


def test_remarks_between_amounts_open_no_side() -> None:
    found = figures(
        budget(
            table(
                "项目支出预算表",
                "项目名称 | 上年预算数 | 变动原因 | 本年预算数",
                "设备更新 | 10.00 | 更换两台 | 20.00",
                "场馆维护 | 5.00 | 维护减少 | 4.00",
            )
        )
    )
    assert found[("设备更新", "本年预算数")] == "20.00万元"


def test_money_left_over_from_the_year_before_is_of_this_years_budget() -> None:
    rows = (*ROWS[:4], "上年实户资金余额 | 120.00 |  | ", "收入总计 | 1,120.00 | 支出总计 | 1,120.00")
    found = budget(table("部门收支总表", "收入 | 预算数 | 支出 | 预算数", *rows))
    left = fact(found, "上年实户资金余额", "收入/预算数")
    assert (left.year, left.basis) == (2025, "budget")
