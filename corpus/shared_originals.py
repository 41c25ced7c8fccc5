"""共用原件: originals where several servers share them: in the database, or at any URL that fsspec knows (S3, NFS)."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final, Protocol

from sqlalchemy import delete, select

from corpus import schema
from corpus.problem import StoreError
from corpus.store import Store
from corpus.writing import if_missing

_NAME: Final = re.compile(r"[0-9a-f]{64}")


class Keeping(Protocol):
    """原件存放: what every place for originals does; see :class:`corpus.originals.Originals` for the home folder's."""

    def keep(self, data: bytes) -> str:
        """Keep the bytes; returns their digest."""

    def find(self, sha256: str) -> bytes | None:
        """The bytes with this digest; None where they were not kept."""

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this digest are kept."""

    def drop(self, sha256: str) -> None:
        """Forget the bytes with this digest."""


class StoredOriginals:
    """库中原件: rows of the database that holds the rest."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, data: bytes) -> str:
        """Keep the bytes; returns their digest."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.holds(sha256):
            with self._store.writing() as db:
                db.execute(if_missing(db, schema.original), {"sha256": sha256, "data": data})
        return sha256

    def find(self, sha256: str) -> bytes | None:
        """The bytes with this digest; None where they were not kept."""
        held = schema.original.c
        with self._store.reading() as db:
            found: bytes | None = db.execute(select(held.data).where(held.sha256 == sha256)).scalar()
        return found

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this digest are kept."""
        held = schema.original.c
        with self._store.reading() as db:
            return db.execute(select(held.sha256).where(held.sha256 == sha256)).first() is not None

    def drop(self, sha256: str) -> None:
        """Forget the bytes with this digest."""
        with self._store.writing() as db:
            db.execute(delete(schema.original).where(schema.original.c.sha256 == sha256))


class RemoteOriginals:
    """远处原件: one object each under a URL (``s3://bucket/folder``, ``file:///mnt/shared``)."""

    def __init__(self, url: str) -> None:
        import fsspec  # noqa: PLC0415 - only where such a URL is set

        try:
            files, root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"原件地址 {url} 不能使用：{reason} (the URL of the originals cannot be used)") from None
        self._files: Any = files
        self._root = root

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def keep(self, data: bytes) -> str:
        """Keep the bytes; returns their digest. A reader sees them whole or not at all."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.holds(sha256):
            self._files.makedirs(f"{self._root}/{sha256[:2]}", exist_ok=True)
            with self._files.transaction:
                self._files.pipe_file(self._path(sha256), data)
        return sha256

    def find(self, sha256: str) -> bytes | None:
        """The bytes with this digest; None where they were not kept."""
        if not self.holds(sha256):
            return None
        data: bytes = self._files.cat_file(self._path(sha256))
        return data

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this digest are kept; a name that is no digest is never a path."""
        return bool(_NAME.fullmatch(sha256)) and bool(self._files.exists(self._path(sha256)))

    def drop(self, sha256: str) -> None:
        """Forget the bytes with this digest."""
        if self.holds(sha256):
            self._files.rm_file(self._path(sha256))
