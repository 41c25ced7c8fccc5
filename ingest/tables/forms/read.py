"""竖排表单: 整体绩效目标申报表 and 项目申报表（含绩效目标）, whose fields run down the page, label by label."""

from __future__ import annotations

import re
from typing import Final

from corpus.disclosure import Cell, Table, TableStatus
from corpus.money import Quantity, UnitClass
from corpus.problem import Problem
from ingest.tables.flattened.titles import Block
from ingest.tables.flattened.tokens import tokens_of
from ingest.tables.forms.details import reasoned_details
from ingest.tables.forms.funds import (
    assets,
    history,
    money_field,
    numbered_details,
    overall_funds,
    overall_projects,
    review,
    sources,
)
from ingest.tables.forms.indicators import read_indicators
from ingest.tables.forms.stream import Field, Sheet, Stream, dictionary, money_unit, span

_EVALUATED: Final = frozenset({"S01", "S02"})
"""自评表, of which flattened text keeps too little: they are told of as unread."""
_GOAL: Final = re.compile(r"(长期|年度)(?:绩效)?目标(\d*)")
_HEADED: Final = re.compile(r"\((?:单位:)?(?:万元|元)\)|(?<=\d)(?:万元|元)")


def read_form(block: Block, known: set[str]) -> tuple[Table, list[Problem]]:
    """读表单: one form as a table with one column per field; rows carry the cells of their field alone.

    ``subject`` is the project's name for forms about one project. Officials' names and telephone numbers are
    never read. ``known`` collects the names of indicators over the forms of one document.
    A Problem ``ambiguous_column`` tells of amounts whose source of money stays open.
    """
    stream = Stream(tokens_of(block.lines))
    sheet = Sheet()
    problems: list[Problem] = []
    subject: str | None = None
    if block.kind == "B13":
        _overall(sheet, stream, block, known)
    elif block.kind not in _EVALUATED:
        subject = _project(sheet, stream, block, problems, known)
    figures = [c.value for r in sheet.rows for c in r.cells if isinstance(c.value, Quantity)]
    units = {v.unit.split("/")[0] for v in figures if v.unit_class is UnitClass.MONEY}
    unit = block.unit or (next(iter(units)) if len(units) == 1 else "")
    status: TableStatus = "read" if figures else "unread"
    rows = tuple(sheet.rows)
    table = Table(
        "",
        block.title,
        block.kind or "B14",
        unit,
        tuple(sheet.columns),
        rows,
        block.place,
        (),
        status,
        block.note,
        subject,
    )
    return table, problems


def _project(sheet: Sheet, stream: Stream, block: Block, problems: list[Problem], known: set[str]) -> str | None:
    """项目申报表; returns the project's name."""
    fields = _joined(stream.fields(dictionary()["project"]))
    default = block.unit or money_unit("".join(_HEADED.findall(stream.text))) or "万元"
    name: str | None = None
    used: set[int] = set()
    for field in fields:
        if field.id == "name" and name is None and field.tokens:
            name = field.text
        elif field.id == "code" and field.tokens:
            _words(sheet, field)
        elif field.id in {"total", "current"}:
            money_field(sheet, field, default)
        elif field.id == "history":
            history(sheet, field, default)
        elif field.id == "review":
            review(sheet, field)
        elif field.id == "sources":
            used = sources(sheet, field, default)
        elif field.id == "details":
            problems += _details(sheet, field, default, used)
        elif field.id == "assets":
            assets(sheet, field, default)
        elif field.id == "indicators":
            _indicators(sheet, field, (), known)
    return name


def _joined(fields: list[Field]) -> list[Field]:
    """The head of 支出明细 names 测算依据及说明 as a column: it does not end the field there."""
    joined: list[Field] = []
    for field in fields:
        last = joined[-1] if joined else None
        if last and last.id == "details" and field.id == "notes" and last.text == "项目内容":
            tokens = (*last.tokens, *field.words, *field.tokens)
            joined[-1] = Field(last.id, last.label, last.words, tokens)
        else:
            joined.append(field)
    return joined


def _details(sheet: Sheet, field: Field, unit: str, used: set[int]) -> list[Problem]:
    """支出明细 in either layout; what stays open is told."""
    if not field.text.startswith("项目内容"):
        numbered_details(sheet, field, unit)
    elif not reasoned_details(sheet, field, unit, used):
        place = field.place
        return [Problem("ambiguous_column", f"“{field.label}”的资金来源栏无法确定", place.start, place.end)]
    return []


def _words(sheet: Sheet, field: Field) -> None:
    """A field whose value is words or a code, kept as printed."""
    label = "".join(t.text for t in field.words)
    sheet.add(label, (), [Cell(sheet.column(label), field.text, None, span(field.tokens))], field.place)


def _indicators(sheet: Sheet, field: Field, parents: tuple[str, ...], known: set[str]) -> None:
    """The words after the whole head 一级指标 二级指标 … 指标值 …."""
    stream = Stream([*field.words, *field.tokens])
    head = re.match(dictionary()["indicator"]["head"], stream.text)
    if head is None or re.match(dictionary()["indicator"]["series"], stream.text[head.end() :]):
        return  # a value for each of several years: which is whose is not told
    end = head.end()
    while end not in stream.starts and end < len(stream.text):
        end += 1
    tokens = [stream.tokens[n] for at, n in stream.starts.items() if at >= end]
    read_indicators(sheet, tokens, head.group(), parents, known)


def _overall(sheet: Sheet, stream: Stream, block: Block, known: set[str]) -> None:
    """整体绩效目标申报表; indicator rows stand under their goal (长期目标1)."""
    goal: tuple[str, ...] = ()
    year = re.search(r"20\d{2}", block.title)
    seen_funds = False
    fields = stream.fields(dictionary()["overall"])
    for n, field in enumerate(fields):
        if field.id == "funds" and not seen_funds and field.tokens:
            overall_funds(sheet, _rest(fields, n), int(year.group()) if year else 0)
            seen_funds = any(r.parents for r in sheet.rows)
        elif field.id == "projects":
            overall_projects(sheet, field, block.unit or "万元")
        elif field.id in {"long", "yearly"}:
            match = _GOAL.match(field.label)
            goal = (f"{match.group(1)}目标{match.group(2)}",) if match else ()
        elif field.id == "indicators":
            _indicators(sheet, field, goal, known)


def _rest(fields: list[Field], n: int) -> Field:
    """The money field with everything up to the next field of another kind."""
    field = fields[n]
    if n + 1 < len(fields) and fields[n + 1].id == "funds":
        after = fields[n + 1]
        return Field(field.id, field.label, field.words, (*field.tokens, *after.words, *after.tokens))
    return field
