"""阶梯标签: label columns of which a row prints only its own step; what stands over it is printed once, further up.

采购品目大类 | 专项名称 | 采购物品名称 | 总计
一、货物     |          |              | 268.00
             | 设备更新 |              | 146.00
             |          | 复印机       |   8.00
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.tables.grid import GridCell, GridRow, label_text
from ingest.tables.values import is_number

_FEWEST: Final = 2
_SHARE: Final = 0.2


@dataclass
class Stairs:
    """阶梯: the labels that hold for the rows below, by column."""

    held: dict[int, str] = field(default_factory=dict)

    def place(self, names: Sequence[GridCell], chosen: GridCell) -> tuple[str, ...]:
        """File a row by the label cells that it prints; the labels over it, outermost first."""
        first = names[0].column
        self.held = {column: text for column, text in self.held.items() if column < first}
        self.held.update({cell.column: label_text(cell.text) for cell in names})
        return tuple(text for column, text in sorted(self.held.items()) if column < chosen.column)

    def again(self) -> tuple[str, tuple[str, ...]]:
        """The innermost label that holds, for a row that prints none, and the labels over it."""
        *over, label = [text for _, text in sorted(self.held.items())] or [""]
        return label, tuple(over)


def are_stairs(data: Sequence[GridRow], columns: Sequence[int]) -> bool:
    """Whether the label ``columns`` hold steps: no codes, and rows that leave the first of them blank."""
    zones = [[c for c in row.filled if c.column in columns] for row in data]
    zones = [zone for zone in zones if zone]
    if len(columns) < 2 or any(is_number(c.text) or c.key.isdigit() for zone in zones for c in zone):
        return False
    inner = sum(zone[0].column > columns[0] for zone in zones)
    outer = sum(zone[0].column == columns[0] for zone in zones)
    return inner >= _FEWEST and inner >= _SHARE * len(zones) and outer >= _FEWEST
