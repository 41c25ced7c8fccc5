"""绩效指标: 一级/二级/三级指标 → value, read from a table whose cells were broken over many short lines.

The first two levels are known words. A value is a number with its bound and measure (≥5000次/月, 97%-100%, 10次).
What stands between is the indicator's name, after the reason of the value before; line widths tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Final

from corpus.disclosure import Cell, Place
from corpus.money import Bound, Quantity, fold
from ingest.tables.flattened.tokens import Token, squeeze
from ingest.tables.forms.details import cells_of, first_cell, width
from ingest.tables.forms.stream import Sheet, dictionary, span

_MOST: Final = 8
_BOUNDS: Final = (
    (Bound.EXACT, "="),
    (Bound.AT_LEAST, "≧|≥|>=|⩾|不低于|不少于|大于或?等于|至少|达到|满意度达到?|达|高于或?等于"),
    (Bound.AT_MOST, "≤|≦|<=|⩽|不超过|不高于|小于或?等于|不大于"),
    (Bound.MORE, ">|大于|超过|高于"),
    (Bound.LESS, "<|小于|低于"),
)
_DATE: Final = re.compile(r"\d{1,2}月\d{0,2}日?底?之?前?(?:内?完成)?|(?:19|20)\d{2}年(?:\d{1,2}月)?底?之?前?")
_EACH: Final = re.compile(r"(?:至少|每[年月周日季]\S*|共|第|第?\d+[-—至])$")
_MEASURED: Final = re.compile(r"(人次|人|次|家|篇|场|期|项|件|条|个|名)数(?:量)?$")


@dataclass(frozen=True, slots=True)
class Value:
    """指标值: the printed bounds and measure; a range has a lower and an upper number."""

    size: int
    numbers: tuple[tuple[Decimal, int, int], ...]
    unit: str
    bound: Bound
    dated: bool = False


@cache
def _value_pattern() -> re.Pattern[str]:
    bounds = "|".join(words for _, words in _BOUNDS)
    unit = dictionary()["indicator"]["unit"]
    return re.compile(
        rf"(?P<bound>{bounds})?(?P<low>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<about>多|余)?[(（]?(?P<unit>{unit})?[)）]?"
        rf"(?:[-~—至](?P<high>\d+(?:\.\d+)?)(?P<unit2>{unit})?)?(?:及以上|或以上|以上|左右|以内)?"
    )


@cache
def _level(name: str) -> re.Pattern[str]:
    return re.compile(dictionary()["indicator"][name])


@dataclass(slots=True)
class _Target:
    """One indicator: its name, its value and the levels above."""

    name: list[Token]
    value: Value
    printed: list[Token]
    path: tuple[str, ...]


@dataclass(slots=True)
class _State:
    """读到哪: the levels above, the pieces since the last anchor, and what that anchor was."""

    parents: tuple[str, ...]
    first: str = ""
    second: str = ""
    words: list[Token] = field(default_factory=list)
    after_value: bool = False
    group: list[_Target] = field(default_factory=list)
    dated: bool = False


def read_indicators(
    sheet: Sheet,
    tokens: Sequence[Token],
    head: str,
    parents: tuple[str, ...],
    known: set[str],
) -> None:
    """读指标: rows ``parents / 一级 / 二级 / 名称`` with a cell 指标值; a range gives two cells, low and high.

    ``head`` is the printed head without white space: 指标内容 twice means that the second is the name.
    Indicators whose value is a word (合格) have no figure and give no row. ``known`` are names read from other
    forms of the document, which print the same indicators in other widths; the names read here are added.
    """
    doubled = head.count("指标内容") > 1
    bare = re.search(dictionary()["indicator"]["remark"], head) is not None or head.endswith("指标值")
    state = _State(parents)
    names, reasons = _widths(tokens)
    i = 0
    while i < len(tokens):
        size, level = _label_at(tokens, i, state)
        if size:
            _flush(sheet, state, doubled, known)
            _enter(state, level, "".join(t.text for t in tokens[i : i + size]))
            i += size
            continue
        value = value_at(tokens, i)
        if value is None or _in_sentence(tokens, i):
            state.words.append(tokens[i])
            i += 1
            continue
        printed = list(tokens[i : i + value.size])
        name = _name(state, names, reasons, doubled, bare)
        name = next((name[:k] for k in range(1, len(name)) if "".join(t.text for t in name[:k]) in known), name)
        state.dated = state.dated or value.dated
        if name and not value.dated and _meant(name, value):
            state.group.append(_Target(name, value, printed, _path(state)))
        state.words, state.after_value = [], True
        i += value.size
    _flush(sheet, state, doubled, known)


def value_at(tokens: Sequence[Token], i: int) -> Value | None:
    """指标值 that begins at piece i, the longest that reads as one; None where words begin."""
    text = ""
    best: Value | None = None
    for size, token in enumerate(tokens[i : i + _MOST], 1):
        text += fold(token.text)
        if _DATE.fullmatch(text):
            best = Value(size, (), "", Bound.EXACT, dated=True)
            continue
        match = _value_pattern().fullmatch(text)
        if match is None:
            continue
        if size > 1 and best and not (match["unit"] or match["unit2"]):
            continue
        best = _value(size, match)
    return best


def _value(size: int, match: re.Match[str]) -> Value:
    bound = next((b for b, words in _BOUNDS if match["bound"] and re.fullmatch(words, match["bound"])), Bound.EXACT)
    if match["about"]:
        bound = Bound.MORE
    end = match.end("unit") if match["unit"] else match.end("low")
    numbers = [(Decimal(match["low"].replace(",", "")), match.start("low"), end)]
    if match["high"]:
        end = match.end("unit2") if match["unit2"] else match.end("high")
        numbers.append((Decimal(match["high"]), match.start("high"), end))
    return Value(size, tuple(numbers), match["unit"] or match["unit2"] or "", bound)


def _label_at(tokens: Sequence[Token], i: int, state: _State) -> tuple[int, str]:
    """(pieces, level) of a known first- or second-level label at piece i: the longest; (0, "") where none is."""
    text = ""
    best = (0, "")
    for size, token in enumerate(tokens[i : i + 10], 1):
        text += squeeze(token.text)
        for level in ("second", "first"):
            if _level(level).fullmatch(text):
                best = (size, level)
    fresh = not state.words and not state.after_value
    if best[1] == "second" and fresh and state.second.startswith(("服务", "社会公众")):
        return 0, ""  # a name that reads like the label just passed
    return _cost(tokens, i, best, state)


def _cost(tokens: Sequence[Token], i: int, best: tuple[int, str], state: _State) -> tuple[int, str]:
    """成本指标 is a first level in newer forms (经济成本指标 below it), a second level under 产出指标 in older ones."""
    if best[1] != "first" or squeeze("".join(t.text for t in tokens[i : i + best[0]])) != "成本指标":
        return best
    below = squeeze("".join(t.text for t in tokens[i + best[0] : i + best[0] + 6]))
    newer = not state.first or re.match(r"(?:经济|社会|生态环境)成本", below)
    return best if newer else (best[0], "second")


def _enter(state: _State, level: str, label: str) -> None:
    if level == "first" and not (state.first.startswith("满意度") and _level("second").fullmatch(label)):
        state.first, state.second = label, ""
    else:
        if re.match("经济效益|社会效益|生态效益|环境效益|可持续", label) and "产出" in state.first:
            state.first = ""  # a level of 效益指标 whose own label is not printed
        state.second = label
    state.words, state.after_value, state.dated = [], False, False


def _meant(name: Sequence[Token], value: Value) -> bool:
    """Whether a number is a target: it has a measure or a bound, or the name says what is counted."""
    label = "".join(t.text for t in name)
    counted = re.search(r"(?:数|量|率|额|度|[)）])$", label) is not None
    return bool(value.unit) or value.bound is not Bound.EXACT or counted


def _path(state: _State) -> tuple[str, ...]:
    """The levels above a name; a second level that only repeats 满意度指标 is left out."""
    second = "" if state.first.startswith("满意度") and "满意度" in state.second else state.second
    return tuple(p for p in (*state.parents, state.first, second) if p)


def _in_sentence(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number belongs to words before it on its line (每月至少 1 次)."""
    return i > 0 and _EACH.search(tokens[i - 1].text) is not None


