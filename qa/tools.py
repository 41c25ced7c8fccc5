"""工具: what other programs may call (MCP, agents of LangChain), as plain functions that give the contract's objects.

None of them changes what is held; :meth:`Tools.ask` alone remembers, the conversation that it was asked in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.disclosure import Disclosure, Table
from corpus.meanwhile import each_held, persistently
from corpus.problem import MingzhangError
from corpus.terms import TERMS, concept_of_label
from qa import facts
from qa.answer import Answer
from qa.checking.audit import audited
from qa.dialogue import turns
from qa.disclosed import described, table_shown
from qa.home import Home
from qa.retrieval.narrowing import fitting, narrowed
from qa.retrieval.search import Hit
from qa.understanding.question import understand

MOST_COMPARED = 40
"""Bodies times years that one comparison may ask about."""


class NoSuchThingError(MingzhangError, LookupError):
    """查无此物: what a program named is not held; the message says how to find what is."""


class Tools:
    """工具 over one home. Safe to share between threads."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def ask(
        self, question: str, conversation_id: str | None = None, disclosures: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """The answer to a question. Raises NoSuchDisclosureError where it is narrowed to an id that is not held."""

        def asked() -> dict[str, Any]:
            told: dict[str, Any] = self.home.asker.ask(question, conversation_id, self._known(disclosures)).as_dict()
            return told

        return persistently(asked)

    def ask_once(self, question: str, disclosures: Sequence[str] | None = None) -> dict[str, Any]:
        """The answer to a question that nothing before it explains and nothing after it will mention; it is not kept."""
        answer = self.ask(question, None, disclosures)
        if kept := answer["conversation_id"]:
            turns.forget(self.home.store, kept)
        return answer | {"conversation_id": ""}

    def check(self, text: str, disclosures: Sequence[str] | None = None) -> dict[str, Any]:
        """Every figure of a text held against the disclosures."""
        found: dict[str, Any] = self.home.checker.check(text, self._known(disclosures)).as_dict()
        return found

    def find_facts(self, filters: dict[str, Any], limit: int = 50, offset: int = 0) -> dict[str, Any]:
        """One page of printed figures; ``issuer`` may be a short name. ``filters`` as GET /api/facts has them."""
        wanted = {name: value for name, value in filters.items() if value is not None}
        if issuer := wanted.pop("issuer", None):
            owners = {d.id for d in fitting(self.home.store.disclosures(), issuer=str(issuer))}
            asked = wanted.get("disclosure")
            wanted["disclosure"] = sorted(owners & {asked} if asked else owners)
        total, page = facts.selected(self.home.store, wanted, limit, offset)
        return {"total": total, "facts": page}

    def list_disclosures(
        self,
        region: str | None = None,
        issuer: str | None = None,
        year: int | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> dict[str, Any]:
        """One page of what is held, by issuer and year; ``region`` is any part of the place's name."""
        fits = [
            d
            for d in fitting(self.home.store.disclosures(), issuer=issuer, year=year)
            if region is None or region in "".join(d.region)
        ]
        page = each_held(fits[offset : offset + limit], lambda d: described(self.home.store, d))
        return {"total": len(fits), "disclosures": [shown for _, shown in page]}

    def search_passages(
        self,
        query: str,
        k: int = 8,
        disclosures: Sequence[str] | None = None,
        *,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
    ) -> dict[str, Any]:
        """The best ``k`` passages, of what the arguments name, else of the bodies and years that the query names."""
        held = self.home.store.disclosures()
        if disclosures is not None:
            known = set(self._known(disclosures) or ())
            held = [d for d in held if d.id in known]
        among = fitting(held, issuer=issuer, year=year, kind=kind)
        among, words = narrowed(query, among)
        by_id = {d.id: d for d in among}
        hits = self.home.search.find(words, list(by_id), k)
        return {"query": query, "passages": [passage_shown(hit, by_id[hit.disclosure_id]) for hit in hits]}

    def get_table(self, table_id: str) -> dict[str, Any]:
        """A table by its id (``table_id`` of a fact, or of a disclosure's tables). Raises NoSuchThingError."""
        return table_shown(self.table(table_id))

    def table(self, table_id: str) -> Table:
        """The table itself. Raises NoSuchThingError."""
        owner = table_id.rpartition("-t")[0]
        tables = self.home.store.tables(owner) if owner else []
        found = next((t for t in tables if t.id == table_id), None)
        if found is None:
            raise NoSuchThingError(
                f"没有编号为 {table_id} 的表：表的编号在数字的 table_id 里 (no such table; a fact's table_id names one)"
            )
        return found

    def audit(self, disclosure: str) -> dict[str, Any]:
        """A disclosure's own arithmetic and contradictions; it is named by id or file name."""
        held = self.home.store.disclosures()
        return audited(self.home.store, next((d.id for d in held if disclosure in {d.id, d.source}), disclosure))

    def compare(self, issuers: Sequence[str], concept: str, years: Sequence[int]) -> dict[str, Any]:
        """One thing of several bodies and years, each asked for by itself; what is not disclosed says so.

        What is given as a body is one: where none that is held bears the name, no other body's figure is told for it.
        Raises NoSuchThingError where too much is asked for at once.
        """
        if not issuers or not years or len(issuers) * len(years) > MOST_COMPARED:
            raise NoSuchThingError(
                f"一次比较 1 至 {MOST_COMPARED} 个单位·年份 (compare 1..{MOST_COMPARED} bodies times years at once)"
            )
        term = TERMS.get(concept) or TERMS.get(concept_of_label(concept) or "")
        name = term.name if term else concept
        compared = []
        for issuer in issuers:
            for year in years:
                question = f"{issuer}{year}年{name}是多少？"
                answer = self.ask_once(question) if self._names_a_body(question, issuer) else _of_none(issuer)
                compared.append({"issuer": issuer, "fiscal_year": year, "answer": answer})
        return {"concept": term.id if term else None, "name": name, "compared": compared}

    def _names_a_body(self, question: str, issuer: str) -> bool:
        """Whether a name is that of a body that is held, or is read as that of one that is not, which the answer says."""
        if issuer.strip() and fitting(self.home.store.disclosures(), issuer=issuer.strip()):
            return True
        library = self.home.asker.library
        library.refresh()
        who = understand(question, library.bodies).who
        return bool(who.mentions or who.unknown)

    def _known(self, disclosures: Sequence[str] | None) -> list[str] | None:
        for disclosure_id in disclosures or ():
            self.home.store.counts(disclosure_id)
        return None if disclosures is None else list(disclosures)


def _of_none(issuer: str) -> dict[str, Any]:
    """The answer about a body that nobody is."""
    said = f"没有找到{issuer}的公开文件，无法回答。收录了哪些，见公开文件目录。"
    return Answer("not_found", said, reason="not_in_corpus").as_dict()


def passage_shown(hit: Hit, disclosure: Disclosure) -> dict[str, Any]:
    """A passage that was found, with all that a citation needs; ``path`` is its place on this service's page."""
    place = hit.passage.place
    return {
        "id": hit.passage.id,
        "disclosure_id": disclosure.id,
        "title": disclosure.title,
        "issuer": disclosure.issuer,
        "fiscal_year": disclosure.fiscal_year,
        "kind": disclosure.kind,
        "source": disclosure.part_at(place.start).source,
        "section": " / ".join(hit.passage.section),
        "page": place.page,
        "start": place.start,
        "end": place.end,
        "text": hit.passage.text,
        "score": round(hit.score, 4),
        "path": place_path(disclosure.id, place.start, place.end),
    }


def place_path(disclosure_id: str, start: int, end: int) -> str:
    """Where the service's page shows a place of a disclosure."""
    return f"/documents/{disclosure_id}?start={start}&end={end}"
