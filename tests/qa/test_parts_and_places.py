"""Parts of a stated whole, all projects together, one amount in several places: of an invented centre."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.answer import Answer
from qa.ask import Asker

DOCUMENT = """---
issuer: 云溪区测试中心
region: 云溪区
year: 2023
kind: final_accounts
scope: unit
title: 云溪区测试中心2023年度部门决算
original_sha256: 0000000000000000000000000000000000000000000000000000000000000000
narrative: restated
---

# 第一部分 概况

## 一、单位构成

纳入云溪区测试中心2023年度部门决算编制范围的单位共2家，具体包括：云溪区测试中心本级、云溪区样品库。

## 二、新建工程

样品库工程规划建筑面积3200平方米，建筑高度18.6米，地上主楼4层。

# 第二部分 决算表

**收入支出决算总表**

单位：万元

| 项目 | 决算数 |
|---|---|
| 八、社会保障和就业支出 | 61.20 |
| 九、卫生健康支出 | 20.00 |

**支出决算表**

单位：万元

| 科目名称 | 本年支出合计 |
|---|---|
| 社会保障和就业支出 | 61.21 |
| 卫生健康支出 | 20.00 |

# 第三部分 情况说明

## 一、项目支出

项目支出预算资金80万元，项目支出实际支出72.5万元，执行率90.6%。

## 二、惠企活动

组织校企对接活动，服务12余所院校的毕业生。

开展样品安全演练一场，邀请院校师生观摩。演练由《云溪日报》和溪声频道作了报道。

# 第四部分 附件

## 一、绩效自评结果

整体绩效自评得分92.5分，其中：预算执行情况自评分17.5分，绩效目标自评分75分。

**2023年度检定设备经费项目自评表**

项目：检定设备经费

单位：万元

| 填报项目 | 填报内容 |
|---|---|
| 项目名称 | 检定设备经费 |

| 预算执行情况 | 预算数(A) | 执行数(B) | 执行率(B/A) |
|---|---|---|---|
| 年度财政资金总额 | 50.00 | 45.00 | 90% |

**2023年度样品采集经费项目自评表**

项目：样品采集经费

单位：万元

| 填报项目 | 填报内容 |
|---|---|
| 项目名称 | 样品采集经费 |

| 预算执行情况 | 预算数(A) | 执行数(B) | 执行率(B/A) |
|---|---|---|---|
| 年度财政资金总额 | 30.00 | 27.50 | 91.67% |

# 第五部分 名词解释

财政拨款收入：指区级财政当年拨付的资金。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("parts")
    (folder / "云溪.md").write_text(DOCUMENT, "utf-8")
    store = Store.open(folder / "home")
    assert [r.outcome for r in ingest([folder / "云溪.md"], store)] == ["new"]
    return Asker(store)


def values(answer: Answer) -> list[Decimal]:
    return [Decimal(f.value) for f in answer.figures]


def test_a_part_of_a_stated_whole_is_not_answered_by_the_whole(asker: Asker) -> None:
    assert values(asker.ask("云溪测试中心整体绩效92.5分里，绩效目标这部分拿了几分？"))[0] == 75


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("把云溪测试中心两张项目自评表的预算数加起来是多少？", 80),
        ("云溪测试中心2023年各项目的执行数合计多少？", Decimal("72.5")),
        ("云溪测试中心所有项目的预算加在一起有多少钱？", 80),
    ],
)
def test_the_amounts_of_all_projects_are_added_up(asker: Asker, question: str, total: Decimal) -> None:
    assert total in values(asker.ask(question))


def test_no_sum_is_stated_where_there_are_not_as_many_projects_as_the_question_says(asker: Asker) -> None:
    assert Decimal(80) not in values(asker.ask("把云溪测试中心七张项目自评表的预算数全加起来是多少？"))


def test_an_amount_is_not_answered_by_a_count_or_a_score(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心23年2个项目的预算盘子一共多大？")
    assert {f.unit for f in answer.figures} == {"万元"}
    assert Decimal(80) in values(answer)


def test_what_of_a_budget_was_not_spent_is_its_budget_less_its_outcome(asker: Asker) -> None:
    assert Decimal("7.5") in values(asker.ask("云溪测试中心2023年项目预算里没花掉的有多少钱？"))


@pytest.mark.parametrize(
    "question", ["纳入云溪测试中心2023年部门决算的单位都有谁？", "编入云溪测试中心2023年部门决算范围的单位是哪几家？"]
)
def test_who_is_taken_in_is_told_by_name_and_not_by_money(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert "云溪区样品库" in answer.answer
    assert not answer.figures


def test_how_high_a_building_is_and_how_many_storeys_it_has_are_both_told(asker: Asker) -> None:
    answer = asker.ask("云溪测试中心样品库那栋楼设计多高、地上主楼几层？")
    assert values(answer) == [Decimal("18.6"), 4]


def test_the_media_that_reported_are_told(asker: Asker) -> None:
    assert "云溪日报" in asker.ask("云溪测试中心的样品安全演练上了哪些媒体平台？").answer


def test_a_loose_count_is_read_as_it_is_printed(asker: Asker) -> None:
    assert "12余所" in asker.ask("云溪测试中心的校企对接活动服务了多少所院校的毕业生？").answer


def test_how_a_document_puts_a_quoted_term_asks_for_its_definition(asker: Asker) -> None:
    assert "区级财政当年拨付" in asker.ask("云溪测试中心决算公开是怎么说“财政拨款收入”的").answer


def test_one_amount_in_several_places_is_compared_place_by_place(asker: Asker) -> None:
    apart = asker.ask("云溪测试中心2023年社会保障和就业支出决算，各张表的数一致吗？")
    assert apart.conflicts
    assert set(values(apart)) == {Decimal("61.20"), Decimal("61.21")}
    alike = asker.ask("云溪测试中心2023年卫生健康支出决算，各张表的数一致吗？")
    assert not alike.conflicts
    assert values(alike) == [Decimal("20.00")]


BUDGET = """---
issuer: 云溪区检定所
region: 云溪区
year: 2023
kind: budget
scope: unit
title: 云溪区检定所2023年部门预算
narrative: restated
---

# 第三部分 情况说明

## 一、项目支出

2023年项目支出预算96万元，其中：计量标准更新经费96万元，比2022年预算增加16万元。

# 第四部分 项目表

**计量标准更新经费项目申报表**

项目：计量标准更新经费

单位：万元

| 项目 | 金额 |
|---|---|
| 项目当年预算 | 96.00 |
| 2022年决算 | 71.50 |
"""


def test_the_budget_of_the_year_before_is_not_answered_by_its_outcome(tmp_path: Path) -> None:
    (tmp_path / "检定.md").write_text(BUDGET, "utf-8")
    store = Store.open(tmp_path / "home")
    ingest([tmp_path / "检定.md"], store)
    answer = Asker(store).ask("云溪区检定所计量标准更新经费2022年预算多少、2023年多少？")
    assert {Decimal(80), Decimal(96)} <= set(values(answer))
    assert Decimal("71.5") not in values(answer)
