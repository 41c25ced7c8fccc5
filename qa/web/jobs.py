"""任务: uploads are written one after the other, in the background."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Literal

from corpus.problem import MingzhangError

log = logging.getLogger(__name__)
KEPT = 1000
"""Jobs remembered."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Job:
    """导入任务. ``done`` of ``total`` passages are embedded; ``replaced`` is the file whose place was taken."""

    id: str
    disclosure_id: str | None
    status: Literal["queued", "running", "done", "failed"] = "queued"
    done: int = 0
    total: int = 0
    detail: str = ""
    replaced: str | None = None

    def as_dict(self) -> dict[str, object]:
        """As the interface shows it."""
        return asdict(self)


class Jobs:
    """任务列: a queue with one worker."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "ingest")

    def start(self, disclosure_id: str, work: Callable[[Progress], None], replaced: str | None = None) -> Job:
        """Queue ``work``; it is told how to report progress."""
        job = Job(uuid.uuid4().hex[:16], disclosure_id, replaced=replaced)
        with self._lock:
            self._jobs[job.id] = job
            for old in list(self._jobs)[: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[old]
        self._worker.submit(self._run, job, work)
        return job

    def get(self, job_id: str) -> Job | None:
        """A job by id."""
        return self._jobs.get(job_id)

    @property
    def waiting(self) -> int:
        """How many are under way or wait."""
        with self._lock:
            return sum(job.status in {"queued", "running"} for job in self._jobs.values())

    def close(self) -> None:
        """Stop after the job under way."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    @staticmethod
    def _run(job: Job, work: Callable[[Progress], None]) -> None:
        def report(done: int, total: int) -> None:
            job.done, job.total = done, total

        job.status = "running"
        try:
            work(report)
        except MingzhangError as error:
            job.status, job.detail = "failed", str(error)
        except Exception:  # an edge: the job's state is where the error is seen
            log.exception("job %s failed", job.id)
            job.status, job.detail = "failed", "服务内部出错，已记入日志 (an internal error, logged)"
        else:
            job.status = "done"
