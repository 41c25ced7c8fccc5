"""表格事实: one Fact for each cell that holds a figure, with what its row and column say about it.

A 合计 row is about what its column names; any other row about what its label names, divided (``aspect``) by
what the column names. A figure whose unit class is unknown becomes no Fact: `unit_problems` reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.disclosure import Basis, Cell, Disclosure, Fact, Measure, Row, Table
from corpus.money import Quantity
from corpus.problem import Problem
from corpus.terms import concept_of_label
from ingest import heads, reports
from ingest.reports import is_report
from ingest.tables.scopes import is_listed_unit, is_unit_row

_PROJECT_NUMBER = re.compile(r"^项目\s*\d+\s*[:：、.]?\s*")
_PROJECT_HEAD = re.compile(r"项目(总|本年度|当年|本年)?预算$|项目名称")
_PROJECT_ROW = re.compile(r"项目(总|本年度|当年|本年)预算|资金总额|当年预算合计")
_FUNDS = re.compile(
    r"项目(本年度|当年|本年)预算$|资金总额|(部门|单位|整体)支出总额$|^当年预算合计$|偏差.*原因|原因分析"
)
_CARRIED = re.compile("结转|结余|资金余额")
_YEAR_ROW = re.compile(r"(20[0-4]\d)年?度?")
_CHANGE_ROW = re.compile(r"(?:增减|变化|变动)(?:变化|变动|情况)?(?:金额|额|数)?|差额")
"""A row that says by how much the year's row above it differs from the one before."""
_INCOME = frozenset({"B02", "F02"})
_THREE = frozenset({"B07", "F07"})
"""A row of a table that prints one thing for several years."""
_APPROPRIATED = frozenset({"B04", "F04"})
_OF_APPROPRIATION = {
    "current_revenue": "fiscal_appropriation",
    "current_expenditure": "fiscal_appropriation_expenditure",
}
"""Of a table of fiscal appropriations: what its totals of the year are called, which are not those of all funds."""
_DEPARTMENT = 3
"""Digits of a department's own code; its units' have more (125 → 125001)."""
_MORE_THAN_THREE = re.compile("会议费|培训费|行政经费|机关运行")
"""A table of the three public items and others: its bare total is not theirs."""
_CLASSIFIED = re.compile("(?:经济|功能)分类")
_FORMS = frozenset({"B13", "B14", "S01", "S02"})
_BOUGHT = {"货物": "procurement_goods", "工程": "procurement_works", "服务": "procurement_services"}
"""Classes of what is bought; the lines below them are of procurement as a whole."""
_COUNTED = re.compile("数量|个数|人数|次数|行次")
_PROJECT = "project"
"""The term of a head that says only that its figures are a project's (项目金额)."""
_LISTS = frozenset({"B10", "B11", "B12"})


@dataclass(frozen=True, slots=True)
class _Head:
    """A column as read once for all rows of its table."""

    path: str
    concept: str | None
    basis: Basis
    year: int


def table_facts(table: Table, disclosure: Disclosure) -> list[Fact]:
    """表格事实 of one table, in printed order; none of a table that is empty, absent or unread.

    The unit comes from the cell, else from the column head (（万元）, 占比, 得分), else from the table; a figure
    with none of these is left out (see `unit_problems`).
    """
    known = _compared([_head(table, i, disclosure) for i in range(len(table.columns))])
    units, scope, zone, fund = sections_of(table), disclosure.scope, None, None
    report, beside = is_report(disclosure), _is_beside_units(table, disclosure)
    if report:
        scope, zone = reports.level_of(table.title) or ("consolidated", None)
        fund = reports.fund_of(table.title)
    levels = reports.levels_of(table.columns) if report else {}
    facts = []
    for n, row in enumerate(table.rows):
        unit = next((unit for unit in (*row.parents, row.label) if unit in units), None)
        own = _office(disclosure) if unit is not None and _is_issuer(unit, disclosure) else unit
        among = len(units) > 1 and not (row.label == unit and not _is_section(row) and row.code is not None)
        for fact in _row_facts(table, n, row, known, disclosure):
            subject = fact.subject or (own if among else None) or zone
            if beside and subject is None and _is_issuer(row.label, disclosure):
                subject = _office(disclosure)
            at, within = levels.get(fact.column) or (scope, subject)
            facts.append(reports.told_of(replace(fact, subject=within or subject, scope=at), fund))
    return facts


