"""问题: what a question asks: who, when, which basis and scope, about what, to do what with it, in which unit.

What a question leaves open stays open here; nothing is filled in by default. Offsets are in ``folded``, the
question in simplified, half-width characters (one for one, so they fit ``text`` as well).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Literal, cast

from corpus import terms
from corpus.disclosure import Basis, Kind, Measure, Scope
from corpus.money import Quantity, find_quantities, fold, unit_class
from qa.understanding import counted, leads, phrases, sayings
from qa.understanding.bodies import Body, Who, find, find_by_sound
from qa.understanding.bodies import Mention as BodyMention
from qa.understanding.topics import GENERIC, MODIFIERS, Topic, blank, topics_in
from qa.understanding.years import Year, held_together, shortened_years, source_year, years_in

__all__ = [
    "GENERIC",
    "LONG",
    "MODIFIERS",
    "PAIRED_GAP",
    "Question",
    "Topic",
    "bases_in",
    "counter_in",
    "expects_counter",
    "expects_money",
    "measures_in",
    "simplify",
    "understand",
]

_NOT_BASIS = re.compile(
    r"预算(?:管理|编制|评审|监督|单位|一体化)|绩效目标|目标申报|预算(?:执行|完成|公开|材料|文件|说明|绩效)|决算(?:公开|材料|文件|说明)|部门(?:预算|决算)|单位(?:预算|决算)|完成预算|(?:公共|基金|经营)预算(?=财政拨款|拨款|资金|收入|支出|基本支出|项目支出)"
)
_CODE = re.compile(
    r"(?<![\dA-Za-z])(?:\d{3}|\d{5}|\d{7}|\d{6}|\d{9,}[A-Z]?\d*|[A-Z]{2,}[/-]?\d+(?:/\d+)*)(?![\d%A-Za-z]|[.,]\d|\s*(?:万|元|亿|人|家|个|名|台|年|平方米))"
)
_UNIT_ASKED = re.compile(
    r"(?:多少|几|换(?:算)?成|折合|折成|给我(?:个|一个)?|单位[是为]?|以|按|in )"
    r"(?:个)?(?:人民币)?(亿元|万元|元|亿|万|yuan)|(?:是|有)多少个?(元)|(元)的?数|用(亿元|万元|元)(?:来)?(?:说明|表示|回答|表达|计|作单位|为单位|做单位)"
)
_COUNTER_ASKED = re.compile(
    r"(?:多少|(?<!哪)几)(?:个)?(百分点|分钟|小时|工作日|亩|吨|平方米|平方公里|平米|公里|千米|公顷|立方米?|公斤|千瓦时|人次|家次|户次|场次|批次|台套|项(?!目|支)|个(?!百分|项|部分|人|单位|家)"
    r"|人(?!员|均|才)|家(?!中心|单位|部门|机构|里|都|是|有)|分(?!别|项|之|钟)|[元名位户辆台件起场次期笔篇条批箱张份岁天处套])"
    r"|(场|家|件|批|户|起|笔|期)[次数](?=[,，、?？。是]|$|分别|各|有)"
)


@dataclass(frozen=True)
class Question:
    """问题, understood as far as its words go. Years are absolute; ``relative`` ones count from the document's.

    ``of_projects`` says that projects were told last: those that are not named otherwise are of them (哪些没花完).
    """

    text: str
    folded: str
    language: Literal["zh", "en"]
    who: Who
    years: tuple[int, ...] = ()
    relative: tuple[int, ...] = ()
    bases: tuple[Basis, ...] = ()
    kind: Kind | None = None
    scope: Scope | None = None
    topics: tuple[Topic, ...] = ()
    codes: tuple[str, ...] = ()
    operations: frozenset[str] = field(default_factory=frozenset)
    unit: str | None = None
    counter: str | None = None
    refusals: frozenset[str] = field(default_factory=frozenset)
    stated: tuple[Quantity, ...] = ()
    recent: int = 0
    measures: tuple[Measure, ...] = ()
    paired: tuple[tuple[str, int], ...] = ()
    carried: bool = False
    bare: bool = False
    of_projects: bool = False
    source: int | None = None
    year_spans: tuple[Year, ...] = ()

    def does(self, *operations: str) -> bool:
        """Whether any of these operations is asked for."""
        return not self.operations.isdisjoint(operations)

    @property
    def concepts(self) -> tuple[str, ...]:
        """Term ids asked about, in order, each once."""
        return tuple(dict.fromkeys(t.concept for t in self.topics if t.concept))


def simplify(text: str) -> str:
    """繁体转简体 and full-width to half-width, character for character."""
    folded = fold(text)
    if any(c in _TRADITIONAL for c in folded):
        from opencc import OpenCC  # noqa: PLC0415 (loads its dictionaries; few questions need it)

        simple = OpenCC("t2s").convert(folded)
        folded = simple if len(simple) == len(folded) else folded
    return folded


_TRADITIONAL = frozenset(
    "區業務門億萬餘費與實際員決執預稅績層縣廳麼為來過還後對個國開關產經營條種類數據單位總額購辦會議訓補貼資團體項標積歲運護車輛醫療養險離術學當將這裡誰幾兩雙於處復雜儀則劃報電話號碼錢長"
)


_SQUARE_METRES = re.compile(r"平方(?![米公厘分])")
"""多少平方: square metres as they are spoken."""


def understand(text: str, bodies: Sequence[Body]) -> Question:
    """问题 from its text. ``bodies`` are all that disclosures exist of."""
    folded = _SQUARE_METRES.sub("平方米", _plain(simplify(text.strip()), bodies))
    who = find(folded, bodies)
    if not who.mentions:
        heard = _heard(folded, bodies)
        who = heard if heard.mentions or (heard.unknown and not who.unknown) else who
    found_years = sorted({*years_in(folded), *shortened_years(folded, who.spans)}, key=lambda y: (y[1], y[0]))
    who = _of_its_year(who, [y for y, _, _ in found_years], _kind(folded))
    source = source_year(folded, [y for y, _, _ in found_years])
    without_who = blank(folded, who.spans)
    without_who = without_asides(_ASIDE.sub(lambda m: " " * len(m[0]), without_who))
    codes = _codes(blank(without_who, [(a, b) for _, a, b in found_years]))
    priced = counted.priced(without_who)
    if priced is not None:
        without_who = blank(without_who, [(priced.start, priced.end)])
    amounts = [(a, b) for _, a, b in find_quantities(without_who) if a == 0 or without_who[a - 1] != "第"]  # 第四部分
    matches, counters = _terms_in(without_who, codes)
    asked_unit = _UNIT_ASKED.search(folded)
    scope = phrases.present("scope", folded)
    relative = [int(n) for n, span in phrases.present("relative_year", without_who).items()]
    english = _is_english(folded)
    named = tuple(dict.fromkeys(y for y, _, _ in found_years if y != source))
    return Question(
        text=text,
        folded=folded,
        language="en" if english else "zh",
        who=who,
        years=named if found_years or relative else series(folded, who, _kind(without_who)),
        source=source,
        year_spans=tuple(found_years),
        relative=tuple(relative),
        bases=bases_in(without_who),
        kind=_kind(without_who),
        scope=cast("Scope | None", next(iter(scope))) if len(scope) == 1 else None,
        topics=_with(
            priced,
            topics_in(
                without_who,
                matches,
                [
                    *((a, b) for _, a, b in found_years),
                    *counters,
                    *(m.span() for m in _DECIMAL.finditer(without_who)),
                    *amounts,
                    *(m.span() for m in codes),
                ],
                english=english,
            ),
        ),
        codes=tuple(m[0] for m in codes),
        stated=_stated(without_who),
        operations=_operations(without_who),
        paired=_paired(who, found_years),
        recent=_recent(folded),
        measures=measures_in(folded),
        unit=_unit(asked_unit),
        counter=counter_in(folded),
        refusals=frozenset(phrases.present("decline", folded)),
    )


def series(folded: str, who: Who, kind: Kind | None) -> tuple[int, ...]:
    """The years of one body's documents that are meant together (三年各多少, 哪年最高); () where none are."""
    bodies = who.bodies
    held = [(d.fiscal_year, d.kind) for d in bodies[0].disclosures] if len(bodies) == 1 else []
    return held_together(folded, held, kind)


