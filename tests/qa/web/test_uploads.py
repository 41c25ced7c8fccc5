"""Uploads, jobs, deleting; health, metrics, the page, and the headers of all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from readings import TEXT, reading

NEXT_YEAR = TEXT.replace("2022年度", "2023年度").encode()


def _send(client, data, headers, name="次年.txt"):
    return client.post("/api/disclosures", files={"file": (name, data)}, headers=headers)


def test_an_upload_is_answered_from_once_its_job_is_done(client, writer, finished):
    sent = _send(client, NEXT_YEAR, writer)
    assert sent.status_code == 202
    assert finished(sent.json()["id"])["status"] == "done"
    listed = client.get("/api/disclosures").json()["disclosures"]
    assert sorted(d["fiscal_year"] for d in listed) == [2022, 2023]


def test_the_same_bytes_again_change_nothing(client, writer, finished):
    finished(_send(client, NEXT_YEAR, writer).json()["id"])
    before = client.get("/api/disclosures").json()
    again = _send(client, NEXT_YEAR, writer, "另名.txt")
    assert (again.status_code, again.json()["status"]) == (200, "unchanged")
    assert client.get("/api/disclosures").json() == before


def test_an_unreadable_file_is_refused_with_its_reason(client, writer):
    response = _send(client, b"\xff\xfe\x00", writer)
    assert response.status_code == 422
    assert "不是可读的文本" in response.json()["detail"]
    assert client.get("/api/disclosures").json()["total"] == 1


def test_an_empty_file_is_refused(client, writer):
    assert _send(client, b"", writer).status_code == 422


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"authorization": "Basic let-me-write"}])
def test_writing_needs_the_token(client, disclosure_id, headers):
    assert _send(client, NEXT_YEAR, headers).status_code == 401
    assert client.delete(f"/api/disclosures/{disclosure_id}", headers=headers).status_code == 401
    assert client.get("/api/disclosures").json()["total"] == 1


def test_without_a_configured_token_writing_is_off(app, client, disclosure_id):
    home = app.state.mingzhang.home
    home.settings = type(home.settings)(home=home.settings.home)
    response = client.delete(f"/api/disclosures/{disclosure_id}", headers={"authorization": "Bearer "})
    assert response.status_code == 403
    assert "MINGZHANG_WRITE_TOKEN" in response.json()["detail"]


def test_a_deleted_disclosure_is_gone(client, disclosure_id, writer):
    assert client.delete(f"/api/disclosures/{disclosure_id}", headers=writer).status_code == 204
    assert client.get(f"/api/disclosures/{disclosure_id}").status_code == 404
    assert client.get("/api/facts").json()["total"] == 0
    assert client.delete(f"/api/disclosures/{disclosure_id}", headers=writer).status_code == 404


def test_an_unknown_job_is_a_404(client):
    assert client.get("/api/jobs/nosuch").status_code == 404


def test_it_is_alive_before_it_is_ready(app, client):
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").status_code == 503
    app.state.mingzhang.home.index.sync()
    assert client.get("/readyz").json() == {
        "status": "ready", "disclosures": 1, "embedder": True, "vectors": True, "indexed": True, "writable": True,
    }  # fmt: skip


def test_metrics_count_by_route_and_not_by_address(client, disclosure_id):
    client.get(f"/api/disclosures/{disclosure_id}")
    client.get("/nosuch")
    text = client.get("/metrics").text
    assert 'mingzhang_requests_total{method="GET",route="/api/disclosures/{disclosure_id}",status="200"} 1' in text
    assert disclosure_id not in text
    assert "nosuch" not in text
    assert "mingzhang_disclosures 1" in text


def test_the_page_asks_about_the_disclosures_and_runs_no_inline_script(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "云溪区测试中心2022年" in page.text
    assert [d["title"] for d in client.get("/shelf").json()["disclosures"]] == ["云溪区测试中心2022年度部门决算"]
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    for part in ("/static/chat.js", "/static/page.css"):
        assert part in page.text
        assert client.get(part).status_code == 200
    assert "style=" not in page.text
    assert "onclick=" not in page.text


def test_a_title_is_escaped_on_the_page(app, client):
    store = app.state.mingzhang.home.store
    made = reading(year=2024)
    store.put(replace(made, disclosure=replace(made.disclosure, title="<script>alert(1)</script>")))
    assert "<script>alert" not in client.get("/").text


def test_an_unknown_address_is_a_problem_document(client):
    response = client.get("/nosuch")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_the_openapi_document_names_the_contracts_paths(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) >= {f"/api/{path}" for path in ("ask", "check", "disclosures", "facts", "jobs/{job_id}")}
    assert set(paths) >= {f"/api/disclosures/{{disclosure_id}}{part}" for part in ("", "/text", "/tables", "/audit")}
    assert set(paths) >= {"/healthz", "/readyz", "/metrics", "/v1/chat/completions"}
