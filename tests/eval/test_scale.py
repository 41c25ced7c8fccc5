"""Many disclosures: what is held in memory is bounded, nobody's question is put to a few, and answers do not change."""

from __future__ import annotations

import re

import pytest

from corpus.store import Store
from eval import invented_corpus
from ingest.load import ingest
from qa import library
from qa.ask import Asker
from qa.finding import scene

COUNT = 8


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return invented_corpus.write(COUNT, tmp_path_factory.mktemp("documents"), seed=3)


@pytest.fixture(scope="module")
def store(found, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale")
    invented_corpus.write(COUNT, folder / "documents", seed=3)
    store = Store.open(folder / "home")
    ingest([folder / "documents"], store)
    yield store
    store.close()


def said(asker, found):
    return [(asker.ask(q).answer, asker.ask(q).status) for one in found for q, _ in one.asked[:3]]


def test_disclosures_put_away_are_read_again_and_say_the_same(store, found, monkeypatch):
    wide = said(Asker(store), found)
    monkeypatch.setattr(library, "MOST_FACTS", 300)
    narrow = Asker(store)
    assert said(narrow, found) == wide
    held = [s for d in narrow.library.disclosures if "facts" in vars(s := narrow.library.shelf(d.id))]
    assert len(held) <= 2


def test_only_the_disclosure_asked_about_is_read(store, found):
    asker = Asker(store)
    asker.ask(found[0].asked[0][0])
    read = [d.issuer for d in asker.library.disclosures if "facts" in vars(asker.library.shelf(d.id))]
    assert read == [found[0].issuer]


def test_a_question_about_nobody_is_put_to_a_few_and_says_how_many_others_there_are(store, monkeypatch):
    monkeypatch.setattr(scene, "MOST_ASKED", 3)
    asker = Asker(store)
    answer = asker.ask("2019年基本支出是多少？")
    assert answer.status == "ambiguous"
    assert len(answer.figures) == 3
    assert int(re.search(r"另有 (\d+) 份", answer.answer)[1]) == COUNT - 3
    assert sum("facts" in vars(asker.library.shelf(d.id)) for d in asker.library.disclosures) == 3


def test_what_few_print_is_found_among_all(store, found, monkeypatch):
    """The disclosures that a question about nobody is put to are those that print what it asks about."""
    names = [re.search(r"年(.+)是多少", q)[1] for one in found for q, _ in one.asked]
    rare = next(n for n in names if names.count(n) == 1)
    monkeypatch.setattr(scene, "MOST_ASKED", 2)
    owner = next(one for one in found if any(f"年{rare}是" in q for q, _ in one.asked))
    answer = Asker(store).ask(f"{rare}是多少？")
    assert owner.issuer in {f.issuer for f in answer.figures}


def test_all_bodies_are_compared_however_many_there_are(store, monkeypatch):
    monkeypatch.setattr(scene, "MOST_ASKED", 2)
    answer = Asker(store).ask("哪家单位2019年的基本支出最多？")
    assert len({f.issuer for f in answer.figures}) == COUNT


def test_a_disclosure_that_comes_or_goes_is_noticed(store, found):
    asker = Asker(store)
    question, _ = found[-1].asked[0]
    assert asker.ask(question).status == "answered"
    before = store.version()
    gone = next(d.id for d in store.disclosures() if d.issuer == found[-1].issuer)
    store.delete(gone)
    assert store.version() != before
    assert asker.ask(question).status == "not_found"
