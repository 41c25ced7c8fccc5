"""增减: what changed against the year before: printed change and rate, the two amounts, and what can be computed."""

from __future__ import annotations

import re

from corpus.money import Quantity
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.before import change_of, initial_budget, year_before
from qa.answering.figures import Composer, seek, state_before
from qa.finding.explaining import is_against_budget
from qa.finding.finding import Finding, find
from qa.finding.scene import Group, Scene, slot
from qa.plan import arithmetic
from qa.understanding.targets import Target, whole

_DOWN = re.compile(r"下降|减少|降低|降了|跌|缩减|压减|缩水|砍[掉了下]|少了")
_OUTCOME_BEYOND = re.compile(
    r"(?:决算|执行|实际|支出|花)[^，。？]{0,6}(?:比|较|与|同|跟|相对)(?:于)?(?:同年|当年|本年)?(?:的)?(?:年初|调整后?|全年)?的?预算"
)
_UP = re.compile(r"增长|增加|上升|上涨|涨|提高|暴涨|猛增|多了")


def claimed_direction(text: str) -> int | None:
    """The direction that the question takes for granted: +1, -1, or None where it asks which."""
    down, up = _DOWN.search(text), _UP.search(text)
    return None if bool(down) == bool(up) or re.search(r"是增是减|增还是减|增减|还是", text) else (-1 if down else 1)


def not_so(claimed: int | None, printed: int | None) -> str:
    """What the change really is, where the question takes another direction for granted; "" where it is right or open."""
    if claimed is None or printed is None or printed == claimed:
        return ""
    really = {1: "增加", -1: "减少", 0: "持平，没有变化"}
    return f"不是{really[claimed]}，而是{really[printed]}。"


def answer_change(scene: Scene, citer: Citer) -> Answer | None:
    """Change of one thing of each body against the year before; None where no change is printed or computable.

    An outcome set against the budget of its own year (决算比年初预算少了多少) is a comparison, no change.
    """
    if _OUTCOME_BEYOND.search(scene.question.folded):
        return None
    pen = Composer(citer, english=scene.question.language == "en")
    told = [_one(scene, group, pen) for group in scene.groups]
    return pen.answer() if any(told) else None


def _one(scene: Scene, group: Group, pen: Composer) -> bool:
    question = scene.question
    target = whole(question)
    year = max(question.years) if question.years else None
    years = question.years if len(question.years) > 1 else ()
    next_to = not years or max(years) - min(years) == 1  # printed changes are against the year before
    change = change_of(scene, group, target.topics, "change", year) if next_to else None
    growth = change_of(scene, group, target.topics, "growth", year) if next_to else None
    this = seek(scene, group, Target(target.topics, target.bases), year)
    if change is None and growth is None:
        return _computed(scene, group, pen, target, this)
    before = _before(scene, group, target, this, change)
    asks_rate = question.does("growth") or re.search(r"百分|%|幅|率", question.folded)
    order = (growth, change) if asks_rate else (change, growth)
    claimed = claimed_direction(question.folded)
    printed = next((f.fact.direction for f in order if f and f.fact.direction is not None), None)
    if printed and (denied := not_so(claimed, printed)):  # of no change the figure says so itself
        pen.lines.append(denied)
    for found in order:
        if found is not None:
            pen.state(found)
    if question.does("reason") or question.does("change", "growth"):
        _say_reason(pen, order)
    if re.search(r"从多少|多少变|变[到成为]多少|由多少|各|分别|变化|变动|怎么变", question.folded) or question.does(
        "difference", "yesno"
    ):
        if this is not None:
            pen.state(this)
        if isinstance(before, Finding):
            pen.state(before)
    if before is not None and not isinstance(before, Finding) and this is not None and change is not None:
        figure = pen.compute(before, [this, change], f"{this.fact.year - 1}年{this.label}")
        pen.lines.append(
            f"按此推算，{this.fact.year - 1}年{this.label}为 **{wording.amount(Quantity(before.quantity.value, figure.unit))}**（{before.formula}）。"
        )
    return True


