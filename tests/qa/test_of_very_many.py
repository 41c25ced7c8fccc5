"""Of very many bodies the largest is told by the store's ranking; what only all of them could tell is not told by a few."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.store import Store
from eval.invented_corpus import disclosures
from ingest.load import read
from qa.answering import exclusive
from qa.ask import Asker
from qa.finding import scene, standing

COUNT = 12


@pytest.fixture(scope="module")
def many(tmp_path_factory, words):
    store = Store.open(tmp_path_factory.mktemp("many"), words)
    asked = {}
    for one in disclosures(COUNT, 9):
        store.put(read(one.text.encode(), one.name))
        asked[one.issuer] = one.asked[1][1]
    return Asker(store, words=words), asked


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Very many are five: what otherwise takes hundreds of disclosures shows with twelve."""
    monkeypatch.setattr(scene, "MOST_OF_ALL", 5)
    monkeypatch.setattr(standing, "FIRST", 4)


def amount(figure) -> Decimal:
    return Decimal(figure.value) / (10_000 if figure.unit == "元" else 1)


@pytest.mark.parametrize(("words_for", "pick"), [("最多", max), ("最高", max), ("最少", min)])
def test_the_end_of_all_is_told_and_how_many_stand_behind(many, words_for, pick):
    asker, asked = many
    answer = asker.ask(f"哪家单位2019年预算的基本支出{words_for}？")
    assert answer.status == "answered", answer.answer
    issuer = pick(asked, key=asked.get)
    assert answer.figures[0].issuer == issuer
    assert amount(answer.figures[0]) == asked[issuer]
    assert f"全部 {COUNT} 个" in answer.answer
    assert len({figure.issuer for figure in answer.figures}) <= 4


@pytest.mark.parametrize(
    "question",
    ["所有单位2019年基本支出一共多少？", "各单位2019年平均基本支出多少？", "有几家单位2019年基本支出超过100万元？"],
)
def test_what_is_about_all_of_them_is_not_told_by_a_few(many, question):
    answer = many[0].ask(question)
    assert answer.status != "answered", answer.answer
    assert "按大小排过" not in answer.answer


def test_the_only_one_of_very_many_is_not_sought(many, monkeypatch):
    monkeypatch.setattr(exclusive, "MOST_OF_ALL", 5)
    issuer = next(iter(many[1]))
    answer = many[0].ask(f"只有{issuer}公开了2019年基本支出吗？")
    assert answer.status != "answered", answer.answer
    assert "问得太多" in answer.answer


def test_few_bodies_are_asked_one_by_one_as_before(many, monkeypatch):
    asker, asked = many
    monkeypatch.setattr(scene, "MOST_OF_ALL", 200)
    answer = asker.ask("哪家单位2019年预算的基本支出最多？")
    assert answer.figures[0].issuer == max(asked, key=asked.get)
    assert "按大小排过" not in answer.answer
