"""家: what lives in one home folder, opened once and shared: store, words, index, search, asker.

Everything is made at its first use, so that a question about a figure loads no more than it needs.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpus.store import Store
from qa.retrieval.index import PassageIndex
from qa.retrieval.labels import LabelIndex
from qa.retrieval.search import Search
from qa.retrieval.words import Words
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.agent import Phraser
    from qa.ask import Asker
    from qa.checking.check import Checker


class Home:
    """家. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.words = Words(settings.home / "words")

    @cached_property
    def store(self) -> Store:
        """The truth."""
        return Store.open(self.settings.where, self.words)

    @cached_property
    def index(self) -> PassageIndex:
        """The vectors; the embedder is not loaded yet."""
        return PassageIndex(
            self.store, self.settings.home / "vectors", self.settings.embedder, self.settings.chroma_url
        )

    @cached_property
    def labels(self) -> LabelIndex:
        """The vectors of printed labels and everyday names; nothing is loaded yet."""
        return LabelIndex(self.settings.home / "vectors", self.settings.embedder)

    @cached_property
    def search(self) -> Search:
        """Passages by words and vectors."""
        return Search(self.store, self.words, self.index)

    @cached_property
    def asker(self) -> Asker:
        """The line from a question to an answer."""
        from qa.ask import Asker  # noqa: PLC0415 - `ingest` does not need it
        from qa.evidence.linking import Linker  # noqa: PLC0415 - as above

        return Asker(self.store, self.search, self._phraser, words=self.words, linker=Linker(self.labels))

    @property
    def _phraser(self) -> Phraser | None:
        """The language model that may phrase answers; None where none is configured."""
        if not self.settings.model:
            return None
        from qa import agent  # noqa: PLC0415 - LangChain is for those who configured a model

        return agent.load(self.settings.model, self.settings.model_url)

    @cached_property
    def checker(self) -> Checker:
        """Checks texts against the disclosures; shares the asker's shelves."""
        from qa.checking.check import Checker  # noqa: PLC0415 - for those who check

        return Checker(self.asker.library)
