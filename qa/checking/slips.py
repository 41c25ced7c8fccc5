"""差错: what is wrong with a contradicted claim: unit, direction, year, basis, scope, body, item, or the number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.disclosure import Disclosure, Fact
from corpus.money import UnitClass, fold
from qa.answer import fact_label
from qa.checking.claims import Claim
from qa.checking.exactness import SAME_FUND
from qa.checking.matching import Matcher
from qa.checking.verdict import Ground, Verdict
from qa.describing import ORDINAL
from qa.finding.lookup import Hit
from qa.wording import BASIS_WORDS, signed

_TELLING_DIGITS = 3
_YEAR_BASE = re.compile(r"20\d\d|上|去|前|同比")


def explain(claim: Claim, fact: Fact, hits: Sequence[Hit], ground: Ground, matcher: Matcher) -> Verdict:
    """Contradicted by ``fact``: why, in one sentence, with the right value."""
    right = signed(fact)
    slip = unit_slip(claim, [h.described.fact for h in hits[:6]])
    if slip is not None:
        return Verdict("contradicted", f"单位应为{slip.quantity.unit}，原文为 {slip.quantity}", (slip,))
    if claim.stated.manner != "exact" or not claim.quantity.value:
        return Verdict("contradicted", f"原文为 {right}", (fact,))
    owner = whose(claim, fact, ground, matcher)
    if owner is not None:
        return Verdict("contradicted", f"原文为 {right}；{what_it_is(claim, owner, fact)}", (fact, owner))
    return Verdict("contradicted", f"原文为 {right}", (fact,))


def unit_slip(claim: Claim, facts: Sequence[Fact]) -> Fact | None:
    """元 for 万元: the same number in another money unit."""
    stated = claim.quantity
    if stated.unit_class is not UnitClass.MONEY:
        return None
    for fact in facts:
        found = fact.quantity
        if (
            found.unit_class is UnitClass.MONEY
            and found.value == stated.value
            and found.unit != stated.unit
            and found.value
        ):
            return fact
    return None


def opposite(claim: Claim, fact: Fact) -> str:
    """方向相反: the sentence that says so, "" where the directions agree or one is not said."""
    if claim.direction is None or fact.direction is None or not fact.quantity.value:
        return ""
    return f"方向相反：原文为{signed(fact)}" if claim.direction * fact.direction < 0 else ""


def same_base(claim: Claim, fact: Fact) -> bool:
    """Whether a printed change is counted from what the claim counts from: the year before, or the budget."""
    said, printed = _base(claim.base), _base(fact.column)
    return said is None or printed is None or said == printed


def _base(words: str) -> str | None:
    if _YEAR_BASE.search(words):
        return "year"
    return "budget" if "预算" in words else None


def is_telling(claim: Claim) -> bool:
    """Whether an amount is so particular that meeting it elsewhere means something."""
    digits = claim.quantity.value.normalize().as_tuple().digits
    return claim.stated.manner == "exact" and len(digits) >= _TELLING_DIGITS


def whose(claim: Claim, right: Fact, ground: Ground, matcher: Matcher) -> Fact | None:
    """What the stated amount really is in these disclosures: nearest first — same thing, same sentence, any item."""
    found = [f for i in ground.ids for f in matcher.with_amount(i, claim.quantity) if f.id != right.id]
    found = [f for f in found if f.measure == right.measure or f.concept == right.concept]
    if not found:
        return None

    def distance(fact: Fact) -> tuple[bool, bool, bool, bool]:
        return (
            not (fact.concept == right.concept and fact.row == right.row),
            fact.concept != right.concept,
            fact.context.start != right.context.start and fact.table_id != right.table_id,
            fact.year != right.year,
        )

    nearest = min(found, key=distance)
    near = nearest.concept == right.concept or nearest.context.start == right.context.start or is_telling(claim)
    in_table = nearest.table_id is not None and nearest.table_id == right.table_id
    alone = len({f.concept or f.row for f in found}) == 1
    return nearest if near or in_table or alone else None


def of_its_own_name(claim: Claim, verdict: Verdict) -> Verdict:
    """No contradiction where the stated amount is printed under a name that the claim says in full.

    Borne out where only that name is said; two amounts of one name, of other funds or stages, are told as such.
    """
    if verdict.outcome != "contradicted" or len(verdict.facts) < 2:
        return verdict
    right, owner = verdict.facts[:2]
    if owner.year != right.year or owner.measure != right.measure or not _is_said(claim, owner):
        return verdict
    bases = claim.bases or ((claim.kind,) if claim.kind else ())
    if bases and owner.basis not in bases and not (owner.basis == "adjusted_budget" and "budget" in bases):
        return verdict
    if not _is_said(claim, right):
        return Verdict("supported", "与原文一致", (owner,))
    if owner.subject != right.subject or owner.aspect not in {right.aspect, *SAME_FUND}:
        return verdict
    return Verdict("not_found", f"未能核对，文件里同一名目有 {signed(owner)} 和 {signed(right)} 两个数", (owner, right))


def _is_said(claim: Claim, fact: Fact) -> bool:
    """Whether a claim says the name of a figure's row in full, and that of its project or sub-unit."""
    said = _UNNUMBERED.sub("", fold(claim.text))
    names = [fact.row.split("/")[-1], *([fact.subject] if fact.subject else [])]
    bare = [_UNNUMBERED.sub("", ORDINAL.sub("", fold(name))) for name in names]
    return all(len(name) > 1 and name not in _TOTAL_ROWS and name in said for name in bare)


