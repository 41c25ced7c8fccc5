"""支出明细 with reasons: name, reason and amount in one flattened run; where the name ends is told by line widths.

A cell that was wrapped fills every line but its last: a line shorter than its column ends its cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from corpus.money import fold
from ingest.tables.flattened.tokens import Token
from ingest.tables.forms.funds import amount_at
from ingest.tables.forms.stream import Field, Sheet, cell, span

_HEAD: Final = re.compile(
    r"^项目内容(?:测算依据及说明)?(?P<own>本级财政拨款金额|本级财政拨款|财政拨款金额)?(?P<up>上级转移支付金额|上级转移支付)?(?P<other>其他资金)?"
)


def width(token: Token) -> float:
    """字宽 of a piece in Chinese characters; a Latin letter or digit is half of one."""
    return sum(0.5 if ord(c) < 0x2000 else 1.0 for c in fold(token.text)) or 0.5


def first_cell(tokens: Sequence[Token], column: float) -> int:
    """首格: how many of the pieces the first cell takes, in a column this many characters wide.

    Pieces on the line of the first piece after it belong to other cells; a piece wider than the column does too.
    """
    for i, token in enumerate(tokens):
        if i and (width(token) > column + 0.6 or tokens[i - 1].line == token.line):
            return i
        if width(token) < column - 1:
            return i + 1
    return len(tokens)


def cells_of(tokens: Sequence[Token], column: float) -> list[list[Token]]:
    """分格: the pieces cut into cells of one column width."""
    found: list[list[Token]] = []
    rest = list(tokens)
    while rest:
        size = max(1, first_cell(rest, column))
        found.append(rest[:size])
        rest = rest[size:]
    return found


def reasoned_details(sheet: Sheet, field: Field, unit: str, used: set[int]) -> bool:
    """读支出明细及依据: rows name → amount; ``used`` are the sources of money, which tell the amount's column.

    Returns False where the column of an amount cannot be told: it is then left out.
    """
    tokens = list(field.tokens)
    start = _after_head(tokens)
    if start is None:
        return True
    rows: list[tuple[list[Token], list[Token], Decimal, str]] = []
    waiting: list[Token] = []
    i = start
    while i < len(tokens):
        found = amount_at(tokens, i)
        if found and waiting:
            size, value, own = found
            rows.append((waiting, tokens[i : i + size], value, own))
            waiting, i = [], i + size
        else:
            waiting.append(tokens[i])
            i += 1
    column = _column(field, tokens[:start], used)
    if column is None:
        return not rows
    names = max((width(r[0][0]) for r in rows if len(r[0]) > 1 and r[0][0].line != r[0][1].line), default=99.0)
    for words, amount, value, own in rows:
        name = words[: first_cell(words, names)]
        label = "".join(t.text for t in name)
        sheet.add(label, (), [cell(sheet.column(column), amount, value, own or unit)], span([*words, *amount]))
    return True


def _after_head(tokens: Sequence[Token]) -> int | None:
    """Where the rows begin: after the head words, which may be wrapped anywhere."""
    text = ""
    for token in tokens:
        text += fold(token.text)
    match = _HEAD.match(text)
    if not match:
        return None
    at = 0
    for n, token in enumerate(tokens):
        if at >= match.end():
            return n
        at += len(token.text)
    return len(tokens)


def _column(field: Field, head: Sequence[Token], used: set[int]) -> str | None:
    """The only source of money that has an amount is the column of every amount (1 本级, 2 上级转移, else 其他)."""
    match = _HEAD.match("".join(fold(t.text) for t in head))
    if not match:
        return None
    names = {1: match["own"], 2: match["up"]}
    if len(used) == 1:
        name = names.get(next(iter(used)), match["other"])
        return f"{field.label}/{name}" if name else f"{field.label}/金额"
    printed = [g for g in match.groups() if g]
    return f"{field.label}/{printed[0]}" if len(printed) == 1 else None
