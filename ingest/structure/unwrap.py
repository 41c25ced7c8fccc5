"""还原段落: visual lines joined to paragraphs, each character keeping its place in the source."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.structure.lines import Form, Line, Paragraph, is_entry

_DRESSING: Final = re.compile(
    r"<[a-zA-Z/!][^<>\n]*>|(?<!\*)\*\*(?!\*)|__(?=\S)|&nbsp;|&ensp;|&emsp;|[\ufeff\u200b\u200c\u200d\u2060\ue000-\uf8ff]"
)
_PREFIX: Final = re.compile(r"^\s*(?:(?:[-*+>]|#{1,6})\s+)+")
_CUE: Final = re.compile(
    r"第[一二三四五六七八九十百]+(?:部分|章|篇|节)"
    r"|[一二三四五六七八九十廿]{1,4}、"
    r"|[（(][一二三四五六七八九十廿]{1,4}[)）]"
    r"|\d{1,2}(?:[．、]|\.(?!\d))"
    r"|[（(]\d{1,2}[)）]|\d{1,2}[)）]"
    r"|[①-⑳]"
)
_TABLE_CUE: Final = re.compile(
    r"(?:公开|附)?表\s*\d{1,2}|(?:公开|预算)?\d{2}表|图\s*\d{1,2}\s*[：:]"
    r"|(?:金额|资金|计量)?单位(?:名称)?\s*[：:]|部门(?:名称)?\s*[：:]|编制(?:单位|部门)\s*[：:]|预算(?:单位|部门)\s*[：:]"
    r"|(?:备注|注)\s*\d?\s*[：:]|(?:公开)?(?:咨询)?(?:联系)?电话\s*[：:]"
    r"|(?:年度|长期)?(?:绩效)?目标\s*\d{1,2}\s*[：:]"
    r"|20\d\d年\d{1,2}月(?:\d{1,2}日)?$|目录$"
)
_TITLE: Final = re.compile(
    r"^(?:20\d\d年)?[^，。；：,;:]{2,44}(?:表|报告|部门预算|部门决算|单位预算|单位决算)(?:（[^（）]{1,20}）|\([^()]{1,20}\))?$"
)
_WHOLE_PART: Final = re.compile(r"(?:概况|基本情况|完成情况|表|说明|解释|附件|附录|报表|报告|文件)$")
_PART: Final = re.compile(r"第[一二三四五六七八九十百]+(?:部分|章|篇)")
_INNER: Final = re.compile(r"[。；;！？，,：:]")
_STOPS: Final = "。！？!?；;"
_PAUSES: Final = "：:"
_NARROW: Final = 40
"""Half-width columns below which a line says nothing about the width of the page's text."""
_FULL: Final = 0.8
_WIDEST: Final = 110
"""Half-width columns that one printed line may hold; a page of small print has some hundred."""
_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class _Page:
    """How this text is set: its form, the width that its lines fill (None: not hard-wrapped), announced headings."""

    form: Form
    width: int | None
    titles: frozenset[str]


Glyphs = list[tuple[str, int]]


def paragraphs(
    runs: Iterable[Sequence[Line]], form: Form, titles: Collection[str] = (), *, wrapped: bool | None = None
) -> list[Paragraph]:
    """段落 of several runs of lines; nothing is joined across the edge of a run (a table stands there).

    Hard-wrapped pages are joined by how full their lines are; a converter's long lines only where a page cut them.
    ``titles`` are the keys of unnumbered headings that the table of contents announced;
    ``wrapped`` says how the text is set where that is known.
    """
    kept = [list(run) for run in runs]
    every = [line for run in kept for line in run]
    if wrapped is None:
        wrapped = form != "record" and hard_wrapped(every)
    page = _Page(form, page_width(every) if wrapped else None, frozenset(titles))
    return [p for run in kept for p in _unwrap(run, page)]


def glyphs(line: Line) -> Glyphs:
    """字形: a line's characters with their offsets, without Markdown and HTML dressing; white space becomes blanks."""
    hidden = [(m.start(), m.end()) for m in _DRESSING.finditer(line.text)]
    if prefix := _PREFIX.match(line.text):
        hidden.append((prefix.start(), prefix.end()))
    skip = {i for start, end in hidden for i in range(start, end)}
    return [(" " if c.isspace() else c, line.start + i) for i, c in enumerate(line.text) if i not in skip]


def tidy(characters: Iterable[tuple[str, int]]) -> Glyphs:
    """去空格: blanks stay only between two half-width characters, where they part words or numbers."""
    found: Glyphs = []
    blank: int | None = None
    for c, at in characters:
        if c == " ":
            blank = at if blank is None else blank
            continue
        if blank is not None and found and found[-1][0].isascii() and c.isascii():
            found.append((" ", blank))
        found.append((c, at))
        blank = None
    return found


