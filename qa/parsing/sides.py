"""两边: a comparison's two sides, each one amount: a figure, the sum of several, a share of a whole or an amount for each.

A side has its own things, body, year and stage; what it leaves open it has from the other side, and a side that names
nothing is what was asked about last (比丙多多少, 是丙的几倍, 比上一年高几个百分点).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.parsing.arguments import Argument, Arguments, arguments_of, is_people
from qa.parsing.clauses import Clause
from qa.parsing.frame import Frame, Roots
from qa.parsing.said import stages_in
from qa.plan.nodes import Apply, Look, Node, Operator, Stage, changed_looks, in_place_of, walk

_COMPARING = frozenset({"DIFFERENCE", "COMPARE", "TIMES", "CHANGE", "GROWTH", "PERCENT"})
_NAMES = frozenset({"thing", "everyday", "unknown", "year", "basis", "body", "relative"})
_WITH = frozenset("和跟与同")
_LIKE = re.compile(r"(?:是|相当于|等于|顶得?上|抵得?上|有|为|达到?)了?$")
_MONEY = re.compile(r"[万亿块元钱]")
_POINTS = re.compile(r"百分点|个点")
_OF_RATE = re.compile(r"百分之|[增降涨]幅|率|%")


@dataclass(frozen=True)
class Side:
    """一边: a stretch of a clause with what it names of its own; ``whole`` is what it says that its things are a share of."""

    things: tuple[Argument, ...]
    within: Argument
    whole: tuple[Argument, ...]
    years: tuple[int, ...]
    back: bool
    stages: tuple[Stage, ...]
    bodies: tuple[int, ...]

    @property
    def empty(self) -> bool:
        """Whether it names nothing at all."""
        return not (self.things or self.years or self.back or self.stages or self.bodies)


def against(frame: Frame) -> Iterator[Roots]:
    """One side against the other: 甲加乙比丙多多少, 三样合起来比2021年少多少, 占总数的比重比乙高几个百分点, 是丙的几倍."""
    cut = _cut(frame) if frame.operators & _COMPARING and not frame.clause.of("condition", "members") else None
    if cut is None:
        yield from of_two_years(frame)
        return
    left, right = (_side(frame, *span) for span in cut)
    if right.empty or len(left.bodies) > 1 or len(right.bodies) > 1 or {"TOP", "BOTTOM"} & frame.operators:
        return
    if not left.things and not frame.state.values:  # 水费加电费，合起来比2021年
        left = replace(left, things=frame.state.summed or tuple(frame.state.last))
    if not left.things:
        yield from _against_last(frame, left, right)
        return
    each = "each" in frame.clause.values("question") or "都" in frame.clause.said
    made_up = max(len(left.things), len(right.things)) > 1 or "SHARE" in frame.operators or _share_of(frame)
    made_up = made_up or (bool(right.stages) and not right.things and not right.years) or _is_of_each_body(left, right)
    if not made_up or (each and right.things):
        return
    roots: list[Node] = []
    for things in [(g,) for g in left.things] if each else [left.things]:
        one = _amount(frame, things, left, right)
        other = _amount(frame, right.things or things, right, left)
        if one is None or other is None or one == other:
            return
        roots += [Apply(op, (one, other)) for op in _operators(frame)]
        roots += [n for n in (one, other) if not isinstance(n, Look)]
    yield tuple(dict.fromkeys(roots))


def of_another_period(frame: Frame) -> Iterator[Roots]:
    """2021年占几成，2022年几成: what was worked out last, of the year, stage or body that a clause names alone."""
    last = frame.state.values[0] if len(frame.state.values) == 1 else None
    if not isinstance(last, Apply) or last.op not in {"SHARE", "PER"} or frame.named.groups:
        return
    side = _side(frame, frame.clause.start, frame.clause.end)
    if frame.operators <= _WORKED_OUT and not side.empty and len(side.bodies) < PAIR > len(side.years):
        yield (_moved(last, side, frame),)


_WORKED_OUT = frozenset({"SHARE", "PERCENT", "PER"})


def of_two_years(frame: Frame) -> Iterator[Roots]:
    """2021年和2022年各占几成，升了几个百分点: two amounts of two years that were worked out, one less the other, the later first."""
    items = frame.state.items
    if len(items) == 1 and len(frame.state.asked) > 1:
        items = (*frame.state.asked[-2], *items)
    worked = [n for n in items if isinstance(n, Apply) and n.op in {"SHARE", "SUM", "PER"}]
    years = [max((x.when or 0 for x in walk(n) if isinstance(x, Look)), default=0) for n in worked]
    if len(worked) != PAIR or len(items) != PAIR or frame.named.groups or worked[0].op != worked[1].op:
        return
    points = worked[0].op == "SHARE" and _POINTS.search(frame.clause.said)
    if points or (worked[0].op != "SHARE" and len(set(years)) == PAIR):
        later = worked if years[0] > years[1] else worked[::-1]
        rate = not points and frame.operators & {"PERCENT", "GROWTH"} and _OF_RATE.search(frame.clause.said)
        ops: list[Operator] = ["DIFFERENCE"] if not rate or "多少" in frame.clause.said else []
        yield tuple(Apply(op, tuple(later)) for op in (*ops, *(("GROWTH",) if rate else ())))


PAIR = 2


def against_themselves(frame: Frame) -> bool:
    """Whether several things are set against the same of another year, stage or body: never one of them against another."""
    cut = _cut(frame) if frame.operators & _COMPARING else None
    if cut is None:
        return False
    left, right = (_side(frame, *span) for span in cut)
    return len(left.things) > 1 and not right.things and not right.empty


def _against_last(frame: Frame, left: Side, right: Side) -> Iterator[Roots]:
    """What was asked about last, against a thing named now or against itself of another year, stage or body."""
    subject = frame.state.subject
    if subject is None or left.bodies or (left.years and not right.years):
        return
    if "SUM" in frame.operators and len(frame.state.values) > 1:
        subject = Apply("SUM", frame.state.values)
    compared = bool(frame.state.values) and subject != frame.state.values[0]
    if isinstance(subject, Look) and not right.things and not (compared and right.years):
        return  # one figure against another year's: printed changes tell more
    if isinstance(subject, Apply) and subject.op == "SHARE" and _MONEY.search(_with_unit(frame)):
        subject = subject.args[0]  # 占几成，比乙多多少万
    things = [x for a in right.things if (x := in_place_of(subject, a, right.within)) is not None]
    other: Node | None = subject if not right.things else None
    if things:
        other = Apply("SUM", tuple(things)) if len(things) > 1 else things[0]
    other = _moved(other, right, frame) if other is not None else None
    if other is not None and other != subject:
        yield tuple(Apply(op, (subject, other)) for op in _operators(frame))


def _with_unit(frame: Frame) -> str:
    """The clause with the unit that stands behind its last word (多多少万)."""
    return f"{frame.clause.said}{frame.clause.text[frame.clause.end : frame.clause.end + 1]}"


def _cut(frame: Frame) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where the two sides stand: around 比, on either side of 跟…比, around 是 before 几倍; None where there are no two sides."""
    clause, text = frame.clause, frame.clause.text
    times, than = clause.first("operator", "TIMES", "PERCENT"), clause.first("comparison", "than", "prior")
    names = [m for m in clause.mentions if m.kind in _NAMES]
    if (
        than is None
        and (
            cut := _of_two_bodies(clause)
            or _around_comma(clause)
            or _held_against(clause)
            or _of_two_sums(clause)
            or _around_with(clause)
        )
        is not None
    ):
        return cut
    if than is None:
        named = [m for m in names if times is not None and m.end <= times.start]
        first = next((m for m in reversed(named) if _LIKE.search(text[: m.start].rstrip())), None)
        if first is None or times is None:
            return None
        if times.value == "PERCENT" and not text[first.end : times.start].endswith("的"):
            return None
        return (clause.start, first.start), (first.start, times.start)
    opened = [m.start for m in names if m.end <= than.start and text[max(m.start - 1, 0)] in _WITH]
    behind = any(m.start >= than.end for m in names)
    if opened and not behind:  # 甲和乙比
        return (clause.start, opened[-1]), (opened[-1], than.start)
    if opened and opened[0] == names[0].start:  # 跟乙比，甲…
        return (than.end, clause.end), (opened[0], than.start)
    return (clause.start, than.start), (than.start if than.value == "prior" else than.end, clause.end)


