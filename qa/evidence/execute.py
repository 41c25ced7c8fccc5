"""执行: a node of a plan to its value, each node once. What is not found is named; what would mislead is not computed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpus import terms
from corpus.disclosure import Fact
from qa.evidence.linking import Linker
from qa.evidence.looks import counted_of_project, find_look
from qa.evidence.meant import SHORTEST, is_reworded, linked, reworded, taken_for
from qa.evidence.members import members_of
from qa.evidence.operators import OPERATORS
from qa.evidence.reckon import WHOLE, differ, named, of_one_thing
from qa.evidence.rows import carrying, namesakes
from qa.evidence.stated import printed_as
from qa.evidence.value import Item, Value
from qa.finding import effort
from qa.finding.finding import Finding
from qa.finding.labels import spelt_like, stands_for
from qa.finding.projects import holds_words
from qa.finding.scene import Scene, is_set_apart
from qa.library import Shelf, core, grams
from qa.plan import arithmetic
from qa.plan.nodes import Apply, Look, Members, Node, Read, Stated, Thing

ROW_COUNTERS: Final = frozenset({"笔", "条", "项"})
"""Measure words in which rows of a table are counted."""
NUMBER_OF: Final = "人数"
"""What stands behind people whose number is meant."""
TELLING: Final = 3
"""Characters of a name that can be told from others though it is mistyped."""
HELD: Final = 0.85
"""How surely a project is meant that alone holds the words in its name."""
_DEMONSTRATIVE: Final = re.compile(r"^(?:整个|那个|这个|该|那|这)|(?:这|那)[笔块]?钱$|的钱$")


def _telling_names(shelves: Sequence[Shelf]) -> set[str]:
    """Names of rows and of terms that are long enough to tell a mistyped one by."""
    names = {n for s in shelves for n in s.names} | {t.name for t in terms.TERMS.values()}
    return {n for n in names if len(n) >= TELLING}


NAMES_A_STEP = 10
"""Names that a mistyped one is held against in the time of one step of looking."""


def _missing(node: Look | Members | Stated) -> tuple[str, ...]:
    if isinstance(node, Look):
        return (named(node.thing) or "、".join(node.codes),)
    return (named(node.of),) if isinstance(node, Members) else ("",)


class Executor:
    """执行者 of one scene; keeps what it has computed."""

    def __init__(self, scene: Scene, linker: Linker | None = None) -> None:
        self.scene = scene
        self._linker = linker
        self._kept: dict[Node, Value] = {}
        self._near: frozenset[tuple[str, int]] = frozenset()

    def know(self, value: Value) -> None:
        """Take what a node denotes as known: a figure that was stated before."""
        self._kept[value.node] = value

    def value(self, node: Node) -> Value:
        """What the node denotes; see :class:`Value`."""
        if node not in self._kept:
            self._kept[node] = self._compute(node)
        return self._kept[node]

    def _compute(self, node: Node) -> Value:
        if isinstance(node, Look | Members | Stated) and node.who >= len(self.scene.groups):
            return Value(
                node, missing=_missing(node)
            )  # nobody's disclosures are in play: none fits what was carried over
        if isinstance(node, Look):
            return self._look(node)
        if isinstance(node, Members):
            return self._members(node)
        if isinstance(node, Stated):
            return printed_as(self.scene, node)
        if isinstance(node, Read):
            return Value(node, missing=(named(node.about),))
        if node.op == "SHARE" and isinstance(node.args[0], Members):
            return self._share_of_each(node)
        return OPERATORS[node.op](self, node)

    def _members(self, node: Members) -> Value:
        """The members of a set; where no name says of what, those of the only project whose name holds the words (人才基地)."""
        found = members_of(self.scene, node)
        if found or len(node.of) != 1 or node.of[0].exact:
            return Value(node, items=tuple(found), missing=() if found else (named(node.of),))
        said = node.of[0]
        for shelf in self.scene.groups[node.who].shelves:
            names = [n for n in shelf.subjects if holds_words(_DEMONSTRATIVE.sub("", said.said), n)]
            meant = Thing(said.said, said.start, said.end, names[0]) if len(names) == 1 else None
            if meant is not None and (found := members_of(self.scene, replace(node, of=(meant,)))):
                note = taken_for(said.said, meant.name)
                return Value(node, items=tuple(found), notes=(note,), fit=HELD)
        return Value(node, missing=(named(node.of),))

    def _share_of_each(self, node: Apply) -> Value:
        """What each member of a set is of a whole; nothing where no whole is said."""
        if len(node.args) == 1:
            return Value(node, missing=("",))
        members, whole = self.value(node.args[0]), self.value(node.args[1])
        if not members.items or whole.quantity is None:
            return Value(node, missing=(*members.missing, *whole.missing) or ("",))
        parts = []
        for item in members.items:
            alike = item.quantity.unit_class is whole.quantity.unit_class
            computed = arithmetic.ratio(item.quantity, whole.quantity) if alike else None
            if computed is None or computed.quantity.value > WHOLE:
                return Value(node, missing=("",))
            label = f"{item.name}占{whole.label}的比例"
            parts.append(Value(node, computed=computed, operands=(item.finding, *whole.facts), label=label))
        return Value(node, parts=tuple(parts))

    def _look(self, node: Look) -> Value:
        if node.counter in ROW_COUNTERS and (rows := self.value(replace(node, counter=None))).parts:
            return replace(rows, node=node)
        if is_set_apart(self.scene, self.scene.groups[node.who]):
            return Value(node, missing=_missing(node))
        found = find_look(self.scene, node, self._near)
        if found is not None and not _is_of_a_name(node, found) and (carried := self._carried(node)) is not None:
            return carried
        if found is not None and not _is_of_another_budget(node, found):
            return self._of_finding(node, found)
        otherwise = (
            self._by_its_name,
            self._people,
            self._completion,
            self._prior,
            self._written_out,
            self._carried,
            self._misspelt,
            self._of_project,
            self._counted,
            self._meant,
        )
        values = (way(node) for way in otherwise)
        return next((v for v in values if v is not None), Value(node, missing=_missing(node)))

    def _of_finding(self, node: Look, found: Finding) -> Value:
        """The printed figure that was found, or all rows of its table that bear the name."""
        if (several := self._under_one_name(node, found)) is not None:
            return several
        self._near |= {(f.disclosure_id, f.context.start) for f in (found.fact, *found.places)}
        shelf = self._shelf(node, found.disclosure.id)
        notes = tuple(taken_for(t.said, t.name) for t in (*node.within, *node.thing) if shelf and is_reworded(t, shelf))
        return Value(node, finding=found, label=found.label, notes=notes, fit=min(1.0, found.explained))

    def _counted(self, node: Look) -> Value | None:
        """What a project counts in its description (建了几间教室)."""
        found = counted_of_project(self.scene, node)
        return None if found is None else self._of_finding(node, found)

    def _under_one_name(self, node: Look, found: Finding) -> Value | None:
        """All rows of a table that bear the name asked for, where the question tells none of them from the others."""
        shelf = self._shelf(node, found.disclosure.id)
        if node.codes or node.measure is not None or shelf is None:
            return None
        said = frozenset[str]().union(*(grams(t.label) | grams(t.said) for t in (*node.within, *node.thing[:-1])))
        if self.scene.question.scope == "unit":  # 本级: the rows of the body's own office
            said |= grams(f"{shelf.disclosure.issuer}本级")
        rows = namesakes(shelf, found.fact, said)
        return self._together(node, shelf, rows, found.label) if rows else None

    def _carried(self, node: Look) -> Value | None:
        """The rows whose cells bear the word asked for (政府集中采购), under what is named before it."""
        if not node.thing or node.codes or node.counter or node.measure is not None:
            return None
        word, before = node.thing[-1].said, [t.label for t in (*node.within, *node.thing[:-1])]
        for shelf in self.scene.groups[node.who].shelves:
            if node.when in {None, shelf.disclosure.fiscal_year} and (rows := carrying(shelf, word, before)):
                return self._together(node, shelf, rows, word)
        return None

    def _of_project(self, node: Look) -> Value | None:
        """The money of the only project whose name holds the words (基地), or that prints what they count (建了几间教室，花了多少)."""
        said = node.thing[0] if len(node.thing) == 1 and not node.within else None
        if said is None or said.exact or node.counter or node.codes or node.measure is not None:
            return None
        words = core(_DEMONSTRATIVE.sub("", said.said))
        for shelf in self.scene.groups[node.who].shelves:
            names = [n for n in shelf.subjects if len(said.said) >= SHORTEST and (words and words <= core(n))]
            names = names or [n for n in shelf.subjects if holds_words(_DEMONSTRATIVE.sub("", said.said), n)]
            if not names:
                counted = find_look(self.scene, replace(node, money=False, basis=None, counter=self._asked_in(node)))
                names = (
                    [counted.fact.subject]
                    if counted and counted.fact.measure != "amount" and counted.fact.subject
                    else []
                )
            if len(names) != 1:
                continue
            thing = Thing(said.said, said.start, said.end, names[0])
            found = self._as_stated(node, thing) or find_look(self.scene, replace(node, thing=(thing,), money=True))
            if found is not None and found.fact.subject == names[0]:
                note = taken_for(said.said, names[0])
                return Value(node, finding=found, label=found.label, notes=(note,), fit=HELD)
        return None

    def _as_stated(self, node: Look, thing: Thing) -> Finding | None:
        """The amount that the question states for a project (那1252万里), where that is printed of it."""
        for stated in self.scene.question.stated:
            found = self.value(Stated(stated.value, stated.unit, (thing,), node.who, node.when)).finding
            if found is not None and found.fact.subject == thing.name:
                return found
        return None

    def _asked_in(self, node: Look) -> str | None:
        """The measure word in which the same thing was asked about before."""
        asked = (n for n in self._kept if isinstance(n, Look) and n.thing == node.thing and n.counter)
        return next((n.counter for n in asked), None)

    def _shelf(self, node: Look, disclosure_id: str) -> Shelf | None:
        shelves = self.scene.groups[node.who].shelves
        return next((s for s in shelves if s.disclosure.id == disclosure_id), None)

    def _together(self, node: Look, shelf: Shelf, rows: Sequence[Fact], name: str) -> Value:
        """Rows that are meant together: each, and their sum."""
        found = [Finding(f, shelf.disclosure, 0, 1.0) for f in rows]
        if len(found) == 1:
            return Value(node, finding=found[0], label=found[0].label)
        parts = tuple(Value(Look(()), finding=f, label=f.label) for f in found)
        computed = arithmetic.total([f.quantity for f in found])
        return Value(
            node, computed=computed, operands=tuple(found), label=f"{name}（{len(found)} 笔）合计", parts=parts
        )

    def _by_its_name(self, node: Look) -> Value | None:
        """What is asked for by its code and printed without it: the subject that the code is of."""
        concept = terms.concept_of_label("", node.codes[0]) if len(node.codes) == 1 else None
        if concept is None:
            return None
        value = self.value(replace(node, codes=(), thing=(Thing("", 0, 0, "", concept),)))
        return replace(value, node=node) if value.found else None

    def _people(self, node: Look) -> Value | None:
        """学生人数: the people that stand before the word for their number."""
        said = node.thing[-1] if node.thing and not node.counter and not node.thing[-1].concept else None
        if said is None or not said.said.endswith(NUMBER_OF) or len(said.said) < len(NUMBER_OF) + SHORTEST:
            return None
        people = replace(said, said=said.said.removesuffix(NUMBER_OF), name="")
        value = self.value(replace(node, thing=(*node.thing[:-1], people), counter="人"))
        return replace(value, node=node) if value.found else None

    def _written_out(self, node: Look) -> Value | None:
        """What a short form of one printed name alone denotes (台式机, where only 台式计算机 is printed)."""
        said = node.thing[0] if len(node.thing) == 1 else None
        if said is None or (said.exact and not said.others):
            return None
        names = {n for s in self.scene.groups[node.who].shelves for n in s.names if stands_for(said.said, n)}
        if len(names) != 1:
            return None
        found = find_look(self.scene, replace(node, thing=(replace(said, name=names.pop()),)))
        return Value(node, finding=found, label=found.label) if found is not None else None

    def _misspelt(self, node: Look) -> Value | None:
        """What a mistyped name denotes (退修费): the one printed name or term that sounds the same or is nearly the same."""
        said = node.thing[0] if len(node.thing) == 1 else None
        if said is None or said.exact or len(said.said) < TELLING:
            return None
        shelves = self.scene.groups[node.who].shelves
        names = effort.once((Executor, "names", shelves), lambda: _telling_names(shelves))
        effort.spend(len(names) // NAMES_A_STEP, "")
        name = spelt_like(said.said, names)
        if name is None or name == said.said:
            return None
        thing = replace(said, name=name, concept=terms.concept_of_label(name))
        found = find_look(self.scene, replace(node, thing=(thing,)))
        note = taken_for(said.said, name)
        return Value(node, finding=found, label=found.label, notes=(note,), fit=HELD) if found is not None else None

    def _meant(self, node: Look) -> Value | None:
        """What words that name nothing printed mean: in words of the genre, else by nearness in meaning."""
        return reworded(self.scene, node) or linked(self.scene, node, self._linker)

    def _prior(self, node: Look) -> Value | None:
        """A year that is printed nowhere: the next year's figure less its printed change."""
        if node.when is None or node.counter or node.measure is not None:
            return None
        now = find_look(self.scene, replace(node, when=node.when + 1, basis=None))
        if now is None or now.fact.year != node.when + 1:
            return None
        if node.basis == "final_accounts" and now.disclosure.kind == "budget":
            return None  # last year's outcome does not follow from this year's budget
        change = find_look(self.scene, replace(node, when=node.when + 1, basis=None, measure="change", money=False))
        if (
            change is None
            or change.fact.direction is None
            or not of_one_thing(change, now)
            or change.fact.concept is None
        ):
            return None
        if change.fact.quantity.unit_class is not now.fact.quantity.unit_class:
            return None
        if _AGAINST_BUDGET.search(change.fact.column):
            return None  # 比年初预算增加: what it differs from is of the same year
        computed = arithmetic.year_before(now.fact.quantity, change.fact.quantity, change.fact.direction)
        if computed.quantity.value <= 0:
            return None  # nothing left is rather a change of something else
        return Value(
            node, computed=computed, operands=(now, change), label=f"{node.when}年{now.label}（按公开的增减额推算）"
        )

    def _completion(self, node: Look) -> Value | None:
        """执行率 that is not printed: what was spent over the budget it was set against; None where no rate is asked for."""
        if node.measure != "completion":
            return None
        spent = self.value(replace(node, measure=None, basis="final_accounts", money=True))
        for basis in (
            (node.basis,) if node.basis in {"initial_budget", "adjusted_budget"} else ("adjusted_budget", "budget")
        ):
            budget = self.value(replace(node, measure=None, basis=basis, money=True))
            if spent.finding and budget.finding and differ(spent.finding, budget.finding):
                computed = arithmetic.ratio(spent.finding.quantity, budget.finding.quantity)
                if computed is not None:
                    return Value(
                        node,
                        computed=computed,
                        operands=(spent.finding, budget.finding),
                        label=f"{named(node.thing)}执行率",
                    )
        return Value(node, missing=(f"{named(node.thing)}执行率",))

    def operands(self, node: Apply) -> list[Value]:
        """The values of its arguments, a set's members each as one."""
        found: list[Value] = []
        for arg in node.args:
            value = self.value(arg)
            found += [_as_operand(i) for i in value.items] if value.items else [value]
        return found


