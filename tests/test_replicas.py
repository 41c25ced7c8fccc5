"""Two servers on one PostgreSQL and one Chroma server: what one takes in the other tells, also when the first has died."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from printed import printed
from servers import PATIENCE, until

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "let-me-write"  # noqa: S105 - of this test's servers


class Replica:
    """A server of the real program, with a home of its own for what is its own."""

    def __init__(self, home: Path, database: str, vectors: str) -> None:
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("MINGZHANG_")}
        surroundings |= {
            "MINGZHANG_DATABASE_URL": database, "MINGZHANG_CHROMA_URL": vectors, "MINGZHANG_WRITE_TOKEN": TOKEN,
        }  # fmt: skip
        command = [sys.executable, "-m", "mingzhang", "serve", "--home", str(home), "--port", "0", "--no-corpus"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings, cwd=ROOT)
        assert self.process.stdout is not None
        self.client = httpx.Client(
            base_url=self.process.stdout.readline().strip(),
            timeout=PATIENCE,
            transport=httpx.HTTPTransport(retries=50),
            headers={"authorization": f"Bearer {TOKEN}"},
        )

    def ask(self, question: str, conversation: str | None = None) -> dict:
        body = {"question": question} | ({"conversation_id": conversation} if conversation else {})
        return self.client.post("/api/ask", json=body).json()

    def upload(self, data: bytes, name: str) -> dict:
        return self.client.post("/api/disclosures", files={"file": (name, data)}).raise_for_status().json()

    def status(self) -> str:
        return self.client.get("/readyz").json()["status"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def replicas(database, chroma, tmp_path):
    made = [Replica(tmp_path / name, database, chroma.url) for name in ("one", "other")]
    yield made
    for replica in made:
        replica.kill()


def test_what_one_takes_in_the_other_tells_after_the_first_has_died(replicas, chroma):
    one, other = replicas
    until(lambda: one.status() == other.status() == "ready", "two servers ready")
    job = one.upload(printed(), "决算.pdf")
    first = one.ask("云溪区测试中心2024年度支出合计是多少？")
    assert first["figures"][0]["value"] == "700.00"
    one.kill()

    again = other.ask("其中基本支出呢？", first["conversation_id"])
    assert again["figures"][0]["value"] == "410.00"
    assert len(other.client.get(f"/api/conversations/{first['conversation_id']}").json()["turns"]) == 2
    picture = other.client.get(f"/api/disclosures/{job['disclosure_id']}/pages/1.png", params={"quote": "410.00"})
    assert picture.headers["content-type"] == "image/png"
    until(lambda: other.client.get(f"/api/jobs/{job['id']}").json()["status"] == "done", "the job, on the other")
    assert other.upload(printed(), "同一份.pdf") == {"disclosure_id": job["disclosure_id"], "status": "unchanged"}
    assert other.client.get("/readyz").json()["indexed"]


def test_without_its_chroma_server_it_answers_says_so_and_recovers(replicas, chroma):
    one, _ = replicas
    until(lambda: one.status() == "ready", "a server ready")
    one.upload(printed(), "决算.pdf")
    until(lambda: one.client.get("/readyz").json()["indexed"], "the vectors")
    chroma.kill()
    until(lambda: one.status() == "degraded", "the loss to be noticed")
    assert one.client.get("/readyz").status_code == 200
    assert one.ask("云溪区测试中心2024年度基本支出是多少？")["figures"][0]["value"] == "410.00"
    assert one.client.post("/api/ask", json={"question": "云溪区测试中心的主要职能是什么？"}).status_code == 200
    chroma.start()
    until(lambda: one.status() == "ready", "the recovery")
