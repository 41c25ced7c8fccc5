"""文本: bytes to characters. UTF-8 (with or without mark) or GB18030; one kind of line break; nothing else changes."""

from __future__ import annotations

import re
from typing import Final

from corpus.problem import UnreadableError

LARGEST: Final = 50 * 1024 * 1024
"""The largest file taken in, in bytes: a disclosure of 40 pages has some 50 kB of text."""

_CONTROL_SHARE: Final = 0.01
_LONGEST_LINE: Final = 200_000
_LONGEST_RUN: Final = 200
_RUNS: Final = re.compile(r"[ \t\u3000\xa0]{201,}|\n{201,}|([.…·_*\-=])\1{200,}")
"""Runs of one filler longer than any layout needs; no sense is lost in shortening them, and no time in reading them."""
_BINARY_HEADS: Final = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "Office/压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
}
_BREAKS: Final = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n"})


def decode(data: bytes, name: str) -> str:
    """解码: the text of a file; raises UnreadableError for empty, oversized, binary or undecodable bytes."""
    if len(data) > LARGEST:
        raise UnreadableError(
            f"{name}：文件有 {len(data) / 1024 / 1024:.0f} MB，超过 {LARGEST // 1024 // 1024} MB 上限，请拆分后再导入"
        )
    if not data.strip():
        raise UnreadableError(f"{name}：文件是空的，没有可读的文字")
    for head, what in _BINARY_HEADS.items():
        if data.startswith(head):
            raise UnreadableError(f"{name}：这是{what}，请先转为文本（.txt 或 .md）再导入")
    text = _characters(data, name)
    if _is_binary(text):
        raise UnreadableError(f"{name}：内容像二进制数据而不是文字，请先转为文本（.txt 或 .md）再导入")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    text = _RUNS.sub(lambda run: run[0][:_LONGEST_RUN], text)
    if any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        raise UnreadableError(f"{name}：有一行超过 {_LONGEST_LINE} 字，不像公开文件的文本，未导入")
    if not text.strip("\ufeff \t\n\f\u3000\xa0"):
        raise UnreadableError(f"{name}：文件里只有空白，没有可读的文字")
    return text


def _characters(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(data, "utf-16", name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _try(data, "gb18030", name)


def _try(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}：无法按 UTF-8 或 GB18030 解码（第 {error.start} 字节处出错），请另存为 UTF-8 再导入"
        ) from None


def _is_binary(text: str) -> bool:
    if "\x00" in text:
        return True
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\x0b") or "\x7f" <= c < "\xa0" or c == "\ufffd")
    return odd > max(2, len(text) * _CONTROL_SHARE)
