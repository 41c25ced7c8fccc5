"""生成: a question's clauses to what each asks, as candidate plans by type, the likeliest first.

A clause that names nothing asks about what was named before (两样一共多少, 各占多少, 为什么). Operators are given what is at hand
and fits: coordinate things, two stages, two years, several bodies, a set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from qa.finding.scene import Scene, moves_most
from qa.parsing.arguments import Argument, Arguments, arguments_of
from qa.parsing.changes import amount_and_rate, changed, each_against_the_year_before
from qa.parsing.clauses import Clause
from qa.parsing.comparing import second
from qa.parsing.conditions import condition_of
from qa.parsing.folds import folds
from qa.parsing.frame import Frame, Roots, State
from qa.parsing.grammars import all_but
from qa.parsing.joining import HOW_MUCH, adds_up_first, joined, only_period
from qa.parsing.means import means
from qa.parsing.moves import since
from qa.parsing.moving import moves
from qa.parsing.pairs import of_the_sum, of_the_two, one_of_the_other, together_for_each
from qa.parsing.rests import to_come
from qa.parsing.said import counted_per
from qa.parsing.sets import asks_parts, set_of
from qa.parsing.shapes import SHAPES, looks
from qa.parsing.shares import term
from qa.parsing.sharing import likewise, of_others
from qa.parsing.sides import of_another_period
from qa.plan.nodes import AnswerType, Apply, Look, Members, Node, Operator, Thing, walk

_READS: tuple[tuple[str, AnswerType], ...] = (
    ("why", "reason"), ("who", "who"), ("when", "when"), ("how", "how"), ("yes_no", "what"), ("what", "what"), ("which", "what"),
)  # fmt: skip
_BESIDE = frozenset({"SUM", "PER", "COMPARE", "SORT", "PERCENT"})
"""Operators beside which a plain figure may be all that is meant."""
_MOVES = frozenset({"DIFFERENCE", "CHANGE"})
_ASKED_IN_PASSING = frozenset({"SUM", "CHANGE", "GROWTH"})


@dataclass(frozen=True)
class Ask:
    """一问: a clause with the roots that it may mean, the likeliest first; ``reads`` where words are asked for.

    ``about`` is what it asks about, ``before`` what was spoken of before it; ``spare`` are candidates that leave out what
    the clause names.
    """

    clause: Clause
    candidates: tuple[Roots, ...]
    reads: AnswerType | None = None
    about: tuple[Argument, ...] = ()
    before: tuple[Argument, ...] = ()
    spare: frozenset[Roots] = frozenset()


def first(ask: Ask) -> Roots:
    """The likeliest roots of an ask."""
    return ask.candidates[0]


class Generator:
    """生成器 for one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._state = State()
        carried: list[Argument] = [
            (Thing(t.text, 0, 0, "", t.concept),) for t in scene.question.topics if t.start == t.end and t.text
        ]
        if scene.question.carried:
            self._state.standing, self._state.last = carried[:], carried[:]
            self._state.kind = "projects" if scene.question.of_projects else ""

    def asks(self, clauses: Sequence[Clause], choose: Callable[[Ask], Roots] = first) -> list[Ask]:
        """What the clauses ask, in order; those that only name something stand for the ones after them.

        ``choose`` says which roots of an ask are meant: later clauses speak of those.
        """
        found: list[Ask] = []
        clauses = joined(clauses)
        for at, clause in enumerate(clauses):
            last = at == len(clauses) - 1
            names = bool(clause.of("thing", "everyday", "unknown", "basis", "measure"))
            leftover = not last and clause.values("operator") == {"REMAIN"} and not clause.of("question", "counter")
            leftover = leftover and not HOW_MUCH.search(clause.said)
            opens = not last and clause.mentions[-1].kind == "within" and not clause.of("counter", "operator")
            opens = opens and clause.values("question") <= {"each"}
            opens = opens or (not last and adds_up_first(clause, clauses[at + 1]))
            frame = Frame(self.scene, clause, self._state)
            turns = any(of_others(frame)) or (only_period(clause) and any(of_another_period(frame)))  # 乙呢, 到2019年呢
            if (not clause.asks or leftover or opens) and not (last and (not found or names)) and not turns:
                self._state.stand(clause)
                continue
            ask = self._ask(Frame(self.scene, clause, self._state))
            if ask is None:
                continue
            found.append(ask)
            if ask.candidates:
                self._state.roots = choose(ask)
                self._state.asked.append(self._state.values)
            self._state.remember(clause)
        return found

    def _set(self, frame: Frame, named: Arguments) -> Members | None:
        """The set that a clause asks for; None where an amount for each of what is counted is asked for."""
        state = self._state
        found = set_of(self.scene, frame.clause, named, tuple(state.standing), len(state.last), state.kind)
        return None if found is None or _is_shared_out(frame) else found

    def _ask(self, frame: Frame) -> Ask | None:
        each = [c for c in each_against_the_year_before(frame) if c]
        found = [c for c in each or self._candidates(frame) if c and _is_sayable(c)]
        own = frozenset(found)
        if self._state.last and (plain := _without_unknown(frame.clause)) is not None:
            found += [c for c in self._candidates(replace(frame, clause=plain)) if c]
        spare = frozenset(found) - own
        if self.scene.question.who.mentions or len(self.scene.groups) == 1:
            known = [(c, _drops_head(roots)) for roots in tuple(found) if (c := _of_known(roots))]
            found += [c for c, _ in known]
            spare |= {c for c, headless in known if headless} - own
        candidates = tuple(dict.fromkeys(found))
        reads = _reads(frame)
        about = frame.named.groups or tuple(self._state.last) or tuple(self._state.standing)
        counter = frame.clause.first("counter")
        self._state.uncounted = counter.value if counter is not None and not candidates else ""
        before = tuple(self._state.last) or tuple(self._state.standing)
        return Ask(frame.clause, candidates, reads, about, before, spare) if candidates or reads else None

    def _candidates(self, frame: Frame) -> Iterator[Roots]:
        clause, operators, reads = frame.clause, frame.operators, _reads(frame)
        number = bool(clause.of("counter", "measure") or "how_much" in clause.values("question"))
        words = reads is not None and not number
        if (
            reads == "reason"
            and not self.scene.question.does("definition", "wording", "location")
            and not number
            and not operators & {"TOP", "BOTTOM"}
        ):
            yield from changed(frame)
            return
        if (
            "SAME" in operators
            or clause.of("attribute")
            or (
                words
                and operators <= _ASKED_IN_PASSING
                and not (clause.of("condition", "ordinal") or asks_parts(clause))
                and not (
                    moves_most(clause.said) or moves(clause) or condition_of(clause) is not None or all_but(clause.said)
                )
            )
        ):
            return
        state = self._state
        if not frame.named.groups and operators <= _MOVES and any(_is_by_gap(r) for r in state.roots):
            return  # 哪类增加最多，多了多少: told with it
        if (again := _another_of_set(frame)) is not None:
            yield from _against_first(frame, again)
            yield from _of_set(frame, again)
        yield from amount_and_rate(frame)
        yield from of_the_two(frame)
        yield from of_the_sum(frame)
        yield from together_for_each(frame)
        yield from folds(frame)
        yield from second(frame)
        named = _before_share(frame)
        if (found := self._set(frame, named)) is not None:
            yield from _of_set(frame, found)
            if found.keep is not None and not found.of:
                return  # which of them are over their budgets: no one figure is meant
        if others := tuple(of_others(frame)):
            yield from others  # 甲人均多少，比乙多多少: nothing else of the other is meant
            return
        if not operators:
            yield from likewise(frame)
            yield from means(frame)
        yield from of_another_period(frame)
        yield from since(frame)
        yield from to_come(frame)
        for names, make in SHAPES if one_of_the_other(frame) is None else ():
            if operators & names:
                yield from make(frame)
        if clause.first("comparison", "prior") and not operators & {"CHANGE", "GROWTH", "DIFFERENCE"}:
            yield from changed(frame)
        if operators <= _BESIDE and (operators or not words):
            yield from looks(frame)


