"""家: what lives in one home folder, opened once and shared: store, words, index, search, asker.

Everything is made at its first use, so that a question about a figure loads no more than it needs.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from corpus import faults
from corpus.meanwhile import each_held
from corpus.originals import Originals
from corpus.shared_originals import Keeping, RemoteOriginals, StoredOriginals
from corpus.store import Store
from qa.retrieval.index import Embedding, PassageIndex, Report, load_embedder
from qa.retrieval.labels import LabelIndex, Labelled
from qa.retrieval.search import Search
from qa.retrieval.words import Words
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.agent import Phraser
    from qa.ask import Asker
    from qa.checking.check import Checker
    from qa.planner.model import Remembering


log = logging.getLogger(__name__)

TRIED = 64 * 1024
"""Bytes that must find room for a home to count as writable."""
LABELLED_AT_ONCE = 200
"""Disclosures whose labels are read and embedded together."""


class Home:
    """家. Safe to share between threads.

    A home that may not be written, by its settings or by its folder's rights, is read only: figures and words answer,
    conversations are kept in memory, and there are no vectors, for their database writes when it is read.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.is_read_only = settings.read_only or _is_closed(settings)
        self.words = Words(None if self.is_read_only else settings.home / "words")
        self._load: Callable[[str], Embedding] = load_embedder

    def embed_by(self, load: Callable[[str], Embedding]) -> None:
        """Take the embedding model from elsewhere (a cluster); before the index is first used."""
        self._load = load

    @cached_property
    def store(self) -> Store:
        """The truth."""
        settings = self.settings
        forgets = settings.question_days <= 0
        try:
            return Store.open(settings.where, self.words, read_only=self.is_read_only, forgets=forgets)
        except Exception as error:
            if self.is_read_only or not faults.prevents_writing(error):
                raise
            log.warning("%s", faults.told(error))
            self.is_read_only = True
            return Store.open(settings.where, self.words, read_only=True)

    def is_writable(self) -> bool:
        """Whether something can be written now: tried, not told by the rights of the folder."""
        try:
            with tempfile.TemporaryFile(dir=self.settings.home) as tried:
                tried.write(bytes(TRIED))
                tried.flush()
        except OSError:
            return False
        return True

    def settle(self) -> None:
        """Bring the database's file up to what was written so far: a copy of it is whole, whatever comes."""
        if "store" in self.__dict__:
            self.store.settle()

    def close(self) -> None:
        """Close what was opened; the database's file is whole from then on."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def originals(self) -> Keeping:
        """The bytes of what was taken in: at a URL where one is set, in a database that servers share, else in the home."""
        if self.settings.originals_url:
            return RemoteOriginals(self.settings.originals_url)
        return StoredOriginals(self.store) if self.settings.database_url else Originals(self.settings.home)

    def sweep(self) -> None:
        """Erase the originals in the home that no disclosure is read from any more."""
        if isinstance(self.originals, Originals):
            self.originals.sweep(self.store.files())

    @cached_property
    def index(self) -> PassageIndex:
        """The vectors; the embedder is not loaded yet."""
        return PassageIndex(
            self.store, self.settings.home / "vectors", self.settings.embedder, self.settings.chroma_url, self._load
        )

    @cached_property
    def labels(self) -> LabelIndex:
        """The vectors of printed labels and everyday names; nothing is loaded yet."""
        return LabelIndex(self.settings.home / "vectors", self.settings.embedder, self._load)

    def sync(self, report: Report | None = None) -> None:
        """Bring the vectors of passages, then those of printed labels, up to what the store holds."""
        self.index.sync(report=report)
        self._sync_labels(report)

    def is_mirrored(self) -> bool:
        """Whether the vectors of passages and of labels are those of the store as it now is. Nothing is loaded to tell it."""
        return self.index.is_current() and self._labelled.seen == str(self.store.version())

    @property
    def _labelled(self) -> Labelled:
        return Labelled(self.settings.home / "vectors" / "labelled", self.settings.embedder)

    def _sync_labels(self, report: Report | None) -> None:
        """Embed the labels of disclosures that have come since the last time; a note in the folder says of which it was done.

        Of several processes one does it and the others find it done; what has gone meanwhile is left out. The note names
        the state of the store that was seen last: one that a kill kept from being written is not taken for done.
        """
        from qa.evidence.linking import labels_to_embed  # noqa: PLC0415 - not for those who only ask

        with self.store.alone("vectors"):
            note, seen = self._labelled, str(self.store.version())
            if note.seen == seen:
                return
            library = self.asker.library
            library.refresh()
            held = {d.id for d in library.disclosures}
            done = note.disclosures & held
            new = sorted(held - done)
            for start in range(0, len(new), LABELLED_AT_ONCE):
                some = new[start : start + LABELLED_AT_ONCE]
                printed = dict(each_held(some, lambda i: labels_to_embed([library.shelf(i)])))
                self.labels.sync([label for labels in printed.values() for label in labels], report)
                done |= printed.keys()
                note.write("", done)  # what a kill interrupts is not begun anew
            note.write(seen, done)

    @cached_property
    def search(self) -> Search:
        """Passages by words and vectors."""
        return Search(self.store, self.words, None if self.is_read_only else self.index)

    @cached_property
    def asker(self) -> Asker:
        """The line from a question to an answer."""
        from qa.ask import Asker  # noqa: PLC0415 - `ingest` does not need it
        from qa.evidence.linking import Linker  # noqa: PLC0415 - as above

        linker = None if self.is_read_only else Linker(self.labels)
        return Asker(
            self.store.forgiving(), self.search, self._phraser, words=self.words, linker=linker, propose=self._proposer
        )

    @property
    def _phraser(self) -> Phraser | None:
        """The language model that may phrase answers; None where none is configured to."""
        if not self.settings.model or not self.settings.model_rewords:
            return None
        from qa import agent  # noqa: PLC0415 - LangChain is for those who configured a model

        return agent.load(self.settings.model, self.settings.model_url)

    @property
    def _proposer(self) -> Remembering | None:
        """The language model that may fill in plans; None where none is configured."""
        settings = self.settings
        if not settings.model:
            return None
        from qa.planner import model  # noqa: PLC0415 - as above

        return model.load(settings.model, settings.model_url)

    @cached_property
    def checker(self) -> Checker:
        """Checks texts against the disclosures; shares the asker's shelves."""
        from qa.checking.check import Checker  # noqa: PLC0415 - for those who check

        return Checker(self.asker.library)


def _is_closed(settings: Settings) -> bool:
    """Whether the home is there and may not be written."""
    return not settings.database_url and settings.home.is_dir() and not os.access(settings.home, os.W_OK)
