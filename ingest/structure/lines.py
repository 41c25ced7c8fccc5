"""行与段: physical lines with their offsets, and paragraphs unwrapped from them with offsets kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus.disclosure import Place

Form = Literal["wrapped", "tabbed", "record"]
"""文本形态: wrapped 硬换行的 PDF 文字; tabbed 转换器输出 (tabs, Markdown, tags); record 随附档案 (front matter)."""


@dataclass(frozen=True, slots=True)
class Line:
    """行: one physical line of the extracted text. ``text`` is ``source[start:end]`` without the line break."""

    text: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段: one logical paragraph, unwrapped. ``offsets[i]`` is the source offset of ``text[i]``.

    ``text`` has no line breaks, no Markdown or HTML dressing and no space between a Chinese character and a
    digit; every character of it stands in the source, in this order.
    """

    text: str
    offsets: tuple[int, ...]
    section: tuple[str, ...]
    page: int | None = None

    def place(self, start: int, end: int) -> Place:
        """位置 in the source of ``text[start:end]`` (end > start)."""
        return Place(self.offsets[start], self.offsets[end - 1] + 1, self.page)


_CONTENTS: Final = re.compile(r"^.{0,24}目录$")
_LEADER: Final = re.compile(r"[.．…·•⋯_]{4,}\s*\d{0,3}\s*$")
_LONE_NUMBER: Final = re.compile(r"^\s*[-—–－]?\s*(\d{1,3})\s*[-—–－]?\s*$")
_PAGE_WORDS: Final = re.compile(r"^\s*第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?\s*$")
_PAGE_GAP: Final = 3
"""Blank lines before a page number in hard-wrapped text; between lines of one page there are one or two."""
_PAGE_LINES: Final = 8
_PAGE_MOST: Final = 60
_FEWEST_PAGES: Final = 5
"""Lines that a page holds at least and at most, and pages that a run of numbers must span to be believed."""
_SAME_HEADING: Final = 12
"""Characters by which an entry of the table of contents is known again as the heading itself."""


def split(text: str, *, is_paged: bool = False) -> list[Line]:
    """分行: physical lines; a form feed starts a new page. Lines carry page numbers where the text has pages."""
    pages = is_paged or "\f" in text
    found, start, page = [], 0, 1
    for raw in re.split(r"(?<=\n)", text):
        body = raw.removesuffix("\n")
        offset = start
        while pages and body.startswith("\f"):
            page, offset, body = page + 1, offset + 1, body[1:]
        if raw:
            found.append(Line(body, offset, offset + len(body), page if pages else None))
        page += body.count("\f") if pages else 0
        start += len(raw)
    return found


def form_of(lines: Sequence[Line]) -> Form:
    """形态: a shipped record begins with front matter; tabs, list dashes and tags mark a converter's output."""
    written = [line.text for line in lines if line.text.strip()]
    if written and written[0].strip() == "---":
        return "record"
    dressed = sum(
        1 for text in written if "\t" in text or text.startswith(("- ", "|", "#")) or "**" in text or "<p>" in text
    )
    return "tabbed" if written and dressed > max(3, len(written) * 0.03) else "wrapped"


def compact(text: str) -> str:
    """去空白: the text without any white space, for matching."""
    return re.sub(r"[\s\u3000\xa0\ufeff\u200b]+", "", text)


def bare(text: str) -> str:
    """去装饰: a line as words only: no white space, Markdown or tags."""
    return compact(re.sub(r"<[a-zA-Z/][^<>]*>|\*\*|^\s*(?:[-*+>]|#+)\s+", "", text))


def content(lines: Sequence[Line], form: Form) -> list[Line]:
    """正文行: the lines without table of contents and page numbers. Blank lines stay: they are a cue of their own."""
    if form == "record":
        return list(lines)
    contents = contents_of(lines)
    numbers = set(page_numbers(lines, form))
    return [line for n, line in enumerate(lines) if n not in contents and n not in numbers]


