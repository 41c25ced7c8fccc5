"""交代: whether everything that a question asks is accounted for by what its answer states and cites.

In: the mentions of a question and its answer. Out: the words of the question that nothing in the answer stands for, in
order. Whatever way of answering found the figures, an answer with such words is no whole answer, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from corpus import terms
from corpus.language.lexicon import everyday_names
from qa.answer import Answer
from qa.finding.explaining import TOTALS
from qa.finding.scene import Scene
from qa.library import grams
from qa.parsing.grammars import Mention
from qa.parsing.mentions import mentions_of
from qa.retrieval.words import Words
from qa.understanding.question import Question
from qa.understanding.sounds import syllables

_AMOUNT = re.compile(r"占(?:了|用|到)?(?:多少|几多)(?:钱|个?[万亿]|元)")
"""占了多少钱 asks for an amount, not for a share."""
_SPENT = re.compile(r"实际|决算")
"""Words that insist on what was spent: a budget alone does not answer them."""
_NEGATIVE = re.compile(r"没有(?:披露|查到|用上|收录|公布)|无法(?:得出|回答)|未披露")
FEW: Final = 2
"""Pairs of characters of a phrase that must all stand in the evidence."""
HELD: Final = 0.5
"""How much of an unknown phrase (in pairs of characters) must stand in the evidence for it to be accounted for."""


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

    def says(self, *words: str) -> bool:
        """Whether any of some words is stated."""
        return any(w in self.stated for w in words)


def unaccounted(scene: Scene, answer: Answer, words: Words | None = None) -> tuple[str, ...]:
    """The words of a scene's question that ask for something which the answer neither states nor cites."""
    mentions, text = mentions_of(scene, words), scene.question.folded.lower()
    if scene.question.carried:  # the largest of what was told is picked without saying that it is
        mentions = tuple(m for m in mentions if m.value not in {"TOP", "BOTTOM"} and not _picks(m, text))
    evidence = Evidence.of(answer)
    several = sum(m.kind in {"thing", "everyday", "unknown", "body", "year"} for m in mentions) > PAIR
    several = several or any(m.kind == "members" for m in mentions)
    left = [
        text[m.start : m.end]
        for at, m in enumerate(mentions)
        if not (m.value == "SUM" and not several)
        and not _is_of_count(mentions, at, evidence)
        and not _is_left_out(mentions, at, text, evidence.labels)
        and not _is_held(m, text, evidence.figures_alone if _is_listed(mentions, at) else evidence)
    ]
    if "平均" in text and not evidence.says("均", "每", "/人") and "平均" not in left:
        left.append("平均")
    if (
        "编码是" in text
        and not any("编码" in w for w in left)
        and _CODE.search(_AMOUNTS.sub("", evidence.stated)) is None
    ):
        left.append("编码")
    held = {f.fiscal_year for f in answer.figures}
    years = {y for y, _, _ in scene.question.year_spans} if scene.question.carried else scene.question.years
    left += [f"{y}年" for y in sorted(years) if y not in held and str(y) not in evidence.whole]
    left += _past_left(scene, mentions, answer, evidence) + _bodies_left(scene, answer)
    if parts_asked(mentions) > len(answer.figures) and not _LISTS.search(evidence.stated):
        left.append(MORE)
    return tuple(dict.fromkeys(left))


def _past_left(scene: Scene, mentions: Sequence[Mention], answer: Answer, evidence: Evidence) -> list[str]:
    """去年, 前年 as the year that is asked for (and not one that is only set against), where nothing of that year is told."""
    question, text = scene.question, scene.question.folded
    known = question.years[0] if len(question.years) == 1 else scene.groups[0].year if scene.groups else None
    if known is None or question.carried or question.does("change", "growth", "difference", "reason"):
        return []
    past = [m for m in mentions if m.kind == "relative" and m.value in {"-1", "-2"}]
    alone = [m for m in past if text[max(m.start - 1, 0)] not in "比较跟和同与于"]
    told = {f.fiscal_year for f in answer.figures}
    return [
        text[m.start : m.end]
        for m in alone
        if known + int(m.value) not in told and str(known + int(m.value)) not in evidence.stated
    ]


def _bodies_left(scene: Scene, answer: Answer) -> list[str]:
    """The names, as said, of bodies of which an answer that has figures says nothing (甲……多少？乙呢？)."""
    question = scene.question
    if question.carried or not answer.figures:
        return []
    told = {f.issuer for f in (*answer.figures, *(answer.calculation.inputs if answer.calculation else ()))}
    said = {m.body.issuer: question.folded[m.start : m.end] for m in question.who.mentions}
    return [name for issuer, name in said.items() if name and issuer not in told and issuer not in answer.answer]


