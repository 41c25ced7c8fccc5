"""What a question names before a figure, the figure must be about: neither a share nor a whole of something else is stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

DOCUMENT = """---
issuer: 澜江省云溪区测试中心
aliases: 云溪测试中心
region: 澜江省, 云溪区
year: 2023
kind: final_accounts
scope: unit
title: 2023年度云溪区测试中心单位决算
narrative: restated
---

# 第二部分 决算情况说明

## 一、收入支出决算总体情况

2023年度收入支出总计500.00万元。与2022年度相比，收入支出总计增加60.00万元。

## 二、财政拨款支出

住房保障支出（类）年初预算为40.00万元，支出决算为30.00万元，完成年初预算的75.0%。
项目支出120.00万元，人员经费260.00万元。

设施维护经费年初预算为10.00万元，调整后预算为12.00万元，支出决算为8.00万元。

## 二之二、人员情况

编制人数18人，在职人员实有13人。

## 三、“三公”经费

“三公”经费支出决算为2.40万元，其中公务接待费0.40万元，公务用车购置及运行维护费2.00万元。

## 四、政府采购

政府采购支出总额25.00万元，其中：货物采购金额10.00万元、工程采购金额0.00万元、服务采购金额15.00万元。

## 五、名词解释

因公出国（境）费用：指单位人员公务出国（境）的团组住宿费、旅费等支出。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("carried")
    (folder / "document.md").write_text(DOCUMENT, "utf-8")
    store = Store.open(folder / "store")
    ingest([folder / "document.md"], store)
    return Asker(store)


def test_the_whole_of_a_thing_named_before_is_not_the_whole_of_the_year(asker: Asker) -> None:
    answer = asker.ask("把云溪测试中心2023年“三公”经费加总，一共多少？")
    assert [f.value for f in answer.figures] == ["2.40"]


def test_a_part_of_a_thing_named_before_is_no_figure_of_the_whole_body(asker: Asker) -> None:
    answer = asker.ask("死亡抚恤这项，云溪测试中心2023年的项目支出多少万元？")
    assert not answer.figures


def test_a_share_of_the_total_is_of_the_total_named_before(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年政府采购按类别分，服务这一类占了总额的百分之几？")
    assert answer.figures[0].value == "60.00"


def test_nothing_is_a_share_of_itself(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年住房保障支出占住房保障支出的百分之几？")
    assert answer.status != "answered"
    assert all(f.unit != "%" for f in answer.figures)


def test_a_figure_is_of_every_term_that_is_named_with_it(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年政府购买服务里的公务接待费是多少？")
    assert not answer.figures


def test_a_change_against_an_earlier_year_is_not_that_against_the_year_before(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年收入支出总计比2020年多多少？")
    assert not answer.figures
    assert answer.status == "not_found"
    assert asker.ask("云溪测试中心2023年收入支出总计比2022年多多少？").figures[0].value == "60.00"


def test_a_number_that_is_not_disclosed_is_no_entry_of_the_glossary(asker: Asker) -> None:
    assert asker.ask("云溪测试中心2023年因公出国（境）团组数").status == "not_found"


def test_the_budget_as_adjusted_less_what_was_spent(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年的设施维护经费，预算调整后减去决算还剩多少没花出去？")
    assert answer.figures[0].value == "4.00"


def test_a_stated_headcount_is_held_against_the_printed_one(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年有18名在职人员，每人平均的人员经费是多少？")
    assert answer.figures[0].value == "20.00"
    assert "编制" in answer.answer
    assert "不是30名" in asker.ask("云溪测试中心2023年有30名在职人员，每人平均的人员经费是多少？").answer


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("住房保障支出到年底真正用掉多少", "30.00"),
        ("住房保障支出方面，实际比年初预算少花多少", "10.00"),
        ("在政府采购中购买服务花掉多少", "15.00"),
    ],
)
def test_what_people_say_of_spending_is_understood(asker: Asker, said: str, value: str) -> None:
    assert value in {f.value for f in asker.ask(f"云溪测试中心2023年{said}？").figures}


def test_a_printed_share_is_of_the_thing_and_the_whole_that_are_named(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心2023年政府采购里服务类占多少比例？")
    assert "60.00" in {f.value for f in answer.figures}
    assert "75.0" not in answer.answer
