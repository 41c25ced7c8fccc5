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

TELLS = 0.25
"""How much more a statement counts that holds the kind of thing asked for: a cause, a purpose, a count, a document."""
GLOSSARY = 0.25
"""How much less the glossary counts where no definition is asked for; twice where a reason is: it never has one."""
OPENS = 0.12
"""How much more a paragraph counts that begins with what is asked about."""
HEAD = 0.12
"""How much more a statement counts that itself holds the last thing named: a Chinese noun phrase ends in its head."""
NAMES = 0.4
"""How much less a heading counts: it names, it does not tell. Half where no kind of thing is asked for by name."""
UNDER, MOST, FEW = 0.1, 0.6, 3
"""How much more a statement counts whose own heading holds most of what is asked about, if that is a few words."""
HALF = 0.5
EXPLAINS_CHANGE = 0.2
RUN_TOGETHER = 0.5
"""How much less the cells of a table row count that were run together: they hold words, and say nothing."""
LONG = 0.1
LONG_STATEMENT = 200
"""Characters beyond which a sentence is likely a form run together."""
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
_MASKED = re.compile(r"\d\*{3,}\d|×{2,}")
"""A name or number that the issuer blacked out answers nothing."""


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    raw = tomllib.loads(files("qa.passages").joinpath("telling.toml").read_text("utf-8"))
    return tuple((re.compile(k["asked"]), re.compile(k["told"])) for k in raw["kind"])


@dataclass(frozen=True)
class Manner:
    """问的是什么: what an answering statement has to hold (``wanted``, () where anything will do), and how it may look.

    ``certain`` says that a kind of thing is asked for by name (documents, a telephone), not just a reason or a list.
    """

    wanted: tuple[re.Pattern[str], ...]
    certain: bool
    names: tuple[frozenset[str], ...]
    changed: bool
    glossary: float

    def bonus(self, statement: Statement) -> float:
        """What a statement's manner adds to (or takes from) the share of the question that it carries."""
        text = statement.text
        added = OPENS * self._opens(statement) + HEAD * self._holds_head(statement)
        tells = self.tells(statement)
        added += TELLS * tells
        added += UNDER * (self._all is not None and share(self._all, statement.heading) >= MOST)
        added += EXPLAINS_CHANGE * (self.changed and _WHY_CHANGED.search(text) is not None)
        taken = RUN_TOGETHER * is_run(text) or LONG * (len(text) > LONG_STATEMENT)
        taken += self.glossary * any("名词解释" in s for s in statement.section)
        taken += NAMES * (_MASKED.search(text) is not None)
        taken += (NAMES if self.wanted else NAMES / 2) * (not tells and statement.is_label)
        return added - taken

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

    def _opens(self, statement: Statement) -> bool:
        beginning = grams(statement.paragraph[:24])
        return any(len(words) > 1 and words <= beginning for words in self.names)

    def _holds_head(self, statement: Statement) -> float:
        return share(self.names[-1], statement.words) if len(self.names) > 1 else 0.0


def manner(question: Question) -> Manner:
    """问的是什么, read from a question's words."""
    told = tuple(told for asked, told in _kinds() if asked.search(question.folded))
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
        names=tuple(grams(t.text) for t in question.topics),
        changed=reason and _CHANGES.search(question.folded) is not None,
        glossary=0.0 if question.does("definition") else GLOSSARY * (1 + reason),
    )


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
    return re.compile(rf"\d\s*(?:余|多)?(?:{'|'.join(map(re.escape, sorted(counters_like(counter))))})")


def is_run(text: str) -> bool:
    """Whether a stretch is cells of a table run together: long, and hardly a mark in it."""
    return len(text) > MARKED and len(_MARKS.findall(text)) * MARKED < len(text)