_UNNUMBERED = re.compile(r"[(（][类款项][)）]|\s")
_TOTAL_ROWS = frozenset({"合计", "小计", "总计"})


def what_it_is(claim: Claim, owner: Fact, right: Fact) -> str:
    """“40.43 万元是公用经费”: what tells the owner of the stated amount from the right figure."""
    if owner.concept == right.concept and owner.subject == right.subject and owner.aspect == right.aspect:
        if owner.year != right.year:
            return f"{claim.said}是{owner.year}年的数"
        if owner.basis != right.basis:
            return f"{claim.said}是{BASIS_WORDS[owner.basis]}数"
        if owner.scope != right.scope:
            return f"{claim.said}是{'汇总' if owner.scope == 'consolidated' else '本级'}数"
    if right.subject and not owner.subject and owner.scope == "consolidated" and owner.concept == right.concept:
        return f"{claim.said}是汇总数"
    return f"{claim.said}是{fact_label(owner)}"


def nearest(claim: Claim, fact: Fact) -> Verdict:
    """Not found: what is printed is of another thing, year or basis than the claim's, and is only the nearest."""
    of = f"{fact.year}年{BASIS_WORDS[fact.basis]}" if claim.year is None or fact.year != claim.year else ""
    return Verdict("not_found", f"未能核对，最接近的是{of}{fact_label(fact)} {signed(fact)}", (fact,))


def misplaced(claim: Claim, fact: Fact) -> Verdict:
    """The amount is printed of this thing, but for another year or on another basis: what the claim's own is, is not known."""
    if claim.year is not None and fact.year != claim.year:
        return Verdict("not_found", f"未能核对，{claim.said}是{fact.year}年的数，没有{claim.year}年的", (fact,))
    if opposed := opposite(claim, fact):
        return Verdict("contradicted", opposed, (fact,))
    bases = claim.bases or ((claim.kind,) if claim.kind else ())
    if bases and fact.basis not in bases:
        said = f"{claim.said}是{BASIS_WORDS[fact.basis]}数，没有{BASIS_WORDS[bases[0]]}数"
        return Verdict("not_found", f"未能核对，{said}", (fact,))
    return nearest(claim, fact)


def of_another_body(claim: Claim, fact: Fact, disclosure: Disclosure) -> Verdict:
    """The amount is printed of this thing by another body: what this one has is not known."""
    return Verdict("not_found", f"未能核对，{claim.said}是{disclosure.issuer}的数", (fact,))
