"""表内勾稽: the identities that hold inside one table, each form of identities.toml a small function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from corpus.disclosure import Cell, Check, Disclosure, Place, Row, Table
from corpus.money import Quantity
from ingest import heads
from ingest.checks import grid
from ingest.checks.tolerance import Verdict, judge_equal, judge_sum


@dataclass(frozen=True, slots=True)
class Selector:
    """选择: cells of one kind of table by row name or code, side and column; patterns, "" for any."""

    table: str
    row: str = ""
    code: str = ""
    column: str = ""
    side: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """勾稽关系: one line of identities.toml (see there)."""

    id: str
    form: str
    tables: tuple[str, ...] = ()
    side: str = ""
    total: str = ""
    subtotal: str = ""
    part: str = ""
    parts: tuple[str, ...] = ()
    top: bool = True
    across: bool = False
    exact: bool = False
    left: Selector | None = None
    right: tuple[Selector, ...] = ()
    without: tuple[Selector, ...] = ()
    when: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """项: one operand: its amount (None where blank), its cell and row."""

    quantity: Quantity | None
    row: Row
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果: a check and the places of the figures that took part in it."""

    check: Check
    cells: tuple[Place, ...] = field(default=())


def term(row: Row, column: int) -> Term:
    """The operand in a row's column."""
    return Term(grid.amount(row, column), row, grid.cell(row, column))


def add_up(rule: str, about: str, total: Term, parts: Sequence[Term], *, exact: bool = False) -> Outcome | None:
    """加总核对: total = Σ parts; blank is zero in the sum. None where nothing is printed on one side."""
    known = [p.quantity for p in parts if p.quantity is not None]
    if not known or (total.quantity is None and not any(q.value for q in known)):
        return None
    if total.quantity is None:
        return _outcome(rule, about, total, parts, None)
    value = sum((q.to(total.quantity.unit).value for q in known), Decimal(0))
    verdict = (
        judge_equal(total.quantity, known[0]) if exact and len(known) == 1 else judge_sum(total.quantity, known, value)
    )
    unknown = any(p.cell is None for p in parts)  # a cell whose column the reader could not tell is no zero
    return _outcome(rule, about, total, parts, None if unknown and not verdict.holds else verdict)


def compare(rule: str, about: str, left: Term, right: Term, *, exact: bool) -> Outcome | None:
    """相等核对 of the same amount in two tables; None where both are blank or zero."""
    a, b = left.quantity, right.quantity
    if not (a and a.value) and not (b and b.value):
        return None
    if a is None or b is None:
        return _outcome(rule, about, left, [right], None)
    verdict = judge_equal(a, b) if exact or a.unit != b.unit else judge_sum(a, [b], b.value)
    return _outcome(rule, about, left, [right], verdict, wrong="contradiction")


def at_least(rule: str, about: str, left: Term, right: Term) -> Outcome | None:
    """不小于核对: left >= right, within rounding."""
    a, b = left.quantity, right.quantity
    if a is None or b is None:
        return None
    value = b.to(a.unit).value
    verdict = judge_sum(a, [b], value)
    if a.value >= value:
        verdict = Verdict(value, verdict.tolerance, "ok")
    return _outcome(rule, about, left, [right], verdict, wrong="contradiction")


def _outcome(
    rule: str, about: str, total: Term, parts: Sequence[Term], verdict: Verdict | None, wrong: str = "arithmetic_error"
) -> Outcome:
    shown = [p for p in parts if p.quantity is not None and p.quantity.value] or list(parts)[:1]
    places = tuple(dict.fromkeys(t.row.place for t in (total, *shown)))
    cells = tuple(t.cell.place for t in (total, *parts) if t.cell is not None and t.quantity is not None)
    return graded(rule, about, total.quantity, verdict, (places, cells), wrong)


def graded(
    rule: str,
    about: str,
    printed: Quantity | None,
    verdict: Verdict | None,
    where: tuple[tuple[Place, ...], tuple[Place, ...]],
    wrong: str,
) -> Outcome:
    """结果 of a recomputation: what is printed beside what was expected; ``where`` are the rows to quote and the figures."""
    places, cells = where
    if verdict is None or printed is None:
        return Outcome(Check(rule, about, None, None, printed, None, None, "", places), cells)
    unit = printed.unit
    check = Check(
        rule,
        about,
        verdict.holds,
        Quantity(verdict.expected, unit),
        printed,
        Quantity(printed.value - verdict.expected, unit),
        Quantity(verdict.tolerance, unit),
        verdict.grade if verdict.holds else wrong,
        places,
    )
    return Outcome(check, cells)


