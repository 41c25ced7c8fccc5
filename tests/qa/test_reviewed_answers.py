"""What a review of the page found wrong or misleading in answers (its section A), each with its right answer, over the shipped records."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from talking import talk

from corpus.store import Store
from ingest.load import ingest
from qa.answer import Answer
from qa.ask import Asker
from qa.checking.check import Checker

RECORDS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("reviewed"))
    ingest([RECORDS], store)
    return Asker(store)


@pytest.fixture(scope="module")
def checker(asker: Asker) -> Checker:
    return Checker(asker.library)


def values(answer: Answer) -> list[Decimal]:
    return [Decimal(f.value) for f in answer.figures]


def issuers(answer: Answer) -> set[str]:
    return {f.issuer for f in answer.figures}


# ---- non-disclosure wrongly asserted


@pytest.mark.parametrize(
    "question",
    [
        "各单位2022年的基本支出是多少？",
        "比较各单位2022年的基本支出",
        "各单位2022年工资福利支出各是多少",
        "哪个单位2022年人员经费最高",
        "哪个单位2022年基本支出最高",
    ],
)
def test_of_a_body_without_a_document_of_the_year_it_is_said_that_none_is_held_and_which_are(asker, question):
    said = asker.ask(question).answer
    assert "没有收录2022年的文件：武汉市洪山区企业服务中心（已收录2021、2024年）" in said
    assert "没有披露" not in said
    assert "没有查到" not in said


@pytest.mark.parametrize(
    "question", ["哪个单位2022年人员经费最高", "比较各单位2022年的人员经费", "各单位2022年人员经费各多少"]
)
def test_a_column_of_another_years_document_wins_no_comparison_of_all(asker, question):
    answer = asker.ask(question)
    assert "武汉市洪山区企业服务中心" not in issuers(answer)
    assert Decimal("938.78") not in values(answer)


def test_not_disclosed_is_kept_for_a_document_that_was_read_and_lacks_the_line(asker):
    answer = asker.ask("汉阳区企业服务中心2022年物业管理费是多少？")
    assert answer.status == "not_found"
    assert "没有收录" not in answer.answer


# ---- a body kept although a new one, or all, is named


TOLD = "江汉区企业服务中心2022年三公经费是多少？"


def test_an_unknown_place_in_a_follow_up_is_refused_as_in_a_first_question(asker):
    later, first = talk(asker, TOLD, "青山区呢"), asker.ask("青山区2022年三公经费呢")
    assert later.status == first.status == "not_found"
    assert later.answer.startswith("没有找到青山区的公开文件")
    assert not later.figures


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("比较各单位2022年的基本支出", 3),
        ("各单位的三公经费呢", 4),
        ("三个企服中心2022年的基本支出各是多少？", 3),
        ("所有单位里谁的人员经费最高", 4),
    ],
)
def test_words_for_all_end_the_body_that_was_spoken_of(asker, question, least):
    assert len(issuers(talk(asker, TOLD, question))) >= least


# ---- follow-up arithmetic across stages and years


def test_an_outcome_above_its_budget_is_not_said_to_be_a_negative_budget(asker):
    answer = talk(asker, "洪山区企业服务中心2021年三公经费决算是多少？", "比预算少了多少")
    assert values(answer)[0] == Decimal("0.64")
    assert "多**0.64万元**" in answer.answer
    assert "2020" not in answer.answer
    assert "-0.64" not in answer.answer


def test_a_share_after_a_change_is_of_the_year_spoken_of_not_of_the_year_before(asker):
    answer = talk(asker, "武昌区企业和人才服务中心2022年三公经费是多少？", "跟去年比", "占总支出多少")
    assert answer.calculation is not None
    assert answer.calculation.formula.startswith("0.48 ÷ 6,931.33")


def test_two_amounts_told_before_are_set_against_each_other_and_not_one_against_itself(asker):
    asked = ("汉阳区企业服务中心2022年一般公共预算财政拨款支出年初预算是多少？", "那武昌呢", "两个差多少")
    assert values(talk(asker, *asked))[0] == Decimal("6241.46")


# ---- a part told as the whole


def test_water_and_electricity_together_is_their_sum(asker):
    answer = asker.ask("江汉区企业服务中心2022年水电费一共多少？")
    assert values(answer)[0] == Decimal("5.50")
    assert answer.status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "江汉区企业服务中心2022年收入和支出分别是多少？",
        "洪山区企业服务中心2021年收入支出各多少？",
        "汉阳区企业服务中心2022年的支出和收入是多少",
    ],
)
def test_income_and_spending_are_two_figures(asker, question):
    labels = [f.label for f in asker.ask(question).figures]
    assert any("收入" in x for x in labels)
    assert any("支出" in x for x in labels)


# ---- not the thing asked


def test_the_largest_item_of_spending_is_no_total(asker):
    answer = asker.ask("汉阳区企业服务中心2022年支出里最大的一项是什么？")
    assert values(answer)[0] == Decimal("567.46")
    assert "一般公共服务支出" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "汉阳区企业服务中心2022年钱都花到哪里去了？",
        "汉阳区企业服务中心2022年的钱用到哪儿去了",
        "汉阳区企业服务中心2022年资金主要用在哪些方面",
    ],
)
def test_where_the_money_went_is_told_by_functions_not_by_the_total_and_a_reason(asker, question):
    answer = asker.ask(question)
    assert values(answer)[:2] == [Decimal("567.46"), Decimal("57.35")]
    assert "疫情" not in answer.answer


@pytest.mark.parametrize(
    "question", ["2022年江汉区一般公共预算收入是多少？", "江汉区2022年财政收入多少", "洪山区2024年的税收收入有多少"]
)
def test_the_revenue_of_a_region_is_not_that_of_one_of_its_departments(asker, question):
    answer = asker.ask(question)
    assert answer.status == "not_found"
    assert not answer.figures
    assert "没有全市（全区）的汇总数" in answer.answer


def test_the_appropriation_of_a_body_named_by_its_region_is_still_found(asker):
    assert values(asker.ask("江汉区2022年一般公共预算财政拨款收入多少"))[0] == Decimal("395.04")


def test_a_rate_of_growth_that_is_not_printed_is_not_answered_by_an_amount_as_a_whole(asker):
    answer = asker.ask("江汉区企业服务中心2021年预算比上年增长率是多少？")
    assert answer.status in {"partial", "not_found"}


def test_what_a_year_that_is_not_held_contained_is_not_told_from_another(asker):
    answer = asker.ask("洪山区企业服务中心2025年项目支出有哪些？")
    assert answer.status == "not_found"
    assert "没有收录武汉市洪山区企业服务中心2025年的文件" in answer.answer


def test_a_balance_that_is_printed_blank_is_no_difference_of_two_other_figures(asker):
    answer = asker.ask("汉阳区企业服务中心2022年结转结余是多少？")
    assert not answer.figures
    assert "198.43" not in answer.answer


# ---- a quote that a reputation hangs on


@pytest.mark.parametrize(
    "question",
    [
        "洪山区企业服务中心2021年的钱花得合理吗？",
        "你觉得武昌2022年的预算合理吗",
        "江汉的三公经费是不是太多了？",
        "Was the money of Hongshan in 2021 well spent?",
    ],
)
def test_whether_money_is_well_spent_is_not_judged_and_no_self_praise_is_quoted(asker, question):
    answer = asker.ask(question)
    assert answer.status == "not_found"
    assert not answer.citations
    assert "不作评价" in answer.answer or "not judged" in answer.answer


def test_an_indicator_of_reasonableness_is_still_a_question_about_a_document(asker):
    assert "不作评价" not in asker.ask("洪山区企业服务中心2021年办公场地修整项目的成效是什么？").answer


# ---- ties, citations, suggested questions


def test_of_two_projects_of_the_same_size_both_are_the_largest(asker):
    answer = asker.ask("洪山区企业服务中心2024年最大的项目是哪个？")
    assert "并列" in answer.answer
    assert values(answer)[:2] == [Decimal("14.00"), Decimal("14.00")]


def test_what_is_cited_for_spending_speaks_of_spending(asker):
    answer = asker.ask("武昌区企业和人才服务中心2022年预算总支出是多少？")
    assert answer.citations
    assert all("支出" in c.quote for c in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "江汉区企业服务中心2022年办公费是多少？", "洪山区企业服务中心2024年人员经费是多少？", "汉阳区企业服务中心2022年决算总支出是多少？",
        "武昌区企业和人才服务中心2022年公务接待费是多少？", "洪山区企业服务中心2021年支出决算是多少？",
    ],
)  # fmt: skip
def test_a_suggested_question_ends_at_what_it_names(asker, question):
    answer = asker.ask(question)
    for suggested in answer.follow_ups:
        followed = talk(asker, question, suggested)
        assert followed.status == "answered", suggested
        assert followed.figures or "原因" in suggested, suggested
        assert "没有直接印出" not in followed.answer, suggested


# ---- checking


def verdicts(checker: Checker, text: str) -> list[str]:
    return [f.verdict for f in checker.check(text, None).findings]


def test_a_true_sum_is_not_called_false(checker):
    assert verdicts(checker, "江汉区企业服务中心2022年水电费合计5.5万元。") == ["supported"]


def test_growth_over_two_documents_is_computed_and_not_called_false(checker):
    text = "洪山区企业服务中心2024年预算支出1467.21万元，比2021年决算支出810.21万元增长81.1%。"
    assert "contradicted" not in verdicts(checker, text)


def test_spending_per_head_after_another_line_is_not_held_against_that_line(checker):
    text = "江汉区企业服务中心2022年水电费合计5.5万元。人均支出约30万元。"
    assert "contradicted" not in verdicts(checker, text)


@pytest.mark.parametrize(
    "text",
    ["汉阳区企业服务中心2022年实际预算支出653.34万元。", "汉阳区企业服务中心2022年改制企业工作经费预算执行率98.99%。"],
)
def test_a_figure_that_its_own_document_contradicts_is_disputed(checker, text):
    assert verdicts(checker, text) == ["disputed"]


def test_bodies_are_compared_by_the_only_documents_that_print_the_thing_of_each(asker):
    answer = asker.ask("洪山和江汉企服的办公费谁多多多少")
    assert answer.status == "answered"
    assert "5.72" in answer.answer
    assert "口径" in answer.answer
