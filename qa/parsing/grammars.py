"""文法: what grammars read of a question before any name is looked for: bodies, years, amounts, counts, marks and fixed turns.

In: a scene and its question. Out: mentions that no name may cut. Each pattern says in its docstring what people mean by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from corpus.money import UnitClass
from corpus.numeral import find_amounts
from qa.finding.scene import Scene
from qa.understanding import phrases
from qa.understanding.topics import is_bought

MentionKind: TypeAlias = Literal[
    "thing", "everyday", "unknown", "body", "year", "relative", "operator", "question", "basis", "measure", "members", "condition", "comparison",
    "within", "scope", "amount", "counter", "code", "joint", "break", "number", "ordinal", "filler", "attribute", "by",
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
_COUNTER = re.compile(
    r"(?:多少|几多|好多|几)(?:个)?(百分点|分钟|小时|工作日|平方米|平方公里|平方|平米|公里|千米|公顷|立方米?|公斤|千瓦时|人次|家次|户次|场次|批次|台套|项(?!目|支)|个(?!百分|项|部分|单位|家|月|点)"
    r"|人(?!员|均|才)|家(?!中心|单位|部门|机构|里|都|是|有)|分(?!别|项|之|钟)|[名位户辆台件起场次期笔篇条批箱张份岁天处套部间亩栋座床吨])"
)
_TOP_N = re.compile(
    r"(?:前|哪(?=[二两三四五六七八九十\d])|最[多高大贵少低小]的?(?:前)?|倒数|top\s*|the\s)([一二三四五六七八九十两]|\d{1,2}|two|three|four|five)(?:大|位|名|个|项|笔|家|高|类|款)?"
)
_MAINLY = re.compile(r"(主要)(?=[^，。？?]{0,8}哪(?:[二两三四五]|几)[大个块类项样])")
"""主要花在哪三块: the largest."""
_NTH = re.compile(
    r"(?:排|排在|位列|位居|居)第([二三四五])(?:位|名)?|第([二三四五])(?:大|高|多|名|位)(?=的|[，,。？?]|[^\W\d])"
    r"|(?<=[比过超跟出])(次|老二|二号)(?:高|大|多)?"
)
"""排第二的, 第三大的: one member of what is put in order."""
_NUMBER_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5}
_FILLER = re.compile(
    r"(?:都|同|均|同样)[是为][^，。？?\d]{0,6}(?:单位|中心|[局院办]|小?学校?|街道|机关|部门)(?=[，,])|全(?:校|院|局|所|站|街道|单位|机关|中心|部门)的?(?=支出|收入|一年|全年)|[（(]?(?:正好|刚好|恰好)[^，。？?()（）]{0,10}(?:不算|不含|除外)[)）]?|[前后]者|[这那]几(?:项|笔|样|块|个)(?![项目月年人家])|(?:这|那|以上|上述|其中)?(?:[两二三四五六七八九十]|\d{1,2})(?:项|笔|样|块|者|张)(?:费用|支出|缴费|经费|开支|钱)?(?![目支])"
    r"|(?!一[辆台部]公?务?用?车)(?:[一二两三四五六七八九十]|\d{1,3})[台套辆件张把部份](?!式)(?=[^\W\d]{2})|(?:保?留|精确到|算到|取)?(?:小数点后)?[一两二三四\d]位小数|保?留[一两二三四\d]位|(?:算到|精确到)?小数点后[一两二三四\d]位(?:小数)?"
    r"|(?:单位)?(?:给|替|为|帮)(?:在[职编岗]|退休|离退休)?的?(?:职工|员工|干部|同志|老师|教师|教职工|大家|自己人|自家人|工作人员|人员|民警|医生|护士)(?:们)?(?:上交|缴纳|缴存|[交缴上]|买的|付的|出的)的?"
    r"|(?:项目)?(?:支出)?(?:绩效)?(?:自评|申报|公开|目标|预算|决算|收支|明细)?(?:报表|表格|总表|自评表|申报表|明细表|预算表|决算表|目标表)(?:里|中|上|内)?|公开(?:文件|材料|资料|时)|公开数(?:字|据)?(?:计|为准)?|(?:各|每)?(?:张|份)表"
)
"""How many they are, how to round, and where it is printed: nothing that is asked about."""
_GAP = re.compile(
    r"(?:多|高)[\s(（]{0,3}(?:或少|还是少|或低)[\s)）]{0,3}多少(?=[万亿千百元个人]|[？?，,。\s]|$)|(?<![减增缩])(?:多|少|高|低|大|小|贵|超支?)(?:花|用|支|收|支出|安排|掏|付|拿|投|砸|耗|拨|领)?(?:了|出去?|出来|掉|进去)?(?:多少|几多|好多|几(?![^\W\d]*(?:项目|单位)))"
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
    r"(?<![第\d一二三四五六七八九十哪])(?:一(平方米?|公里|[辆台部](?:公务?用?)?车|[辆人家次场期台箱间户亩床栋批])|[一单](?:个|名|位)(?:学生|病人|老师|职工|员工|在[职编岗](?:的|人员|职工|同志)?|人))(?=车?(?:一年|大概|大约|平均|差不多|才|就|又|是)*(?:合|多少|几多|几万|要|花|用|养|拿|分|摊|得|头上|几(?=平|[万块百千]?元)))(?:车?(?:大概|大约|平均|差不多|才|就)*合)?"
    r"|(?<=[办搞开修建买养查])一(?:期|次|场|届|批|辆|台|公里)(?!车)(?=[^，,。；;？?一每]{2,12}(?:合|要|得|花|用)?(?:多少|几))"
    r"|(?:平均|合|摊到|折合?|匀)(?:到|下来)?(?:一个?|每个?|到)月|(?:一个|每个?)月(?:大概|大约|差不多)?(?:合|摊|平均)|月均"
    r"|单[台套件箱次期辆间](?=[^，。？?]{0,4}(?:多少|几))|(?<=多少[元块万])(?:钱)?一[辆人家次场期台箱间户亩床栋批件套](?=$|[，,。？?])"
)
"""一辆要多少, 一家才合多少: an amount for one of them."""
_A_CAR = re.compile(r"(?:公务?用?)?车")
_SHARERS = (
    r"[^，,。；;？?、按]{0,10}(?:\d+(?:多|余)?[人个名位辆台家户间所亩床次批场]|人数|人员|人头|职工|员工|在编|在职|在岗|退休|学生|病人|户数|车|车辆|面积"
    r"|床位|人次|批次|场次|家数|网点)[^，,。；;？?、按]{0,6}?"
)
_SHARED_BY = re.compile(
    rf"(?:(?<=[^\W\d])|(?<=[，,。；;])|^)按照?(?P<among>{_SHARERS})(?P<how>(?:来|去)?(?:分摊|平摊|均摊|摊|折算|平均|均分|算|分|折)(?:下来|一下|的话)?)(?![类别款项成析开期])(?P<mark>[，,]?)"
    rf"|(?:平|均|分)?摊(?:到|给)(?P<these>{_SHARERS})(?:头上|身上)?(?P<comma>[，,]?)(?=一|每|[^\W\d]均|又|有|是|多少|合|要)"
)
"""按在职的42个人摊，一人多少; 摊到55辆车，一辆合多少: what an amount is shared among, told apart from the amount."""
_EACH_OF = re.compile(r"[生户亩床店村校班台件批场]均")
"""生均, 户均: an amount for each of them."""
_A_HEAD = re.compile(r"(?<=[人生])头上?(?!费|的?钱)")
"""每个在职的人头上: shared out among them."""
_TRIO = re.compile(
    r"(?:(?<![一-鿿])|(?<=[、和与及跟里中的]))(?:买|搞|采购|购买)?(货物|东西|工程|服务)(?:类|采购)?"
    r"(?=[、，,和与及跟/ 各分多占几是有？?]|$|货物|工程|服务|买|搞)"
    r"|(?<=货物|工程|东西)(?:买|搞)?(货物|东西|工程|服务)(?:类)?(?=[、，,和与及跟/ 各分一多占几是有？?]|$|服务|工程|买|搞)"
)
"""货物、工程、服务: the three kinds of procurement, named beside each other."""
_BOTH_SIDES = re.compile(
    r"(?<![款金业营他级助总缴本])(收入|支出)[、，,和与及跟/ ]?(?!\1)(收入|支出)(?=分别|各|都|一共|总共|合起来|是|有|为|多少|情况|呢|[？?，,。]|$)"
)
"""收入和支出各多少: the two sides of the year's accounts."""
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
_CARS = re.compile(r"(?<=[的家位])(?:公)?车(?=更?[多少]|最[多少]|各?有?(?:几|多少)[辆台部])")
"""谁的车更多: how many cars."""
_WHOSE_MORE = re.compile(
    r"(?:哪家|哪个(?:单位|部门)|哪[个样边笔](?![^，。]{0,3}[项科]目|专项)|谁家?)[^，,。；;？?]{0,12}?[^\W\d最更比]([多少高低大小])(?=[？?，,。\s]|$)"
)
"""哪家车多: two or more bodies set against each other."""
_VISITORS = re.compile(r"(接待)(?:了|过)?(?=(?:多少|几)个?人)")
_BATCHES = re.compile(r"(接待)(?:了|过)?(?=(?:多少|几)个?批)")
"""接待了多少人, 几批: who was received, not what it cost."""
_CARS_COUNTED = re.compile(
    r"(?<![汽停新买])((?:公务|公家?)?(?:用)?车辆?)(?:一共|总共)?(?:有|是|共)?(?=(?:多少|几)[辆台部])"
)
"""车几辆: how many cars there are."""
_SOURCES = re.compile(
    r"(收入|钱|资金|经费)(?:分别|都|主要|一共|总共)*(?:有|是|从|来自|分)*((?:哪|几|什么)[几些]?[个条种处]?(?:不同的?)?(?:来源|渠道|途径|路子|口子))(?:来的?|进来|得来|拿)?"
)
"""钱从哪几个渠道来: the year's income, line by line."""
_OF_POSTS = re.compile(r"编制|名额|定员")
_OVER_OR_UNDER = re.compile(r"[超缺](?:着|了|编)?(?:多少|几个?)(?=[、，,。；;？?\s]|$)")
"""超多少、缺多少 of posts."""
_POSTS = re.compile(r"(?<![空缺着])(?:多少|几)个(编)(?=[，,、。；;？?\s]|$)")
"""给了几个编: approved posts in short."""
_POSTS_COUNTED = re.compile(
    r"(?<![预决]算)(?<!公开)(编制)(?:数|人数)?(?=(?:是|有|共|一共|总共)?(?:多少|几)(?:个|名|位)?人?(?=[？?，,、。；;\s]|$))"
)
"""编制多少人: approved posts, not the drawing up of a budget."""
_BALANCES = re.compile(
    r"(年初|期初|年头|上年末)(?:的|时)?[和、与及跟](?:年末|年底|期末)的?(?:结转和?结余|结余(?:资金)?|结转(?:资金)?)"
)
"""年初和年末结转结余: the balance brought in and the one carried over."""
_POSTS_AND_STAFF = re.compile(
    r"(?:(?:多少|几)个?编制|编制(?:有|是)?(?:多少|几)个?人?)[，,、和]?(?:实际|实有|现有|到岗|在岗)?有?(?:多少|几)个?(人)(?=[？?，,。；;\s]|$)"
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
_ALL_BUT = re.compile(
    r"(?:除了?|除去|除开|除掉|刨去|刨掉|撇开|抛开|不算|不含|不包括|去掉|扣掉)[“\"]?(?P<what>[^\W\d](?:[^\W\d]|[、（）()]){1,22}?)[”\"]?(?:这[项个笔块])?"
    r"(?:(?:[以之]?外|不算)[，,]?|[，,]|(?=最|前|其[他它余]|另))(?=[^，。？?]{0,16}?(?:还有(?:哪|什么|啥)|其[他它余](?:的(?![^，。？?各]{2,8}?(?:一共|合计|总共|还)?[是有]?多少)|几|各|哪|项目|科目|还|都|分别|，|[两三四五])|另外?(?:的|几|[两三四五])(?!个?[项样笔]?(?:合计|一共|总共|加起来))"
    r"|剩下的|最[多高大贵少低小]|前[两三四五]))"
)
"""除了甲，其他几个各多少; 除去甲，最多的三样: what a set is told without."""
_HALF = re.compile(r"(?<![另上下大])一半(?=[都也]?(?:[不没未]有?到|不足|以[上下]))")
_HUNDRED = re.compile(r"百分之?百(?!分)")
_SHORT_OF = re.compile(r"[没未]有?(?:达到?|到|满|够|上)了?(?=[\d一二两三四五六七八九十百千])")
"""没到90%的: less than."""
_MORE = re.compile(r"(?<=[^\W\d])(?:花得|花的|用得)?(?:更)?(?:多|高|大|少|低|小)(?:一些|一点|些|点)?(?=[?？,，。\s]|$)")
"""基本支出多还是项目支出多: two sides, and that they are compared."""


def all_but(text: str) -> str:
    """What a text says that a set is to be told without; "" where nothing."""
    said = _ALL_BUT.search(text)
    return said["what"] if said is not None else ""


class _Spans:
    """Stretches that have been read: none is read twice."""

    def __init__(self, length: int) -> None:
        self._read = bytearray(length)

    def read(self, start: int, end: int, kind: MentionKind, value: str) -> Iterator[Mention]:
        """The mention of a stretch, nothing where it is empty or part of it has been read."""
        if end > start and not any(self._read[start:end]):
            self._read[start:end] = b"\1" * (end - start)
            yield Mention(start, end, kind, value)


def fixed_mentions(scene: Scene, text: str) -> Iterator[Mention]:
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
    if all_but(text):
        yield from _read_by(text, spans, ((_ALL_BUT, "filler", "but"),))
    yield from _ranks(text, spans)
    yield from _shared_by(scene, text, spans)
    yield from _read_by(
        text, spans, ((_EACH, "operator", "PER"), (_A_HEAD, "filler", "head"), (_FILLER, "filler", None))
    )
    yield from _named(text, spans, _NAMED_FIRST)
    if "财政" in text:
        yield from _read_by(text, spans, ((_OF_FUND, "filler", "fund"),))
    for quantity, start, end in find_amounts(question.folded):
        if _is_no_amount(text, start, end):
            continue
        spelt = not quantity.printed[:1].isascii()  # 三项, 两家 tell how many are meant; 七辆 and 五十万 are amounts
        if quantity.unit and (not spelt or quantity.unit_class is UnitClass.MONEY or quantity.unit in {"人", "辆"}):
            yield from spans.read(start, end, "amount", str(quantity))
    if (either := _OR.search(text)) is not None:
        yield from spans.read(*either.span(), "joint", either[0])
        for match in list(_MORE.finditer(text, either.end()))[:1]:
            yield from spans.read(*match.span(), "operator", "COMPARE")
    yield from _things(text, spans)
    yield from _read_by(text, spans, ((_HALF, "amount", "50%"), (_HUNDRED, "amount", "100%")))
    for match in _TENTHS.finditer(text):
        yield from spans.read(*match.span(), "amount", f"{_number(match[1])}{5 if match[2] else 0}%")
    yield from _read_by(text, spans, _GRAMMARS)


def _is_no_amount(text: str, start: int, end: int) -> bool:
    """多大一块, 哪一块: a part, and no money; 养一辆公车: for each."""
    part = text[start:end] == "一块" and text[max(start - 1, 0)] in "大小多哪那这"
    return part or (text[start:end] in {"一辆", "一台", "一部"} and _A_CAR.match(text, end) is not None)


def _shared_by(scene: Scene, text: str, spans: _Spans) -> Iterator[Mention]:
    """按…摊, 摊到…, 生均: that an amount is shared out, and where what it is shared among begins and ends."""
    for match in _SHARED_BY.finditer(text):
        among, mark = ("among", "mark") if match["among"] else ("these", "comma")
        yield from spans.read(match.start(), match.start(among), "by", "by")
        if match["how"]:
            yield from spans.read(*match.span("how"), "operator", "PER")
        else:
            yield Mention(match.end(among), match.end(among), "operator", "PER")
        yield from spans.read(*match.span(mark), "filler", "mark")
    for match in _EACH_OF.finditer(text):
        if not any(match[0] in shelf.rarity for shelf in scene.shelves):  # printed, it is part of a name
            yield from spans.read(*match.span(), "operator", "PER")


def _ranks(text: str, spans: _Spans) -> Iterator[Mention]:
    """第二大, 主要花在哪三块, 前三名: places in an order, and how many of the first ones."""
    for match in _NTH.finditer(text):
        yield from spans.read(
            *match.span(), "ordinal", str(_number(match[1] or match[2]) if match[1] or match[2] else 2)
        )
    for match in _MAINLY.finditer(text):
        yield from spans.read(*match.span(1), "operator", "TOP")
    for match in _TOP_N.finditer(text):
        yield from spans.read(*match.span(1), "number", str(_number(match[1])))
        if match[0].startswith("前"):
            yield from spans.read(match.start(), match.start() + 1, "operator", "TOP")


def _things(text: str, spans: _Spans) -> Iterator[Mention]:
    """Things that a turn of speech names without their own name: the kinds of procurement, cars, room, posts and staff."""
    for match in _WHOSE_MORE.finditer(text):
        yield from spans.read(*match.span(1), "operator", "COMPARE")
    if len({m[1] or m[2] for m in _TRIO.finditer(text)}) > 1:
        for match in _TRIO.finditer(text):
            word = {"东西": "货物"}.get(match[1] or match[2], match[1] or match[2])
            concept = {"货物": "procurement_goods", "工程": "procurement_works"}.get(word, "procurement_services")
            yield from (replace(m, concept=concept) for m in spans.read(*match.span(), "thing", word))
    for match in _BOTH_SIDES.finditer(text):
        for n in (1, 2):
            concept = "current_revenue" if match[n] == "收入" else "current_expenditure"
            yield from (replace(m, concept=concept) for m in spans.read(*match.span(n), "thing", match[n]))
        if match.end(1) == match.start(2):  # 收入支出各多少
            yield Mention(match.end(1), match.end(1), "joint", "")
    for match in _SOURCES.finditer(text):
        yield from (replace(m, concept="current_revenue") for m in spans.read(*match.span(1), "thing", match[1]))
        yield from spans.read(match.start(2), match.end(), "members", "lines")
    if _ROOM.search(text):
        yield from _read_by(text, spans, ((_HOW_LARGE, "counter", "平方米"),))
    for match in _HOW_MANY_CARS.finditer(text):
        concept = "cars_bought" if is_bought(text, match.start(), "cars_owned") else "cars_owned"
        yield from spans.read(match.start(), match.start(1), "counter", "辆")
        yield from (replace(m, concept=concept) for m in spans.read(*match.span(1), "thing", match[1]))
    if _OF_POSTS.search(text):
        yield from _read_by(text, spans, ((_OVER_OR_UNDER, "operator", "VACANT"),))
    yield from _named(text, spans, _NAMED)


def _named(text: str, spans: _Spans, grammars: Iterable[tuple[re.Pattern[str], str]]) -> Iterator[Mention]:
    """The terms that turns of speech name: the first group of a pattern, or all that it has read."""
    for pattern, concept in grammars:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            yield from (replace(m, concept=concept) for m in spans.read(*match.span(group), "thing", match[group]))


_NAMED_FIRST = ((_BALANCES, "opening_balance"),)
_NAMED = (
    (_INVOLVED, "evaluated_funds"),
    (_POSTS, "authorised_posts"),
    (_POSTS_COUNTED, "authorised_posts"),
    (_POSTS_AND_STAFF, "serving_staff"),
    (_CARS, "cars_owned"),
    (_CARS_COUNTED, "cars_owned"),
    (_VISITORS, "reception_visitors"),
    (_BATCHES, "reception_batches"),
)


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
    (_VACANT, "operator", "VACANT"), (_SHORT_OF, "condition", "less"), (_COUNTER, "counter", None), (_BREAK, "break", None),
)  # fmt: skip


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _NUMBER_WORDS.get(word) or {"两": 2}.get(word) or "〇一二三四五六七八九十".index(word)
