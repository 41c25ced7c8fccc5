"""Questions whose answer is computed or chosen among like-named figures, over synthetic disclosures of invented bodies."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

DOCUMENTS = Path(__file__).with_name("phrasings") / "documents"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("computed"))
    ingest([DOCUMENTS], store)
    asker = Asker(store)
    return asker.ask


def values(answer) -> set[tuple[Decimal, str]]:
    return {(Decimal(f.value).normalize(), f.unit) for f in answer.figures}


def holds(answer, number: str, unit: str = "万元") -> bool:
    return (Decimal(number).normalize(), unit) in values(answer)


def test_lines_joined_by_plus_are_added_up(ask):
    assert holds(ask("云溪区财政局2022年水费加电费一共多少？"), "7.68")


def test_the_lines_of_a_sum_are_those_before_the_word_that_adds_them_up_whatever_else_is_talked_of(ask):
    answer = ask(
        "您好，我在整理云溪区财政局2022年决算，我看基本支出表里列了十几项，什么办公费、印刷费、工会经费之类的，"
        "想请您帮我把其中水费、电费和邮电费这三项加起来是多少万元，再算一下占本年支出合计的比例，谢谢！"
    )
    assert holds(answer, "12.98")
    assert holds(answer, "0.89", "%")


def test_a_sum_that_lacks_a_line_is_not_stated(ask):
    answer = ask("云溪区财政局2022年水费和无人机巡检费加起来是多少？")
    assert answer.calculation is None
