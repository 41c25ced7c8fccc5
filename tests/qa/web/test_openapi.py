"""The OpenAPI document: names that stay, types that are true, the token where it is needed; other sites' pages by list."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.web.app import create_app
from qa.web.openapi import IDS


@pytest.fixture
def document(client):
    return client.get("/openapi.json").json()


def _operations(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_has_the_name_that_programs_know_it_by(document):
    named = {where: operation["operationId"] for where, operation in _operations(document)}
    assert {where: named[where] for where in IDS} == IDS
    assert len(set(named.values())) == len(named)


def test_what_needs_the_token_says_so(document):
    guarded = {where for where, operation in _operations(document) if operation.get("security")}
    assert {"POST /api/disclosures", "DELETE /api/disclosures/{disclosure_id}", "GET /api/conversations"} <= guarded
    assert "POST /api/ask" not in guarded
    assert document["components"]["securitySchemes"]["writeToken"]["scheme"] == "bearer"


def test_sheets_and_pictures_are_not_told_as_json(document):
    kinds = {o["operationId"]: set(o["responses"].get("200", {}).get("content", {})) for _, o in _operations(document)}
    assert kinds["get_metrics"] == {"text/plain"}
    assert kinds["get_evidence"] == {"text/csv"}
    assert "text/csv" in kinds["find_facts"]
    assert kinds["get_page_picture"] == {"image/png"}


def test_the_address_is_where_people_reach_it(tmp_path):
    app = create_app(Settings(home=tmp_path, public_url="https://budget.example/m/"), warm=False)
    assert app.openapi()["servers"] == [{"url": "https://budget.example/m"}]


def test_an_address_tells_all_that_may_be_done_there(client, disclosure_id):
    refused = client.options(f"/api/disclosures/{disclosure_id}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "DELETE, GET")


def test_scripts_of_listed_pages_may_ask_and_no_others(tmp_path):
    wanted = "authorization, content-type, x-stainless-lang"  # as clients made for browsers send
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": wanted}
    with TestClient(create_app(Settings(home=tmp_path, origins="https://chat.example"), warm=False)) as client:
        allowed = client.options("/v1/chat/completions", headers=preflight | {"origin": "https://chat.example"})
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == "https://chat.example"
        assert "x-stainless-lang" in allowed.headers["access-control-allow-headers"]
        other = client.options("/v1/chat/completions", headers=preflight | {"origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
    with TestClient(create_app(Settings(home=tmp_path), warm=False)) as client:
        closed = client.get("/healthz", headers={"origin": "https://chat.example"})
        assert "access-control-allow-origin" not in closed.headers
