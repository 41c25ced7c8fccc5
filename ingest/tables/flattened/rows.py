"""科目表的行: rows keyed by subject codes, their columns decided by arithmetic.

The row machine reads code → name fragments → numbers; a name may be wrapped, a code glued to it or cut into 类 款 项.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from corpus import subject
from corpus.disclosure import Cell, Place, Row
from corpus.money import BLANK, Quantity
from ingest.structure.lines import Line
from ingest.tables.flattened.heads import Heads
from ingest.tables.flattened.tokens import Item, Token, runs, split_code, squeeze, tokens_of
from ingest.tables.solve import Assignment, Grid, narrowed

TOTAL: Final = re.compile(
    r"合计|总计|小计|人员经费合计|公用经费合计|本年(?:收入|支出)合计|(?:收入|支出)(?:总计|合计)|人员经费小计|公用经费小计"
)
Evidence = Callable[[str, str, Decimal], int]
"""旁证: (slot, code, value) → how often the document prints that value beside that column elsewhere."""


@dataclass(slots=True)
class Read:
    """读得: the rows of one table, and the rows whose columns stay open."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    open_rows: list[Item] = field(default_factory=list)
    slots: tuple[str, ...] = ()


def body_tokens(lines: Sequence[Line]) -> list[Token]:
    """正文的词: without page numbers and without the row of column numbers (栏次 1 2 3)."""
    tokens = _without_numbering(tokens_of(lines))
    numbers = [t for t in tokens if t.value is not None]
    amounts = [t for t in numbers if not re.fullmatch(r"\d{2,3}|\d{5}|\d{7}", t.text)]
    decimals = sum("." in t.text or "," in t.text for t in amounts)
    alone = {t.line for t in tokens} - {a.line for a, b in pairwise(tokens) if a.line == b.line}
    pages = {
        t.line
        for t in numbers
        if t.line in alone and re.fullmatch(r"[1-9]\d?|1\d\d", t.text) and decimals * 2 > len(amounts)
    }
    return [t for t in tokens if t.line not in pages]


def _without_numbering(tokens: Sequence[Token]) -> list[Token]:
    """Without 栏次, with or without that word before it, and without the words 行次."""
    by_line: dict[int, list[str]] = {}
    for token in tokens:
        by_line.setdefault(token.line, []).append(token.text)
    counts = {
        n for n, texts in by_line.items() if texts == [str(k) for k in range(1, len(texts) + 1)] and len(texts) > 2
    }
    tokens = [t for t in tokens if t.line not in counts]
    kept: list[Token] = []
    counting = False
    for token in tokens:
        if squeeze(token.text) in {"栏次", "行次"}:
            counting = squeeze(token.text) == "栏次"
            continue
        if counting and token.value is not None and token.text.isdigit() and len(token.text) < 3:
            continue
        counting = counting and token.value is not None
        kept.append(token)
    return kept


