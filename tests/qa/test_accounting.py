"""An answer says what of the question it leaves out; bodies by short names; calculations that types allow or refuse."""

from __future__ import annotations

import pytest

from qa.understanding.short_names import short_names, stands


@pytest.fixture(scope="module")
def ask(asker):
    return asker.ask


def values(answer) -> list[str]:
    return [f"{f.value}{f.unit}" for f in answer.figures]


def test_a_word_that_nothing_stands_for_is_named_and_the_answer_is_partial(ask):
    answer = ask("云溪区财政局2022年会议费和无人机巡检费各多少")
    assert answer.status == "partial"
    assert "无人机" in answer.answer


def test_an_answer_that_holds_all_that_was_asked_is_whole(ask):
    answer = ask("云溪区财政局2022年水费和电费一共多少，占公用经费的百分之几")
    assert answer.status == "answered"
    assert "没有用上" not in answer.answer


def test_the_sum_under_a_share_is_a_figure_too(ask):
    answer = ask("云溪区财政局2022年水费、电费加起来占公用经费的百分之几")
    units = {f.unit for f in answer.figures}
    assert {"%", "万元"} <= units
    assert "合计" in answer.answer


def test_a_budget_is_no_whole_answer_to_what_was_spent(ask):
    answer = ask("枫桥街道2023年实际花了多少办公费")
    assert answer.status != "answered"


@pytest.mark.parametrize(
    ("question", "issuer"),
    [
        ("青岚二小2023年水费多少", "兰川市青岚区第二实验小学"),
        ("三医院2023年公务接待费多少", "兰川市第三人民医院"),
        ("市三院2023年公务接待费多少", "兰川市第三人民医院"),
        ("省检察院2024年差旅费多少", "澜江省人民检察院"),
        ("枫桥街办2023年办公费多少", "兰川市青岚区枫桥街道办事处"),
    ],
)
def test_a_body_is_known_by_the_short_form_of_its_kind(ask, question, issuer):
    answer = ask(question)
    assert {f.issuer for f in answer.figures} == {issuer}


def test_short_names_keep_the_number_the_level_and_the_own_name():
    assert "三医院" in short_names(("某市",), "第三人民医院")
    assert "省高院" in short_names(("某省",), "高级人民法院")
    assert "枫桥街道" in short_names(("某市", "某区"), "枫桥街道办事处")
    assert short_names(("某市",), "企业服务中心") == ()


def test_a_short_name_is_no_part_of_another_word_or_of_another_s_name():
    assert not stands("二小时多少", 0, 2)
    assert not stands("湖东三医院", 2, 5)
    assert stands("听说三医院", 2, 5)


def test_a_name_for_two_fees_is_answered_with_both_and_their_sum(ask):
    answer = ask("云溪区财政局2022年水电一年多少万")
    assert values(answer) == ["7.68万元", "1.20万元", "6.48万元"]


def test_a_share_held_against_a_half_is_judged_in_words(ask):
    answer = ask("云溪区财政局2022年工资福利支出占基本支出有没有一半")
    assert "所以是超过一半" in answer.answer


def test_growth_of_two_years_set_against_each_other_is_worked_out_from_them(ask):
    answer = ask("云溪区财政局2023年住房公积金比2022年多多少？多百分之几？")
    assert any(f.unit == "%" for f in answer.figures)
    assert any(f.unit == "万元" and f.basis == "computed" for f in answer.figures)


@pytest.mark.parametrize(
    "question",
    ["枫桥街道2023年桥要花多少", "兰川市第三人民医院2023年灯花了多少钱", "云溪区财政局2022年船要花多少"],
)
def test_the_years_whole_answers_no_question_whose_thing_nothing_reads(ask, question):
    answer = ask(question)
    assert (answer.status, answer.reason, list(answer.figures)) == ("not_found", "not_understood", [])


@pytest.mark.parametrize(
    "question",
    [
        "三医院2023年门诊综合楼是哪家设计的",
        "青岚二小2023年校舍维修改造的施工队是谁",
        "枫桥街道2023年环卫保洁服务是哪家公司中标",
    ],
)
def test_a_passage_that_does_not_speak_of_it_names_nobody(ask, question):
    answer = ask(question)
    assert (answer.status, list(answer.figures)) == ("not_found", [])


def test_the_running_cost_of_cars_is_no_whole_answer_to_one_of_its_parts(ask):
    answer = ask("三医院2023年油费多少")
    assert answer.status != "answered"
    assert "油费" in answer.answer


def test_car_is_read_as_official_car(ask):
    assert "12.00万元" in values(ask("兰川三医院2023年车要花多少"))


def test_a_total_named_beside_its_part_is_what_the_share_is_of(ask):
    assert {"1202.8万元", "93.12%"} <= set(values(ask("云溪区水务局（汇总）2024年采购总额和工程占比")))


def test_project_expenditure_in_total_is_no_set_of_projects(ask):
    first = ask("枫桥街道2023年项目支出合计多少，最大的是哪个项目？").figures[0]
    assert (first.value, first.unit) == ("2932.95", "万元")
