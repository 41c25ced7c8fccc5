"""A cell becomes a Fact that says what it is about, of which year and which phase."""

from __future__ import annotations

from decimal import Decimal

from corpus.disclosure import Fact
from corpus.terms import concept_of_label
from ingest.facts import table_facts, unit_problems
from tests.ingest.paper import disclosure, table

ACCOUNTS = disclosure()
BUDGET = disclosure("budget", 2024)


def at(facts: list[Fact], row: str, column: str) -> Fact:
    [fact] = [f for f in facts if f.row.split("/")[-1] == row and f.column == column]
    return fact


def test_a_total_row_is_about_its_column_and_others_are_divided_by_it() -> None:
    paper = table(
        "F03", ["本年支出合计", "基本支出", "项目支出"], ["合计|30.00|20.00|10.00", "20808 抚恤|3.00|2.00|1.00"]
    )
    facts = table_facts(paper, ACCOUNTS)
    total, part = at(facts, "合计", "基本支出"), at(facts, "抚恤", "项目支出")
    assert total.concept == concept_of_label("基本支出", None)
    assert total.aspect is None
    assert part.concept == concept_of_label("抚恤", "20808")
    assert part.aspect == concept_of_label("项目支出", None)
    assert at(facts, "抚恤", "本年支出合计").aspect is None
    assert {f.basis for f in facts} == {"final_accounts"}
    assert part.quantity.value == Decimal("1.00")


def test_a_bare_total_is_the_total_of_its_side() -> None:
    paper = table("F01", ["收入/金额", "支出/金额"], ["一、事业收入|5.00|", "总计|5.00|", "总计||5.00"])
    facts = table_facts(paper, ACCOUNTS)
    assert [f.concept for f in facts] == [concept_of_label(w, None) for w in ("事业收入", "收入总计", "支出总计")]


def test_a_source_that_no_term_names_is_not_the_whole_of_a_project() -> None:
    paper = table("B10", ["总计", "会员捐赠款项", "项目金额"], ["安全培训经费|6.00|2.00|6.00"])
    facts = table_facts(paper, BUDGET)
    whole = concept_of_label("项目支出", None)
    assert [(f.concept, f.aspect) for f in facts] == [(whole, None), (None, None), (whole, None)]


def test_blank_and_worded_cells_are_no_facts() -> None:
    assert table_facts(table("F03", ["本年支出合计", "基本支出"], ["合计||无"]), ACCOUNTS) == []


def test_columns_tell_phase_and_year() -> None:
    paper = table(
        "B13",
        ["当年金额", "占比", "近两年收支金额/第1列", "近两年收支金额/第2列", "上年收支情况/2021"],
        ["支出构成/基本支出|80|100%|60|70|50"],
    )
    facts = table_facts(paper, BUDGET)
    assert [(f.basis, f.year, f.measure) for f in facts] == [
        ("budget", 2024, "amount"),
        ("budget", 2024, "share"),
        ("prior_year", 2022, "amount"),
        ("prior_year", 2023, "amount"),
        ("prior_year", 2021, "amount"),
    ]


def test_money_carried_in_is_of_this_year() -> None:
    paper = table("B02", ["合计", "本年收入/小计", "上年结转结余/小计"], ["合计|9|8|1"])
    assert {f.year for f in table_facts(paper, BUDGET)} == {2024}


def test_a_self_evaluation_gives_adjusted_budget_outcome_rate_and_score() -> None:
    paper = table(
        "S02",
        ["预算数(A)", "执行数(B)", "执行率(B/A)", "得分(20分*执行率)"],
        ["年度财政资金总额|20.00|10.00|50%|10"],
        subject="档案整理经费",
    )
    facts = table_facts(paper, ACCOUNTS)
    assert [f.basis for f in facts[:2]] == ["adjusted_budget", "final_accounts"]
    assert [f.measure for f in facts] == ["amount", "amount", "completion", "score"]
    assert {f.subject for f in facts} == {"档案整理经费"}


def test_a_project_table_is_about_its_projects() -> None:
    paper = table("B10", ["合计", "本年拨款/一般公共预算"], ["合计|6|6", "安全培训经费|6|6"])
    whole, project = (
        at(table_facts(paper, BUDGET), "合计", "合计"),
        at(table_facts(paper, BUDGET), "安全培训经费", "合计"),
    )
    assert (whole.subject, project.subject) == (None, "安全培训经费")
    assert whole.concept == project.concept == concept_of_label("项目支出", None)


def test_rows_of_units_are_about_the_units() -> None:
    paper = table("B02", ["合计", "本年收入/小计"], ["001 云溪区测试中心|9|9", "001001 云溪区测试中心本级|6|6"])
    facts = table_facts(paper, BUDGET)
    assert [f.subject for f in facts] == [None, None, "云溪区测试中心本级", "云溪区测试中心本级"]


def test_figures_without_a_unit_become_a_problem_not_a_fact() -> None:
    paper = table("F03", ["本年支出合计"], ["合计|30.00"], unit="")
    assert table_facts(paper, ACCOUNTS) == []
    [problem] = unit_problems([paper])
    assert problem.kind == "no_unit"


def test_sources_divide_a_project_and_do_not_rename_it() -> None:
    paper = table("B10", ["合计", "本年拨款/一般公共预算"], ["安全培训经费|6|6"])
    facts = table_facts(paper, BUDGET)
    assert {f.concept for f in facts} == {concept_of_label("项目支出", None)}
    assert [f.aspect for f in facts] == [None, concept_of_label("一般公共预算", None)]


def test_this_years_revenue_is_less_than_all_revenue() -> None:
    paper = table("B02", ["合计", "本年收入/小计"], ["合计|9|8"])
    wanted = [concept_of_label(w, None) for w in ("收入总计", "本年收入合计")]
    assert [f.concept for f in table_facts(paper, BUDGET)] == wanted


def test_a_source_named_budget_is_no_phase() -> None:
    paper = table("F04", ["支出/合计", "支出/一般公共预算财政拨款"], ["一、教育支出|5|5"])
    assert {f.basis for f in table_facts(paper, ACCOUNTS)} == {"final_accounts"}


def test_a_history_row_says_its_own_year() -> None:
    rows = ["2022年年初预算|6", "2022年实际预算执行|5", "2022年年中压减|1", "项目当年预算|7"]
    facts = table_facts(table("B14", ["金额"], rows, subject="安全培训经费"), BUDGET)
    assert [(f.basis, f.year) for f in facts] == [("prior_year", 2022)] * 3 + [("budget", 2024)]


def test_the_own_office_of_a_body_without_units_is_the_whole_of_its_income() -> None:
    income = table("B02", ("收入总计", "其他收入"), ["云溪区测试中心（本级）|9.00|1.00"], title="收入总表")
    spending = table("B03", ("总计", "项目支出"), ["云溪区测试中心（本级）|9.00|1.00"], title="项目支出总表")
    assert [f.concept for f in table_facts(income, disclosure("budget"))] == ["total_revenue", "other_revenue"]
    assert table_facts(spending, disclosure("budget"))[0].concept is None
