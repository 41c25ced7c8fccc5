"""LangChain 检索器: our search as a ``BaseRetriever``, so that chains and agents of others can use it.

Each document carries all that a citation needs, and an address where the service is known. Where a query names bodies
or years, only theirs are searched, as the product itself does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from corpus.disclosure import Disclosure, Fact, Place, Table
from qa.disclosed import table_markdown
from qa.retrieval import figures
from qa.retrieval.narrowing import fitting, narrowed
from qa.retrieval.search import VECTOR_WEIGHT, Hit, Search

Of = Literal["passages", "tables", "facts"]
BASES = {
    "budget": "预算数",
    "final_accounts": "决算数",
    "adjusted_budget": "调整预算数",
    "prior_year": "上年数",
    "target": "目标值",
    "computed": "计算值",
}


class PassageRetriever(BaseRetriever):
    """检索: passages, and tables and printed figures where ``of`` names them.

    ``issuer`` (a name or short name), ``year``, ``kind`` (budget, final_accounts) and ``disclosures`` (ids) narrow it; all of
    them, and ``k``, may be given to ``invoke`` too and then go before. ``url`` is where the service is reached, for links.
    """

    search: Search
    k: int = Field(8, ge=1)
    of: tuple[Of, ...] = ("passages",)
    issuer: str | None = None
    year: int | None = None
    kind: str | None = None
    disclosures: tuple[str, ...] | None = None
    url: str = ""
    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **asked: Any
    ) -> list[Document]:
        del run_manager
        known = ("k", "of", "issuer", "year", "kind", "disclosures")
        if unknown := set(asked) - set(known):
            raise TypeError(f"the retriever takes {', '.join(known)}, not {', '.join(sorted(unknown))}")
        wanted = {name: getattr(self, name) if asked.get(name) is None else asked[name] for name in known}
        held = self.search.store.disclosures()
        if wanted["disclosures"] is not None:
            held = [d for d in held if d.id in set(wanted["disclosures"])]
        among = fitting(held, issuer=wanted["issuer"], year=wanted["year"], kind=wanted["kind"])
        among, rest = narrowed(query, among)
        return self._best(rest, among, wanted["of"], wanted["k"])

    def _best(self, query: str, among: Sequence[Disclosure], of: Iterable[Of], k: int) -> list[Document]:
        """The best ``k`` of all kinds asked for; scores of each kind are from 0 to 1."""
        by_id = {d.id: d for d in among}
        hits = self.search.find(query, list(by_id), k)
        found: list[Document] = []
        if "passages" in of:
            found += [self._passage(hit, by_id[hit.disclosure_id]) for hit in hits]
        if len(among) > figures.WIDEST:
            among = list({h.disclosure_id: by_id[h.disclosure_id] for h in hits}.values())
        words = self.search.words_of(query)
        if "tables" in of:
            found += [self._table(one) for one in figures.tables(self.search.store, words, among, k)]
        if "facts" in of:
            found += [self._fact(one) for one in figures.facts(self.search.store, words, among, k)]
        return sorted(found, key=lambda d: -d.metadata["score"])[:k]

    def _passage(self, hit: Hit, disclosure: Disclosure) -> Document:
        more = {"type": "passage", "section": " / ".join(hit.passage.section)}
        score = min(1.0, hit.score / (1 + VECTOR_WEIGHT))
        return self._document(hit.passage.id, hit.passage.text, disclosure, hit.passage.place, score, more)

    def _table(self, found: figures.Found[Table]) -> Document:
        table = found.thing
        more = {"type": "table", "section": " / ".join(table.section), "table": table.title, "table_id": table.id}
        return self._document(
            table.id, table_markdown(table), found.disclosure, table.place, found.score, more | {"unit": table.unit}
        )

    def _fact(self, found: figures.Found[Fact]) -> Document:
        fact, quantity = found.thing, found.thing.quantity
        value = format(quantity.value, "f")
        name = "·".join(part for part in (fact.subject, fact.row, fact.column) if part)
        said = f"{found.disclosure.issuer} {fact.year}年{BASES[fact.basis]}：{name} {value}{quantity.unit}"
        if fact.table:
            said += f"（{fact.table}）"
        more = {
            "type": "fact", "section": " / ".join(fact.section), "table": fact.table, "table_id": fact.table_id,
            "row": fact.row, "row_code": fact.row_code, "column": fact.column, "value": value, "unit": quantity.unit,
            "amount_year": fact.year, "basis": fact.basis, "concept": fact.concept,
        }  # fmt: skip
        return self._document(fact.id, said, found.disclosure, fact.place, found.score, more)

    def _document(
        self, key: str, content: str, disclosure: Disclosure, place: Place, score: float, more: dict[str, Any]
    ) -> Document:
        metadata = {
            "disclosure_id": disclosure.id,
            "title": disclosure.title,
            "issuer": disclosure.issuer,
            "fiscal_year": disclosure.fiscal_year,
            "kind": disclosure.kind,
            "source": disclosure.part_at(place.start).source,
            "page": place.page,
            "start": place.start,
            "end": place.end,
            "score": round(score, 4),
        }
        if self.url:
            path = f"/documents/{disclosure.id}?start={place.start}&end={place.end}"
            metadata["url"] = self.url.rstrip("/") + path
        return Document(id=key, page_content=content, metadata=metadata | more)
