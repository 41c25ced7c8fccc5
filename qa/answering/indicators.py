"""绩效目标: the targets that the form of a project (or of the whole body) sets: all of them, those of a kind, or those that words single out.

In: a question that asks what targets are set, or what some are set to. Out: each target under its name with its value as printed, and
its place. What was reached is told beside it where the form prints that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from corpus.disclosure import Cell, Row, Table
from corpus.money import Quantity, UnitClass
from qa import wording
from qa.answer import Citer, Figure, TablePlace, leaf
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.nearest import Nearest, the_one
from qa.finding.projects import Project
from qa.library import Shelf, grams

CUE = re.compile(
    r"目标|指标|考核|绩效要求|要求是|(?:要|须|得|该)(?:达到|做到|控制?到|到|满足|完成)|定(?:了|的|在|到)|标准(?:是|定)|达标|才算(?:数|合格|达标)|到(?:啥|什么)程度"
)
"""Words by which targets are asked for."""
LISTS = re.compile(r"哪些|哪几|什么|啥|列")
"""Words that ask for all of them."""
_OTHER = re.compile(
    r"总目标|目标(?:类|编制|申报|管理)|特定目标|指标(?:调剂|文)|完成(?:了|得|情况|率)|[搞办做开]了|实际|得分|原因|为什么|为啥|怎么没|没(?:有)?完成|偏差|钱|花|预算|决算|经费(?:是|有|多)|占|比上年"
)
_KINDS = re.compile(
    r"(数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|效益|满意度|产出)(?:类|性)?(?:的)?(?:指标|目标)"
)
_OF_TARGETS = re.compile(r"指标值|目标值|指标内容$|^(?:年初)?目标")
_REACHED = re.compile(r"实际完成|完成值|完成情况")
MOST = 12
"""Targets that are told where all are asked for."""
ALIKE = 0.06
"""What a name is worth that carries all characters of a phrase, beside its nearness."""


@dataclass(frozen=True)
class Indicator:
    """一项指标: its name, the kinds above it, what it is set to and what was reached, with the row that prints it."""

    name: str
    kinds: tuple[str, ...]
    target: Cell
    reached: Cell | None
    table: Table
    row: Row


def asks(text: str) -> bool:
    """Whether a text asks for targets, and for nothing that became of them."""
    return CUE.search(text) is not None and _OTHER.search(text) is None


def of_project(project: Project) -> list[Indicator]:
    """The targets in the forms of a project, each name once."""
    return _once(i for t in project.forms for i in _of_table(t))


def of_body(tables: Sequence[Table]) -> list[Indicator]:
    """The targets in all forms of a disclosure, each name once: those of the whole body first."""
    return _once(i for t in sorted(tables, key=lambda t: t.subject is not None) for i in _of_table(t))


def _once(found: Iterator[Indicator]) -> list[Indicator]:
    kept: dict[tuple[str, str], Indicator] = {}
    for one in found:
        kept.setdefault((one.name, one.target.text), one)
    return list(kept.values())


def _of_table(table: Table) -> Iterator[Indicator]:
    for row in table.rows:
        if not any("指标" in p or p.startswith(("产出", "效益")) for p in row.parents):
            continue
        cells = [
            (leaf(table.columns[c.column]), c) for c in row.cells if c.column < len(table.columns) and c.text.strip()
        ]
        target = next((c for head, c in cells if _OF_TARGETS.search(head)), None)
        reached = next((c for head, c in cells if _REACHED.search(head)), None)
        if target is not None:
            yield Indicator(row.label, row.parents, target, reached, table, row)


def meant(
    text: str, names: Sequence[str], among: Sequence[Indicator], shelf: Shelf, near: Nearest | None
) -> list[Indicator]:
    """Those that a text asks for: all, those of a kind, or the one that each of its pieces singles out; [] where a piece names none.

    ``names`` (of the body, the project) single none out, and neither do pieces before the first one that does.
    """
    kinds = set(_KINDS.findall(text))
    if kinds and (of_kind := [i for i in among if any(k in p for k in kinds for p in i.kinds)]):
        among = of_kind
    if LISTS.search(text) and (names[1:] or kinds) and len(among) <= MOST:
        return list(among)
    clauses = [c for c in _CLAUSES.split(text) if c]
    asking = [
        c for c in clauses if _ASKS.search(c)
    ] or clauses  # 那个基地，要办几次活动: what is named before asks nothing
    said_by = [(p, _YEARS.sub("", _ASIDE.sub("", p))) for c in asking for p in _PIECES.split(c)]
    pieces = [(p, own) for p, said in said_by if (own := _without(said, names)) or (said and _MANY.search(p))]
    singled = [_single(p, said, among, shelf, near) for p, said in pieces]
    while singled and singled[0] is None and not _ASKS.search(pieces[-len(singled)][0]):
        del singled[0]
    found = list({id(i): i for i in singled if i is not None}.values())
    if LISTS.search(text) and not found and names[1:]:
        return list(among[:MOST])
    return found if all(singled) else []


_CLAUSES = re.compile(r"[，,。；;？?！!\s]+")
_ASKS = re.compile(r"多少|几|哪|什么|啥|[率度]|目标|指标|标准|多(?=[满高大长久快])")
_PIECES = re.compile(r"[，,。；;？?！!、\s]+|和|与|以及|及|跟|还有")
_ASIDE = re.compile(
    r"(?:分别|各|都|一共|至少|最少|最多|要|得|须|该|应)?(?:是|有|为|达到|做到|控制?到|完成|到|定(?:了|的|在|到)?)*(?:多少|几(?=[个次回场期家条人项件名户])|哪些|什么|啥|百分之几)(?:个|次|回|家|项|件|人次|人|期|场|名|户|起)?"
    r"|请问|目标|指标|要求|考核|绩效|设定了?|定了|一年|全年|年度|每年|才算数|才算合格|程度|的|要|得|里"
)
_COUNTED = re.compile(r"(?:多少|几)(?:个(?=人))?(人次|[次回家项件人期场名户起篇条平个])")
_HOW_MANY = re.compile(r"(?:多少|几)(?![^，]{0,2}[率度])(?=[一-鿿])")
_MANY = re.compile(r"多少|几")
_YEARS = re.compile(r"^(?:\d{2,4})?年度?")
_ALIKE = {"回": "次", "件": "项", "名": "人", "户": "家"}


def _without(said: str, names: Sequence[str]) -> str:
    """Words without those that stand in any of some names."""
    for size in range(min(len(said), LONGEST_NAME), SHORTEST_NAME - 1, -1):
        for at in range(len(said) - size, -1, -1):
            if any(said[at : at + size] in n for n in names):
                said = said[:at] + said[at + size :]
    return said if len(said) > 1 else ""


LONGEST_NAME, SHORTEST_NAME = 12, 3


def _single(piece: str, said: str, among: Sequence[Indicator], shelf: Shelf, near: Nearest | None) -> Indicator | None:
    """The one target that a piece's words single out: by pairs of characters, by most of its characters, by meaning."""
    among, only = _of_unit(piece if said else f"{piece}个", among)
    if len(among) == 1 and (only or not said):
        return among[0]
    if not said:
        return None
    count = Counter(w for i in among for w in grams(i.name))
    weights = {w: log(1 + len(among) / count[w]) for w in grams(said) if count[w]}
    by_pairs = {i.name: sum(weights.get(w, 0.0) for w in grams(i.name)) for i in among}
    by_characters = {i.name: float(share(frozenset(said), frozenset(i.name)) >= MOSTLY) for i in among}
    for scores in (by_pairs, by_characters):
        most = max(scores.values(), default=0.0)
        best = [n for n, score in scores.items() if most and score > most - 1e-6]
        shortest = min(best, key=len, default="")
        if best and all(shortest in n for n in best):
            return next(i for i in among if i.name == shortest)
    if near is None:
        return None
    names = {i.name: i for i in reversed(among)}
    meant = the_one((n, _worth(n, nearness, said)) for n, nearness in near(said, shelf, FEW) if n in names)
    return names[meant[0]] if meant is not None else None


