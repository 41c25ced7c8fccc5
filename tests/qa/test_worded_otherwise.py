"""Questions that documents of other places answer in other forms: counts of cars, parts, quarters, reasons, doubts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.answer import Answer
from qa.ask import Asker

DOCUMENT = """---
issuer: 兰川市丹溪区临水街道办事处
aliases: 临水街道办事处, 临水街道
region: 澜江省, 兰川市, 丹溪区
year: 2024
kind: final_accounts
scope: consolidated
title: 2024年度兰川市丹溪区临水街道办事处部门决算
narrative: restated
---

# 第一部分 部门概况

## 一、机构设置

纳入本部门决算编制范围的预算单位共计2家，具体包括：临水街道办事处本级、临水街道便民中心。

# 第二部分 决算情况说明

## 一、收入支出决算总体情况

2024年度收入支出总计900.00万元。与2023年度相比，收入支出总计减少100.00万元。

## 二、具体情况

一般公共服务支出（类）财政事务（款）财政委托业务支出（项）。年初预算为50.00万元，支出决算为48.00万元。决算数小于预算数的主要原因：部分测评推迟到下一年。

## 三、政府采购

政府采购支出总额30.00万元，其中：货物采购金额10.00万元、工程采购金额0.00万元、服务采购金额20.00万元。

## 四、国有资产

截至2024年12月31日，共有车辆6辆，其中，一般公务用车4辆、执法执勤用车2辆。单价100万元（含）以上设备3台（套）。

## 五、站房改造项目用款安排

第一季度用款计划5万元，第二季度用款计划6万元，第三季度用款计划7万元，第四季度用款计划8万元。

## 六、名词解释

机关运行经费：指用一般公共预算安排的日常公用支出。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("other")
    (folder / "临水.md").write_text(DOCUMENT, "utf-8")
    store = Store.open(folder / "home")
    assert [r.outcome for r in ingest([folder / "临水.md"], store)] == ["new"]
    return Asker(store)


def values(answer: Answer) -> list[Decimal]:
    return [Decimal(f.value) for f in answer.figures]


def test_figures_and_their_cause_are_told_together(asker: Asker) -> None:
    answer = asker.ask("临水街道2024年财政委托业务支出年初预算和决算各是多少？为什么没花完？")
    assert values(answer)[:2] == [50, 48]
    assert "测评推迟" in answer.answer
    assert "没有披露" not in answer.answer


def test_the_year_of_the_document_is_not_the_year_asked_about(asker: Asker) -> None:
    answer = asker.ask("按临水街道2024年部门决算，2023年度收入支出总计应该是多少？")
    assert values(answer) == [1000]
    assert answer.calculation is not None


def test_how_many_cars_is_a_count_and_their_uses_are_its_parts(asker: Asker) -> None:
    assert values(asker.ask("临水街道2024年底有几辆公车？")) == [6]
    assert values(asker.ask("临水街道2024年一共有多少辆车，分别是什么用途？")) == [6, 4, 2]


def test_a_whole_is_not_added_to_its_parts(asker: Asker) -> None:
    answer = asker.ask("临水街道2024年政府采购一共多少钱？货物、工程、服务分别多少？")
    assert values(answer) == [30, 10, 0, 20]


def test_equipment_is_named_by_its_price(asker: Asker) -> None:
    assert values(asker.ask("临水街道2024年单价百万以上的设备有几台？")) == [3]


def test_units_that_are_counted_are_named(asker: Asker) -> None:
    answer = asker.ask("纳入临水街道2024年决算的预算单位有几家？")
    assert values(answer) == [2]
    assert "便民中心" in answer.answer


def test_quarters_are_told_one_by_one_with_their_sum(asker: Asker) -> None:
    answer = asker.ask("临水街道2024年站房改造每季度用款计划多少，全年合计？")
    assert values(answer) == [5, 6, 7, 8, 26]


def test_two_amounts_set_against_each_other_are_each_told(asker: Asker) -> None:
    answer = asker.ask("临水街道2024年财政委托业务支出到底是48万元还是50万元？")
    assert sorted(values(answer)) == [48, 50]
    assert "没有60" in asker.ask("临水街道2024年财政委托业务支出是48万元还是60万元？").answer


def test_how_a_word_is_explained_asks_for_its_meaning(asker: Asker) -> None:
    assert "日常公用支出" in asker.ask("临水街道2024年部门决算里“机关运行经费”是怎么解释的？").answer
