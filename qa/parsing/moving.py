"""变动之组: sets whose members are told by how they moved from another year: those that grew, fell by a tenth, stayed as they were.

In: a clause and what its set is of. Out: the set, with its order and bound; None where it does not range over what moved.
"""

from __future__ import annotations

import re

from qa.parsing.clauses import Clause
from qa.parsing.conditions import asks_which, spoken
from qa.plan.nodes import Condition, Members, Thing
from qa.understanding.years import is_set_against

_UP = "翻了?一?[倍番]|增加|增长|上升|提高|上涨|涨|(?<![新递])增(?![减值])"
_DOWN = "减少|下降|降低|下滑|压减|压缩|缩减|降(?!温)|(?<![增递])减(?!免)"
_MOST = re.compile(
    rf"(?P<way>{_UP}|{_DOWN}|多|少)了?得?(?:幅度|金额|额|幅)?(?:是|的)?(?:第[一二三四五六]|最)(?:多|大|快|高|厉害|明显|猛|狠)"
)
"""增加最多的: the member that moved furthest."""
_WHICH = re.compile(
    rf"(?P<same>持平|一样|没变|没有?变化|不变|相同|没动)|(?P<down>{_DOWN}|缩水)|(?P<up>{_UP})|(?P<than>[多少高低])(?:了|的|$|[、，])"
)
"""比上年减少的有哪些, 跟去年一样的: members by which way they moved."""
_SO_MANY = re.compile(r"的?(?:前|是)?([两二三四五六])(?:个|项|类|笔|样|名)")
"""涨得最厉害的三项: how many of those that moved furthest."""
_SEVERAL = re.compile(r"哪[几些]")
NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_HOW_FAR = re.compile(r"多少|几|增减|变化(?!的)|变动")
"""Words by which how far something moved is asked, and not which of them moved."""
_FALLS = frozenset("减下降压缩少低")


def moves(clause: Clause) -> bool:
    """Whether a clause ranges over what moved."""
    return set_by_move(clause, (), None, projects=False) is not None


def set_by_move(clause: Clause, of: tuple[Thing, ...], keep: Condition | None, *, projects: bool) -> Members | None:
    """The set by how far each member is from another year (哪类增加最多, 哪几项比上年少了); None where it is not asked for so."""
    against = [m for m in clause.of("year") if is_set_against(clause.text, m.start, m.end)]
    other_year = bool(clause.of("relative") or clause.first("comparison", "prior") or against)
    said = spoken(clause)
    most = _MOST.search(said)
    which = _WHICH.search(said) if most is None and asks_which(clause) else None
    if which is not None and (_HOW_FAR.search(said, which.end(), which.end() + 2) or not _stands(which, other_year)):
        which = None
    if (most is None or not (other_year or most["way"][0] not in "多少")) and which is None:
        return None
    if not other_year and len(clause.of("basis")) > 1:
        return None  # 决算比预算增加最多: against the budget
    same = which is not None and which["same"] is not None
    way = most["way"] if most is not None else which[0] if which is not None else ""
    first = _SO_MANY.match(said, most.end()) if most is not None else None
    so_many = (
        None if most is None or (_SEVERAL.search(said) and first is None) else NUMBERS.get(first[1], 1) if first else 1
    )
    bound = Condition("same") if same else keep if keep is not None and keep.of == "growth" else None
    return Members(
        "projects" if projects else "lines", of, order=0 if same else 1 if way[0] in _FALLS else -1, by_gap=True, keep=bound,
        most=so_many, against=int(against[0].value) if against else 0, unit=unit_of(clause), by_class=re.search(r"[类块]", clause.said) is not None,
    )  # fmt: skip


def _stands(which: re.Match[str], other_year: bool) -> bool:
    """Whether a way of moving is one without a year that is named: 增长的, but not 一样的, 多的."""
    return other_year or bool(which["up"] or which["down"])


def unit_of(clause: Clause) -> str:
    """The measure word that members are counted in."""
    match = re.search(r"(?:几|多少)个?([个项笔样类件家])", clause.said)
    return match[1] if match else ""
