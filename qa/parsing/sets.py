"""集合之问: whether a clause asks about a set (the projects, the lines of something), which part of it, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import terms
from corpus.subject import parent, subjects
from qa.finding.scene import Scene
from qa.parsing.arguments import Argument, Arguments
from qa.parsing.clauses import Clause
from qa.parsing.conditions import condition_of, set_beside
from qa.parsing.grammars import all_but
from qa.parsing.moving import moves, set_by_move, unit_of
from qa.plan.nodes import Condition, Members, Thing

_ANY = re.compile(r"支出|开支|花销|费用|经费|钱")
"""有哪些支出: words by which no set is told from another."""
_SET_CUES = frozenset({"which", "each"})
_COUNTED = re.compile(r"(?:几|多少)(?:个|项|笔|类)")
_KIND_OF = re.compile(r"(?:[那这该]?[个项笔]?|的)\s*$")


def set_of(
    scene: Scene, clause: Clause, named: Arguments, standing: Sequence[Argument], named_last: int = 0, kind: str = ""
) -> Members | None:
    """The set that a clause ranges over, with its condition and order; None where it asks about named figures alone."""
    operators, asked = clause.values("operator"), clause.values("question")
    keep = condition_of(clause)
    nth = clause.first("ordinal")
    ranked = bool(operators & {"TOP", "BOTTOM", "SORT"}) or nth is not None
    leaves = "REMAIN" in operators and "which" in asked
    parts, ranks = asks_parts(clause), ranked or keep is not None or leaves
    of_lines = clause.first("members", "lines") is not None
    whole = _concepts((*named.groups, named.within)) == ["project_expenditure"]
    kind = "projects" if whole and ranked else kind  # 项目支出里最大的
    projects = names_projects(clause) or (kind == "projects" and (whole or not named.groups) and ranks and not of_lines)
    projects = projects or (ranked and not (named.groups or standing) and _ONE_SUM.search(clause.said) is not None)
    lines = parts or of_lines or "明细" in clause.text[clause.start : clause.end]
    if clause.of("code") or (len(named.groups) > 1 and keep is None):
        return None  # which of the named ones, not which of a set's
    if not named.groups and ((named_last > 1 and "COMPARE" in operators) or _BELONGS.search(clause.said)):
        return None
    if len(standing) > 1 and keep is None and not ranked and _THESE.search(clause.said):
        return None  # those that were named before
    if clause.first("members", "bodies") is not None and len(scene.groups) > 1:
        return None
    if len(scene.question.years) > 1 and (clause.first("members", "years") is not None or "when" in asked):
        return None  # which of the years
    by_body = len(scene.groups) > 1 and not (projects or lines or keep)
    moved = moves(clause)
    ranges = projects or lines or moved or (ranked and (len(named.groups) <= 1)) or keep is not None
    if by_body and ranked:
        return None  # which of the bodies

    if not ranges or not (
        ranked
        or keep
        or moved
        or all_but(clause.said)
        or "REMAIN" in operators
        or parts
        or asked & _SET_CUES
        or clause.of("counter")
        or _COUNTED.search(clause.text[clause.start : clause.end])
    ):
        return None
    of = tuple(t for g in (*named.groups, named.within) for t in g) or (
        standing[-1] if standing and not projects else ()
    )
    of = _of_what(clause, of, keep, projects=projects, lines=lines)
    measure = clause.first("measure")
    order, most = _order_of(clause)
    without = all_but(clause.text)
    if (gap := _by_gap(clause, of, keep, ranked=ranked, projects=projects)) is not None:
        ranked = most is not None and (gap.keep is None or gap.keep.test in _BEYOND)
        return replace(gap, most=most, keep=None, without=without) if ranked else replace(gap, without=without)
    return Members(
        "projects" if projects else "lines", of, keep=keep, order=order, most=most,
        measure=measure.value if measure else "score" if keep is not None and keep.unit == "分" else None,  # type: ignore[arg-type]
        basis="final_accounts" if keep is not None and keep.test in OF_OUTCOME else None,
        unit=unit_of(clause), only=nth is not None, without=without, by_class=re.search(r"[类块]", clause.said) is not None,
    )  # fmt: skip


def _of_what(
    clause: Clause, of: Sequence[Thing], keep: Condition | None, *, projects: bool, lines: bool
) -> tuple[Thing, ...]:
    """What a set is of: what is named, but for words that tell no set from another, else the class of what is left out."""
    named = tuple(t for t in of if t.exact or not _ANY.fullmatch(t.said))
    found = set_beside(named or _of_income(clause, projects=projects), keep)
    return found or (() if projects or lines else _line_above(all_but(clause.text)))


def _line_above(without: str) -> tuple[Thing, ...]:
    """除了水费最贵的: the class that a line which is left out stands in; () where it is in none."""
    concept = terms.concept_of_label(without)
    codes = {above for c in terms.TERMS[concept].codes if (above := parent(c)) is not None} if concept else set()
    names = [subjects()[c].name for c in codes if c in subjects()]
    return (Thing("", 0, 0, names[0], terms.concept_of_label(names[0])),) if len(names) == 1 else ()


def _order_of(clause: Clause) -> tuple[int, int | None]:
    """How members are put in order (-1: the largest first, 0: not), and how many of the first are meant."""
    operators, nth, number = clause.values("operator"), clause.first("ordinal"), clause.first("number")
    order = -1 if "TOP" in operators or (nth and "BOTTOM" not in operators) else 1 if "BOTTOM" in operators else 0
    if "SORT" in operators and not order:
        order = 1 if re.search(r"从[低小少]|由[低小少]", clause.text) else -1
    if nth is not None:
        return order, int(nth.value)
    return order, int(number.value) if number is not None else 1 if operators & {"TOP", "BOTTOM"} else None


OF_OUTCOME = frozenset({"zero", "over_budget", "under_budget", "on_budget"})
"""Conditions on what was spent."""


def _concepts(arguments: Sequence[Argument]) -> list[str | None]:
    return [t.concept or next(iter(t.others), None) for g in arguments for t in g]


def _of_income(clause: Clause, *, projects: bool) -> tuple[Thing, ...]:
    """The year's income where its lines are ranged over (各项收入), which no thing names."""
    said = _INCOMES.search(clause.text, clause.start, clause.end) if not projects else None
    label = terms.TERMS["current_revenue"].name
    return () if said is None else (Thing(label, said.start(), said.end(), said[0], "current_revenue"),)


