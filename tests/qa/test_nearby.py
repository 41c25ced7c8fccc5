"""What is read out beside an answer that leaves some of the question open: of an invented seed station."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store import Store
from ingest.load import ingest
from qa.answer import Answer
from qa.answering import nearby
from qa.ask import Asker
from qa.passages import nearest

RECORD = """---
issuer: 云溪区种子站
region: 云溪区
year: 2023
kind: budget
scope: unit
title: 云溪区种子站2023年度部门预算
---

# 第一部分 概况

## 一、主要职能

云溪区种子站负责全区良种的引进、试种与登记。

## 二、试验田

试验田共18.5亩，由村民合作社代管，站里派人巡查。

# 第二部分 预算表

**政府采购预算表**

单位：万元

| 采购品目 | 数量 | 计量单位 | 金额 |
|---|---|---|---|
| 烘干机 | 2 | 台 | 3.60 |
| 冷藏柜 | 4 | 台 | 2.40 |
| 合计 | | | 6.00 |

**项目支出绩效目标表（良种推广）**

单位：万元

| 项目名称 | 良种推广 |
|---|---|
| 项目资金总额 | 12.00 |
| 项目主管部门 | 区农业局 |
| 起止时间 | 2023年1月—2024年12月 |
| 立项依据 | 区政府会议纪要第7号 |

# 第三部分 情况说明

## 一、三公经费

2023年公务接待费预算0.50万元。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "seeds.md").write_text(RECORD, "utf-8")
    store = Store.open(folder / "home")
    for _ in ingest([folder / "seeds.md"], store):
        pass
    return Asker(store)


def test_what_found_nothing_is_looked_for_among_the_printed_rows(asker: Asker) -> None:
    answer = asker.ask("云溪区种子站2023年接待费预算多少，良种推广的起止时间和立项依据是什么")
    assert "2024年12月" in answer.answer
    assert "第7号" in answer.answer
    assert all(c.quote in asker.library.text(c.disclosure_id) for c in answer.citations)


def test_a_refusal_stays_a_refusal_with_what_stands_nearest(asker: Asker) -> None:
    answer = asker.ask("云溪区种子站2023年试验田的亩产是多少斤")
    assert answer.status == "not_found"
    assert not answer.figures
    assert "18.5亩" in answer.answer
    assert nearby.LEAD_OF_NONE in answer.answer


def test_a_whole_answer_has_nothing_beside_it(asker: Asker) -> None:
    answer = asker.ask("云溪区种子站2023年公务接待费预算多少")
    assert answer.status == "answered"
    assert "相近" not in answer.answer


@pytest.mark.parametrize("reason", ["not_in_corpus", "out_of_scope"])
def test_nothing_is_read_out_for_what_is_not_held_or_not_asked_of_documents(reason: str) -> None:
    assert not nearby.is_wanted(Answer("not_found", "没有收录", reason=reason))  # type: ignore[arg-type]


def test_a_row_is_read_out_with_its_heads_and_its_unit(asker: Asker) -> None:
    shelf = asker.library.shelf(asker.library.disclosures[0].id)
    said = [s.said for s in nearest.rows_of(shelf, asker.library.tables(shelf.disclosure.id)).stretches]
    assert any("冷藏柜" in s and "4" in s and "2.40万元" in s for s in said)
    assert len(said) == len(set(said))


@given(st.text(alphabet="种子站烘干机冷藏柜试验田多少为什么和推广2023，", max_size=60))
def test_stretches_are_few_and_none_stands_in_what_was_told(asker: Asker, asked: str) -> None:
    answer = asker.ask(f"云溪区种子站2023年{asked}")
    lead = next((x for x in (nearby.LEAD_OF_NONE, nearby.LEAD) if f"\n{x}\n" in answer.answer), None)
    if lead is None:
        return
    told, _, beside = answer.answer.partition(f"\n{lead}\n")
    lines = beside.split("\n")
    assert len(lines) <= nearest.MOST
    assert not any(line.rsplit("[", 1)[0].removeprefix("· ") in told for line in lines)