def _name(table: Table, column: int) -> str:
    return "/".join(heads.segments(table.columns[column])) or f"第{column + 1}栏"


def _where(row: Row) -> str:
    return f"“{row.label.strip() or '合计'}”"


def columns(identity: Identity, table: Table, _: Disclosure) -> Iterator[Outcome | None]:
    """各栏: in each row, a total column is the sum of the columns that it heads."""
    for total, parts in grid.column_sums(table.columns):
        if identity.total and not re.search(identity.total, _name(table, total)):
            continue
        chosen = [p for p in parts if not identity.part or re.search(identity.part, _name(table, p))]
        if len(chosen) < 2:
            continue
        said = f"{_name(table, total)} = {' + '.join(_name(table, p) for p in chosen)}"
        for row in table.rows:
            if grid.amounts(row):
                about = f"{table.title}{_where(row)}行：{said}"
                yield add_up(identity.id, about, term(row, total), [term(row, p) for p in chosen])


def tree(identity: Identity, table: Table, disclosure: Disclosure) -> Iterator[Outcome | None]:
    """科目: in each column, a code is the sum of its direct sub-codes; 合计 that of the top codes."""
    rows = [r for r in table.rows if r.code]
    parents = grid.code_parents(rows)
    for i, row in enumerate(rows):
        below = [r for j, r in enumerate(rows) if parents[j] == i]
        for column in range(len(table.columns)) if below else ():
            about = f"{table.title}{row.code}{_where(row)}（{_name(table, column)}）= 下级科目之和"
            yield add_up(identity.id, about, term(row, column), [term(r, column) for r in below])
    total = next((r for r in table.rows if grid.is_total(r) and grid.amounts(r)), None)
    if total is None or not identity.top:
        return
    tops = [r for i, r in enumerate(rows) if parents[i] is None]
    bodies = [r for r in tops if heads.is_body(r.label, disclosure)]
    tops = bodies if bodies and len(bodies) < len(tops) else tops
    for column in range(len(table.columns)):
        about = f"{table.title}合计（{_name(table, column)}）= 各类之和"
        yield add_up(identity.id, about, term(total, column), [term(r, column) for r in tops])


def above(identity: Identity, table: Table, _: Disclosure) -> Iterator[Outcome | None]:
    """以上各项: the total row is the sum of the top rows above it in its block."""
    for block, at in _blocks_with(identity, table):
        parts = grid.top_rows(block.rows[:at])
        if grid.numbered_twice(parts):
            continue
        for column in block.columns:
            about = f"{table.title}{block.name}：{block.rows[at].label}（{_name(table, column)}）= 以上各项之和"
            yield add_up(identity.id, about, term(block.rows[at], column), [term(r, column) for r in parts])


def onward(identity: Identity, table: Table, _: Disclosure) -> Iterator[Outcome | None]:
    """总计: the subtotal and the top rows between it and the total; all top rows where no subtotal is printed."""
    for block, at in _blocks_with(identity, table):
        rows = block.rows[:at]
        start = next((i for i, r in enumerate(rows) if re.search(identity.subtotal, grid.label(r))), None)
        parts = (
            grid.top_rows(rows) if start is None else [rows[start], *grid.top_rows(_carried_heads(rows[start + 1 :]))]
        )
        if len(parts) == 1 and start is not None and at == start + 1:
            parts = [rows[start]]
        for column in block.columns if not grid.numbered_twice(parts) else ():
            about = f"{table.title}{block.name}：{block.rows[at].label}（{_name(table, column)}）= {_joined(parts)}"
            yield add_up(identity.id, about, term(block.rows[at], column), [term(r, column) for r in parts])


def _joined(parts: Sequence[Row]) -> str:
    return " + ".join(r.label.strip() for r in parts) if len(parts) < 6 else "以上各项之和"