def _is_shared_out(frame: Frame) -> bool:
    """平均每人次的开销: an amount for each of what is counted, and no mean over the members of a set."""
    cue = frame.clause.first("operator", "PER")
    unit = counted_per(frame.clause.text, cue.start - 1, frame.clause.end) if cue is not None else None
    return unit in _COUNTED_ALONE and not frame.operators & {"TOP", "BOTTOM"}


_COUNTED_ALONE = frozenset({"人次", "辆", "平方米", "公里", "批", "场", "期", "床", "亩"})
"""What no member of a set is counted in."""


def _is_by_gap(root: Node) -> bool:
    if isinstance(root, Apply) and root.op in {"ARGMAX", "ARGMIN"}:
        return all(isinstance(a, Apply) and a.op in {"DIFFERENCE", "GROWTH", "CHANGE"} for a in root.args)
    return isinstance(root, Members) and root.by_gap


def _of_known(roots: Roots) -> Roots:
    """The roots without words that nothing has read beside names that something has (快递网点的安全经费); () where there are none.

    What is found so does not account for those words, which is said.
    """
    known = tuple(_known(root) for root in roots)
    return known if known != roots else ()


def _drops_head(roots: Roots) -> bool:
    """Whether leaving out words that nothing has read leaves out what is asked for, and not only what tells it apart."""
    looks = (n for r in roots for n in walk(r) if isinstance(n, Look) and n.thing)
    return any(not x.thing[-1].exact and any(t.exact for t in x.thing) for x in looks)


