"""Conversations: what goes on from what was said is answered from that; what stands by itself drops the old scope."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus.money import Quantity, find_quantities
from corpus.store import Store
from ingest.load import ingest
from qa.answer import Answer
from qa.ask import Asker
from qa.dialogue import cues, references
from qa.dialogue.memory import Memory

HERE = Path(__file__).parent
KINDS: list[dict[str, Any]] = tomllib.loads((HERE / "conversations.toml").read_text("utf-8"))["kind"]
TALKS = [
    pytest.param(talk, id=f"{kind['name']}: {talk[0][0]} … {talk[-1][0]}") for kind in KINDS for talk in kind["talks"]
]


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("follow-ups"))
    ingest([HERE / "phrasings" / "documents"], store)
    return Asker(store)


def wanting(answer: Answer, expected: str) -> str:
    """What an answer lacks of what is expected; "" where nothing."""
    if expected == "!":
        return "" if not answer.figures else f"figures {[(f.value, f.unit) for f in answer.figures]}"
    if expected.startswith("~"):
        return "" if expected[1:] in answer.answer else answer.answer
    if not expected:
        return ""
    (found,) = find_quantities(expected)
    wanted = found.quantity
    for figure in answer.figures:
        stated = Quantity(Decimal(figure.value), figure.unit)
        if stated.unit == wanted.unit and stated.value == wanted.value:
            return ""
        if stated.unit != wanted.unit and stated.unit_class is wanted.unit_class and stated.base == wanted.base:
            return ""
    return f"{expected} is not in {[(f.value, f.unit) for f in answer.figures]}: {answer.answer}"


@pytest.mark.parametrize("talk", TALKS)
def test_each_turn_is_answered_in_its_conversation(asker: Asker, talk: list[list[str]]) -> None:
    conversation = None
    for said, expected in talk:
        answer = asker.ask(said, conversation)
        conversation = answer.conversation_id
        assert not wanting(answer, expected), said


@pytest.mark.parametrize(
    ("text", "kind", "rank", "count"),
    [
        ("第二个呢", "ordinal", 2, 0), ("最后那个是干什么的", "ordinal", -1, 0), ("倒数第二个", "ordinal", -2, 0), ("前两个加起来", "ordinal", 1, 2),
        ("最大的两个呢", "extreme", 1, 2), ("最小的那个", "extreme", 0, 0), ("这俩加起来", "group", 0, 2), ("这几项合计", "group", 0, 0),
        ("三项一共", "group", 0, 3), ("另外两个项目", "rest", 0, 2), ("其余的呢", "rest", 0, 0),
        ("排第二的呢", "ordinal", 2, 0), ("第三名是谁", "ordinal", 3, 0), ("前三名加起来", "ordinal", 1, 3),
        ("后面那个怎么没花出去", "ordinal", -1, 0),
    ],
)  # fmt: skip
def test_what_points_back_is_read(text: str, kind: str, rank: int, count: int) -> None:
    found = references.read(text)
    assert found is not None
    assert (found.kind, found.rank, found.count) == (kind, rank, count)


@pytest.mark.parametrize(
    "text", ["第三季度花了多少", "第四部分写了什么", "两位小数", "近三年呢", "水费呢", "五个百分点", "剩下多少"]
)
def test_what_does_not_point_back_is_not_read_so(text: str) -> None:
    assert references.read(text) is None


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("不对，我问的是决算", "决算"), ("我说的是水务局", "水务局"), ("回到三公，出国那块多少", "三公，出国那块多少"),
        ("另外问，编制多少人", "编制多少人"), ("不对吧，我听说不是", "不对吧，我听说不是"), ("水费多少", "水费多少"),
    ],
)  # fmt: skip
def test_words_that_only_turn_to_a_question_are_left_out(said: str, asked: str) -> None:
    assert references.without_lead(said) == asked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("确定吗？", "confirm"),
        ("真的吗？你自己算一遍", "confirm"),
        ("做成表格", "table"),
        ("请用一句话说明", "sentence"),
        ("画个图", "chart"),
    ],
)
def test_what_wants_the_last_answer_again_is_known_by_its_words(text: str, kind: str) -> None:
    assert cues.is_all(text, kind)
    assert not cues.is_all(f"水费{text}", kind)


def test_a_memory_of_an_older_program_is_read_and_an_unknown_part_left() -> None:
    memory = Memory.of({"bodies": ["甲"], "topics": [["水费", "water_fee"]], "colour": "blue"})
    assert memory.topics == [("水费", "water_fee")]
    assert memory.turn == 0


def test_what_was_reckoned_says_its_plan(asker: Asker) -> None:
    first = asker.ask("枫桥街道2023年水费多少")
    asker.ask("电费呢", first.conversation_id)
    answer = asker.ask("这两项加起来占公用经费多少", first.conversation_id)
    assert answer.plan is not None
    assert answer.plan["roots"][0]["op"] == "SHARE"
    assert answer.calculation is not None
    assert all(c.quote for c in answer.citations)
