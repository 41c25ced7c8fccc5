"""收窄: the disclosures that a query names, by the names and years printed on them, before anything is searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.disclosure import Disclosure
from corpus.money import fold

SHORTEST = 3
"""Characters of a name that can stand for a body: two are too often part of another word."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_SAID = re.compile(r"(?<!\d)20\d\d(?!\d)年?度?")


def fitting(
    disclosures: Sequence[Disclosure], *, issuer: str | None = None, year: int | None = None, kind: str | None = None
) -> list[Disclosure]:
    """Those of an issuer (its name, a short name of it, or part of its name), a fiscal year and a kind."""
    wanted = fold(issuer or "")
    by_name = [d for d in disclosures if wanted in {fold(n) for n in (d.issuer, *d.aliases)}] if wanted else []
    if wanted and not by_name:
        by_name = [d for d in disclosures if wanted in fold(d.issuer)]
    chosen = by_name if wanted else list(disclosures)
    return [d for d in chosen if year in {None, d.fiscal_year} and kind in {None, d.kind}]


def narrowed(query: str, disclosures: Sequence[Disclosure]) -> tuple[list[Disclosure], str]:
    """(those whose name stands in the query, of the years that it names; the query without those names and years).

    Where it names none, or no year of theirs, all of them; what has served to narrow would only find covers and heads.
    """
    text = fold(query)
    named, spans = _named(text, disclosures)
    years = {int(y) for y in _YEAR.findall(text)}
    of_years = [d for d in named or disclosures if d.fiscal_year in years]
    rest = "".join(c if not any(s <= n < e for s, e in spans) else " " for n, c in enumerate(text))
    if of_years:
        rest = _YEAR_SAID.sub(" ", rest)
    return of_years or named or list(disclosures), rest.strip() or query


def _named(text: str, disclosures: Sequence[Disclosure]) -> tuple[list[Disclosure], set[tuple[int, int]]]:
    """The disclosures whose names stand in the text and are not part of a longer name there, and where they stand."""
    spans = [(span, d) for d in disclosures for span in _spans(text, d)]
    longest = {
        (start, end)
        for (start, end), _ in spans
        if not any(s <= start and end <= e and (s, e) != (start, end) for (s, e), _ in spans)
    }
    return list({d.id: d for span, d in spans if span in longest}.values()), longest


def _spans(text: str, disclosure: Disclosure) -> Iterator[tuple[int, int]]:
    for name in {fold(n) for n in (disclosure.issuer, *disclosure.aliases)}:
        if len(name) >= SHORTEST and (at := text.find(name)) >= 0:
            yield at, at + len(name)
