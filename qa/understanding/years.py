"""年份: the years that a question names, and which of them is only that of the document it is put to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_YEAR = re.compile(
    r"(?<!\d)(19\d\d|20\d\d)(?=\s*(?:年度?|财年)|[23]\d{4}(?:\d\d)?(?!\d)|(?<=202[1-9])[23]\d\d(?!\d)|(?!\d)(?![-—~～至]?\d)(?!\s*(?:个(?!部门|单位|项目)|人(?![员才均])|名(?!称)|户(?!均)|家(?![具俱])|辆|万|亿|元|平方|平米|亩)))|(?<!\d)(\d\d)年(?=度|预算|决算|的|[^\d前内间]|\d\d年|\d{3}|(?<=[12]\d年)\d{1,2}[个项家张笔]|$)"
)
_CHINESE_YEAR = re.compile(r"二[〇○零O0][一二三四五六七八九〇○零]{2}(?=年)")
_SPOKEN_YEAR = re.compile(
    r"(?<![一二两三四五六七八九十百千万第\d])(?:二([〇○零一二三四五六七八九])|一([五六七八九]))年(?!级|期|制|多|来|以|之|内|左右|时间|里|的?(?:时间|期限))"
)
"""二三年, 一九年: a year of two digits as it is spoken."""
_YEARS = re.compile(r"(20\d\d)年?(?:度)?(?:到|至|-|—|~|～)(20\d\d)年?")
LONGEST_SERIES = 10
LATEST = 2026
"""The last year of which anything is published: 二八年 is none."""
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_SOURCE = re.compile(
    r"(?:按照?|根据|依据|依照|据|从|照|看|查|翻)[^，,。？?\d]{0,24}(20\d\d)年度?的?(?:部门|单位)?(?:预算|决算)"
    r"|(20\d\d)年度?的?(?:部门|单位)?(?:预算|决算)(?:公开|文件|报告|材料|说明|书|稿|表){1,3}(?:里|中|上|内|看|显示|写)"
)

Year = tuple[int, int, int]
"""(year, start, end)."""


def years_in(folded: str) -> list[Year]:
    """Years with their offsets, ranges 2022-2024 spelt out at their ends."""
    found = []
    for match in _YEAR.finditer(folded):
        year = int(match[1]) if match[1] else 2000 + int(match[2])
        found.append((year, match.start(), match.end()))
    for match in _CHINESE_YEAR.finditer(folded):
        found.append((int(match[0].translate(_DIGITS)), match.start(), match.end()))
    for match in _SPOKEN_YEAR.finditer(folded):
        year = 2010 + int(match[2].translate(_DIGITS)) if match[2] else 2020 + int(match[1].translate(_DIGITS))
        if year <= LATEST:
            found.append((year, match.start(), match.end()))
    for match in _YEARS.finditer(folded):  # 2020年到2022年 means the years between as well
        first, last = int(match[1]), int(match[2])
        if 1 < last - first <= LONGEST_SERIES:
            named = {(y, start) for y, start, _ in found}
            begun = first + ((first, match.start()) in named)  # 2020至2022 names its first year with no 年
            found += [(year, match.start(), match.end()) for year in range(begun, last)]
    return sorted(found, key=lambda y: (y[1], y[0]))


def source_year(folded: str, named: Sequence[int]) -> int | None:
    """The year of the document that is spoken of (按2024年部门决算，2023年度…), where the question asks about another."""
    match = _SOURCE.search(folded)
    year = int(match[1] or match[2]) if match else None
    return year if year is not None and folded.count(str(year)) == 1 and set(named) - {year} else None


_SHORTENED = re.compile(
    r"\s*(?:[（(]?(?:本级|汇总)[）)]?)?\s*(?P<year>1\d|2\d)(?:年度?)?(?!\d|\s*[.,%％:：/、]|\s*(?:个(?!人)|人(?![员才均])|名(?!称)|家(?![具俱])|户(?!均)|件|条(?!例)|元|万|亿|辆|台(?!式)|次(?!均)|场(?![地租])|批|期(?![刊末初])|项(?!目)|岁|分(?![散类别项])|平(?!均)|天|月(?!均)|号|楼|层|路|成(?!本)|多))"
)
"""A year of two digits right behind a body's name (某某中心22预算): there it can be nothing else."""
_AGAINST = re.compile(r"[比较跟和与同](?P<year>1\d|2\d)(?:年度?)?(?=[多少高低增减涨降差变大小预决的比相]|\s|$)")
"""And one that another year is set against (比21多)."""


