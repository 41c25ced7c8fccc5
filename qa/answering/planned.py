"""按计划作答: mentions → clauses → asks → candidate plans → values → the answer, every part answered or named as unanswered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answer import Answer, Citer
from qa.answering import absent, accounting, asides, beside_the_point, changes, codes, periods, rates, threshold
from qa.answering.alone import alone, each_alone, only_member
from qa.answering.asides import Told, take_in
from qa.answering.figures import Composer
from qa.answering.quoting import tells_words
from qa.answering.realise import Realiser
from qa.evidence.execute import Executor
from qa.evidence.value import Value
from qa.finding.scene import Scene
from qa.parsing.clauses import clauses_of
from qa.parsing.conditions import set_beside
from qa.parsing.frame import Roots
from qa.parsing.generate import Ask, Generator
from qa.parsing.mentions import mentions_of
from qa.plan.nodes import Apply, Look, Members, Node, Plan, Stated, Thing, as_dict, walk
from qa.retrieval.words import Words


@dataclass(frozen=True)
class Chosen:
    """所选: an ask with the roots chosen for it and their values."""

    ask: Ask
    roots: Roots
    values: tuple[Value, ...]

    @property
    def whole(self) -> bool:
        """Whether every root was found."""
        return bool(self.values) and all(v.found for v in self.values)

    @property
    def explained(self) -> bool:
        """Whether a printed reason stands with what was found, or a number is asked for as well."""
        asks_number = self.ask.clause.of("counter", "measure") or "how_much" in self.ask.clause.values("question")
        return bool(asks_number) or any(
            f.fact.reason is not None for v in self.values for p in (v, *v.parts) for f in p.facts
        )


def parse(scene: Scene, run: Executor, words: Words | None = None) -> list[Ask]:
    """What the question asks, one by one."""
    return Generator(scene).asks(clauses_of(scene, mentions_of(scene, words)), lambda ask: choose(ask, run).roots)


def choose(ask: Ask, run: Executor) -> Chosen:
    """The candidate that accounts best for what is asked: everything found, surely; of equals the likelier one."""
    best, most = Chosen(ask, (), ()), -1.0
    for number, roots in enumerate(ask.candidates[:MOST_TRIED]):
        chosen = Chosen(ask, roots, tuple(_sound(ask, run.value(r)) for r in roots))
        score = _score(chosen) - SPARED * (roots in ask.spare)
        if score >= SURE:
            return chosen
        if number and not chosen.whole:
            continue  # what is only perhaps meant, and not all there, is no part of an answer
        if score > most + LIKELIER:
            best, most = chosen, score
    return best


def _sound(ask: Ask, value: Value) -> Value:
    """A value, unless more is taken away than there is: what is left of a sum is never below nought."""
    left = isinstance(value.node, Apply) and value.node.op == "DIFFERENCE" and "LESS" in ask.clause.values("operator")
    below = left and value.computed is not None and value.computed.quantity.value < 0
    return Value(value.node, missing=("扣除后剩下的数",)) if below else value


MOST_TRIED = 12
SPARED = 0.2
"""What a candidate costs that leaves out what the clause names."""
SURE = 0.95
"""A candidate that is found so surely is taken without trying others."""
LIKELIER = 0.05
"""By how much a less likely candidate must be better found."""


def _score(chosen: Chosen) -> float:
    """How well a candidate is found: the least sure of its parts where all are there, else less than any such.

    An operator that the words ask for and that the candidate does not carry out costs.
    """
    left = _left_undone(chosen) + _unsummed(chosen)
    if chosen.whole:
        return (
            0.5
            + 0.5 * min(v.fit for v in chosen.values)
            - UNDONE * left
            - CROSSED * any(v.crosses_stages for v in chosen.values)
        )
    return 0.5 * sum(v.found for v in chosen.values) / (len(chosen.values) or 1)


CROSSED = 0.2
"""What it costs that the years compared are of different stages."""
UNDONE = 0.3
"""What an operator costs that is asked for and not carried out."""
_CARRIED_OUT: dict[str, frozenset[str]] = {
    "SHARE": frozenset({"SHARE"}), "PERCENT": frozenset({"SHARE", "GROWTH", "CHANGE"}), "PER": frozenset({"PER", "MEAN"}),
    "DIFFERENCE": frozenset({"DIFFERENCE", "CHANGE", "GROWTH"}), "TIMES": frozenset({"RATIO"}), "LESS": frozenset({"DIFFERENCE"}),
    "COMPARE": frozenset({"DIFFERENCE", "ARGMAX", "ARGMIN", "RATIO", "SORT"}), "REMAIN": frozenset({"REMAIN", "DIFFERENCE"}),
    "TOP": frozenset({"ARGMAX", "MEMBERS", "DIFFERENCE"}), "BOTTOM": frozenset({"ARGMIN", "MEMBERS", "DIFFERENCE"}),
    "VACANT": frozenset({"DIFFERENCE"}), "REVISED": frozenset({"DIFFERENCE"}),
}  # fmt: skip


def _left_undone(chosen: Chosen) -> int:
    """How many of the operators that the clause asks for the roots do not carry out."""
    done = {
        n.op if isinstance(n, Apply) else "MEMBERS" if isinstance(n, Members) else ""
        for r in chosen.roots
        for n in walk(r)
    }
    gaps = [n for r in chosen.roots for n in walk(r) if isinstance(n, Members) and n.by_gap]
    done |= {"REMAIN"} if gaps else set()
    done |= {"ARGMAX"} if {"ARGMIN", "GROWTH"} <= done else set()  # 降幅最大: the lowest rate
    done |= {"CHANGE", "DIFFERENCE"} if any(n.against is not None for n in gaps) else set()
    clause = chosen.ask.clause
    if done & {"CHANGE", "GROWTH"} and (len(clause.of("year")) > 1 or clause.of("relative")):
        done |= {"DIFFERENCE"}  # 今年比去年, 比上年是多还是少: the printed change compares the two
    printed = {v.finding.fact.measure for v in chosen.values if v.finding is not None}
    done |= {"SHARE"} if printed & {"share", "completion", "growth"} else set()
    asked = clause.values("operator")
    return sum(1 for cue, ops in _CARRIED_OUT.items() if cue in asked and not ops & done)


def _unsummed(chosen: Chosen) -> bool:
    """Whether each of several is told where their sum is asked for."""
    apart, clause = [r for r in chosen.roots if isinstance(r, Look)], chosen.ask.clause
    each = len(apart) == len(chosen.roots) and len({r.thing for r in apart}) > 1
    return each and bool(clause.things) and "SUM" in clause.values("operator")


def plan_of(chosen: Sequence[Chosen]) -> Plan:
    """The plan that was executed."""
    return Plan(tuple(r for c in chosen for r in c.roots))


def is_simple(asks: Sequence[Ask]) -> bool:
    """Whether one figure or one passage is all that is asked."""
    if len(asks) != 1:
        return not asks
    first = asks[0].candidates[0] if asks[0].candidates else ()
    looks = [r for r in first if isinstance(r, Look)]
    several = any(len(x.thing) > 1 and all(t.concept for t in x.thing) for x in looks)  # 水费电费各多少
    several = several or (
        any(len(c) > 1 for c in asks[0].candidates[1:]) and any(t.others for x in looks for t in x.thing)
    )
    return len(first) <= 1 and len(looks) == len(first) and not several


def answer(scene: Scene, run: Executor, words: Words, citer: Citer, told: Told) -> Answer | None:
    """The answer by plan; None where one look or one passage is asked, or what a document says against itself."""
    question = scene.question
    if not scene.groups:
        return None
    if periods.asked(question.folded) or question.does("conflict"):
        return None
    asks = parse(scene, run, words)
    if len(asks) == 1 and _left_undone(choose(asks[0], run)):
        return None
    judged = rates.asked_exactly(question.folded) and sum(not a.reads for a in asks) == 1
    judged = (
        judged or (question.stated and question.does("yesno")) or (question.does("reason") and question.does("share"))
    )
    simple = is_simple(asks) and not _is_of_several_rows(asks, run) and not any(_asks_code(a) for a in asks)
    several = any(len(ask.candidates[0]) > 1 for ask in asks if ask.candidates and not ask.reads)
    judged = judged and len(asks) < SEVERAL and not several
    return None if simple or judged else answer_planned(scene, asks, run, citer, told)


def _asks_code(ask: Ask) -> bool:
    """Whether the codes of named things are asked for."""
    wanted = ask.clause.first("attribute")
    said = ask.clause.text[wanted.start : wanted.end] if wanted is not None else ""
    return bool(ask.about) and codes.ASKED.fullmatch(said) is not None


def _is_of_several_rows(asks: Sequence[Ask], run: Executor) -> bool:
    """Whether the one name asked about is borne by several rows of a table."""
    return any(isinstance(v.node, Look) and v.parts for ask in asks for v in choose(ask, run).values)


def answer_single(scene: Scene, run: Executor, words: Words, citer: Citer) -> Answer | None:
    """The figure that one look denotes, where no other way of answering has found any; None where it is none."""
    if not scene.groups or scene.question.does("conflict", "reason", "definition"):
        return None
    asks = parse(scene, run, words)
    if len(asks) != 1 or asks[0].reads or not is_simple(asks):
        return None
    return answer_planned(scene, asks, run, citer, lambda _: None)


def answer_planned(scene: Scene, asks: Sequence[Ask], run: Executor, citer: Citer, told: Told) -> Answer | None:
    """The answer to all that is asked, part by part; None where no part is answered."""
    speaker = Realiser(Composer(citer, english=scene.question.language == "en"))
    whole = speaker.answer()
    answered, partly, lacking = 0, False, list[str]()
    left, stated, not_held = MOST_TOLD, list[Value](), set[str]()

    def tell(text: str) -> Answer | None:
        nonlocal left
        left -= 1
        return told(text) if left >= 0 else None

    chosen = [choose(ask, run) for ask in asks]
    for at, one in enumerate(chosen):
        before = len(whole.answer)
        if (record := asides.of_form(scene, asks, at, told)) is not None:
            take_in(speaker, whole, record)
            answered, partly = answered + 1, partly or record.status == "partial"
            chosen[at] = Chosen(one.ask, (), ())
            continue
        if _asks_code(one.ask) and not one.ask.clause.of("measure"):
            uncoded = asides.tell_codes(scene, one.ask, speaker, whole, tell)
            answered, lacking = answered + (len(uncoded) < len(one.ask.about)), [*lacking, *uncoded]
            continue
        one = one if one.ask.reads != "reason" or one.explained else Chosen(one.ask, (), ())  # noqa: PLW2901 - no reason
        _state(speaker, one, stated, scene.question.folded)
        stated += one.values
        whole.answer = "\n".join(speaker.pen.lines)
        if one.whole and len(whole.answer) >= before:
            asides.tell_each(list(map(tell, asides.whose(scene, one.ask, one.values))), speaker, whole)
            answered, lacking = answered + 1, lacking + ([_NOT_COMPUTED] if _left_undone(one) or _unsummed(one) else [])
            continue
        if one.ask.clause.of("attribute") and len(one.ask.about) > 1:
            some, every = asides.tell_each(list(map(tell, each_alone(scene, one.ask))), speaker, whole)
            answered, lacking = answered + some, lacking + ([] if every else _unanswered(scene, one)[0])
            continue
        subs = list(map(tell, _questions(scene, one, stated)))
        good = [s for s in subs if s is not None and s.status in _TELLS and _is_of_type(one.ask, s)]
        if good:
            asides.tell_each(good, speaker, whole)
            answered, partly = answered + 1, partly or len(good) < len(subs) or any(s.status == "partial" for s in good)
        else:
            missing, unheld = _unanswered(scene, one)
            lacking, not_held = [*lacking, *missing], not_held | unheld
    final = speaker.answer()
    _spare_operands(final, stated, scene.question.folded)
    final.plan = {"roots": [as_dict(r) for c in chosen for r in c.roots], "assumed": [], "unused": lacking}
    if (not answered and not final.figures) or (lacking and beside_the_point.restates(scene, final)):
        return None
    unused = _unused(chosen)
    final.plan["unused"] = [*lacking, *unused]
    if partly or any(v.fit < SURELY for c in chosen for v in c.values if v.found):
        final.status = "partial"
    accounting.say(final, unused=unused, lacking=list(dict.fromkeys(lacking)))
    return absent.told(final, scene, not_held)


_NOT_COMPUTED = "所问的计算（缺一个数，或这些数不能相比，或相加会重复计算）"
_TELLS = frozenset({"answered", "partial"})


def _questions(scene: Scene, one: Chosen, stated: Sequence[Value]) -> list[str]:
    """What is put to the documents' words for an ask: of each member of a set told before, else by itself; nothing where a figure is found."""
    if not one.ask.reads and (
        any(v.found for v in one.values) or (any(v.found for v in stated) and _is_share_of_last(one.ask))
    ):
        return []
    if (
        one.ask.reads in {"what", "how"}
        and not one.ask.clause.things
        and (each := asides.of_members(scene, one.ask, stated))
    ):
        return each
    bodies = {f.disclosure.issuer for v in stated for p in (v, *v.parts) for f in p.facts}
    whose = bodies.pop() if len(bodies) == 1 and not scene.question.who.mentions else ""
    return [f"{whose}{alone(scene, one.ask, only_member(stated))}"]


