"""承接: how a figure leans on the ones before it in its sentence.

…100 万元的 5%; 比 2021 年的 810 万元增长 81%; 4.4 万元，全部用于公务用车: each function takes what was claimed before and the
words around the new figure, and gives the claim that the figure makes, still without its own place and amount; None
where it does not lean in this way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from corpus.money import Quantity, UnitClass
from qa.checking import claim_words as words
from qa.checking.claim_topics import listed, topics_of
from qa.checking.claim_words import Said
from qa.checking.claims import Claim, Than
from qa.understanding.bodies import Body
from qa.understanding.question import Topic

_RESTATED: Final = re.compile(r"\s*\(\s*(?:即|约|合|为|相当于|折合)?\s*")
_SHARED_OUT: Final = re.compile(
    r"(?:左右|以上|多)?的?(?:钱|资金|经费|支出)?(?:都|均)?(?:是|为|用于|用在|花在|投向|来自|属于|给了?|授予)了?(?P<thing>[^,;。!?:\d]{2,24})"
)
_THROUGH: Final = re.compile(r"20\d\d年?度?\s*(?:到|至|[-~—]{1,2})\s*20\d\d年")
_TWO_YEARS: Final = re.compile(r"[两二]年|[两二]个年度")
_SPENT_ON: Final = re.compile(r"(?:的)?(?:支出|开支|花费|费用)?上?$")
_VERB_ALONE: Final = re.compile(r"(?:则|又|却|还|已|分别|约|近|[,)]|\s)*")
_FORMER: Final = re.compile(r"(?P<one>前者|后者)?[^,;。]{0,4}(?:比|较|是|为|相当于)(?P<other>前者|后者)")


class Turn(NamedTuple):
    """轮到: what a further figure of a list is of, where it differs from the one before."""

    topics: tuple[Topic, ...] = ()
    bodies: tuple[Body, ...] = ()
    year: int | None = None


def restated(stretch: str, quantity: Quantity, last: Claim | None) -> Claim | None:
    """近六成（约57.9%）: a figure in brackets right after another says the same thing again."""
    if last is None or last.quantity.unit_class is not quantity.unit_class or not _RESTATED.fullmatch(stretch):
        return None
    return last


def proportion(
    stretch: str, quantity: Quantity, last: Claim | None, previous: Claim | None, part: Sequence[Topic]
) -> Claim | None:
    """…100 万元的 5%, …100 万元的两倍: a proportion of the amount right before it."""
    if last is None or stretch.strip() != "的":
        return None
    if quantity.unit == "倍" and previous is not None:
        return replace(previous, measure="times", than=_than(last, previous), others=())
    if quantity.unit_class is UnitClass.RATE and part:
        return replace(last, measure="share", topics=tuple(part), whole=last.topics, others=())
    return None


def from_base(said: Said, last: Claim | None, previous: Claim | None) -> Claim | None:
    """…比 2021 年决算 810 万元增长 81%: how far the amount before has moved from the one right before the verb."""
    if last is None or previous is None or not last.is_base or said.measure not in {"growth", "change", "times"}:
        return None
    if not _VERB_ALONE.fullmatch(said.noun):
        return None
    return replace(
        previous, measure=said.measure, direction=said.direction, than=_than(last, previous), base=last.base,
        base_year=last.year if last.year != previous.year else None, others=(), summed=False,
    )  # fmt: skip


def former_latter(said: Said, stretch: str, last: Claim | None, previous: Claim | None) -> Claim | None:
    """前者比后者多 5 万元, 是后者的三倍: the two amounts that were told last, or that were just compared."""
    match = _FORMER.search(stretch)
    if match is None or last is None or said.measure not in {"growth", "change", "times"}:
        return None
    if last.than is not None and last.measure in {"change", "growth", "times"}:
        former, latter = replace(last, than=None, direction=None), last.than
    elif previous is not None and {last.measure, previous.measure} == {"amount"}:
        former, latter = previous, replace(_than(last, previous), is_base=False)
    else:
        return None
    if match["other"] == "前者" or match["one"] == "后者":
        told = (last, previous) if last.than is None else (None, None)
        if told[0] is None or told[1] is None:
            return None
        former, latter = told[0], replace(_than(told[1], told[0]), is_base=False)
    return replace(former, measure=said.measure, direction=said.direction, than=latter, others=(), summed=False)


def over_time(said: Said, last: Claim | None, previous: Claim | None) -> Claim | None:
    """2021年 810 万元，2024年 1,467 万元，增长 81%: how far a thing has moved between two years that were both told."""
    if last is None or previous is None or said.measure not in {"growth", "change"} or said.noun.strip(" ,，了"):
        return None
    of_one = last.topics == previous.topics and last.bodies == previous.bodies
    if not of_one or {last.measure, previous.measure} != {"amount"} or last.year in {None, previous.year}:
        return None
    return replace(
        last, measure=said.measure, direction=said.direction, than=replace(_than(previous, last), is_base=True),
        base_year=previous.year, others=(), summed=False,
    )  # fmt: skip


def _than(last: Claim, previous: Claim) -> Than:
    bodies = last.bodies if last.bodies != previous.bodies else ()
    return Than(bodies, last.topics, last.bases, last.year, is_base=last.is_base)


def shared_out(text: str, stop: int, end: int, stretch: str) -> tuple[tuple[Topic, ...], int] | None:
    """九成用于公务用车, 全部是人员经费: the part that a share behind 占 would name before it, and where its words end."""
    if words.measure_of(stretch, Quantity(words.HUNDRED, "%")).measure != "rate":
        return None
    match = _SHARED_OUT.match(text, stop, end)
    if match is None:
        return None
    for thing in (match["thing"], _SPENT_ON.sub("", match["thing"])):
        things = topics_of(thing)
        if any(t.concept for t in things):
            return things, match.end("thing")
    return None


def in_turn(claim: Claim, noun: str, bodies: Sequence[Body], years: Sequence[int]) -> tuple[Claim, list[Turn]]:
    """甲和乙分别为 5 万元和 3 万元: the claim of the first, and what the figures after it are of."""
    things = listed(noun.partition("分别")[0])
    if len(things) > 1:
        return replace(claim, topics=things[0], each=False), [Turn(topics) for topics in things[1:]]
    if len(bodies) > 1:
        return replace(claim, bodies=tuple(bodies[:1]), each=False), [Turn(bodies=(body,)) for body in bodies[1:]]
    if len(years) > 1:
        return replace(claim, year=years[0], each=False), [Turn(year=year) for year in years[1:]]
    return claim, []


def years_together(stretch: str, years: Sequence[int], last: Claim | None, previous: Claim | None) -> tuple[int, ...]:
    """2022年和2023年合计, 两年合计: the years whose amounts are added up; none where one year's parts are."""
    if len(years) > 1:
        return tuple(range(years[0], years[-1] + 1)) if _THROUGH.search(stretch) else tuple(years)
    told = [c for c in (previous, last) if c is not None and c.year is not None and c.measure == "amount"]
    if (
        _TWO_YEARS.search(stretch)
        and len(told) == 2
        and told[0].topics == told[1].topics
        and told[0].year != told[1].year
    ):
        return tuple(c.year for c in told if c.year is not None)
    return ()
