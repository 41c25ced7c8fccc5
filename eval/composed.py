"""组合题: calculations put in many people's wordings over the figures that are held, each with its exact answer.

In: the disclosures held, and wordings by shape (composed.toml: 23 shapes, twelve wordings each, by somebody who saw neither code nor
documents). Out: questions of each shape over bodies, years and items drawn by a seed, judged as gold is. What the bank asks once is
asked here of other items, bodies and years and in other words: it tells whether a calculation is understood, or one question of it.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from corpus import terms
from corpus.disclosure import Fact
from eval import judge
from eval.gold import Question, Value
from qa.library import Library, Shelf

ITEMS = (
    "办公费",
    "印刷费",
    "水费",
    "电费",
    "邮电费",
    "差旅费",
    "会议费",
    "培训费",
    "劳务费",
    "工会经费",
    "福利费",
    "物业管理费",
    "租赁费",
)
"""Lines of economic classification that most bodies print, under the names that people use too."""
LEAST = 4
"""Items that a body must print for a year to be asked about it."""
HUNDRED, WAN = Decimal(100), Decimal(10_000)
Amounts = Mapping[str, Decimal]
Where = tuple[str, int]
"""A body and a year."""


@dataclass(frozen=True)
class Composed:
    """一题: a question of a shape with the values that answer it, and words that must be said beside them, where there are any."""

    shape: str
    question: str
    values: tuple[Value, ...]
    words: tuple[str, ...] = ()

    def judged(self, answer: judge.Reply) -> judge.Judgement:
        """Whether an answer holds the values, by the rules of the gold."""
        said = tuple((word,) for word in self.words)
        asked = Question(self.shape, self.question, "aggregate", values=self.values, must_include=said)
        return judge.judge(asked, answer)


@dataclass(frozen=True)
class Figures:
    """底数: for each body and year its items, and where they are printed its office funds and serving staff."""

    items: Mapping[Where, Amounts]
    whole: Mapping[Where, Decimal]
    staff: Mapping[Where, Decimal]

    @classmethod
    def of(cls, library: Library) -> Figures:
        """What the disclosures print without contradiction: an item that has two amounts is not asked about."""
        items: dict[Where, Amounts] = {}
        whole: dict[Where, Decimal] = {}
        staff: dict[Where, Decimal] = {}
        for disclosure in library.disclosures:
            where, shelf = (disclosure.issuer, disclosure.fiscal_year), library.shelf(disclosure.id)
            found = {name: amount for name in ITEMS if (amount := _alone(shelf, terms.concept_of_label(name)))}
            if where in items or len(found) < LEAST:
                continue
            items[where] = found
            for concept, kept in (("office_funds", whole), ("serving_staff", staff)):
                if (amount := _alone(shelf, concept)) is not None:
                    kept[where] = amount
        return cls(items, whole, staff)


def _alone(shelf: Shelf, concept: str | None) -> Decimal | None:
    """The one amount (or count) that a disclosure prints for a term in its own year; None where there are several, or none."""
    own = shelf.disclosure.fiscal_year
    facts = (d.fact for d in shelf.facts if d.fact.concept == concept and d.fact.year == own)
    found = {f.quantity.base for f in facts if _counts(f)}
    return found.pop() if len(found) == 1 and min(found) > 0 else None


def _counts(fact: Fact) -> bool:
    money = fact.measure == "amount" and fact.quantity.unit in {"元", "万元"}
    return money or (fact.concept == "serving_staff" and fact.quantity.unit == "人")


@dataclass
class Composer:
    """出题者: draws bodies, years and items of the figures, and words them."""

    figures: Figures
    seed: int
    rng: random.Random = field(init=False)
    _pairs: list[tuple[str, int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 - a draw that can be repeated, no secret
        held = self.figures.items
        self._pairs = sorted((body, year - 1, year) for body, year in held if (body, year - 1) in held)

    def questions(self, each: int) -> Iterator[Composed]:
        """So many questions of each shape that the figures allow."""
        for shape, make in SHAPES.items():
            for _ in range(each):
                if (made := make(self)) is not None:
                    said, values = made
                    yield Composed(shape, self.rng.choice(wordings()[shape]).format(**said), tuple(values))

    def place(self, *need: Mapping[Where, Decimal]) -> Where | None:
        """A body and year for which all that is needed is printed."""
        fit = sorted(w for w in self.figures.items if all(w in n for n in need))
        return self.rng.choice(fit) if fit else None

    def draw(self, where: Where, number: int) -> list[str]:
        """Items of a body and year."""
        return self.rng.sample(sorted(self.figures.items[where]), number)

    def years(self, number: int) -> tuple[str, int, int, list[str]] | None:
        """A body with two years on end and items that both print."""
        fit = [(p, both) for p in self._pairs if len(both := self._both((p[0], p[1]), (p[0], p[2]))) >= number]
        if not fit:
            return None
        (body, then, now), both = self.rng.choice(fit)
        return body, then, now, self.rng.sample(both, number)

    def bodies(self, *need: Mapping[Where, Decimal]) -> tuple[Where, Where, str] | None:
        """Two bodies, each with a year, and an item that both print."""
        fit = sorted(w for w in self.figures.items if all(w in n for n in need))
        pairs = [(a, b) for a in fit for b in fit if a[0] != b[0] and self._both(a, b)]
        if not pairs:
            return None
        one, other = self.rng.choice(pairs)
        return one, other, self.rng.choice(self._both(one, other))

    def _both(self, one: Where, other: Where) -> list[str]:
        return sorted(set(self.figures.items[one]) & set(self.figures.items[other]))


Made = tuple[Mapping[str, str], Sequence[Value]]
"""What a wording's places are filled with, and the values that answer it."""


