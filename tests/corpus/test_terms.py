"""The dictionary: every word leads to one concept, and printed labels lead to the same one."""

import tomllib
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import subject
from corpus.subject import subjects
from corpus.terms import TERMS, concept_of_label, find_terms, lexicon


def found(text: str) -> list[tuple[str, str]]:
    return [(match.term_id, text[match.start : match.end]) for match in find_terms(text)]


def test_no_word_belongs_to_two_concepts() -> None:
    assert len(lexicon()) > 2000


def test_every_concept_is_defined_in_its_own_sentence() -> None:
    data = tomllib.loads((resources.files("corpus") / "terms.toml").read_text("utf-8"))
    assert len(data) >= 150
    definitions = [entry["definition"] for entry in data.values()]
    assert all(text.endswith("。") for text in definitions)


def test_every_cross_reference_names_a_concept() -> None:
    for term in TERMS.values():
        assert set(term.confused_with) | set(term.twins) <= set(TERMS), term.id
        assert term.id not in term.confused_with, term.id


def test_every_common_money_concept_has_a_chinese_and_an_english_word() -> None:
    common = ("three_public", "housing_fund", "project_expenditure", "basic_expenditure", "staff_funds", "office_funds")
    for term_id in common:
        words = TERMS[term_id].words
        assert any(word.isascii() for word in words), term_id
        assert any(not word.isascii() for word in words), term_id


def test_every_subject_belongs_to_exactly_one_concept() -> None:
    owners = [code for term in TERMS.values() for code in term.codes]
    assert len(owners) == len(set(owners))
    assert set(subjects()) <= set(owners)


@given(st.sampled_from(sorted(lexicon())))
def test_every_listed_word_is_a_label_of_its_concept(word: str) -> None:
    owner, spelling = lexicon()[word]
    assert concept_of_label(spelling) in {owner, *TERMS[owner].twins}


@given(st.text())
def test_matches_come_in_order_and_never_overlap(text: str) -> None:
    matches = find_terms(text)
    assert all(match.start < match.end <= len(text) for match in matches)
    assert all(left.end <= right.start for left, right in pairwise(matches))


@given(st.sampled_from(sorted(TERMS)), st.sampled_from(["", " ", "\n", "\n\n"]))
def test_breaks_inside_a_name_do_not_hide_it(term_id: str, gap: str) -> None:
    term = TERMS[term_id]
    if len(term.name) < 4:
        return
    text = term.name[:2] + gap + term.name[2:]
    assert [match.term_id for match in find_terms(text)][:1] == [match.term_id for match in find_terms(term.name)][:1]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("2023年公积金交了多少", ["housing_fund"]),
        ("“三公”经费预算是多少", ["three_public", "budget_amount"]),
        ("招待费和油费各多少", ["official_reception", "car_operation"]),
        ("房租花了多少", ["rental_fee", "expenditure"]),
        ("绩效工资和基本工资哪个多", ["performance_wages", "basic_salary"]),
        ("一般公共服务支出占总支出的比重", ["general_public_services", "current_expenditure", "share"]),
        ("一般公共预算支出", ["general_budget_expenditure"]),
        ("有多少编制，在职多少人", ["authorised_posts", "serving_staff"]),
        ("项目支出执行率", ["project_expenditure", "execution_rate"]),
        ("How much is the housing fund?", ["housing_fund"]),
        ("three public expenses budget", ["three_public", "budget_amount"]),
    ],
)
def test_questions_name_their_concepts(question: str, terms: list[str]) -> None:
    assert [term for term, _ in found(question)] == terms


@pytest.mark.parametrize(
    "text", ["current position", "云溪区卫生健康委员会", "测试区人民检察院", "近两年金额", "采购中心"]
)
def test_bodies_and_parts_of_words_name_no_concept(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("label", "code", "concept"),
    [
        ("一、一般公共预算财政拨款收入", None, "general_budget_revenue"),
        ("（二）政府性基金预算拨款", None, "fund_budget_revenue"),
        ("201 一般公共服务支出", None, "general_public_services"),
        ("八、社会保障和就业支出", None, "social_security"),
        ("科学技术支出支出（类）", None, "science_and_technology"),
        ("其中：公务接待费", None, "official_reception"),
        ("2.公务用车购置及运行维护费", None, "official_cars"),
        ("人员经费合计", None, "staff_funds"),
        ("本年支出/基本支出", None, "basic_expenditure"),
        ("执行率(B/A)", None, "execution_rate"),
        ("2022年预算申报数（万元）", None, "budget_amount"),
        ("其它收入", None, "other_revenue"),
        ("养老", "2080505", "pension_insurance_item"),
        ("住房公积金", "2210201", "housing_fund"),
        ("住房公积金", "30113", "housing_fund"),
        ("其他未列科目", "2139902", "subject_2139902"),
        ("综合平台", "069001", None),
        ("合计", None, None),
        ("某项工作", None, None),
    ],
)
def test_printed_labels_lead_to_their_concept(label: str, code: str | None, concept: str | None) -> None:
    assert concept_of_label(label, code) == concept


def test_a_subject_outside_the_list_is_still_a_term() -> None:
    assert TERMS["subject_2139902"].codes == ("2139902",)
    with pytest.raises(KeyError):
        TERMS["no_such_concept"]


def test_the_code_decides_between_same_names() -> None:
    assert concept_of_label("其他支出", "22999") == concept_of_label("其他支出", "399") == "other_expenditure"
    assert concept_of_label("机关事业单位基本养老保险缴费", "30108") != concept_of_label("基本养老保险缴费", "2080505")


def test_codes_in_any_notation_are_one_subject() -> None:
    assert subject.canonical("201 | 03 | 50") == subject.canonical("２０１０３５０") == "2010350"
    assert subject.canonical("301 | 2") == "30102"
    known = subject.lookup("301 | 2")
    assert known is not None
    assert (known.name, known.scheme) == ("津贴补贴", "economic")


def test_a_recurring_name_is_no_subject_by_itself() -> None:
    assert subject.by_name("事业运行") is None
    assert len(subject.codes_of("事业运行")) > 20
    unique = subject.by_name("购房补贴")
    assert unique is not None
    assert unique.code == "2210203"


@given(st.sampled_from(sorted(subjects())))
def test_a_subject_hangs_under_its_prefix(code: str) -> None:
    upper = subject.parent(code)
    if upper is None:
        assert subject.level(code) == "类"
    else:
        assert code.startswith(upper)
        assert subject.lookup(upper) is not None


def test_a_code_of_another_length_has_no_level() -> None:
    with pytest.raises(ValueError, match="3 digits"):
        subject.level("2010")
