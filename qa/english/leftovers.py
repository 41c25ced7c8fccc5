"""英文余词: what an English question says that its Chinese does not: it is told, and the answer is part of one.

A thing that is named must stand in the Chinese; an operator that is asked for must be told by one of its words there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.english.clauses import Clause, Phrase
from qa.english.linking import Linker
from qa.english.mentions import Said

_TOLD = {
    "SHARE": "占|比例|率|百分|分别是", "PERCENT": "占|比例|率|百分", "SUM": "合计|加上|一共|平均|人均|总|和", "PER": "平均|人均|每|占|倍",
    "DIFFERENCE": "相差|多多少|增加|减少|增减|增长|比", "TIMES": "倍", "TOP": "最|第", "BOTTOM": "最|第", "SORT": "排名",
    "COMPARE": "呢|更多|相差|占|最|增减|人均|平均|分别|各|[多少]吗", "CHANGE": "增|减|变化|比", "GROWTH": "增|减|降|变化",
    "UP": "增|减|变化|多的原因|超过|预算|更多|多吗|相差", "DOWN": "增|减|下降|变化|少的原因|低于|预算|更多|少吗|相差",
    "REMAIN": "剩|多少", "LESS": "扣除", "VACANT": "空编", "SAME": "一致|矛盾",
}  # fmt: skip
"""Operators and the Chinese that tells them."""
SEVERAL = 2
"""Things from which “together” and “in total” say that they are added up."""
_SAYS_LITTLE = frozenset(
    {
        "project", "projects", "project_expenditure", "expenditure", "revenue", "serving_staff", "total_expenditure", "company", "firm", "supplier",
        "self_score", "person", "people", "place", "first", "law firm", "month", "business", "party", "work", "special",
    }
)  # fmt: skip
"""What is often named for what it goes with, and is then told by that."""


def unaccounted(clauses: Sequence[Clause], linker: Linker, chinese: str) -> Iterator[Said]:
    """The mentions of a question that its Chinese does not tell."""
    for clause in clauses:
        for phrase in clause.phrases:
            if not _is_told(phrase, linker, chinese) and not _is_shared_by(phrase, clause, chinese):
                yield from (m for m in phrase.mentions if m.value not in _SAYS_LITTLE and not _holds(m, chinese))
        for operator in clause.of("operator"):
            whole = operator.value == "SUM" and len(clause.phrases) < SEVERAL
            if not whole and not re.search(_TOLD[operator.value], chinese):
                yield operator


def _is_shared_by(phrase: Phrase, clause: Clause, chinese: str) -> bool:
    """Whether a phrase is what something is shared among, and is told by its unit (per square metre of office space)."""
    shared = [s for s in clause.of("operator", "PER") if s.end <= phrase.mentions[0].start]
    told = bool(shared) and len(phrase.mentions) == 1 and re.search("平均每|人均", chinese) is not None
    if told and phrase.mentions[0].start - shared[-1].end <= 1:
        return True  # per vehicle
    one = any(s.text.lower() in {"one", "a", "each"} and s.end <= phrase.mentions[0].start for s in clause.said)
    return (
        bool(shared or (one and "平均每" in chinese))
        and len(phrase.segments) > 1
        and all(_holds(m, chinese) for m in phrase.segments[0])
    )


def _is_told(phrase: Phrase, linker: Linker, chinese: str) -> bool:
    return linker.chinese(phrase) in chinese


def _holds(said: Said, chinese: str) -> bool:
    """Whether any word for a mention stands in the Chinese, in whole or by its first two characters."""
    return any(c in chinese or (len(c) > 2 and c[:2] in chinese) for c in said.chinese) or said.text in chinese
