"""导入: the line from a file's bytes to all that was read from it, and from folders of files into the store."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from corpus.disclosure import Check, Disclosure, Fact, Place, Reading, Section, Table
from corpus.problem import MingzhangError, Problem, UnreadableError
from ingest import lines as physical
from ingest import metadata, privacy, sections
from ingest.checks import run_checks
from ingest.facts import table_facts
from ingest.lines import Form, Line, Paragraph
from ingest.notes import note_checks
from ingest.original import Source
from ingest.paging import Paging
from ingest.passages import passages
from ingest.prose import prose_facts
from ingest.source import extract
from ingest.tables.flattened import read_flattened
from ingest.tables.record import read_record
from ingest.tables.tabbed import read_tabbed
from ingest.text import LARGEST
from ingest.unwrap import paragraphs

log = logging.getLogger(__name__)
READABLE = frozenset(
    {".txt", ".md", ".text", ".markdown", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".html", ".htm"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)
"""Endings of the files taken from a folder; a file named by itself is tried whatever its ending.

Documents that cannot be read yet are among them, so that none is passed over in silence.
"""

_FEWEST_TABBED = 5

Outcome = Literal["new", "unchanged", "superseded", "failed"]
"""new 新导入; unchanged 字节相同，未变; superseded 已有原件，档案不再导入; failed 不可读."""


class Store(Protocol):
    """库: what this line needs of the store."""

    def has_sha(self, sha256: str) -> bool: ...  # noqa: D102 - see corpus.store.Store
    def superseding(self, original_sha256: str) -> str | None: ...  # noqa: D102
    def put(self, reading: Reading) -> list[str]: ...  # noqa: D102


class Originals(Protocol):
    """原件夹: keeps the bytes, for the view of a page; see corpus.originals."""

    def keep(self, data: bytes) -> str: ...  # noqa: D102


class Index(Protocol):
    """索引: mirrors the store after a run; what an interrupted run left undone the next one does."""

    def sync(self) -> object: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Result:
    """一个文件的结果. ``message`` is what went wrong, in one line; ``replaced`` the ids that gave way."""

    path: str
    outcome: Outcome
    disclosure: Disclosure | None = None
    message: str = ""
    counts: tuple[int, int, int] = (0, 0, 0)
    replaced: tuple[str, ...] = ()


Report = Callable[[int, int, Result], None]
"""Told (files done, files to do, the last one's result)."""


@dataclass(frozen=True, slots=True)
class _Body:
    """What the lines say: running text in paragraphs by section, and tables."""

    paragraphs: list[Paragraph]
    sections: list[Section]
    tables: list[Table]
    problems: list[Problem]


def read(data: bytes, name: str) -> Reading:
    """读入 one file: a pure function of its bytes (``name`` only names it). Raises UnreadableError.

    The order is fixed: decode, mask, lines, tables, paragraphs of what is no table, sections, passages, facts, checks.
    """
    sha = hashlib.sha256(data).hexdigest()
    prefix = sha[:12]
    source = extract(data, name)
    text, masked = privacy.mask(source.text)
    lines = physical.split(text, is_paged=source.is_paged)
    form = physical.form_of(lines)
    keys, start = metadata.front_matter(lines) if form == "record" else ({}, 0)
    body = _body(lines[start:], form, source, prefix)
    known = metadata.from_front_matter(keys, name) if keys else metadata.learn(lines, body.paragraphs, name)
    disclosure = _disclosure(known, sha, name, (source, lines))
    pages = Paging(text, is_paged=source.is_paged or "\f" in text)
    facts, checks, found = _facts(body, disclosure, pages)
    checks += note_checks(body.tables, text)
    if known.problems and not facts:
        raise UnreadableError(f"{name}：既没有单位名称也没有金额，不是可识别的预算或决算公开文件，未导入")
    return Reading(
        disclosure=disclosure,
        text=text,
        sections=tuple(pages.section(section) for section in body.sections),
        passages=tuple(pages.passage(p) for p in passages(body.paragraphs, body.tables, text, prefix)),
        tables=tuple(body.tables),
        facts=tuple(facts),
        checks=tuple(checks),
        problems=(*known.problems, *source.problems, *masked, *body.problems, *found),
    )


def _body(lines: Sequence[Line], form: Form, source: Source, prefix: str) -> _Body:
    contents = physical.contents_of(lines) if form != "record" else set()
    titles = physical.entries(lines, contents)
    kept = physical.content(lines, form)
    tables, problems = _tables(kept, form, prefix)
    printed = [table.place for table in tables if table.status != "absent"]
    running = paragraphs(_runs(kept, printed), form, titles, wrapped=source.is_wrapped)
    starts = [place.start for place in printed]
    found, placed = sections.cut(running, form, source.text, prefix, titles=titles, tables=starts)
    tables = [replace(table, section=sections.path_at(found, table.place.start)) for table in tables]
    told = {problem.start for problem in problems}
    return _Body(placed, found, tables, [*problems, *(p for p in _lost(tables) if p.start not in told)])


def _tables(lines: Sequence[Line], form: Form, prefix: str) -> tuple[list[Table], list[Problem]]:
    """表: by the reader of this text's form. Tabs, where there are any, tell cells apart better than guesses do."""
    if form == "record":
        return read_record(lines, prefix), []
    tabbed = sum("\t" in line.text for line in lines) >= _FEWEST_TABBED
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


def _disclosure(known: metadata.Metadata, sha: str, name: str, read_from: tuple[Source, Sequence[Line]]) -> Disclosure:
    source, lines = read_from
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
        source=Path(name).name,
        media_type=source.media_type,
        sha256=sha,
        original_sha256=known.original_sha256,
        narrative=known.narrative,
        pages=lines[-1].page if lines else None,
        ingested_at="",
    )


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
            found.append(Problem("unread", f"{table.title}：表格未能识别", table.place.start, table.place.end))
    return found


