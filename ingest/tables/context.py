"""表的上下文: the lines around a table: its title above, its unit, the note below, and what is no table at all.

A title in a table of contents is no table; a title without data is a table whose figures were lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from corpus.money import fold
from ingest.structure.lines import Line
from ingest.tables.catalogue import is_title, kind_of, squeeze
from ingest.tables.grid import TAB
from ingest.tables.values import unit_of_line

_HEADING: Final = re.compile(
    r"^(第[一二三四五六七八九十]+(部分|章|节)|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])"
)
_NOTE: Final = re.compile(r"^(注|备注|说明|附注|填表说明)\s*\d*[:：.、]")
_BODY: Final = re.compile(r"^(部门|单位|编制单位|填报单位|预算单位|公开部门)(名称)?[:：]")
_FORMULA: Final = re.compile(r"^\d+(行|栏).{0,8}=")
_NOTHING: Final = re.compile(
    r"((无|没有|未安排|未发生|不涉及).{0,40}(支出|收入|预算|拨款|经费|收支|数据|内容|情况)"
    r"|空表|表为空|无数据|按要求公开空)"
)
_BODY_YEAR: Final = re.compile(
    r"(?<![比与较和同])(20\d\d)年(?:度)?(?:部门|单位|本部门|本单位)(?:整体)?(?:财务)?(?:收支|支出|收入)?总?(?:预算|决算|绩效)"
)
_ANY_YEAR: Final = re.compile(
    r"(?<![比与较和同])(20\d\d)年(?:度)?(?:财政|收支|项目|整体)?(?:支出)?(?:预算|决算|绩效|收入)"
)
_LABEL: Final = 40
_FILLER: Final = 5000
"""A longer line is filler, and tells no year."""
_FAR: Final = 12
"""A title stands at most so many lines above its table."""


def is_table_line(line: Line) -> bool:
    """表行: whether a line holds cells cut by tabs."""
    text = line.text
    tabs, words_ = text.count(TAB), text.strip()
    if tabs != 1 or not words_:
        return tabs > 1 and bool(words_)
    left, right = text.split(TAB)
    return bool(left.strip()) and (bool(right.strip()) or len(words_) <= _LABEL)


def title_above(lines: Sequence[Line], low: int, start: int) -> int | None:
    """The index of the nearest title in ``lines[low:start]``, going up; None where prose comes first."""
    looked = 0
    for index in range(start - 1, low - 1, -1):
        text = lines[index].text.strip()
        if not text:
            continue
        if is_title(text):
            return index
        looked += 1
        if looked > _FAR or len(text) > 100:
            return None
    return None


def title_text(lines: Sequence[Line], index: int) -> tuple[str, int]:
    """The title printed at ``lines[index]`` and where it starts; one broken over two lines is put together."""
    text = lines[index].text.strip()
    if kind_of(text) is None:
        above = next((k for k in range(index - 1, max(index - 3, -1), -1) if lines[k].text.strip()), None)
        if above is not None and len(lines[above].text) <= 60 and TAB not in lines[above].text:
            joined = lines[above].text.strip() + text
            if is_title(joined) and kind_of(joined) is not None:
                return joined, lines[above].start
    return text, lines[index].start


def is_apart(lines: Sequence[Line], low: int, start: int) -> bool:
    """Whether a heading or running text, not only a page number or a stray row, stands in ``lines[low:start]``."""
    return any(
        _HEADING.match(text) or len(text) > _LABEL or (text.endswith("。") and not _NOTE.match(text))
        for line in lines[low:start]
        if (text := squeeze(line.text)) and re.search(r"[^\d.,\-—–页第]", text)
    )


def unit_above(lines: Sequence[Line], low: int, start: int) -> str | None:
    """The money unit stated last in ``lines[low:start]``; None where none is."""
    for line in reversed(lines[low:start]):
        if unit := unit_of_line(line.text):
            return unit
    return None


def note_below(lines: Sequence[Line], start: int, *, empty: bool) -> str:
    """附注 from ``lines[start]`` on, as far as notes go; below an ``empty`` table also why it is empty."""
    found: list[str] = []
    for line in lines[start:]:
        text = line.text.strip()
        if not text:
            continue
        folded = squeeze(text)
        if not found and (unit_of_line(text) or _BODY.match(folded)):
            continue
        if TAB in text or _HEADING.match(folded) or is_title(text) or text.startswith(("#", "|")):
            break
        says = _NOTE.match(folded) or _FORMULA.match(folded)
        if not says and not (len(folded) < 160 and _NOTHING.search(folded) and (empty or found)):
            break
        found.append(text)
    return "\n".join(found)


def says_nothing(text: str) -> bool:
    """Whether a sentence states that there is nothing to show (没有使用政府性基金安排的支出)."""
    return _NOTHING.search(squeeze(text)) is not None


def fiscal_year(lines: Sequence[Line]) -> int | None:
    """年度 that the text is about: the year named most often before 部门预算 or 部门决算; None where none is.

    A title may carry another year by mistake: the majority decides. A year after 比 or 与 is the one compared with.
    """
    folded = [re.sub(r"\s", "", fold(line.text)) for line in lines if len(line.text) < _FILLER]
    for pattern in (_BODY_YEAR, _ANY_YEAR):
        years = Counter(int(year) for text in folded for year in pattern.findall(text))
        if years:
            return max(years, key=lambda year: (years[year], year))
    return None
