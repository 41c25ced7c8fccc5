"""行的归属: what tells rows of one name apart — the unit whose section they stand in, their second classification.

125002 | 某中心         | 100.00        a unit, and below it its own accounts
221    | 住房保障支出   |  10.00   →   某中心/住房保障支出
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus.disclosure import Row
from corpus.money import Quantity
from ingest.structure.names import is_body, trimmed
from ingest.tables.hierarchy import is_total

_UNIT_CODE: Final = re.compile(r"\d{3}|\d{6}|\d{9}")
_SUBJECT_CODE: Final = re.compile(r"[235]\d{2}(?:\d{2}){0,3}")
_FEWEST_UNITS: Final = 2
_PLAIN: Final = re.compile(r"[^（）()、]{4,30}")


def is_unit_row(row: Row) -> bool:
    """Whether a row is a unit's own: its name is a body's and its code is no account's."""
    code = row.code or ""
    if not _UNIT_CODE.fullmatch(code) or (len(code) == 3 and _SUBJECT_CODE.fullmatch(code)):
        return False
    return is_body(trimmed(row.label)) or bool(_PLAIN.fullmatch(row.label) and len(code) > 3)


def scoped(rows: Sequence[Row]) -> list[Row]:
    """Rows of accounts below a unit's row with that unit put over them; of a table without such sections, as they are."""
    listed = _listed(rows)
    if listed:
        return listed
    units = [row for row in rows if is_unit_row(row)]
    if not units or not any(_SUBJECT_CODE.fullmatch(row.code or "") and not is_unit_row(row) for row in rows):
        return list(rows)
    found: list[Row] = []
    unit: Row | None = None
    for row in rows:
        if is_unit_row(row):
            unit = row
        elif row.code is None and is_total(row.label):
            unit = None
        elif unit is not None and unit.label not in row.parents and (row.code is None or _is_account(row)):
            found.append(replace(row, parents=(*unit.parents, unit.label, *row.parents)))
            continue
        found.append(row)
    return found


def is_listed_unit(label: str, rows: Sequence[Row]) -> bool:
    """Whether a label is that of a unit's row below which its projects stand."""
    return is_body(trimmed(label)) and any(row.code is None and row.label == label and not row.parents for row in rows)


def _listed(rows: Sequence[Row]) -> list[Row]:
    """Rows of a list of units and below each its projects, where the projects of each come to the unit's own figure.

    () where the figures do not prove it: a project's name may end as a body's does.
    """
    exact = False
    heads = [n for n, row in enumerate(rows) if _heads_projects(row)]
    if len(heads) < _FEWEST_UNITS or len(heads) == len(rows):
        return []
    found = list(rows)
    for n, start in enumerate(heads):
        stop = heads[n + 1] if n + 1 < len(heads) else len(rows)
        if stop == start + 1 and rows[start].code is not None:
            continue  # the department, whose units follow
        below = [row for row in rows[start + 1 : stop] if not is_total(row.label)]
        own, parts = _first(rows[start]), [_first(row) for row in below if not row.parents]
        told = [part for part in parts if part is not None]
        off = None if own is None or not told else abs(sum(told) - own)
        if own is None or off is None or off > _step(own) * (len(told) + 1) / 2:
            return []
        exact = exact or off == 0
        for k in range(start + 1, stop):
            if not is_total(rows[k].label):
                found[k] = replace(rows[k], parents=(*rows[start].parents, rows[start].label, *rows[k].parents))
    return found if exact else []


def _heads_projects(row: Row) -> bool:
    """Whether projects may stand below a row: a unit's, with its code (125002) or without any."""
    return is_unit_row(row) or (row.code is None and not row.parents and is_body(trimmed(row.label)))


def _step(value: Decimal) -> Decimal:
    """The last place that a figure prints (0.01): each addend is off by half of it at most."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(0)


def _first(row: Row) -> Decimal | None:
    """The first figure of a row."""
    return next((cell.value.value for cell in row.cells if isinstance(cell.value, Quantity)), None)


def _is_account(row: Row) -> bool:
    return _SUBJECT_CODE.fullmatch(row.code or "") is not None


def apart(rows: Sequence[Row], beside: Sequence[str]) -> list[Row]:
    """Rows of one name, code and place in the tree with what is printed ``beside`` them put over them, to tell them apart."""
    count = Counter((row.code, row.label, row.parents) for row in rows)
    others = {
        key: {other for row, other in zip(rows, beside, strict=True) if (row.code, row.label, row.parents) == key}
        for key, n in count.items()
        if n > 1
    }
    return [
        replace(row, parents=(*row.parents, other))
        if other and len(others.get((row.code, row.label, row.parents), ())) > 1
        else row
        for row, other in zip(rows, beside, strict=True)
    ]
