"""Rows of one name, cells of words, amounts that the question states, shares of a set's members: of two invented bureaus."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.store import Store
from ingest import load
from qa.answer import Answer
from qa.ask import Asker
from qa.retrieval.words import Words

HEAD = """---
issuer: {issuer}
region: {region}
year: {year}
kind: {kind}
scope: unit
title: {title}
original_sha256: {sha}
narrative: restated
---

"""
BUDGET = (
    HEAD.format(
        issuer="梧岭市丹溪区档案局",
        region="梧岭市丹溪区",
        year=2023,
        kind="budget",
        title="梧岭市丹溪区档案局2023年部门预算",
        sha="1" * 64,
    )
    + """# 第一部分 概况

## 一、人员构成

总编制人数24人，在职实有20人。

# 第二部分 预算表

**一般公共预算基本支出表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
|  | 合计 | 420.00 | 360.00 | 60.00 |
| 301 | 工资福利支出 | 360.00 | 360.00 | 0.00 |
| 30101 | 基本工资 | 200.00 | 200.00 | 0.00 |
| 30102 | 津贴补贴 | 160.00 | 160.00 | 0.00 |
| 302 | 商品和服务支出 | 60.00 | 0.00 | 60.00 |
| 30201 | 办公费 | 24.00 | 0.00 | 24.00 |
| 30206 | 电费 | 18.00 | 0.00 | 18.00 |
| 30211 | 差旅费 | 12.00 | 0.00 | 12.00 |
| 30216 | 培训费 | 6.00 | 0.00 | 6.00 |

**政府采购预算表**

单位：万元

| 采购类别 | 项目名称 | 采购品目 | 采购组织形式 | 总计 |
|---|---|---|---|---|
| 合计 |  |  |  | 100.00 |
| 货物 |  |  |  | 40.00 |
|  | 库房改造 | 台式计算机 | 政府集中采购 | 15.00 |
|  | 库房改造 | 便携式计算机 | 政府集中采购 | 5.00 |
|  | 日常运转 | 台式计算机 | 分散自行组织 | 20.00 |
| 服务 |  |  |  | 60.00 |
|  | 库房改造 | 会议服务 | 分散自行组织 | 10.00 |
|  | 日常运转 | 会议服务 | 分散自行组织 | 50.00 |
"""
)
ACCOUNTS = (
    HEAD.format(
        issuer="梧岭市丹溪区水利局",
        region="梧岭市丹溪区",
        year=2023,
        kind="final_accounts",
        title="梧岭市丹溪区水利局2023年度部门决算",
        sha="2" * 64,
    )
    + """# 第一部分 概况

在职实有10人。

# 第二部分 决算表

**支出决算表**

单位：万元

| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
|  | 合计 | 500.00 | 200.00 | 300.00 |
| 213 | 农林水支出 | 500.00 | 200.00 | 300.00 |

# 第三部分 情况说明

## 一、财政拨款支出决算具体情况

农林水支出（类）年初预算为400万元，支出决算为480万元，完成年初预算的120%，主要原因是新增防汛物资。

2023年公务接待费支出1.2万元，与上年持平。

## 二、项目绩效自评

