"""英文年度: the years of an English question as they are meant: one that a change is from, all between two, the latest that is held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from qa.english.changing import SIDES_OF_TIME
from qa.english.mentions import Said


def without_base(said: Sequence[Said], held: Collection[int]) -> list[Said]:
    """The mentions without the year before that a change is from: it is the one that every change is from.

    ``held`` are years of which documents are held: where those of both years are, both are looked up, unless it is asked why.
    """
    years = [int(s.value) for s in said if s.kind == "year"]
    if len(set(years)) == SIDES_OF_TIME and held and set(years) <= set(held) and not _is_explained(said):
        return list(said)
    moves = any(s.is_a("operator", "UP", "DOWN", "GROWTH", "CHANGE") for s in said)
    if moves and len(set(years)) == 1 and max(held, default=0) > years[0] and (since := _since(said)):
        latest = replace(said[since], value=str(max(held)), text=str(max(held)))
        return [*said[: since + 1], latest, *said[since + 1 :]]
    if moves and len(set(years)) == 1 and years[0] not in held and years[0] + 1 in held:
        return [_year_after(said, at) for at in range(len(said))]
    beside = len({b.issuer for s in said for b in s.bodies}) > 1
    differs = not beside and any(s.is_a("operator", "DIFFERENCE") for s in said)
    found = list(said)
    for at, item in enumerate(said[1:], 1):
        after = next((s.text.lower() for s in said[at + 1 :]), "")
        before = said[at - 1].text.lower()
        if (
            item.kind == "year"
            and (
                before in {"from", "over"}
                or (moves and before == "between")
                or (moves and before in {"up on", "down on"})
                or ((moves or differs) and _than(said, at))
            )
            and (after not in {"to", "through", "and"} or (moves and len(set(years)) == SIDES_OF_TIME))
            and int(item.value) + 1 in years
        ):
            found[at] = replace(item, kind="relative", value="prior") if differs else replace(item, kind="silent")
    return found


def every_year(said: list[Said]) -> list[Said]:
    """The mentions with the years between two where it is asked which of them (between 2023 and 2025, in which year)."""
    years = [at for at, s in enumerate(said) if s.kind == "year"]
    if len(years) != SIDES_OF_TIME or not any(s.is_a("members", "years") for s in said):
        return said
    one, other = (int(said[at].value) for at in years)
    between = [replace(said[years[0]], value=str(y)) for y in range(one + 1, other)]
    return [*said[: years[0] + 1], *between, *said[years[0] + 1 :]]


def _since(said: Sequence[Said]) -> int:
    """Where the year stands from which on something moved (since 2022), 0 where none does."""
    return next(
        (at for at, s in enumerate(said) if at and s.kind == "year" and said[at - 1].text.lower() == "since"), 0
    )


def _year_after(said: Sequence[Said], at: int) -> Said:
    """The year after the one that a change is over, where that alone is named (an increase over 2022)."""
    item, before = said[at], said[at - 1].text.lower() if at else ""
    base = item.kind == "year" and (before in {"from", "over", "on"} or _than(said, at))
    return replace(item, value=str(int(item.value) + 1)) if base else item


def _is_explained(said: Sequence[Said]) -> bool:
    """Whether it is asked why something moved."""
    return any(s.is_a("question", "why") for s in said)


def _than(said: Sequence[Said], at: int) -> bool:
    """Whether a year is what something is held against (compared with 2020, than in 2020)."""
    before = [s for s in said[max(0, at - 2) : at] if s.text.lower() not in {"in", "the"}]
    return bool(before) and before[-1].is_a("preposition", "than")
