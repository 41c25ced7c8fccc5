"""公式: the value of a spreadsheet cell whose program saved the formula and no result.

Sums, the four operations, rounding and references are worked out in Decimal; anything else gives None and the
cell is told of, for a figure that nobody computed is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

Number = Decimal | None
Cells = Callable[[str, int, int], object]
"""(sheet, row from 1, column from 1) → what the cell holds: a number, words, a formula with its “=”, or None."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<range>(?:(?:'[^']+'|[\w.一-龥]+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])"
    r"|(?P<name>[A-Z][A-Z.]*)(?=\()|(?P<sign>[-+*/(),%]))"
)
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_DEEPEST: Final = 60
_MOST: Final = 20_000


class UnknownFormulaError(ValueError):
    """A formula that is beyond this reader."""


def evaluate(formula: str, sheet: str, cells: Cells, depth: int = 0) -> Number:
    """求值 of ``=SUM(B4:B5)`` on ``sheet``; None where it holds what this reader does not know."""
    try:
        return _Formula(formula.removeprefix("="), sheet, cells, depth).value()
    except (UnknownFormulaError, InvalidOperation, DivisionByZero, ZeroDivisionError, IndexError):
        return None


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, text: str, sheet: str, cells: Cells, depth: int) -> None:
        if depth > _DEEPEST:
            raise UnknownFormulaError("references run in a circle")
        self.sheet, self.cells, self.depth = sheet, cells, depth
        self.tokens = list(_tokens(text))
        self.at = 0

    def value(self) -> Decimal:
        found = self.sum()
        if self.at != len(self.tokens):
            raise UnknownFormulaError("words after the end")
        return found

    def sum(self) -> Decimal:
        found = self.product()
        while self.sign("+", "-"):
            operator = self.tokens[self.at - 1][1]
            right = self.product()
            found = found + right if operator == "+" else found - right
        return found

    def product(self) -> Decimal:
        found = self.factor()
        while self.sign("*", "/"):
            operator = self.tokens[self.at - 1][1]
            right = self.factor()
            found = found * right if operator == "*" else found / right
        return found

    def factor(self) -> Decimal:
        if self.sign("-"):
            return -self.factor()
        if self.sign("+"):
            return self.factor()
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            found = Decimal(text)
        elif kind == "range":
            values = list(self.values(text))
            if len(values) != 1:
                raise UnknownFormulaError("a range where one number is meant")
            found = values[0]
        elif kind == "name":
            found = self.call(text)
        elif text == "(":
            found = self.sum()
            self.expect(")")
        else:
            raise UnknownFormulaError(text)
        return found / 100 if self.sign("%") else found

    def call(self, name: str) -> Decimal:
        self.expect("(")
        arguments: list[list[Decimal]] = []
        while not self.sign(")"):
            kind, text = self.tokens[self.at]
            following = self.tokens[self.at + 1][1] if self.at + 1 < len(self.tokens) else ""
            if kind == "range" and following in (",", ")"):
                self.at += 1
                arguments.append(list(self.values(text)))
            else:
                arguments.append([self.sum()])
            self.sign(",")
        every = [value for argument in arguments for value in argument]
        if name == "SUM":
            return sum(every, Decimal(0))
        if name == "SUBTOTAL" and every and every[0] in (9, 109):
            return sum(every[1:], Decimal(0))
        if name == "ROUND" and len(every) == 2:
            return round(every[0], int(every[1]))
        if name == "ABS" and len(every) == 1:
            return abs(every[0])
        if name in ("MAX", "MIN") and every:
            return max(every) if name == "MAX" else min(every)
        raise UnknownFormulaError(name)

    def values(self, text: str) -> Iterator[Decimal]:
        """The numbers of a cell or a block of cells; empty cells and words count nothing."""
        sheet, _, block = text.rpartition("!")
        corners = [_CELL.fullmatch(corner) for corner in block.split(":")]
        spots = [(int(c[2]), column_number(c[1])) for c in corners if c]
        (top, left), (bottom, right) = spots[0], spots[-1]
        if (bottom - top + 1) * (right - left + 1) > _MOST:
            raise UnknownFormulaError("a block too large")
        single = len(spots) == 1
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found = self.number(sheet.strip("'") or self.sheet, row, column)
                if found is not None or single:
                    yield found or Decimal(0)

    def number(self, sheet: str, row: int, column: int) -> Number:
        held = self.cells(sheet, row, column)
        if isinstance(held, bool) or held is None:
            return None
        if isinstance(held, int | float | Decimal):
            return Decimal(str(held))
        if isinstance(held, str) and held.startswith("="):
            return _Formula(held[1:], sheet, self.cells, self.depth + 1).value()
        return None

    def sign(self, *signs: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            raise UnknownFormulaError(f"no {sign}")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UnknownFormulaError(text[at : at + 10])
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


def column_number(letters: str) -> int:
    """列号 from 1: ``AB`` → 28."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found
