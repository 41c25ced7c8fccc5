"""名称与年份: one code or project under two names, titles and indicators of another year, pairs that look unequal.

A function's item and its economic twin, a change and its reasons are expected to agree and need not. None of
these is an error of arithmetic: their grade is ``wording`` and ``holds`` is None, so that a reader is shown them
and decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus.disclosure import Check, Disclosure, Fact, Place, Row, Table
from corpus.money import Quantity, UnitClass
from corpus.terms import TERMS
from ingest import heads
from ingest.structure import naming

_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)年")
_FORMS: Final = frozenset({"B13", "B14", "S01", "S02"})


def name_conflicts(
    disclosure: Disclosure, facts: Sequence[Fact], tables: Sequence[Table], known: Mapping[str, str]
) -> Iterator[Check]:
    """名称与年份 of one disclosure."""
    yield from _titles(disclosure, tables)
    yield from _indicator_years(disclosure, tables)
    yield from _codes(tables)
    yield from _project_names(facts, known, tables)
    yield from _form_names(tables)
    yield from _twins(facts)
    yield from _reasons(facts)
    yield from _histories(facts)


def _note(rule: str, about: str, places: Sequence[Place], one: Fact | None = None, other: Fact | None = None) -> Check:
    found, expected = (one.quantity if one else None), (other.quantity if other else None)
    gap = None
    if found is not None and expected is not None and found.unit == expected.unit:
        gap = Quantity(found.value - expected.value, found.unit)
    return Check(rule, about, None, expected, found, gap, None, "wording", tuple(dict.fromkeys(places)))


def _head_place(table: Table) -> Place:
    """The title and what stands before the first row, for a quote."""
    first = table.rows[0].place.start if table.rows else table.place.end
    end = min(first, table.place.start + 2 * len(table.title) + 20, table.place.end)
    return Place(table.place.start, max(end, table.place.start + 1), table.place.page)


def _titles(disclosure: Disclosure, tables: Sequence[Table]) -> Iterator[Check]:
    for table in tables:
        found = re.search(r"(?<!\d)(20[0-4]\d)\s*年", table.title)
        if found and int(found[1]) != disclosure.fiscal_year:
            about = f"表题“{table.title}”写 {found[1]} 年，文件年度为 {disclosure.fiscal_year} 年"
            yield _note("C.TITLE", about, [_head_place(table)])


def _indicator_years(disclosure: Disclosure, tables: Sequence[Table]) -> Iterator[Check]:
    for table in tables:
        for row in table.rows if table.kind in {"S01", "S02"} else ():
            found = _YEAR.search(heads.squeeze(row.label))
            outdated = found and int(found[1]) != disclosure.fiscal_year
            if found and outdated and row.parents and "原因" not in row.label and table.subject != row.label:
                about = f"“{table.title}”的指标“{row.label}”写 {found[1]} 年，文件年度为 {disclosure.fiscal_year} 年"
                yield _note("C.YEAR", about, [row.place])


def _codes(tables: Sequence[Table]) -> Iterator[Check]:
    """One code with two names; a name cut short or without 支出 is the same."""
    names: dict[str, list[tuple[str, Row, Table]]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            name = re.sub(r"\(.*?\)", "", heads.squeeze(row.label)).removesuffix("支出")
            if row.code and row.code.isdigit() and len(row.code) in {3, 5, 7} and name and table.kind not in _FORMS:
                names[row.code].append((name, row, table))
    for code, found in names.items():
        first, row, table = found[0]
        for name, other, its in found[1:]:
            if its.kind in {"B02", "B10"} or name.startswith(first) or first.startswith(name):
                continue
            about = f"科目 {code}：“{table.title}”称“{row.label}”，“{its.title}”称“{other.label}”"
            yield _note("C.NAME", about, [row.place, other.place])
            break


def _named_at(name: str, tables: Sequence[Table]) -> list[Place]:
    """The rows of forms whose field for the project's name holds this one."""
    return [
        row.place
        for table in tables
        for row in table.rows
        if heads.squeeze(row.label) == "项目名称"
        and any(heads.squeeze(c.text) == heads.squeeze(name) for c in row.cells)
    ]


def _project_names(facts: Sequence[Fact], known: Mapping[str, str], tables: Sequence[Table] = ()) -> Iterator[Check]:
    """One project under two names: each list that prints either name is quoted, a form by its field for the name."""
    spoken: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.subject:
            spoken[fact.subject].setdefault(fact.table_id or "/".join(fact.section), fact)
    for name, first in known.items():
        same = re.sub(r"[“”]|项目$", "", heads.squeeze(name)) == re.sub(r"[“”]|项目$", "", heads.squeeze(first))
        if name != first and name in spoken and first in spoken and not same:
            ones, others = list(spoken[name].values()), list(spoken[first].values())
            about = f"同一项目名称不一：“{first}”与“{name}”"
            fields = [p for n in (first, name) for p in _named_at(n, tables)]
            yield _note("C.NAME", about, [*(f.context for f in (*others, *ones)), *fields], ones[0], others[0])


