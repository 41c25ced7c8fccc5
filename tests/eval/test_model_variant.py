"""With a language model: only where one is named; its words through LangChain's own fake model, its plans from a real server."""

from __future__ import annotations

import json

import pytest
from chat_server import ChatServer
from grounds import load
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from typer.testing import CliRunner

from corpus.problem import MingzhangError
from eval import systems
from eval.cli import app as evaluation


def test_all_variants_are_those_that_need_no_model_unless_one_is_named(monkeypatch):
    monkeypatch.delenv("MINGZHANG_MODEL", raising=False)
    assert "model" not in systems.names(["all"])
    assert systems.names(["model"]) == ["model"]
    monkeypatch.setenv("MINGZHANG_MODEL", "fake:small")
    assert "model" in systems.names(["all"])


def test_the_variant_without_a_model_says_what_to_set(ground, monkeypatch):
    monkeypatch.delenv("MINGZHANG_MODEL", raising=False)
    with pytest.raises(MingzhangError, match="MINGZHANG_MODEL"):
        systems.build("model", ground)


def test_the_variants_answers_are_the_models_where_they_hold_and_ours_where_not(ground, gold, monkeypatch):
    asked = next(q.question for q in gold.questions if q.kind == "figure")
    plain = systems.Product(ground, vectors=None).ask(asked)
    figure = plain["figures"][0]
    founded = f"{figure['value']}{figure['unit']}[1]"
    messages = iter([AIMessage(founded), AIMessage("999,999.99亿元[1]")])
    monkeypatch.setattr(
        "langchain.chat_models.init_chat_model", lambda *_args, **_more: GenericFakeChatModel(messages=messages)
    )
    monkeypatch.setenv("MINGZHANG_MODEL", "fake:small")
    monkeypatch.setattr(type(ground), "search", lambda *_args, **_more: None)  # no passage need be embedded for this
    system = systems.build("model", ground)
    assert system.ask(asked)["answer"] == founded
    assert system.ask(asked)["answer"] == plain["answer"]


@pytest.fixture
def model():
    server = ChatServer(lambda _: None)
    yield server
    server.close()


PENS = "江汉区企业服务中心2022年文房四宝一类的东西得掏多少"


@pytest.fixture
def configured(model, monkeypatch):
    step = {"do": "look", "words": "文房四宝一类的东西", "name": "办公费", "of": []}
    model.script = lambda _: {"steps": [step], "answers": [0]}
    monkeypatch.setenv("MINGZHANG_MODEL", "openai:scripted")
    monkeypatch.setenv("MINGZHANG_MODEL_URL", model.url)
    monkeypatch.setattr("qa.planner.model.SECONDS", 30.0)


def test_with_the_planner_a_variant_answers_what_it_could_not(ground, configured):
    assert systems.build("facts", ground).ask(PENS)["status"] == "not_found"
    answer = systems.build("facts", ground, systems.proposer()).ask(PENS)
    assert answer["planner"] == "model"
    assert answer["figures"][0]["value"] == "6.00"


@pytest.mark.slow
def test_a_run_with_the_planner_notes_its_model_and_counts_its_plans(tmp_path, configured):
    asked = {
        "id": "figure-01", "question": PENS, "kind": "figure", "docs": ["jianghan-2022-budget.md"], "answer": "6.00万元",
        "values": [{"value": 6.00, "unit": "万元"}], "must_include": [],
        "evidence": [{"doc": "jianghan-2022-budget.md", "quote": "30201 | 办公费 | 6.00", "table": None}],
    }  # fmt: skip
    (tmp_path / "questions.jsonl").write_text(json.dumps(asked, ensure_ascii=False) + "\n", "utf-8")
    given = [
        "eval",
        "run",
        "--planner",
        "--variant",
        "facts",
        "--gold",
        str(tmp_path),
        "--home",
        str(tmp_path / "home"),
    ]
    found = CliRunner().invoke(evaluation, [*given, "--out", str(tmp_path / "out")], obj=load)
    assert found.exit_code == 0, found.output
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["planner"] == "openai:scripted"
    (line,) = (tmp_path / "out" / "answers.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["answer"]["planner"] == "model"
    assert "1 / 1" in found.output


def test_without_a_model_or_a_plan_the_planner_says_what_lacks(ground, monkeypatch):
    monkeypatch.delenv("MINGZHANG_MODEL", raising=False)
    with pytest.raises(MingzhangError, match="MINGZHANG_MODEL"):
        systems.proposer()
    monkeypatch.setattr(type(ground), "search", lambda *_args, **_more: None)
    with pytest.raises(MingzhangError, match="--planner"):
        systems.build("words", ground, lambda *_: None)