def _carried_heads(rows: Sequence[Row]) -> list[Row]:
    """The rows after a subtotal without the kinds of money that split the carried sum above them."""
    kept: list[Row] = []
    for row in rows:
        split = re.match("(一般公共预算|政府性基金|国有资本)", grid.label(row))
        if not (split and kept and re.search("结转|结余", grid.label(kept[-1]))):
            kept.append(row)
    return kept


def children(identity: Identity, table: Table, _: Disclosure) -> Iterator[Outcome | None]:
    """其下各项: a row is the sum of the named rows printed below it."""
    for block, at in _blocks_with(identity, table):
        below: list[Row] = []
        for row in block.rows[at + 1 :]:
            if not any(re.search(p, grid.label(row)) for p in identity.parts):
                break
            below.append(row)
        for column in block.columns:
            about = f"{table.title}{block.name}：{block.rows[at].label} = 其下各项之和"
            yield add_up(identity.id, about, term(block.rows[at], column), [term(r, column) for r in below])


def _blocks_with(identity: Identity, table: Table) -> Iterator[tuple[grid.Block, int]]:
    for block in grid.blocks(table):
        if block.side != identity.side:
            continue
        found = [i for i, r in enumerate(block.rows) if re.search(identity.total, grid.label(r))]
        if found:
            yield block, found[-1] if identity.form == "onward" else found[0]


def level_sums(identity: Identity, table: Table, _: Disclosure) -> Iterator[Outcome | None]:
    """分层: a row with an ordinal is the sum of the rows one level below it."""
    for block in grid.blocks(table):
        depth = grid.levels(block.rows)
        for i, row in enumerate(block.rows):
            below: list[Row] = []
            for j in range(i + 1, len(block.rows)):
                if depth[j] <= depth[i] or re.search("(合计|总计)$", grid.label(block.rows[j])):
                    break
                if depth[j] == depth[i + 1]:
                    below.append(block.rows[j])
            if len(below) < 2 or row.code or any(grid.is_part_of(r) for r in below):
                continue
            for column in block.columns:
                about = f"{table.title}{block.name}：{row.label} = 其下各项之和"
                yield add_up(identity.id, about, term(row, column), [term(r, column) for r in below])


def named_rows(identity: Identity, table: Table, _: Disclosure) -> Iterator[Outcome | None]:
    """指定行: the total row is the sum of the rows with the given names or codes, wherever their columns stand."""
    totals = [r for r in table.rows if not r.code and re.search(identity.total, grid.label(r))]
    parts = [r for r in table.rows for p in identity.parts if re.search(p, r.code or grid.label(r))]
    for row in totals[:1]:
        about = f"{table.title}：{row.label} = {_joined(parts)}"
        if parts:
            yield add_up(identity.id, about, _first(row), [_first(r) for r in parts])


def _first(row: Row) -> Term:
    found = grid.amounts(row)
    return term(row, found[0][0]) if found else Term(None, row, row.cells[0] if row.cells else None)


def projects(identity: Identity, table: Table, disclosure: Disclosure) -> Iterator[Outcome | None]:
    """各项目: the 合计 row is the sum of the innermost rows."""
    total = next((r for r in table.rows if grid.is_total(r) and grid.amounts(r)), None)
    if total is None:
        return
    outer = {heads.squeeze(p) for r in table.rows for p in r.parents}
    inner = [r for r in table.rows if not grid.is_total(r) and not re.fullmatch(r"\d{1,2}", r.code or "")]
    named = [r for r in inner if grid.label(r) not in outer and not heads.is_body(r.label, disclosure)]
    parents = grid.code_parents(named)
    leaves = [r for i, r in enumerate(named) if i not in parents]
    for column in range(len(table.columns)):
        about = f"{table.title}合计（{_name(table, column)}）= 各项目之和"
        if any(grid.amount(r, column) for r in leaves):
            yield add_up(identity.id, about, term(total, column), [term(r, column) for r in leaves])


Form = Callable[[Identity, Table, Disclosure], Iterable[Outcome | None]]
FORMS: Final[dict[str, Form]] = {
    "columns": columns,
    "tree": tree,
    "above": above,
    "onward": onward,
    "children": children,
    "levels": level_sums,
    "rows": named_rows,
    "projects": projects,
}
