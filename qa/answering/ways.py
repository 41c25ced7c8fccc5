"""问数问文: whether a question wants a number or words, and the ways of answering one figure, in the order to try them."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus import terms
from qa.answer import Answer, Citer
from qa.answering import (
    alternatives,
    changes,
    figures,
    listing,
    perhead,
    periods,
    rates,
    shares,
    sums,
    verdictive,
)
from qa.finding import effort
from qa.finding.scene import Scene, measures_asked
from qa.understanding import targets


def wants_words(scene: Scene) -> bool:
    """Whether words of the document are asked for."""
    question = scene.question
    head = terms.TERMS[question.topics[-1].concept].role if question.topics and question.topics[-1].concept else ""
    listed = head == "text" and question.does("listing")  # 列了几项，都是什么: the items, not their number alone
    return (question.does("reason", "definition", "wording") or head == "text") and (listed or not question.counter)


def is_weak(scene: Scene, answer: Answer) -> bool:
    """Whether another wording may do better: a part was not found, or words were told where a number was asked for."""
    if answer.status == "partial":
        return True
    told_only = not answer.figures and answer.status == "answered"
    figures_asked = wants_number(scene) or scene.question.does("compare", "difference", "extreme", "sum")
    return told_only and figures_asked and not scene.question.does("reason", "wording", "definition", "yesno")


def wants_number(scene: Scene) -> bool:
    """Whether only a figure can answer: a sentence that happens to hold the words would not."""
    question = scene.question
    if (
        question.counter
        or question.unit
        or re.search(r"多少|(?<!哪)几[个家人名辆次成倍]|百分之几|how (?:much|many)", question.folded)
    ):
        return True
    if _ENDS_IN_NUMBER.search(question.folded) and not question.does(
        "listing", "location", "definition", "reason", "wording", "yesno"
    ):
        return True
    if question.topics and all(
        t.concept and terms.TERMS[t.concept].role in {"amount", "people"} for t in question.topics
    ):
        several = len(question.topics) > 1 or len(question.years) > 1  # 列出甲和乙 lists figures, not words
        return not question.does("location", "definition", "reason", "wording", "yesno") and (
            several or not question.does("listing")
        )
    return False


_ENDS_IN_NUMBER = re.compile(
    r"(?:[^系指函序]数|人数|数量|金额|总额|(?:经|收)费|费用|[^收缴]费|[^入]支出|收入|预算|决算)(?:是|呢|为)?[?？。!！ ]*$"
)
"""A question that ends in a word for a number, with nothing that asks for words (因公出国团组数, 房屋维修费预算)."""
Way = Callable[[Scene, Citer], Answer | None]


def ways_of(scene: Scene) -> list[Way]:
    """The ways of answering by figures that the question's operations call for, in the order to try them."""
    question = scene.question
    ways: list[Way] = [
        verdictive.answer_verdict,
        alternatives.answer_alternatives,
        periods.answer_periods,
        rates.answer_rate,
    ]
    if len(figures.years_of(scene)) > 2:
        ways.append(figures.answer_single)
    if question.does("per_head"):
        ways.append(perhead.answer_per_head)
    if perhead.asks_vacancy(question):
        ways.append(perhead.answer_vacancy)
    if question.does("remaining"):
        ways.append(perhead.answer_remaining)
        if perhead.takes_away(question):
            return ways  # what lacks one of the two amounts has no remainder: another balance is none
    ways.append(sums.answer_sum)
    ways.append(listing.answer_list)
    one_thing = len(effort.once((targets.split, question), lambda: targets.split(question))) == 1
    if measures_asked(question) == ("completion",) and one_thing:
        ways.append(shares.answer_completion)
    elif question.does("share"):
        ways.append(shares.answer_share)
    if question.does("change", "growth"):
        ways.append(changes.answer_change)
    ways += [figures.answer_single, changes.prior_year]
    return ways
