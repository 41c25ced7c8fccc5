"""Sentences are checked against their own figures; what has no certain operand is left alone."""

from __future__ import annotations

from typing import Any

from corpus.disclosure import Check, Fact, Place
from ingest.checks.prose import prose_checks
from tests.ingest.test_conflicts import said

SENTENCE = Place(10_000, 10_200)


def told(value: str, unit: str = "万元", **changes: Any) -> Fact:
    return said(value, unit, **{"context": SENTENCE, **changes})


def run(*facts: Fact) -> list[Check]:
    return [o.check for o in prose_checks(facts) if o]


def test_shares_of_a_whole() -> None:
    whole = told("200.00", at=10_010, concept="current_expenditure", row="支出合计")
    part = told("50.00", at=10_020, concept="basic_expenditure", row="支出合计/基本支出")
    right = told("25.00", "%", at=10_030, measure="share", row="支出合计/基本支出", column="占本年支出合计")
    wrong = told("26.00", "%", at=10_030, measure="share", row="支出合计/基本支出", column="占本年支出合计")
    assert [(c.rule, c.grade) for c in run(whole, part, right)] == [("P.SHARE", "ok")]
    assert [(c.rule, c.grade) for c in run(whole, part, wrong)] == [("P.SHARE", "arithmetic_error")]


def test_a_wrong_share_of_an_unknown_whole_is_left_alone() -> None:
    whole = told("200.00", at=10_010, concept="three_public", row="三公经费")
    part = told("50.00", at=10_020, row="某项")
    assert run(whole, part, told("26.00", "%", at=10_030, measure="share", row="某项", column="占本年支出合计")) == []


def test_growth_from_the_change_alone() -> None:
    now = told("395.04", at=10_010, row="支出")
    change = told("176.06", at=10_020, measure="change", direction=1, row="支出", column="比2021年增加")
    growth = told("80.4", "%", at=10_030, measure="growth", direction=1, row="支出", column="增长")
    [check] = run(now, change, growth)
    assert (check.rule, check.grade) == ("P.GROWTH", "ok")


def test_a_fall_is_taken_from_the_larger_year() -> None:
    now = told("624.81", at=10_010, row="支出")
    change = told("179.14", at=10_020, measure="change", direction=-1, row="支出", column="减少")
    growth = told("22.28", "%", at=10_030, measure="growth", direction=-1, row="支出", column="减少")
    assert [c.grade for c in run(now, change, growth)] == ["ok"]


def test_completion_of_the_budget() -> None:
    plan = told("121.9", at=10_010, basis="budget", row="项目支出", column="预算资金")
    done = told("115.36", at=10_020, row="项目支出", column="实际支出")
    rate = told("94.4", "%", at=10_030, measure="completion", row="项目支出", column="执行率")
    [check] = run(plan, done, rate)
    assert (check.rule, check.holds, str(check.expected)) == ("P.EXEC", False, "94.6%")


def test_people_and_purchases_add_up() -> None:
    people = [
        ("55", "总编制人数"),
        ("5", "总编制人数/行政编制"),
        ("50", "总编制人数/事业编制"),
        ("9", "事业编制/参照公务员法管理"),
    ]
    facts = [told(v, "人", at=10_010 + 10 * i, measure="count", row=r) for i, (v, r) in enumerate(people)]
    assert [(c.rule, c.grade) for c in run(*facts)] == [("P.HEADCOUNT", "ok")]
    goods = [("14.11", "政府采购支出总额"), ("0.9", "货物类"), ("0", "工程类"), ("13.31", "服务类")]
    facts = [told(v, at=10_010 + 10 * i, row=r) for i, (v, r) in enumerate(goods)]
    assert [(c.rule, c.grade) for c in run(*facts)] == [("P.PROCURE", "arithmetic_error")]


def test_this_year_less_last_year_is_the_change() -> None:
    now = told("30.00", at=10_010, row="公用经费", concept="office_funds")
    last = told("25.00", at=10_020, row="公用经费", concept="office_funds", basis="prior_year", year=2021)
    change = told("6.00", at=10_030, row="公用经费", concept="office_funds", measure="change", direction=1)
    [check] = run(now, last, change)
    assert (check.rule, check.holds, check.expected and check.expected.value) == ("P.DELTA", False, 5)


def test_growth_between_two_printed_years() -> None:
    last = told("11.67", at=10_010, row="宣传", basis="prior_year", year=2021)
    now = told("45.41", at=10_040, row="宣传", basis="budget")
    growth = told("314.82", "%", at=10_070, measure="growth", direction=1, row="宣传", column="增加", basis="budget")
    [check] = run(last, now, growth)
    assert (check.rule, check.holds, str(check.expected)) == ("P.GROWTH", False, "289.12%")
    assert run(last, now, told("289.12", "%", at=10_070, measure="growth", direction=1, row="宣传"))[0].grade == "ok"


def test_the_parts_of_three_public_funds_in_the_text() -> None:
    named = [
        ("4.40", "“三公”经费"),
        ("0", "因公出国(境)费"),
        ("4.00", "公务用车购置及运行维护费"),
        ("0.30", "公务接待费"),
    ]
    facts = [told(v, at=10_010 + 10 * i, row=r, basis="budget") for i, (v, r) in enumerate(named)]
    assert [(c.rule, c.holds) for c in run(*facts)] == [("P.THREE_PUBLIC", False)]
