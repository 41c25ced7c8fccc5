"""承上: plans of a clause that names nothing new, over what was worked out right before.

How far two amounts are apart and at what rate, what a part is of a sum told last, what several are together for each.
In: a clause's frame. Out: candidate roots; none where the clause names something of its own, or nothing was worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from qa.parsing.frame import Frame, Roots
from qa.plan.nodes import Apply, Look, Node, Operator, walk

PAIR: Final = 2
_IS_BASE: Final = re.compile(r"(?:是|为|比|较|相当于|等于|占|顶|抵)$")
"""What stands before the body that another is set against."""
_ASKS_APART: Final = frozenset({"DIFFERENCE", "COMPARE", "CHANGE", "GROWTH", "PERCENT", "TIMES"})
_OWN: Final = ("year", "relative", "basis", "measure", "condition", "members", "code", "amount", "ordinal", "attribute")
"""Marks by which a clause speaks of something of its own, not of what was told before."""
_RATE: Final = re.compile(r"百分之(?:几|多少)?|[增降涨跌减压缩]幅|[增降涨跌缩]率|%|几成|多少成")
_MOVED: Final = re.compile(r"[压省缩砍降涨减增跌少多](?:了|掉|下|出)?(?:多少|几)")
_IS_PART: Final = re.compile(r"是[^，,。]{1,6}的(?:百分之|几成)")
_POINTS: Final = re.compile(r"百分点|个点")
_AMOUNT: Final = re.compile(r"(?<!百分之)(?:多少|几)(?!成|倍|个?百分点)[万亿]?|[增减差]额")
_THESE: Final = re.compile(
    r"(?:这|那|上述|以上|前述)(?:[两二三四五六七八九十几]|\d{1,2})(?:样|项|笔|块|个|类|种|条|者|家)(?:线)?"
    r"|(?:[两二三四五六七八九十]|\d{1,2})(?:样|项|笔|块|类|种|条|者)(?:线)?(?:里头?|中|当中|之中|里面|合计|总和|之和)"
    r"|(?:其中|里头|里面|它们)(?:的|里|中)?"
)
"""What points back to several things that were added up."""


def of_the_two(frame: Frame) -> Iterator[Roots]:
    """少了多少，降百分之几: of two sums, or two bodies' or years' amounts, told right before, how far they are apart."""
    clause, operators = frame.clause, frame.operators
    if (sides := one_of_the_other(frame)) is not None:
        yield (Apply("SHARE", _as_named(frame, sides)),)
        return
    moved = not operators and _MOVED.search(clause.said)
    if frame.named.groups or not (operators or moved) or not operators <= _ASKS_APART or clause.of(*_OWN):
        return
    if clause.of("comparison") and len(clause.of("body")) != PAIR:
        return
    if (pair := _pair(frame)) is None:
        return
    yield tuple(Apply(op, pair) for op in _operators(frame, pair))


def one_of_the_other(frame: Frame) -> tuple[Node, Node] | None:
    """决算比年初多多少，是年初的百分之几: the two amounts that were set against each other, of which one is told in per cent of the other."""
    first = frame.state.roots[0] if frame.state.roots else None
    apart = isinstance(first, Apply) and first.op == "DIFFERENCE" and len(first.args) == PAIR
    if not apart or frame.named.groups or not _IS_PART.search(frame.clause.said):
        return None
    return first.args[0], first.args[1]  # type: ignore[union-attr]


def _operators(frame: Frame, pair: tuple[Node, Node]) -> list[Operator]:
    """What is asked of the two: how much, at what rate, how many times, in the order in which people say them."""
    said, asked = _with_unit(frame), frame.operators
    shares = all(isinstance(n, Apply) and n.op == "SHARE" for n in pair)
    rate = (asked & {"PERCENT", "GROWTH"} or _RATE.search(said)) and not _POINTS.search(said) and not shares
    amount = _AMOUNT.search(_RATE.sub(" ", said)) is not None or not (rate or "TIMES" in asked)
    found: list[tuple[bool, Operator]] = [(amount, "DIFFERENCE"), ("TIMES" in asked, "RATIO"), (bool(rate), "GROWTH")]
    return [op for is_asked, op in found if is_asked]


def _with_unit(frame: Frame) -> str:
    """The clause with what stands behind its last word up to the next stop (高出多少万、百分之多少)."""
    rest = re.match(r"[^，,。；;？?]*", frame.clause.text[frame.clause.end :])
    return frame.clause.said + (rest[0] if rest else "")


def _pair(frame: Frame) -> tuple[Node, Node] | None:
    """The two amounts: those that were set against each other last, else the two that were worked out last of two sides."""
    state = frame.state
    first = state.roots[0] if state.roots else None
    if isinstance(first, Apply) and first.op in {"DIFFERENCE", "GROWTH", "RATIO"} and len(first.args) == PAIR:
        worked = any(isinstance(a, Apply) for a in first.args) or _sides(first.args[0]) != _sides(first.args[1])
        asks_more = worked and frame.operators & {"PERCENT", "GROWTH", "TIMES"}
        return _as_named(frame, (first.args[0], first.args[1])) if asks_more else None
    items = _items(frame)
    if len(items) != PAIR or _sides(items[0]) == _sides(items[1]):
        return None
    return _in_order(frame, *items) if _are_alike(*items) else None


def _are_alike(one: Node, other: Node) -> bool:
    """Whether two amounts were worked out in one way, or are of one thing of two bodies."""
    if isinstance(one, Apply) and isinstance(other, Apply):
        return one.op == other.op and one.op in {"SUM", "PER", "SHARE"}
    looks = isinstance(one, Look) and isinstance(other, Look)
    return looks and one.thing == other.thing and one.who != other.who  # type: ignore[union-attr]


def _items(frame: Frame) -> tuple[Node, ...]:
    """What was worked out last; one by one where two clauses each asked for one."""
    state = frame.state
    last = tuple(n for n in state.items if isinstance(n, Apply)) or state.items
    if len(last) == 1 and len(state.asked) > 1:
        before = tuple(n for n in state.asked[-2] if isinstance(n, type(last[0])))
        return (*before[:1], *last) if len(before) == 1 else last
    return last


def _sides(node: Node) -> frozenset[tuple[int, int | None]]:
    """Whose and of which year the figures of an amount are."""
    return frozenset((n.who, n.when) for n in walk(node) if isinstance(n, Look))


def _in_order(frame: Frame, one: Node, other: Node) -> tuple[Node, Node]:
    """The later year before the earlier; of two bodies the one that the clause names, else the one that was told first."""
    (first, when), (second, then) = (min(_sides(n), key=str) for n in (one, other))
    if first == second:
        return (one, other) if (when or 0) > (then or 0) else (other, one)
    return _as_named(frame, (one, other))


def _as_named(frame: Frame, pair: tuple[Node, Node]) -> tuple[Node, Node]:
    """Two bodies' amounts, that of the body first which the clause names first (乙是甲的几倍)."""
    mentions = {m.start: m.body.issuer for m in frame.scene.question.who.mentions}
    named = [mentions[m.start] for m in frame.clause.of("body") if m.start in mentions]
    whose = [{frame.scene.groups[who].body.issuer for who, _ in _sides(n)} for n in pair]
    if not named or whose[0] == whose[1]:
        return pair
    base = len(named) == 1 and _IS_BASE.search(frame.clause.text[: frame.clause.of("body")[0].start]) is not None
    return (pair[1], pair[0]) if (named[0] in whose[1]) != base else pair  # 是乙的几倍, 比乙多几成: the other's first


