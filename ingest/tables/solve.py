"""列判定: where blank cells vanished from a flattened table, arithmetic says which column each value is in.

A row of k printed values in a table of n columns can stand in C(n, k) ways. Those that satisfy the row's own
identities (合计 = 基本支出 + 项目支出), the code tree (类 = Σ款, 款 = Σ项, 合计 = Σ类, in every column) and the
columns that its parent uses are kept; what is left is returned, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

Assignment = tuple[int, ...]
"""分配: the column of each printed value, in printed order."""
Values = tuple[Decimal, ...]
"""行内数值, in printed order."""

_MOST_ASSIGNMENTS: Final = 4000
_MOST_ROOTS: Final = 40
_MOST_STEPS: Final = 60_000
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Identity:
    """行内勾稽: column ``total`` equals the sum of columns ``parts``."""

    total: int
    parts: tuple[int, ...]


@dataclass(slots=True)
class Grid:
    """待解表: rows of printed values without columns; ``parents[i]`` is the row that row i is a part of.

    ``step`` is the smallest printed unit (0.01): a sum of m addends may miss by half of it (m + 1) times.
    """

    rows: Sequence[Values]
    parents: Sequence[int | None]
    width: int
    identities: Sequence[Identity]
    step: Decimal
    budget: int = _MOST_STEPS
    exact: bool = False

    def slack(self, addends: int) -> Decimal:
        """容差 of a sum of so many addends: half the smallest step for each and for the total, or nothing."""
        return Decimal(0) if self.exact else self.step * _HALF * (addends + 1)


def solve(grid: Grid) -> list[tuple[Assignment, ...]]:
    """解: for each row the assignments that stand in some solution of the whole table.

    One assignment: the columns are known. Several: the table does not say. None never occurs: a row whose
    sums fail keeps what its shape alone allows. A search that is too long gives what the rows alone say.
    """
    return narrowed(grid, lambda _row, _assignment: 0)


def _searched(grid: Grid, own: list[tuple[Assignment, ...]]) -> tuple[list[tuple[Assignment, ...]], bool]:
    """(the assignments of each row, whether all sums hold); a search that is hopeless is not begun."""
    children: list[list[int]] = [[] for _ in grid.rows]
    roots: list[int] = []
    for i, parent in enumerate(grid.parents):
        (roots if parent is None else children[parent]).append(i)
    found: list[set[Assignment]] = [set() for _ in grid.rows]
    if any(len(own[root]) > _MOST_ROOTS and children[root] for root in roots):
        return own, False
    search = _Search(grid, own, children)
    for row in reversed(_top_down(grid.parents)):
        if children[row] and not any(search.feasible(row, a) for a in own[row]):
            search.broken.add(row)
    whole = not search.broken
    for root in roots:
        good = [a for a in own[root] if search.feasible(root, a)]
        whole = whole and bool(good)
        for assignment in good or own[root]:
            search.collect(root, assignment, found)
    if grid.budget < 0:  # the search was cut short: what it did not see may be as good as what it saw
        return own, False
    return [tuple(sorted(f)) if f else own[i] for i, f in enumerate(found)], whole


def narrowed(grid: Grid, score: Callable[[int, Assignment], int]) -> list[tuple[Assignment, ...]]:
    """旁证: :func:`solve`, where rows that stay open are decided, top down, by evidence from elsewhere.

    ``score(row, assignment)`` counts the values that the document prints beside that column's name elsewhere. The
    rows on top are tried with their best assignment first; evidence that breaks the sums is not followed. Sums that
    hold to the last digit go before sums that hold within rounding.
    """
    used = replace(grid, exact=True)
    solved, whole = _weighed(used, score)
    if not whole:
        used = replace(grid, exact=False)
        solved, _ = _weighed(used, score)
    for i in _top_down(grid.parents):
        chosen = _best(i, solved[i], score)
        if len(solved[i]) > 1 and len(chosen) == 1 and used.budget >= 0:
            used.budget = _MOST_STEPS
            solved, _ = _searched(used, [*solved[:i], chosen, *solved[i + 1 :]])
    return solved


def _weighed(grid: Grid, score: Callable[[int, Assignment], int]) -> tuple[list[tuple[Assignment, ...]], bool]:
    """The search with the best assignment of the rows on top, and without it where that breaks the sums."""
    own = [tuple(_own(grid, i)) for i in range(len(grid.rows))]
    tops = [i for i, parent in enumerate(grid.parents) if parent is None]
    first = [_best(i, own[i], score) if i in tops else own[i] for i in range(len(own))]
    solved, whole = _searched(grid, first)
    if not whole and first != own and grid.budget >= 0:
        solved, whole = _searched(replace(grid, budget=_MOST_STEPS), own)
    return solved, whole


def _best(row: int, options: tuple[Assignment, ...], score: Callable[[int, Assignment], int]) -> tuple[Assignment, ...]:
    """The one assignment that evidence speaks for most; all of them where none stands out."""
    if len(options) < 2:
        return options
    ranked = sorted(((score(row, a), a) for a in options), reverse=True)
    return (ranked[0][1],) if ranked[0][0] > ranked[1][0] else options


def _top_down(parents: Sequence[int | None]) -> list[int]:
    def depth(i: int) -> int:
        parent, n = parents[i], 0
        while parent is not None and n < len(parents):
            parent, n = parents[parent], n + 1
        return n

    return sorted(range(len(parents)), key=lambda i: (depth(i), i))


def _own(grid: Grid, row: int) -> Iterator[Assignment]:
    """The assignments that the row's own identities allow; all of its shape where none does."""
    values = grid.rows[row]
    shapes = []
    for n, shape in enumerate(combinations(range(grid.width), min(len(values), grid.width))):
        if n >= _MOST_ASSIGNMENTS:
            break
        shapes.append(shape)
    for judge in (grid, replace(grid, exact=False)):
        good = [s for s in shapes if _balanced(judge, dict(zip(s, values, strict=False)))]
        if good:
            yield from good
            return
    yield from shapes


