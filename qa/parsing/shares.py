"""占比之式: the plans of a share: of what it is a part, named, named before, or asked before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from qa.parsing.arguments import Argument, Arguments, arguments_of
from qa.parsing.changes import changed
from qa.parsing.frame import NO_ARGUMENTS, Frame, Roots
from qa.parsing.grammars import Mention
from qa.parsing.means import spoken
from qa.parsing.rests import of_all_years
from qa.parsing.said import stages_in
from qa.plan.nodes import Apply, Look, Members, Node, Stated, Thing

_OF_IT = re.compile(r"[该这那]个?(?:专项|项目|经费|资金|类|款)|整个|其总|总额")
_THIS = re.compile(r"^[^占]{0,4}[这该那][个项笔](?:专项|项目|经费|钱|类)?[^占]{0,4}占")
_ALL_MONEY = re.compile(r"占[了到去用]?(?:整个|全部?|总)[^，。]{0,5}(?:预算|决算|支出|开支|开销|盘子)")
"""占整个部门预算: a share of all that is spent."""
_A_TOTAL = re.compile(r"总(?:额|数|量|计|的)$|合计$")
"""采购总额和工程占比: the part's share is of the total that is asked for beside it."""
_EXCEEDS = re.compile(r"(?:超出?|多出?|高出?|少|低)了?(?=[百几])")
_AMOUNT_IN = re.compile(r"占(?:了|用|到)?(?:多少|几多)(?:钱|个?[万亿]|元)")
"""占了多少钱 asks for the part's amount."""


def term(concept: str) -> Argument:
    """An argument that no word names: the year's whole, the staff."""
    return (Thing("", 0, 0, "", concept),)


def share(frame: Frame) -> Iterator[Roots]:
    """占比: parts before the cue, the whole behind it, or what the part stands in."""
    clause = frame.clause
    cue = clause.first("operator", "SHARE") or clause.first("operator", "PERCENT")
    if cue is not None and _EXCEEDS.search(clause.text[clause.start : cue.start + 1]):
        yield from _grown(frame)
    yield from _of_budget(frame)
    yield from _of_which(frame)
    if cue is not None and cue.value == "PERCENT":
        if _of_change(frame):
            yield from _grown(frame)
            yield from changed(frame)
            return
        if eaten := _whole_before(frame, cue):
            tops = [frame.last_sum] if frame.last_sum is not None else list(frame.state.values)
            yield tuple(Apply("SHARE", (t, *frame.wholes(eaten, one_year=True)[:1])) for t in tops)
            return
    if cue is not None and _ALL_YEARS.search(clause.said):
        yield from _of_all_years(frame)
    if cue is None or _AMOUNT_IN.search(clause.text[cue.start :]) or (cue.value == "PERCENT" and _is_rate(frame)):
        return
    yield from _around(frame, cue)


def _around(frame: Frame, cue: Mention) -> Iterator[Roots]:
    """The shares of what stands before the cue in what stands behind it; of what was asked last where nothing does."""
    clause = frame.clause
    before, after = arguments_of(clause, end=cue.start + 1), arguments_of(clause, start=cue.end)
    second = [m for m in clause.of("operator") if m.value in {"SHARE", "PERCENT"}][-1]
    if second is not cue and not after.groups:
        after = arguments_of(clause, start=cue.end, end=second.start)
    if not after.groups and not before.within:
        yield from _within_last(frame, before)
    if stated := frame.stated(cue.end, [t for g in after.groups for t in g]):
        yield from _of_stated(frame, before.groups, stated)
        return
    parts, whole = before.groups, after.groups or ((before.within,) if before.within else ())
    if parts and not after.groups and _IN_IT.search(clause.said):
        whole = _spoken_of(frame) or whole
    if not parts:
        yield from _share_of_last(frame, whole)
        return
    if not whole and len(parts) > 1 and _A_TOTAL.search(parts[0][-1].said) and "each" not in clause.values("question"):
        yield (*frame.grid(parts[:1], before), *_parts_of_wholes(frame, parts[1:], parts[:1]))
    if not whole and len(parts[0]) == 1:
        yield tuple(_of_the_same(frame, parts))
    inside = (parts[0][:-1],) if not whole and len(parts) == 1 and len(parts[0]) > 1 else ()  # 甲的乙占几成
    if not inside:
        whole = whole or _projects_spoken_of(frame)
    named_before = [(s,) for s in dict.fromkeys(frame.state.standing) if s not in parts] if not whole else []
    every = dict.fromkeys((whole or inside, *named_before, whole))
    for wholes, groups in product([w for w in every if w or not named_before], dict.fromkeys((parts, before.split))):
        yield tuple(_parts_of_wholes(frame, groups, wholes))
    if before.within and not after.groups:  # 教育支出里基本支出占几成
        yield tuple(_parts_of_wholes(frame, parts, whole, before))


