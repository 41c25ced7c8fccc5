"""What was read of a disclosure is kept while others come and go, and never when it is another itself."""

from dataclasses import replace

import pytest
from readings import TEXT, reading

from corpus.store import Store
from qa.library import Library

STAYS, OTHER = reading(), reading(year=2023)


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path)
    opened.put(STAYS)
    yield opened
    opened.close()


def looked_into(library: Library):
    """The shelf of what stays, with all of it read, after whatever was done to the store."""
    library.refresh()
    shelf = library.shelf(STAYS.disclosure.id)
    assert shelf.text
    assert shelf.sections
    assert shelf.facts
    return shelf, library.tables(STAYS.disclosure.id), library.checks(STAYS.disclosure.id)


def test_what_comes_and_goes_beside_it_leaves_it_as_it_is(store):
    library = Library(store)
    shelf, tables, checks = looked_into(library)
    for change in (lambda: store.put(OTHER), lambda: store.delete(OTHER.disclosure.id)):
        change()
        again, same_tables, same_checks = looked_into(library)
        assert again is shelf
        assert same_tables is tables
        assert same_checks is checks


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": STAYS.facts[:2]},
        {"tables": ()},
        {"checks": ()},
        {"text": TEXT.replace("检定", "鉴定")},
        {"sections": STAYS.sections[:1]},
        {"passages": STAYS.passages[:1]},
        {"disclosure": replace(STAYS.disclosure, published="2024-01-01")},
    ],
)
def test_what_reads_otherwise_now_is_read_again(store, changed):
    library = Library(store)
    shelf, *_ = looked_into(library)
    new = replace(STAYS, **changed)
    assert new.disclosure.id == STAYS.disclosure.id
    store.put(new)
    library.refresh()
    again = library.shelf(STAYS.disclosure.id)
    assert again is not shelf
    assert len(again.facts) == len(new.facts)
    assert again.text == new.text
    assert list(library.tables(STAYS.disclosure.id)) == list(new.tables)
    assert library.checks(STAYS.disclosure.id) == new.checks
    assert library.disclosure(STAYS.disclosure.id) == again.disclosure == new.disclosure


def test_what_changes_while_it_is_read_is_read_again_after_the_next_look(store, monkeypatch):
    library = Library(store)
    library.refresh()
    shelf = library.shelf(STAYS.disclosure.id)
    real = store.facts

    def slowly(disclosure_id):
        found = real(disclosure_id)
        store.put(replace(STAYS, facts=STAYS.facts[:1]))
        return found

    monkeypatch.setattr(store, "facts", slowly)
    assert len(shelf.facts) == 3
    monkeypatch.undo()
    library.refresh()
    assert len(library.shelf(STAYS.disclosure.id).facts) == 1


def test_what_went_and_came_back_is_as_it_was(store):
    library = Library(store)
    looked_into(library)
    store.delete(STAYS.disclosure.id)
    library.refresh()
    assert library.disclosures == []
    store.put(STAYS)
    shelf, tables, _ = looked_into(library)
    assert len(shelf.facts) == 3
    assert len(tables) == 1


def test_a_number_stands_for_all_that_is_held(store):
    first = store.seal(STAYS.disclosure.id)
    store.put(OTHER)
    assert store.seal(STAYS.disclosure.id) == first
    assert store.seal(OTHER.disclosure.id) != first
