"""A watched folder: files are taken in when they are complete, changed ones replace, and Ctrl-C ends it cleanly."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import press
import pytest
from test_joining import ISSUER, STORY, TABLE

from corpus.originals import Originals
from corpus.store import Store
from ingest import load
from ingest.watching import arrivals

QUIET = 0.2


class Watched:
    """A folder, watched in a thread of its own, and what was taken in from it."""

    def __init__(self, home: Path) -> None:
        self.folder, self.told, self.stop = home / "来件", [], threading.Event()
        self.folder.mkdir()
        self.store, self.originals = Store.open(home / "库"), Originals(home / "库")
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        time.sleep(3 * QUIET)

    def run(self) -> None:
        for files in arrivals([self.folder], self.stop, quiet=QUIET):
            self.told += load.ingest(files, self.store, originals=self.originals)

    def until(self, what: Callable[[], object]) -> None:
        end = time.monotonic() + 20
        while not what():
            assert time.monotonic() < end, self.told
            time.sleep(0.02)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.stop.set()
    made.thread.join(10)
    made.store.close()


def test_a_file_is_taken_in_once_and_only_when_it_is_complete(watched: Watched) -> None:
    data = press.pdf([press.Printed("text", line) for line in STORY.splitlines() if line])
    with (watched.folder / "说明.pdf").open("wb") as file:
        for n in range(6):  # as a slow copy writes it
            file.write(data[n * len(data) // 6 : (n + 1) * len(data) // 6])
            file.flush()
            time.sleep(QUIET / 2)
    watched.until(lambda: watched.told)
    time.sleep(4 * QUIET)
    assert [(result.outcome, result.message) for result in watched.told] == [("new", "")]


def test_a_changed_file_replaces_and_another_part_joins(watched: Watched) -> None:
    story = watched.folder / "说明.txt"
    story.write_text(STORY, "utf-8")
    watched.until(lambda: len(watched.told) == 1)
    story.write_text(STORY.replace("34.50", "44.50"), "utf-8")
    watched.until(lambda: len(watched.told) == 2)
    (watched.folder / "表.xlsx").write_bytes(press.workbook(list(press.blocks(TABLE))))
    (watched.folder / "~笔记.tmp").write_text("不读")
    watched.until(lambda: len(watched.told) == 3)
    (one,) = watched.store.disclosures()
    assert (one.issuer, [part.source for part in one.parts]) == (ISSUER, ["说明.txt", "表.xlsx"])
    assert "44.50" in watched.store.text(one.id)


def test_a_bad_file_is_told_and_the_next_one_comes_in(watched: Watched) -> None:
    (watched.folder / "坏.pdf").write_bytes(b"%PDF-1.7 half")
    watched.until(lambda: watched.told)
    (watched.folder / "说明.txt").write_text(STORY, "utf-8")
    watched.until(lambda: len(watched.told) == 2)
    assert [result.outcome for result in watched.told] == ["failed", "new"]


INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
import mingzhang
mingzhang.main(sys.argv[1:])
"""
"""The command line; a script's background job, as these tests may be, would have it ignore Ctrl-C."""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_command_watches_until_it_is_interrupted(tmp_path: Path, sent: signal.Signals) -> None:
    home, folder = tmp_path / "库", tmp_path / "来件"
    folder.mkdir()
    command = [sys.executable, "-c", INTERRUPTIBLE, "ingest", "--home", str(home), "--watch", str(folder)]
    root = Path(__file__).resolve().parents[2]
    running = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr is not None
        assert next(line for line in running.stderr if "守候" in line)
        time.sleep(1)
        running.send_signal(sent)
        assert running.wait(30) == 0
        assert "已停止" in running.stderr.read()
    finally:
        running.kill()


def test_a_name_that_is_no_utf_8_neither_ends_the_watch_nor_stops_the_others(watched: Watched) -> None:
    odd = os.fsencode(watched.folder) + b"/" + "决算说明.txt".encode("gbk")
    try:
        Path(os.fsdecode(odd)).write_text(STORY, "utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    watched.until(lambda: any(result.outcome == "new" for result in watched.told))
    (watched.folder / "好.txt").write_text("不是公开文件", "utf-8")
    watched.until(lambda: len(watched.told) == 2)
    assert watched.thread.is_alive()
    (first,) = (result for result in watched.told if result.outcome == "new")
    assert first.path.endswith("决算说明.txt")
    assert first.disclosure.source == "决算说明.txt"
