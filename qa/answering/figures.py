"""数字答复: finds the figures that a question asks for, computes where it asks to, and says what is missing.

The line: targets × bodies × years → findings → operation → answer. Each finding is a printed figure with its
places; each result of arithmetic carries its formula and operands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from corpus.money import Quantity
from qa import wording
from qa.answer import Answer, Calculation, Citer, Conflict, Figure, leaf
from qa.answering import absent as holdings
from qa.answering import parts, phases
from qa.answering.before import Before, year_before
from qa.finding import effort
from qa.finding.finding import Finding, find
from qa.finding.groups import CONCEPT_PARTS
from qa.finding.lookup import in_kind
from qa.finding.scene import Group, Scene, holds_year, is_set_apart, slot
from qa.library import grams
from qa.plan import arithmetic
from qa.plan.arithmetic import Computed
from qa.understanding import counted, targets
from qa.understanding.question import Topic
from qa.understanding.targets import Target

_TOGETHER = re.compile(r"(?<!分别)(?:一|总)?共(?:花|用|支出|安排|计|有|是|多少|几|拨)(?!.*(?:分别|各))")
TOGETHER = 0.85
"""A figure that explains so much of what was said before as well is the one meant (甲里面，乙是多少)."""


@dataclass(frozen=True)
class Asked:
    """一问一得: one target put to one body for one year, and what was found."""

    target: Target
    group: Group
    year: int | None
    finding: Finding | None


@dataclass
class Composer:
    """笔: collects lines, figures and citations of one answer."""

    citer: Citer
    english: bool = False
    lines: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    calculation: Calculation | None = None

    def state(self, finding: Finding, *, first: bool = False) -> Figure:
        """State a found figure."""
        figure = finding.figure(self.citer)
        self.figures.insert(0, figure) if first else self.figures.append(figure)
        self.lines.append(wording.line(finding, figure.citations, english=self.english))
        return figure

    def compute(self, computed: Computed, operands: Sequence[Finding], label: str) -> Figure:
        """State a computed figure with its formula."""
        inputs = tuple(f.figure(self.citer) for f in operands)
        basis = operands[0].disclosure
        marks = tuple(dict.fromkeys(n for i in inputs for n in i.citations))
        shown = computed.quantity
        figure = Figure(
            label,
            str(shown.value),
            shown.unit,
            basis.id,
            basis.issuer,
            operands[0].fact.year,
            "computed",
            basis.scope,
            marks,
        )
        self.figures.append(figure)
        if self.calculation is None:
            self.calculation = Calculation(computed.formula, inputs, computed.rounding)
        else:
            self.calculation = Calculation(
                f"{self.calculation.formula}；{computed.formula}",
                tuple(dict.fromkeys((*self.calculation.inputs, *inputs))),
                self.calculation.rounding or computed.rounding,
            )
        return figure

    def answer(self, status: str = "answered") -> Answer:
        """The answer so far."""
        return Answer(
            status=status,  # type: ignore[arg-type]
            answer="\n".join(self.lines),
            figures=self.figures,
            calculation=self.calculation,
            conflicts=self.conflicts,
            citations=self.citer.citations,
        )


def ask_all(scene: Scene, wanted: Sequence[Target], years: Sequence[int | None]) -> list[Asked]:
    """Every target put to every body for every year."""
    found = []
    for group in scene.groups:
        near: set[tuple[str, int]] = set()
        for target in wanted:
            for year in years:
                part = _of_year(group, year) if target.counter else group  # counted at the end of the year before
                finding = None if is_set_apart(scene, group) else seek(scene, part, target, year, frozenset(near))
                if finding is None and part is not group and not is_set_apart(scene, group):
                    finding = seek(scene, group, target, year, frozenset(near))
                found.append(Asked(target, group, year, finding))
                if finding is not None:
                    near |= {(f.disclosure_id, f.context.start) for f in (finding.fact, *finding.places)}
    return found


def _of_year(group: Group, year: int | None) -> Group:
    """The body with its documents of one year only, where it has such."""
    own = tuple(s for s in group.shelves if s.disclosure.fiscal_year == year)
    return Group(group.body, own) if own and len(own) < len(group.shelves) else group


def seek(
    scene: Scene, group: Group, target: Target, year: int | None = None, near: frozenset[tuple[str, int]] = frozenset()
) -> Finding | None:
    """One target's figure for one body."""

    def put(topics: tuple[Topic, ...]) -> Finding | None:
        asked = slot(
            scene,
            group,
            topics,
            year=year,
            bases=target.bases,
            measures=target.measures,
            context=target.context,
            near=near,
            counter=target.counter or "",
            codes=target.codes,
            money=target.money,
            bound=() if topics is not target.topics else target.bound,
        )
        return find(asked, scene.question.unit)

    together = put((*target.context, *target.topics)) if target.context else None
    if together and together.explained >= TOGETHER:
        return together
    found = put(target.topics) or _told_beside(group, target, near)
    if found is None and target.counter and (others := counted.stand_ins(target.topics)) is not None:
        found = put(others)
    return found