def _balanced(grid: Grid, cells: dict[int, Decimal]) -> bool:
    for identity in grid.identities:
        parts = [cells[p] for p in identity.parts if p in cells]
        total = cells.get(identity.total)
        if total is None:
            if any(parts):
                return False
            continue
        if not parts:
            if total and identity.parts:
                return False
            continue
        if abs(sum(parts) - total) > grid.slack(len(parts)):
            return False
    return True


class _Search:
    """The search down the tree, remembered per (row, assignment)."""

    def __init__(self, grid: Grid, own: Sequence[tuple[Assignment, ...]], children: Sequence[Sequence[int]]) -> None:
        self.grid, self.own, self.children = grid, own, children
        self.known: dict[tuple[int, Assignment], bool] = {}
        self.done: set[tuple[int, Assignment]] = set()
        self.broken: set[int] = set()  # rows whose printed parts do not add up to them whatever the columns

    def cells(self, row: int, assignment: Assignment) -> dict[int, Decimal]:
        return dict(zip(assignment, self.grid.rows[row], strict=False))

    def feasible(self, row: int, assignment: Assignment) -> bool:
        """Whether the rows below can be assigned so that every column adds up."""
        key = (row, assignment)
        if row in self.broken:
            return True
        if key not in self.known:
            kids = self.children[row]
            self.known[key] = not kids or next(self.families(row, assignment), None) is not None
        return self.known[key]

    def families(self, row: int, assignment: Assignment) -> Iterator[tuple[Assignment, ...]]:
        """Every joint assignment of the row's children that adds up to the row, column by column."""
        above = self.cells(row, assignment)
        kids = self.children[row]
        signed = any(v < 0 for k in kids for v in self.grid.rows[k])
        options = [[a for a in self.own[k] if signed or self._inside(k, a, above)] for k in kids]
        if all(options):
            yield from self._pick(kids, options, above, signed)

    def _inside(self, row: int, assignment: Assignment, above: dict[int, Decimal]) -> bool:
        values = zip(assignment, self.grid.rows[row], strict=False)
        slack = self.grid.slack(7)
        return all(not v or (c in above and v <= above[c] + slack) for c, v in values)

    def _pick(
        self, kids: Sequence[int], options: Sequence[Sequence[Assignment]], above: dict[int, Decimal], signed: bool
    ) -> Iterator[tuple[Assignment, ...]]:
        """Depth first over the children, the fewest choices first, sums pruned on the way."""
        order = sorted(range(len(kids)), key=lambda j: len(options[j]))
        slack = self.grid.slack(len(kids))
        chosen: list[Assignment] = [()] * len(kids)
        sums: dict[int, Decimal] = {}
        rest = self._reach(kids, options, order)

        def walk(at: int) -> Iterator[tuple[Assignment, ...]]:
            self.grid.budget -= 1
            if self.grid.budget < 0:
                return
            if at == len(order):
                columns = set(sums) | set(above)
                if all(abs(sums.get(c, Decimal(0)) - above.get(c, Decimal(0))) <= slack for c in columns):
                    yield tuple(chosen)
                return
            if not signed and any(sums.get(c, 0) + rest[at].get(c, 0) < v - slack for c, v in above.items()):
                return
            j = order[at]
            for option in options[j]:
                cells = self.cells(kids[j], option)
                zero = Decimal(0)
                over = any(sums.get(c, zero) + v > above.get(c, zero) + slack for c, v in cells.items())
                if over and not signed:
                    continue
                if not self.feasible(kids[j], option):
                    continue
                for c, v in cells.items():
                    sums[c] = sums.get(c, Decimal(0)) + v
                chosen[j] = option
                yield from walk(at + 1)
                for c, v in cells.items():
                    sums[c] -= v

        yield from walk(0)

    def _reach(
        self, kids: Sequence[int], options: Sequence[Sequence[Assignment]], order: Sequence[int]
    ) -> list[dict[int, Decimal]]:
        """What the children from each position on can add to a column at most."""
        reach: list[dict[int, Decimal]] = [{}]
        for j in reversed(order):
            most: dict[int, Decimal] = {}
            for option in options[j]:
                for c, v in self.cells(kids[j], option).items():
                    most[c] = max(most.get(c, v), v)
            reach.append({c: reach[-1].get(c, Decimal(0)) + most.get(c, Decimal(0)) for c in {*reach[-1], *most}})
        return reach[::-1]

    def collect(self, row: int, assignment: Assignment, found: list[set[Assignment]]) -> None:
        """Note the assignment and everything below that goes with it."""
        found[row].add(assignment)
        if (row, assignment) in self.done:
            return
        self.done.add((row, assignment))
        kids = self.children[row]
        if not kids:
            return
        any_family = False
        for family in self.families(row, assignment):
            any_family = True
            for kid, choice in zip(kids, family, strict=True):
                self.collect(kid, choice, found)
        if not any_family:  # the printed sums fail: each child keeps what its own row allows
            above = set(assignment)
            for kid in kids:
                inside = [a for a in self.own[kid] if set(a) <= above]
                for choice in inside or self.own[kid]:
                    self.collect(kid, choice, found)
