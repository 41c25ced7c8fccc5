"""转换: documents of the old Word and of WPS, saved anew by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from corpus.problem import UnreadableError

_SECONDS: Final = 180
_WORD: Final = "WordDocument".encode("utf-16-le")
_LOCKED: Final = (
    "EncryptedPackage".encode("utf-16-le"),
    "_VBA_PROJECT".encode("utf-16-le"),
)


def is_old_word(data: bytes) -> bool:
    """Whether bytes are a document of the old Word or of WPS, neither locked nor with macros."""
    return data.startswith(b"\xd0\xcf\x11\xe0") and _WORD in data and not any(mark in data for mark in _LOCKED)


def to_docx(data: bytes, name: str) -> bytes:
    """The document as DOCX. Raises UnreadableError where LibreOffice is not installed or cannot read it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableError(
            f"{name}：这是旧版 Word 文件（.doc、.wps），本机没有安装 LibreOffice，请安装后重试，或另存为 .docx 或 PDF 再导入"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run(  # noqa: S603 - the office found on the path, a file of our own name
                [*command, str(source)], capture_output=True, timeout=_SECONDS, check=True
            )
            return source.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise UnreadableError(
                f"{name}：LibreOffice 未能转换这个旧版 Word 文件，请另存为 .docx 或 PDF 再导入"
            ) from None
