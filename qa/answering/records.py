"""项目档案: what a project's forms tell of it besides its money: code, period, kind, who runs it, on what grounds.

In: a question that names projects and asks for such fields, or for their targets, and for nothing else. Out: each field of each
project, with the place where it is printed; a field that two places print differently is told with both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from importlib.resources import files

from corpus.disclosure import Cell, Place, Row, Table
from qa import wording
from qa.answer import Answer, Citer, Conflict, Figure, TablePlace, leaf
from qa.answering import accounting, indicators
from qa.finding.nearest import Nearest
from qa.finding.projects import Project, named, names_in, projects_of, unit_of
from qa.finding.scene import Scene
from qa.library import Library, Shelf

_PIECE = re.compile(r"[，,。；;？?！!、\s]+|以及|及(?!时)|还有")
_AMOUNT = re.compile(
    r"多少|几(?!时)|占|增|减|超|差|比例|平均|合计|一共|总共|最[多少高低大小]|[花用]了|预算|决算|金额|钱"
)
"""Words of a piece of a question that asks for a figure."""
_ONLY_MONEY = re.compile(r"钱|花|元|预算|决算|经费(?:是|有|多)|资金(?:是|有|多)|占|比")
_ASKS = re.compile(
    r"请问|麻烦|帮忙|查一?下|是|哪一?[个些]|什么|啥|分别|各|呢|都|的|要|发我|发下|告诉我|[这那][俩两]?[个些]?|一下"
)
_ONLY_ASKS = re.compile(
    r"请问|麻烦|帮忙|查一?下|是|哪一?[个些]|什么|啥|分别|各|呢|都|的|要|发我|发下|告诉我|[这那][俩两]?[个些]?|一下"
)
_MONEY = re.compile(r"钱|花|元|预算|决算|经费(?:是|有|多)|资金(?:是|有|多)|占|比")
_ASKS = re.compile(r"什么|啥|哪|谁|怎|如何|吗|多少|几|是不是|还是|分别")
_NOT_CHOSEN = re.compile(r"[（(]未选[：:][^（）()]*[)）]")
_OF_ACCOUNTS = re.compile(r"科目|分类|采购|单位代码|单位编码")
"""Codes and kinds that are none of a project's."""
LONGEST = 400
"""Characters of a field that are read out."""
MOST_DOCUMENTS = 3
MOST_PROJECTS = 8


@dataclass(frozen=True)
class Field:
    """一栏: how it is asked for, and under which labels and columns it is printed.

    ``settled`` says that two different values of it contradict each other, ``beside`` that lists print it beside a project's name.
    """

    name: str
    asked: tuple[str, ...]
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    code: bool = False
    settled: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Told:
    """一栏之值: under which label what is printed, and where."""

    label: str
    words: str
    place: Place
    table: TablePlace | None


@cache
def fields() -> tuple[Field, ...]:
    """The fields that can be asked for."""
    raw = tomllib.loads(files("qa.answering").joinpath("records.toml").read_text("utf-8"))
    return tuple(
        Field(
            f["name"], tuple(f["asked"]), tuple(f.get("labels", ())), tuple(f.get("columns", ())),
            *(f.get(flag, False) for flag in ("code", "settled", "beside")),
        )
        for f in raw["field"]
    )  # fmt: skip


def asks(text: str) -> bool:
    """Whether a part of a question asks for a field of a form or for a target, and for no figure beside it."""
    return bool(asked_in(text) or indicators.asks(text)) and _asks_nothing_else(text)


def names_money(said: str) -> bool:
    """Whether words name an amount, so that no field of a form is theirs."""
    return _MONEY.search(said) is not None


def asked_in(text: str) -> tuple[Field, ...]:
    """The fields that a text asks for."""
    return () if _OF_ACCOUNTS.search(text) else tuple(f for f in fields() if any(w in text for w in f.asked))


