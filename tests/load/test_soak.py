"""Very many questions, one server: memory, open files and disk stay where they are, but for the questions kept.

``MINGZHANG_SOAK`` is how many (30,000 take ten minutes on a quiet machine; a few hundred show that the test works).
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

import pytest
from servers import until
from service import Client, Server, Together
from shelf import opened
from test_worst_questions import seeds

from ingest.load import ingest

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("MINGZHANG_SOAK", "3000"))
CLIENTS = 8
GROWTH_MB = 30
"""What memory may grow after the first quarter: caches that are bounded are full by then."""
KEPT_KB = 8
"""Kilobytes of disk that a question may take while it is kept."""


def disk(home: Path) -> float:
    """Kilobytes, the logs of the databases apart, which are bounded."""
    return (
        sum(p.stat().st_size for p in home.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))) / 1000
    )


@pytest.fixture(params=["kept", "in memory"])
def served(request, tmp_path):
    with opened(tmp_path / "home") as home:
        ingest([ROOT / "corpus" / "documents"], home.store, originals=home.originals)
        home.index.sync()
    more = {"MINGZHANG_QUESTION_DAYS": "0"} if request.param == "in memory" else {}
    server = Server(tmp_path / "home", **more)
    yield server, tmp_path / "home", request.param
    server.end()


def test_memory_and_disk_are_bounded(served, capsys):
    server, home, how = served
    until(lambda: server.client.get("/readyz").json().get("indexed"), "the server ready")
    questions, dice = seeds(), random.Random(7)  # noqa: S311 - a test's choice
    seen: list[dict[str, float]] = []
    together = Together(seconds=24 * 3600)
    asked = [0]

    def asking(client: Client):
        talk: list[str] = []

        def ask() -> None:
            body = {"question": dice.choice(questions)} | (
                {"conversation_id": talk[-1]} if talk and dice.random() < 0.5 else {}
            )
            status, said = client.call("POST", "/api/ask", body)
            assert status == 200, f"{status} {said[:200]!r}"
            talk[:] = [json.loads(said)["conversation_id"]]
            asked[0] += 1
            if asked[0] % max(1, COUNT // 8) == 0:
                seen.append(
                    {"asked": asked[0], "MB": server.memory(), "files": server.files_open(), "disk kB": disk(home)}
                )
            if asked[0] >= COUNT:
                together.stopped.set()

        return ask

    for _ in range(CLIENTS):
        together.add(asking(Client(server.address)))
    together.run()
    with capsys.disabled():
        sys.stdout.write(f"\nsoak ({how}): {json.dumps([{k: round(v) for k, v in one.items()} for one in seen])}\n")
    assert together.wrong == [], server.complaints()
    assert not server.complaints()
    later = [one for one in seen if one["asked"] >= COUNT / 4]
    assert max(one["MB"] for one in later) - later[0]["MB"] <= GROWTH_MB
    assert max(one["files"] for one in later) - later[0]["files"] <= 2 * CLIENTS
    kept = (later[-1]["disk kB"] - later[0]["disk kB"]) / (later[-1]["asked"] - later[0]["asked"])
    assert kept <= (KEPT_KB if how == "kept" else 0.01)
