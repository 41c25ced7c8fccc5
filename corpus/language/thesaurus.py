"""近义: everyday words to the words that disclosures print for them (``thesaurus.toml``), and back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _printed() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads(files("corpus.language").joinpath("thesaurus.toml").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for printed, everyday in raw.items():
        for word in everyday:
            found.setdefault(word, set()).add(printed)
    return {word: frozenset(printed) for word, printed in found.items()}


def printed_for(word: str) -> frozenset[str]:
    """The printed words that an everyday word stands for; none for most words."""
    return _printed().get(word, frozenset())


def everyday() -> Mapping[str, frozenset[str]]:
    """All everyday words with the printed words that each stands for."""
    return _printed()
