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

2023年度收入支出总计500.00万元。

## 二、财政拨款支出

住房保障支出（类）年初预算为40.00万元，支出决算为30.00万元，完成年初预算的75.0%。
项目支出120.00万元。

## 三、“三公”经费

“三公”经费支出决算为2.40万元，其中公务接待费0.40万元，公务用车购置及运行维护费2.00万元。

## 四、政府采购

政府采购支出总额25.00万元，其中：货物采购金额10.00万元、工程采购金额0.00万元、服务采购金额15.00万元。
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