def untold(scene: Scene, answer: Answer, words: Words) -> tuple[str, ...] | None:
    """The names of what somebody, some place or a number is asked of, where a passage holds none of them; None where it does.

    Such a passage speaks of something else: whoever is named in it is not the one asked for. Only whole words are given back.
    """
    mentions, text = mentions_of(scene, words), scene.question.folded.lower()
    evidence = Evidence.of(answer)
    counts = [m for m in mentions if m.kind == "counter" and not _is_counted(m.value, evidence)]
    asking = [m for m in mentions if m.kind == "question" and _ONE.match(text, m.start)]
    if not (asking or counts) or scene.question.does("reason", "definition", "conflict"):
        return None
    left, untold_at = list[str](), len(counts)
    names = [m for m in mentions if m.kind in {"unknown", "everyday", "thing"}]
    for cue in asking:
        beside = min(names, key=lambda m: max(m.start - cue.end, cue.start - m.end), default=None)
        if beside is None or _is_held(beside, text, evidence):
            continue
        said = [w for w, _ in words.tagged(text[beside.start : beside.end])]
        if not any(len(w) > 1 and w in evidence.whole for w in said):
            untold_at += 1
            left += said if len(said) == 1 else []
    return tuple(dict.fromkeys(left)) if untold_at else None


_ONE = re.compile(r"谁|哪(?:几|一)?(?:\d+)?[家个位栋所间名户]|哪里|哪儿|在哪")
"""Words that ask for somebody or some place, and not for what kinds there are (哪些)."""


def is_by_default(question: Question) -> bool:
    """Whether a question names nothing that a figure is of, so that it is answered by the year's whole (花了多少)."""
    named = [t for t in question.topics if t.text]
    return not named and any(t.concept in TOTALS for t in question.topics) and not question.codes


def _picks(mention: Mention, text: str) -> bool:
    """Whether a word asks which of those told it is, one of them (哪个), and not for their names (哪5家)."""
    return mention.value == "which" and not _NAMES.match(text, mention.start)


_LISTS = re.compile(r"\d\s?[项个](?!目)|^\d+\. ", re.MULTILINE)
"""What an answer shows that lists things: how many figures it holds says nothing then."""
_CODE_ASKED = re.compile(r"编码|代码|科目号|编号")
_CODE = re.compile(r"(?<![\d.,])\d{3}(?:\d{2}){0,2}(?![\d.,年])|\d{6,}|[A-Z]{2,}\S*\d{3}")
_AMOUNTS = re.compile(r"\*\*[^*]*\*\*|\[\d+\]")
_MEASURED: Final[Mapping[str, Callable[[Evidence], bool]]] = {
    "completion": lambda e: bool(e.units & {"%", "百分点"}) or "%" in e.stated or e.says("率"),
    "score": lambda e: bool(e.units & {"分"}) or e.says("得分", "总分", "评分"),
}
"""What an answer shows that tells a rate or a score."""
PAIR = 2
"""Names from which a sum that is asked for is of several."""


def _is_of_count(mentions: Sequence[Mention], at: int, evidence: Evidence) -> bool:
    """Whether a mention only says what is counted, and a count in its unit is there (几辆公车)."""
    mention = mentions[at]
    beside = (*mentions[max(at - 1, 0) : at], *mentions[at + 1 : at + 2])
    counters = [
        m for m in beside if m.kind == "counter" and 0 <= max(m.start - mention.end, mention.start - m.end) <= 1
    ]
    known = mention.kind in {"thing", "everyday"}
    return known and any(not _GENERAL.search(m.value) and _is_counted(m.value, evidence) for m in counters)


def _is_left_out(mentions: Sequence[Mention], at: int, text: str, labels: str) -> bool:
    """Whether a mention names what the largest or smallest is sought without (除了房租最贵的是啥), and is not stated."""
    before = mentions[at - 1] if at else None
    out = before is not None and before.value == "LESS" and before.end == mentions[at].start and "最" in text
    return out and text[mentions[at].start : mentions[at].end] not in labels


def _is_listed(mentions: Sequence[Mention], at: int) -> bool:
    """Whether a mention stands beside another as one of several (货物、服务、总额): each then wants a figure of its own."""
    beside = (*mentions[max(at - 1, 0) : at], *mentions[at + 1 : at + 2])
    return any(m.kind == "joint" and not m.value.isspace() for m in beside)


