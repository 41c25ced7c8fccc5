"""勾稽: every identity of the genre that applies to one disclosure, and what it says about the figures.

An identity that cannot be applied (a blank total, a zero base) gives ``holds=None``; one that is not met gives
a problem beside the check. A table figure is verified where an identity holds with it and none fails.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from corpus.disclosure import Check, Disclosure, Fact, Table
from corpus.problem import Problem
from ingest.checks.across import across
from ingest.checks.forms import form_checks
from ingest.checks.parts import part_checks
from ingest.checks.proof import proven
from ingest.checks.prose import prose_checks
from ingest.checks.tables import FORMS, Identity, Outcome, Selector
from ingest.conflicts.find import conflicts
from ingest.conflicts.words import word_conflicts
from ingest.facts import unit_problems
from ingest.structure.lines import Paragraph


@lru_cache(maxsize=1)
def identities() -> tuple[Identity, ...]:
    """勾稽关系表: identities.toml as values. Raises TypeError on an unknown field: the file is ours."""
    data = tomllib.loads(resources.files("ingest.checks").joinpath("identities.toml").read_text("utf-8"))
    return tuple(_identity(line) for line in data["identity"])


def _identity(line: dict[str, object]) -> Identity:
    fields: dict[str, object] = {}
    for key, value in line.items():
        if isinstance(value, dict):
            fields[key] = Selector(**value)
        elif isinstance(value, list):
            fields[key] = tuple(Selector(**v) if isinstance(v, dict) else v for v in value)
        else:
            fields[key] = value
    return Identity(**fields)  # type: ignore[arg-type]


def run_checks(
    disclosure: Disclosure, tables: Sequence[Table], facts: Sequence[Fact], paragraphs: Sequence[Paragraph] = ()
) -> tuple[list[Check], list[Fact], list[Problem]]:
    """勾稽核对: the checks, the same facts with ``verified`` set, and a problem for each check that fails.

    ``paragraphs`` add what sentences say against each other without figures.
    """
    outcomes = [o for o in _outcomes(disclosure, tables, facts) if o is not None]
    lines = [*(p.text for p in paragraphs), *(t.note for t in tables)]
    kept = proven([o.check for o in outcomes], tables, lines)
    outcomes = [replace(o, check=check) for o, check in zip(outcomes, kept, strict=True)]
    checks = [o.check for o in outcomes]
    good = {p for o in outcomes if o.check.holds for p in o.cells}
    bad = {p for o in outcomes if o.check.holds is False for p in o.cells}
    marked = [
        replace(f, verified=True) if f.origin == "table" and f.place in good and f.place not in bad else f
        for f in facts
    ]
    checks += conflicts(disclosure, marked, tables)
    checks += word_conflicts(disclosure, paragraphs, marked, tables)
    return checks, marked, [*unit_problems(tables), *_failures(checks)]


def _outcomes(disclosure: Disclosure, tables: Sequence[Table], facts: Sequence[Fact]) -> Iterator[Outcome | None]:
    read = [t for t in tables if t.status == "read"]
    for identity in identities():
        if identity.form in FORMS:
            for table in read:
                if table.kind in identity.tables:
                    yield from FORMS[identity.form](identity, table, disclosure)
        else:
            yield from across(identity, read)
    yield from form_checks(read, facts)
    yield from prose_checks(facts)
    yield from part_checks(facts)


def _failures(checks: Iterable[Check]) -> Iterator[Problem]:
    for check in checks:
        if check.holds is False and check.places:
            said = f"{check.rule}：{check.about}；应为 {check.expected}，表列 {check.found}"
            yield Problem("failed_check", said, check.places[0].start, check.places[0].end)
