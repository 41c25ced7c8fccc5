"""What the tests of the answering side share."""

from __future__ import annotations

import pytest

from qa.retrieval.words import Words


@pytest.fixture(scope="session")
def words(tmp_path_factory):
    """The word cutter; its dictionary takes half a second to build."""
    return Words(tmp_path_factory.mktemp("words"))
