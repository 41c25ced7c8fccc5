"""Questions in plain English over the shipped records, written from the documents before the code was looked at: most are answered.

``english_asked.jsonl`` holds them with their right answers, in the form of gold; they are judged as gold is.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Store
from eval import judge
from eval.gold_lines import read_gold
from eval.measures import no_wrong_figure
from eval.records import Record
from ingest.load import ingest
from qa.ask import Asker

RIGHT = 0.84
"""Right answers, at least."""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("english-asked"))
    ingest([Path(__file__).parents[2] / "corpus" / "documents"], store)
    return Asker(store)


def test_plain_questions_in_english_are_answered_and_no_wrong_figure_is_stated(asker):
    items = read_gold([Path(__file__).with_name("english_asked.jsonl")]).questions
    wrong, stated = [], []
    for item in items:
        answer = asker.ask(item.question).as_dict()
        judged = judge.judge(item, answer)
        record = Record(item.id, "question", item.kind, judged.right, answer=answer)
        wrong += [] if judged.right else [f"{item.question}: {judged.why}"]
        stated += [item.question] if no_wrong_figure(item, record) == 0 else []
    assert len(items) >= 80
    assert not stated
    assert len(wrong) <= (1 - RIGHT) * len(items), "\n".join(wrong)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("What was the office expense of Jianghan in 2022?", ["6.00"]),
        ("How did Hongshan's money for the business environment change from the 2021 accounts to the 2024 budget?", ["14.48"]),
        ("What was Jianghan's total budget in 2022 and the year before?", ["395.04", "218.98"]),
    ],
)  # fmt: skip
def test_years_and_bodies_of_a_question_are_all_in_its_answer(asker, question, values):
    told = [f.value for f in asker.ask(question).figures]
    assert all(any(float(v) == float(t) for t in told) for v in values)


def test_a_body_behind_the_verb_is_held_against_the_one_before_it(asker):
    answer = asker.ask("How many times as large as Jianghan's is Wuchang's total budget for 2022?")
    assert float(answer.figures[0].value) == pytest.approx(17.55, abs=0.01)


def test_an_overview_and_all_disagreements_are_told_in_english(asker):
    told = asker.ask("Give an overview of Jianghan's 2022 budget").answer
    assert "basic expenditure (基本支出): **3,445,400 yuan (344.54万元)**" in told
    assert (
        "17 places where the document disagrees with itself"
        in asker.ask("Which figures disagree in Hanyang's 2022 accounts?").answer
    )


def test_examples_beside_an_english_greeting_are_in_english(asker):
    lines = asker.ask("hello").answer.split("\n")
    assert all(line.isascii() for line in lines)


def test_follow_ups_in_english_keep_the_body_and_change_the_year(asker):
    first = asker.ask("What was the total budget of Jianghan in 2022?")
    then = asker.ask("and the year before?", first.conversation_id)
    other = asker.ask("what about Hongshan in 2024?", then.conversation_id)
    assert float(first.figures[0].value) == 395.04
    assert float(then.figures[0].value) == 218.98
    assert other.figures[0].issuer == "武汉市洪山区企业服务中心"


def test_a_sum_that_holds_the_whole_is_no_share_of_it(asker):
    answer = asker.ask("江汉2022年培训费和差旅费合计占差旅费的比例是多少？")
    assert all(float(f.value) <= 100 for f in answer.figures if f.unit == "%")


def test_a_word_that_is_printed_so_is_that_row_and_not_what_goes_by_it(asker):
    assert float(asker.ask("洪山2021年燃料费是多少").figures[0].value) == 0.25
