"""A running application over a miniature store, without the real embedder (that takes seconds)."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from readings import Letters, reading

from corpus.disclosure import Reading
from corpus.problem import UnreadableError
from qa.index import PassageIndex
from qa.settings import Settings
from qa.web.app import create_app

TOKEN = "let-me-write"  # noqa: S105 - of this test server


def read(data: bytes, name: str) -> Reading:
    try:
        text = data.decode()
        made = reading(text, year=int(text.split("年度")[0][-4:]), source=name)
    except ValueError as error:
        raise UnreadableError(f"{name} 不是可读的文本：{error}") from None
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(made, disclosure=replace(made.disclosure, sha256=sha256))


@pytest.fixture
def app(tmp_path, words):
    app = create_app(Settings(home=tmp_path, write_token=TOKEN), read, warm=False)
    home = app.state.mingzhang.home
    home.words = words
    home.__dict__["index"] = PassageIndex(home.store, tmp_path / "vectors", load=lambda _: Letters())
    home.store.put(reading())
    return app


@pytest.fixture
def client(app):
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def disclosure_id():
    return reading().disclosure.id


@pytest.fixture
def writer():
    return {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def finished(client):
    def wait(job_id: str) -> dict:
        for _ in range(200):
            job = client.get(f"/api/jobs/{job_id}").json()
            if job["status"] in {"done", "failed"}:
                return job
            time.sleep(0.02)
        raise AssertionError(job)

    return wait
