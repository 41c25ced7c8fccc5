"""Kept answers: rename, export, share, evidence: over HTTP, without a browser."""

from __future__ import annotations

import csv
import io
import re

import pytest

from qa.dialogue import evidence, turns

QUESTION = "云溪区测试中心2022年三公经费支出是多少？"


@pytest.fixture
def asked(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    identity = answer["conversation_id"]
    turn = client.get(f"/api/conversations/{identity}/turns").json()["turns"][0]
    return identity, turn["id"]


def test_a_conversation_is_renamed(client, asked):
    assert client.patch(f"/api/conversations/{asked[0]}", json={"title": " 三公 "}).status_code == 204
    assert client.get(f"/api/conversations/{asked[0]}").json()["title"] == "三公"
    assert client.patch(f"/api/conversations/{asked[0]}", json={"title": "  "}).status_code == 422
    for title, status in (("题" * 80, 204), ("题" * 80 + "\n", 422)):  # what is sent is counted, white space with it
        assert client.patch(f"/api/conversations/{asked[0]}", json={"title": title}).status_code == status
    assert client.patch("/api/conversations/nosuch", json={"title": "x"}).status_code == 404


def test_an_export_holds_every_answer_with_its_quotes(client, asked):
    client.post("/api/ask", json={"question": "那公务接待费呢？", "conversation_id": asked[0]})
    text = client.get(f"/api/conversations/{asked[0]}/export").text
    assert text.count("\n## ") == 2
    assert "- [1] 《云溪区测试中心2022年度部门决算》" in text
    assert client.get("/api/conversations/nosuch/export").status_code == 404


def test_a_shared_answer_does_not_give_its_conversation_away(client, asked):
    conversation, turn = asked
    shared = client.get(f"/api/answers/{turn}")
    assert shared.json()["question"] == QUESTION
    assert conversation not in shared.text
    for path in (f"/answers/{turn}", f"/answers/{turn}/evidence"):
        page = client.get(path)
        assert page.status_code == 200
        assert conversation not in page.text
    assert client.get("/answers/nosuch").status_code == 404


def test_the_evidence_says_whether_its_quotes_are_still_held(app, client, asked, disclosure_id):
    evidence = client.get(f"/api/answers/{asked[1]}").json()
    assert all(c["held"] for c in evidence["citations"])
    assert len(evidence["documents"][disclosure_id]["sha256"]) == 64
    app.state.mingzhang.home.store.delete(disclosure_id)
    assert not any(c["held"] for c in client.get(f"/api/answers/{asked[1]}").json()["citations"])
    assert client.get(f"/answers/{asked[1]}/evidence").status_code == 200


def test_the_evidence_sheet_has_a_line_for_each_figure_and_place(client, asked):
    body = client.get(f"/api/answers/{asked[1]}/evidence.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {row["value"] for row in rows} == {"12.50"}
    assert all(row["quote"] and row["sha256"] and row["start"] for row in rows)


def test_a_word_that_a_spreadsheet_would_run_is_defused(client, asked):
    body = client.get(f"/api/answers/{asked[1]}/evidence.csv").content.decode("utf-8-sig")
    assert "=合计" not in [row["row"] for row in csv.DictReader(io.StringIO(body))]
    client.post("/api/ask", json={"question": "=cmd|'/c calc'!A1", "conversation_id": asked[0]})
    turn = client.get(f"/api/conversations/{asked[0]}/turns").json()["turns"][-1]["id"]
    body = client.get(f"/api/answers/{turn}/evidence.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(body)))["question"].startswith("'=")


def test_concepts_are_listed_with_their_names(client):
    assert {"id", "name", "disclosures"} <= client.get("/api/concepts").json()["concepts"][0].keys()


def test_pages_speak_two_languages(client):
    assert 'lang="zh-CN"' in client.get("/").text
    english = client.get("/?lang=en")
    assert '<html lang="en">' in english.text
    assert '<html lang="en">' in client.get("/check").text  # the cookie keeps it


@pytest.mark.parametrize(
    ("header", "spoken"),
    [("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("de,en;q=0.5,zh;q=0.4", "en"), ("de", "zh-CN"), ("en;q=x", "zh-CN")],
)  # fmt: skip
def test_a_page_speaks_the_language_that_the_browser_prefers_where_none_is_chosen(client, header, spoken):
    client.cookies.clear()
    assert f'<html lang="{spoken}">' in client.get("/", headers={"Accept-Language": header}).text
    chosen = client.get("/?lang=zh", headers={"Accept-Language": header})
    assert '<html lang="zh-CN">' in chosen.text


@pytest.mark.parametrize("path", ["/", "/check", "/documents", "/facts", "/docs"])
def test_no_page_runs_inline_script_or_asks_anyone_else(client, path):
    page = client.get(path)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "style=" not in page.text
    assert "https://" not in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "said", ["![图](https://evil.example/a.png)", "<img src=x>", "[点这里](https://evil.example)", "a|b", "# 大"]
)
def test_words_of_documents_are_words_on_paper(said):
    cited = {"id": 1, "title": said, "section": said, "page": 2, "quote": said}
    turn = turns.Turn("t", 1, said, {"answer": "答", "citations": [cited]}, "2030-01-01", None, None)
    text = evidence.transcript(said, [turn])
    assert not re.search(r"(?<!\\)[\[\]<>|!]", text.replace("- [1]", ""))


@pytest.mark.parametrize("said", ["=1+1", "＝1", "＋1", "－a", "＠a", " =1", "@a"])
def test_words_are_no_formulas_in_a_sheet(said):
    assert evidence._harmless(said) == "'" + said
    assert evidence._harmless("-12.50") == "-12.50"
