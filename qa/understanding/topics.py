"""话题: what a question is about: dictionary terms that name things, and words of its own that carry content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import terms
from qa.understanding import phrases


@dataclass(frozen=True, slots=True)
class Topic:
    """话题: one thing asked about: a dictionary term (``concept``) or words of the question's own (None)."""

    text: str
    start: int
    end: int
    concept: str | None = None


def topics_in(
    text: str, matches: Sequence[terms.Match], taken: Sequence[tuple[int, int]], *, english: bool
) -> tuple[Topic, ...]:
    """Terms that name things, and what is left once terms, years and words without content are taken out."""
    text = _GUESS.sub(lambda m: " " * len(m[0]), text)
    things = [
        m
        for m in matches
        if text[m.start : m.end].strip() and terms.TERMS[m.term_id].role not in MODIFIERS and m.term_id not in ASKING
    ]
    found = [Topic(text[m.start : m.end], m.start, m.end, m.term_id) for m in things]
    if not english:
        rest = blank(text, [*taken, *((m.start, m.end) for m in matches)])
        rest = _MULTIPLES.sub(lambda m: " " * len(m[0]), _PIECES.sub(lambda m: " " * len(m[0]), rest))
        rest = _OPERATION_WORDS.sub(lambda m: " " * len(m[0]), rest)
        found += [Topic(rest[a:b], a, b) for a, b in phrases.content(rest)]
    else:
        rest = blank(text, [*taken, *((m.start, m.end) for m in matches)])
        found += [Topic(m[0], *m.span()) for m in _SMALL_WORD.finditer(rest) if m[0] not in phrases.english_asking()]
    specific = [t for t in found if t.concept is None or terms.TERMS[t.concept].role not in GENERIC]
    specific = [t for t in specific if not is_only_total(t, specific)]
    specific = [t for t in specific if not _SPENT.fullmatch(t.text)]
    specific = [replace(t, concept="car_purchase") if is_bought(text, t.start, t.concept) else t for t in specific]
    left = specific or [t for t in found if not _SPENT.fullmatch(t.text)]
    if {t.concept for t in left} <= _SIDES.keys():  # nothing but 支出 or 收入: all of it
        left = [replace(t, concept=_SIDES[t.concept or ""]) for t in left[:1]]
    return tuple(sorted(left, key=lambda t: t.start)) or _unspoken(text)


_BUYING = re.compile(r"(?:买|购置?|采购|新增|添置?|更新|更换|换)了?(?:[一二两几\d]*[辆台部])?(?:新的?)?$")


def is_bought(text: str, start: int, concept: str | None) -> bool:
    """Whether cars named at an offset are spoken of as bought (买新的公务车): what that costs is asked, not what all cars cost."""
    return concept in {"official_cars", "cars_owned", "vehicles"} and _BUYING.search(text, 0, start) is not None


def _unspoken(text: str) -> tuple[Topic, ...]:
    """What is meant where nothing is named: the people where 人 are counted, else the year's whole."""
    if counted := re.search(r"([一-鿿])[了过](?:多少|几)个?[人名]", text):
        return (Topic(counted[1], *counted.span(1)),)
    if re.search(r"(?:多少|几)(?:个)?[人名]|人数|how many (?:people|staff)", text):
        return (Topic("", 0, 0, "serving_staff"),)
    spent = re.search(r"支出|花|用掉|用了|spen[dt]", text, re.IGNORECASE)
    if spent and not re.search(r"收支|收入|预算(?!执行)", text):
        return (Topic("", 0, 0, "current_expenditure"),)
    if re.search(r"预算|决算|收支|支出|收入|花|多少钱|budget|accounts|spen", text, re.IGNORECASE):
        return (Topic("", 0, 0, "total_balance_sheet"),)
    return ()


