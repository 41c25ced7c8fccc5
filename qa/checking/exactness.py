"""严合: whether a printed figure meets a claim exactly: in item, year, basis and what a change or a share is taken of.

Only such a figure may contradict the claim. Who is told that a sentence is wrong must not find out that the document
speaks of something else: another project, a column of one fund, a year that was never named.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.disclosure import Basis, Fact
from corpus.terms import TERMS
from qa.checking.claim_words import FUND
from qa.checking.claims import Claim
from qa.checking.likeness import covered, is_called
from qa.finding.explaining import TOTALS, kinship
from qa.finding.lookup import GENERIC_ROW, Hit
from qa.library import grams
from qa.understanding.question import GENERIC, MODIFIERS, Topic

SAME_FUND: Final = frozenset({"general_public_budget", "fiscal_appropriation", "staff_funds", "office_funds"})
"""Columns that say who paid, or of which class an item is: where nothing else is printed, they hold the item itself."""
NAMED: Final = 0.6
"""How much of a project's name a claim must say to be about it, and how much of its own words a figure must carry."""
WORDED: Final = 0.8
TELLING: Final = 4
"""Characters of a row's name that may tell whose it is."""
_FOR_MONEY: Final = re.compile(r"(?:项目)?(?:工作|专项|运行|运转)?(?:经费|资金|支出|项目|费用)$")
_FUND: Final = re.compile(r"^(?:一般公共预算|本年度?|部门|单位|当年)(?=.{4})")
_YEAR: Final = re.compile(r"20\d\d")


def meets(claim: Claim, hit: Hit, *, one_year: bool, part: tuple[Topic, ...] = ()) -> bool:
    """Whether a printed figure is of the very thing, year and basis that the claim states.

    ``one_year`` says that the
    documents are all of one year, so that a claim without a year can only mean it; ``part`` is the sub-unit it is about.
    """
    fact = hit.described.fact
    return (
        not claim.loose
        and (claim.measure != "rate" or fact.measure == "rate")
        and (one_year if claim.year is None else fact.year == claim.year or fact.measure == "count")
        and is_item(claim.topics, hit, _words(claim, part), _around(claim))
        and _basis_fits(claim, fact)
        and _base_fits(claim, fact)
        and whole_fits(claim, hit)
        and _fund_fits(claim, hit)
    )


def is_item(topics: tuple[Topic, ...], hit: Hit, words: frozenset[str], around: tuple[Topic, ...] = ()) -> bool:
    """Whether a figure is of all that is named, and of nothing narrower that is not; ``around`` was named right before."""
    fact = hit.described.fact
    if not topics or any(not _is_of(topic, hit) for topic in topics) or not _is_own((*topics, *around), hit):
        return False
    leaf = fact.row.split("/")[-1]
    if fact.subject and covered(bare(fact.subject), words) < NAMED and not _tells(hit, leaf, words):
        return False
    if fact.aspect is None or fact.aspect in SAME_FUND:
        return True
    column = covered(fact.column.split("/")[-1], words) >= NAMED
    return any(t.concept and kinship(t.concept, fact.aspect) for t in topics) or column


def _is_own(topics: tuple[Topic, ...], hit: Hit) -> bool:
    """Whether the figure itself, not only what it is a part of, bears one of the names: 因公出国费 under “三公”经费 does not."""
    fact = hit.described.fact
    if any(t.concept and max(kinship(t.concept, fact.concept), kinship(t.concept, fact.aspect)) for t in topics):
        return True
    leaf = fact.row.split("/")[-1]
    names = {grams(bare(name)) for topic in topics for name in (*_spellings(topic), bare(topic.text))}
    whole = fact.measure in {"completion", "score"} or GENERIC_ROW.search(leaf) is not None
    if grams(bare(leaf)) in names or (whole and fact.subject and grams(bare(fact.subject)) in names):
        return True
    if fact.concept and all(t.concept for t in topics):
        return False
    said = frozenset[str]().union(*(_names(t) for t in topics))
    generic = GENERIC_ROW.search(leaf) is not None or leaf in {"合计", "小计", "总计"}
    return covered(bare(fact.subject or fact.column if generic else leaf), said) >= NAMED