def sections_of(table: Table) -> tuple[str, ...]:
    """单位分段: the units whose accounts a table lists one after the other, in printed order."""
    found = [row.label for row in table.rows if _is_section(row)] or [
        parent for row in table.rows for parent in row.parents[:1] if is_listed_unit(parent, table.rows)
    ]
    return tuple(dict.fromkeys(found))


def _is_section(row: Row) -> bool:
    return is_unit_row(row) and len(row.code or "") > _DEPARTMENT


def _is_issuer(name: str, disclosure: Disclosure) -> bool:
    return heads.squeeze(name) in {heads.squeeze(n) for n in (disclosure.issuer, *disclosure.aliases)}


def _is_whole(label: str, table: Table, disclosure: Disclosure) -> bool:
    """Whether a squeezed label is the issuer's name.

    Of one body without units, its own office is the whole of it in a table of income, where the columns are of all.
    """
    alone = disclosure.scope == "unit" and not disclosure.units and table.kind in _INCOME
    return (label.removesuffix("(本级)") if alone else label) == heads.squeeze(disclosure.issuer)


def _is_beside_units(table: Table, disclosure: Disclosure) -> bool:
    """Whether a list of bodies has the issuer's own office as one row: with the others' it comes to the total."""
    total = next((row for row in table.rows if heads.squeeze(row.label) in heads.TOTALS), None)
    others = [row for row in table.rows if row is not total]
    bodies = [row for row in others if row.code is None and heads.is_body(row.label, disclosure)]
    own = [row for row in bodies if _is_issuer(row.label, disclosure)]
    if total is None or len(own) != 1 or len(bodies) < 2 or 2 * len(bodies) < len(others):
        return False
    parts, whole = [_first(row) for row in others], _first(total)
    return whole is not None and sum((p for p in parts if p is not None), Decimal(0)) == whole


def _first(row: Row) -> Decimal | None:
    return next((cell.value.value for cell in row.cells if isinstance(cell.value, Quantity)), None)


def _office(disclosure: Disclosure) -> str:
    """本级: the issuer's own office, where a table tells it apart from the units below."""
    return f"{disclosure.issuer}本级"


def unit_problems(tables: Iterable[Table]) -> list[Problem]:
    """无单位: one Problem for each table that prints figures of which no unit is known."""
    problems = []
    for table in tables:
        bare = [c for r in table.rows for c in r.cells if _lacks_unit(c, table)]
        if bare:
            said = f"{table.title}：{len(bare)} 个数字没有可知的单位，未作为金额收录"
            problems.append(Problem("no_unit", said, bare[0].place.start, bare[-1].place.end))
    return problems


def _lacks_unit(cell: Cell, table: Table) -> bool:
    """A figure without any unit, in a column that is not of plain numbers (数量)."""
    head = table.columns[cell.column] if cell.column < len(table.columns) else ""
    return isinstance(cell.value, Quantity) and not _COUNTED.search(head) and not _unit(cell, table)


def _head(table: Table, column: int, disclosure: Disclosure) -> _Head:
    path = table.columns[column]
    report = is_report(disclosure)
    own = reports.year_of_title(table.title, disclosure.fiscal_year) if report else disclosure.fiscal_year
    year = heads.year_of(path, table, column, own)
    basis = heads.basis_of(path, table, disclosure)
    if report:
        basis = reports.basis_of(path, year, basis, disclosure.fiscal_year)
    elif year < disclosure.fiscal_year:
        basis = "prior_year"
    thing = heads.without_funds(path) if table.kind in _THREE else path
    return _Head(path, heads.concept_of_head(thing), basis, year)


def _compared(known: list[_Head]) -> list[_Head]:
    """A change is of the phase of the figures on its left: 执行数 | 比2024年决算数增长%."""
    for n, head in enumerate(known):
        if heads.is_bare_change(head.path):
            left = next((h for h in reversed(known[:n]) if h.year == head.year and heads.is_plain(h.path)), None)
            known[n] = replace(head, basis=left.basis) if left is not None else head
    return known