def _known(node: Node) -> Node:
    if isinstance(node, Apply):
        return replace(node, args=tuple(map(_known, node.args)))
    if not isinstance(node, Look) or not any(t.exact for t in node.thing):
        return node
    return replace(node, thing=tuple(t for t in node.thing if t.exact), within=tuple(t for t in node.within if t.exact))


MOST_NODES = 60
"""Nodes of a plan; more is no question that anybody asks (甲占乙占丙占…, hundreds deep)."""


def _is_sayable(roots: Roots) -> bool:
    """Whether a plan is of a size that a question can mean, and sets nothing against itself."""
    if any(isinstance(n, Apply) and len(n.args) == 2 and n.args[0] == n.args[1] for root in roots for n in walk(root)):
        return False
    return sum(1 for root in roots for _ in islice(walk(root), MOST_NODES * 2)) <= MOST_NODES * max(1, len(roots))


def _without_unknown(clause: Clause) -> Clause | None:
    """The clause without its names, where it names nothing known: it then speaks of what was named before.

    What is found so does not account for them, which is said.
    """
    named = arguments_of(clause)
    if not named.groups or any(t.exact for g in named.groups for t in g):
        return None
    share = clause.first("operator", "SHARE")
    if share is not None and any(m.start >= share.end for m in clause.of("unknown")):
        return None  # what it is a share of is named, and not known
    kept = [m for m in clause.mentions if m.kind != "unknown"]
    return Clause(clause.text, kept) if any(m.kind in _CONTENT for m in kept) else None


_CONTENT = frozenset({"operator", "counter", "measure", "basis", "question"})


def _of_set(frame: Frame, found: Members) -> Iterator[Roots]:
    """The set of each body, its sum or mean before it where that is asked for."""
    roots: list[Node] = []
    for who in frame.bodies:
        stages = frame.stages
        beside = tuple(s for s in stages[1:] if s)
        now = [y for y in frame.years(who) if y is not None and y != found.against]
        when = frame.years(who)[0] if found.against is None else max(now, default=frame.scene.groups[who].year)
        of = replace(
            found,
            who=who,
            when=when,
            basis=found.basis or (stages[0] if found.against is None else None),
            beside=found.beside or beside,
        )
        roots.append(of)
        if {"TOP", "BOTTOM"} <= frame.operators and of.order:  # 哪个最多哪个最少
            roots.append(replace(of, order=-of.order))
        if "SUM" in frame.operators or (found.by_gap and found.most is None and found.against is None):
            roots.insert(0, Apply("SUM", (of,)))
        if "PER" in frame.operators:
            roots.insert(0, Apply("MEAN", (of,)))
    yield from _first_against_last(frame, roots)
    if frame.operators & {"SHARE", "PERCENT"} or "占" in frame.clause.said:
        wholes = _whole_of_set(frame, found)
        summed = "SUM" in frame.operators
        shares = [
            Apply("SHARE", (Apply("SUM", (r,)) if summed else r, w))
            for r in roots
            for w in wholes
            if isinstance(r, Members) and w.who == r.who
        ]
        amounts = [m for m in frame.clause.of("question", "counter") if m.value == "how_much" or m.kind == "counter"]
        only_share = all(frame.clause.text[m.start : m.end] in {"金额", "数额"} for m in amounts)  # 金额最大的
        yield (*shares, *roots) if only_share else (*roots, *shares)
    yield tuple(roots)


