"""Reading many files on two cores against one: told from processor time, for a busy machine's clock tells nothing.

What the readers and who asked them spend together, spread evenly over two cores, against what one process spends alone.
``MINGZHANG_FILES`` is how many files.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from eval.invented_corpus import disclosures
from ingest import load
from ingest.pool import Pool, Task, ready

COUNT = int(os.environ.get("MINGZHANG_FILES", "200"))
CORES = 2
LEAST = 1.7
EVEN = 1.25
"""How much busier than the mean the busiest reader may be."""
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at in /proc")


def spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def test_two_readers_do_nearly_twice_as_much_as_one(capsys):
    tasks = [Task(one.name, one.text.encode(), None) for one in disclosures(COUNT, 6)]
    for task in tasks[:3]:
        ready(load.attempt, task.data or b"", task.name)
    began = time.process_time()
    for task in tasks:
        ready(load.attempt, task.data or b"", task.name)
    alone = time.process_time() - began

    pool = Pool(load.attempt, CORES)
    list(pool(tasks[:1]))
    began, wall = time.process_time(), time.perf_counter()
    readers: dict[int, float] = {}
    for _ in pool(tasks):
        for pid in list(pool._running()._processes):
            readers[pid] = spent(pid)
    took, asking = time.perf_counter() - wall, time.process_time() - began
    busiest, mean = max(readers.values()), sum(readers.values()) / len(readers)
    ratio = alone / ((asking + sum(readers.values())) / CORES)
    told = {
        "files": COUNT, "one process s": round(alone, 2), "readers s": [round(s, 2) for s in readers.values()],
        "who asks s": round(asking, 2), "ratio": round(ratio, 2), "by the clock s": round(took, 1),
    }  # fmt: skip
    with capsys.disabled():
        sys.stdout.write(f"\nreading: {json.dumps(told)}\n")
    assert len(readers) == CORES
    assert busiest <= EVEN * mean
    assert ratio >= LEAST
