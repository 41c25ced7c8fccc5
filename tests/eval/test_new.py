"""Conversations and votes become gold lines that only a person can finish."""

from __future__ import annotations

import pytest

from corpus import schema
from corpus.codec import dumps
from corpus.problem import MingzhangError
from corpus.store import Store
from eval import new
from eval.bank import Line
from eval.gold import GoldError
from eval.gold_lines import read_gold
from eval.lint import lint

FIGURE = {"value": "12.50", "unit": "万元"}
ANSWER = {
    "status": "answered", "answer": "**12.50万元**[1]", "figures": [FIGURE], "conflicts": [],
    "citations": [{"id": 1, "source": "a.md", "quote": "收入总计 12.50", "table": {"title": "收入表"}}],
}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    made = Store.open(tmp_path)
    yield made
    made.close()


def keep(store, turns):
    """A conversation with (question, answer, vote, note) turns."""
    with store.connect() as db:
        identity = "c" * 32
        db.execute(schema.conversation.insert().values(id=identity, title="", created_at="", updated_at="", state="{}"))
        for n, (question, answer, vote, note) in enumerate(turns, 1):
            db.execute(
                schema.turn.insert().values(
                    id=f"{n:032}", conversation_id=identity, ordinal=n, question=question, answer=dumps(answer),
                    asked_at=str(n), vote=vote, note=note,
                )
            )  # fmt: skip
    return identity


def lines_of(tmp_path, found):
    path = tmp_path / "new.jsonl"
    path.write_text(new.as_lines(found), "utf-8")
    return [path]


def test_a_conversation_becomes_a_dialogue(store, tmp_path):
    identity = keep(store, [("收入是多少？", ANSWER, None, None), ("去年呢？", ANSWER, 1, "")])
    gold = read_gold(lines_of(tmp_path, [new.from_conversation(store, identity)]))
    assert [t.question for t in gold.dialogues[0].turns] == ["收入是多少？", "去年呢？"]
    assert gold.dialogues[0].turns[0].values[0].value == "12.50"


def test_a_single_turn_becomes_a_question(store, tmp_path):
    identity = keep(store, [("收入是多少？", ANSWER, None, None)])
    found = read_gold(lines_of(tmp_path, [new.from_conversation(store, identity)])).questions[0]
    assert (found.kind, found.docs, found.evidence[0].quote) == ("figure", ("a.md",), "收入总计 12.50")


def test_an_answer_voted_down_must_be_completed(store, tmp_path):
    keep(store, [("收入是多少？", ANSWER, -1, "数不对"), ("支出呢？", ANSWER, 1, "")])
    found = new.from_votes(store)
    assert [line["question"] for line in found] == ["收入是多少？"]
    assert "数不对" in found[0]["note"]
    with pytest.raises(GoldError, match=r"new\.jsonl:1"):
        read_gold(lines_of(tmp_path, found))


def test_an_unknown_conversation_is_told(store):
    with pytest.raises(MingzhangError, match="no such conversation"):
        new.from_conversation(store, "nothing")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"status": "not_found"}, "unanswerable"),
        ({"status": "answered", "conflicts": [{}]}, "conflict"),
        ({"status": "answered", "calculation": {}, "figures": [FIGURE, FIGURE]}, "list"),
        ({"status": "answered", "calculation": {"formula": "1 + 1"}, "figures": [FIGURE]}, "aggregate"),
        ({"status": "answered", "figures": [{"value": "3", "unit": "%"}]}, "percent"),
        ({"status": "answered"}, "text"),
    ],
)
def test_the_kind_follows_from_the_answer(answer, kind):
    assert new.kind_of(answer) == kind


def test_a_draft_has_the_form_of_the_bank_and_says_what_it_lacks(store):
    refused = ANSWER | {"status": "not_found", "figures": [], "citations": []}
    identity = keep(
        store, [("收入是多少？", ANSWER, None, None), ("支出呢？", ANSWER, 1, ""), ("谁签的字？", refused, None, None)]
    )
    found = new.from_conversation(store, identity)
    assert {fault.what for fault in lint([Line("train", "draft:1", found)], {}).faults} == {
        f"turn {n}: plan: refuse: where nothing is looked up it must be one of not_asked_of_documents, not_disclosed, not_held"
        for n in (1, 2, 3)
    }
    assert found["docs"] == ["a.md"]


def test_the_plan_of_an_accepted_answer_is_kept_and_tagged(store):
    look = {"look": {"thing": "收入", "when": 2022}}
    planned = ANSWER | {"plan": {"roots": [look, {"op": "SUM", "args": [{"op": "SUM", "args": [look]}, look]}]}}
    found = new.from_conversation(store, keep(store, [("收入和合计？", planned, None, None)]))
    assert (found["plan"], found["tags"]) == (planned["plan"], ["several", "deep"])
    assert [fault.what for fault in lint([Line("train", "draft:1", found)], {}).faults] == []


def test_the_plan_of_an_answer_voted_down_is_not_kept(store):
    keep(store, [("收入？", ANSWER | {"plan": {"roots": [{"look": {"thing": "收入"}}]}}, -1, "")])
    assert new.from_votes(store)[0]["plan"] == {"roots": []}
