"""有无: whether there is something: yes or no before the figure; and that nothing is spent where the question takes it that there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import terms
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding.finding import Finding, find
from qa.finding.scene import Group, Scene, slot
from qa.understanding.question import Question, Topic

_WHETHER = re.compile(
    r"有没有|有无|(?:是否|是不是)(?:安排|列|设|编|发生)?了?有?(?=[^，。？?]{2,})|(?<!没)有[^，。？?多少几哪]{1,16}(?:吗|么|没有?|否)(?:[？?。]|$)"
    r"|[^，。？?]{2,12}有吗|没有[^，。？?]{1,14}(?:吗|吧)(?:[？?。]|$)"
)
_OTHER = re.compile(
    r"问题|原因|变化|变动|增|减|[少多涨降升跌变]了|涨|降|升|跌|超|完成|执行|一致|矛盾|披露|公布|公开|相符|唯一|只有|哪|多少|几(?!乎)"
)
_HOW_SPENT = re.compile(r"花在|用在|用于|花到|投向|用到|哪(?:几|些)(?:个)?(?:方面|地方|项目|支出)|花哪")
_ITS_COST = re.compile(r"费|钱|支出|预算|花|购置|运行|买")
_THINGS = {"official_cars": ("cars_owned", "vehicles")}
"""Terms of the cost of a thing, and those of the thing itself: 有公车吗 asks for cars, not for money."""
_BOOKS = {
    "government_fund_budget": ("fund_budget_expenditure",),
    "state_capital_budget": ("capital_budget_expenditure",),
}
"""A book of the budget, and what is spent from it."""
_AMOUNTS = frozenset({"amount", "people", "asset", "source"})


def answer_existence(scene: Scene, citer: Citer) -> Answer | None:
    """有或没有 with the figure that says so; None where the question is no such one or no figure tells."""
    question = scene.question
    whether = asks_whether(question)
    spent = _HOW_SPENT.search(question.folded) is not None
    asked = _book(question.topics)
    topics = [t for t in asked if t.concept and (terms.TERMS[t.concept].role in _AMOUNTS or _is_counted(t))]
    if not (whether or spent) or len(topics) != 1 or (whether and len(asked) > 1) or question.who.unknown:
        return None
    pen = Composer(citer, english=question.language == "en")
    told = [_one(scene, group, topics[0], pen, only_none=spent) for group in scene.groups]
    return pen.answer() if told and all(told) else None


def asks_whether(question: Question) -> bool:
    """Whether the question asks if there is something at all (有没有…, …吗), and nothing about it."""
    return _WHETHER.search(question.folded) is not None and not (question.stated or _OTHER.search(question.folded))


def _is_counted(topic: Topic) -> bool:
    """Whether a thing told of in words is counted as well (下属单位, 几家)."""
    return topic.concept is not None and bool(terms.TERMS[topic.concept].counters)


def _book(topics: Sequence[Topic]) -> Sequence[Topic]:
    """The book of the budget alone where one is named: the funding and the sides beside it only say what is in it."""
    books = [t for t in topics if t.concept in _BOOKS]
    return books if len(books) == 1 and all(t.concept for t in topics) else topics


def _one(scene: Scene, group: Group, topic: Topic, pen: Composer, *, only_none: bool) -> bool:
    finding = next((f for t in _meant(scene, topic) if (f := _find(scene, group, t)) is not None), None)
    if finding is None:
        return False
    none = finding.quantity.value == 0
    if only_none and not none:
        return False
    name = topic.text or terms.TERMS[topic.concept or ""].name
    said = f"没有：{wording.who(finding.disclosure)}没有安排{name}，为零。" if none else "有。"
    pen.lines.append("没有，数量为零。" if none and finding.quantity.unit_class.value == "count" else said)
    pen.state(finding)
    return True


def _meant(scene: Scene, topic: Topic) -> Sequence[Topic]:
    """The thing itself before its cost, where the question does not speak of money."""
    concept = topic.concept or ""
    things = () if _ITS_COST.search(scene.question.folded) else _THINGS.get(concept, ())
    things = (*things, *_BOOKS.get(concept, ()))
    return (*(replace(topic, concept=c, text=terms.TERMS[c].name) for c in things), topic)


def _find(scene: Scene, group: Group, topic: Topic) -> Finding | None:
    found = find(slot(scene, group, (topic,)))
    if found is not None and _is_counted(topic) and found.quantity.unit_class.value != "count":
        return None
    return found if found is not None and found.explained >= SURELY else None


SURELY = 0.8
"""How much of what is asked about a figure must explain to tell that there is none of it."""
