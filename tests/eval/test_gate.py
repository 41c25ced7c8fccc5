"""The gate passes the build as it is, and stops one that is broken, whatever is broken in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from broken import NeverRefuses, WrongNumbers, WrongPlaces

from corpus.problem import MingzhangError
from eval import gate, session
from eval.records import Run
from eval.run import carry_out
from eval.systems import Product, build


@pytest.fixture(scope="module")
def questions(gold):
    return replace(gold, dialogues=(), claims=(), articles=(), cells=(), contradictions=())


@pytest.fixture(scope="module")
def measure(tmp_path_factory, questions, ground):
    def carried(system):
        run = Run.start(tmp_path_factory.mktemp("run"), {"seed": 1})
        return session.measured(carry_out(run, questions, system, ground), questions)

    return carried


@pytest.fixture(scope="module")
def sound(measure, ground):
    return measure(Product(ground, vectors=None))


@pytest.fixture(scope="module")
def floors():
    asked = {"correct", "figure_exact", "no_wrong_figure", "citation_support", "citation_precision", "refusal_recall"}
    return {name: floor for name, floor in gate.read_floors().items() if name in asked}


def stopped(failures):
    return {failure.measure for failure in failures}


def test_the_build_as_it_is_passes(sound, floors):
    assert gate.judged(sound, floors, sound.samples) == []


def stopped_by_both(broken, sound, floors):
    """What stops a build by its floors alone, and against the accepted run alone."""
    return stopped(gate.judged(broken, floors, None)), stopped(gate.judged(broken, {}, sound.samples))


def test_a_build_without_facts_is_stopped(measure, ground, sound, floors):
    broken = measure(Product(ground, "facts", "tables", vectors=None))
    for failures in stopped_by_both(broken, sound, floors):
        assert {"correct", "figure_exact"} <= failures


def test_citation_numbers_shifted_by_one_are_stopped(measure, ground, sound, floors):
    broken = measure(WrongNumbers(Product(ground, vectors=None)))
    for failures in stopped_by_both(broken, sound, floors):
        assert failures == {"citation_precision"}


def test_quotes_shifted_by_one_line_are_stopped(measure, ground, sound, floors):
    broken = measure(WrongPlaces(Product(ground, vectors=None), ground.texts))
    for failures in stopped_by_both(broken, sound, floors):
        assert {"citation_precision", "citation_support"} <= failures
        assert "correct" not in failures, "the figures are as right as before"


def test_a_build_that_never_refuses_is_stopped(measure, ground, sound, floors):
    broken = measure(NeverRefuses(Product(ground, vectors=None), build("words", ground)))
    for failures in stopped_by_both(broken, sound, floors):
        assert "refusal_recall" in failures


def test_the_accepted_numbers_are_kept_and_read_again(sound, tmp_path):
    gate.accept(sound, tmp_path / "accepted.json")
    assert gate.read_accepted(tmp_path / "accepted.json", sound.gold.digest) == {
        name: {key: round(value, 5) for key, value in numbers.items()} for name, numbers in sound.samples.items()
    }


def test_accepted_numbers_over_other_gold_do_not_count(sound, tmp_path):
    gate.accept(sound, tmp_path / "accepted.json")
    assert gate.read_accepted(tmp_path / "accepted.json", "another") is None


def test_a_measure_that_could_not_be_taken_stops_the_build(sound):
    assert stopped(gate.under_floor(sound, {"cell_recall": 0.5})) == {"cell_recall"}


def test_a_floors_file_that_cannot_be_read_is_an_error(tmp_path):
    path = tmp_path / "floors.toml"
    path.write_text("[floors]\nrecall@5 = 50\n", "utf-8")
    with pytest.raises(MingzhangError, match=r"floors\.toml"):
        gate.read_floors(path)


def test_a_floor_under_no_measure_is_an_error(tmp_path):
    path = tmp_path / "floors.toml"
    path.write_text("[floors]\ncorrectness = 80\n", "utf-8")
    with pytest.raises(MingzhangError, match="correctness"):
        gate.read_floors(path)
