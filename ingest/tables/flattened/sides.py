"""并排表: two or three tables side by side, flattened into one line (收入 ‖ 支出（功能） ‖ 支出（经济分类）).

Each item (ordinal, code or total label) goes to its side by what it names; a number belongs to the nearest item on
its left. Each side has its own amount columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from corpus.disclosure import Row
from ingest.structure.lines import Line
from ingest.tables.flattened.heads import Heads, read_heads
from ingest.tables.flattened.rows import Evidence, Read, body_tokens, row_of, step_of
from ingest.tables.flattened.tokens import Item, Token, runs, split_code, squeeze
from ingest.tables.solve import Assignment, Grid, Identity, narrowed

_ORDINAL: Final = re.compile(
    r"(?:[一二三四五六七八九十廿]{1,4}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d))"
)
_START: Final = re.compile(
    r"[本当]年(?:收入|支出)|收入总|支出总|收入合|支出合|总计|合计|上年结|上年财政|结转下|年初|年末|年终|使用非|用事业|结余分配|动用上年|其中[:：]"
)
_BLOCK: Final = re.compile(r"(?:本年|财政拨款|部门)?(?:收入|支出)(?:\(.*?\))?")
_LEFT: Final = re.compile(r"收入|拨款$|资金$|专户|年初|上年|使用非|用事业")
_RIGHT: Final = re.compile(r"支出|预备费|结转下年|年末|年终|结余分配|转移性")
_CARRY: Final = re.compile(r"年初|上年")


@dataclass(slots=True)
class Side:
    """一侧: its printed title, its columns, where they start among the table's, and its items."""

    title: str
    heads: Heads
    offset: int
    items: list[Item] = field(default_factory=list)
    parents: list[tuple[str, ...]] = field(default_factory=list)


def read_sides(lines: Sequence[Line], unit: str, evidence: Evidence) -> Read:
    """读并排表: columns are ``收入/预算数``, ``支出/合计`` …; a row of one side has cells in that side only."""
    tokens = body_tokens(lines)
    first = next((i for i, t in enumerate(tokens) if _starts(tokens, i)), len(tokens))
    text = "".join(t.text for t in tokens[:first])
    sides = _sides(squeeze(text))
    counted = "行次" in squeeze("".join(line.text for line in lines))
    _deal(_items(_uncounted(tokens[first:]) if counted else tokens[first:]), sides)
    read = Read(tuple(f"{s.title}/{c}" for s in sides for c in s.heads.columns))
    funds = _funds(sides[0])
    rows: list[Row] = []
    for side in sides:
        rows += _rows(side, unit, lambda s, c, v: evidence(s, c, v) + (s in funds), read.open_rows)
    read.rows = sorted(rows, key=lambda r: r.place.start)
    return read


