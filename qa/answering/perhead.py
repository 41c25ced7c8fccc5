"""人均与余额: an amount over a headcount; what is left of a budget, or of a total without a part."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import terms
from corpus.disclosure import Measure
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding.finding import Finding, find
from qa.finding.scene import Group, Scene, slot
from qa.plan import arithmetic
from qa.understanding.question import Question, Topic

_LESS = re.compile(r"扣(?:除|掉|去)|除去|减[去掉]|剥离|剔除|不算|去掉")
_VACANT = re.compile(r"空编|缺编|空缺|满编|超编")
HEADS = "serving_staff"


def answer_per_head(scene: Scene, citer: Citer) -> Answer | None:
    """人均: the amount (this year's whole where none is named) over the people the question names, else serving staff."""
    question = scene.question
    pen = Composer(citer, english=question.language == "en")
    results: list[tuple[Finding, arithmetic.Computed]] = []
    for group in scene.groups:
        if (one := _mean(scene, group, pen)) is not None:
            results.append(one)
    if not results:
        return _uncounted(scene, pen)
    if len(results) > 1:
        most = max(results, key=lambda r: r[1].quantity.value)
        pen.lines.append(f"{most[0].disclosure.issuer}最高。")
    return pen.answer("answered" if len(results) == len(scene.groups) else "partial")


def _uncounted(scene: Scene, pen: Composer) -> Answer | None:
    """The amounts where no people are counted to share them, said so; None where some amount is per head as printed."""
    amounts = [a for g in scene.groups if (a := _operands(scene, g)[0]) is not None]
    if not amounts or any(re.search(r"均|每", a.label) or "/" in a.quantity.unit for a in amounts):
        return None
    for amount in amounts:
        pen.lines.append(
            f"{wording.who(amount.disclosure, amount.fact.year)}的公开文件没有披露可以相除的人数，算不出人均。"
        )
        pen.state(amount)
    return pen.answer("partial")


def _operands(scene: Scene, group: Group) -> tuple[Finding | None, Finding | None]:
    """What is shared out, and the people that it is shared among."""
    people = tuple(t for t in scene.question.topics if t.concept and terms.TERMS[t.concept].role == "people")
    things = tuple(t for t in scene.question.topics if t not in people)
    counted = scene.question.counter is not None and bool(things)  # 人均多少平方米
    measures: tuple[Measure, ...] = ("count",) if counted else ("amount",)
    amount = find(slot(scene, group, things or (Topic("", 0, 0, "total_expenditure"),), measures=measures))
    heads = (None if people or amount is None else _counted_with(group, amount)) or find(
        replace(slot(scene, group, people or (Topic("", 0, 0, HEADS),), bases=(), measures=("count",)), counter=None)
    )
    return amount, heads


def _mean(scene: Scene, group: Group, pen: Composer) -> tuple[Finding, arithmetic.Computed] | None:
    amount, heads = _operands(scene, group)
    if amount is None or heads is None or (computed := arithmetic.mean(amount.quantity, heads.quantity)) is None:
        return None
    pen.compute(computed, [amount, heads], f"人均{amount.label}")
    marks = "".join(f"[{n}]" for f in (amount, heads) for n in f.cite(pen.citer))
    pen.lines.append(
        f"{wording.who(amount.disclosure, amount.fact.year)}人均{amount.label}为 **{wording.amount(computed.quantity)}**"
        f"（计算值：{computed.formula}；人数口径为{heads.label}）{marks}"
    )
    return amount, computed


def _counted_with(group: Group, amount: Finding) -> Finding | None:
    """The people that the amount's own project counts (补贴人数 6 人)."""
    if not amount.fact.subject:
        return None
    for shelf in group.shelves:
        for described in shelf.facts:
            fact = described.fact
            if (
                fact.subject == amount.fact.subject
                and fact.quantity.unit in {"人", "名"}
                and fact.measure in {"count", "actual"}
            ):
                return Finding(fact, shelf.disclosure, 0, 0)
    return None


def asks_vacancy(question: Question) -> bool:
    """Whether posts approved and people serving are set against each other (空编, 缺编, 满编)."""
    return _VACANT.search(question.folded) is not None


def answer_vacancy(scene: Scene, citer: Citer) -> Answer | None:
    """空编: approved posts less serving staff."""
    pen = Composer(citer, english=scene.question.language == "en")
    for group in scene.groups:
        posts, staff = (
            find(replace(slot(scene, group, (Topic("", 0, 0, c),), bases=(), measures=("count",)), counter=None))
            for c in ("authorised_posts", HEADS)
        )
        if posts is None or staff is None:
            continue
        free = arithmetic.difference(posts.quantity, staff.quantity)
        pen.compute(free, [posts, staff], "空编")
        marks = "".join(f"[{n}]" for f in (posts, staff) for n in f.cite(pen.citer))
        word = "空编（缺编）" if free.quantity.value >= 0 else "超编"
        pen.lines.append(
            f"{wording.who(posts.disclosure)}编制 {wording.amount(posts.quantity)}，在职 {wording.amount(staff.quantity)}，"
            f"{word} **{wording.amount(arithmetic.absolute(free))}**：{free.formula}{marks}"
        )
    return pen.answer() if pen.figures else None


def takes_away(question: Question) -> bool:
    """Whether one amount is to be taken from another (减去, 扣除)."""
    return _LESS.search(question.folded) is not None


def answer_remaining(scene: Scene, citer: Citer) -> Answer | None:
    """余额: a total less a named part (扣除…), or the budget less what was executed (还有多少没执行)."""
    question = scene.question
    pen = Composer(citer, english=question.language == "en")
    for group in scene.groups:
        pair = (_LESS.search(question.folded) and _without(scene, group)) or _unspent(scene, group)
        if pair is None:
            continue
        whole, part = pair
        left = arithmetic.difference(whole.quantity, part.quantity)
        if left.quantity.value < 0:
            continue  # more was spent than these two say there was: they are not of one whole, and nothing is left
        pen.compute(left, [whole, part], f"{whole.label}减{part.label}")
        marks = "".join(f"[{n}]" for f in pair for n in f.cite(pen.citer))
        pen.lines.append(
            f"{wording.who(whole.disclosure, whole.fact.year)}余下 **{wording.amount(left.quantity)}**：{left.formula}{marks}"
        )
        if question.does("share") and (share := arithmetic.ratio(part.quantity, whole.quantity)) is not None:
            pen.compute(share, [part, whole], f"{part.label}占{whole.label}的比例")
            pen.lines.append(f"{part.label}占{whole.label}的 **{share.quantity.value}%**：{share.formula}。")
    return pen.answer() if pen.figures else None


def _without(scene: Scene, group: Group) -> tuple[Finding, Finding] | None:
    question = scene.question
    cut = _LESS.search(question.folded)
    at = cut.end() if cut else 0
    stop = re.search(r"[，,。；;？?]|以后|之后|后", question.folded[at:])
    end = at + stop.start() if stop else len(question.folded)
    part = tuple(t for t in question.topics if at - 1 <= t.start < end and t.concept != "closing_balance")
    before = tuple(t for t in question.topics if t.end <= at)
    taken = find(slot(scene, group, part, measures=("amount",))) if part else None
    whole = find(slot(scene, group, before or (Topic("", 0, 0, "total_expenditure"),), measures=("amount",)))
    return (whole, taken) if whole and taken and whole.quantity.base != taken.quantity.base else None


def _unspent(scene: Scene, group: Group) -> tuple[Finding, Finding] | None:
    named = tuple(t for t in scene.question.topics if t.concept != "closing_balance")
    topics = named or (Topic("", 0, 0, "total_expenditure"),)
    wanted = [b for b in scene.question.bases if b in {"budget", "adjusted_budget"}]
    if (
        "年初" not in scene.question.folded
    ):  # 预算里没花掉的: the budget that the outcome is set against, whichever is printed
        wanted += [b for b in ("adjusted_budget", "budget") if b not in wanted]
    for basis in wanted:
        budget = find(slot(scene, group, topics, bases=(basis,), measures=("amount",)))
        spent = find(slot(scene, group, topics, bases=("final_accounts",), measures=("amount",)))
        if budget and spent and budget.fact.basis == basis and spent.fact.basis == "final_accounts":
            return budget, spent
    return None
