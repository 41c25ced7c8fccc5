"""提及: the spans of a question and what each may be; of overlapping readings the ones that cover it best.

In: a question understood as far as whom and when, and the names that its disclosures print. Out: mentions that do not
overlap, in order. Printed names, dictionary terms, everyday names and cue words all compete; a longer reading beats a
shorter one, a printed name beats a cue of the same length. What is left is cut into words that carry content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeAlias

from corpus import terms
from corpus.language.lexicon import Trie, cues_at, everyday_at
from corpus.money import UnitClass
from corpus.numeral import find_amounts
from qa.finding.scene import Scene
from qa.retrieval.words import Words
from qa.understanding import phrases
from qa.understanding.question import without_asides
from qa.understanding.topics import GENERIC, MODIFIERS, is_bought

MentionKind: TypeAlias = Literal[
    "thing", "everyday", "unknown", "body", "year", "relative", "operator", "question", "basis", "measure", "members", "condition", "comparison",
    "within", "scope", "amount", "counter", "code", "joint", "break", "number", "ordinal", "filler", "attribute",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """提及: ``text[start:end]`` read as a ``kind``.

    ``value`` says which one of it, ``concept`` the term of a thing, ``others`` the terms that its name fits as well.
    """

    start: int
    end: int
    kind: MentionKind
    value: str
    concept: str | None = None
    others: tuple[str, ...] = ()


_BREAK = re.compile(r"[，,。；;？?！!\n]+")
_JOINT = re.compile(r"、|以及|还有|加上|[和与及跟加+＋/]|\s+|\band\b|\bplus\b")
_COUNTER = re.compile(
    r"(?:多少|几多|好多|几)(?:个)?(百分点|平方米|平方公里|平方|平米|公里|千米|公顷|立方米?|公斤|千瓦时|人次|家次|户次|场次|批次|台套|项(?!目|支)|个(?!百分|项|部分|单位|家|月|点)"
    r"|人(?!员|均|才)|家(?!中心|单位|部门|机构|里|都|是|有)|分(?!别|项|之)|[名位户辆台件起场次期笔篇条批箱张份岁天处套部间亩栋座床吨])"
)
_TOP_N = re.compile(
    r"(?:前|哪(?=[二两三四五六七八九十\d])|最[多高大贵少低小]的?(?:前)?|倒数|top\s*|the\s)([一二三四五六七八九十两]|\d{1,2}|two|three|four|five)(?:大|位|名|个|项|笔|家|高|类|款)?"
)
_MAINLY = re.compile(r"(主要)(?=[^，。？?]{0,8}哪(?:[二两三四五]|几)[大个块类项样])")
"""主要花在哪三块: the largest."""
_NTH = re.compile(
    r"(?:排|排在|位列|位居|居)第([二三四五])(?:位|名)?|第([二三四五])(?:大|高|多|名|位)(?=的|[，,。？?]|[^\W\d])"
)
"""排第二的, 第三大的: one member of what is put in order."""
_NUMBER_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5}
_FILLER = re.compile(
    r"全(?:校|院|局|所|站|街道|单位|机关|中心|部门)的?(?=支出|收入|一年|全年)|[（(]?(?:正好|刚好|恰好)[^，。？?()（）]{0,10}(?:不算|不含|除外)[)）]?|[前后]者|[这那]几(?:项|笔|样|块|个)(?![项目月年人家])|(?:这|那|以上|上述|其中)?(?:[两二三四五六七八九十]|\d{1,2})(?:项|笔|样|块|者|张)(?:费用|支出|缴费|经费|开支|钱)?(?![目支])"
    r"|(?:[一二两三四五六七八九十]|\d{1,3})[台套辆件张把部份](?!式)(?=[^\W\d]{2})|(?:保留|精确到|算到)?(?:小数点后)?[一两二三四\d]位小数|保留[一两二三四\d]位|(?:算到|精确到)?小数点后[一两二三四\d]位(?:小数)?"
    r"|(?:项目)?(?:支出)?(?:绩效)?(?:自评|申报|公开|目标|预算|决算|收支|明细)?(?:报表|表格|总表|自评表|申报表|明细表|预算表|决算表|目标表)(?:里|中|上|内)?|公开(?:文件|材料|资料|时)|公开数(?:字|据)?(?:计|为准)?|(?:各|每)?(?:张|份)表"
)
"""How many they are, how to round, and where it is printed: nothing that is asked about."""
_GAP = re.compile(
    r"(?:多|高)[\s(（]{0,3}(?:或少|还是少|或低)[\s)）]{0,3}多少(?=[万亿千百元个人]|[？?，,。\s]|$)|(?<![减增缩])(?:多|少|高|低|大|小|贵|超支?)(?:花|用|支|收|支出|安排)?(?:了|出|出来)?(?:多少|几多|好多|几(?![^\W\d]*(?:项目|单位)))"
)
"""高多少, 多出几个: how far apart two figures are."""
_BEYOND = re.compile(
    r"超[出过]?了?(?=(?:年初|当年|全年|原来?)?的?(?:部门)?预算(?:数|安排)?(?:多少|几多|好多|百分之|几个点|几成))"
)
"""决算超年初预算多少: what was spent above it."""
_VACANT = re.compile(
    r"空(?:缺|编|着|出来?)?得?的?(?:编制?|名额|坑|岗位?)?(?=最[多少]|(?:的?比例|率)最)"
    r"|[空缺](?:着|了|出|出来)?(?:多少|几)(?:个)?(?:编制?|名额|坑|岗位?|人手|人(?=[?？,，。\s]|$))|(?:编制?|编制数)[^，。？]{0,4}(?:空|缺)(?:着|了)?(?:多少|几)个?"
)
_EACH = re.compile(
    r"(?<![第\d一二三四五六七八九十哪])(?:一(平方米?|公里|[辆人家次场期台箱间户亩床栋批])|一(?:个|名|位)(?:学生|病人|老师|职工|员工|人))(?=车?(?:一年|大概|大约|平均|差不多|才|就)*(?:合|多少|几多|几万|要|花|用|养|拿|分|摊|得|头上))(?:车?(?:大概|大约|平均|差不多|才|就)*合)?"
)
"""一辆要多少, 一家才合多少: an amount for one of them."""
_A_HEAD = re.compile(r"(?<=[人生])头上?(?!费|的?钱)")
"""每个在职的人头上: shared out among them."""
_TRIO = re.compile(
    r"(?:(?<![一-鿿])|(?<=[、和与及跟里中的]))(?:买|搞|采购|购买)?(货物|东西|工程|服务)(?:类|采购)?"
    r"(?=[、，,和与及跟/ 各分多占几是有？?]|$|货物|工程|服务|买|搞)"
    r"|(?<=货物|工程|东西)(?:买|搞)?(货物|东西|工程|服务)(?:类)?(?=[、，,和与及跟/ 各分一多占几是有？?]|$|服务|工程|买|搞)"
)
"""货物、工程、服务: the three kinds of procurement, named beside each other."""
_INVOLVED = re.compile(r"涉及(?=多少|了多少)|涉及(?:的)?(?:预算|金额|资金)(?!项目)")
"""涉及多少钱: the money of the projects that were evaluated."""
_ROOM = re.compile(r"面积|房|楼|地方|场地|院子|办公室|平米|平方")
_HOW_LARGE = re.compile(
    r"多大(?:的)?(?:面积|地方)?(?=[？?，,。；;\s、]|$)|(?<=[人间家])几平(?![方米台])|面积多少|(?<=合)几平(?![方米台])"
)
"""办公室多大, 一人几平: how large a room."""
_HOW_MANY_CARS = re.compile(
    r"(?<![那这])(?:多少|几)[辆台部]((?:公务|公家?|小)?(?:用)?车)(?![一-鿿]{0,3}(?:费|购|买|运行|钱))(?![^？?]*分别)"
)
_CARS = re.compile(r"(?<=的)(?:公)?车(?=更?[多少]|最[多少]|各?有?(?:几|多少)[辆台部])")
"""谁的车更多: how many cars."""
_OF_POSTS = re.compile(r"编制|名额|定员")
_OVER_OR_UNDER = re.compile(r"[超缺](?:着|了|编)?(?:多少|几个?)(?=[、，,。；;？?\s]|$)")
"""超多少、缺多少 of posts."""
_POSTS = re.compile(r"(?<![空缺着])(?:多少|几)个(编)(?=[，,、。；;？?\s]|$)")
"""给了几个编: approved posts in short."""
_BALANCES = re.compile(
    r"(年初|期初|年头|上年末)(?:的|时)?[和、与及跟](?:年末|年底|期末)的?(?:结转和?结余|结余(?:资金)?|结转(?:资金)?)"
)
"""年初和年末结转结余: the balance brought in and the one carried over."""
_POSTS_AND_STAFF = re.compile(
    r"(?:(?:多少|几)个?编制|编制(?:有|是)?(?:多少|几)个?)[，,、和]?有?(?:多少|几)个?(人)(?=[？?，,。；;\s]|$)"
)
"""几个编制几个人: the people are those who serve."""
_OF_FUND = re.compile(
    r"[（(](?:由|指)?财政(?:给|出|拨|掏|负担)的?那?(?:部分|块|些)?钱?[）)]|财政(?:给|出|拨|掏|负担)的那?(?:块|部分)(?=[、,，])"
    r"|财政(?:给|出|拨|掏|负担)的(?=[^\W\d]{2})(?!钱|多|占|有|是|一共|总共|资金|款|部分|那|这|比|和|跟)"
)
"""财政给的基本工资: out of which fund it is paid, no second thing."""
_TENTHS = re.compile(r"(?<![几\d])([一二两三四五六七八九])成(半?)")
"""八成: eighty per cent."""
_OR = re.compile(r"(?:多|高|大|少|低|小)?[,，]?还是(?!有)")
_MORE = re.compile(r"(?<=[^\W\d])(?:花得|花的|用得)?(?:更)?(?:多|高|大|少|低|小)(?:一些|一点|些|点)?(?=[?？,，。\s]|$)")
"""基本支出多还是项目支出多: two sides, and that they are compared."""
_ASKING = re.compile(r"多少|几[个人辆家]|哪|什么|一共|总共|花了|how m")
"""Words by which a dictionary's way of asking for the whole is no name of a thing."""
_NOUN = re.compile(r"n|vn|an|j|l|i|eng|x|s|g|un|nz")
"""Tags of words that name things."""
_WHOLE_TOO = re.compile(r"总(?:额|数|量)(?=各|分别)")
_OF_ALL_PROJECTS = re.compile(r"支出(?:合计|总计|总额|总数|一共|总共)")
"""项目支出合计 is one amount, no set of projects."""
_PAID = re.compile(r"[^\W\d]{2}(?:费|款|金|补贴|补助|经费)$")
"""A word that ends as what is paid for does is a name, however it is tagged (退修费)."""
_LONE = 0.55
"""What a cue of one character weighs: it is often part of another word."""