_EACH_OTHER = re.compile(r"(?<![\d.])(?P<one>1\d|2\d)年?(?:比|较|对比|对)(?P<other>1\d|2\d)(?![\d.%])")
"""Two of them against each other (24比22)."""
_ROW = re.compile(
    r"(?<![\d.])(?P<year>1\d|2\d)(?=[ 、和与跟及到至](?:1\d|2\d)(?:年|[ 、和与跟及到至]|这?[一二两三四五几]年))"
    r"|(?<=[\d年][ 、和与跟及到至])(?P<last>1\d|2\d)(?=年|这?[一二两三四五几]年|[ ,，。？?]?(?:各|分别|实际|一共|三年|$))"
)
"""Several in a row (20 21 22三年), each but the first or last beside another."""


def shortened_years(folded: str, bodies: Sequence[tuple[int, int]]) -> list[Year]:
    """Years written with two digits and no 年, where a body's name or a comparison says that they are years."""
    found = [m for _, end in bodies if (m := _SHORTENED.match(folded, end)) is not None]
    found += list(_AGAINST.finditer(folded)) if found or re.search(r"20\d\d|\d\d年", folded) else []
    years = [(2000 + int(m["year"]), m.start("year"), m.end()) for m in found]
    if bodies:
        years += [
            (2000 + int(m[g]), m.start(g), m.end(g)) for m in _EACH_OTHER.finditer(folded) for g in ("one", "other")
        ]
        rows = [(m, m.lastgroup or "year") for m in _ROW.finditer(folded)]
        years += [(2000 + int(m[g]), m.start(g), m.end(g)) for m, g in rows]
    return list({y[1]: y for y in years}.values())


def is_set_against(text: str, start: int, end: int) -> bool:
    """Whether a year at ``text[start:end]`` is what something is set against (比21年多, 跟2021年决算比), not the year asked about."""
    before = text[:start].rstrip()
    return before.endswith(("比", "较")) or (
        before.endswith(("跟", "和", "与", "同")) and "比" in text[end : end + NEAR]
    )


NEAR = 8
"""Characters behind a year within which 比 closes what 跟 opens."""


_TOGETHER = re.compile(
    r"(?<![近前过去第上下隔头每满]|[\d十])(?P<n>[两二三四五几])(?:个)?年(?:度)?(?![前后内来期级制以之多半间龄租])"
    r"|历年|逐年|各年(?!龄)|哪一?年(?:度)?(?=[^，。？]{0,6}(?:最|[更较]|[高低多少大小][^，。？]{0,3}$))"
)
"""三年各多少, 哪年最高: years that are meant by their number or as a whole, none of them named."""
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
SEVERAL = 2
"""Years from which they are a series."""


def named_together(folded: str) -> int | None:
    """How many years are meant together without being named (三年各多少: 3; 哪年最高: 0, all there are); None where none are."""
    found = _TOGETHER.search(folded.rstrip("?？。！! "))
    return None if found is None else _NUMBERS.get(found["n"] or "", 0)


def held_together(folded: str, held: Iterable[tuple[int, str]], kind: str | None) -> tuple[int, ...]:
    """The years of a body's documents that a text means together; () where it means none, or so many are not held of one kind."""
    number = named_together(folded)
    documents = [(y, k) for y, k in held if kind in {None, k}] if number is not None else []
    years = tuple(sorted({y for y, _ in documents}))
    alike = len({k for _, k in documents}) == 1 and len(years) >= SEVERAL
    return years if alike and number in {0, len(years)} else ()
