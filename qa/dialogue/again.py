"""再说一遍: the last answer once more: made sure of (确定吗), in another unit (换成元，保留两位小数), by the month."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from corpus.money import Quantity, UnitClass, round_half_up
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.dialogue import cues
from qa.dialogue.given import Given, givens
from qa.dialogue.memory import Memory
from qa.dialogue.references import Reference
from qa.dialogue.utterance import Utterance
from qa.finding.finding import Finding
from qa.finding.scene import Scene
from qa.library import Library
from qa.plan import arithmetic

_CONVERT = re.compile(
    r"换(?:算)?(?:成|一下|个)|折(?:合|算)?成?|改成|是多少(?:个)?(?:亿|万)?元|用(?:亿|万)?元|in (?:yuan|rmb|10,000|wan)",
    re.IGNORECASE,
)
_ALSO = re.compile(r"也(?:换|折|改)(?:算)?(?:一下|成|了)?")
_DIGITS = re.compile(
    r"(?:保留|精确到|取|留)?(?:小数点后)?(?P<n>[零一两二三四\d])位(?:小数)?|(?P<whole>取整|整数|不要小数)"
)
_MONTHS = re.compile(
    r"(?:除以|分)(?:12|十二)个?月?|(?:一|每)个?月(?:合|摊|平均|是|要|花)?(?:多少|几)?|月均|平均到?每个?月"
)


def converts(text: str) -> bool:
    """Whether an utterance asks for what was told in another unit, or by the month (2021年也换一下)."""
    return any(pattern.search(text) for pattern in (_CONVERT, _ALSO, _MONTHS))


_OF_SEVERAL = frozenset({"SHARE", "PERCENT", "DIFFERENCE", "COMPARE", "TIMES", "SUM", "REMAIN"})
YEAR = 12
DECIMALS = 4
"""Decimals of a figure that was worked out and is told in another unit."""


def once_more(scene: Scene, memory: Memory, said: Utterance, citer: Citer, library: Library) -> Answer | None:
    """The last figures again as the utterance wants them; None where it names something anew or reckons with several."""
    question = scene.question
    given = [g for g in givens(memory.recent, library) if not g.beside]
    if not given:
        return None
    if cues.is_all(question.folded, "confirm"):
        return _made_sure(memory, citer, library)
    unit = question.unit or (memory.unit if _ALSO.search(question.folded) else None)
    monthly = _MONTHS.search(question.folded) is not None
    reckons = said.operators & (_OF_SEVERAL - {"SUM"} if monthly else _OF_SEVERAL)
    if said.named() or reckons or question.does("location"):
        return None
    if not monthly and (unit is None or _CONVERT.search(question.folded) is None):
        return None
    chosen = _chosen(scene, given, said.ref)
    if not chosen:
        return None
    if memory.thing and given[-1].turn < memory.turn and not scene.question.year_spans:
        return Answer("ambiguous", "上一个回答是原文的话，没有单独说出数字；请说出要换算的是哪一项。")
    digits = _digits(question.folded)
    if monthly:
        return _by_the_month(chosen, unit, digits, citer)
    pen = Composer(citer, english=question.language == "en")
    for one in chosen:
        if one.computed:
            _state_again(pen, one, _shown(one.quantity, unit, DECIMALS if digits is None else digits))
            continue
        pen.state(Finding(one.finding.fact, one.finding.disclosure, 0, 0, (), _shown(one.quantity, unit, digits)))
    return pen.answer()


def _state_again(pen: Composer, one: Given, shown: Quantity) -> None:
    """A figure that was worked out, in another unit: it is printed nowhere."""
    places = one.parts or (one.finding,)
    marks = tuple(dict.fromkeys(n for f in places for n in f.cite(pen.citer)))
    figure = replace(one.finding.figure(pen.citer), value=str(shown.value), unit=shown.unit, citations=marks)
    pen.figures.append(figure)
    cited = "".join(f"[{n}]" for n in marks)
    pen.lines.append(
        f"{figure.label}为 **{wording.amount(shown)}**（计算值，{wording.amount(one.quantity)} 换算）{cited}"
    )


def _chosen(scene: Scene, given: list[Given], ref: Reference | None) -> list[Given]:
    """Amounts of money that are meant: of the year that is named, of the last turn where several are pointed at, the last one."""
    money = [g for g in given if g.quantity.unit_class is UnitClass.MONEY]
    if years := [y for y, _, _ in scene.question.year_spans]:
        return [g for g in money if g.finding.fact.year in years][-1:]
    if ref is not None and ref.kind == "group" and money:
        return money[-ref.count :] if ref.count else [g for g in money if g.turn == money[-1].turn]
    worked_out = [g for g in money if g.turn == money[-1].turn and g.computed]  # its operands only stand beside it
    return worked_out[-1:] or money[-1:]


def _digits(text: str) -> int | None:
    found = _DIGITS.search(text)
    if found is None:
        return None
    return (
        0
        if found["whole"]
        else "零一二三四".find(found["n"].replace("两", "二"))
        if not found["n"].isdigit()
        else int(found["n"])
    )


def _shown(quantity: Quantity, unit: str | None, digits: int | None) -> Quantity:
    shown = quantity.to(unit) if unit and unit != quantity.unit else quantity
    return shown if digits is None else Quantity(round_half_up(shown.value, digits), shown.unit)


SHOWN = 4
"""Decimals of what was worked out before, where it is worked with."""


def _by_the_month(chosen: list[Given], unit: str | None, digits: int | None, citer: Citer) -> Answer:
    """A year's amount, or the sum of several, over twelve months."""
    pen = Composer(citer)
    findings = [f for g in chosen for f in (g.parts or (g.finding,))]
    amounts = [_shown(_exactly(g), unit, SHOWN) for g in chosen]
    total = arithmetic.total(amounts) if len(amounts) > 1 else None
    amount = total.quantity if total is not None else amounts[0]
    found = arithmetic.mean(amount, Quantity(Decimal(YEAR), "个月"))
    assert found is not None  # noqa: S101 - a year has months
    shown = _shown(found.quantity, None, 2 if digits is None and found.quantity.unit == "元" else digits)
    pen.compute(arithmetic.Computed(shown, found.formula, found.rounding), findings, "平均每月")
    marks = "".join(f"[{n}]" for n in pen.figures[-1].citations)
    names = "、".join(dict.fromkeys(g.finding.label for g in chosen))
    lead = f"{total.formula}；" if total is not None else ""
    pen.lines.append(f"{names}平均每月 **{wording.amount(shown)}**（计算值：{lead}{found.formula}）{marks}")
    return pen.answer()


