"""排在前面的: of very many disclosures those that can hold the largest or smallest of what all are asked for, by the store's ranking.

A question about everybody is put to each disclosure. Of thousands that would take minutes; which of them stand first is
one walk along an index.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.ranking import Asked
from corpus.store import Store
from qa.understanding.question import Question

MOST_OF_ALL: Final = 200
"""Disclosures that a question about everybody is put to one by one."""
FIRST: Final = 20
"""Those that are looked into where there are more, the first of the ranking."""
_LESSER = re.compile(r"最(?:少|低|小)|倒数|smallest|lowest|least|fewest")
_GREATER = re.compile(
    r"最(?:多|高|大|贵)|(?<!倒数)第[一二三四五六七八九十\d]|前[一二三四五六七八九十\d]|largest|highest|most|top"
)


def first_of_all(question: Question, store: Store, among: Sequence[str] | None) -> tuple[list[str], int] | None:
    """Ids of the disclosures that stand first, and how many stand behind them; None where that does not answer.

    Only the ends of one named thing are told by a few: sums, means, counts and conditions are about all of them.
    """
    concepts = question.concepts
    if len(concepts) != 1 or len(question.topics) != 1 or question.stated or len(question.years) > 1:
        return None
    if not question.does("extreme", "rank") or question.does("sum", "share", "growth", "per_head", "change"):
        return None
    lesser, greater = _LESSER.search(question.folded), _GREATER.search(question.folded)
    if bool(lesser) == bool(greater):
        return None
    asked = Asked(
        concept=concepts[0],
        year=question.years[0] if question.years else None,
        basis=question.bases[0] if len(question.bases) == 1 else None,
        scope=question.scope,
        kind=question.kind,
        disclosures=among,
        down=bool(greater),
        limit=FIRST,
    )
    total, found = store.ranked(asked)
    ids = list(dict.fromkeys(one.disclosure_id for one in found))
    return (ids, total - len(found)) if ids else None