def contents_of(lines: Sequence[Line]) -> set[int]:
    """目录: indexes of the lines of the table of contents: from 目录 to where its first entry comes again."""
    dropped = {n for n, line in enumerate(lines) if _LEADER.search(line.text)}
    head = next((n for n, line in enumerate(lines[:400]) if _CONTENTS.match(bare(line.text))), None)
    if head is None:
        return dropped
    written = [n for n in range(head + 1, len(lines)) if bare(lines[n].text)]
    if not written:
        return dropped
    first = _LEADER.sub("", bare(lines[written[0]].text))
    again = next(
        (
            n
            for n in written[1:]
            if first and bare(lines[n].text).startswith(first[:_SAME_HEADING]) and n not in dropped
        ),
        None,
    )
    if again is None:
        again = next(
            (n for n in written[1:] if n not in dropped and is_entry(bare(lines[n].text), {entry_key(first)})), None
        )
    last = again if again is not None else _end_of_entries(lines, written)
    return dropped | set(range(head, last))


def entries(lines: Sequence[Line], contents: Iterable[int]) -> set[str]:
    """目录条目: keys of the entries of the table of contents, by which unnumbered headings are known in the body."""
    found = {entry_key(_LEADER.sub("", bare(lines[n].text))) for n in contents}
    return {key for key in found if len(re.findall(r"[一-龥]", key)) >= 4 and not key.endswith("表")}


def entry_key(text: str) -> str:
    """条目键: an entry without number, year, brackets and 部门/单位, which the body's own heading may add or drop."""
    text = re.sub(
        r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.．、])",
        "",
        text,
    )
    return re.sub(r"[（(][^（()）]*[)）]|20\d\d年度?|部门|单位", "", text).rstrip("。")


def is_entry(text: str, keys: Iterable[str]) -> bool:
    """Whether a line is the heading that an entry of the contents announced: short, unstopped, ending in its words."""
    if not 4 <= len(text) <= 45 or text[-1] in "。；;：:，," or text.endswith("目录"):
        return False
    own = entry_key(text)
    return any(len(key) >= 4 and own.endswith(key) for key in keys)


def _end_of_entries(lines: Sequence[Line], written: Sequence[int]) -> int:
    """Where no entry is repeated: the contents run as long as lines are short and end without a stop."""
    for n in written:
        text = bare(lines[n].text)
        if len(text) > 60 or text.endswith(("。", "；", "：")):
            return n
    return written[0]


def page_numbers(lines: Sequence[Line], form: Form) -> list[int]:
    """页码: indexes of lone numbers that are page furniture: printed at a page's edge, and rising."""
    found = _series(lines) if form != "record" else []
    if found:
        return found
    highest = 0
    for n, line in enumerate(lines):
        if _PAGE_WORDS.match(line.text):
            found.append(n)
        elif (
            (number := _LONE_NUMBER.match(line.text.strip()))
            and highest < int(number[1]) <= n
            and _at_edge(lines, n, form)
        ):
            highest = int(number[1])
            found.append(n)
    return found


def _series(lines: Sequence[Line]) -> list[int]:
    """A run of lone numbers 1, 2, 3 … through most of the text, a page apart: page numbers without page breaks."""
    written = [n for n, line in enumerate(lines) if line.text.strip()]
    chain: list[int] = []
    expected, last = 0, -_PAGE_LINES
    for position, n in enumerate(written):
        number = _LONE_NUMBER.match(lines[n].text.strip())
        if number is None or not expected < int(number[1]) <= expected + 3 or position - last < _PAGE_LINES:
            continue
        chain.append(n)
        expected, last = int(number[1]), position
    spread = lines[chain[-1]].end if len(chain) >= _FEWEST_PAGES else 0
    return chain if spread > lines[-1].end * 0.6 and len(written) / len(chain) < _PAGE_MOST else []


def _at_edge(lines: Sequence[Line], n: int, form: Form) -> bool:
    before = next((k for k in range(n - 1, -1, -1) if lines[k].text.strip()), None)
    after = next((k for k in range(n + 1, len(lines)) if lines[k].text.strip()), None)
    if lines[n].page is not None:
        return (
            before is None or after is None or lines[n].page != lines[before].page or lines[n].page != lines[after].page
        )
    if form != "wrapped" or before is None:
        return False
    return n - before > _PAGE_GAP