_INCOMES = re.compile(r"(?:各项|各类|每一?项|哪[几些]?[项类笔])收入|(?<![款业他营助缴位])收入(?=[占里中比构超])")


def asks_parts(clause: Clause) -> bool:
    """Whether what a whole is made up of is asked for (分成哪四项)."""
    return _IN_PARTS.search(f"{clause.said}{clause.text[clause.end : clause.end + len('部分')]}") is not None


def _by_gap(
    clause: Clause, of: tuple[Thing, ...], keep: Condition | None, *, ranked: bool, projects: bool
) -> Members | None:
    """The set by how far what was spent is from the budget, where that is what it is ordered or held by; None where it is not."""
    if (moved := set_by_move(clause, of, keep, projects=projects)) is not None:
        return moved
    gap = _GAP_ORDER.search(clause.said)
    left = "REMAIN" in clause.values("operator") and (ranked or projects)
    if keep is not None and keep.test in _BEYOND and not clause.of("measure"):
        return Members(
            "projects" if projects else "lines", of, keep=keep, order=_BEYOND[keep.test], by_gap=True, unit=unit_of(clause),
            basis="final_accounts", beside=("initial_budget" if "年初" in clause.said else "budget",),
            by_class=re.search(r"[类块]", clause.said) is not None,
        )  # fmt: skip
    if (gap is not None and ranked) or left:
        falls = left or (gap is not None and gap[1] in _LESS)
        return Members(
            "projects" if projects else "lines", of, order=1 if falls else -1, by_gap=True,
            basis="final_accounts", beside=("initial_budget" if "年初" in clause.said else "budget",),
        )  # fmt: skip
    return None


_IN_PARTS = re.compile(
    r"分(?:成|为|作)?了?(?:哪|几)[几些一二两三四五六七八九十]?(?:大)?[块类项部样](?:分|支出|费用)?|(?:由|有)哪几?(?:块|部分)(?:组成|构成)"
)
"""分哪几块: what a whole is made up of."""
_BELONGS = re.compile(r"(?:列[于在入]|归[于入]|属于?|出自|放在)(?:了)?(?:哪|什么|何)")
"""Where what was named before belongs: no set is asked for."""
_GAP_ORDER = re.compile(
    r"(?:决算|实际|执行|支出)[^，。？]{0,8}(?:比|较|跟|和|与)[^，。？]{0,8}预算[^，。？]{0,6}?(少|低|减|省|多|高|超|增)|(超支|超预算|超出预算|结余|没花完|节约)"
    r"|预算[^，。？]{0,6}(?:和|与|跟)[^，。？]{0,6}(?:决算|实际)[^，。？]{0,6}(?:相差|差距|差额|差)"
)
"""By how far what was spent is from the budget: the direction, where one is said."""
_LESS = frozenset("少低减省")
_BEYOND = {"over_budget": -1, "under_budget": 1}
"""The order in which members that are over (or under) their budget are told: the furthest first."""
_ONE_SUM = re.compile(r"(?:一|哪一?|那一?)笔(?!支出|收入)")
"""最大的一笔: a sum that is spent on something, and no class of the accounts."""
_THESE = re.compile(r"(?:[这那]|上述|以上)(?:[几两二三四五六七八九十]|\d{1,2})个?(?:项目|专项)")
"""这三个项目: the ones just named."""


def names_projects(clause: Clause) -> bool:
    """Whether projects are ranged over; 项目 right behind a name only says what that is."""
    for mention in clause.of("members"):
        if mention.value != "projects":
            continue
        before = [
            m
            for m in clause.mentions
            if m.kind in {"thing", "everyday", "unknown"} and 0 <= mention.start - m.end <= NEAR
        ]
        names_one = any(_KIND_OF.fullmatch(clause.text[m.end : mention.start]) for m in before)
        if _DEALT_WITH.search(clause.text[: mention.start]) or _EACH_DONE.search(clause.text[: mention.start]):
            continue  # 评审了几个项目: what was done, to whosever projects
        if not names_one or re.match(r"[^，。？]{0,3}(?:最|里|中|哪|各|分别)", clause.text[mention.end :]):
            return True
    return False


_DEALT_WITH = re.compile(
    r"(?<![安列编申批下])(?<!有)[一-鿿](?<![排有列设报编立施展行成及用花上搞做])[了过](?:(?:多少|几)个?)?$"
)
"""A verb that deals with what is counted behind it; budgets set up, apply for and carry out projects of their own."""
_EACH_DONE = re.compile(r"(?:评审|审核|审|评价|检查|查|监理|投)(?:了|完)?(?:一|每)个$")
"""审一个项目要多少: what it costs to deal with one of others' projects."""
NEAR = 4
"""Characters between a name and the word that says it is a project."""
