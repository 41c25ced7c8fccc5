"""所答之类: how well a statement's manner fits a question: it tells what is asked for, rather than naming or listing cells."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from corpus import terms
from qa.finding.asked import share
from qa.finding.lookup import counters_like
from qa.library import grams
from qa.passages.statements import Statement
from qa.understanding.question import Question

MOST, FEW = 0.6, 3
"""The share of what is asked about that a statement's own heading holds where it stands under it, if that is a few words."""
HALF = 0.5
MARKED = 60
"""Characters that a sentence seldom goes on without a mark."""
_MARKS = re.compile(r"[，。；：、,;:]")
_PURPOSE_ASKED = re.compile(r"怎么[用花]|用[来于在]|干(?:嘛|什么|啥)|[做买](?:些|了)?(?:什么|啥)|用途|接待|花在")
_PURPOSE = re.compile(r"用于|用作|用来|采购|购买|购置|接待")
_CAUSE = re.compile(
    r"原因|因为|因[^此而素公病]|由于|为了|理由|鉴于|所致|影响|根据.{0,12}(?:规定|要求)|集中管理|统一管理"
)
_ENUMERATES = re.compile(r"[^，。；、]{2,}、[^，。；、]{2,}、|[^，。；、]{2,}、[^，。；、]{2,}等|一是|[：:]$")
_CHANGES = re.compile(r"[增减]|少|多(?!少)|[涨降升跌]|变化|变动")
_WHY_CHANGED = re.compile(r"(?:变动|变化|增减|增加|减少|上升|下降).{0,12}(?:理由|原因)|因.{2,40}(?:增加|减少|变动)")


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...]:
    raw = tomllib.loads(files("qa.passages").joinpath("telling.toml").read_text("utf-8"))
    return tuple((re.compile(k["asked"]), re.compile(k["told"]), k.get("names", False)) for k in raw["kind"])


@dataclass(frozen=True)
class Manner:
    """问的是什么: what an answering statement has to hold (``wanted``, () where anything will do), and how it may look.

    ``certain`` says that a kind of thing is asked for by name (documents, a telephone), not just a reason or a list; ``freely`` that a
    cause or a kind of contents is asked for, which tells by itself; ``one`` that it is one certain name, number or date.
    """

    wanted: tuple[re.Pattern[str], ...]
    certain: bool
    freely: bool
    one: bool
    names: tuple[frozenset[str], ...]
    changed: bool
    reason: bool

    def tells(self, statement: Statement) -> bool:
        """Whether a statement holds the kind of thing that is asked for, where one is."""
        return bool(self.wanted) and any(p.search(statement.text) for p in self.wanted)

    def counts(self, statement: Statement) -> bool:
        """Whether a clause of the statement holds the count asked for and speaks of something that is asked about."""
        clauses = re.split(r"[，,；;。]", statement.text)
        return any(
            any(p.search(c) for p in self.wanted) and any(share(n, grams(c)) >= HALF for n in self.names if n)
            for c in clauses
        )

    @cached_property
    def _all(self) -> frozenset[str] | None:
        """All words asked about, None where they are too few to tell a heading by."""
        words = frozenset[str]().union(*self.names)
        return words if len(words) >= FEW else None

    def holds_head(self, statement: Statement) -> float:
        """The share of the last thing named that a statement itself holds: a Chinese noun phrase ends in its head."""
        return share(self.names[-1], statement.words) if len(self.names) > 1 else 0.0

    def is_under(self, statement: Statement) -> bool:
        """Whether a statement's own heading holds most of what is asked about."""
        return self._all is not None and share(self._all, statement.heading) >= MOST

    def explains_change(self, statement: Statement) -> bool:
        """Whether it says why something changed, where that is asked."""
        return self.changed and _WHY_CHANGED.search(statement.text) is not None

    def gives_cause(self, statement: Statement) -> bool:
        """Whether it gives a cause, where a reason is asked for."""
        return self.reason and _CAUSE.search(statement.text) is not None


def manner(question: Question) -> Manner:
    """问的是什么, read from a question's words."""
    kinds = [(told, names) for asked, told, names in _kinds() if asked.search(question.folded)]
    told = tuple(told for told, _ in kinds)
    counted = (_counted(question.counter),) if question.counter else ()
    reason = question.does("reason")
    wanted = (*counted, *told)
    if reason and not wanted:
        wanted = (_PURPOSE, _CAUSE) if _PURPOSE_ASKED.search(question.folded) else (_CAUSE,)
    if question.does("listing") and not wanted:
        wanted = (_ENUMERATES,)
    return Manner(
        wanted=wanted,
        certain=bool(told),
        freely=bool(reason or any(not names for _, names in kinds)),
        one=bool(counted) or any(names for _, names in kinds) or _ONE.search(question.folded) is not None,
        names=tuple(grams(t.text) for t in question.topics),
        changed=reason and _CHANGES.search(question.folded) is not None,
        reason=reason,
    )


_ONE = re.compile(r"谁|哪(?:一)?[家个位天年月条]|叫(?:什么|啥)|几[个人家名次月号]|多少")
"""Words that ask for one certain name, number or date."""
_WHAT = re.compile(r"[是为](?:些|个)?(?:什么|啥)(?:东西|内容)?[?？。!！\s]*$")


def asks_what(question: Question) -> bool:
    """Whether it is asked what something is that is no amount (成效是什么): its words come before the figures around it."""
    last = question.topics[-1] if question.topics else None
    if last is None or question.measures or question.counter or _WHAT.search(question.folded) is None:
        return False
    return last.concept is None or terms.TERMS[last.concept].role in {"text", "performance"}


@cache
def _counted(counter: str) -> re.Pattern[str]:
    """A number in the measure word that is asked for, or in one that people use for it."""
    like = "|".join(map(re.escape, sorted(counters_like(counter))))
    return re.compile(rf"(?:\d\s*(?:余|多)?|(?<![第同统每])[一二两三四五六七八九十百])(?:{like})")


def is_run(text: str) -> bool:
    """Whether a stretch is cells of a table run together: long, and hardly a mark in it."""
    return len(text) > MARKED and len(_MARKS.findall(text)) * MARKED < len(text)
