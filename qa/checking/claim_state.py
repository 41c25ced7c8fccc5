"""读陈述所记: what is known while a text is read: what carries on between sentences, and a figure in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.disclosure import Kind
from corpus.money import Found, Quantity
from qa.checking import claim_topics as things
from qa.checking import claim_words as words
from qa.checking.agreement import Manner
from qa.checking.claim_topics import topics_of
from qa.checking.naming import Naming
from qa.understanding.bodies import Body
from qa.understanding.question import Topic

_CLAUSE = re.compile(r"[,:]|(?<=\D)\.(?=\D)|——")


@dataclass
class State:
    """What carries on from one sentence to the next."""

    naming: Naming = field(default_factory=Naming)
    year: int | None = None
    dated: tuple[Body, ...] = ()
    """Of whom the year was said."""
    kind: Kind | None = None
    topics: tuple[Topic, ...] = ()
    heading: tuple[Topic, ...] = ()
    """What a sentence without figures right before named (社会保障和就业支出（类）。)."""


@dataclass(frozen=True)
class Spot:
    """A figure in its sentence, in offsets of the text.

    ``at`` is where its own words begin, ``following`` where the next figure does; a count in Chinese is ``optional``.
    """

    found: Found
    at: int
    begin: int
    stop: int
    following: int
    optional: bool
    manner: Manner | None = None

    @property
    def quantity(self) -> Quantity:
        """The amount."""
        return self.found.quantity


class Compared(NamedTuple):
    """比较 before a figure: whether it is itself what something is compared with, and of the year before.

    ``base`` is that of a change, ``year`` its year; ``stretch`` the words without all that.
    """

    is_base: bool
    of_year_before: bool
    base: str
    year: int | None
    stretch: str


def compared(stretch: str) -> Compared:
    """What the words right before a figure compare: it with a base, or something else with it (比项目支出 5 万元少…)."""
    match = words.base_in(stretch)
    thing = match is not None and match[0][0] in "比较" and any(t.concept for t in topics_of(match["noun"]))
    if match is not None and (thing or words.names_time(match)):
        year = int(match["year"]) if match["year"] else None
        before = match.groupdict().get("before") is not None
        bare = stretch[: match.start()] + " " * (match.start("noun") - match.start()) + match["noun"]
        return Compared(is_base=True, of_year_before=before, base="", year=year, stretch=bare)
    is_base = words.ends_in_comparison(stretch)
    base, year, bare = words.compared(stretch)
    return Compared(is_base, is_base and year is None, "" if is_base else base, year, bare)


def near(lead: str) -> str:
    """The clauses before a figure that name its thing: the last one, with those before it while it names nothing."""
    cuts = [m.end() for m in _CLAUSE.finditer(lead)]
    for cut in reversed(cuts):
        if not things.is_slight(topics_of(words.without_comparisons(lead[cut:]))):
            return lead[cut:]
    return lead


def is_short(topics: tuple[Topic, ...]) -> bool:
    """Whether all that is named are stray characters of no term."""
    return all(t.concept is None for t in topics)
