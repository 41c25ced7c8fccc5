"""纯文本里的表: Markdown pipe tables and comma-separated values as rows of cells parted by tabs.

What comes out is the text that is kept and quoted, as the text of a page or of a sheet is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Final

from ingest.sources.sheet import Sheet, sheet_lines

PIPE: Final = "|"
_RULE: Final = re.compile(r"^[\s|:+-]*-{2,}[\s|:+-]*$")
_FEWEST: Final = 2
_HEADING: Final = re.compile(r"(?<=\S)[ \t]+(?=#{1,6}[ \t]+\S)")
_MARKS: Final = re.compile(r"^#{1,6}[ \t]+(?=\S)")
_UNIT_BEHIND: Final = re.compile(r"(?<=表)[ \t]+(?=(?:金额)?单位[:：])")
_SEPARATED: Final = {".csv": ",", ".tsv": "\t"}


def tabbed(text: str, name: str) -> str:
    """The text with its pipe tables, or a whole file of separated values, as tab lines; a shipped record as it is."""
    separator = _SEPARATED.get(PurePath(name).suffix.lower())
    if separator:
        return _separated(text, separator)
    marked = PIPE in text or name.lower().endswith((".md", ".markdown"))
    if text.lstrip("\ufeff \n").startswith("---") or not marked:
        return text
    return "\n".join(_lines(text))


def page_of(text: str) -> str:
    """A Markdown text with tables written as HTML, as one page: each line outside them is a paragraph."""
    parts = re.split(r"(?is)(<table\b.*?</table>)", _UNIT_BEHIND.sub("\n", _HEADING.sub("\n", text)))
    spread = (
        part
        if part[:6].lower() == "<table"
        else "\n".join(f"<p>{_MARKS.sub('', line)}</p>" for line in part.split("\n"))
        for part in parts
    )
    return f"<html><body>{''.join(spread)}</body></html>"


def _separated(text: str, separator: str) -> str:
    """The rows of a file of separated values, as those of a sheet without a name."""
    rows = [[(cell.strip(), "") for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    return "\n".join(sheet_lines(Sheet("Sheet1", rows))) + "\n"


def _lines(text: str) -> Iterator[str]:
    spread = _UNIT_BEHIND.sub("\n", _HEADING.sub("\n", text)).split("\n")
    for is_row, group in groupby(spread, key=lambda line: PIPE in line):
        lines = list(group)
        if is_row and len(lines) >= _FEWEST and _is_grid(lines):
            yield from _rows(lines)
        elif is_row:
            yield from lines
        else:
            yield from (_MARKS.sub("", line) for line in lines)


def _is_grid(lines: Sequence[str]) -> bool:
    """Whether lines with bars are rows of one table: most have the same number of bars."""
    counts = [line.strip().count(PIPE) for line in lines]
    usual = max(set(counts), key=counts.count)
    return counts.count(usual) * 2 > len(counts)


def _rows(lines: Sequence[str]) -> Iterator[str]:
    rows = [line.strip() for line in lines if not _RULE.match(line)]
    outer = all(row.startswith(PIPE) and row.endswith(PIPE) and len(row) > 1 for row in rows)
    for row in rows:
        cells = (row[1:-1] if outer else row).split(PIPE)
        yield "\t".join(re.sub(r"<br\s*/?>|\*\*|`", "", cell).strip() for cell in cells)
