"""Conversations lie in a file of their own; a home of before is moved over without losing one."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, select

from corpus import schema, talks
from corpus.store import Store
from corpus.talks import NAME, TABLES


def _tables(path) -> set[str]:
    with sqlite3.connect(path) as db:
        return {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}


def _old_home(folder, count: int) -> None:
    engine = create_engine(f"sqlite:///{folder / 'mingzhang.db'}")
    schema.metadata.create_all(engine)
    with engine.begin() as db:
        for n in range(count):
            talk = {"id": f"c{n}", "title": "t", "created_at": "1", "updated_at": "2", "state": "{}"}
            db.execute(schema.conversation.insert(), talk)
            said = {
                "id": f"t{n}",
                "conversation_id": f"c{n}",
                "ordinal": 1,
                "question": "?",
                "answer": "{}",
                "asked_at": "3",
            }
            db.execute(schema.turn.insert(), said)
    engine.dispose()


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
        opened = list(at_once.map(lambda _: talks.opened(tmp_path, engine, lambda *_: None), range(4)))
    with opened[0].connect() as db:
        assert len(db.execute(select(schema.turn)).all()) == 50
    assert not {table.name for table in TABLES} & _tables(tmp_path / "mingzhang.db")
