"""Which column a value stands in, decided by sums alone."""

from __future__ import annotations

from decimal import Decimal

from ingest.tables.solve import Grid, Identity, narrowed, solve

_ROW = (Identity(0, (1, 2, 3)),)


def grid(rows: list[str], parents: list[int | None]) -> Grid:
    values = [tuple(Decimal(v) for v in row.split()) for row in rows]
    return Grid(values, parents, 4, _ROW, Decimal("0.01"))


def test_a_full_row_has_one_assignment() -> None:
    assert solve(grid(["9 4 3 2"], [None])) == [((0, 1, 2, 3),)]


def test_a_row_whose_values_fit_several_columns_keeps_them_all() -> None:
    assert len(solve(grid(["5 5"], [None]))[0]) == 3


def test_the_sum_over_the_rows_decides_the_column_of_each() -> None:
    solved = solve(grid(["9 5 3 1", "5 5", "3 3", "1 1"], [None, 0, 0, 0]))
    assert solved == [((0, 1, 2, 3),), ((0, 1),), ((0, 2),), ((0, 3),)]


def test_rounding_of_the_last_digit_does_not_disturb_a_sum() -> None:
    solved = solve(grid(["10.01 6.01 4.00", "6.00 6.00", "4.00 4.00"], [None, 0, 0]))
    assert all(a[-1] != b[-1] for a in solved[1] for b in solved[2] if len(solved[1]) == 1 == len(solved[2]))
    assert {(0, 1), (0, 2), (0, 3)} >= set(solved[1])


def test_a_table_whose_sums_fail_keeps_what_each_row_allows() -> None:
    solved = solve(grid(["9 5 4", "7 7", "1 1"], [None, 0, 0]))
    assert all(solved)


def test_one_sum_that_fails_does_not_open_the_rest_of_the_table() -> None:
    rows = ["9 5 3 1", "5 5", "2 2", "2 2", "4 3 1", "3 3", "1 1"]
    solved = solve(grid(rows, [None, 0, 1, 1, 0, 4, 4]))
    assert solved[1] == ((0, 1),)
    assert solved[4] == ((0, 2, 3),)
    assert solved[5:] == [((0, 2),), ((0, 3),)]


def test_evidence_for_the_total_decides_the_rows_below() -> None:
    table = grid(["8 8", "5 5", "3 3"], [None, 0, 0])
    decided = narrowed(table, lambda row, columns: int(row == 0 and columns == (0, 2)))
    assert decided == [((0, 2),)] * 3


def test_negative_amounts_may_lie_in_columns_that_the_parent_leaves_blank() -> None:
    solved = solve(grid(["4 4", "6 6", "-2 -2"], [None, 0, 0]))
    assert all(solved)
