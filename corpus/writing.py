"""写入: one disclosure into the tables and out of them, within the caller's transaction."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from corpus import codec, schema
from corpus.disclosure import Disclosure, Fact, Passage, Reading
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


def put(db: Connection, lexical: LexicalIndex, reading: Reading) -> list[str]:
    """Write what was read from one disclosure; the ids of those that gave way to it."""
    new = reading.disclosure
    replaced = [row.id for row in db.execute(_superseded(new))]
    for old in replaced:
        remove(db, lexical, old)
    db.execute(insert(schema.disclosure), [_disclosure_row(reading)])
    _if_missing(db, schema.file, ({"sha256": sha256, "disclosure_id": new.id} for sha256 in sorted(set(new.digests))))
    db.execute(insert(schema.source_text), [{"disclosure_id": new.id, "text": reading.text}])
    _put_passages(db, lexical, new.id, reading.passages)
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
    _put_facts(db, reading.facts)
    _changed(db, 1, len(reading.passages), lexical.words_in(db, new.id))
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
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    if listed := list(rows):
        db.execute(dialect.insert(table).on_conflict_do_nothing(), listed)


def _put_passages(db: Connection, lexical: LexicalIndex, owner: str, passages: Sequence[Passage]) -> None:
    if not passages:
        return
    numbers = lexical.put(db, owner, passages)
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
                "number": number,
            }
            for p, number in zip(passages, numbers, strict=True)
        ],
    )


def _put_facts(db: Connection, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    # In the order of their ids: two writers of the same names wait for each other and never in a circle.
    _if_missing(db, schema.label, ({"id": i, "name": name} for i, name in sorted(labels(facts).items())))
    rows = (codec.fact_row(fact, n) | key for n, (fact, key) in enumerate(zip(facts, keys(facts), strict=True)))
    db.execute(insert(schema.fact), list(rows))


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
