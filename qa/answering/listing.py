"""列举与排名: which projects, classes or items there are, with their figures; the largest, the smallest, those that fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from corpus.disclosure import Basis, Disclosure, Fact, Measure
from corpus.money import Quantity, parse_number
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding.asked import share
from qa.finding.finding import Finding, find
from qa.finding.groups import Member, members
from qa.finding.scene import Group, Scene, measures_asked, moves_most, slot
from qa.library import Shelf, grams
from qa.parsing.grammars import all_but
from qa.passages import telling
from qa.plan import arithmetic

MOST_LISTED = 20
_LEAST = re.compile(r"最(?:少|低|小|差)|倒数")
_MOST = re.compile(r"最(?:多|高|大|好|贵)|第一|花钱最|大头")
_NOTHING = re.compile(
    r"一分(?:钱)?(?:都|也)?没|(?<!有)没(?:有)?(?:花|用|执行(?!率|进度)|支出)|未(?:执行|支出)|(?:执行|支出|花费)(?:数|额)?(?:为|是)(?:0|零)(?![\d.])"
)
_LIMIT = re.compile(
    r"(?:(?<!\d)(?<!\d[,.])(?P<value>\d[\d,.]*)\s*(?P<unit>%|万元|元)?(?P<after>以上|以下|以内))"
    r"|(超过|大于|高于|多于|达到|等于|为|低于|不到|少于|小于|不足)(?:了)?\s*(\d[\d,.]*)\s*(%|万元|元)?"
)
_OVER_BUDGET = re.compile(
    r"(?:决算|执行|支出)[^，。]{0,6}(?:超过|大于|高于|多于|超)(?:了|出)?(?:年初)?预算|超(?:年初)?预算|花超|超支|(?:突破|花冒|用超|冒)(?:了)?(?:年初)?预算"
)
_UNDER_BUDGET = re.compile(
    r"(?:决算|执行|支出)[^，。]{0,6}(?:低于|小于|少于|不到|没达到)(?:了)?(?:年初)?预算"
    r"|没(?:有)?(?:花|用|达|执行|支|做)(?:到|足|满|完)(?:了)?(?:年初)?(?:的)?预算"
)

Keep = Callable[[Member], bool]


def answer_list(scene: Scene, citer: Citer) -> Answer | None:
    """Members with their figures, filtered and ranked as asked; None where the question ranges over nothing."""
    question = scene.question
    if len(scene.groups) > 1 and re.search(r"哪(?:一)?(?:家|个)(?:单位|中心|区|部门)?|谁", question.folded):
        return None  # which of the bodies, not which of the rows
    if moves_most(question.folded):
        return None  # by how they moved, not by how much they are
    related = _RELATED.search(question.folded) is not None
    if not (question.does("listing", "extreme", "rank") or related or _keep(scene) is not None):
        return None
    if not (related and "项目" in question.folded) and not re.search(
        r"哪(?!一?年)|几个项目|最|逐|列出|列一下|清单|名单|都有|排|项目(?!支出).{0,4}(?:各|分别)|按.{0,6}类",
        question.folded,
    ):
        return None
    if re.search(r"问题|措施|原因|困难|成效|成果", question.folded) and not question.does("extreme", "rank"):
        return None
    if (says_bound(question.folded) and _keep(scene) is None) or all_but(question.folded):
        return None  # a bound that is not understood: the whole set is no answer
    if _DEEDS.search(question.folded) and not question.does("extreme", "rank", "sum"):
        return None  # what is done is told in words, be it listed with its price as well
    itemised = _SPENT_ON.search(question.folded) is not None
    kind = r"哪(?:些|几)个?(?:项目|支出|专项)|最|排"
    if telling.manner(question).certain and not (itemised or re.search(kind, question.folded)):
        return None  # documents, places, causes: told in words
    pen = Composer(citer, english=question.language == "en")
    stated = [_one(scene, group, pen, itemised=itemised) for group in scene.groups]
    return pen.answer() if any(stated) else None


def says_bound(text: str) -> bool:
    """Whether a text holds members against a bound."""
    return _BOUND.search(text) is not None


_BOUND = re.compile(
    r"一半|翻一?[倍番]|百分之百|以上|以下|之间|不足|[不没未]有?(?:到|达到?|满)(?=\d|[一二三四五六七八九十])|全是"
)
_DEEDS = re.compile(
    r"哪(?:些|几)[件]?(?:事|工作|任务|内容|活动|环节|步骤)(?!.*(?:花|费|钱|支出))|(?:做|干)(?:了|些)?(?:什么|哪些|啥)"
)
_SPENT_ON = re.compile(r"(?:花|用|投|支出|开支)(?:在|到|向|于)了?(?:哪(?:几|些)?个?(?:方面|地方|块|项|处|里)|什么地方)")
"""What a project's money goes to: the lines of its cost list, where it has one."""