def _told_beside(group: Group, target: Target, near: frozenset[tuple[str, int]]) -> Finding | None:
    """The only figure with the asked measure word in the sentences already cited (14场…，惠及412家企业)."""
    if not target.counter or not near:
        return None
    found = {
        d.fact.quantity.base: Finding(d.fact, s.disclosure, 0, 0)
        for s in group.shelves
        for d in s.facts
        if d.fact.quantity.unit == target.counter
        and d.fact.origin == "prose"
        and (d.fact.disclosure_id, d.fact.context.start) in near
    }
    return next(iter(found.values())) if len(found) == 1 else None


def targets_of(scene: Scene) -> list[Target]:
    """The whole question as one target where one fact explains nearly all of it, else its parts."""
    one = targets.whole(scene.question)
    parts = effort.once((targets.split, scene.question), lambda: targets.split(scene.question))
    if len(parts) < 2:
        return parts
    if len({(p.bases, p.measures, p.counter, p.money) for p in parts}) > 1 or scene.question.does("listing", "times"):
        return parts
    finding = next((f for g in scene.groups if (f := seek(scene, g, one))), None)
    return [one] if finding and _is_all_of(finding, parts) else parts


def _is_all_of(finding: Finding, parts: Sequence[Target]) -> bool:
    """Whether the figure's own name holds every part: then the parts are words of one name."""
    own = grams(finding.fact.row) | grams(finding.fact.subject or "")
    return all(part.topics and grams(part.topics[-1].text) <= own for part in parts)


def answer_single(scene: Scene, citer: Citer) -> Answer | None:
    """One figure of one body, or one of each asked thing; None where nothing was found."""
    asked = phases.of_one_thing(scene, ask_all(scene, targets_of(scene), years_of(scene)))
    asked = [phases.of_asked_stage(scene, a) for a in asked]
    found = [a for a in asked if a.finding]
    if not found:
        return None
    if scene.question.does("rank"):
        found.sort(key=lambda a: -(a.finding.quantity.base if a.finding else 0))
    pen = Composer(citer, english=scene.question.language == "en")
    seen: set[tuple[str, int]] = set()
    for one in found:
        if one.finding is None:
            continue
        key = (one.finding.fact.disclosure_id, one.finding.fact.place.start)
        if key not in seen:
            seen.add(key)
            pen.state(one.finding)
    if len(seen) == 1 and parts.asked(scene.question.folded):
        for part in (p for a in found[:1] if a.finding for p in parts.parts_of(a.group, a.finding)):
            pen.state(part)
    missing = [a for a in asked if a.finding is None and not _told_before(scene, pen, a)]
    absent = {a.group.body.issuer for a in missing if not holds_year(scene.question, a.group)}
    for one in missing:
        if one.group.body.issuer not in absent:
            pen.lines.append(f"{one.group.body.issuer}：公开文件中没有披露{_named(scene, one)}。")
    pen.lines[:] = dict.fromkeys(pen.lines)
    if absent:
        pen.lines.append(holdings.not_held(scene, absent))
    every = [a.finding for a in found if a.finding]
    if not (missing and scene.question.does("sum")):  # what lacks a part is no sum, nor a share of one
        _operate(scene, pen, list({f.fact.id: f for f in every}.values()) if scene.question.does("sum") else every)
    _trend(pen, list({a.finding.fact.id: a.finding for a in found if a.finding}.values()))
    caution(pen, [a.finding for a in found if a.finding])
    undone = _is_undone(scene, pen, every)
    if undone:
        pen.lines.append("公开文件中只找到这一个数，所问的占比或比较缺另一个数，无法得出。")
    return pen.answer("partial" if missing or undone else "answered")


