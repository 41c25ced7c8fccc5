"""导入: the line from a file's bytes to all that was read from it, and from folders of files into the store."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from corpus import faults
from corpus.disclosure import Disclosure, Reading
from corpus.problem import MingzhangError, UnreadableError
from corpus.writing import Prepared, prepared
from ingest import pool
from ingest.folders import inside, printable, shown_path
from ingest.pool import Found, Pool, ReadAll, Task, Unread
from ingest.reading import read
from ingest.sources.archive import is_archive, members
from ingest.sources.text import LARGEST
from ingest.structure.joining import Held, joined, kin

T = TypeVar("T")
log = logging.getLogger(__name__)
READABLE = frozenset(
    {".txt", ".md", ".text", ".markdown", ".csv", ".tsv", ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et"}
    | {".html", ".htm", ".zip"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)
"""Endings of the files taken from a folder; a file named by itself is tried whatever its ending.

Documents that cannot be read yet are among them, so that none is passed over in silence.
"""

_NEVER = frozenset({".rar", ".7z", ".ofd", ".ppt", ".pptx", ".rtf", ".gif", ".bmp", ".odt", ".ods"})
"""Endings of what may hold a disclosure but cannot be read: told of, so that none is passed over in silence."""
_SKIPPED = "不是能读的格式，请另存为 PDF、DOCX 或 XLSX 再导入"

Outcome = Literal["new", "unchanged", "superseded", "failed", "skipped"]
"""new 新导入; unchanged 字节相同，未变; superseded 已有原件，档案不再导入; failed 不可读; skipped 不是能读的格式，未看."""


class Store(Held, Protocol):
    """库: what this line needs of the store."""

    def has_sha(self, sha256: str) -> bool: ...  # noqa: D102 - see corpus.store.Store
    def superseding(self, original_sha256: str) -> str | None: ...  # noqa: D102
    def put_prepared(self, rows: Prepared) -> list[str]: ...  # noqa: D102
    def taking_in(self, new: Disclosure) -> AbstractContextManager[None]: ...  # noqa: D102


class Originals(Protocol):
    """原件夹: keeps the bytes, for the view of a page; see corpus.originals."""

    def keep(self, data: bytes) -> str: ...  # noqa: D102
    def find(self, sha256: str) -> bytes | None: ...  # noqa: D102


class Index(Protocol):
    """索引: mirrors the store after a run; what an interrupted run left undone the next one does."""

    def sync(self) -> object: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Result:
    """一个文件的结果. ``message`` is what went wrong, in one line; ``replaced`` the ids that gave way."""

    path: str
    outcome: Outcome
    disclosure: Disclosure | None = None
    message: str = ""
    counts: tuple[int, int, int] = (0, 0, 0)
    replaced: tuple[str, ...] = ()


Report = Callable[[int, int, Result], None]
"""Told (files done, files to do, the last one's result)."""


def ingest(
    paths: Iterable[Path],
    store: Store,
    index: Index | None = None,
    report: Report | None = None,
    originals: Originals | None = None,
    read_all: ReadAll[Result] | None = None,
) -> list[Result]:
    """导入 files and folders, one transaction each; bytes that are in already are skipped without being read.

    Files are read on all cores where there are many (``read_all`` reads them otherwise) and written in their order.
    A file that cannot be read is reported and changes nothing; the others go on. Then the index follows the store.
    """
    files = list(_files(paths))
    results: list[Result] = []
    if read_all is None:
        read_all = Pool(attempt, pool.cores()) if _many(files, store) and pool.cores() > 1 else _in_turn
    tasks = (_task(*one, store, originals) for path in files for one in _contents(path))
    for task, found in read_all(tasks):
        results.append(_taken_in(task, found, store, originals))
        if report is not None:
            report(len(results), max(len(files), len(results)), results[-1])  # an archive gives several
    if index is not None and any(result.outcome == "new" for result in results):
        index.sync()
    return results


def _contents(path: Path) -> Iterator[tuple[Path, bytes | MingzhangError | OSError]]:
    """The file's path and bytes, or what went wrong with it; of a ZIP, those of each file inside."""
    if path.suffix.lower() not in READABLE and path.suffix.lower() in _NEVER:
        yield path, UnreadableError(_SKIPPED)
        return
    try:
        data = _bytes(path)
        if not is_archive(data):
            yield path, data
            return
        for name, content in members(data, path.name):
            readable = Path(name).suffix.lower() in READABLE
            yield path / name, content if readable else UnreadableError(_SKIPPED)
    except (MingzhangError, OSError) as error:
        yield path, error


def attempt(data: bytes, name: str) -> Reading | Unread:
    """Read one file; what keeps it from being read is said and not raised."""
    return _safely(name, lambda: read(data, name))


def _safely(name: str, work: Callable[[], T]) -> T | Unread:
    """What ``work`` gives, or in one line why it could not: no file may stop the others."""
    try:
        return work()
    except OSError as error:
        return Unread(faults.told(error) or f"无法打开（{error.strerror or error}）")
    except MingzhangError as error:
        return Unread(str(error).removeprefix(f"{name}："))
    except Exception as error:  # the edge of one file
        if (words := faults.told(error)) is not None:
            return Unread(words)
        log.exception("ingest failed", extra={"file": hashlib.sha256(os.fsencode(name)).hexdigest()[:12]})
        return Unread(f"读入时出错（{type(error).__name__}），请报告此文件")


def _in_turn(tasks: Iterable[Task[T]]) -> Iterator[tuple[Task[T], Found]]:
    for task in tasks:
        yield task, None if task.data is None else attempt(task.data, task.name)


def _many(files: Sequence[Path], store: Store) -> bool:
    """Whether so many files are to be read that it is worth starting processes for."""
    fresh = 0
    for path in files if len(files) >= pool.FEWEST else ():
        try:
            fresh += path.stat().st_size <= LARGEST and not store.has_sha(hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError:
            continue
        if fresh >= pool.FEWEST:
            return True
    return False


def _task(
    path: Path, content: bytes | MingzhangError | OSError, store: Store, originals: Originals | None
) -> Task[Result]:
    """A file's bytes to be read, or what there is to say of it without reading it."""
    name, shown = printable(path.name), shown_path(path)
    found = _safely(name, lambda: _fresh(content, store, originals))
    if isinstance(found, Unread):
        outcome: Outcome = "skipped" if found.message == _SKIPPED else "failed"
        return Task(name, None, Result(shown, outcome, message=found.message))
    return Task(name, found, Result(shown, "unchanged" if found is None else "new"))


def _fresh(content: bytes | MingzhangError | OSError, store: Store, originals: Originals | None) -> bytes | None:
    """The bytes of a file; None where they are in already. Raises what went wrong with it."""
    if not isinstance(content, bytes):
        raise content
    if not store.has_sha(hashlib.sha256(content).hexdigest()):
        return content
    if originals is not None:
        originals.keep(content)  # what was taken in before originals were kept
    return None


def _taken_in(task: Task[Result], found: Found, store: Store, originals: Originals | None) -> Result:
    if found is None or task.data is None:
        return task.about
    path, data, result = task.about.path, task.data, found
    if not isinstance(result, Unread):
        written = _safely(task.name, lambda: _written(path, data, result, store, originals))
        if not isinstance(written, Unread):
            return written
        found = written
    assert isinstance(found, Unread)  # noqa: S101 - of the two that are left
    return Result(path, "failed", message=found.message)


def _written(path: str, data: bytes, found: Reading | Prepared, store: Store, originals: Originals | None) -> Result:
    """Written by itself, or with those that it is one disclosure with; what another process has written stays."""
    new = found.disclosure
    with store.taking_in(new):
        if store.has_sha(new.sha256):
            return Result(path, "unchanged")
        if new.original_sha256 and store.superseding(new.original_sha256):
            return Result(path, "superseded", new)
        if originals is not None:
            if kin(new, store):
                # What another process has read comes without its text and tables: for these few it is read again.
                reading = read(data, new.source) if isinstance(found, Prepared) else found
                found = joined(reading, data, store, originals.find)
            originals.keep(data)
        rows = found if isinstance(found, Prepared) else prepared(found)
        rows = replace(rows, disclosure=_dated(rows.disclosure))
        replaced = store.put_prepared(rows)
    counts = (len(rows.passages), len(rows.tables), len(rows.facts))
    return Result(path, "new", rows.disclosure, counts=counts, replaced=tuple(replaced))


def _dated(disclosure: Disclosure) -> Disclosure:
    """注明导入时间: the disclosure as it is written, with the time."""
    return replace(disclosure, ingested_at=datetime.now(UTC).isoformat(timespec="seconds"))


def _bytes(path: Path) -> bytes:
    """The bytes of a file that is not too large to be taken in."""
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"{printable(path.name)}：文件超过 {LARGEST // 1024 // 1024} MB 上限，请拆分后再导入")
    return path.read_bytes()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named, and the readable ones of folders in the order of their names; none twice."""
    seen: set[Path] = set()
    for path in paths:
        for file in inside(path, {*READABLE, *_NEVER}) if path.is_dir() else [path]:
            if (real := file.resolve()) not in seen and not file.name.startswith("."):
                seen.add(real)
                yield file
