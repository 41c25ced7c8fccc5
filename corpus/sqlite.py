"""SQLite 文件: the database of one home folder, opened so that what was acknowledged is on the disk, and read by its owner alone."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

NAME: Final = "mingzhang.db"
PATIENCE: Final = 30
"""Seconds that a writer waits for another."""
PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600


def opened(folder: Path, name: str = NAME, *, read_only: bool = False) -> Engine:
    """A database of a folder, which is made if missing; with ``read_only`` neither is changed, nor made.

    Acknowledged writes are flushed to the disk (synchronous=FULL), deleted content is overwritten (secure_delete),
    and errors do not repeat the values that were to be written: they may be a person's questions.
    """
    if read_only:
        return create_engine(
            "sqlite://", creator=lambda: _reading(folder / name), hide_parameters=True, poolclass=QueuePool
        )
    private(folder)
    engine = create_engine(
        URL.create("sqlite", database=str(folder / name)),
        connect_args={"check_same_thread": False, "timeout": PATIENCE},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _settings)
    return engine


def in_memory() -> Engine:
    """A database that ends with the process."""
    return create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
    )


def private(folder: Path) -> None:
    """Make the folder where it is missing; nobody but its owner may look into it."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    with contextlib.suppress(OSError):  # another's folder, or a file system without rights
        if folder.stat().st_mode & 0o077:
            folder.chmod(PRIVATE_FOLDER)


def checkpointed(engine: Engine) -> None:
    """Bring what stands in the write-ahead log into the file, so that a copy of the file is whole. Best effort."""
    if engine.dialect.name != "sqlite":
        return
    with contextlib.suppress(Exception), engine.connect() as db:  # read-only, in use, or damaged: it stays in the log
        db.connection.cursor().execute("pragma wal_checkpoint(truncate)")  # no question's: it is in no trace


def _settings(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"pragma {pragma}")
    for _, name, path in connection.execute("pragma database_list").fetchall():
        if name == "main" and path:
            with contextlib.suppress(OSError):
                os.chmod(path, PRIVATE_FILE)  # noqa: PTH101 - a path as SQLite says it


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing; where even the log's index cannot be opened, of the file as it stands."""
    where = f"file:{quote(str(path.resolve()))}?mode=ro"
    connection = sqlite3.connect(where, uri=True, check_same_thread=False, timeout=PATIENCE)
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if log.is_file() and log.stat().st_size:
            raise  # what stands in the log would be missing
        connection = sqlite3.connect(f"{where}&immutable=1", uri=True, check_same_thread=False)
    return connection
