"""Words may be left out of a question, or taken for a name near in meaning: never both for one answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.load import ingest
from qa.home import Home
from qa.settings import Settings

RECORD = Path(__file__).parent / "phrasings" / "documents" / "water-2024-budget-unit.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    opened = Home(Settings(home=tmp_path_factory.mktemp("home")))
    ingest([RECORD], opened.store)
    opened.sync()
    return opened


@pytest.mark.parametrize("phrase", ["补贴职工吃饭的钱", "补贴职工坐车的钱", "补贴职工理发的钱"])
def test_what_is_left_of_a_phrase_with_words_left_out_is_not_guessed_at(home: Home, phrase: str) -> None:
    answer = home.asker.ask(f"云溪区水务局本级2024年{phrase}是多少")
    assert "“职工”按" not in answer.answer
    assert answer.status != "answered"