def _is_undone(scene: Scene, pen: Composer, found: Sequence[Finding]) -> bool:
    """Whether a share or a comparison was asked for, and one plain amount is all that there is to it."""
    question = scene.question
    lone = len({f.fact.id for f in found}) == 1 and found[0].fact.measure in {"amount", "count"}
    return lone and pen.calculation is None and question.does("share", "times", "compare")


def _told_before(scene: Scene, pen: Composer, asked: Asked) -> bool:
    """Whether a year that is not printed follows from the next one's figures, which are then told."""
    if asked.year is None or asked.target.measures:
        return False
    before = year_before(scene, asked.group, asked.target.topics, asked.year)
    if before is not None:
        state_before(pen, before)
    return before is not None


def state_before(pen: Composer, before: Before, stage: str = "") -> None:
    """State a figure that is printed nowhere but follows from another and its printed change: of the year before, of a stage."""
    this = before.this
    label = f"{leaf(this.fact.row)}的{stage}" if stage else this.label
    figure = pen.compute(before.computed, [this, before.change], f"{before.year}年{label}")
    marks = "".join(f"[{n}]" for n in figure.citations)
    source = f"决算数和公开的比{stage}增减额" if stage else f"{before.year + 1}年数和公开的增减额"
    pen.lines.append(
        f"{this.disclosure.issuer}{before.year}年{label}没有直接印出；按{source}推算为 "
        f"**{wording.amount(Quantity(before.computed.quantity.value, figure.unit))}**（{before.computed.formula}）{marks}。"
    )


def years_of(scene: Scene) -> Sequence[int | None]:
    """The years to ask for one by one: several named ones, and 近几年 counted back from the document's."""
    question = scene.question
    if question.paired:
        return (None,)
    latest = {g.year for g in scene.groups}
    years = list(question.years)
    if question.recent and len(latest) == 1 and (last := latest.pop()):
        years = sorted({*years, *range(last - question.recent, last)})
        if not question.years:
            years.append(last)
    return tuple(years) if len(years) > 1 else (None,)


def _named(scene: Scene, asked: Asked) -> str:
    """What was asked for, in quotation marks where it is a known name in the question: never a question cut up."""
    words = "".join(t.text if t.concept else "\n" for t in asked.target.topics)
    said = f"“{words}”" if words and words in scene.question.folded else "这一项"
    return f"{asked.year}年的{said}" if asked.year else said


def _operate(scene: Scene, pen: Composer, found: Sequence[Finding]) -> None:
    """Carry out the operation that the question asks for on what was found."""
    question = scene.question
    found = [f for f in found if in_kind(f.quantity, found[0].quantity)]
    if len({f.fact.id for f in found}) < 2:
        return  # one figure found twice is compared with nothing
    if question.does("sum") and _has_whole(found):
        return  # 一共多少，其中各多少: the whole is printed, and is no part of a sum
    amounts, like = [f.quantity for f in found], found[0].fact.concept == found[-1].fact.concept
    if question.does("share") and len(found) == 2 and (like or amounts[0].base <= amounts[1].base):
        _state_computed(pen, arithmetic.ratio(*amounts), found, "占比")
    elif question.does("times") and len(found) == 2:
        _state_computed(pen, arithmetic.times(*amounts), found, "倍数")
    elif question.does("sum") or (_TOGETHER.search(question.folded) and not question.does("compare", "difference")):
        total = arithmetic.total(amounts)
        _state_computed(pen, total, found, "合计")
        if question.does("share") and (whole := _whole_of(scene, found)) is not None:
            _state_computed(
                pen, arithmetic.ratio(total.quantity, whole.quantity), [*found, whole], f"占{whole.label}的比例"
            )
    elif question.does("difference", "compare", "change", "extreme", "growth") or "谁" in question.folded:
        _compare(pen, found, amounts)


def _has_whole(found: Sequence[Finding]) -> bool:
    """Whether one of the figures is the whole of the others: by name, or as their sum within rounding."""
    for one in found:
        others = [f for f in found if f is not one]
        parts = CONCEPT_PARTS.get(one.fact.concept or "", frozenset())
        if all(f.fact.concept in parts or f.fact.row.startswith(f"{one.fact.row}/") for f in others):
            return True
        gap = abs(sum((f.quantity.base for f in others), -one.quantity.base))
        if len(others) > 1 and gap <= sum((f.quantity.step for f in found), Decimal(0)):
            return True
    return False


