"""The application as it runs: over one invented disclosure that the real ingest has read, and listening on a free port."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from readings import Letters

from ingest.load import read as ingested
from qa.retrieval.index import PassageIndex
from qa.settings import Settings
from qa.web.app import create_app

RECORD = Path(__file__).parent / "web" / "disclosure.md"


def application(folder: Path, words: Any, *more: Any, token: str = "", **named: Any) -> Any:
    """The application over the record, with a stand-in embedder; ``more`` as :func:`create_app` takes it."""
    app = create_app(Settings(home=folder, write_token=token), *more, warm=False, **named)
    with_record(app.state.mingzhang.home, words)
    return app


def with_record(home: Any, words: Any) -> Any:
    """A home that holds the record, with a stand-in embedder."""
    home.words = words
    home.__dict__["index"] = PassageIndex(home.store, home.settings.home / "vectors", load=lambda _: Letters())
    home.store.put(ingested(RECORD.read_bytes(), RECORD.name))
    return home


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Where the application is served while this holds."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