def _against_first(frame: Frame, other: Members) -> Iterator[Roots]:
    """最多的是哪个，比第二名多多少: the one that was asked for first against another of its set."""
    first = next((n for r in frame.state.roots for n in walk(r) if isinstance(n, Members)), None)
    apart = frame.operators & {"DIFFERENCE", "TIMES", "COMPARE"} or _APART.search(frame.clause.said)
    one = first is not None and (first.most == 1 or first.only)
    if first is not None and one and apart and (other.only or first.only or other.order != first.order):
        op: Operator = "RATIO" if "TIMES" in frame.operators else "DIFFERENCE"
        sides = (first, replace(other, who=first.who, when=first.when, basis=first.basis))
        yield (Apply(op, tuple(map(_one_of, sides))), sides[1])


def _first_against_last(frame: Frame, roots: Sequence[Node]) -> Iterator[Roots]:
    """最大的是最小的几倍, 最高的比最低的高几个点: the first member of each set against its last."""
    op: Operator = "RATIO" if "TIMES" in frame.operators else "DIFFERENCE"
    asked = frame.operators & {"TIMES", "DIFFERENCE", "COMPARE", "PERCENT"} or _APART.search(frame.clause.said)
    ranked = [r for r in roots if isinstance(r, Members) and r.order]
    if not {"TOP", "BOTTOM"} <= frame.operators or not asked:
        return
    pairs = list(zip(ranked[::2], ranked[1::2], strict=False))
    yield tuple(n for a, b in pairs for n in (Apply(op, (_one_of(a), _one_of(b))), a, b))


def _one_of(members: Members) -> Node:
    """The first or last member of a set as one amount, though several share the place."""
    if members.only or members.most != 1:
        return Apply("SUM", (members,))
    return Apply("ARGMIN" if members.order > 0 else "ARGMAX", (members,))


_APART = re.compile(r"[差多少高低]多少|差[了出]?几")


def _before_share(frame: Frame) -> Arguments:
    """What a clause names, without the whole that a share is asked of (前五名合计占公用经费的比例)."""
    cue = frame.clause.first("operator", "SHARE")
    ranked = frame.operators & {"TOP", "BOTTOM"} or frame.clause.first("ordinal")
    before = arguments_of(frame.clause, end=cue.start + 1) if cue is not None and ranked else frame.named
    return replace(before, within=before.within or frame.named.within)


def _whole_of_set(frame: Frame, found: Members) -> list[Look]:
    """What the members of a set are shares of: what is named behind the cue, else what they are the parts of."""
    cue = frame.clause.first("operator", "SHARE")
    after = arguments_of(frame.clause, start=cue.end).groups if cue is not None else ()
    if not after and found.kind == "projects" and not found.of:
        after = (term("project_expenditure"),)
    return frame.wholes(after[:1] or ((found.of,) if found.of else (term("total_expenditure"),)), one_year=True)


def _another_of_set(frame: Frame) -> Members | None:
    """排第二的呢, 剩最多的是哪一个: other members of the set asked about last."""
    nth, ranked = frame.clause.first("ordinal"), frame.operators & {"TOP", "BOTTOM"}
    last = next((n for r in frame.state.roots for n in walk(r) if isinstance(n, Members)), None)
    bounded = frame.clause.of("condition") and not (last is not None and last.by_gap and not frame.clause.of("amount"))
    fresh = frame.clause.of("members") and not (
        last is not None and last.by_gap
    )  # 超得最多的是哪一项: of those over it
    if not (nth or ranked) or last is None or frame.named.groups or frame.clause.of("body") or bounded or fresh:
        return None
    if nth is not None:
        return replace(last, order=last.order or -1, most=int(nth.value), only=True)
    number = frame.clause.first("number")
    order = last.order if last.by_gap else 1 if "BOTTOM" in ranked else -1
    return replace(last, order=order, most=int(number.value) if number else 1, only=False)


def _reads(frame: Frame) -> AnswerType | None:
    asked = frame.clause.values("question")
    if len(frame.scene.groups) > 1 and frame.operators & {"COMPARE", "TOP", "BOTTOM", "DIFFERENCE"}:
        asked = asked - {"who"}  # 谁更多: which of the bodies
    if len(frame.scene.question.years) > 1 and frame.operators & {"COMPARE", "TOP", "BOTTOM"}:
        asked = asked - {"when"}  # 哪年最高: which of the years
    if frame.clause.of("attribute") and not asked:
        return "what"  # 这俩项目的编码
    if "how" in asked and frame.operators & {"CHANGE", "GROWTH"} and _HOW_COME.search(frame.clause.said):
        return "reason"
    return next((kind for cue, kind in _READS if cue in asked), None)


_HOW_COME = re.compile(r"怎么(?!样|办|花|用|算|来的|变)")
"""怎么比头年少了: why, not how."""
