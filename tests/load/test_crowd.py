"""Fifty clients ask for a minute while pictures are drawn, files come and go, and slow clients hold connections.

Nobody is refused, every figure is the right one, and nobody waits long. ``MINGZHANG_CROWD_SECONDS`` is how long.
"""

from __future__ import annotations

import json
import os
import random
import socket
import sys
import time
from decimal import Decimal
from urllib.parse import quote_plus, urlsplit

import pytest
from printed import LINES, printed
from servers import until
from service import Client, Neighbours, Server, Together
from shelf import opened

from eval.invented_corpus import disclosures
from eval.statistics import percentile
from ingest.load import ingest

SECONDS = float(os.environ.get("MINGZHANG_CROWD_SECONDS", "60"))
CLIENTS = 50
SLOW = 60
STAYING, COMING = 12, 8
PATIENT_MS = 2_000
"""What a client may wait at most, but for one in a hundred, on a machine that has nothing else to do."""
REFUSED_KINDLY = (422, 503)
"""A quote that does not stand on the page; too many pictures wanted at once."""


@pytest.fixture
def corpus(tmp_path):
    """A home, the questions about what stays in it with their amounts, and files that come and go."""
    found = list(disclosures(STAYING + COMING, 5))
    folder = tmp_path / "documents"
    folder.mkdir()
    for one in found[:STAYING]:
        (folder / one.name).write_text(one.text, "utf-8")
    with opened(tmp_path / "home") as home:
        ingest([folder], home.store, originals=home.originals)
        home.index.sync()
    return tmp_path / "home", [asked for one in found[:STAYING] for asked in one.asked], found[STAYING:]


def amount(answer: dict) -> Decimal | None:
    """The figure stated first, in 万元."""
    figures = answer.get("figures") or []
    factor = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10_000)}
    return Decimal(figures[0]["value"]) * factor[figures[0]["unit"]] if figures else None


class Slow:
    """Sends a letter of a request's head now and then; begins anew where the server has hung up."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._where = (where.hostname, where.port)
        self._line: socket.socket | None = None

    def drip(self) -> None:
        if self._line is None:
            self._line = socket.create_connection(self._where, timeout=10)
            self._line.sendall(b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nX-A: ")
        time.sleep(1)
        try:
            self._line.sendall(b"a")
        except OSError:
            self._line.close()
            self._line = None


def asking(client: Client, questions, dice: random.Random, times: list[float]):
    """One of many who ask: a question of the corpus, whose right amount is known."""

    def ask() -> None:
        question, want = dice.choice(questions)
        began = time.perf_counter()
        status, body = client.call("POST", "/api/ask", {"question": question})
        times.append((time.perf_counter() - began) * 1000)
        assert status == 200, f"{status} {body[:200]!r}"
        assert amount(json.loads(body)) == want, f"{question} {body[:300]!r}"

    return ask


def drawing(client: Client, disclosure: str, dice: random.Random, counts: dict[str, int]):
    """One who has pages drawn, with a quote that stands there or not."""

    def draw() -> None:
        stands = LINES[3][dice.randrange(15) :][: dice.randint(2, 20)]
        quote = quote_plus(dice.choice((stands, f"{dice.randint(1, 999)}.00")))
        status, _ = client.call("GET", f"/api/disclosures/{disclosure}/pages/1.png?quote={quote}")
        assert status == 200 or status in REFUSED_KINDLY, status
        counts["picture"] += status == 200
        time.sleep(0.05)

    return draw


def test_nobody_is_refused_and_nobody_waits_long(corpus, capsys):
    home, questions, files = corpus
    server = Server(home)
    try:
        picture = server.upload(printed(), "决算.pdf")
        until(lambda: server.client.get("/readyz").json().get("indexed"), "the server ready")
        for question, _ in questions[:20]:
            server.client.post("/api/ask", json={"question": question}).raise_for_status()
        before, used = server.memory(), server.seconds()
        times: list[float] = []
        counts = dict.fromkeys(("picture", "upload", "delete", "drip"), 0)
        together, dice = Together(SECONDS), random.Random(3)  # noqa: S311 - a test's choice

        def writing() -> None:
            one = dice.choice(files)
            named = server.upload(one.text.encode(), one.name)
            counts["upload"] += 1
            time.sleep(0.2)
            server.delete(named)
            counts["delete"] += 1

        for _ in range(CLIENTS):
            together.add(asking(Client(server.address), questions, dice, times))
        for _ in range(4):
            together.add(drawing(Client(server.address), picture, dice, counts))
        together.add(writing)
        for _ in range(SLOW):
            together.add(Slow(server.address).drip)
        neighbours = Neighbours()
        together.run()
        factor = neighbours.factor()
        told = {
            "questions": len(times), "a second": round(len(times) / SECONDS, 1), "errors": len(together.wrong),
            "p50 ms": round(percentile(times, 50)), "p99 ms": round(percentile(times, 99)), "times slowed": round(factor, 2),
            "memory MB": [round(before), round(server.memory())], "processor s": round(server.seconds() - used, 1),
            "processor ms a question": round(1000 * (server.seconds() - used) / len(times), 1), **counts,
        }  # fmt: skip
    finally:
        server.end()
    with capsys.disabled():
        sys.stdout.write(f"\ncrowd: {json.dumps(told)}\n")
    assert together.wrong == [], server.complaints()
    assert not server.complaints()
    assert all(counts[one] for one in ("picture", "upload", "delete"))
    assert told["p99 ms"] <= PATIENT_MS * factor
