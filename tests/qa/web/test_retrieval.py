"""Dify's external knowledge protocol: POST /retrieval."""

from __future__ import annotations

import pytest

QUERY = "云溪区测试中心2022年三公经费为什么减少"


def _asked(client, **more):
    body = {"knowledge_id": "all", "query": QUERY, "retrieval_setting": {"top_k": 2, "score_threshold": 0.0}} | more
    return client.post("/retrieval", json=body, headers={"authorization": "Bearer any-key"})


def test_records_have_what_dify_shows_and_what_a_citation_needs(client, app, disclosure_id):
    app.state.mingzhang.home.index.sync()
    records = _asked(client).json()["records"]
    assert 1 <= len(records) <= 2
    first = records[0]
    assert set(first) == {"content", "score", "title", "metadata"}
    assert 0 <= first["score"] <= 1
    text = client.get(f"/api/disclosures/{disclosure_id}/text").json()["text"]
    place = first["metadata"]
    assert "".join(first["content"].split()) in "".join(text[place["start"] : place["end"]].split())
    assert (place["issuer"], place["fiscal_year"], place["kind"]) == ("云溪区测试中心", 2022, "final_accounts")
    assert place["url"] == f"http://testserver/documents/{disclosure_id}?start={place['start']}&end={place['end']}"


def test_records_below_the_threshold_are_left_out(client):
    scores = [
        r["score"] for r in _asked(client, retrieval_setting={"top_k": 9, "score_threshold": 0.0}).json()["records"]
    ]
    kept = _asked(client, retrieval_setting={"top_k": 9, "score_threshold": max(scores)}).json()["records"]
    assert [r["score"] for r in kept] == [s for s in scores if s == max(scores)]


def test_a_knowledge_is_one_disclosure_or_all(client, disclosure_id):
    assert _asked(client, knowledge_id=disclosure_id).json()["records"]
    refused = _asked(client, knowledge_id="nosuch")
    assert (refused.status_code, refused.json()["error_code"]) == (404, 2001)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"name": ["fiscal_year"], "comparison_operator": "=", "value": "2022"}, True),
        ({"name": ["fiscal_year"], "comparison_operator": "≥", "value": 2023}, False),
        ({"name": "issuer", "comparison_operator": "contains", "value": "测试"}, True),
        ({"name": "issuer", "comparison_operator": "is not", "value": "云溪区测试中心"}, False),
        ({"name": "weather", "comparison_operator": "is", "value": "fine"}, False),
    ],
)
def test_conditions_on_the_documents_hold(client, condition, found):
    records = _asked(client, metadata_condition={"logical_operator": "and", "conditions": [condition]}).json()[
        "records"
    ]
    assert bool(records) is found


def test_a_request_without_a_query_is_refused_by_name(client):
    refused = client.post("/retrieval", json={"knowledge_id": "all"})
    assert refused.status_code == 422
    assert "query" in refused.json()["detail"]
