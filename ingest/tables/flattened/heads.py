"""压平表的表头: which columns a table has, told from head words broken into fragments of one or two characters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from ingest.tables.flattened.tokens import squeeze
from ingest.tables.solve import Identity

_USED: Final = "\0"
_GAP: Final = 12
_LABELS: Final = re.compile(
    r"采购数量及计量单位|(?:采购)?数量及(?:计量)?单位|计量单位|资金来源|单位名称|项目单位|项目名称"
)
"""Heads of label columns, which would run together with the words of amount columns (计量单位 资金来源)."""
_GROUP: Final = "group "


@dataclass(frozen=True, slots=True)
class Slot:
    """栏位: one column of the dictionary; see words.toml."""

    id: str
    words: tuple[str, ...]
    group: tuple[str, ...]
    inside: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """表头: head paths in printed order, the slot of each, and the row identities between them."""

    columns: tuple[str, ...]
    slots: tuple[str, ...]
    identities: tuple[Identity, ...]
    rank: tuple[int, ...] = ()


@cache
def _dictionary() -> tuple[dict[str, tuple[Slot, ...]], dict[str, str]]:
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    use: dict[str, str] = data.pop("use")
    split = {
        name: tuple(
            Slot(
                s["id"],
                tuple(s["words"].split("|")),
                tuple(s["group"].split("|")) if "group" in s else (),
                s.get("in", ""),
                tuple(s.get("parts", "").split()),
            )
            for s in body["slots"]
        )
        for name, body in data.items()
    }
    return split, use


def entry_of(kind: str) -> str:
    """词典条目 that reads a kind of table; ``code`` where none is named."""
    return _dictionary()[1].get(kind, "code")


def read_heads(text: str, entry: str) -> Heads:
    """读表头: ``text`` is the collected text between title and first row; columns come in printed order.

    A column whose words stand nowhere in the text, whole or in two fragments, is not in the table.
    """
    slots = _dictionary()[0][entry]
    blank = _LABELS.sub(lambda m: _USED * len(m.group()), squeeze(text))
    wanted = [(_GROUP + s.id, s.group) for s in slots if s.group] + [(s.id, s.words) for s in slots if not s.group]
    found_all, blank = _find(blank, wanted)
    groups = {i.removeprefix(_GROUP): at for i, at in found_all.items() if i.startswith(_GROUP)}
    leaves = {i: at for i, at in found_all.items() if not i.startswith(_GROUP)}
    if any(s.id == "all" and s.group for s in slots) and "all" not in groups:
        more, blank = _find(blank, [(s.id, s.words) for s in slots if s.id == "all"])
        leaves |= more
    parents = {s.inside for s in slots if s.id in leaves}
    parents |= {s.inside for s in slots if s.id in parents}
    totals = _totals(blank, [s for s in slots if s.group and s.words != ("",) and s.id in parents and s.id in groups])
    _adopt(slots, groups, leaves, totals)
    by_id = {s.id: s for s in slots}
    found: dict[str, tuple[int, str]] = {}
    for slot in slots:
        if slot.id in leaves:
            found[slot.id] = leaves[slot.id]
        elif slot.group and slot.id in totals:
            found[slot.id] = totals[slot.id]
        elif slot.group and slot.id in groups and slot.id not in parents:
            found[slot.id] = groups[slot.id]
    order = sorted(found, key=lambda i: _place(by_id[i], by_id, groups, _first(by_id[i], found), i in totals))
    columns = tuple(_path(by_id[i], by_id, groups, found[i][1], i in totals) for i in order)
    ranks = tuple([s.id for s in slots].index(i) for i in order)
    return Heads(columns, tuple(order), _identities(slots, order), ranks)


def canonical_order(heads: Heads) -> Heads:
    """常规顺序: the same columns in the order of the dictionary."""
    order = sorted(range(len(heads.rank)), key=lambda i: heads.rank[i])
    if len(order) != len(heads.columns):
        return heads
    at = {old: new for new, old in enumerate(order)}
    return Heads(
        tuple(heads.columns[i] for i in order),
        tuple(heads.slots[i] for i in order),
        tuple(Identity(at[i.total], tuple(at[p] for p in i.parts)) for i in heads.identities),
        tuple(heads.rank[i] for i in order),
    )


def failures(identities: Sequence[Identity], rows: Sequence[Sequence[Decimal]]) -> int:
    """不平行数: how many fully printed rows break one of the row identities by more than rounding."""
    slack = Decimal("0.05")
    return sum(any(abs(sum(r[p] for p in i.parts) - r[i.total]) > slack for i in identities) for r in rows)


def _find(text: str, wanted: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[dict[str, tuple[int, str]], str]:
    """(slot → place and printed word, the text without them): the longest words first, then the usual ones."""
    trials = sorted(
        (
            (-len(word), nth, at, slot, word)
            for at, (slot, words) in enumerate(wanted)
            for nth, word in enumerate(words)
        ),
    )
    found: dict[str, tuple[int, str]] = {}
    for _, _, _, slot, word in trials:
        if slot in found:
            continue
        at = text.find(word)
        if at >= 0:
            found[slot] = (at, word)
            text = text[:at] + _USED * len(word) + text[at + len(word) :]
    for slot, words in wanted:
        halves = (_broken(text, word) for word in sorted(words, key=len, reverse=True)) if slot not in found else ()
        if broken := next((h for h in halves if h), None):
            at, end, cut, word = broken
            found[slot] = (at, word)
            rest = len(word) - cut
            text = text[:at] + _USED * cut + text[at + cut : end - rest] + _USED * rest + text[end:]
    return found, text


def _totals(text: str, groups: Sequence[Slot]) -> dict[str, tuple[int, str]]:
    """The groups' own totals (小计): where fewer are printed than groups, the inner groups have them."""
    found: dict[str, tuple[int, str]] = {}
    groups = [g for g in groups if g.words[0]]
    word = groups[0].words[0] if groups else ""
    places = [m.start() for m in re.finditer(re.escape(word), text)] if word else []
    for slot, at in zip(groups[-len(places) :] if places else (), places, strict=False):
        found[slot.id] = (at, word)
    return found