def is_only_total(topic: Topic, topics: Sequence[Topic]) -> bool:
    """Whether a topic says no more than that the whole of the thing before it (政府采购预算总额), or its score, is meant."""
    if topic.concept == "self_score":
        return any(t.concept and t.concept.endswith("_indicator") for t in topics)
    return topic.concept == "total_balance_sheet" and any(t.concept and 0 <= topic.start - t.end <= 1 for t in topics)


_SMALL_WORD = re.compile(r"(?<![A-Za-z0-9_'’])[a-z]{3,}(?![A-Za-z0-9_'’])")
"""An English word that is no name; one that neither asks nor is a term names a thing that we may not know (donation)."""
_SIDES = {"expenditure": "current_expenditure", "revenue": "current_revenue"}
MODIFIERS = frozenset({"basis", "measure", "scope", "time", "document"})
"""Roles of terms that say how a thing is asked for, not which."""
ASKING = frozenset({"main_reason", "glossary"})
"""Terms that ask for a kind of answer rather than name a thing."""
GENERIC = frozenset({"dimension", "project", "text", "side"})
"""Roles of terms that name a kind of thing: dropped where something more definite is named."""
_SPENT = re.compile(
    r"(?:预算)?(?:执行|使用|支付)|(?:一共|总共|共)?(?:花|用|支)(?:了|掉|去)?(?:多少|几)?(?:钱)?|(?:一共|总共|共)?有?(?:多少|几)个?[人名]"
)
"""花了多少, 有多少人 ask for the whole only where nothing else is named."""
_GUESS = re.compile(
    r"(?:是不是|是否|难道|莫非)(?:是)?(?:因为|由于)[^，,。？?]*"
    r"|(?:原因|理由)(?:就|应该|肯定|大概)?是(?!什么|啥|哪|怎|多少|不是)[^，,。？?]*(?:吧|吗|对吧|对吗|是吧)(?=[？?。]?\s*$|[,，])"
    r"|(?:就)?是(?:因为|由于|源于)[^，,。？?]*(?:吧|吗|对吧|对吗|是吧)(?=[？?。]?\s*$|[,，])"
)
"""A reason that the questioner guesses is no part of what is asked about."""
_PIECES = re.compile(r"[一二两三四五六七八九十\d]+[台套辆件张把部份](?=[一-鿿]{2})")
"""So many pieces of a thing: how many is no part of its name (两台打印机)."""
_MULTIPLES = re.compile(r"[一二三四五六七八九十百两几\d.]+(?:多|余|来)?[成倍]|翻番|翻倍")
_OPERATION_WORDS = re.compile(
    r"(?P<moved>[变涨降增减升])(?:没|不)(?P=moved)|[变涨降增减升多少]化?了没有?|自己(?=[算除减加])|(?:[一两二三几][张处个份])?表?(?:不一样|不一致|对不上)|请?用(?:亿|万)?元(?:来)?(?:说明|表示|回答|表达|计|作单位|为单位|做单位)|(?:保?留|精确到|算到|取)(?:小数点后)?[一二两三四\d]位(?:小数)?|[一二两三四\d]位小数|第[一二三四五六七八九十]+(?:部分|章|节)里?|[（(][^（）()]*口径[^（）()]*[)）]|为什么|为何|为啥|原因|怎么?解释|准备(?![金期费])|[倒反]推(?:算)?(?:一下)?|推算(?:一下)?|核[对算验]?一下|验算一下|占比|比例|比重|百分之?|百分比|增长|下降|增加|减少|变化|变动|增减|幅度|相差|差多少|合计|加总|加起来|减去|减掉|人均|平均"
    r"|从?[高大多]到[低小少](?:排(?:一下|序|列|名)?)?|排名|对吗|定义|意思|原文|列出|最[多高大少低小]|更[多高大少低小]|谁[多高大少低小]?|哪[一二两三四五六七八九十几]?[个家项类种]?[多高大少低小]?"
)


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with stretches of it as blanks, its length kept."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
