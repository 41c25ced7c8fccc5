"""Many files are read on all cores: in order, as one by one, and one that kills its reader is set apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from readers import dying, dying_once, mark_of
from test_load import BUDGET

from corpus.store import Store
from ingest import load, pool
from ingest.pool import CRASHED, Pool, Task

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts processes otherwise")


def written(folder: Path, names: list[str]) -> Path:
    folder.mkdir()
    for n, name in enumerate(names):
        (folder / f"{n:02}{name}.txt").write_text(BUDGET.replace("测试中心", f"第{n}中心"), "utf-8")
    return folder


def told(store, folder, read_all):
    said = []
    results = load.ingest([folder], store, report=lambda *x: said.append(x), read_all=read_all)
    assert [done for done, _, _ in said] == list(range(1, len(results) + 1))
    return results


def test_in_processes_it_is_as_one_by_one(tmp_path):
    folder = written(tmp_path / "文件", ["一", "二", "三", "四", "五"])
    (folder / "02b空.txt").write_bytes(b"")
    (folder / "04b又.txt").write_bytes((folder / "04五.txt").read_bytes())
    one, many = Store.open(tmp_path / "one"), Store.open(tmp_path / "many")
    results = told(one, folder, None), told(many, folder, Pool(load.attempt, 2))
    undated = [
        [
            (r.path, r.outcome, r.message, r.counts, r.disclosure and replace(r.disclosure, ingested_at=""))
            for r in found
        ]
        for found in results
    ]
    assert undated[0] == undated[1]
    assert [r.outcome for r in results[1]] == ["new", "new", "failed", "new", "new", "new", "unchanged"]
    for disclosure in one.disclosures():
        assert one.facts(disclosure.id) == many.facts(disclosure.id)


def test_a_file_that_kills_its_reader_is_set_apart_and_the_others_go_on(tmp_path):
    folder = written(tmp_path / "文件", ["一", "毒", "三", "四", "毒", "六"])
    results = told(Store.open(tmp_path / "home"), folder, Pool(dying, 2))
    assert [r.outcome for r in results] == ["new", "failed", "new", "new", "failed", "new"]
    assert {r.message for r in results if r.outcome == "failed"} == {CRASHED}


def test_a_file_is_not_blamed_for_a_death_of_another_kind(tmp_path):
    folder = written(tmp_path / "文件", ["一", "险", "三"])
    mark = mark_of((folder / "01险.txt").read_bytes())
    mark.unlink(missing_ok=True)
    try:
        results = told(Store.open(tmp_path / "home"), folder, Pool(dying_once, 2))
        assert mark.exists()
    finally:
        mark.unlink(missing_ok=True)
    assert [r.outcome for r in results] == ["new"] * 3


def test_a_failure_of_ours_in_a_reading_process_is_one_line(tmp_path):
    (task, found), = Pool(load.attempt, 1)([Task("a.txt", b"\x00\x01" * 40, None)])  # fmt: skip
    assert task.name == "a.txt"
    assert "\n" not in found.message


def test_few_files_are_read_without_starting_processes(tmp_path, monkeypatch):
    def refuse(*_):
        raise AssertionError("started processes")

    monkeypatch.setattr(load, "Pool", refuse)
    folder = written(tmp_path / "文件", ["一"] * (pool.FEWEST - 1))
    store = Store.open(tmp_path / "home")
    assert {r.outcome for r in load.ingest([folder], store)} == {"new"}
    (folder / "新.txt").write_text(BUDGET, "utf-8")
    assert [r.outcome for r in load.ingest([folder], store)].count("new") == 1


STARTED = """
import sys
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from readers import sleeping
from ingest.pool import Pool, Task
list(Pool(sleeping, 2)([Task(name, b"x", None) for name in sys.argv[3:]]))
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked at in /proc")
def test_readers_do_not_outlive_who_asked_them(tmp_path):
    names = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    root = HERE.parents[1]
    asking = subprocess.Popen(
        [sys.executable, "-c", STARTED, str(HERE), str(root), *names], cwd=root, start_new_session=True
    )
    marks = [Path(name).with_suffix(".pid") for name in names]
    _until(lambda: all(mark.exists() and mark.read_text() for mark in marks))
    os.kill(asking.pid, signal.SIGKILL)
    asking.wait()
    _until(lambda: not any(Path(f"/proc/{mark.read_text()}").exists() for mark in marks))


def _until(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it did not come to pass in a minute"
        time.sleep(0.05)
