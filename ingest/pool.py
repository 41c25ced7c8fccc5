"""并行读入: files are read on all cores, in processes of their own, and handed back in order.

Reading is a pure function of a file's bytes; only what it gives is written, one after the other, by whoever asked.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Final, Generic, TypeVar

from corpus.disclosure import Reading
from corpus.writing import Prepared, prepared

FEWEST: Final = 8
"""Files to read that are worth starting processes for: each takes a second to start."""
AHEAD: Final = 4
"""Files in the hands of each process at most: what is read and waits to be written is held in memory."""
CRASHED: Final = "解析进程崩溃（可能内存不足或文件损坏），未导入"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """未读成: why a file could not be read, in one line."""

    message: str


Attempt = Callable[[bytes, str], Reading | Unread]
"""Reads one file and raises nothing; importable by name, for it is called in another process."""


def ready(attempt: Attempt, data: bytes, name: str) -> Prepared | Unread:
    """Read one file and prepare what is to be written of it, all in the process that reads."""
    found = attempt(data, name)
    return found if isinstance(found, Unread) else prepared(found)


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """一份待读文件: its name and bytes, and what is known of it; without bytes there is nothing to read."""

    name: str
    data: bytes | None
    about: T


Found = Reading | Prepared | Unread | None
ReadAll = Callable[[Iterable[Task[T]]], Iterator[tuple[Task[T], Found]]]
"""Reads files, in whatever way; gives each back in order with what was read, None where there was nothing to read."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """读入进程: reads files by ``attempt`` in ``processes`` processes; a file that ends one is set apart."""

    def __init__(self, attempt: Attempt, processes: int) -> None:
        self._attempt = attempt
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, tasks: Iterable[Task[T]]) -> Iterator[tuple[Task[T], Found]]:
        """Each file with what was read from it, in order."""
        waiting: deque[tuple[Task[T], Future[Prepared | Unread] | None]] = deque()
        try:
            for task in tasks:
                waiting.append((task, self._submitted(task)))
                while len(waiting) > AHEAD * self._processes or (waiting and waiting[0][1] is None):
                    yield self._first(waiting)
            while waiting:
                yield self._first(waiting)
        finally:
            self._stop()

    def _submitted(self, task: Task[T]) -> Future[Prepared | Unread] | None:
        if task.data is None:
            return None
        try:
            return self._running().submit(ready, self._attempt, task.data, task.name)
        except BrokenProcessPool:
            self._stop()
            return self._running().submit(ready, self._attempt, task.data, task.name)

    def _first(self, waiting: deque[tuple[Task[T], Future[Prepared | Unread] | None]]) -> tuple[Task[T], Found]:
        task, future = waiting.popleft()
        if future is None or task.data is None:
            return task, None
        try:
            return task, future.result()
        except BrokenProcessPool:  # by this file, or by another that was being read beside it
            return task, self._alone(task.data, task.name)

    def _alone(self, data: bytes, name: str) -> Prepared | Unread:
        """Read one file in a process of its own: whether it is the one that ends its reader."""
        with _processes(1) as pool:
            try:
                return pool.submit(ready, self._attempt, data, name).result()
            except BrokenProcessPool:
                return Unread(CRASHED)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _processes(self._processes)
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(
                cancel_futures=True
            )  # waited for: ending meanwhile, Python would write to a closed pipe
            self._pool = None


def _processes(count: int) -> ProcessPoolExecutor:
    """Processes that have nothing of who asks: no threads, no connections, no half of a lock."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(count, multiprocessing.get_context(method), _end_with_parent)


def _end_with_parent() -> None:
    """A reader does not outlive who asked it, however that one ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