def answer_record(scene: Scene, citer: Citer, library: Library, near: Nearest | None = None) -> Answer | None:
    """The fields and targets asked for of the projects named; None where anything else is asked, or no form tells any of them."""
    question = scene.question
    wanted = asked_in(question.folded)
    set_once = indicators.asks(question.folded) and len(question.years) < 2
    targets = "".join(f"{p}，" for p in _PIECE.split(question.folded) if not asked_in(p)) if set_once else ""
    if not (wanted or targets) or question.language != "zh" or not _asks_nothing_else(question.folded):
        return None
    if question.does("conflict"):
        return None  # 两处填的一样吗: what each says, and whether they agree
    found = _Found()
    speaking = {s.disclosure.id for s in _speaking(scene)}
    for body, shelf in ((g.body.issuer, s) for g in scene.groups for s in g.shelves if s.disclosure.id in speaking):
        found.body = body
        tables = library.tables(shelf.disclosure.id)
        projects = named(scene, shelf, projects_of(shelf, tables), near)[:MOST_PROJECTS]
        for project in projects:
            for field in wanted:
                found.add(project, field, _told(project, field), citer)
        if targets:
            found.add_targets(projects, tables, _said_of(targets, scene), shelf, near, citer)
    if not found.lines:
        return None
    answer = Answer(
        "answered", "\n".join(found.lines), figures=found.figures, conflicts=found.conflicts, citations=citer.citations
    )
    answer.plan = {"roots": [], "assumed": [], "unused": []}
    accounting.say(answer, lacking=found.missing(wanted))
    return answer


@dataclass
class _Found:
    """所得: the lines of an answer with their figures and conflicts, and what no form tells. Two documents that tell the same are one."""

    body: str = ""
    lines: list[str] = dataclass_field(default_factory=list)
    figures: list[Figure] = dataclass_field(default_factory=list)
    conflicts: list[Conflict] = dataclass_field(default_factory=list)
    _said: dict[tuple[str, ...], str] = dataclass_field(default_factory=dict)
    _lacking: dict[tuple[str, str], bool] = dataclass_field(default_factory=dict)

    def add(self, project: Project, field: Field, told: Sequence[Told], citer: Citer) -> None:
        """Take in what is told of a field."""
        self._lacking[project.name, field.name] = self._lacking.get((project.name, field.name), True) and not told
        year = str(project.shelf.disclosure.fiscal_year)
        for one in told:
            key = (self.body, year, project.name, one.label)
            if self._said.get(key) == one.words:
                continue
            if key in self._said and field.code:
                self.conflicts.append(Conflict(f"{project.name}的{field.name}", ()))
            self._said[key] = one.words
            self.lines.append(_line(project, one, citer))
        if field.settled and (apart := _apart(told)) is not None:
            self.lines.append(apart)
            self.conflicts.append(Conflict(f"{project.name}的{field.name}", ()))

    def add_targets(
        self,
        projects: Sequence[Project],
        tables: Sequence[Table],
        text: str,
        shelf: Shelf,
        near: Nearest | None,
        citer: Citer,
    ) -> None:
        """Take in the targets asked for: of the projects, else of the body where words single some out."""
        sets = [(p.name, indicators.of_project(p)) for p in projects]
        if not sets:
            sets = [("", indicators.of_body(tables))]
        for name, among in sets:
            names = (shelf.disclosure.issuer, name) if name else (shelf.disclosure.issuer,)
            chosen = indicators.meant(text, names, among, shelf, near)
            key = (self.body, str(shelf.disclosure.fiscal_year), name, "targets")
            told = "；".join(f"{i.name}{i.target.text}" for i in chosen)
            if not chosen or self._said.get(key) == told:
                continue
            self._said[key] = told
            lines, figures = indicators.lines(chosen, shelf, name, citer)
            self.lines += lines
            self.figures += figures

    def missing(self, wanted: Sequence[Field]) -> list[str]:
        """Fields that no form tells; not those of which another that was asked for in the same words is told."""
        alike = {f.name for f in wanted if any(w in g.asked for g in wanted if g is not f for w in f.asked)}
        return [f"{name}的{field}" for (name, field), lacks in self._lacking.items() if lacks and field not in alike]


