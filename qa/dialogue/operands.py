"""算之数: the operands of a calculation that goes on from what was said: figures told before, with what is named anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.money import UnitClass
from qa.dialogue.given import Given, facets, givens
from qa.dialogue.memory import Memory
from qa.dialogue.references import set_against
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.evidence.reckon import EACH
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.scene import Scene
from qa.library import Library, grams
from qa.parsing.arguments import Argument, is_people
from qa.parsing.said import stages_in
from qa.plan.nodes import Look, Node, Stage, Thing
from qa.understanding.years import is_set_against

_TWO_YEARS = re.compile(r"[两几]年(?=相|比|差|的)|两个年度")
LISTED = 2
"""Figures of one turn up to which each is spoken of by itself; more are a list."""
SAME = 0.8
"""The share of the words named that a figure's name must hold for it to be the one meant."""
_NUMBERS = frozenset({"amount", "count"})
LEVEL = re.compile(r"[（(](?:汇总|本级)[）)]$|本级$")
"""What a body's name says of its scope."""


class Operands:
    """算之数 of one utterance: ``given`` are the figures told before, ``members`` the set in play."""

    def __init__(self, said: Utterance, scene: Scene, memory: Memory, library: Library, run: Executor) -> None:
        self.said, self.scene, self.memory, self.library, self.run = said, scene, memory, library, run
        self.given = _of_bodies(givens(memory.recent, library), scene)
        self.members = givens(memory.members, library)

    def know(self, given: Given) -> Look:
        """The node that stands for a figure, known to the executor, in the unit that is asked for."""
        unit, finding = self.scene.question.unit, given.finding
        if (
            unit
            and given.quantity.unit_class is UnitClass.MONEY
            and given.quantity.unit != unit
            and "/" not in given.quantity.unit
        ):
            finding = replace(finding, shown=finding.fact.quantity.to(unit))
        self.run.know(replace(given.value, finding=finding))
        return given.node

    def operands(
        self, picked: tuple[Given, ...], before: int | None = None, *, bare: bool = False
    ) -> Iterator[list[Node]]:
        """The figures spoken of, with what is to be added to them, as they may be meant; nothing where nothing points back.

        ``bare`` says that those stated one after the other are meant where nothing is named at all (一共多少).
        """
        ref = self.said.ref
        own = list(picked)
        if ref is not None and ref.projects and not picked:
            yield from self._projects(ref.count)
            return
        if not own and ref is not None and ref.kind == "group":
            own = self.group(ref.count)
        start, end = self.said.added(before)
        named = self.said.named(start, end)
        if start is not None and named:
            own = own or self._last_told()
            alone = tuple((t,) for g in named for t in g)
            for groups in dict.fromkeys((named, alone, self.said.split(start, end))):
                more = list(self.looks(groups))
                if own and more and all(self.run.value(m).found for m in more):
                    yield [*map(self.know, own), *more]
            return
        if not own and bare and ref is None and self.said.only_adds and not self.scene.question.codes:
            own = self.group(0)
        stage = next(iter(stages_in(self.said.clause)), None)
        year, body = self._elsewhere()
        if own and ref is not None and (stage or year or body is not None):
            yield [self.at(g, stage, year, body) for g in own]
        elif own:
            yield [self.know(g) for g in own]

    def _elsewhere(self) -> tuple[int | None, int | None]:
        """The year, and the place of the body, that an utterance names for what it points to (乙局2022年这两项加起来)."""
        years = [m for m in self.said.clause.of("year") if not is_set_against(self.said.text, m.start, m.end)]
        bodies = self.said.clause.of("body")
        named = len(bodies) == 1 and not set_against(self.said.text, bodies[0].start, bodies[0].end)
        return int(years[0].value) if len(years) == 1 else None, 0 if named and len(self.scene.groups) == 1 else None

    def _last_told(self) -> list[Given]:
        """What 再加上 adds to: the figure stated last, or all of its kind that were told with it."""
        last = self.last()
        if last is None or last.computed:
            return [_amount_of(last)] if last is not None else []
        alike = [g for g in self.given if is_amount(g) and not g.beside and not g.computed and _counts_alike(g, last)]
        return [g for g in alike if g.turn == last.turn and g.quantity.unit_class is last.quantity.unit_class]

    def _projects(self, count: int) -> Iterator[list[Node]]:
        """The last projects spoken of, whatever was asked of them, at the stage that is asked for now (这两个项目一共执行多少)."""
        spoken = dict.fromkeys(g.finding.fact.subject for g in reversed(self.given) if g.finding.fact.subject)
        names = [n for n in spoken if n][: count or None][::-1]
        stage: Stage | None = next(iter(stages_in(self.said.clause)), None)
        if len(names) > 1 and len(names) == (count or len(names)):
            year = self.year
            yield [Look((Thing(n, 0, 0, n),), (), self.who, year, stage, money=True) for n in names]

    def at(self, given: Given, stage: Stage | None, year: int | None = None, body: int | None = None) -> Look:
        """The same thing at the stage, of the year and body that are asked for now (这两项预算合计); itself where it is that."""
        fact = given.finding.fact
        if given.computed or (stage in {None, fact.basis} and year in {None, fact.year} and body is None):
            return self.know(given)
        thing = Thing(given.name, 0, 0, given.name, None if fact.subject else fact.concept)
        if stage is None and body is None:
            stage = _STAGES.get(fact.basis)
        when = year or (fact.year if body is None else None)
        money = given.quantity.unit_class is UnitClass.MONEY
        counter = given.quantity.unit if given.quantity.unit_class is UnitClass.COUNT else None
        when = None if counter and year is None else when  # people are counted at the end of the year before
        return Look((thing,), (), self.who if body is None else body, when, stage, money=money, counter=counter)

    @property
    def who(self) -> int:
        """The place of the last figure's body among those in play."""
        last = self.last()
        groups = [[s.disclosure.id for s in g.shelves] for g in self.scene.groups]
        return next((n for n, ids in enumerate(groups) if last and last.finding.disclosure.id in ids), 0)

    @property
    def year(self) -> int | None:
        """The year that what is named now is of: the one spoken of, else that of the last figure's document."""
        if len(self.memory.years) == 1:
            return self.memory.years[0]
        last = self.last()
        return last.finding.disclosure.fiscal_year if last is not None else None

    def whole(self, year: int | None, *, name: str = "", concept: str | None = None) -> Look:
        """The look for the whole of a project, or for a total by its term."""
        return Look((Thing(name, 0, 0, name, concept),), who=self.who, when=year, money=True)

    def stated_with(self, count: Given) -> Given | None:
        """The one amount of money that the words state which state a number (接待费0.86万元，接待71人次)."""
        fact = count.finding.fact
        facts = (d.fact for d in self.library.shelf(fact.disclosure_id).facts)
        beside = [f for f in facts if f.context == fact.context and f.quantity.unit_class is UnitClass.MONEY]
        amounts = {f.quantity.base: f for f in beside if f.measure == "amount" and f.year == fact.year}
        if len(amounts) != 1:
            return None
        (found,) = amounts.values()
        return Given(Finding(found, count.finding.disclosure, 0, 0), (), 0, computed=False)

    def counted_with(self, parts: Sequence[Node], unit: str) -> Iterator[Look]:
        """The one number in a measure word that the words state which state the amount (评审项目66个，审减资金2874万元)."""
        amount = next((g for g in self.given if [g.node] == list(parts) and not g.computed), None)
        if amount is None:
            return
        fact = amount.finding.fact
        facts = (d.fact for d in self.library.shelf(fact.disclosure_id).facts)
        beside = [f for f in facts if f.context == fact.context and f.subject == fact.subject and f.year == fact.year]
        counts = {f.quantity.base: f for f in beside if f.quantity.unit.startswith(unit) and f.measure in _NUMBERS}
        for found in counts.values() if len(counts) == 1 else ():
            yield self.know(Given(Finding(found, amount.finding.disclosure, 0, 0), (), 0, computed=False))

    def is_last(self, named: Sequence[Argument]) -> Given | None:
        """The figure stated last where it is what an utterance names, and nothing else is named."""
        last = self.last(money=True)
        if last is None or last.computed or len(named) != 1:
            return None
        said = grams("".join(t.label for t in named[0]))
        return last if said and share(said, grams(f"{last.finding.label}{last.finding.fact.row}")) >= SAME else None

    def last(self, *, money: bool = False) -> Given | None:
        """The amount or number stated last; of money only where ``money``."""
        return next(
            (
                g
                for g in reversed(self.given)
                if is_amount(g) and not g.beside and (not money or g.quantity.unit_class is UnitClass.MONEY)
            ),
            None,
        )

    def group(self, count: int) -> list[Given]:
        """The figures that 这两项 means: of the last one's kind, printed ones where there are enough; a whole list for 这几项."""
        last = self.last()
        if last is None:
            return []
        together = is_sum(last) or (_is_of_figures(last) and count)
        if together and count in {0, len(last.parts)} and not self._repeats(last):
            return [Given(p, (), last.turn, computed=False) for p in last.parts]
        alike = [
            g
            for g in self.given
            if is_amount(g)
            and not g.beside
            and g.quantity.unit_class is last.quantity.unit_class
            and _counts_alike(g, last)
        ]
        if not count:
            now = [g for g in alike if g.turn == last.turn and not g.computed]
            before = all(m.turn < last.turn for m in self.members)
            if len(now) > 1 and (before or len(now) < len(self.members)):
                return now  # of a longer list only these were told last
            listed = [g for g in self.members if g.quantity.unit_class is last.quantity.unit_class and is_amount(g)]
            turn = [g for g in alike if not g.computed and g.turn >= self._topic_turn()]
            return listed if len(listed) > 1 else turn
        printed = [g for g in alike if not g.computed]
        if count < sum(g.turn == alike[-1].turn for g in printed if not g.computed):
            return []  # three of a list of six: which ones is not said
        pool = [g for g in alike if g.computed] if last.computed and self._repeats(last) else printed
        kept = pool if len(pool) >= count else list({g.finding.fact.id: g for g in map(_amount_of, alike)}.values())
        return kept[-count:] if len(kept) >= count else []

    def _repeats(self, last: Given) -> bool:
        """Whether one calculation was asked of several bodies (甲人均多少？乙呢)."""
        return sum(g.computed and g.quantity.unit == last.quantity.unit for g in self.given) > 1

    def _topic_turn(self) -> int:
        """The turn from which figures of one body, year and stage have been asked one by one."""
        last = self.last()
        turn = last.turn if last else 0
        for given in reversed(self.given):
            if last is None or facets(given, last) - {"thing"}:
                break
            turn = given.turn
        return turn

    def looks(self, named: Sequence[Argument]) -> Iterator[Look]:
        """Looks for what is named anew, of the body, year and stage of the figure stated last."""
        last = self.last()
        fact = last.finding.fact if last else None
        stages = stages_in(self.said.clause)
        for argument in named:
            if not argument or is_people(argument):
                continue
            stage: Stage | None = stages[0] if stages else None
            if stage is None and fact is not None and fact.basis in {"budget", "final_accounts"}:
                stage = "budget" if fact.basis == "budget" else "final_accounts"
            money = last is None or last.quantity.unit_class is UnitClass.MONEY
            within = (Thing("", 0, 0, fact.subject),) if fact is not None and fact.subject else ()
            yield Look(argument, within, self.who, self.year, stage, money=money)

    def printed(self, parts: Sequence[Node]) -> list[Finding]:
        """The printed figures that operands rest on; those of a figure that was worked out are its own operands."""
        found: list[Finding] = []
        for part in parts:
            value = self.run.value(part)
            worked = next((g for g in self.given if g.computed and g.node == part), None)
            found += worked.parts if worked is not None else value.facts
        return found

    def last_sum(self, count: int) -> Given | None:
        """The sum spoken of (刚才三项合计): the last one that was worked out, of so many parts where such a one was."""
        sums = [
            g for g in reversed(self.given)
            if g.computed and len(g.parts) > 1 and g.quantity.unit_class is UnitClass.MONEY and "合计" in g.finding.label
        ]  # fmt: skip
        return next((g for g in sums if len(g.parts) == count), next(iter(sums), None))

    def pair(self) -> tuple[Given, Given] | None:
        """The last figure and the one before it that differs from it in the fewest respects, the latest of such.

        A sum or difference that was only worked out from the figures spoken of is none of them.
        """
        if (rates := self._rates()) is not None:
            return rates
        amounts = [g for g in self.given if is_amount(g) and not _is_of_figures(g)]
        last = next((g for g in reversed(amounts) if not g.beside), None)
        if last is None:
            return None
        rivals = [
            g for g in amounts
            if g is not last and g.quantity.unit_class is last.quantity.unit_class and _counts_alike(g, last) and facets(g, last)
        ]  # fmt: skip
        if years := {int(m.value) for m in self.said.clause.of("year")}:
            rivals = [g for g in rivals if g.finding.fact.year in years]
        if _TWO_YEARS.search(self.said.whole):
            rivals = [g for g in rivals if "year" in facets(g, last)]
        if self.said.among_bodies and len({LEVEL.sub("", g.finding.disclosure.issuer) for g in amounts}) > 1:
            rivals = [g for g in rivals if "body" in facets(g, last)]
        told = Counter(g.turn for g in amounts if not g.computed)
        rivals = [
            g for g in rivals if told[g.turn] <= LISTED and told[last.turn] <= LISTED
        ]  # none of a list is pointed to
        own = {f.fact.id for f in last.parts}
        rivals = [g for g in rivals if g.finding.fact.id not in own]
        if not rivals:
            return None
        return min(reversed(rivals), key=lambda g: (len(facets(g, last)), "thing" in facets(g, last))), last

    def _rates(self) -> tuple[Given, Given] | None:
        """The rate told last and the same one of another body or year that was told before it (这个比例哪家高)."""
        told = [g for g in reversed(self.given) if not g.beside]
        if not told or told[0].quantity.unit != "%" or self.scene.question.unit:
            return None
        apart = [{"body"}, {"year"}, {"basis"}, *([{"thing"}] if "点" in self.said.whole else [])]
        last, *before = [g for g in told if g.quantity.unit == "%"]
        other = next((g for g in before if facets(g, last) in apart), None)
        return (other, last) if other is not None else None

    def last_mean(self) -> Given | None:
        """The amount a head that was worked out last."""
        return next(
            (
                g
                for g in reversed(self.given)
                if g.computed and any(p.quantity.unit_class is UnitClass.COUNT for p in g.parts)
            ),
            None,
        )


