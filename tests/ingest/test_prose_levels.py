"""The chain of classes that a sentence names its subject by."""

from __future__ import annotations

import pytest

from ingest.prose.scope import levels


@pytest.mark.parametrize(
    ("noun", "chain"),
    [
        ("教育支出(类)普通教育(款)小学教育(项)", ["教育支出", "普通教育", "小学教育"]),
        ("住房保障支出(类)住房改革支出(款)中的提租补贴(项)", ["住房保障支出", "住房改革支出", "提租补贴"]),
        ("中等职业教育", ["中等职业教育"]),
    ],
)
def test_a_subject_is_named_by_its_classes_without_the_words_between_them(noun: str, chain: list[str]) -> None:
    assert levels(noun) == chain
