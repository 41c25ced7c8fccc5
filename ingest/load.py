"""导入: the line from a file's bytes to all that was read from it, and from folders of files into the store."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from corpus import faults
from corpus.disclosure import Disclosure, Reading
from corpus.problem import MingzhangError, UnreadableError
from ingest.folders import inside, printable, shown_path
from ingest.joining import Held, joined
from ingest.reading import read
from ingest.text import LARGEST

log = logging.getLogger(__name__)
READABLE = frozenset(
    {".txt", ".md", ".text", ".markdown", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".html", ".htm"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)
"""Endings of the files taken from a folder; a file named by itself is tried whatever its ending.

Documents that cannot be read yet are among them, so that none is passed over in silence.
"""

Outcome = Literal["new", "unchanged", "superseded", "failed"]
"""new 新导入; unchanged 字节相同，未变; superseded 已有原件，档案不再导入; failed 不可读."""


class Store(Held, Protocol):
    """库: what this line needs of the store."""

    def has_sha(self, sha256: str) -> bool: ...  # noqa: D102 - see corpus.store.Store
    def superseding(self, original_sha256: str) -> str | None: ...  # noqa: D102
    def put(self, reading: Reading) -> list[str]: ...  # noqa: D102


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
) -> list[Result]:
    """导入 files and folders, one transaction each; bytes that are in already are skipped without being read.

    A file that cannot be read is reported and changes nothing; the others go on. Then the index follows the store.
    """
    files = list(_files(paths))
    results: list[Result] = []
    for path in files:
        results.append(_ingest_one(path, store, originals))
        if report is not None:
            report(len(results), len(files), results[-1])
    if index is not None and any(result.outcome == "new" for result in results):
        index.sync()
    return results


def _ingest_one(path: Path, store: Store, originals: Originals | None = None) -> Result:
    name, shown = printable(path.name), shown_path(path)
    try:
        data = _bytes(path)
        if store.has_sha(hashlib.sha256(data).hexdigest()):
            if originals is not None:
                originals.keep(data)  # what was taken in before originals were kept
            return Result(shown, "unchanged")
        reading = read(data, name)
        original = reading.disclosure.original_sha256
        if original and store.superseding(original):
            return Result(shown, "superseded", reading.disclosure)
        if originals is not None:
            reading = joined(reading, data, store, originals.find)
            originals.keep(data)
        reading = dated(reading)
        replaced = store.put(reading)
    except OSError as error:
        message = faults.told(error) or f"无法打开（{error.strerror or error}）"
        return Result(shown, "failed", message=message)
    except MingzhangError as error:
        return Result(shown, "failed", message=str(error).removeprefix(f"{name}："))
    except Exception as error:  # the edge of one file: the others must go on
        if (words := faults.told(error)) is not None:
            return Result(shown, "failed", message=words)
        log.exception("ingest failed", extra={"file": hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]})
        return Result(shown, "failed", message=f"读入时出错（{type(error).__name__}），请报告此文件")
    counts = (len(reading.passages), len(reading.tables), len(reading.facts))
    return Result(shown, "new", reading.disclosure, counts=counts, replaced=tuple(replaced))


def dated(reading: Reading) -> Reading:
    """注明导入时间: the reading as it is written, with the time."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(reading, disclosure=replace(reading.disclosure, ingested_at=now))


def _bytes(path: Path) -> bytes:
    """The bytes of a file that is not too large to be taken in."""
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"{printable(path.name)}：文件超过 {LARGEST // 1024 // 1024} MB 上限，请拆分后再导入")
    return path.read_bytes()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named, and the readable ones of folders in the order of their names; none twice."""
    seen: set[Path] = set()
    for path in paths:
        for file in inside(path, READABLE) if path.is_dir() else [path]:
            if (real := file.resolve()) not in seen and not file.name.startswith("."):
                seen.add(real)
                yield file
