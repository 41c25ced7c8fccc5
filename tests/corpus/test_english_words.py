"""The English tables: names that people use, words by which they ask, and how they are found in a text."""

from __future__ import annotations

import pytest

from corpus.language import english
from corpus.language.lexicon import entries as chinese_entries
from corpus.terms import TERMS

OWN = {"UP", "DOWN", "at_most"}
"""Operators and bounds that English tells apart and Chinese words do not."""
OWN_QUESTIONS = {"list", "means", "purpose", "wrong", "part", "likewise", "where", "summary"}


@pytest.mark.parametrize(
    "family",
    [
        ("plan", "plans", "planned", "planning"),
        ("city", "cities"),
        ("box", "boxes"),
        ("centre", "centres"),
        ("service", "services"),
        ("the school's", "the school"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(family):
    assert len({tuple(w.stem for w in english.words_of(form)) for form in family}) == 1


def test_words_keep_their_places_and_a_year_before_a_comma_is_a_word_of_its_own():
    text = "In 2021, No. 2 school's 1,280 m² (操场)"
    words = english.words_of(text)
    assert [text[w.start : w.end].lower() for w in words] == [w.text for w in words]
    assert {"2021", "no. 2", "1,280", "操场"} <= {w.text for w in words}


def found(text: str) -> set[tuple[str, str]]:
    words = english.words_of(text)
    return {(f.entry.kind, f.entry.value) for at in range(len(words)) for f in english.found_at(words, at)}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("what share of wages goes on bonuses", ("operator", "SHARE")),
        ("how much did they overspend", ("operator", "UP")),
        ("add up the bonuses", ("name", "bonus")),
        ("the housing provident fund", ("name", "housing_fund")),
        ("retired people", ("name", "retired_staff")),
        ("the year before", ("relative", "prior")),
        ("laser printers", ("word", "printer")),
    ],
)
def test_words_are_found_whatever_their_form(text, entry):
    assert entry in found(text)


def test_every_name_belongs_to_a_term():
    assert set(english.table("english_names")) <= set(TERMS)


def test_what_the_words_mean_is_what_the_parser_knows():
    known = {(e.kind, e.value) for e in chinese_entries()}
    for kind in ("operator", "basis", "measure", "members", "condition"):
        meant = set(english.table("english")[kind]) - OWN
        assert meant <= {value for k, value in known if k == kind}, kind
    assert set(english.table("english")["question"]) - OWN_QUESTIONS <= {value for k, value in known if k == "question"}


def test_no_kind_says_one_word_twice():
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for entry in english.entries():
        if entry.kind in {"name", "silent"}:
            continue  # a name may be a choice of terms; small words stand in several lists
        assert seen.setdefault((entry.kind, entry.words), entry.value) == entry.value, entry


def test_every_word_of_the_vocabulary_stands_for_chinese():
    for said, printed in english.table("english_words")["things"].items():
        assert said == said.lower() or not said.isascii() or said.startswith(("by ", "in ")), said
        assert printed, said
        assert all(english.CHINESE.search(p) for p in printed), said


def test_a_printed_name_is_said_in_english():
    assert english.printed_in_english("住房公积金") == "housing fund"
    assert english.printed_in_english("激光") == "laser"
    assert not english.printed_in_english("甲乙丙丁")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("electrcity", "electricity"),
        ("hosptial", "hospital"),
        ("expences", "expenses"),
        ("electricity", ""),
        ("weather", ""),
        ("wombats", ""),
        ("plant", ""),
    ],
)
def test_a_long_word_that_is_one_letter_off_is_taken_for_the_one_it_nearly_is(word, meant):
    assert english.respelt(word) == meant