def _of_its_year(who: Who, years: Sequence[int], kind: Kind | None) -> Who:
    """Of bodies that share a name, the one of which a document of the asked year (and kind) is held, name by name."""
    if not who.possible or not years:
        return who
    settled: list[BodyMention] = []
    for _, sharing in groupby(who.possible, key=lambda m: (m.start, m.end)):
        of_year = [(m, d) for m in sharing for d in m.body.disclosures if d.fiscal_year in years]
        fits = dict.fromkeys([m for m, d in of_year if d.kind == kind] or [m for m, _ in of_year])
        settled += fits if len({m.body.issuer for m in fits}) == 1 else ()
    return replace(who, mentions=(*who.mentions, *settled)) if settled else who


def _with(named: Topic | None, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The topics with one that was read apart; what nothing was said for is then not meant."""
    spoken = (t for t in topics if t.start < t.end)
    return topics if named is None else tuple(sorted((*spoken, named), key=lambda t: t.start))


def _codes(text: str) -> list[re.Match[str]]:
    """Codes of subjects and projects; a bare year is none."""
    return [m for m in _CODE.finditer(text) if not re.fullmatch(r"(?:19|20)\d\d", m[0])]


def _plain(text: str, bodies: Sequence[Body]) -> str:
    """Courtesy and leads such as “记者核实：” blanked, periods as documents print them (前7个月 → 1-7月); offsets kept."""
    text = re.sub(r"(?<=\d)[ 　]+(?=[%.]|\. ?\d)|(?<=\d\.)[ 　]+(?=\d)", "", text)  # 100 %, 110 . 16
    text = sayings.official(_blunt(text))
    text = leads.without(text, lambda lead: bool(find(lead, bodies).mentions))
    text = re.sub(r"(?<=[省市区县])检(?![察测查验修疫索讨录])", "检察院", text)  # 某省检
    text = re.sub(r"(?<=[少吗呢吧])[ 　](?=[ 　]*[一-鿿])", "，", text)  # a space after what is asked ends a clause
    text = re.sub(r"(?<!\d)1[到至~～](\d{1,2})月", r"1-\1月", text)
    return re.sub(r"前(\d)个月", r"1-\1月 ", text)


def _is_english(text: str) -> bool:
    """Whether the sentence is English, be it with Chinese terms in it."""
    latin, han = len(re.findall(r"[A-Za-z]+", text)), len(re.findall(r"[一-鿿]", text))
    return han == 0 or (latin >= ENGLISH_WORDS and han < 2 * latin)


ENGLISH_WORDS = 4
"""Latin words from which a sentence with Chinese words in it may be an English one."""


def _blunt(text: str) -> str:
    """The question without what is said before and after it: it asks for nothing. Offsets are kept, the end is not."""
    opening, closing = phrases.pattern("courtesy", "opening"), phrases.pattern("courtesy", "closing")
    end = len(text.rstrip(_BETWEEN))
    while (said := _last(closing, text, end)) is not None and text[:said].strip(_BETWEEN):
        text = text[:said].rstrip(",，;；、 　")
        end = len(text.rstrip(_BETWEEN))
    start = len(text) - len(text.lstrip(_BETWEEN))
    while (lead := opening.match(text, start)) and len(text[lead.end() :].strip(_BETWEEN)) > 1:
        if lead[0].lstrip("请麻烦您你").startswith(("能", "可")):  # 能告诉我…吗 is no question of whether
            text = re.sub(r"[吗么嘛](?=[?？。!！\s]*$)", " ", text)
        start = len(text) - len(text[lead.end() :].lstrip(_BETWEEN))
    return " " * start + text[start:]


def _last(pattern: re.Pattern[str], text: str, end: int) -> int | None:
    """Where a match begins that ends at ``end``."""
    return next((m.start() for m in pattern.finditer(text, max(0, end - 24), end) if m.end() == end), None)


_BETWEEN = " \t\n　,，。.!！?？;；:：~～、"


def bases_in(text: str) -> tuple[Basis, ...]:
    """数据性质 named in a stretch of text, in order; words such as 预算执行率 and 部门预算 name none."""
    named = phrases.present("basis", _NOT_BASIS.sub(lambda m: " " * len(m[0]), text))
    if "adjusted_budget" in named and text.count("预算") < 2:
        named.pop("budget", None)
    return cast("tuple[Basis, ...]", tuple(sorted(named, key=lambda b: named[b])))


def _heard(folded: str, bodies: Sequence[Body]) -> Who:
    """Bodies named by sound: a homophone, or pinyin in an English question; a district heard but not held is unknown."""
    heard = find_by_sound(folded, bodies)
    spans = tuple((m.start, m.end) for m in heard)
    foreign = list(re.finditer(r"\b([A-Z][a-z]+)(?: District| County| City)", folded))
    unknown = tuple(m[0] for m in foreign if not any(h.start <= m.start() < h.end for h in heard))
    mentions: tuple[BodyMention, ...] = tuple(sorted(heard, key=lambda m: m.start))
    return Who(mentions, unknown, spans)


def without_asides(text: str) -> str:
    """The text with clauses of courtesy blanked, and the leads of requests, where it is long enough to have such."""
    if len(text) < LONG:
        return text
    aside, lead = phrases.pattern("aside", "clause"), phrases.pattern("aside", "lead")
    clauses = re.split(r"(?<=[，,。；;！!？?])", text)
    kept = [
        " " * len(c) if aside.search(c) and not _ASKS.search(c) else lead.sub(lambda m: " " * len(m[0]), c)
        for c in clauses
    ]
    return "".join(kept)


LONG = 60
"""Characters from which a question is taken to have clauses that ask for nothing."""
_ASKS = re.compile(r"多少|几|哪|什么时候|占.{0,10}比|原因")


def _operations(text: str) -> frozenset[str]:
    found = set(phrases.present("operation", text))
    if re.search(r"占(?:了|用)?(?:多少|几)(?:钱|个?[万亿]|元)", text):
        found.discard("share")  # 占了多少钱 asks for the part's amount
    return frozenset(found)


def _paired(who: Who, years: Sequence[tuple[int, int, int]]) -> tuple[tuple[str, int], ...]:
    """(issuer, year) where a year stands right behind a body's name and several bodies are named: it is that body's."""
    if len(who.bodies) < 2:
        return ()
    found = []
    for year, start, _ in years:
        before = [m for m in who.mentions if 0 <= start - m.end <= PAIRED_GAP]
        if before:
            found.append((max(before, key=lambda m: m.end).body.issuer, year))
    return tuple(found)


PAIRED_GAP = 5
"""Characters that may stand between a body's name and its year: （本级）."""


def _stated(text: str) -> tuple[Quantity, ...]:
    """Figures that the question itself states, with or without a unit (653.34 这个数)."""
    found = [q for q, _, _ in find_quantities(text)]
    taken = [(a, b) for _, a, b in find_quantities(text)]
    bare = [m for m in _DECIMAL.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
    return (*found, *(Quantity(Decimal(m[0].replace(",", "")), "", m[0]) for m in bare))


_DECIMAL = re.compile(r"\d[\d,]*\.\d+")


def _recent(folded: str) -> int:
    """How many years 近两年, 前三年 and the like go back; 0 where nothing of the kind is said."""
    match = re.search(r"(?:近|前|过去)([一二两三四五])年", folded)
    return "〇一二三四五".index(match[1].replace("两", "二")) if match else 0


def _kind(text: str) -> Kind | None:
    """文件类别 where only one of 预算 and 决算 is spoken of."""
    budget, final = "预算" in text or "budget" in text.lower(), "决算" in text or "final account" in text.lower()
    if budget == final:
        return None
    return "budget" if budget else "final_accounts"


def _terms_in(text: str, codes: Sequence[re.Match[str]]) -> tuple[list[terms.Match], list[tuple[int, int]]]:
    """Terms that name things, and where counts are asked for; what begins a measure word names none (几分 of 几分钟)."""
    counters = [m.span() for m in _COUNTER_ASKED.finditer(text)]
    found = terms.find_terms(blank(text, [m.span() for m in codes]))
    return [m for m in found if not any(a <= m.start and m.end < b for a, b in counters)], counters


def _unit(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    unit = next(g for g in match.groups() if g)
    return {"yuan": "元", "亿": "亿元", "万": "万元"}.get(unit, unit)


_ASIDE = re.compile(r"[（(][^（）()]*口径[^（）()]*[)）]")


def expects_money(question: Question) -> bool:
    """Whether only money can answer: a money unit is asked for."""
    return question.unit is not None or _speaks_of_money(question.folded)


@lru_cache(256)
def _speaks_of_money(text: str) -> bool:
    return re.search(r"多少钱|金额|总额|(?:开支|开销|花费|花销)(?:了|掉|是|有|为|共)*多少", text) is not None


_MEASURES: tuple[tuple[re.Pattern[str], tuple[Measure, ...]], ...] = (
    (
        re.compile(
            r"执行率|完成率|(?:完成|执行)比例|完成(?:了)?(?:年初|全年)?预算的?(?:百分|多少|几|比例)|执行进度|"
            r"(?:完成|执行|用|用掉|花|花掉|花出去|使用)了?(?:百分之|几成)|"
            r"(?:是不是|是否|有没有|都|全|全部)[^，。？]{0,3}(?:执行|花|用|支付?)(?:完|光|掉)(?!成)|支出进度|execution rate"
        ),
        ("completion",),
    ),
    (re.compile(r"得分|评分|自评分|(?:多少|几)分(?!钟|之)|打了|总分|得了|\bscore"), ("score",)),
)


@lru_cache(256)
def measures_in(text: str) -> tuple[Measure, ...]:
    """度量 that a stretch of a question names outright: completion rates and scores."""
    return next((m for p, m in _MEASURES if p.search(text)), ())


def counter_in(text: str) -> str | None:
    """The measure word that a stretch of a question asks for (多少家), None where it asks for none."""
    found = _COUNTER_ASKED.search(text)
    counter = next((g for g in found.groups() if g), None) if found else None
    return None if counter == "元" else "平方米" if counter == "平米" else counter


def expects_counter(question: Question) -> str | None:
    """The measure word asked for (几辆, 多少人), None where any will do."""
    return question.counter if question.counter and unit_class(question.counter).value != "money" else None
