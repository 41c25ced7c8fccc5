"""The vector index mirrors the store; words are cut the same way both times; search fuses the two."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_chroma import Chroma
from readings import Letters, reading

from corpus.store import Store
from qa.retrieval import index as index_module
from qa.retrieval.index import PassageIndex
from qa.retrieval.search import Search, fused
from qa.retrieval.words import Words


class Counting(Letters):
    """Counts the texts that it embeds, and can fail."""

    def __init__(self):
        self.texts: list[str] = []
        self.fails_after = None

    def embed_documents(self, texts):
        if self.fails_after is not None and len(self.texts) >= self.fails_after:
            raise KeyboardInterrupt
        self.texts += texts
        return super().embed_documents(texts)


@pytest.fixture
def store(tmp_path, words):
    store = Store.open(tmp_path, words)
    store.put(reading())
    return store


@pytest.fixture
def embedder():
    return Counting()


@pytest.fixture
def index(store, tmp_path, embedder):
    return PassageIndex(store, tmp_path / "vectors", load=lambda _: embedder)


def test_each_distinct_text_is_embedded_once(store, index, embedder):
    store.put(reading(year=2023))  # repeats every passage
    assert index.sync() == 2
    assert index.sync() == 0
    assert len(embedder.texts) == 2


def test_a_text_said_by_two_disclosures_is_found_in_each(store, index):
    other = reading(year=2023)
    store.put(other)
    index.sync()
    words = "公务用车更新推迟"
    assert len(index.search(words, None, 8)) == 4
    only = [passage_id for passage_id, _ in index.search(words, [other.disclosure.id], 8)]
    assert only
    assert all(passage_id.startswith(other.disclosure.id) for passage_id in only)


def test_what_left_the_store_leaves_the_index(store, index):
    index.sync()
    store.delete(reading().disclosure.id)
    assert index.search("检定", None, 8) == []
    index.sync()
    assert index._collection.count() == 0


def test_an_interrupted_run_is_finished_by_the_next(store, index, embedder, monkeypatch):
    monkeypatch.setattr("qa.retrieval.index.BATCH", 1)
    embedder.fails_after = 1
    with pytest.raises(KeyboardInterrupt):
        index.sync()
    assert not index.is_current()
    embedder.fails_after = None
    assert index.sync() == 1
    assert index.is_current()


def test_a_second_process_finds_the_index_as_it_was_left(store, index, tmp_path):
    index.sync()
    again = PassageIndex(store, tmp_path / "vectors", load=lambda _: Letters())
    assert again.is_current()
    assert not again.ready
    assert again.search("检定与维护", None, 1) == index.search("检定与维护", None, 1)


def test_another_model_gets_another_collection(store, index, tmp_path):
    index.sync()
    other = PassageIndex(store, tmp_path / "vectors", "another", load=lambda _: Letters())
    assert not other.is_current()
    assert other.sync() == 2


def test_passages_not_yet_embedded_do_not_disturb_a_narrowed_search(store, index):
    index.sync()
    late = reading(reading().text.replace("检定", "校准"), year=2023)
    store.put(late)
    assert all(i.startswith(late.disclosure.id) for i, _ in index.search("校准", [late.disclosure.id], 8))


def test_progress_counts_up_to_the_whole(index):
    told = []
    index.sync(report=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_search_finds_by_words_and_by_meaning(store, index, words):
    index.sync()
    best = Search(store, words, index).find("公务用车为什么推迟更新？")[0]
    assert "更新推迟" in best.passage.text
    assert (best.word_rank, best.vector_rank) == (1, 1)


def test_fusing_lets_words_lead_and_vectors_settle():
    scores = fused([("a", 9.0), ("b", 9.0), ("c", 3.0)], [("c", 0.9), ("b", 0.8), ("d", 0.7)])
    assert sorted(scores, key=scores.get, reverse=True) == ["b", "a", "c", "d"]
    assert fused([], []) == {}
    assert fused([], [("a", 0.5)])["a"] > 0


def test_langchains_own_chroma_finds_the_same_in_the_same_folder(store, index, tmp_path, embedder):
    store.put(reading(year=2023))
    index.sync()
    ours = index._query(embedder.embed_query("公务用车更新推迟"), None, 2)
    name = index._collection.name
    theirs = Chroma(collection_name=name, client=index_module.chroma(tmp_path / "vectors")[0])
    found = theirs.similarity_search_by_vector_with_relevance_scores(embedder.embed_query("公务用车更新推迟"), k=2)
    assert [(d.id, 1 - distance) for d, distance in found] == ours


def test_search_works_without_vectors(store, words):
    hits = Search(store, words).find("公务用车更新")
    assert "更新推迟" in hits[0].passage.text


def test_narrowing_to_nothing_finds_nothing(store, index, words):
    assert Search(store, words, index).find("公务用车", []) == []


def test_one_disclosures_repeated_text_is_one_hit(store, words):
    made = reading()
    twice = replace(made.passages[0], id=made.passages[0].id + "x")
    store.put(replace(made, passages=(*made.passages, twice)))
    assert len(Search(store, words).find("检定与维护")) == 1


def test_the_retriever_gives_langchain_documents_with_places(store, words):
    documents = Search(store, words).retriever(k=1).invoke("公务用车更新")
    (document,) = documents
    assert "更新推迟" in document.page_content
    text = store.text(document.metadata["disclosure_id"])
    assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_a_term_is_cut_whole_and_in_its_parts(words):
    cut = words.cut("一般公共预算财政拨款支出")
    assert "一般公共预算财政拨款支出" in cut
    assert {"公共", "预算", "拨款"} <= set(cut)


def test_full_width_and_capitals_do_not_matter(words):
    assert words.cut("ＡＢＣ１２３") == words.cut("abc123")


def test_a_questions_empty_words_are_left_out(words):
    assert {"多少", "的", "是"}.isdisjoint(words.of_question("公务接待费的支出是多少"))


def test_the_compiled_dictionary_is_kept(tmp_path):
    Words(tmp_path).cut("预算")
    assert (tmp_path / "jieba.cache").stat().st_size > 1_000_000


ELSEWHERE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from readings import Letters, reading
from corpus.store import Store
from qa.retrieval import index as index_module
from qa.retrieval.index import PassageIndex
home = Path(sys.argv[1])
store = Store.open(home)
store.delete(reading().disclosure.id)
store.put(reading(year=2031))
PassageIndex(store, home / "vectors", load=lambda _: Letters()).sync()
"""


@pytest.mark.skipif("MINGZHANG_TEST_DATABASE" in os.environ, reason="the other process opens the folder itself")
def test_what_another_process_has_synced_is_found(store, index, tmp_path):
    index.sync()
    assert index.search("公务用车更新推迟", None, 8)
    tests, root = Path(__file__).parent, Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(tmp_path), str(tests)], cwd=root, check=True)
    held = {one.id for one in store.disclosures()}
    found = index.search("公务用车更新推迟", sorted(held), 8)
    assert all(passage_id.split("-")[0] in held for passage_id, _ in found)


def test_vectors_that_cannot_be_asked_leave_it_to_words(index, monkeypatch):
    index.sync()

    def refuse(*_):
        raise index._errors[0]("torn")

    monkeypatch.setattr(index, "_query", refuse)
    assert index.search("公务用车更新推迟", None, 8) == []
