"""LangChain 检索器: our search as a ``BaseRetriever``, so that chains and agents of others can use it."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from qa.retrieval.search import Search


class PassageRetriever(BaseRetriever):
    """段落检索. Documents carry the disclosure, section, page and offsets as metadata."""

    search: Search
    k: int = 8
    model_config = {"arbitrary_types_allowed": True}  # noqa: RUF012 - pydantic reads it

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "disclosure_id": hit.disclosure_id,
                    "section": " / ".join(hit.passage.section),
                    "page": hit.passage.place.page,
                    "start": hit.passage.place.start,
                    "end": hit.passage.place.end,
                    "score": hit.score,
                },
            )
            for hit in self.search.find(query, k=self.k)
        ]
