"""A whole government's report on its budgets: of the year it plans, with the year before as executed, level by level."""

from disclosed import fact, figures, said, table, told

from corpus.disclosure import Reading

NAME = "云溪市2024年预算执行情况和2025年预算草案的报告.md"
OPENING = "关于云溪市2024年预算执行情况和2025年预算草案的报告"


def report(*parts: str) -> Reading:
    return told("\n\n".join([OPENING, *parts]), NAME)


WHOLE = table(
    "2024年全市一般公共预算收入完成情况表",
    "预算科目 | 预算数 | 完成数 | 占预算(%) | 比上年增长(%)",
    "本年收入合计 | 1448 | 1452 | 100.3 | 3",
    "一、税收收入 | 927 | 848 | 91.5 | 0.5",
)
OWN = table(
    "2024年市本级一般公共预算收入完成情况表",
    "预算科目 | 调整预算数 | 完成数 | 占调整预算(%) | 比上年增长(%)",
    "本年收入合计 | 200 | 208 | 104 | 15.8",
)
PLAN = table(
    "2025年全市一般公共预算收入情况表",
    "项目 | 2024年执行数 | 2025年预算数 | 预算数比上年执行数增长%",
    "一、税收收入 | 848 | 900 | 6.1",
)


def test_the_report_is_the_governments_and_of_the_year_it_plans() -> None:
    known = report(WHOLE).disclosure
    assert (known.issuer, known.fiscal_year, known.kind, known.scope) == (
        "云溪市人民政府",
        2025,
        "budget",
        "consolidated",
    )
    assert "云溪市" in known.aliases


def test_what_was_executed_keeps_its_year_and_phase() -> None:
    found = report(WHOLE)
    done = fact(found, "一、税收收入", "完成数")
    assert (done.year, done.basis, done.scope) == (2024, "final_accounts", "consolidated")
    assert fact(found, "一、税收收入", "预算数").basis == "budget"
    share = fact(found, "一、税收收入", "占预算(%)")
    assert (share.measure, share.basis, share.quantity.unit) == ("completion", "final_accounts", "%")
    growth = fact(found, "一、税收收入", "比上年增长(%)")
    assert (growth.measure, growth.year, growth.basis) == ("growth", 2024, "final_accounts")


def test_the_governments_own_level_is_told_apart() -> None:
    found = report(WHOLE, OWN)
    scopes = {f.scope: f"{f.quantity.value:f}" for f in found.facts if (f.row, f.column) == ("本年收入合计", "完成数")}
    assert scopes == {"consolidated": "1452", "unit": "208"}


def test_the_plan_and_the_execution_in_one_table() -> None:
    found = report(PLAN)
    done, planned = fact(found, "一、税收收入", "2024年执行数"), fact(found, "一、税收收入", "2025年预算数")
    assert (done.year, done.basis) == (2024, "final_accounts")
    assert (planned.year, planned.basis) == (2025, "budget")
    assert fact(found, "一、税收收入", "预算数比上年执行数增长%").year == 2025


def test_a_sentence_is_of_the_level_that_it_or_its_heading_names() -> None:
    found = report(
        "一、2024年预算执行情况",
        "（一）全市预算执行情况",
        "2024年，全市一般公共预算收入完成144.8亿元，占预算的100%，同比增长3%。",
        "（二）市本级预算执行情况",
        "2024年，市本级政府性基金预算收入完成6.7亿元，占调整预算的36.5%，同比下降32.1%。",
        "（三）高新区预算执行情况",
        "2024年，高新区一般公共预算收入完成9.2亿元。一般公共预算支出完成8.1亿元，占调整预算的76.1%。",
    )
    whole = fact(found, "一般公共预算收入", "")
    assert (f"{whole.quantity}", whole.year, whole.basis, whole.scope) == (
        "144.8亿元",
        2024,
        "final_accounts",
        "consolidated",
    )
    own = fact(found, "市本级政府性基金预算收入", "")
    assert (f"{own.quantity}", own.scope, own.subject) == ("6.7亿元", "unit", None)
    zone = fact(found, "一般公共预算支出", "")
    assert (f"{zone.quantity}", zone.subject) == ("8.1亿元", "高新区")
    shares = [f for f in found.facts if f.measure == "completion"]
    assert sorted(f"{f.quantity}" for f in shares) == ["100%", "36.5%", "76.1%"]


def test_a_title_inside_the_rows_parts_two_tables() -> None:
    rows = [
        "附表1 | | | ",
        "2024年全市一般公共预算收入完成情况表 | | | ",
        " | | 单位:万元 | ",
        "预算科目 | 预算数 | 完成数 | 占预算(%)",
        "本年收入合计 | 1448 | 1452 | 100.3",
        "附表2 | | | ",
        "2024年全市一般公共预算支出完成情况表 | | | ",
        " | | 单位:万元 | ",
        "预算科目 | 预算数 | 完成数 | 占预算(%)",
        "本年支出合计 | 6204 | 5156 | 83.1",
    ]
    found = report("\n".join(f"| {row} |" for row in rows))
    assert [t.title for t in found.tables] == [
        "2024年全市一般公共预算收入完成情况表",
        "2024年全市一般公共预算支出完成情况表",
    ]
    assert figures(found)[("本年支出合计", "完成数")] == "5156万元"