def _within_last(frame: Frame, before: Arguments) -> Iterator[Roots]:
    """其中小微的占比: of what was the part before, and of what was asked last."""
    first = next((m for m in frame.clause.mentions if m.kind != "joint"), None)
    if first is None or first.kind != "within" or not before.groups:
        return
    asked = frame.state.roots[0] if frame.state.roots else None
    if isinstance(asked, Apply) and asked.op == "SHARE":
        yield tuple(Apply("SHARE", (t, asked.args[0])) for t in frame.grid(before.groups, one_year=True))
    lasts = [a for a in frame.state.last if a not in before.groups]
    yield tuple(_parts_of_wholes(frame, before.groups, lasts[-1:])) if lasts else ()


def _projects_spoken_of(frame: Frame) -> tuple[Argument, ...]:
    """All projects' spending, where what is asked for is a project's share and nothing else was named as the whole."""
    clause, state = frame.clause, frame.state
    of_projects = "projects" in clause.values("members") or state.kind == "projects"
    return (term("project_expenditure"),) if of_projects and (not state.standing or clause.of("within")) else ()


def _of_which(frame: Frame) -> Iterator[Roots]:
    """丙里有百分之几是甲: what stands behind the share is a part of what it is taken in."""
    cue = frame.clause.first("operator", "PERCENT")
    if cue is None or not _IS.match(frame.clause.text, cue.end):
        return
    before, after = arguments_of(frame.clause, end=cue.start + 1), arguments_of(frame.clause, start=cue.end)
    whole = (before.within,) if before.within else before.groups if frame.clause.text[cue.start - 1] == "有" else ()
    if len(whole) == 1 and len(before.groups) <= 1 and after.groups:
        yield tuple(_parts_of_wholes(frame, after.groups, whole))


_IS = re.compile(r"是|为|用[于在]|花[在到]")
_IN_IT = re.compile(r"[该这那][个笔块]?(?:专项|项目|经费|资金|钱|费用)?(?:里|中|当中|内)")
"""这笔经费里: in what was spoken of last."""


def _spoken_of(frame: Frame) -> tuple[Argument, ...]:
    """The thing of the one figure, or of the part, that was asked for last."""
    last = frame.state.subject
    part = last.args[0] if isinstance(last, Apply) and last.op == "SHARE" else last
    return (part.thing,) if isinstance(part, Look) else ()


_ALL_YEARS = re.compile(
    r"(?:占|安排|批)(?:了|用|到)?(?:[这该那][^，。？占]{0,4}?|(?:项目)?的?)总(?:的|预算|投资|盘子|数)?(?!支出|收入|额)"
)
"""占总的, 占总预算, said of a project: its total of all its years."""


def _of_all_years(frame: Frame) -> Iterator[Roots]:
    """The year's budget of the project spoken of, as a share of what it is to cost in all its years."""
    state = frame.state
    spoken_of = [a for a in (*frame.named.groups, *state.last, *state.standing) if not a[0].concept]
    for argument in spoken_of[:1]:
        for look in frame.grid((argument[:1],), one_year=True):
            year = replace(look, lifetime=False, money=True, measure=None, counter=None)
            yield (Apply("SHARE", (year, of_all_years(year))),)


def _of_the_same(frame: Frame, parts: Sequence[Argument]) -> Iterator[Node]:
    """The shares in the whole that a share asked just before is of (服务类占比多少，工程类占比多少)."""
    asked = frame.state.roots[0] if frame.state.roots else None
    if not isinstance(asked, Apply) or asked.op != "SHARE" or len(asked.args) != PAIR:
        return
    before, whole = asked.args
    if isinstance(before, Look):
        for look in frame.grid(parts, one_year=True):
            yield Apply("SHARE", (replace(look, within=before.within), whole))


