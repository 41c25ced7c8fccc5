"""存疑从无: a failed identity is told as an error only where the table shows that the identity is meant for it.

Forms differ by place: rows are left out for secrecy, items are printed beside their parts, a total takes carried
money in. A failure that such a form explains says nothing against the document; its check becomes inapplicable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from corpus.disclosure import Check, Place, Table
from corpus.money import Quantity, UnitClass

_BY_ROW: Final = re.compile(r"\.(?:TREE|ROW|UNITS)$|^C\.ROW")
"""Rules applied to many rows of one table."""
_SUMS: Final = re.compile(r"TREE|UNITS|SUM|CLASS|XB\.")
_ACROSS: Final = re.compile(r"^X[BF]\.")
_SECRET: Final = re.compile(r"涉密|涉及国家秘密|保密(?:要求|规定|原因|需要)|不予公开|按规定不公开|未公开")
_CARRIED: Final = re.compile(r"结转|结余|专户|实户|弥补")
_FUND: Final = re.compile(r"一般公共预算|政府性基金|国有资本|财政拨款")
_LISTS: Final = frozenset({"P.CARS"})
"""Rules on lists in sentences that need not name every part."""
_FEWEST_FAILED: Final = 2
"""So many rows that fail one rule in a table are a form; one may be a slip."""
_MULTIPLES: Final = frozenset(range(2, 7))


def proven(checks: Sequence[Check], tables: Sequence[Table], text: Iterable[str]) -> list[Check]:
    """The checks, those that fail without proof made inapplicable (``holds`` None)."""
    secret = any(_SECRET.search(line) for line in text)
    rows = {
        (check.rule, _table_at(check, tables), check.holds, check.places[:1])
        for check in checks
        if check.holds is not None and _BY_ROW.search(check.rule)
    }
    tally = Counter((rule, at, holds) for rule, at, holds, _ in rows)
    found = []
    for check in checks:
        doubtful = check.holds is False and (
            (secret and _is_short(check) and _SUMS.search(check.rule) is not None)
            or _is_multiple(check)
            or (check.rule in _LISTS and _is_short(check))
            or (check.rule.endswith(".ROW") and _holds_a_part_twice(check, tables))
            or _is_unknown_form(check, tables, tally)
            or (_ACROSS.match(check.rule) is not None and (_other_funds(check, tables) or _explained(check, tables)))
        )
        found.append(replace(check, holds=None, grade="") if doubtful else check)
    return found


def _table_at(check: Check, tables: Sequence[Table]) -> int:
    """The number of the table that holds the check's total; -1 for sentences."""
    at = check.places[0] if check.places else None
    return next((n for n, t in enumerate(tables) if at and t.place.start <= at.start < t.place.end), -1)


def _is_short(check: Check) -> bool:
    """Whether the parts come to less than the total, as they do where some are not printed."""
    return bool(check.expected and check.found and check.expected.value < check.found.value)


def _is_multiple(check: Check) -> bool:
    """Whether the parts come to the total twice or three times: they are printed at several levels."""
    if not (check.expected and check.found and check.found.value):
        return False
    times = check.expected.value / check.found.value
    return times in _MULTIPLES


def _holds_a_part_twice(check: Check, tables: Sequence[Table]) -> bool:
    """Whether a row is over by just one of its own figures: that column divides the one beside it (其中：政府采购)."""
    gap, at = check.difference, check.places[0] if check.places else None
    if gap is None or at is None or gap.value >= 0:
        return False
    rows = [row for table in tables for row in table.rows if row.place == at]
    values = [cell.value for row in rows for cell in row.cells if isinstance(cell.value, Quantity)]
    return any(v.unit_class is UnitClass.MONEY and v.base == abs(gap.base) for v in values)


def _is_unknown_form(check: Check, tables: Sequence[Table], tally: Counter[tuple[str, int, bool]]) -> bool:
    """Whether a rule of rows fails in a table as often as it holds there."""
    if not _BY_ROW.search(check.rule):
        return False
    at = _table_at(check, tables)
    failed = tally[check.rule, at, False]
    return failed >= _FEWEST_FAILED and failed >= tally[check.rule, at, True]


def _other_funds(check: Check, tables: Sequence[Table]) -> bool:
    """Whether two tables that are set against each other are of different money by their titles."""
    titles = [_title_at(place, tables) for place in check.places]
    funds = {frozenset(_FUND.findall(title)) for title in titles if title}
    return (len(funds) > 1 and any(not one for one in funds)) or any("绩效" in title for title in titles)


def _title_at(place: Place, tables: Sequence[Table]) -> str:
    return next((t.title for t in tables if t.place.start <= place.start < t.place.end), "")


def _explained(check: Check, tables: Sequence[Table]) -> bool:
    """Whether the difference is money carried over that one of the tables prints: one total takes it in, one does not."""
    gap = check.difference
    if gap is None or gap.unit_class is not UnitClass.MONEY:
        return False
    near = [t for t in tables if any(t.place.start <= p.start < t.place.end for p in check.places)]
    carried = (
        cell.value
        for table in near
        for row in table.rows
        if _CARRIED.search("/".join((*row.parents, row.label)))
        for cell in row.cells
    )
    return any(isinstance(v, Quantity) and v.unit_class is UnitClass.MONEY and v.base == abs(gap.base) for v in carried)
