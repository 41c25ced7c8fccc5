"""拼音: how a text sounds, by which mistyped names are recognised."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """拼音 without tones, one per character; other characters stand for themselves."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 (0.1 s to import, needed for mistyped names only)

    return tuple(lazy_pinyin(text, errors=cast("Any", list)))
