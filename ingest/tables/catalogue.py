"""报表目录: which official table a title names, and the words its head is made of.

The tables are data (``catalogue.toml``): F01–F09 of 部门决算, B01–B16 of 部门预算, S01/S02 自评表. A table is
known by its title and its head words, never by its printed number.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from corpus.money import fold

_LONG: Final = 160
"""Longer lines are no titles, and not worth remembering."""
OTHER: Final = "other"
"""其他: the kind of a table that no entry names."""

_DRESSING = re.compile(r"[\s“”\"'‘’「」『』《》〈〉*#`]+")
_YEAR = re.compile(r"(19|20)\d{2}年?(度)?")
_NUMBERING = re.compile(
    r"^(?:[-•·]|(?:附件|附表|附)\d*[:：]?|公开\d+表[:：]?|表[\d一二三四五六七八九十]+[、.．:：]?|"
    r"[(（][一二三四五六七八九十廿\d]+[)）]|[一二三四五六七八九十廿]+[、.．]|\d{1,2}[、.．)](?!\d))"
)
_TABLE_NUMBER = re.compile(r"[(]?(?:公开|附|预算)*表[\d一二三四五六七八九十]+表?[)]?$|^表[\d一二三四五六七八九十]+$")
_ONLY_NUMBER = re.compile(r"(?:公开|附|预算)*表?[\d一二三四五六七八九十]+表?")
_PART = re.compile(r"第[一二三四五六七八九十\d]+部分")
_TITLE = re.compile(r"^[^。；;，？！!?:：]{1,70}表(?:[(（][^()（）]{0,40}[)）])*$")
_SENTENCE = re.compile(
    r"(详见|参见|见下|如下|附后|本表|此表|(?<![申填])报表$|代表$|下表|上表|填报(?!表)|编制了|反映|以上各表)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """目录项: one official table. ``heads`` are canonical head paths in their commonest order; see the TOML."""

    id: str
    name: str
    family: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    cues: tuple[str, ...]
    labels: tuple[str, ...]
    heads: tuple[str, ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """表头用词: folded words that only heads hold: ``label`` over label columns, ``amount`` over figures."""

    label: frozenset[str]
    amount: frozenset[str]
    total: frozenset[str]
    indicator_first: frozenset[str]
    indicator_second: frozenset[str]


@dataclass(frozen=True, slots=True)
class Patterns:
    """表头句式: head words made up of parts (2026年预算, 收入科目, 比上年增长%), to be matched whole."""

    label: re.Pattern[str]
    amount: re.Pattern[str]


@cache
def _load() -> tuple[dict[str, Entry], Words]:
    data = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))
    entries = {
        t["id"]: Entry(
            id=t["id"],
            name=t["name"],
            family=t["family"],
            pattern=re.compile(t["pattern"]),
            unless=re.compile(t["not"]) if "not" in t else None,
            cues=tuple(squeeze(c) for c in t["cues"]),
            labels=tuple(t["labels"]),
            heads=tuple(t["heads"]),
            sides=tuple(t.get("sides", ())),
        )
        for t in data["table"]
    }
    words = {key: frozenset(squeeze(w) for w in values) for key, values in data["words"].items()}
    return entries, Words(**words)


@cache
def patterns() -> Patterns:
    """表头句式 of all kinds together."""
    data = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))["patterns"]
    return Patterns(re.compile(data["label"]), re.compile("|".join(data["amount"])))


def entry(kind: str) -> Entry:
    """目录项 of a kind such as ``F05``. Raises KeyError for an id that the catalogue lacks."""
    return _load()[0][kind]


def entries() -> tuple[Entry, ...]:
    """全部目录项, in the order of the catalogue."""
    return tuple(_load()[0].values())


def words() -> Words:
    """表头用词 of all kinds together."""
    return _load()[1]


def squeeze(text: str) -> str:
    """比对用文字: half-width, without white space, quotation marks and Markdown dressing. Offsets are lost."""
    return _short(text) if len(text) <= _LONG else _DRESSING.sub("", fold(text))


@lru_cache(maxsize=16384)
def _short(text: str) -> str:
    return _DRESSING.sub("", fold(text))


def kind_of(title: str, cues: str = "") -> str | None:
    """表种 of a printed title (``2022 年度收入决算表（表 2）`` → ``F02``); None where the catalogue names none.

    ``cues`` is the text of the table's head and first rows: it decides where two titles match equally well.
    """
    folded = _YEAR.sub("", squeeze(title))
    evidence = squeeze(cues)
    best: tuple[int, int] | None = None
    found: str | None = None
    for candidate in _load()[0].values():
        match = candidate.pattern.search(folded)
        if match is None or (candidate.unless is not None and candidate.unless.search(folded)):
            continue
        rank = (len(match.group()), sum(cue in evidence for cue in candidate.cues))
        if best is None or rank > best:
            best, found = rank, candidate.id
    return found


def is_title(text: str) -> bool:
    """表题: whether a line could be the title of a table: a short phrase ending in 表, no sentence.

    A line of a table of contents looks the same; only the lines that follow tell.
    """
    if len(text) > _LONG:
        return False
    core = title_core(text)
    if _ONLY_NUMBER.fullmatch(core) or _PART.match(core):
        return False
    return 3 <= len(core) <= 70 and _TITLE.match(core) is not None and _SENTENCE.search(core) is None


def title_core(text: str) -> str:
    """表题正文: the folded title without list marks and table numbers (``二、收入决算表(表 2)`` → ``收入决算表``)."""
    core = _DRESSING.sub("", fold(text)).lstrip("-•·")
    while True:
        shorter = _TABLE_NUMBER.sub("", _NUMBERING.sub("", core, count=1))
        if shorter == core or not shorter:
            return core
        core = shorter
