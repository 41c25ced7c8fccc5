"""How much of a question's words the facts of a disclosure account for: all at once as one by one, and once for all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "checking"))

import invented

from corpus.store import Store
from ingest import load
from qa.finding.asked import HEAVIEST, Slot, weigh, weighed
from qa.finding.explaining import SYNONYM, explains
from qa.finding.lookup import rank
from qa.library import Library
from qa.understanding.question import understand

ASKED = (
    "办公费和差旅费各多少",
    "排查问题多少",
    "设备购置项目的金额",
    "社会保障支出合计",
    "测试数据维护",
    "政府采购了什么",
)


@pytest.fixture(scope="module")
def shelves(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("explaining"))
    for name, text in invented.RECORDS.items():
        store.put(load.read(text.encode(), name))
    library = Library(store)
    library.refresh()
    return [library.shelf(d.id) for d in library.disclosures]


def slots(shelves):
    """Every question both as its terms and as bare words."""
    for text in ASKED:
        topics = understand(text, ()).topics
        for shelf in shelves:
            yield Slot((shelf,), topics), shelf


def by_words(unit, described, shelf):
    """One fact by itself: a word counts for where it stands first, in the row, its column, its text, around it."""
    places = (described.row | described.subject, 1.0), (described.column, 0.9)
    places += (described.context | described.frame, 0.6), (described.around, 0.45)
    weights = {w: min(shelf.rarity.get(w, shelf.unseen), HEAVIEST) for w in unit.words}
    found = sum(weights[w] * next((part for words, part in places if w in words), 0.0) for w in weights)
    for word, same in unit.others:
        if word not in described.row and same & described.row:
            found += SYNONYM * min(shelf.rarity.get(word, shelf.unseen), HEAVIEST)
    return min(found / sum(weights.values()), 1.0) if weights else 0.0


def test_all_facts_at_once_are_explained_as_each_by_itself(shelves):
    looked_at = 0
    for slot, shelf in slots(shelves):
        for unit in (u for u in weigh(slot, shelf).units if not u.concept and not u.code):
            expected = [by_words(unit, d, shelf) for d in shelf.facts]
            assert list(explains(unit, shelf)) == pytest.approx(expected)
            looked_at += any(expected)
    assert looked_at >= 3


def test_what_was_worked_out_is_kept_and_goes_when_the_disclosure_is_put_away(shelves):
    slot, shelf = next((slot, shelf) for slot, shelf in slots(shelves) if rank(slot))
    first = rank(slot)
    asked = weighed(slot, shelf)
    assert weighed(slot, shelf) is asked
    assert explains(asked.units[0], shelf) is explains(asked.units[0], shelf)
    shelf.put_away()
    assert weighed(slot, shelf) is not asked
    again = rank(slot)
    assert [(h.described.fact.id, h.score) for h in again] == [(h.described.fact.id, h.score) for h in first]


def test_no_more_is_kept_than_was_said(shelves):
    kept = shelves[0].kept("things", 3)
    for n in range(10):
        shelves[0].kept("things", 3)[n] = n
        assert len(kept) <= 3
