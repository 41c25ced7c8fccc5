"""Questions whose answer is computed or chosen among like-named figures, over synthetic disclosures of invented bodies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from records import record

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

LISTED = """

# 第一部分 兰川市丹溪区测试中心2023年度部门决算情况说明

## 一、重点工作完成情况

全年检查网点52家，排查一般隐患80起，整改隐患76起。整改率达90%以上。

## 二、绩效评价结果

2023年度法务和党务经费项目自评总分96分，其中：产出指标得分55分，效益指标得分21分，满意度指标得分20分。

# 第二部分 兰川市丹溪区测试中心2023年度部门决算表

**2023年度法务和党务经费项目支出明细表**

项目：法务和党务经费

单位：万元

| 支出明细 | 金额 |
|---|---|
| 聘请专利代理 | 3.00 |
| 学习资料费 | 1.20 |
| 合计 | 4.20 |

**2023年度采购表**

单位：万元

| 采购品目 | 金额 |
|---|---|
| 显微镜 | 0.60 |
| 台式计算机 | 1.50 |

**支出决算表**

单位：万元

| 功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 20808 | 抚恤 | 31.00 | 16.00 | 15.00 |
| 2080801 | 死亡抚恤 | 31.00 | 16.00 | 15.00 |

**一般公共预算财政拨款基本支出决算表**

单位：万元

| 科目编码 | 科目名称 | 决算数 |
|---|---|---|
| 303 | 对个人和家庭的补助 | 16.00 |
| 30304 | 抚恤金 | 16.00 |

**2023年度遗属抚恤金项目自评表**

项目：遗属抚恤金

单位：万元

| 预算执行情况（万元）（20分） | 预算执行情况/预算数(A) | 预算执行情况/执行数(B) | 预算执行情况/执行率(B/A) |
|---|---|---|---|
| 年度财政资金总额 | 15.00 | 15.00 | 100.00% |

**支出决算总表**

单位：万元

