"""取文: a file of any kind to text, told by its content and never by its name's ending."""

from __future__ import annotations

import re
from typing import Final

from corpus.problem import UnreadableError
from ingest.sources import conversion, sandbox
from ingest.sources.original import Source
from ingest.sources.plain import page_of, tabbed
from ingest.sources.text import LARGEST, decode

_SCAN: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table)[\s>]", re.IGNORECASE)
_TEXTS: Final = {".md": "text/markdown", ".markdown": "text/markdown", ".csv": "text/csv", ".tsv": "text/csv"}
_PROMISED: Final = {
    ".pdf": "PDF", ".docx": "Word 文件", ".doc": "Word 文件", ".wps": "WPS 文件", ".xlsx": "Excel 文件", ".xls": "Excel 文件"
}  # fmt: skip
_HEAD: Final = 2048
_FEWEST: Final = 200
"""Characters of the shortest text that may be a disclosure under an ending of another kind."""


def extract(data: bytes, name: str) -> Source:
    """取文 from a file's bytes; raises UnreadableError where there is no text to be had.

    Text is decoded here; every other kind is read in a process of its own, within limits.
    """
    if len(data) > LARGEST:
        size = len(data) / 1024 / 1024
        raise UnreadableError(f"{name}：文件有 {size:.0f} MB，超过 {LARGEST // 1024 // 1024} MB 上限，请拆分后再导入")
    kind = kind_of(data)
    if kind is None:
        media = next((kind for ending, kind in _TEXTS.items() if name.lower().endswith(ending)), "text/plain")
        return Source(tabbed(_text(data, name), name), media)
    if kind == "office" and conversion.is_old_word(data):
        data = conversion.to_docx(data, name)
    if kind == "html" and name.lower().endswith((".md", ".markdown")):
        data = page_of(decode(data, name)).encode()
    source = sandbox.read(kind, data, name)
    if not source.text.strip():
        raise UnreadableError(f"{name}：文件里没有可读的文字")
    return source


def _text(data: bytes, name: str) -> str:
    """The text of a file that is none of the other kinds; a few words under the ending of one are a broken file."""
    text = decode(data, name)
    promised = next((kind for ending, kind in _PROMISED.items() if name.lower().endswith(ending)), None)
    if promised and text.strip() and len(text.strip()) < _FEWEST:
        raise UnreadableError(f"{name}：不是有效的 {promised}，请重新下载或另存后再导入")
    return text


def kind_of(data: bytes) -> sandbox.Kind | None:
    """格式 by content: ``pdf``, ``office`` (both new and old), ``image``, ``html``; None for text."""
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((_ZIP, _OLE)):
        return "office"
    if head.startswith(_SCAN) and b"\x00" in head:
        return "image"
    return "html" if _HTML.search(head) and not head.lstrip().startswith(b"---") else None
