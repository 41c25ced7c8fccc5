"""空编之式: the plans of posts that nobody fills: approved posts less serving staff."""

from __future__ import annotations

from collections.abc import Iterator

from qa.parsing.frame import Frame, Roots
from qa.parsing.shares import term
from qa.plan.nodes import Apply, Look, Node


def vacancies(frame: Frame) -> Iterator[Node]:
    """空编: approved posts less serving staff, of each body."""
    for who in frame.bodies:
        posts, staff = (
            Look(term(c), (), who, frame.years(who)[0], counter="人") for c in ("authorised_posts", "serving_staff")
        )
        yield Apply("DIFFERENCE", (posts, staff))


def vacant(frame: Frame) -> Iterator[Roots]:
    """空编 alone, or as a share of the posts."""
    gaps = tuple(vacancies(frame))
    rate = frame.operators & {"PERCENT", "GROWTH"} or "率" in frame.clause.said
    if "超" in frame.clause.said and rate:
        over = tuple(Apply("GROWTH", g.args[::-1]) for g in gaps if isinstance(g, Apply))
        yield (*over, *gaps) if not frame.state.asked else over
        return
    if frame.operators & {"SHARE", "PERCENT"} or "率" in frame.clause.said:
        yield tuple(Apply("SHARE", (g, g.args[0])) for g in gaps if isinstance(g, Apply))
    if "SUM" in frame.operators and len(gaps) > 1:
        yield (Apply("SUM", gaps),)
    if frame.operators & {"TOP", "BOTTOM"} and len(gaps) > 1:
        return  # which of them is the largest
    yield gaps