def _one(scene: Scene, group: Group, pen: Composer, *, itemised: bool = False) -> bool:
    measure, basis = _aim(scene, group)
    parent = find(slot(scene, group, scene.question.topics, measures=("amount",)))
    for shelf in group.shelves:
        concept = parent.fact.concept if parent else next(iter(scene.question.concepts), None)
        subject = _subject(scene, shelf, parent)
        found = members(
            scene.question,
            shelf,
            concept,
            parent.fact.row_code if parent else None,
            subject,
        )
        if itemised and not (subject and _is_cost_list(found, subject)):
            continue
        if _is_of_something_else(scene, found, parent, shelf):
            continue
        if keep := _keep(scene):
            found = [m for m in found if keep(m)]
        if _RELATED.search(scene.question.folded):
            found = _related(scene, found)
        rated = [(m, f) for m in found if (f := _value(m, measure, basis)) is not None and _disclosed(f)]
        if not rated:
            continue
        if _MOST.search(scene.question.folded) or _LEAST.search(scene.question.folded):
            return _extreme(scene, pen, shelf.disclosure, rated, parent)
        return _all(scene, pen, shelf.disclosure, rated)
    return False


def _is_cost_list(found: Sequence[Member], subject: str) -> bool:
    """Whether these are the lines of a project's own list of costs."""
    return len(found) > 1 and all(f.subject == subject for m in found for f in m.facts)


def _is_of_something_else(scene: Scene, found: Sequence[Member], parent: Finding | None, shelf: Shelf) -> bool:
    """Whether the question says of what it lists more than the members or their whole are called (跟踪服务的重大项目)."""
    question = scene.question
    if question.does("extreme", "rank", "sum", "share") or _RELATED.search(question.folded) or _keep(scene) is not None:
        return False
    asked = frozenset[str]().union(*(grams(t.text) for t in question.topics if t.concept is None))
    known = frozenset[str]().union(*(grams(m.name) for m in found), grams(_subject(scene, shelf, parent) or ""))
    if parent is not None:
        known |= grams(parent.fact.row + (parent.fact.subject or "") + (parent.fact.table or ""))
    return len(asked) >= OF_ITS_OWN and share(asked, known) < 1 / 3


OF_ITS_OWN = 4
"""Words that a question must have of its own before they are held against the names of what would be listed."""
_RELATED = re.compile(r"(?:跟|和|与|同|涉及)[^，。]{1,12}(?:有关|相关|直接相关)|涉及[^，。]{1,10}的")


def _related(scene: Scene, found: Sequence[Member]) -> list[Member]:
    """Members whose names hold what they are to be related to."""
    wanted = [grams(t.text) for t in scene.question.topics if len(t.text) > 1]
    return [m for m in found if any(len(w & grams(m.name)) >= max(1, len(w) - 1) for w in wanted)]


def _subject(scene: Scene, shelf: Shelf, parent: Finding | None) -> str | None:
    """The project that the question names: the found figure's, else one whose name stands in the question."""
    if parent is not None and parent.fact.subject:
        return parent.fact.subject
    text = scene.question.folded
    named = [
        s
        for s in shelf.subjects
        if len(core := re.sub(r"(?:项目|工作|专项)?经费$|项目$|专项$", "", s)) > 2 and core in text
    ]
    return max(named, key=len, default=None)


def _aim(scene: Scene, group: Group) -> tuple[Measure, Basis | None]:
    """What members are compared by: completion, score, or amounts of the asked (or usual) basis."""
    asked = measures_asked(scene.question)
    if "completion" in asked or "score" in asked:
        return asked[0], None
    if _OVER_BUDGET.search(scene.question.folded) or _UNDER_BUDGET.search(scene.question.folded):
        return "amount", "final_accounts"
    kinds = {s.disclosure.kind for s in group.shelves}
    wanted = scene.question.bases[0] if scene.question.bases else None
    if wanted == "final_accounts" or (wanted is None and kinds == {"final_accounts"}):
        return "amount", "final_accounts"
    return "amount", "budget" if kinds == {"budget"} else wanted


def _value(member: Member, measure: Measure, basis: Basis | None) -> Fact | None:
    if measure == "amount" and (price := member.value("rate_unit")) is not None and member.value("amount") is None:
        return price
    return member.value(measure, basis) or (member.value(measure) if basis is not None else None)


