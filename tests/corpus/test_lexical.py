"""A search in a few disclosures finds, scores and orders what a search in all of them does."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from corpus import lexical
from corpus.store import Store
from eval import invented_corpus
from ingest.load import read
from qa.retrieval.words import Words

QUESTIONS = ("预算支出为什么增加", "走访了多少家企业", "机关运行经费是什么意思", "政府采购情况", "没有的词")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lexical")
    store = Store.open(folder, Words(folder / "words"))
    made = [read(one.text.encode(), one.name) for one in invented_corpus.disclosures(4, seed=21)]
    for reading in (*made, made[1]):  # one is written anew: its passages get other numbers
        store.put(reading)
    yield store
    store.close()


def test_looking_into_each_by_itself_gives_what_looking_among_all_gives(store, monkeypatch):
    words = Words()
    ids = [d.id for d in store.disclosures()]
    asked = [(words.of_question(q), among) for q in QUESTIONS for among in ([], ids[:1], ids[1:3], ids, ["no such id"])]
    one_by_one = [store.search_words(*each, 8) for each in asked]
    monkeypatch.setattr(lexical, "FEW", -1)
    assert one_by_one == [store.search_words(*each, 8) for each in asked]
    assert sum(map(bool, one_by_one)) >= 12


@pytest.mark.sqlite
def test_each_disclosure_s_passages_have_numbers_in_a_row(store):
    with store.reading() as db:
        query = "select max(number) - min(number) + 1 = count(*) from passage group by disclosure_id"
        assert set(db.execute(text(query)).scalars()) == {1}
        orphans = "select count(*) from passage_words where rowid not in (select number from passage)"
        assert db.execute(text(orphans)).scalar_one() == 0