def _is_held(mention: Mention, text: str, evidence: Evidence) -> bool:
    if mention.kind in {"thing", "everyday", "unknown"}:
        return _names_it(mention, text[mention.start : mention.end], evidence)
    if mention.kind == "operator":
        if mention.value == "LESS" and "最" in text[mention.end :]:
            return not any(text[mention.end :].startswith(label) for label in evidence.labels.split("\n") if label)
        if _AMOUNT.match(text, mention.start):
            return True
        return (made := _MADE.get(mention.value)) is None or made(evidence)
    if mention.kind == "counter":
        return _is_counted(mention.value, evidence)
    if mention.kind == "question" and mention.value == "what" and _WHAT.match(text, mention.start):
        return any(line.strip() and "**" not in line for line in evidence.stated.split("\n"))
    if mention.kind == "question" and mention.value == "which" and (several := _NAMES.match(text, mention.start)):
        return _lists(evidence, several[1])
    if mention.kind == "question" and mention.value == "which" and text[mention.start] != "哪":
        return True  # 列一下
    if mention.kind == "question":
        return (told := _TOLD.get(mention.value)) is None or told(evidence)
    if mention.kind == "basis" and _SPENT.search(text[mention.start : mention.end]):
        people = _PEOPLE.search(text, mention.end, mention.end + NEAR) and not evidence.units & _MONEY_UNITS
        return evidence.stages != {"budget"} or bool(people) or evidence.says("决算", "实际", "执行")
    if mention.kind == "measure" and mention.value in _MEASURED:
        return _MEASURED[mention.value](evidence)
    if mention.kind == "attribute" and _CODE_ASKED.search(text[mention.start : mention.end]):
        return _CODE.search(_AMOUNTS.sub("", evidence.stated)) is not None
    if mention.kind == "number" and mention.value.isdigit() and "最" in text[max(0, mention.start - 3) : mention.start]:
        return evidence.stated.count("**") // 2 >= int(mention.value)  # 最低的三个
    if mention.kind == "attribute":
        return any(w in evidence.whole for w in (text[mention.start : mention.end], mention.value))
    if mention.kind == "year":
        return mention.value in evidence.whole
    return True


_NAMES = re.compile(r"哪([几些两二三四五六七八九十]|\d+)(?:家|个(?!点|百分)|位|户)")
"""哪5家, 哪几位: their names are asked for."""


def _lists(evidence: Evidence, number: str) -> bool:
    """Whether what is stated names several: as a list, or with marks between them."""
    least = int(number) if number.isdigit() else PAIR
    return evidence.stated.count("、") + 1 >= least or f"{min(least, PAIR)}. " in evidence.stated


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
_GENERAL = re.compile(r"[个项条份类处块种]")
"""Measure words by which anything may be counted: what is listed is counted."""


def _is_counted(unit: str, evidence: Evidence) -> bool:
    """Whether a count in the unit asked for is among the figures."""
    alike = _SAME_UNIT.get(unit, unit)
    if not alike or _GENERAL.search(unit):
        return True
    units = {c for u in evidence.units for c in f"{u}{_SAME_UNIT.get(u, u)}"}
    return bool(set(alike) & units) or re.search(rf"\d\s*[{re.escape(alike)}]", evidence.stated) is not None


def is_carried_out(operator: str, answer: Answer) -> bool:
    """Whether a line of an answer that states a figure shows what an operator makes."""
    stated = "\n".join(line for line in answer.answer.split("\n") if "**" in line and not _NEGATIVE.search(line))
    shown = Evidence(stated, stated, frozenset(f.unit for f in answer.figures))
    return (made := _MADE.get(operator)) is None or made(shown)


def parts_asked(mentions: Sequence[Mention]) -> int:
    """How many figures a question asks for at the least: words of asking that stand apart."""
    return sum(1 for m in mentions if m.kind == "counter" or (m.kind == "question" and m.value == "how_much"))


MORE: Final = "more figures"
"""Stands among the words for figures that were asked for in no words that can be quoted."""


def say(answer: Answer, *, unused: Sequence[str] = (), lacking: Sequence[str] = ()) -> None:
    """Say in an answer what it leaves open: words that it does not use, and what it did not find. It is then no whole one."""
    quoted = [f"“{w}”" for w in unused if w != MORE and _meant(w) is None]
    meant = dict.fromkeys(said for w in unused if (said := _meant(w)) is not None)
    if quoted:
        answer.answer += f"\n问题里这些话没有用上：{'、'.join(quoted)}。"
    if meant:
        answer.answer += f"\n这里没有答到：{'、'.join(meant)}。"
    if MORE in unused:
        answer.answer += "\n所问的数可能不止这些，没有全部答到。"
    if lacking:
        answer.answer += f"\n没有查到：{'；'.join(lacking)}。"
    if unused or lacking:
        answer.status = "partial"


def _meant(word: str) -> str | None:
    """What a word that only asks stands for (吗, 降了): a piece of a question in quotation marks would say nothing."""
    return next((said for pattern, said in _ASKING if pattern.fullmatch(word)), None)


_ASKING: Final = (
    (re.compile(r"[吗么吧嘛呢]|是否|是不是|有没有|对不对|对吗"), "是不是这样"),
    (re.compile(r"(?:增|减|升|降|涨|跌|多|少)(?:加|少|了|出|多少|几|长|低|去|幅)*"), "增减了多少"),
    (re.compile(r"为什么|为何|为啥|怎么会?|因为什么"), "原因"),
)
