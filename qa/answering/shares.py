"""占比: printed shares first, then part ÷ whole with both cited; execution rates likewise."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.disclosure import Basis
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import TOGETHER, Composer
from qa.finding import explaining, lookup
from qa.finding.finding import Finding, find
from qa.finding.groups import classes, projects
from qa.finding.scene import Group, Scene, slot
from qa.plan import arithmetic
from qa.understanding.question import Question, Topic
from qa.understanding.targets import coordinate

_OF = re.compile(r"占(?!用)(?:到|了)?")
_ENGLISH_OF = re.compile(
    r"(?:share|percentage|proportion|part) of (.+?)(?: goes| went| is| was| are| were)", re.IGNORECASE
)
_OF_BUDGET = re.compile(
    r"占(?:到|了)?(?:其|当年|全年|本年)?的?(?:年初|调整后?的?|全年|当年)?预算(?:数|总额|安排)?的?(?:比|百分|多少|几|[？?。]|$)"
)
_AMOUNT_TOO = re.compile(r"多少(?:个)?(?:亿|万)?元|(?:有|是)多少[^，,]{0,6}[，,、].{0,12}占")
"""The amount itself is asked for beside its share."""
_OF_ALL = re.compile(r"占(?:到|了)?(?:其|它|这|该)?(?:的)?(?:总额|总数|总量|总计|合计|全部|整体|总盘子)")
_WITHIN = re.compile(r"(?:里面|当中|之中|里头|里|中|内)")
WHOLES = ("current_expenditure", "total_expenditure", "current_revenue", "total_revenue", "total_balance_sheet")
"""What a share is of where the question does not say: the year's whole."""


def answer_share(scene: Scene, citer: Citer) -> Answer | None:
    """The share of one thing in another, for each body asked about; None where it is neither printed nor computable."""
    question = scene.question
    if _OF_BUDGET.search(question.folded) and "final_accounts" in question.bases:
        return answer_completion(scene, citer)  # 决算支出占年初预算的比例 is how much of the budget was carried out
    part, whole = sides(question)
    if not part:
        return None
    if part == whole:
        return _of_each_project(scene, whole, citer) if _EACH_OF.search(question.folded) else None  # no share of itself
    explicit = bool(whole) and whole[-1].start > part[-1].start
    pen = Composer(citer, english=question.language == "en")
    parts = [(t,) for t in coordinate(question.folded, part)] if whole else []
    if parts and re.search(r"各|分别", question.folded):
        done = [all(tuple(_one(scene, g, pen, p, whole, explicit=explicit) for p in parts)) for g in scene.groups]
    else:
        done = [_one(scene, group, pen, part, whole, explicit=explicit) for group in scene.groups]
    if not any(done):
        return None
    if len(scene.groups) > 1:
        for group, found in zip(scene.groups, done, strict=True):
            if not found:
                pen.lines.append(f"{group.body.issuer}：公开文件中没有可以计算的数据。")
    if question.does("reason") and _LITTLE.search(question.folded):
        _say_rest(scene, pen, part)
    return pen.answer("answered" if all(done) else "partial")


_EACH_OF = re.compile(r"项目[^，。？]{0,6}(?:各|分别)[^，。？]{0,4}占")


def _of_each_project(scene: Scene, whole: tuple[Topic, ...], citer: Citer) -> Answer | None:
    """The share of every project in what they are set against (各占项目支出的几成)."""
    pen = Composer(citer, english=scene.question.language == "en")
    for group in scene.groups:
        bottom = find(slot(scene, group, whole, measures=("amount",)))
        for member in (
            m for s in group.shelves if bottom and s.disclosure.id == bottom.disclosure.id for m in projects(s)
        ):
            fact = member.value("amount", bottom.fact.basis) if bottom else None
            if bottom is None or fact is None:
                continue
            top = Finding(fact, bottom.disclosure, 0, 0)
            if (computed := arithmetic.ratio(top.quantity, bottom.quantity)) is not None:
                pen.compute(computed, [top, bottom], f"{member.name}占{bottom.label}的比例")
                marks = "".join(f"[{n}]" for n in top.cite(pen.citer))
                pen.lines.append(
                    f"{member.name}占{bottom.label}的 **{computed.quantity.value}%**：{computed.formula}{marks}"
                )
    return pen.answer() if pen.figures else None


_LITTLE = re.compile(r"(?:这么|那么|如此|很|太|特别|偏|最)?(?:低|少|小)")
LARGEST_OTHERS = 2
"""Other parts of a whole that are named where it is asked why one part is so small."""


