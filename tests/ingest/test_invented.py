"""Disclosures of invented bodies, printed in each style of the genre, are read back figure for figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.disclosure import Reading
from corpus.money import Quantity
from eval.invented import Accounts, Style, draw, figures
from eval.invented_print import file_name, printed
from eval.invented_sheets import sheets
from ingest.load import read

STYLES: tuple[Style, ...] = get_args(Style)
OVER = ("收入", "支出", "人员经费", "公用经费", "预算数", "决算数")
ENOUGH = 0.995
"""The share of cells that must come back; in fact all do, and none comes back that was not printed."""
seeds = st.integers(min_value=0, max_value=2**32)

Key = tuple[str, str, str, str, Decimal]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")


def key(kind: str, code: str | None, row: str, over: str, column: str, value: Decimal) -> Key:
    return (kind, code or plain(row), over, plain(column).split("/")[-1], value)


def expected(accounts: Accounts) -> Counter[Key]:
    return Counter(key(f.kind, f.code, f.row, f.over, f.column, f.value) for f in figures(sheets(accounts)))


def reading(accounts: Accounts, style: Style, seed: int) -> Reading:
    return read(printed(accounts, style, seed).encode(), file_name(accounts, style, seed))


def served(found: Reading) -> Counter[Key]:
    return Counter(
        key(t.kind, r.code, r.label, over_of(t.columns[c.column]), t.columns[c.column], c.value.to("万元").value)
        for t in found.tables
        for r in t.rows
        for c in r.cells
        if isinstance(c.value, Quantity)
    )


def over_of(column: str) -> str:
    top, slash, _ = plain(column).partition("/")
    return top if slash and top in OVER else ""


def missing(wanted: Iterable[Key], got: Counter[Key]) -> list[Key]:
    return list((Counter(wanted) - got).elements())


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=12)
@given(seeds)
def test_every_cell_comes_back(style: Style, seed: int) -> None:
    accounts = draw(seed)
    wanted, got = expected(accounts), served(reading(accounts, style, seed))
    lost = missing(wanted, got)
    assert len(lost) <= (1 - ENOUGH) * wanted.total(), lost[:5]
    assert not got - wanted, list(got - wanted)[:5]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=6)
@given(seeds)
def test_the_printed_sums_hold_and_nothing_contradicts_itself(style: Style, seed: int) -> None:
    found = reading(draw(seed), style, seed)
    assert [c for c in found.checks if c.holds is False] == []
    assert any(c.holds for c in found.checks)
    assert all(f.quantity.unit_class for f in found.facts)


@pytest.mark.parametrize("style", STYLES)
def test_a_body_is_known_by_its_title(style: Style) -> None:
    accounts = draw(11)
    about = reading(accounts, style, 11).disclosure
    assert (about.issuer, about.fiscal_year, about.kind) == (accounts.issuer, accounts.year, accounts.kind)


def test_a_seed_gives_the_same_disclosure() -> None:
    assert draw(7) == draw(7)
    assert printed(draw(7), "flattened", 7) == printed(draw(7), "flattened", 7)
