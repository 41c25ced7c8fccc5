"""表的格网: a table seen as rows, blocks printed side by side, and columns that head other columns.

What the identities need to know of a table's shape, and nothing of money: which rows stand at the top of a
block, which column is the total of which, which row is the parent of which by its code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.disclosure import Cell, Row, Table
from corpus.money import Quantity, UnitClass, fold
from ingest import heads

_LEVELS: Final = (
    re.compile(r"^[一二三四五六七八九十廿]{1,3}[、.．]"),
    re.compile(r"^\([一二三四五六七八九十廿]{1,3}\)"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^\(\d{1,2}\)"),
)
_PHASE: Final = re.compile("^(预算数|决算数|年初预算数|调整后?预算数|全年预算数|执行数)$")


@dataclass(frozen=True, slots=True)
class Block:
    """栏目组: the columns of one side of a table and the rows that have cells in them, in printed order."""

    name: str
    side: str | None
    columns: tuple[int, ...]
    rows: tuple[Row, ...]


def cell(row: Row, column: int) -> Cell | None:
    """The row's cell in a column, None where the row has none."""
    return next((c for c in row.cells if c.column == column), None)


def amount(row: Row, column: int) -> Quantity | None:
    """金额 in a column; None where blank, worded, or no money of a known unit."""
    found = cell(row, column)
    if found is None or not isinstance(found.value, Quantity) or not found.value.unit:
        return None
    return found.value if found.value.unit_class is UnitClass.MONEY and "/" not in found.value.unit else None


def amounts(row: Row) -> list[tuple[int, Quantity]]:
    """All amounts of a row with their columns, in printed order."""
    return [(c.column, q) for c in row.cells if (q := amount(row, c.column)) is not None]


def label(row: Row) -> str:
    """行名 for matching: squeezed, without ordinal."""
    return heads.squeeze(row.label)


def is_total(row: Row) -> bool:
    """合计行: a row named 合计, 总计 or nothing, without a code."""
    return row.code is None and label(row) in heads.TOTALS


def is_part_of(row: Row) -> bool:
    """其中: a row that shows a part of the one above and must not be added again."""
    return fold(row.label).strip().startswith("其中")


def blocks(table: Table) -> list[Block]:
    """栏目组 of a two- or three-sided table; one nameless block where the heads name no side."""
    names = [heads.segments(c)[0] if heads.side_of(c) else "" for c in table.columns]
    out = []
    for name in dict.fromkeys(names):
        columns = tuple(i for i, n in enumerate(names) if n == name)
        rows = tuple(r for r in table.rows if _belongs(r, columns))
        out.append(Block(name, heads.side_of(name) if name else None, columns, rows))
    return out


def _belongs(row: Row, columns: Sequence[int]) -> bool:
    """Whether a row is of a block: by its amounts, or by its empty cells where it has no amount at all."""
    filled = amounts(row)
    return any(c in columns for c, _ in filled) if filled else any(c.column in columns for c in row.cells)


def level(row: Row) -> int:
    """层次 of a row by its printed ordinal: 一、 0, （一） 1, 1. 2, （1） 3; a row without one stands at the top."""
    text = re.sub(r"\s", "", fold(row.label))
    return next((i for i, p in enumerate(_LEVELS) if p.match(text)), 0)


def levels(rows: Sequence[Row]) -> list[int]:
    """层次 of each row: by the parents that the reader found, else by the ordinals."""
    if any(r.parents for r in rows):
        return [len(r.parents) for r in rows]
    return [level(r) for r in rows]


def top_rows(rows: Sequence[Row]) -> list[Row]:
    """顶层行: the rows that a total adds up: top level, no 其中, no totals of their own."""
    if not rows:
        return []
    depth = levels(rows)
    lowest = min(depth)
    tops = [r for r, d in zip(rows, depth, strict=True) if d == lowest and not is_part_of(r)]
    tops = _without_shares(tops)
    parents = code_parents(tops)
    kept = [r for i, r in enumerate(tops) if parents[i] is None]
    return [r for r in kept if not re.search("(合计|总计|小计)$", label(r))]