def test_a_departments_title_of_one_year_is_no_report() -> None:
    found = told(
        "云溪市财政局2025年部门预算\n\n2025年收入预算100万元，2024年预算执行情况良好。", "云溪市财政局2025年部门预算.md"
    )
    assert found.disclosure.issuer == "云溪市财政局"
    assert said(found)


FUND = table(
    "2024年全市政府性基金预算支出完成情况表",
    "预算科目 | 调整预算数 | 完成数",
    "本年支出合计 | 2103 | 1031",
    "支出总计 | 2300 | 2290",
)
CAPITAL = table(
    "2024年市本级国有资本经营预算收入完成情况表",
    "预算科目 | 预算数 | 完成数",
    "本年收入合计 | 45 | 37",
)
SOCIAL = table(
    "2025年全市社会保险基金预算收入情况表",
    "项目 | 2024年执行数 | 2025年预算数",
    "收入合计 | 4036 | 4008",
)


def test_a_total_of_another_budget_is_not_the_governments() -> None:
    found = report(WHOLE, FUND, CAPITAL, SOCIAL)
    told_ = {(f.row, f.concept, f.aspect) for f in found.facts if f.column in {"完成数", "2025年预算数"}}
    assert ("政府性基金本年支出合计", "fund_budget_expenditure", None) in told_
    assert ("政府性基金支出总计", "total_expenditure", "government_fund_budget") in told_
    assert ("国有资本经营本年收入合计", "capital_budget_revenue", None) in told_
    assert ("社会保险基金收入合计", None, None) in told_
    assert ("本年收入合计", "current_revenue", None) in told_


def test_a_paragraph_tells_of_the_budget_that_it_begins_with() -> None:
    found = report(
        "二、2025年预算安排情况",
        "（一）全市预算草案",
        "1.一般公共预算。2025年全市一般公共预算收入安排149.1亿元。支出预算安排596亿元。",
        "2.政府性基金预算。收入预算安排97.8亿元。支出预算安排106.8亿元，支出总计204亿元。",
        "3.国有资本经营预算。收入预算安排14.8亿元。支出预算安排5.3亿元。",
        "4.社会保险基金预算。收入预算安排0.8亿元。",
    )
    totals = {f"{f.quantity}": (f.row, f.concept) for f in found.facts if f.origin == "prose"}
    assert totals["596亿元"] == ("支出预算", "current_expenditure")
    assert totals["97.8亿元"] == ("政府性基金收入预算", "fund_budget_revenue")
    assert totals["106.8亿元"] == ("政府性基金支出预算", "fund_budget_expenditure")
    assert totals["14.8亿元"] == ("国有资本经营收入预算", "capital_budget_revenue")
    assert totals["5.3亿元"] == ("国有资本经营支出预算", "capital_budget_expenditure")
    assert totals["0.8亿元"] == ("社会保险基金收入预算", None)


def test_a_heading_tells_of_which_budget_its_paragraphs_are() -> None:
    found = report(
        "二、2025年预算安排情况",
        "（一）市本级预算草案",
        "1.政府性基金预算",
        "（1）收入预算。2025年收入预算安排5.4亿元。",
        "（2）支出预算。2025年支出预算安排8亿元。",
    )
    concepts = {f"{f.quantity}": f.concept for f in found.facts if f.origin == "prose"}
    assert concepts == {"5.4亿元": "fund_budget_revenue", "8亿元": "fund_budget_expenditure"}


def test_a_change_below_a_general_head_is_of_the_year_after_the_one_it_names() -> None:
    found = report(
        table(
            "一般公共预算支出情况表",
            "项目 | 2023年决算数 | 2024年 | | 比较 | ",
            " | | 预算数 | 执行数 | 比2023年决算数增长% | 完成2024年预算数的%",
            "教育支出 | 2555 | 2707 | 2724 | 6.6 | 100.6",
        )
    )
    years = {f.column: (f.year, f.measure) for f in found.facts}
    assert years["比较/比2023年决算数增长%"] == (2024, "growth")
    assert years["比较/完成2024年预算数的%"] == (2024, "completion")


def test_levels_side_by_side_in_the_head_are_told_apart() -> None:
    rows = [
        "附表1 | | | | ",
        "2024年市本级国有资本经营预算支出完成情况表 | | | | ",
        "单位：万元 | | | | ",
        "预算科目 | 调整预算数 | 完成数 | 占调整预算(%) | ",
        "本年支出合计 | 138 | 136 | 98.3 | ",
        "附表2 | | | | ",
        "2024年云溪市社会保险基金收支完成情况表 | | | | ",
        " | | | | 单位：万元",
        "项 目 | 全市收入预算 | 全市收入完成 | 市本级支出调整预算 | 占调整预算(%)",
        "合计 | 1269 | 1281 | 627 | 97",
        "一、居民基本养老保险基金 | 220 | 225 | 31 | 98",
    ]
    found = report("\n".join(f"| {row} |" for row in rows))
    assert [t.title for t in found.tables][1:] == ["2024年云溪市社会保险基金收支完成情况表"]
    pensions = {f.column: (f"{f.quantity}", f.scope, f.year, f.basis) for f in found.facts if "养老" in f.row}
    assert pensions == {
        "全市收入预算": ("220万元", "consolidated", 2024, "budget"),
        "全市收入完成": ("225万元", "consolidated", 2024, "final_accounts"),
        "市本级支出调整预算": ("31万元", "unit", 2024, "adjusted_budget"),
        "占调整预算(%)": ("98%", "unit", 2024, "final_accounts"),
    }
