"""Everyday words, spoken ways of calculating, and what a question asks beside what is known: told, or said to be left open."""

import re

import pytest

from corpus import terms
from corpus.language import thesaurus
from qa.finding.rewording import restated, reworded, saying, the_one

PROJECTS = (
    "水闸维护经费",
    "防汛抗旱经费",
    "门诊综合楼建设",
    "学科建设与人才培养",
    "党建及法律顾问经费",
    "聘请法律顾问",
)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("防大水", "防汛抗旱经费"),
        ("盖门诊楼", "门诊综合楼建设"),
        ("培养人才", "学科建设与人才培养"),
        ("请律师", "聘请法律顾问"),
    ],
)
def test_a_name_that_says_a_phrase_in_other_words_stands_first(phrase, name):
    assert saying(phrase, PROJECTS)[0].name == name


@pytest.mark.parametrize("phrase", ["打篮球", "检定量", "粉丝"])
def test_words_that_no_name_says_find_none(phrase):
    assert saying(phrase, PROJECTS) == []


def test_a_name_carries_at_most_all_of_a_phrase_and_a_phrase_accounts_for_at_most_all_of_a_name():
    for name in PROJECTS:
        for phrase in (*PROJECTS, "盖门诊楼", "防大水", ""):
            found = reworded(phrase, name)
            assert 0 <= found.carried <= 1
            assert 0 <= found.accounted <= 1
        assert reworded(name, name).carried == 1


def test_a_short_phrase_names_no_project_for_the_whole_question():
    assert the_one("修楼", PROJECTS) is None
    assert the_one("盖门诊大楼", PROJECTS) == "门诊综合楼建设"


def test_the_printed_words_of_a_stretch_are_told():
    assert ("防大水", ["防汛"]) in [(said, [w for w in words if w == "防汛"]) for said, words in restated("防大水的钱")]


def test_no_everyday_word_is_the_name_of_a_term_or_its_own_printed_word():
    names = {t.name for t in terms.TERMS.values()}
    words = thesaurus.everyday()
    assert len(words) > 5_000
    assert not names & words.keys()
    assert not [w for w, printed in words.items() if w in printed]


def figures(asker, question):
    return {re.sub(r"\.?0+$", "", f.value) if "." in f.value else f.value for f in asker.ask(question).figures}


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("青岚二小2023年放学后托管花了多少钱", "104.48"),
        ("云溪水务局本级2024年防大水的钱是多少", "168.2"),
        ("青岚区二小2023年水费电费加一块，摊到每个在校学生头上多少钱", "103.8268"),
        ("青岚二小2023年水费比云溪财政局同年的多多少", "4.4"),
        ("青岚二小2023年水费，比云溪财政局2022年多多少", "4.52"),
        ("云溪财政局2023年的水费跟青岚二小的电费差多少", "13.58"),
        ("2023年云溪财政局的水费和青岚二小的电费一共多少", "16.22"),
        ("青岚二小2023年水费、电费、物业管理费里排第二的是哪个", "14.9"),
        ("青岚二小2023年公用经费里水费刨掉还剩多少", "226"),
        ("青岚二小2023年电费抵得上几个水费", "2.6049"),
        ("青岚二小2023年课后服务经费花掉预算几成", "94.98"),
        ("青岚二小2023年学生人数是在职人数的几倍", "18.3889"),
    ],
)
def test_everyday_words_and_spoken_calculations_are_understood(asker, question, figure):
    assert figure in figures(asker, question)


def test_what_words_are_taken_for_is_said(asker):
    assert "“放学后托管”按“课后服务" in asker.ask("青岚二小2023年放学后托管花了多少钱").answer


@pytest.mark.parametrize(
    "question",
    ["云溪财政局2022、2023两年的三公，比年初预算一共省下多少？", "青岚二小2023年水费按300个班算，一个班多少钱"],
)
def test_a_calculation_that_was_not_made_is_not_passed_over(asker, question):
    assert asker.ask(question).status != "answered"


def test_spent_of_a_body_of_which_only_the_budget_is_held_is_what_is_planned(asker):
    said = asker.ask("枫桥街道2023年水费、电费一共花了多少")
    assert said.figures
    assert "决算" not in {f.basis for f in said.figures} | {f.basis for f in said.calculation.inputs}
    assert "预算" in said.answer
    assert asker.ask("枫桥街道2023年水费实际花了多少").status == "not_found"


def test_who_got_money_is_told_only_where_names_are_printed(asker):
    said = asker.ask("青岚二小2023年课后服务经费给了哪几家公司")
    assert said.status == "not_found"
    assert not said.figures