def bare(name: str) -> str:
    """A name without what may be left out: the fund at its head, the words for money at its end (智能系统项目经费 → 智能系统)."""
    return _FUND.sub("", _FOR_MONEY.sub("", name)) or name


def _tells(hit: Hit, leaf: str, words: frozenset[str]) -> bool:
    """Whether a row's name tells its project by itself: said in full, and no other project has a row of that name."""
    if len(leaf) < TELLING or GENERIC_ROW.search(leaf) or covered(leaf, words) < WORDED:
        return False
    own = hit.described
    return all(d.fact.subject == own.fact.subject for d in hit.shelf.facts if d.leaf == own.leaf)


def _is_of(topic: Topic, hit: Hit) -> bool:
    """Whether a figure is of what one topic names: a term by its name, other words by their letters."""
    described = hit.described
    near = described.row | described.subject | described.column
    if topic.concept:
        term = TERMS[topic.concept]
        if not topic.text or term.role in GENERIC or term.role in MODIFIERS:
            return True
        return is_called(topic, hit) and (_is_official(topic) or covered(topic.text, near) >= WORDED)
    return len(topic.text) < 2 or covered(topic.text, near) >= WORDED


def _is_official(topic: Topic) -> bool:
    """Whether a term goes by a name that documents print: who says 食堂补贴 may mean more than 伙食补助费."""
    if topic.concept in TOTALS:
        return True
    names = _spellings(topic)[1:]
    return any(covered(topic.text, grams(n)) >= NAMED or covered(n, grams(topic.text)) >= WORDED for n in names)


def _words(claim: Claim, part: tuple[Topic, ...]) -> frozenset[str]:
    """All that the claim says, with the names of its bodies, of which a sub-unit is one."""
    said = (claim.text, *(t.text for t in (*claim.topics, *claim.above, *part)), *(b.issuer for b in claim.bodies))
    return frozenset().union(*map(grams, said))


def _around(claim: Claim) -> tuple[Topic, ...]:
    """排查隐患 268 起，整改 249 起: what was counted right before is what the next count is of."""
    return claim.others[0] if claim.measure == "count" and claim.others else ()


def _basis_fits(claim: Claim, fact: Fact) -> bool:
    """Whether an amount is of the stage that is spoken of; what a year before was is of no stage that is printed."""
    bases: tuple[Basis, ...] = claim.bases or ((claim.kind,) if claim.kind else ())
    if not bases or fact.measure != "amount" or claim.measure != "amount":
        return fact.basis != "target" or "target" in bases
    return fact.basis in bases


def _base_fits(claim: Claim, fact: Fact) -> bool:
    """Whether a printed change is counted from the very year that the claim names."""
    if claim.measure not in {"change", "growth"} or fact.measure not in {"change", "growth"}:
        return True
    printed = _YEAR.search(fact.column)
    if claim.base_year is None or printed is None:
        return claim.base_year in {None, fact.year - 1}
    return int(printed[0]) == claim.base_year


def whole_fits(claim: Claim, hit: Hit) -> bool:
    """Whether a printed share is of the whole that the claim names."""
    if claim.measure != "share" or not claim.whole:
        return True
    described = hit.described
    around = described.column | described.row | described.context
    return all(_named(topic, around) for topic in claim.whole)


def _fund_fits(claim: Claim, hit: Hit) -> bool:
    """Whether the fund that a claim speaks of (政府性基金) is the figure's."""
    described = hit.described
    around = described.row | described.subject | described.column | described.frame
    return all(grams(m[0]) <= around for m in FUND.finditer(claim.text))


def _named(topic: Topic, words: frozenset[str]) -> bool:
    return any(said and said <= words for name in _spellings(topic) if (said := grams(name)))


def _spellings(topic: Topic) -> tuple[str, ...]:
    term = TERMS[topic.concept] if topic.concept else None
    return (topic.text, *((term.name, *term.printed) if term else ()))


def _names(topic: Topic) -> frozenset[str]:
    return frozenset[str]().union(*map(grams, _spellings(topic)))
