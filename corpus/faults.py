"""故障: what a full disk, a missing right or a damaged database means for the person who has to act on it."""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError

DatabaseAwayError = DBAPIError
"""What is raised where the database cannot be asked, for those who go on without it."""

_FULL: Final = "磁盘已满：腾出空间后再试，已有数据不受影响 (the disk is full; what is stored is safe)"
_RIGHTS: Final = "没有写入权限：查看数据文件夹的权限，或以只读方式运行 (no right to write: see the folder's rights, or run read-only)"
_BUSY: Final = "数据库正被另一个程序写入，请稍后再试 (another program is writing; try again later)"
_DAMAGED: Final = "数据库损坏：运行 mingzhang doctor 查看，用 mingzhang restore 恢复备份 (the database is damaged: see mingzhang doctor, restore)"
_CLOSED: Final = "打不开数据库：查看数据文件夹是否存在、可读，磁盘是否已满 (the database cannot be opened)"
_GONE: Final = "没有这个文件或文件夹 (no such file or folder)"
_DATABASES: Final = ("psycopg", "chromadb")
_SAID: Final = (
    ("disk is full", _FULL),
    ("disk full", _FULL),
    ("no space left", _FULL),
    ("readonly database", _RIGHTS),
    ("permission denied", _RIGHTS),
    ("is locked", _BUSY),
    ("malformed", _DAMAGED),
    ("not a database", _DAMAGED),
    ("corrupt", _DAMAGED),
    ("disk i/o error", _DAMAGED),
    ("unable to open", _CLOSED),
)
_NUMBERS: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: _RIGHTS,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
}


def told(error: BaseException) -> str | None:
    """One sentence on what is to be done about an error of the disk or the database; None for any other error."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0)
    if isinstance(error, sqlite3.Error) or type(error).__module__.startswith(_DATABASES):
        said = str(error).lower()
        return next((words for sign, words in _SAID if sign in said), None)
    return None


def prevents_writing(error: BaseException) -> bool:
    """Whether what failed was only the writing: reading goes on."""
    return told(error) in {_FULL, _RIGHTS, _BUSY}