def _say_rest(scene: Scene, pen: Composer, part: tuple[Topic, ...]) -> None:
    """What makes up the rest where a share is small: the largest other functional classes of the body with the least share."""
    least: dict[str, Decimal] = {}
    for figure in pen.figures:
        if figure.unit == "%":
            least.setdefault(figure.issuer, Decimal(figure.value))
    for group in scene.groups:
        issuers = {s.disclosure.issuer for s in group.shelves}
        if not least or min(least, key=lambda i: least[i]) not in issuers:
            continue
        top = find(slot(scene, group, part, measures=("amount",)))
        if top is None:
            continue
        shelf = next(s for s in group.shelves if s.disclosure.id == top.disclosure.id)
        every = [f for m in classes(shelf) if (f := m.value("amount", top.fact.basis)) is not None and f.quantity.value]
        if not any(f.concept == top.fact.concept for f in every):
            continue
        others = [f for f in every if f.concept != top.fact.concept]
        largest = sorted(others, key=lambda f: -f.quantity.base)[:LARGEST_OTHERS]
        if largest:
            pen.lines.append(f"{wording.who(shelf.disclosure, top.fact.year)}其余部分里最大的是：")
        for fact in largest:
            pen.state(Finding(fact, shelf.disclosure, 0, 0))


def sides(question: Question) -> tuple[tuple[Topic, ...], tuple[Topic, ...]]:
    """(part, whole): what stands before 占 and after it; “甲里乙占多少” makes 甲 the whole; whole may be empty."""
    text = question.folded
    if english := _ENGLISH_OF.search(text):
        whole = tuple(t for t in question.topics if english.start(1) <= t.start < english.end(1))
        part = tuple(t for t in question.topics if t.start >= english.end(1))
        return (part, whole) if part and whole else (question.topics, ())
    match = _OF.search(text)
    if match is None or question.bare:
        return question.topics, ()
    before = tuple(t for t in question.topics if t.end <= match.start() + 1)
    after = tuple(t for t in question.topics if t.start >= match.end() - 1)
    if after:
        return before or question.topics[:1], after
    if _OF_ALL.match(text, match.start()) and (around := _standing(text, before)):
        return before, around
    inner = [m for m in _WITHIN.finditer(text) if m.start() < match.start()]
    for mark in reversed(inner):
        clause = max(text.rfind(c, 0, mark.start()) for c in "，,；;。")
        container = tuple(t for t in before if t.end <= mark.start())
        container = tuple(t for t in container if t.start > clause) or container
        inside = tuple(t for t in before if t.start >= mark.end())
        if container and inside and container[-1].end >= mark.start() - 4:
            return inside, container
    return before or question.topics, ()


