"""英文陈述: a line of an answer that is composed by pattern, taken apart into whose, when, what and how much.

In: a line as it is composed in Chinese (a body, a year, a stage, an item, an amount in bold). Out: its parts, from which it is said in
English where no figure of the answer stands behind it. A line of another form has no parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.language.english import table
from qa.english import naming

_SCOPE = r"(?:（(?P<scope>汇总|本级)）)?"
_YEAR = r"(?P<year>\d{4})年度?"
_STAGE = r"(?P<stage>年初预算|全年预算|预算|决算|目标)?"


@dataclass(frozen=True)
class Dated:
    """某单位某年某项: an item with the body, the scope, the year and the stage that stand before it; each may be lacking."""

    item: str
    issuer: str = ""
    scope: str = ""
    year: str = ""
    stage: str = ""

    @property
    def when(self) -> str:
        """Its scope, year and stage in English: “(consolidated), 2024 budget”."""
        bases = {"年初预算": "initial budget", "全年预算": "adjusted budget", "目标": "target"}
        stage = bases.get(self.stage) or table("english_glosses")["labels"].get(self.stage, "")
        dated = " ".join(filter(None, (self.year, stage)))
        scope = {"汇总": " (consolidated)", "本级": " (head office)"}.get(self.scope, "")
        return f"{scope}, {dated}" if dated else scope


def dated(chinese: str, issuers: Sequence[str]) -> Dated:
    """What is said of an item, with the body and the year that lead it; ``issuers`` are the bodies that may."""
    rest, issuer = chinese.strip(), ""
    named = next((i for i in sorted(issuers, key=len, reverse=True) if rest.startswith(i)), "")
    if named:
        issuer, rest = named, rest[len(named) :]
    match = re.match(f"{_SCOPE}(?:{_YEAR})?{_STAGE}(?P<item>.+)$", rest)
    if match is None or not (issuer or match["year"]):
        return Dated(chinese.strip())
    return Dated(match["item"], issuer, match["scope"] or "", match["year"] or "", match["stage"] or "")


@dataclass(frozen=True)
class Stated:
    """所言: an item and the amount in bold that it is said to be."""

    of: Dated
    number: str
    unit: str
    way: str
    rest: str


_IS = re.compile(
    r"^(?P<what>[^*：。]+?)(?:为|(?P<way>增加|减少|增长|下降|合计)) ?\*\*(?P<number>-?[\d,.]+)(?P<unit>[^*\d（]+?)(?:（[^*]*）)?\*\*(?P<rest>.*)$"
)
WAYS = {"增加": "up ", "增长": "up ", "减少": "down ", "下降": "down ", "合计": "together "}


def stated(line: str, issuers: Sequence[str]) -> Stated | None:
    """The parts of a line that says what one item of one body is; None where it is another."""
    match = _IS.match(line)
    if match is None:
        return None
    of = dated(match["what"], issuers)
    if not of.issuer:
        return None
    return Stated(of, match["number"].replace(",", ""), match["unit"], match["way"] or "", match["rest"])


_BESIDE = re.compile(
    r"(?P<stage>年初预算|全年预算|预算数?|决算|执行数) ?(?P<number>[\d,.]+)(?P<unit>(?:亿|千|万)?元)(?:（[^（）]*）)?"
)
_GAP = re.compile(r"，(?P<way>多|少) ?\*\*")


def beside(line: str) -> str:
    """What stands beside the amount of an item of a list (its budget, what was spent), in English; "" where nothing does."""
    stages = {"年初预算": "initial budget", "全年预算": "full-year budget", "决算": "spent", "执行数": "spent"}
    told = [
        f"{stages.get(m['stage'], 'budget')} {naming.amount(m['number'].replace(',', ''), m['unit'])}"
        for m in _BESIDE.finditer(line.partition("：")[2])
    ]
    way = _GAP.search(line)
    gap = {"多": " more", "少": " less"}[way["way"]] if way else ""
    return f"{gap} ({', '.join(told)})" if told else gap


_HELD = re.compile(r"^- (?P<who>[^：（*]+)(?:（(?P<within>\d{4}年部门.+?)）|：(?P<after>\d{4}年部门.+?))$")
_DOCUMENT = re.compile(r"(?P<year>\d{4})年部门(?P<stage>预算|决算)(?:（(?P<scope>汇总|本级)）)?")


def holding(line: str) -> tuple[str, str] | None:
    """(the body, its documents in English) of a line of a list of what is held; None where it is another line."""
    match = _HELD.match(line)
    if match is None:
        return None
    words = {"预算": "budget", "决算": "final accounts", "汇总": " (consolidated)", "本级": " (head office)", None: ""}
    told = [
        f"{m['year']} {words[m['stage']]}{words[m['scope']]}"
        for m in _DOCUMENT.finditer(match["within"] or match["after"])
    ]
    return match["who"], ", ".join(told)
