"""变体: what is measured. The product whole, with layers taken away, and the pipelines that others build.

A passages-only variant reads nothing: it states the best passage, and every figure in it in order of appearance.
That is what retrieval alone is worth; what a reader could make of its five passages, the measure ``reach`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from corpus.disclosure import Passage
from corpus.money import find_quantities
from corpus.problem import MingzhangError
from corpus.store import Store
from eval.chunks import Chunks, chunk_index
from eval.ground import Ground
from qa.ask import Asker, Phrase
from qa.checking.check import Checker
from qa.planner.planning import Propose
from qa.settings import Settings

SHOWN = 5
"""Passages that a passages-only variant shows."""


@dataclass(frozen=True, slots=True)
class Span:
    """段: a found passage: document (file name) and offsets in its extracted text."""

    doc: str
    start: int
    end: int


class System(Protocol):
    """被测系统: what a run asks of a variant."""

    def ask(self, question: str, conversation_id: str | None = None) -> dict[str, Any]:
        """The answer's object, as the interface has it."""

    def check(self, text: str) -> list[dict[str, Any]] | None:
        """The findings of a text; None where the variant cannot check."""

    def find(self, question: str, k: int) -> list[Span] | None:
        """The best passages, best first; None where the variant does not search."""


class Without:
    """缺层的库: a store from which some of what was read is taken away, to see what it is worth."""

    def __init__(self, store: Store, *missing: str) -> None:
        self._store = store
        self._missing = frozenset(missing)

    def __getattr__(self, name: str) -> Any:
        if name in self._missing:
            return lambda *_, **__: ()
        return getattr(self._store, name)


class Product:
    """产品: our answering over a store; ``find`` is the search that it was given, if any."""

    def __init__(self, ground: Ground, *missing: str, vectors: bool | None, phrase: Phrase | None = None) -> None:
        self._sources = {d.id: d.source for d in ground.disclosures}
        store = cast("Store", Without(ground.store, *missing)) if missing else ground.store
        self._search = None if vectors is None else ground.search(vectors=vectors)
        self._store, self._phrase = store, phrase
        self.asker = Asker(store, self._search, phrase)
        self._checker = Checker(self.asker.library)

    def plan_by(self, propose: Propose) -> None:
        """Let a language model fill in the plan where the built-in choice is unsure."""
        self.asker = Asker(self._store, self._search, self._phrase, propose=propose)

    def ask(self, question: str, conversation_id: str | None = None) -> dict[str, Any]:
        """The product's answer."""
        return self.asker.ask(question, conversation_id, None).as_dict()

    def check(self, text: str) -> list[dict[str, Any]] | None:
        """The product's findings."""
        findings: list[dict[str, Any]] = self._checker.check(text, None).as_dict()["findings"]
        return findings

    def find(self, question: str, k: int) -> list[Span] | None:
        """The product's search."""
        if self._search is None:
            return None
        return [_span(self._sources[h.disclosure_id], h.passage) for h in self._search.find(question, None, k)]


Finder = Callable[[str, int], list[tuple[str, Passage]]]
"""Question and k to (disclosure id, passage), best first."""


class Reader:
    """只检索: quotes the passages that a finder finds, and takes the figures of the best one for the answer."""

    def __init__(self, ground: Ground, finder: Finder) -> None:
        self._disclosures = {d.id: d for d in ground.disclosures}
        self._texts = {d.id: ground.texts[d.source] for d in ground.disclosures}
        self._finder = finder

    def ask(self, question: str, conversation_id: str | None = None) -> dict[str, Any]:
        """The best passage as the answer, the best five as citations."""
        found = self._finder(question, SHOWN)
        return {
            "conversation_id": conversation_id or "",
            "status": "answered" if found else "not_found",
            "answer": found[0][1].text if found else "",
            "figures": list(self._figures(*found[0])) if found else [],
            "conflicts": [],
            "citations": [self._citation(n, owner, passage) for n, (owner, passage) in enumerate(found, 1)],
            "follow_ups": [],
            "timings_ms": {},
        }

    def check(self, text: str) -> list[dict[str, Any]] | None:
        """Passages cannot check a text."""
        del text
        return None

    def find(self, question: str, k: int) -> list[Span] | None:
        """The passages themselves."""
        return [_span(self._disclosures[owner].source, passage) for owner, passage in self._finder(question, k)]

    def _figures(self, owner: str, passage: Passage) -> Iterable[dict[str, Any]]:
        disclosure = self._disclosures[owner]
        for found in find_quantities(passage.text):
            yield {
                "label": "", "value": str(found.quantity.value), "unit": found.quantity.unit,
                "disclosure_id": owner, "issuer": disclosure.issuer, "fiscal_year": disclosure.fiscal_year,
                "basis": disclosure.kind, "scope": disclosure.scope, "citations": (1,),
            }  # fmt: skip

    def _citation(self, number: int, owner: str, passage: Passage) -> dict[str, Any]:
        disclosure, place = self._disclosures[owner], passage.place
        return {
            "id": number, "disclosure_id": owner, "title": disclosure.title, "source": disclosure.source,
            "section": " / ".join(passage.section), "page": place.page, "start": place.start, "end": place.end,
            "quote": self._texts[owner][place.start : place.end],
        }  # fmt: skip


