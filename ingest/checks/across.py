"""表间勾稽: the identities between tables of one disclosure: equal, each (row by row), bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.disclosure import Row, Table
from ingest import heads
from ingest.checks import grid
from ingest.checks.tables import Identity, Outcome, Selector, Term, add_up, at_least, compare, term


def across(identity: Identity, tables: Sequence[Table]) -> Iterator[Outcome | None]:
    """表间: the identity for each pair of tables that belong together.

    Tables of a kind printed several times pair in order where both kinds come equally often, else not at all.
    """
    left = identity.left
    if left is None or not identity.right:
        return
    kinds = list(dict.fromkeys([left.table, *(s.table for s in identity.right)]))
    sets = [[t for t in tables if t.kind == kind and t.status == "read"] for kind in kinds]
    if not all(sets) or len({len(s) for s in sets}) != 1:
        return
    for together in zip(*sets, strict=True):
        chosen = dict(zip(kinds, together, strict=True))
        if _applies(identity, chosen, tables):
            yield from (_equal if identity.form == "equal" else _each)(identity, chosen)


def _applies(identity: Identity, chosen: dict[str, Table], tables: Sequence[Table]) -> bool:
    """Whether nothing that the identity excludes is printed, and its condition holds."""

    def terms(selector: Selector) -> list[Term]:
        table = chosen.get(selector.table) or next((t for t in tables if t.kind == selector.table), None)
        return select(selector, table) if table else []

    if any(t.quantity and t.quantity.value for s in identity.without for t in terms(s)):
        return False
    sides = [terms(s) for s in identity.when]
    values = [s[0].quantity.base if s and s[0].quantity else None for s in sides]
    return not values or (None not in values and len(set(values)) == 1)


def select(selector: Selector, table: Table) -> list[Term]:
    """选出 the operands that a selector names in a table, in printed order; one for each row and column named."""
    found = []
    for block in grid.blocks(table):
        if selector.side and block.side != selector.side:
            continue
        rows = _until(block.rows, selector.above)
        for row in rows:
            if selector.code and not re.search(selector.code, row.code or ""):
                continue
            if selector.row and not (re.search(selector.row, grid.label(row)) and (not row.code or selector.side)):
                continue
            found += [term(row, c) for c in _columns(selector, table, block, row)]
    return found


def _until(rows: Sequence[Row], pattern: str) -> Sequence[Row]:
    if not pattern:
        return rows
    end = next((i for i, r in enumerate(rows) if re.search(pattern, grid.label(r))), len(rows))
    return rows[:end]


def _columns(selector: Selector, table: Table, block: grid.Block, row: Row) -> list[int]:
    if selector.column == "total" or not selector.column:
        column = grid.total_column(table, block.columns)
        known = [c for c, _ in grid.amounts(row) if c in block.columns]
        if not selector.column and known:
            return known[:1]
        return [column] if column is not None else []
    named = [c for c in block.columns if re.search(selector.column, "/".join(heads.segments(table.columns[c])))]
    return named[:1]


def _said(selector: Selector, table: Table, found: Term) -> str:
    named = "" if found.row.label.strip() else "合计"
    return f"{table.title}{selector.side}“{found.row.label.strip() or named}”"


def _equal(identity: Identity, chosen: dict[str, Table]) -> Iterator[Outcome | None]:
    assert identity.left is not None  # noqa: S101  across() asked already
    left = select(identity.left, chosen[identity.left.table])
    right = [select(s, chosen[s.table])[:1] for s in identity.right]
    if not left or not all(right):
        return
    terms = [r[0] for r in right]
    names = " + ".join(_said(s, chosen[s.table], t) for s, t in zip(identity.right, terms, strict=True))
    about = f"{_said(identity.left, chosen[identity.left.table], left[0])} = {names}"
    if len(terms) == 1:
        yield compare(identity.id, about, left[0], terms[0], exact=identity.exact)
    else:
        yield add_up(identity.id, about, left[0], terms)


def _key(row: Row) -> list[str]:
    """What two rows of different tables share: the code, or the name without 支出."""
    name = re.sub(r"\(.*?\)", "", grid.label(row)).removesuffix("支出")
    return [k for k in (row.code, name) if k]


def _each(identity: Identity, chosen: dict[str, Table]) -> Iterator[Outcome | None]:
    assert identity.left is not None  # noqa: S101  across() asked already
    selector = identity.right[0]
    others: dict[str, Term] = {}
    for found in select(selector, chosen[selector.table]):
        for key in _key(found.row):
            others.setdefault(key, found)
    for left in select(identity.left, chosen[identity.left.table]):
        right = next((others[k] for k in _key(left.row) if k in others), None)
        if right is None or _conflicting_codes(left.row, right.row):
            continue
        sign = "≥" if identity.form == "bound" else "="
        about = (
            f"{_said(identity.left, chosen[identity.left.table], left)} {sign} "
            f"{_said(selector, chosen[selector.table], right)}"
        )
        if identity.form == "bound":
            yield at_least(identity.id, about, left, right)
        else:
            yield compare(identity.id, about, left, right, exact=identity.exact)


def _conflicting_codes(left: Row, right: Row) -> bool:
    return bool(left.code and right.code and left.code != right.code)
