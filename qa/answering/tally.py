"""计数: the count that a measure word singles out, where the words around it differ from those printed.

Few things of a disclosure are counted in any one measure word (平方米, 期, 笔, 名), so that the measure word says much
of what is asked. A count answers where a telling word of the question names it and no count but it in that measure
word does so as well; never where the question names a thing that the disclosure prints nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.money import UnitClass
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding import synonyms
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.scene import Group, Scene
from qa.library import Described, Shelf, grams
from qa.retrieval.words import Words
from qa.understanding.question import Question

TELLING = 2.5
"""How rare a word must be among the labels of a disclosure to tell its things apart."""
HALF = 0.5
AHEAD = 1.5
"""How many times the weight of the next best count the best one must have, where another amount stands in its way."""


def answer_tally(scene: Scene, citer: Citer, words: Words) -> Answer | None:
    """The count that the question's measure word and words single out, for each body; None where they do for none."""
    question = scene.question
    if not question.counter or question.counter in _MANY or question.language != "zh":
        return None
    pen = Composer(citer)
    for group in scene.groups:
        if (found := _one(question, group, words)) is not None:
            pen.state(found)
    return pen.answer() if pen.figures and len(pen.figures) == len(scene.groups) else None


_MANY = frozenset({"人", "个", "项", "百分点", "家"})
"""Measure words for so many kinds of things that they tell none apart."""


def _one(question: Question, group: Group, words: Words) -> Finding | None:
    asked = [t.text for t in question.topics if t.text]
    said = frozenset[str]().union(*(synonyms.words(t) for t in asked))
    best: list[tuple[float, Described, Shelf]] = []
    for shelf in group.shelves:
        if _names_the_unprinted(asked, shelf, words):
            continue
        counts = [d for d in shelf.facts if _counts(question, d, shelf)]
        lone = len({d.fact.quantity.base for d in counts}) == 1
        for described in counts:
            if (weight := _weight(said, described, shelf, lone=lone)) >= TELLING:
                best.append((weight, described, shelf))
    best.sort(key=lambda b: (-b[0], b[1].fact.origin != "prose", b[1].fact.place.start))
    if not best or _contested(best):
        return None
    weight, described, shelf = best[0]
    return Finding(described.fact, shelf.disclosure, weight, 1.0)


def _counts(question: Question, described: Described, shelf: Shelf) -> bool:
    fact = described.fact
    if fact.quantity.unit_class is not UnitClass.COUNT or fact.quantity.unit.split("/")[0] != question.counter:
        return False
    year = shelf.disclosure.fiscal_year
    return not question.years or fact.year in question.years or (fact.year == year - 1 and year in question.years)


def _weight(said: frozenset[str], described: Described, shelf: Shelf, *, lone: bool) -> float:
    """How tellingly the question's words name the count, those of its own row or project more than those around it.

    A ``lone`` count of a sentence, the only one in its measure word, may be named by half of the sentence's words alone.
    """
    own = said & (described.own | described.column)
    around = (said & described.context) - own
    rarity = {w: shelf.rarity.get(w, shelf.unseen) for w in own | around}
    told = lone and described.fact.origin == "prose" and share(said, described.context) >= HALF
    if not told and not any(rarity[w] >= TELLING for w in own):
        return 0.0
    return sum(rarity[w] for w in own) + HALF * sum(rarity[w] for w in around)


def _contested(ranked: Sequence[tuple[float, Described, Shelf]]) -> bool:
    """Whether another amount is named nearly as tellingly as the best."""
    first = ranked[0][1].fact.quantity.base
    other = next((w for w, d, _ in ranked if d.fact.quantity.base != first), 0.0)
    return other * AHEAD > ranked[0][0]


def _names_the_unprinted(asked: Sequence[str], shelf: Shelf, words: Words) -> bool:
    """Whether the question names a thing that stands nowhere in the disclosure: that is not what is counted there."""
    for stretch in asked:
        for word, tag in words.tagged(stretch):
            if len(word) > 1 and tag[:1] in {"n", "l", "i", "j"} and word not in shelf.text and not _akin(word, shelf):
                return True
    return False


def _akin(word: str, shelf: Shelf) -> bool:
    """Whether another word for it is printed (职工, 人员)."""
    return any(same in shelf.text for _, group in synonyms.others(grams(word)) for same in group)
