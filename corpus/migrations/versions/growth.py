"""0002: figures by key and rank, files by hash, one disclosure of a body, year, kind and scope, originals and jobs."""

from __future__ import annotations

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy import Connection, text

from corpus import codec
from corpus.keys import keys, labels
from corpus.lexical import lexical_index
from corpus.schema import Yuan

revision: Final = "0002"
down_revision: Final[str | None] = "0001"

ADDED: Final[tuple[tuple[str, Any], ...]] = (
    ("amount", Yuan()),
    ("label", sa.BigInteger()),
    ("row_words", sa.BigInteger()),
    ("column_words", sa.BigInteger()),
    ("subject_words", sa.BigInteger()),
    ("table_words", sa.BigInteger()),
    ("speaks_for_concept", sa.Boolean()),
    ("speaks_for_label", sa.Boolean()),
)
INDEXES: Final = (
    "create index ix_passage_digest on passage (digest)",
    "create index fact_by_aspect on fact (aspect) where aspect is not null",
    "create index fact_by_code on fact (row_code) where row_code is not null",
    "create index fact_by_row on fact (row_words)",
    "create index fact_by_column on fact (column_words)",
    "create index fact_by_subject on fact (subject_words) where subject_words is not null",
    "create index fact_by_table on fact (table_words) where table_words is not null",
    "create index concept_by_amount on fact (concept, aspect, year, basis, measure, amount) where {speaks_for_concept}",
    "create index label_by_amount on fact (label, aspect, year, basis, measure, amount) where {speaks_for_label}",
    "create unique index one_disclosure on disclosure (issuer, fiscal_year, kind, scope)",
)


def upgrade() -> None:
    """Add tables and columns, let duplicates give way to the one taken in last, work out the new columns."""
    db: Connection = op.get_bind()
    _tables()
    for name, kind in ADDED:
        op.add_column("fact", sa.Column(name, kind))
    op.add_column("passage", sa.Column("number", sa.Integer()))
    kept = _heal(db)
    for disclosure_id, body in kept:
        for sha256 in {part["sha256"] for part in body.get("parts", ())} or {body["sha256"]}:
            _file(db, sha256, disclosure_id)
        _work_out(db, disclosure_id)
    passages, words = _words(db, context.config.attributes["cut"])
    for statement in INDEXES:
        yes = "{0} = 1" if db.dialect.name == "sqlite" else "{0}"
        names = ("speaks_for_concept", "speaks_for_label")
        db.execute(text(statement.format(**{name: yes.format(name) for name in names})))
    values = {"disclosures": len(kept), "passages": passages, "words": words}
    db.execute(text("insert into state values (1, :disclosures, :passages, :words, '')"), values)


def _tables() -> None:
    owner = sa.ForeignKey("disclosure.id", ondelete="CASCADE")
    op.create_table(
        "file",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("disclosure_id", sa.String(32), owner, nullable=False, index=True),
    )
    op.create_table(
        "label",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
    )
    op.create_table(
        "original",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("disclosure_id", sa.String(32)),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("worker", sa.String(64), nullable=False),
        sa.Column("replaced", sa.Text()),
        sa.Column("beat", sa.Float(), nullable=False, index=True),
    )
    op.create_table(
        "state",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("disclosures", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
    )


def _heal(db: Connection) -> list[tuple[str, Any]]:
    """Of several disclosures of one body, year, kind and scope the one taken in last stays; those that stay."""
    rows = db.execute(text("select id, issuer, fiscal_year, kind, scope, body from disclosure")).all()
    last: dict[tuple[Any, ...], tuple[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (json.loads(r.body)["ingested_at"], r.id)):
        key = (row.issuer, row.fiscal_year, row.kind, row.scope)
        if key in last:
            _remove(db, last[key][0])
        last[key] = (row.id, json.loads(row.body))
    return list(last.values())


def _remove(db: Connection, disclosure_id: str) -> None:
    tables = ["fact", "printed_table", "passage", "source_text"]
    if db.dialect.name == "sqlite":
        tables.append("passage_words")
    for table in tables:
        db.execute(text(f"delete from {table} where disclosure_id = :id"), {"id": disclosure_id})  # noqa: S608
    db.execute(text("delete from disclosure where id = :id"), {"id": disclosure_id})


def _file(db: Connection, sha256: str, disclosure_id: str) -> None:
    values = {"sha256": sha256, "id": disclosure_id}
    db.execute(text("insert into file values (:sha256, :id) on conflict do nothing"), values)


def _work_out(db: Connection, disclosure_id: str) -> None:
    """The columns of :data:`ADDED` for one disclosure's facts, and the labels that they name."""
    columns = "select * from fact where disclosure_id = :id order by ordinal"
    facts = [codec.fact(row) for row in db.execute(text(columns), {"id": disclosure_id}).mappings()]
    if not facts:
        return
    named = [{"id": i, "name": name} for i, name in sorted(labels(facts).items())]
    db.execute(text("insert into label values (:id, :name) on conflict do nothing"), named)
    fact = sa.table("fact", sa.column("id"), *(sa.column(name, kind) for name, kind in ADDED))
    values: dict[str, Any] = {name: sa.bindparam(name) for name, _ in ADDED}
    update = sa.update(fact).where(fact.c.id == sa.bindparam("fact_id")).values(values)
    db.execute(update, [{"fact_id": f.id, **row} for f, row in zip(facts, keys(facts), strict=True)])


def _words(db: Connection, cut: Any) -> tuple[int, int]:
    """The lexical index: SQLite's gets its numbers written down, PostgreSQL's is made. (passages, words)."""
    if db.dialect.name == "sqlite":
        db.execute(text("create table number_of as select id, rowid as number from passage_words"))
        db.execute(text("create index number_of_id on number_of (id)"))
        db.execute(text("update passage set number = (select number from number_of where id = passage.id)"))
        db.execute(text("drop table number_of"))
        return int(db.execute(text("select count(*) from passage")).scalar_one()), 0
    index = lexical_index(db.dialect.name, cut)
    index.create(db)
    for (owner,) in db.execute(text("select distinct disclosure_id from passage")).all():
        rows = db.execute(text("select * from passage where disclosure_id = :id"), {"id": owner}).mappings()
        index.put(db, owner, [(p.id, " ".join((*p.section[-1:], p.text))) for p in map(codec.passage, rows)])
    counted = db.execute(text("select count(*), coalesce(sum(length), 0) from passage_words")).one()
    return int(counted[0]), int(counted[1])
