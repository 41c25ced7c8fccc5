"""A checker over five small disclosures of invented bodies."""

from __future__ import annotations

import invented
import pytest

from corpus.store import Store
from ingest import load
from qa.checking.check import Checker
from qa.library import Library


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Library:
    store = Store.open(tmp_path_factory.mktemp("checking"))
    for name, text in invented.RECORDS.items():
        store.put(load.read(text.encode(), name))
    found = Library(store)
    found.refresh()
    return found


@pytest.fixture(scope="session")
def checker(library) -> Checker:
    return Checker(library)
