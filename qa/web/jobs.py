"""任务: uploads are written one after the other, in the background; every server of a database can tell how far one is.

A job is a row of the database. Whoever works on it says every few seconds that it is alive; when a server has died,
the next one that is asked about its job takes it over: what was left undone is the same work for everyone.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update

from corpus import schema
from corpus.problem import MingzhangError
from corpus.store import Store

log = logging.getLogger(__name__)
KEPT = 1000
"""Jobs remembered."""
BEAT = 2.0
"""Seconds between two signs of life, and between two notes of progress."""
STALE = 15.0
"""Seconds without a sign of life after which a job's server counts as dead."""
UNFINISHED = ("queued", "running")

Progress = Callable[[int, int], None]
Status = Literal["queued", "running", "done", "failed"]


class EndedError(MingzhangError):
    """停止: the server ends while it works in the background; what is left undone is done after the next start."""


@dataclass(frozen=True, slots=True)
class Job:
    """导入任务. ``done`` of ``total`` passages are embedded; ``replaced`` is the file whose place was taken."""

    id: str
    disclosure_id: str | None
    status: Status = "queued"
    done: int = 0
    total: int = 0
    detail: str = ""
    replaced: str | None = None

    def as_dict(self) -> dict[str, object]:
        """As the interface shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Jobs:
    """任务列: a queue with one worker in each server. ``resume`` is the work of a job whose server has died."""

    def __init__(self, store: Callable[[], Store], resume: Callable[[Progress], None]) -> None:
        self._store = store
        self._resume = resume
        self._name = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._worker = ThreadPoolExecutor(1, "ingest")
        self._closed = threading.Event()
        self._beating = threading.Lock()
        self._heart: threading.Thread | None = None

    def start(self, disclosure_id: str, work: Callable[[Progress], None], replaced: str | None = None) -> Job:
        """Queue ``work``; it is told how to report progress."""
        job = Job(uuid.uuid4().hex[:16], disclosure_id, replaced=replaced)
        row = job.as_dict() | {"worker": self._name, "beat": time.time()}
        held = schema.job.c
        with self._store().writing() as db:
            db.execute(insert(schema.job), row)
            old = db.execute(select(held.id).order_by(held.beat.desc()).offset(KEPT)).scalars().all()
            if old:
                db.execute(delete(schema.job).where(held.id.in_(old)))
        self._queue(job.id, work)
        return job

    def get(self, job_id: str) -> Job | None:
        """A job by id, whichever server it is of; one whose server has died is taken over."""
        with self._store().reading() as db:
            row = db.execute(select(schema.job).where(schema.job.c.id == job_id)).mappings().first()
        if row is None:
            return None
        if row["status"] in UNFINISHED and row["beat"] < time.time() - STALE and self._take_over(job_id, row["beat"]):
            self._queue(job_id, self._resume)
        return Job(**{name: row[name] for name in Job.__slots__})

    @property
    def waiting(self) -> int:
        """How many are under way or wait, on all servers."""
        with self._store().reading() as db:
            unfinished = select(func.count()).where(schema.job.c.status.in_(UNFINISHED))
            return int(db.execute(unfinished).scalar_one())

    def close(self) -> None:
        """Stop after the job under way."""
        self._closed.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _take_over(self, job_id: str, beat: float) -> bool:
        """Whether this server has taken the job over; of several that try, one has."""
        held = schema.job.c
        stale = (held.id == job_id) & (held.beat == beat)
        with self._store().writing() as db:
            mine = db.execute(update(schema.job).where(stale).values(worker=self._name, beat=time.time()))
            return mine.rowcount == 1

    def _queue(self, job_id: str, work: Callable[[Progress], None]) -> None:
        self._worker.submit(self._run, job_id, work)
        with self._beating:
            if self._heart is None or not self._heart.is_alive():
                self._heart = threading.Thread(target=self._beat, name="jobs", daemon=True)
                self._heart.start()

    def _beat(self) -> None:
        """Say that this server is alive for as long as a job of its own is unfinished."""
        held = schema.job.c
        mine = (held.worker == self._name) & held.status.in_(UNFINISHED)
        while not self._closed.wait(BEAT):
            try:
                with self._store().writing() as db:
                    alive = db.execute(update(schema.job).where(mine).values(beat=time.time())).rowcount
            except Exception:  # an edge: a database that is away for a while
                log.warning("no sign of life could be given", exc_info=True)
                continue
            with self._beating:
                if not alive:
                    self._heart = None
                    return

    def _note(self, job_id: str, **values: Any) -> None:
        with self._store().writing() as db:
            db.execute(update(schema.job).where(schema.job.c.id == job_id).values(**values))

    def _run(self, job_id: str, work: Callable[[Progress], None]) -> None:
        noted = 0.0

        def report(done: int, total: int) -> None:
            nonlocal noted
            if done >= total or time.monotonic() - noted > BEAT:
                noted = time.monotonic()
                self._note(job_id, done=done, total=total)

        status, detail = "done", ""
        try:
            self._note(job_id, status="running")
            work(report)
        except EndedError:
            return  # not finished: whoever is asked about it next takes it over
        except MingzhangError as error:
            status, detail = "failed", str(error)
        except Exception:  # an edge: the job's state is where the error is seen
            log.exception("job %s failed", job_id)
            status, detail = "failed", "服务内部出错，已记入日志 (an internal error, logged)"
        try:
            self._note(job_id, status=status, detail=detail)
        except Exception:  # an edge: the database is away; the job is taken over when it is asked for
            log.exception("the end of job %s could not be written down", job_id)
