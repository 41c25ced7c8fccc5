"""问题: bad data is a value that travels beside the data; misuse is an exception that says what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BOTH: Final = re.compile(r"(.*[^\x00-\x7f].*?)\s*\(([\x20-\x7e]+)\)\s*", re.DOTALL)


class MingzhangError(Exception):
    """The root of our exceptions. ``str(error)`` is worded for the person who has to act on it."""


class MisuseError(MingzhangError):
    """用法不对: an argument of the command line that cannot be used; nothing was done."""


class UnreadableError(MingzhangError):
    """不可读: a file that cannot be taken in; nothing was changed."""


class NoSuchDisclosureError(MingzhangError):
    """无此文件: an id that the store does not hold."""

    def __init__(self, disclosure_id: str) -> None:
        super().__init__(
            f"没有编号为 {disclosure_id} 的公开文件；已收录的见“文件”页、`mingzhang documents` 或 GET /api/disclosures"
        )


class StoreError(MingzhangError):
    """库打不开: a database that is out of reach, mistyped, or written by a newer program; nothing was changed."""


def in_one_language(message: str, *, english: bool = False) -> str:
    """A message in Chinese alone, or in English: it is written in Chinese, with the English in brackets behind."""
    both = _BOTH.fullmatch(message)
    return both[2 if english else 1] if both else message


@dataclass(frozen=True, slots=True)
class Problem:
    """问题: something in a disclosure that a reader should know: ambiguous column, lost table, failed sum.

    ``kind`` is one of ``lost_table``, ``ambiguous_column``, ``no_unit``, ``metadata``, ``failed_check``,
    ``masked``, ``unread``, ``formula`` (cells without their results), ``scanned`` (read from an image, from start to
    end), ``unsure`` (a figure of a scan that was recognised with little confidence); ``start``/``end`` are offsets in
    the disclosure's text, or None.
    """

    kind: str
    message: str
    start: int | None = None
    end: int | None = None
