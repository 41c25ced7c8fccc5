"""原句: whether a text says what a disclosure prints word for word, whatever else its words could be taken for.

In: a claim that seems contradicted, the text it stands in, the disclosures it is held against. Out: the same verdict, or
that of the printed sentence. A sentence's own item may stand in a heading that the reader of the text does not have
(政府性基金预算。支出预算安排 8 亿元), so who quotes a document must not be told that it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.disclosure import Place
from corpus.money import fold
from qa.checking import slips
from qa.checking.claims import Claim
from qa.checking.verdict import Elsewhere, Verdict
from qa.library import Library
from qa.understanding.bodies import Body, find

LOOKED_AT: Final = 160
"""Characters before the end of a claim that are held against what is printed."""
WHOLE, PART = 12, 5
"""Chinese characters from which what is printed word for word is the very sentence, and from which it may be."""
_HAN: Final = re.compile(r"[一-鿿]")
_CLAUSE: Final = re.compile(r"[,;:。!?、\n(]")
_LEAD: Final = re.compile(r"(?:20\d\d年度?|[的在为共是]|[(（](?:汇总|本级)[)）]|\s)+")


@dataclass(frozen=True, slots=True)
class Bare:
    """净文: a text without blanks, each character with its place in the text."""

    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Bare:
        """The text in half-width characters, whatever breaks its lines left out."""
        folded = fold(text)
        places = [n for n, c in enumerate(folded) if not c.isspace()]
        return cls("".join(folded[n] for n in places), places)


class Originals:
    """原文 of a library, for one text: read where a claim seems contradicted."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._bare = cache(lambda disclosure_id: Bare.of(library.text(disclosure_id)))

    def upheld(self, text: str, claim: Claim, verdict: Verdict, ids: Sequence[str]) -> Verdict:
        """The verdict on a claim of ``text[claim.start:claim.end]``, as it is where its words are not printed in ``ids``."""
        if verdict.outcome != "contradicted":
            return verdict
        quoted = Bare.of(text[max(0, claim.end - LOOKED_AT) : claim.end])
        own = len(Bare.of(text[claim.start : claim.end]).text)
        for disclosure_id in ids:
            length, at = _longest(quoted.text, self._bare(disclosure_id).text)
            said = quoted.text[len(quoted.text) - length :]
            if length <= own or (begun := _begun(quoted.text[:-length], said[: length - own], claim.bodies)) is None:
                continue
            if (letters := len(_HAN.findall(said[begun:]))) < PART:
                continue
            return self._printed(claim, disclosure_id, at + length - own, own, whole=letters >= WHOLE)
        return verdict

    def _printed(self, claim: Claim, disclosure_id: str, at: int, own: int, *, whole: bool) -> Verdict:
        """The verdict of what is printed: the sentence itself, or figures that may be meant."""
        places = self._bare(disclosure_id).places
        place = Place(places[at], places[at + own - 1] + 1)
        facts = [f for f in self._library.shelf(disclosure_id).at(place) if f.quantity.base == claim.quantity.base]
        if whole:
            elsewhere = () if facts else (Elsewhere(claim.quantity, disclosure_id, place, None),)
            return Verdict("supported", "与原文这句话一致", tuple(facts[:1]), elsewhere=elsewhere)
        if facts:
            return slips.nearest(claim, facts[0])
        return Verdict("not_found", "未能核对，原文有这几个字，没有说明是哪一项")


def _longest(said: str, printed: str) -> tuple[int, int]:
    """(length, place) of the longest end of what is said that is printed."""
    least, most, place = 0, len(said), -1
    while least < most:
        middle = (least + most + 1) // 2
        if (at := printed.find(said[len(said) - middle :])) >= 0:
            least, place = middle, at
        else:
            most = middle - 1
    return least, place


def _begun(before: str, said: str, bodies: Sequence[Body]) -> int | None:
    """Where the first whole clause begins in what stands before a figure and is printed; None where none does."""
    if _names_nothing(before, bodies):
        return 0
    first = _CLAUSE.search(said)
    return first.end() if first else None


def _names_nothing(before: str, bodies: Sequence[Body]) -> bool:
    """Whether the beginning of a clause, which is not printed, only says whose and of which year it is."""
    clause = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
    for mention in sorted(_mentions(clause, bodies), reverse=True):
        clause = clause[: mention[0]] + " " + clause[mention[1] :]
    return _LEAD.fullmatch(clause or " ") is not None


def _mentions(clause: str, bodies: Sequence[Body]) -> Iterator[tuple[int, int]]:
    return ((m.start, m.end) for m in find(clause, bodies).mentions)
