"""排序: the statements of a disclosure by how well they answer a question: few features, weights learned from answers.

``ranking.json`` holds the weights with what they were learned from; ``make train`` writes it (:mod:`eval.train`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus import terms
from qa.finding import rewording, synonyms
from qa.library import grams
from qa.passages import telling
from qa.passages.statements import Page, Statement
from qa.understanding.question import Question, Topic

FEATURES = (
    "said", "said_here", "headed", "near", "named", "tells", "holds_head", "under", "run", "glossary", "label", "changed", "cause",
)  # fmt: skip
"""What is weighed of a statement, in the order of :func:`features`:

the share of the question's words (by rarity) that its paragraph, itself, only its headings say; the nearness of its passage in
meaning; the share of the things asked about that it and what is around it carry; and its manner (:class:`telling.Manner`).
"""
Near = Mapping[str, float]
"""Passage id → how much nearer in meaning to the question than the mean of its disclosure's passages (a cosine's difference)."""
STRETCH = 5.0
"""What a nearness is multiplied by: cosines of one disclosure's passages lie within 0.2."""
UNDER, AROUND = 0.9, 0.75
"""What a word counts that stands in a statement's own heading, or only in its paragraph or the headings above."""
SAID_WHOLE, SAID_OF_ONE, SAID_SOME, LIKELY = 0.75, 0.5, 0.2, 1.9
"""What a statement must carry of what is asked about, and how likely it must be, to be told as the answer.

Where one certain name or number is asked for, words beside it are no answer, so it must carry more; where it tells the kind of thing
that is asked for (a cause, a purpose), how it names the thing matters less.
"""
EVEN = 9
"""Decimals to which scores are compared: words are added up in the order of their hashes, which differs by the process."""


@dataclass(frozen=True)
class Ranked:
    """A statement with its learned score and the share of the question's things that it carries (0 to 1).

    ``answers`` says that it is likely enough to be told as the answer: the best of all may be so only because something must be.
    """

    score: float
    carried: float
    statement: Statement
    answers: bool


def rank(question: Question, page: Page, near: Near | None = None) -> list[Ranked]:
    """Statements that share anything with the question, the likeliest to answer first."""
    weights, manner = learned(), telling.manner(question)
    least = SAID_OF_ONE if manner.one else SAID_SOME
    scored = []
    for statement, values in features(question, page, near or {}):
        if values[0] or values[4]:
            score = sum(w * v for w, v in zip(weights, values, strict=True))
            score, carried, tells = round(score, EVEN), round(values[4], EVEN), bool(values[5])
            enough = carried >= least or (tells and manner.freely and not manner.one)
            answers = carried >= SAID_WHOLE or (score >= LIKELY and enough)
            scored.append(Ranked(score, carried, statement, answers))
    return sorted(scored, key=lambda r: (-r.score, r.statement.ordinal))


def features(question: Question, page: Page, near: Near) -> Iterator[tuple[Statement, tuple[float, ...]]]:
    """Each statement of a page with its :data:`FEATURES`."""
    wanted, synonyms = weighed(question.topics, page), synonyms_of(question.topics)
    manner, asked = telling.manner(question), _asked(question, page)
    total = sum(asked.values()) or 1.0
    glossary = (not question.does("definition")) * (1 + question.does("reason"))
    for statement in page.statements:
        said = {w for w in asked if w in statement.told}
        headed = {w for w in asked if w not in said and w in statement.headed}
        here = {w for w in said if w in statement.words}
        tells = manner.tells(statement)
        yield (
            statement,
            (
                sum(asked[w] for w in said) / total,
                sum(asked[w] for w in here) / total,
                sum(asked[w] for w in headed) / total,
                STRETCH * near.get(statement.passage, 0.0),
                min(_carried(wanted, synonyms, statement), 1.0),
                float(tells),
                manner.holds_head(statement),
                float(manner.is_under(statement)),
                float(telling.is_run(statement.text)),
                float(glossary * statement.in_glossary),
                float(statement.is_label),
                float(manner.explains_change(statement)),
                float(manner.gives_cause(statement)),
            ),
        )


@cache
def learned() -> tuple[float, ...]:
    """The weights of the features, as learned."""
    weights = json.loads(files("qa.passages").joinpath("ranking.json").read_text("utf-8"))["weights"]
    return tuple(float(weights[name]) for name in FEATURES)


def _asked(question: Question, page: Page) -> dict[str, float]:
    """All words of the question that the page says anywhere, with how rare they are in it."""
    text = question.folded
    for start, end in question.who.spans:
        text = text[:start] + " " * (end - start) + text[end:]  # whose document it is, all of it says
    return {w: page.rarity_told[w] for w in grams(text) if w in page.rarity_told}


def weighed(topics: Sequence[Topic], page: Page) -> dict[str, float]:
    """The words of what is asked about with their weights: rarer ones more, those of a long name no more than a short one's."""
    found: dict[str, float] = {}
    for topic in topics:
        words = grams(topic.text)
        for word in words:
            weight = min(page.rarity.get(word, page.unseen), 5.0) * min(len(words), 4) / max(len(words), 1)
            found[word] = max(found.get(word, 0.0), weight)
    return found


def _carried(
    wanted: dict[str, float], synonyms: Sequence[tuple[frozenset[str], frozenset[str]]], statement: Statement
) -> float:
    """The share of the weight of what is asked about that a statement carries; its surroundings count less."""
    total = sum(wanted.values())
    if not total:
        return 0.0
    carried = {w for w in wanted if w in statement.words}
    near = {w for w in wanted if w not in carried and w in statement.around}
    for asked, named in synonyms:
        if named <= statement.words:
            carried |= asked & wanted.keys()
        elif named <= statement.around:
            near |= asked & wanted.keys()
    near -= carried
    under = {w for w in near if w in statement.heading}
    told = sum(wanted[w] for w in carried) + UNDER * sum(wanted[w] for w in under)
    return (told + AROUND * sum(wanted[w] for w in near - under)) / total


def synonyms_of(topics: Sequence[Topic]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """(words as asked, words of a name of the same term) for what the dictionary knows, or of words that stand for one another."""
    found = []
    for topic in topics:
        if topic.concept:
            term = terms.TERMS[topic.concept]
            found += [(grams(topic.text), grams(name)) for name in (term.name, *term.printed)]
        else:
            found += [(frozenset({w}), grams(s)) for w in sorted(grams(topic.text)) for s in sorted(synonyms.of(w))]
            found += [(grams(said), grams(s)) for said, printed in rewording.restated(topic.text) for s in printed]
    return found
