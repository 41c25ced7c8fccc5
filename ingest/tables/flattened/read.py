"""压平表: tables of hard-wrapped PDF text, whose grid is lost and whose blank cells vanished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from corpus.disclosure import Place, Table, TableStatus
from corpus.money import WIDE, Quantity
from corpus.problem import Problem
from ingest.structure.lines import Line
from ingest.tables.catalogue import OTHER, title_core
from ingest.tables.flattened.heads import Heads, canonical_order, entry_of, failures, heads_words, read_heads
from ingest.tables.flattened.lists import read_labelled, read_list, read_named, read_single
from ingest.tables.flattened.rows import Evidence, Read, body_tokens, code_items, read_items, split_head
from ingest.tables.flattened.sides import read_sides
from ingest.tables.flattened.titles import FORMS, Block, blocks
from ingest.tables.flattened.tokens import Item, squeeze
from ingest.tables.forms.read import read_form

_OPEN: Final = "ambiguous_column"
_LARGE: Final = Decimal(10_000)
_CENT: Final = Decimal("0.01")
_SIDES: Final = frozenset({"B01", "B04", "F01", "F04"})
_CARRIED: Final = frozenset({"cgeneral", "cfund", "cstate", "caccount", "cunit"})
"""Slots whose words are also those of this year's money: no evidence tells them apart."""
_FIGURE: Final = re.compile(r"(?<![\d.])(?!0\.0+(?!\d))[\d,]*\d\.\d{2}(?!\d)")
"""An amount with two decimals that is not zero: a table that prints one is not empty."""
_LISTS: Final = frozenset({"B10", "B11", "B12"})
_SET: Final = re.compile(r"(?:部门|单位)*(?:预算|决算)(?:公开)?(?:报)?表$")
_OWN_MONEY: Final = {"service": "other", "business": "other"}
"""事业收入 and 经营收入 are 单位资金 in the list of projects."""
_NATURE: Final = {"301": "staff", "303": "staff", "302": "office", "310": "office"}
"""经济分类 that lie wholly in 人员经费 or in 公用经费."""
_BETWEEN: Final = r"(?:财政|拨款|收入|支出|资金|安排|预算数?|决算数?|为|[:：])*"


def read_flattened(lines: Sequence[Line], prefix: str) -> tuple[list[Table], list[Problem]]:
    """读压平表: all tables of one hard-wrapped text, in order, and what could not be told about them.

    ``lines`` are all physical lines of the document; ids are ``{prefix}-t01`` on. A table whose title alone is in
    the text (an image in the original) comes with status ``absent``, one printed without figures ``empty`` with its
    note; entries of a table of contents are no tables. Where vanished blanks leave more than one column
    possible the cell is left out and a Problem ``ambiguous_column`` says where. Raises nothing on bad data.
    """
    known = _Known("".join(squeeze(line.text) for line in lines).replace(",", ""))
    found = blocks(lines)
    printed = [block for block in found if block.data and not block.contents]
    once = [_read(block, known) for block in printed]
    for _ in range(2):  # what a later table tells decides what an earlier one left open
        once = [
            _read(b, known) if any(p.kind == _OPEN for p in o[1]) else o for b, o in zip(printed, once, strict=True)
        ]
    tables = [table for read, _ in once for table in read]
    problems = [problem for _, told in once for problem in told]
    tables += _absent(found, tables, problems)
    tables.sort(key=lambda t: t.place.start)
    return [replace(t, id=f"{prefix}-t{n:02d}") for n, t in enumerate(tables, 1)], problems


@dataclass(slots=True)
class _Known:
    """已知: the squeezed text of the whole document and the cells that earlier tables gave for sure."""

    text: str
    cells: dict[tuple[str, str], set[Decimal]] = field(default_factory=dict)
    funds: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    indicators: set[str] = field(default_factory=set)

    def evidence(self, entry: str) -> Evidence:
        """How often a value stands beside a column's words elsewhere, or in the same row of another table."""

        def score(slot: str, code: str, value: Decimal) -> int:
            if slot in {"all", "this", "carry"} or not value or slot in _CARRIED:
                return 0
            printed = not code and self.printed(heads_words(entry, slot), value)
            nature = slot == _NATURE.get(code[:3])
            fund = entry == "B10" and slot in self.funds
            return bool(printed) + nature + fund + 2 * (value in self.cells.get((slot, code), ()))

        return score

    def printed(self, words: Sequence[str], value: Decimal) -> bool:
        """Whether the document prints the value beside one of the words: narrative and other tables tell totals."""
        either = "|".join(re.escape(w) for w in words)
        forms = [rf"{_digits(value)}(?![\d.])"]
        if value >= _LARGE:  # a table in 元 beside sentences in 万元
            forms.append(f"{_digits((value / _LARGE).quantize(_CENT, ROUND_HALF_UP, WIDE))}万元")
        return re.search(rf"(?:{either}){_BETWEEN}(?:{'|'.join(forms)})", self.text) is not None

    def learn(self, kind: str, read: Read) -> None:
        """Remember the cells of a table whose columns are all known, and which funds there are at all."""
        heads = read.slots
        for row in read.rows if not read.open_rows else ():
            for cell in row.cells:
                if isinstance(cell.value, Quantity) and kind in {"B03", "B05", "F03", "F05"}:
                    self.cells.setdefault((heads[cell.column], row.code or ""), set()).add(cell.value.value)
                if isinstance(cell.value, Quantity) and kind in {"B02", "F02"} and cell.value.value:
                    self.funds.add(_OWN_MONEY.get(heads[cell.column], heads[cell.column]))
                if (
                    isinstance(cell.value, Quantity)
                    and kind == "B05"
                    and heads[cell.column] == "project"
                    and not row.code
                ):
                    self.cells.setdefault(("general", ""), set()).add(cell.value.value)  # 项目支出表 totals the same


