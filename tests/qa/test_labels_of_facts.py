"""Names of figures as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from readings import reading

from qa.answer import fact_label, leaf

FACT = reading().facts[0]


def labelled(**changes) -> str:
    return fact_label(replace(FACT, **{"subject": None, "concept": None, "table": "某表", **changes}))


@pytest.mark.parametrize(
    ("path", "last"),
    [
        ("预算执行情况/执行率(B/A)", "执行率(B/A)"),
        ("年度（/项目）指标值", "年度（/项目）指标值"),
        ("本年支出/基本支出", "基本支出"),
        ("合计", "合计"),
        ("（一）甲/乙", "乙"),
    ],
)
def test_a_stroke_in_brackets_parts_nothing(path, last):
    assert leaf(path) == last


def test_a_rate_keeps_its_formula():
    assert labelled(row="年度资金总额", column="预算执行情况/执行率(B/A)") == "年度资金总额·执行率(B/A)"


def test_a_total_is_named_after_what_it_is_the_total_of():
    assert labelled(row="合计", column="决算数/合计", concept="three_public") == "“三公”经费合计"
    assert labelled(row="总计", column="收入/金额", concept="total_revenue") == "收入总计"
    assert labelled(row="合计", column="", table="国有资产情况表") == "国有资产情况表合计"


def test_a_subjects_total_keeps_the_subjects_name():
    assert labelled(row="合计", column="金额", subject="设备检定", concept="project_expenditure") == "设备检定·合计"


@pytest.mark.parametrize("column", ["占本年支出的", "占本年支出", "占本年支出的比重为"])
def test_a_share_says_of_what_it_is(column):
    assert labelled(row="项目支出", column=column) == "项目支出占本年支出的比例"