def _worth(name: str, nearness: float, said: str) -> float:
    """How near a name is in meaning, with what it carries of the words' characters."""
    return nearness + ALIKE * share(frozenset(said), frozenset(name))


MOSTLY = 0.66
"""The share of a piece's characters that a target's name must hold where no two of them stand together in it."""
FEW = 40


def _of_unit(piece: str, among: Sequence[Indicator]) -> tuple[list[Indicator], bool]:
    """The targets that are counted in what a piece counts in, and whether that tells them apart; else those that are counts, or all."""
    asked = _COUNTED.search(piece)
    unit = _ALIKE.get(asked[1], asked[1]) if asked else ""
    counts = [
        (i, i.target.value.unit.split("/")[0])
        for i in among
        if isinstance(i.target.value, Quantity) and i.target.value.unit_class is UnitClass.COUNT
    ]
    same = [i for i, u in counts if unit and _ALIKE.get(u, u) == unit]
    if same:
        return same, unit not in _GENERAL
    if counts and _HOW_MANY.search(piece):
        return [i for i, _ in counts], False
    return list(among), False


_GENERAL = frozenset({"个", "项"})
"""Measure words in which anything may be counted."""


def lines(found: Sequence[Indicator], shelf: Shelf, of: str, citer: Citer) -> tuple[list[str], list[Figure]]:
    """The targets as lines, each with its place, and those of them that are numbers as figures."""
    whose = f"{wording.who(shelf.disclosure)}{of}"
    said, figures = [f"{whose}的绩效目标（考核指标、要求）共 {len(found)} 项："], list[Figure]()
    for number, one in enumerate(found, 1):
        table = TablePlace(one.table.title, one.name, one.row.code, leaf(one.table.columns[one.target.column]))
        mark = citer.place(shelf.disclosure, one.row.place, around=one.target.place, table=table)
        reached = (
            f"（实际完成{one.reached.text.strip()}）" if one.reached is not None and one.reached.text.strip() else ""
        )
        said.append(f"{number}. {one.name}：**{one.target.text.strip()}**{reached}[{mark}]")
        if isinstance(one.target.value, Quantity):
            fact = next((f for f in shelf.at(one.target.place) if f.quantity == one.target.value), None)
            if fact is not None:
                figures.append(Finding(fact, shelf.disclosure, 0, 1.0).figure(citer))
    return said, figures
