"""What all tests under load share: the stand-in embedder of the tests of ``qa`` is found, and each of them is slow."""

import sys
from pathlib import Path

import pytest

from corpus.store import Store
from eval.invented_corpus import disclosures
from ingest.load import ingest, read
from qa.retrieval.words import Words

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "qa")]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def words(tmp_path_factory) -> Words:
    return Words(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="session")
def eleven(tmp_path_factory, words) -> Store:
    """A store of eleven disclosures: those that ship, and invented ones."""
    store = Store.open(tmp_path_factory.mktemp("eleven"), words)
    ingest([HERE.parents[1] / "corpus" / "documents"], store)
    for one in disclosures(11 - len(store.disclosures()), 4):
        store.put(read(one.text.encode(), one.name))
    assert len(store.disclosures()) == 11
    return store