def _span(source: str, passage: Passage) -> Span:
    return Span(source, passage.place.start, passage.place.end)


def _everything(ground: Ground) -> System:
    return Product(ground, vectors=True)


def _model(ground: Ground) -> System:
    """Everything, and the configured model's words where they add nothing. Raises MingzhangError without a model."""
    from qa import agent  # noqa: PLC0415 - LangChain is for those who configured a model

    settings = _with_model("变体 model")
    return Product(ground, vectors=True, phrase=agent.load(settings.model, settings.model_url))


def _with_model(what: str) -> Settings:
    settings = Settings.read()
    if not settings.model:
        raise MingzhangError(f"没有配置模型：{what} 要先设 MINGZHANG_MODEL (name a model in MINGZHANG_MODEL)")
    return settings


def proposer() -> Propose:
    """The configured model as one that fills in plans. Raises MingzhangError without a model."""
    from qa.planner import model  # noqa: PLC0415 - LangChain is for those who configured a model

    given = _with_model("--planner")
    return model.load(given.model, given.model_url)


def _no_vectors(ground: Ground) -> System:
    return Product(ground, vectors=False)


def _facts(ground: Ground) -> System:
    return Product(ground, "passages", vectors=None)


def _passages(ground: Ground) -> System:
    return Product(ground, "facts", "tables", "checks", vectors=True)


def _words(ground: Ground) -> System:
    search = ground.search(vectors=False)
    return Reader(ground, lambda q, k: [(h.disclosure_id, h.passage) for h in search.find(q, None, k)])


def _fused(ground: Ground) -> System:
    search = ground.search(vectors=True)
    return Reader(ground, lambda q, k: [(h.disclosure_id, h.passage) for h in search.find(q, None, k)])


def _vectors(ground: Ground) -> System:
    index = ground.index

    def find(question: str, k: int) -> list[tuple[str, Passage]]:
        ids = [passage_id for passage_id, _ in index.search(question, None, k)]
        found = ground.store.passages_by_id(ids)
        return [found[i] for i in ids if i in found]

    return Reader(ground, find)


def _baseline(ground: Ground) -> System:
    chunks = Chunks({d.id: ground.texts[d.source] for d in ground.disclosures})
    index = chunk_index(chunks, ground.vectors("chunks"), ground.embedder, report=ground.report)
    return Reader(ground, lambda q, k: [chunks.of[i] for i, _ in index.search(q, None, k)])


VARIANTS: dict[str, tuple[str, Callable[[Ground], System]]] = {
    "baseline": ("对照组：500字切块，向量，Chroma，前五", _baseline),
    "vectors": ("只用向量检索", _vectors),
    "words": ("只用词检索（BM25）", _words),
    "fused": ("词与向量融合", _fused),
    "passages": ("产品，去掉事实库", _passages),
    "facts": ("产品，只用事实库", _facts),
    "no-vectors": ("产品，检索不用向量", _no_vectors),
    "everything": ("产品全部", _everything),
    "model": ("产品全部，加模型改写（须配置模型）", _model),
}
"""Name → (what it is, how it is made)."""


def build(name: str, ground: Ground, propose: Propose | None = None) -> System:
    """A variant by name, its plans filled in by ``propose`` where they are unsure.

    Raises MingzhangError that lists the names, or says that a variant plans nothing.
    """
    if name not in VARIANTS:
        raise MingzhangError(f"没有变体 {name}；可选 (variants): {'、'.join(VARIANTS)}")
    system = VARIANTS[name][1](ground)
    if propose is not None:
        if not isinstance(system, Product):
            raise MingzhangError(f"变体 {name} 不作计划，不能加 --planner (it plans nothing)")
        system.plan_by(propose)
    return system


def names(chosen: Sequence[str]) -> list[str]:
    """The variants asked for; ``all`` stands for every one that needs no language model, unless one is configured."""
    every = [v for v in VARIANTS if v != "model" or Settings.read().model]
    return every if "all" in chosen else list(dict.fromkeys(chosen))
