"""Killed at sixty random moments, ten of each kind of work: nothing half, nothing twice, nothing acknowledged is lost.

A moment is a random number of files told as done, and some time more: so it falls into the work on a busy machine too.
``MINGZHANG_KILLS`` is how often each kind is killed, ``MINGZHANG_SEED`` what the moments are drawn from.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from servers import PATIENCE, until
from service import PROGRAM, ROOT, Server
from shelf import BODIES, OLD, Shelf, complete, digest_of, examine, held, opened

from corpus.backup import backup, restore

TIMES = int(os.environ.get("MINGZHANG_KILLS", "10"))
SEED = os.environ.get("MINGZHANG_SEED", "1")
LATER = 0.4
"""Seconds after a file that was told as done: some files on, or within the vectors."""

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(params=range(TIMES))
def dice(request) -> random.Random:
    return random.Random(f"{SEED} {request.node.name}")  # noqa: S311 - a test's choice


class Running:
    """The real command; its lines on standard error are told as they come."""

    def __init__(self, *arguments: str | Path) -> None:
        self.told: list[str] = []
        self._process = subprocess.Popen(
            [*PROGRAM, *map(str, arguments)], cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.told.append(line)

    def done(self) -> list[str]:
        """Names of the files told as taken in."""
        return [line[2:].split("：", 1)[0].rsplit("/", 1)[-1] for line in list(self.told) if line.startswith("✓")]

    def killed_after(self, files: int, dice: random.Random) -> list[str]:
        """End it some time after so many files; what it had told by then."""
        until(lambda: len(self.done()) >= files or self._process.poll() is not None, f"{files} files")
        time.sleep(dice.uniform(0, LATER if files else 2.0))
        # With its readers, or alone: they must not outlive it either way.
        if dice.random() < 0.5:
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE)
        return self.done()

    def kill(self) -> None:
        """Now."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def ended(self) -> int:
        status = self._process.wait(300)
        self._reader.join(PATIENCE)
        return status


class Written(Server):
    """The real server, and whoever writes to it."""

    def killed_during(self, work: list[tuple[str, object]], dice: random.Random) -> tuple[list[str], str]:
        """Do it one after the other and end the server in between; what it had acknowledged, and what was under way."""
        acknowledged: list[str] = []
        asked: list[str] = []

        def go_on() -> None:
            for name, one in work:
                asked.append(name)
                try:
                    one()  # type: ignore[operator]
                except httpx.HTTPError:
                    return
                acknowledged.append(name)

        writer = threading.Thread(target=go_on, daemon=True)
        writer.start()
        wanted = dice.randrange(len(work))
        until(lambda: len(acknowledged) >= wanted, f"{wanted} acknowledged")
        time.sleep(dice.uniform(0, 0.25))
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.client.close()
        writer.join(PATIENCE)
        return acknowledged, asked[-1]


def test_killed_while_it_takes_in_files(shelf, dice, tmp_path):
    home = shelf.copy("old", tmp_path / "home")
    done = Running("ingest", "--home", home, *shelf.v1).killed_after(dice.randint(0, BODIES - OLD), dice)
    want = {path.name: digest_of(path) for path in shelf.v1}
    with opened(home) as there:
        found = examine(shelf, there)
        assert found.items() <= want.items()
        assert {*done, *(path.name for path in shelf.v1[:OLD])} <= found.keys()
        assert there.asker.ask(shelf.questions[shelf.v1[0].name]).status == "answered"
    complete(shelf, home, shelf.v1)


def test_killed_while_files_are_uploaded(shelf, dice, tmp_path):
    home = shelf.copy("old", tmp_path / "home")
    new = shelf.v1[OLD:]
    server = Written(home)
    acknowledged, under_way = server.killed_during(
        [(path.name, lambda path=path: server.upload(path.read_bytes(), path.name)) for path in new], dice
    )
    with opened(home) as there:
        found = set(examine(shelf, there)) - {path.name for path in shelf.v1[:OLD]}
        assert {*acknowledged} <= found <= {*acknowledged, under_way}
        assert there.store.files() <= {name for name, _ in there.originals.kept()}
    complete(shelf, home, shelf.v1)