def _exactly(given: Given) -> Quantity:
    """A figure a head as it comes out before it was rounded, so that it can be divided further."""
    money = [p.quantity for p in given.parts if p.quantity.unit_class is UnitClass.MONEY]
    counts = [p.quantity for p in given.parts if p.quantity.unit_class is UnitClass.COUNT]
    if not given.computed or len(money) != 1 or len(counts) != 1 or not counts[0].value:
        return given.quantity
    amount = money[0].to(given.quantity.unit.split("/")[0])
    return Quantity(amount.value / counts[0].value, given.quantity.unit)


def _made_sure(memory: Memory, citer: Citer, library: Library) -> Answer | None:
    """The figures of the last turn with what each rests on: its place, or its formula and the places of its operands."""
    every = givens(memory.recent, library)
    last = [g for g in every if g.turn == every[-1].turn]
    pen = Composer(citer)
    for one in last:
        if not one.computed:
            pen.state(one.finding)
            continue
        figure = one.finding.figure(citer)
        pen.figures.append(figure)
        marks = "".join(f"[{n}]" for f in one.parts for n in f.cite(citer))
        operands = "、".join(f"{f.label} {wording.amount(f.quantity)}" for f in one.parts)
        pen.lines.append(
            f"{one.finding.label} **{wording.amount(one.quantity)}** 是计算值，依据：{operands or '见原文'}{marks}"
        )
    pen.lines.insert(0, "按公开文件重新核对过，数字如下，原文位置见标注：")
    return pen.answer()
