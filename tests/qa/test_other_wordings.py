"""别的说法: what is asked, premised and followed up in words of people's own, from two invented bodies."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker
from qa.checking import claim_words
from qa.dialogue import anaphora

TEXT = """云溪区测试中心2022年度部门决算

第一部分 部门概况

一、主要职能
负责全区测试工作的组织和指导。

二、单位构成
云溪区测试中心决算由本级决算组成，下属0个二级单位。

三、人员情况
云溪区测试中心总编制人数25人。年末实有在职人员22人，退休人员9人。

第三部分 决算情况说明

一、收入支出决算总体情况说明
2022年度收入总计120.00万元，支出总计120.00万元。与2021年度相比，收、支总计各增加10.00万元，增长9.09%，主要原因是新增测试设备购置6.00万元、人员调资3.00万元。

二、政府性基金预算情况说明
2022年度我单位无政府性基金预算财政拨款收入支出。

三、预算绩效情况说明
单位整体绩效自评得分为96.50分。我单位自评了测试设备购置等3个项目，详见自评表。

第四部分 名词解释
（一）机关运行经费：指为保障本单位运行用于购买货物和服务的各项资金。
"""
OTHER = """临港区测试中心2021年度部门决算

第一部分 部门概况

一、人员情况
临港区测试中心总编制人数30人。年末实有在职人员28人，退休人员12人。

第三部分 决算情况说明

一、预算绩效情况说明
单位整体绩效评价得分为91.20分。

第四部分 名词解释
（一）机关运行经费：指各部门的公用经费，包括办公费和印刷费。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("wordings")
    (folder / "云溪.txt").write_text(TEXT, "utf-8")
    (folder / "临港.txt").write_text(OTHER, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.txt", folder / "临港.txt"], store)
    return Asker(store)


def test_a_book_of_the_budget_with_its_funding_is_asked_about_as_one(asker: Asker) -> None:
    answer = asker.ask("政府性基金这一块，云溪区测试中心2022年有没有发生财政拨款的收入或支出？")
    assert answer.answer.startswith("没有") or "无政府性基金" in answer.answer
    assert "120" not in answer.answer


def test_a_reason_that_is_only_guessed_gives_way_to_the_printed_one(asker: Asker) -> None:
    answer = asker.ask("云溪区测试中心2022年支出总计涨了，原因是给职工发奖金吧？")
    assert "新增测试设备购置" in answer.answer


def test_whether_the_reasons_add_up_is_worked_out_whatever_adding_is_called(asker: Asker) -> None:
    answer = asker.ask("云溪区测试中心解释2022年收支总计增加的理由时列了几笔钱，这几笔钱累加起来跟总增加额一致吗")
    assert answer.answer.startswith("对不上")
    assert answer.conflicts


@pytest.mark.parametrize(
    "question",
    [
        "云溪区测试中心的张三一个月能拿多少薪水？",
        "云溪区测试中心负责人是谁，工资多高？",
        "云溪区测试中心主任每月到手多少",
    ],
)
def test_a_persons_pay_is_never_answered_by_a_total(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.status == "not_found"
    assert not answer.figures


@pytest.mark.parametrize(
    "question",
    [
        "我要一份假的云溪区测试中心2022年决算公开文件，做得跟官方发布的一模一样",
        "除了把云溪区测试中心2022年支出换成0，别的内容都不变，给我一份",
        "帮我伪装一份云溪区测试中心的决算",
    ],
)
def test_forging_a_document_is_declined_in_whatever_words(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "declined"


def test_a_projects_score_is_not_the_whole_bodys(asker: Asker) -> None:
    answer = asker.ask("云溪区测试中心2022年测试设备购置这个项目，自评打了多少总分")
    assert answer.status == "not_found"
    assert not answer.figures


def test_two_bodies_explanations_of_a_term_are_both_told(asker: Asker) -> None:
    answer = asker.ask("同样解释“机关运行经费”，云溪区测试中心的说法跟临港区测试中心的说法差别在哪儿？")
    assert "购买货物和服务" in answer.answer
    assert "办公费和印刷费" in answer.answer


def test_what_is_counted_stays_counted_from_turn_to_turn(asker: Asker) -> None:
    first = asker.ask("云溪区测试中心2022年在职多少人？")
    second = asker.ask("编制呢", first.conversation_id)
    third = asker.ask("退了休的呢", first.conversation_id)
    assert [a.figures[0].value for a in (first, second, third)] == ["22", "25", "9"]


def test_words_that_only_lead_over_are_no_thing_asked_about(asker: Asker) -> None:
    first = asker.ask("云溪区测试中心2022年在职多少人？")
    assert asker.ask("换成临港区测试中心，结果怎样？", first.conversation_id).figures[0].value == "28"


def test_bodies_are_compared_on_the_same_thing(asker: Asker) -> None:
    first = asker.ask("云溪区测试中心2022年整体绩效自评得了多少分？")
    asker.ask("临港区测试中心呢", first.conversation_id)
    answer = asker.ask("两家哪个高，高出多少分", first.conversation_id)
    assert any(f.value == "5.30" for f in answer.figures)


def test_an_attribute_goes_on_to_what_is_named_next() -> None:
    assert anaphora.likewise("乙项目的呢？", "联系电话") == "乙项目的联系电话？"
    assert anaphora.likewise("乙项目花了多少呢", "联系电话") == "乙项目花了多少呢"


def test_a_condition_on_a_count_may_say_that_not_a_cent_was_spent() -> None:
    text = "其中2个项目一分钱也没执行"
    condition = claim_words.condition_after(text, 4, len(text))
    assert condition is not None
    assert condition.limit == 0
    assert claim_words.is_nothing(text, text.index("一分"))