def _unit(cell: Cell, table: Table) -> str:
    quantity = cell.value
    if isinstance(quantity, Quantity) and quantity.unit:
        return quantity.unit
    head = table.columns[cell.column] if cell.column < len(table.columns) else ""
    return heads.unit_of_head(head, table.unit)


def _row_facts(table: Table, n: int, row: Row, known: Sequence[_Head], disclosure: Disclosure) -> Iterator[Fact]:
    subject = _subject(table, row, disclosure)
    for cell in row.cells:
        unit = _unit(cell, table)
        if not isinstance(cell.value, Quantity) or not unit or cell.column >= len(known):
            continue
        head = known[cell.column]
        if subject is None and _PROJECT_HEAD.search(heads.squeeze(head.path)) and not _PROJECT_ROW.search(row.label):
            subject = _PROJECT_NUMBER.sub("", row.label)
        concept, aspect = _about(table, row, head, subject, disclosure)
        if table.kind in _APPROPRIATED and aspect is None:
            concept = _OF_APPROPRIATION.get(concept or "", concept)
        aspect = aspect or (heads.other_fund(head.path) if table.kind in _THREE and concept else None)
        basis, year = _row_time(row, head, disclosure)
        yield Fact(
            id=f"{table.id}-r{n:03d}c{cell.column:02d}",
            disclosure_id=disclosure.id,
            origin="table",
            quantity=cell.value if cell.value.unit else replace(cell.value, unit=unit),
            row="/".join((*row.parents, row.label)),
            row_code=row.code,
            column=head.path,
            concept=concept,
            aspect=aspect,
            subject=subject,
            measure=_measure(head, unit, row),
            basis=basis,
            year=year,
            scope=disclosure.scope,
            table_id=table.id,
            table=table.title,
            section=table.section,
            place=cell.place,
            context=row.place,
        )


def _measure(head: _Head, unit: str, row: Row) -> Measure:
    measure = heads.measure_of(head.path, unit, row.label)
    if measure == "amount" and row.parents and _CHANGE_ROW.fullmatch(heads.squeeze(row.label)):
        return "change"
    return "actual" if measure == "target" and head.basis == "prior_year" else measure


def _row_time(row: Row, head: _Head, disclosure: Disclosure) -> tuple[Basis, int]:
    """A row may say its own year and phase (2020年年初预算, 上年自评得分)."""
    label = heads.squeeze(row.label)
    found = re.match(r"(20[0-4]\d)年?", label)
    if lone := _YEAR_ROW.fullmatch(label):
        year = int(lone[1])
        return ("prior_year" if year < disclosure.fiscal_year else head.basis), year
    if found and int(found[1]) < disclosure.fiscal_year and re.search("预算|决算|执行|支出|收入|安排|压减|追加", label):
        return "prior_year", int(found[1])
    if label.startswith(("上年", "去年")) and not _CARRIED.search(label):
        return "prior_year", disclosure.fiscal_year - 1
    return head.basis, head.year


def _subject(table: Table, row: Row, disclosure: Disclosure) -> str | None:
    """Whom or what the row is about: the form's project, the row's project, the row's unit; None for the whole."""
    if table.subject:
        return table.subject
    row = _without_year(row)
    label = heads.squeeze(row.label)
    if label in heads.TOTALS or _is_whole(label, table, disclosure):
        return None
    if table.kind not in _FORMS and heads.is_body(row.label, disclosure) and not _is_account(row):
        return row.label
    if row.code is not None and len(row.code) < 3:  # 31 本级支出项目: a class of projects, of the unit above it
        units = [
            p
            for p in row.parents
            if heads.is_body(p, disclosure) and heads.squeeze(p) != heads.squeeze(disclosure.issuer)
        ]
        return units[-1] if units else None
    if table.kind in _LISTS and concept_of_label(row.label, None) is None:
        return row.label
    return None


def _is_account(row: Row) -> bool:
    """Whether a row bears an account's code: 2070104图书馆 names what libraries cost, not a library."""
    return re.fullmatch(r"2\d{2}(?:\d{2}){1,2}", row.code or "") is not None and not is_unit_row(row)