def _without_shares(rows: Sequence[Row]) -> list[Row]:
    """Without runs of unnumbered rows that add up to the numbered row before them: they divide it (一、基本支出)."""
    kept: list[Row] = []
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        end = at + 1
        while end < len(rows) and not _is_numbered(rows[end]):
            end += 1
        run = rows[at + 1 : end]
        stop = next((n for n in range(len(run), 1, -1) if _adds_up(rows[at], run[:n])), 0)
        at += 1 + (stop if _is_numbered(rows[at]) else 0)
    return kept


def _is_numbered(row: Row) -> bool:
    text = re.sub(r"\s", "", fold(row.label))
    return row.code is None and any(p.match(text) for p in _LEVELS)


def _adds_up(total: Row, parts: Sequence[Row]) -> bool:
    """Whether the parts come to the total, to the cent, in each column where the total has an amount."""
    own = [(column, found) for column, found in amounts(total) if found.value]
    shares = [(q, [amount(part, column) for part in parts]) for column, q in own]
    return bool(own) and all(sum((p.value for p in found if p is not None), 0) == q.value for q, found in shares)


def numbered_twice(rows: Sequence[Row]) -> bool:
    """重号: whether an ordinal occurs twice: two lists that stand side by side were read as one."""
    found = [m[0] for r in rows for p in _LEVELS if (m := p.match(re.sub(r"\s", "", fold(r.label))))]
    return len(found) != len(set(found))


def code_parents(rows: Sequence[Row]) -> list[int | None]:
    """上级科目: for each row the index of the latest row before it whose code is the longest prefix of its own."""
    seen: dict[str, int] = {}
    out: list[int | None] = []
    for i, row in enumerate(rows):
        code = row.code or ""
        prefixes = [code[:n] for n in range(len(code) - 1, 1, -1) if code[:n] in seen]
        out.append(seen[prefixes[0]] if prefixes else None)
        if code:
            seen[code] = i
    return out


def column_sums(columns: Sequence[str]) -> list[tuple[int, list[int]]]:
    """合计栏: each total column with the columns that it adds up, from the head paths alone."""
    paths = {i: tuple(heads.segments(c)) for i, c in enumerate(columns) if "其中" not in c}
    paths = {i: p for i, p in paths.items() if p}
    if paths and all(len(p) > 1 and _PHASE.match(p[-1]) for p in paths.values()):
        paths = {i: (p[-1], *p[:-1]) for i, p in paths.items()}  # 预算数/决算数 printed inside each item
    found: list[tuple[int, list[int]]] = []
    _gather(paths, 0, found)
    return [(total, parts) for total, parts in found if len(parts) > 1]


def _gather(paths: dict[int, tuple[str, ...]], depth: int, found: list[tuple[int, list[int]]]) -> list[int]:
    """Collect the sums below one head; give the columns that stand for it in the sum above."""
    groups: dict[str, dict[int, tuple[str, ...]]] = {}
    for i, path in paths.items():
        groups.setdefault(path[depth], {})[i] = path
    total, parts = None, []
    for name, members in groups.items():
        leaf = next((i for i, p in members.items() if len(p) == depth + 1), None)
        inner = {i: p for i, p in members.items() if len(p) > depth + 1}
        if leaf is not None and total is None and re.search("(合计|总计|小计)$", name):
            total = leaf
        elif leaf is not None:
            parts.append(leaf)
        else:
            parts += _gather(inner, depth + 1, found)
    if total is None:
        return parts
    found.append((total, parts))
    return [total]


def total_column(table: Table, columns: Sequence[int] | None = None) -> int | None:
    """总栏: the column that adds up all others of the given ones; the first amount column where none does."""
    chosen = list(range(len(table.columns))) if columns is None else list(columns)
    sums = [t for t, parts in column_sums(table.columns) if t in chosen]
    first = next(
        (i for i in chosen if re.search("(合计|总计|小计)$", "/".join(heads.segments(table.columns[i])))), None
    )
    outer = min(sums, key=lambda t: len(heads.segments(table.columns[t])), default=None)
    return outer if outer is not None else first if first is not None else (chosen[0] if chosen else None)
