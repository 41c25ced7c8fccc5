"""备份: a home folder's truth in one file, taken while it is in use, verified, and put back into an empty home.

What can be made again (vectors, the words' dictionary) is left out. The file holds originals as they came and kept
questions: nobody but its owner may read it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from corpus import talks
from corpus.originals import Originals
from corpus.problem import MingzhangError
from corpus.sqlite import NAME, PRIVATE_FILE, private
from corpus.store import Store
from corpus.workplace import workplace

MANIFEST: Final = "manifest.json"
_MEMBER: Final = re.compile(r"(?:mingzhang|conversations)\.db|originals/[0-9a-f]{64}")
_AT_ONCE: Final = 1024 * 1024


class BackupError(MingzhangError):
    """备份有误: a backup that cannot be written or is not what it says; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Saved:
    """备份了什么: disclosures, originals, bytes of the file; ``missing`` are digests whose originals are not kept."""

    disclosures: int
    originals: int
    size: int
    missing: tuple[str, ...] = ()


def backup(home: Path, target: Path) -> Saved:
    """备份 of a home into the file ``target``, which must not be there; others may go on writing meanwhile.

    The file is read again and compared before it gets its name. Raises BackupError.
    """
    if not (home / NAME).is_file():
        raise BackupError(f"{home} 里没有数据库，没有可备份的 (no database there)")
    if target.exists():
        raise BackupError(f"{target} 已存在，换一个文件名 (it exists already)")
    target.parent.mkdir(parents=True, exist_ok=True)
    with workplace(target.parent, ".backup-") as folder:
        copied = folder / NAME
        _copy(home / NAME, copied)
        held = _sound(copied)
        databases = [copied]
        if (home / talks.NAME).is_file():
            databases.append(folder / talks.NAME)
            _copy(home / talks.NAME, databases[-1])
        written = folder / "whole"
        kept = dict(Originals(home).kept())
        with open(os.open(written, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE), "wb") as out:  # noqa: PTH123
            _write(out, databases, {name: path for name, path in kept.items() if name in held})
            out.flush()
            os.fsync(out.fileno())
        with _unpacked(written, folder):
            pass
        written.rename(target)
        missing = tuple(sorted(held - kept.keys()))
        with closing(sqlite3.connect(copied)) as copy:
            count = copy.execute("select count(*) from disclosure").fetchone()[0]
        return Saved(int(count), len(held) - len(missing), target.stat().st_size, missing)


def restore(archive: Path, home: Path) -> Saved:
    """恢复 a backup into a home that has no database yet. Raises BackupError; then the home is as it was."""
    if (home / NAME).exists():
        raise BackupError(f"{home} 里已有数据库；请恢复到空文件夹，或先把它移走 (restore into an empty home)")
    private(home)
    with _unpacked(archive, home) as found:
        held = _sound(found / NAME)
        originals = Originals(home)
        private(originals.folder)
        moved = 0
        for path in sorted((found / "originals").iterdir()) if (found / "originals").is_dir() else ():
            path.replace(originals.folder / path.name)
            moved += 1
        if (found / talks.NAME).is_file():
            (found / talks.NAME).replace(home / talks.NAME)
        (found / NAME).replace(home / NAME)  # last: a home with a database is whole
    with closing(sqlite3.connect(f"file:{_quoted(home / NAME)}?mode=ro", uri=True)) as database:
        count = int(database.execute("select count(*) from disclosure").fetchone()[0])
    missing = tuple(sorted(held - {name for name, _ in originals.kept()}))
    return Saved(count, moved, archive.stat().st_size, missing)


def _copy(database: Path, target: Path) -> None:
    """The database as it is at one moment, whoever writes."""
    whence = f"file:{_quoted(database)}?mode=ro"
    try:
        with closing(sqlite3.connect(whence, uri=True)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.DatabaseError as error:
        raise BackupError(
            f"数据库读不出来：{error}；损坏时用 mingzhang doctor 查看 (the database cannot be read)"
        ) from None


def _write(out: IO[bytes], databases: Sequence[Path], originals: dict[str, Path]) -> None:
    """The members and, at the end, what each must hash to."""
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        for name, path in [
            *((path.name, path) for path in databases),
            *((f"originals/{name}", path) for name, path in originals.items()),
        ]:
            try:
                digests[name] = _digest(path)
                tar.add(path, name, recursive=False, filter=_plain)
            except FileNotFoundError:  # deleted meanwhile
                digests.pop(name, None)
        told = json.dumps({"mingzhang": 1, "sha256": digests}, indent=1).encode()
        about = tarfile.TarInfo(MANIFEST)
        about.size, about.mode = len(told), PRIVATE_FILE
        tar.addfile(about, io.BytesIO(told))


def _plain(about: tarfile.TarInfo) -> tarfile.TarInfo:
    about.uid = about.gid = 0
    about.uname = about.gname = ""
    about.mode = PRIVATE_FILE
    return about


@contextmanager
def _unpacked(archive: Path, beside: Path) -> Iterator[Path]:
    """The members of a backup in a folder of their own, each what it must hash to. Raises BackupError."""
    with workplace(beside, ".restore-") as folder:
        found: dict[str, str] = {}
        wanted: dict[str, str] | None = None
        try:
            with tarfile.open(archive, "r:gz") as tar:
                for member in tar:
                    inside = tar.extractfile(member) if member.isreg() else None
                    if inside is not None and member.name == MANIFEST:
                        wanted = dict(json.loads(inside.read())["sha256"])
                    elif inside is None or not _MEMBER.fullmatch(member.name):
                        raise BackupError(f"备份里有不该有的内容 {member.name[:80]!r} (an unexpected member)")
                    else:
                        found[member.name] = _put(inside, folder / member.name)
        except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise BackupError(f"{archive} 不是完整的备份：{error} (not a whole backup)") from None
        if wanted is None or NAME not in found or found != wanted:
            raise BackupError(f"{archive} 不是完整的备份：内容与清单不符 (its content is not what its manifest says)")
        yield folder


def _put(inside: IO[bytes], path: Path) -> str:
    """Write one member; its digest."""
    path.parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as out:  # noqa: PTH123
        while piece := inside.read(_AT_ONCE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sound(database: Path) -> set[str]:
    """The digests of the files that a database names. Raises BackupError where it is damaged."""
    try:
        with closing(sqlite3.connect(database)) as opened:
            said = str(opened.execute("pragma integrity_check").fetchone()[0])
        store = Store.open(database.parent, read_only=True)
        held = store.files()
        store.close()
    except Exception as error:  # noqa: BLE001 - an edge: whatever is wrong with a file that only calls itself a database
        said, held = str(error), set()
    if said != "ok":
        raise BackupError(f"数据库损坏：{said}；用 mingzhang doctor 查看 (the database is damaged)")
    return held


def _quoted(path: Path) -> str:
    return quote(str(path.resolve()))
