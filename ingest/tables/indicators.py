"""绩效指标: rows of indicator tables: levels (产出指标/数量指标), name, target, actual value and score.

Cells fall out of these rows in conversion, so levels are known by their words, the score is the last number,
and a score that is missing stays missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.tables.catalogue import words
from ingest.tables.grid import GridCell, label_text
from ingest.tables.part import Part, Slot
from ingest.tables.values import is_number, measures

_FAMILY: Final[dict[str, tuple[str, ...]]] = {
    "产出": ("数量", "质量", "时效", "成本", "产出"),
    "效益": ("经济效益", "社会效益", "生态效益", "可持续", "效益"),
    "满意度": ("满意度", "服务对象", "社会公众"),
    "成本": ("经济成本", "社会成本", "生态环境成本", "成本"),
}


@dataclass(slots=True)
class Levels:
    """当前层次: the first and second level that a row without its own inherits."""

    first: str = ""
    second: str = ""

    def path(self) -> tuple[str, ...]:
        """层次路径, outermost first."""
        return tuple(level for level in (self.first, self.second) if level)


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标行: its name, its levels, and each printed value with its column."""

    name: GridCell
    levels: tuple[str, ...]
    values: tuple[tuple[Slot, GridCell], ...]


def is_level(cell: GridCell) -> bool:
    """Whether a cell's words are a level of the indicator tree."""
    return cell.key in words().indicator_first or cell.key in words().indicator_second


def is_indicator_row(cells: Sequence[GridCell], part: Part) -> bool:
    """Whether a row below an indicator head is an indicator (and not the form's next field)."""
    if not cells:
        return False
    if is_level(cells[0]):
        return True
    return len(cells) >= 2 and cells[0].column > 0 and bool(part.slots)


def assign(cells: list[GridCell], part: Part, levels: Levels) -> Indicator | None:
    """Read one indicator row, and keep its levels for the rows below; None where it names no indicator."""
    rest = list(cells)
    taken: list[GridCell] = []
    expected = 1 + len(part.slots)
    while len(rest) > 1 and len(taken) < 2 and _takes_level(rest, expected):
        taken.append(rest.pop(0))
    _enter(taken, part, levels)
    if not rest:
        return None
    return Indicator(rest[0], levels.path(), tuple(_values(rest[0], rest[1:], part)))


def _takes_level(rest: Sequence[GridCell], expected: int) -> bool:
    cell = rest[0]
    if is_level(cell) and cell.key.endswith("指标"):
        return True
    if len(rest) <= expected or measures(cell.text) or measures(rest[1].text):
        return False  # what stands before its value is the name
    return is_level(cell) or len(cell.key) <= 20


def _enter(taken: Sequence[GridCell], part: Part, levels: Levels) -> None:
    if len(taken) == 2:
        levels.first, levels.second = label_text(taken[0].text), label_text(taken[1].text)
        return
    if not taken:
        return
    cell, name = taken[0], label_text(taken[0].text)
    in_first, in_second = cell.key in words().indicator_first, cell.key in words().indicator_second
    under_first = part.first_column is None or part.second_column is None or cell.column <= part.first_column
    if in_first and (not in_second or under_first):
        levels.first, levels.second = name, ""
    elif under_first and levels.first and not _belongs(name, levels.first):
        # 社会效益指标 printed in the first column below 产出指标: its own parent is lost.
        levels.first, levels.second = "", name
    else:
        levels.second = name


def _belongs(second: str, first: str) -> bool:
    return any(second.startswith(kin) for stem, kin_ in _FAMILY.items() if stem in first for kin in kin_)


def _values(name: GridCell, tail: Sequence[GridCell], part: Part) -> list[tuple[Slot, GridCell]]:
    slots = part.slots
    if len(tail) == len(slots):
        return list(zip(slots, tail, strict=True))
    scored = bool(slots) and slots[-1].is_score
    if scored and tail and is_number(tail[-1].text) and "%" not in tail[-1].text and len(tail) < len(slots):
        return [*_by_column(name, tail[:-1], slots[:-1], part), (slots[-1], tail[-1])]
    if scored and len(tail) == len(slots) - 1:
        return list(zip(slots[:-1], tail, strict=True))
    return _by_column(name, tail, slots, part)


def _by_column(
    name: GridCell, tail: Sequence[GridCell], slots: Sequence[Slot], part: Part
) -> list[tuple[Slot, GridCell]]:
    """Each cell to the column it stands under, seen from the name's; else in order."""
    if part.name_column is not None:
        shift = name.column - part.name_column
        by_column = {slot.at: slot for slot in slots}
        if all(cell.column - shift in by_column for cell in tail):
            return [(by_column[cell.column - shift], cell) for cell in tail]
    return list(zip(slots, tail, strict=False))
