"""What is kept of the last questions is kept for all who ask at once: whoever makes room takes nothing from another."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from qa.evidence.linking import Linker
from qa.retrieval.index import chroma
from qa.retrieval.labels import LabelIndex, Rows

ROWS = Rows((0,), np.ones((1, 2), dtype=np.float32))
ASKED = [str(n % 7) for n in range(4_000)]


@pytest.fixture
def hurried():
    """Threads take turns a thousand times as often as they do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurried")
def test_phrases_are_looked_for_while_the_kept_ones_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr("qa.retrieval.labels.MOST_KEPT", 2)
    one = SimpleNamespace(embed_query=lambda text: [float(text), 0.0])
    index = LabelIndex(tmp_path, load=lambda _: one)
    with ThreadPoolExecutor(8) as threads:
        near = list(threads.map(lambda phrase: index.nearest(phrase, ROWS, 1), ASKED))
    assert near == [[(0, float(phrase))] for phrase in ASKED]


@pytest.mark.usefixtures("hurried")
def test_disclosures_are_looked_into_while_the_kept_ones_make_room(monkeypatch):
    monkeypatch.setattr("qa.evidence.linking.MOST_KEPT", 2)
    monkeypatch.setattr("qa.evidence.linking.names_of", lambda shelf: (SimpleNamespace(text=shelf.disclosure.id),))
    linker = Linker(SimpleNamespace(rows=lambda texts: Rows((0,), texts)))
    shelves = [SimpleNamespace(disclosure=SimpleNamespace(id=name)) for name in ASKED]
    with ThreadPoolExecutor(8) as threads:
        rows = list(threads.map(lambda shelf: linker._rows(shelf)[1].vectors, shelves))
    assert rows == [[name] for name in ASKED]


def test_labels_that_are_not_all_embedded_are_looked_for_again(monkeypatch):
    embedded = [Rows((), []), ROWS]
    monkeypatch.setattr("qa.evidence.linking.names_of", lambda shelf: (SimpleNamespace(text=shelf.disclosure.id),))
    linker = Linker(SimpleNamespace(rows=lambda _: embedded.pop(0)))
    shelf = SimpleNamespace(disclosure=SimpleNamespace(id="d"))
    assert linker._rows(shelf)[1].places == ()
    assert linker._rows(shelf)[1] is ROWS
    assert linker._rows(shelf)[1] is ROWS, "all are embedded, and kept"


def test_vectors_of_one_folder_are_opened_by_several_at_once(tmp_path):
    together = threading.Barrier(4)

    def opened(number: int) -> str:
        together.wait()
        client, _ = chroma(tmp_path)
        return str(client.get_or_create_collection(f"of-{number}", embedding_function=None).name)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(opened, range(4))) == [f"of-{number}" for number in range(4)]
