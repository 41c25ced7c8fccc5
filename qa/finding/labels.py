"""已有名目: names of projects and rows that the documents themselves print, recognised in a question as wholes.

A project's name may hold dictionary words (某站人员经费); where the whole name stands in the question, it is meant.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz, process

from corpus import terms
from corpus.money import UnitClass
from qa.finding.asked import share
from qa.finding.scene import Scene
from qa.library import grams
from qa.understanding.question import Question, Topic
from qa.understanding.sounds import syllables


def recognise(scene: Scene) -> Scene:
    """The scene with the question's topics joined where they are parts of a printed name."""
    question = scene.question
    taken: list[tuple[int, int]] = []
    for name in sorted({n for s in scene.shelves for n in s.names}, key=len, reverse=True):
        start = question.folded.find(name)
        if start >= 0 and not any(a < start + len(name) and start < b for a, b in taken):
            taken.append((start, start + len(name)))
    named = [(a, b) for a, b in taken if _joins(question, a, b)]
    spelt = _composed(question.folded, _spelt_out(scene, taken))
    if not taken and (meant := _by_amount(scene)) is not None:
        spelt = (*spelt, meant)
    if spelt != question.topics:
        question = replace(question, topics=spelt)
        scene = replace(scene, question=question)
    if not named:
        return scene
    question = replace(question, codes=_outside(question, taken))
    kept = [t for t in question.topics if not any(t.start < b and a < t.end for a, b in named) or t.start == t.end]
    found = [Topic(question.folded[a:b], a, b) for a, b in named]
    if any(f.text in s.subjects for f in found for s in scene.shelves):
        kept = [
            t for t in kept if t.concept or t.text not in _ITS_MONEY
        ]  # a project's 资金 is its money, no line of it
    return replace(scene, question=replace(question, topics=tuple(sorted((*kept, *found), key=lambda t: t.start))))


def _by_amount(scene: Scene) -> Topic | None:
    """The one project that an amount in the question is of (那5000万是给谁的), where the question names nothing else."""
    question = scene.question
    amounts = {q.base for q in question.stated if q.unit_class is UnitClass.MONEY}
    if not amounts or any(t.concept for t in question.topics if t.start < t.end):
        return None
    names = {
        d.fact.subject
        for s in scene.shelves
        for d in s.facts
        if d.fact.subject and d.fact.measure == "amount" and d.fact.quantity.base in amounts
    }
    longest = max(names, key=len, default="")
    alike = all(share(grams(name), grams(longest)) >= ALIKE / 100 for name in names)  # one name in two spellings
    return Topic(longest, 0, 0) if longest and alike and len(scene.groups) == 1 else None


def _composed(text: str, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The topics, a term and the word right behind it joined where both name another term (公车的运行维护费)."""
    found: list[Topic] = []
    for topic in topics:
        before = found[-1] if found and found[-1].start < found[-1].end else None
        beside = before is not None and text[before.end : topic.start] in {"", "的"}
        concept = terms.composed(before.concept, topic.text) if before and beside and topic.concept is None else None
        if concept is not None and before is not None:
            found[-1] = Topic(text[before.start : topic.end], before.start, topic.end, concept)
        else:
            found.append(topic)
    return tuple(found)


def _outside(question: Question, names: list[tuple[int, int]]) -> tuple[str, ...]:
    """The codes of a question that are no part of a printed name (96196电梯平台)."""
    places = [(code, question.folded.lower().find(code.lower())) for code in question.codes]
    return tuple(code for code, at in places if not any(a <= at < b for a, b in names))


def _spelt_out(scene: Scene, taken: list[tuple[int, int]]) -> tuple[Topic, ...]:
    """The topics, each short form of one printed name alone spelt out (台式机 where only 台式计算机 is printed)."""
    topics = []
    for topic in scene.question.topics:
        short = topic.concept is None and SHORTEST <= len(topic.text) <= LONGEST_SHORT
        if short and not any(a < topic.end and topic.start < b for a, b in taken):
            names = {n for s in scene.shelves for n in s.names}
            full = {n for n in names if stands_for(topic.text, n)}
            if len(full) == 1 and not any(topic.text in n for n in names):
                topic = Topic(full.pop(), topic.start, topic.end, topic.concept)  # noqa: PLW2901
        topics.append(topic)
    return tuple(topics)


LONGEST_SHORT = 6
"""Characters of the longest short form."""


def stands_for(short: str, name: str) -> bool:
    """Whether a short form begins and ends as a thing's name does and leaves out characters between.

    Names of money end alike, and names with 及 in them are of two things: short forms of neither are taken.
    """
    if short[-1] in "费款金额率数" or re.search(r"[及和与、]", name):
        return False
    if short[:2] != name[:2] or short[-1] != name[-1] or not len(short) < len(name) <= 2 * len(short):
        return False
    rest = iter(name)
    return all(c in rest for c in short)


_ITS_MONEY = frozenset({"资金", "经费", "费用", "款项", "项目资金"})


def _joins(question: Question, start: int, end: int) -> bool:
    """Whether the name cuts across topics, or makes one of several: a topic that is the name already needs nothing."""
    inside = [t for t in question.topics if t.start < end and start < t.end]
    if len(inside) == 1 and (inside[0].start, inside[0].end) == (start, end):
        return False
    if len(inside) == 1 and inside[0].concept and inside[0].start <= start and end <= inside[0].end:
        return False  # a name that is a part of a dictionary word (事业单位) is not what the word means
    return not (
        len(inside) == 1 and inside[0].concept and terms.TERMS[inside[0].concept].name == question.folded[start:end]
    )


ALIKE = 79
"""How like a printed name (rapidfuzz ratio) a mistyped one must be: one wrong character in five."""


def spelt_like(text: str, names: set[str]) -> str | None:
    """The printed name that sounds the same, or the only one that is nearly the same."""
    sound = syllables(text)
    size = len(text)
    for name in [n for n in names if len(n) == size]:
        if fuzz.ratio(name, text) >= HALF and syllables(name) == sound:
            return name
    close = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=2)
    alone = len(close) == 1 or (len(close) == 2 and close[0][1] > close[1][1])
    return close[0][0] if alone else None


HALF = 50
"""Names less alike than this are not tried by sound."""


def mend(scene: Scene) -> Scene | None:
    """The scene with mistyped names replaced by the printed ones they are nearest to; None where there are none."""
    names = {n for s in scene.shelves for n in s.names} | {
        t.name for t in terms.TERMS.values() if len(t.name) > SHORTEST
    }
    mended, changed = [], False
    for topic in scene.question.topics:
        nearest = None
        if topic.concept is None and len(topic.text) > SHORTEST and topic.text not in names:
            nearest = spelt_like(topic.text, names)
        changed = changed or nearest is not None
        mended.append(_named(topic, nearest) if nearest else topic)
    return replace(scene, question=replace(scene.question, topics=tuple(mended))) if changed else None


SHORTEST = 3
"""Names of so few characters are too easily alike."""


def _named(topic: Topic, name: str) -> Topic:
    concept = terms.concept_of_label(name, None)
    return Topic(name, topic.start, topic.end, concept)