def _adopt(
    slots: Sequence[Slot],
    groups: dict[str, tuple[int, str]],
    leaves: dict[str, tuple[int, str]],
    totals: dict[str, tuple[int, str]],
) -> None:
    """A table's only total printed below a group head (基本支出 → 小计 人员经费 公用经费) is that group's own."""
    top = leaves.get("all")
    for slot in slots:
        printed = groups.get(slot.id)
        if top is None or printed is None or slot.id in totals or slot.inside:
            continue
        children = [leaves[s.id][0] for s in slots if s.inside == slot.id and s.id in leaves]
        if children and printed[0] < top[0] < max(children):
            totals[slot.id] = leaves.pop("all")
            return


def _broken(text: str, word: str) -> tuple[int, int, int, str] | None:
    """A word of five characters or more that a neighbouring cell's line cut in two: both parts near each other."""
    if len(word) < 5:
        return None
    for cut in range(len(word) - 2, 2, -1):
        match = re.search(re.escape(word[:cut]) + f"(.{{1,{_GAP}}}?)" + re.escape(word[cut:]), text)
        if match:
            return match.start(), match.end(), cut, word
    return None


def _chain(slot: Slot, by_id: dict[str, Slot], groups: dict[str, tuple[int, str]]) -> list[tuple[int, str]]:
    """The printed group heads above a slot, outermost first."""
    above: list[tuple[int, str]] = []
    inside = slot.inside
    while inside:
        if inside in groups:
            above.insert(0, groups[inside])
        inside = by_id[inside].inside
    return above


def _place(
    slot: Slot, by_id: dict[str, Slot], groups: dict[str, tuple[int, str]], at: int, total: bool
) -> tuple[int, ...]:
    above = [p for p, _ in _chain(slot, by_id, groups)]
    own = [groups[slot.id][0]] if total and slot.id in groups else []
    return (*above, *own, -1 if total else at)


def _first(slot: Slot, found: dict[str, tuple[int, str]]) -> int:
    """Where a column stands: a total stands before its parts, wherever the wrapped head printed its word."""
    return min([found[slot.id][0], *(found[p][0] - 1 for p in slot.parts if p in found)])


def _path(slot: Slot, by_id: dict[str, Slot], groups: dict[str, tuple[int, str]], word: str, total: bool) -> str:
    above = [w for _, w in _chain(slot, by_id, groups)]
    own = [groups[slot.id][1]] if total and slot.id in groups else []
    return "/".join(_full(w) for w in (*above, *own, word))


def _full(word: str) -> str:
    """Brackets and quotation marks as they are printed in Chinese text."""
    return word.replace("(", "（").replace(")", "）").replace("三公经费", "“三公”经费")


def _identities(slots: Sequence[Slot], order: Sequence[str]) -> tuple[Identity, ...]:
    by_id = {s.id: s for s in slots}

    def expand(ident: str) -> list[int]:
        if ident in order:
            return [order.index(ident)]
        return [i for part in by_id[ident].parts for i in expand(part)]

    found = []
    for total, ident in enumerate(order):
        parts = tuple(i for part in by_id[ident].parts for i in expand(part))
        if parts:
            found.append(Identity(total, parts))
    return tuple(found)


def heads_words(entry: str, slot: str) -> tuple[str, ...]:
    """栏位用词: the printed forms of one slot of an entry."""
    return next((s.words for s in _dictionary()[0][entry] if s.id == slot), ())
