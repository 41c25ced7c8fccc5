"""Sets by condition: members over or under their budgets, by how they moved, by fund, by whose they are, and never without it."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker


@pytest.mark.parametrize(
    ("question", "told", "left_out"),
    [
        ("青岚区二小2023年执行数比年初预算少的科目有哪几个", ["其他普通教育支出", "住房公积金"], ["提租补贴"]),
        ("青岚区二小2023年和年初预算一分不差的支出是哪些", ["事业单位医疗", "提租补贴"], ["住房公积金"]),
        ("云溪区财政局2023年哪几类钱花得比年初预算多？各多多少", ["行政运行", "44.1万元", "购房补贴"], ["住房公积金"]),
        ("云溪区财政局2023年执行率没到90%的项目是哪些", ["财政投资评审", "债务风险"], ["一体化系统"]),
        ("云溪区财政局2023年自评得分低于96分的项目有哪些", ["95.8分", "93.6分"], ["98.34"]),
        ("兰川三院2023年哪几个项目用的是单位资金", ["门诊综合楼建设"], ["重大传染病防控"]),
        ("兰川三院2023年哪些功能科目有项目支出", ["综合医院", "重大公共卫生服务"], ["住房公积金"]),
        ("枫桥街道2023年哪些项目不是一般公共预算出的", ["美丽乡村道路建设"], ["环卫保洁"]),
        ("枫桥街道2023年三百万到八百万之间的项目有哪些", ["环卫保洁", "城管协管"], ["社区工作者", "党群服务"]),
        ("枫桥街道2023年公用经费里五万以上十万以下的有哪些", ["邮电费", "维修"], ["12.6万元", "水费"]),
        ("枫桥街道2023年工资福利支出里除了基本工资，最多的两项是什么", ["津贴补贴", "奖金"], ["基本工资：", "绩效"]),
        ("除了社区工作者的工资，枫桥街道2023年其他几个项目各安排了多少", ["环卫保洁", "95万元"], ["1,268.75"]),
        ("枫桥街道2023年哪几类支出占比超过三成", ["社会保障", "城乡社区"], ["住房保障"]),
        ("青岚区二小2023年哪些科目完成年初预算不到100%", ["其他普通教育", "住房公积金"], ["小学教育"]),
    ],
)
def test_members_are_told_that_meet_the_condition(
    asker: Asker, question: str, told: list[str], left_out: list[str]
) -> None:
    answer = asker.ask(question)
    said = answer.answer.split("相近的原文")[0]
    assert answer.status == "answered"
    assert ([n for n in told if n not in said], [n for n in left_out if n in said]) == ([], [])


_ITEMS = (
    ("一般公共服务支出（类）宣传事务（款）一般行政管理事务（项）", "110.60", "114.00", "减少2.98%"),
    ("一般公共服务支出（类）统战事务（款）一般行政管理事务（项）", "12.00", "8.00", "增加50.00%"),
    ("科学技术支出（类）科学技术普及（款）科普活动（项）", "10.00", "10.00", "持平"),
    ("公共安全支出（类）司法（款）公共法律服务（项）", "30.00", "25.00", "增加20.00%"),
)
_LINES = "\n\n".join(
    f"{n}. “{of}”{now}万元，主要用于开支。2023年当年预算执行数为{then}万元，2024年预算安排{now}万元，比2023年预算执行数{way}。主要原因是：调整。"
    for n, (of, now, then, way) in enumerate(_ITEMS, 1)
)
MOVED = """---
issuer: 云川市东岭街道办事处
aliases: 东岭街道
region: 云川市
year: 2024
kind: budget
scope: unit
title: 云川市东岭街道办事处2024年部门预算
---

# 2024年部门预算编制说明

财政拨款支出主要内容如下：

LINES

# 部门预算表

**2024年部门支出预算总表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
|  | 合计 | 162.60 |  | 162.60 |
| 201 | 一般公共服务支出 | 122.60 |  | 122.60 |
| 20133 | 宣传事务 | 110.60 |  | 110.60 |
| 2013302 | 一般行政管理事务 | 110.60 |  | 110.60 |
| 20134 | 统战事务 | 12.00 |  | 12.00 |
| 2013402 | 一般行政管理事务 | 12.00 |  | 12.00 |
| 204 | 公共安全支出 | 30.00 |  | 30.00 |
| 20406 | 司法 | 30.00 |  | 30.00 |
| 2040607 | 公共法律服务 | 30.00 |  | 30.00 |
| 206 | 科学技术支出 | 10.00 |  | 10.00 |
| 20607 | 科学技术普及 | 10.00 |  | 10.00 |
| 2060702 | 科普活动 | 10.00 |  | 10.00 |
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("moved")
    (folder / "dongling.md").write_text(MOVED.replace("LINES", _LINES), "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "dongling.md"], store)
    return Asker(store)


@pytest.mark.parametrize(
    ("question", "told", "left_out"),
    [
        ("东岭街道2024年预算比2023年执行数减少的有哪些项", ["宣传事务", "3.4万元", "2.98%"], ["统战", "科普"]),
        ("东岭街道2024年有哪些支出跟上一年执行数一样没变", ["科普活动"], ["统战", "公共法律"]),
        ("东岭街道2024年的预算跟2023年执行数比，涨了四成以上的是哪几项", ["统战", "50%"], ["公共法律", "宣传"]),
    ],
)
def test_members_are_told_by_how_they_moved(moved: Asker, question: str, told: list[str], left_out: list[str]) -> None:
    said = moved.ask(question).answer.split("相近的原文")[0]
    assert ([n for n in told if n not in said], [n for n in left_out if n in said]) == ([], [])


def test_a_headcount_is_no_answer_to_how_many_left(asker: Asker) -> None:
    assert asker.ask("青岚区二小2023年转走了多少学生").status == "not_found"


def test_where_the_money_comes_from_is_the_lines_of_the_income_and_the_share_of_each(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年的钱从哪几个渠道来，比重各是多少").answer
    assert [said for said in ("3,917万元", "92.45%", "320万元", "7.55%") if said not in answer] == []
