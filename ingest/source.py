"""原件: a file of any kind to text, told by its content and never by its name's ending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from corpus.problem import Problem, UnreadableError
from ingest.pdf import read_pdf
from ingest.text import LARGEST, decode

PDF: Final = "application/pdf"
TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"


@dataclass(frozen=True, slots=True)
class Source:
    """原件的文本: what later steps read. Where ``is_paged``, form feeds part pages and lines are as printed.

    ``problems`` tell what was recognised from images, with its place in ``text``.
    """

    text: str
    media_type: str
    is_paged: bool = False
    problems: tuple[Problem, ...] = ()


def extract(data: bytes, name: str) -> Source:
    """取文 from a file's bytes; raises UnreadableError where there is no text to be had."""
    if len(data) > LARGEST:
        size = len(data) / 1024 / 1024
        raise UnreadableError(f"{name}：文件有 {size:.0f} MB，超过 {LARGEST // 1024 // 1024} MB 上限，请拆分后再导入")
    if b"%PDF-" in data[:1024]:
        laid = read_pdf(data, name)
        if not laid.text.strip():
            raise UnreadableError(f"{name}：PDF 里没有可读的文字")
        return Source(laid.text, PDF, is_paged=True)
    kind = MARKDOWN if name.lower().endswith((".md", ".markdown")) else TEXT
    return Source(decode(data, name), kind)