def _before(
    scene: Scene, group: Group, target: Target, this: Finding | None, change: Finding | None
) -> Finding | arithmetic.Computed | None:
    """The year before: printed, or this year's amount less the printed change."""
    if this is None:
        return None
    printed = find(slot(scene, group, target.topics, year=this.fact.year - 1, bases=()))
    if printed is not None and printed.explained >= this.explained - 0.05 and printed.fact.measure == this.fact.measure:
        return printed
    if (
        change is None
        or change.fact.direction is None
        or is_against_budget(change.fact)
        or change.fact.quantity.unit_class is not this.fact.quantity.unit_class
    ):
        return None
    return arithmetic.year_before(this.fact.quantity, change.fact.quantity, change.fact.direction)


def _say_reason(pen: Composer, found: tuple[Finding | None, ...]) -> None:
    for one in found:
        if one is not None and one.fact.reason is not None:
            mark = pen.citer.place(one.disclosure, one.fact.reason)
            quote = "".join(pen.citer.citations[mark - 1].quote.split())
            pen.lines.append(f"原文说明：{quote}[{mark}]")
            return


def _computed(scene: Scene, group: Group, pen: Composer, target: Target, this: Finding | None) -> bool:
    """No change is printed: the difference of two printed years, where both are there."""
    years = scene.question.years
    if len(years) >= 2:
        ends = [seek(scene, group, Target(target.topics, ()), y) for y in (max(years), min(years))]
        this, before = ends
    else:
        before = find(slot(scene, group, target.topics, year=this.fact.year - 1, bases=())) if this else None
    if this is None or before is None or this.fact.quantity.unit_class is not before.fact.quantity.unit_class:
        return False
    pen.state(this)
    pen.state(before)
    change = arithmetic.difference(this.fact.quantity, before.fact.quantity)
    pen.compute(change, [this, before], "增减额")
    verb = "增加" if change.quantity.value >= 0 else "减少"
    pen.lines.append(f"{verb} **{wording.amount(arithmetic.absolute(change))}**：{change.formula}。")
    rate = arithmetic.growth(this.fact.quantity, before.fact.quantity)
    if rate is None:
        pen.lines.append("上年数为 0，无法计算增减率。")
    else:
        pen.compute(rate, [this, before], "增减率")
        pen.lines.append(
            f"{'增长' if rate.quantity.value >= 0 else '下降'} **{wording.amount(arithmetic.absolute(rate))}**：{rate.formula}。"
        )
    return True


def prior_year(scene: Scene, citer: Citer) -> Answer | None:
    """推算上年: the asked year is the one before the document's and is not printed: this year less the change."""
    question = scene.question
    if len(question.years) > 1:
        return None
    pen = Composer(citer, english=question.language == "en")
    for group in scene.groups:
        asked = _year_before_asked(scene, group)
        if asked is None:
            _say_initial_budget(scene, group, pen)
            continue
        before = year_before(scene, group, whole(question).topics, asked)
        if before is not None:
            state_before(pen, before)
    return pen.answer() if pen.figures else None


def _say_initial_budget(scene: Scene, group: Group, pen: Composer) -> None:
    """年初预算, asked of final accounts that print the outcome and by how much it differs."""
    question = scene.question
    if "budget" not in question.bases or "final_accounts" in question.bases or "年初" not in question.folded:
        return
    if (before := initial_budget(scene, group, whole(question).topics)) is not None:
        state_before(pen, before, "年初预算")


def _year_before_asked(scene: Scene, group: Group) -> int | None:
    question = scene.question
    documents = {s.disclosure.fiscal_year for s in group.shelves}
    if question.years:
        return question.years[0] if question.years[0] + 1 in documents else None
    if question.relative == (-1,) and group.year is not None:
        return group.year - 1
    return None
