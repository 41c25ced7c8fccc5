"""压平的单行表与清单: one line of figures under a head (三公经费), projects and purchases whose labels are broken.

In a list of projects every row reads unit → code → subject name → project (→ kind → goods → quantity) → amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from corpus import subject
from corpus.disclosure import Cell, Place, Row
from corpus.money import Quantity, fold
from ingest.structure.lines import Line
from ingest.tables.flattened.heads import Heads, failures, read_heads
from ingest.tables.flattened.rows import (
    TOTAL,
    Evidence,
    Read,
    body_tokens,
    code_items,
    read_items,
    split_head,
)
from ingest.tables.flattened.tokens import Item, Token, runs, squeeze
from ingest.tables.solve import Identity

_CATEGORY: Final = re.compile(r"货物类|物类|服务类|工程类")
_COUNT: Final = re.compile(r"(\d+(?:\.\d+)?)([^\d\s.,，。]{0,3})")
_MEASURE: Final = re.compile(r"[台套个箱辆件批项张只把本册份支条组间次块部架平米]{1,2}|平方米|公斤|人次")
_BOTH: Final = re.compile(r"(预算数)|(决算数)")


def read_single(lines: Sequence[Line], kind: str, unit: str, evidence: Evidence, entry: str) -> Read | None:
    """读单行表: the one line of figures under a head without codes; None where there is no such line.

    Of 三公 tables with 预算数 and 决算数 both layouts are known: block by block, or alternating within each item.
    """
    tokens = body_tokens(lines)
    spans = list(runs(tokens))
    words: list[Token] = []
    for numbers, after in spans:
        amounts = [t for t in numbers if not (t.text.isdigit() and len(t.text) in {5, 6, 7, 9})]
        if len(amounts) >= 2:
            break
        words += [*(t for t in numbers if t not in amounts), *after]
    else:
        return None
    heads = _doubled(read_heads("".join(t.text for t in words), entry), "".join(t.text for t in words), kind)
    if not heads.columns or len(amounts) > len(heads.columns):
        return None
    if len(amounts) == len(heads.columns) and failures(heads.identities, [[t.value or Decimal(0) for t in amounts]]):
        return Read(heads.columns, [], [Item(None, words[-1:], [], amounts)])
    label = next((t for t in words if TOTAL.fullmatch(squeeze(t.text))), words[-1])
    item = Item(None, [label], [], amounts)
    read = read_items([item], heads, unit, evidence)
    place = Place(amounts[0].start, amounts[-1].end, amounts[0].page)
    read.rows = [Row("合计", None, (), r.cells, place) for r in read.rows]
    return read


def _doubled(heads: Heads, text: str, kind: str) -> Heads:
    """预算数 and 决算数 of the same items: columns twice, in the printed layout."""
    marks = [m.group() for m in _BOTH.finditer(squeeze(text))]
    if kind != "F07" or not {"预算数", "决算数"} <= set(marks):
        return heads
    n = len(heads.columns)
    if len(marks) > 2:  # alternating inside each item
        columns = tuple(f"{c}/{m}" for c in heads.columns for m in ("预算数", "决算数"))
        identities = [
            Identity(2 * i.total + s, tuple(2 * p + s for p in i.parts)) for s in (0, 1) for i in heads.identities
        ]
        return Heads(columns, tuple(s for s in heads.slots for _ in (0, 1)), tuple(identities))
    columns = tuple(f"{m}/{c}" for m in marks for c in heads.columns)
    shifted = [Identity(i.total + s, tuple(p + s for p in i.parts)) for s in (0, n) for i in heads.identities]
    return Heads(columns, heads.slots * 2, tuple(shifted))


def read_labelled(lines: Sequence[Line], unit: str) -> Read:
    """读标签表: one amount column and rows known by name alone (收入总计 21,955.35)."""
    tokens = body_tokens(lines)
    rows: list[Row] = []
    previous: list[Token] = []
    for n in sorted({t.line for t in tokens}):
        line = [t for t in tokens if t.line == n]
        numbers = [t for t in line if t.value is not None and not t.dash]
        words = [t for t in line if t.value is None]
        label = words or (previous if len(numbers) == 1 else [])
        name = "".join(t.text for t in label)
        if (
            len(numbers) == 1
            and name
            and (words == [] or line[-1] is numbers[0])
            and squeeze(name) not in {"小计", "金额"}
        ):
            token = numbers[0]
            place = Place(label[0].start, token.end, token.page)
            value = Quantity(token.value or Decimal(0), unit, token.text)
            rows.append(
                Row(name, None, (), (Cell(0, token.text, value, Place(token.start, token.end, token.page)),), place)
            )
        previous = [] if numbers else words
    return Read(("金额",), rows)


def read_named(lines: Sequence[Line], unit: str, evidence: Evidence) -> Read:
    """读名称清单: projects known by name alone, each with its amounts; the first name stands behind the head's words."""
    tokens = body_tokens(lines)
    first = next((n for n, t in enumerate(tokens) if t.value is not None), len(tokens))
    words = tokens[:first]
    heads = read_heads("".join(t.text for t in words), "B10")
    cut = next(
        (n for n in range(first) if read_heads("".join(t.text for t in words[:n]), "B10").columns == heads.columns),
        first,
    )
    items: list[Item] = []
    for token in tokens[cut:]:
        if token.value is None:
            if not items or items[-1].amounts:
                items.append(Item(None, []))
            items[-1].words.append(token)
        elif items:
            items[-1].amounts.append(token)
    rows = [i for i in items if i.amounts]
    if not heads.columns or not rows:
        return Read(heads.columns)
    total = [n for n, i in enumerate(rows) if TOTAL.fullmatch(squeeze(i.label))]
    root = total[0] if len(total) == 1 else None
    return read_items(rows, heads, unit, evidence, [None if n == root else root for n in range(len(rows))])