@cache
def wordings() -> Mapping[str, Sequence[str]]:
    """Wordings by shape."""
    return tomllib.loads(Path(__file__).with_name("composed.toml").read_text("utf-8"))


def in_wan(yuan: Decimal) -> Value:
    """An amount in 万元."""
    return Value(str(yuan / WAN), "万元")


def _yuan(yuan: Decimal) -> Value:
    return Value(str(round(yuan, 2)), "元")


def part_of(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole in per cent, to two decimals."""
    return round(part / whole * HUNDRED, 2)


def per_cent(rate: Decimal) -> Value:
    """A rate; what fell is said in words, so it has no sign."""
    return Value(str(abs(rate)), "%")


def _points(one: Decimal, other: Decimal) -> Value:
    return Value(str(abs(one - other)), "百分点")


def named(where: Where) -> str:
    """A body and its year, as a wording names them."""
    return f"{where[0]}{where[1]}年"


def listed(items: Sequence[str]) -> str:
    """Items in a row."""
    return f"{'、'.join(items[:-1])}和{items[-1]}" if len(items) > 1 else items[0]


def _sum(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    items, held = by.draw(at, by.rng.choice((2, 3))), by.figures.items[at]
    return {"h": named(at), "j": listed(items)}, [in_wan(_total(held, items))]


def _sum_share(by: Composer) -> Made | None:
    if (at := by.place(by.figures.whole)) is None:
        return None
    items, held = by.draw(at, 2), by.figures.items[at]
    return {"h": named(at), "j": listed(items)}, [per_cent(part_of(_total(held, items), by.figures.whole[at]))]


def _difference(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    x, y = by.draw(at, 2)
    held = by.figures.items[at]
    return {"h": named(at), "x": x, "y": y}, [in_wan(abs(held[x] - held[y]))]


def _sum_against_one(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    x, y, z = by.draw(at, 3)
    held = by.figures.items[at]
    return {"h": named(at), "x": x, "y": y, "z": z}, [in_wan(abs(held[x] + held[y] - held[z]))]


def _sum_against_sum(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    x, y, z, u = by.draw(at, 4)
    held = by.figures.items[at]
    return {"h": named(at), "x": x, "y": y, "z": z, "u": u}, [in_wan(abs(held[x] + held[y] - held[z] - held[u]))]


def _per_head(by: Composer) -> Made | None:
    if (at := by.place(by.figures.staff)) is None:
        return None
    (x,) = by.draw(at, 1)
    return {"h": named(at), "x": x}, [_yuan(by.figures.items[at][x] / by.figures.staff[at])]


def _sum_per_head(by: Composer) -> Made | None:
    if (at := by.place(by.figures.staff)) is None:
        return None
    x, y = by.draw(at, 2)
    return {"h": named(at), "x": x, "y": y}, [_yuan(_total(by.figures.items[at], (x, y)) / by.figures.staff[at])]


def _rest(by: Composer) -> Made | None:
    if (at := by.place(by.figures.whole)) is None:
        return None
    items = by.draw(at, by.rng.choice((1, 2)))
    left = by.figures.whole[at] - _total(by.figures.items[at], items)
    return ({"h": named(at), "j": listed(items)}, [in_wan(left)]) if left > 0 else None


def _share(by: Composer) -> Made | None:
    if (at := by.place(by.figures.whole)) is None:
        return None
    (x,) = by.draw(at, 1)
    return {"h": named(at), "x": x}, [per_cent(part_of(by.figures.items[at][x], by.figures.whole[at]))]


def _extremes(by: Composer, place: int) -> Made | None:
    if (at := by.place()) is None:
        return None
    items = by.draw(at, 3)
    order = sorted((by.figures.items[at][x] for x in items), reverse=True)
    return {"h": named(at), "j": listed(items)}, [in_wan(order[0] - order[place])]


def _two_years(by: Composer) -> Made | None:
    if (found := by.years(1)) is None:
        return None
    body, then, now, (x,) = found
    a, b = (by.figures.items[body, year][x] for year in (then, now))
    return _of_years(body, then, now) | {"x": x}, [in_wan(a), in_wan(b), in_wan(abs(a - b))]


def _growth(by: Composer) -> Made | None:
    if (found := by.years(1)) is None:
        return None
    body, then, now, (x,) = found
    a, b = (by.figures.items[body, year][x] for year in (then, now))
    return _of_years(body, then, now) | {"x": x}, [per_cent(part_of(b - a, a))]


def _sums_of_years(by: Composer) -> Made | None:
    if (found := by.years(2)) is None:
        return None
    body, then, now, items = found
    sums = [in_wan(_total(by.figures.items[body, year], items)) for year in (then, now)]
    return _of_years(body, then, now) | {"j": listed(items)}, sums


def _mean_of_years(by: Composer) -> Made | None:
    if (found := by.years(1)) is None:
        return None
    body, then, now, (x,) = found
    a, b = (by.figures.items[body, year][x] for year in (then, now))
    return _of_years(body, then, now) | {"x": x}, [in_wan((a + b) / 2)]


def _share_of_years(by: Composer) -> Made | None:
    if (found := by.years(1)) is None or any((found[0], y) not in by.figures.whole for y in found[1:3]):
        return None
    body, then, now, (x,) = found
    one, other = (part_of(by.figures.items[body, y][x], by.figures.whole[body, y]) for y in (then, now))
    return _of_years(body, then, now) | {"x": x}, [per_cent(one), per_cent(other), _points(one, other)]


def _two_bodies(by: Composer, *, together: bool) -> Made | None:
    if (found := by.bodies()) is None:
        return None
    one, other, x = found
    a, b = (by.figures.items[where][x] for where in (one, other))
    return {"p": named(one), "q": named(other), "x": x}, [in_wan(a + b if together else abs(a - b))]


def _three_at_once(by: Composer) -> Made | None:
    if (at := by.place(by.figures.whole, by.figures.staff)) is None:
        return None
    x, y = by.draw(at, 2)
    both = _total(by.figures.items[at], (x, y))
    values = [in_wan(both), per_cent(part_of(both, by.figures.whole[at])), _yuan(both / by.figures.staff[at])]
    return {"h": named(at), "x": x, "y": y}, values


def _ratio(by: Composer) -> Made | None:
    if (at := by.place()) is None:
        return None
    held = by.figures.items[at]
    x, y = sorted(by.draw(at, 2), key=lambda item: -held[item])
    return {"h": named(at), "x": x, "y": y}, [Value(str(round(held[x] / held[y], 2)), "倍")]


def _share_gap(by: Composer) -> Made | None:
    if (at := by.place(by.figures.whole)) is None:
        return None
    x, y = by.draw(at, 2)
    one, other = (part_of(by.figures.items[at][item], by.figures.whole[at]) for item in (x, y))
    return {"h": named(at), "x": x, "y": y}, [per_cent(one), per_cent(other), _points(one, other)]


def _per_head_gap(by: Composer) -> Made | None:
    if (at := by.place(by.figures.staff)) is None:
        return None
    x, y = by.draw(at, 2)
    held = by.figures.items[at]
    return {"h": named(at), "x": x, "y": y}, [_yuan(abs(held[x] - held[y]) / by.figures.staff[at])]


def _per_head_of_bodies(by: Composer) -> Made | None:
    if (found := by.bodies(by.figures.staff)) is None:
        return None
    one, other, x = found
    heads = [_yuan(by.figures.items[where][x] / by.figures.staff[where]) for where in (one, other)]
    return {"p": named(one), "q": named(other), "x": x}, heads


def _total(held: Amounts, items: Sequence[str]) -> Decimal:
    return sum((held[x] for x in items), Decimal(0))


def _of_years(body: str, then: int, now: int) -> dict[str, str]:
    return {"s": body, "y1": f"{then}年", "y2": f"{now}年"}


SHAPES: Mapping[str, Callable[[Composer], Made | None]] = {
    "sum": _sum, "sumshare": _sum_share, "diff": _difference, "sum_one": _sum_against_one, "sum_sum": _sum_against_sum,
    "perhead": _per_head, "persum": _sum_per_head, "rest": _rest, "share": _share,
    "most_least": lambda by: _extremes(by, -1), "most_second": lambda by: _extremes(by, 1),
    "two_years": _two_years, "growth": _growth, "sums_years": _sums_of_years, "mean_years": _mean_of_years,
    "share_years": _share_of_years, "two_bodies": lambda by: _two_bodies(by, together=False),
    "bodies_sum": lambda by: _two_bodies(by, together=True), "three": _three_at_once, "ratio": _ratio,
    "share_gap": _share_gap, "per_gap": _per_head_gap, "per_bodies": _per_head_of_bodies,
}  # fmt: skip
"""Shape → what makes a question of it; the names are those of composed.toml."""
