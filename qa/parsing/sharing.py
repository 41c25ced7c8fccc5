"""均摊之式: the plans of an amount over a count: per head, per vehicle, per project; and the mean over a set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.money import Quantity, UnitClass
from qa.finding.lookup import counters_like
from qa.parsing.arguments import Argument, arguments_of, is_people
from qa.parsing.frame import Frame, Roots
from qa.parsing.means import a_month, means, of_members, spoken
from qa.parsing.said import COUNTED, amounts_in, counted_per
from qa.parsing.sets import names_projects
from qa.parsing.shares import term
from qa.plan.nodes import Apply, Look, Members, Node, Operator, Stated, Thing, in_place_of, walk

_SHARED_AMONG = {"人": "serving_staff", "辆": "cars_owned", "平方米": "office_space"}
"""What an amount is shared among where the question counts nothing itself."""
SERVED = frozenset({"学生", "病人"})
"""Whom a body serves: printed as a count of its own, never its staff."""
_SPENT_ON = {
    **dict.fromkeys(("", "人", *sorted(SERVED)), ("current_expenditure",)),
    "辆": ("car_operation",),
}
"""What is shared out where nothing is named: the year's whole among people, what cars cost among cars."""


def per(frame: Frame) -> Iterator[Roots]:
    """平均每: an amount (or the sum of several) over a count; the mean over the members of the set asked last."""
    clause, state, named = frame.clause, frame.state, frame.named
    if _GAP.search(clause.said if state.roots else clause.text[: clause.end]):
        yield from _of_gap(frame)
        return
    if (alone := list(means(frame))) or a_month(frame):
        yield from alone
        if a_month(frame):
            return
    yield from _by_divisor(frame)
    yield from likewise(frame)
    counts, counter, own_amounts = _parted(frame)
    named_before = [g for g in reversed(state.standing) if not is_people(g)]
    amounts = own_amounts or [g for g in state.last if not is_people(g)] or named_before[:1]
    if not own_amounts and counter == "辆" and not any(t.exact for g in amounts for t in g):
        amounts = []  # 养一台车 says itself what is shared out
    if counter in {None, "个", "项"}:
        yield from of_members(frame)
    yield from _of_known(frame, counts, counter, own_amounts)
    if not amounts and state.last and counter == "人":  # 办公室多大，一人合几平
        room = [replace(x, counter=None, money=False) for x in frame.grid(state.last[-1:], named)]
        yield tuple(Apply("PER", (x, b)) for x in room if (b := _count(frame, counts, counter, x.who)) is not None)
    yield from _of_counted(frame, counts, counter)
    own: list[Node] = []
    shared: list[Node] = []
    for who, year in ((w, y) for w in frame.bodies for y in frame.years(w)):
        stage = frame.stages[0]
        tops: list[Look] = []
        for argument in amounts or _unnamed(frame, counter):
            top = replace(frame.look(argument, who, year, stage, frame.within(named, argument)), counter=None)
            each_holds = _another_count(frame, counter)  # 平均一批来几个人
            tops.append(replace(top, counter=each_holds, money=not (is_people(argument) or each_holds)))
        if len(tops) > 1 and "SUM" in frame.operators:
            bottom = _count(frame, counts, counter, who, amounts, year)
            shared += [Apply("PER", (Apply("SUM", tuple(tops)), bottom))] if bottom else []
            continue
        for top in tops:
            each = counted_per(clause.text, top.thing[-1].end, top.thing[-1].end + NEAR) if len(tops) > 1 else None
            unit = each or counter
            if unit and not counts:
                own.append(Apply("PER", (top, replace(top, counter=unit, money=False, basis=None))))
            bottom = _count(frame, counts, unit, who, [top.thing], year)
            if unit == "人" and not counts and _is_for_guests(frame, top):
                bottom = Look(term("reception_visitors"), (), who, year, counter="人次")
            shared += [Apply("PER", (top, bottom))] if bottom else []
    yield tuple(dict.fromkeys(own))
    yield tuple(dict.fromkeys(shared))
    yield from _of_both(frame, counts, counter)


