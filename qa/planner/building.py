"""成计划: a filled-in form to the nodes of a plan, by the types of its operators; what does not fit is no plan.

Each name that a step uses is either what the question says in known words, or is taken for words of the question by meaning:
then it is said, and words that are themselves the name of something else may not be taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import terms
from corpus.disclosure import Measure
from qa.finding.scene import Scene, asks_lifetime
from qa.parsing.arguments import is_people
from qa.parsing.clauses import Clause, clauses_of
from qa.parsing.conditions import condition_of
from qa.parsing.grammars import Mention
from qa.plan.nodes import Apply, Condition, Look, MemberKind, Members, Node, Read, Thing
from qa.planner.candidates import Name
from qa.planner.form import OPERATORS, Filled, PlanFormError, Step

MANY: Final = 16
_ARGUMENTS: Final[Mapping[str, tuple[int, int]]] = {
    "SUM": (1, MANY), "MEAN": (1, MANY), "DIFFERENCE": (2, 2), "SHARE": (1, 2), "GROWTH": (1, 2), "RATIO": (2, 2), "PER": (2, 2),
    "REMAIN": (1, 1), "CHANGE": (1, 1), "ARGMAX": (1, MANY), "ARGMIN": (1, MANY), "SORT": (2, MANY),
}  # fmt: skip
_OF_SETS: Final = frozenset({"SUM", "MEAN", "ARGMAX", "ARGMIN"})
"""Operators that take the members of a set."""
_OF_ONE_LOOK: Final = frozenset({"REMAIN", "CHANGE", "GROWTH"})
"""Operators that, given one argument, need a printed figure whose other stage or year they find themselves."""
_NO_FIGURE: Final = frozenset({"SORT", "CHANGE"})
"""Operators that give no one figure to reckon with."""
_SAYS_NOTHING: Final = re.compile(r"[的了呢吗啊吧是在和与及、,，。？?!！\s]")


@dataclass(frozen=True, slots=True)
class Root:
    """一根: a node to state with the stretch of the question it is about, and what its words were taken for by meaning."""

    node: Node
    start: int
    end: int
    taken: tuple[tuple[str, str], ...] = ()


def roots_of(filled: Filled, scene: Scene, mentions: Sequence[Mention], asked: str) -> tuple[Root, ...]:
    """The nodes that a form's answers denote; ``asked`` is the question as it was sent out.

    Raises PlanFormError where a step lacks what it needs, an operator does not take what it is given, or words are taken for
    what they do not say.
    """
    builder = _Builder(scene, mentions, asked)
    built: list[Root] = []
    for step in filled.steps:
        built.append(builder.root(step, [built[n] for n in step.of]))
    return tuple(built[n] for n in filled.answers)


class _Builder:
    def __init__(self, scene: Scene, mentions: Sequence[Mention], asked: str) -> None:
        self._scene = scene
        self._mentions = mentions
        self._text = scene.question.folded
        self._asked = asked

    def root(self, step: Step, before: Sequence[Root]) -> Root:
        if step.do in OPERATORS:
            return self._applied(step, before)
        if before:
            raise PlanFormError(f"{step.do} works on no other step")
        start, end = self._span(step.words)
        things, taken = self._things(step)
        node = self._read(step, things) if step.do == "read" else self._figure(step, things)
        return Root(node, start, end, taken)

    def _figure(self, step: Step, things: tuple[Thing, ...]) -> Node:
        if step.do == "set":
            return self._set(step, things)
        if not things or step.kind or step.keep or step.order or step.most or step.asks:
            raise PlanFormError("a look is of a name, and no set")
        within = (self._thing(step.within, "")[0],) if step.within else ()
        counter = step.counter or self._counter(things, step)
        measure: Measure | None = step.measure  # type: ignore[assignment]
        if measure == "count":
            measure, counter = None, counter or "个"
        return Look(
            things, within, step.body, self._year(step), None if counter else step.stage, measure, counter,
            counter is None and measure is None, (), asks_lifetime(self._text),
        )  # fmt: skip

    def _counter(self, things: tuple[Thing, ...], step: Step) -> str | None:
        """People are counted in 人, cars in 辆, where nothing else is asked of them."""
        if step.measure or step.stage:
            return None
        if is_people(things, assets=False):
            return "人"
        return "辆" if any(t.concept == "cars_owned" for t in things) else None

    def _set(self, step: Step, things: tuple[Thing, ...]) -> Members:
        if step.kind is None or step.asks or (step.kind != "projects" and not things):
            raise PlanFormError("a set is of a kind, and lines are of something")
        kind: MemberKind = step.kind  # type: ignore[assignment]
        measure: Measure | None = step.measure if step.measure in {"completion", "score"} else None  # type: ignore[assignment]
        order = step.order or (-1 if step.most else 0)
        return Members(
            kind, things, step.body, self._year(step), step.stage, measure, self._kept(step), order, step.most,
            unit=step.counter or "",
        )  # fmt: skip

    def _kept(self, step: Step) -> Condition | None:
        """The condition on the members of a set: one that needs no amount, or the one that the question states."""
        if step.keep is None:
            return None
        if step.keep != "as_said":
            return Condition(step.keep)  # type: ignore[arg-type]
        said = (condition_of(clause) for clause in self._clauses())
        stated = next((c for c in said if c is not None), None)
        if stated is None:
            raise PlanFormError("the question states no condition")
        return stated

    def _clauses(self) -> list[Clause]:
        return clauses_of(self._scene, self._mentions)

    def _read(self, step: Step, things: tuple[Thing, ...]) -> Read:
        if step.asks is None or not things:
            raise PlanFormError("words of a kind are read about something")
        return Read(step.asks, things, "", step.body)

    def _applied(self, step: Step, before: Sequence[Root]) -> Root:
        op, nodes = OPERATORS[step.do], [b.node for b in before]
        least, most = _ARGUMENTS[op]
        if not least <= len(nodes) <= most or step.name or step.within or step.kind or step.keep or step.asks:
            raise PlanFormError(f"{step.do} takes {least} to {most} steps, and no name")
        sets = [n for n in nodes if isinstance(n, Members)]
        allowed = op in _OF_SETS or (op == "SHARE" and len(nodes) == 2 and sets == nodes[:1])
        if sets and not allowed:
            raise PlanFormError(f"{step.do} takes figures, not a set")
        if len(nodes) == 1 and op in _OF_SETS and not sets:
            raise PlanFormError(f"{step.do} takes several figures, or a set")
        if len(nodes) == 1 and op in _OF_ONE_LOOK and not isinstance(nodes[0], Look):
            raise PlanFormError(f"{step.do} of one step takes a look")
        if any(isinstance(n, Read) or (isinstance(n, Apply) and n.op in _NO_FIGURE) for n in nodes):
            raise PlanFormError(f"{step.do} takes figures")
        if any(isinstance(n, Apply) and n.op == "SHARE" and isinstance(n.args[0], Members) for n in nodes):
            raise PlanFormError(f"{step.do} takes figures, not the share of each of a set")
        taken = tuple(dict.fromkeys(t for b in before for t in b.taken))
        return Root(Apply(op, tuple(nodes)), min(b.start for b in before), max(b.end for b in before), taken)

    def _year(self, step: Step) -> int | None:
        """The year chosen, else the only one asked about. Raises PlanFormError where there are several and none is chosen."""
        if step.year is not None:
            return step.year
        years = self._scene.question.years
        if len(years) > 1:
            raise PlanFormError("several years are asked about: which?")
        return years[0] if years else None

    def _span(self, words: str) -> tuple[int, int]:
        """Where words stand in the question as it was understood; all of it where they stand only in it as it was asked."""
        if not words:
            return 0, len(self._text)
        at = self._text.lower().find(words.lower())
        if at < 0 and words.lower() not in self._asked.lower():
            raise PlanFormError("words that the question does not say")
        return (at, at + len(words)) if at >= 0 else (0, len(self._text))

    def _things(self, step: Step) -> tuple[tuple[Thing, ...], tuple[tuple[str, str], ...]]:
        """What a step is of, and what its words were taken for where they do not say it."""
        if step.name is None:
            return (), ()
        thing, known = self._thing(step.name, step.words)
        taken = () if known else ((step.words, step.name.label),)
        return (thing,), taken

    def _thing(self, name: Name, words: str) -> tuple[Thing, bool]:
        """A name as a thing, and whether the question says it in known words.

        Raises PlanFormError where nothing of the question stands for it, or what does is the name of something else.
        """
        start, end = self._span(words) if words else (0, 0)
        said = words or (name.thing.said if name.thing else "")
        if name.thing is not None and (not words or name.thing.said.lower() in words.lower()):
            return name.thing, True
        if words and self._says(name, words):
            return Thing(words, start, end, name.label, name.concept), True
        if not said or not words:
            raise PlanFormError(f"{name.label}: which words of the question mean it?")
        if self._is_of_another(name, start, end):
            raise PlanFormError(f"{name.label}: those words are the name of something else")
        return Thing(words, start, end, name.label, name.concept), False

    def _says(self, name: Name, words: str) -> bool:
        """Whether words are the very name, or a word for its term."""
        term = terms.TERMS.get(name.concept or "")
        return words in {name.label, *((term.name, *term.printed, *term.words) if term else ())}

    def _is_of_another(self, name: Name, start: int, end: int) -> bool:
        """Whether a known name of something else is all that words of the question say."""
        for mention in self._mentions:
            if mention.kind not in {"thing", "everyday"} or mention.end <= start or end <= mention.start:
                continue
            if name.concept and name.concept in {mention.concept, *mention.others}:
                continue
            rest = self._text[start : max(start, mention.start)] + self._text[min(end, mention.end) : end]
            if not _SAYS_NOTHING.sub("", rest):
                return True
        return False
