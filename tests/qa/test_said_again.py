"""What a follow-up does not say for itself: two turns at once, a year set against, and what is not told in place of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker
from qa.dialogue import references
from tests.qa.talking import talk

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("said-again"))
    ingest([HERE / "phrasings" / "documents"], store)
    return Asker(store)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("汇总的呢，两个差多少", ("汇总的呢", "两个差多少")), ("去年呢，为啥涨", ("去年呢", "为啥涨")),
        ("差多少人，这两个口径一样吗", ("差多少人", "这两个口径一样吗")), ("水费呢", None),
        ("换成元呢，印刷费", None), ("第二个呢，城管那个干什么", None),
    ],
)  # fmt: skip
def test_two_turns_at_once_are_told_apart(text: str, parts: tuple[str, str] | None) -> None:
    assert references.parted(text) == parts


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("这个数原文在哪儿，我要标出处", "这个数原文在哪儿"), ("确定吗？电费又是多少", "电费又是多少"), ("按人头算呢", "平均每人呢"),
        ("公务接待占其中多少钱", "公务接待是多少钱"), ("第二个呢，城管那个是干什么用的", "城管那个是干什么用的"),
        ("三公多少，我要决算的", "三公多少，我要决算的"), ("俩加一块多少", "俩加起来多少"),
    ],
)  # fmt: skip
def test_words_that_ask_for_nothing_are_left_out(said: str, asked: str) -> None:
    assert references.without_lead(said) == asked


def test_the_year_that_a_thing_is_set_against_is_not_the_year_of_the_next_turn(asker: Asker) -> None:
    answer = talk(asker, "云溪区财政局2023年印刷费多少", "跟2022年比呢", "办公费呢")
    assert [(f.value, f.fiscal_year) for f in answer.figures] == [("16.92", 2023)]


def test_a_change_that_no_document_prints_is_refused(asker: Asker) -> None:
    answer = talk(asker, "枫桥街道2023年水费多少", "跟去年比呢")
    assert answer.status == "not_found"
    assert not answer.figures


def test_the_change_of_several_things_is_told_of_each(asker: Asker) -> None:
    answer = talk(asker, "云溪区财政局2023年水费和电费各多少", "比上年呢")
    assert {"0.12", "0.47"} <= {f.value for f in answer.figures}


def test_a_turn_that_found_nothing_does_not_change_the_scope_of_the_next(asker: Asker) -> None:
    answer = talk(asker, "云溪区水务局汇总2024年三公经费多少", "本级和食堂那家各是多少", "三公经费呢")
    assert [f.value for f in answer.figures] == ["11.30"]


def test_the_year_before_is_counted_from_the_latest_document_of_several(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局去年的印刷费多少")
    assert [(f.value, f.fiscal_year) for f in answer.figures] == [("2.15", 2022)]
    assert "2022年" in answer.answer.split("\n")[0]


def test_a_stage_that_is_not_printed_is_not_told_by_another(asker: Asker) -> None:
    answer = talk(asker, "云溪区财政局2023年基本支出多少", "不对，我要的是调整后的预算数")
    assert not answer.figures


def test_a_rate_stands_first_where_it_is_asked_for(asker: Asker) -> None:
    answer = talk(asker, "枫桥街道2023年三公经费多少", "比上年少了几个点")
    assert (answer.figures[0].value, answer.figures[0].unit) == ("8.33", "%")


def test_what_an_older_turn_told_is_not_converted_for_words_told_last(asker: Asker) -> None:
    answer = talk(asker, "枫桥街道2023年环卫保洁服务多少钱", "这个项目是干什么用的", "换成元")
    assert all(f.value != "742.30" for f in answer.figures)
