"""会话库: conversations in a file of their own beside the corpus, so that a home's database can be looked into or given away.

On a database server they are tables among the others. A home of before has them in its one file; they are moved over.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, Table, inspect, select
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from corpus import schema, sqlite

NAME: Final = "conversations.db"
TABLES: Final = (schema.conversation, schema.turn)
"""Those that are pointed at come before those that point."""


def opened(folder: Path, corpus: Engine) -> Engine:
    """The engine of the conversations of a folder, its tables made, what lay in ``corpus`` moved over."""
    talks = sqlite.opened(folder, NAME)
    with talks.begin() as db:
        for table in TABLES:
            db.execute(CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                db.execute(CreateIndex(index, if_not_exists=True))
    _move(corpus, talks)
    return talks


def _move(corpus: Engine, talks: Engine) -> None:
    """Bring over what a home of before has in its one file; a run that is cut short is finished by the next."""
    if not _left(inspect(corpus).get_table_names()):
        return
    with corpus.begin() as old:
        old.exec_driver_sql("begin immediate")  # of two programs that start at once, the second finds it done
        tables = _left(inspect(old).get_table_names())
        with talks.begin() as new:
            for table in tables:
                for row in old.execute(select(table)).mappings():
                    new.execute(table.insert().prefix_with("or ignore"), dict(row))
        for table in reversed(tables):
            old.execute(DropTable(table))


def _left(names: Iterable[str]) -> list[Table]:
    return [table for table in TABLES if table.name in set(names)]