def _of_two_sums(clause: Clause) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """甲、乙合计与丙、丁合计相差: where a sum ends and another begins; None where there are no two."""
    first = clause.first("operator", "SUM")
    joint = next(
        (m for m in clause.of("joint") if first is not None and m.start == first.end and m.value in _WITH), None
    )
    behind = joint is not None and any(m.kind in _NAMES for m in clause.mentions if m.start >= joint.end)
    return ((clause.start, joint.start), (joint.end, clause.end)) if joint is not None and behind else None


def _held_against(clause: Clause) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """甲、乙两项合计对比丙，相差多少: around the word that holds one against the other."""
    cue = next((m for m in clause.of("operator") if clause.text[m.start : m.end] in _AGAINST), None)
    sides = (
        [any(m.kind in _NAMES and (m.start >= cue.end) == behind for m in clause.mentions) for behind in (False, True)]
        if cue
        else []
    )
    return ((clause.start, cue.start), (cue.end, clause.end)) if cue is not None and all(sides) else None


_AGAINST = frozenset({"对比", "相比"})


def _around_comma(clause: Clause) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """甲加乙，丙加丁，两边差多少: the two sums that a comma parts."""
    commas = [m for m in clause.of("joint") if m.value == "，"]
    named = [
        any(m.kind in _NAMES and (m.start >= c.end) == behind for m in clause.mentions)
        for c in commas[:1]
        for behind in (False, True)
    ]
    return ((clause.start, commas[0].start), (commas[0].end, clause.end)) if named and all(named) else None


