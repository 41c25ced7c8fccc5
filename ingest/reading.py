"""阅读: the line from a file's bytes, or those of several files of one disclosure, to all that was read from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from corpus.disclosure import Check, Disclosure, Fact, Part, Place, Reading, Section, Table
from corpus.problem import Problem, UnreadableError
from ingest.checks.notes import note_checks
from ingest.checks.run import run_checks
from ingest.facts import sections_of, table_facts
from ingest.privacy import masks as privacy
from ingest.privacy.names import Names
from ingest.prose.facts import prose_facts
from ingest.sources.extract import extract
from ingest.sources.original import Source
from ingest.structure import lines as physical
from ingest.structure import metadata, sections
from ingest.structure.lines import Form, Line, Paragraph
from ingest.structure.names import is_body
from ingest.structure.paging import Paging
from ingest.structure.passages import passages
from ingest.structure.unwrap import paragraphs
from ingest.tables.flattened.read import read_flattened
from ingest.tables.record import read_record
from ingest.tables.tabbed import read_tabbed

_FEWEST_TABBED: Final = 5
_UNMARKED: Final = frozenset({"text/plain", "application/pdf"})
"""Kinds of file in which a tab may be a typist's; in others it parts the cells of a table."""
_ACCOUNT: Final = 7
_BY_BODY: Final = frozenset({"B02", "B03", "F02", "F03"})
_SETTLED: Final = re.compile("决算")


