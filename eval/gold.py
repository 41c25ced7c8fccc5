"""金标准: questions, claims, articles, dialogues, cells and self-contradictions with their right answers, read and checked.

The format is JSON Lines, documented in eval/README.md. What a line is, its keys say (``question``, ``claim``,
``turns``, ``text``, ``row``, ``what``), so that files may be named and divided as one likes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from corpus.problem import MingzhangError

FIGURE_KINDS = frozenset({"figure", "figure_deep", "percent"})
"""单一数字: the first figure given must be the answer."""
COMPUTED_KINDS = frozenset({"aggregate", "compare", "trend"})
"""计算: sums, differences, shares, developments; tolerances are wider and operands count as given."""
WORD_KINDS = frozenset({"text", "list", "yesno", "definition", "false_premise"})
"""文字: the answer's words are judged, its figures only where they are named."""
OTHER_KINDS = frozenset({"conflict", "ambiguous", "unanswerable", "attack"})
KINDS = FIGURE_KINDS | COMPUTED_KINDS | WORD_KINDS | OTHER_KINDS
UNCITED_KINDS = frozenset({"unanswerable", "attack", "ambiguous"})
"""Kinds whose answers need no citation."""

Verdict = Literal["supported", "contradicted", "not_found"]
VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "not_found")


class GoldError(MingzhangError):
    """金标准有误: every line that cannot be used, each with file and line number."""


@dataclass(frozen=True, slots=True)
class Value:
    """数值: a right figure as a decimal number in ``unit``. Its last printed digit sets the tolerance."""

    value: str
    unit: str

    @property
    def number(self) -> Decimal:
        """The number itself."""
        return Decimal(self.value.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Evidence:
    """依据: where the answer is printed. ``quote`` is verbatim, white space aside; ``table`` its title or None."""

    doc: str
    quote: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """问题: what is asked and what a right answer holds.

    ``must_include`` are groups of wordings, of each of which one must occur; ``must_not`` wordings that may not.
    ``where`` is file and line, for messages.
    """

    id: str
    question: str
    kind: str
    docs: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answer: str = ""
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """对话: turns that follow one another in one conversation; a turn's id is ``dialogue/number``."""

    id: str
    turns: tuple[Question, ...]
    topic: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """陈述: a sentence and whether the documents support it; ``correct`` says what would be right."""

    id: str
    claim: str
    verdict: Verdict
    docs: tuple[str, ...] = ()
    correct: str = ""
    evidence: tuple[Evidence, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """文中数字: a figure of an article (``span`` as it stands there) and its verdict."""

    span: str
    verdict: Verdict
    correct: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """文稿: a pasted text whose figures are each judged."""

    id: str
    text: str
    figures: tuple[Stretch, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """表格单元: a printed cell that must have become a fact."""

    doc: str
    table: str
    row: str
    col: str
    value: Value
    row_code: str | None = None
    where: str = ""

    @property
    def id(self) -> str:
        """From what the cell says: it stays the same when lines are added before it."""
        said = (self.doc, self.table, self.row, self.row_code or "", self.col, self.value.value, self.value.unit)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """自相矛盾: places of one document that disagree."""

    id: str
    doc: str
    kind: str
    what: str
    quotes: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """金标准 of one run; ``digest`` of the bytes that were read."""

    questions: tuple[Question, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
    claims: tuple[Claim, ...] = ()
    articles: tuple[Article, ...] = ()
    cells: tuple[Cell, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    digest: str = ""
    files: tuple[str, ...] = field(default=())

    @property
    def size(self) -> int:
        """How many things are asked: questions, turns, claims, articles, cells, contradictions."""
        turns = sum(len(d.turns) for d in self.dialogues)
        alone = (self.questions, self.claims, self.articles, self.cells, self.contradictions)
        return turns + sum(len(part) for part in alone)

    @property
    def docs(self) -> frozenset[str]:
        """File names that the gold speaks of."""
        found: set[str] = {c.doc for c in self.cells} | {c.doc for c in self.contradictions}
        asked = [*self.questions, *(t for d in self.dialogues for t in d.turns)]
        found.update(doc for question in asked for doc in question.docs)
        found.update(doc for claim in self.claims for doc in claim.docs)
        return frozenset(found)

    def without(self, docs: frozenset[str]) -> Gold:
        """The same without the questions and dialogues that are about any of some documents."""
        if not docs:
            return self
        questions = tuple(q for q in self.questions if docs.isdisjoint(q.docs))
        dialogues = tuple(d for d in self.dialogues if all(docs.isdisjoint(turn.docs) for turn in d.turns))
        return replace(self, questions=questions, dialogues=dialogues)


def gold_files(paths: Iterable[Path]) -> list[Path]:
    """Files as named and the ``*.jsonl`` of folders, in the order of their names. Raises GoldError where there is none."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not inside or not all(p.is_file() for p in inside):
            raise GoldError(f"{path}：没有金标准文件 (no *.jsonl here)")
        found += inside
    return found
