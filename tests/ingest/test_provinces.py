"""The manners of eight places, printed as PDF (ruled, with level lines only, with none), Word, workbook and page, read back cell by cell.

A layout that is left out while the reader is tuned must still give 97 % of its figures; in fact all of them come back.
"""

from __future__ import annotations

import provinces
import provinces_more
import pytest

from ingest.reading import read

ENOUGH = 0.97
LAYOUTS = {**provinces.LAYOUTS, **provinces_more.LAYOUTS}
PAIRS = [(layout, manner) for layout in LAYOUTS for manner in provinces.PRINTS]


@pytest.mark.parametrize(("layout", "manner"), PAIRS)
def test_every_figure_of_a_layout_comes_back(layout: str, manner: str) -> None:
    _held(layout, manner, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
@pytest.mark.parametrize(("layout", "manner"), PAIRS)
def test_every_figure_comes_back_whatever_the_accounts(layout: str, manner: str, seed: int) -> None:
    _held(layout, manner, seed)


def _held(layout: str, manner: str, seed: int) -> None:
    accounts = provinces.accounts(seed)
    sheets = LAYOUTS[layout](accounts)
    data, ending = provinces.PRINTS[manner](provinces.blocks(accounts, sheets))
    found = read(data, f"{accounts.issuer}{accounts.year}年部门预算{ending}")
    wanted, got = provinces.expected(sheets), provinces.served(found)
    lost = wanted - got
    assert lost.total() <= (1 - ENOUGH) * wanted.total(), list(lost)[:5]
    assert not got - wanted, list(got - wanted)[:5]
    assert [c.about for c in found.checks if c.holds is False] == []
    assert (found.disclosure.issuer, found.disclosure.fiscal_year) == (accounts.issuer, accounts.year)