def mentions_of(scene: Scene, words: Words | None = None) -> tuple[Mention, ...]:
    """The mentions of a scene's question, in order, none overlapping another; ``words`` tell nouns from verbs."""
    question = scene.question
    text = without_asides(question.folded).lower()
    fixed = list(_fixed(scene, text))
    blocked = [False] * (len(text) + 1)
    for mention in fixed:
        for at in range(mention.start, mention.end):
            blocked[at] = True
    tries = [s.label_trie for s in scene.shelves[:MOST_SHELVES]]
    printed = frozenset[str]().union(*(s.rarity.keys() for s in scene.shelves[:MOST_SHELVES]))
    edges: list[list[tuple[float, Mention]]] = [[] for _ in range(len(text) + 1)]
    for start in range(len(text)):
        if not blocked[start]:
            edges[start] = [
                (weight, m) for weight, m in _readings(text, start, tries, printed) if not any(blocked[m.start : m.end])
            ]
    chosen = [_in_its_place(text, m) for m in (*fixed, *_best_cover(text, edges))]
    if any(m.kind == "members" and m.value == "projects" for m in chosen):
        chosen = [_as_left(text, m) for m in chosen]
    joints = {m.end for m in chosen if m.kind == "joint"}
    chosen = [part for m in chosen for part in _summed(text, m, joints)]
    chosen += _unknown(text, chosen, words)
    return tuple(sorted(chosen, key=lambda m: (m.start, m.end)))


