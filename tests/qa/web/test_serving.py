"""The server's connections: who does not finish a request is let go, and others are answered meanwhile."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import urllib.request
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from readings import Letters, reading
from servers import until

from corpus.store import Store
from qa.retrieval.index import PassageIndex
from qa.retrieval.labels import LabelIndex
from qa.settings import Settings
from qa.web import serving, state, uploads
from qa.web.app import create_app


@pytest.fixture
def port(tmp_path, monkeypatch):
    monkeypatch.setattr(serving.Patient, "patience", 0.5)
    server = serving.server(create_app(Settings(home=tmp_path), warm=False))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(20)


def said(client: socket.socket) -> bytes:
    """All that comes until the server closes."""
    client.settimeout(20)
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := client.recv(65536):
            found += piece
    return found


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: "])
def test_a_head_that_does_not_end_ends_the_connection(port, begun):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(begun)
        assert said(client) == b""


def test_a_second_head_that_does_not_end_ends_the_connection(port):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HT")
        assert said(client).count(b"HTTP/1.1 200") == 1


def test_many_that_hang_keep_nobody_out(port, monkeypatch):
    monkeypatch.setattr(serving.Patient, "patience", 600)
    with contextlib.ExitStack() as held:
        for _ in range(700):
            client = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(b"GET / HTTP/1.1\r\nHost:")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as response:
            assert response.status == 200
            assert "server" not in response.headers


def test_a_finished_request_is_answered_however_long_it_takes(port):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(
            b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
        )
        client.sendall(b"Content-Length: 8\r\n\r\n")
        time.sleep(1.0)  # longer than a head may take: this is the body's time
        client.sendall(b'{"a": 1}')
        assert said(client).startswith(b"HTTP/1.1 422")


def test_a_server_that_ends_does_not_wait_for_its_index(tmp_path, words):
    class Slow(Letters):
        def embed_documents(self, texts):
            batches.append(len(texts))
            embedding.set()
            time.sleep(0.2)
            return super().embed_documents(texts)

    embedding, batches = threading.Event(), []
    app = create_app(Settings(home=tmp_path), warm=True)
    home = app.state.mingzhang.home
    home.words = words
    home.__dict__["index"] = PassageIndex(home.store, tmp_path / "vectors", load=lambda _: Slow())
    many = tuple(
        replace(reading().passages[0], id=f"p{n}", text=f"第 {n} 段话") for n in range(64 * 100)
    )  # of a hundred batches
    home.store.put(replace(reading(), passages=many))
    with TestClient(app):
        assert embedding.wait(60)
        shared = app.state.mingzhang
        shared.jobs.start("d", lambda report: uploads.resync(shared, report))  # waits for the first to be done
    assert len(batches) < 100
    assert not home.index.is_current()


def test_a_server_embeds_what_another_has_written(tmp_path, words, monkeypatch):
    monkeypatch.setattr(state, "AWAY", 0.05)
    app = create_app(Settings(home=tmp_path), warm=True)
    home = app.state.mingzhang.home
    home.words = words
    home.__dict__["index"] = PassageIndex(home.store, tmp_path / "vectors", load=lambda _: Letters())
    home.__dict__["labels"] = LabelIndex(tmp_path / "vectors", load=lambda _: Letters())
    with TestClient(app):
        until(home.is_mirrored, "the vectors of nothing")
        other = Store.open(tmp_path, words)
        other.put(reading())
        other.close()
        assert not home.is_mirrored()
        until(home.is_mirrored, "the vectors of what the other wrote")
    assert home.index.search("职能", k=1)
