"""POST /api/ask: the object, the stream, and what is refused."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter

from qa.web import shapes
from qa.web.answers import tokens

QUESTION = "云溪区测试中心2022年三公经费支出是多少？"


def _events(text: str) -> list[tuple[str, dict]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_an_answer_has_the_contracts_shape(client):
    response = client.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    answer = TypeAdapter(shapes.Answer).validate_python(response.json())
    assert answer.status == "answered"
    assert (answer.figures[0].value, answer.figures[0].unit) == ("12.50", "万元")


def test_a_quote_is_what_stands_at_its_offsets(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    for cited in answer["citations"]:
        where = {"start": cited["start"], "end": cited["end"]}
        text = client.get(f"/api/disclosures/{cited['disclosure_id']}/text", params=where).json()["text"]
        assert "".join(text.split()) == "".join(cited["quote"].split())


def test_the_stream_writes_the_same_answer_that_it_ends_with(client):
    response = client.post("/api/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = _events(response.text)
    assert [events[0][0], events[-1][0]] == ["status", "answer"]
    written = "".join(data["text"] for name, data in events if name == "token")
    assert written == events[-1][1]["answer"]
    assert [data for name, data in events if name == "citation"] == events[-1][1]["citations"]


def test_tokens_never_cut_a_number():
    text = "支出 1,234.56 万元[12]，占 33.3%。"
    pieces = list(tokens(text))
    assert "".join(pieces) == text
    assert any("1,234.56" in piece for piece in pieces)
    assert any("[12]" in piece for piece in pieces)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "   "},
        {"question": "问" * 2001},
        {"question": 7},
        {"question": "甲", "disclosures": "x"},
    ],
)
def test_an_unusable_question_is_a_problem_that_names_the_field(client, body):
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert ("question" in response.json()["detail"]) or ("disclosures" in response.json()["detail"])


def test_a_question_of_exactly_two_thousand_characters_is_taken(client):
    assert client.post("/api/ask", json={"question": "问" * 2000}).status_code == 200
    assert client.post("/api/ask", json={"question": "问" * 2000 + " "}).status_code == 422


def test_narrowing_to_an_unknown_disclosure_is_a_404(client):
    response = client.post("/api/ask", json={"question": QUESTION, "disclosures": ["nosuch"]})
    assert (response.status_code, response.json()["status"]) == (404, 404)
    assert "nosuch" in response.json()["detail"]


def test_openais_protocol_answers_with_sources(client):
    body = {
        "model": "mingzhang",
        "messages": [{"role": "system", "content": "x"}, {"role": "user", "content": QUESTION}],
    }
    completion = client.post("/v1/chat/completions", json=body).json()
    content = completion["choices"][0]["message"]["content"]
    assert completion["object"] == "chat.completion"
    assert "12.50" in content
    assert "- [1] [《" in content


def test_openais_protocol_streams_until_done(client):
    body = {
        "model": "mingzhang",
        "stream": True,
        "messages": [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}],
    }
    lines = [
        line.removeprefix("data: ")
        for line in client.post("/v1/chat/completions", json=body).text.split("\n\n")
        if line
    ]
    assert lines[-1] == "[DONE]"
    deltas = [json.loads(line)["choices"][0] for line in lines[:-1]]
    assert "12.50" in "".join(d["delta"].get("content", "") for d in deltas)
    assert deltas[-1]["finish_reason"] == "stop"
