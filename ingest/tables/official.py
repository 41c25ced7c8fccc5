"""官方报表: the rows of one official table (决算 F01–F09, 预算 B01–B12) from its grid.

Codes, names and 行次 stand in a label zone left of each block's figures; blocks printed side by side
(收入 ‖ 支出, three code/name/figure triples) become rows of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.disclosure import Cell, Place, Row
from corpus.money import BLANK, Quantity, counter
from ingest.tables import levels
from ingest.tables.catalogue import squeeze, words
from ingest.tables.grid import GridCell, GridRow, label_text, leaf_of
from ingest.tables.heads import HOW_MANY, MEASURE, Block, Column, Head, blocks_of, is_label_head, is_text_head
from ingest.tables.hierarchy import Ancestry, Label, is_total, join_codes, split_label
from ingest.tables.scopes import apart, scoped
from ingest.tables.stairs import Stairs, are_stairs
from ingest.tables.values import amount, is_number, unit_of_head, unit_of_label

TOTAL: Final = "合计"
_CODE_PART: Final = re.compile(r"\d{1,9}|(?!\d{4}-\d{1,2}-\d{1,2}$)[0-9A-Z][0-9A-Z/\-]{9,29}")
_NOTE: Final = re.compile(r"^(注|备注|说明|附注)\d*[:：.]")
_NO_ROW: Final = re.compile(r"单位[:：]|表为空|空表|无数据")
_EITHER: Final = re.compile(r"单位名称[(].*科目.*[)]")
"""A head over units and, below each, its accounts: a row without an account's code has its unit's."""
_YEARS: Final = re.compile(r"^(预算)?(年份|年度)$")
_YEAR: Final = re.compile(r"20\d\d年?度?")
_CHANGE: Final = re.compile(r"(?:增减|变化|变动|差额|比上年|同比).{0,8}")
"""A row below those of the years: by how much the later differs."""
_MANNER: Final = re.compile(r"(形式|方式|类型|规格|型号|来源)$")
_GOVERNMENT: Final = re.compile(r"政府(预算)?(支出)?经济(分类|科目)")
"""Where a row names its 科目 in both classifications, the 部门预算 one is the finer and names the row."""
_NUMBER_HEAD: Final = re.compile(r"^(?:采购|购置)?(?:数量?|件数|台数)$")
"""How many are bought is no code of what is bought."""
_WHOLE: Final = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
_SAYS: Final = re.compile(r"[(（](?:百万|[万亿千])?元[)）]|单价|金额|价值|[原净]值")
"""A head whose figures are money, whatever its row counts."""
_FUNCTION: Final = re.compile(r"功能(分类|科目)")
_ECONOMIC: Final = re.compile(r"经济(分类|科目)")
_TIER: Final = re.compile(r"[一二三四]级(?:目录|类目|分类|科目|名称|项目)?")
_NAME_HEAD: Final = (
    re.compile(r"(采购物?品名称?|采购品目名|采购内容|购买服务内容|服务内容|购买内容)"),
    re.compile(r"^(三级指标|指标名称|指标内容)$"),
    re.compile(r"^项目(名称)?$"),
    re.compile(r"(科目名称|名称)$"),
)


def read_rows(head: Head, data: Sequence[GridRow], unit: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """列 and 行 of a table below ``head``; amounts without a unit of their own are in ``unit``."""
    blocks = blocks_of(head, data)
    data = levels.filled(data, head.leaves)
    years = _years_apart(head, data)
    columns = tuple(column.path for block in blocks for column in block.amounts)
    ancestries = [Ancestry() for _ in blocks]
    stairs = [Stairs() if are_stairs(data, _steps(head, block)) else None for block in blocks]
    rows: list[Row] = []
    beside: list[str] = []
    spanned = ""
    for printed in data:
        if _is_furniture(printed):
            continue
        row = realigned(printed, blocks)
        for piece in _pieces(row, head, blocks, unit):
            if not piece.is_named:
                if not piece.has_figures:
                    continue
                name = _beside(piece, row, head, blocks)
                piece.label = Label(name or ("" if rows else TOTAL), None)
            steps = stairs[piece.block]
            if steps is not None:
                _climb(piece, row, head, blocks[piece.block], steps)
                parents: tuple[str, ...] = ()
            else:
                parents = ancestries[piece.block].place(piece.label)
            over = (*piece.over, *parents)
            if years is not None and row.text(years):
                spanned = piece.label.name or spanned
                over, piece.label = (*over, spanned), Label(label_text(row.text(years)), None)
            rows.append(
                Row(
                    piece.label.name or piece.label.code or "",
                    piece.label.code,
                    tuple(above for above in over if above),
                    piece.cells,
                    piece.place,
                )
            )
            beside.append(_government(row, head, blocks[piece.block]))
    kept = [(row, other) for row, other in zip(rows, beside, strict=True) if row.label]
    return columns, tuple(apart(scoped([row for row, _ in kept]), [other for _, other in kept]))


def _government(row: GridRow, head: Head, block: Block) -> str:
    """The row's item in the government's economic classification (50501工资福利支出), where one is printed beside."""
    zone = [c for c in row.filled if block.labels[0] <= c.column < block.labels[1]]
    return "".join(c.key for c in zone if _GOVERNMENT.search(_over(head, c)))


def _years_apart(head: Head, data: Sequence[GridRow]) -> int | None:
    """年份列: the column of a table that prints one thing for several years, a row each; None for other tables."""
    for column, path in enumerate(head.leaves):
        texts = [squeeze(row.text(column)) for row in data if row.text(column)]
        years = {text for text in texts if _YEAR.fullmatch(text)}
        others = [text for text in texts if text not in years]
        if _YEARS.search(squeeze(leaf_of(path))) and len(years) > 1 and all(map(_CHANGE.fullmatch, others)):
            return column
    return None


@dataclass(slots=True)
class Piece:
    """行的一块: what one block holds of a printed row, before its parents are known."""

    block: int
    label: Label
    over: tuple[str, ...]
    cells: tuple[Cell, ...]
    place: Place

    @property
    def has_figures(self) -> bool:
        """Whether any cell holds a figure."""
        return any(isinstance(cell.value, Quantity) for cell in self.cells)

    @property
    def is_named(self) -> bool:
        """Whether the block prints a label in this row."""
        return bool(self.label.name or self.label.code)


def _is_furniture(row: GridRow) -> bool:
    """A row that is no data: empty, a note, the name of a department or a unit line."""
    filled = row.filled
    if not filled:
        return True
    return len(filled) == 1 and bool(_NOTE.match(filled[0].key) or _NO_ROW.search(filled[0].key))


def realigned(row: GridRow, blocks: Sequence[Block]) -> GridRow:
    """A row whose figures stand beside their columns moved under them; a row that fits stays as it is."""
    at = {column.at for block in blocks for column in block.amounts}
    figures = {c.column for c in row.filled if is_number(c.text) and re.search(r"[.．,，]", c.text)}
    if not figures or figures <= at:
        return row
    shift = next((by for by in (1, -1, 2, -2, 3, -3) if {column + by for column in figures} <= at), 0)
    start = row.cells[0].start
    moved = {c.column + shift: replace(c, column=c.column + shift) for c in row.cells if c.column + shift >= 0}
    width = max(moved, default=0) + 1
    return GridRow(tuple(moved.get(n, GridCell(n, "", start, start)) for n in range(width)), row.page)


def _pieces(row: GridRow, head: Head, blocks: Sequence[Block], unit: str) -> list[Piece]:
    first = 0
    pieces: list[Piece] = []
    for number, block in enumerate(blocks):
        label, over = _label(row, head, block)
        counted = _counted(row, head, block, label)
        cells = tuple(_cell(row, first + k, column, unit, counted) for k, column in enumerate(block.amounts))
        first += len(block.amounts)
        piece = Piece(number, label, over, cells, _span(row, block))
        waiting = next((p for p in reversed(pieces) if p.is_named), None)
        if piece.has_figures and not piece.is_named and waiting is not None and not waiting.has_figures:
            # 人员经费合计 ‖ 公用经费合计: the sum of two blocks is printed under the last of them.
            waiting.cells = tuple(cell for cell in piece.cells if isinstance(cell.value, Quantity))
            waiting.place = Place(waiting.place.start, piece.place.end, row.page)
            continue
        pieces.append(piece)
    return pieces


def _cell(row: GridRow, index: int, column: Column, unit: str, counted: str) -> Cell:
    """The cell under a column; what is ``counted`` in this row is the unit of its counts."""
    printed = row.at(column.at)
    if printed is None or not printed.text:
        end = printed.start if printed else row.place.end
        return Cell(index, "", BLANK, Place(end, end, row.page))
    numbers = HOW_MANY.fullmatch(squeeze(leaf_of(column.path))) is not None
    if numbers and not counted and _WHOLE.fullmatch(printed.text):
        return Cell(index, printed.text, BLANK, printed.place(row.page))  # 1, and not of what
    own = "" if numbers else unit_of_head(column.path, unit)
    is_count = not own or (own == unit and _WHOLE.fullmatch(printed.text) is not None and not _SAYS.search(column.path))
    return Cell(
        index, printed.text, amount(printed.text, counted if counted and is_count else own), printed.place(row.page)
    )


def _counted(row: GridRow, head: Head, block: Block, label: Label) -> str:
    """What a row counts: by its cell under 计量单位, else by the brackets of its label where no column is one of counts."""
    for column, path in enumerate(head.leaves):
        if MEASURE.search(squeeze(leaf_of(path))):
            return counter(row.text(column))
    if any(not unit_of_head(column.path, "元") for column in block.amounts):
        return ""
    return unit_of_label(label.name)


def _span(row: GridRow, block: Block) -> Place:
    low, high = block.labels[0], block.amounts[-1].at
    inside = [c for c in row.filled if low <= c.column <= high]
    return Place(inside[0].start, inside[-1].end, row.page) if inside else row.place


def _label(row: GridRow, head: Head, block: Block) -> tuple[Label, tuple[str, ...]]:
    """The label of a block in a row, and labels printed beside it that stand over it (采购: the project)."""
    zone = [c for c in row.filled if block.labels[0] <= c.column < block.labels[1]]
    codes: list[GridCell] = []
    names: list[GridCell] = []
    for cell in zone:
        if is_text_head(_leaf(head, cell)) or (block.numbered and cell.text.isdigit() and len(cell.text) <= 2):
            continue
        if _CODE_PART.fullmatch(cell.key):
            if not _NUMBER_HEAD.search(squeeze(_leaf(head, cell))):
                codes.append(cell)
        elif split_label(cell.text).name:
            names.append(cell)
    if not names and not codes:  # 预算单位 as the only label of its rows
        names = [c for c in zone if is_label_head(_leaf(head, c)) and not is_number(c.text)]
    if any(is_total(cell.text) for cell in names):
        total = next(cell for cell in names if is_total(cell.text))
        left = [cell for cell in names if cell.column < total.column and cell.key not in words().label]
        beside = tuple(label_text(cell.text) for cell in left)
        return Label(label_text(total.text), None), beside
    chosen, above = _finest(names, head)
    if chosen is None:
        return Label("", join_codes([c.key for c in codes])), ()
    label = split_label(chosen.text)
    own = _beside_name(head, [c for c in codes if _codes_for(head, c, chosen)], chosen)
    own = _next_to(own, [c.column for c in names if c is not chosen], chosen.column)
    if not own and _EITHER.search(_over(head, chosen)):
        own = codes
    elif not own and _only_name(head, block, chosen):
        own = [c for c in codes if _could_be(head, c, chosen)]
    code = label.code or join_codes([c.key for c in own])
    over = tuple(label_text(c.text) for c in names if c is not chosen and _thing(head, c) == "项目")
    return Label(label.name, code), (*over, *(split_label(c.text).name for c in above if c is not chosen))


def _finest(names: Sequence[GridCell], head: Head) -> tuple[GridCell | None, list[GridCell]]:
    """The cell that names the row, and the coarser ones beside it that stand over it.

    Of an account of both classifications (事业运行 | 基本工资) the economic is the finer; of 一级 | 二级 | 三级 the last.
    """
    function = [c for c in names if _FUNCTION.search(_over(head, c))]
    economic = [c for c in names if _ECONOMIC.search(_over(head, c)) and not _GOVERNMENT.search(_over(head, c))]
    if len(function) == 1 and len(economic) == 1:
        return economic[0], function
    tiers = [c for c in names if _TIER.fullmatch(squeeze(_leaf(head, c)))]
    if len(tiers) > 1:
        return tiers[-1], tiers[:-1]
    return _named(names, head), []


def _steps(head: Head, block: Block) -> list[int]:
    """The label columns of a block that hold words to name a row by."""
    leaves = [(c, leaf_of(head.leaves[c])) for c in range(*block.labels) if c < len(head.leaves)]
    return [c for c, leaf in leaves if not is_text_head(leaf) and not _MANNER.search(leaf)]


def _climb(piece: Piece, row: GridRow, head: Head, block: Block, stairs: Stairs) -> None:
    """Name a row of a table with steps by its innermost label, and put the labels over it that still hold."""
    names = [c for c in row.filled if c.column in _steps(head, block)]
    if not names:
        label, over = stairs.again()
        piece.label, piece.over = (Label(label, None), over) if label else (piece.label, piece.over)
        return
    if is_total(names[0].text):
        stairs.held.clear()
        return
    named = _named(names, head)
    chosen = named if named is not None and _NAME_HEAD[0].search(squeeze(_leaf(head, named))) else names[-1]
    piece.over = stairs.place(names, chosen)
    piece.label = Label(label_text(chosen.text), None)


def _named(names: Sequence[GridCell], head: Head) -> GridCell | None:
    """The cell that names the row: by its head (采购品名 before 项目名称 before 科目名称), else the first.

    Of two economic classifications side by side the government's is the coarser and names no row.
    """
    ours = [cell for cell in names if not _GOVERNMENT.search(_over(head, cell))] or names
    for pattern in _NAME_HEAD:
        for cell in reversed(ours):
            leaf = squeeze(_leaf(head, cell))
            if pattern.search(leaf) and not re.match(r"(预算|项目)?单位|部门", leaf):
                return cell
    return ours[0] if ours else None


def _over(head: Head, cell: GridCell) -> str:
    """The whole head path over a cell, folded."""
    return squeeze(head.leaves[cell.column]) if cell.column < len(head.leaves) else ""


def _leaf(head: Head, cell: GridCell) -> str:
    return leaf_of(head.leaves[cell.column]) if cell.column < len(head.leaves) else ""


def _thing(head: Head, cell: GridCell) -> str:
    """What a label column is about, by its head: 科目, 项目, 单位 or 采购; "" where it does not say."""
    leaf = squeeze(_leaf(head, cell))
    if _NAME_HEAD[0].search(leaf):
        return "采购"
    return next((thing for thing in ("科目", "项目", "单位", "部门") if thing in leaf), "")


def _codes_for(head: Head, code: GridCell, name: GridCell) -> bool:
    """Whether a code cell is the named thing's own: the code of a 科目 is not that of the 项目 beside it."""
    ours, theirs = _thing(head, code), _thing(head, name)
    if not ours and "科目" in _over(head, code):  # 类, 款, 项 below 科目编码
        ours = "科目"
    return not (ours and theirs and ours != theirs)


