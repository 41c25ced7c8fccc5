"""分项: the parts that a printed figure is broken into beside it (车辆 9 辆，其中…), told where the question asks for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.disclosure import Fact
from qa.finding.finding import Finding
from qa.finding.scene import Group

_ASKED = re.compile(
    r"分别|各(?!单位|部门|家)|构成|组成|用途|怎么分|分成|分为|哪[几些]|包括|包含|都有|明细|分类|类型|种类"
)
NEAR = 600
"""Characters within which the parts of a figure are told."""


def asked(text: str) -> bool:
    """Whether a question asks for parts."""
    return _ASKED.search(text) is not None


def parts_of(group: Group, whole: Finding) -> list[Finding]:
    """分项 of a figure in prose, those of zero left out unless all are; none where nothing breaks it up."""
    if whole.fact.origin != "prose":
        return []
    shelf = next(s for s in group.shelves if s.disclosure.id == whole.fact.disclosure_id)
    found = [d.fact for d in shelf.facts if _is_part(d.fact, whole.fact)]
    told = [f for f in found if f.quantity.value] or found
    return [Finding(f, shelf.disclosure, 0, 0) for f in _each_once(told)]


def _is_part(fact: Fact, whole: Fact) -> bool:
    same = (fact.measure, fact.basis, fact.year, fact.subject, fact.quantity.unit) == (
        whole.measure, whole.basis, whole.year, whole.subject, whole.quantity.unit,
    )  # fmt: skip
    above, _, leaf = fact.row.rpartition("/")
    return (
        same
        and fact.origin == "prose"
        and bool(leaf)
        and above == whole.row
        and 0 < fact.place.start - whole.place.start < NEAR
    )


def _each_once(facts: Sequence[Fact]) -> list[Fact]:
    return list({f.place.start: f for f in facts}.values())