def _disclosed(fact: Fact) -> bool:
    return fact.quantity.value != 0 or fact.measure != "amount" or fact.subject is not None


def _keep(scene: Scene) -> Keep | None:
    """The condition that members must fit, as the question words it."""
    text = scene.question.folded
    if _OVER_BUDGET.search(text):
        return lambda m: _against_budget(m) > 0
    if _UNDER_BUDGET.search(text):
        return lambda m: _against_budget(m) < 0
    if _NOTHING.search(text) and re.search(r"哪|有没有|几", text):
        return lambda m: (f := m.value("amount", "final_accounts")) is not None and f.quantity.value == 0
    if (match := _LIMIT.search(text)) and re.search(r"哪|几个|有没有", text):
        if match["after"]:
            return _limit(
                "达到" if match["after"] == "以上" else "低于",
                parse_number(match["value"]) or Decimal(0),
                match["unit"] or "%",
            )
        return _limit(match[4], parse_number(match[5]) or Decimal(0), match[6] or "%")
    return None


def _against_budget(member: Member) -> Decimal:
    final, budget = (
        member.value("amount", "final_accounts"),
        member.value("amount", "budget") or member.value("amount", "adjusted_budget"),
    )
    return final.quantity.base - budget.quantity.base if final and budget else Decimal(0)


def _limit(word: str, value: Decimal, unit: str) -> Keep:
    bound = Quantity(value, unit).base
    measure: Measure = "completion" if unit == "%" else "amount"
    above, equal = word in {"超过", "大于", "高于", "多于"}, word in {"达到", "等于", "为"}

    def fits(member: Member) -> bool:
        fact = member.value(measure)
        if fact is None:
            return False
        base = fact.quantity.base
        return base > bound if above else base >= bound if equal else base < bound

    return fits


def _extreme(
    scene: Scene, pen: Composer, disclosure: Disclosure, rated: list[tuple[Member, Fact]], parent: Finding | None
) -> bool:
    least = _LEAST.search(scene.question.folded) is not None
    member, fact = (min if least else max)(rated, key=lambda r: r[1].quantity.base)
    finding = Finding(fact, disclosure, 0, 0)
    figure = pen.state(finding)
    pen.lines = [
        f"{'最低' if least else '最高'}的是{member.name}（{len(rated)} 项中）：",
        *pen.lines,
    ]
    if scene.question.does("share") and parent is not None and parent.fact.place != fact.place:
        computed = arithmetic.ratio(fact.quantity, parent.fact.quantity)
        if computed is not None:
            pen.compute(computed, [finding, parent], f"{figure.label}占{parent.label}的比例")
            pen.figures.reverse()
            pen.lines.append(
                f"占{parent.label}（{wording.amount(parent.quantity)}）的 **{computed.quantity.value}%**（{computed.formula}）。"
            )
    return True


def _all(scene: Scene, pen: Composer, disclosure: Disclosure, rated: Sequence[tuple[Member, Fact]]) -> bool:
    if scene.question.does("rank"):
        rated = sorted(rated, key=lambda r: -r[1].quantity.base)
    pen.lines.append(f"{wording.who(disclosure)}共 {len(rated)} 项：")
    for n, (member, fact) in enumerate(rated[:MOST_LISTED], 1):
        figure = Finding(fact, disclosure, 0, 0).figure(pen.citer)
        pen.figures.append(figure)
        marks = "".join(f"[{m}]" for m in figure.citations)
        pen.lines.append(
            f"{n}. {member.name}：**{wording.amount(fact.quantity)}**{_beside(scene, member, fact)}{marks}"
        )
    if len(rated) > MOST_LISTED:
        pen.lines.append(f"……其余 {len(rated) - MOST_LISTED} 项见原文。")
    units = {f.quantity.unit for _, f in rated}
    if len(rated) > 1 and len(units) == 1 and rated[0][1].measure == "amount":
        total = arithmetic.total([f.quantity for _, f in rated])
        if scene.question.does("sum"):
            pen.compute(total, [Finding(f, disclosure, 0, 0) for _, f in rated], "合计")
            pen.figures.insert(0, pen.figures.pop())
        pen.lines.append(f"合计 **{wording.amount(total.quantity)}**。")
    return True


def _beside(scene: Scene, member: Member, fact: Fact) -> str:
    """Budget beside execution where the question sets one against the other."""
    if not re.search(r"预算", scene.question.folded) or fact.basis != "final_accounts":
        return ""
    budget = member.value("amount", "budget") or member.value("amount", "adjusted_budget")
    return f"（{wording.basis_name(budget)} {wording.amount(budget.quantity)}）" if budget else ""
