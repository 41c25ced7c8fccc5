"""The whole gold is answered the same on SQLite, on PostgreSQL with a Chroma server, and by a replica that took nothing in."""

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
from qa.home import Home
from qa.retrieval.words import Words
from qa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "eval" / "gold" / "questions.jsonl"
RUNNING = frozenset({"conversation_id", "turn_id", "timings_ms", "id"})


def asked() -> list[str]:
    return [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]


def told(asker: Asker, question: str) -> dict:
    return {name: value for name, value in asker.ask(question).as_dict().items() if name not in RUNNING}


def opened(folder: Path, words: Words, **where: str) -> Home:
    home = Home(Settings(home=folder, **where))
    home.words = words
    home.embed_by(lambda _: Letters())
    return home


def test_the_gold_is_answered_the_same_on_every_engine_and_by_every_replica(database, chroma, tmp_path):
    words = Words(tmp_path / "words")
    server = {"database_url": database, "chroma_url": chroma.url}
    lite, one, other = (
        opened(tmp_path / name, words, **where) for name, where in (("lite", {}), ("one", server), ("other", server))
    )
    for home in (lite, one):
        ingest([ROOT / "corpus" / "documents"], home.store)
    for home in (lite, one, other):
        home.sync()
        assert home.is_mirrored()
    questions = asked()
    assert len(questions) > 200
    differing = [q for q in questions if len({repr(told(home.asker, q)) for home in (lite, one, other)}) > 1]
    for home in (lite, one, other):
        home.close()
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