def _unnamed(frame: Frame, counter: str | None) -> list[Argument]:
    """What is shared out where nothing is named: rooms where square metres are asked for, else what is spent."""
    if _another_count(frame, counter) == "平方米":
        return [term("office_space")]
    return [term(c) for c in _SPENT_ON.get(counter or "", ())]


def _of_known(
    frame: Frame, counts: Sequence[Argument], counter: str | None, own: Sequence[Argument]
) -> Iterator[Roots]:
    """拿那14万去摊，一家多少; 甲乙丙一共多少，一人合多少: an amount that is stated, or what was worked out last."""
    money = [x for x in frame.stated() if Quantity(x.value, x.unit).unit_class is UnitClass.MONEY]
    known: list[Node] = [money[0]] if money and not any(t.exact for g in own for t in g) else []
    known += spoken(frame) if not own and not known and (counter or counts) else []
    bottom = _count(frame, counts, counter, frame.bodies[0], frame.state.last) if known and frame.bodies else None
    yield from ((Apply("PER", (top, bottom)),) for top in known if bottom is not None)


def _of_both(frame: Frame, counts: Sequence[Argument], counter: str | None) -> Iterator[Roots]:
    """水电费人均: one name for two fees, their sum over the count."""
    own = [g for g in frame.named.groups if not is_people(g)]
    split = [g for g in frame.named.split if not is_people(g)]
    if len(own) != 1 or len(split) <= 1 or not frame.bodies:
        return
    who = frame.bodies[0]
    year = frame.years(who)[0]
    tops = tuple(replace(frame.look(a, who, year, frame.stages[0]), counter=None, money=True) for a in split)
    if (bottom := _count(frame, counts, counter, who, split, year)) is not None:
        whole = Apply("SUM", tops)
        yield (Apply("PER", (whole, bottom)), whole)


_GAP = re.compile(r"(?:多|少|增加|减少|涨|降|增|减|超)(?:出来?)?了?的(?:那一?)?(?:部分|[钱些块])")
"""比21年多的那部分: what is shared out is by how much it has moved."""


def _of_gap(frame: Frame) -> Iterator[Roots]:
    """比21年多的那部分，摊到在职的一人多少: by how much an amount moved between two years, over a count."""
    counts, counter, own = _parted(frame)
    counts = counts or [g for g in frame.named.groups if is_people(g)]
    amounts = [g for g in own or frame.state.last if not is_people(g)] or [term("total_balance_sheet")]
    then = frame.against
    years = sorted(y for y in frame.scene.question.years if y != then)
    if then is None and len(years) > 1:
        then = years[0]
    if then is None or len(amounts) != 1:
        return
    now = years[-1] if years and years[-1] > then else then + 1
    roots: list[Node] = []
    for who in frame.bodies:
        top = replace(frame.look(amounts[0], who, now, None), counter=None, money=True)
        bottom = _count(frame, counts, counter, who, amounts, now)
        gap = Apply("DIFFERENCE", (top, replace(top, when=then)))
        roots += [Apply("PER", (gap, bottom)), gap] if bottom is not None else []
    yield tuple(roots)