def display_width(text: str) -> int:
    """显示宽度 in half-width columns, white space left out: layout stretches it."""
    return sum(1 if c.isascii() else 2 for c in text if not c.isspace())


def page_width(lines: Sequence[Line]) -> int:
    """版心宽度: the width that most running lines of the page fill."""
    widths = sorted(w for line in lines if "\t" not in line.text and (w := display_width(line.text)) >= _NARROW)
    return widths[int(len(widths) * 0.6)] if widths else _NARROW


def hard_wrapped(lines: Sequence[Line]) -> bool:
    """是否硬换行: running text nowhere runs past a page's width. Converters keep a paragraph on one long line."""
    widths = sorted(w for line in lines if "\t" not in line.text and (w := display_width(line.text)) >= _NARROW)
    return bool(widths) and widths[int(len(widths) * 0.95)] <= _WIDEST


_BRIM: Final = 0.93
"""Share of the width from which on a line is full to the last character."""
_NUMBER_END: Final = re.compile(r"\d[\d,.]*$")
_NUMBER_START: Final = re.compile(r"[\d,.]*\d")
_NUMBER: Final = re.compile(r"\d{1,12}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?")


def starts(text: str) -> bool:
    """起段: whether a line of this text begins a paragraph of its own (numbering, table cue, table title)."""
    return bool(_CUE.match(text) or _TABLE_CUE.match(text) or _TITLE.match(text))


def _unwrap(lines: Sequence[Line], page: _Page) -> list[Paragraph]:
    found: list[Paragraph] = []
    pending: Glyphs = []
    last: tuple[str, Line] | None = None
    for line in lines:
        characters = tidy(glyphs(line))
        text = "".join(c for c, _ in characters)
        if not text:
            continue
        if last is not None and _continues(pending, last, (text, line), page):
            if not _cuts_number(last, text, page):
                pending.append((" ", last[1].end))
        else:
            _close(found, pending, last)
            pending = []
        pending.extend(characters)
        last = (text, line)
    _close(found, pending, last)
    return found


def _close(found: list[Paragraph], pending: Glyphs, last: tuple[str, Line] | None) -> None:
    if not pending or last is None:
        return
    characters = tidy(pending)
    found.append(Paragraph("".join(c for c, _ in characters), tuple(at for _, at in characters), (), last[1].page))


def _continues(pending: Glyphs, last: tuple[str, Line], new: tuple[str, Line], page: _Page) -> bool:
    """Whether the new line goes on with the paragraph: by punctuation, numbering and how full the last line is."""
    before, line = last
    after, here = new
    if page.form == "record" or "\t" in line.text or "\t" in here.text or len(pending) > _LONGEST:
        return False
    whole = "".join(c for c, _ in pending)
    if _PART.match(whole) and whole == before and not _CUE.match(after):
        full = page.width is not None and display_width(here.text) >= page.width * _FULL
        told = full and _PART.fullmatch(before) is None  # below a part's own title a full line is a sentence's
        return not (told or _WHOLE_PART.search(before)) and len(after) <= 40 and after[-1] not in _STOPS
    if starts(after) or is_entry(after, page.titles) or (whole == before and is_entry(before, page.titles)):
        return False
    if _TITLE.match(before) or (_TABLE_CUE.match(before) and len(before) < 20):
        return False
    return _tabbed(before, line, here) if page.width is None else _wrapped(whole, before, line, page.width)


def _cuts_number(last: tuple[str, Line], after: str, page: _Page) -> bool:
    """Whether a full line ends inside a number that the next one goes on with (…总额9 / 5.00万元)."""
    before, line = last
    head, tail = _NUMBER_END.search(before), _NUMBER_START.match(after)
    full = page.width is not None and display_width(line.text) >= page.width * _BRIM
    return full and bool(head and tail and _NUMBER.fullmatch(head[0] + tail[0]))


def _tabbed(before: str, line: Line, here: Line) -> bool:
    """A converter keeps a paragraph on one line, but cuts it at a page break; bold titles run over lines."""
    if line.text.count("**") % 2 == 1 and here.text.count("**") % 2 == 1:
        return True
    if _CUE.match(before) and not _INNER.search(before):
        return False
    return len(before) >= 20 and before[-1] not in _STOPS + _PAUSES + "）)”" and not before[-1].isdigit()


def _wrapped(whole: str, before: str, line: Line, width: int) -> bool:
    filled = display_width(line.text)
    if before[-1] in _STOPS:
        # A sentence may end where the line is full; only a line with room left ends the paragraph for sure.
        return filled >= width - 2
    if before[-1] in _PAUSES:
        return filled >= width * 0.85
    # A heading's last line leaves room, and no heading holds a clause; the text below it is not joined to it.
    heading = bool(_CUE.match(whole)) and (whole == before or not _INNER.search(whole)) and filled < width * _FULL
    return not heading