def _starts(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.value is None:
        return _ORDINAL.match(token.text) is not None
    numbers = []
    for t in tokens[i:]:
        if t.value is None:
            break
        numbers.append(t)
    return token.first and bool(split_code(numbers, followed=i + len(numbers) < len(tokens))[1])


def _sides(text: str) -> list[Side]:
    """The sides that the head names, left to right: titles from its first line, columns after each 项目."""
    cut = re.split(r"支出用途|项目(?:名称)?|栏次", text)
    titles = [m.group() for m in _BLOCK.finditer(cut[0])] or ["收入", "支出"]
    parts = [p for p in cut[1:] if p.strip()]
    sides: list[Side] = []
    offset = 0
    for n, title in enumerate(titles):
        heads = read_heads(parts[n] if n < len(parts) else "", "side")
        if not heads.columns:
            heads = Heads(("预算数",), ("all",), ())
        sides.append(Side(title.replace("(", "（").replace(")", "）"), heads, offset))
        offset += len(heads.columns)
    return sides


def _uncounted(tokens: Sequence[Token]) -> list[Token]:
    """Without 行次: small whole numbers in a table whose amounts have decimals."""
    if not any(t.value is not None and "." in t.text for t in tokens):
        return list(tokens)
    return [t for t in tokens if not re.fullmatch(r"\d{1,2}", t.text)]


def _items(tokens: Sequence[Token]) -> list[Item]:
    items: list[Item] = []
    for numbers, words in runs(tokens):
        amounts, head, code = split_code(numbers, bool(words))
        if items:
            items[-1].amounts += amounts
        if code is not None:
            items.append(Item(code, [], head))
        for token in words:
            if _opens(token, items):
                items.append(Item(None, [token]))
            elif items and not items[-1].amounts:
                items[-1].words.append(token)
            else:
                items.append(Item(None, [token]))
    return [i for i in items if i.words and (i.amounts or i.code or _opens(i.words[0], ()))]


def _opens(token: Token, items: Sequence[Item]) -> bool:
    """Whether a word begins an item: an ordinal, or a label that only totals have."""
    if _ORDINAL.match(token.text):
        return True
    if not _START.match(squeeze(token.text)):
        return False
    return not (items and items[-1].code and not items[-1].words)


def _funds(income: Side) -> set[str]:
    """Which kinds of money came in: the spending side has no others."""
    found = set()
    for item in income.items:
        if any(t.value for t in item.amounts):
            found |= {s for s in read_heads(item.label, "side").slots if s != "all"}
    return found


def _deal(items: Sequence[Item], sides: list[Side]) -> None:
    """Give each item to its side; an item without amounts is dealt too, so that the order of totals is kept."""
    right = max(1, len(sides) - 1)
    seen: dict[str, int] = {}
    carry = ""
    last = 0
    for item in items:
        label = squeeze(item.label)
        if item.code:
            at = right if item.code[0] in "35" and len(sides) > 2 else min(1, len(sides) - 1)
        elif label in {"总计", "合计"}:
            at = seen.get(label, 0) % len(sides)
        elif _RIGHT.search(label) and not _LEFT.search(label):
            nth = seen.get(label, 0) if not _ORDINAL.match(item.words[0].text) else 0
            at = 1 + nth % right if len(sides) > 1 else 0
        elif _RIGHT.search(label):
            at = 1 if label.endswith("支出") or "支出合计" in label or "支出总计" in label else 0
        else:
            at = 0 if _LEFT.search(label) or not last else last
        seen[label] = seen.get(label, 0) + 1
        last = min(at, len(sides) - 1)
        ordinal = _ORDINAL.match(item.words[0].text) is not None
        if last == 0 and not ordinal:
            carry = item.label if _CARRY.match(label) else ""
        sides[last].items.append(item)
        sides[last].parents.append((carry,) if carry and ordinal and last == 0 else ())


def _rows(side: Side, unit: str, evidence: Evidence, open_rows: list[Item]) -> list[Row]:
    values = [tuple(t.value or Decimal(0) for t in i.amounts) for i in side.items]
    labels = [squeeze(i.label) for i in side.items]
    total = next(
        (n for n, label in enumerate(labels) if re.fullmatch(r"[本当]年(?:收入|支出)(?:合计|小计)", label)), None
    )
    if total is None:
        total = next((n for n, label in enumerate(labels) if re.fullmatch(r"(?:收入|支出)?(?:总计|合计)", label)), None)
    parts = [_is_part(side, n, total) for n in range(len(values))]
    grid = Grid(
        values,
        [total if part else None for part in parts],
        len(side.heads.columns),
        side.heads.identities,
        step_of([t for i in side.items for t in i.amounts]),
    )

    def score(row: int, assignment: Assignment) -> int:
        cells = zip(assignment, values[row], strict=False)
        return sum(evidence(side.heads.slots[c], "", v) for c, v in cells if v)

    solved = narrowed(grid, score)
    rows = []
    for n, item in enumerate(side.items):
        options = solved[n]
        many = len(item.amounts) > len(side.heads.columns)
        sure = [
            None
            if many
            else next(iter(cs))
            if len(cs := {a[k] if k < len(a) else None for a in options}) == 1
            else None
            for k in range(len(item.amounts))
        ]
        if any(c is None for c in sure):
            open_rows.append(item)
        row = row_of(item, sure, len(side.heads.columns), unit, side.parents[n])
        rows.append(_shifted(row, side.offset))
    return rows


def _is_part(side: Side, n: int, total: int | None) -> bool:
    """Whether the item adds up to the side's total: a coded or ordinal item before it."""
    if total is None or n >= total:
        return False
    item = side.items[n]
    return (
        bool(item.code) or re.match(r"[一二三四五六七八九十廿]{1,4}、", item.words[0].text) is not None
    ) and not side.parents[n]


def _shifted(row: Row, offset: int) -> Row:
    cells = tuple(type(c)(c.column + offset, c.text, c.value, c.place) for c in row.cells)
    return Row(row.label, row.code, row.parents, cells, row.place)


__all__ = ["Identity", "Side", "read_sides"]
