"""平均之式: the plans of a mean that counts nobody: over twelve months, over several years, over the members of a set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from qa.parsing.arguments import Argument, is_people
from qa.parsing.frame import Frame, Roots
from qa.plan.nodes import Apply, Look, Members, Node, Stated, walk

_A_MONTH = re.compile(
    r"(?:平均|合|摊到|折合?|匀)(?:到|下来)?(?:一个?|每个?|到)月|(?:一个|每个?)月(?:大概|大约|差不多)?(?:合|摊|平均)|月均|(?:一个?|每个?)月(?=呢|是?多少)"
)
_A_YEAR = re.compile(
    r"平均一下|拉平|(?:平均|均摊|摊)(?:到|下来)?(?:每?一|每|各)?个?年|年均|每年(?:平均|大概|大约)?(?:合|摊|多少)|一年(?:平均|合)"
)
_SCORES = re.compile(r"[得评打]的?分|自评分|平均分|几分|多少分")
MONTHS_A_YEAR = Decimal(12)
_PROJECTS = frozenset({"project_expenditure", "project_count", "evaluated_projects", "self_evaluation"})
"""Terms that say no more than that projects are meant."""


def a_month(frame: Frame) -> bool:
    """Whether an amount is shared out among months."""
    return _A_MONTH.search(frame.clause.said) is not None


def means(frame: Frame) -> Iterator[Roots]:
    """合一个月多少, 三年平均一年多少: over months, or over the years that are asked about."""
    if a_month(frame):
        amounts = [g for g in frame.named.groups or frame.state.last if not is_people(g)]
        tops: list[Node] = [] if frame.named.groups else spoken(frame, per_head=True)
        tops = tops or [replace(x, counter=None, measure=None, money=True) for x in frame.grid(amounts, frame.named)]
        yield tuple(Apply("PER", (top, Stated(MONTHS_A_YEAR, "个月", (), w))) for w in frame.bodies for top in tops)
    elif _A_YEAR.search(frame.clause.said):
        yield from _over_years(frame)


def _over_years(frame: Frame) -> Iterator[Roots]:
    """The mean over the years that are asked about, or that were added up before."""
    last = frame.state.subject
    if not frame.named.groups and isinstance(last, Apply) and last.op == "SUM":
        if len({n.when for n in walk(last) if isinstance(n, Look)}) == len(last.args) > 1:
            yield (Apply("MEAN", last.args),)
        return
    found: list[Look] = [
        replace(x, counter=None, money=not is_people(x.thing)) for x in frame.grid(frame.arguments, frame.named)
    ]
    series: dict[tuple[int, Argument], tuple[Look, ...]] = {}
    for look in found:
        series[look.who, look.thing] = (*series.get((look.who, look.thing), ()), look)
    if all(len({x.when for x in each}) == len(each) > 1 for each in series.values()):
        roots: list[Node] = []
        for each in series.values():
            roots += [Apply("MEAN", each), *each]
        yield tuple(roots)


def of_members(frame: Frame) -> Iterator[Roots]:
    """三个项目平均一个多少, 平均分多少: the mean over the set asked last, or over the projects by amount or score."""
    state = frame.state
    if not frame.named.groups and state.roots and isinstance(state.roots[0], Members):
        yield (Apply("MEAN", (state.roots[0],)),)
    ranged = "projects" in frame.clause.values("members") or state.kind == "projects"
    if ranged and all(t.concept in _PROJECTS for g in frame.named.groups for t in g):
        of = Members("projects", basis=frame.stages[0], measure="score" if _SCORES.search(frame.clause.text) else None)
        yield tuple(Apply("MEAN", (replace(of, who=w, when=frame.years(w)[0]),)) for w in frame.bodies)


_THAT_PART = re.compile(r"[多少]出?来?的那?(?:一?部分|[些块])[，,]?$")
"""多出来的那部分: what was worked out, and not what it was worked out of."""


def spoken(frame: Frame, *, per_head: bool = False) -> list[Node]:
    """What was worked out last, or what was named to be taken together (三项，平均一个月): the amounts of a clause that names none.

    An amount for each is shared out again where ``per_head`` says that it may be.
    """
    state, last = frame.state, frame.state.subject
    if (
        _THAT_PART.search(frame.clause.text, 0, frame.clause.start)
        and state.values
        and isinstance(state.values[0], Apply)
    ):
        last = state.values[0]
    if isinstance(last, Apply) and last.op == "SHARE":  # 合计多少，占几成，人均多少: still of the sum
        last = last.args[0]
    if isinstance(last, Apply) and (last.op in {"SUM", "DIFFERENCE"} or (per_head and last.op in {"PER", "MEAN"})):
        return [last]
    together = len(state.last) > 1 and (state.told == len(state.last) or state.summed)
    if state.values or not together or "each" in frame.clause.values("question"):
        return []
    looks = [replace(x, counter=None, measure=None, money=True) for x in frame.grid(state.last, one_year=True)]
    return [Apply("SUM", tuple(x for x in looks if x.who == who)) for who in frame.bodies]
