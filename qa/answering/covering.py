"""涵盖: whether what an answer states and cites covers one mention of its question: a name, an operator, a count, a word that asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from corpus import terms
from corpus.language.lexicon import everyday_names
from qa.answer import Answer
from qa.finding.explaining import TOTALS
from qa.library import grams
from qa.parsing.grammars import Mention
from qa.understanding.sounds import syllables

_NEGATIVE = re.compile(r"没有(?:披露|查到|用上|收录|公布)|无法(?:得出|回答)|未披露")
PAIR: Final = 2
"""Names that are several."""


@dataclass(frozen=True)
class Evidence:
    """证据: what an answer states (lines that only say what is lacking left out), and all that it quotes."""

    stated: str
    whole: str
    units: frozenset[str]
    labels: str = ""
    stages: frozenset[str] = frozenset()

    @property
    def figures_alone(self) -> Evidence:
        """The same without what is only quoted."""
        return replace(self, whole=f"{self.stated}\n{self.labels}")

    @classmethod
    def of(cls, answer: Answer) -> Evidence:
        """The evidence of an answer."""
        stated = "\n".join(line for line in answer.answer.split("\n") if not _NEGATIVE.search(line))
        figures = (*answer.figures, *(answer.calculation.inputs if answer.calculation else ()))
        quotes = [c.quote for c in answer.citations]
        places = [
            f"{c.section}{c.table.title}{c.table.row}{c.table.column}" if c.table else c.section
            for c in answer.citations
        ]
        labels = [f.label for f in figures]
        whole = "\n".join((stated, *quotes, *places, *labels))
        return cls(
            stated, whole, frozenset(f.unit for f in figures), "\n".join(labels), frozenset(f.basis for f in figures)
        )

    @property
    def shows_code(self) -> bool:
        """Whether a code is stated, which no amount and no citation is."""
        return _CODE.search(_AMOUNTS.sub("", self.stated)) is not None

    def says(self, *words: str) -> bool:
        """Whether any of some words is stated."""
        return any(w in self.stated for w in words)


def covers(mention: Mention, text: str, evidence: Evidence) -> bool:
    """Whether what is told accounts for what a mention asks."""
    held = _HELD_BY.get(mention.kind)
    return held is None or held(mention, text, evidence)


def _thing_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    return _names_it(mention, text[mention.start : mention.end], evidence)


def _operator_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    if mention.value == "LESS" and "最" in text[mention.end :]:
        return not any(text[mention.end :].startswith(label) for label in evidence.labels.split("\n") if label)
    if _AMOUNT.match(text, mention.start):
        return True
    return (made := _MADE.get(mention.value)) is None or made(evidence)


def _question_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    if mention.value == "what" and _WHAT.match(text, mention.start):
        return any(line.strip() and "**" not in line for line in evidence.stated.split("\n"))
    if mention.value == "which" and (several := NAMES_ASKED.match(text, mention.start)):
        return _lists(evidence, several[1])
    if mention.value == "which" and text[mention.start] != "哪":
        return True  # 列一下
    return (told := _TOLD.get(mention.value)) is None or told(evidence)


def _stage_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    if not _SPENT.search(text[mention.start : mention.end]):
        return True
    people = _PEOPLE.search(text, mention.end, mention.end + NEAR) and not evidence.units & _MONEY_UNITS
    return evidence.stages != {"budget"} or bool(people) or evidence.says("决算", "实际", "执行")


def _measure_held(mention: Mention, _: str, evidence: Evidence) -> bool:
    return (measured := _MEASURED.get(mention.value)) is None or measured(evidence)


def _attribute_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    said = text[mention.start : mention.end]
    if _CODE_ASKED.search(said):
        return evidence.shows_code
    return any(w in evidence.whole for w in (said, mention.value))


def _number_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    if not mention.value.isdigit() or "最" not in text[max(0, mention.start - 3) : mention.start]:
        return True
    return evidence.stated.count("**") // 2 >= int(mention.value)  # 最低的三个


_HELD_BY: dict[str, Callable[[Mention, str, Evidence], bool]] = {
    **dict.fromkeys(("thing", "everyday", "unknown"), _thing_held),
    "operator": _operator_held,
    "counter": lambda mention, _, evidence: is_counted(mention.value, evidence),
    "question": _question_held,
    "basis": _stage_held,
    "measure": _measure_held,
    "attribute": _attribute_held,
    "number": _number_held,
    "year": lambda mention, _, evidence: mention.value in evidence.whole,
}
"""By what kind of mention it is judged whether what is told accounts for it; any other kind asks for nothing."""


NAMES_ASKED = re.compile(r"哪([几些两二三四五六七八九十]|\d+)(?:家|个(?!点|百分)|位|户)")
"""哪5家, 哪几位: their names are asked for."""


def _lists(evidence: Evidence, number: str) -> bool:
    """Whether what is stated names several: as a list, or with marks between them."""
    least = int(number) if number.isdigit() else PAIR
    only = not number.isdigit() and "共1项" in evidence.stated.replace(" ", "")
    return only or evidence.stated.count("、") + 1 >= least or f"{min(least, PAIR)}. " in evidence.stated


_WHAT = re.compile(r"干(?:什么|啥|嘛)|什么[^\W\d]{1,2}(?=[？?，,。\s]|$)")
"""干啥用, 是什么村: words are asked for, which figures alone are not."""
_PEOPLE = re.compile(r"[人员职编辆岗]")
NEAR = 6
"""Characters behind 实际 in which people or cars are named: of those there are only real ones."""
_MONEY_UNITS = frozenset({"元", "千元", "万元", "亿元", "%"})
"""Units of what is budgeted first and spent then: of people there are only real ones."""


def _names_it(mention: Mention, said: str, evidence: Evidence) -> bool:
    concepts = tuple(c for c in (mention.concept, *mention.others) if c)
    if TOTALS & set(concepts):
        return True  # the whole goes by many names, and any figure is of it
    if len(said) == 1 and said in evidence.labels:
        return True
    if said in _PARTS:
        return said in evidence.whole  # the whole that it is part of is no answer to it
    if any(name in evidence.whole for c in concepts for name in _names(c)):
        return True
    if mention.kind == "thing" and mention.value in evidence.whole and (mention.value != said or not mention.concept):
        return True
    if mention.kind == "unknown" and _sounds_so(said, evidence.labels):
        return True
    pairs = grams(said)
    least = HELD * len(pairs) if len(pairs) > FEW else len(pairs)
    return bool(pairs) and len(pairs & grams(evidence.whole)) >= least


_PARTS = {
    "油费", "油钱", "汽油费", "加油费", "加油", "修车费", "车辆维修费", "公车维修", "洗车费", "过路费", "过桥费", "过路过桥费", "停车费",
    "车保险", "车险", "车辆保险",
}  # fmt: skip
"""What the running cost of official cars consists of by its definition (fuel, repair, tolls, insurance)."""


def _sounds_so(said: str, labels: str) -> bool:
    """Whether a mistyped name (基本之出) sounds like one that is stated."""
    heard, printed = "".join(syllables(said)), ["".join(syllables(name)) for name in labels.split("\n")]
    return len(said) > FEW and any(heard in name for name in printed)


@cache
def _names(concept: str) -> tuple[str, ...]:
    term = terms.TERMS[concept]
    return tuple(n for n in (term.name, *term.printed, *term.words, *everyday_names(concept)) if len(n) > 1)


_MOVED = (
    "更多", "更少", "高于", "低于", "超", "增加", "减少", "增长", "下降", "持平", "变化", "增减", "差", "调", "减", "降", "升", "多 **", "少 **",
)  # fmt: skip
_MADE: Mapping[str, Callable[[Evidence], bool]] = {
    "SHARE": lambda e: bool(e.units & {"%", "百分点"}) or "%" in e.stated,
    "PERCENT": lambda e: bool(e.units & {"%", "百分点"}) or "%" in e.stated,
    "PER": lambda e: e.says("平均", "人均", "每", "/人", "单价") or any("/" in u for u in e.units),
    "SUM": lambda e: e.says("合计", "总", "共", "+", "＋"),
    "TIMES": lambda e: e.says("倍"),
    "DIFFERENCE": lambda e: e.says("差", "增减率", "增加", "减少", "多", "少", "下降", "增长", "高", "低"),
    "CHANGE": lambda e: e.says(*_MOVED),
    "GROWTH": lambda e: e.says("增长", "下降", "增加", "减少", "%", "持平"),
    "REMAIN": lambda e: e.says("余", "剩", "差额", "−"),
    "TOP": lambda e: e.says("最", "第一", "1. ", "更"),
    "BOTTOM": lambda e: e.says("最", "倒数", "1. ", "更"),
    "VACANT": lambda e: e.says("−", "空", "缺", "差额"),
}
"""What an answer shows that carries an operator out."""


_YES_OR_NO = (
    "多", "少", "高", "低", "全部", "%", "没有", "有", "是", "不", "未", "无", "对", "一致", "相同", "所以", "超过", "增", "减", "持平",
)  # fmt: skip
_BODY = re.compile(r"[局处科室院所司部委办组队会心厂行庭店人]")
"""How names of bodies and of people's offices end: beside a figure its issuer's name is no answer to who it is."""
_TOLD: Mapping[str, Callable[[Evidence], bool]] = {
    "why": lambda e: (
        e.says("因", "而是", "原文说明", "用于", "依据", "理由", "为了", "为解决", "目的") or "原因" in e.whole
    ),
    "yes_no": lambda e: e.says(*_YES_OR_NO),
    "which": lambda e: e.says("最", "1. ", "、", "共", "并列", "更", "分别", "主要"),
    "who": lambda e: (
        e.says("最", "更", "负责", "由") or any(_BODY.search(x) for x in e.stated.split("\n") if "**" not in x)
    ),
    "when": lambda e: re.search(r"\d+[年月日号]", e.stated) is not None,
}
"""What an answer tells that is the kind of thing asked for."""
_SAME_UNIT = {
    "位": "人", "名": "人", "员": "人", "才": "人", "平米": "平方米", "部": "辆", "台": "辆台套", "家次": "家", "件": "件项", "回": "回次",
    "个": "", "项": "", "笔": "", "分": "",
}  # fmt: skip
GENERAL = re.compile(r"[个项条份类处块种]")
"""Measure words by which anything may be counted: what is listed is counted."""


def is_counted(unit: str, evidence: Evidence) -> bool:
    """Whether a count in the unit asked for is among the figures."""
    alike = _SAME_UNIT.get(unit, unit)
    if not alike or GENERAL.search(unit):
        return True
    units = {c for u in evidence.units for c in f"{u}{_SAME_UNIT.get(u, u)}"}
    return bool(set(alike) & units) or re.search(rf"\d\s*[{re.escape(alike)}]", evidence.stated) is not None


def is_carried_out(operator: str, answer: Answer) -> bool:
    """Whether a line of an answer that states a figure shows what an operator makes."""
    stated = "\n".join(line for line in answer.answer.split("\n") if "**" in line and not _NEGATIVE.search(line))
    shown = Evidence(stated, stated, frozenset(f.unit for f in answer.figures))
    return (made := _MADE.get(operator)) is None or made(shown)


_AMOUNT = re.compile(r"占(?:了|用|到)?(?:多少|几多)(?:钱|个?[万亿]|元)")
"""占了多少钱 asks for an amount, not for a share."""
_SPENT = re.compile(r"实际|决算")
"""Words that insist on what was spent: a budget alone does not answer them."""
FEW: Final = 2
"""Pairs of characters of a phrase that must all stand in the evidence."""
HELD: Final = 0.5
"""How much of an unknown phrase (in pairs of characters) must stand in the evidence for it to be accounted for."""


_CODE_ASKED = re.compile(r"编码|代码|科目号|编号")
_CODE = re.compile(r"(?<![\d.,])\d{3}(?:\d{2}){0,2}(?![\d.,年])|\d{6,}|[A-Z]{2,}\S*\d{3}")
_AMOUNTS = re.compile(r"\*\*[^*]*\*\*|\[\d+\]")
_MEASURED: Final[Mapping[str, Callable[[Evidence], bool]]] = {
    "completion": lambda e: bool(e.units & {"%", "百分点"}) or "%" in e.stated or e.says("率"),
    "score": lambda e: bool(e.units & {"分"}) or e.says("得分", "总分", "评分"),
}
"""What an answer shows that tells a rate or a score."""
