"""Yes or no to a stated amount, amounts apart under one name, and what an amount is shared among: of an invented orchard office."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import Quantity
from corpus.store import Store
from ingest.load import ingest
from qa.answering import affirming
from qa.ask import Asker

RECORD = """---
issuer: 云溪区果园管理处
region: 云溪区
year: 2023
kind: budget
scope: unit
title: 云溪区果园管理处2023年度部门预算
---

# 第一部分 概况

## 一、主要职能

云溪区果园管理处负责全区2350户果农的技术指导。

# 第二部分 预算表

**部门支出总表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 221 | 住房保障支出 | 32.00 | 32.00 | |
| 22102 | 住房改革支出 | 32.00 | 32.00 | |
| 2210201 | 住房公积金 | 32.00 | 32.00 | |
| 213 | 农林水支出 | 188.00 | 118.00 | 70.00 |
| | 合计 | 220.00 | 150.00 | 70.00 |

**一般公共预算基本支出表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| 301 | 工资福利支出 | 112.00 | 112.00 | |
| 30113 | 住房公积金 | 22.00 | 22.00 | |
| 302 | 商品和服务支出 | 38.00 | | 38.00 |
| 30201 | 办公费 | 6.00 | | 6.00 |
| 30209 | 物业管理费 | 9.30 | | 9.30 |
| 30231 | 公务用车运行维护费 | 7.50 | | 7.50 |
| | 合计 | 150.00 | 112.00 | 38.00 |

# 第三部分 情况说明

## 一、人员

编制人数30人，在职实有人数24人。

## 二、国有资产

截至2022年12月31日，共有车辆5辆。办公用房面积620平方米。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("orchard")
    (folder / "orchard.md").write_text(RECORD, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "orchard.md"], store)
    return Asker(store)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("办公费是不是8万元", "不是8万元，应是6万元"),
        ("办公费有6万元吗", "是的，是6万元"),
        ("听说办公费8万，是真的吗", "不是8万元"),
        ("物业管理费超过9万了吗", "是的，超过9万元"),
        ("物业管理费不到9万吧", "不是，不止9万元"),
        ("在职的是24个人吗", "是的，是24人"),
    ],
)
def test_a_stated_amount_is_confirmed_or_denied_first(asker: Asker, asked: str, said: str) -> None:
    answer = asker.ask(f"云溪区果园管理处2023年{asked}")
    assert answer.answer.startswith(said)
    assert answer.status == "answered"
    assert answer.figures


@given(stated=st.integers(1, 99_999), found=st.integers(1, 99_999))
def test_yes_and_no_go_by_the_amounts_whatever_they_are(stated: int, found: int) -> None:
    one, other = Quantity(Decimal(stated), "元"), Quantity(Decimal(found), "元")
    said = affirming._verdict("是不是这样", one, other)
    assert said.startswith("是的") == (stated == found)
    over = affirming._verdict("超过这么多吗", one, other)
    assert over.startswith("是的") == (found > stated)
    under = affirming._verdict("不到这么多吧", one, other)
    assert under.startswith("是的") == (found < stated)


@pytest.mark.parametrize(
    ("asked", "formula"),
    [
        ("物业管理费按办公用房面积摊，每平方米多少元", "93,000 ÷ 620"),
        ("公用经费按在职的24个人摊，一人多少元", "380,000 ÷ 24"),
        ("公车运行费摊到5辆车，一辆合多少元", "75,000 ÷ 5"),
        ("支出合计摊到2350户果农，一户合多少元", "2,200,000 ÷ 2,350"),
    ],
)
def test_an_amount_is_shared_among_what_is_said(asker: Asker, asked: str, formula: str) -> None:
    answer = asker.ask(f"云溪区果园管理处2023年{asked}")
    assert answer.calculation is not None
    assert answer.calculation.formula.startswith(formula)


def test_what_cannot_be_worked_out_is_refused_and_what_was_found_is_said(asker: Asker) -> None:
    answer = asker.ask("云溪区果园管理处2023年办公费比2022年多了多少")
    assert answer.status == "not_found"
    assert not answer.figures
    assert "办公费6万元" in answer.answer


def test_one_name_with_two_amounts_in_two_tables_is_told_with_both_and_the_gap(asker: Asker) -> None:
    answer = asker.ask("云溪区果园管理处2023年住房公积金我怎么看到两个数，各是多少")
    (conflict,) = answer.conflicts
    assert {f.value for f in conflict.figures} == {"32.00", "22.00", "10.00"}
    assert "口径可能不一样" in answer.answer