def _as_left(text: str, mention: Mention) -> Mention:
    """没花完的钱 of projects is what is left of their budgets, not the balance carried over."""
    left = mention.concept == "closing_balance" and "没" in text[mention.start : mention.end]
    return Mention(mention.start, mention.end, "operator", "REMAIN") if left else mention


def _summed(text: str, mention: Mention, joints: set[int]) -> tuple[Mention, ...]:
    """A和B合计: of several names in a row the 合计 behind the last is of them all, and no part of its name."""
    said = text[mention.start : mention.end]
    if (
        mention.kind != "thing"
        or mention.start not in joints
        or not said.endswith(("合计", "总计", "小计"))
        or len(said) <= SUMMED
    ):
        return (mention,)
    name = said[:-SUMMED]
    at = mention.end - SUMMED
    concept = mention.concept or terms.concept_of_label(name)
    return (Mention(mention.start, at, "thing", name, concept), Mention(at, mention.end, "operator", "SUM"))


SUMMED = 2
"""Characters of 合计 behind a name."""


def _in_its_place(text: str, mention: Mention) -> Mention:
    """按采购组织形式: an attribute by which things are told apart is not asked for; 买新的公务车: what buying cars costs."""
    if is_bought(text, mention.start, mention.concept):
        return replace(mention, concept="car_purchase")
    if (
        mention.kind == "operator"
        and _WHOLE_TOO.match(text, mention.start)
        and text[max(0, mention.start - 1)] in set("、和与及跟")
    ):
        return replace(mention, kind="filler")  # 货物、服务、总额各多少: the whole is asked for beside its parts
    if mention.value == "PERCENT" and text[mention.start : mention.end].endswith("个点"):
        before = text[max(0, mention.start - POINTS) : mention.start]
        return mention if _MOVES.search(before) else replace(mention, kind="counter", value="个")  # 要查多少个点
    apart = mention.kind == "attribute" and text[max(0, mention.start - 1) : mention.start] in set("按依照")
    return replace(mention, kind="filler") if apart else mention