def _of_bodies(given: list[Given], scene: Scene) -> list[Given]:
    """Those of the bodies that the utterance names, where it names any and figures of them were told."""
    text = scene.question.folded
    named = [m for m in scene.question.who.mentions if m.start < m.end and not set_against(text, m.start, m.end)]
    issuers = {m.body.issuer for m in named}
    own = [g for g in given if LEVEL.sub("", g.finding.disclosure.issuer) in issuers]
    return own or given


def is_amount(given: Given) -> bool:
    """Whether a figure is an amount or a number of something, no rate, no score beside one, no change."""
    fact = given.finding.fact
    return given.quantity.unit_class in {UnitClass.MONEY, UnitClass.COUNT, UnitClass.POINTS} and fact.measure not in {
        "change",
        "growth",
        "share",
    }


def is_sum(given: Given) -> bool:
    """Whether a figure is the sum of others that were told with it."""
    return given.computed and len(given.parts) > 1 and "合计" in given.finding.label and "占" not in given.finding.label


_STAGES: dict[str, Stage] = {
    "budget": "budget",
    "final_accounts": "final_accounts",
    "adjusted_budget": "adjusted_budget",
}


def _is_of_figures(given: Given) -> bool:
    """Whether a figure is the sum or difference of others of its kind, not one a head or of an earlier year."""
    return given.computed and given.finding.label in {"合计", "差额"}


def _counts_alike(one: Given, other: Given) -> bool:
    return one.quantity.unit_class is UnitClass.MONEY or one.quantity.unit == other.quantity.unit


def _amount_of(given: Given) -> Given:
    """The amount that was shared out, for an amount for each: that is what is added to others (人均多少，再加上乙呢)."""
    shared = given.computed and given.finding.label.startswith(EACH)
    amounts = [p for p in given.parts if p.quantity.unit_class is UnitClass.MONEY] if shared else []
    return Given(amounts[0], given.topics, given.turn, computed=False) if len(amounts) == 1 else given