def of_the_sum(frame: Frame) -> Iterator[Roots]:
    """公积金占这三样的几成, 四条里宣传占多少: what is named as a share of the sum told before."""
    clause = frame.clause
    shared = frame.operators & {"SHARE", "PERCENT"} or "占" in clause.said
    named = frame.named.groups or ((frame.named.within,) if frame.named.within else ())
    if not shared or not named or clause.of(*_OWN) or not _THESE.search(clause.said):
        return
    asked = [n for roots in reversed(frame.state.asked) for r in roots for n in walk(r)]
    whole = next((n for n in asked if isinstance(n, Apply) and n.op == "SUM" and len(n.args) > 1), None)
    if whole is None:
        return
    parts = [n for n in whole.args if isinstance(n, Look)]
    looks = [replace(x, money=True, counter=None, measure=None, within=()) for x in frame.grid(named, one_year=True)]
    yield tuple(Apply("SHARE", (next((p for p in parts if _is_same(p, x)), x), whole)) for x in looks)


def _is_same(part: Look, look: Look) -> bool:
    """Whether a figure that was added up is the one that is named now, by its term or by what its name was cut to."""
    one, other = part.thing[-1], look.thing[-1]
    if one.concept and one.concept in {other.concept, *other.others}:
        return True
    return bool(other.said) and (other.said in one.said or other.said in one.label)


def together_for_each(frame: Frame) -> Iterator[Roots]:
    """甲人均多少、乙人均多少，两样加起来人均多少: what several come to together for each of those they were shared among."""
    if not {"SUM", "PER"} <= frame.operators or frame.named.groups or frame.clause.of(*_OWN):
        return
    shared = [r for roots in frame.state.asked for r in roots if isinstance(r, Apply) and r.op == "PER"]
    told = frame.told or len(shared)
    several = shared[-told:]
    bottoms = {r.args[1] for r in several if len(r.args) == PAIR}
    if len(several) > 1 and len(bottoms) == 1:
        yield (Apply("PER", (Apply("SUM", tuple(r.args[0] for r in several)), bottoms.pop())),)