POINTS = 6
"""Characters before 多少个点 in which something must rise, fall or be a part for it to mean per cents."""
_MOVES = re.compile(r"[占涨跌升降增减多少高低超差比]")
MOST_SHELVES = 12
"""Disclosures whose names are looked for in a question: of a thousand, a few tell what is printed."""


class _Spans:
    """Stretches that have been read: none is read twice."""

    def __init__(self, length: int) -> None:
        self._read = bytearray(length)

    def read(self, start: int, end: int, kind: MentionKind, value: str) -> Iterator[Mention]:
        """The mention of a stretch, nothing where it is empty or part of it has been read."""
        if end > start and not any(self._read[start:end]):
            self._read[start:end] = b"\1" * (end - start)
            yield Mention(start, end, kind, value)


def _fixed(scene: Scene, text: str) -> Iterator[Mention]:
    """Bodies, years, codes, amounts and marks: read by their own grammars, never as parts of names."""
    question, spans = scene.question, _Spans(len(text))
    for start, end in question.who.spans:
        yield from spans.read(start, end, "body", text[start:end])
    for year, start, end in question.year_spans:
        yield from spans.read(start, end, "year", str(year))
    for name, span in phrases.present("relative_year", text).items():
        yield from spans.read(*span, "relative", name)
    for code in question.codes:
        at = text.find(code.lower())
        yield from spans.read(at, at + len(code) if at >= 0 else at, "code", code.lower())
    for match in _NTH.finditer(text):
        yield from spans.read(*match.span(), "ordinal", str(_number(match[1] or match[2])))
    for match in _MAINLY.finditer(text):
        yield from spans.read(*match.span(1), "operator", "TOP")
    for match in _TOP_N.finditer(text):
        yield from spans.read(*match.span(1), "number", str(_number(match[1])))
        if match[0].startswith("前"):
            yield from spans.read(match.start(), match.start() + 1, "operator", "TOP")
    yield from _read_by(
        text, spans, ((_EACH, "operator", "PER"), (_A_HEAD, "filler", "head"), (_FILLER, "filler", None))
    )
    for match in _BALANCES.finditer(text):
        yield from (replace(m, concept="opening_balance") for m in spans.read(*match.span(1), "thing", match[1]))
    if "财政" in text:
        for match in _OF_FUND.finditer(text):
            yield from spans.read(*match.span(), "filler", "fund")
    for quantity, start, end in find_amounts(question.folded):
        spelt = not quantity.printed[:1].isascii()  # 三项, 两家 tell how many are meant; 七辆 and 五十万 are amounts
        if quantity.unit and (not spelt or quantity.unit_class is UnitClass.MONEY or quantity.unit in {"人", "辆"}):
            yield from spans.read(start, end, "amount", str(quantity))
    if (either := _OR.search(text)) is not None:
        yield from spans.read(*either.span(), "joint", either[0])
        for match in list(_MORE.finditer(text, either.end()))[:1]:
            yield from spans.read(*match.span(), "operator", "COMPARE")
    if len({m[1] or m[2] for m in _TRIO.finditer(text)}) > 1:
        for match in _TRIO.finditer(text):
            word = {"东西": "货物"}.get(match[1] or match[2], match[1] or match[2])
            concept = {"货物": "procurement_goods", "工程": "procurement_works"}.get(word, "procurement_services")
            yield from (replace(m, concept=concept) for m in spans.read(*match.span(), "thing", word))
    if "涉及" in text:
        for match in _INVOLVED.finditer(text):
            yield from (replace(m, concept="evaluated_funds") for m in spans.read(*match.span(), "thing", match[0]))
    if _ROOM.search(text):
        for match in _HOW_LARGE.finditer(text):
            yield from spans.read(*match.span(), "counter", "平方米")
    for match in _HOW_MANY_CARS.finditer(text):
        concept = "cars_bought" if is_bought(text, match.start(), "cars_owned") else "cars_owned"
        yield from spans.read(match.start(), match.start(1), "counter", "辆")
        yield from (replace(m, concept=concept) for m in spans.read(*match.span(1), "thing", match[1]))
    if _OF_POSTS.search(text):
        yield from _read_by(text, spans, ((_OVER_OR_UNDER, "operator", "VACANT"),))
    for match in _POSTS.finditer(text):
        yield from (replace(m, concept="authorised_posts") for m in spans.read(*match.span(1), "thing", match[1]))
    for match in _POSTS_AND_STAFF.finditer(text):
        yield from (replace(m, concept="serving_staff") for m in spans.read(*match.span(1), "thing", match[1]))
    for match in _CARS.finditer(text):
        yield from (replace(m, concept="cars_owned") for m in spans.read(*match.span(), "thing", match[0]))
    for match in _TENTHS.finditer(text):
        yield from spans.read(*match.span(), "amount", f"{_number(match[1])}{5 if match[2] else 0}%")
    yield from _read_by(text, spans, _GRAMMARS)