@dataclass(frozen=True, slots=True)
class _File:
    """One file: its text begins at ``start`` of the whole."""

    name: str
    sha256: str
    source: Source
    start: int
    lines: tuple[Line, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.source.text)

    @property
    def problems(self) -> Iterator[Problem]:
        """What its reader met, in places of the whole."""
        for problem in self.source.problems:
            start, end = (None if at is None else at + self.start for at in (problem.start, problem.end))
            yield replace(problem, start=start, end=end)

    def masked(self, printed: str, text: str, people: Names) -> _File:
        """Without personal data in its name, nor in what its reader quoted of the ``printed`` text."""
        problems = tuple(
            privacy.told(problem, printed[self.start : self.end], text[self.start : self.end])
            for problem in self.source.problems
        )
        return replace(
            self, name=privacy.masked_name(self.name, people), source=replace(self.source, problems=problems)
        )

    def with_lines(self, text: str) -> _File:
        """With its lines of the whole, masked text; pages count from 1."""
        own = physical.split(text[self.start : self.end], is_paged=self.source.is_paged)
        moved = [replace(line, start=line.start + self.start, end=line.end + self.start) for line in own]
        return replace(self, lines=tuple(moved if self.start else own))

    def part(self) -> Part:
        """As the disclosure names it."""
        pages = self.lines[-1].page if self.lines else None
        return Part(Path(self.name).name, self.source.media_type, self.sha256, pages, self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Body:
    """What the lines say: running text in paragraphs by section, and tables."""

    paragraphs: list[Paragraph]
    sections: list[Section]
    tables: list[Table]
    problems: list[Problem]


def read(data: bytes, name: str) -> Reading:
    """读入 one file: a pure function of its bytes (``name`` only names it). Raises UnreadableError."""
    return read_together([(data, name)])


def read_together(files: Sequence[tuple[bytes, str]]) -> Reading:
    """合读 the files (bytes, name) of one disclosure, one text after the other. Raises UnreadableError.

    The order is fixed: decode, mask, lines, tables, paragraphs of what is no table, sections, passages, facts, checks.
    What the files say is checked as one: sentences of the one against tables of the other.
    """
    opened = list(_opened(files))
    printed = "".join(file.source.text for file in opened)
    text, masked, people = privacy.masked_whole(printed)
    opened = [file.masked(printed, text, people).with_lines(text) for file in opened]
    digests = "\n".join(file.sha256 for file in opened)
    sha = digests if len(opened) == 1 else hashlib.sha256(digests.encode()).hexdigest()
    prefix = sha[:12]
    bodies = [_body(file, text, prefix if n == 1 else f"{prefix}-{n}") for n, file in enumerate(opened, 1)]
    body = _merged([body for body, _ in bodies])
    known = _known(opened, bodies)
    disclosure = _disclosure(known, sha, opened)
    body = replace(body, tables=[_of_kind(table, disclosure) for table in body.tables])
    disclosure = _with_units(disclosure, body.tables)
    pages = Paging(text, [(f.start, f.end, f.source.is_paged or "\f" in f.source.text) for f in opened])
    facts, checks, found = _facts(body, disclosure, pages)
    checks += note_checks(body.tables, text)
    if known.problems and not facts:
        raise UnreadableError(f"{files[0][1]}：既没有单位名称也没有金额，不是可识别的预算或决算公开文件，未导入")
    return Reading(
        disclosure=disclosure,
        text=text,
        sections=tuple(pages.section(section) for section in body.sections),
        passages=tuple(pages.passage(p) for p in passages(body.paragraphs, body.tables, text, prefix)),
        tables=tuple(body.tables),
        facts=tuple(facts),
        checks=tuple(checks),
        problems=(*known.problems, *(p for f in opened for p in f.problems), *masked, *body.problems, *found),
    )


def _opened(files: Sequence[tuple[bytes, str]]) -> Iterator[_File]:
    start = 0
    for data, name in files:
        source = extract(data, name)
        if len(files) > 1 and not source.text.endswith("\n"):
            source = replace(source, text=source.text + "\n")
        yield _File(name, hashlib.sha256(data).hexdigest(), source, start)
        start += len(source.text)


def _known(opened: Sequence[_File], bodies: Sequence[tuple[_Body, dict[str, str]]]) -> metadata.Metadata:
    """元数据 of the first file that says whose it is; a table of figures may not."""
    found: list[metadata.Metadata] = []
    for file, (body, keys) in zip(opened, bodies, strict=True):
        if keys:
            return metadata.from_front_matter(keys, file.name)
        try:
            found.append(metadata.learn(file.lines, body.paragraphs, file.name))
        except UnreadableError:
            if len(opened) == 1:
                raise
    if not found:
        raise UnreadableError(f"{opened[0].name}：看不出这是哪份部门预算或决算公开文件，未导入")
    return next((known for known in found if not known.problems), found[0])


def _merged(bodies: Sequence[_Body]) -> _Body:
    """All bodies as one; a table of which one file has only the title is not lost where another prints it."""
    tables = [table for body in bodies for table in body.tables]
    printed = {table.kind for table in tables if table.status != "absent"} if len(bodies) > 1 else set()
    gone = {table.place.start for table in tables if table.status == "absent" and table.kind in printed}
    return _Body(
        [paragraph for body in bodies for paragraph in body.paragraphs],
        [section for body in bodies for section in body.sections],
        [table for table in tables if table.place.start not in gone],
        [p for body in bodies for p in body.problems if p.kind != "lost_table" or p.start not in gone],
    )


def _body(file: _File, text: str, prefix: str) -> tuple[_Body, dict[str, str]]:
    """What one file says, in places of the whole ``text``; and its front matter."""
    lines = file.lines
    form = physical.form_of(lines)
    keys, first = metadata.front_matter(lines) if form == "record" else ({}, 0)
    lines = lines[first:]
    contents = physical.contents_of(lines) if form != "record" else set()
    titles = physical.entries(lines, contents)
    kept = physical.content(lines, form)
    fewest = _FEWEST_TABBED if file.source.media_type in _UNMARKED else 1
    tables, problems = _tables(kept, form, prefix, fewest)
    printed = [table.place for table in tables if table.status != "absent"]
    running = paragraphs(_runs(kept, printed), form, titles, wrapped=file.source.is_wrapped)
    starts = [place.start for place in printed]
    found, placed = sections.cut(running, form, text[: file.end], prefix, titles=titles, tables=starts)
    tables = [replace(table, section=sections.path_at(found, table.place.start)) for table in tables]
    told = {problem.start for problem in problems}
    body = _Body(placed, found, tables, [*problems, *(p for p in _lost(tables) if p.start not in told)])
    return body, keys


def _tables(lines: Sequence[Line], form: Form, prefix: str, fewest: int) -> tuple[list[Table], list[Problem]]:
    """表: by the reader of this text's form. Tabs, where there are so many, tell cells apart better than guesses do."""
    if form == "record":
        return read_record(lines, prefix), []
    tabbed = sum("\t" in line.text for line in lines) >= fewest
    if not tabbed and form != "tabbed":
        return read_flattened(lines, prefix)
    tables = read_tabbed(lines, prefix)
    return (tables if all(line.page is None for line in lines) else _with_unruled(tables, lines, prefix)), []


def _with_unruled(tables: list[Table], lines: Sequence[Line], prefix: str) -> list[Table]:
    """无线表 of a file that has ruled ones too: where a title seems to have lost its table, its lines are tried as text."""
    lost = {table.kind for table in tables if table.status == "absent"}
    if not lost:
        return tables
    flat, _ = read_flattened([line for line in lines if "\t" not in line.text], prefix)
    found = [table for table in flat if table.status == "read" and table.kind in lost]
    kinds = {table.kind for table in found}
    kept = [table for table in tables if table.status != "absent" or table.kind not in kinds]
    ordered = sorted([*kept, *found], key=lambda table: table.place.start)
    return [replace(table, id=f"{prefix}-t{n:02d}") for n, table in enumerate(ordered, 1)]


def _runs(lines: Sequence[Line], tables: Sequence[Place]) -> list[list[Line]]:
    """The lines outside tables, cut where a table stands between them. A lone title of a lost table stays a line."""
    places = sorted((place.start, place.end) for place in tables)
    runs: list[list[Line]] = [[]]
    at = 0
    for line in lines:
        while at < len(places) and places[at][1] <= line.start:
            at += 1
        if at < len(places) and places[at][0] < max(line.end, line.start + 1) and line.text.strip():
            if runs[-1]:
                runs.append([])
        else:
            runs[-1].append(line)
    return runs


def _disclosure(known: metadata.Metadata, sha: str, opened: Sequence[_File]) -> Disclosure:
    parts = tuple(file.part() for file in opened)
    paged = [part.pages for part in parts if part.pages is not None]
    return Disclosure(
        id=sha[:12],
        title=known.title,
        issuer=known.issuer,
        aliases=known.aliases,
        units=known.units,
        region=known.region,
        fiscal_year=known.year,
        kind=known.kind,
        scope=known.scope,
        published=known.published,
        source=parts[0].source,
        media_type=parts[0].media_type,
        sha256=sha,
        original_sha256=known.original_sha256,
        narrative=known.narrative,
        pages=sum(paged) if paged else None,
        ingested_at="",
        parts=parts if len(parts) > 1 else (),
    )


def _of_kind(table: Table, disclosure: Disclosure) -> Table:
    """A table of a budget whose title does not say 决算 is the budget's, whatever its rows are like."""
    title = table.title.replace("预（决）算", "").replace("预(决)算", "")
    if disclosure.kind == "budget" and table.kind.startswith("F") and not _SETTLED.search(title):
        return replace(table, kind=f"B{table.kind[1:]}")
    return table


def _with_units(disclosure: Disclosure, tables: Sequence[Table]) -> Disclosure:
    """With the units whose accounts its tables list one after the other, where the text names none."""
    found = [unit for table in tables for unit in (*sections_of(table), *_listed_bodies(table))]
    listed = dict.fromkeys(unit for unit in found if is_body(unit) and unit != disclosure.issuer)
    if len(set(found)) < 2 or not listed:  # one unit alone is the body itself
        return disclosure
    return replace(disclosure, units=tuple(dict.fromkeys((*disclosure.units, *listed))), scope="consolidated")


def _listed_bodies(table: Table) -> list[str]:
    """The bodies that a table of income or expenditure lists, a row each; none where there is only one."""
    bodies = [
        row.label for row in table.rows if not row.parents and is_body(row.label) and len(row.code or "") != _ACCOUNT
    ]
    return bodies if table.kind in _BY_BODY and len(set(bodies)) > 1 else []


def _facts(body: _Body, disclosure: Disclosure, pages: Paging) -> tuple[list[Fact], list[Check], list[Problem]]:
    """事实: cells and sentences, then the identities that verify them."""
    facts = [fact for table in body.tables for fact in table_facts(table, disclosure)]
    facts += [pages.fact(fact) for fact in prose_facts(body.paragraphs, disclosure)]
    checks, verified, found = run_checks(disclosure, body.tables, facts, body.paragraphs)
    return _distinct(verified), checks, found


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Facts without exact repeats, each with an id of its own: two readers may come upon one figure."""
    seen: dict[str, int] = {}
    found = []
    for fact in dict.fromkeys(facts):
        seen[fact.id] = seen.get(fact.id, 0) + 1
        found.append(fact if seen[fact.id] == 1 else replace(fact, id=f"{fact.id}-{seen[fact.id]}"))
    return found


def _lost(tables: Iterable[Table]) -> list[Problem]:
    """缺表: tables of which only the title is in the text, or that were not understood."""
    found = []
    for table in tables:
        if table.status == "absent":
            said = f"{table.title}：文本中只有表名，表格内容缺失（原件中多为图片）"
            found.append(Problem("lost_table", said, table.place.start, table.place.end))
        elif table.status == "unread":
            found.append(
                Problem("unread", f"{table.title or '没有题名的表'}：表格未能识别", table.place.start, table.place.end)
            )
    return found
