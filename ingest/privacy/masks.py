"""个人信息遮盖: personal numbers, addresses and private names, before anything is kept.

The masked text has the length of the text, so that all offsets stay. Officials named beside an office
landline keep their names: they act in public office.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple

from corpus.problem import Problem
from ingest.privacy.columns import Columns
from ingest.privacy.names import Names, hidden, names
from ingest.privacy.numbers import Hit, numbers

MARKS: Final = frozenset("*×")
"""What stands where something is masked."""
_LONG: Final = 11
_WHOLE: Final = frozenset({"个人姓名", "联系人姓名", "家庭住址"})


class Masked(NamedTuple):
    """遮盖的结果: the text, one Problem a kind of thing found, and the names found, for what else names the file."""

    text: str
    problems: list[Problem]
    names: Names


def masked_name(file: str, people: Names) -> str:
    """A file's name without what it tells of people: those found in its text, and what the name itself shows."""
    letters = list(file)
    found = numbers(file, Columns(""))
    own = names(file, found, Columns(""))
    whole = Names(people.private | own.private, people.contacts | own.contacts, ())
    for hit in (*found, *hidden(file, whole)):
        _cover(letters, hit)
    return "".join(letters)


def mask(text: str) -> tuple[str, list[Problem]]:
    """遮盖: the text with personal data starred out, same length; and one Problem a kind of thing found."""
    masked = masked_whole(text)
    return masked.text, masked.problems


def masked_whole(text: str) -> Masked:
    """遮盖: as ``mask``, with the names found."""
    letters = list(text)
    columns = Columns(text)
    found = numbers(text, columns)
    people = names(text, found, columns)
    hits = [*found, *hidden(text, people)]
    for hit in hits:
        _cover(letters, hit)
    return Masked("".join(letters), _problems(hits), people)


def told(problem: Problem, text: str, masked: str) -> Problem:
    """A problem of a reader's whose words quote the text, with the words that the masked text has there."""
    if problem.start is None or problem.end is None or text == masked:
        return problem
    said = text[problem.start : problem.end]
    return (
        replace(problem, message=problem.message.replace(said, masked[problem.start : problem.end]))
        if said
        else problem
    )


def _problems(hits: list[Hit]) -> list[Problem]:
    found = []
    for what in dict.fromkeys(hit.what for hit in hits):
        same = [hit for hit in hits if hit.what == what]
        found.append(Problem("masked", f"已遮盖{what} {len(same)} 处", same[0].start, same[0].end))
    return found


def _cover(letters: list[str], hit: Hit) -> None:
    """Nothing stays of a name; of a number the first three and the last four signs stay, of a short one two and two."""
    if hit.what in _WHOLE:
        for n in range(hit.start, hit.end):
            letters[n] = letters[n] if letters[n].isspace() else "×"
        return
    signs = [n for n in range(hit.start, hit.end) if letters[n].isalnum()]
    if hit.what in {"电子邮箱", "社交账号"}:
        first, last = 1, 0
    else:
        first, last = (3, 4) if len(signs) >= _LONG else (2, 2)
    for n in signs[first : len(signs) - last]:
        letters[n] = "*"


def spans(masked: str) -> list[tuple[int, int]]:
    """遮盖处 of a masked text: runs of marks, those between which only blanks and signs stand as one."""
    return [match.span() for match in re.finditer(r"[*×](?:[\s\-·.()]{0,2}[*×])*", masked)]