def _read_by(
    text: str, spans: _Spans, grammars: Iterable[tuple[re.Pattern[str], MentionKind, str | None]]
) -> Iterator[Mention]:
    """What grammars read; one without a value of its own gives its first group, or all that it has read."""
    for pattern, kind, value in grammars:
        for match in pattern.finditer(text):
            said = match[1] if pattern.groups else match[0]
            yield from spans.read(*match.span(), kind, value or said)


_GRAMMARS: tuple[tuple[re.Pattern[str], MentionKind, str | None], ...] = (
    (_GAP, "operator", "DIFFERENCE"), (_BEYOND, "operator", "DIFFERENCE"),
    (_VACANT, "operator", "VACANT"), (_COUNTER, "counter", None), (_BREAK, "break", None),
)  # fmt: skip


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _NUMBER_WORDS.get(word) or {"两": 2}.get(word) or "〇一二三四五六七八九十".index(word)


def _readings(
    text: str, start: int, tries: Sequence[Trie[str]], words: frozenset[str]
) -> Iterator[tuple[float, Mention]]:
    for trie in tries:
        for end, name in trie.at(text, start):
            if not _is_generic(name):
                yield _weight(end - start, 0.15), Mention(start, end, "thing", name)
    for end, kind, value in cues_at(text, start):
        lone = (
            end - start == 1
            and not _stands_alone(text, start)
            and (text[max(start - 1, 0) : end] in words or text[start : end + 1] in words)
        )
        whole = kind == "members" and _OF_ALL_PROJECTS.match(text, end) is not None
        weight = 0.0 if lone or whole else _LONE if end - start == 1 else _weight(end - start, 0.17)
        yield weight, Mention(start, end, kind, value)  # type: ignore[arg-type]
    if (found := terms.longest_at(text, start)) is not None:
        term = terms.TERMS[found.term_id]
        said = text[start : found.end]
        if (
            term.role not in MODIFIERS
            and term.role not in GENERIC
            and not _ASKING.search(said)
            and not re.search(r"[^\x00-\x7f]\s|\s[^\x00-\x7f]", said)
        ):
            yield _weight(len(said), 0.16), Mention(start, found.end, "thing", said, found.term_id)
    for end, ids in everyday_at(text, start):
        if end - start == 1:
            continue  # a noun by itself only (车): see _lone_nouns
        yield _weight(end - start, 0.05), Mention(start, end, "everyday", text[start:end], None, ids)
        if text[end : end + 1] == "费" and any(terms.TERMS[i].name.endswith("费") for i in ids):  # 公车购置费
            yield _weight(end + 1 - start, 0.12), Mention(start, end + 1, "everyday", text[start : end + 1], None, ids)
    yield from _fees(text, start)
    if (joint := _JOINT.match(text, start)) is not None and joint.end() > start:
        lone = not joint[0].isspace() and text[max(start - 1, 0) : start + 1] in words
        yield (0.0 if lone else 0.5), Mention(start, joint.end(), "joint", joint[0])


