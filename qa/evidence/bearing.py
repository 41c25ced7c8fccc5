"""同名几笔: rows that bear a name together: as many as the question says (台式机有三笔), or by the noun at their end (子系统)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.disclosure import Fact
from corpus.money import UnitClass
from qa.evidence.rows import TOTAL_ROWS
from qa.finding.asked import share
from qa.finding.groups import Member
from qa.library import Shelf, grams
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


def called(shelf: Shelf, node: Members) -> list[Member]:
    """The lines of money whose names end in the last noun that is named (最贵的子系统), under whatever is named before it; [] where few do.

    A noun that is a printed name by itself names no kind of thing.
    """
    kind = node.of[-1] if node.of else None
    if kind is None or kind.exact or kind.concept or len(kind.said) < SHORTEST or kind.said in shelf.names:
        return []
    above = [t.label for t in node.of[:-1]]
    found: dict[tuple[str, str], Member] = {}
    for described in shelf.facts:
        fact = described.fact
        leaf = fact.row.split("/")[-1]
        under = not above or any(share(grams(name), described.subject | described.row) >= UNDER for name in above)
        if leaf.endswith(kind.said) and leaf != kind.said and fact.table_id is not None and under and _is_money(fact):
            found.setdefault((fact.subject or "", leaf), Member(leaf)).facts.append(fact)
    return list(found.values()) if len(found) >= KINDS else []


def _is_money(fact: Fact) -> bool:
    return fact.measure == "amount" and fact.quantity.unit_class is UnitClass.MONEY


KINDS = 3
"""Names that end in one noun from which it is a kind of thing."""
UNDER = 0.75
"""The share of a name that the rows under it must carry."""
SHORTEST = 2


def _holds(label: str, said: str) -> bool:
    """Whether a label begins a word as the name does and has its other characters behind it, in order."""
    at = label.find(said[:SHORTEST])
    if at < 0:
        return False
    rest = iter(label[at + SHORTEST :])
    return all(character in rest for character in said[SHORTEST:])
