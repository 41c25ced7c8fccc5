"""Facts said again in everyday words: the true ones accuse nobody, and what is false does not pass.

The disclosures are those of invented bodies that tests of phrasings ask about; every sentence is drawn from them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from restating import Restating

from corpus.store import Store
from ingest.load import ingest
from qa.checking.check import Checker
from qa.library import Library

DOCUMENTS = Path(__file__).parents[1] / "phrasings" / "documents"
EACH = 8
"""Sentences of a kind, true and false alike."""
SEED = 20_240_601
KINDS = (
    "plain", "rounded", "bounded", "in_characters", "nothing", "summed", "summed_over_bodies", "grown", "changed",
    "more_than", "times", "share", "per_head", "wholly", "each_year", "respectively",
)  # fmt: skip
UNKNOWN = ("of_nobody", "of_no_year", "of_nothing")
MOST_UNDECIDED = 0.25
"""The most of a kind's sentences that may be left undecided."""


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    store = Store.open(tmp_path_factory.mktemp("restated"))
    assert all(result.outcome == "new" for result in ingest([DOCUMENTS], store))
    return store


@pytest.fixture(scope="module")
def restated(store) -> Checker:
    return Checker(Library(store))


def sentences(make: Callable[[], str | None]) -> list[str]:
    """Distinct sentences of one kind, as many as are wanted or as can be drawn."""
    found: dict[str, None] = {}
    for _ in range(EACH * 12):
        if len(found) < EACH and (text := make()):
            found[text] = None
    return list(found)


def verdict(checker: Checker, text: str) -> str:
    """The verdict on a whole sentence: one contradicted figure spoils it, one not found leaves it open."""
    found = {finding.verdict for finding in checker.check(text).findings}
    if "contradicted" in found:
        return "contradicted"
    return "supported" if found and found <= {"supported", "disputed"} else "undecided"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_true_is_never_contradicted_and_mostly_borne_out(restated, store, kind):
    drawn = Restating(store, SEED)
    told = {text: verdict(restated, text) for text in sentences(partial(drawn.kinds()[kind], true=True))}
    assert len(told) >= EACH // 2, "the store has too little of this kind"
    assert [text for text, found in told.items() if found == "contradicted"] == []
    undecided = [text for text, found in told.items() if found != "supported"]
    assert len(undecided) <= MOST_UNDECIDED * len(told), undecided


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_false_never_passes_and_is_mostly_contradicted(restated, store, kind):
    drawn = Restating(store, SEED + 1)
    told = {text: verdict(restated, text) for text in sentences(partial(drawn.kinds()[kind], true=False))}
    assert len(told) >= EACH // 2, "the store has too little of this kind"
    assert [text for text, found in told.items() if found == "supported"] == []
    undecided = [text for text, found in told.items() if found != "contradicted"]
    assert len(undecided) <= MOST_UNDECIDED * len(told), undecided


@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_no_document_speaks_of_is_left_undecided(restated, store, kind):
    drawn = Restating(store, SEED + 2)
    told = {text: verdict(restated, text) for text in sentences(getattr(drawn, kind))}
    assert {text: found for text, found in told.items() if found != "undecided"} == {}
