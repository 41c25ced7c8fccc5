"""率: a rate that follows from two counts of one sentence (排查80起，整改76起 → 整改率95%), beside what is printed of it.

Documents often print such a rate only as a bound (达90%以上) though they give both counts. The numerator is the count of
what was done; the denominator is the larger count of the same things, in the same measure word, of the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from corpus.disclosure import Check, Fact
from corpus.money import Bound, Quantity, UnitClass
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding import synonyms
from qa.finding.finding import Finding, find
from qa.finding.scene import Group, Scene, slot
from qa.library import Shelf, grams
from qa.plan import arithmetic

_DONE = "整改|化解|解决|办结|办理|处理|处置|回复|答复|完成|销号|落实|达标|合格|通过|就业|发放|录用|入库|签约|参检|检测"
_RATE = re.compile(rf"(?P<done>{_DONE})(?:的)?(?:率|比例)|(?P<did>{_DONE})了?(?:百分之(?:多少|几)|几成)")
_EXACTLY = re.compile(r"准确|精确|算|实际|到底|保留")


def asked_exactly(text: str) -> bool:
    """Whether a rate is asked for as it is worked out, not as it is printed."""
    return _RATE.search(text) is not None and _EXACTLY.search(text) is not None


def answer_rate(scene: Scene, citer: Citer) -> Answer | None:
    """The rate from its two counts, with them and with the printed rate; None where it is printed outright or no counts are."""
    match = _RATE.search(scene.question.folded)
    if match is None:
        return None
    pen = Composer(citer, english=scene.question.language == "en")
    done = [_one(scene, group, pen, match["done"] or match["did"]) for group in scene.groups]
    return pen.answer("answered" if all(done) else "partial") if any(done) else None


def to_hundredths(shelf: Shelf, check: Check) -> Check:
    """The check with the rate that it expects to two decimals, where the amounts at its places make that rate."""
    expected = check.expected
    if expected is None or expected.unit != "%" or -int(expected.value.as_tuple().exponent) >= HUNDREDTHS:
        return check
    facts = (f for place in check.places for f in shelf.at(place))
    amounts = dict.fromkeys(f.quantity.base for f in facts if f.quantity.unit_class is UnitClass.MONEY)
    for part, whole in permutations(amounts, 2):
        for rate in (part / whole * 100, (part - whole) / whole * 100) if whole else ():
            if round(rate, -int(expected.value.as_tuple().exponent)) == expected.value:
                return replace(check, expected=Quantity(round(rate, HUNDREDTHS), "%"))
    return check


HUNDREDTHS = 2
"""Decimals to which a rate is worked out, whatever its document rounds it to."""


def _one(scene: Scene, group: Group, pen: Composer, verb: str) -> bool:
    question = scene.question
    printed = find(slot(scene, group, question.topics, bases=(), measures=("rate", "completion", "actual", "share")))
    outright = printed is not None and printed.quantity.bound is Bound.EXACT and not _says_least(printed, group)
    if outright and not _EXACTLY.search(question.folded):
        return False
    about = frozenset[str]().union(*(synonyms.words(t.text) for t in question.topics))
    pairs = [(s, *pair) for s in group.shelves for pair in _pairs(s, verb)]
    years = set(question.years)
    pairs = [(s, a, b) for s, a, b in pairs if not years or a.year in years]
    best = max(pairs, key=lambda p: len(about & grams(p[1].row + p[2].row)), default=None)
    if best is None:
        return False
    shelf, part, whole = best
    operands = [Finding(f, shelf.disclosure, 0, 0) for f in (part, whole)]
    computed = arithmetic.ratio(part.quantity, whole.quantity)
    if computed is None:
        return False
    pen.compute(computed, operands, f"{verb}率")
    pen.lines.append(
        f"{wording.who(shelf.disclosure, part.year)}{verb}率按两个数算是 **{computed.quantity.value}%**（计算值：{computed.formula}）。"
    )
    for finding in operands:
        pen.state(finding)
    _say_printed(pen, shelf, part, verb)
    return True


def _says_least(printed: Finding, group: Group) -> bool:
    """Whether the printed rate is only a bound that its words give (90%以上)."""
    text = next((s.text for s in group.shelves if s.disclosure.id == printed.disclosure.id), "")
    end = printed.fact.place.end
    return re.match(r"\s*(?:以\s*上|左\s*右)", text[end : end + 6]) is not None


def _pairs(shelf: Shelf, verb: str) -> Iterator[tuple[Fact, Fact]]:
    """(what was done, what there was of it) counted in one sentence."""
    counts = [d for d in shelf.facts if d.fact.origin == "prose" and d.fact.measure == "count"]
    for one in counts:
        if verb not in one.fact.row.split("/")[-1]:
            continue
        things = synonyms.words(one.fact.row.split("/")[-1]) - {verb}
        for other in counts:
            same = other.fact.context == one.fact.context and other.fact.quantity.unit == one.fact.quantity.unit
            of_them = verb not in other.fact.row and bool(things & other.row)
            if same and of_them and other.fact.quantity.base >= one.fact.quantity.base:
                yield one.fact, other.fact


def _say_printed(pen: Composer, shelf: Shelf, part: Fact, verb: str) -> None:
    """What the document itself prints of the rate, near the counts or else anywhere."""
    rates = [d.fact for d in shelf.facts if f"{verb}率" in d.fact.row and d.fact.year == part.year]
    if rates:
        nearest = min(rates, key=lambda f: abs(f.place.start - part.place.start))
        pen.figures.append(Finding(nearest, shelf.disclosure, 0, 0).figure(pen.citer))
        mark = pen.citer.place(shelf.disclosure, nearest.context)
        quote = "".join(pen.citer.citations[mark - 1].quote.split())
        pen.lines.append(f"原文只写：{quote}[{mark}]")
