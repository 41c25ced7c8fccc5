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


TWO_YEARS = """---
issuer: 云溪区种畜场
region: 云溪区
year: {year}
kind: final_accounts
scope: unit
title: 云溪区种畜场{year}年度部门决算
---

# 第一部分 决算表

**一般公共预算财政拨款基本支出决算表**

单位：万元

| 科目编码 | 科目名称 | 决算数 |
|---|---|---|
| 30217 | 公务接待费 | {guests} |
| 30231 | 公务用车运行维护费 | {cars} |
| 30201 | 办公费 | {office} |

# 第二部分 情况说明

## 一、项目支出

饲草经费全年预算数20.00万元，执行数{fodder}万元。畜舍维修全年预算数30.00万元，执行数{sheds}万元。

编制人数40人，在职实有人数36人，退休人员12人。
"""


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("farm")
    for year, *amounts in (
        (2022, "3.00", "5.00", "2.00", "18.00", "26.00"),
        (2023, "2.40", "4.10", "2.50", "16.50", "29.00"),
    ):
        names = dict(zip(("guests", "cars", "office", "fodder", "sheds"), amounts, strict=True))
        (folder / f"{year}.md").write_text(TWO_YEARS.format(year=year, **names), "utf-8")
    store = Store.open(folder / "home")
    ingest([folder], store)
    return Asker(store)


def test_each_of_several_things_is_set_against_itself_of_the_other_year(farm: Asker) -> None:
    answer = farm.ask("云溪区种畜场2023年公务接待费和公务用车运行维护费，比2022年分别少了多少")
    assert {"0.60", "0.90"} <= {f.value for f in answer.figures}


def test_several_things_together_are_set_against_their_sum_of_the_other_year(farm: Asker) -> None:
    answer = farm.ask("云溪区种畜场2023年公务接待费加公务用车运行维护费，两项合起来比2022年少了多少")
    assert answer.calculation is not None
    assert "6.50 − 8.00" in answer.answer


def test_posts_are_counted_where_they_are_asked_for_by_their_bare_name(farm: Asker) -> None:
    answer = farm.ask("云溪区种畜场2023年编制多少人，实际在职多少，退休的又有多少")
    assert [f.value for f in answer.figures] == ["40", "36", "12"]


def test_a_year_before_that_nothing_tells_of_is_named_as_left_open(farm: Asker) -> None:
    answer = farm.ask("云溪区种畜场2022年办公费去年是多少")
    assert answer.status != "answered"


def test_two_years_of_a_body_set_side_by_side_are_told_as_two_overviews(farm: Asker) -> None:
    answer = farm.ask("对比云溪区种畜场2022年和2023年")
    assert answer.answer.count("概况：") == 2
    assert "没有收录所问的部门预算" in farm.ask("总结一下云溪区种畜场2023年预算").answer


def test_an_amount_that_is_not_what_is_doubted_is_neither_confirmed_nor_denied(asker: Asker) -> None:
    answer = asker.ask("云溪区果园管理处2023年支出合计220万元是不是包括办公费")
    assert not answer.answer.startswith(("不是220", "是的，是220"))
