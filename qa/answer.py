"""答复: the object that goes out, and the citations it rests on. The same over Python, command line and HTTP.

A citation is built from offsets and quotes the source itself; a quote that is not there cannot be built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from corpus.disclosure import Basis, Disclosure, Fact, Place, Scope, Section
from corpus.money import Quantity
from corpus.terms import TERMS

Status = Literal["answered", "partial", "ambiguous", "not_found", "declined"]
PlannedBy = Literal["built-in", "model"]
Reason = Literal["not_in_corpus", "not_disclosed", "not_understood", "declared_empty", "unreadable", "out_of_scope"]

LONGEST_QUOTE = 240


@dataclass(frozen=True)
class TablePlace:
    """表内位置 of a citation: the table's title, row, code and column path."""

    title: str
    row: str
    row_code: str | None
    column: str


@dataclass(frozen=True)
class Citation:
    """引用: where it is printed. ``quote`` is ``text[start:end]`` of the source's extracted text."""

    id: int
    disclosure_id: str
    title: str
    source: str
    section: str
    page: int | None
    start: int
    end: int
    quote: str
    table: TablePlace | None = None


@dataclass(frozen=True)
class Figure:
    """数字: a figure that answers, or an operand. ``value`` is a decimal string in ``unit``."""

    label: str
    value: str
    unit: str
    disclosure_id: str
    issuer: str
    fiscal_year: int
    basis: Basis
    scope: Scope
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Calculation:
    """计算: the formula with its numbers, the operands, and how the result was rounded."""

    formula: str
    inputs: tuple[Figure, ...]
    rounding: str


@dataclass(frozen=True)
class Conflict:
    """矛盾: the documents give different figures for one thing."""

    about: str
    figures: tuple[Figure, ...]


@dataclass
class Answer:
    """答复, as the contract has it. ``planner`` is who planned what was looked up; figures are always looked up.

    ``operands`` are the (label, disclosure) of figures that only went into others; they are not in the contract.
    """

    status: Status
    answer: str
    reason: Reason | None = None
    figures: list[Figure] = field(default_factory=list)
    calculation: Calculation | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    plan: dict[str, Any] | None = None
    planner: PlannedBy = "built-in"
    understood: str = ""
    chart: dict[str, Any] | None = None
    follow_ups: list[str] = field(default_factory=list)
    conversation_id: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict)
    operands: frozenset[tuple[str, str]] = frozenset()

    def as_dict(self) -> dict[str, Any]:
        """The object of the contract; ``reason``, ``calculation`` and ``chart`` only where there is one."""
        whole = asdict(self)
        del whole["operands"]
        for name in ("reason", "calculation", "chart", "plan", "understood"):
            if not whole[name]:
                del whole[name]
        for citation in whole["citations"]:
            if citation["table"] is None:
                del citation["table"]
        return whole


class Citer:
    """引用簿 of one answer: numbers citations from 1, one number for one place."""

    def __init__(self, text_of: Callable[[str], str], sections_of: Callable[[str], tuple[Section, ...]]) -> None:
        self.text_of = text_of
        self.sections_of = sections_of
        self._seen: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []

    @classmethod
    def continuing(
        cls, answer: Answer, text_of: Callable[[str], str], sections_of: Callable[[str], tuple[Section, ...]]
    ) -> Citer:
        """A citer that goes on numbering where an answer's citations end."""
        citer = cls(text_of, sections_of)
        citer.citations = answer.citations
        citer._seen = {(c.disclosure_id, c.start, c.end): c.id for c in answer.citations}
        return citer

    def clear(self) -> None:
        """Begin again, for another way of answering."""
        self._seen.clear()
        self.citations.clear()

    def again(self, citation: Citation) -> int:
        """Take over a citation of another answer; its number here."""
        key = (citation.disclosure_id, citation.start, citation.end)
        if key not in self._seen:
            self._seen[key] = len(self.citations) + 1
            self.citations.append(replace(citation, id=self._seen[key]))
        return self._seen[key]

    def fact(self, fact: Fact, disclosure: Disclosure) -> int:
        """Cite the row or sentence of a fact."""
        table = None
        if fact.table is not None:
            table = TablePlace(fact.table, fact.row, fact.row_code, fact.column)
        return self.place(disclosure, fact.context, around=fact.place, table=table)

    def place(
        self, disclosure: Disclosure, place: Place, around: Place | None = None, table: TablePlace | None = None
    ) -> int:
        """Cite a stretch of a disclosure; where it is long, what stands ``around`` the point (or its beginning)."""
        text = self.text_of(disclosure.id)
        start, end = _trim(text, *_window(text, place, around or Place(place.start, place.start)))
        key = (disclosure.id, start, end)
        if key not in self._seen:
            number = len(self.citations) + 1
            self._seen[key] = number
            self.citations.append(
                Citation(
                    number, disclosure.id, disclosure.title, disclosure.part_at(start).source,
                    " / ".join(section_path(self.sections_of(disclosure.id), start)), place.page, start, end,
                    text[start:end], table,
                )
            )  # fmt: skip
        return self._seen[key]


