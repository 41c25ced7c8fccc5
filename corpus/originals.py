"""原件存放: the bytes of what was taken in, one file each under the home folder, named by their SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from corpus.sqlite import PRIVATE_FILE, private

_NAME: Final = re.compile(r"[0-9a-f]{64}")


YOUNG: Final = 600.0
"""Seconds for which a file is left alone that no disclosure names yet: another process may be taking it in."""


class Originals:
    """原件夹. Keeping what is kept already changes nothing; a name that is no digest is never a path.

    Originals are as they came, unmasked: nobody but the owner of the home may read them, and what no disclosure is
    read from any more is erased.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "originals"

    def keep(self, data: bytes) -> str:
        """Keep the bytes; returns their digest."""
        sha = hashlib.sha256(data).hexdigest()
        path = self.folder / sha
        if not path.exists():
            private(self.folder)
            written = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            with open(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as out:  # noqa: PTH123
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            written.replace(path)
            _flushed(self.folder)
        return sha

    def find(self, sha256: str) -> bytes | None:
        """The bytes with this digest; None where they were not kept."""
        path = self.folder / sha256
        return path.read_bytes() if _NAME.fullmatch(sha256) and path.is_file() else None

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this digest are kept."""
        return bool(_NAME.fullmatch(sha256)) and (self.folder / sha256).is_file()

    def drop(self, sha256: str) -> None:
        """Forget the bytes with this digest."""
        if _NAME.fullmatch(sha256):
            (self.folder / sha256).unlink(missing_ok=True)

    def kept(self) -> Iterator[tuple[str, Path]]:
        """Digest and place of each file kept."""
        if self.folder.is_dir():
            yield from sorted((path.name, path) for path in self.folder.iterdir() if _NAME.fullmatch(path.name))

    def sweep(self, held: Collection[str], young: float = YOUNG) -> list[str]:
        """Erase the files that are not ``held`` by any disclosure, and what an interrupted writing left; what went."""
        gone = []
        before = time.time() - young
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):  # another process sweeps too
                if path.name not in held and path.is_file() and path.stat().st_mtime < before:
                    path.unlink()
                    gone.append(path.name)
        return gone


def _flushed(folder: Path) -> None:
    """A folder's entries on the disk, where folders can be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
