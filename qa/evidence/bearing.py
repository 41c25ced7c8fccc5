"""同名几笔: the rows of one table that bear a name, where the question says how many they are (台式机有三笔)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.money import UnitClass
from qa.evidence.rows import TOTAL_ROWS
from qa.finding.groups import Member
from qa.library import Shelf
from qa.plan.nodes import Members

_PAID = re.compile(r"(?:经费|费用|资金|款项|[费钱款])$")
"""What a name may end in that its rows need not."""


def bearing(shelf: Shelf, node: Members) -> Iterator[list[Member]]:
    """The rows of one column whose names hold what is named, for each column that has as many of them as are said to be.

    The number makes sure that they are the ones meant: where no column has so many, there is no such set.
    """
    said = _PAID.sub("", "".join(t.said for t in node.of))
    if len(said) < SHORTEST or node.most is None:
        return
    columns: dict[tuple[object, ...], dict[int, Member]] = {}
    for described in shelf.facts:
        fact = described.fact
        leaf = fact.row.split("/")[-1]
        if (
            fact.table_id is None
            or fact.measure != "amount"
            or fact.quantity.unit_class is not UnitClass.MONEY
            or leaf in TOTAL_ROWS
            or not _holds(leaf, said)
        ):
            continue
        rows = columns.setdefault((fact.table_id, fact.column, fact.basis, fact.year), {})
        rows.setdefault(fact.context.start, Member(leaf)).facts.append(fact)
    yield from (list(rows.values()) for rows in columns.values() if len(rows) == node.most)


SHORTEST = 2


def _holds(label: str, said: str) -> bool:
    """Whether a label begins a word as the name does and has its other characters behind it, in order."""
    at = label.find(said[:SHORTEST])
    if at < 0:
        return False
    rest = iter(label[at + SHORTEST :])
    return all(character in rest for character in said[SHORTEST:])