def test_killed_while_disclosures_are_deleted(shelf, dice, tmp_path):
    home = shelf.copy("v1", tmp_path / "home")
    with opened(home) as there:
        ids = {d.source: d.id for d in there.store.disclosures()}
        digests = held(there)
    server = Written(home)
    acknowledged, under_way = server.killed_during(
        [(name, lambda one=one: server.delete(one)) for name, one in ids.items()], dice
    )
    with opened(home) as there:
        left = set(examine(shelf, there))
        assert ids.keys() - {*acknowledged, under_way} <= left <= ids.keys() - {*acknowledged}
        assert there.store.files() <= {name for name, _ in there.originals.kept()}
        assert not {digests[name] for name in acknowledged} & {name for name, _ in there.originals.kept()}
    complete(shelf, home, shelf.v1)


def test_killed_while_newer_versions_are_taken_in(shelf, dice, tmp_path):
    home = shelf.copy("v1", tmp_path / "home")
    done = Running("ingest", "--home", home, *shelf.v2).killed_after(dice.randint(0, BODIES), dice)
    old, new = ({path.name: digest_of(path) for path in files} for files in (shelf.v1, shelf.v2))
    with opened(home) as there:
        found = examine(shelf, there)
        assert found.keys() == old.keys()
        assert all(sha in {old[name], new[name]} for name, sha in found.items())
        assert all(found[name] == new[name] for name in done)
    complete(shelf, home, shelf.v2)


def test_killed_while_a_backup_is_written(shelf, dice, tmp_path):
    home = shelf.copy("v1", tmp_path / "home")
    began = time.monotonic()
    backup(home, tmp_path / "undisturbed.tar.gz")
    took = time.monotonic() - began
    (tmp_path / "backups").mkdir()
    target = tmp_path / "backups" / "one.tar.gz"
    running = Running("backup", "--home", home, target)
    until(lambda: any((tmp_path / "backups").iterdir()), "a backup")
    time.sleep(dice.uniform(0, 1.2 * took))
    running.kill()
    with opened(home) as there:
        assert examine(shelf, there).keys() == {path.name for path in shelf.v1}
    if not target.exists():
        backup(home, target)
    assert [path.name for path in target.parent.iterdir()] == [target.name], "what it left lies about"
    restore(target, tmp_path / "restored")
    complete(shelf, tmp_path / "restored", shelf.v1)


def test_one_of_two_writers_is_killed(shelf, dice, tmp_path):
    home = shelf.copy("old", tmp_path / "home")
    both = [Running("ingest", "--home", home, *files) for files in (shelf.v1, shelf.v2)]
    dice.shuffle(both)
    both[0].killed_after(dice.randint(0, BODIES - OLD), dice)
    assert both[1].ended() == 0, "".join(both[1].told)
    old, new = ({path.name: digest_of(path) for path in files} for files in (shelf.v1, shelf.v2))
    with opened(home) as there:
        found = examine(shelf, there)
        assert found.keys() == old.keys()
        assert all(sha in {old[name], new[name]} for name, sha in found.items())
    complete(shelf, home, shelf.v2)


def test_readers_are_gone(shelf) -> None:
    """Whatever was killed, no process of it goes on."""

    def left() -> Iterator[str]:
        for about in set(Path("/proc").glob("[0-9]*/cmdline")) - {Path(f"/proc/{os.getpid()}/cmdline")}:
            try:
                said = about.read_bytes()
            except OSError:
                continue
            if str(shelf.folder.parent).encode() in said:
                yield said.replace(b"\0", b" ").decode()

    until(lambda: not list(left()), "the end of all readers")
