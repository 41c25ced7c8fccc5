"""表单栏目: label → value pairs of a form, goals with their points, chosen options, amounts in sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.disclosure import Place
from corpus.money import ALIASES, Quantity, fold, parse_number
from ingest.tables.catalogue import squeeze, title_core, words
from ingest.tables.grid import GridCell, GridRow, cell_of, label_text
from ingest.tables.values import is_number

_FEWEST: Final = 3
_WEIGHT: Final = re.compile(r"执行率.*分值|分值")
"""A head of points at the end of a row of money (执行率分值（10）)."""
_PLANNED: Final = re.compile(r"(?:.*?\d{4}年度?)?(.+?)(?:项目)?(?:支出)?(?:绩效)?目标(?:申报|填报)?(?:审核)?表$")
_GENERAL: Final = re.compile(
    r"(?:中?长期|总体|总|年初|项目|部门|单位|整体|支出|预算|政策|专项|资金|绩效|年度|[省市县区]级|财政|一般性|其他|一级|二级|重点|[和及]|公开|经费|明细)+"
)
_GOAL: Final = re.compile(
    r"^((?:中?长期|年度|总体|整体|中期|项目)?(?:绩效)?(?:总)?目标[\d一二三四五六七八九十]*)[:：]?"
    r"(?:[(（]\d+(?:\.\d+)?分[)）])?[:：]?$"
)
_POINTS: Final = re.compile(r"[(（]\s*((\d+(?:\.\d+)?)\s*分)\s*[)）]")
_PRIVATE: Final = re.compile(
    r"(填报人|联系人|负责人|经办人|审核人|电话|手机|联系方式|邮箱|传真|身份证|填报日期|填表日期)"
)
_DATED: Final = re.compile(r"(年度|年份|时间|日期|期限|起止|编号|编码|代码|邮编)$")
_TOTAL: Final = re.compile(r"^(总分|总得分|合计得分|得分合计|自评得分|自评总分|综合得分|自评总得分)$")
_OPTION_TAG: Final = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_NUMBERED_OPTION: Final = re.compile(r"^\s*\d+\s*[、.．]\s*")
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_OF_YEAR: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*年度?\s*"
    r"(?P<among>(?:年初|安排|部门|项目|当年|全年|调整后?|本级|财政|的|总)*)\s*(?P<kind>预算|决算|执行|支出)"
    rf"(?:安排|资金|金额|执行)?(?:数|额)?(?:为|是|共|:)?\s*(?P<number>{_NUMBER})\s*(?P<unit>亿元|万元|元|万)?"
)
_STATED: Final = re.compile(
    r"(?P<head>年初预算数|调整后预算数|全年预算数|预算数|实际预算支出|实际支出|实际执行数|执行数|决算数|预算执行率|执行率)"
    rf"(?:为|是|:)?\s*(?P<number>{_NUMBER})\s*(?P<unit>亿元|万元|元|%)"
)
_MONEY: Final = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>亿元|万元|元|万)(?!\s*[人次户家笔])")


@dataclass(frozen=True, slots=True)
class Goal:
    """绩效目标: its printed name without points (年度目标1)."""

    name: str


def goal_of(cell: GridCell) -> Goal | None:
    """The goal that a cell names; None for any other words."""
    return goal_of_text(cell.text)


def goal_of_text(text: str) -> Goal | None:
    """The goal that words name: ``年度绩效目标 1 (80分)`` → 年度绩效目标1."""
    match = _GOAL.match(squeeze(text))
    return Goal(match.group(1)) if match else None


def points_of(cell: GridCell, page: int | None) -> tuple[Quantity, Place] | None:
    """分值 in brackets behind a goal or part (``(16分)``), and where it stands; None where none is printed."""
    match = _POINTS.search(cell.raw)
    if match is None:
        return None
    value = parse_number(match.group(2))
    if value is None:
        return None
    place = Place(cell.offset + match.start(1), cell.offset + match.end(1), page)
    return Quantity(value, "分", match.group(1)), place


def is_private(label: str) -> bool:
    """Whether a field names a person or a telephone: not taken in."""
    return _PRIVATE.search(squeeze(label)) is not None


def is_date_or_code(label: str) -> bool:
    """Whether a field holds a year, a date or a number that counts nothing."""
    return _DATED.search(squeeze(label)) is not None


def is_score_total(label: str) -> bool:
    """Whether a label is that of the total score (总分)."""
    return _TOTAL.match(squeeze(label)) is not None


def subject_in(title: str, kind: str) -> str | None:
    """The project that the title of a form of one project names; None where it names none."""
    if kind == "B14" and (named := _PLANNED.match(title_core(title))) and not _GENERAL.fullmatch(named[1]):
        return named[1]
    if kind != "S02":
        return None
    match = re.match(r"(?:.*?\d{4}年度?)?(.+?)(?:项目)?(?:支出)?(?:绩效)?自评表", title_core(title))
    return match.group(1) if match and match.group(1) not in {"项目", "部门"} else None


def pairs_of(row: GridRow) -> list[tuple[GridCell, GridCell]]:
    """Label and value pairs of a field row; of a row of options, the chosen one."""
    filled = _in_group(row.filled) if group_of(row) is not None else row.filled
    if len(filled) < 2 or (filled[0].column > 0 and not _alternates(filled)):
        return []
    rest = filled[1:]
    if any(_OPTION_TAG.search(c.raw) for c in rest):
        return [(filled[0], chosen) for cell in rest for chosen in _checked(cell)]
    pairs = []
    index = 0
    while index + 1 < len(filled):
        if is_number(filled[index].text):
            index += 1
            continue
        if squeeze(filled[index + 1].text) not in words().label:
            pairs.append((filled[index], filled[index + 1]))
        index += 2
    return pairs


def group_of(row: GridRow) -> GridCell | None:
    """栏目组: the cell that spans several rows of labels and amounts (项目资金（元）); None where a row has none."""
    filled = row.filled
    if len(filled) < _FEWEST or is_number(filled[0].text):
        return None
    rest = _in_group(filled)
    return filled[0] if rest and _alternates(rest) else None


def _in_group(filled: Sequence[GridCell]) -> Sequence[GridCell]:
    """The labels and amounts beside a group's name, without a head of points at the end."""
    return filled[1:-1] if len(filled) % 2 == 0 and _WEIGHT.search(filled[-1].text) else filled[1:]


