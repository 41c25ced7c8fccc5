"""A column of changes is about the year that changes; a head that leaves budget or outcome open is the document's."""

from disclosed import budget, fact, figures, table, told

CENTRAL = table(
    "一般公共预算支出表",
    "科目编码 | 科目名称 | 2024年执行数 | 2025年预算数 | 2025年预算数比2024年执行数增减额"
    " | 2025年预算数比2024年执行数增减% | 2025年预算数比2024年执行数（扣除基建）增减额",
    "201 | 一般公共服务支出 | 350.00 | 260.00 | -90.00 | -25.71% | -60.00",
    "208 | 社会保障和就业支出 | 45.00 | 40.00 | -5.00 | -11.11% | -5.00",
)


def test_a_change_is_of_the_year_that_changes() -> None:
    found = budget(CENTRAL)
    change = fact(found, "一般公共服务支出", "2025年预算数比2024年执行数增减额")
    assert (change.measure, change.year, change.basis) == ("change", 2025, "budget")
    growth = fact(found, "一般公共服务支出", "2025年预算数比2024年执行数增减%")
    assert (growth.measure, growth.year) == ("growth", 2025)
    within = fact(found, "一般公共服务支出", "2025年预算数比2024年执行数（扣除基建）增减额")
    assert within.year == 2025


def test_last_years_outcome_stays_last_years() -> None:
    last = fact(budget(CENTRAL), "一般公共服务支出", "2024年执行数")
    assert (last.measure, last.year, last.basis) == ("amount", 2024, "prior_year")


def test_a_head_of_budget_or_outcome_is_the_budgets_in_a_budget() -> None:
    found = budget(
        table(
            "一般公共预算“三公”经费支出情况表",
            "部门名称 | 三公经费预（决）算数（财政拨款） | 公务接待费 | 公务用车运行费",
            "合计 | 8.00 | 3.00 | 5.00",
        )
    )
    assert found.tables[0].kind == "B07"
    assert fact(found, "合计", "公务接待费").basis == "budget"
    assert fact(found, "合计", "三公经费预（决）算数（财政拨款）").basis == "budget"


def test_the_total_of_a_wider_table_is_not_the_three_public_items() -> None:
    found = budget(
        table(
            "一般公共预算拨款“三公”经费及会议费、培训费支出预算表",
            "单位名称 | 合计 | “三公”经费小计 | 会议费 | 培训费",
            "合计 | 83.74 | 28.38 | 19.06 | 36.30",
        )
    )
    assert fact(found, "合计", "合计").concept is None
    assert fact(found, "合计", "“三公”经费小计").concept == "three_public"


def test_an_item_of_the_three_is_not_their_total() -> None:
    found = budget(
        table(
            "财政拨款安排的行政经费及“三公”经费预算表",
            "项目 | 合计 | 一般公共预算",
            "行政经费 | 839.21 | 839.21",
            "“三公”经费 | 19.86 | 19.86",
            "（二）公务用车购置及运行维护支出 | 6.70 | 6.70",
            "（三）公务接待费支出 | 8.16 | 8.16",
        )
    )
    concepts = {f.row.split("/")[-1]: f.concept for f in found.facts if f.column == "合计"}
    assert concepts == {
        "行政经费": None,
        "“三公”经费": "three_public",
        "（二）公务用车购置及运行维护支出": "official_cars",
        "（三）公务接待费支出": "official_reception",
    }


def test_bracketed_codes_below_a_head_of_two_words_are_read() -> None:
    found = figures(
        budget(
            table(
                "一般公共预算基本支出情况表（按经济分类科目）",
                "部门预算支出经济科目 | 预算",
                "合计 | 736.81",
                "[301]工资福利支出 | 569.16",
                "[30101]基本工资 | 569.16",
                "[302]商品和服务支出 | 167.65",
                "[30216]培训费 | 167.65",
            )
        )
    )
    assert found[("商品和服务支出/培训费", "预算")] == "167.65万元"


def test_a_carried_balance_of_last_year_is_this_years_money() -> None:
    found = told(
        "\n\n".join(
            [
                "云溪县农业局2025年部门预算",
                table(
                    "部门收入总表",
                    "单位编码 | 单位名称 | 总计 | 一般公共预算拨款 | 上年实户资金余额",
                    "125001 | 云溪县农业局 | 110.00 | 100.00 | 10.00",
                ),
            ]
        )
    )
    carried = fact(found, "云溪县农业局", "上年实户资金余额")
    assert (carried.year, carried.basis, carried.concept) == (2025, "budget", None)