def ingest(
    paths: Iterable[Path],
    store: Store,
    index: Index | None = None,
    report: Report | None = None,
    originals: Originals | None = None,
) -> list[Result]:
    """导入 files and folders, one transaction each; bytes that are in already are skipped without being read.

    A file that cannot be read is reported and changes nothing; the others go on. Then the index follows the store.
    """
    files = list(_files(paths))
    results: list[Result] = []
    for path in files:
        results.append(_ingest_one(path, store, originals))
        if report is not None:
            report(len(results), len(files), results[-1])
    if index is not None and any(result.outcome == "new" for result in results):
        index.sync()
    return results


def _ingest_one(path: Path, store: Store, originals: Originals | None = None) -> Result:
    try:
        data = _bytes(path)
        if store.has_sha(hashlib.sha256(data).hexdigest()):
            if originals is not None:
                originals.keep(data)  # what was taken in before originals were kept
            return Result(str(path), "unchanged")
        reading = read(data, path.name)
        original = reading.disclosure.original_sha256
        if original and store.superseding(original):
            return Result(str(path), "superseded", reading.disclosure)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        reading = replace(reading, disclosure=replace(reading.disclosure, ingested_at=now))
        if originals is not None:
            originals.keep(data)
        replaced = store.put(reading)
    except OSError as error:
        return Result(str(path), "failed", message=f"无法打开（{error.strerror or error}）")
    except MingzhangError as error:
        return Result(str(path), "failed", message=str(error).removeprefix(f"{path.name}："))
    except Exception as error:  # the edge of one file: the others must go on
        log.exception("ingest failed", extra={"file": path.name})
        return Result(str(path), "failed", message=f"读入时出错（{type(error).__name__}），请报告此文件")
    counts = (len(reading.passages), len(reading.tables), len(reading.facts))
    return Result(str(path), "new", reading.disclosure, counts=counts, replaced=tuple(replaced))


def _bytes(path: Path) -> bytes:
    """The bytes of a file that is not too large to be taken in."""
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"{path.name}：文件超过 {LARGEST // 1024 // 1024} MB 上限，请拆分后再导入")
    return path.read_bytes()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named, and the readable ones of folders in the order of their names; none twice."""
    seen: set[Path] = set()
    for path in paths:
        inside = (
            sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READABLE)
            if path.is_dir()
            else [path]
        )
        for file in inside:
            if (real := file.resolve()) not in seen and not file.name.startswith("."):
                seen.add(real)
                yield file
