"""Which words of a document are told, and what is refused because no figure is what was asked: of an invented institute."""

from __future__ import annotations

import numpy as np
import pytest

from corpus import terms
from corpus.store import Store
from eval import train
from ingest.load import ingest
from qa.answer import Answer
from qa.ask import Asker
from qa.passages import ranking

RECORD = """---
issuer: 云溪区测量所
region: 云溪区
year: 2023
kind: budget
scope: consolidated
title: 云溪区测量所2023年度部门预算
---

# 第一部分 概况

## 一、主要职能

云溪区测量所负责全区测绘与地名管理。

## 二、单位构成

本部门预算包括云溪区测量所本级、云溪区标石管理站。

# 第二部分 预算表

**部门支出预算明细表**

单位：万元

| 单位名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|
| 云溪区测量所本级 | 300.00 | 200.00 | 100.00 |
| 云溪区标石管理站 | 120.00 | 90.00 | 30.00 |
| 合计 | 420.00 | 290.00 | 130.00 |

**96110标石热线项目绩效目标表**

单位：万元

| 项目名称 | 96110标石热线 |
|---|---|
| 项目资金总额 | 30.00 |
| 其中：财政拨款 | 30.00 |
| 其他资金 | 0.00 |

# 第三部分 情况说明

## 一、人员

编制人数52人，在职实有人数47人。服务测绘学员200人。

## 二、项目支出

1.地形测绘经费100.00万元，主要用于购置无人机、更新全区地形图和培训外业人员。
地形测绘立项理由：城区扩大之后旧图与实地相差太远，规划和修路都要新图。

2.标石热线经费30.00万元，主要用于受理居民报修标石。

## 三、“三公”经费

公务接待费预算2.10万元，比2022年预算减少0.40万元，主要原因是同城会议改为视频。国内公务接待9批次、63人次。

## 四、退休人员

退休费预算36.00万元，用于发放退休人员补贴。

## 五、绩效自评

地形测绘全年预算数为100.00万元，执行数为80.00万元，执行率为88.0%，存在的问题是雨季外业停工。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("institute")
    (folder / "云溪区测量所2023.md").write_text(RECORD, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪区测量所2023.md"], store)
    return Asker(store)


def told(asker: Asker, question: str) -> Answer:
    return asker.ask(question)


def test_a_purpose_is_told_where_the_question_shares_few_words_with_it(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所搞地形测绘的钱拿去干嘛用了")
    assert "无人机" in answer.answer


def test_the_reason_why_a_project_was_set_up_is_told(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所为什么要搞地形测绘这个项目")
    assert "旧图" in answer.answer
    assert answer.citations


def test_a_project_whose_name_begins_with_digits_is_found_by_it(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所96110标石热线项目多少钱")
    assert [f.value for f in answer.figures] == ["30.00"]


def test_how_many_people_came_is_asked_of_the_money_that_received_them(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所2023年公务接待几批多少人")
    assert {(f.value, f.unit) for f in answer.figures} == {("9", "批次"), ("63", "人次")}


@pytest.mark.parametrize(
    "question",
    [
        "云溪区测量所退休人员每个月发多少",
        "云溪区标石管理站编制多少人",
        "云溪区测量所2023年公务接待费实际花了多少",
    ],
)
def test_an_amount_beside_the_point_is_no_answer(asker: Asker, question: str) -> None:
    answer = told(asker, question)
    assert answer.status == "not_found"
    assert answer.figures == []


def test_a_rate_that_its_own_sentence_contradicts_is_not_told_without_saying_so(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所地形测绘的执行率我怎么算着不对")
    assert {f.value for c in answer.conflicts for f in c.figures} >= {"88.0"}
    assert "80" in answer.answer


def test_a_place_that_is_not_held_is_named_whatever_its_kind(asker: Asker) -> None:
    answer = told(asker, "松桥州农科所2023年公务接待费多少")
    assert answer.status == "not_found"
    assert "松桥州" in answer.answer


def test_people_per_batch_are_a_count_shared_out_among_a_count(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所2023年公务接待平均每批多少人")
    assert answer.calculation is not None
    assert answer.calculation.formula.startswith("63 ÷ 9")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪区测量所2023年基本支出是不是比项目支出还多", "是的，前者多"),
        ("云溪区测量所2023年在职是不是比编制多", "不是，前者反而少"),
    ],
)
def test_two_things_are_judged_where_it_is_asked_which_is_more(asker: Asker, question: str, said: str) -> None:
    assert said in told(asker, question).answer


def test_three_things_and_one_amount_asked_are_summed_and_told_each(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所2023年退休费、公务接待费、地形测绘经费多少钱")
    assert {f.value for f in answer.figures} >= {"36.00", "2.10", "100.00"}
    assert answer.calculation is not None
    assert "**138.1万元**" in answer.answer


def depth(node: object) -> int:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 1 + max(map(depth, inner), default=0)


def test_a_question_that_shares_out_of_itself_over_and_over_makes_no_plan_of_its_depth(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所" + "退休费占" * 200)
    assert depth(answer.plan or {}) < 200


def test_two_words_that_name_one_term_are_that_term() -> None:
    assert terms.composed("official_cars", "运行维护费") == "car_operation"
    assert terms.composed("official_cars", "编制") is None


def test_every_feature_has_a_learned_weight() -> None:
    assert len(ranking.learned()) == len(ranking.FEATURES)


def test_weights_put_right_statements_first_and_are_the_same_each_time() -> None:
    seeded = np.random.default_rng(7)
    given = []
    for number in range(40):
        features = seeded.normal(size=(12, len(ranking.FEATURES)))
        right = np.zeros(12, dtype=bool)
        right[features[:, 3].argmax()] = True  # what is nearest in meaning is right
        given.append(train.Example(f"hand{number % 4}-{number}", features, right))
    weights = train.fit(given)
    assert ranking.FEATURES[int(np.argmax(weights))] == "near"
    assert train.left_out(given, 1) > 0.8
    assert np.array_equal(weights, train.fit(given))


def test_without_right_statements_the_weights_are_what_is_known_before() -> None:
    weights = dict(zip(ranking.FEATURES, train.fit([]), strict=True))
    assert weights == pytest.approx({**dict.fromkeys(ranking.FEATURES, 0.0), **train.KNOWN})


def test_where_one_certain_name_is_asked_for_a_likely_statement_is_not_enough(asker: Asker) -> None:
    answer = told(asker, "云溪区测量所的无人机是跟哪家公司买的")
    assert answer.status == "not_found"