def _as_operand(item: Item) -> Value:
    """A member's figure, or how far it is from the other stage where that is what the set is put in order by."""
    if item.gap is None:
        return Value(Look(()), finding=item.finding, label=item.name)
    gap = replace(item.gap, quantity=arithmetic.absolute(item.gap))
    return Value(Look(()), computed=gap, operands=(item.finding, *item.beside), label=item.name)


def _is_of_a_name(node: Look, found: Finding) -> bool:
    """Whether any word of what is asked for stands in the figure's own labels, not only in a cell beside it."""
    labels = grams(f"{found.fact.row}/{found.fact.column}/{found.fact.subject or ''}/{found.fact.table or ''}")
    return not node.thing or bool(grams(node.thing[-1].said) & labels) or node.thing[-1].concept == found.fact.concept


_AGAINST_BUDGET = re.compile(r"[比较](?:年初|当年|本年度?)?预算数?(?:增|减|多|少)")
"""A column of changes that are set against the year's own budget."""


def _is_of_another_budget(node: Look, printed: Finding) -> bool:
    """Whether a completion rate is asked for of the budget at the year's beginning and the printed one is not of it."""
    asked = node.measure == "completion" and node.basis == "initial_budget"
    return asked and not ("年初" in printed.fact.column or "年初" in printed.fact.row or printed.fact.basis == "budget")
