"""行次层次: code and name of a row label, and the rows above it, from codes, ordinals and 其中."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from corpus.money import fold
from ingest.tables.catalogue import squeeze, words
from ingest.tables.grid import label_text

_GLUED: Final = re.compile(r"^(\d{3}(?:\d\d){0,2})[-_－—:]?(?=[^\d.,．，、%年月个\-_])(.+)$")
_BRACKETED: Final = re.compile(r"^[\[【〔](\d{2,9}|[A-Z]\d{2,9})[\]】〕][-_]?(.+)$")
_PROJECT: Final = re.compile(r"^(\d{6,}[A-Z]\d{6,})[-_](.+)$")
"""A project's number before its name: 11000022T000000460216-某某经费."""
_CODE: Final = re.compile(r"^(?:\d{2,9}|[0-9A-Z][0-9A-Z/\-]{9,29})$")
_ORDINALS: Final = (
    re.compile(r"^[一二三四五六七八九十廿]+、"),
    re.compile(r"^[(（][一二三四五六七八九十廿]+[)）]"),
    re.compile(r"^\d{1,2}[.．、](?!\d)"),
    re.compile(r"^[(（]\d{1,2}[)）]|^[①-⑳]"),
)
_AMONG: Final = re.compile(r"^其中[:：]?")
_CARRY: Final = re.compile(r"结转|结余")
_FUND: Final = re.compile(r"^(一般公共预算|政府性基金(预算)?|国有资本经营(预算)?)(财政拨款|拨款)?$")
_SUBTOTAL: Final = re.compile(r"^(收入|支出)?(合计|总计|小计)$|^(本年|人员经费|公用经费).*合计$|^(收入|支出)总计$")


@dataclass(frozen=True, slots=True)
class Label:
    """行标签: the name as printed without its code, and the code (``2010350``, ``30201``, ``069001``)."""

    name: str
    code: str | None


def split_label(text: str) -> Label:
    """A label cell to name and code: ``201 一般公共服务支出``, ``2010350-事业运行``, ``[2010350]事业运行`` are glued."""
    name = label_text(text)
    folded = fold(name)
    if _CODE.match(folded):
        return Label("", folded)
    glued = _GLUED.match(folded) or _BRACKETED.match(folded) or _PROJECT.match(folded)
    if glued:
        return Label(name[glued.start(2) :], glued.group(1))
    return Label(name, None)


def join_codes(parts: list[str]) -> str | None:
    """编码 from one cell or from three (类, 款, 项; a lost leading zero restored: 301, 2 → 30102)."""
    if not parts:
        return None
    return parts[0] + "".join(part.zfill(2) for part in parts[1:])


def is_total(name: str) -> bool:
    """Whether a label names a total of the whole table (合计, 本年收入合计, 总计)."""
    core = squeeze(name)
    return core in words().total or _SUBTOTAL.match(core) is not None


@dataclass
class Ancestry:
    """上级行: the open rows of one block, outermost first; ``place`` files a row and answers its parents."""

    codes: list[tuple[int, str, str]] = field(default_factory=list)
    levels: list[tuple[int, str]] = field(default_factory=list)
    carry: str | None = None
    last: str | None = None
    among: tuple[str, ...] | None = None

    def place(self, label: Label) -> tuple[str, ...]:
        """File the next row of the block; the names of the rows above it in the hierarchy."""
        if label.code is not None:
            return self._by_code(label.code, label.name)
        if is_total(label.name):
            self.levels.clear()
            self.carry = self.last = self.among = None
            return ()
        return self._by_ordinal(label.name)

    def _by_code(self, code: str, name: str) -> tuple[str, ...]:
        rank = 90 if len(code) >= 10 else 50 if len(code) == 2 else len(code)
        while self.codes and not self._above(self.codes[-1], rank, code):
            self.codes.pop()
        parents = tuple(held for _, _, held in self.codes)
        self.codes.append((rank, code, name))
        return parents

    @staticmethod
    def _above(held: tuple[int, str, str], rank: int, code: str) -> bool:
        if rank >= 50 or held[0] >= 50:
            return held[0] < rank
        return code != held[1] and code.startswith(held[1])

    def _by_ordinal(self, name: str) -> tuple[str, ...]:
        level = next((i for i, pattern in enumerate(_ORDINALS) if pattern.match(name)), None)
        if level is None:
            return self._unnumbered(name)
        if self.carry is not None and _FUND.match(_ORDINALS[level].sub("", squeeze(name))):
            return (self.carry,)
        self.carry = self.among = None
        while self.levels and self.levels[-1][0] >= level:
            self.levels.pop()
        parents = tuple(held for _, held in self.levels)
        self.levels.append((level, name))
        self.last = name
        return parents

    def _unnumbered(self, name: str) -> tuple[str, ...]:
        if _AMONG.match(name) and self.last is not None:
            self.among = tuple(held for _, held in self.levels) or (self.last,)
        if self.among is not None:
            return self.among
        if self.carry is not None and _FUND.match(squeeze(name)):
            return (self.carry,)
        self.carry = name if _CARRY.search(name) else None
        self.levels.clear()
        self.last = name
        return ()
