"""是与不是: whether an amount that a question states is what the answer found (办公费是不是8万元, 不到5万吧): said first, in words.

In: a question and its answer. Out: the same answer with yes or no before it, or unchanged where the question holds nothing against
the figure. The figure itself is stated behind it, so that nobody has to take the word for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus.money import Bound, Quantity, UnitClass, unit_class
from qa import wording
from qa.answer import Answer, Figure
from qa.understanding.question import Question

_NUMBERS: Final = re.compile(r"多少|几(?!乎)|哪|谁|什么|为何|为什么|怎么|咋")
_CLAIMS: Final = re.compile(
    r"(?:真的|属实|是真|准确|没错|有这回事|可信)(?:吗|么|嘛|不|吧)|听说|据说|网上说|有人说|传言"
)
"""Words that ask whether what somebody says is so."""
_ABOVE: Final = re.compile(r"超过|超出|高于|多于|大于|不止|不少于|不低于|至少|以上|突破|过了|超了?(?=\d)")
_BELOW: Final = re.compile(r"不到|不足|低于|少于|小于|以下|以内|不超过|没超过|未超过|没到|不满|最多|至多")
_ABOUT: Final = re.compile(r"大约|大概|差不多|左右|将近|接近|近(?=\d)|约(?=\d)|来万|多万|上下")
ROUNDED: Final = Decimal("0.1")
"""How far, as a share of it, an amount may lie from one that is only said to be about so much."""
_SAID: Final = ("是", "不", "没", "有", "对", "一致", "超过")
_NOT_ANSWERED: Final = "这里没有答到：是不是这样。"


def judge(question: Question, answer: Answer) -> None:
    """Put yes or no before an answer to a question that states one amount and asks whether it is so."""
    if (
        not answer.figures
        or answer.status not in {"answered", "partial"}
        or answer.conflicts
        or question.language != "zh"
    ):
        return
    asks = question.does("yesno") or _CLAIMS.search(question.folded) is not None
    if not asks or _NUMBERS.search(question.folded) or question.does("conflict", "reason") or len(question.stated) != 1:
        return
    stated, figure = question.stated[0], _the_one(answer, question.stated[0])
    if figure is None or answer.answer.startswith(_SAID) or not _is_claimed(question.folded, stated):
        return
    found = Quantity(Decimal(figure.value), figure.unit)
    said = _verdict(question.folded, stated, found)
    lines = [line for line in answer.answer.split("\n") if line != _NOT_ANSWERED]
    answer.answer = "\n".join((said, *lines))
    if answer.status == "partial" and len(lines) < len(answer.answer.split("\n")) - 1:
        answer.status = "answered"


_ENDS: Final = re.compile(
    r"(?:元|块钱?|[人个名辆台家项]|了|左右|上下|以上|以下|以内|的|钱)*[，,。？?]*"
    r"(?:[吗么吧嘛呢]|没有?|(?:是|对|不|真|的|属实|没错|准确|可信|有这回事|这事|假)*[吗么吧嘛]?)[。？?！!]*$"
)
"""What may stand behind an amount that is itself what is doubted; more (4.4万是不是都花在车上) doubts something else."""


def _is_claimed(asked: str, stated: Quantity) -> bool:
    """Whether the amount itself is what the question doubts: nothing of content stands behind it."""
    at = asked.find(stated.printed) if stated.printed else -1
    return at >= 0 and _ENDS.match(asked, at + len(stated.printed)) is not None


def _the_one(answer: Answer, stated: Quantity) -> Figure | None:
    """The figure that the stated amount is held against: the only one of its kind among what was found, or what was worked out."""
    alike = [f for f in answer.figures if unit_class(f.unit) is stated.unit_class]
    alike = [f for f in alike if stated.unit_class is not UnitClass.COUNT or f.unit == stated.unit]
    values = {Quantity(Decimal(f.value), f.unit).base for f in alike}
    worked_out = answer.calculation is not None and alike[:1] == answer.figures[:1]
    return alike[0] if alike and (len(values) == 1 or worked_out) else None


def _verdict(asked: str, stated: Quantity, found: Quantity) -> str:
    """Yes or no in words, by what kind of bound the amount is stated as."""
    name = wording.amount(replace(stated, bound=Bound.EXACT))
    if (above := _ABOVE.search(asked)) and not _BELOW.search(asked):
        least = above[0] in {"不少于", "不低于", "至少", "以上"}
        yes = found.base > stated.base or (least and found.base == stated.base)
        return (
            f"是的，超过{name}。"
            if yes and not least
            else f"是的，不少于{name}。"
            if yes
            else f"不是，没有超过{name}。"
        )
    if _BELOW.search(asked):
        return (
            f"是的，不到{name}。"
            if found.base < stated.base
            else f"不是，不止{name}。"
            if found.base > stated.base
            else f"正好是{name}。"
        )
    gap = abs(found.base - stated.base)
    about = ROUNDED * abs(stated.base) if _ABOUT.search(asked) else Decimal(0)
    if gap <= max(stated.step / 2, about):
        return f"是的，{'约' if gap else ''}是{name}。"
    return f"不是{name}，应是{wording.amount(found)}。"