def _whole_before(frame: Frame, cue: Mention) -> tuple[Argument, ...]:
    """What several things asked before make so many per cent of (三个合起来吃掉项目支出的几成)."""
    groups = frame.named.groups
    if len(groups) != 1 or "SUM" not in frame.operators or not frame.state.roots:
        return ()
    between = frame.clause.text[groups[0][-1].end : cue.start]
    return groups if re.fullmatch(r"(?:里|中)?的?", between) else ()


def _of_stated(frame: Frame, parts: Sequence[Argument], wholes: Sequence[Stated]) -> Iterator[Roots]:
    """The share of an amount that is stated as known (占那33万的几成): of what is named before it, or was asked last."""
    tops: list[Node] = list(frame.grid(parts)) if parts else []
    if len(tops) > 1 and "SUM" in frame.operators:
        tops = [Apply("SUM", tuple(tops))]
    if not tops:
        tops = [frame.last_sum] if frame.last_sum is not None else list(frame.state.values)
    tops = tops or list(frame.grid(frame.state.last[-1:], one_year=True))
    yield tuple(Apply("SHARE", (t, wholes[0])) for t in tops)


def _parts_of_wholes(
    frame: Frame, groups: Sequence[Argument], wholes: Sequence[Argument], named: Arguments = NO_ARGUMENTS
) -> Iterator[Node]:
    """The shares of things (or of their sum) in a whole, body by body and year by year."""
    bottoms = frame.wholes(wholes)
    by_year: dict[tuple[int, int | None], list[Look]] = {}
    for look in frame.grid(groups, named):
        by_year.setdefault((look.who, look.when), []).append(look)
    for (who, when), tops in by_year.items():
        whole = [b for b in bottoms if (b.who, b.when) == (who, when)] or [b for b in bottoms if b.who == who]
        parts: Sequence[Node] = [Apply("SUM", tuple(tops))] if len(groups) > 1 and "SUM" in frame.operators else tops
        yield from (Apply("SHARE", (t, *whole[:1])) for t in parts)


def _whole_of_last(frame: Frame) -> tuple[Argument, ...]:
    """What the share that is asked for is one of, where the clause names no whole; () for what the part stands in."""
    state, said, of = frame.state, frame.clause.said, _set_of_last(frame)
    if state.standing and _OF_IT.search(said):
        return (state.standing[0],)
    if of is not None and of.kind == "lines" and any(t.name for t in of.of):
        return (of.of,)  # lines of a project: 占项目几成 is of that project
    if "projects" in frame.clause.values("members") and not _THIS.search(said):
        return (term("project_expenditure"),)
    if of is not None and (of.of or of.kind == "projects"):
        return (of.of or term("project_expenditure"),)
    around = _around_last(frame)
    return (around,) if around else ()  # 政府采购里，服务多少，占几成


def _share_of_last(frame: Frame, whole: Sequence[Argument]) -> Iterator[Roots]:
    """The share of what was asked last: 各占多少, 这两项占项目几成."""
    state, said = frame.state, frame.clause.said
    yield from _share_of_two(frame, whole)
    if not whole and _ALL_MONEY.search(said):
        whole = (term("total_expenditure"),)
    bottoms = frame.wholes((whole or _whole_of_last(frame))[-1:], one_year=True)
    if (
        not whole
        and state.left
        and not frame.clause.of("basis", "relative")
        and isinstance(left := state.subject, Apply)
        and left.op == "DIFFERENCE"
    ):
        yield (Apply("SHARE", (left, left.args[0])),)  # 剩下多少，占几成
    if not whole:
        yield from _of_all_together(frame)
    first = state.roots[0] if state.roots else None
    if (best := _best_of_last(frame)) is not None or (
        isinstance(first, Apply) and first.op in {"ARGMAX", "ARGMIN"} and (best := first)
    ):
        tops: list[Node] = [best]
    elif isinstance(first, Members) and "each" in frame.clause.values("question") and "SUM" not in frame.operators:
        tops = [first]  # 比重各是多少
    elif _THIS.search(said) and state.last:
        tops = list(frame.grid(state.last[-1:], one_year=True))
    elif (summed := frame.last_sum) is not None:
        tops = [summed]
    elif state.ranked is not None:
        tops = [Apply("SUM", (state.ranked,))]
    elif _together(frame):
        summed = Apply("SUM", tuple(replace(x, money=True) for x in frame.grid(state.last, one_year=True)))
        yield (Apply("SHARE", (summed, *bottoms[:1])), summed)
        return
    else:
        tops = list(state.values) or list(frame.grid(state.standing, one_year=True))
    tops = list(dict.fromkeys(t.args[0] if isinstance(t, Apply) and t.op in {"PER", "SHARE"} else t for t in tops))
    yield tuple(Apply("SHARE", (replace(t, measure=None) if isinstance(t, Look) else t, *bottoms[:1])) for t in tops)