def _of_two_bodies(clause: Clause) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """甲局的水费和乙局的电费差多少: where one body's thing ends and another body's begins; None where they are not so named."""
    bodies, joints = clause.of("body"), [m for m in clause.of("joint") if m.value in _WITH]
    for joint in joints:
        sides = ([m for m in clause.mentions if (m.start >= joint.end) == behind] for behind in (False, True))
        if len(bodies) == PAIR and all({"body"} < {m.kind for m in side} & _OWN for side in sides):
            return (clause.start, joint.start), (joint.end, clause.end)
    return None


_OWN = frozenset({"body", "thing", "everyday", "unknown"})


def _is_of_each_body(left: Side, right: Side) -> bool:
    """Whether each side names a body and a thing of its own."""
    return bool(left.bodies and right.bodies and left.things and right.things) and left.things != right.things


def together(frame: Frame) -> Iterator[Roots]:
    """甲局的水费和乙局的电费一共多少: the sum of two bodies' amounts, each of its own thing."""
    cut = _of_two_bodies(frame.clause)
    left, right = (_side(frame, *span) for span in cut) if cut is not None else (None, None)
    if left is None or right is None or not _is_of_each_body(left, right):
        return
    both = tuple(_amount(frame, a.things, a, b) for a, b in ((left, right), (right, left)))
    if all(both):
        yield (Apply("SUM", tuple(n for n in both if n is not None)), *(n for n in both if n is not None))


def _around_with(clause: Clause) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """(甲+乙)与丙之间差多少: 加 joins what stands on one side, 与 the sides; None where they are not so joined."""
    joints = [m for m in clause.of("joint") if m.value in _PLUS or m.value in _WITH]
    withs = [m for m in joints if m.value in _WITH]
    if len(withs) != 1 or len(joints) == 1 or not clause.values("operator") & {"DIFFERENCE", "TIMES"}:
        return None
    return (clause.start, withs[0].start), (withs[0].end, clause.end)


_PLUS = frozenset({"加", "加上", "+", "＋"})


def _side(frame: Frame, start: int, end: int) -> Side:
    """What a stretch of the clause names."""
    part = Clause(frame.clause.text, [m for m in frame.clause.mentions if start <= m.start and m.end <= end])
    cue = part.first("operator", "SHARE")
    named = arguments_of(part, end=cue.start + 1) if cue is not None else arguments_of(part)
    whole = arguments_of(part, start=cue.end).groups if cue is not None else ()
    bodies = tuple(replace(frame, clause=part).bodies) if part.of("body") else ()
    years, back = tuple(int(m.value) for m in part.of("year")), _goes_back(part)
    things = named.members if len(named.groups) > 1 else named.apart
    return Side(things, named.within, whole, years, back, stages_in(part), bodies)