def _form_names(tables: Sequence[Table]) -> Iterator[Check]:
    """The name in a form's title against the name in its 项目名称 cell."""
    for table in tables:
        if table.kind != "S02" or not table.subject:
            continue
        said = re.sub(r"^20\d\d年(度)?|项目自评表.*$|自评表.*$", "", heads.squeeze(table.title))
        named = re.sub(r"^20\d\d年(度)?|项目$", "", heads.squeeze(table.subject))
        if said and said != named and naming.likeness(said, named) > 0.5:
            about = f"表题称“{said}”，项目名称栏为“{table.subject}”"
            places = [
                c.place for r in table.rows for c in r.cells if heads.squeeze(c.text) == heads.squeeze(table.subject)
            ]
            yield _note("C.NAME", about, [_head_place(table), *places[:1]])


def _twins(facts: Sequence[Fact]) -> Iterator[Check]:
    """功能科目 and its economic twin (养老保险缴费 2080505 and 30108), both in basic expenditure."""
    printed: dict[str, Fact] = {}
    for fact in facts:
        if fact.origin == "table" and fact.row_code and fact.measure == "amount" and fact.basis != "prior_year":
            basic = fact.row_code.startswith("3") or fact.aspect == "basic_expenditure"
            if basic and fact.aspect in {None, "basic_expenditure"}:
                printed.setdefault(fact.row_code, fact)
    pairs = [
        (code, twin)
        for term in TERMS.values()
        for code in term.codes
        for twin in (c for t in term.twins if t in TERMS for c in TERMS[t].codes)
        if code.startswith("2") and twin.startswith("3") and code in printed and twin in printed
    ]
    sharing = Counter(twin for _, twin in pairs)
    for code, twin in pairs:
        if sharing[twin] == 1:  # 行政单位医疗 and 事业单位医疗 are both parts of one economic item
            yield from _twin(printed[code], printed[twin])


def _twin(one: Fact, other: Fact) -> Iterator[Check]:
    gap = abs(one.quantity.base - other.quantity.base)
    if not gap:
        return
    names = [f"{f.row_code} {f.row.rpartition('/')[2]} {f.quantity}" for f in (one, other)]
    about = f"功能科目 {names[0]}，经济科目 {names[1]}"
    if gap <= Decimal(500):  # 0.05 万元: the tail of rounding between two tables
        note = _note("C.TWIN", f"{about}：尾差", [one.context, other.context], one, other)
        yield replace(note, holds=True, grade="rounding")
    else:
        yield _note("C.TWIN", f"{about}：口径可以不同，文中未说明", [one.context, other.context], one, other)


def _reasons(facts: Sequence[Fact]) -> Iterator[Check]:
    """Amounts named as the reasons of a change need not add up to it; where they do not, the reader is told."""
    changes = [f for f in facts if f.measure == "change" and f.quantity.unit_class is UnitClass.MONEY]
    for whole in changes:
        if whole.reason is None or not whole.direction:
            continue
        inside = [
            f
            for f in changes
            if f is not whole and f.direction and whole.reason.start <= f.place.start < whole.reason.end
        ]
        parts = list({(f.place.start, f.quantity.base): f for f in inside}.values())
        if len(parts) < 2:
            continue
        value = sum((f.quantity.base * (f.direction or 0) for f in parts), Decimal(0))
        if abs(value - whole.quantity.base * whole.direction) > Decimal(100) * len(parts):
            named = _signed(parts)
            halves = _halves(whole, changes)
            said = f"；另文 {_signed(halves)} 等于该数" if halves else ""
            about = (
                f"{whole.row.rpartition('/')[2]}变动 {whole.quantity}，所列原因 {named}，合计不等（原因可以不全）{said}"
            )
            yield _note("P.REASONS", about, [f.context for f in (whole, *parts, *halves)], whole)


def _signed(changes: Sequence[Fact]) -> str:
    return " + ".join(f"{(f.direction or 1) * f.quantity.value}" for f in changes)


def _halves(whole: Fact, changes: Sequence[Fact]) -> list[Fact]:
    """The changes of basic and of project expenditure, where they make the whole change."""
    found = [
        next((f for f in changes if f.concept == c and f.subject is None), None)
        for c in ("basic_expenditure", "project_expenditure")
    ]
    both = [f for f in found if f is not None and f.direction]
    value = sum((f.quantity.base * (f.direction or 0) for f in both), Decimal(0))
    return both if len(both) == 2 and value == whole.quantity.base * (whole.direction or 0) else []


def _histories(facts: Sequence[Fact]) -> Iterator[Check]:
    """Last years' budgets of a form's project against the whole form's 项目支出 of the same years.

    They are comparable only where the two agree on this year; even then the scope may differ.
    """
    money = [f for f in facts if f.origin == "table" and f.measure == "amount" and f.concept == "project_expenditure"]
    whole = [f for f in money if f.subject is None and "构成" in f.row]
    for form in facts:
        past = (
            form.origin == "table" and form.subject and form.basis == "prior_year" and "预算" in form.column + form.row
        )
        if not past or form.quantity.unit_class is not UnitClass.MONEY:
            continue
        this = {f.quantity.base for f in money if f.table_id == form.table_id and f.basis == "budget"}
        for other in whole:
            now = {f.quantity.base for f in whole if f.context == other.context and f.basis == "budget"}
            if other.year == form.year and this & now and other.quantity.base != form.quantity.base:
                about = (
                    f"{form.year} 年项目支出：“{other.table}”为 {other.quantity}，“{form.table}”为 {form.quantity}"
                    "（两表本年数相同，口径可能不同）"
                )
                note = _note("C.PRIOR", about, [form.context, other.context], form, other)
                yield replace(note, holds=False, grade="contradiction")