def shares_together(frame: Frame) -> Iterator[Roots]:
    """甲占几成，乙占几成，两样合起来呢: the sum of the parts as a share of the one whole that each was a share of."""
    asked = [r for roots in frame.state.asked for r in roots if isinstance(r, Apply) and r.op == "SHARE"]
    asked = [r for r in asked if len(r.args) == PAIR and r.args[1] == asked[-1].args[-1]]
    told = frame.told or len(asked)
    if len(asked) > 1 and told <= len(asked):
        yield (Apply("SHARE", (Apply("SUM", tuple(r.args[0] for r in asked[-told:])), asked[-1].args[1])),)


def _together(frame: Frame) -> bool:
    """Whether what was named before is meant as one amount: it is added up, or counted (两样占几成)."""
    last = frame.state.last
    if len(last) > 1 and frame.told == len(last) and "each" not in frame.clause.values("question"):
        return True
    return ("SUM" in frame.operators and len(last) > 1) or bool(spoken(frame))


def _of_all_together(frame: Frame) -> Iterator[Roots]:
    """哪项最多，占三项合计的多少: the one of several that was asked for, or each of them, as a share of their sum."""
    cue, values = frame.clause.first("operator", "SHARE"), frame.state.values
    looks = tuple(replace(n, money=True) for n in values if isinstance(n, Look))
    summed = cue is not None and any(m.value == "SUM" and m.start > cue.end for m in frame.clause.of("operator"))
    summed = summed or any(n.op == "SUM" and set(looks) <= set(n.args) for n in values if isinstance(n, Apply))
    if summed and len(looks) > 1 and (best := _best_of_last(frame)) is not None:
        yield (Apply("SHARE", (best, Apply("SUM", looks))),)
    elif summed and len(looks) > 1:
        tops = values[:1] if isinstance(values[0], Apply) and values[0].op in {"ARGMAX", "ARGMIN"} else looks
        yield tuple(Apply("SHARE", (top, Apply("SUM", looks))) for top in tops)


def _around_last(frame: Frame) -> Argument:
    """What the figure asked last, or all those of its sum, were said to stand in; () where they were not."""
    first = frame.state.roots[0] if frame.state.roots else None
    summed = first.args if isinstance(first, Apply) and first.op == "SUM" else frame.state.roots[:1]
    around = {n.within if isinstance(n, Look) else () for n in summed}
    alone = summed is not frame.state.roots[:1] or len(frame.state.roots) == 1
    return around.pop() if len(around) == 1 and alone else ()


def _share_of_two(frame: Frame, whole: Sequence[Argument]) -> Iterator[Roots]:
    """What one body's is of all bodies' (甲一家占几成), or the later of two figures asked one by one of the earlier."""
    state = frame.state
    if whole or state.left or frame.operators & {"TOP", "BOTTOM", "SUM"}:
        return
    summed = frame.last_sum
    if isinstance(summed, Apply) and frame.clause.of("body"):
        own = [a for a in summed.args if isinstance(a, Look) and a.who in frame.bodies]
        if own and len(own) < len(summed.args):
            yield tuple(Apply("SHARE", (look, summed)) for look in own)
    if (
        len(state.asked) > 1
        and len(state.asked[-1]) == len(state.asked[-2]) == 1
        and not _OF_IT.search(frame.clause.said)
    ):
        (later,), (earlier,) = state.asked[-1], state.asked[-2]
        if later != earlier:
            yield (Apply("SHARE", (later, earlier)),)
            yield (Apply("SHARE", (earlier, later)),)


