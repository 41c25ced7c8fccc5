"""陈述所及: what things the words of a claim name: terms of the dictionary, words of content, several things together.

All functions take simplified, half-width text; bodies that are named are already blanked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from corpus import terms
from corpus.money import Quantity, UnitClass, find_quantities
from corpus.numeral import find_numerals
from qa.checking import claim_words as words
from qa.finding.explaining import TOTALS
from qa.understanding import phrases
from qa.understanding.question import GENERIC, MODIFIERS, Topic
from qa.understanding.topics import is_only_total

_LISTED: Final = re.compile(r"[和与及、]|以及")
_DROPPED: Final = re.compile("|".join(words.LINK["dropped"]))


@lru_cache(maxsize=4096)
def topics_of(text: str) -> tuple[Topic, ...]:
    """话题: terms that name things, and words of content beside them. Modifiers, years and amounts name nothing."""
    if not text.strip():
        return ()
    bare = _blank(text, [m.span() for m in words.YEAR.finditer(text)])
    bare = _blank(bare, [(a, b) for _, a, b in find_quantities(bare)])
    joint, bare = _parts(_ALTOGETHER.sub("  ", bare))
    matches = terms.find_terms(bare)
    things = [m for m in matches if terms.TERMS[m.term_id].role not in MODIFIERS]
    found = [Topic(bare[m.start : m.end], m.start, m.end, m.term_id) for m in things]
    rest = _DROPPED.sub(lambda m: " " * len(m[0]), _blank(bare, [(m.start, m.end) for m in matches]))
    found += [Topic(rest[a:b], a, b) for a, b in phrases.content(rest) if not rest[a:b].isdigit()]
    found += joint
    specific = [t for t in found if t.concept is None or terms.TERMS[t.concept].role not in GENERIC]
    specific = [t for t in specific if t.concept not in _ASIDE] or specific
    specific = [t for t in specific if not is_only_total(t, specific)]
    return tuple(_whole(t) for t in sorted(specific or found, key=lambda t: t.start))


def _parts(text: str) -> tuple[list[Topic], str]:
    """水电费 → 水费 and 电费: words that stand for several terms together, and the text without them."""
    found: list[Topic] = []
    for match in _COMPOSITE.finditer(text):
        found += [Topic(terms.TERMS[c].name, *match.span(), c) for c in words.LINK["composite"][match[0]]]
    return found, _COMPOSITE.sub(lambda m: " " * len(m[0]), text)


def is_composite(text: str) -> bool:
    """Whether the text has a word that stands for several terms together."""
    return _COMPOSITE.search(text) is not None


_ALTOGETHER: Final = re.compile(r"[一总]共|共计|累计")
_COMPOSITE: Final = re.compile("|".join(sorted(words.LINK["composite"], key=len, reverse=True)))
_ASIDE: Final = frozenset(words.LINK["aside"])
_SIDES: Final = {"expenditure": "current_expenditure", "revenue": "current_revenue"}


def _whole(topic: Topic) -> Topic:
    """支出 as the whole thing spoken of is the year's 支出合计."""
    return replace(topic, concept=_SIDES.get(topic.concept or "", topic.concept))


def is_slight(topics: tuple[Topic, ...]) -> bool:
    """Whether topics name nothing by themselves: 项目, 指标, a bare 支出, two stray characters."""
    return all(
        t.text in _BARE_SIDES or (len(t.text) <= 2 if t.concept is None else terms.TERMS[t.concept].role in GENERIC)
        for t in topics
    )


def are_sides(own: tuple[Topic, ...], spoken: tuple[Topic, ...]) -> bool:
    """收入 624 万元，支出 653 万元: whether a bare side is set beside the other side, and is no more of what was spoken of."""
    concepts = {t.concept for t in spoken}
    return any(t.text in _BARE_SIDES for t in own) and concepts <= TOTALS and not concepts & {t.concept for t in own}


_BARE_SIDES: Final = frozenset({"支出", "收入"})


def listed(noun: str) -> list[tuple[Topic, ...]]:
    """What a noun lists (机关运行经费与公用经费), each by itself; a name such as 商品和服务支出 is one."""
    inside = [(m.start, m.end) for m in terms.find_terms(noun)]
    cuts = [m.span() for m in _LISTED.finditer(noun) if not any(a < m.end() and m.start() < b for a, b in inside)]
    edges = zip([0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(noun)], strict=True)
    return [topics for a, b in edges if (topics := topics_of(noun[a:b]))]


def names_several(noun: str) -> bool:
    """Whether a noun lists at least two terms."""
    return sum(any(t.concept for t in topics) for topics in listed(noun)) > 1


def counted_projects(text: str, unit: str) -> tuple[Topic, ...]:
    """15个项目: the number of projects, where projects are counted."""
    if unit in {"个", "项"} and re.search(r"(?<!的)项目(?!支出|经费|资金|预算)", text):
        return (Topic("项目", 0, 2, "project_count"),)
    return ()


def unspoken(text: str, *, money: bool) -> tuple[Topic, ...]:
    """What is meant where nothing is named: the year's whole, where money is spoken of as such."""
    if money or re.search(r"预算|决算|收支|支出|收入|花|资金|执行|经费", text):
        return (Topic("", 0, 0, "total_balance_sheet"),)
    return ()


def is_of_all(lead: str) -> bool:
    """Whether what is said before a figure speaks of the whole, and of nothing else (2022年预算 6,931 万元)."""
    return _OF_ALL.search(lead) is not None and is_slight(topics_of(words.without_comparisons(lead)))


_OF_ALL: Final = re.compile(r"预算|决算|收支|支出|收入|花|盘子|总额|总量")


def is_money(concept: str) -> bool:
    """Whether a term is paid in money."""
    term = terms.TERMS[concept]
    return term.role == "amount" and term.unit_class == "money"


def paid(topics: tuple[Topic, ...], quantity: Quantity) -> tuple[Topic, ...]:
    """花 0.64 万元购置公务用车: where money is said of things, what is meant is what they cost."""
    if quantity.unit_class is not UnitClass.MONEY:
        return topics
    return tuple(replace(t, concept=words.DATA["paid"].get(t.concept, t.concept)) if t.concept else t for t in topics)


def without_counts(text: str) -> str:
    """购置了一辆公务用车 → 购置公务用车: what is counted inside, without its count."""
    for numeral in reversed(find_numerals(text)):
        text = text[: numeral.start].removesuffix("了") + text[numeral.end :]
    return text


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
