"""压缩包: the files inside a ZIP, with names as their makers wrote them, within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from corpus.problem import UnreadableError
from ingest.sources.text import LARGEST

_MOST_FILES: Final = 2000
_LARGEST_UNPACKED: Final = 500 * 1024 * 1024
_UTF8_NAME: Final = 0x800
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype"})


def is_archive(data: bytes) -> bool:
    """Whether bytes are a ZIP that is no office document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return not _OFFICE & set(package.namelist())
    except zipfile.BadZipFile:
        return False


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file inside. Raises UnreadableError for a package that is locked, broken or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inside = [info for info in package.infolist() if not info.is_dir()]
            if len(inside) > _MOST_FILES or sum(info.file_size for info in inside) > _LARGEST_UNPACKED:
                raise UnreadableError(f"{name}：压缩包里的文件太多或解开后太大，请分批解压后再导入")
            if any(info.flag_bits & 1 for info in inside):
                raise UnreadableError(f"{name}：压缩包有密码，请解压后再导入")
            for info in inside:
                if info.file_size <= LARGEST:
                    yield _name(info), package.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise UnreadableError(f"{name}：压缩包损坏或格式不支持，请解压后再导入") from None


def _name(info: zipfile.ZipInfo) -> str:
    """文件名: a name not marked as UTF-8 was most likely written in GBK by a Chinese system."""
    if info.flag_bits & _UTF8_NAME:
        return PurePosixPath(info.filename).name
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return PurePosixPath(raw.decode(encoding).replace("\\", "/")).name
        except UnicodeDecodeError:
            continue
    return PurePosixPath(info.filename).name
