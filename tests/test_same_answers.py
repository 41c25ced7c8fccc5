"""The whole gold is answered the same on SQLite, on PostgreSQL, and with the vectors in a Chroma server."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "qa"))

from readings import Letters

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker
from qa.retrieval.index import PassageIndex
from qa.retrieval.search import Search
from qa.retrieval.words import Words

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "eval" / "gold" / "questions.jsonl"
RUNNING = frozenset({"conversation_id", "turn_id", "timings_ms", "id"})


def asked() -> list[str]:
    return [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]


def told(asker: Asker, question: str) -> dict:
    return {name: value for name, value in asker.ask(question).as_dict().items() if name not in RUNNING}


def shelf(where, folder: Path, words: Words, chroma_url: str = "") -> Asker:
    store = Store.open(where, words)
    ingest([ROOT / "corpus" / "documents"], store)
    index = PassageIndex(store, folder, chroma_url=chroma_url, load=lambda _: Letters())
    index.sync()
    return Asker(store, Search(store, words, index), words=words)


def test_the_gold_is_answered_the_same_on_every_engine(database, chroma, tmp_path):
    words = Words(tmp_path / "words")
    lite = shelf(tmp_path / "home", tmp_path / "vectors", words)
    server = shelf(database, tmp_path / "elsewhere", words, chroma.url)
    questions = asked()
    assert len(questions) > 200
    differing = [q for q in questions if told(lite, q) != told(server, q)]
    assert differing == []


def test_words_find_the_same_passage_first_on_every_engine(database, tmp_path):
    words = Words(tmp_path / "words")
    stores = Store.open(tmp_path / "home", words), Store.open(database, words)
    for store in stores:
        ingest([ROOT / "corpus" / "documents"], store)
    same, questions = 0, asked()
    for question in questions:
        one, other = (store.search_words(words.of_question(question), None, 8) for store in stores)
        # Texts that stand in several disclosures score alike: either of them may stand first.
        first = {passage for passage, score in one if score > one[0][1] - 1e-6}
        same += bool(one) == bool(other) and (not one or other[0][0] in first)
    assert same >= 0.95 * len(questions)


pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="no gold here")
