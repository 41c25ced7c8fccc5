"""集群导入: files are read as tasks and texts embedded by actors on a Ray cluster. The one door to Ray.

Ray schedules, retries what a dead worker left, and spreads over machines; nothing of that is ours. What is read comes
back in the order of the files and is written by the one who asked, so that a run can be ended and begun again.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeVar

from corpus.problem import MingzhangError
from ingest.load import attempt
from ingest.pool import AHEAD, CRASHED, Attempt, Found, Task, Unread, ready

RETRIES: Final = 2
"""Times that a file or a batch is given to another worker when its own has died."""
BATCH: Final = 32
"""Texts that an actor embeds at once."""

T = TypeVar("T")


class ClusterError(MingzhangError):
    """集群不可用: Ray is not installed, or the cluster cannot be reached."""


class Embedding(Protocol):
    """向量模型: what the actors need of one (LangChain's interface)."""

    def embed_documents(self, texts: list[str], /) -> list[list[float]]: ...  # noqa: D102
    def embed_query(self, text: str, /) -> list[float]: ...  # noqa: D102


class Cluster:
    """集群 at an address; ``auto`` is the one running on this machine, started for the occasion where there is none."""

    def __init__(self, address: str = "auto", read: Attempt = attempt) -> None:
        self._ray = _connected(address)
        self._read = read

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ray.shutdown()

    @property
    def processors(self) -> int:
        """How many processors the cluster has now."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def read_all(self, tasks: Iterable[Task[T]]) -> Iterator[tuple[Task[T], Found]]:
        """Each file with what was read from it, in order; what kills its worker time and again is set apart."""
        remote = self._ray.remote(max_retries=RETRIES, num_cpus=1)(ready)
        waiting: deque[tuple[Task[T], Any]] = deque()
        for task in tasks:
            waiting.append((task, None if task.data is None else remote.remote(self._read, task.data, task.name)))
            while len(waiting) > AHEAD * self.processors:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _first(self, waiting: deque[tuple[Task[T], Any]]) -> tuple[Task[T], Found]:
        task, reading = waiting.popleft()
        if reading is None:
            return task, None
        try:
            return task, self._ray.get(reading)
        except (self._ray.exceptions.WorkerCrashedError, self._ray.exceptions.OutOfMemoryError):
            return task, Unread(CRASHED)
        except self._ray.exceptions.RayError as error:
            return task, Unread(f"集群没有读成（{type(error).__name__}），请重新导入")

    def embedder(self, load: Callable[[], Embedding], actors: int | None = None) -> ClusterEmbedder:
        """A model that embeds on the cluster. ``load`` gives the real one and must be importable by name."""
        return ClusterEmbedder(self._ray, load, actors or max(1, self.processors // 2))


class ClusterEmbedder:
    """集群向量: LangChain's interface over actors that hold the model. The answer is that of one model alone."""

    def __init__(self, ray: Any, load: Callable[[], Embedding], actors: int) -> None:
        self._ray = ray
        self._load = load
        self._local: Embedding | None = None
        held = ray.remote(max_restarts=RETRIES, max_task_retries=RETRIES, num_cpus=1)(_Model)
        self._actors = [held.remote(load) for _ in range(actors)]
        self.batch = BATCH * actors

    def embed_documents(self, texts: list[str], /) -> list[list[float]]:
        """Vectors of passages, in order: a batch to each actor in turn."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        asked = [self._actors[n % len(self._actors)].embed.remote(batch) for n, batch in enumerate(batches)]
        try:
            found: Sequence[list[list[float]]] = self._ray.get(asked)
        except self._ray.exceptions.RayError as error:
            raise ClusterError(
                f"集群没有算成向量（{type(error).__name__}）：再运行一次 mingzhang ingest 会接着做 (run ingest again)"
            ) from None
        return [vector for batch in found for vector in batch]

    def embed_query(self, text: str, /) -> list[float]:
        """The vector of a question: one alone is not worth a journey."""
        if self._local is None:
            self._local = self._load()
        return self._local.embed_query(text)


class _Model:
    """An actor: a model, loaded once."""

    def __init__(self, load: Callable[[], Embedding]) -> None:
        self._model = load()

    def embed(self, texts: list[str]) -> list[list[float]]:
        return self._model.embed_documents(texts)


def _connected(address: str) -> Any:
    """Ray, connected. Raises ClusterError where it is not installed or nobody answers at the address."""
    try:
        import ray as installed  # noqa: PLC0415 - only for those who have a cluster
    except ModuleNotFoundError:
        raise ClusterError("缺少 Ray：请 pip install 'mingzhang[cluster]'") from None
    ray: Any = installed
    quiet = {"log_to_driver": False, "logging_level": "error", "configure_logging": False}
    if ray.is_initialized():
        return ray
    try:
        _knock(address)
        ray.init(address=address, **quiet)
    except ConnectionError as error:
        if address != "auto":
            raise ClusterError(f"连不上 Ray 集群 {address}：{_line(error)} (the cluster cannot be reached)") from None
        ray.init(address="local", include_dashboard=False, **quiet)
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError(f"连不上 Ray 集群 {address}：{_line(error)} (the cluster cannot be reached)") from None
    return ray


def _knock(address: str) -> None:
    """Raises OSError where nobody listens at a host and port: Ray itself would wait for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=5).close()


def _line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