def _said_of(text: str, scene: Scene) -> str:
    """What is asked of targets, without whose and of when, and without the projects' names."""
    for name in (
        *(scene.question.folded[a:b] for a, b in scene.question.who.spans),
        *(str(y) for y in scene.question.years),
    ):
        text = text.replace(name, "")
    return text


def only_asks(piece: str) -> bool:
    """Whether a piece of a question says nothing of its own (请问是哪一个)."""
    return not _ONLY_ASKS.sub("", piece)


def _speaking(scene: Scene) -> list[Shelf]:
    """The disclosures asked about; where nobody is named, those that print a name in the question, if they are few."""
    if len(scene.shelves) <= MOST_DOCUMENTS:
        return list(scene.shelves)
    if scene.question.who.mentions:
        return []
    text = scene.question.folded
    printing = [s for s in scene.shelves if any(e - a >= TELLING and n in s.subjects for a, e, n in names_in(text, s))]
    return printing if len(printing) <= MOST_DOCUMENTS else []


TELLING = 4
"""Characters of a printed name that tell whose it is where nobody is named."""


def _asks_nothing_else(text: str) -> bool:
    """Whether every piece of a question that asks anything asks for a field."""
    targets = indicators.asks(text)
    for piece in _PIECE.split(text):
        accounted = asked_in(piece) or only_asks(piece) or (targets and not _MONEY.search(piece))
        if not accounted and (_ASKS.search(piece) or _AMOUNT.search(piece)):
            return False
    return True


def _told(project: Project, field: Field) -> list[Told]:
    """What is printed of a field of a project, each value once."""
    found = list(_coded(project)) if field.code else list(_in_forms(project, field))
    if field.beside and not found:
        found = [
            Told("单位", word, row.place, TablePlace(table.title, row.label, row.code, ""))
            for table, row, word in unit_of(project)
        ]
    return list({one.words: one for one in reversed(found)}.values())[::-1]


def _coded(project: Project) -> Iterator[Told]:
    for table, row in project.rows:
        if row.code:
            yield Told("编码", row.code, row.place, TablePlace(table.title, row.label, row.code, ""))
    if any(row.code for _, row in project.rows):
        return
    for table in project.forms:
        for row in table.rows:
            if row.code and row.parents == (project.name,):
                yield Told("编码", row.code, row.place, TablePlace(table.title, row.label, row.code, ""))


def _in_forms(project: Project, field: Field) -> Iterator[Told]:
    for table in project.forms:
        for row in table.rows:
            if any(label in row.label for label in field.labels):
                yield from (_cell(table, row, c, row.label) for c in row.cells if _is_words(c))
    for table, row in project.rows:
        for cell in row.cells:
            head = leaf(table.columns[cell.column]) if cell.column < len(table.columns) else ""
            if _is_words(cell) and any(column in head for column in field.columns):
                yield _cell(table, row, cell, head)


def _is_words(cell: Cell) -> bool:
    return cell.value is None and bool(cell.text.strip()) and cell.place.end > cell.place.start


def _cell(table: Table, row: Row, cell: Cell, label: str) -> Told:
    words = _NOT_CHOSEN.sub("", "".join(cell.text.split()))
    cut = f"{words[:LONGEST]}……（其余见原文）" if len(words) > LONGEST else words
    return Told(label, cut, cell.place, TablePlace(table.title, row.label, row.code, ""))


def _line(project: Project, told: Told, citer: Citer) -> str:
    mark = citer.place(project.shelf.disclosure, told.place, table=told.table)
    return f"{wording.who(project.shelf.disclosure)}{project.name}的{told.label}：{told.words}[{mark}]"


def _apart(told: Sequence[Told]) -> str | None:
    """That two places print a field differently; None where they agree or only one does."""
    kinds = list(dict.fromkeys(re.sub(r"项目$|性$|性项目$", "", t.words) for t in told))
    if len(kinds) < 2 or any(a in b or b in a for a in kinds for b in kinds if a is not b):
        return None
    return f"文件前后说法不一致：{'、'.join(f'“{t.words}”（{t.label}）' for t in told)}。"
