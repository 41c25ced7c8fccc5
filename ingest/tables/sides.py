"""收支两侧: which side of a table a block of columns is, by the head over its labels or by what its rows are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest.tables.catalogue import squeeze
from ingest.tables.grid import GridRow, leaf_of

if TYPE_CHECKING:
    from ingest.tables.heads import Block, Head

_SIDES: Final = {"收入": re.compile(r"收入|来源"), "支出": re.compile(r"支出|运用|用途|使用")}
_LISTED: Final = re.compile(r"^(?:[一二三四五六七八九十廿]+、|[(][一二三四五六七八九十廿\d]+[)]|\d{1,2}[.、])")
_THINGS: Final = re.compile(r"收入|支出|来源|运用|用途|使用|项目|科目|内容|分类")
_TOTALS: Final = re.compile(r"(?:合计|总计|小计)$")
_REMARK: Final = re.compile(
    r"原因|备注|说明|依据|单位|部门|日期|时间|数量|方式|规格|型号|类别|级次|属性|来源级|情况|地区"
)
_SHARE: Final = 0.6


def opens_block(head: Head, column: int, data: Sequence[GridRow]) -> bool:
    """Whether a column of words under a head that we do not know holds labels of a second block, not remarks.

    Its head is one of things, or most of its cells are numbered or totals as labels are.
    """
    leaf = squeeze(leaf_of(head.leaves[column])) if column < len(head.leaves) else ""
    words = [squeeze(row.text(column)) for row in data if row.text(column)]
    if not words or _REMARK.search(leaf):
        return False
    listed = sum(bool(_LISTED.match(text) or _TOTALS.search(text)) for text in words)
    return bool(_THINGS.search(leaf)) or listed >= _SHARE * len(words)


def named(blocks: Sequence[Block], head: Head, data: Sequence[GridRow]) -> tuple[Block, ...]:
    """Blocks of a two-sided table with the side put before the heads of their columns, where no head names it."""
    if len(blocks) < 2 or any(side_named(column.path) for block in blocks for column in block.amounts):
        return tuple(blocks)
    found = [_side_by_head(block, head) for block in blocks]
    if not (any(found) and len({side for side in found if side}) > 1):
        found = [_side_by_rows(block, data) for block in blocks]
    if len({side for side in found if side}) < 2 or None in found[:2]:
        return tuple(blocks)
    return tuple(
        block
        if side is None
        else replace(block, amounts=tuple(replace(c, path=f"{side}/{c.path}") for c in block.amounts))
        for block, side in zip(blocks, found, strict=True)
    )


def side_named(path: str) -> bool:
    """Whether a head path begins with a side of its own (支出/预算数, 财政拨款支出/合计)."""
    return bool(re.match(r"[^/]{0,12}(?:收入|支出)(?:/|$)", squeeze(path)))


def _side_by_head(block: Block, head: Head) -> str | None:
    words = squeeze(" ".join(head.leaves[column] for column in range(*block.labels) if column < len(head.leaves)))
    marked = [side for side, over in _SIDES.items() if over.search(words)]
    return marked[0] if len(marked) == 1 else None


def _side_by_rows(block: Block, data: Sequence[GridRow]) -> str | None:
    """The side that the block's totals name: 收入总计 or 支出总计, but not both."""
    labels = [squeeze(row.text(c)) for row in data for c in range(*block.labels) if row.text(c)]
    marked = [
        side
        for side in _SIDES
        if any(
            re.fullmatch(rf"(?:本年)?{side}(?:总计|合计)", re.sub(r"^[一二三四五六七八九十]+、", "", t)) for t in labels
        )
    ]
    return marked[0] if len(marked) == 1 else None
