"""What a disclosure prints is never held against it: its own sentences, and its rows said by their names."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.checking.check import Checker
from qa.library import Library

ROOT = Path(__file__).parents[3]
SENTENCES, ROWS = 40, 40
"""Of each disclosure."""
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:万元|元|%)")


@pytest.fixture(scope="module")
def shelves(tmp_path_factory) -> Library:
    store = Store.open(tmp_path_factory.mktemp("own"))
    ingest([ROOT / "corpus" / "documents", Path(__file__).parents[1] / "phrasings" / "documents"], store)
    library = Library(store)
    library.refresh()
    return library


def paragraphs(text: str) -> list[str]:
    """Running text, whatever breaks its lines, with what stands in no table."""
    lines = [line.strip() for line in text.split("\n") if "|" not in line and not line.startswith("#")]
    whole = re.split(r"(?<=。)\n", "\n".join(line for line in lines if line))
    return [p.replace("\n", "") for p in dict.fromkeys(whole) if _FIGURE.search(p) and len(p) < 1500]


def test_a_document_quoted_word_for_word_is_not_said_to_say_otherwise(shelves):
    checker, asked, wrong = Checker(shelves), 0, []
    for one in shelves.disclosures:
        for paragraph in paragraphs(shelves.text(one.id))[:SENTENCES]:
            found = checker.check(f"{one.issuer}{one.fiscal_year}年：{paragraph}", [one.id]).findings
            asked += len(found)
            wrong += [f"{f.span} {f.reason} | {paragraph[:80]}" for f in found if f.verdict == "contradicted"]
    assert asked > 200
    assert wrong == []


def test_a_row_said_by_its_name_is_not_said_to_be_otherwise(shelves):
    checker, dice, asked, wrong = Checker(shelves), random.Random(3), 0, []  # noqa: S311 - a test's choice
    for one in shelves.disclosures:
        rows = [d.fact for d in shelves.shelf(one.id).facts if d.fact.measure == "amount" and d.fact.table_id]
        rows = [f for f in rows if f.quantity.value and f.aspect is None and f.scope == one.scope]
        for fact in dice.sample(rows, min(ROWS, len(rows))):
            leaf = fact.row.split("/")[-1]
            if leaf in {"合计", "小计", "总计"} or leaf in one.issuer or one.issuer in leaf:
                continue  # names nothing by itself
            stage = {"budget": "预算", "final_accounts": "决算"}.get(fact.basis, "")
            of = f"{fact.subject}的" if fact.subject and fact.subject != leaf else ""
            text = f"{one.issuer}{fact.year}年{of}{leaf}{stage}为{fact.quantity}。"
            found = checker.check(text, [one.id]).findings
            asked += len(found)
            wrong += [f"{text} {f.reason}" for f in found if f.verdict == "contradicted"]
    assert asked > 150
    assert wrong == []


def test_what_only_ends_like_a_printed_sentence_is_contradicted_as_before(checker):
    text = "青禾区测试中心2022年办公费5.1万元，电费5.1万元。"
    assert [f.verdict for f in checker.check(text).findings] == ["contradicted", "supported"]
