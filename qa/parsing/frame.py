"""句框: a clause with what it leaves open filled from the clauses before it: whose, of when, at which stage, about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from corpus.disclosure import Measure
from corpus.money import Quantity, UnitClass
from qa.finding import effort
from qa.finding.explaining import TOTALS
from qa.finding.projects import holds_words
from qa.finding.scene import Scene, asks_lifetime, for_body
from qa.parsing.arguments import Argument, Arguments, arguments_of, is_people
from qa.parsing.clauses import Clause
from qa.parsing.said import COUNTED, PAIR, amounts_in, pairs_in, stages_in, told_in, versus_in
from qa.parsing.sets import names_projects
from qa.plan.nodes import Apply, Look, Members, Node, Read, Stage, Stated, Thing, walk
from qa.understanding.question import measures_in
from qa.understanding.years import is_set_against

Roots = tuple[Node, ...]
_THE_GAP = re.compile(r"差额|差距|差值|[多少高低缺空]出?来?的|空[缺编]|缺[口编]|这个差|这部分|那部分")
_MONEY = re.compile(r"金额|数额|款额|多少(?:万|亿)?元|几(?:百|千)?[万亿]")
"""Words by which a clause asks for an amount of money."""
NO_ARGUMENTS = Arguments(())
_HOW_FAR = frozenset({"how_much", "how"})
_CHANGES = frozenset({"CHANGE", "GROWTH"})
_COMPARING = frozenset({"DIFFERENCE", "COMPARE", "TIMES"})


LOOK = 40
"""Steps (:mod:`qa.finding.effort`) that a figure to look for costs by itself: some hundred are planned for one question."""


@dataclass
class State:
    """What earlier clauses named and asked.

    ``standing`` is all that was named, ``last`` what was named last, ``roots`` what was asked last, ``kind`` the set spoken of,
    ``asked`` the figures of each question so far, ``ranked`` the set put in order last, until something else is named,
    ``summed`` what was named to be added up before anything was asked of it (水费加电费，甲和乙各多少),
    ``counted`` how many things are said to be (七辆车，一辆多少), ``pairs`` years that were named with their own stages,
    ``uncounted`` the measure word of a count that was asked for of nothing that is known, ``told`` how many there are said to be,
    ``left`` whether it was asked what is left, ``versus`` the two years that were set against each other last.
    """

    standing: list[Argument] = field(default_factory=list)
    last: list[Argument] = field(default_factory=list)
    roots: Roots = ()
    stages: tuple[Stage, ...] = ()
    kind: str = ""
    asked: list[Roots] = field(default_factory=list)
    ranked: Members | None = None
    summed: tuple[Argument, ...] = ()
    counted: list[Quantity] = field(default_factory=list)
    pairs: list[tuple[int | None, Stage | None]] = field(default_factory=list)
    uncounted: str = ""
    told: int | None = None
    left: bool = False
    versus: tuple[int, int] | None = None

    def stand(self, clause: Clause) -> None:
        """Keep what a clause names that asks nothing."""
        named = arguments_of(clause)
        self.standing += named.groups
        self.counted += [q for q in amounts_in(clause) if q.unit_class is UnitClass.COUNT]
        if named.groups:
            self.last = list(named.members)
            self.summed = named.split if "SUM" in clause.values("operator") and len(named.split) > 1 else ()
        self.stages = stages_in(clause) or self.stages
        self.told = told_in(clause)
        self.versus = versus_in(clause) or self.versus
        self.pairs += pairs_in(clause)
        if names_projects(clause) or "个项目" in clause.said:
            self.kind = "projects"

    def remember(self, clause: Clause) -> None:
        """Keep what a clause names that has asked."""
        own = arguments_of(clause)
        self.versus = versus_in(clause) or self.versus
        lifetimes = any(isinstance(n, Look) and n.lifetime for r in self.roots for n in walk(r))
        self.left = lifetimes or bool(clause.values("operator") & {"LESS", "REMAIN"})
        first = next((r for r in self.roots if isinstance(r, Members) and r.order), None)
        self.ranked = first or (None if own.groups and not clause.of("operator") else self.ranked)
        cue = clause.first("operator", "SHARE")
        spoken = arguments_of(clause, end=cue.start + 1) if cue is not None and self.last else own
        if spoken.groups:  # 占公用经费几成 still speaks of what it is a share of it
            self.last = list(spoken.apart)
            self.summed = spoken.apart if "SUM" in clause.values("operator") and len(spoken.apart) > 1 else ()
        self.standing += [g for g in (own.within, *own.groups) if g]

    @property
    def values(self) -> tuple[Node, ...]:
        """The figures asked last: sets, words and changes left out, which are no amounts to set against another."""
        return tuple(
            r
            for r in self.roots
            if not isinstance(r, (Read, Members)) and not (isinstance(r, Apply) and r.op in _CHANGES)
        )

    @property
    def items(self) -> tuple[Node, ...]:
        """The figures asked last, without what was worked out of the others among them (各多少，合计多少，最多的是谁)."""
        return tuple(v for v in self.values if not any(w in self.values for w in walk(v) if w != v)) or self.values

    @property
    def subject(self) -> Node | None:
        """What was asked about last as one amount: the first side of a comparison (甲比乙多多少，是丙的几倍: 甲), else all of it."""
        first = self.values[0] if self.values else None
        if isinstance(first, Apply) and first.op in _SET_AGAINST and not self.left:
            return first.args[0]
        return first if len(self.values) == 1 or isinstance(first, Apply) else None


_SET_AGAINST = frozenset({"DIFFERENCE", "RATIO", "GROWTH"})


@dataclass(frozen=True)
class Frame:
    """句框 of one clause in its question."""

    scene: Scene
    clause: Clause
    state: State

    @property
    def named(self) -> Arguments:
        """What the clause names."""
        return arguments_of(self.clause)

    @property
    def operators(self) -> set[str]:
        """The operators that its words call for; 甲是不是比乙还多 sets two things against each other."""
        found, than = self.clause.values("operator"), self.clause.first("comparison", "than")
        doubted = than and "yes_no" in self.clause.values("question") and len(self.named.groups) > 1
        moved = than and self.clause.values("question") & _HOW_FAR and self.clause.of("year", "relative", "basis")
        return found or ({"DIFFERENCE"} if doubted or moved else found)  # 比2021年压了多少

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What it is about: what it names, else what was named last."""
        return self.named.groups or tuple(self.state.last) or tuple(self.state.standing[-1:]) or self._unspoken

    @property
    def _unspoken(self) -> tuple[Argument, ...]:
        """The year's whole where the question names nothing else (2022年预算总数多少)."""
        if any(isinstance(n, Members) for r in self.state.roots for n in walk(r)):
            return ()  # of the set that was asked about, not of the year's whole
        topics = self.scene.question.topics
        totals = [t for t in topics if t.concept in TOTALS]
        against = self.clause.of("comparison", "relative") or "why" in self.clause.values("question")
        if (
            against
            and not self.state.roots
            and self.operators & {"CHANGE", "GROWTH", "DIFFERENCE"}
            and not self.clause.of("counter")
        ):
            return ((Thing("", 0, 0, "", "total_balance_sheet"),),)  # 2024年比2023年多多少
        return (
            tuple((Thing(t.text, t.start, t.end, "", t.concept),) for t in totals[:1])
            if len(totals) == len(topics)
            else ()
        )

    @property
    def told(self) -> int | None:
        """How many things the clause says that it names (这三笔); None where it does not say."""
        return told_in(self.clause)

    def within(self, named: Arguments, argument: Argument) -> Argument:
        """What was named before and is not named now: the project that a line is of."""
        around = named.within or (self.state.standing[0] if self.state.standing else ())
        if not named.within and len(self.state.last) > 1 and around in self.state.last:
            around = ()  # named side by side with the argument
        said, starts = {t.said for t in argument}, {t.start for t in argument if t.said}
        whole = TOTALS if any(t.concept in TOTALS for t in argument) else frozenset({"total_balance_sheet"})
        return tuple(
            t for t in around if t.said not in said and t.start not in starts and t.concept not in whole
        )  # the year's spending is no part of the year's income

    def as_project(self, argument: Argument) -> Argument:
        """The only project whose name holds the words, where one does (四个项目中，除了培训费): no line of the accounts."""
        said = "".join(t.said for t in argument)
        names = {n for g in self.scene.groups for s in g.shelves for n in s.subjects if holds_words(said, n)}
        return (replace(argument[-1], name=names.pop(), concept=None, others=()),) if len(names) == 1 else argument

    @property
    def bodies(self) -> list[int]:
        """The places of the bodies that the clause names, of all where it names none."""
        spans = [(m.start, m.end) for m in self.clause.of("body")]
        mentions = self.scene.question.who.mentions
        own = {m.body.issuer for m in mentions if any(a <= m.start < b or m.start == a for a, b in spans)}
        chosen = [i for i, g in enumerate(self.scene.groups) if g.body.issuer in own]
        return chosen or list(range(len(self.scene.groups)))

    @property
    def against(self) -> int | None:
        """The year that the clause sets what it asks about against (比2021年少了多少, 比上年); None where it sets it against none."""
        named = [m for m in self.clause.of("year") if is_set_against(self.clause.text, m.start, m.end)]
        if len(named) == 1:
            return int(named[0].value)
        relative, years = self.clause.first("relative", "-1"), self.scene.question.years
        before = self.clause.text[: relative.start].rstrip() if relative is not None else ""
        return min(years) - 1 if len(years) == 1 and before.endswith(("比", "较")) else None

    @property
    def _goes_against(self) -> bool:
        """Whether the year before is only what the year asked about is set against (比上年多了多少)."""
        back = self.clause.first("relative")
        return back is not None and self.clause.text[: back.start].rstrip().endswith(("比", "较"))

    def years(self, who: int) -> tuple[int | None, ...]:
        """The years asked of a body: the clause's own (not the one that it is only set against: 比21多), else the question's."""
        named = self.clause.of("year")
        lone = [m for m in named if is_set_against(self.clause.text, m.start, m.end)] if len(named) == 1 else []
        own = tuple(dict.fromkeys(int(m.value) for m in named if m not in lone))
        if lone:
            own = tuple(y for y in (int(lone[0].value) + 1,) if y in self.scene.question.years) or own
        group = self.scene.groups[who]
        question = for_body(self.scene.question, group.body)
        between = [y for y, a, b in question.year_spans if any(a <= m.start < b for m in named if m not in lone)]
        own = tuple(sorted({*own, *between})) if len(own) > 1 and set(between) - set(own) else own  # 2020年到2022年
        asked = tuple(y for y in own if y in question.years) or question.years
        if not asked and len(question.relative) == 1 and group.year is not None:
            return (group.year + (0 if self._goes_against else question.relative[0]),)
        if question.recent and group.year is not None:
            past = range(group.year - question.recent, group.year)
            asked = tuple(sorted({*asked, *past, *(() if asked else (group.year,))}))
        return asked or (None,)

    @property
    def stages(self) -> tuple[Stage | None, ...]:
        """The stages asked for: the clause's own, those of the clauses before it, the question's only one."""
        bases = self.scene.question.bases
        every = tuple(b for b in bases if b in {"budget", "adjusted_budget", "final_accounts", "target"})
        return stages_in(self.clause) or self.state.stages or (every if len(every) == 1 else (None,))

    @property
    def pairs(self) -> list[tuple[int | None, Stage | None]]:
        """(year, stage) where each year is followed by its own stage (2021年决算比2022年预算), a clause before it included."""
        own = pairs_in(self.clause)
        before = self.state.pairs if own and self.operators & _COMPARING else []
        found = [*before, *own]
        return found if len({y for y, _ in found}) == len(found) else []

    def _periods_of(self, who: int) -> list[tuple[int | None, Stage | None]]:
        """The years and stages named behind a body, where each of several bodies has its own (甲2022预算、乙2021决算)."""
        names = {m.start: m.body.issuer for m in self.scene.question.who.mentions}
        found: dict[str, list[tuple[int | None, Stage | None]]] = {}
        current, year = "", None
        for mention in self.clause.of("body", "year", "basis"):
            if mention.kind == "body":
                current, year = names.get(mention.start, current), None
                found.setdefault(current, [])
            elif mention.kind == "year":
                year = int(mention.value)
            elif year is not None and current:
                found[current].append((year, mention.value))  # type: ignore[arg-type]
                year = None
        return found.get(self.scene.groups[who].body.issuer, []) if len(found) > 1 and all(found.values()) else []

    def _is_held(self, who: int, year: int | None) -> bool:
        """Whether a year is to be looked for on this side: not where the body's other side (汇总, 本级) alone has it."""
        group = self.scene.groups[who]
        sides = [g for g in self.scene.groups if g.body.issuer == group.body.issuer]
        holding = [g for g in sides if any(s.disclosure.fiscal_year == year for s in g.shelves)]
        return year is None or not holding or group in holding

    def look(self, argument: Argument, who: int, year: int | None, stage: Stage | None, within: Argument = ()) -> Look:
        """The look for one argument of one body, year and stage, in the unit and measure that the clause asks for."""
        effort.spend(LOOK, "")
        counter, measure = self.clause.first("counter"), self.measure
        speaks = (
            self.scene.question.unit is not None
            or _MONEY.search(self.clause.said) is not None
            or "钱" in self.clause.text
        )
        money = counter is None and measure is None and not is_people(argument) and speaks
        unit = COUNTED.get(counter.value, counter.value) if counter else None
        if unit is None and measure is None and not speaks and is_people(argument, assets=False):
            unit = "人"
        if unit is None and measure is None and not speaks and any(t.concept == "cars_owned" for t in argument):
            unit = "辆"
        codes = tuple(m.value for m in self.clause.of("code"))
        return Look(
            argument, within, who, year, stage if counter is None or stage == "target" else None, measure,
            unit, money, codes, asks_lifetime(self.clause.said),
        )  # fmt: skip

    @property
    def measure(self) -> Measure | None:
        """The measure that the clause names (执行率, 得分), or asks for in other words (用掉了百分之几)."""
        named = self.clause.first("measure")
        if named is not None:
            return "completion" if named.value == "completion" else "score"
        return next(iter(measures_in(self.clause.said)), None)

    def grid(
        self, arguments: Sequence[Argument], named: Arguments = NO_ARGUMENTS, *, one_year: bool = False
    ) -> list[Look]:
        """Every argument of every body, year and stage that the clause asks about."""
        found: list[Look] = []
        lead = arguments[0][:-1] if len(arguments) > 1 else ()
        for who in self.bodies:
            years = self.years(who)
            if one_year and years[0] is not None:
                years = (max(y for y in years if y is not None),)
            periods = self.pairs if len(self.pairs) > 1 and not one_year else list(product(years, self.stages))
            periods = self._periods_of(who) or periods
            for argument, (year, stage) in product(arguments, [p for p in periods if self._is_held(who, p[0])]):
                leads = bool(lead) and argument is not arguments[0] and len(argument) == 1
                found.append(self.look(argument, who, year, stage, lead if leads else self.within(named, argument)))
        return list(dict.fromkeys(found))

    def stated(self, start: int = 0, about: Sequence[Thing] = ()) -> list[Stated]:
        """The amounts that the clause states behind an offset as known (那33万), for each of its bodies."""
        said = [q for q in amounts_in(self.clause, start) if q.unit_class in {UnitClass.MONEY, UnitClass.COUNT}]
        return [Stated(q.value, q.unit, tuple(about), w, self.years(w)[0]) for q in said for w in self.bodies]

    def wholes(self, arguments: Sequence[Argument], *, one_year: bool = False) -> list[Look]:
        """What something is a share of: amounts, whatever was named around them."""
        looks = self.grid(arguments, one_year=one_year) if arguments else []
        return [replace(x, within=(), measure=None, counter=None) for x in looks]

    @property
    def last_sum(self) -> Node | None:
        """What was asked last as one amount to take a share of: its sum, or the sum of its set."""
        first = self.state.roots[0] if self.state.roots else None
        if isinstance(first, Members):
            return Apply("SUM", (first,))
        if not isinstance(first, Apply) or first.op not in {"SUM", "DIFFERENCE"}:
            return None
        sides = [a for a in first.args if isinstance(a, Look)]
        unlike = first.op == "DIFFERENCE" and len(sides) == PAIR and sides[0].thing != sides[1].thing
        if unlike and ("SUM" in self.operators or self.told == PAIR):
            return Apply("SUM", tuple(sides))  # 甲比乙多多少，两样一共占丙几成
        of_one = any(g[-1:] == x.thing[-1:] or (g[-1].concept and g[-1].concept == x.thing[-1].concept)
                     for g in self.named.groups for x in sides)  # fmt: skip
        if unlike and not (self.state.left or of_one or _THE_GAP.search(self.clause.said)):
            return sides[0]  # 甲比乙多多少，占丙几成: 甲; 占乙几成: the gap
        return first
