"""Real servers for the tests: PostgreSQL from the system's packages, Chroma from its Python package. Nothing is imitated."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 90
"""Seconds that a server may take to start on a busy machine."""


def programs(name: str) -> str | None:
    """A program of PostgreSQL; Debian keeps them out of the way."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(places[0]) if places else shutil.which(name)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


def until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come to pass in {PATIENCE} s")
        time.sleep(0.05)


class Postgres:
    """A PostgreSQL server of its own in a new folder, reached by a socket in it; databases as many as wanted."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._numbers = itertools.count(1)
        self._user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:  # the server refuses to run as root
            about = pwd.getpwnam("postgres")
            os.chown(self.folder, about.pw_uid, about.pw_gid)
        self.run(
            "initdb", "-D", "data", "-A", "trust", "-U", "mingzhang", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        self.start()

    def start(self) -> None:
        settings = f"-c listen_addresses='' -c fsync=off -c max_connections=500 -k {self.folder}"
        self.run("pg_ctl", "-D", "data", "-w", "-t", str(PATIENCE), "-l", "log", "-o", settings, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        found = programs(program)
        assert found, f"no {program}: apt-get install postgresql"
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        subprocess.run(
            [*become, found, *arguments], cwd=self.folder, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def url(self, database: str) -> str:
        return f"postgresql://mingzhang@/{database}?host={self.folder}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        import psycopg  # noqa: PLC0415 - only where there is a server

        name = f"test{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f"create database {name}")
        return self.url(name)


class Chroma:
    """A Chroma server of its own over a folder, on a free port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [str(program), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip
        until(self._listens, "a Chroma server")

    def _listens(self) -> bool:
        assert self._process.poll() is None, "the Chroma server ended"
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
