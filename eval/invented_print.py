"""拟造文件的印刷: sheets as text in the three styles of the genre, and whole disclosures around them.

tabbed: cells between tabs, heads of several rows that stand beside their figures, 行次 and 栏次. flattened: the
lines of a page, blank cells gone, labels and heads broken. record: Markdown pipe tables under bold titles.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from eval.invented import Accounts, Amounts, Block, Line, Sheet, Style
from eval.invented_sheets import sheets
from eval.invented_words import amount, closing, opening

_INKS: Final = (("万元", "{:.2f}", 1), ("万元", "{:,.2f}", 1), ("元", "{:,.2f}", 10_000), ("元", "{:,.0f}", 10_000))
"""How amounts are printed in tables: the unit, the form, how many of the unit are a 万元."""
_AMOUNT: Final = re.compile(r"\d+\.\d\d")
Ink = tuple[str, str, int]
_TAB: Final = "\t"
_ENDS: Final = 4


def printed(accounts: Accounts, style: Style, seed: int = 0) -> str:
    """整份文件 of the accounts as text; ``seed`` decides what a style leaves open (breaks, shifts)."""
    rng = random.Random(seed)  # noqa: S311 - no secret is drawn
    ink = rng.choice(_INKS)
    tables = [
        _table(sheet, style, (number, accounts.issuer, ink), rng) for number, sheet in enumerate(sheets(accounts), 1)
    ]
    return (
        "\n".join([*opening(accounts, style), *(line for t in tables for line in t), *closing(accounts, style)]) + "\n"
    )


def file_name(accounts: Accounts, style: Style, seed: int) -> str:
    """文件名 that no other seed or style has."""
    return f"{accounts.issuer}-{accounts.year}-{accounts.kind}-{style}-{seed}.{'md' if style == 'record' else 'txt'}"


def _table(sheet: Sheet, style: Style, named: tuple[int, str, Ink], rng: random.Random) -> list[str]:
    number, issuer, ink = named
    if style == "record":
        top = [f"**{sheet.title}（表{number}）**", "", f"单位：{ink[0]}", ""]
        rows = _pipes(sheet)
    elif style == "tabbed":
        top = [f"{sheet.title}（表 {number}）", "", f"部门：{issuer}", "", f"单位：{ink[0]}", ""]
        rows = [_TAB.join(cells) for cells in _TABBED[sheet.shape](sheet, rng)]
    else:
        top = [f"公开表 {number}", "", sheet.title, f"单位名称：{issuer} 单位：{ink[0]}", ""]
        rows = _flattened(sheet, rng)
    return [*top, *(_inked(row, ink) for row in rows), "", *_noted(sheet)]


def _inked(row: str, ink: Ink) -> str:
    """The row with its amounts (the only numbers with two decimals) in the table's unit and form."""
    _, form, factor = ink
    return _AMOUNT.sub(lambda m: form.format(Decimal(m[0]) * factor), row)


def _noted(sheet: Sheet) -> list[str]:
    return [sheet.note, ""] if sheet.note else []


def _labels(sheet: Sheet) -> tuple[str, str]:
    return ("经济科目编码", "经济科目名称") if sheet.kind == "B06" else ("功能科目编码", "功能科目名称")


# ---- blocks side by side


def _aligned(blocks: Sequence[Block]) -> Iterator[tuple[Line | None, ...]]:
    """Rows of blocks side by side; the closing lines of a shorter one stand beside those of the longest."""
    longest = max(len(b.lines) for b in blocks)
    columns: list[list[Line | None]] = []
    for block in blocks:
        ends = min(_ENDS if longest > 2 * _ENDS else 1, len(block.lines))
        body = len(block.lines) - ends
        columns.append([*block.lines[:body], *[None] * (longest - len(block.lines)), *block.lines[body:]])
    yield from zip(*columns, strict=True)


def _triples(sheet: Sheet) -> list[Block]:
    """人员经费 ‖ 302 ‖ 310, without the closing sums."""
    staff, office = sheet.blocks
    goods = tuple(line for line in office.lines[:-1] if (line.code or "").startswith("302"))
    other = tuple(line for line in office.lines[:-1] if line not in goods)
    return [
        Block(staff.over, staff.columns, staff.lines[:-1]),
        Block(office.over, office.columns, goods),
        Block(office.over, office.columns, other),
    ]


def _stacked(blocks: Sequence[Block]) -> Iterator[tuple[Line | None, ...]]:
    return zip_longest(*(b.lines for b in blocks))


# ---- pipes


def _pipes(sheet: Sheet) -> list[str]:
    heads, rows = _pipe_cells(sheet)
    return [_pipe(heads), _pipe(["---"] * len(heads)), *(_pipe(row) for row in rows)]


