"""What sentences say against each other and against tables without any figure, over invented bodies."""

from __future__ import annotations

import pytest
from paper import disclosure, table

from corpus.disclosure import Check, Table
from ingest.checks.run import run_checks
from ingest.prose.facts import prose_facts
from ingest.structure.lines import Paragraph

ACCOUNTS = disclosure()


def paragraphs(*lines: str) -> list[Paragraph]:
    """Lines ``section|text`` one after another."""
    out, at = [], 100_000
    for line in lines:
        section, _, text = line.partition("|")
        out.append(Paragraph(text, tuple(range(at, at + len(text))), (section,)))
        at += len(text) + 1
    return out


def found(*lines: str, tables: list[Table] | None = None) -> list[Check]:
    read = paragraphs(*lines)
    facts = prose_facts(read, ACCOUNTS)
    return [c for c in run_checks(ACCOUNTS, tables or [], facts, read)[0] if c.grade == "wording"]


def rules(checks: list[Check]) -> list[str]:
    return [c.rule for c in checks]


def test_one_reason_grown_and_shrunk() -> None:
    said = (
        "一、总体|支出增加，主要原因是人员增加，水情监测费增加。",
        "二、项目|项目支出减少，主要原因是水情监测经费减少。",
    )
    (only,) = found(*said)
    assert only.rule == "C.TREND"
    assert only.holds is None
    assert len(only.places) == 2


@pytest.mark.parametrize(
    "second",
    [
        "二、项目|项目支出减少，主要原因是测站本部增加安排了设备购置。",
        "二、项目|与年初预算相比减少，主要原因是水情监测经费减少。",
        "二、项目|项目支出减少，主要原因是水情监测经费减少 3.00 万元。",
    ],
)
def test_what_is_no_contrary_trend(second: str) -> None:
    assert found("一、总体|支出增加，主要原因是水情监测费增加。", second) == []


def test_outlays_named_whose_cells_are_blank() -> None:
    basic = table("F06", ["公用经费/决算数"], ["30201 办公费|1.00", "30214 租赁费|", "30226 劳务费|"])
    (only,) = found("六、基本支出|公用经费 1.00 万元，主要包括：办公费、租赁费、劳务费。", tables=[basic])
    assert only.rule == "C.BLANK"
    assert "租赁费、劳务费" in only.about


def test_a_list_of_outlays_that_all_have_amounts_is_no_finding() -> None:
    basic = table("F06", ["公用经费/决算数"], ["30201 办公费|1.00", "30214 租赁费|2.00"])
    assert found("六、基本支出|公用经费 3.00 万元，主要包括：办公费、租赁费。", tables=[basic]) == []


def test_units_with_three_public_money_that_is_nothing() -> None:
    said = (
        "七、“三公”经费|有一般公共预算财政拨款安排“三公”经费的单位包括本级 1 个。",
        "七、“三公”经费|2022 年度“三公”经费财政拨款支出决算为 0 万元。",
    )
    assert rules(found(*said)) == ["C.NONE"]


def test_duties_counted_in_text_and_form() -> None:
    form = table("S01", ["内容"], ["部门职能概述|1、管理站点。2、发布水情。"])
    listed = [f"一、主要职责|（{n}）承担第{n}类工作。" for n in "一二三"]
    (only,) = found(*listed, tables=[form])
    assert (only.rule, str(only.found), str(only.expected)) == ("C.COUNT", "2项", "3项")


def test_more_indicators_announced_than_named() -> None:
    (only,) = found("六、绩效|质量指标设置2个三级指标：数据合格率。经过评价，该指标得分为 30 分。")
    assert only.rule == "C.COUNT"


def test_all_goals_reached_and_one_not() -> None:
    said = ("第四部分 绩效|本年各项目标均已完成。", "第四部分 绩效|预算执行不达预期。")
    assert rules(found(*said)) == ["C.DONE"]
    assert found(said[0], "第五部分 其他|天气不达预期。") == []


def test_one_clause_with_characters_that_changed_places() -> None:
    form = table("S01", ["指标值"], ["管理|对测站和周边环境加强巡查"])
    (only,) = found("六、绩效|本年对测站和周边环境强加巡查，效果良好。", tables=[form])
    assert only.rule == "C.WORDS"
