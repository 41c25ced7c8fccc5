"""What the tests of the evaluation share: the shipped records taken in once, and the shipped gold."""

from __future__ import annotations

import pytest
from grounds import ROOT, load

from eval.gold_lines import read_gold
from eval.ground import Ground


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