def _of_change(frame: Frame) -> bool:
    """Whether a per cent that is asked for alone is that of the change asked about before it (多多少，百分之几)."""
    last = frame.state.roots[:1]
    if _REACHES.search(frame.clause.said):
        return False  # 决算完成了年初预算的百分之几: a part of it, no change
    changes = any(isinstance(r, Apply) and r.op in {"CHANGE", "GROWTH"} for r in last)
    return (changes or any(_grown(frame))) and not frame.named.groups and "SHARE" not in frame.operators


def _of_budget(frame: Frame) -> Iterator[Roots]:
    """决算完成了年初预算的百分之几: what was spent over the stage of the budget that is named beside it."""
    stages = stages_in(frame.clause)
    budget = next((s for s in stages if s != "final_accounts"), None)
    if (
        budget is None
        or len(stages) != PAIR
        or "final_accounts" not in stages
        or not _REACHES.search(frame.clause.said)
    ):
        return
    found = dict.fromkeys(
        replace(x, basis=None, measure=None, money=True) for x in frame.grid(frame.arguments, frame.named)
    )
    yield tuple(Apply("SHARE", (replace(x, basis="final_accounts"), replace(x, basis=budget))) for x in found)


_REACHES = re.compile(r"完成|达到|相当于|占|花到|用到|是[^，,。]{1,6}的(?:百分之|几成)")


def _grown(frame: Frame) -> Iterator[Roots]:
    """By how many per cent a thing grew whose two years were set against each other before."""
    for root in frame.state.roots[:1]:
        sides = (
            [a for a in root.args if isinstance(a, Look)] if isinstance(root, Apply) and root.op == "DIFFERENCE" else []
        )
        if len(sides) != PAIR or sides[0].thing != sides[1].thing:
            continue
        later, earlier = sorted(sides, key=lambda x: -(x.when or 0))
        if (
            len(named := sorted({int(m.value) for m in frame.clause.of("year")})) == PAIR
        ):  # 从2023到2025总共降了百分之几
            later, earlier = replace(later, when=named[1]), replace(earlier, when=named[0])
        if later.when != earlier.when and None not in (later.when, earlier.when):
            yield (Apply("GROWTH", (later, earlier)),)
        outcome, budget = sorted(sides, key=lambda x: x.basis != "final_accounts")
        if (
            outcome.when == budget.when and outcome.basis == "final_accounts" != budget.basis
        ):  # 超出百分之几: of the budget
            yield (Apply("GROWTH", (outcome, budget)),)


PAIR = 2
"""Sides of a comparison."""


def _set_of_last(frame: Frame) -> Members | None:
    """The set asked last, or put in order last with nothing else named since."""
    first = frame.state.roots[0] if frame.state.roots else None
    if isinstance(first, Apply) and first.op == "SUM" and isinstance(first.args[0], Members):
        return first.args[0]
    return first if isinstance(first, Members) else frame.state.ranked


def _best_of_last(frame: Frame) -> Node | None:
    """The first ones of what was asked last, as one amount (第一名, 前两类合计): of a set, or of several figures."""
    ranked = frame.operators & {"TOP", "BOTTOM"}
    if not ranked or frame.named.groups:
        return None
    order = 1 if "BOTTOM" in ranked else -1
    number = frame.clause.first("number")
    found = next((r for r in frame.state.roots if isinstance(r, Members)), None)
    if found is not None:
        return Apply("SUM", (replace(found, order=order, most=int(number.value) if number else 1, keep=found.keep),))
    values_asked = frame.state.items
    if len(values_asked) > 1 and (number is None or number.value == "1"):
        return Apply("ARGMIN" if order > 0 else "ARGMAX", values_asked)
    return None


def _is_rate(frame: Frame) -> bool:
    """Whether a per cent that is asked for is of a change or of a budget carried out, not of a whole."""
    clause = frame.clause
    return bool(
        frame.operators & {"CHANGE", "GROWTH"}
        or clause.first("comparison", "prior")
        or frame.look((), 0, None, None).measure
    )
