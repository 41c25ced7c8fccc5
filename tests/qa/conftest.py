"""What the tests of the answering side share."""

from __future__ import annotations

from pathlib import Path

import pytest
from chat_server import ChatServer, proposer

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker
from qa.retrieval.words import Words

DOCUMENTS = Path(__file__).parent / "phrasings" / "documents"


@pytest.fixture(scope="session")
def words(tmp_path_factory):
    """The word cutter; its dictionary takes half a second to build."""
    return Words(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="session")
def asker(tmp_path_factory) -> Asker:
    """Answers over the disclosures of the invented bodies, all of them."""
    store = Store.open(tmp_path_factory.mktemp("invented"))
    ingest([DOCUMENTS], store)
    found = Asker(store)
    found.library.refresh()
    return found


@pytest.fixture(scope="session")
def planner_store(tmp_path_factory):
    opened = Store.open(tmp_path_factory.mktemp("planner"))
    ingest([DOCUMENTS / name for name in ("finance-2022-final.md", "street-2023-budget.md")], opened)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def plain(planner_store) -> Asker:
    """Answers without any model."""
    return Asker(planner_store)


@pytest.fixture(scope="session")
def model():
    """A model at an address; each test gives it a script."""
    server = ChatServer(lambda _: None)
    yield server
    server.close()


@pytest.fixture(scope="session")
def modelled(planner_store, model) -> Asker:
    return Asker(planner_store, propose=proposer(model.url))


@pytest.fixture
def planned(modelled, model) -> Asker:
    """Answers with the model, which has been asked nothing yet and has nothing to say."""
    model.requests.clear()
    model.script = lambda _: None
    return modelled