def _fees(text: str, start: int) -> Iterator[tuple[float, Mention]]:
    """Names of fees without their last word: 水电 for both, and 水, 电 or 邮电 as one of a list (水、电、邮电)."""
    one, two = _fee(text[start : start + 1]), _fee(text[start + 1 : start + 2])
    if one and two and text[start + 2 : start + 3] not in _OF_FEES:
        yield _weight(2, 0.2), Mention(start, start + 2, "everyday", text[start : start + 2], None, (one, two))
    for end in (start + 1, start + 2):
        concept = _fee(text[start:end])
        before, after = _is_edge(text, start - 1) or text[start - 1] in "年度的里中", _is_edge(text, end)
        if concept and before and after and (_JOINT.match(text, end) or (start and _JOINT.match(text, start - 1))):
            yield 0.6 * (end - start) + 0.2, Mention(start, end, "everyday", text[start:end], None, (concept,))


def _is_edge(text: str, at: int) -> bool:
    """Whether a word ends at an offset: the text's end, a joint, or no Chinese character."""
    return not 0 <= at < len(text) or _JOINT.match(text, at) is not None or not "一" <= text[at] <= "鿿"


@cache
def _fee(said: str) -> str | None:
    return terms.concept_of_label(f"{said}费") if said and said != "公" else None