def _by_divisor(frame: Frame) -> Iterator[Roots]:
    """按在职的42个人摊，一人多少: what stands before the word that shares out, over what stands behind it."""
    clause = frame.clause
    by = clause.first("by")
    cue = next((m for m in clause.of("operator") if by is not None and m.value == "PER" and m.start >= by.end), None)
    if by is None or cue is None:
        return
    among = arguments_of(clause, start=by.end, end=cue.start).groups
    said = [q for q in amounts_in(clause, by.end, cue.start) if q.unit_class is UnitClass.COUNT]
    amounts = arguments_of(clause, end=by.start).groups or arguments_of(clause, start=cue.end).groups
    done = spoken(frame) if not amounts else []
    amounts = amounts or tuple(g for g in frame.state.last if not is_people(g))
    counter = counted_per(clause.text, cue.start, clause.end) or _counter_of(among)
    periods = [(w, y) for w in frame.bodies for y in frame.years(w)]

    def shared(bottom: Callable[[int, int | None], Node]) -> Roots:
        if done:
            return tuple(Apply("PER", (t, bottom(*_of_whom(t)))) for t in done)
        tops = ((frame.look(a, w, y, frame.stages[0]), w, y) for w, y in periods for a in amounts)
        plain = [(replace(t, counter=None, measure=None, money=not is_people(t.thing)), w, y) for t, w, y in tops]
        if "SUM" in frame.operators and len(amounts) > 1:  # 按在职人数，甲、乙合计每人多少
            return tuple(
                Apply("PER", (Apply("SUM", tuple(t for t, *of in plain if tuple(of) == (w, y))), bottom(w, y)))
                for w, y in periods
            )
        return tuple(Apply("PER", (top, bottom(w, y))) for top, w, y in plain)

    about = among[0] if among else ()
    for q in said:
        yield shared(lambda w, y, q=q: Stated(q.value, q.unit, about, w, y))  # type: ignore[misc]
    for a in among:
        yield shared(lambda w, y, a=a: Look(a, (), w, y, counter="人" if counter in SERVED else counter))  # type: ignore[misc]


def _of_whom(node: Node) -> tuple[int, int | None]:
    """The body and year of an amount."""
    first = next(n for n in walk(node) if isinstance(n, Look | Members))
    return first.who, first.when


def _counter_of(among: Sequence[Argument]) -> str | None:
    """The measure word in which the people, cars or room named are counted."""
    concepts = {t.concept for a in among for t in a}
    return next((word for word, concept in _SHARED_AMONG.items() if concept in concepts), None)


def _parted(frame: Frame) -> tuple[list[Argument], str | None, list[Argument]]:
    """What an amount is shared among, in which measure word, and the amounts: what a clause names, parted."""
    clause, groups = frame.clause, [_as_staff(g) for g in frame.named.groups]
    counts = [g for g in groups if is_people(g)]
    cue = clause.first("operator", "PER")
    counter = counted_per(clause.text, cue.start - 1, clause.end) if cue else None
    counter = counter or counted_per(clause.text, clause.start, clause.end)  # 养一辆车平均多少
    among = bool(counts) and counter == _counter_of(counts) and frame.last_sum is not None  # 每平方米办公用房
    if len(counts) == len(groups) and not among:
        counts = [g for g in counts if is_people(g, assets=False)]
    counts = counts or [g for g in groups if clause.text[max(0, g[0].start - 1) : g[0].start] == "按"]
    whom = [] if counts else _whom(frame)
    aside = {m.end for m in clause.of("operator") if m.value == "LESS"}
    own = [g for g in groups if g not in counts and g not in whom and g[0].start not in aside]  # 养车(不算买车)
    if not whom:
        return counts, counter, own
    if _STAFF.search(whom[0][-1].said):
        return [], "人", own
    return [tuple(replace(t, name=t.said, concept=None, others=()) for t in whom[0])], "人", own  # 每个在校学生


def _as_staff(group: Argument) -> Argument:
    """在职老师: what those in service are called adds nothing to their being in service."""
    serving = tuple(t for t in group if t.concept)
    called = all(_CALLED.fullmatch(t.said) for t in group if not t.concept)
    return serving if serving and len(serving) < len(group) and called and is_people(serving, assets=False) else group


_CALLED = re.compile(
    r"(?:老师|教师|教职工|职工|员工|干部|民警|警察|医生|大夫|护士|法官|检察官|工作人员|人员|同志)(?:们)?"
)
_STAFF = re.compile(r"职工|员工|职员|在职|干部|工作人员$")


