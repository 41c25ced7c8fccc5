"""What a question in English says: whom it names, and what is asked, in the Chinese that the parser takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readings import TEXT, reading

from corpus.language.english import entries, words_of
from corpus.store import Store
from qa.english.bodies import bodies_in
from qa.english.reading import heard, is_english
from qa.library import Library

FINANCE, SCHOOL, COURT = "兰川市云溪区财政局", "兰川市青岚区第二实验小学", "澜江省高级人民法院"
TALENT = "兰川市云溪区企业和人才服务中心"


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    """A library of four invented bodies."""
    store = Store.open(tmp_path_factory.mktemp("english"))
    for issuer in (FINANCE, SCHOOL, COURT, TALENT):
        read = reading(f"{TEXT}{issuer}")
        store.put(replace(read, disclosure=replace(read.disclosure, issuer=issuer, aliases=(), region=())))
    held = Library(store)
    held.refresh()
    return held


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Yunxi District Finance Bureau 2022", FINANCE),
        ("the Yunxi finance bureau's budget", FINANCE),
        ("Qinglan No. 2 Experimental Primary School", SCHOOL),
        ("the second experimental school in Qinglan", SCHOOL),
        ("Qinglan No.2 primary school (第二实验小学) in 2022", SCHOOL),
        ("the high court of Lanjiang", COURT),
        ("兰川市云溪区财政局 in 2022", FINANCE),
        ("the high court", COURT),
        ("Yunxi Enterprise and Talent Service Center", TALENT),
    ],
)
def test_a_body_is_named_by_its_place_and_its_type(library, text, issuer):
    named = [b.issuer for n in bodies_in(words_of(text), library.bodies) for b in n.bodies]
    assert named == [issuer]


def test_a_place_of_which_nothing_is_held_is_a_stranger(library):
    found = bodies_in(words_of("How much did Caidian District Education Bureau spend?"), library.bodies)
    assert [n.unknown for n in found] == ["Caidian District"]


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("How much was the hospitality of {} in 2022?", "公务接待费是多少"),
        ("{} 2022: electricity, water and heating together, please", "电费、水费和取暖费合计是多少"),
        ("What share of goods and services did {} spend on travel in 2022?", "差旅费占商品和服务支出的比例是多少"),
        ("Of {}'s 2022 project spending, what percentage went on training?", "培训费占项目支出的比例是多少"),
        ("Why did {}'s hospitality go down in 2022?", "公务接待费为什么减少"),
        ("By what percentage did the travel costs of {} grow in 2022?", "差旅费比上年增长百分之多少"),
        ("Which three items are the biggest in {}'s goods and services in 2022?", "商品和服务支出里金额最大的3项是哪些，各多少"),
        ("What is the largest project of {} in 2022?", "金额最大的项目是哪个，是多少"),
        ("Which lines of the running costs of {} are over 50,000 yuan in 2022?", "公用经费里超过5万元的明细有哪些，各多少"),
        ("How much are wages and benefits per employee at {} in 2022?", "工资福利支出人均多少"),
        ("What does one retiree of {} cost in 2022, pensions and medical subsidies together?",
         "退休费和医疗费补助合计平均每个退休人员多少"),
        ("How many people work at {} in 2022 and how many are retired?", "在职人数有多少人，退休人数有多少人"),
        ("How much more did {} spend on travel in 2022 than the year before?", "差旅费比上年增加多少"),
        ("What is the difference between the budget and the final accounts of {}'s training in 2022?",
         "培训费预算和决算相差多少"),
        ("List all projects of {} in 2022", "有哪些项目，各多少"),
        ("What is the basic expenditure of {} in 2022 without the bonuses?", "基本支出扣除奖金后还有多少"),
        ("Does {} have any official cars in 2022?", "有没有车辆"),
        ("What does {} mean by agency operating funds in 2022?", "机关运行经费是什么意思"),
        ("How many vacant posts does {} have in 2022?", "空编多少个"),
        ("What was the execution rate of training at {} in 2022?", "培训费执行率是多少"),
        ("Which is larger at {} in 2022: water or power?", "水费和电费哪个更多"),
        ("Which company sold the printers to {} in 2022?", "中标打印机的供应商是哪家公司"),
        ("What share of {}'s 2022 budget is project expenditure?", "项目支出占总支出的比例是多少"),
    ],
)  # fmt: skip
def test_what_is_asked_is_laid_out_as_chinese_has_it(library, text, chinese):
    read = heard(text.format("Yunxi District Finance Bureau"), library)
    assert read is not None
    assert read.chinese == f"{FINANCE}2022年{chinese}？"
    assert not read.unknown


def test_several_things_asked_stay_several(library):
    read = heard(
        "Qinglan No. 2 Experimental Primary School 2022: basic salary, allowances and bonus in total, and per person?",
        library,
    )
    assert read is not None
    assert read.chinese == f"{SCHOOL}2022年基本工资、津贴补贴和奖金合计是多少，人均多少？"


def test_two_bodies_keep_their_own_years(library):
    read = heard(
        "Wages per employee: Yunxi finance bureau 2022 versus Qinglan second experimental school 2021, and the gap?",
        library,
    )
    assert read is not None
    assert read.chinese.startswith(f"{FINANCE}2022年和{SCHOOL}2021年")
    assert read.chinese.endswith("人均多少，相差多少？")


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("and the year before?", "上年呢？"),
        ("what about 2021?", "2021年呢？"),
        ("in yuan please", "换成元"),
        ("why?", "为什么？"),
        ("thanks a lot", "谢谢"),
        ("and together with training?", "加上培训费一共多少？"),
        ("the two together?", "这2项合计是多少？"),
    ],
)
def test_a_follow_up_leans_on_what_was_said(library, text, chinese):
    read = heard(text, library, [FINANCE])
    assert read is not None
    assert read.chinese == chinese


def test_a_word_that_nothing_reads_is_told(library):
    read = heard("How much did Yunxi finance bureau spend on wombats in 2022?", library)
    assert read is not None
    assert read.unknown == ("wombats",)
    assert "wombats" in read.chinese


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("How much is 公用经费 in 2022, and what is it for?", True),
        ("云溪区财政局2022年PPP项目支出多少？", False),
        ("2022年三公经费", False),
        ("2010302", False),
    ],
)
def test_a_question_is_english_by_its_words(text, english):
    assert is_english(text) is english


@given(
    st.lists(
        st.sampled_from(sorted({w for e in entries() for w in e.words} | {",", "(", ")", "?", "2022", "5%", "水费"})),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_in_any_order_stop_the_reading(library, said):
    text = " ".join(("the", "of", *said))
    read = heard(text, library, [FINANCE])
    assert read is None or read.chinese
