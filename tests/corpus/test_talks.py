"""Conversations lie in a file of their own; a home of before is moved over without losing one."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from corpus import schema, talks
from corpus.store import Store
from corpus.talks import NAME, TABLES

pytestmark = pytest.mark.sqlite

BEFORE = (Path(__file__).parent / "home_of_before.sql").read_text("utf-8")


def _tables(path) -> set[str]:
    with sqlite3.connect(path) as db:
        return {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}


def _old_home(folder, count: int) -> None:
    with sqlite3.connect(folder / "mingzhang.db") as db:
        db.executescript(BEFORE)
        for n in range(count):
            db.execute("insert into conversation values (?, 't', '1', '2', '{}')", (f"c{n}",))
            values = (f"t{n}", f"c{n}", "?", "{}", "3")
            db.execute(
                "insert into turn (id, conversation_id, ordinal, question, answer, asked_at) values (?, ?, 1, ?, ?, ?)",
                values,
            )


def _kept(store: Store) -> tuple[set[str], set[str]]:
    with store.connect() as db:
        return set(db.execute(select(schema.conversation.c.id)).scalars()), set(
            db.execute(select(schema.turn.c.id)).scalars()
        )


def test_a_new_home_has_them_in_a_file_of_their_own(tmp_path):
    Store.open(tmp_path).close()
    own = {table.name for table in TABLES}
    assert own == _tables(tmp_path / NAME)
    assert not own & _tables(tmp_path / "mingzhang.db")


def test_a_home_of_before_is_moved_over_once(tmp_path):
    _old_home(tmp_path, 5)
    for _ in range(2):
        store = Store.open(tmp_path)
        assert _kept(store) == ({f"c{n}" for n in range(5)}, {f"t{n}" for n in range(5)})
        store.close()
    assert not {table.name for table in TABLES} & _tables(tmp_path / "mingzhang.db")


def test_of_programs_that_start_at_once_one_moves_them_and_the_others_find_it_done(tmp_path):
    _old_home(tmp_path, 50)
    engine = create_engine(f"sqlite:///{tmp_path / 'mingzhang.db'}")
    with ThreadPoolExecutor(4) as at_once:
        opened = list(at_once.map(lambda _: talks.opened(tmp_path, engine), range(4)))
    with opened[0].connect() as db:
        assert len(db.execute(select(schema.turn)).all()) == 50
    assert not {table.name for table in TABLES} & _tables(tmp_path / "mingzhang.db")
