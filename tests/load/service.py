"""The real server in a process of its own, whoever asks it at once, and what it costs."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from servers import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, str(ROOT / "tests" / "program.py")]
TOKEN = "let-me-write"  # noqa: S105 - of these tests' servers
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Server:
    """The server over a home, with the letters of the tests for vectors; on a free port. What it says stands in ``log``."""

    def __init__(self, home: Path, **more: str) -> None:
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("MINGZHANG_")}
        self.log = home.with_name(f"{home.name}.log")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*PROGRAM, "serve", "--home", str(home), "--port", "0", "--no-corpus"], cwd=ROOT, start_new_session=True,
                stdout=subprocess.PIPE, stderr=log, text=True, env=surroundings | {"MINGZHANG_WRITE_TOKEN": TOKEN} | more,
            )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.client = httpx.Client(
            base_url=self.address, timeout=PATIENCE, transport=httpx.HTTPTransport(retries=50),
            headers={"authorization": f"Bearer {TOKEN}"},
        )  # fmt: skip

    def upload(self, data: bytes, name: str) -> str:
        sent = self.client.post("/api/disclosures", files={"file": (name, data)})
        return str(sent.raise_for_status().json()["disclosure_id"])

    def delete(self, disclosure_id: str) -> None:
        self.client.delete(f"/api/disclosures/{disclosure_id}").raise_for_status()

    def complaints(self) -> str:
        """What the server logged of errors that nobody had foreseen, with their tracebacks; "" where there were none."""
        said = self.log.read_text("utf-8", errors="replace")
        return said[at : at + 8_000] if (at := said.find("unforeseen error")) >= 0 else ""

    def memory(self) -> float:
        """Resident megabytes."""
        said = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS")) / 1000

    def seconds(self) -> float:
        """Processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def files_open(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def end(self) -> None:
        self.client.close()
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Client:
    """One who asks over one connection, as a browser does."""

    def __init__(self, address: str) -> None:
        self._where = urlsplit(address).netloc
        self._line: http.client.HTTPConnection | None = None

    def ask(self, question: str) -> dict[str, object]:
        return dict(json.loads(self.call("POST", "/api/ask", {"question": question})[1]))

    def call(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """Status and body. Raises OSError or HTTPException where there is no answer."""
        if self._line is None:
            self._line = http.client.HTTPConnection(self._where, timeout=120)
        sent = None if body is None else json.dumps(body)
        try:
            self._line.request(method, path, sent, {"content-type": "application/json"} if sent else {})
            reply = self._line.getresponse()
            return reply.status, reply.read()
        except (OSError, http.client.HTTPException):
            self._line.close()
            self._line = None
            raise


class Together:
    """Threads that each do one thing again and again until the time is over; what went wrong with whom is noted."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._threads: list[threading.Thread] = []
        self.wrong: list[str] = []
        self.stopped = threading.Event()

    def add(self, work: Callable[[], object]) -> None:
        def again() -> None:
            while time.monotonic() < self._end and not self.stopped.is_set():
                try:
                    work()
                except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                    self.wrong.append(f"{type(error).__name__}: {error}"[:300])
                    time.sleep(0.05)

        self._threads.append(threading.Thread(target=again, daemon=True))

    def run(self) -> None:
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()


class Neighbours:
    """How much longer work takes here than it needs, because others are at work too: 1 on a machine of one's own.

    A clock cannot tell a slow server from a busy machine; this can. Small pieces of work in a process of their own.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PIECES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def factor(self) -> float:
        """The mean since it began; it ends here."""
        said, _ = self._process.communicate("end\n", timeout=60)
        return max(1.0, float(said))


_PIECES = """
import select, sys, time
wall = busy = 0.0
while not select.select([sys.stdin], [], [], 0.5)[0]:
    began, used = time.perf_counter(), time.process_time()
    while time.process_time() - used < 0.02:
        pass
    wall += time.perf_counter() - began
    busy += time.process_time() - used
print(wall / max(busy, 1e-9))
"""
