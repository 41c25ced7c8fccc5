"""交代: whether everything that a question asks is accounted for by what its answer states and cites.

In: the mentions of a question and its answer. Out: the words of the question that nothing in the answer stands for, in
order. Whatever way of answering found the figures, an answer with such words is no whole answer, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qa.answer import Answer
from qa.answering.covering import GENERAL, NAMES_ASKED, PAIR, Evidence, covers, is_carried_out, is_counted
from qa.finding.explaining import TOTALS
from qa.finding.scene import Scene
from qa.parsing.grammars import Mention
from qa.parsing.mentions import mentions_of
from qa.retrieval.words import Words
from qa.understanding.question import Question


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
        and not covers(m, text, evidence.figures_alone if _is_listed(mentions, at) else evidence)
    ]
    if "平均" in text and not evidence.says("均", "每", "/人") and "平均" not in left:
        left.append("平均")
    if "编码是" in text and not any("编码" in w for w in left) and not evidence.shows_code:
        left.append("编码")
    held = {f.fiscal_year for f in answer.figures}
    years = {y for y, _, _ in scene.question.year_spans} if scene.question.carried else scene.question.years
    left += [f"{y}年" for y in sorted(years) if y not in held and str(y) not in evidence.whole]
    left += _past_left(scene, mentions, answer, evidence) + _bodies_left(scene, answer)
    left += _uncalculated(scene, mentions, answer) + _of_one_character(scene, mentions, words)
    if parts_asked(mentions) > len(answer.figures) and not _LISTS.search(evidence.stated):
        left.append(MORE)
    return tuple(dict.fromkeys(left))


def _of_one_character(scene: Scene, mentions: Sequence[Mention], words: Words | None) -> list[str]:
    """买的纸: things of one character, where the year's whole is told for want of a name."""
    if words is None or scene.question.carried or not is_by_default(scene.question):
        return []
    bare = list(scene.question.folded)
    for start, end in (*((m.start, m.end) for m in mentions), *scene.question.who.spans):
        bare[start:end] = " " * (end - start)
    found = (
        m["thing"] for m in _ONE_CHARACTER.finditer("".join(bare)) if _ASKED_OF.match(scene.question.folded, m.end())
    )
    return [word for word in found if word not in _OF_MONEY and words.tagged(word)[0][1] == "n"]


_ONE_CHARACTER: Final = re.compile(r"(?<![一-鿿])(?:20\d\d)?(?:年度?)?(?:[一-鿿]{1,2}的)?(?P<thing>[一-鿿])(?![一-鿿])")
_ASKED_OF: Final = re.compile(r"\s*(?:的?钱|一?共|总共|[花用要]|多少|几)")
_OF_MONEY: Final = frozenset("钱数款额元费家心项")
"""Nouns of one character that ask for the whole, or count or end the names of bodies."""


def _uncalculated(scene: Scene, mentions: Sequence[Mention], answer: Answer) -> list[str]:
    """Words of a calculation that no mention takes in (省下, 攒一块), where the answer shows nothing worked out of that kind."""
    if scene.question.carried or not answer.figures:
        return []
    bare = list(scene.question.folded.lower())
    for start, end in (*((m.start, m.end) for m in mentions), *scene.question.who.spans):
        bare[start:end] = " " * (end - start)
    rest = "".join(bare)
    by_number = _BY_NUMBER.search(scene.question.folded)
    shared = [by_number[0]] if by_number is not None and not is_carried_out("PER", answer) else []
    return shared + [
        said[0]
        for pattern, operator in _CALCULATES
        if (said := pattern.search(rest)) is not None and not is_carried_out(operator, answer)
    ]


_BY_NUMBER: Final = re.compile(r"按(?:照)?\d+[一-鿿]{1,2}来?[算摊分]")
"""按100篇算: shared out among as many as are said to be."""
_CALCULATES: Final = (
    (re.compile(r"(?<![不没])差(?![旅不额率点])|省(?:下|了|出|得)|拉开|落差|悬殊"), "DIFFERENCE"),
    (re.compile(r"[摊匀均](?![衡为])|每(?:花|投|用|支出|收)"), "PER"),
    (re.compile(r"[攒凑拢归](?:一|到|在|起)"), "SUM"),
    (re.compile(r"(?<![十百千])(?:几|多少)倍|翻(?:番|倍)"), "TIMES"),
    (re.compile(r"最(?![后终近初新])|次[多大高]|第二"), "TOP"),
    (re.compile(r"没(?:花|用(?!上|到|于)|动)|[剩余](?!各|人)"), "REMAIN"),
    (re.compile(r"(?:还|再)[得要需]?再?(?:筹|投|安排|拨)(?!了)"), "REMAIN"),
)
"""Characters of spoken words for a calculation, by the operator whose result an answer must show."""


def calculates(word: str) -> bool:
    """Whether a word that an answer leaves out asks for something to be worked out."""
    return _BY_NUMBER.search(word) is not None or any(pattern.search(word) for pattern, _ in _CALCULATES)


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
    counts = [m for m in mentions if m.kind == "counter" and not is_counted(m.value, evidence)]
    asking = [m for m in mentions if m.kind == "question" and _ONE.match(text, m.start)]
    if not (asking or counts) or scene.question.does("reason", "definition", "conflict"):
        return None
    left, untold_at = list[str](), len(counts)
    names = [m for m in mentions if m.kind in {"unknown", "everyday", "thing"}]
    for cue in asking:
        beside = min(names, key=lambda m: max(m.start - cue.end, cue.start - m.end), default=None)
        if beside is None or covers(beside, text, evidence):
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
    return mention.value == "which" and not NAMES_ASKED.match(text, mention.start)


_LISTS = re.compile(r"\d\s?[项个](?!目)|^\d+\. ", re.MULTILINE)
"""What an answer shows that lists things: how many figures it holds says nothing then."""


def _is_of_count(mentions: Sequence[Mention], at: int, evidence: Evidence) -> bool:
    """Whether a mention only says what is counted, and a count in its unit is there (几辆公车)."""
    mention = mentions[at]
    beside = (*mentions[max(at - 1, 0) : at], *mentions[at + 1 : at + 2])
    counters = [
        m for m in beside if m.kind == "counter" and 0 <= max(m.start - mention.end, mention.start - m.end) <= 1
    ]
    known = mention.kind in {"thing", "everyday"}
    return known and any(not GENERAL.search(m.value) and is_counted(m.value, evidence) for m in counters)


def _is_left_out(mentions: Sequence[Mention], at: int, text: str, labels: str) -> bool:
    """Whether a mention names what the largest or smallest is sought without (除了房租最贵的是啥), and is not stated."""
    before = mentions[at - 1] if at else None
    out = before is not None and before.value == "LESS" and before.end == mentions[at].start and "最" in text
    return out and text[mentions[at].start : mentions[at].end] not in labels


def _is_listed(mentions: Sequence[Mention], at: int) -> bool:
    """Whether a mention stands beside another as one of several (货物、服务、总额): each then wants a figure of its own."""
    beside = (*mentions[max(at - 1, 0) : at], *mentions[at + 1 : at + 2])
    return any(m.kind == "joint" and not m.value.isspace() for m in beside)


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
