"""分句: nouns that stand in a clause of their own before the clause with the quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.prose import words
from ingest.prose.concepts import is_account
from ingest.prose.draft import Draft
from ingest.prose.phrase import strip_front
from ingest.prose.split import Mention

CLAUSE_HEAD: Final = re.compile(r"[。;,:]|\((?![^()]*\))")
_RELATIVE: Final = re.compile(r"[^,。;:()]{4,24}的,$")
_SENTENCE_END: Final = re.compile(r"[。;!?]")
_LONGEST: Final = 30
_SPENT: Final = re.compile(r"(?:统筹)?(?:安排|投入|拨付|下达|筹措)(?:资金)?")
_USE: Final = re.compile(r"(?:资金)?(?:主要)?用于(?P<use>[^,。;:()、\d]{2,24})(?=[,。;]|$)")
_BARE: Final = re.compile(
    r"(?:平均)?每[辆人次批台套户家个](?:车|次)?|[人车]均(?:支出|费用)?|(?:参[会训加])?人(?:数|次)|次数|批次|天数|平均单价|单价"
)
"""Measures that name nothing by themselves."""


def relative(text: str, mention: Mention | None, names: Sequence[str]) -> str:
    """A clause that ends in 的 right before the noun's own (由中小企业中标的，采购金额 5 万元)."""
    if mention is None:
        return ""
    before = text[mention.gap : mention.start - len(mention.lead)]
    match = _RELATIVE.search(before)
    return strip_front(match[0].rstrip(","), names) if match else ""


def used_for(text: str, mention: Mention | None) -> str:
    """What the amount is for, where that is all that is said of it (安排25万元用于土地收储); "" for any other."""
    if mention is None or not _SPENT.fullmatch(mention.lead):
        return ""
    use = _USE.match(text[mention.end :])
    return use["use"] if use else ""


def clause_noun(text: str, mention: Mention | None, names: Sequence[str]) -> str:
    """A noun that stands alone before (公务接待费，2024年预算安排5万元), an inner item's too (（二）支出预算：…)."""
    if mention is None:
        return ""
    before = text[mention.gap : mention.start - len(mention.lead)].rstrip()
    item = before.endswith(":") and words.ORDINAL.match(_SENTENCE_END.split(before)[-1])
    clause = CLAUSE_HEAD.split(before.rstrip(":," if item else ","))[-1]
    clause = strip_front(words.ORDINAL.sub("", clause) if item else clause, names)
    return clause if 2 < len(clause) <= _LONGEST and is_account(clause) and not words.COMPARE.search(clause) else ""


def measured(text: str, mention: Mention, noun: str, drafts: Sequence[Draft]) -> str:
    """所量之项: the item of the sentence that a bare measure (平均每辆, 人数) is of; "" where the noun says what it is of.

    In 会议费预算5.60万元，人数约400人 the people are those of 会议费.
    """
    if not _BARE.fullmatch(noun):
        return ""
    last = next((d for d in reversed(drafts) if d.measure == "amount"), None)
    if last is None or not last.path or re.search(r"[。!?]", text[last.end : mention.start]):
        return ""
    return last.path[-1]
