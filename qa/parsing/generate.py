"""生成: a question's clauses to what each asks, as candidate plans by type, the likeliest first.

A clause that names nothing asks about what was named before (两样一共多少, 各占多少, 为什么). Operators are given what is at hand
and fits: coordinate things, two stages, two years, several bodies, a set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from corpus.money import unit_class
from qa.finding.scene import Scene, for_body
from qa.parsing.arguments import Argument, Arguments, arguments_of, is_people
from qa.parsing.clauses import Clause
from qa.parsing.sets import names_projects, set_of
from qa.plan.nodes import Apply, AnswerType, Look, Members, Node, Operator, Read, Stage, Thing

Roots = tuple[Node, ...]
_PER = re.compile(r"(?:每|一)(?:个|平)?(平方米|平米|人次|[人辆台场次期批件箱家户个部套项名位])|([人车])均")
_COUNTED = {"车": "辆", "部": "辆", "名": "人", "位": "人", "平米": "平方米"}
_SHARED_AMONG = {"人": "serving_staff", "辆": "cars_owned", "平方米": "office_space"}
_RATE = re.compile(r"率|幅|百分|%")
_THIS = re.compile(r"^[^占]{0,4}[这该那][个项笔](?:专项|项目|经费|钱|类)?[^占]{0,4}占")
_OF_IT = re.compile(r"[该这那]个?(?:专项|项目|经费|资金|类|款)|整个|其总|总额")
_AMOUNT_IN = re.compile(r"占(?:了|用|到)?(?:多少|几多)(?:钱|个?[万亿]|元)")
"""占了多少钱 asks for the part's amount."""
_WORDS = frozenset({"reason", "who", "when", "where", "how", "what"})
_BESIDE = frozenset({"SUM", "PER", "COMPARE", "SORT", "PERCENT"})
_READS: tuple[tuple[str, AnswerType], ...] = (
    ("why", "reason"), ("who", "who"), ("when", "when"), ("how", "how"), ("yes_no", "what"), ("what", "what"), ("which", "what"),
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """一问: a clause with the roots that it may mean, the likeliest first; ``reads`` where words are asked for."""

    clause: Clause
    candidates: tuple[Roots, ...]
    reads: AnswerType | None = None
    about: tuple[Argument, ...] = ()


def first(ask: Ask) -> Roots:
    """The likeliest roots of an ask."""
    return ask.candidates[0]


@dataclass
class _State:
    """What earlier clauses named and asked: arguments for those that name nothing themselves."""

    standing: list[Argument] = field(default_factory=list)
    last: list[Argument] = field(default_factory=list)
    roots: Roots = ()
    stages: tuple[Stage, ...] = ()
    years: tuple[int, ...] = ()
    kind: str = ""


class Generator:
    """生成器 for one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._state = _State()

    def asks(self, clauses: Sequence[Clause], choose: Callable[[Ask], Roots] = first) -> list[Ask]:
        """What the clauses ask, in order; those that only name something stand for the ones after them.

        ``choose`` says which roots of an ask are meant: later clauses speak of those.
        """
        found: list[Ask] = []
        for at, clause in enumerate(clauses):
            last = at == len(clauses) - 1
            if not clause.asks and not (last and (not found or clause.of("thing", "everyday", "unknown", "basis", "measure"))):
                self._stand(clause)
                continue
            ask = self._ask(clause)
            if ask is None:
                continue
            found.append(ask)
            if ask.candidates:
                self._state.roots = choose(ask)
            self._remember(clause, ask)
        return found

    def _stand(self, clause: Clause) -> None:
        named = arguments_of(clause)
        self._state.standing += named.groups
        if named.groups:
            self._state.last = list(named.split if len(named.groups) > 1 else named.groups)
        self._state.stages = _stages(clause) or self._state.stages
        if names_projects(clause) or re.search(r"个项目", clause.text[clause.start : clause.end]):
            self._state.kind = "projects"

    def _remember(self, clause: Clause, ask: Ask) -> None:
        own = arguments_of(clause)
        if own.groups:
            self._state.last = list(own.split)
            self._state.standing += [g for g in (*own.groups, own.within) if g]

    def _ask(self, clause: Clause) -> Ask | None:
        named = arguments_of(clause)
        candidates = tuple(dict.fromkeys(c for c in self._candidates(clause, named) if c))
        reads = _reads(clause)
        about = tuple(named.groups) or tuple(self._state.last) or tuple(self._state.standing)
        if not candidates and reads is None:
            return None
        return Ask(clause, candidates, reads, about)

    def _candidates(self, clause: Clause, named: Arguments) -> Iterator[Roots]:
        operators, reads = clause.values("operator"), _reads(clause)
        number = bool(clause.of("counter", "measure") or "how_much" in clause.values("question"))
        if "SAME" in operators or (reads in _WORDS and not number and not operators - {"SUM", "CHANGE", "GROWTH"} and not clause.of("condition")):
            return
        if (found := set_of(self.scene, clause, named, tuple(self._state.standing), len(self._state.last), self._state.kind)) is not None:
            yield from self._of_set(clause, found, operators)
        for names, make in _SHAPES:
            if operators & names:
                yield from make(self, clause, named, operators)
        if clause.first("comparison", "prior") and not operators & {"CHANGE", "GROWTH", "DIFFERENCE"}:
            yield from self._changed(clause, named, operators)
        if operators <= _BESIDE and (number or operators or reads not in _WORDS):
            yield from self._looks(clause, named)

    # ---- what a clause is about

    def _arguments(self, named: Arguments) -> tuple[Argument, ...]:
        return named.groups or tuple(self._state.last) or tuple(self._state.standing[-1:])

    def _within(self, named: Arguments, argument: Argument) -> Argument:
        """What was named before and is not named now: the project that a line is of."""
        around = named.within or (self._state.standing[0] if self._state.standing else ())
        said = {t.said for t in argument}
        return tuple(t for t in around if t.said not in said and t.concept != "total_balance_sheet")

    def _bodies(self, clause: Clause) -> list[int]:
        spans = [(m.start, m.end) for m in clause.of("body")]
        own = {
            m.body.issuer for m in self.scene.question.who.mentions if any(a <= m.start < b or m.start == a for a, b in spans)
        }
        chosen = [i for i, g in enumerate(self.scene.groups) if g.body.issuer in own]
        return chosen or list(range(len(self.scene.groups)))

    def _years(self, clause: Clause, who: int) -> tuple[int | None, ...]:
        own = tuple(dict.fromkeys(int(m.value) for m in clause.of("year")))
        question = for_body(self.scene.question, self.scene.groups[who].body)
        asked = tuple(y for y in own if y in question.years) or question.years
        if not asked and len(question.relative) == 1 and (year := self.scene.groups[who].year) is not None:
            return (year + question.relative[0],)
        if self.scene.question.recent and (year := self.scene.groups[who].year) is not None:
            asked = tuple(sorted({*asked, *range(year - self.scene.question.recent, year), *(() if asked else (year,))}))
        return asked or (None,)

    def _look(self, clause: Clause, argument: Argument, who: int, year: int | None, stage: Stage | None, within: Argument = ()) -> Look:
        counter = clause.first("counter")
        measure = clause.first("measure")
        money = counter is None and not is_people(argument) and (self.scene.question.unit is not None or "钱" in clause.text)
        codes = tuple(m.value for m in clause.of("code"))
        return Look(
            argument, within, who, year, None if counter else stage, measure.value if measure else None,  # type: ignore[arg-type]
            _bare(counter.value) if counter else None, money and measure is None, codes,
        )  # fmt: skip

    def _grid(self, clause: Clause, arguments: Sequence[Argument], named: Arguments, *, one_year: bool = False) -> list[Look]:
        """Every argument of every body, year and stage that the clause asks about."""
        found: list[Look] = []
        lead = arguments[0][:-1] if len(arguments) > 1 else ()
        for who in self._bodies(clause):
            years = self._years(clause, who)
            years = (max(y for y in years if y),) if one_year and years[0] else years
            for argument, year, stage in product(arguments, years, self._stages_of(clause)):
                within = lead if lead and argument is not arguments[0] and len(argument) == 1 else self._within(named, argument)
                found.append(self._look(clause, argument, who, year, stage, within))
        return list(dict.fromkeys(found))

    def _stages_of(self, clause: Clause) -> tuple[Stage | None, ...]:
        own = _stages(clause)
        every = _stages_in(self.scene.question.bases)
        return own or self._state.stages or (every if len(every) == 1 else (None,))

    # ---- the shapes

    def _looks(self, clause: Clause, named: Arguments) -> Iterator[Roots]:
        codes = clause.of("code")
        if codes:
            yield tuple(self._grid(clause, ((),), named))
        if not named.groups and not codes:
            if (stages := _stages(clause)) and (sets := [r for r in self._state.roots if isinstance(r, Members)]):
                yield tuple(replace(s, beside=tuple(x for x in stages if x != s.basis)) for s in sets)
                return
            if "each" in clause.values("question") and self._state.roots and not _stages(clause) and not clause.of("measure", "counter"):
                return
            arguments = self._arguments(named)
            if arguments:
                yield tuple(self._grid(clause, arguments, named))
            return
        yield tuple(self._grid(clause, named.groups, named))
        if named.split != named.groups:
            yield tuple(self._grid(clause, named.split, named))

    def _remain(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        if "LESS" in operators:
            return
        looks = self._grid(clause, self._arguments(named), Arguments(()))
        bare = list(dict.fromkeys(replace(look, basis=look.basis if look.basis == "initial_budget" else None) for look in looks))
        if bare:
            yield tuple(Apply("REMAIN", (look,)) for look in bare)

    def _less(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        """扣掉乙还有多少: the whole, named before or the year's, less what is named behind."""
        cue = clause.first("operator", "LESS")
        assert cue is not None  # noqa: S101 - asked for by its caller
        before, after = arguments_of(clause, end=cue.start + 1).groups, arguments_of(clause, start=cue.end).groups
        wholes = before[-1:] or tuple(self._state.last[-1:]) or ((Thing("", 0, 0, "", "total_expenditure"),),)
        roots: list[Node] = []
        for who in self._bodies(clause):
            tops = [x for x in self._grid(clause, wholes, Arguments(())) if x.who == who]
            parts = [x for x in self._grid(clause, after, Arguments(())) if x.who == who]
            if tops and parts:
                part: Node = Apply("SUM", tuple(parts)) if len(parts) > 1 else parts[0]
                roots.append(Apply("DIFFERENCE", (replace(tops[0], money=True), part)))
        yield tuple(roots)

    def _sum(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        for groups in dict.fromkeys((named.split, named.groups)):
            if len(groups) > 1:
                yield from self._sums(clause, groups, named)
        if not named.groups and isinstance(self._state.roots[:1] and self._state.roots[0], Members):
            yield (Apply("SUM", (self._state.roots[0],)),)
        if not named.groups:
            looks = tuple(r for r in self._state.roots if isinstance(r, Look))
            if len(looks) > 1:
                yield (Apply("SUM", looks),)
            elif len(self._state.last) + len(self._state.standing) > 1:
                every = tuple(dict.fromkeys((*self._state.standing, *self._state.last)))
                yield from self._sums(clause, every, named)

    def _sums(self, clause: Clause, groups: Sequence[Argument], named: Arguments) -> Iterator[Roots]:
        looks = self._grid(clause, groups, named)
        if any(not x.money and x.counter is None for x in looks):
            money = tuple(replace(x, money=x.counter is None and not is_people(x.thing)) for x in looks)
            yield from self._summed(clause, money)
        yield from self._summed(clause, looks)

    def _summed(self, clause: Clause, looks: Sequence[Look]) -> Iterator[Roots]:
        per_body = [Apply("SUM", tuple(x for x in looks if x.who == who)) for who in self._bodies(clause)]
        operators = clause.values("operator")
        if len(per_body) == 2 and operators & {"DIFFERENCE", "COMPARE"}:  # noqa: PLR2004
            yield (Apply("DIFFERENCE", tuple(per_body)), *per_body)
        yield tuple(per_body)

    def _share(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        cue = clause.first("operator", "SHARE") or clause.first("operator", "PERCENT")
        if cue is None or _AMOUNT_IN.search(clause.text[cue.start :]) or (cue.value == "PERCENT" and _is_rate(clause)):
            return
        before, after = arguments_of(clause, end=cue.start + 1), arguments_of(clause, start=cue.end)
        second = [m for m in clause.of("operator") if m.value in {"SHARE", "PERCENT"}][-1]
        if second is not cue and not after.groups:
            after = arguments_of(clause, start=cue.end, end=second.start)
        parts, whole = before.groups, after.groups or ((before.within,) if before.within else ())
        if not parts:
            yield from self._share_of_last(clause, whole, named)
            return
        inside: tuple[Argument, ...] = ()
        if not whole and len(parts) == 1 and len(parts[0]) > 1:  # 甲的乙占几成
            inside = (parts[0][:-1],)
        elif not whole and self._state.standing:
            inside = tuple(self._state.standing[-1:])
        for wholes in dict.fromkeys((whole or inside, whole)):
            for groups in dict.fromkeys((parts, before.split)):
                yield from self._shares(clause, groups, wholes, operators)

    def _shares(self, clause: Clause, parts: Sequence[Argument], whole: Sequence[Argument], operators: set[str]) -> Iterator[Roots]:
        roots: list[Node] = []
        for who in self._bodies(clause):
            tops = [x for x in self._grid(clause, parts, Arguments(())) if x.who == who]
            bottoms = [replace(x, measure=None, within=()) for x in self._grid(clause, whole, Arguments(())) if x.who == who] if whole else []
            if len(parts) > 1 and "SUM" in operators:
                top: Node = Apply("SUM", tuple(tops))
                roots += [Apply("SHARE", (top, *bottoms[:1])), top]
            else:
                roots += [Apply("SHARE", (t, *bottoms[:1])) for t in tops]
        yield tuple(roots)

    def _share_of_last(self, clause: Clause, whole: Sequence[Argument], named: Arguments) -> Iterator[Roots]:
        bottoms = [replace(x, within=()) for x in self._grid(clause, whole[-1:], Arguments(()), one_year=True)] if whole else []
        tops = [r for r in self._state.roots if not isinstance(r, Read)]
        this = _THIS.search(clause.said) is not None and self._state.last
        if this and tops and isinstance(tops[0], Apply):
            tops = list(self._grid(clause, tuple(self._state.last[-1:]), Arguments(()), one_year=True))
        if not whole and tops and self._state.standing and _OF_IT.search(clause.said):
            bottoms = [replace(x, within=()) for x in self._grid(clause, self._state.standing[:1], Arguments(()), one_year=True)]
        if tops and isinstance(tops[0], Members):
            yield (Apply("SHARE", (Apply("SUM", (tops[0],)), *bottoms[:1])),)
        elif tops and isinstance(tops[0], Apply) and tops[0].op == "SUM":
            yield (Apply("SHARE", (tops[0], *bottoms[:1])),)
        elif tops:
            yield tuple(Apply("SHARE", (replace(t, measure=None) if isinstance(t, Look) else t, *bottoms[:1])) for t in tops)
        elif self._state.standing:
            looks = self._grid(clause, tuple(self._state.standing), Arguments(()), one_year=True)
            yield tuple(Apply("SHARE", (x, *bottoms[:1])) for x in looks)

    def _compared(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        op: Operator = "RATIO" if "TIMES" in operators else "DIFFERENCE"
        for groups in dict.fromkeys((named.groups, named.split)):
            if not groups:
                continue
            looks = self._grid(clause, groups, named)
            if len(looks) == 2:  # noqa: PLR2004
                yield (Apply(op, tuple(looks)), *looks)
            elif len(looks) > 2 and len(self._bodies(clause)) == 2:  # noqa: PLR2004
                yield from self._pairs(looks, op)
            elif len(looks) > 2 and len({x.basis for x in looks}) == 2:  # noqa: PLR2004
                pairs = [[x for x in looks if x.thing == thing] for thing in dict.fromkeys(x.thing for x in looks)]
                yield tuple(n for pair in pairs if len(pair) == 2 for n in (Apply(op, tuple(pair)), *pair))  # noqa: PLR2004
            elif len(looks) == 1:
                lasts = [r for r in self._state.roots if not isinstance(r, (Read, Members))]
                if len(lasts) == 1 and lasts[0] != looks[0]:
                    yield (Apply(op, (lasts[0], looks[0])), looks[0])
                if op == "DIFFERENCE":
                    yield tuple(Apply("CHANGE", (replace(x, basis=None),)) for x in looks)
        if not named.groups:
            lasts = [r for r in self._state.roots if not isinstance(r, (Read, Members))]
            if len(lasts) == 2:  # noqa: PLR2004
                yield (Apply(op, tuple(lasts)),)
            elif len(lasts) == 3 and isinstance(lasts[0], Apply):  # noqa: PLR2004
                yield (Apply(op, tuple(lasts[1:])),)
            arguments = self._arguments(named)
            looks = self._grid(clause, arguments, named)
            if len(looks) == 2:  # noqa: PLR2004
                yield (Apply(op, tuple(looks)), *looks)
            if len(looks) == 1 and op == "DIFFERENCE":
                yield tuple(Apply("CHANGE", (replace(x, basis=None),)) for x in looks)

    def _pairs(self, looks: Sequence[Look], op: Operator) -> Iterator[Roots]:
        """The same things of two bodies (or years), each set against the other."""
        first = [x for x in looks if x.who == looks[0].who]
        other = [x for x in looks if x.who != looks[0].who]
        if len(first) == len(other):
            yield tuple(n for a, b in zip(first, other, strict=True) for n in (Apply(op, (a, b)), a, b))

    def _changed(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        op: Operator = "GROWTH" if "PERCENT" in operators or _RATE.search(clause.text[clause.start : clause.end]) else "CHANGE"
        for groups in dict.fromkeys((self._arguments(named), named.split or self._arguments(named))):
            if not groups:
                continue
            looks = self._grid(clause, groups, named, one_year=True)
            bare = dict.fromkeys(replace(x, basis=None if x.basis == "budget" else x.basis, measure=None, counter=x.counter) for x in looks)
            yield tuple(Apply(op, (x,)) for x in bare)

    def _extreme(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        op: Operator = "ARGMIN" if "BOTTOM" in operators else "ARGMAX"
        if "BOTTOM" not in operators and re.search(r"[少低小](?!于)", clause.text[clause.start : clause.end]) and "TOP" not in operators:
            op = "ARGMIN"
        for groups in dict.fromkeys((named.groups, named.split)):
            looks = self._grid(clause, groups, named) if groups else []
            if "SORT" in operators and len(looks) > 1:
                yield (Apply("SORT", tuple(looks)),)
            elif len(looks) > 1 and not ("COMPARE" in operators and len(looks) == 2):  # noqa: PLR2004
                yield (Apply(op, tuple(looks)), *(looks if len(looks) <= SHOWN else ()))
        lasts = tuple(r for r in self._state.roots if not isinstance(r, (Read, Members)))
        if not named.groups and len(lasts) > 1:
            yield (Apply(op, lasts),)

    def _per(self, clause: Clause, named: Arguments, operators: set[str]) -> Iterator[Roots]:
        counts = [g for g in named.groups if is_people(g)]
        amounts = [g for g in named.groups if g not in counts] or [g for g in self._state.last if not is_people(g)]
        cue = clause.first("operator", "PER")
        match = _PER.search(clause.text, max(0, cue.start - 1) if cue else 0)
        counter = (match[1] or match[2]) if match else None
        counter = _COUNTED.get(counter or "", counter)
        roots: list[Node] = []
        own: list[Node] = []
        for who, argument in product(self._bodies(clause), amounts or [()]):
            if argument and len(amounts) > 1 and (near := _PER.search(clause.text, argument[-1].end, argument[-1].end + 6)) is not None:
                counter = _COUNTED.get(near[1] or near[2], near[1] or near[2])
            year, stage = self._years(clause, who)[0], self._stages_of(clause)[0]
            thing = argument or (Thing("", 0, 0, "", "total_expenditure"),)
            top = replace(self._look(clause, thing, who, year, stage, self._within(named, thing)), counter=None, money=True)
            if counter and not counts:
                own.append(Apply("PER", (top, replace(top, counter=counter, money=False, basis=None))))
            bottom = self._count_for(counts, counter, top, who, year)
            if bottom is not None:
                roots.append(Apply("PER", (top, bottom)))
        yield tuple(own)
        yield tuple(roots)

    def _count_for(self, counts: Sequence[Argument], counter: str | None, top: Look, who: int, year: int | None) -> Look | None:
        if counts:
            return Look(counts[0], (), who, year, counter=counter)
        looked = next((r for r in self._state.roots if isinstance(r, Look) and r.counter and r.who == who), None)
        if looked is not None:
            return looked
        if (concept := _SHARED_AMONG.get(counter or "")) is not None:
            return Look((Thing("", 0, 0, "", concept),), (), who, year, counter=counter)
        return replace(top, counter=counter, money=False, basis=None) if counter else None

    def _of_set(self, clause: Clause, found: Members, operators: set[str]) -> Iterator[Roots]:
        roots: list[Node] = []
        for who in self._bodies(clause):
            year = self._years(clause, who)[0]
            stages = self._stages_of(clause)
            of = replace(found, who=who, when=year, basis=found.basis or stages[0], beside=tuple(s for s in stages[1:] if s))
            roots.append(of)
            if "SUM" in operators:
                roots.insert(0, Apply("SUM", (of,)))
            if "PER" in operators:
                roots.insert(0, Apply("MEAN", (of,)))
        yield tuple(roots)


def _is_rate(clause: Clause) -> bool:
    """Whether a per cent that is asked for is of a change or of a budget carried out, not of a whole."""
    return bool(clause.values("operator") & {"CHANGE", "GROWTH"} or clause.first("comparison", "prior") or clause.of("measure"))


_SHAPES = (
    (frozenset({"TOP", "BOTTOM", "COMPARE", "SORT"}), Generator._extreme),
    (frozenset({"PER"}), Generator._per),
    (frozenset({"LESS"}), Generator._less),
    (frozenset({"SHARE", "PERCENT"}), Generator._share),
    (frozenset({"DIFFERENCE", "COMPARE", "TIMES"}), Generator._compared),
    (frozenset({"CHANGE", "GROWTH"}), Generator._changed),
    (frozenset({"REMAIN"}), Generator._remain),
    (frozenset({"SUM"}), Generator._sum),
)
"""Operators and the shapes that they make, the more telling operators first."""
SHOWN = 6
"""Figures told beside the largest of them."""


def _bare(counter: str) -> str:
    return _COUNTED.get(counter, counter) if counter in {"平米", "部"} else counter


def _stages(clause: Clause) -> tuple[Stage, ...]:
    """The stages that a clause names, each once; 预算 beside a stage that says more is that one."""
    named = tuple(dict.fromkeys(m.value for m in clause.of("basis")))
    if len(named) > 1 and "budget" in named and {"initial_budget", "adjusted_budget"} & set(named):
        named = tuple(n for n in named if n != "budget")
    return named  # type: ignore[return-value]


def _stages_in(bases: Sequence[str]) -> tuple[Stage, ...]:
    return tuple(b for b in bases if b in {"budget", "adjusted_budget", "final_accounts", "target"})  # type: ignore[misc]


def _reads(clause: Clause) -> AnswerType | None:
    asked = clause.values("question")
    return next((kind for cue, kind in _READS if cue in asked), None)


def is_money(unit: str) -> bool:
    """Whether a unit is one of money."""
    return unit_class(unit).value == "money"
