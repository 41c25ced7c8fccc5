"""What people say before and after a question changes nothing in what it asks."""

from __future__ import annotations

import pytest

from qa.understanding.question import Question, understand

QUESTIONS = [
    "云溪区测试中心2030年办公费是多少",
    "2030年有哪些项目？",
    "三公经费为什么减少",
    "办公费占基本支出的比例",
    "有没有公务用车购置费",
    "请购买服务的预算有多少",
]
AROUND = [
    "请问一下，{}，谢谢",
    "您好，我想了解一下{}",
    "麻烦您帮我查一下{}",
    "{}？辛苦了！",
    "想请教下：{}，急",
    "告诉我{}",
]


def asked(question: Question) -> tuple[object, ...]:
    """What a question asks for, without where its words stand."""
    said = [(t.text, t.concept) for t in question.topics]
    return said, question.operations, question.years, question.unit, question.counter, question.refusals


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("question", QUESTIONS)
def test_courtesy_around_a_question_asks_for_nothing(question: str, around: str) -> None:
    assert asked(understand(around.format(question), [])) == asked(understand(question, []))


def test_being_able_to_tell_is_no_question_of_whether() -> None:
    assert asked(understand("能告诉我办公费是多少吗？谢谢啦", [])) == asked(understand("办公费是多少？", []))


@pytest.mark.parametrize("said", ["谢谢", "您好", "请问", "想了解一下"])
def test_mere_courtesy_is_left_as_it_is(said: str) -> None:
    assert understand(said, []).folded.strip() == said


def test_an_english_word_that_is_no_term_names_a_thing_of_its_own() -> None:
    topics = understand("How much was the donation income in 2030?", []).topics
    assert [t.text for t in topics if t.concept is None] == ["donation"]
    assert not [t for t in understand("How much was the total income in 2030?", []).topics if t.concept is None]
