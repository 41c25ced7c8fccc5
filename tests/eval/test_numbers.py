"""Statistics and rankings, against numbers worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.gold import Evidence
from eval.ranking import place_of, ranked_scores
from eval.statistics import compare, holm, interval, mcnemar, percentile


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=60))
def test_a_mean_lies_in_its_interval(values):
    found = interval(values)
    assert found.low <= found.mean <= found.high
    assert found.n == len(values)


def test_the_same_seed_gives_the_same_interval():
    values = [0.0, 1.0, 1.0, 0.0, 1.0]
    assert interval(values, 3) == interval(values, 3)


def test_an_interval_narrows_with_more_items():
    few, many = interval([0.0, 1.0] * 10), interval([0.0, 1.0] * 400)
    assert many.high - many.low < few.high - few.low


def test_mcnemar_counts_only_what_changed():
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(5, 5) == 1.0
    assert mcnemar(0, 6) == pytest.approx(2 * 0.5**6)


def test_runs_are_compared_over_what_both_have():
    before, after = {"a": 1.0, "b": 0.0, "c": 1.0}, {"a": 1.0, "b": 1.0, "d": 0.0}
    found = compare(before, after, binary=True)
    assert found is not None
    assert (found.n, found.rose, found.fell, found.change) == (2, 1, 0, 0.5)
    assert compare({"a": 1.0}, {"b": 1.0}, binary=True) is None


def test_a_great_fall_of_a_share_is_no_chance():
    before = {str(n): 0.8 + 0.01 * (n % 5) for n in range(50)}
    after = {key: value - 0.1 - 0.001 * int(key) for key, value in before.items()}
    found = compare(before, after, binary=False)
    assert found is not None
    assert found.p < 0.01
    assert found.high < 0


def test_holm_holds_many_tests_back():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})


def test_percentiles_lie_between_values():
    assert percentile([1.0, 2.0, 3.0, 4.0], 50) == 2.5


TEXT = "收入总计 12.50 万元。\n| 30201 | 办公费 | 6.00 |\n| 30202 | 印刷费 | 1.50 |\n支出总计 12.50 万元。"


def test_a_quote_is_found_whatever_its_white_space_and_rules():
    start, end = place_of(Evidence("a.md", "30201 办公费 6.00"), TEXT)
    assert TEXT[start:end] == "30201 | 办公费 | 6.00"
    assert place_of(Evidence("a.md", "电费"), TEXT) is None


def test_the_first_passage_that_overlaps_the_evidence_counts():
    evidence = [Evidence("a.md", "30201 办公费 6.00"), Evidence("a.md", "支出总计")]
    at = TEXT.index("30201")
    ranked = [("b.md", at, at + 5), ("a.md", at, at + 5), ("a.md", at + 1, at + 9), ("a.md", 0, 5)]
    found = ranked_scores(evidence, ranked, {"a.md": TEXT})
    assert found["mrr@10"] == pytest.approx(1 / 2)
    assert found["recall@5"] == pytest.approx(1 / 2)


def test_a_passage_that_brings_two_places_recalls_both():
    evidence = [Evidence("a.md", "30201 办公费 6.00"), Evidence("a.md", "支出总计")]
    found = ranked_scores(evidence, [("a.md", 0, len(TEXT))], {"a.md": TEXT})
    assert found["recall@5"] == 1.0
    assert found["mrr@10"] == 1.0


def test_evidence_that_is_nowhere_is_not_measured():
    assert ranked_scores([Evidence("a.md", "没有")], [("a.md", 0, 5)], {"a.md": TEXT}) == {}
