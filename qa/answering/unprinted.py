"""没印的: questions for what such documents hardly ever print (who supplied it, on which day, what a lump sum bought), none of it found.

In: a question and an answer that has figures or words beside it. Out: what is missing where that is all that is asked; a figure or a
sentence that only speaks of the same thing would be taken for the answer.
"""

from __future__ import annotations

import re

from qa.answer import Answer
from qa.answering import attributes
from qa.finding.asked import share
from qa.library import grams
from qa.understanding.question import Question

_PIECE = re.compile(r"[，,。；;？?！!、\s]+")
_ASKS = re.compile(r"多少|几|哪|谁|什么|啥|怎|如何|为何|吗|列列|拆开")
_SUPPLIER = re.compile(
    r"(?:第三方|施工|承建|中标|供应|承接|承包|请的|找的|找来|聘的|外包|合作|在盖|在建|在干|在修|房东)[^，。？]{0,12}(?:哪|谁|什么公司)"
    r"|(?:哪[个家]?|什么)(?:公司|施工队|工程队|供应商|厂家?|商家|队伍?|事务所)|[跟向找从](?:谁|哪家)[^，。？]{0,4}(?:买|租|订|采购)|哪家(?:在)?[干做盖建修]|房东是"
)
_RECIPIENTS = re.compile(
    r"哪(?:几|些|[两三四五六七八九十])?(?:家|户)(?:的)?(?:企业|公司|厂子?|商户|店|民企)|哪些(?:个)?(?:企业|公司|厂子?|商户|店家?)|名单|报[个下一]*名字"
)
_NAMED = re.compile(r"(?:企业|公司|厂|商户|店)(?:、|以?及|和)|公司|集团|名单")
"""Firms that got money or were dealt with, and what tells which they are."""
_COMPANY = re.compile(
    r"(?<!第三方)(?<![一二三四五六七八九十])(?:公司|集团|事务所|研究院|设计院|工程队|施工队|[一-龥]{2}银行)"
)
_CONTENTS = re.compile(
    r"(?:具体|到底|究竟)(?:是)?(?:买|花|用|做)(?:的是|了)?(?:些)?(?:什么|啥|哪些)|(?:是|买的)(?:些)?(?:什么|啥)东西|到底是买啥|拆开|给我列列|列个明细"
)
_DAY = re.compile(
    r"哪一?天|几号|哪年(?:买|购|建成|开工|完工|竣工)|几月(?:份)?(?:完|好|开|竣|结束)|(?:哪一?年|何时|什么时候|啥时候)(?:才)?(?:能|会|可以)?(?:全部|全|都|彻底)?(?:完工|竣工|封顶|开工|[修建盖做干弄治]完|[修建盖做弄治]好|交付)"
)
_A_DAY = re.compile(
    r"\d{1,2}月|\d{1,2}日|季度|年底|年末|\d{4}年[^，。；]{0,10}(?:购|买|建成|开工|完工|竣工)|\d{4}[-.]\d{1,2}"
)
_OPEN = re.compile(r"(?:没有用上|没有查到|没有披露)[：“](.*)")
_QUOTED = re.compile(r"^(?:[^（［]{4,40}[（［].*[）］]：|相近的原文.*|问题里.*|没有查到.*|这里没有.*|所问的数.*)$")


def missing(question: Question, answer: Answer) -> list[str]:
    """What all pieces of a question ask for and the answer does not hold; [] where any piece may be answered."""
    if answer.status not in {"answered", "partial"} or question.language != "zh" or question.carried:
        return []
    asking = [p for p in _PIECE.split(question.folded) if _ASKS.search(p)]
    lines = answer.answer.split("\n")
    told = "\n".join(line for line in lines if not _QUOTED.match(line.strip()) and "**" not in line)
    left = "".join(m[1] for line in lines if (m := _OPEN.search(line)))
    listed = sum(line.lstrip()[:2].rstrip(".").isdigit() for line in lines) > 1
    found: list[str] = []
    for piece in asking:
        lacking = _lacking(piece, question, told, listed=listed) or _unused(piece, left)
        if not lacking:
            return []
        found.append(lacking)
    typed = [f for f in found if not f.startswith("“")]
    return list(dict.fromkeys(found)) if typed else []


def _lacking(piece: str, question: Question, told: str, *, listed: bool) -> str:
    """What a piece asks for that such documents hardly print, where nothing told holds it; empty where it does, or is another thing."""
    if _SUPPLIER.search(piece):
        return "" if _COMPANY.search(told) else "是哪家单位或个人"
    if _RECIPIENTS.search(piece):
        return "" if listed or _NAMED.search(told) else "是哪些单位或个人"
    if _DAY.search(piece):
        return "" if _A_DAY.search(told) else "日期"
    if _CONTENTS.search(piece):
        return "" if listed or _tells_contents(question, told) else "具体内容"
    name = attributes.asked_in(piece)
    return f"“{name}”" if name and not attributes.is_printed(piece, told) else ""


def _tells_contents(question: Question, told: str) -> bool:
    """Whether a sentence says of what is asked about what it goes to."""
    wanted = [grams(t.text) for t in question.topics if t.text]
    for sentence in re.split(r"[。；\n]", told):
        before, _, after = _LEAD.sub("", sentence).partition(cue[0]) if (cue := _USE.search(sentence)) else ("", "", "")
        if len(after) > 1 and any(share(w, grams(before)) >= HALF for w in wanted):
            return True
    return False


_LEAD = re.compile(r"^(?:原文)?(?:[（［][^）］]*[）］])?：")
_USE = re.compile(r"用于|包括|购置|采购|购买|主要内容|主要是")
HALF = 0.5


def _unused(piece: str, left: str) -> str:
    """The words of a piece that the answer itself says it left open."""
    words = [w for w in re.findall(r"“([^”]{2,})”|([^；。“”]{2,})", left) for w in w if w]
    return next((f"“{w}”" for w in words if w in piece), "")
