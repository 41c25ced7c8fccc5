"""The lexicon as data: each entry fires on what it is for and not on what it is not."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from corpus.language.lexicon import NAMED_ROLES, Trie, cues_at, entries, everyday_at, everyday_names, procured_names
from corpus.terms import TERMS


def fired(sentence: str) -> set[tuple[str, str]]:
    return {(kind, value) for at in range(len(sentence)) for _, kind, value in cues_at(sentence.lower(), at)}


@pytest.mark.parametrize("entry", [e for e in entries() if e.yes], ids=lambda e: f"{e.kind}.{e.value}")
def test_an_entry_is_found_in_its_yes_and_not_in_its_no(entry):
    assert all((entry.kind, entry.value) in fired(s) for s in entry.yes)
    assert not any((entry.kind, entry.value) in fired(s) for s in entry.no)


def test_every_operator_and_question_word_has_examples():
    assert all(e.yes for e in entries() if e.kind in {"operator", "question"})


def test_no_word_stands_twice_in_one_kind():
    for kind in {e.kind for e in entries()}:
        words = [w for e in entries() if e.kind == kind for w in e.words]
        assert sorted(words) == sorted(set(words)), kind


def test_an_english_cue_is_a_whole_word():
    assert ("operator", "SUM") in fired("how much in total")
    assert ("operator", "TOP") not in fired("a stopover")


def test_every_everyday_name_belongs_to_a_term_and_is_not_its_official_name():
    data = tomllib.loads((files("corpus.language") / "everyday.toml").read_text("utf-8"))
    for term_id, words in data.items():
        assert term_id in TERMS
        assert TERMS[term_id].name not in words


def test_an_everyday_name_of_two_things_is_a_choice_between_them():
    ids = next(ids for end, ids in everyday_at("水电费", 0) if end == 3)
    assert len(ids) > 1


def test_stages_and_measures_are_no_everyday_things():
    assert all(TERMS[i].role in NAMED_ROLES for _, ids in everyday_at("盘子", 0) for i in ids)
    assert everyday_names("water_fee")


def test_a_trie_finds_all_words_that_begin_at_a_place():
    trie: Trie[int] = Trie()
    for word in ("水", "水费", "水费表"):
        trie.add(word, len(word))
    assert list(trie.at("交水费", 1)) == [(2, 1), (3, 2)]


def test_what_is_procured_has_everyday_names_that_mean_one_item():
    data = tomllib.loads((files("corpus.language") / "procurement.toml").read_text("utf-8"))
    words = [word for names in data.values() for word in names]
    assert len(words) == len(set(words)) > 400
    assert all(len(names) >= 3 and item not in names for item, names in data.items())
    assert "笔记本电脑" in procured_names("便携式计算机（20万以下）")
    assert procured_names("会计核算") == ()