1.水闸维护项目绩效自评综述：项目全年预算数为120万元，执行数为114万元，完成预算的95%。
2.堤防加固项目绩效自评综述：项目全年预算数为180万元，执行数为150万元，完成预算的83.33%。加固堤防5公里。
"""
)


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory, words: Words) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("rows"))
    for name, text in (("budget.md", BUDGET), ("accounts.md", ACCOUNTS)):
        store.put(load.read(text.encode(), name))
    return Asker(store, words=words)


def values(answer: Answer) -> set[Decimal]:
    inputs = answer.calculation.inputs if answer.calculation else ()
    return {Decimal(f.value) for f in (*answer.figures, *inputs)}


def test_what_only_went_into_a_calculation_is_no_figure_that_was_asked_for(asker: Asker) -> None:
    answer = asker.ask("丹溪区水利局2023年水闸维护、堤防加固两个项目一共还有多少钱没花完，占两个项目预算的几成")
    assert answer.figures[0].value == "36"
    assert not {"120", "180", "114", "150"} & {f.value for f in answer.figures}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("丹溪区档案局2023年会议服务采购多少", {"60", "10", "50"}),
        ("丹溪区档案局2023年会议服务有几笔，一共多少", {"2", "60"}),
        ("丹溪区档案局2023年台式机加笔记本电脑一共多少钱", {"40", "35", "5"}),
        ("丹溪区档案局2023年政府集中采购多少", {"20", "15", "5"}),
        ("丹溪区档案局2023年政府采购里，政府集中采购和分散自行组织各多少", {"20", "80"}),
        ("丹溪区档案局2023年公用经费里最大的两项合计占公用经费的百分之几", {"24", "18", "42", "70"}),
        ("丹溪区档案局2023年公用经费里最大的三项各占多少", {"40", "30", "20"}),
        ("丹溪区档案局2023年公用经费里花得最多的是哪一项，排第二的是什么", {"24", "18"}),
        ("丹溪区档案局2023年差旅费12万，占那60万的几成", {"12", "20"}),
        ("丹溪区档案局2023年基本工资和津贴补贴合计是多少，平均每人多少", {"360", "18"}),
        ("丹溪区水利局2023年两个项目一共还有多少钱没花完", {"36", "6", "30"}),
        ("丹溪区水利局2023年没花完的钱最多的是哪个项目", {"30"}),
        ("丹溪区水利局2023年执行率不到九成的项目有哪些，加起来剩了多少", {"83.33", "30"}),
        ("丹溪区水利局2023年农林水支出超了多少，超出百分之几", {"80", "20"}),
        ("丹溪区水利局2023年农林水支出决算超年初预算多少", {"80"}),
        ("丹溪区水利局2023年农林水支出决算超出年初预算百分之几", {"20"}),
        ("丹溪区档案局2023年政府采购中货物占比是多少，服务占比是多少", {"40", "60"}),
        ("丹溪区档案局2023年电费占公用经费几成，差旅费占比呢", {"30", "20"}),
        ("丹溪区水利局2023年水闸维护、堤防加固，这两个项目各剩多少没花，总共剩多少", {"6", "30", "36"}),
        ("丹溪区档案局2023年电费、差旅费，这两项合计占公用经费的百分之几", {"30", "50"}),
        ("丹溪区水利局2023年加固堤防几公里，一公里多少万", {"5", "30"}),
    ],
)
def test_what_is_asked_of_rows_sets_and_stated_amounts(asker: Asker, question: str, expected: set[str]) -> None:
    answer = asker.ask(question)
    assert {Decimal(v) for v in expected} <= values(answer), answer.answer


def test_of_several_rows_of_one_name_none_is_stated_alone(asker: Asker) -> None:
    answer = asker.ask("丹溪区档案局2023年会议服务多少")
    assert Decimal(answer.figures[0].value) == 60
    assert "（2笔）合计" in answer.answer
    assert "日常运转" in answer.answer


def test_a_row_that_the_question_tells_apart_is_meant_alone(asker: Asker) -> None:
    answer = asker.ask("丹溪区档案局2023年库房改造的会议服务多少")
    assert values(answer) == {Decimal(10)}


def test_nothing_is_computed_with_a_stated_amount_that_is_printed_nowhere(asker: Asker) -> None:
    answer = asker.ask("丹溪区档案局2023年差旅费占那77万的几成")
    assert answer.status != "answered"
    assert not {f.unit for f in answer.figures} & {"%"}


@pytest.mark.parametrize("place", ["青石", "白浪"])
def test_a_body_of_another_region_is_not_held_though_it_is_called_alike(asker: Asker, place: str) -> None:
    answer = asker.ask(f"{place}档案局2023年办公费多少")
    assert answer.status == "not_found"
    assert not answer.figures


def test_a_mistyped_name_is_said_to_be_taken_for_the_printed_one(asker: Asker) -> None:
    answer = asker.ask("丹溪区档案局2023年陪训费和电费各多少")
    assert values(answer) == {Decimal(6), Decimal(18)}
    assert "“陪训费”按“培训费”理解" in answer.answer


def test_the_codes_of_several_things_are_told_each_with_its_place(asker: Asker) -> None:
    answer = asker.ask("丹溪区档案局2023年办公费和差旅费的科目编码分别是什么")
    assert "**30201**" in answer.answer
    assert "**30211**" in answer.answer
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("丹溪区档案局二三年电费花多少", "18"),
        ("丹溪区档案局2023年政府采购盘子总共多大", "100"),
        ("丹溪区档案局2023年采购，买东西、买服务各多少", "40"),
        ("丹溪区档案局2023年公用经费摊到每个在职的人头上是多少万元", "3"),
    ],
)
def test_years_and_wholes_as_they_are_spoken(asker: Asker, question: str, expected: str) -> None:
    answer = asker.ask(question)
    assert Decimal(expected) in values(answer), answer.answer
    assert answer.status == "answered"


def test_what_did_not_fall_is_said_not_to_have_fallen_when_asked_why(asker: Asker) -> None:
    answer = asker.ask("丹溪区水利局2023年公务接待费为什么减少")
    assert answer.answer.startswith("不是减少，而是持平")
    assert answer.status == "answered"


def test_a_passage_that_gives_no_reason_is_no_whole_answer_to_why(asker: Asker) -> None:
    answer = asker.ask("丹溪区水利局2023年水闸维护项目为什么没花完")
    assert answer.status != "answered"
