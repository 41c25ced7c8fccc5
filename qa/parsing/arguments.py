"""论元: the things that a clause names, as the arguments that they form: coordinate ones apart, a name in pieces together.

甲、乙和丙 are three arguments; 甲项目的乙 is one of two names, as is 甲乙 written together unless both are names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus import terms
from corpus.subject import parent
from qa.parsing.clauses import Clause, thing_of
from qa.parsing.grammars import Mention
from qa.plan.nodes import Thing

Argument = tuple[Thing, ...]
_APART = frozenset({"joint", "operator", "question", "comparison", "counter", "condition", "measure", "break", "by"})


@dataclass(frozen=True)
class Arguments:
    """论元 of a clause or a stretch of it: ``groups`` in order, ``within`` what the last of them stands in (甲里面的乙).

    ``loose`` says that only blanks stand between them, so that they may be one name.
    A group is a chain of names, its head last: 甲项目的乙 is about 乙 and must be about 甲.
    """

    groups: tuple[Argument, ...]
    within: Argument = ()
    loose: bool = False

    @property
    def members(self) -> tuple[Argument, ...]:
        """The coordinate arguments, unknown words before a known head left out, 水电费 as both."""
        found: list[Argument] = []
        for group in self.groups:
            head = group[-1]
            alone = len(self.groups) > 1 and head.exact and not any(t.exact for t in group[:-1])
            found += [(part,) for part in _parts(head)] if alone else [group]
        return tuple(found)

    @property
    def apart(self) -> tuple[Argument, ...]:
        """What is spoken of from now on: names of their own each for itself (水费电费, 水电费), a name in pieces as one."""
        found: list[Argument] = []
        for group in self.groups:
            own = all(t.concept or t.others for t in group)
            found += [(part,) for thing in group for part in _parts(thing)] if own else [group]
        return tuple(found)

    @property
    def split(self) -> tuple[Argument, ...]:
        """Every name as an argument of its own (水费电费), and a name for two things as both (水电费)."""
        apart: list[Argument] = []
        for group in self.groups:
            for thing in group:
                apart += [(part,) for part in _parts(thing)]
        return tuple(apart)


def arguments_of(clause: Clause, start: int = 0, end: int | None = None) -> Arguments:
    """The arguments named between two offsets of the question."""
    groups: list[list[Thing]] = []
    within: list[Thing] = []
    last: Mention | None = None
    counted = 0
    for mention in clause.mentions:
        if mention.start < start or (end is not None and mention.end > end):
            continue
        if mention.kind == "within":
            last = None
            within = within if counted else _around(clause, mention, groups, within)
        elif mention.kind == "filler" and len(groups) > 1 and _AS_COUNTED.match(mention.value):
            counted = mention.end
        elif counted and (mention.kind == "unknown" or (mention.kind != "joint" and mention.start == counted)):
            last = None  # 房租、物业这几样养房子的钱, 三样采购: what the counted ones are, not one more
        elif mention.kind in {"thing", "everyday", "unknown"}:
            thing = thing_of(mention, clause.text)
            one_name = (
                last is not None and groups and not clause.text.startswith("在", last.end)
            )  # 甲在某局的乙里占几成
            if one_name and not _are_sisters(groups[-1][-1], thing):
                groups[-1].append(thing)
            else:
                groups.append([thing])
            last = mention
        elif mention.kind in _APART:
            last = None
    groups = _once([_without_total(g) for g in groups])
    within += _container(clause, groups, start)
    joints = [m for m in clause.mentions if m.kind == "joint" and start <= m.start and (end is None or m.end <= end)]
    if len(groups) == PAIR and joints and joints[-1].value.isspace() and _ROW.match(clause.text, groups[-1][-1].end):
        within += groups.pop(0)  # 基本支出 奖金那行
    groups = _among_sisters(groups)
    loose = len(groups) > 1 and bool(joints) and all(j.value.isspace() for j in joints)
    return Arguments(tuple(tuple(g) for g in groups), tuple(within), loose)


def _among_sisters(groups: list[list[Thing]]) -> list[list[Thing]]:
    """养老、医保、公积金: of the terms that a name fits the one of the class of the accounts that the others beside it are of."""
    above = {parent(c) for g in groups for c in _lines(g[-1])}
    return [[*g[:-1], _nearest(g[-1], above)] for g in groups] if len(groups) > PAIR else groups


def _lines(thing: Thing) -> set[str]:
    return {c for c in terms.TERMS[thing.concept].codes if len(c) == LINE} if thing.concept else set()


def _nearest(thing: Thing, above: set[str | None]) -> Thing:
    if not thing.others:
        return thing
    sisters = [o for o in thing.others if above & {parent(c) for c in terms.TERMS[o].codes if len(c) == LINE}]
    return replace(thing, concept=sisters[0], others=()) if len(sisters) == 1 else thing


def _are_sisters(one: Thing, other: Thing) -> bool:
    """Whether two things are lines of one class of the accounts (水费电费), so that neither is of the other."""
    codes = [set(terms.TERMS[t.concept].codes) if t.concept and t.exact else set[str]() for t in (one, other)]
    above = [{parent(c) for c in some if len(c) == LINE} for some in codes]
    return codes[0].isdisjoint(codes[1]) and bool(above[0] & above[1])


LINE: Final = 5
"""Digits of the code of a line."""


def _around(clause: Clause, mention: Mention, groups: list[list[Thing]], within: list[Thing]) -> list[Thing]:
    """What the names stand in after a word for being in it; the last of the groups is taken where that is it."""
    if len(groups) > 1 and clause.text.startswith("在", groups[-2][-1].end):
        return [*within, *groups.pop()]  # 甲在乙中的占比
    if len(groups) > 1 and not _names_behind(clause, mention):
        return within  # 甲、乙、丙里最多的是哪个: among them
    if not groups or _of_members(clause, groups[-1][-1].end, mention.start):
        return within  # 甲在三个项目里: the set contains it, not it the set
    return [*within, *groups.pop()] if _contains(clause, mention) else within


def _names_behind(clause: Clause, mention: Mention) -> bool:
    return any(m.kind in {"thing", "everyday", "unknown"} and m.start >= mention.end for m in clause.mentions)


def _without_total(group: list[Thing]) -> list[Thing]:
    """政府采购盘子: an everyday word for the whole behind a thing is that thing's own."""
    if len(group) == 1 or group[-2].concept in {None, TOTAL}:
        return group
    return group[:-1] if TOTAL in group[-1].others else group