def _standing(text: str, before: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """What an earlier clause names (政府采购按类别分，服务占总额…): 总额 is that of it; () where one clause names all."""
    clause = max(text.rfind(c, 0, before[-1].start) for c in "，,；;。") if before else -1
    listed = coordinate(text, tuple(t for t in before if t.end <= clause))
    around = tuple(t for t in before if t.end <= clause and t.concept and t not in listed)
    return around[-1:]


def _one(
    scene: Scene, group: Group, pen: Composer, part: tuple[Topic, ...], whole: tuple[Topic, ...], *, explicit: bool
) -> bool:
    """One body's share. A whole that is only the container spoken of (某表里) does not bind a printed share."""
    printed = find(slot(scene, group, part, measures=("share",)))
    inner = (
        whole and not explicit and part[-1].concept is not None
    )  # 项目支出里一般公共服务: the amount within it, where one is printed
    top = (inner and find(slot(scene, group, (*whole, *part), measures=("amount", "count")))) or None
    own = top and explaining.kinship(part[-1].concept or "", top.fact.concept) > 0
    top = top if top and own and top.explained >= TOGETHER else _part_of(scene, group, part)
    bottom = _whole(scene, group, whole, top)
    within = bool(whole) and not explicit and all(t.concept and lookup.is_outright(t.concept) for t in whole)
    if printed is not None and _is_of(printed, top) and _fits(printed, top, bottom, named=explicit or within):
        pen.state(printed)
        if top is not None and _AMOUNT_TOO.search(scene.question.folded):
            pen.state(top)
        elif top is not None:
            pen.lines.append(f"（{top.label} {wording.amount(top.quantity)}）")
        return True
    if top is None or bottom is None or top.quantity.unit_class is not bottom.quantity.unit_class:
        return False
    if top.fact.id == bottom.fact.id or (not explicit and top.quantity.base > bottom.quantity.base):
        return False  # a thing is no part of itself, and what is more than the whole is a part of something else
    computed = arithmetic.ratio(top.quantity, bottom.quantity)
    if computed is None:
        pen.lines.append(f"{bottom.label}为 0，无法计算占比。")
        return True
    if computed.quantity.value > WHOLLY:
        return False  # what is more than the whole is no part of it: one of the two is another thing
    pen.compute(computed, [top, bottom], f"{top.label}占{bottom.label}的比例")
    pen.state(top)
    pen.state(bottom)
    pen.lines.insert(
        len(pen.lines) - 2,
        f"{wording.who(top.disclosure, top.fact.year)}{top.label}占{bottom.label}的 **{computed.quantity.value}%**（计算值：{computed.formula}）。",
    )
    return True


def _part_of(scene: Scene, group: Group, part: tuple[Topic, ...]) -> Finding | None:
    """The amount of a part: under all that was named, else under its own name, what was named before said around it."""
    found = find(slot(scene, group, part, measures=("amount", "count")))
    if found is None and len(part) > 1:
        found = find(slot(scene, group, part[-1:], measures=("amount", "count"), context=part[:-1], bound=part[:-1]))
    return found


def _whole(scene: Scene, group: Group, whole: tuple[Topic, ...], top: Finding | None) -> Finding | None:
    if whole:
        return find(slot(scene, group, whole, measures=("amount", "count")))
    if top is None:
        return None
    if (parent := _parent(group, top)) is not None:
        return parent
    for concept in WHOLES:
        topic = Topic("", 0, 0, concept)
        found = find(slot(scene, group, (topic,), year=top.fact.year, measures=("amount",)))
        if found is not None and found.fact.concept != top.fact.concept:
            return found
    return None


def _parent(group: Group, top: Finding) -> Finding | None:
    """The amount of which the found one is printed as a part (政府采购合计/服务类)."""
    above = "/".join(top.fact.row.split("/")[:-1])
    if not above or top.fact.origin != "prose":
        return None
    for shelf in group.shelves:
        for described in shelf.facts:
            fact = described.fact
            if (fact.row, fact.measure, fact.basis, fact.year) == (
                above,
                top.fact.measure,
                top.fact.basis,
                top.fact.year,
            ):
                return Finding(fact, shelf.disclosure, 0, 0)
    return None


def _is_of(printed: Finding, top: Finding | None) -> bool:
    """Whether a printed share is of the very thing whose amount was found, as far as both are known terms."""
    if top is None or printed.fact.concept is None or top.fact.concept is None:
        return True
    return explaining.kinship(top.fact.concept, printed.fact.concept) > 0


def _fits(printed: Finding, top: Finding | None, bottom: Finding | None, *, named: bool) -> bool:
    """Whether the printed share is of the whole that was asked for: it equals part ÷ whole within rounding."""
    if not named or top is None or bottom is None:
        return True
    return (
        arithmetic.consistent_rate(printed.quantity, top.quantity, bottom.quantity)
        or abs(
            printed.quantity.value - top.quantity.base / bottom.quantity.base * 100
            if bottom.quantity.base
            else Decimal(1)
        )
        <= NEAR_ENOUGH
    )


WHOLLY = 100
"""Per cent: all of the whole."""
NEAR_ENOUGH = Decimal("0.05")
"""Points of a per cent by which a printed share may miss part ÷ whole: more, and it is a share of something else."""


def answer_completion(scene: Scene, citer: Citer) -> Answer | None:
    """执行率, 完成率: printed ones first; else executed ÷ budget, with the budget named."""
    question = scene.question
    pen = Composer(citer, english=question.language == "en")
    topics = tuple(t for t in question.topics)
    done = [_completion(scene, group, pen, topics) for group in scene.groups]
    return pen.answer("answered" if all(done) else "partial") if any(done) else None


def _against_initial(printed: Finding) -> bool:
    """Whether a printed completion rate is of the budget at the year's beginning."""
    return "年初" in printed.fact.column or "年初" in printed.fact.row or printed.fact.basis == "budget"


def _completion(scene: Scene, group: Group, pen: Composer, topics: tuple[Topic, ...]) -> bool:
    printed = find(slot(scene, group, topics, bases=(), measures=("completion",)))
    if printed is not None and ("年初" not in scene.question.folded or _against_initial(printed)):
        pen.state(printed)
        return True
    final = find(slot(scene, group, topics, bases=("final_accounts",), measures=("amount",)))
    order: tuple[Basis, ...] = ("budget",) if "年初" in scene.question.folded else ("adjusted_budget", "budget")
    budget = next(
        (b for basis in order if (b := find(slot(scene, group, topics, bases=(basis,), measures=("amount",))))
         and lookup.stage(b.fact) == basis and final is not None
         and (b.fact.subject is None) == (final.fact.subject is None)),  # the budget of one project is not the whole's
        None,
    )  # fmt: skip
    if final is None or budget is None or lookup.stage(final.fact) == lookup.stage(budget.fact):
        return False
    computed = arithmetic.ratio(final.quantity, budget.quantity)
    if computed is None:
        pen.lines.append("预算数为 0，无法计算完成率。")
        return True
    pen.compute(computed, [final, budget], f"{final.label}完成率（{wording.basis_name(budget.fact)}口径）")
    pen.lines.append(
        f"{wording.who(final.disclosure, final.fact.year)}{final.label}完成率为 **{computed.quantity.value}%**"
        f"（计算值，分母为{wording.basis_name(budget.fact)}：{computed.formula}）。"
    )
    pen.state(final)
    pen.state(budget)
    return True
