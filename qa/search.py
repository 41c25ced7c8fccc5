"""检索: passages by words (BM25) and by meaning (vectors), fused by rank.

A question is narrowed to disclosures before it is asked; each hit says which passage of which disclosure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.disclosure import Passage
from corpus.store import Store
from qa.index import PassageIndex
from qa.words import Words

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

RANK_OFFSET = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""
WORD_WEIGHT = 1.0
VECTOR_WEIGHT = 0.6
"""On these disclosures words find more than vectors do."""
DEPTH = 40
"""Hits taken from each list before fusing."""


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

    def find(self, question: str, ids: Sequence[str] | None = None, k: int = 8) -> list[Hit]:
        """The best ``k`` passages for a question, from disclosures ``ids`` only (all where None)."""
        if ids is not None and not ids:
            return []
        by_words = self._store.search_words(self._words.of_question(question), ids, DEPTH)
        by_meaning = self._index.search(question, ids, DEPTH) if self._index is not None else []
        word_rank = {passage_id: n for n, (passage_id, _) in enumerate(by_words, 1)}
        vector_rank = {passage_id: n for n, (passage_id, _) in enumerate(by_meaning, 1)}
        similarity = dict(by_meaning)
        scores = {
            passage_id: _share(WORD_WEIGHT, word_rank.get(passage_id))
            + _share(VECTOR_WEIGHT, vector_rank.get(passage_id))
            for passage_id in word_rank | vector_rank
        }
        best = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))[: 2 * k]
        passages = self._store.passages_by_id(best)
        hits = [
            Hit(passages[p][1], passages[p][0], scores[p], word_rank.get(p), vector_rank.get(p), similarity.get(p))
            for p in best
            if p in passages
        ]
        return _distinct(hits)[:k]

    def retriever(self, k: int = 8) -> BaseRetriever:
        """A LangChain retriever over this search, for chains and agents of others."""
        from qa.retriever import PassageRetriever  # noqa: PLC0415 - langchain is for those who want it

        return PassageRetriever(search=self, k=k)

    @property
    def store(self) -> Store:
        """The store that is searched."""
        return self._store


def _share(weight: float, rank: int | None) -> float:
    return 0.0 if rank is None else weight / (RANK_OFFSET + rank)


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """Of one disclosure's passages with the same text, the best only."""
    kept: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        kept.setdefault((hit.disclosure_id, hit.passage.text), hit)
    return list(kept.values())
