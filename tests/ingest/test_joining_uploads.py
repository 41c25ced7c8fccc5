"""A disclosure uploaded in two files — the story as text, the tables as PDF — is one, and cites each file for its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import press
import pytest
from fastapi.testclient import TestClient
from test_joining import OTHER, STORY

from corpus.originals import Originals
from ingest.reading import read
from ingest.sources.picture import page_png
from ingest.structure.joining import joined
from qa.settings import Settings
from qa.web.app import create_app

TOKEN = "let-me-write"  # noqa: S105 - of this test server
HEADERS = {"authorization": f"Bearer {TOKEN}"}


class Unindexed:
    """No vectors: words find what these tests ask."""

    def sync(self, **_: object) -> int:
        return 0

    def search(self, *_: object, **__: object) -> list[tuple[str, float]]:
        return []


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Settings(home=tmp_path, write_token=TOKEN), read, join=joined, draw=page_png, warm=False)
    app.state.mingzhang.home.__dict__["index"] = Unindexed()
    with TestClient(app) as client:
        for name, data in (("说明.txt", STORY.encode()), ("表.pdf", press.pdf(list(press.blocks(OTHER))))):
            sent = client.post("/api/disclosures", files={"file": (name, data)}, headers=HEADERS)
            assert sent.status_code == 202, sent.text
        yield client


def test_two_uploads_are_one_disclosure_and_each_citation_names_its_file(client: TestClient) -> None:
    (one,) = client.get("/api/disclosures").json()["disclosures"]
    assert [part["source"] for part in one["parts"]] == ["说明.txt", "表.pdf"]
    asked = client.post("/api/ask", json={"question": "云溪区测试中心2024年人员经费预算是多少？"}).json()
    assert (asked["status"], asked["figures"][0]["value"]) == ("answered", "900.00")
    cited = asked["citations"][asked["figures"][0]["citations"][0] - 1]
    assert (cited["source"], cited["page"]) == ("表.pdf", 1)
    asked = client.post("/api/ask", json={"question": "云溪区测试中心2024年支出总预算比上年增加多少？"}).json()
    assert "说明.txt" in {c["source"] for c in asked["citations"]}
    page = f"/api/disclosures/{one['id']}/pages/1.png"
    assert client.get(page, params={"at": cited["start"], "quote": cited["quote"]}).headers["x-marks"] != "[]"
    assert client.get(page).status_code == 404, "the story has no pages"
    sources = {fact["source"] for fact in client.get("/api/facts", params={"limit": 200}).json()["facts"]}
    assert sources == {"说明.txt", "表.pdf"}


def test_deleting_it_forgets_both_originals(client: TestClient, tmp_path: Path) -> None:
    (one,) = client.get("/api/disclosures").json()["disclosures"]
    assert len(list(Originals(tmp_path).folder.iterdir())) == 2
    assert client.delete(f"/api/disclosures/{one['id']}", headers=HEADERS).status_code == 204
    assert list(Originals(tmp_path).folder.iterdir()) == []
    assert client.get("/api/disclosures").json()["total"] == 0
