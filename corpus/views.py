"""视图: what data tools read of a home's database: figures with amounts in 元 as numbers, bodies, and source files.

SQLite only. The views stand beside the tables and hold nothing of their own; they are laid anew where their wording changed.
:func:`publish` writes a file to give away: the same without anybody's conversations.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from corpus.money import ALIASES, YUAN_PER
from corpus.problem import MingzhangError
from corpus.store import Store

_PER: Final = YUAN_PER | {said: YUAN_PER[unit] for said, unit in ALIASES.items() if unit in YUAN_PER}
_FACTORS: Final = " ".join(f"when '{unit}' then {factor}" for unit, factor in sorted(_PER.items()))
VIEWS: Final = {
    "figures": f"""
        select d.issuer, f.year, d.kind, d.fiscal_year as disclosed_in, f.scope, f.basis, f.measure,
            coalesce(f.subject || ' · ', '') || f."row" as name, f.subject, f."row" as row_label,
            f.column_path as column_label, f.row_code,
            cast(f.value as real) * case f.unit {_FACTORS} end as amount_yuan,
            cast(f.value as real) as value, f.unit, f.printed, f.direction, f.concept, f.aspect, f.origin,
            f.table_title, f.table_id, f.page, d.source, d.title,
            '/documents/' || f.disclosure_id || '?start=' || f."start" || '&end=' || f."end" as link,
            f."start" as start_offset, f."end" as end_offset, f.verified, f.disclosure_id, f.id
        from fact f join disclosure d on d.id = f.disclosure_id""",  # noqa: S608 - our own units
    "bodies": """
        select d.issuer, max(json_extract(d.body, '$.region[0]')) as region,
            (select group_concat(distinct value) from json_each(max(json_extract(d.body, '$.region')))) as region_path,
            count(*) as disclosures, min(d.fiscal_year) as first_year, max(d.fiscal_year) as last_year,
            sum(d.kind = 'budget') as budgets, sum(d.kind = 'final_accounts') as final_accounts,
            sum(json_extract(d.counts, '$.facts')) as figures
        from disclosure d group by d.issuer""",
    "sources": """
        select d.id as disclosure_id, d.title, d.issuer, d.fiscal_year, d.kind, d.scope,
            coalesce(json_extract(part.value, '$.source'), d.source) as source,
            coalesce(json_extract(part.value, '$.media_type'), json_extract(d.body, '$.media_type')) as media_type,
            coalesce(json_extract(part.value, '$.sha256'), d.sha256) as sha256,
            coalesce(json_extract(part.value, '$.pages'), json_extract(d.body, '$.pages')) as pages,
            d.original_sha256, json_extract(d.body, '$.narrative') as narrative,
            json_extract(d.counts, '$.tables') as tables, json_extract(d.counts, '$.facts') as figures,
            json_extract(d.body, '$.ingested_at') as ingested_at, '/documents/' || d.id as link
        from disclosure d left join json_each(d.body, '$.parts') part""",
}  # fmt: skip
PRIVATE: Final = ("turn", "conversation")
"""Tables of what people asked, which lie in the corpus' own file on a home of before alone: never given away."""

INNER: Final = ("job", "original")
"""Tables of the server's own work, given away empty."""


class PublishError(MingzhangError):
    """导出有误: a file to give away could not be written; the message says why."""


def lay(store: Store) -> None:
    """Make the views of a store that is on SQLite; where they stand already, nothing is written."""
    if store.read_only or not store.fts:
        return
    with store.reading() as db:
        if not _other(db):
            return
    with store.database.writing() as db:  # looked at again: another may have laid them meanwhile
        for name, made in _other(db).items():
            db.execute(text(f"drop view if exists {name}"))
            db.exec_driver_sql(made)


def _other(db: Connection) -> dict[str, str]:
    """The views that are not there, or are worded otherwise: name → how it is made."""
    held = {row.name: row.sql for row in db.execute(text("select name, sql from sqlite_master where type = 'view'"))}
    made = {name: f"CREATE VIEW {name} as {wording}" for name, wording in VIEWS.items()}
    return {name: wording for name, wording in made.items() if held.get(name) != wording}


def publish(database: Path, out: Path) -> Path:
    """Write the database of a home to ``out`` without anybody's conversations, as one file that needs no other.

    Raises PublishError where there is no database or ``out`` is there already.
    """
    if not database.is_file():
        raise PublishError(
            f"{database} 不在：只有 SQLite 的库可以这样导出 (no such file: only a home on SQLite can be exported so)"
        )
    if out.exists():
        raise PublishError(f"{out} 已经存在 (it exists already)")
    held = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        held.execute("vacuum into ?", (str(out),))
    finally:
        held.close()
    made = sqlite3.connect(out, isolation_level=None)
    try:
        for table in PRIVATE:
            made.execute(f"drop table if exists {table}")
        for table in INNER:
            made.execute(f"delete from {table}")  # noqa: S608 - our own names
        made.execute("vacuum")
    finally:
        made.close()
    return out
