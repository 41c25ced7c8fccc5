"""What a document says twice with different figures is found; what only looks alike is left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from corpus.disclosure import Check, Fact, Place, Table
from corpus.money import Quantity
from ingest.conflicts.find import agree, conflicts
from ingest.facts import table_facts
from ingest.structure.naming import aliases, core
from tests.ingest.paper import disclosure, table

ACCOUNTS = disclosure()
FORM = [
    "分值",
    "预算执行情况/预算数(A)",
    "预算执行情况/执行数(B)",
    "预算执行情况/执行率(B/A)",
    "预算执行情况/得分(20分*执行率)",
    "实际完成值(B)",
    "得分",
]


def said(value: str, unit: str = "万元", **changes: Any) -> Fact:
    at = changes.pop("at", 10_000)
    fields: dict[str, Any] = {
        "id": f"d1-p{at}",
        "disclosure_id": "d1",
        "origin": "prose",
        "quantity": Quantity(Decimal(value), unit, value),
        "row": "",
        "row_code": None,
        "column": "",
        "concept": None,
        "aspect": None,
        "subject": None,
        "measure": "amount",
        "basis": "final_accounts",
        "year": 2022,
        "scope": "unit",
        "table_id": None,
        "table": None,
        "section": ("一、说明",),
        "place": Place(at, at + 3),
        "context": Place(at - 5, at + 9),
    }
    return Fact(**{**fields, **changes})


def form(subject: str, rows: list[str], number: int = 1) -> Table:
    return table("S02", FORM, rows, subject=subject, title=f"2022年度{subject}项目自评表", table_id=f"d1-t{number:02d}",
                 start=number * 1000)  # fmt: skip


def scored(budget: str, done: str, rate: str, score: str) -> str:
    return f"年度财政资金总额||{budget}|{done}|{rate}|{score}||"


def facts_of(*tables: Table) -> list[Fact]:
    """Facts of forms; a bare number in a score column is points."""
    return [f for t in tables for f in table_facts(t, ACCOUNTS)]


def found(facts: list[Fact], *tables: Table, rule: str = "") -> list[Check]:
    return [c for c in conflicts(ACCOUNTS, facts, tables) if c.rule.startswith(rule) and c.holds is not True]


def test_amounts_agree_to_the_coarser_decimals() -> None:
    assert agree(Quantity(Decimal("75.9"), "%"), Quantity(Decimal("75.90"), "%"))
    assert agree(Quantity(Decimal("2.6"), "万元"), Quantity(Decimal(26000), "元"))
    assert agree(Quantity(Decimal("12.35"), "万元"), Quantity(Decimal("123456.78"), "元"))
    assert not agree(Quantity(Decimal("2.6"), "万元"), Quantity(Decimal("2.7"), "万元"))


def test_a_figure_of_the_text_that_no_table_bears_out_is_a_contradiction() -> None:
    paper = table("F03", ["本年支出合计", "基本支出"], ["合计|30.00|20.00"])
    facts = [*facts_of(paper), said("21.00", concept="basic_expenditure", row="基本支出")]
    [check] = found(facts, paper)
    assert (check.rule, check.holds, check.grade, check.found and check.found.value) == (
        "C.SAME",
        False,
        "contradiction",
        21,
    )
    assert len(check.places) == 2


def test_another_scope_of_the_same_name_bears_the_text_out() -> None:
    whole = table("B01", ["支出/预算数"], ["302 商品和服务支出|90.93"], table_id="d1-t01")
    basic = table("B06", ["合计"], ["302 商品和服务支出|40.43"], table_id="d1-t02", start=900)
    facts = [*facts_of(whole, basic), said("40.43", concept="goods_and_services", basis="budget")]
    assert found(facts, whole, basic) == []


def test_a_budget_is_not_compared_with_an_outcome() -> None:
    paper = table("F03", ["本年支出合计", "基本支出"], ["合计|30.00|20.00"])
    assert found([*facts_of(paper), said("25.00", concept="basic_expenditure", basis="budget")], paper) == []


def test_a_project_is_known_by_its_other_name() -> None:
    paper = form("档案整理工作经费", [scored("20.00", "10.00", "50%", "10.00")])
    told = said("12.00", concept="project_expenditure", subject="档案整理经费", row="档案整理经费")
    checks = found([*facts_of(paper), told], paper)
    assert {(c.rule, c.grade) for c in checks} == {("C.SAME", "contradiction"), ("C.NAME", "wording")}


def test_names_side_by_side_in_one_list_are_two_projects() -> None:
    paper = table("B10", ["合计"], ["合计|15.43", "安全生产工作经费|14.00", "安全生产经费|1.43"])
    known = aliases(table_facts(paper, disclosure("budget", 2024)))
    assert len(set(known.values())) == 2
    assert core("项目1：安全生产运行工作经费") == core("安全生产经费")


def test_scores_must_make_the_total() -> None:
    rows = [
        scored("20.00", "10.00", "50%", "10.00"),
        "年度绩效目标1|90||||||",
        "年度绩效目标1/产出指标/培训次数||||||2次|50",
        "年度绩效目标1/产出指标/培训人数||||||9人|30",
        "总分|||||||92.00",
    ]
    paper = form("安全培训经费", rows)
    [check] = found(facts_of(paper), paper, rule="C.SCORE")
    assert (check.grade, str(check.expected), str(check.found)) == ("arithmetic_error", "90.00分", "92.00分")


def test_an_unscored_indicator_is_named() -> None:
    rows = [
        scored("20.00", "10.00", "50%", "10.00"),
        "年度绩效目标1/产出指标/培训次数||||||2次|50",
        "年度绩效目标1/产出指标/培训人数||||||9人|20",
        "年度绩效目标1/效益指标/安全意识||||||提升|",
        "总分|||||||95.00",
    ]
    paper = form("安全培训经费", rows)
    [check] = found(facts_of(paper), paper, rule="C.SCORE")
    assert "“安全意识”缺得分" in check.about


def test_the_number_of_projects_is_that_of_the_forms() -> None:
    forms = [
        form(n, [scored("20.00", "10.00", "50%", "10.00")], i)
        for i, n in enumerate(("档案整理经费", "安全培训经费"), 1)
    ]
    told = said("3", "个", measure="count", row="项目", section=("十三、预算绩效情况说明",))
    [check] = found([*facts_of(*forms), told], *forms, rule="C.COUNT")
    assert (str(check.found), str(check.expected), len(check.places)) == ("3个", "2个", 3)
    right = said("2", "个", measure="count", row="项目", section=("十三、预算绩效",))
    assert not found([*facts_of(*forms), right], *forms, rule="C.COUNT")


def test_a_title_of_another_year_is_a_matter_of_wording() -> None:
    paper = table("B14", ["项目当年预算"], ["项目当年预算|6"], title="云溪区2021年项目绩效目标申报表")
    [check] = found([], paper, rule="C.TITLE")
    assert (check.holds, check.grade) == (None, "wording")


def test_one_code_under_two_names_is_a_matter_of_wording() -> None:
    one = table("F01", ["支出/金额"], ["222 粮油物资储备支出|1"])
    other = table("F05", ["小计"], ["222 粮油物资管理支出|1"], table_id="d1-t02", start=900)
    assert [c.grade for c in found([], one, other, rule="C.NAME")] == ["wording"]
    cut = table("F05", ["小计"], ["222 粮油物资储备|1"], table_id="d1-t02", start=900)
    assert found([], one, cut, rule="C.NAME") == []


def test_a_name_with_its_words_in_another_order_is_the_same_project() -> None:
    plan = table("B10", ["合计"], ["合计|9.00", "法律咨询及培训经费|9.00"], title="项目支出表")
    goal = table(
        "B14", ["项目当年预算"], ["项目当年预算|9"], subject="培训及法律咨询经费", table_id="d1-t02", start=900
    )
    facts = [f for t in (plan, goal) for f in table_facts(t, disclosure("budget", 2024))]
    assert len(set(aliases(facts).values())) == 1
    assert [c.grade for c in found(facts, rule="C.NAME")] == ["wording"]


def test_an_indicator_is_known_within_its_project_by_the_end_of_its_name() -> None:
    paper = form(
        "小区改造经费", [scored("20.00", "10.00", "50%", "10.00"), "年度绩效目标1/产出指标/协助老旧小区户数||||||5|20"]
    )
    five = [replace(f, quantity=Quantity(Decimal(5), "家")) if f.measure == "actual" else f for f in facts_of(paper)]
    told = said("2", "个", measure="count", row="老旧小区数量", subject="小区改造经费")
    [check] = found([*five, told], paper, rule="C.SAME")
    assert (str(check.found), str(check.expected)) == ("2个", "5家")
    assert not found([*five, replace(told, subject=None)], paper, rule="C.SAME")


def test_a_rate_stated_as_an_outcome_is_held_against_the_one_computed() -> None:
    rows = [scored("20.00", "10.00", "50%", "10.00"), "年度绩效目标1/成本指标/预算执行率||||||100%|20"]
    [check] = found(facts_of(form("小区改造经费", rows)), rule="C.SAME")
    assert (str(check.found), str(check.expected), check.grade) == ("100%", "50%", "contradiction")