def _alternates(cells: Sequence[GridCell]) -> bool:
    """Whether labels and numbers take turns."""
    labels, figures = cells[::2], cells[1::2]
    return (
        len(labels) == len(figures)
        and not any(is_number(c.text) for c in labels)
        and all(is_number(c.text) for c in figures)
    )


def _checked(cell: GridCell) -> list[GridCell]:
    """Options whose own box, printed behind them, is checked."""
    found, at = [], 0
    for box in _OPTION_TAG.finditer(cell.raw):
        if re.search(r"\bchecked\b", box.group(), re.IGNORECASE):
            found.append(_slice(cell, at, box.start()))
        at = box.end()
    return [option for option in found if option.text]


def _slice(cell: GridCell, start: int, end: int) -> GridCell:
    piece = cell.raw[start:end]
    lead = _NUMBERED_OPTION.match(piece)
    begin = start + (lead.end() if lead else 0)
    return cell_of(cell.raw[begin:end], cell.column, cell.offset + begin)


def text_amounts(cell: GridCell, page: int | None, unit: str) -> list[tuple[str, Quantity, Place]]:
    """Amounts inside a text cell with a head made of the words before them (``2022年预算``, ``执行率``)."""
    folded = _half_width(cell.raw)
    found: dict[int, tuple[str, re.Match[str]]] = {}
    for match in _STATED.finditer(folded):
        found[match.start("number")] = match["head"], match
    for match in _OF_YEAR.finditer(folded):
        if match["unit"] or (unit and len(match["number"]) >= 5):
            among = next((w for w in ("年初", "调整后", "调整") if w in match["among"]), "")
            found[match.start("number")] = f"{match['year']}年{among}{match['kind']}", match
    return [(label_text(head), *_amount(cell, match, page, unit)) for _, (head, match) in sorted(found.items())]


def _half_width(text: str) -> str:
    """半角, but the Chinese comma, which parts amounts in a sentence (896,000，2021年…), stays itself."""
    return "".join(char if char == "，" else fold(char) for char in text)


def one_amount(cell: GridCell, page: int | None) -> tuple[Quantity, Place] | None:
    """The only number of a text cell, where it is an amount of money with its unit; else None."""
    folded = _half_width(cell.raw)
    numbers = re.findall(r"\d+(?:\.\d+)?", folded)
    match = _MONEY.search(folded)
    return _amount(cell, match, page, "") if match and len(numbers) == 1 else None


def _amount(cell: GridCell, match: re.Match[str], page: int | None, default: str) -> tuple[Quantity, Place]:
    value = parse_number(match["number"])
    if value is None:
        raise ValueError(f"no number where one was matched: {match.group()!r}")
    stated = match["unit"] or default
    start, end = match.start("number"), match.end("unit" if match["unit"] else "number")
    place = Place(cell.offset + start, cell.offset + end, page)
    return Quantity(value, ALIASES.get(stated, stated), cell.raw[start:end]), place