def _window(text: str, place: Place, point: Place) -> tuple[int, int]:
    """At most LONGEST_QUOTE characters (white space aside) of ``place`` that hold ``point``, cut at line ends."""
    if place.end - place.start <= LONGEST_QUOTE or len("".join(text[place.start : place.end].split())) <= LONGEST_QUOTE:
        return place.start, place.end
    start = max(place.start, point.start - LONGEST_QUOTE // 2)
    end = min(place.end, max(point.end, start) + LONGEST_QUOTE // 2)
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        raise ValueError(f"no text to quote at {start}..{end}: the place does not hold what it should")
    return start, end


def section_path(sections: tuple[Section, ...], at: int) -> tuple[str, ...]:
    """The headings above an offset, from the top."""
    inside = [s for s in sections if s.place.start <= at < s.place.end]
    return max(inside, key=lambda s: s.level).path if inside else ()


def figure_of(
    fact: Fact, disclosure: Disclosure, citations: tuple[int, ...], quantity: Quantity | None = None
) -> Figure:
    """A fact as a figure, in its printed unit or as ``quantity`` (the same amount in an asked unit)."""
    shown = quantity or fact.quantity
    return Figure(
        label=fact_label(fact),
        value=str(shown.value),
        unit=shown.unit,
        disclosure_id=fact.disclosure_id,
        issuer=disclosure.issuer,
        fiscal_year=fact.year,
        basis=fact.basis,
        scope=fact.scope,
        citations=citations,
    )


def fact_label(fact: Fact) -> str:
    """名目 of a fact for people: subject, row, and the column where it says more than “amount”."""
    parts = row_label(fact)
    column = leaf(fact.column)
    if share := _SHARE_OF.fullmatch(column):
        return f"{'·'.join(parts)}{share[1]}的比例"
    if column and not _PLAIN_COLUMN.fullmatch(column) and column not in parts[-1]:
        parts.append(column)
    return "·".join(parts)


def row_label(fact: Fact) -> list[str]:
    """行名: subject and row; a total that has no subject is named after what it is the total of."""
    row = leaf(fact.row)
    if not fact.subject and _whole(row):
        return [_whole_of(fact, row)]
    if not fact.subject and fact.concept in _OF_A_BODY and _BODY.search(row):
        return [row, TERMS[fact.concept].name]
    if fact.subject and (row in fact.subject or fact.subject in row):
        return [max(fact.subject, row, key=len)]
    return [p for p in (fact.subject, row) if p]


_OF_A_BODY = frozenset({"total_revenue", "total_expenditure", "current_revenue", "current_expenditure"})
"""Wholes that a table prints in the row of a body."""
_BODY = re.compile(
    r"(?:局|院|中心|办|办公室|办事处|委员会|处|所|站|馆|队|学校|小学|中学|大学|幼儿园)(?:[（(]?本级[)）]?)?$"
)


def leaf(path: str) -> str:
    """末级: the last step of a path of heads; a stroke in brackets, as in 执行率(B/A), parts nothing."""
    return _STEP.split(path)[-1]


_SHARE_OF = re.compile(r"(占(?!比)\S+?)的?(?:比[例重]为?)?")
_STEP = re.compile(r"/(?![^(（]*[)）])")


def _whole(row: str) -> bool:
    return "".join(row.split()) in {"", "合计", "总计", "小计"}


def _whole_of(fact: Fact, row: str) -> str:
    """合计 of what: a total's row alone does not say it, its concept or its table's title does."""
    row = "".join(row.split())
    of = TERMS[fact.concept].name if fact.concept and fact.concept in TERMS else fact.table or ""
    return of if of.endswith(("合计", "总计", "小计")) else of + row


_PLAIN_COLUMN = re.compile(
    r"金额|(?:预算|决算)数|[合总小]计|内容|占|占比|(?:所占)?比重|本年(?:收入|支出)合计"
    r"|20\d\d(?:年度?)?|当年金额|项目当年预算|\S*变动情况"
)
"""Heads of columns that say no more than what every figure says of itself: that it is an amount, of its year."""
