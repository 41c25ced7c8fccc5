"""Conversations over HTTP: everyone's list is guarded, one's own id is the key to one's own."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from corpus.schema import conversation, turn


@pytest.fixture
def kept(app):
    with app.state.mingzhang.home.store.connect() as db:
        times = {"created_at": "2026-01-01T00:00:00", "updated_at": "2026-01-02T00:00:00"}
        db.execute(insert(conversation).values(id="c1", title="三公经费", state="{}", **times))
        made = {"id": "t1", "conversation_id": "c1", "ordinal": 0, "question": "问", "asked_at": "2026-01-01T00:00:00"}
        db.execute(insert(turn).values(answer='{"answer": "答"}', **made))
    return "c1"


def test_the_list_of_all_needs_the_token(client, kept, writer):
    assert client.get("/api/conversations").status_code == 401
    listed = client.get("/api/conversations", headers=writer).json()
    assert (listed["total"], listed["conversations"][0]["title"]) == (1, "三公经费")


def test_without_a_token_only_this_machine_may_list(app, client, kept):
    home = app.state.mingzhang.home
    home.settings = type(home.settings)(home=home.settings.home)
    assert client.get("/api/conversations").status_code == 403


def test_a_conversation_is_read_and_deleted_by_its_id(client, kept):
    assert client.get(f"/api/conversations/{kept}").json()["turns"][0]["answer"] == {"answer": "答"}
    assert client.delete(f"/api/conversations/{kept}").status_code == 204
    assert client.get(f"/api/conversations/{kept}").status_code == 404
    assert client.delete(f"/api/conversations/{kept}").status_code == 404


def test_a_vote_is_kept(client, kept):
    voted = client.post(f"/api/conversations/{kept}/turns/0/feedback", json={"vote": -1, "note": "年份不对"})
    assert voted.status_code == 204
    (only,) = client.get(f"/api/conversations/{kept}").json()["turns"]
    assert (only["vote"], only["note"]) == (-1, "年份不对")
    assert client.post(f"/api/conversations/{kept}/turns/9/feedback", json={"vote": 1}).status_code == 404
    assert client.post(f"/api/conversations/{kept}/turns/0/feedback", json={"vote": 5}).status_code == 422