| 支出 | 金额 | 占比 |
|---|---|---|
| 基本支出 | 9.90 |  |
| 人员经费 | 7.92 |  |
| 公用经费 | 1.98 | 19.8% |
| 支出总计 | 10.00 |  |
"""


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """Ask about one invented body that counts inspections in a sentence and lists what a project pays for."""
    folder = tmp_path_factory.mktemp("listed")
    (folder / "testing.md").write_text(record(LISTED), "utf-8")
    store = Store.open(folder / "home")
    assert [r.outcome for r in ingest([folder / "testing.md"], store)] == ["new"]
    return Asker(store).ask


@pytest.fixture(scope="module")
def ask(asker):
    return asker.ask


def values(answer) -> set[tuple[Decimal, str]]:
    return {(Decimal(f.value).normalize(), f.unit) for f in answer.figures}


def holds(answer, number: str, unit: str = "万元") -> bool:
    return (Decimal(number).normalize(), unit) in values(answer)


def test_lines_joined_by_plus_are_added_up(ask):
    assert holds(ask("云溪区财政局2022年水费加电费一共多少？"), "7.68")


def test_the_lines_of_a_sum_are_those_before_the_word_that_adds_them_up_whatever_else_is_talked_of(ask):
    answer = ask(
        "您好，我在整理云溪区财政局2022年决算，我看基本支出表里列了十几项，什么办公费、印刷费、工会经费之类的，"
        "想请您帮我把其中水费、电费和邮电费这三项加起来是多少万元，再算一下占本年支出合计的比例，谢谢！"
    )
    assert holds(answer, "12.98")
    assert holds(answer, "0.89", "%")


def test_a_sum_that_lacks_a_line_is_not_stated(ask):
    answer = ask("云溪区财政局2022年水费和无人机巡检费加起来是多少？")
    assert answer.calculation is None


@pytest.mark.parametrize("named", ["专利代理费", "聘请专利代理的费用", "专利代理经费"])
def test_an_outlay_is_found_with_or_without_its_verb_and_its_word_for_money(listed, named):
    answer = listed(f"丹溪测试中心2023年{named}是多少？")
    assert values(answer) == {(Decimal(3), "万元")}


@pytest.mark.parametrize(("verb", "number"), [("发现", "80"), ("查出", "80"), ("整改", "76")])
def test_the_verb_tells_which_count_of_a_sentence_is_meant(listed, verb, number):
    assert values(listed(f"丹溪测试中心2023年{verb}了多少起隐患？")) == {(Decimal(number).normalize(), "起")}


def test_a_rate_printed_only_as_a_bound_is_computed_from_the_two_counts_of_its_sentence(listed):
    answer = listed("丹溪测试中心2023年隐患整改率准确算是百分之多少？")
    assert holds(answer, "95", "%")
    assert "90%以上" in answer.answer


def test_the_lines_of_income_are_where_it_comes_from_and_no_spending(ask):
    lines = {v.normalize() for v, unit in values(ask("兰川三院2023年各项收入分别是多少")) if unit == "元"}
    assert lines == {Decimal(37635000), Decimal(165800000), Decimal(1600000)}
    shares = ask("青岚二小2023年各项收入占收入的比例分别是多少")
    assert holds(shares, "96.1", "%")
    assert holds(shares, "3.9", "%")


def test_why_a_share_is_small_is_answered_by_what_makes_up_the_rest(ask):
    answer = ask("云溪区财政局2022年卫生健康支出占本年支出合计的比重是多少？为什么这么低？")
    assert holds(answer, "1152.59")
    assert holds(answer, "131.56")


def test_a_count_of_pieces_before_a_name_and_a_short_form_do_not_hide_a_line_of_a_sum(listed):
    answer = listed("丹溪测试中心2023年采购显微镜和两台台式机，合计占支出总计的百分之几？")
    assert holds(answer, "2.1")
    assert holds(answer, "21", "%")


def test_a_printed_share_of_another_whole_is_no_answer_however_near_it_is(listed):
    answer = listed("丹溪测试中心2023年公用经费占基本支出的比重是多少？")
    assert values(answer) >= {(Decimal(20), "%")}
    assert not holds(answer, "19.8", "%")


def test_by_how_much_asks_about_the_two_things_already_named(ask):
    answer = ask("云溪区财政局2022年电费是不是比水费高？高多少？")
    assert answer.status == "answered"
    assert holds(answer, "5.28")


def test_how_much_of_a_budget_was_used_up_is_its_execution_rate(ask):
    assert holds(ask("云溪区财政局2022年财政投资评审经费用掉了百分之几？"), "91.94", "%")


@pytest.mark.parametrize("question", ["星河市2022年的三公经费是多少？", "星河市2022年财政局三公经费多少？"])
def test_a_region_that_no_document_is_of_is_not_taken_for_the_only_body_there_is(listed, question):
    answer = listed(question)
    assert (answer.status, answer.reason) == ("not_found", "not_in_corpus")


@pytest.mark.parametrize("question", ["今天天气怎么样", "给我写首诗", "推荐一部电影"])
def test_talk_about_other_things_is_declined(ask, question):
    answer = ask(question)
    assert (answer.status, answer.reason) == ("declined", "out_of_scope")


@pytest.mark.parametrize("question", ["云溪区财政局2022年支出决算多少？", "云溪区财政局2022年的支出是多少？"])
def test_expenditure_alone_is_all_of_it_and_neither_a_class_of_it_nor_revenue(ask, question):
    assert values(ask(question)) == {(Decimal("1460.17"), "万元")}


def test_a_change_said_of_revenue_and_expenditure_is_told_of_the_side_that_was_asked_for(ask):
    answer = ask("云溪区财政局2022年支出总计比上年增减多少？")
    assert holds(answer, "85.65")
    assert "收入" not in answer.answer


def test_the_score_of_one_kind_of_indicator_is_not_the_score_of_the_whole(listed):
    assert values(listed("丹溪测试中心2023年法务和党务经费项目产出指标得了几分？")) == {(Decimal(55), "分")}


def test_a_name_of_money_is_no_short_form_of_a_longer_one_that_ends_alike(listed):
    answer = listed("丹溪测试中心2023年法务经费是多少？")
    assert not holds(answer, "3")
    assert not holds(answer, "1.2")


def test_a_bare_name_borne_by_accounts_and_a_project_is_asked_back_with_all_of_them(listed):
    answer = listed("丹溪测试中心 抚恤金")
    assert answer.status == "ambiguous"
    assert values(answer) == {(Decimal(31), "万元"), (Decimal(16), "万元"), (Decimal(15), "万元")}
    assert listed("丹溪测试中心2023年抚恤金支出是多少？").status == "answered"