def _goes_back(part: Clause) -> bool:
    return part.first("relative", "-1") is not None or part.first("comparison", "prior") is not None


def _amount(frame: Frame, things: Sequence[Argument], own: Side, other: Side) -> Node | None:
    """One side as one amount: a figure or a sum, or its share of the whole that either side names."""
    who = next(iter((*own.bodies, *other.bodies, *frame.bodies)), None)
    if who is None or (not own.bodies and not other.bodies and len(frame.bodies) > 1):
        return None
    itself = not (own.things and other.things)
    year, stage = _year(frame, who, own, other, itself=itself), _stage(frame, own, other, itself=itself)
    named = Arguments((), own.within or other.within)
    shared = "SHARE" in frame.operators
    looks = [frame.look(a, who, year, stage, frame.within(named, a)) for a in things]
    if shared or len(looks) > 1:
        looks = [replace(x, counter=None, measure=None, money=not is_people(x.thing)) for x in looks]
    part: Node = Apply("SUM", tuple(looks)) if len(looks) > 1 else looks[0]
    if not shared:
        return part
    around = named.within or next(iter(frame.state.standing), ())
    whole = own.whole or other.whole or ((around,) if around else ())
    bottoms = [replace(x, who=who, when=year, basis=stage) for x in frame.wholes(whole[:1], one_year=True)]
    return Apply("SHARE", (part, *bottoms[:1]))


def _year(frame: Frame, who: int, own: Side, other: Side, *, itself: bool) -> int | None:
    """The year of a side: its own, the other side's where it names other things, else the one that the other is set against."""
    if own.years:
        return own.years[0]
    asked = frame.years(who)
    if own.back:
        now = other.years[0] if other.years else asked[0]
        return now - 1 if now is not None else None
    rest = [y for y in frame.scene.question.years if y not in other.years]
    if itself and other.years and not (own.stages or own.bodies):
        return rest[0] if rest else other.years[0] + 1
    return other.years[0] if other.years else asked[0]


def _stage(frame: Frame, own: Side, other: Side, *, itself: bool) -> Stage | None:
    """The stage of a side: its own; what was spent, where the same things are set against their budget."""
    if own.stages:
        return own.stages[0]
    if itself and other.stages:
        return "budget" if other.stages[0] == "final_accounts" else "final_accounts"
    return other.stages[0] if other.stages else frame.stages[0]


def _moved(node: Node, side: Side, frame: Frame) -> Node:
    """The same amount of the year, stage and body that a side names."""

    def move(look: Look) -> Look:
        who = side.bodies[0] if side.bodies else look.who
        year = look.when if look.when is not None else frame.scene.groups[look.who].year
        back = year - 1 if side.back and year is not None else year
        return replace(
            look, who=who, when=side.years[0] if side.years else back, basis=next(iter(side.stages), look.basis)
        )

    return changed_looks(node, move)


def _share_of(frame: Frame) -> bool:
    """甲相当于乙的几成: one side is a part of the other, as it were."""
    than = frame.clause.first("comparison", "than", "prior")
    return than is None and "PERCENT" in frame.operators and not frame.operators & {"TIMES", "SHARE"}


def _operators(frame: Frame) -> list[Operator]:
    """By what the sides are set against each other: a multiple, a rate, a difference, or several of them."""
    asked, said = frame.operators, frame.clause.said
    if _share_of(frame):
        return ["SHARE"]
    rate = asked & {"PERCENT", "GROWTH"} and _OF_RATE.search(said) and not _POINTS.search(said)
    rate = rate and "SHARE" not in asked
    found: list[Operator] = (
        ["DIFFERENCE"] if asked & {"DIFFERENCE", "COMPARE"} or not (rate or "TIMES" in asked) else []
    )
    return [*found, *(["RATIO"] if "TIMES" in asked else []), *(["GROWTH"] if rate else [])]  # type: ignore[list-item]
