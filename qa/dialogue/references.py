"""照应: what an utterance points to in what was said before: 第二个, 最大的那个, 这两项, 另外两个, 那个单位; and its leads.

A grammar of closed classes of words: ordinals, demonstratives and numbers. What they point to is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.dialogue import cues, following

_NUMBERS = "一二三四五六七八九十"
_COUNTED = "(?:个|项|样|笔|者|家|类|款|块|名|位|处|边|条|种)"
_ORDINAL = re.compile(
    rf"(?:那|这|就是|说的)?(?:(?P<placed>排(?:在|名)?|位列|位居|居|名列)|(?P<back>倒数))?第(?P<n>[{_NUMBERS}]|\d{{1,2}})"
    rf"(?:(?P<way>大|多|高)?的?(?:那|这)?{_COUNTED}(?:项目|单位|经费|专项)?(?!季度|部分|页|章|批|期|条(?!款))"
    rf"|(?P<ranked>大|多|高)的(?=[是呢？?，,。]|$)|(?(placed)(?:的(?:那|这)?{_COUNTED}?)?|(?!)))"
)
_EDGE = re.compile(
    rf"(?:那|这)?(?:(?P<first>前一{_COUNTED}|头一{_COUNTED}|前者|打头的?(?:那|这){_COUNTED}|最(?:前|上)面(?:的)?(?:那|这)?{_COUNTED}|(?<!最)前[面边](?:的)?[那这]一?{_COUNTED})|(?P<last>后一{_COUNTED}|后者|(?<!最)后[面边](?:的)?[那这]一?{_COUNTED}|最后(?:的)?(?:那|这|一)?一?{_COUNTED}|末(?:了|尾)?(?:的)?(?:那|这|一){_COUNTED}))"
)
_FIRST = re.compile(
    rf"(?:最(?P<way>大|多|高|贵|小|少|低)的?|前(?:面)?(?:的)?|头|(?P<last>最?后(?:面)?(?:的)?))(?P<n>[两三四五六]|俩)(?:{_COUNTED})?(?![十百千万年月季])"
)
_GROUP = re.compile(
    rf"(?:把)?(?:(?:这|那|以上|上面|上述|前面|刚才|刚刚)(?:的|说的|那|这)?(?P<a>俩|仨|[两三四五六2-6]{_COUNTED}|几{_COUNTED}|些)|(?P<b>俩|两{_COUNTED}|两者|二者|三者|它们|(?<![前最头])[三四五六]{_COUNTED}))(?:数|数字|钱|数额|花的|支出|费用|金额)?(?P<of>项目|专项)?(?:都|全)?(?!项目|专项|小数|百分)"
)
_REST = re.compile(
    rf"(?:另外|其余|其他|其它|(?:剩下|余下)(?!的?(?:多少|没|未|钱)))(?:的)?(?:那)?(?P<n>[一两二三四五六]{_COUNTED}|几{_COUNTED}|些)?(?:项目|专项)?(?:里面|里|当中|中)?"
)
_EXTREME = re.compile(rf"最(?P<way>大|多|高|贵|小|少|低)的?(?:那|这)?(?:一)?{_COUNTED}?")
_BODY = re.compile(r"(?:那|这|该)(?:一)?(?:个|家)?(?:单位|部门|机构|家)(?=的|呢|有|是|$|[，,？?。])")
_LEAD = re.compile(
    r"^(?:那|那么|好|嗯|行|ok[，, ]*)?[，, ]*"
    r"(?:(?:再)?(?:回到|说回|讲回|回头(?:再)?(?:说|看|问)|回过头来?(?:说|看|问)?|还是(?:说|问|看)(?:回)?)|话说回来"
    r"|(?:另外|顺便|岔开|再|还想|又想)(?:再)?(?:问|打听|说)(?:您|你)?(?:一句|一下|一个|个事|下)?|换个(?:话题|问题)"
    r"|(?:another|other|next|new) (?:topic|question)|back to|by the way)[，,：: ]*",
    re.IGNORECASE,
)
_BACK = re.compile(r"^(?:那|那么)?(?:再)?(?:回到|说回|接着)(?:刚才|前面|上面|之前)的?[^，。,？?]{0,8}[，,](?=.{6})")
"""回到刚才的人数，…: what follows says itself what it is about."""
_CORRECTION = re.compile(
    r"^(?:(?:(?:不对|不是|不不)(?![吧吗了])|(?<!不)错了|搞错了|弄错了|说错了|问错了|我(?:刚才)?(?:说|问|搞|弄)错了|不是这个(?:意思)?"
    r"|no(?: sorry)?|sorry|wait)[，,。！! ]*)+(?:我(?:刚才)?(?:问|说|搞)错了[，,。 ]*)?"
    r"(?:我|咱)?(?:其实|刚才|刚刚)?(?:是)?(?:想要|想|要(?!的))?"
    r"(?:(?:问|说|指|要|看|查|知道)的(?:其实)?是|是问|是说|i (?:meant|mean|want|asked)(?: about| for)?)?[，,：: ]*",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^(?:我|咱)(?:其实|刚才|刚刚)?(?:问|说|指|要|看|查)的(?:其实)?是[，,：: ]*|^i (?:meant|mean) ", re.IGNORECASE
)

_NAMED_BEHIND = re.compile(
    r"^[^，,]{0,8}?第[一二三四五六七八九十\d]{1,2}(?:个|项|笔|家)呢?[，,：: ]+(?=[一-鿿]{2,}那(?:个|项|笔))"
)
"""第二个呢，党建那个…: what is meant is named behind it."""
_PART_ASKED = re.compile(r"占(?:了|其中|里面|这里面|这当中)*(?=多少(?:钱|元|万))")
_TOGETHER = re.compile(r"(?:加|合|并|归)(?:在)?一(?:块|起|堆)儿?")
_APART_TOO = re.compile(r"一减(?=[是得等多呢？?，,。]|$)|相减(?=是?多少|得多少|[？?。]|$)")
_PER_HEAD = re.compile(
    r"(?:按|照|分摊到|摊到|落到)(?:每个?)?(?:人头|人数|在职人数)(?:上|算|摊|平均|来算)*(?=[呢多是合有，,？?。]|$)"
)
_MADE_SURE = re.compile(r"^(?:你|您)?(?:确定|肯定|真的)[吗么？?，, ]+(?=.{4})")
_FOR = re.compile(
    r"[，,。；; ]+(?:因为)?(?:我|我们|咱)(?:这边)?(?:要|想|好|得|准备|打算|需要|正在|在)[^，,。？?\d]{0,6}"
    r"(?:出处|引用|引|稿|报告|论文|截图|核对|备查|存档|材料|汇报)[^，,。？?\d]{0,4}[。！!\s]*$"
)
"""…，我要标出处: what the answer is wanted for asks for nothing."""

Kind = Literal["ordinal", "group", "rest", "extreme"]


@dataclass(frozen=True)
class Reference:
    """照应 of a stretch of an utterance.

    ``rank`` counts from 1, from the end where negative; ``count`` is how many are meant (0: as many as there are);
    ``way`` is 1 for the largest (of a place: one by size), -1 for the smallest; ``projects`` says that projects are named as what is meant,
    ``pointed`` that a member told before is pointed at (最大的那个，…), not asked for.
    """

    kind: Kind
    start: int
    end: int
    rank: int = 0
    count: int = 0
    way: int = 0
    projects: bool = False
    pointed: bool = False


def _way(word: str) -> int:
    return 1 if word in "大多高贵" else -1


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"两": 2, "俩": 2, "仨": 3}.get(word, _NUMBERS.find(word) + 1)


def read(text: str) -> Reference | None:
    """The first reference to earlier figures that an utterance makes; None where it makes none."""
    if (m := _ORDINAL.search(text)) is not None:
        return _placed(m)
    if (m := _EDGE.search(text)) is not None:
        return Reference("ordinal", m.start(), m.end(), 1 if m["first"] else -1)
    if (m := _FIRST.search(text)) is not None:
        return _counted(m)
    if (m := _REST.search(text)) is not None:
        return Reference(
            "rest", m.start(), m.end(), count=_number(m["n"][0]) if m["n"] and m["n"][0] not in "几些" else 0
        )
    if (m := _GROUP.search(text)) is not None:
        said = m["a"] or m["b"]
        count = 2 if said in {"两者", "二者"} else 0 if said[0] in "几些它" else _number(said[0])
        return Reference("group", m.start(), m.end(), count=count, projects=m["of"] is not None)
    if (m := _EXTREME.search(text)) is not None:
        pointed = re.search("[那这]", m[0]) is not None or text[m.end() : m.end() + 1] in {"，", ","}
        return Reference("extreme", m.start(), m.end(), way=_way(m["way"]), pointed=pointed)
    return None


def left_out(text: str) -> Reference | None:
    """The largest or smallest that is left out of a set (除了最大的，另外两个…); None where none is."""
    m = _LEFT_OUT.search(text)
    return Reference("extreme", m.start(), m.end(), way=_way(m["way"])) if m is not None else None


_LEFT_OUT = re.compile(rf"(?:除了|除去|除开|去掉|扣掉|刨去|不算){_EXTREME.pattern}(?:以外|之外|外)?")


def _placed(m: re.Match[str]) -> Reference:
    """A place in a set as it was told (第二个), or in its order of size (排第二的, 第二大的)."""
    n = _number(m["n"])
    by_size = m["placed"] or m["way"] or m["ranked"] or m[0][-1] in "名位"
    return Reference("ordinal", m.start(), m.end(), -n if m["back"] else n, way=1 if by_size else 0)


def _counted(m: re.Match[str]) -> Reference:
    """So many from the beginning, from the end, or the largest of a set (前两个, 后两个, 最大的三个)."""
    kind: Kind = "extreme" if m["way"] else "ordinal"
    way = _way(m["way"]) if m["way"] else 1 if m[0][-1] == "名" else 0
    return Reference(kind, m.start(), m.end(), -1 if m["last"] else 1, _number(m["n"]), way)


def ordinals(text: str) -> list[Reference]:
    """Every place in a set that an utterance names (第一个和第三个差多少, 后两个加起来是第一个的几成)."""
    found = [_placed(m) for m in _ORDINAL.finditer(text)]
    found += [_counted(m) for m in _FIRST.finditer(text) if not m["way"]]
    return sorted(found, key=lambda r: r.start)


def ends_in(text: str) -> set[str]:
    """The ends of a set that an utterance names: its largest, its smallest (最大的比最小的多多少)."""
    return {"TOP" if _way(m["way"]) > 0 else "BOTTOM" for m in _EXTREME.finditer(text)}


_YEAR_BEFORE = re.compile(
    r"(?:跟|和|同|与|对比)(?:去年|上年|上一年|前一年)(?:度)?(?:相?比|对比)?(?=[呢如怎变多少？?，,。]|$)"
)


def without_lead(text: str) -> str:
    """The utterance without words that turn to something else (回到…, 另外问一句) or correct what was asked (不对，我问的是…)."""
    if (back := _BACK.match(text)) is not None:
        text = text[back.end() :]
    text = _APART_TOO.sub("相差", _TOGETHER.sub("加起来", _PER_HEAD.sub("平均每人", text)))
    text = _PART_ASKED.sub("是", _NAMED_BEHIND.sub("", _FOR.sub("", text)))
    for pattern in (_LEAD, _CORRECTION, _MEANT, _MADE_SURE):
        found = pattern.match(text)
        if found is not None and len(text[found.end() :].strip("？?。 ")) > 1:
            text = text[found.end() :]
    return following.plain(_YEAR_BEFORE.sub("比上年", text))


def back(text: str) -> str | None:
    """What is asked behind words that turn back to the body spoken of before (换回来，公务接待多少); None where none do."""
    found = _BACK_TO_BODY.match(text)
    return text[found.end() :] if found is not None else None


_BACK_TO_BODY = re.compile(
    r"^(?:那|好|再|还是)*(?:换回来|换回去|换回(?:前|上|之前|原来)[^，,。]{0,5}"
    r"|(?:回到|说回)(?:前一|上一|之前那|原来那|前面那)个?(?:单位|部门)?)[，,： ]+(?=.{2})"
)


def parted(text: str) -> tuple[str, str] | None:
    """The two turns that an utterance takes at once (汇总的呢，两个差多少); None where it is one.

    The second goes on from what the first is told: it reckons, asks why, and points to figures.
    """
    found = _PARTED.match(text) or _APART.match(text) or _TOGETHER_FIRST.match(text)
    return (found["one"], found["two"]) if found is not None and not cues.only_asks(found["two"]) else None


_PARTED = re.compile(
    r"^(?P<one>[^，,？?。]{1,24}呢)[，,？? ]+"
    r"(?P<two>(?:这|那|它们|他们|跟|和|比|前|后|哪|谁|两|二|三|几|为|差|相差|合|一共|总共|加|占|多|少|各|涨|降|增|减|高|低|也|够)[^，,。]{1,24})[。\s]*$"
)


_APART = re.compile(
    r"^(?P<one>(?:那么?)?(?:[这那]?两(?:个|项|者|年|家)(?:口径|数)?)?(?:相)?差(?:了)?(?:多少|几)[^，,？?。]{0,3})[，,？? ]+"
    r"(?P<two>(?:这|那|两|口径|差额|主要|为)[^，,。]{2,24})[。\s]*$"
)


_TOGETHER_FIRST = re.compile(
    rf"^(?P<one>(?:那么?)?{_GROUP.pattern.replace('(?P<a>', '(?:').replace('(?P<b>', '(?:').replace('(?P<of>', '(?:')}"
    r"(?:一共|总共|加起来|加(?:在)?一(?:起|块)|合起来|合计)(?:是|有|花)?(?:了)?(?:多少|几)?(?:钱|万元|元|万)?)[，,？?；; ]+"
    r"(?P<two>[^，,。]{1,8}占[^，,。]{2,12})[。\s]*$"
)
"""这两个加一起，甲占几成: the second is of what the first comes to."""


def set_against(text: str, start: int, end: int) -> bool:
    """Whether the body at ``text[start:end]`` is what something is set against (比甲局多, 跟甲局比, 和甲局差多少)."""
    before = text[:start].rstrip()
    return before.endswith(("比", "较", "超过")) or (
        before.endswith(("跟", "和", "与", "同", "离", "距"))
        and re.search(r"比(?!例|重)|差|[多少高低]多少", text[end:]) is not None
    )


def lacks_subject(text: str) -> bool:
    """Whether an utterance begins with what something is set against, which it leaves unsaid (比甲局的印刷费多多少)."""
    return _NO_SUBJECT.match(text) is not None


_NO_SUBJECT = re.compile(r"^(?:那么?|这)?[，, ]*(?:比|较|跟|和|与|同)")


def corrects(text: str) -> bool:
    """Whether an utterance corrects the question before it (不对，我问的是…, 我说的是…)."""
    return any((m := p.match(text)) is not None and m.end() > 0 for p in (_CORRECTION, _MEANT))


def asks_reason(text: str) -> bool:
    """Whether an utterance asks how something is accounted for, and nothing else (他们怎么解释的, 文件里怎么说明)."""
    return _ACCOUNTED_FOR.match(text) is not None


_ACCOUNTED_FOR = re.compile(
    r"^(?:那么?|那)?[，, ]*(?:他们|人家|官方|单位|部门|文件|公开|报告|材料|说明|书)*(?:里|中|上)?(?:面)?(?:对此|对这个?)?(?:是|又|都)?"
    r"(?:怎么|如何|咋)(?:解释|说明|交代|说)的?[呢啊呀]?[？?。！!\s]*$"
    r"|^(?:那么?|这)?(?:多出来|多|新增|增加|涨|省下来|省|少)的(?:这|那)?(?:些|笔|部分)?(?:钱|经费|资金|部分)?(?:主要|都|是|到底)*"
    r"(?:用|花|投|去|跑|省)(?:到|在|于|往)?了?(?:哪|什么)[^，。]{0,4}[？?。\s]*$"
)


PRINTED = re.compile(r"(?:文件|公开|原文|报告|文本|书|表)[^，,。]{0,3}(?:印|写|说|给|登|公布|披露)")
"""文件里写的: what the document itself prints is asked for, not what can be worked out."""


def of_use(text: str) -> str:
    """What is asked of a project in the words by which a use is asked for (干啥的, 主要干什么: 是干什么用的)."""
    return _FOR_WHAT.sub("是干什么用的", text, count=1)


_FOR_WHAT = re.compile(
    r"(?:主要)?是?(?:用来)?(?:干|做)(?:什么|啥|嘛)(?:用)?的|(?:主要|都)?(?:用来)?(?:干|做)(?:什么|啥|嘛)(?=[？?。\s]*$)"
)


def with_body(text: str, issuer: str) -> str:
    """The utterance with a body's name in place of 那个单位, or of the kind of body that it is (学校一共多少学生)."""
    kind = _KIND.match(text) if issuer else None
    if kind is not None and re.search(_KINDS.get(kind["kind"], kind["kind"]), issuer):
        return f"{issuer}{text[kind.end() :]}"
    return _BODY.sub(issuer, text, count=1) if issuer else text


_KIND = re.compile(
    r"^(?:那么?|这|该|那个|这个|这家|那家)?(?P<kind>学校|医院|街道|法院|检察院|中心|局里|院里)"
    r"(?=一共|总共|共有|共|的|有|在职|在编|今年|去年|当年|全年|花了|总)"
)
_KINDS = {"学校": "学校|小学|中学|学院|大学|幼儿园", "局里": "局$", "院里": "院$"}
"""What the name of a body holds that is meant by a word for its kind."""
