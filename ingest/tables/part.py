"""表单的一部分: a small head inside a form, its columns, and how a row below it lines up with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.tables.catalogue import squeeze, words
from ingest.tables.grid import GridCell, GridRow, bracketless, label_text, leaf_of
from ingest.tables.heads import is_head_word, leaf_paths
from ingest.tables.values import is_number

_INDICATOR_HEADS: Final = frozenset({"一级指标", "二级指标", "三级指标", "指标名称", "指标内容"})
_NAME_HEADS: Final = frozenset(
    {"三级指标", "指标名称", "指标内容", "明细指标内容", "项目名称", "资金来源项目", "来源项目", "项目支出明细"}
    | {"项目内容", "名称", "品名"}
)
_STRUCTURE_HEAD: Final = re.compile(r"^(当年金额|占比|当年收支)")
_YEARS_HEAD: Final = re.compile(r"^近(两|二|2|三|3)年")
_MONEY_IN_HEAD: Final = re.compile(r"[(（]\s*(?:单位[:：])?((?:百万|万|亿|千)?元)\s*[)）]")
_LIST_ITEM: Final = re.compile(r"^(\d{1,2}[.．、]|其中|使用|申请|[(（]\d{1,2}[)）]|[一二三四五六七八九十]+、)")
_FIELD: Final = re.compile(r"^(项目总预算|项目当年预算|项目本年度预算|总分|得分|合计得分)")


@dataclass(frozen=True, slots=True)
class Slot:
    """列位: a column of a part: where its head stands, its head path, and what it holds."""

    at: int
    path: str
    is_score: bool = False
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """部分: a head row (or several) understood. ``group`` is the words at its left that name the part."""

    group: str
    slots: tuple[Slot, ...]
    label_columns: frozenset[int]
    name_column: int | None
    first_column: int | None
    second_column: int | None
    is_indicators: bool
    is_structure: bool
    stated_unit: str | None


def _core(text: str) -> str:
    """The words of a head without brackets and without the year before them (2022年预算申报数)."""
    core = squeeze(bracketless(text)) or squeeze(text)
    return re.sub(r"^(19|20)\d\d年度?(?=[^\d])", "", core)


def _is_year(cell: GridCell) -> bool:
    return re.fullmatch(r"(19|20)\d\d年?度?", cell.key) is not None


def is_head_row(row: GridRow) -> bool:
    """表头行 of a part: words over figures and no figure."""
    filled = row.filled
    if len(filled) < 2 or any(is_number(c.text) and not _is_year(c) for c in filled):
        return False
    named = [c for c in filled[1:] if _core(c.text) in words().amount or _YEARS_HEAD.match(c.key)]
    if not named or (len(filled) == 2 and _core(filled[0].text) in words().amount):
        return False
    return sum(not is_head_word(c.text) and not _YEARS_HEAD.match(c.key) for c in filled[1:]) <= 1


def continues_head(row: GridRow, part: Part | None) -> bool:
    """Whether a row is a lower level of the head above it (近两年指标值 → 2022年, 2023年)."""
    if part is None or not part.slots or not row.filled:
        return False
    return row.filled[0].column >= part.slots[0].at and all(is_head_word(c.text) for c in row.filled)


def part_of(rows: Sequence[GridRow], year: int | None) -> Part:
    """Understand the head ``rows``; ``year`` is the document's, to name the columns of 近两年."""
    leaves = leaf_paths(rows)
    first = rows[0].filled[0]
    group = "" if is_head_word(first.text) else group_name(first.text)
    heads = {c: path for c, path in enumerate(leaves) if path and not (group and c == first.column)}
    return part_from(heads, group, year, " ".join(c.text for row in rows for c in row.filled))


def group_name(text: str) -> str:
    """部分名称: the words at the left of a head, without unit and points in brackets."""
    return label_text(bracketless(text)).rstrip("：:")


def part_from(heads: Mapping[int, str], group: str, year: int | None, printed: str) -> Part:
    """A part from its head paths by column; ``printed`` is the whole head, where the unit may stand."""
    keys = {c: _core(leaf_of(path)) for c, path in heads.items()}
    is_indicators = any(key in _INDICATOR_HEADS for key in keys.values())
    is_structure = any(_STRUCTURE_HEAD.match(key) for key in keys.values())
    over = f"{group}/" if group and not is_indicators and not is_structure else ""
    slots = _slots(heads, over, year)
    figures = [slot.at for slot in slots if not slot.is_text]
    names = [c for c, key in keys.items() if key in _NAME_HEADS and (not figures or c < figures[0])]
    zone_end = min([slot.at for slot in slots if not names or slot.at > names[-1]], default=0)
    stated = _MONEY_IN_HEAD.search(printed)
    return Part(
        group=group,
        slots=tuple(slot for slot in slots if slot.at >= zone_end),
        label_columns=frozenset(range(zone_end)),
        name_column=names[-1] if names else None,
        first_column=next((c for c, key in keys.items() if key == "一级指标"), None),
        second_column=next((c for c, key in keys.items() if key == "二级指标"), None),
        is_indicators=is_indicators,
        is_structure=is_structure,
        stated_unit=stated.group(1) if stated else None,
    )


def _slots(heads: Mapping[int, str], over: str, year: int | None) -> list[Slot]:
    slots: list[Slot] = []
    for column, path in heads.items():
        leaf = _core(leaf_of(path))
        own = path if over and path.startswith(over) else over + path
        spread = _YEARS_HEAD.match(leaf)
        if spread and column + 1 not in heads:
            count = 2 if spread.group(1) in "两二2" else 3
            slots += [Slot(column + k, f"{own}/{_year_name(k, count, year)}") for k in range(count)]
        elif leaf in words().amount or leaf == "数量" or re.fullmatch(r"(19|20)\d\d年?度?", leaf) or spread:
            slots.append(Slot(column, own, is_score=leaf in {"得分", "自评得分"}))
        elif leaf in words().label and leaf not in _INDICATOR_HEADS | _NAME_HEADS | {"目标名称"}:
            slots.append(Slot(column, own, is_text=True))
    return slots


def _year_name(index: int, count: int, year: int | None) -> str:
    """近两年 without printed years: the older first (the sum of the newer is last year's total)."""
    return str(year - count + index) if year else f"第{index + 1}列"


def shift_of(row: GridRow, part: Part) -> int | None:
    """错位: how far a row must move right to stand under its head; None where it does not belong there."""
    figures = {slot.at for slot in part.slots if not slot.is_text}
    texts = {slot.at for slot in part.slots if slot.is_text}
    best: tuple[int, int] | None = None
    for shift in (0, 1, -1, 2, -2, 3):
        score = fitted = 0
        for cell in row.filled:
            at = cell.column + shift
            if is_number(cell.text) and cell.column > 0:
                if at not in figures:
                    break
                fitted += 1
            else:
                score += 1 if at in part.label_columns or at in texts else -1
        else:
            if best is None or score > best[0]:
                best = (score, shift)
            if fitted == 0 and not _is_item(row):
                return None
    first = row.filled[0]
    if best is None or _FIELD.match(first.key) or first.column + best[1] not in part.label_columns:
        return None
    return best[1]


def _is_item(row: GridRow) -> bool:
    """A row of a list whose amount is blank (其中：…)."""
    return len(row.filled) == 1 and _LIST_ITEM.match(row.filled[0].key) is not None
