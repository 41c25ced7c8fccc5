"""库: the one place where truth is kept, on SQLite in the home folder or on PostgreSQL by URL (corpus.database).

A file is written in one transaction: it is wholly there or not there at all. Any other index (vectors)
can be deleted and rebuilt from this one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from corpus import codec, ranking, schema, writing
from corpus.database import Database
from corpus.disclosure import Check, Disclosure, Fact, Kind, Passage, Reading, Section, Table
from corpus.keys import label_id
from corpus.lexical import Cut
from corpus.notebook import Work
from corpus.order import fact_filter, named, ordered
from corpus.problem import NoSuchDisclosureError, Problem
from corpus.ranking import Asked, Standing
from corpus.writing import Prepared, digest, of_file

TURNS: Final = 64
"""Bodies that may be written at once; two that meet in one of these take turns."""
__all__ = ["Cut", "Store", "digest"]


class Store:
    """库. Open one with :meth:`open`; it may be shared between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_forgiving = False

    @classmethod
    def open(cls, where: str | Path, cut: Cut = str, *, read_only: bool = False, forgets: bool = False) -> Store:
        """Open the store in folder ``where`` (made if missing) or at a database URL (``postgresql://…``).

        ``cut`` turns running Chinese into words parted by blanks; the same must be used for writing and asking.
        With ``read_only`` nothing is changed; then, and where it ``forgets``, conversations end with the process.
        Raises StoreError where it is out of reach or a newer program has written it.
        """
        return cls(Database.open(where, cut, read_only=read_only, forgets=forgets))

    def forgiving(self) -> Store:
        """The same store for those to whom writing is not what they are about: a turn that cannot be kept is not kept."""
        other = copy(self)
        other.is_forgiving = True
        return other

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed."""
        return self.database.read_only

    @property
    def forgets(self) -> bool:
        """Whether conversations are in memory and end with the process."""
        return self.database.notebook.forgets

    @property
    def fts(self) -> bool:
        """Whether it is a file of SQLite, with FTS5 for words."""
        return not self.database.postgres

    @property
    def engine(self) -> Engine:
        """Of the corpus, for what watches its statements (traces)."""
        return self.database.engine

    def connect(self) -> AbstractContextManager[Connection]:
        """One transaction on the conversations, which are kept apart (:mod:`corpus.notebook`)."""
        return self.database.notebook.connect(is_forgiving=self.is_forgiving)

    def noting(self) -> AbstractContextManager[Connection]:
        """:meth:`connect` for what writes."""
        return self.database.notebook.writing()

    def note(self, work: Work) -> None:
        """Write a turn, in one transaction with those that others write meanwhile. ``work`` may be called twice."""
        self.database.notebook.write(work, is_forgiving=self.is_forgiving)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the corpus, for parts that ask questions of their own."""
        with self.database.engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction on the corpus, for parts that keep tables of their own there (jobs, originals)."""
        with self.database.engine.begin() as db:
            yield db

    def close(self) -> None:
        """Close all connections; a copy of the files is whole from then on."""
        self.settle()
        self.database.close()

    def settle(self) -> None:
        """Bring what is in the write-ahead logs into the files."""
        if not self.read_only:
            self.database.settle()

    def alone(self, what: str) -> AbstractContextManager[None]:
        """一次一个: whoever else asks for the same, in any process, waits. Not to be nested."""
        return self.database.alone(what)

    def taking_in(self, new: Disclosure) -> AbstractContextManager[None]:
        """导入中: one writer at a time for a body, year and kind: its files may be parts of one disclosure."""
        return self.alone(f"body-{label_id(f'{new.issuer} {new.fiscal_year} {new.kind}') % TURNS}")

    # -- writing -----------------------------------------------------------------------------------------

    def put(self, reading: Reading) -> list[str]:
        """写入: one file, in one transaction. Returns the ids of the disclosures that it replaced.

        The same body's disclosure of the same year, kind and scope, the restated record of this original, and what
        was read before from one of its files give way to it: no question may find a disclosure twice.
        """
        return self.put_prepared(writing.prepared(reading))

    def put_prepared(self, rows: Prepared) -> list[str]:
        """写入 what another process has read and prepared; else as :meth:`put`."""
        replaced = self.database.written(lambda db: writing.put(db, self.database.lexical, rows))
        return [old for old in replaced if old != rows.disclosure.id]

    def delete(self, disclosure_id: str) -> None:
        """删除 one disclosure with all that was read from it. Raises NoSuchDisclosureError."""
        if not self.database.written(lambda db: writing.remove(db, self.database.lexical, disclosure_id)):
            raise NoSuchDisclosureError(disclosure_id)
        self.settle()  # what was deleted is overwritten in the file; in the log it would stay

    def index_words_anew(self) -> None:
        """词索引重建 from the passages, in one transaction."""

        def anew(db: Connection) -> None:
            owners = {d.id: self.passages([d.id]) for d in self.disclosures()}  # while no other can write
            writing.index_words(db, self.database.lexical, owners)

        self.database.written(anew)

    # -- reading -----------------------------------------------------------------------------------------

    def has_sha(self, sha256: str) -> bool:
        """Whether these very bytes, or the original of which they are the restated record, are already in."""
        table = schema.disclosure.c
        with self.database.engine.connect() as db:
            return db.execute(select(table.id).where(of_file(sha256))).first() is not None

    def superseding(self, original_sha256: str) -> str | None:
        """The id of the ingested original with this hash: its restated record need not come in again."""
        table = schema.disclosure.c
        with self.database.engine.connect() as db:
            return db.execute(select(table.id).where(of_file(original_sha256))).scalar()

    def version(self) -> tuple[int, str]:
        """Changes whenever a disclosure comes, goes or is replaced: (how many there are, a token of this state).

        Asked before every question, so it is one row; a token is never given twice, not even to a home made anew.
        """
        held = schema.state.c
        with self.database.engine.connect() as db:
            count, token = db.execute(select(held.disclosures, held.token)).one()
        return int(count), str(token)

    def disclosures(self) -> list[Disclosure]:
        """All disclosures, by issuer, year, kind and scope."""
        table = schema.disclosure.c
        with self.database.engine.connect() as db:
            rows = db.execute(
                select(table.body).order_by(table.issuer, table.fiscal_year, table.kind, table.scope)
            ).scalars()
            return [codec.disclosure(row) for row in rows]

    def files(self) -> set[str]:
        """The SHA-256 of every file that a disclosure was read from."""
        return {sha256 for disclosure in self.disclosures() for sha256 in disclosure.digests}

    def of_body(self, issuer: str, year: int, kind: Kind) -> list[Disclosure]:
        """Disclosures of one body, year and kind: of several scopes."""
        table = schema.disclosure.c
        fits = (table.issuer == issuer) & (table.fiscal_year == year) & (table.kind == kind)
        with self.database.engine.connect() as db:
            rows = db.execute(select(table.body).where(fits).order_by(table.scope, table.id)).scalars()
            return [codec.disclosure(row) for row in rows]

    def named_like(self, beginning: str, year: int, kind: Kind) -> list[Disclosure]:
        """Disclosures of one year and kind from files whose names begin so."""
        table = schema.disclosure.c
        fits = table.source.startswith(beginning, autoescape=True) & (table.fiscal_year == year) & (table.kind == kind)
        with self.database.engine.connect() as db:
            rows = db.execute(select(table.body).where(fits).order_by(table.source, table.id)).scalars()
            return [codec.disclosure(row) for row in rows]

    def disclosure(self, disclosure_id: str) -> Disclosure:
        """One disclosure. Raises NoSuchDisclosureError."""
        return codec.disclosure(self._of(disclosure_id, "body"))

    def counts(self, disclosure_id: str) -> dict[str, int]:
        """How many passages, tables and facts a disclosure has."""
        counted: dict[str, int] = json.loads(self._of(disclosure_id, "counts"))
        return counted

    def sections(self, disclosure_id: str) -> tuple[Section, ...]:
        """章节 in order."""
        return codec.sections(self._of(disclosure_id, "sections"))

    def checks(self, disclosure_id: str) -> tuple[Check, ...]:
        """勾稽 results."""
        return codec.checks(self._of(disclosure_id, "checks"))

    def problems(self, disclosure_id: str) -> tuple[Problem, ...]:
        """问题 met while reading."""
        return codec.problems(self._of(disclosure_id, "problems"))

    def seal(self, disclosure_id: str) -> int:
        """印: a number for all that is held of a disclosure, another where any of it is another; in one process.

        A third of the time that reading it takes. Raises NoSuchDisclosureError.
        """
        parts = (schema.source_text, schema.printed_table, schema.passage, schema.fact)
        with self.database.engine.connect() as db:
            held = db.execute(select(schema.disclosure).where(schema.disclosure.c.id == disclosure_id)).all()
            more = [db.execute(select(p).where(p.c.disclosure_id == disclosure_id)).all() for p in parts]
        if not held:
            raise NoSuchDisclosureError(disclosure_id)
        return hash(tuple(frozenset(map(tuple, rows)) for rows in (held, *more)))

    def _of(self, disclosure_id: str, column: str) -> str:
        with self.database.engine.connect() as db:
            found = db.execute(
                select(schema.disclosure.c[column]).where(schema.disclosure.c.id == disclosure_id)
            ).scalar()
        if found is None:
            raise NoSuchDisclosureError(disclosure_id)
        return str(found)

    def text(self, disclosure_id: str) -> str:
        """The extracted text, to which all offsets refer. Raises NoSuchDisclosureError."""
        with self.database.engine.connect() as db:
            table = schema.source_text.c
            found = db.execute(select(table.text).where(table.disclosure_id == disclosure_id)).scalar()
        if found is None:
            raise NoSuchDisclosureError(disclosure_id)
        return str(found)

    def tables(self, disclosure_id: str) -> list[Table]:
        """表 in printed order."""
        table = schema.printed_table.c
        with self.database.engine.connect() as db:
            rows = db.execute(
                select(table.body).where(table.disclosure_id == disclosure_id).order_by(table.ordinal)
            ).scalars()
            return [codec.table(row) for row in rows]

    def passages(self, disclosure_ids: Sequence[str] | None = None) -> list[Passage]:
        """段落 of some disclosures (all where None), in order."""
        table = schema.passage
        query = select(table).order_by(table.c.disclosure_id, table.c.start)
        if disclosure_ids is not None:
            query = query.where(table.c.disclosure_id.in_(disclosure_ids))
        with self.database.engine.connect() as db:
            return [codec.passage(row) for row in db.execute(query).mappings()]

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, tuple[str, Passage]]:
        """Passage id → (disclosure id, passage)."""
        table = schema.passage
        with self.database.engine.connect() as db:
            rows = db.execute(select(table).where(table.c.id.in_(ids))).mappings()
            return {row["id"]: (row["disclosure_id"], codec.passage(row)) for row in rows}

    def digests(self, after: str = "", limit: int = 1000) -> list[str]:
        """The next distinct texts' digests after one, in order: what an index must mirror, a page at a time."""
        held = schema.passage.c.digest
        with self.database.engine.connect() as db:
            return list(db.execute(select(held).where(held > after).distinct().order_by(held).limit(limit)).scalars())

    def texts(self, digests: Sequence[str]) -> dict[str, str]:
        """Digest → text, of those that are said by some passage."""
        held = schema.passage.c
        with self.database.engine.connect() as db:
            rows = db.execute(
                select(held.digest, func.min(held.text)).where(held.digest.in_(digests)).group_by(held.digest)
            )
            return {row[0]: row[1] for row in rows}

    def digests_of(self, disclosure_ids: Sequence[str]) -> list[str]:
        """The distinct texts' digests of some disclosures."""
        held = schema.passage.c
        with self.database.engine.connect() as db:
            return list(
                db.execute(select(held.digest).where(held.disclosure_id.in_(disclosure_ids)).distinct()).scalars()
            )

    def saying(self, digests: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Digest → (passage id, disclosure id) of all who say that text."""
        held, found = schema.passage.c, dict[str, list[tuple[str, str]]]()
        query = select(held.digest, held.id, held.disclosure_id).where(held.digest.in_(digests)).order_by(held.id)
        with self.database.engine.connect() as db:
            for row in db.execute(query):
                found.setdefault(row.digest, []).append((row.id, row.disclosure_id))
        return found

    def text_count(self) -> int:
        """How many distinct texts there are."""
        with self.database.engine.connect() as db:
            return int(db.execute(select(func.count(func.distinct(schema.passage.c.digest)))).scalar_one())

    def facts(self, disclosure_id: str) -> list[Fact]:
        """事实 of one disclosure, in printed order."""
        query = select(schema.fact).where(schema.fact.c.disclosure_id == disclosure_id).order_by(schema.fact.c.ordinal)
        with self.database.engine.connect() as db:
            return [codec.fact(row) for row in db.execute(query).mappings()]

    def facts_by_id(self, ids: Sequence[str]) -> dict[str, Fact]:
        """Fact id → fact, of those that are there."""
        with self.database.engine.connect() as db:
            rows = db.execute(select(schema.fact).where(schema.fact.c.id.in_(ids))).mappings()
            return {row["id"]: codec.fact(row) for row in rows}

    def ranked(self, asked: Asked) -> tuple[int, list[Standing]]:
        """排名: (how many figures fit, the first of them) over all bodies, by size. See :class:`corpus.ranking.Asked`."""
        with self.database.engine.connect() as db:
            return ranking.ranked(db, asked)

    def labels(self, word: str, limit: int = 1000) -> dict[int, str]:
        """标签: the printed names that hold a word, by id; the shortest first."""
        held = schema.label.c
        query = select(held.id, held.name).where(held.name.contains(word, autoescape=True))
        with self.database.engine.connect() as db:
            return {r.id: r.name for r in db.execute(query.order_by(func.length(held.name), held.name).limit(limit))}

    def printing(self, concepts: Sequence[str], words: Sequence[str], codes: Sequence[str] = ()) -> set[str]:
        """Ids of disclosures with a fact of one of the concepts or codes, or with one of the words in its labels."""
        fact = schema.fact.c
        fits = [fact.concept.in_(concepts), fact.aspect.in_(concepts), fact.row_code.in_(codes)]
        fits += [column.in_(named(word)) for word in words for column in (fact.row_words, fact.subject_words)]
        with self.database.engine.connect() as db:
            # One query for each: a database walks one index for it, and scans where they stand together.
            return {i for fit in fits for i in db.execute(select(fact.disclosure_id).where(fit).distinct()).scalars()}

    def select_facts(
        self, *, limit: int = 100, offset: int = 0, order: str | None = None, down: bool = False, **filters: object
    ) -> tuple[int, list[Fact]]:
        """(how many fit, one page of them). Filters and order: see :mod:`corpus.order`."""
        fits = fact_filter(filters)
        query = select(schema.fact).join(schema.disclosure).where(*fits)
        with self.database.engine.connect() as db:
            total = db.execute(
                select(func.count()).select_from(schema.fact.join(schema.disclosure)).where(*fits)
            ).scalar_one()
            page = query.order_by(*ordered(order, down=down)).limit(limit).offset(offset)
            return int(total), [codec.fact(row) for row in db.execute(page).mappings()]

    def search_words(
        self, words: Sequence[str], disclosure_ids: Sequence[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25 over words, best first, with scores (higher is better)."""
        with self.database.engine.connect() as db:
            return self.database.lexical.search(db, words, disclosure_ids, limit)
