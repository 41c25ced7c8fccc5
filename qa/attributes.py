"""属性: whether an answer holds the attribute that was asked for, not only the thing that it is an attribute of."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from qa.answer import Answer
from qa.question import Question


@cache
def _attributes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    raw = tomllib.loads(files("qa").joinpath("attributes.toml").read_text("utf-8"))
    return tuple((a["name"], re.compile(a["asked"]), re.compile(a["printed"])) for a in raw["attribute"])


_ORGANISATION = re.compile(r"哪一?[家个所][^，。？?]{0,6}?(事务所|银行|医院|酒店|宾馆|商场|工厂|研究院|高校|学院|集团)")
"""哪家银行 is answered by no text that names no bank."""


def missing(question: Question, answer: Answer) -> str | None:
    """The attribute asked for that the answer's evidence does not hold; None where all is well."""
    if answer.status not in {"answered", "partial"}:
        return None
    stated = "\n".join(line for line in answer.answer.split("\n") if "没有披露" not in line)  # it repeats the question
    evidence = " ".join([stated, *(c.quote for c in answer.citations), *(f.unit for f in answer.figures)])
    if (kind := _ORGANISATION.search(question.folded)) is not None and not re.search(rf"[一-龥]{kind[1]}", evidence):
        return f"{kind[1]}名称"
    for name, asked, printed in _attributes():
        if asked.search(question.folded) and not printed.search(evidence):
            return name
    return None