def _is_share_of_last(ask: Ask) -> bool:
    """Whether a share is asked of what was told before (占乙的几成): by itself its words would make a part of the whole."""
    cue = ask.clause.first("operator", "SHARE")
    return cue is not None and not any(t.end <= cue.start for t in ask.clause.things)


def _state(speaker: Realiser, one: Chosen, before: Sequence[Value], asked: str) -> None:
    """Say what was found for an ask: that a change is not what it is taken for, its values, whether a bound is reached."""
    facts = [f.fact for v in one.values for p in (v, *v.parts) for f in p.facts]
    printed = next((f.direction for f in facts if f.direction is not None), None)
    if one.ask.reads == "reason" and (denied := changes.not_so(changes.claimed_direction(asked), printed)):
        speaker.pen.lines.append(denied)
    speaker.state_all(one.values)
    if (judged := threshold.said_of(one.ask.clause, one.values, before)) is not None:
        speaker.pen.lines.append(judged)


def _spare_operands(answer: Answer, values: Sequence[Value], asked: str) -> None:
    """Leave to the calculation what only went into it: the figures are those that were asked for."""
    if answer.calculation is None or _PARTS_TOO.search(asked):
        return
    roots = [v.finding for v in values if v.finding is not None] + [i.finding for v in values for i in v.items]
    roots += [f for v in values if v.computed is None for p in v.parts for f in p.facts]
    used = {(f.label, f.disclosure.id) for v in values if v.computed for f in v.operands}
    answer.operands = only_used = frozenset(used - {(f.label, f.disclosure.id) for f in roots})
    if len(answer.figures) <= FEW:
        return
    inputs = {(i.label, i.value, i.disclosure_id) for i in answer.calculation.inputs}
    answer.figures = [
        f
        for f in answer.figures
        if (f.label, f.disclosure_id) not in only_used or (f.label, f.value, f.disclosure_id) not in inputs
    ]


