"""写入: one disclosure into the tables and out of them, within the caller's transaction."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, insert, or_, select, text, update

from corpus import codec, schema
from corpus.disclosure import Disclosure, Passage, Reading
from corpus.disclosure import Table as PrintedTable
from corpus.keys import keys, labels
from corpus.lexical import LexicalIndex

OWNED: tuple[Table, ...] = (schema.fact, schema.printed_table, schema.passage, schema.source_text, schema.file)
"""What is of one disclosure and goes with it."""


def digest(words: str) -> str:
    """A short hash of a passage's text."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def of_file(sha256: str) -> Any:
    """Whether a disclosure was read from this file, alone or with others. A record only names its original."""
    table, held = schema.disclosure.c, schema.file.c
    return or_(table.sha256 == sha256, table.id.in_(select(held.disclosure_id).where(held.sha256 == sha256)))


Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """备好的行: a reading as the rows that are written of it. Made where it was read, so that the writer only writes."""

    disclosure: Disclosure
    columns: dict[str, object]
    text: str
    passages: Rows
    tables: Rows
    labels: Rows
    facts: Rows


def prepared(reading: Reading) -> Prepared:
    """A reading → its rows."""
    new = reading.disclosure
    facts = zip(reading.facts, keys(reading.facts), strict=True)
    return Prepared(
        new,
        _columns(reading),
        reading.text,
        [_passage_row(new.id, p) for p in reading.passages],
        [_table_row(new.id, n, t) for n, t in enumerate(reading.tables)],
        # In the order of their ids: two writers of the same names wait for each other and never in a circle.
        [{"id": i, "name": name} for i, name in sorted(labels(reading.facts).items())],
        [codec.fact_row(fact, n) | key for n, (fact, key) in enumerate(facts)],
    )


def put(db: Connection, lexical: LexicalIndex, rows: Prepared) -> list[str]:
    """Write what was read from one disclosure; the ids of those that gave way to it."""
    new = rows.disclosure
    replaced = [row.id for row in db.execute(_superseded(new))]
    for old in replaced:
        remove(db, lexical, old)
    db.execute(insert(schema.disclosure), [_disclosure_row(new) | rows.columns])
    _if_missing(db, schema.file, ({"sha256": sha256, "disclosure_id": new.id} for sha256 in sorted(set(new.digests))))
    db.execute(insert(schema.source_text), [{"disclosure_id": new.id, "text": rows.text}])
    if rows.passages:
        found = [(str(row["id"]), f"{row['heading']} {row['text']}") for row in rows.passages]
        numbers = lexical.put(db, new.id, found)
        kept = ({name: value for name, value in row.items() if name != "heading"} for row in rows.passages)
        db.execute(insert(schema.passage), [row | {"number": n} for row, n in zip(kept, numbers, strict=True)])
    if rows.tables:
        db.execute(insert(schema.printed_table), rows.tables)
    if rows.facts:
        _if_missing(db, schema.label, rows.labels)
        db.execute(insert(schema.fact), rows.facts)
    _changed(db, 1, len(rows.passages), lexical.words_in(db, new.id))
    return replaced


def remove(db: Connection, lexical: LexicalIndex, disclosure_id: str) -> bool:
    """Take a disclosure out with all that was read from it; False where it is not in."""
    held = schema.passage.c
    passages = db.execute(select(func.count()).where(held.disclosure_id == disclosure_id)).scalar_one()
    words = lexical.words_in(db, disclosure_id)
    lexical.remove(db, disclosure_id)
    for table in OWNED:
        db.execute(delete(table).where(table.c.disclosure_id == disclosure_id))
    found = db.execute(delete(schema.disclosure).where(schema.disclosure.c.id == disclosure_id)).rowcount > 0
    if found:
        _changed(db, -1, -passages, -words)
    return found


def index_words(db: Connection, lexical: LexicalIndex, owners: Mapping[str, Sequence[Passage]]) -> None:
    """Make the index of words anew from the passages of all disclosures."""
    db.execute(text("drop table if exists passage_words"))
    lexical.create(db)
    held = schema.passage.c
    for owner, passages in owners.items():
        if passages:
            rows = [_passage_row(owner, p) for p in passages]
            numbers = lexical.put(
                db, owner, [(p.id, f"{row['heading']} {row['text']}") for p, row in zip(passages, rows, strict=True)]
            )
            numbered = update(schema.passage).where(held.id == bindparam("passage")).values(number=bindparam("at"))
            db.execute(numbered, [{"passage": p.id, "at": n} for p, n in zip(passages, numbers, strict=True)])


def _superseded(new: Disclosure) -> Select[tuple[str]]:
    table = schema.disclosure.c
    same_body = (
        (table.issuer == new.issuer)
        & (table.fiscal_year == new.fiscal_year)
        & (table.kind == new.kind)
        & (table.scope == new.scope)
    )
    own = (of_file(sha256) for sha256 in new.digests)
    restated = table.original_sha256.in_(new.digests)
    return select(table.id).where(or_(table.id == new.id, restated, same_body, *own))


def _changed(db: Connection, disclosures: int, passages: int, words: int) -> None:
    """Note that the store is another now. Written as differences: two writers may do so one after the other."""
    held = schema.state.c
    db.execute(
        update(schema.state).values(
            disclosures=held.disclosures + disclosures,
            passages=held.passages + passages,
            words=held.words + words,
            token=uuid.uuid4().hex,
        )
    )


def _if_missing(db: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    """Insert what is not there yet, whoever else inserts the same meanwhile."""
    if listed := list(rows):
        db.execute(if_missing(db, table), listed)


def if_missing(db: Connection, table: Table) -> Any:
    """An insert that leaves alone what is there, in the words of the database; only its own dialect is loaded."""
    if db.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of what a cold question loads

        return postgresql.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - likewise

    return sqlite.insert(table).on_conflict_do_nothing()


def _passage_row(owner: str, p: Passage) -> dict[str, object]:
    return {
        "id": p.id,
        "disclosure_id": owner,
        "heading": p.section[-1] if p.section else "",
        "section": codec.dumps(p.section),
        "text": p.text,
        "digest": digest(p.text),
        "start": p.place.start,
        "end": p.place.end,
        "page": p.place.page,
    }


def _table_row(owner: str, ordinal: int, t: PrintedTable) -> dict[str, object]:
    return {
        "id": t.id,
        "disclosure_id": owner,
        "ordinal": ordinal,
        "title": t.title,
        "kind": t.kind,
        "status": t.status,
        "body": codec.body(t),
    }


def _columns(reading: Reading) -> dict[str, object]:
    counts = {"passages": len(reading.passages), "tables": len(reading.tables), "facts": len(reading.facts)}
    return {
        "counts": codec.dumps(counts),
        "sections": codec.listed(reading.sections),
        "checks": codec.listed(reading.checks),
        "problems": codec.listed(reading.problems),
    }


def _disclosure_row(new: Disclosure) -> dict[str, object]:
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
    }
