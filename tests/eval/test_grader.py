"""A grading model is optional, and only ever reported beside the rules."""

from __future__ import annotations

import pytest

from eval import grader
from eval.gold import Question
from eval.records import Record
from eval.statistics import kappa

ITEM = Question("a", "为什么减少？", "text", must_include=(("疫情",),), answer="因为疫情。")


def record(*, right: bool, kind: str = "text", text: str = "受疫情影响"):
    return Record("a", "question", kind, right, answer={"status": "answered", "answer": text})


def said(*words):
    answers = iter(words)
    return lambda _prompt: next(answers)


@pytest.mark.parametrize(("word", "grade"), [("对", 1.0), ("错。", 0.0), ("**不正确**", 0.0), ("Correct", 1.0)])
def test_a_models_word_is_a_grade(word, grade):
    [found] = grader.graded([record(right=True)], {"question:a": ITEM}, said(word))
    assert found.detail["model"] == grade
    assert found.right, "the rules' verdict stays"


def test_a_model_that_evades_grades_nothing():
    found = grader.graded([record(right=True)], {"question:a": ITEM}, said("这要看情况"))
    assert "model" not in found[0].detail
    assert grader.agreement(found) is None


def test_only_answers_in_words_are_graded():
    figure = record(right=True, kind="figure")
    assert grader.graded([figure], {"question:a": ITEM}, said()) == [figure]


def test_the_model_sees_question_gold_and_answer():
    seen = []

    def grade(prompt):
        seen.append(prompt)
        return "对"

    grader.graded([record(right=True)], {"question:a": ITEM}, grade)
    assert all(words in seen[0] for words in ("为什么减少", "因为疫情", "受疫情影响"))


def test_agreement_counts_who_was_stricter():
    records = [record(right=right) for right in (True, True, False, False)]
    found = grader.graded(records, {"question:a": ITEM}, said("对", "错", "错", "对"))
    agreed = grader.agreement(found)
    assert agreed is not None
    assert (agreed.n, agreed.agreed, agreed.only_rules, agreed.only_model, agreed.kappa) == (4, 0.5, 1, 1, 0.0)


def test_kappa_is_one_for_judges_who_never_differ():
    assert kappa([(True, True), (False, False)]) == 1.0
    assert kappa([(True, True)]) == 1.0
    assert kappa([(True, False), (False, True)]) == -1.0


def test_a_langchain_model_can_grade(monkeypatch):
    models = pytest.importorskip("langchain_core.language_models")
    fake = models.FakeListChatModel(responses=["对"])
    monkeypatch.setattr("langchain.chat_models.init_chat_model", lambda *_, **__: fake)
    assert grader.grader("any:model")("问") == "对"
