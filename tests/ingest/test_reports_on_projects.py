"""What a report on one project says is said of it, not of the whole body."""

from __future__ import annotations

from dataclasses import replace

from sentences import BUDGET, facts, only, paragraph

from corpus.disclosure import Fact
from ingest.prose.facts import prose_facts


def report(*lines: tuple[str, tuple[str, ...]]) -> list[Fact]:
    at, read = 0, []
    for text, section in lines:
        read.append(paragraph(text, *section, at=at))
        at += len(text) + 1
    return prose_facts(read, replace(BUDGET, kind="final_accounts"))


def test_a_title_over_two_lines_names_the_project_of_the_sections_below_it() -> None:
    annex = "第五部分 附件"
    found = report(
        ("附件2023年度测试系统维护费项目", (annex,)),
        ("绩效评价报告", (annex,)),
        ("项目实际支出76.05万元，预算执行率74.67%。", (annex, "一、基本情况", "（三）项目资金投入")),
        ("本单位支出90.00万元。", ("第六部分 其他",)),
    )
    assert (only(found, "76.05").subject, only(found, "76.05").concept) == ("测试系统维护费", "project_expenditure")
    assert only(found, "74.67").subject == "测试系统维护费"
    assert only(found, "90.00").subject is None


def test_a_summary_of_a_project_is_of_it() -> None:
    found = facts(
        "1.测试宣传专项项目综述：根据年初设定的绩效目标，项目自评得分为94.7分。全年预算数为53.62万元，执行数为41.35万元。",
        kind="final_accounts",
    )
    assert [(f.row, f.subject) for f in found if f.measure == "amount"] == [("测试宣传专项", "测试宣传专项")] * 2
