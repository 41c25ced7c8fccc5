"""The audit tells of an error only where the table proves that its identity is meant for it."""

from disclosed import budget, failures, table

TREE = (
    "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
    " | 合计 | 600.00 | 400.00 | 200.00",
    "201 | 一般公共服务支出 | 500.00 | 300.00 | 200.00",
    "20131 | 党委办公厅（室）及相关机构事务 | 500.00 | 300.00 | 200.00",
    "2013101 | 行政运行 | 300.00 | 300.00 | ",
    "208 | 社会保障和就业支出 | 100.00 | 100.00 | ",
    "20805 | 行政事业单位养老支出 | 100.00 | 100.00 | ",
    "2080505 | 机关事业单位基本养老保险缴费支出 | 100.00 | 100.00 | ",
)


def test_a_row_that_is_missing_is_an_error() -> None:
    assert any("B03.TREE" in said for said in failures(budget(table("部门支出总表", *TREE))))


def test_rows_left_out_for_secrecy_are_no_error() -> None:
    found = budget(table("部门支出总表", *TREE), "注：按照保密规定，涉密项目未列示。")
    assert failures(found) == []


def test_a_rule_that_fails_as_often_as_it_holds_knows_another_form() -> None:
    rows = (
        "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
        "201 | 一般公共服务支出 | 1,322.00 | 1,000.00 | 322.00",
        "20101 | 人大事务 | 306.00 | 300.00 | 6.00",
        "2010101 | 行政运行 | 250.00 | 250.00 | ",
        "20103 | 政府办公厅（室）及相关机构事务 | 1,016.00 | 700.00 | 316.00",
        "2010301 | 行政运行 | 916.00 | 700.00 | 216.00",
    )
    assert failures(budget(table("一般公共预算支出表", *rows))) == []


def test_a_column_that_divides_the_one_beside_it_is_no_error() -> None:
    rows = (
        "科目编码 | 科目名称 | 支出总计 | 基本支出 | 项目支出 | 其中：政府采购",
        " | 合计 | 100.00 | 60.00 | 40.00 | 15.00",
        "213 | 农林水支出 | 100.00 | 60.00 | 40.00 | 15.00",
    )
    assert failures(budget(table("部门支出总表", *rows))) == []


def test_items_printed_at_three_levels_without_ordinals_are_no_error() -> None:
    rows = (
        "收入项目 | 预算数 | 支出项目 | 预算数",
        "一般公共预算拨款 | 37.00 | 农林水支出 | 37.00",
        " |  | 农业农村 | 37.00",
        " |  | 行政运行 | 37.00",
        "本年收入合计 | 37.00 | 本年支出合计 | 37.00",
    )
    assert failures(budget(table("部门收支总表", *rows))) == []


def test_the_rate_of_an_execution_is_held_against_its_own_year() -> None:
    rows = (
        "科目编码 | 项目 | 2023年决算数 | 2024年预算数 | 2024年执行数 | 完成2024年预算数的%",
        "201 | 一般公共服务支出 | 1322 | 1385 | 1497 | 108.1%",
    )
    text = "云溪市2024年预算执行情况和2025年预算草案\n\n" + table("2024年云溪市一般公共预算支出执行情况表", *rows)
    assert failures(budget(text)) == []
