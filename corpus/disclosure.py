"""公开文件: what a disclosure is made of, from the whole down to one printed figure.

All offsets are characters in the disclosure's extracted text (`Disclosure` → store.text), half open.
All types are frozen and compare by value. Ids are functions of the file's bytes: same bytes, same ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.money import Blank, Quantity
from corpus.problem import Problem

Kind = Literal["budget", "final_accounts"]
"""文件类别: 部门预算 or 部门决算."""
Scope = Literal["unit", "consolidated"]
"""口径: 本级/单位 or 汇总."""
Basis = Literal["budget", "final_accounts", "adjusted_budget", "prior_year", "target", "computed"]
"""数据性质: 年初预算, 决算(执行), 调整后预算, 上年数, 绩效目标, 计算所得. From the column head or the sentence."""
Measure = Literal[
    "amount", "change", "growth", "share", "completion", "score", "count", "rate", "target", "actual", "rate_unit"
]
"""度量: amount 金额; change 增减额; growth 增减率; share 占比; completion 完成率/执行率; score 得分; count 数量;
rate 其他百分比; target 指标目标值; actual 指标实际完成值; rate_unit 单价/标准 (万元/人)."""
Origin = Literal["table", "prose"]


@dataclass(frozen=True, slots=True)
class Place:
    """位置: characters ``start``..``end`` of the extracted text; ``page`` is 1-based where the file has pages."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """章节: a heading and the text up to the next heading of its level. Sections of one level never overlap.

    ``path`` holds the headings from the top (第三部分 …, 五、…, （三）…), the last being its own; ``level`` from 1.
    ``place`` spans heading and body with all subsections; ``body`` starts after the heading line.
    """

    id: str
    path: tuple[str, ...]
    level: int
    place: Place
    body: int


@dataclass(frozen=True, slots=True)
class Passage:
    """段落: about 300–450 characters of one section, for search. ``text`` is unwrapped; ``place`` is in the source."""

    id: str
    section: tuple[str, ...]
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格: one printed cell. ``value`` is None for words, BLANK for an empty cell (its place is then empty)."""

    column: int
    text: str
    value: Quantity | Blank | None
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """行: label (code and wraps removed), code, the rows above it in the hierarchy (outermost first), its cells."""

    label: str
    code: str | None
    parents: tuple[str, ...]
    cells: tuple[Cell, ...]
    place: Place


TableStatus = Literal["read", "empty", "absent", "unread"]
"""read: has figures; empty: printed without figures (表为空表); absent: only its title is in the text
(an image in the original); unread: found but not understood."""


@dataclass(frozen=True, slots=True)
class Table:
    """表: ``columns`` are head paths joined by “/” (本年支出/基本支出), one per amount column, in printed order.

    ``kind`` is a canonical table id (F01–F09 决算, B01–B16 预算, S01/S02 自评表) or "other"; ``unit`` the money
    unit that binds its cells ("" where none is printed); ``note`` the words under it (注：…), "" where none.
    ``subject`` is the project that a form is about, None for tables of the whole body.
    """

    id: str
    title: str
    kind: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    place: Place
    section: tuple[str, ...]
    status: TableStatus = "read"
    note: str = ""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """事实: one printed figure and everything needed to find, compare and cite it.

    ``row`` is the printed row label, its parents before it joined by “/”; in prose, the noun phrase that the
    amount belongs to. ``concept`` is the term id (corpus/terms.toml) of the row; in a 合计 row that of the
    column. ``aspect`` is the term id of the column where row and column both name one (死亡抚恤 × 项目支出),
    else None. ``subject`` is the project, sub-unit or item list that the figure is about (安全生产经费), None for
    the whole body. ``year`` is the year the amount is about, not the document's. ``direction`` is +1, -1, 0 for
    changes and growth, else None; ``quantity`` stays positive as printed. ``place`` is the figure's own place,
    ``context`` the row or sentence to quote. ``reason`` is the clause that explains a change (主要原因是…).
    ``verified`` says that an identity of its table holds with it.
    """

    id: str
    disclosure_id: str
    origin: Origin
    quantity: Quantity
    row: str
    row_code: str | None
    column: str
    concept: str | None
    aspect: str | None
    subject: str | None
    measure: Measure
    basis: Basis
    year: int
    scope: Scope
    table_id: str | None
    table: str | None
    section: tuple[str, ...]
    place: Place
    context: Place
    direction: int | None = None
    reason: Place | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """勾稽: one arithmetic identity applied to this disclosure. ``holds`` is None where it cannot be applied.

    ``grade`` is ``ok``, ``rounding``, ``arithmetic_error``, ``contradiction``, ``wording`` or ``""``.
    Amounts are in ``unit``. ``places`` are what to quote, the total first.
    """

    rule: str
    about: str
    holds: bool | None
    expected: Quantity | None
    found: Quantity | None
    difference: Quantity | None
    tolerance: Quantity | None
    grade: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """分册: one of the files that make up a disclosure (说明, 表格). ``start``..``end`` are its characters of the text.

    Pages count from 1 in each part; ``pages`` is None where it has none.
    """

    source: str
    media_type: str
    sha256: str
    pages: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """公开文件: whose, of which year, which kind, which scope, and from which file.

    ``aliases`` are the issuer's short names learnt from the document (most specific first); ``units`` its
    subordinate bodies by name; ``original_sha256`` the original's hash where this is a restated record
    (``narrative`` is then "restated", else "original"). ``parts`` are its files where there are several; ``source``
    and ``media_type`` are then those of the first, ``sha256`` is made of all of theirs, ``pages`` are all pages.
    """

    id: str
    title: str
    issuer: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    region: tuple[str, ...]
    fiscal_year: int
    kind: Kind
    scope: Scope
    published: str | None
    source: str
    media_type: str
    sha256: str
    original_sha256: str | None
    narrative: Literal["original", "restated"]
    pages: int | None
    ingested_at: str
    parts: tuple[Part, ...] = ()

    def part_at(self, offset: int) -> Part:
        """所在分册: the file that prints what stands at this offset of the text; the only one, where there is one."""
        whole = Part(self.source, self.media_type, self.sha256, self.pages, 0, offset + 1)
        return next((part for part in reversed(self.parts) if part.start <= offset), whole)

    @property
    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of each of its files."""
        return tuple(part.sha256 for part in self.parts) or (self.sha256,)


@dataclass(frozen=True, slots=True)
class Reading:
    """读数: all that ingest read from one file; what one transaction writes to the store."""

    disclosure: Disclosure
    text: str
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