def _digits(value: Decimal) -> str:
    """A pattern for a number however many zeros are printed behind it."""
    whole, _, digits = f"{value:f}".partition(".")
    digits = digits.rstrip("0")
    return whole + (rf"\.{digits}0*" if digits else r"(?:\.0+)?")


def _read(block: Block, known: _Known) -> tuple[list[Table], list[Problem]]:
    kind = block.kind or OTHER
    problems: list[Problem] = []
    if kind in FORMS:
        table, problems = read_form(block, known.indicators)
        return [table], problems
    sides = kind in _SIDES
    read = read_sides(block.lines, block.unit, known.evidence("side")) if sides else _code_table(block, kind, known)
    for item in read.open_rows:
        place = item.place
        problems.append(
            Problem(_OPEN, f"《{block.title}》“{item.label}”行的数值所在列无法确定", place.start, place.end)
        )
    amounts = any(isinstance(c.value, Quantity) for r in read.rows for c in r.cells)
    lost = read.open_rows or any(_FIGURE.search(line.text) for line in block.lines)
    status: TableStatus = "read" if amounts else "unread" if lost else "empty"
    if not block.unit and amounts:
        problems.append(Problem("no_unit", f"《{block.title}》没有单位行", block.start, block.end))
    rows = tuple(read.rows) if amounts else ()
    return [Table("", block.title, kind, block.unit, read.columns, rows, block.place, (), status, block.note)], problems


def _code_table(block: Block, kind: str, known: _Known) -> Read:
    entry = entry_of(kind)
    evidence = known.evidence(entry)
    if kind in _LISTS and not any(i.code for i in code_items(split_head(body_tokens(block.lines))[1])):
        return read_named(block.lines, block.unit, evidence)
    if kind in _LISTS:
        return read_list(block.lines, block.unit, evidence, known.names, counted=kind == "B11")
    head, tokens = split_head(body_tokens(block.lines))
    if len(re.findall("科目名称", head)) > 1 and len(re.findall("决算数|预算数|金额", head)) > 1:
        return _blocks_by_code(head, code_items(tokens), block.unit)
    items = [i for i in code_items(tokens) if i.code or i.amounts]
    heads = _ordered(read_heads(head, entry), items)
    if not any(i.code for i in items):
        single = read_single(block.lines, kind, block.unit, evidence, entry)
        return single or (read_labelled(block.lines, block.unit) if len(heads.columns) < 2 else Read(heads.columns))
    full = [[t.value or Decimal(0) for t in i.amounts] for i in items if len(i.amounts) == len(heads.columns)]
    if len(full) * 2 > len(items) and failures(heads.identities, full) * 2 > len(full):
        return Read(heads.columns, [], items)  # the head was misread: no column of it can be trusted
    read = read_items(items, heads, block.unit, evidence)
    known.names.update({i.code: i.label for i in items if i.code})
    known.learn(kind, read)
    return read


def _blocks_by_code(head: str, items: Sequence[Item], unit: str) -> Read:
    """科目并列表: two or three blocks of code, name and one amount; 人员经费 and 公用经费 are told by code."""
    word = next((w for w in ("决算数", "预算数", "金额") if w in squeeze(head)), "金额")
    named = all(w in squeeze(head) for w in ("人员经费", "公用经费"))
    columns = (f"人员经费/{word}", f"公用经费/{word}") if named else (word,)
    read = read_items(items, Heads((word,), ("all",), ()), unit, lambda *_: 0)
    if named:
        staff = {n for n, r in enumerate(read.rows) if _NATURE.get((r.code or "")[:3]) == "staff" or "人员" in r.label}
        read.rows = [
            replace(r, cells=tuple(replace(c, column=int(n not in staff)) for c in r.cells if c.text))
            for n, r in enumerate(read.rows)
        ]
    read.columns = columns
    return read


def _ordered(heads: Heads, items: Sequence[Item]) -> Heads:
    """The heads in the order that full rows prove: as printed, or as the dictionary has them."""
    if not heads.columns:
        return Heads(("金额",), ("all",), ())
    full = [[t.value or Decimal(0) for t in i.amounts] for i in items if len(i.amounts) == len(heads.columns)]
    return min((heads, canonical_order(heads)), key=lambda h: failures(h.identities, full))


def _absent(found: Sequence[Block], tables: Sequence[Table], problems: list[Problem]) -> list[Table]:
    """Titles without data whose table is read nowhere: lost in the original (an image)."""
    read = {t.kind for t in tables} | {title_core(t.title) for t in tables}
    lost: dict[str, Block] = {}
    for block in found:
        if block.data or block.kind is None or block.kind in read or title_core(block.title) in read:
            continue
        lost[block.kind] = block
    if not tables and not lost:
        sets = [b for b in found if _SET.search(title_core(b.title))]
        lost = {OTHER: sets[-1]} if sets else {}
    problems += [
        Problem("lost_table", f"《{b.title}》只有表题，文本中没有表格内容", b.start, b.end) for b in lost.values()
    ]
    return [
        Table("", b.title, b.kind or OTHER, "", (), (), Place(b.start, b.end, b.page), (), "absent")
        for b in lost.values()
    ]