def _whom(frame: Frame) -> list[Argument]:
    """What is named right behind the word that shares out (每个在校学生): an amount is shared among it, it is none."""
    clause = frame.clause
    cues = [m for m in clause.of("operator") if m.value == "PER"]
    return [
        g
        for g in frame.named.groups
        if _SERVED.search(g[-1].said)
        and any(
            (m.end <= g[0].start and clause.text[m.end : g[0].start] in {"", "个", "名", "位"})
            or (m.start == g[-1].end and "人" in clause.text[m.start : m.end])  # 在校学生人均
            for m in cues
        )
    ]


_SERVED = re.compile(r"(?:生|童|者|民|人|户|员|患|客|工)$")
"""Words for people and households end so."""


def _another_count(frame: Frame, counter: str | None) -> str | None:
    """The measure word of what is shared out where it is a count too (平均一批几个人); None where it is money."""
    asked = frame.clause.first("counter")
    unit = COUNTED.get(asked.value, asked.value) if asked is not None else None
    return unit if unit is not None and counter and unit not in counters_like(counter) else None


def _is_for_guests(frame: Frame, top: Look) -> bool:
    """Whether what receptions cost is shared out among those received (平均一个人花多少), not among the staff."""
    received = any(t.concept == "official_reception" for t in top.thing)
    return received and not re.search(r"在职|职工|员工|人均|人头|编制", frame.scene.question.text)


def _of_counted(frame: Frame, counts: Sequence[Argument], counter: str | None) -> Iterator[Roots]:
    """办公室多大，一人几平: what was counted last in the measure word that is asked for, shared out."""
    asked = frame.clause.first("counter")
    if asked is None or asked.value == counter:
        return
    tops = [r for r in frame.state.roots if isinstance(r, Look) and r.counter == asked.value]
    pairs = [(t, _count(frame, counts, counter, t.who)) for t in tops]
    yield tuple(Apply("PER", (top, bottom)) for top, bottom in pairs if bottom is not None)


NEAR = 6
"""Characters behind a thing in which its own measure word stands (复印纸每箱)."""


def _said_to_be(frame: Frame, counter: str | None, who: int, year: int | None) -> Stated | None:
    """How many the question itself says that they are (七辆车，一辆多少)."""
    for said in (*frame.stated(), *(Stated(q.value, q.unit, (), who, year) for q in reversed(frame.state.counted))):
        quantity = Quantity(said.value, said.unit)
        if (
            said.who == who
            and quantity.unit_class is UnitClass.COUNT
            and (counter is None or counter in counters_like(said.unit))
        ):
            return said
    return None


def _count(
    frame: Frame,
    counts: Sequence[Argument],
    counter: str | None,
    who: int,
    amounts: Sequence[Argument] = (),
    year: int | None = None,
) -> Look | Stated | None:
    """What an amount is shared among: the people named, the count asked before, the staff, the cars, the room.

    How many the question says that they are counts where nothing else tells; it may be wrong.
    """
    when = year if year is not None else frame.years(who)[0]
    if counts:
        return Look(counts[0], (), who, when, counter="人" if counter in SERVED else counter)
    if counter in SERVED:
        return Look((Thing(counter, 0, 0, counter, None, exact=False),), (), who, when, counter="人")
    if counter in {None, "个", "项"} and names_projects(frame.clause):
        return Look(term("project_count"), (), who, when, counter="个")
    before = [r for roots in reversed(frame.state.asked) for r in roots if isinstance(r, Look) and r.who == who]
    asked = next((r for r in before if r.counter and (counter in {None, r.counter} or r in frame.state.roots)), None)
    if asked is not None:
        return asked
    concept = _SHARED_AMONG.get(counter or "")
    retired = any("退休" in t.label for a in amounts for t in a)
    if counter in {"人", "个", None} and retired:  # 退休费平均一个多少
        concept, counter = "retired_staff", "人"
    if concept == "cars_owned" and any(t.concept == "car_purchase" for a in amounts for t in a):
        return None  # what is bought is shared out among what is bought
    own = frame.clause.first("counter")
    if counter == "人" and counter in {frame.state.uncounted, own.value if own is not None else ""}:
        return None  # 要训多少人，一个人头多少: not the staff
    if concept is None:
        return _said_to_be(frame, counter, who, when)
    return Look(term(concept), (), who, when, counter=counter)


