"""测速·多人: many clients that ask one server one question after the other, for a while."""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Final

from eval.statistics import percentile

CLIENTS: Final = 50
SECONDS: Final = 60.0
PATIENCE: Final = 60


def crowd(address: str, questions: Sequence[str], clients: int = CLIENTS, seconds: float = SECONDS) -> dict[str, float]:
    """What ``clients`` met in ``seconds``: questions answered, a second, errors, and times in ms. They begin together."""
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        dice = random.Random(number)  # noqa: S311 - no secret is drawn
        while time.monotonic() < end:
            began = time.perf_counter()
            try:
                post(f"{address}/api/ask", {"question": dice.choice(questions)})
            except OSError as error:  # urllib's errors are among them
                errors.append(str(error))
            times.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=client, args=(n,), daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "asked": float(len(times)),
        "rate": len(times) / seconds,
        "errors": float(len(errors)),
        "p50": percentile(times, 50),
        "p99": percentile(times, 99),
    }


def post(url: str, body: dict[str, str]) -> bytes:
    """Ask a server of our own; raises OSError where it refuses."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310 - our own server
        found: bytes = reply.read()
    return found
