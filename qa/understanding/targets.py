"""所问之项: the separate things that one question asks for, clause by clause, coordinate names taken apart.

“甲和乙各多少” asks for two things, “预算多少、执行多少” for two bases of one, “货物、工程、服务各多少” for three. A
name that itself holds “和” or “、” is kept whole: the caller tries the whole first (see :func:`whole`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.disclosure import Basis, Measure
from corpus.terms import TERMS
from qa.understanding import counted, phrases
from qa.understanding.question import Question, Topic, bases_in, counter_in, measures_in

_CLAUSE = re.compile(r"[^，,。；;？?！!]+[，,。；;？?！!]?")
_ASKING = re.compile(
    r"多少|还是|是否|是不是|有没有|有无|几|什么|啥|哪|吗|呢|谁|多大|如何|(?<!没)怎|how|what|which|whether",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^[\s“”\"'的]*(?:[多高大少低小更]{0,2}还是|、|和|与|及|以及|跟|同|加上?|还有|还是|或者?|,|，|/|\+|＋|and|or|vs\.?)[\s“”\"']*[\d一二两三四五六七八九十]*[台套辆件张把部份]?\s*$",
    re.IGNORECASE,
)
_BASIS_JOIN = re.compile(r"[、和与及]|(?:多少|几)[^，,]{0,4}[、，,]|比|还是|各|分别")
_MONEY = re.compile(r"多少钱|多少(?:个)?(?:亿|万)?元|金额|预算(?:是|为)?多少|花了?多少|多少万(?!人|家|户)")
_AMOUNT = re.compile(r"(?:预算|决算|执行|支出|收入)(?:数(?![量字目])|额|(?:总)?盘子|(?:总)?规模)")
"""Words that name an amount of money whatever else the clause speaks of (九张表的预算数)."""
_AGAINST_BUDGET = re.compile(r"(?:比|较|与|和)(?:年初|调整后?|全年)?的?预算")
_COUNTS = re.compile(r"多少|几|多大|各(?:是|为)?")
"""Words that ask for a figure."""
_SERIES = re.compile(
    r"(?<=多少)[、，,](?=\S)|(?<=[多少几][个人家万次件起户条名辆台套场批期笔])[、，,](?=\S)|(?<=人次)[、，,](?=\S)"
)


@dataclass(frozen=True)
class Target:
    """所问: topics with the bases and measures that its own clause names."""

    topics: tuple[Topic, ...]
    bases: tuple[Basis, ...] = ()
    measures: tuple[Measure, ...] = ()
    text: str = ""
    context: tuple[Topic, ...] = ()
    counter: str | None = None
    codes: tuple[str, ...] | None = None
    money: bool | None = None
    bound: tuple[Topic, ...] = ()


def whole(question: Question) -> Target:
    """The question as one thing."""
    topics = counted.meant(question.folded, question.topics, question.counter)
    return Target(topics, question.bases, question.measures, question.folded, (), question.counter)


def split(question: Question) -> list[Target]:
    """The things asked for one by one; a single one where nothing is coordinate."""
    if len(question.codes) > 1:
        return [Target((), question.bases, (), question.folded, (), None, (code,)) for code in question.codes]
    targets: list[Target] = []
    standing: tuple[Topic, ...] = ()
    told: tuple[Topic, ...] = ()
    clauses = _clauses(question.folded)
    counts = any(_COUNTS.search(question.folded[a:b]) for a, b in clauses)
    for clause in clauses:
        topics = tuple(t for t in question.topics if clause[0] <= t.start < clause[1])
        text = question.folded[clause[0] : clause[1]]
        if counts and _is_why(text):
            continue  # 为什么没花完 beside 各是多少 asks for no figure of its own
        asks = _ASKING.search(text) is not None or clause[1] >= len(question.folded.rstrip())
        if not asks:
            standing += topics
            told += topics
            continue
        if targets and not topics and _BY_HOW_MUCH.match(text):
            continue  # 高多少 after 甲是不是比乙高 asks about the two already named
        if told and topics and {t.concept for t in topics} == {"total_balance_sheet"}:
            topics = told  # …加总，一共多少: the whole of what was named
        targets += [replace(t, bound=_bound(told, t)) for t in _of_clause(question, text, topics, standing)]
        standing += topics
    return [t for t in targets if t.topics or t.bases or t.measures or t.codes] or [whole(question)]


def _bound(told: Sequence[Topic], target: Target) -> tuple[Topic, ...]:
    """What was named before, in a clause that asks nothing, and is not what the target itself names: it is about that."""
    named = {(t.text, t.concept) for t in target.topics}
    return tuple(
        t for t in told if (t.text, t.concept) not in named and t.concept and TERMS[t.concept].role in _OUTRIGHT
    )


_OUTRIGHT = frozenset({"amount", "people"})
"""Roles of terms of which figures are printed under their own name."""


def _is_why(text: str) -> bool:
    """Whether a clause asks for a cause and for no figure."""
    return phrases.pattern("operation", "reason").search(text) is not None and _COUNTS.search(text) is None


_BY_HOW_MUCH = re.compile(r"\s*(?:相?差|[高多大少低小])(?:了|出|出来)?(?:多少|几)")


def _clauses(text: str) -> list[tuple[int, int]]:
    marked = _SERIES.sub("，", text)
    return [m.span() for m in _CLAUSE.finditer(marked)]


def _of_clause(question: Question, text: str, topics: tuple[Topic, ...], standing: tuple[Topic, ...]) -> list[Target]:
    measures = measures_in(text)
    bases = bases_in(text)
    topics, standing = (counted.meant(text, named, counter_in(text)) for named in (topics, standing))
    around = standing if topics else ()
    money = _MONEY.search(text) is not None if question.counter else True if _AMOUNT.search(text) else None
    if bases and bases[-1] in {"budget", "adjusted_budget"} and len(bases) == 1 and _AGAINST_BUDGET.search(text):
        return [Target(topics or standing, (b,), (), text, around) for b in ("final_accounts", bases[0])]
    if len(bases) > 1 and _BASIS_JOIN.search(text) and not measures:
        return [Target(topics or standing, (b,), (), text, around) for b in bases]
    bases = bases or question.bases
    group = coordinate(question.folded, topics or standing) or _sides(question.folded, topics)
    if group:
        others = tuple(t for t in topics or standing if t not in group)
        return [Target((*others, t), bases, measures, text, around, counter_in(text), money=money) for t in group]
    counter = counter_in(text) or (question.counter if question.carried else None)  # 退休的呢 after 在职多少人
    return [Target(topics or standing, bases, measures, text, around, counter, money=money)]


_AGAINST = re.compile(r"^\s*(?:是不是|是否)?(?:比|较|相比|相对于|[是为])\s*$")
"""甲比乙多多少, 甲是乙的几倍: two sides, told from 甲是乙 by what follows."""


def _sides(text: str, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The two things that a comparison sets against each other."""
    for one, other in pairwise(topics):
        between, after = text[one.end : other.start], text[other.end :]
        if _AGAINST.match(between) and re.match(r"[^，,。？?]{0,4}(?:[多高大少低小]|几倍|多少倍|倍)", after):
            return (one, other)
    return ()


def coordinate(text: str, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The longest run of topics that stand joined by 和, 、 and the like."""
    return max(runs(text, topics), key=len, default=())


def runs(text: str, topics: Sequence[Topic]) -> list[tuple[Topic, ...]]:
    """All runs of two and more joined topics, in order."""
    found: list[list[Topic]] = []
    for topic in topics:
        if found and _JOINED.match(text[found[-1][-1].end : topic.start]):
            found[-1].append(topic)
        else:
            found.append([topic])
    return [tuple(run) for run in found if len(run) > 1]
