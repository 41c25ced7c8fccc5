"""The tab-separated originals: every table found, every figure where its place says, sums that must hold."""

from __future__ import annotations

import pathlib
from collections import Counter
from decimal import Decimal

import pytest
from sheet import lines_of, misplaced

from corpus.disclosure import Row, Table
from corpus.money import Quantity
from ingest.tables.record import read_record
from ingest.tables.tabbed import FORMS, read_tabbed

ROOT = pathlib.Path(__file__).resolve().parents[3]
ORIGINALS = [
    path
    for path in sorted((ROOT / "../shared/disclosures").glob("**/*.txt"))
    if path.read_text("utf-8", errors="replace").count("\t") > 100
]
needs_originals = pytest.mark.skipif(not ORIGINALS, reason="the original disclosures are not beside the repository")


def text_of(path: pathlib.Path) -> str:
    return path.read_text("utf-8")


def value(row: Row, column: int) -> Decimal | None:
    found = next((c.value for c in row.cells if c.column == column and isinstance(c.value, Quantity)), None)
    return found.value if found else None


def coded(table: Table, length: int) -> list[Row]:
    return [row for row in table.rows if row.code and len(row.code) == length]


@needs_originals
@pytest.mark.parametrize("path", ORIGINALS, ids=lambda p: p.name[:3])
def test_each_official_table_is_found_once(path: pathlib.Path) -> None:
    kinds = Counter(t.kind for t in read_tabbed(lines_of(text_of(path)), "x") if t.kind not in FORMS)
    assert kinds
    assert set(kinds.values()) == {1}


@needs_originals
@pytest.mark.parametrize("path", ORIGINALS, ids=lambda p: p.name[:3])
def test_every_figure_is_printed_where_it_is_placed(path: pathlib.Path) -> None:
    text = text_of(path)
    assert misplaced(read_tabbed(lines_of(text), "x"), text) == []


@needs_originals
@pytest.mark.parametrize("path", ORIGINALS, ids=lambda p: p.name[:3])
def test_classes_add_up_to_the_total_in_every_column(path: pathlib.Path) -> None:
    tried = 0
    for table in read_tabbed(lines_of(text_of(path)), "x"):
        total = next((row for row in table.rows if row.label == "合计"), None)
        classes = coded(table, 3)
        if table.kind not in {"F02", "F03", "F05", "B03", "B05"} or total is None or not classes:
            continue
        for column in range(len(table.columns)):
            parts = [v for row in classes if (v := value(row, column)) is not None]
            printed = value(total, column)
            if printed is not None:
                tried += 1
                assert abs(sum(parts, Decimal(0)) - printed) <= Decimal("0.01") * len(parts)
    assert tried


@pytest.mark.parametrize("path", sorted((ROOT / "corpus/documents").glob("*.md")), ids=lambda p: p.stem)
def test_the_shipped_records_place_their_figures_truly(path: pathlib.Path) -> None:
    text = text_of(path)
    assert misplaced(read_record(lines_of(text), "r"), text) == []
