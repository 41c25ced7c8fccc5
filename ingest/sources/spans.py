"""栏位: which columns each head of a tier covers, where no upright line tells.

Where some head goes down the whole head beside the groups, the columns between two such are of the groups over them,
all of them; else a group covers the columns around whose middle it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from ingest.sources.stacked import Run, Stack

Columns = Sequence[tuple[float, float]]
Span = tuple[int, int]
"""Columns, half open."""


def under(run: Run, columns: Columns) -> list[int]:
    """The columns that stand below a run."""
    return [c for c, (x0, x1) in enumerate(columns) if run.x0 < x1 and x0 < run.x1]


def below(head: Stack, n: int, columns: Columns) -> set[int]:
    """The columns over which a tier lower than ``n`` has heads."""
    return {c for tier in head.tiers[n + 1 :] for run in tier if run in head.leaves for c in _own(run, columns)}


def spans(head: Stack, n: int, columns: Columns) -> list[Span]:
    """The columns that the heads of a tier cover, left to right; none covers what another stands over."""
    lower = below(head, n, columns)
    groups = [run for run in head.tiers[n] if run not in head.leaves]
    single = [run for run in head.tiers[n] if run in head.leaves]
    found = [(at[0], at[-1] + 1) for at in (_own(run, columns) for run in single)]
    for segment in _segments(lower):
        over = [run for run in groups if segment[0] <= _own(run, columns)[0] <= segment[-1]]
        found += _shared(over, segment, columns) if over else []
    return _apart(sorted(found))


def _apart(found: Iterable[Span]) -> list[Span]:
    """Without spans that reach into the one before."""
    kept: list[Span] = []
    for low, high in found:
        if not kept or low >= kept[-1][1]:
            kept.append((low, high))
    return kept


def _segments(columns: set[int]) -> list[list[int]]:
    """Columns that stand side by side."""
    found: list[list[int]] = []
    for column in sorted(columns):
        if found and column == found[-1][-1] + 1:
            found[-1].append(column)
        else:
            found.append([column])
    return found


def _shared(groups: Sequence[Run], segment: Sequence[int], columns: Columns) -> list[Span]:
    """The columns of a segment cut among the groups over it, so that each stands nearest to the middle of its own."""
    inner = range(segment[0] + 1, segment[-1] + 1)
    ways = [
        list(pairwise((segment[0], *cuts, segment[-1] + 1)))
        for cuts in combinations(inner, min(len(groups), len(segment)) - 1)
    ]
    return min(ways, key=lambda way: sum(_off(run, span, columns) for run, span in zip(groups, way, strict=False)))


def _off(run: Run, span: Span, columns: Columns) -> float:
    """How far a head stands from the middle of columns."""
    return abs((run.x0 + run.x1) / 2 - (columns[span[0]][0] + columns[span[1] - 1][1]) / 2)


def _own(run: Run, columns: Columns) -> list[int]:
    """The columns under a head, or the one that is nearest."""
    middle = (run.x0 + run.x1) / 2
    return under(run, columns) or [min(range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - middle))]
