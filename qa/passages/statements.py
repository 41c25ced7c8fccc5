"""语句: the running text of a disclosure as sentences and items that can be found, quoted and read out whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from corpus.disclosure import Passage, Place
from qa.library import grams

_END = re.compile(r".*?(?:[。！？!?；;]+[”」』）)]?|(?=(?<![\d.])\d{1,2}[.．、](?=[一-鿿]{2}))(?<=.)|$)", re.DOTALL)
_FIELD = (
    r"项目申请理由|项目主要内容|项目(?:总|当年)预算|项目前两年预算|项目资金来源|立项依据|项目实施方案|上年绩效评价|项目绩效总目标"
    r"|项目年度绩效指标|测算依据及说明|项目负责人|项目主管部门|项目执行单位|起始年度|年度工作任务|部门职能概述|项目支出情况|整体绩效目标"
)
"""Labels of the fields of project forms, run together with their words where a page's cells were."""
_NOTE = re.compile(r"\s*注\s*[：:]\s*\d?[.、]?\s*本表")
"""The note under a table says what the form is for, never what this body did."""
_BREAK = re.compile(rf"\n|(?<=\S)(?={_FIELD})")
_ITEM = re.compile(
    r"^(?:第[一二三四五六七八九十]+[部条]|[一二三四五六七八九十廿]{1,4}、|[（(][一二三四五六七八九十廿\d]{1,4}[)）]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九]是|-|•)"
)
_NAMING = re.compile(rf"项目(?:名称|代码|负责人|主管部门)[^。；，,]*$|(?:{_FIELD})$|资金单位")
LONGEST_PARAGRAPH = 450
"""Characters up to which a paragraph is read out whole."""
LONG_NAME = 60
"""Characters that a heading or a name seldom goes beyond."""
_ENTRY = re.compile(
    r"^(?:[（(][一二三四五六七八九十廿\d]{1,4}[)）]|\d{1,2}[.．、]|[一二三四五六七八九十廿]{1,4}、)?\s*([^：:，,。]{2,80})[：:]"
)


@dataclass(frozen=True)
class Statement:
    """语句: one sentence (or item) of a paragraph. ``ordinal`` numbers the paragraphs of the disclosure from 0."""

    text: str
    paragraph: str
    ordinal: int
    section: tuple[str, ...]
    place: Place
    passage: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words."""
        return grams(self.text)

    @property
    def read_out(self) -> str:
        """What is read out where it answers: its paragraph, or itself alone where that is long."""
        return self.paragraph if len(self.paragraph) <= LONGEST_PARAGRAPH else self.text

    @cached_property
    def told(self) -> frozenset[str]:
        """The words of what is read out."""
        return grams(self.read_out)

    @cached_property
    def headed(self) -> frozenset[str]:
        """The words of the two headings right above it."""
        return grams("".join(self.section[-2:]))

    @property
    def in_glossary(self) -> bool:
        """Whether it explains a term (名词解释), whatever this body did."""
        return any("名词解释" in s for s in self.section)

    @cached_property
    def around(self) -> frozenset[str]:
        """The words of its paragraph and headings."""
        return grams(self.paragraph) | grams("".join(self.section))

    @cached_property
    def heading(self) -> frozenset[str]:
        """The words of the heading right above it."""
        return grams(self.section[-1]) if self.section else frozenset()

    @cached_property
    def is_label(self) -> bool:
        """Whether it only names: a heading, a form's title, the field that holds a project's name."""
        bare = re.sub(r"^项目(?:名称)?[:：]", "", "".join(self.text.split()))
        return _NAMING.match(bare) is not None or (
            len(bare) < LONG_NAME and not bare.endswith("。") and any(bare in "".join(s.split()) for s in self.section)
        )

    @property
    def entry(self) -> str | None:
        """名词解释的词目: what this paragraph defines, where it begins so (“（一）基本支出：指…”)."""
        match = _ENTRY.match(self.paragraph)
        return match[1].strip("“”\"' ") if match else None


@dataclass(frozen=True)
class Page:
    """一份文件的语句, in order, with how telling each word is."""

    statements: tuple[Statement, ...]

    @cached_property
    def rarity(self) -> dict[str, float]:
        """log(statements / statements that carry the word)."""
        count = Counter(w for s in self.statements for w in s.words)
        return {w: log((len(self.statements) + 1) / n) for w, n in count.items()}

    @cached_property
    def rarity_told(self) -> dict[str, float]:
        """log(1 + statements / statements that carry the word in what is read out of them)."""
        count = Counter(w for s in self.statements for w in s.told)
        return {w: log(1 + len(self.statements) / n) for w, n in count.items()}

    @cached_property
    def headings(self) -> dict[str, list[int]]:
        """Where a statement is a name alone, without its ordinal and stops."""
        found: dict[str, list[int]] = {}
        for at, statement in enumerate(self.statements):
            found.setdefault(_STOPS.sub("", _NUMBERED.sub("", statement.text)), []).append(at)
        return found

    @property
    def unseen(self) -> float:
        """The weight of a word that stands nowhere."""
        return log(len(self.statements) + 2)

    def paragraphs(self, section: tuple[str, ...]) -> list[Statement]:
        """The first statement of each paragraph of a section and its subsections, in order."""
        inside = [s for s in self.statements if s.section[: len(section)] == section]
        return list({s.ordinal: s for s in reversed(inside)}.values())[::-1]


_NUMBERED = re.compile(r"^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])")
_STOPS = re.compile(r"[\s。：:]+")


def page_of(passages: Sequence[Passage], text: str) -> Page:
    """语句 of a disclosure from its passages; places are found again in the source, white space aside."""
    found: list[Statement] = []
    ordinal = 0
    for passage in passages:
        finder = _Finder(text, passage.place)
        for paragraph in _BREAK.split(passage.text):
            for match in _END.finditer(paragraph):
                if match[0].strip() and not _NOTE.match(match[0]) and (place := finder.find(match[0])) is not None:
                    found.append(Statement(match[0].strip(), paragraph, ordinal, passage.section, place, passage.id))
            ordinal += 1
    return Page(tuple(found))


class _Finder:
    """Finds unwrapped sentences again in a stretch of the source, one after the other."""

    def __init__(self, text: str, place: Place) -> None:
        kept = [(c, i) for i, c in enumerate(text[place.start : place.end], place.start) if not c.isspace()]
        self._bare = "".join(c for c, _ in kept)
        self._at = [i for _, i in kept]
        self._cursor = 0
        self._page = place.page

    def find(self, sentence: str) -> Place | None:
        bare = "".join(sentence.split())
        start = self._bare.find(bare, self._cursor)
        end = start + len(bare)
        if start < 0:  # dressing (**, tags) stands inside: begin and end are enough
            start = self._bare.find(bare[:6], self._cursor)
            tail = self._bare.find(bare[-6:], max(start, 0))
            if start < 0 or tail < 0 or tail - start > len(bare) + 80:
                return None
            end = tail + len(bare[-6:])
        self._cursor = end
        return Place(self._at[start], self._at[end - 1] + 1, self._page)


def is_item(text: str) -> bool:
    """Whether a paragraph begins as an item of a list."""
    return _ITEM.match(text) is not None