_PARTS_TOO = re.compile(r"其中(?:各|分别)|各(?:是|为)多少")
"""一共多少，其中各是多少: what goes into the sum is asked for as well."""
FEW = 4
"""Figures up to which what went into a calculation may stand beside its result."""
SEVERAL = 3
"""Asks from which a question is no statement to be judged, but a list of questions."""
MOST_TOLD = 6
"""Parts of one question that are put to the documents' words: each is a search of its own."""
SURELY = 0.7
"""How surely a figure must be found for an answer that rests on it to be whole."""


def _unused(chosen: Sequence[Chosen]) -> list[str]:
    """Words of content that no part of what was found accounts for."""
    found: list[str] = []
    for one in chosen:
        if not any(v.found for v in one.values):
            continue
        used = {at for r in one.roots for t in _things(r) for at in range(t.start, t.end)}
        names = {t.label for r in one.roots for t in _things(r)}
        told, kept = (
            tuple(one.ask.clause.things),
            [n.keep for r in one.roots for n in walk(r) if isinstance(n, Members)],
        )
        for thing in set_beside(told, next((k for k in kept if k is not None), None)):
            if thing.label not in names and not used.issuperset(range(thing.start, thing.end)):
                found.append(thing.said)
    return list(dict.fromkeys(found))


def _things(root: Node) -> Iterator[Thing]:
    for node in walk(root):
        if isinstance(node, Look):
            yield from (*node.thing, *node.within)
        elif isinstance(node, Members):
            yield from node.of
        elif isinstance(node, Stated):
            yield from node.about


def _is_of_type(ask: Ask, answer: Answer) -> bool:
    """Whether words answer what asks for words: a lone figure is no person, no time, no place and no cause."""
    what = (
        ask.reads == "what" and "what" in ask.clause.values("question") and not ask.clause.of("operator", "attribute")
    )
    if not (what or ask.reads in {"who", "when", "where", "how", "reason"}) or ask.clause.of("counter", "measure"):
        return True
    if "how_much" in ask.clause.values("question"):
        return True
    return not answer.figures or tells_words(answer)


def _unanswered(scene: Scene, one: Chosen) -> tuple[list[str], set[str]]:
    missing, without = absent.lacking(scene, one.values)
    return missing or (
        [] if without else [one.ask.clause.text[one.ask.clause.start : one.ask.clause.end].strip()]
    ), without
