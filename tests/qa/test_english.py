"""Answers to questions in English: our own words in English, what is printed as it is printed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from readings import reading

from corpus.store import Store
from qa import english
from qa.answer import Answer
from qa.ask import Asker

CHINESE = re.compile(r"[一-鿿]")
FACT = reading().facts[0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("甲中心的公开文件（2022年部门决算）没有披露“甲”，无法回答。",
         "The documents of 甲中心 (2022 final accounts) do not disclose what was asked for, so there is no figure to give."),
        ("- 2022年部门预算（本级）：甲中心, 2022", "- 2022 budget (unit): 甲中心, 2022"),
        ("甲, 2022 (budget): **增加 1.20万元** [1]", "甲, 2022 (budget): **up 1.20万元** [1]"),
        ("没有找到甲中心2019年的这项数据：已收录的是2022年部门预算，其中未披露“甲”，无法回答。",
         "Nothing is held of 甲中心 for 2019: what is held is 2022 budget, and it does not disclose this."),
        ("3.60万元[1]", "3.60万元[1]"),
    ],
)  # fmt: skip
def test_fixed_phrases_are_said_in_english(said, meant):
    answer = Answer("answered", said)
    english.speak(answer)
    assert answer.answer == meant


def test_a_known_thing_is_named_in_english_beside_its_printed_name():
    fact = replace(FACT, concept="basic_expenditure", subject=None, row="基本支出", column="")
    assert english.label(fact) == "basic expenditure (基本支出)"
    assert english.label(replace(fact, concept=None)) == "基本支出"


def test_a_question_in_english_is_refused_in_english(tmp_path):
    store = Store.open(tmp_path)
    store.put(reading())
    answer = Asker(store).ask("How much was the basic expenditure of 云溪区测试中心 in 2019?")
    assert answer.figures == []
    assert not CHINESE.search(answer.answer.replace("云溪区测试中心", ""))
