"""What a document says of last year is held against last year's own document."""

from __future__ import annotations

import pytest

from corpus.disclosure import Fact, Reading
from ingest.checks.years import year_checks
from tests.ingest.paper import disclosure
from tests.ingest.test_conflicts import said


def year(number: int, *facts: Fact) -> Reading:
    return Reading(disclosure("budget", number), "", facts=facts)


def budget(value: str, number: int, at: int, **changes: object) -> Fact:
    fields = {"concept": "office_funds", "row": "公用经费", "basis": "budget", "year": number}
    return said(value, at=at, **{**fields, **changes})


@pytest.mark.parametrize(("change", "holds"), [("5.00", True), ("6.00", False)])
def test_last_years_figure_is_this_years_less_the_change(change: str, holds: bool) -> None:
    grown = budget(change, 2022, 10_030, measure="change", direction=1, column="比2021年增加")
    [check] = year_checks(year(2021, budget("25.00", 2021, 50)), year(2022, budget("30.00", 2022, 10_010), grown))
    assert (check.rule, check.holds, str(check.expected)) == ("Y.BASE", holds, "25.00万元")
    assert check.grade == ("ok" if holds else "contradiction")


def test_a_printed_prior_year_is_compared_too() -> None:
    printed = budget("24.00", 2021, 10_030, basis="prior_year")
    [check] = year_checks(year(2021, budget("25.00", 2021, 50)), year(2022, printed))
    assert check.holds is False


def test_only_neighbouring_years_of_one_body_are_compared() -> None:
    with pytest.raises(ValueError, match="相邻两年"):
        year_checks(year(2020), year(2022))