@dataclass(frozen=True, slots=True)
class _Count:
    """数量: the printed count and its measure word, with their tokens."""

    tokens: tuple[Token, ...]
    value: Decimal
    measure: str


def read_list(lines: Sequence[Line], unit: str, evidence: Evidence, names: dict[str, str], counted: bool) -> Read:
    """读清单: rows of 项目支出表, 政府采购预算表 and the like; ``names`` are the subject names printed by code.

    The row's label is the project (or the goods), its parents are unit, subject and project; ``counted`` adds a
    column 数量 with its measure word.
    """
    tokens = body_tokens(lines)
    head, tokens = split_head(_measured(tokens) if counted else tokens)
    heads = read_heads(head, "B10")
    items: list[Item] = []
    counts: list[_Count | None] = []
    paths: list[tuple[str, ...]] = []
    waiting: list[Token] = []
    for item in code_items(tokens):
        if item.code is None:
            total = TOTAL.fullmatch(squeeze(item.label)) is not None
            if not total or not item.amounts:
                waiting += item.words
                continue
            items.append(item)
            counts.append(None)
            paths.append(())
            continue
        count = _count_of(item) if counted else None
        path = _labels("".join(t.text for t in waiting), item, names)
        waiting = []
        items.append(item)
        counts.append(count)
        paths.append(path)
    read = read_items(_flat(items), heads, unit, evidence)
    if not read.rows:
        return read
    shift = 1 if any(counts) else 0
    if shift:
        read.columns = ("采购数量及计量单位", *read.columns)
    _fill_unit(paths)
    read.rows = [_listed(row, path, count, shift) for row, path, count in zip(read.rows, paths, counts, strict=True)]
    return read


def _fill_unit(paths: list[tuple[str, ...]]) -> None:
    """The unit's name before the first row stands among the head's words: it is the one of all other rows."""
    listed = [n for n, p in enumerate(paths) if p]
    units = {paths[n][0] for n in listed[1:]}
    if len(units) == 1 and listed and paths[listed[0]][0] not in units:
        paths[listed[0]] = (*units, *paths[listed[0]])


def _measured(tokens: Sequence[Token]) -> list[Token]:
    """A count and its measure word printed apart (3 台) become one word."""
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and last.value is not None and last.line == token.line and _MEASURE.fullmatch(token.text):
            text = last.text + token.text
            merged[-1] = Token(text, last.start, token.end, last.line, last.page, None, last.first)
        else:
            merged.append(token)
    return merged


def _flat(items: Sequence[Item]) -> list[Item]:
    """Rows of one code are no parts of each other: every row is a part of the 合计 row alone."""
    return [Item(i.code and i.code.ljust(9, "0") + f"{n}", i.words, i.head, i.amounts) for n, i in enumerate(items)]


def _count_of(item: Item) -> _Count | None:
    """The quantity before the amounts: ``50箱``, ``3 台`` or a bare integer before amounts with decimals."""
    last = item.words[-1] if item.words else None
    glued = _COUNT.fullmatch(fold(last.text)) if last else None
    if last and glued and glued.group(2):
        item.words.pop()
        return _Count((last,), Decimal(glued.group(1)), glued.group(2))
    if item.amounts and item.amounts[0].text.isdigit() and any("." in t.text for t in item.amounts[1:]):
        token = item.amounts.pop(0)
        return _Count((token,), token.value or Decimal(0), "")
    return None


def _labels(before: str, item: Item, names: dict[str, str]) -> tuple[str, ...]:
    """(unit, subject, project[, goods]) of a row: the subject's printed name splits its words."""
    text = item.label
    known = names.get(item.code or "", "")
    found = subject.lookup(item.code or "")
    candidates = [known, *((found.name, *found.variants) if found else ())]
    name = next((c for c in candidates if c and text.startswith(c)), "")
    rest = text[len(name) :]
    bracket = re.match(r"[（(][^（）()]*[)）]", rest) if name else None
    if bracket and bracket.end() < len(rest):
        name, rest = name + bracket.group(), rest[bracket.end() :]
    category = _CATEGORY.search(rest)
    parts = [rest[: category.start()], rest[category.end() :]] if category else [rest]
    return tuple(p for p in (before, name, *parts) if p)


def _listed(row: Row, path: tuple[str, ...], count: _Count | None, shift: int) -> Row:
    cells = [Cell(c.column + shift, c.text, c.value, c.place) for c in row.cells]
    if count:
        first, last = count.tokens[0], count.tokens[-1]
        text = "".join(t.text for t in count.tokens)
        place = Place(first.start, last.end, first.page)
        cells.insert(0, Cell(0, text, Quantity(count.value, count.measure, text), place))
    if not path:
        return Row(row.label, None, (), tuple(cells), row.place)
    return Row(path[-1], None, path[:-1], tuple(cells), row.place)
