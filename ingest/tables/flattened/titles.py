"""压平文本中找表: titles, the lines that belong to each, its unit and its note; a table of contents told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.disclosure import Place
from corpus.money import fold
from ingest.structure.lines import Line
from ingest.tables.catalogue import is_title, kind_of, squeeze, title_core, words

FORMS: Final = frozenset({"B13", "B14", "S01", "S02"})
"""竖排表单: forms that run down the page; their text may hold whole sentences."""

_UNIT: Final = re.compile(r"(?:单位|货币)\s*[:：]?\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)")
_LEADERS: Final = re.compile(r"(?:[.…·．⋯]|\s\.){3,}\s*\d*\s*$|[.…·．⋯]{2,}\s*\d*\s*$")
_MARK: Final = re.compile(r"^\s*(?:附件\d*[:：]?)?\s*公开\s*\d*\s*表\s*\d*\s*[:：]?\s*|^\s*表\s*\d+\s*$")
_CHAPTER: Final = re.compile(r"^\s*第[一二三四五六七八九十]+部分")
_NOTE: Final = re.compile(r"^\s*(?:注|备注|说明)\s*\d*\s*[:：.．]|^\s*(?:此表为空|本表为空|本表无数据|此表无数据)")
_SET: Final = re.compile(r"(?:部门|单位)*(?:预算|决算)(?:公开)?(?:报)?表$")
_AMOUNT: Final = re.compile(r"(?<![\d.])\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.])\d+\.\d{1,4}(?![\d.])")
_SENTENCE: Final = re.compile(r"[\u4e00-\u9fff]{4,}[^。]*。")
_FORM: Final = re.compile(
    r"项目名称|部门名称|单位名称|部门\(单位\)名称|负责人|填报人|联系电话|主管部门|一级指标|二级指标|项目总预算|"
    r"收入构成|支出构成|项目资金|执行率|得分|立项依据|绩效目标\d|资金来源"
)
_AFTER: Final = re.compile(r"^\s*[一二三四五六七八九十]{1,3}、\S{2,22}(?:说明|解释|情况)\s*$|^\s*名词解释\s*$")
_CONTENTS: Final = re.compile(r"^\s*目\s*录\s*$")


@dataclass(slots=True)
class Block:
    """表块: a title and the lines under it, up to the next title."""

    title: str
    kind: str | None
    start: int
    end: int
    page: int | None
    lines: list[Line] = field(default_factory=list)
    unit: str = ""
    note: str = ""
    contents: bool = False

    @property
    def data(self) -> bool:
        """有无内容: a unit line, head words or amounts stand below the title; of a form, the labels of one."""
        if self.kind in FORMS:
            text = squeeze("".join(line.text for line in self.lines[:120]))
            return len(set(_FORM.findall(text))) > 2
        return bool(self.unit) or self.heads >= 2 or any(_AMOUNT.search(fold(line.text)) for line in self.lines)

    @property
    def heads(self) -> int:
        """表头用词数 among the first lines."""
        known = words().label | words().amount
        text = [squeeze(piece) for line in self.lines[:12] for piece in line.text.split()]
        return sum(piece in known for piece in text)

    @property
    def place(self) -> Place:
        """位置 from the title to the last line of the table."""
        return Place(self.start, max([self.end, *(line.end for line in self.lines)]), self.page)


def blocks(lines: Sequence[Line]) -> list[Block]:
    """表块 in order of appearance; titles printed twice in a row for one form are one title."""
    printed = [line for line in lines if line.text.strip()]
    found: list[Block] = []
    skip = -1
    in_contents = False
    for n, line in enumerate(printed):
        if n <= skip:
            continue
        in_contents = in_contents or _CONTENTS.match(line.text) is not None
        taken = _title(printed, n)
        if taken:
            title, kind, contents = taken
            used = 2 if title != _bare(line.text) else 1
            last = printed[n + used - 1]
            found.append(Block(title, kind, line.start, last.end, line.page, contents=contents))
            skip = n + used - 1
        elif _CHAPTER.match(line.text):
            found.append(Block("", None, line.start, line.end, line.page))
        elif found and not _only_mark(line.text):
            found[-1].lines.append(line)
    merged = _merged([b for b in found if b.title])
    for block in merged:
        _furnish(block)
    return merged


def _bare(text: str) -> str:
    """The title as printed, without the mark before it (公开表 1) and the dots after it."""
    stripped = _LEADERS.sub("", text.strip())
    without = _MARK.sub("", stripped, count=1).strip()
    return without or stripped


def _only_mark(text: str) -> bool:
    return _MARK.fullmatch(text) is not None


def _title(printed: Sequence[Line], n: int) -> tuple[str, str | None, bool] | None:
    """(title, kind, whether a contents line) where a title starts at line n, wrapped or not."""
    own = _bare(printed[n].text)
    following = [line.text for line in printed[n + 1 : n + 6]]
    contents = _LEADERS.search(printed[n].text.strip()) is not None
    cues = "".join(line.text for line in printed[n + 1 : n + 40])
    if is_title(own):
        kind = kind_of(own, cues)
        if kind or any(_UNIT.search(t) for t in following[:3]) or _SET.search(title_core(own)):
            return own, kind, contents
        return None
    if not following or len(own) < 10 or re.search(r"[。；，:：\d]$|[。；]", own):
        return None
    joined = own + following[0].strip()
    if len(following[0].strip()) > 16 or kind_of(_bare(following[0])) or not is_title(joined):
        return None
    kind = kind_of(joined, cues)
    return (joined, kind, contents) if kind and any(_UNIT.search(t) for t in following[1:4]) else None


def _merged(found: list[Block]) -> list[Block]:
    """A heading that names one form (项目申报表) and the form's own title below it are one title."""
    merged: list[Block] = []
    for block in found:
        last = merged[-1] if merged else None
        if (
            last
            and last.kind == block.kind
            and block.kind in FORMS
            and not any(len(line.text.strip()) > 3 for line in last.lines)
            and re.match(r"\s*\d+\s*[.．、]", last.title)
        ):
            block.title, block.start = f"{last.title} {block.title}", last.start
            merged.pop()
        merged.append(block)
    return merged


def _furnish(block: Block) -> None:
    """Unit, note and the end of the table: its lines stop at its note or where sentences begin."""
    kept: list[Line] = []
    for n, line in enumerate(block.lines):
        unit = _UNIT.search(line.text)
        if unit and n < 6 and not block.unit and "。" not in line.text:
            block.unit = unit.group(1)
            continue
        kept.append(line)
    if not block.unit and (unit := re.search(r"[(（](?:单位[:：])?(亿元|万元|元)[)）]", block.title)):
        block.unit = unit.group(1)
    block.lines = kept
    if block.kind in FORMS:
        end = next((n for n, line in enumerate(kept) if _AFTER.match(line.text)), len(kept))
        block.lines = kept[:end]
        return
    for n, line in enumerate(kept):
        if _NOTE.match(line.text):
            block.note = "".join(t.text.strip() for t in _note_lines(kept[n:]))
            block.lines = kept[:n]
            return
        if _SENTENCE.search(line.text) or re.search(r"(?:情况|总体)?说明\s*$", line.text):
            block.lines = kept[:n]
            return


def _note_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """The note and its continuation lines, to the first full stop."""
    for line in lines[:4]:
        yield line
        if line.text.rstrip().endswith(("。", "！")):
            return