def likewise(frame: Frame) -> Iterator[Roots]:
    """甲占丙几成，乙呢; 甲人均多少，乙平均又是多少: what was worked out last, of the things that a clause names in place of it."""
    last = frame.state.values[0] if frame.state.values else None
    clause = frame.clause
    if not isinstance(last, Apply) or last.op not in _AGAIN or not frame.named.groups or clause.of("body", "counter"):
        return
    asked_so = bool(frame.operators) and frame.operators <= _AGAIN[last.op]
    if not (asked_so or (not frame.operators and clause.text.startswith("呢", clause.end))):
        return
    if clause.first("by") is None and counted_per(clause.text, clause.start, clause.end) in {None, "人"}:
        looks = [x for a in frame.named.members for x in [in_place_of(last, a)] if x is not None]
        yield tuple(looks)


_AGAIN = {"SHARE": frozenset[str](), "PER": frozenset({"PER"})}


def of_others(frame: Frame) -> Iterator[Roots]:
    """甲人均多少，乙呢, 比乙多多少: what was shared out last, of the other bodies alone that a clause names, and set against them."""
    likewise = [] if frame.named.groups else shared_out_likewise(frame)
    if not likewise or not frame.operators <= _SET_AGAINST:
        return
    op: Operator = "RATIO" if "TIMES" in frame.operators else "DIFFERENCE"
    against = [Apply(op, (frame.state.values[0], each)) for each in likewise] if frame.operators else []
    yield (*against, *likewise)


_SET_AGAINST = frozenset({"DIFFERENCE", "COMPARE", "TIMES", "TOP", "BOTTOM", "PER"})


def shared_out(frame: Frame, groups: Sequence[Argument]) -> list[Node]:
    """Each figure of some things over the count that the clause names: amounts for each, side by side."""
    counts, counter, _ = _parted(frame)
    looks = [replace(x, counter=None, measure=None, money=True) for x in frame.grid(groups, frame.named)]
    pairs = [(x, _count(frame, counts, counter, x.who, [x.thing], x.when)) for x in looks]
    return [Apply("PER", (top, bottom)) for top, bottom in pairs if bottom is not None]


def shared_out_likewise(frame: Frame) -> list[Apply]:
    """What was shared out last, of the thing or of the other bodies that a clause names (甲人均多少，比乙多多少); [] without such."""
    last = frame.state.values[0] if len(frame.state.values) == 1 else None
    if not isinstance(last, Apply) or last.op != "PER":
        return []
    amount, count = last.args
    if not isinstance(count, Look):
        return []
    tops: list[Look] = []
    if frame.named.groups:
        found = frame.grid(frame.named.groups, frame.named)
        tops = [replace(x, counter=None, money=True) for x in found if x != amount] if len(found) == 1 else []
    elif isinstance(amount, Look) and frame.clause.of("body") and not frame.clause.of("measure", "counter"):
        others = [who for who in frame.bodies if who != amount.who]
        tops = [replace(amount, who=who, when=frame.years(who)[0] or _latest(frame, who)) for who in others]
    return [Apply("PER", (top, replace(count, who=top.who, when=top.when))) for top in tops]


def _latest(frame: Frame, who: int) -> int | None:
    """The last year held of a body: its people and its money are then of one year."""
    return max((d.fiscal_year for d in frame.scene.groups[who].body.disclosures), default=None)
