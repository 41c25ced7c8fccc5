"""表种 is known by the title, whatever place, year, number and quotation marks surround it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tables import catalogue
from ingest.tables.catalogue import is_title, kind_of, title_core

TITLES = {
    "2023 年度收入支出决算总表（表 1）": "F01",
    "收支决算总表": "F01",
    "收入决算表": "F02",
    "部门收入决算表": "F02",
    "支出决算表": "F03",
    "财政拨款收入支出决算总表": "F04",
    "财政拨款收支决算总表": "F04",
    "一般公共预算财政拨款支出决算表": "F05",
    "一般公共预算支出决算表": "F05",
    "一般公共预算财政拨款基本支出决算明细表": "F06",
    "一般公共预算财政拨款“三公”经费支出决算表": "F07",
    "“三公”经费及会议费、培训费支出决算表": "F07",
    "政府性基金预算财政拨款收入支出决算表": "F08",
    "国有资本经营预算财政拨款支出决算表": "F09",
    "部门收支总表": "B01",
    "财务收支预算总表": "B01",
    "部门收入总表": "B02",
    "支出预算总表": "B03",
    "财政拨款收支总表": "B04",
    "一般公共预算支出表（分功能科目，分单位）": "B05",
    "一般公共预算支出功能分类预算表": "B05",
    "一般公共预算基本支出部门预算经济分类预算表": "B06",
    "财政拨款“三公”经费支出表": "B07",
    "“三公”经费和机关运行经费预算表": "B07",
    "政府性基金预算支出表": "B08",
    "国有资本经营预算支出表": "B09",
    "项目支出预算表": "B10",
    "项目支出总表": "B10",
    "部门预算项目支出及其他支出预算表": "B10",
    "2019年部门综合预算专项业务经费支出表": "B10",
    "2026年市本级一般公共预算重点项目情况表": "B10",
    "一般公共预算拨款支出预算表": "B05",
    "政府性基金预算拨款支出预算表": "B08",
    "2019年政府采购（资产配置、购买服务）预算表": "B11",
    "政府采购预算明细表": "B11",
    "政府购买服务预算表": "B12",
    "2024年部门整体支出绩效目标申报表": "B13",
    "2024年项目支出(绩效目标）申报表": "B14",
    "项目申报表（含绩效目标）": "B14",
    "2023年度整体绩效自评表": "S01",
    "2023年度道路养护经费项目自评表": "S02",
}


@pytest.mark.parametrize(("title", "kind"), TITLES.items())
def test_a_title_names_its_table(title: str, kind: str) -> None:
    assert kind_of(title) == kind
    assert is_title(title)


@pytest.mark.parametrize(
    "title", ["财政拨款支出决算明细表", "基本支出总表", "国有资产使用情况表", "政府采购支出决算表", "职工花名册表"]
)
def test_a_title_outside_the_catalogue_has_no_kind(title: str) -> None:
    assert kind_of(title) is None


@pytest.mark.parametrize(
    "line", ["表1", "公开01表", "详见附表", "部门预算公开报表", "人大代表", "一、收入决算情况说明"]
)
def test_what_only_looks_like_a_title_is_none(line: str) -> None:
    assert not is_title(line)


def test_numbers_and_list_marks_are_no_part_of_a_title() -> None:
    assert title_core("- 二、收入决算表(表 2)") == "收入决算表"
    assert title_core("公开03表 支出决算表") == "支出决算表"


@given(st.sampled_from(sorted(TITLES)), st.sampled_from(["", " ", "　"]), st.sampled_from(["", "附件1："]))
def test_white_space_and_numbering_do_not_change_the_kind(title: str, gap: str, before: str) -> None:
    assert kind_of(before + gap.join(title)) == TITLES[title]


def test_every_entry_finds_itself_by_its_own_name() -> None:
    assert {entry.id: kind_of(entry.name) for entry in catalogue.entries()} == {
        entry.id: entry.id for entry in catalogue.entries()
    }
