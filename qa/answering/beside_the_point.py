"""答非所问: partial answers whose figures are none of what was asked; they are refused, for a figure beside the point is taken for the answer.

In: a scene, an answer that leaves words of the question out, and those words. Out: what is then said to be missing, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.money import Quantity
from qa import wording
from qa.answer import Answer
from qa.answering import covering
from qa.answering.quoting import tells_words
from qa.finding.scene import Scene
from qa.parsing.clauses import clauses_of
from qa.parsing.mentions import mentions_of

_SPENT = re.compile(r"实际|真[花用]|花掉|花出去|用掉")
"""Words that insist on what was spent."""
_FOR_A_TIME = re.compile(r"每个?[月天日周季]|[月日]薪|月工资|[一个]月(?:发|拿|领|多少|几)")
"""An amount for a month, a day: an amount of the year is none."""
MONTHS = "平均每个月"
"""What is said of a year's amount that was worked out for a month."""
_UNIT = re.compile(r"(?:局|院|中心|处|所|站|队|馆|办|办公室|学校|学院)$")
"""Names of sub-units end so."""


def missing(scene: Scene, answer: Answer, unused: Sequence[str]) -> str | None:
    """What the question asks and none of the figures is; None where some of them may be what is asked."""
    if answer.status != "partial" or not answer.figures or scene.question.does("yesno", "conflict", "reason"):
        return None
    if restates(scene, answer) and not tells_words(answer):
        return "所问的这一项"
    if any(_SPENT.search(w) for w in unused) and {f.basis for f in answer.figures} == {"budget"}:
        return "实际支出（只收录了预算）"
    money = all(f.unit.endswith("元") for f in answer.figures) and MONTHS not in answer.answer
    if money and answer.calculation is None and (asked := _FOR_A_TIME.search(scene.question.folded)) is not None:
        return f"“{asked[0]}”的数"
    if not tells_words(answer) and _is_not_worked_out(scene, answer):
        found = dict.fromkeys(
            f"{f.fiscal_year}年{f.label.split('·')[0]}{wording.amount(Quantity(Decimal(f.value), f.unit))}"
            for f in answer.figures[:SHOWN]
        )
        return f"算这个数要用的另一个数（只查到{'、'.join(found)}）"
    return next((f"{unit}单列的数" for unit in unused if _is_unit(scene, unit)), None)


def _is_not_worked_out(scene: Scene, answer: Answer) -> bool:
    """Whether all that is asked for is to be worked out, and nothing was: what would go into it is no answer."""
    clauses = clauses_of(scene, mentions_of(scene))
    asking = [c for c in clauses if c.of("question", "counter", "measure") or c.values("operator") & WORKED_OUT]
    asked = [
        (c.values("operator") & WORKED_OUT) | ({"PERCENT"} if "completion" in c.values("measure") else set())
        for c in asking
    ]
    members = scene.question.carried and all(ops == {"REMAIN"} for ops in asked)  # 剩下三个呢
    if not asked or not all(asked) or members or answer.calculation is not None:
        return False
    return not any(covering.is_carried_out(op, answer) for ops in asked for op in ops)


WORKED_OUT = frozenset(
    {"SHARE", "PERCENT", "PER", "DIFFERENCE", "CHANGE", "GROWTH", "TIMES", "REMAIN", "LESS", "VACANT"}
)
"""Operators whose result is another figure than those that they are made of."""
SHOWN = 3
"""Figures that are named beside what is missing."""


def restates(scene: Scene, answer: Answer) -> bool:
    """Whether all figures of an answer are amounts that the question gives itself."""
    stated = {q.base for q in scene.question.stated}
    found = {Quantity(Decimal(f.value), f.unit).base for f in answer.figures}
    return bool(found) and found <= stated


def _is_unit(scene: Scene, name: str) -> bool:
    """Whether a name is that of a sub-unit which the documents print."""
    return _UNIT.search(name) is not None and any(
        name in subject and _UNIT.search(subject) is not None for s in scene.shelves for subject in s.subjects
    )
