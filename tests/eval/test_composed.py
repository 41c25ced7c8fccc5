"""Calculations composed over the shipped and the invented records: right nearly always, and hardly ever wrongly stated."""

from collections import Counter
from decimal import Decimal

from eval.composed import SHAPES, Composer, Figures, wordings
from eval.composing import told
from qa.ask import Asker

EACH = 3
"""Questions of each shape."""
LEAST, MOST_WRONG = Decimal("0.6"), Decimal("0.15")
"""What share must be right, and may be wrongly stated: a little under what was measured, on wordings of which half were read while building."""


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
    found = [(one, *told(asker, one)) for one in asked]
    assert sum(right for _, right, _ in found) >= LEAST * len(asked), [o.question for o, right, _ in found if not right]
    assert sum(wrong for _, _, wrong in found) <= MOST_WRONG * len(asked)
