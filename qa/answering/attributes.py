"""属性: whether an answer holds the attribute that was asked for, not only the thing that it is an attribute of."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from qa.answer import Answer
from qa.finding.asked import share
from qa.library import grams
from qa.understanding.question import Question


@cache
def _attributes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    raw = tomllib.loads(files("qa.answering").joinpath("attributes.toml").read_text("utf-8"))
    return tuple((a["name"], re.compile(a["asked"]), re.compile(a["printed"])) for a in raw["attribute"])


_ORGANISATION = re.compile(
    r"哪一?[家个所][^，。？?]{0,6}?(事务所|律所|银行|医院|酒店|宾馆|商场|工厂|研究院|高校|学院|集团)"
)
"""哪家银行 is answered by no text that names no bank."""


def asked_in(text: str) -> str:
    """The attribute that a question asks for, in its own words (联系电话); empty where it asks for none."""
    return next((m[0] for _, asked, _ in _attributes() if (m := asked.search(text))), "")


def is_printed(asked_for: str, evidence: str) -> bool:
    """Whether evidence holds every attribute that a text asks for."""
    return all(printed.search(evidence) for _, asked, printed in _attributes() if asked.search(asked_for))


def missing(question: Question, answer: Answer) -> str | None:
    """The attribute asked for that the answer's evidence does not hold; None where all is well."""
    if answer.status not in {"answered", "partial"}:
        return None
    stated = "\n".join(
        line for line in answer.answer.split("\n") if "没有披露" not in line and not line.startswith("没有查到")
    )  # it repeats the question
    evidence = " ".join([stated, *(c.quote for c in answer.citations), *(f.unit for f in answer.figures)])
    if (kind := _ORGANISATION.search(question.folded)) is not None and not re.search(rf"[一-龥]{kind[1]}", evidence):
        return f"{kind[1]}名称"
    for name, asked, printed in _attributes():
        if asked.search(question.folded) and not printed.search(evidence):
            return name
    return _score_of_another(question, answer)


_PROJECT = re.compile(r"(?:经费|资金|项目|专项|费)$")
_IS_PROJECT = re.compile(r"的?(?:这|那|该)?一?[个项]?(?:项目|专项)")


def _score_of_another(question: Question, answer: Answer) -> str | None:
    """项目得分: what was asked where the score stated is not the named project's but the whole body's."""
    stated = answer.figures[:1]
    if "score" not in question.measures or len(stated) != 1 or stated[0].unit != "分":
        return None
    for topic in question.topics:
        named = _PROJECT.search(topic.text) or _IS_PROJECT.match(question.folded, topic.end)
        if topic.concept or topic.start == topic.end or not named:
            continue
        words = grams(re.sub(r"^(?:各|全部|所有)|(?:工作)?(?:经费|资金|项目|专项)$", "", topic.text))
        if words and share(words, grams(answer.answer) | grams(stated[0].label)) < HALF:
            return f"“{topic.text}”的得分（披露的是{stated[0].label}，不是这个项目的）"
    return None


HALF = 0.5
