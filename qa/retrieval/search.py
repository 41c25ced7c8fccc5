"""检索: passages by words (BM25) and by meaning (vectors), fused by score.

A question is narrowed to disclosures before it is asked; each hit says which passage of which disclosure.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.disclosure import Passage
from corpus.store import Store
from qa.retrieval.index import PassageIndex
from qa.retrieval.words import Words

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

log = logging.getLogger(__name__)

VECTOR_WEIGHT = 0.25
"""On these disclosures words find far more than vectors do; vectors settle what words leave open (see WHY.md)."""
DEPTH = 40
"""Hits taken from each list before fusing."""
MOST_COMPARED = 400
"""Passages whose nearness is told for one question: those of a few disclosures are all compared."""


@dataclass(frozen=True, slots=True)
class Hit:
    """命中: a passage with its fused score (higher is better) and its rank in either list (from 1, None: not in it)."""

    passage: Passage
    disclosure_id: str
    score: float
    word_rank: int | None
    vector_rank: int | None
    similarity: float | None


class Search:
    """检索器 over a store and its index; without an index, words alone."""

    def __init__(self, store: Store, words: Words, index: PassageIndex | None = None) -> None:
        self._store = store
        self._words = words
        self._index = index
        self._complained = False

    def find(self, question: str, ids: Sequence[str] | None = None, k: int = 8) -> list[Hit]:
        """The best ``k`` passages for a question, from disclosures ``ids`` only (all where None)."""
        if ids is not None and not ids:
            return []
        by_words = self._store.search_words(self._words.of_question(question), ids, DEPTH)
        by_meaning = self._by_meaning(question, ids)
        word_rank = {passage_id: n for n, (passage_id, _) in enumerate(by_words, 1)}
        vector_rank = {passage_id: n for n, (passage_id, _) in enumerate(by_meaning, 1)}
        similarity = dict(by_meaning)
        scores = fused(by_words, by_meaning)
        best = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))[: 2 * k]
        passages = self._store.passages_by_id(best)
        hits = [
            Hit(passages[p][1], passages[p][0], scores[p], word_rank.get(p), vector_rank.get(p), similarity.get(p))
            for p in best
            if p in passages
        ]
        return _distinct(hits)[:k]

    def _by_meaning(self, question: str, ids: Sequence[str] | None, most: int = DEPTH) -> list[tuple[str, float]]:
        """By vectors; nothing where they cannot be asked: damaged or out of reach, they take no answer with them."""
        if self._index is None:
            return []
        try:
            return self._index.search(question, ids, most)
        except Exception as error:  # noqa: BLE001 - an edge: the vectors are a convenience, and their database is another's
            if not self._complained:
                log.warning("the vectors cannot be asked, words answer: %s; `mingzhang doctor` mends them", error)
            self._complained = True
            return []

    def nearness(self, question: str, ids: Sequence[str]) -> dict[str, float]:
        """Passage id → how much nearer in meaning to a question than the mean of these disclosures' passages.

        Empty where the vectors cannot be asked; what is not embedded yet is not in it.
        """
        found = self._by_meaning(question, ids, MOST_COMPARED) if ids else []
        mean = sum(cosine for _, cosine in found) / len(found) if found else 0.0
        return {passage: cosine - mean for passage, cosine in found}

    def retriever(self, k: int = 8, **more: Any) -> BaseRetriever:
        """A LangChain retriever over this search, for chains and agents of others; for ``more`` see :class:`PassageRetriever`."""
        from qa.retrieval.retriever import PassageRetriever  # noqa: PLC0415 - langchain is for those who want it

        return PassageRetriever(search=self, k=k, **more)

    def words_of(self, question: str) -> list[str]:
        """The words of a question that are worth looking for."""
        return self._words.of_question(question)

    @property
    def store(self) -> Store:
        """The store that is searched."""
        return self._store


def fused(by_words: Sequence[tuple[str, float]], by_meaning: Sequence[tuple[str, float]]) -> dict[str, float]:
    """One score a passage from both lists (best first): BM25 relative to the best, nearness within its list."""
    scores: dict[str, float] = {}
    if by_words:
        best = max(by_words[0][1], 1e-9)
        scores.update((passage_id, max(score, 0.0) / best) for passage_id, score in by_words)
    if by_meaning:
        nearest, farthest = by_meaning[0][1], by_meaning[-1][1]
        spread = max(nearest - farthest, 1e-9)
        for passage_id, similarity in by_meaning:
            nearness = (similarity - farthest) / spread if len(by_meaning) > 1 else 1.0
            scores[passage_id] = scores.get(passage_id, 0.0) + VECTOR_WEIGHT * nearness
    return scores


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """Of one disclosure's passages with the same text, the best only."""
    kept: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        kept.setdefault((hit.disclosure_id, hit.passage.text), hit)
    return list(kept.values())