def _widths(tokens: Sequence[Token]) -> tuple[float, float]:
    """(width of the name column, width of the reason column): the widest piece after a label, after a value."""
    names, reasons = [0.0], [0.0]
    blank = _State(())
    i, after = 0, ""
    while i < len(tokens):
        size, _ = _label_at(tokens, i, blank)
        value = None if size else value_at(tokens, i)
        if size or (value and not _in_sentence(tokens, i)):
            i += size or (value.size if value else 1)
            after = "label" if size else "value"
            continue
        if after:
            (names if after == "label" else reasons).append(width(tokens[i]))
        after = ""
        i += 1
    return max(names), max(reasons)


def _name(state: _State, names: float, reasons: float, doubled: bool, bare: bool) -> list[Token]:
    """The pieces of the indicator's name among those since the last label or value."""
    words = list(state.words)
    if doubled:
        cells = cells_of(words, max(names, reasons))
        return cells[-1] if cells else []
    if state.after_value and not bare:
        words = words[first_cell(words, reasons) :] if len(words) > 1 else []
    return words[: first_cell(words, names)] if words else []


def _flush(sheet: Sheet, state: _State, doubled: bool, known: set[str]) -> None:
    """Write the rows of one second-level group; with 指标内容 twice, a group ending in a date has no sure figures."""
    group = [] if doubled and state.dated else state.group
    for target, after in zip(group, [*group[1:], None], strict=False):
        if doubled and after and after.value.numbers[0][0] == target.value.numbers[0][0]:
            continue  # the first of two equal values is a content, the second is the value of the name between
        label = "".join(t.text for t in target.name)
        column = sheet.column("指标值")
        cells = [_cell(column, target.printed, target.value, n, label) for n in range(len(target.value.numbers))]
        sheet.add(label, target.path, cells, span([*target.name, *target.printed]))
        known.add(label)
    state.group = []


def _cell(column: int, printed: Sequence[Token], value: Value, nth: int, label: str) -> Cell:
    number, start, end = value.numbers[nth]
    measured = _MEASURED.search(label)
    unit = value.unit or (measured.group(1) if measured else "")
    bound = value.bound if len(value.numbers) == 1 else (Bound.AT_LEAST, Bound.AT_MOST)[nth]
    offsets = [t.start + k for t in printed for k in range(len(t.text))]
    text = "".join(t.text for t in printed)
    if len(value.numbers) == 1:
        start, end = 0, len(text)
    place = Place(offsets[start], offsets[end - 1] + 1, printed[0].page)
    return Cell(column, text[start:end], Quantity(number, unit, text[start:end], bound), place)
