"""Turns of many who ask at once are written together; each is kept, and one that cannot be takes no other with it."""

import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from servers import until
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from corpus.store import Store

NEW = "insert into conversation (id, title, created_at, updated_at, state) values (:id, '', '', '', '{}')"


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path)
    yield opened
    opened.close()


def adding(name: str):
    return lambda db: db.execute(text(NEW), {"id": name})


def kept(store) -> set[str]:
    with store.connect() as db:
        return set(db.execute(text("select id from conversation")).scalars())


def commits(store) -> list[object]:
    found: list[object] = []
    event.listen(store.database.notebook.engine, "commit", found.append)
    return found


def together(store, works) -> list[BaseException | None]:
    """All wait for one that is being written, so that they are written after it; what each of them raised."""
    begun, go = threading.Event(), threading.Event()

    def first(_) -> None:
        begun.set()
        assert go.wait(60)

    with ThreadPoolExecutor(len(works) + 1) as threads:
        leader = threads.submit(store.note, first)
        assert begun.wait(60)
        others = [threads.submit(store.note, work) for work in works]
        until(lambda: len(store.database.notebook._waiting) == len(works), "all waiting")
        go.set()
        leader.result(60)
        return [other.exception(60) for other in others]


@pytest.mark.sqlite
def test_those_who_wait_are_written_with_one_flush(store):
    seen = commits(store)
    assert together(store, [adding(f"c{n}") for n in range(20)]) == [None] * 20
    assert len(seen) == 2, "the first, and all others together"
    assert kept(store) == {f"c{n}" for n in range(20)}


@pytest.mark.sqlite
def test_one_that_cannot_be_written_takes_no_other_with_it(store):
    store.note(adding("held"))
    raised = together(store, [adding("a"), adding("held"), adding("b")])
    assert [type(error) for error in raised] == [type(None), IntegrityError, type(None)]
    assert kept(store) == {"held", "a", "b"}


def test_what_breaks_off_leaves_the_way_free_for_the_next(store):
    def broken(_):
        raise ValueError("broken")

    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            store.note(broken)
    store.note(adding("after"))
    assert kept(store) == {"after"}


@pytest.mark.sqlite
def test_a_full_disk_is_forgiven_to_those_who_only_ask(store, caplog):
    def full(_):
        raise DBAPIError("insert", {}, sqlite3.OperationalError("database or disk is full"))

    with caplog.at_level(logging.WARNING):
        store.forgiving().note(full)
    assert caplog.text.count("a turn was not kept") == 1
    with pytest.raises(DBAPIError):
        store.note(full)


def test_a_store_that_forgets_keeps_turns_as_well(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        store = Store.open(tmp_path, forgets=True)
        list(threads.map(lambda n: store.note(adding(f"c{n}")), range(40)))
        assert len(kept(store)) == 40
    store.close()
