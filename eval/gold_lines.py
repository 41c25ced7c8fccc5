"""金标准各行: JSON Lines turned into gold, every error with its file and line, none passed over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from eval.gold import (
    KINDS,
    UNCITED_KINDS,
    VERDICTS,
    Article,
    Cell,
    Claim,
    Contradiction,
    Dialogue,
    Evidence,
    Gold,
    GoldError,
    Question,
    Stretch,
    Value,
    Verdict,
    gold_files,
)

Line = dict[str, Any]
MOST_ERRORS = 30
"""Errors shown at once."""

KNOWN = {
    "question": ("id", "question", "kind", "difficulty", "docs", "answer", "values", "must_include", "must_not",
                 "evidence", "note", "accept", "candidates", "hand", "plan", "tags"),
    "turns": ("id", "turns", "topic", "note", "docs", "hand"),
    "claim": ("id", "claim", "verdict", "docs", "correct", "values", "evidence", "note"),
    "text": ("id", "text", "figures", "note"),
    "row": ("doc", "table", "table_no", "row", "row_code", "col", "value", "unit", "raw", "op", "in_text", "note"),
    "what": ("id", "doc", "kind", "what", "places", "expected", "severity", "note"),
}  # fmt: skip
"""The key that tells what a line is → the keys such a line may have."""


class _Wrong(Exception):  # noqa: N818 - never leaves this module
    """What is wrong with one line."""


def read_gold(paths: Iterable[Path]) -> Gold:
    """读入 gold files and folders. Raises GoldError that lists every unusable line."""
    files = gold_files(paths)
    found: dict[str, list[Any]] = {name: [] for name in KNOWN}
    errors: list[str] = []
    seen: dict[str, str] = {}
    digest = hashlib.sha256()
    for path in files:
        data = path.read_bytes()
        digest.update(data)
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            where = f"{path.name}:{number}"
            if not line.strip():
                continue
            try:
                name, item = _line(line, where)
                _new_id("" if name == "row" else item.id, where, seen)
                found[name].append(item)
            except _Wrong as wrong:
                errors.append(f"{where}: {wrong}")
    if errors:
        more = [f"… 另有 {len(errors) - MOST_ERRORS} 处"] if len(errors) > MOST_ERRORS else []
        raise GoldError("\n".join(["金标准有误 (unusable gold):", *errors[:MOST_ERRORS], *more]))
    return Gold(
        questions=tuple(found["question"]),
        dialogues=tuple(found["turns"]),
        claims=tuple(found["claim"]),
        articles=tuple(found["text"]),
        cells=tuple(found["row"]),
        contradictions=tuple(found["what"]),
        digest=digest.hexdigest()[:16],
        files=tuple(p.name for p in files),
    )


def _line(line: str, where: str) -> tuple[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Wrong(f"not JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(item, dict):
        raise _Wrong("not an object")
    names = [name for name in KNOWN if name in item]
    if not names:
        raise _Wrong(f"none of {', '.join(KNOWN)}: what kind of line is this?")
    name = "turns" if "turns" in names else names[0]
    _no_misspelt(item, KNOWN[name])
    return name, _READERS[name](item, where)


def _no_misspelt(item: Line, known: tuple[str, ...]) -> None:
    """A key that looks like a misspelt one is an error; one that is none of ours is left alone."""
    for key in item:
        near = [] if key in known else get_close_matches(key, known, 1, 0.8)
        if near:
            raise _Wrong(f"unknown key {key!r}: {near[0]!r} is meant?")


def _new_id(own: str, where: str, seen: dict[str, str]) -> None:
    if own and own in seen:
        raise _Wrong(f"id {own!r} is taken at {seen[own]}")
    seen[own] = where


def _text(item: Line, key: str, *, default: str | None = None) -> str:
    got = item.get(key, default)
    if got is None and default is not None:
        return default
    if not isinstance(got, str) or (default is None and not got.strip()):
        raise _Wrong(f"{key} must be text, not {got!r}")
    return got


def _list(item: Line, key: str) -> list[Any]:
    got = item.get(key) or []
    if not isinstance(got, list):
        raise _Wrong(f"{key} must be a list, not {got!r}")
    return got


def _words(item: Line, key: str) -> tuple[str, ...]:
    words = _list(item, key)
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise _Wrong(f"{key} must hold text, not {words!r}")
    return tuple(words)


def _value(item: Line) -> Value:
    got, unit = item.get("value"), item.get("unit")
    if isinstance(got, bool) or not isinstance(got, int | float | str):
        raise _Wrong(f"value must be a number, not {got!r}")
    try:
        Decimal(str(got).replace(",", ""))
    except InvalidOperation:
        raise _Wrong(f"value must be a number, not {got!r}") from None
    if not isinstance(unit, str):
        raise _Wrong(f'the value {got} needs a unit (text; "" for a bare number)')
    return Value(str(got), unit)


def _values(item: Line) -> tuple[Value, ...]:
    return tuple(_value(v) if isinstance(v, dict) else _value({"value": v}) for v in _list(item, "values"))


def _groups(item: Line) -> tuple[tuple[str, ...], ...]:
    groups = _list(item, "must_include")
    for group in groups:
        if not isinstance(group, list) or not group or not all(isinstance(w, str) and w.strip() for w in group):
            raise _Wrong(f"must_include must be groups of wordings ([[…, …], …]), not {group!r}")
    return tuple(tuple(group) for group in groups)


def _evidence(item: Line) -> tuple[Evidence, ...]:
    found = []
    for one in _list(item, "evidence"):
        if not isinstance(one, dict) or not one.get("doc") or not one.get("quote"):
            raise _Wrong(f"evidence needs doc and quote, not {one!r}")
        found.append(Evidence(one["doc"], one["quote"], one.get("table") or None))
    return tuple(found)


def _question(item: Line, where: str) -> Question:
    kind = _text(item, "kind")
    if kind not in KINDS:
        near = get_close_matches(kind, sorted(KINDS), 1)
        raise _Wrong(f"kind {kind!r} is none of {', '.join(sorted(KINDS))}" + (f": {near[0]}?" if near else ""))
    values, groups = _values(item), _groups(item)
    if kind not in UNCITED_KINDS and not values and not groups:
        raise _Wrong(f"a question of kind {kind} needs values or must_include: nothing could be judged")
    return Question(
        _text(item, "id"), _text(item, "question"), kind, _words(item, "docs"), values, groups,
        _words(item, "must_not"), _evidence(item), _text(item, "answer", default=""), _text(item, "note", default=""), where,
    )  # fmt: skip


def _dialogue(item: Line, where: str) -> Dialogue:
    own = _text(item, "id")
    turns = []
    for number, turn in enumerate(_list(item, "turns"), 1):
        kind = turn.get("kind") or ("compare" if turn.get("values") else "text")
        try:
            asked = _question({"docs": item.get("docs"), **turn, "kind": kind, "id": f"{own}/{number}"}, where)
        except _Wrong as wrong:
            raise _Wrong(f"turn {number}: {wrong}") from None
        turns.append(asked)
    if not turns:
        raise _Wrong("turns is empty")
    return Dialogue(own, tuple(turns), _text(item, "topic", default=""), where)


def _verdict(item: Line) -> Verdict:
    got = item.get("verdict")
    for verdict in VERDICTS:
        if got == verdict:
            return verdict
    raise _Wrong(f"verdict must be one of {', '.join(VERDICTS)}, not {got!r}")


def _claim(item: Line, where: str) -> Claim:
    correct = _text(item, "correct", default="")
    return Claim(
        _text(item, "id"), _text(item, "claim"), _verdict(item), _words(item, "docs"), correct, _evidence(item), where
    )


def _article(item: Line, where: str) -> Article:
    text = _text(item, "text")
    figures = []
    for one in _list(item, "figures"):
        span = _text(one, "span")
        if span not in text:
            raise _Wrong(f"the span {span!r} does not occur in the text")
        figures.append(Stretch(span, _verdict(one), _text(one, "correct", default="")))
    return Article(_text(item, "id"), text, tuple(figures), where)


def _cell(item: Line, where: str) -> Cell:
    doc, table, row, col = (_text(item, key, default="") for key in ("doc", "table", "row", "col"))
    if not doc:
        raise _Wrong("doc must be a file name")
    return Cell(doc, table, row, col, _value(item), item.get("row_code") or None, where)


def _contradiction(item: Line, where: str) -> Contradiction:
    quotes = tuple(_text(place, "quote") for place in _list(item, "places"))
    own = _text(item, "id", default="") or where
    return Contradiction(own, _text(item, "doc"), _text(item, "kind"), _text(item, "what"), quotes, where)


_READERS: dict[str, Callable[[Line, str], Any]] = {
    "question": _question,
    "turns": _dialogue,
    "claim": _claim,
    "text": _article,
    "row": _cell,
    "what": _contradiction,
}
