"""Originals are kept whole, found by their digest and dropped, wherever they are kept."""

from __future__ import annotations

import hashlib

import pytest

from corpus.originals import Originals
from corpus.problem import StoreError
from corpus.shared_originals import RemoteOriginals, StoredOriginals
from corpus.store import Store


@pytest.fixture(params=["folder", "sqlite", "postgresql", "file", "memory"])
def originals(request, tmp_path):
    if request.param == "folder":
        yield Originals(tmp_path)
    elif request.param in {"sqlite", "postgresql"}:
        where = tmp_path if request.param == "sqlite" else request.getfixturevalue("database")
        store = Store.open(where)
        yield StoredOriginals(store)
        store.close()
    else:
        yield RemoteOriginals(f"file://{tmp_path}/shared" if request.param == "file" else f"memory://{tmp_path.name}")


def test_what_is_kept_is_found_whole_and_dropped(originals):
    data = bytes(range(256)) * 1000
    assert originals.keep(data) == originals.keep(data) == hashlib.sha256(data).hexdigest()
    key = hashlib.sha256(data).hexdigest()
    assert originals.holds(key)
    assert originals.find(key) == data
    originals.drop(key)
    originals.drop(key)
    assert not originals.holds(key)
    assert originals.find(key) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_name_that_is_no_digest_finds_nothing(originals, name):
    assert originals.find(name) is None
    assert not originals.holds(name)
    originals.drop(name)


def test_a_place_that_is_none_is_told_in_one_sentence():
    with pytest.raises(StoreError, match="原件地址 nowhere://x") as told:
        RemoteOriginals("nowhere://x")
    assert "\n" not in str(told.value)
