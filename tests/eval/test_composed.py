"""Calculations composed over the shipped and the invented records: right nearly always, and hardly ever wrongly stated."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from eval import bank
from eval.composed import SHAPES, Composer, Figures, wordings
from ingest.load import ingest
from qa.ask import Asker

EACH = 3
"""Questions of each shape."""
LEAST, MOST_WRONG = Decimal("0.6"), Decimal("0.15")
"""What share must be right, and may be wrongly stated: a little under what was measured, on wordings of which half were read while building."""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("composed"))
    ingest(list(bank.documents(Path("nowhere"))), store)
    made = Asker(store)
    made.library.refresh()
    return made


def test_every_shape_has_twelve_wordings_that_can_be_filled(asker: Asker) -> None:
    assert set(wordings()) == set(SHAPES)
    assert {len(said) for said in wordings().values()} == {12}
    composer = Composer(Figures.of(asker.library), 0)
    made = Counter(one.shape for one in composer.questions(EACH))
    assert set(made) == set(SHAPES)


def test_the_same_seed_asks_the_same(asker: Asker) -> None:
    figures = Figures.of(asker.library)
    one, other = ([c.question for c in Composer(figures, 7).questions(2)] for _ in range(2))
    assert one == other


def test_calculations_are_understood_in_other_peoples_words(asker: Asker) -> None:
    asked = list(Composer(Figures.of(asker.library), 1).questions(EACH))
    answers = [(one, asker.ask(one.question).as_dict()) for one in asked]
    right = sum(one.judged(answer).right for one, answer in answers)
    wrong = sum(
        answer["status"] == "answered" and bool(answer["figures"]) and not one.judged(answer).right
        for one, answer in answers
    )
    assert right >= LEAST * len(asked), [one.question for one, answer in answers if not one.judged(answer).right]
    assert wrong <= MOST_WRONG * len(asked)