def _without_year(row: Row) -> Row:
    """The row above a row that names only its year, or the change between years; any other row as it is."""
    label = heads.squeeze(row.label)
    if not row.parents or not (_YEAR_ROW.fullmatch(label) or _CHANGE_ROW.fullmatch(label)):
        return row
    return replace(row, label=row.parents[-1], parents=row.parents[:-1])


def _about(
    table: Table, row: Row, head: _Head, subject: str | None, disclosure: Disclosure
) -> tuple[str | None, str | None]:
    """Concept and aspect of a figure."""
    row = _without_year(row)
    label, whole = heads.squeeze(row.label), heads.about_kind(table.kind)
    about_itself = subject is not None and heads.squeeze(_PROJECT_NUMBER.sub("", row.label)) == heads.squeeze(subject)
    listed = about_itself and not heads.is_body(row.label, disclosure)
    classified = concept_of_label(row.label, row.code) if table.kind == "B10" and row.code and not listed else None
    if classified and _CLASSIFIED.search(table.title):
        return classified, "project_expenditure" if classified != "project_expenditure" else None
    bought = _BOUGHT.get(label) or concept_of_label(row.label, None)
    if table.kind == "B11" and bought in _BOUGHT.values():
        return bought, None
    if table.kind in _LISTS or listed:
        thing = whole or concept_of_label("项目支出", None)
        unknown = head.concept is None and not heads.is_whole(head.path) and not _COUNTED.search(head.path)
        if unknown and table.kind in _LISTS:
            return None, None  # a source that no term names is not the whole
        if head.concept and heads.is_kept(head.concept):
            return head.concept, None
        return thing, head.concept if head.concept not in {thing, _PROJECT} else None
    funds = _FUNDS.search(label) and table.kind in _FORMS and head.concept == "annual_funds"
    if funds and subject is not None:
        return whole, None
    plain = about_itself or _is_whole(label, table, disclosure) or label in heads.TOTALS or _FUNDS.search(label)
    own = None if plain else concept_of_label(row.label, row.code) or _as_fee(label)
    if own and row.parents and _CARRIED.search(row.parents[-1]) and not _CARRIED.search(label):
        carried = concept_of_label(row.parents[-1], None)
        return (carried, own) if carried and carried != own else (own, None)
    if own is not None:
        divides = head.concept not in {own, whole} and table.kind != "F06"  # F06's heads are blocks of codes
        return own, head.concept if divides else None
    if _is_whole(label, table, disclosure) or _stands_for_all(table, label, subject):
        return head.concept or (
            _total(table, row, head, label) if table.kind in _FORMS or heads.is_whole(head.path) else None
        ), None
    return None, None


def _as_fee(label: str) -> str | None:
    """公务用车购置及运行维护支出 is what is called 公务用车购置及运行维护费 elsewhere."""
    return concept_of_label(label.removesuffix("支出") + "费", None) if label.endswith("维护支出") else None


def _stands_for_all(table: Table, label: str, subject: str | None) -> bool:
    """Whether a row without a term of its own is a total, a project or unit, or a form's fund line."""
    if label in heads.TOTALS:
        return True
    if table.kind in _THREE:
        return not label.endswith(("费", "支出", "经费", "用"))
    return bool(_FUNDS.search(label)) or label.endswith("总额") or (subject is not None and table.subject is None)


def _total(table: Table, row: Row, head: _Head, label: str) -> str | None:
    """The thing of a total row whose column names none: by its side, heading or group, else the table's own."""
    own = "三公" in head.path and not _MORE_THAN_THREE.search(head.path)
    if table.kind in _THREE and _MORE_THAN_THREE.search(table.title) and not own:
        return None
    side = heads.side_of(head.path)
    heading = next((s for s in ("收入", "支出") if row.parents and s in row.parents[-1]), None)
    named = heads.SIDE.get(f"{side or heading}/{label}") if side or heading else None
    named = named or heads.GROUP.get(f"{table.kind}/{next(iter(heads.segments(head.path)), '')}")
    return (concept_of_label(named, None) if named else None) or heads.about_kind(table.kind)