_OF_FEES = frozenset("费站厂工网务气")
"""What makes 水电 part of another word."""


def _stands_alone(text: str, start: int) -> bool:
    """Whether a cue of one character is one wherever it stands: 占, but for 占用, 占有, 占地; 比 and 较 before a year."""
    if text[start] in "比较" and text[start + 1 : start + 2].isdigit():
        return True
    return text[start] == "占" and text[start + 1 : start + 2] not in {"用", "有", "地", "比"}


def _weight(length: int, bonus: float) -> float:
    """Longer readings count more than the same stretch in pieces."""
    return length + bonus * (length - 1)


@cache
def _is_generic(name: str) -> bool:
    """Whether a printed label is a word of accounts in general (合计, 项目, 支出): it names nothing by itself."""
    term = terms.TERMS.get(terms.concept_of_label(name) or "")
    cue = any(end == len(name) for end, _, _ in cues_at(name.lower(), 0))
    return (
        cue
        or _STAGE_ONLY.fullmatch(name) is not None
        or (term is not None and term.name == name and term.role in {*GENERIC, *MODIFIERS})
    )


_STAGE_ONLY = re.compile(r"(?:年初|调整)?(?:预算|决算|执行)(?:支出|收入)(?:数|合计|总计)?")
"""决算支出: a stage and the year's whole, no name of its own."""


def _best_cover(text: str, edges: Sequence[Sequence[tuple[float, Mention]]]) -> list[Mention]:
    """The readings of greatest total weight that do not overlap (Viterbi over the characters)."""
    best = [0.0] * (len(text) + 1)
    step: list[Mention | None] = [None] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        best[start] = best[start + 1]
        for weight, mention in edges[start]:
            if weight + best[mention.end] > best[start] + 1e-9:
                best[start], step[start] = weight + best[mention.end], mention
    chosen, at = [], 0
    while at < len(text):
        here = step[at]
        if here is not None:
            chosen.append(here)
        at = here.end if here is not None else at + 1
    return chosen


def _unknown(text: str, chosen: Sequence[Mention], words: Words | None) -> Iterator[Mention]:
    """Words that carry content and that nothing has read; what holds no noun only asks (准备, 发现)."""
    rest = list(text)
    for mention in chosen:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    for start, end in phrases.content("".join(rest)):
        said = text[start:end]
        if said.isascii() and set(said.split()) <= phrases.english_asking():
            continue
        if (
            words is None
            or said.isascii()
            or _PAID.search(said)
            or any(_NOUN.match(tag) for _, tag in words.tagged(said))
        ):
            rest[start:end] = " " * (end - start)
            yield Mention(start, end, "unknown", said)
    if words is not None:
        yield from _lone_nouns(text, rest, words)


def _lone_nouns(text: str, rest: Sequence[str], words: Words) -> Iterator[Mention]:
    """Nouns of one character that nothing has read and that stand by themselves (车要花多少, 这楼多大)."""
    if _LONE_NOUNS.isdisjoint(rest):
        return
    at = 0
    for word, _ in words.tagged(text):
        at = text.find(word, at)
        if at < 0:
            return
        if word in _LONE_NOUNS and rest[at] == word:
            ids = next((ids for end, ids in everyday_at(text, at) if end == at + 1), ())
            yield Mention(at, at + 1, "everyday" if ids else "unknown", word, None, ids)
        at += len(word)


_LONE_NOUNS = frozenset("车船楼房屋路桥井坝堤渠墙灯床桌椅书报药饭菜酒茶肉油煤水电火树草林田鱼牛羊猪鸡狗衣鞋帽")
"""Things that money is spent on and that one character names; other characters alone are more often parts of speech."""