def _pipe(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _pipe_cells(sheet: Sheet) -> tuple[list[str], list[list[str]]]:
    if sheet.shape == "single":
        heads = [_path(b.over, c) for b in sheet.blocks for c in _car_paths(b.columns)]
        return heads, [[amount(v) for b in sheet.blocks for v in b.lines[0].amounts]]
    if sheet.shape == "sides":
        heads = [_path(b.over, c) for b in sheet.blocks for c in ("项目", *b.columns)]
        return heads, [_beside(row, sheet.blocks, coded=False) for row in _aligned(sheet.blocks)]
    if sheet.shape == "triples":
        blocks = _triples(sheet)
        heads = [_path(b.over, c) for b in blocks for c in ("科目编码", "科目名称", *b.columns)]
        return heads, [*(_beside(row, blocks, coded=True) for row in _stacked(blocks)), _sums(sheet)]
    block = sheet.blocks[0]
    if sheet.shape == "projects":
        return ["项目名称", *block.columns], [[x.name, *map(amount, x.amounts)] for x in block.lines]
    heads = [*_labels(sheet), *block.columns]
    return heads, [[x.code or "", x.name, *map(amount, x.amounts)] for x in block.lines]


def _path(over: str, column: str) -> str:
    return f"{over}/{column}" if over else column


def _car_paths(columns: Sequence[str]) -> list[str]:
    return [f"公务用车购置及运行费/{c}" if c == "小计" or c.startswith("公务用车") else c for c in columns]


def _beside(row: Sequence[Line | None], blocks: Sequence[Block], *, coded: bool) -> list[str]:
    cells: list[str] = []
    for line, block in zip(row, blocks, strict=True):
        amounts: Amounts = line.amounts if line else (None,) * len(block.columns)
        cells += [
            *([(line.code or "") if line else ""] if coded else []),
            line.name if line else "",
            *map(amount, amounts),
        ]
    return cells


def _sums(sheet: Sheet) -> list[str]:
    """The last line of the three triples: the sum of the last two stands in the last column."""
    staff, office = (b.lines[-1] for b in sheet.blocks)
    return [staff.name, "", amount(staff.amounts[0]), office.name, "", "", "", "", amount(office.amounts[0])]


# ---- tabs


def _tab_codes(sheet: Sheet, rng: random.Random) -> Iterator[list[str]]:
    block = sheet.blocks[0]
    columns, blank = list(block.columns), [""] * len(block.columns)
    numbers = [str(n) for n in range(1, len(columns) + 1)]
    layout = "plain" if sheet.kind == "B06" else rng.choice(("glued", "shifted", "plain"))
    if layout == "plain":
        yield [*_labels(sheet), *columns]
        for line in block.lines:
            yield [line.code or "", line.name, *map(amount, line.amounts)]
        return
    if layout == "glued":
        yield ["项目", "", "", "科目名称", *columns]
        yield ["功能分类", "科目编码", "科目名称", *blank, ""]
    else:
        yield ["项目", "", "", *columns, ""]
        yield ["功能分类", "", "科目名称", *blank, ""]
        yield ["科目编码", "", "", *blank, ""]
    yield ["类", "款", "项", "栏次", *numbers]
    for line in block.lines:
        values = [amount(v) for v in line.amounts]
        if line.code is None:
            yield ["", "", "", line.name, *values]
        elif layout == "glued":
            yield ["", "", "", f"{line.code} {line.name}", *values]
        else:
            yield [line.code, "", line.name, "", *values]


def _tab_sides(sheet: Sheet, rng: random.Random) -> Iterator[list[str]]:
    numbered = rng.random() < 0.6
    label = ["项目", "行次"] if numbered else ["项目"]
    yield [c for b in sheet.blocks for c in (b.over, *[""] * (len(label) + len(b.columns) - 1))]
    yield [c for b in sheet.blocks for c in (*label, *b.columns)]
    if numbered:
        at = 1
        ruled: list[str] = []
        for block in sheet.blocks:
            ruled += ["栏次", "", *(str(at + i) for i in range(len(block.columns)))]
            at += len(block.columns)
        yield ruled
    rows = list(_aligned(sheet.blocks))
    for n, row in enumerate(rows, 1):
        cells: list[str] = []
        for side, (line, block) in enumerate(zip(row, sheet.blocks, strict=True)):
            amounts: Amounts = line.amounts if line else (None,) * len(block.columns)
            order = [str(n + side * len(rows))] if numbered else []
            cells += [line.name if line else "", *order, *map(amount, amounts)]
        yield cells


def _tab_triples(sheet: Sheet, _: random.Random) -> Iterator[list[str]]:
    blocks = _triples(sheet)
    yield ["人员经费", "", "", "公用经费", "", "", "", "", ""]
    yield [c for b in blocks for c in ("科目编码", "科目名称", *b.columns)]
    for row in _stacked(blocks):
        yield _beside(row, blocks, coded=True)
    yield _sums(sheet)


def _tab_single(sheet: Sheet, _: random.Random) -> Iterator[list[str]]:
    overs = [c for b in sheet.blocks for c in (b.over, *[""] * 5)]
    if any(overs):
        yield overs
    yield ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"] * len(sheet.blocks)
    yield ["", "", "小计", "公务用车购置费", "公务用车运行费", ""] * len(sheet.blocks)
    yield [str(n) for n in range(1, 6 * len(sheet.blocks) + 1)]
    yield [amount(v) for b in sheet.blocks for v in b.lines[0].amounts]


def _tab_projects(sheet: Sheet, _: random.Random) -> Iterator[list[str]]:
    block = sheet.blocks[0]
    yield ["项目名称", *block.columns]
    for line in block.lines:
        yield [line.name, *map(amount, line.amounts)]


_TABBED: Final = {
    "codes": _tab_codes,
    "sides": _tab_sides,
    "triples": _tab_triples,
    "single": _tab_single,
    "projects": _tab_projects,
}


# ---- lines of a page


def _broken(text: str, rng: random.Random, narrow: int, wide: int) -> list[str]:
    pieces = []
    while text:
        size = rng.randint(narrow, wide)
        if len(text) - size == 1:
            size += 1
        pieces.append(text[:size])
        text = text[size:]
    return pieces


def _cells(label: str, figures: Sequence[str], rng: random.Random, *, code: str | None) -> list[str]:
    """One label and its figures as lines: a label broken in its cell ends the line."""
    head = f"{code} " if code else ""
    if len(label) <= 9 or rng.random() < 0.4:
        return [" ".join([f"{head}{label}", *figures])]
    pieces = _broken(label, rng, 7, 12)
    if code and rng.random() < 0.5:
        return [code, *pieces, *([" ".join(figures)] if figures else [])]
    return [f"{head}{pieces[0]}", *pieces[1:], *([" ".join(figures)] if figures else [])]


def _spaced(lines: Sequence[str], rng: random.Random) -> Iterator[str]:
    for line in lines:
        yield line
        if rng.random() < 0.4:
            yield ""


def _flattened(sheet: Sheet, rng: random.Random) -> list[str]:
    if sheet.shape == "single":
        return _flat_single(sheet)
    lines: list[str] = []
    if sheet.shape in {"codes", "projects"}:
        block = sheet.blocks[0]
        labels = " ".join(_labels(sheet)) if sheet.shape == "codes" else "项目名称"
        lines += [f"{labels} {block.columns[0]}", *(p for c in block.columns[1:] for p in (*_broken(c, rng, 2, 5), ""))]
        rows: list[tuple[Line | None, ...]] = [(line,) for line in block.lines]
    elif sheet.shape == "triples":
        lines += ["人员经费 公用经费", " ".join(["科目编码 科目名称 决算数"] * 3)]
        rows = [*_stacked(_triples(sheet)), tuple(b.lines[-1] for b in sheet.blocks)]
    else:
        lines += [" ".join(b.over for b in sheet.blocks), " ".join(f"项目 {' '.join(b.columns)}" for b in sheet.blocks)]
        rows = list(_aligned(sheet.blocks))
    for row in rows:
        lines += _flat_row(row, rng)
    return list(_spaced(lines, rng))


def _flat_row(row: Sequence[Line | None], rng: random.Random) -> list[str]:
    """The cells of one row; what follows an unbroken cell stays on its line."""
    lines: list[str] = []
    open_line = False
    for line in row:
        if line is None:
            continue
        figures = [amount(v) for v in line.amounts if v is not None]
        cell = _cells(line.name, figures, rng, code=line.code)
        if open_line:
            lines[-1] += f" {cell[0]}"
            lines += cell[1:]
        else:
            lines += cell
        open_line = True
    return lines


def _flat_single(sheet: Sheet) -> list[str]:
    count = len(sheet.blocks)
    overs = " ".join(b.over for b in sheet.blocks if b.over)
    return [
        *([overs] if overs else []),
        " ".join(["合计 因公出国（境）费 公务用车购置及运行费 公务接待费"] * count),
        " ".join(["小计 公务用车购置费 公务用车运行费"] * count),
        " ".join(amount(v) for b in sheet.blocks for v in b.lines[0].amounts),
    ]
