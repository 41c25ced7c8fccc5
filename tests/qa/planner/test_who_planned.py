"""Who planned stands in every answer, wherever it is read: over HTTP, on the command line, in a conversation kept."""

from __future__ import annotations

import json

import pytest
from chat_server import offered
from fastapi.testclient import TestClient
from running import with_record
from typer.testing import CliRunner

from qa.cli import app as command
from qa.dialogue import turns
from qa.home import Home
from qa.planner import model as planning_by
from qa.settings import Settings
from qa.web.app import create_app

SURE = "云溪区测试中心2022年公务接待费是多少？"
UNSURE = "云溪区测试中心2022年招呼来客吃饭喝茶用了多少"


def receptions(sent) -> dict:
    """The plan that a good model makes of the question that the built-in reading cannot make out."""
    assert "公务接待费" in offered(sent, "name")
    return {"steps": [{"do": "look", "words": "招呼来客吃饭喝茶", "name": "公务接待费", "of": []}], "answers": [0]}


@pytest.fixture
def settings(tmp_path, model, monkeypatch):
    model.requests.clear()
    model.script = receptions
    monkeypatch.setattr(planning_by, "SECONDS", 30.0)
    return Settings(home=tmp_path, model="openai:scripted", model_url=model.url)


def test_the_interface_says_who_planned(settings, words):
    app = create_app(settings, warm=False)
    with_record(app.state.mingzhang.home, words)
    with TestClient(app) as client:
        answers = {q: client.post("/api/ask", json={"question": q}).json() for q in (SURE, UNSURE)}
        counted = client.get("/metrics").text
        shape = client.get("/openapi.json").json()["components"]["schemas"]["Answer"]["properties"]["planner"]
    assert answers[SURE]["planner"] == "built-in"
    assert answers[UNSURE]["planner"] == "model"
    assert answers[UNSURE]["figures"][0]["value"] in {f["value"] for f in answers[SURE]["figures"]} | {"3.60"}
    assert 'mingzhang_plans_total{planner="model"} 1.0' in counted
    assert shape["enum"] == ["built-in", "model"]
    assert shape["description"]


def test_the_command_line_says_who_planned(settings, words, monkeypatch, model):
    home = with_record(Home(settings), words)
    home.close()
    monkeypatch.setenv("MINGZHANG_MODEL", "openai:scripted")
    monkeypatch.setenv("MINGZHANG_MODEL_URL", model.url)
    asked = ["ask", UNSURE, "--home", str(settings.home)]
    told = CliRunner().invoke(command, [*asked, "--json"])
    assert json.loads(told.stdout)["planner"] == "model"
    assert "计划由语言模型拟定" in CliRunner().invoke(command, asked).stdout


def test_a_conversation_keeps_who_planned(settings, words):
    home = with_record(Home(settings), words)
    answer = home.asker.ask(UNSURE)
    assert answer.planner == "model"
    (turn,) = turns.of(home.store, answer.conversation_id)
    assert turn.answer["planner"] == "model"