def split_head(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    """(text of the head, tokens from the first row on): the first row is a code with a name, or a total."""
    for i, token in enumerate(tokens):
        if token.value is None:
            at, size = _total_at(tokens[i : i + 2])
            after = i + size
            opens = at == 0 and size and after < len(tokens) and tokens[after].value is not None
            if opens and not _is_code_at(tokens, after):
                return _head_text(tokens[:i]), list(tokens[i:])
        elif _is_code_at(tokens, i):
            return _head_text(tokens[:i]), list(tokens[i:])
    return _head_text(tokens), []


def _head_text(tokens: Sequence[Token]) -> str:
    """The head's words glued together; 项目 beside another cell is a label column, not the start of a word."""
    pairs = zip(tokens, [*tokens[1:], None], strict=False)
    return "".join(a.text for a, b in pairs if not (a.text == "项目" and b and b.line == a.line))


def _is_code_at(tokens: Sequence[Token], i: int) -> bool:
    numbers: list[Token] = []
    for token in tokens[i : i + 12]:
        if token.value is None:
            break
        numbers.append(token)
    amounts, code, _ = split_code(numbers, followed=i + len(numbers) < len(tokens))
    return bool(code) and not amounts


def code_items(tokens: Sequence[Token]) -> list[Item]:
    """行项: one per code or total; words that stand after the numbers of a row complete its name or are dropped."""
    items: list[Item] = []
    for numbers, words in runs(tokens):
        amounts, head, code = split_code(numbers, bool(words))
        if items:
            items[-1].amounts += amounts
        rest = words
        if code is not None:
            items.append(Item(code, [], head))
        while rest:
            start, size = _total_at(rest)
            before = rest[:start]
            if items and not items[-1].amounts:
                items[-1].words += before
            elif items and (strays := before[_complete(items[-1], before) :]):
                items.append(Item(None, list(strays)))
            if not size:
                break
            items.append(Item(None, rest[start : start + size]))
            rest = rest[start + size :]
    return items


def _total_at(words: Sequence[Token]) -> tuple[int, int]:
    """(where, how many tokens) the first total label (合计, 合 计) stands; (len, 0) where none does."""
    for i in range(len(words)):
        if TOTAL.fullmatch(squeeze(words[i].text)):
            return i, 1
        if len(words[i].text) == 1 and "".join(t.text for t in words[i : i + 2]) in {"合计", "总计", "小计"}:
            return i, 2
    return len(words), 0


def known_name(code: str) -> str:
    """科目名称 of a code in the dictionary; "" where it is not in it."""
    found = subject.lookup(code)
    return found.name if found else ""


def _complete(item: Item, words: Sequence[Token]) -> int:
    """A name wrapped around its own numbers: how many of the words after them the dictionary gives it."""
    if item.code is None or not words:
        return 0
    known = known_name(item.code)
    if not known or squeeze(item.label) == squeeze(known):
        return 0
    for size in range(1, len(words) + 1):
        if squeeze(item.label + "".join(t.text for t in words[:size])) == squeeze(known):
            item.words += words[:size]
            return size
    return 0


def read_items(
    items: Sequence[Item],
    heads: Heads,
    unit: str,
    evidence: Evidence,
    parents: Sequence[int | None] | None = None,
) -> Read:
    """行: items into rows whose values stand in columns; where more than one column remains the cell is left out.

    ``parents`` are the rows above each row where codes do not tell them.
    """
    tree = parents if parents is not None else _parents(items)
    step = step_of([t for i in items for t in i.amounts])
    grid = Grid([tuple(_values(i)) for i in items], tree, len(heads.columns), heads.identities, step)

    lines = _lines_of_descent(grid)

    def score(row: int, assignment: Assignment) -> int:
        codes = [items[n].code or "" for n in lines[row]]
        values = list(zip(assignment, grid.rows[row], strict=False))
        return sum(evidence(heads.slots[c], code, v) for code in codes for c, v in values if v)

    solved = narrowed(grid, score)
    read = Read(heads.columns, slots=heads.slots)
    over = sum(len(i.amounts) > len(heads.columns) for i in items)
    if over * 4 > len(items):
        read.open_rows = list(items)  # columns are printed that the dictionary does not know
        return read
    for i, item in enumerate(items):
        many = len(item.amounts) > len(heads.columns)
        sure = [None] * len(item.amounts) if many else _sure(solved[i], len(item.amounts))
        if any(c is None for c in sure):
            read.open_rows.append(item)
        read.rows.append(row_of(item, sure, len(heads.columns), unit, _above(items, i, parents)))
    return read


def _lines_of_descent(grid: Grid) -> list[list[int]]:
    """Each row with the rows above and below it that print the very same values: they stand in the same columns."""
    lines = [[n] for n in range(len(grid.rows))]
    for n, values in enumerate(grid.rows):
        above = grid.parents[n]
        while above is not None and values and grid.rows[above] == values and len(lines[n]) <= len(grid.rows):
            lines[n].append(above)
            lines[above].append(n)
            above = grid.parents[above]
    return lines


def _values(item: Item) -> list[Decimal]:
    return [t.value if t.value is not None else Decimal(0) for t in item.amounts]


def _sure(assignments: Sequence[Assignment], count: int) -> list[int | None]:
    """The column of each value where all assignments agree on it."""
    sure: list[int | None] = []
    for n in range(count):
        columns = {a[n] if n < len(a) else None for a in assignments}
        sure.append(next(iter(columns)) if len(columns) == 1 else None)
    return sure


def step_of(tokens: Sequence[Token]) -> Decimal:
    """末位: the smallest step in which the amounts are printed."""
    digits = max((len(t.text.rpartition(".")[2]) for t in tokens if "." in t.text), default=0)
    return Decimal(1).scaleb(-digits)


def _parents(items: Sequence[Item]) -> list[int | None]:
    """The row each row is a part of: the longest printed prefix of its code, else the 合计 row."""
    by_code = {item.code: n for n, item in enumerate(items) if item.code}
    totals = [n for n, i in enumerate(items) if i.code is None and squeeze(i.label) in {"合计", "总计"}]
    root = totals[0] if len(totals) == 1 else None
    parents: list[int | None] = []
    for n, item in enumerate(items):
        above = next((by_code[c] for c in _prefixes(item.code or "") if by_code.get(c, n) != n), None)
        parents.append(above if above is not None else root if n != root and item.code else None)
    return parents


def _prefixes(code: str) -> list[str]:
    return [code[:size] for size in (5, 3) if size < len(code)]


def _above(items: Sequence[Item], n: int, parents: Sequence[int | None] | None) -> tuple[str, ...]:
    """The labels of the rows above, outermost first; a total is no parent."""
    if parents is not None:
        above: list[str] = []
        at = parents[n]
        while at is not None:
            above = [items[at].label, *above] if items[at].code else above
            at = parents[at]
        return tuple(above)
    names = {i.code: i.label for i in items if i.code}
    return tuple(names[c] for c in reversed(_prefixes(items[n].code or "")) if c in names)


def row_of(item: Item, sure: Sequence[int | None], width: int, unit: str, parents: tuple[str, ...]) -> Row:
    """行 with its cells in column order; columns without a printed value are BLANK when all values are placed."""
    cells = [
        Cell(column, token.text, BLANK if token.dash else Quantity(token.value, unit, token.text), _place(token))
        for column, token in zip(sure, item.amounts, strict=False)
        if column is not None and token.value is not None
    ]
    place = item.place
    if all(c is not None for c in sure) and len(sure) <= width:
        used = {c.column for c in cells}
        after = Place(place.end, place.end, place.page)
        cells += [Cell(c, "", BLANK, after) for c in range(width) if c not in used]
    return Row(item.label or "合计", item.code, parents, tuple(sorted(cells, key=lambda c: c.column)), place)


def _place(token: Token) -> Place:
    return Place(token.start, token.end, token.page)
