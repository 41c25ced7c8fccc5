"""What the tests of the evaluation share: the shipped records taken in once, answers over them and the invented bodies, and the shipped gold."""

from __future__ import annotations

from pathlib import Path

import pytest
from grounds import ROOT, load

from eval import bank
from eval.gold_lines import read_gold
from eval.ground import Ground, asking


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="session")
def ground(tmp_path_factory, kept):
    made = Ground(tmp_path_factory.mktemp("ground"), kept, [ROOT / "corpus" / "documents"], load)
    yield made
    made.close()


@pytest.fixture(scope="session")
def gold():
    return read_gold([ROOT / "eval" / "gold"])


@pytest.fixture(scope="session")
def asker(tmp_path_factory):
    """Answers over the shipped records and the invented bodies, which are here on every machine."""
    with asking(tmp_path_factory.mktemp("asker"), bank.documents(Path("nowhere")), load) as made:
        yield made
