"""小标题下: what stands under the small headings that a question names (立项依据和实施主体), each read out.

In: a question that names such headings, a page. Out: for each the statements under it, up to the next heading or item; of headings
that stand in several sections those whose section speaks of what else is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import terms
from qa.library import grams
from qa.passages.statements import Page, Statement, is_item
from qa.understanding.question import Question, Topic

SHORTEST = 4
"""Characters of the shortest heading that is told by its name alone."""
MOST_UNDER, LONGEST = 4, 400
"""Statements under one heading that are read out, and how many characters they have together."""


def under_headings(question: Question, page: Page) -> list[Statement]:
    """The statements under the headings named, headings first; [] where none is, or nothing stands under one."""
    named = [t.text for t in question.topics if len(t.text) >= SHORTEST and _is_of_words(t)]
    places = {name: found for name in named if (found := page.headings.get(name))}
    if not places:
        return []
    about = frozenset[str]().union(*(grams(t.text) for t in question.topics if t.text not in places))
    told: list[Statement] = []
    for found in places.values():
        under = [list(_under(page.statements, at)) for at in found]
        best = max(under, key=lambda u: (len(u) > 1, len(about & grams("".join(u[0].section)))), default=[])
        if len(best) <= 1:
            return []
        told += best
    return told


def _is_of_words(topic: Topic) -> bool:
    """Whether a topic names no amount, so that words may stand under it."""
    return topic.concept is None or terms.TERMS[topic.concept].role == "text"


def _under(statements: Sequence[Statement], at: int) -> Iterator[Statement]:
    """A heading and the statements under it."""
    heading, length = statements[at], 0
    yield heading
    for statement in statements[at + 1 : at + 1 + MOST_UNDER]:
        if statement.section != heading.section or is_item(statement.text) or length > LONGEST:
            return
        yield statement
        length += len(statement.text)
