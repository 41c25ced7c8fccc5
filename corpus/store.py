"""库: the one place where truth is kept. SQLAlchemy Core on SQLite (FTS5 as the lexical index), PostgreSQL by URL.

A file is written in one transaction: it is wholly there or not there at all. Any other index (vectors)
can be deleted and rebuilt from this one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, delete, func, insert, or_, select, text

from corpus import codec, schema, sqlite
from corpus.disclosure import Check, Disclosure, Fact, Kind, Passage, Reading, Section, Table
from corpus.filters import fact_filter
from corpus.notebook import Notebook
from corpus.order import ordered
from corpus.problem import NoSuchDisclosureError, Problem

Cut = Callable[[str], str]
"""Cuts text into words separated by blanks, for the lexical index."""


_WORDS = "create virtual table if not exists passage_words using fts5(id unindexed, disclosure_id unindexed, words)"


class Store:
    """库. Open one with :meth:`open`; it may be shared between threads."""

    def __init__(self, engine: Engine, cut: Cut, *, read_only: bool = False, forgets: bool = False) -> None:
        self._engine = engine
        self._cut = cut
        self.read_only = read_only
        self.is_forgiving = False
        self._notebook = Notebook(engine, forgets=read_only or forgets)
        self.fts = engine.dialect.name == "sqlite"
        if read_only:
            return
        schema.metadata.create_all(engine)
        if self.fts:
            with engine.begin() as db:
                db.execute(text(_WORDS))

    @classmethod
    def open(cls, where: str | Path, cut: Cut = str, *, read_only: bool = False, forgets: bool = False) -> Store:
        """Open the store in folder ``where`` (made if missing) or at a database URL (``postgresql+psycopg://…``).

        ``cut`` turns running Chinese into words parted by blanks; the same must be used for writing and asking.
        With ``read_only`` nothing is changed; then, and where it ``forgets``, conversations end with the process.
        """
        if isinstance(where, str) and "://" in where:
            engine = create_engine(where, pool_pre_ping=True, hide_parameters=True)
        else:
            engine = sqlite.opened(Path(where), read_only=read_only)
        return cls(engine, cut, read_only=read_only, forgets=forgets)

    def forgiving(self) -> Store:
        """The same store for those to whom writing is not what they are about: a turn that cannot be kept is not kept."""
        other = copy(self)
        other.is_forgiving = True
        return other

    def connect(self) -> AbstractContextManager[Connection]:
        """One transaction, for parts that keep tables of their own (conversations)."""
        return self._notebook.connect(is_forgiving=self.is_forgiving)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the corpus, for parts that ask questions of their own."""
        with self._engine.connect() as db:
            yield db

    def close(self) -> None:
        """Close all connections; a copy of the file is whole from then on."""
        self.settle()
        self._engine.dispose()

    def settle(self) -> None:
        """Bring what is in the write-ahead log into the file."""
        if not self.read_only:
            sqlite.checkpointed(self._engine)

    # -- writing -----------------------------------------------------------------------------------------

    def put(self, reading: Reading) -> list[str]:
        """写入: one file, in one transaction. Returns the ids of the disclosures that it replaced.

        The same body's disclosure of the same year, kind and scope, the restated record of this original, and what
        was read before from one of its files give way to it: no question may find a disclosure twice.
        """
        new = reading.disclosure
        with self._engine.begin() as db:
            replaced = [row.id for row in db.execute(self._superseded(new))]
            for old in replaced:
                self._remove(db, old)
            db.execute(insert(schema.disclosure), [_disclosure_row(reading)])
            db.execute(insert(schema.source_text), [{"disclosure_id": new.id, "text": reading.text}])
            self._put_passages(db, new.id, reading.passages)
            if reading.tables:
                db.execute(
                    insert(schema.printed_table),
                    [
                        {
                            "id": t.id,
                            "disclosure_id": new.id,
                            "ordinal": n,
                            "title": t.title,
                            "kind": t.kind,
                            "status": t.status,
                            "body": codec.body(t),
                        }
                        for n, t in enumerate(reading.tables)
                    ],
                )
            if reading.facts:
                db.execute(insert(schema.fact), [codec.fact_row(f, n) for n, f in enumerate(reading.facts)])
        return [old for old in replaced if old != new.id]

    @staticmethod
    def _superseded(new: Disclosure) -> Select[tuple[str]]:
        table = schema.disclosure.c
        same_body = (
            (table.issuer == new.issuer)
            & (table.fiscal_year == new.fiscal_year)
            & (table.kind == new.kind)
            & (table.scope == new.scope)
        )
        own = (_of_file(digest) for digest in new.digests)
        restated = table.original_sha256.in_(new.digests)
        return select(table.id).where(or_(table.id == new.id, restated, same_body, *own))

    def _put_passages(self, db: Connection, owner: str, passages: Sequence[Passage]) -> None:
        if not passages:
            return
        db.execute(
            insert(schema.passage),
            [
                {
                    "id": p.id,
                    "disclosure_id": owner,
                    "section": codec.dumps(p.section),
                    "text": p.text,
                    "digest": digest(p.text),
                    "start": p.place.start,
                    "end": p.place.end,
                    "page": p.place.page,
                }
                for p in passages
            ],
        )
        if self.fts:
            self._put_words(db, owner, passages)

    def _put_words(self, db: Connection, owner: str, passages: Sequence[Passage]) -> None:
        db.execute(
            text("insert into passage_words (id, disclosure_id, words) values (:id, :owner, :words)"),
            [{"id": p.id, "owner": owner, "words": self._cut(" ".join((*p.section[-1:], p.text)))} for p in passages],
        )

    def index_words_anew(self) -> None:
        """词索引重建 from the passages, in one transaction."""
        with self._engine.begin() as db:
            db.execute(text("drop table if exists passage_words"))
            db.execute(text(_WORDS))
            for disclosure in self.disclosures():
                if passages := self.passages([disclosure.id]):
                    self._put_words(db, disclosure.id, passages)

    def delete(self, disclosure_id: str) -> None:
        """删除 one disclosure with all that was read from it. Raises NoSuchDisclosureError."""
        with self._engine.begin() as db:
            if not self._remove(db, disclosure_id):
                raise NoSuchDisclosureError(disclosure_id)
        self.settle()  # what was deleted is overwritten in the file; in the log it would stay

    def _remove(self, db: Connection, disclosure_id: str) -> bool:
        for table in (schema.fact, schema.printed_table, schema.passage, schema.source_text):
            db.execute(delete(table).where(table.c.disclosure_id == disclosure_id))
        if self.fts:
            db.execute(text("delete from passage_words where disclosure_id = :id"), {"id": disclosure_id})
        return db.execute(delete(schema.disclosure).where(schema.disclosure.c.id == disclosure_id)).rowcount > 0

    # -- reading -----------------------------------------------------------------------------------------

    def has_sha(self, sha256: str) -> bool:
        """Whether these very bytes, or the original of which they are the restated record, are already in."""
        table = schema.disclosure.c
        with self._engine.connect() as db:
            return db.execute(select(table.id).where(_of_file(sha256))).first() is not None

    def superseding(self, original_sha256: str) -> str | None:
        """The id of the ingested original with this hash: its restated record need not come in again."""
        table = schema.disclosure.c
        with self._engine.connect() as db:
            return db.execute(select(table.id).where(_of_file(original_sha256))).scalar()

    def version(self) -> tuple[int, str]:
        """Changes whenever a disclosure comes, goes or is replaced: (how many, a digest of their ids).

        Asked before every question, so the ids are joined in the database.
        """
        ids = select(schema.disclosure.c.id).order_by(schema.disclosure.c.id).subquery().c.id
        with self._engine.connect() as db:
            count, joined = db.execute(select(func.count(), func.aggregate_strings(ids, " "))).one()
        return int(count), hashlib.sha256((joined or "").encode()).hexdigest()[:16]

    def disclosures(self) -> list[Disclosure]:
        """All disclosures, by issuer, year, kind and scope."""
        table = schema.disclosure.c
        with self._engine.connect() as db:
            rows = db.execute(
                select(table.body).order_by(table.issuer, table.fiscal_year, table.kind, table.scope)
            ).scalars()
            return [codec.disclosure(row) for row in rows]

    def digests(self) -> set[str]:
        """The SHA-256 of every file that a disclosure was read from."""
        return {digest for disclosure in self.disclosures() for digest in disclosure.digests}

    def of_body(self, issuer: str, year: int, kind: Kind) -> list[Disclosure]:
        """Disclosures of one body, year and kind: of several scopes."""
        table = schema.disclosure.c
        fits = (table.issuer == issuer) & (table.fiscal_year == year) & (table.kind == kind)
        with self._engine.connect() as db:
            rows = db.execute(select(table.body).where(fits).order_by(table.scope, table.id)).scalars()
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

    def _of(self, disclosure_id: str, column: str) -> str:
        with self._engine.connect() as db:
            found = db.execute(
                select(schema.disclosure.c[column]).where(schema.disclosure.c.id == disclosure_id)
            ).scalar()
        if found is None:
            raise NoSuchDisclosureError(disclosure_id)
        return str(found)

    def text(self, disclosure_id: str) -> str:
        """The extracted text, to which all offsets refer. Raises NoSuchDisclosureError."""
        with self._engine.connect() as db:
            table = schema.source_text.c
            found = db.execute(select(table.text).where(table.disclosure_id == disclosure_id)).scalar()
        if found is None:
            raise NoSuchDisclosureError(disclosure_id)
        return str(found)

    def tables(self, disclosure_id: str) -> list[Table]:
        """表 in printed order."""
        table = schema.printed_table.c
        with self._engine.connect() as db:
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
        with self._engine.connect() as db:
            return [codec.passage(row) for row in db.execute(query).mappings()]

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, tuple[str, Passage]]:
        """Passage id → (disclosure id, passage)."""
        table = schema.passage
        with self._engine.connect() as db:
            rows = db.execute(select(table).where(table.c.id.in_(ids))).mappings()
            return {row["id"]: (row["disclosure_id"], codec.passage(row)) for row in rows}

    def passage_keys(self) -> list[tuple[str, str, str]]:
        """(passage id, disclosure id, digest of its text) of all passages: what an index must mirror."""
        table = schema.passage.c
        with self._engine.connect() as db:
            return [
                (r.id, r.disclosure_id, r.digest)
                for r in db.execute(select(table.id, table.disclosure_id, table.digest))
            ]

    def facts(self, disclosure_id: str) -> list[Fact]:
        """事实 of one disclosure, in printed order."""
        query = select(schema.fact).where(schema.fact.c.disclosure_id == disclosure_id).order_by(schema.fact.c.ordinal)
        with self._engine.connect() as db:
            return [codec.fact(row) for row in db.execute(query).mappings()]

    def printing(self, concepts: Sequence[str], words: Sequence[str], codes: Sequence[str] = ()) -> set[str]:
        """Ids of disclosures with a fact of one of the concepts or codes, or with one of the words in its labels."""
        fact = schema.fact.c
        fits: list[Any] = [fact.concept.in_(concepts), fact.aspect.in_(concepts), fact.row_code.in_(codes)]
        fits += [column.contains(word, autoescape=True) for word in words for column in (fact.row, fact.subject)]
        with self._engine.connect() as db:
            return set(db.execute(select(fact.disclosure_id).where(or_(*fits)).distinct()).scalars())

    def select_facts(
        self, *, limit: int = 100, offset: int = 0, order: str | None = None, down: bool = False, **filters: Any
    ) -> tuple[int, list[Fact]]:
        """(how many fit, one page of them). Filters: see :func:`corpus.filters.fact_filter`; order: see :mod:`corpus.order`."""
        fits = fact_filter(filters)
        query = select(schema.fact).join(schema.disclosure).where(*fits)
        with self._engine.connect() as db:
            total = db.execute(
                select(func.count()).select_from(schema.fact.join(schema.disclosure)).where(*fits)
            ).scalar_one()
            page = query.order_by(*ordered(order, down=down)).limit(limit).offset(offset)
            return int(total), [codec.fact(row) for row in db.execute(page).mappings()]

    def search_words(
        self, words: Sequence[str], disclosure_ids: Sequence[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25 over words, best first, with scores (higher is better)."""
        quoted = " OR ".join('"' + w.replace('"', '""') + '"' for w in words if w.strip())
        if not quoted:
            return []
        if not self.fts:
            return self._search_plain(words, disclosure_ids, limit)
        where, values = "passage_words match :words", {"words": quoted, "limit": limit}
        if disclosure_ids is not None:
            names = [f"d{n}" for n in range(len(disclosure_ids))]
            where += f" and disclosure_id in ({','.join(':' + n for n in names)})"
            values |= dict(zip(names, disclosure_ids, strict=True))
        with self._engine.connect() as db:
            ranked = f"select id, -bm25(passage_words) as score from passage_words where {where}"  # noqa: S608
            query = text(ranked + " order by score desc limit :limit")
            return [(row.id, row.score) for row in db.execute(query, values)]

    def _search_plain(
        self, words: Sequence[str], disclosure_ids: Sequence[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """Without FTS5: the number of distinct words that a passage holds."""
        table = schema.passage.c
        query = select(table.id, table.text).where(or_(*(table.text.contains(w) for w in words)))
        if disclosure_ids is not None:
            query = query.where(table.disclosure_id.in_(disclosure_ids))
        with self._engine.connect() as db:
            found = [(row.id, sum(w in row.text for w in words) * 1.0) for row in db.execute(query)]
        return sorted(found, key=lambda hit: -hit[1])[:limit]


def digest(words: str) -> str:
    """A short hash of a passage's text."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _of_file(sha256: str) -> Any:
    """Whether a disclosure was read from this file, alone or with others. A record only names its original."""
    table = schema.disclosure.c
    return or_(table.sha256 == sha256, table.body.contains(f'"sha256":"{sha256}"', autoescape=True))


def _disclosure_row(reading: Reading) -> dict[str, object]:
    new = reading.disclosure
    counts = {"passages": len(reading.passages), "tables": len(reading.tables), "facts": len(reading.facts)}
    return {
        "id": new.id,
        "title": new.title,
        "issuer": new.issuer,
        "fiscal_year": new.fiscal_year,
        "kind": new.kind,
        "scope": new.scope,
        "source": new.source,
        "sha256": new.sha256,
        "original_sha256": new.original_sha256,
        "body": codec.body(new),
        "counts": codec.dumps(counts),
        "sections": codec.listed(reading.sections),
        "checks": codec.listed(reading.checks),
        "problems": codec.listed(reading.problems),
    }
