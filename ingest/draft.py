"""稿件: the running text of a file that somebody wants checked. Nothing of it is kept, and it need be no disclosure.

The same readers as for disclosures, with less patience: a draft is some pages long and its author waits. Lines that a
page has cut are joined again, so that a figure stands in its whole sentence.
"""

from __future__ import annotations

import codecs
from typing import Final

from corpus.problem import UnreadableError
from ingest.sources import conversion, sandbox
from ingest.sources.archive import is_archive
from ingest.sources.extract import kind_of
from ingest.sources.plain import page_of
from ingest.sources.text import decode
from ingest.structure import lines
from ingest.structure.unwrap import paragraphs

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a draft."""
SECONDS: Final = 60.0
"""Seconds on the clock for reading one."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_TAKEN_IN: Final = "，未导入"


def draft_text(data: bytes, name: str) -> str:
    """稿件正文 of a file's bytes, a line for each paragraph. Raises UnreadableError with what to do instead."""
    if not data.strip():
        raise UnreadableError(f"{name}：文件是空的")
    if len(data) > LARGEST:
        raise UnreadableError(f"{name}：超过 {LARGEST // 2**20} MB，请只留要核对的文字")
    if is_archive(data):
        raise UnreadableError(f"{name}：是压缩包，请解开后逐个核对")
    kind = kind_of(data)
    if kind is None:
        return _plain(data, name)
    if kind == "image":
        raise UnreadableError(f"{name}：是图片，请给 .docx、.pdf 或文本，或把文字贴进来")
    try:
        found = _joined(kind, data, name)
    except UnreadableError as error:
        raise UnreadableError(str(error).replace(_NOT_TAKEN_IN, "").replace("再导入", "再核对")) from None
    if not found.strip():
        raise UnreadableError(f"{name}：里面没有可读的文字（可能是扫描件），请把文字贴进来")
    return found


def _plain(data: bytes, name: str) -> str:
    if b"\x00" in data[:4096] and not data.startswith(_UTF_16):
        raise UnreadableError(f"{name}：不是文本，也不是 .docx 或 .pdf")
    return decode(data, name)


def _joined(kind: sandbox.Kind, data: bytes, name: str) -> str:
    """The paragraphs of a document that is read apart; what pages repeat and count is left out."""
    if kind == "office" and conversion.is_old_word(data):
        data = conversion.to_docx(data, name)
    if kind == "html" and name.lower().endswith((".md", ".markdown")):
        data = page_of(decode(data, name)).encode()
    source = sandbox.read(kind, data, name, seconds=SECONDS)
    if not source.text.strip():
        return ""
    split = lines.split(source.text, is_paged=source.is_paged)
    form = lines.form_of(split)
    return "\n".join(p.text for p in paragraphs([lines.content(split, form)], form, wrapped=source.is_wrapped))
