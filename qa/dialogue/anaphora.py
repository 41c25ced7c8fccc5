"""指代: what 这个项目 and 它 stand for in a conversation, spelt out before the question is understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus import terms
from corpus.disclosure import Fact
from qa.finding.explaining import TOTALS
from qa.finding.groups import CONCEPT_PARTS

_THIS = re.compile(
    r"(?:^|(?<=[,，。？?；;\s那就则在把对跟从看占])|(?<=\d年)|(?<=\d年度)|(?<=[今去上前明]年))(?:"
    r"(?:这|该|那|本|此)一?(?:个|项|笔)?(?:项目|专项(?:经费|资金)?|经费|工作)(?!里|中的?哪|们)的?|[这那](?:笔|些)?钱(?!数)的?|它的?(?!们))"
)
_WHOLE = re.compile(r"^(?:差额|增减额|增减率|倍数|合计|总计|小计|支出总计|收入总计|年度财政资金总额|总分)?$")


_LIKEWISE = re.compile(r"(?:的)?呢[？?。！!\s]*$")
_ASKS = re.compile(r"多少|几|什么|哪|谁|吗|是不是|有没有")


def spelt_out(question: str, name: str, *, whole: bool = False) -> str:
    """The question with what was spoken of last (a project, a line) in place of 这个项目, 该项目, 它.

    ``whole`` says that a year's total was told last: 它 then means the body.
    """
    if _AGAINST_IT.search(question):
        return _AGAINST_IT.sub("", question, count=1)  # set against the figure itself, not what it is called
    found = _THIS.search(question) if name else None
    if found is not None and whole and found[0].startswith("它"):
        return question[: found.start()] + question[found.end() :]
    if found is not None and question[: found.start()].endswith("占"):  # 房租占这项目多少
        return question[: found.start()] + name + question[found.end() :]
    if found is None or _NAMES.search(_TURNS.sub("", question[: found.start()])):
        return question  # 甲，它的…: what stands before it is what it means
    return question[: found.start()] + name + question[found.end() :]


def turned(question: str) -> str:
    """甲局的印刷费跟它差多少 with what was told before left unsaid: 跟甲局的印刷费差多少; as it is where it says no such thing."""
    found = _AGAINST_IT.search(question)
    named = _TURNS.sub("", question[: found.start() - 1]) if found is not None else ""
    return f"跟{named}差{question[found.end() + 1 :].removeprefix('了')}" if found is not None and named else question


_AGAINST_IT = re.compile(r"(?<=[比跟和与])(?:它|[这那]个?数|(?:刚才|前面|上面)的?那个数?)(?:相)?(?=[多少高低差大小])")
_TURNS = re.compile(r"那么?|好的?|嗯|行|另外|还有|再问|请问|然后|所以|就|则|在|把|对|跟|从|看|我|想|知道|问|一下")
_NAMES = re.compile(r"[一-鿿]{2}")


def measured(question: str, name: str) -> str:
    """自评几分 with the project spoken of before it: a score or a rate of no other's; as it is where it names anything."""
    return f"{name}{question}" if name and _MEASURE_ALONE.match(question) else question


_MEASURE_ALONE = re.compile(
    r"^(?:那么?|自评|绩效|绩效自评|自己|预算)*(?:得分|评分|分数|总分|得了?|打了?|评了?|执行率|完成率|执行进度|几分|多少分)+"
    r"(?:是|有|为|才|只|就|又|到底|究竟|得了?|打了?|评了?)*(?:多少|几|百分之几|高不高|怎么样)?(?:分)?[呢啊]?[？?。\s]*$"
)


def used_for(question: str, name: str) -> str:
    """修什么, 都花在什么上: what the thing spoken of before is used for; as it is where it asks for no use or names anything."""
    return f"{name}主要用于什么" if name and _USED_FOR.match(question) else question


_USED_FOR = re.compile(
    r"^(?:那么?|又|主要|具体|都|全|打算|准备|拿来|用来|拿去|要|[这那]?钱)*(?:[花用投][在到][了]?|[修买建做干搞办花用购养请改装])(?:了|些|的是)*"
    r"(?:什么|啥|哪些?|哪几)[个样些]?(?:东西|内容|方面|地方|事情?|活动|上面?|里)*(?:了|的)?[呢啊呀]?[？?。！!\s]*$"
)


def of_kind(question: str, names: Iterable[str]) -> str:
    """这个工程 with the one project's name that ends so, of those that the documents spoken of print; else as it is."""
    found = _OF_KIND.search(question)
    alike = {n for n in names if found is not None and n.endswith(found["kind"])}
    if found is None or len(alike) != 1:
        return question
    return f"{question[: found.start()]}{alike.pop()}{question[found.end() :]}"


_OF_KIND = re.compile(
    r"(?:^|(?<=[,，。\s那就则在把对跟从看占]))[这那该](?:个|项)?(?P<kind>工程|活动|系统|平台|大楼|基地|服务|行动|赛事|展会)(?=总|的|一|当|今|预|是|多|花|要|有|什|什么|安|呢)"
)


def bought(question: str, topics: Sequence[tuple[str, str | None]]) -> str:
    """货物、服务各多少 with 类 behind each, where what is bought was spoken of: classes, no other thing of that name."""
    if not any(concept in _PROCUREMENT for _, concept in topics):
        return question
    return _CLASS.sub(r"\g<0>类", question)


_PROCUREMENT = frozenset({"government_procurement", *CONCEPT_PARTS["government_procurement"]})
_CLASS = re.compile(
    r"(?<![一-鿿])(?:其中|里面|里头|那么?|这里面)?的?(?:货物|工程|服务)(?=[、和与跟呢各多有是占，,？?\s]|$)"
)


def likewise(question: str, attribute: str) -> str:
    """乙项目的呢 with the attribute that was asked of 甲 (联系电话, 执行率) said again; as it is where it asks for something itself."""
    ends = _LIKEWISE.search(question) if attribute and not _ASKS.search(question) else None
    if attribute in MEASURES.values() and (ends is None or not _A_NAME.match(question[: ends.start()])):
        return question
    return f"{question[: ends.start()]}的{attribute}？" if ends else question


MEASURES = {"completion": "执行率", "score": "自评得分"}
"""The measures that are asked of one project after another, as they are said."""
_A_NAME = re.compile(
    r"^(?:那么?|还有|再看看?)?(?!.*(?:[率分年第]|[预决]算|合计|[上去前]年|[这那]?[两二三几]个))[^，,。？?]{3,}$"
)


def is_whole(last: Fact | None) -> bool:
    """Whether the figure told last is the year's total, no project's and no line's."""
    return last is not None and last.concept in TOTALS and not last.subject


def spoken_of(last: Fact | None) -> str:
    """The project that a figure belongs to, else the line that it stands in; empty where that is only a total."""
    if last is None:
        return ""
    name = last.subject or last.row.split("/")[-1]
    return "" if _WHOLE.match(name) else name


def termed(last: Fact | None) -> str:
    """The term that a figure is of, where it stands in the row of all of it; empty where it is of none, or of the year's whole."""
    concept = last.concept if last is not None else None
    return terms.TERMS[concept].name if concept and concept not in TOTALS else ""
