"""原件存放: the bytes of what was taken in, one file each under the home folder, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[0-9a-f]{64}")


class Originals:
    """原件夹. Keeping what is kept already changes nothing; a name that is no digest is never a path."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "originals"

    def keep(self, data: bytes) -> str:
        """Keep the bytes; returns their digest."""
        sha = hashlib.sha256(data).hexdigest()
        path = self.folder / sha
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            written = path.with_suffix(f".{os.getpid()}")
            written.write_bytes(data)
            written.replace(path)
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
