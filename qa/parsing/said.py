"""句中所说: what a clause says of amounts, years, stages and measure words, read off its mentions alone."""

from __future__ import annotations

import re

from corpus.money import Quantity
from corpus.numeral import find_amounts, read_number
from qa.parsing.clauses import Clause
from qa.plan.nodes import Stage
from qa.understanding.years import is_set_against

COUNTED = {"平米": "平方米", "平方": "平方米", "平": "平方米", "部": "辆"}
"""Measure words as documents print them."""
_SHARERS = {"老师": "人", "名": "人", "位": "人", "车": "辆", "生": "学生"}
"""What an amount is shared out by, to the measure word that it is counted in."""


def told_in(clause: Clause) -> int | None:
    """How many things a clause says that there are (这三笔); None where it does not say."""
    said = (_TOLD.match(m.value) for m in clause.of("filler"))
    return next((int(read_number(m[1].replace("两", "二")) or 0) for m in said if m is not None), None)


def versus_in(clause: Clause) -> tuple[int, int] | None:
    """The two years of which a clause sets one against the other (2024年比2023年, 跟2023年比); None where it does not."""
    years = list(dict.fromkeys(int(m.value) for m in clause.of("year")))
    if len(years) != PAIR or clause.first("comparison", "than") is None:
        return None
    against = [int(m.value) for m in clause.of("year") if is_set_against(clause.text, m.start, m.end)]
    return (next(y for y in years if y != against[0]), against[0]) if against else None


PAIR = 2


def pairs_in(clause: Clause) -> list[tuple[int | None, Stage | None]]:
    """The years of a clause that are each followed by a stage."""
    found: list[tuple[int | None, Stage | None]] = []
    year: int | None = None
    for mention in clause.of("year", "basis"):
        if mention.kind == "year":
            year = int(mention.value)
        elif year is not None:
            found.append((year, mention.value))  # type: ignore[arg-type]
            year = None
    return found


def amounts_in(clause: Clause, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The amounts that a clause states between two offsets."""
    stop = len(clause.text) if end is None else end
    said = (
        find_amounts(clause.text[m.start : m.end]) for m in clause.of("amount") if start <= m.start and m.end <= stop
    )
    return [found[0][0] for found in said if found]


def stages_in(clause: Clause) -> tuple[Stage, ...]:
    """The stages that a clause names, each once; 预算 beside a stage that says more is that one."""
    named = tuple(dict.fromkeys(m.value for m in clause.of("basis")))
    if len(named) > 1 and "budget" in named and {"initial_budget", "adjusted_budget"} & set(named):
        named = tuple(n for n in named if n != "budget")
    return named  # type: ignore[return-value]


def counted_per(text: str, start: int, end: int | None = None) -> str | None:
    """The measure word that something is shared out by (每辆, 人均, 一场), in a stretch of a text."""
    match = _PER.search(text, max(0, start), len(text) if end is None else end)
    if match is not None and _SOMEBODY.match(text, match.end()):
        return "人"  # 一个在职的
    word = (match[1] or match[2] or match[3] or match[4] or "人") if match else None
    if match is not None and word in {"台", "部"} and _CAR.match(text, match.end()):
        return "辆"
    return (COUNTED | _SHARERS).get(word or "", word)


_CAR = re.compile(r"(?:公务?用?)?车")
_SOMEBODY = re.compile(r"在[职编岗]|职工|员工|干部")
_TOLD = re.compile(r"[这那以上其中]*([两二三四五六七八九十]|\d{1,2})[项笔样块]")
_PER = re.compile(
    r"(?:每|一)(?:个|平|名|位)?(平方米|平方|平米|公里|人次|学生|病人|老师|[人辆台场次期批件箱家户个部套项名位床亩吨条间栋座])|([人车生户亩床店村校班台件批场])均|单([车台套件箱次期辆间])|(?<=人)头|摊到[^，。\s]{0,6}?(人)"
)