def _could_be(head: Head, code: GridCell, name: GridCell) -> bool:
    """Whether a code could be that of the only name beside it: no unit's of a project, no account's of a purchase."""
    leaf = squeeze(_leaf(head, name))
    return "采购" not in leaf and (_thing(head, code) not in {"单位", "部门"} or "单位" in leaf)


def _only_name(head: Head, block: Block, name: GridCell) -> bool:
    """Whether no other column of the block could hold the names of the codes: 科目编码 | 项目."""
    others = [c for c in range(*block.labels) if c < len(head.leaves) and c != name.column]
    return not any(re.search(r"名称|项目$|科目$", squeeze(leaf_of(head.leaves[c]))) for c in others)


def _next_to(codes: Sequence[GridCell], others: Sequence[int], name: int) -> list[GridCell]:
    """The codes that no other name parts from the name: of 301 | 工资福利支出 | 505 | 经常性补助 the first's is 301."""
    own = [c for c in codes if not any(min(c.column, name) < other < max(c.column, name) for other in others)]
    left = [c for c in own if c.column < name]
    return left if left and others else own or list(codes)


def _beside_name(head: Head, codes: Sequence[GridCell], name: GridCell) -> list[GridCell]:
    """The codes of a name that shares its block with another classification's: those of its own group of columns."""
    over = _group(head, name.column)
    groups = {_group(head, c.column) for c in codes}
    return [c for c in codes if _group(head, c.column) == over] if over in groups and len(groups) > 1 else list(codes)


def _group(head: Head, column: int) -> str:
    """What the head prints over a column above its lowest words (部门预算支出经济分类科目); "" where nothing."""
    path = head.leaves[column] if column < len(head.leaves) else ""
    return squeeze(path.rpartition("/")[0])


def _beside(piece: Piece, row: GridRow, head: Head, blocks: Sequence[Block]) -> str:
    """The label of the block on the left, for a row whose right side prints none; "" in the first block."""
    return _label(row, head, blocks[piece.block - 1])[0].name if piece.block else ""
