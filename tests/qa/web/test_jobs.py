"""Jobs are known to every server of a database, and outlive the server that began them."""

from __future__ import annotations

import threading

import pytest
from servers import until
from sqlalchemy import text

from corpus.problem import UnreadableError
from corpus.store import Store
from qa.web import jobs
from qa.web.jobs import Jobs


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    return tmp_path if request.param == "sqlite" else request.getfixturevalue("database")


@pytest.fixture
def server(where):
    """Makes servers of one database; each is closed at the end."""
    made = []

    def start(resume=lambda _report: None):
        store = Store.open(where)
        made.append((Jobs(lambda: store, resume), store))
        return made[-1][0]

    yield start
    for one, store in made:
        one.close()
        store.close()


def ended(one, job):
    until(lambda: one.get(job.id).status in {"done", "failed"}, "the end of a job")
    return one.get(job.id)


def test_a_job_is_told_by_every_server(server):
    one, other = server(), server()
    job = one.start("d1", lambda report: report(3, 3))
    found = ended(other, job)
    assert (found.status, found.done, found.total, found.disclosure_id) == ("done", 3, 3, "d1")
    assert one.get("no such job") is None


def test_what_goes_wrong_is_told_in_words_to_who_can_act_on_it(server):
    one = server()

    def unreadable(_report):
        raise UnreadableError("文件坏了")

    def broken(_report):
        raise ZeroDivisionError

    assert ended(one, one.start("d", unreadable)).detail == "文件坏了"
    assert "ZeroDivision" not in ended(one, one.start("d", broken)).detail


def test_the_job_of_a_dead_server_is_taken_over_once(server, monkeypatch):
    done = []
    one, second, third = (server(lambda _report, n=n: done.append(n)) for n in range(3))
    monkeypatch.setattr(Jobs, "_run", lambda *_: None)  # the first server dies before it begins
    monkeypatch.setattr(Jobs, "_beat", lambda *_: None)
    job = one.start("d1", lambda _report: done.append("never"))
    monkeypatch.undo()
    assert second.get(job.id).status == "queued"
    with one._store().writing() as db:
        db.execute(text("update job set beat = beat - 100"))
    asking = [threading.Thread(target=other.get, args=(job.id,)) for other in (second, third)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert ended(third, job).status == "done"
    assert len(done) == 1
    assert done[0] in {1, 2}


def test_a_server_that_is_busy_for_long_is_not_taken_for_dead(server, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT", 0.05)
    monkeypatch.setattr(jobs, "STALE", 5.0)
    taken = []
    one, other = server(), server(taken.append)
    go_on = threading.Event()
    job = one.start("d1", lambda _report: go_on.wait(60))
    until(lambda: one.get(job.id).status == "running", "the start of a job")
    with one._store().reading() as db:
        before = db.execute(text("select beat from job")).scalar_one()

    def later():
        with one._store().reading() as db:
            return db.execute(text("select beat from job")).scalar_one() > before

    until(later, "a sign of life")
    assert other.get(job.id).status == "running"
    go_on.set()
    assert ended(other, job).status == "done"
    assert taken == []


def test_only_the_latest_jobs_are_remembered(server, monkeypatch):
    monkeypatch.setattr(jobs, "KEPT", 3)
    one = server()
    started = [one.start(f"d{n}", lambda _report: None) for n in range(5)]
    ended(one, started[-1])
    assert [one.get(job.id) is not None for job in started] == [False, False, True, True, True]
