"""Whole disclosures: every identity of their tables holds, and what is reported as wrong is wrong on the paper."""

from __future__ import annotations

import functools
import pathlib
import time

import pytest

from corpus.disclosure import Reading
from ingest.checks.run import run_checks
from ingest.load import read

HERE = pathlib.Path(__file__).resolve().parents[2]
ORIGINALS = sorted((HERE / "../shared/disclosures").resolve().glob("*/*.txt"))
RECORDS = sorted((HERE / "corpus/documents").glob("*.md"))
TABLE_RULES = ("F0", "XF.", "B0", "B1", "XB.")


@functools.cache
def reading(path: pathlib.Path) -> Reading:
    return read(path.read_bytes(), path.name)


@pytest.fixture(params=[*ORIGINALS, *RECORDS], ids=lambda p: p.stem[:12])
def disclosure(request: pytest.FixtureRequest) -> Reading:
    return reading(request.param)


def test_originals_are_there() -> None:
    if not ORIGINALS:
        pytest.skip("../shared is absent: the originals are not read here")
    assert len(ORIGINALS) >= 5


def test_no_identity_of_the_tables_fails(disclosure: Reading) -> None:
    failed = [c for c in disclosure.checks if c.rule.startswith(TABLE_RULES) and c.holds is False]
    assert [f"{c.rule} {c.about}" for c in failed] == []


def test_every_failure_shows_both_figures_and_where_they_stand(disclosure: Reading) -> None:
    for check in disclosure.checks:
        if check.holds is False:
            assert check.expected is not None
            assert check.found is not None
            assert check.grade in {"arithmetic_error", "contradiction"}
        for place in check.places:
            assert disclosure.text[place.start : place.end].strip()


def test_figures_of_the_official_tables_are_nearly_all_verified(disclosure: Reading) -> None:
    kinds = {t.id: t.kind for t in disclosure.tables if t.kind[0] in "FB" and t.kind not in {"B11", "B13", "B14"}}
    printed = [f for f in disclosure.facts if f.table_id in kinds and f.quantity.value]
    assert sum(f.verified for f in printed) >= 0.95 * len(printed)


def test_a_figure_is_said_to_be_wrong_rarely(disclosure: Reading) -> None:
    wrong = [c for c in disclosure.checks if c.holds is False]
    assert len(wrong) <= 0.1 * max(1, sum(c.holds is True for c in disclosure.checks))


def test_checks_of_a_disclosure_take_seconds_not_minutes(disclosure: Reading) -> None:
    begin = time.process_time()
    run_checks(disclosure.disclosure, disclosure.tables, disclosure.facts)
    assert time.process_time() - begin < 10, "0.2 to 0.5 s on a machine of today"