TOTAL = "total_balance_sheet"
PAIR = 2
_ROW = re.compile(r"[那这]?一?[行栏](?!业|政)")
"""Words that say of what is named that it is a row of what stands before it."""


def _once(groups: list[list[Thing]]) -> list[list[Thing]]:
    """Each argument once: 2021年的支出与2024年的支出 are one thing of two years."""
    return list({tuple((t.label, t.concept) for t in g): g for g in reversed(groups)}.values())[::-1]


_AS_COUNTED = re.compile(r"[这那以上]*[几两二三四五六七八九十\d]+[样项笔块个]")


def _of_members(clause: Clause, start: int, end: int) -> bool:
    """Whether a set is named between two offsets (在三个项目里), and not only what the thing before is (甲项目里)."""
    sets = (m for m in clause.mentions if m.kind == "members" and start <= m.start < end)
    return any(_A_SET.search(clause.text[start : m.start]) for m in sets)


_A_SET = re.compile(r"[在于]|[一二两三四五六七八九十几\d]个|全部|所有|各")


def _container(clause: Clause, groups: list[list[Thing]], start: int) -> list[Thing]:
    """What a blank parts from a list joined by marks (某专项 房租、物业、水电): the lines are of it. It leaves the groups."""
    joints = [m for m in clause.mentions if m.kind == "joint" and m.start >= start]
    if len(groups) < 3 or not joints or not joints[0].value.isspace() or all(j.value.isspace() for j in joints):
        return []
    if groups[0][-1].end > joints[0].start or any(j.value.isspace() for j in joints[1:]):
        return []
    return groups.pop(0)


def _parts(thing: Thing) -> tuple[Thing, ...]:
    """水电费 is 水费 and 电费: a short name whose every character but the last makes a name with it."""
    names = terms.fees_in(thing.said) if thing.exact and not thing.name else ()
    return tuple(Thing(n, thing.start, thing.end, n, terms.concept_of_label(n)) for n in names) or (thing,)


def _contains(clause: Clause, mention: Mention) -> bool:
    """Whether more is named behind a word such as 里面: what stands before it then contains it."""
    return any(
        m.kind in {"thing", "everyday", "unknown", "operator", "members", "question"} and m.start >= mention.end
        for m in clause.mentions
    )


def is_people(argument: Sequence[Thing], *, assets: bool = True) -> bool:
    """Whether an argument counts people (or vehicles and room, with ``assets``): what an amount can be shared among."""
    roles = {"people", "asset"} if assets else {"people"}
    return bool(argument) and all(t.concept and terms.TERMS[t.concept].role in roles for t in argument)


def counts_within(argument: Argument) -> bool:
    """Whether people or cars of what is named before are meant (检测站的编制): not that, and those of the whole body."""
    return len(argument) > 1 and is_people(argument[-1:]) and bool(argument[0].name) and not argument[0].concept