def _trend(pen: Composer, found: Sequence[Finding]) -> None:
    """走势 of three or more years of one thing."""
    by_year = {f.fact.year: f.quantity for f in reversed(found)}
    if len(by_year) < 3 or len({q.unit_class for q in by_year.values()}) > 1:
        return
    series = [by_year[y].base for y in sorted(by_year)]
    steps = [b - a for a, b in pairwise(series)]
    word = (
        "逐年上升（增加）"
        if all(s > 0 for s in steps)
        else "逐年下降（减少）"
        if all(s < 0 for s in steps)
        else "有升有降"
    )
    pen.lines.append(f"{min(by_year)}年至{max(by_year)}年{word}。")


def caution(pen: Composer, found: Sequence[Finding]) -> None:
    """口径: figures of different scope or kind of document are not like with like, and the answer says so."""
    scopes, kinds = {f.fact.scope for f in found}, {f.disclosure.kind for f in found}
    if len({f.disclosure.id for f in found}) < 2 or (len(scopes) == 1 and len(kinds) == 1):
        return
    each = {f.disclosure.id: f.disclosure for f in found}.values()
    sorts: dict[str, list[str]] = {}
    for d in each:
        scope = f"{wording.SCOPE_WORDS[d.scope]}口径的" if len(scopes) > 1 else ""
        sorts.setdefault(f"{scope}{wording.KIND_WORDS[d.kind]}", []).append(f"{d.issuer}{d.fiscal_year}年")
    said = "，".join(f"{'、'.join(names)}为{sort}" for sort, names in sorts.items())
    if (line := f"注意口径和性质不同，不宜直接比较，只供参考：{said}。") not in pen.lines:
        pen.lines.insert(0, line)  # before what it puts in doubt


def _whole_of(scene: Scene, found: Sequence[Finding]) -> Finding | None:
    """What a sum is a share of: the project that all its parts belong to, else what the question names after 占."""
    subjects = {f.fact.subject for f in found}
    group = next(g for g in scene.groups if any(s.disclosure.id == found[0].disclosure.id for s in g.shelves))
    if len(subjects) == 1 and (subject := subjects.pop()):
        return find(slot(scene, group, (Topic(subject, 0, 0),), measures=("amount",)))
    after = scene.question.folded.rfind("占")
    named = tuple(t for t in scene.question.topics if t.start > after >= 0)
    return find(slot(scene, group, named, measures=("amount",))) if named else None


def _state_computed(pen: Composer, computed: Computed | None, found: Sequence[Finding], label: str) -> None:
    if computed is None:
        pen.lines.append("分母为 0，无法计算比例。")
        return
    figure = pen.compute(computed, found, label)
    pen.lines.append(
        f"{label}：{computed.formula}，即 **{wording.amount(Quantity(computed.quantity.value, figure.unit))}**（计算值）。"
    )


def _compare(pen: Composer, found: Sequence[Finding], amounts: Sequence[Quantity]) -> None:
    """Which is larger and by how much."""
    order = sorted(range(len(found)), key=lambda i: -amounts[i].base)
    most, least = order[0], order[-1]
    if amounts[most].base == amounts[least].base:
        pen.lines.append(f"两者一样，都是 {wording.amount(amounts[most])}，相差 0。")
        return
    computed = arithmetic.difference(amounts[most], amounts[least])
    pen.compute(computed, [found[most], found[least]], "差额")
    names = [_name_in(found, i) for i in (most, least)]
    gap = f"**{wording.amount(computed.quantity)}**：{computed.formula}"
    if len(found) == 2 and order[0] == 1:
        pen.lines.append(f"{names[1]}比{names[0]}少 {gap}。")
    else:
        pen.lines.append(f"{names[0]}{'更' if len(found) == 2 else '最'}多，比{names[1]}多 {gap}。")


def _name_in(found: Sequence[Finding], i: int) -> str:
    """What tells a finding from the others: its body, its year, or its label."""
    one = found[i]
    if len({f.disclosure.issuer for f in found}) > 1:
        return one.disclosure.issuer
    if len({f.label for f in found}) > 1:
        return one.label
    if len({f.fact.year for f in found}) > 1:
        return f"{one.fact.year}年"
    return f"{one.label}（{wording.basis_name(one.fact)}）"
