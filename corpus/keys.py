"""键: by what a printed figure is found and ranked among those of all bodies, worked out when it is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from corpus.disclosure import Fact
from corpus.money import UnitClass, fold

_ORDINAL: Final = re.compile(
    r"^(?:其中:?|[一二三四五六七八九十]{1,4}[、.]|[(][一二三四五六七八九十]{1,4}[)][、.]?|[(]\d{1,2}[)]|\d{1,2}[.、](?!\d))+"
)
_BLANK: Final = re.compile(r"\s+")


def label_of(row: str) -> str:
    """A printed row's own name → the name under which it is compared: 其中：1.培训费 → 培训费."""
    bare = _BLANK.sub("", fold(row.rsplit("/", maxsplit=1)[-1]))
    return _ORDINAL.sub("", bare) or bare


def label_id(name: str) -> int:
    """A name → its id, a positive number of 63 bits: two writers give the same name the same id without asking."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> 1


def labels(facts: Sequence[Fact]) -> dict[int, str]:
    """Facts → the names that they carry, by id."""
    named = {name for f in facts for name in (f.row, label_of(f.row), f.column, f.subject, f.table) if name is not None}
    return {label_id(name): name for name in named}


def keys(facts: Sequence[Fact]) -> list[dict[str, object]]:
    """All facts of one disclosure, in printed order → the columns of each that are worked out.

    One fact of a disclosure speaks for a concept (or a label), aspect, subject, year, basis, scope and measure: one that
    an identity holds with before others, one of a table before one of a sentence, the first. So a ranking over
    all bodies is a walk along one index.
    """
    by_concept: dict[object, int] = {}
    by_label: dict[object, int] = {}
    order = sorted(range(len(facts)), key=lambda n: (not facts[n].verified, facts[n].origin != "table", n))
    for n in order:
        f = facts[n]
        frame = (f.aspect, f.subject, f.year, f.basis, f.scope, f.measure, _counted(f))
        by_label.setdefault((label_of(f.row), *frame), n)
        if f.concept is not None:
            by_concept.setdefault((f.concept, *frame), n)
    speaking = set(by_concept.values()), set(by_label.values())
    return [_one(f, n in speaking[0], n in speaking[1]) for n, f in enumerate(facts)]


def _counted(fact: Fact) -> str:
    """人 and 辆 are never compared; 元 and 万元 are."""
    return "" if fact.quantity.unit_class is UnitClass.MONEY else fact.quantity.unit


def _one(fact: Fact, speaks_for_concept: bool, speaks_for_label: bool) -> dict[str, object]:
    return {
        "amount": _amount(fact.quantity.base),
        "label": label_id(label_of(fact.row)),
        "row_words": label_id(fact.row),
        "column_words": label_id(fact.column),
        "subject_words": None if fact.subject is None else label_id(fact.subject),
        "table_words": None if fact.table is None else label_id(fact.table),
        "speaks_for_concept": speaks_for_concept,
        "speaks_for_label": speaks_for_label,
    }


def _amount(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None
