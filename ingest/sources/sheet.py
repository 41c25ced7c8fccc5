"""工作表: cells with their number formats to the text that the sheet shows, and a sheet to lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from ingest.tables.catalogue import is_title
from ingest.tables.heads import is_head_word

_NAMELESS: Final = re.compile(r"(?i)(sheet|工作表)\s*\d*")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_FIGURE: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_UNIT_CELL: Final = re.compile(r"单位\s*[：:]")
_MARK: Final = re.compile(r"[：:]|表$|^表|年(?:度)?.*(?:预算|决算)")
"""What stands above a table and not in its head: 单位：万元, a title."""
_GAP: Final = "    "
_PREAMBLE: Final = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """工作表: its name and its rows of (value, number format)."""

    name: str
    rows: Sequence[Sequence[tuple[object, str]]]


def printed(text: str) -> str:
    """单元文字 on one line: breaks inside Chinese words go, others become blanks."""
    text = re.sub(r"[ \t\u3000\xa0]+", " ", text.replace("\r", "\n")).strip()
    text = re.sub(r"(?<=[A-Za-z]) *\n+ *(?=[A-Za-z])", " ", text)
    return re.sub(r" *\n+ *", "", text)


def shown(value: object, form: str) -> str:
    """显示 of a value under its number format: ``(1234.5, '#,##0.00')`` → ``1,234.50``."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), _section(form, negative=value < 0))
    return printed(str(value))


def _section(form: str, *, negative: bool) -> str:
    """The part of a format for this sign, without colours, padding and quoted words."""
    parts = _QUOTED.sub("", form).split(";")
    return parts[1] if negative and len(parts) > 1 and re.search(r"[0#]", parts[1]) else parts[0]


def _number(value: Decimal, form: str) -> str:
    if not value.is_finite():
        return ""
    percent = "%" in form
    value = value * 100 if percent else value
    pattern = re.search(
        r"[0#?,]*(?:\.([0#?]*))?", form[next((i for i, c in enumerate(form) if c in "0#?."), len(form)) :]
    )
    decimals = pattern[1] if pattern else None
    if not re.search(r"[0#]", form):
        text = f"{value.quantize(Decimal(1).scaleb(-9), ROUND_HALF_UP):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    places = len(decimals or "")
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):{',' if ',' in form else ''}f}"
    optional = len(decimals or "") - len((decimals or "").rstrip("#?"))
    if optional and "." in text:
        whole, _, rest = text.partition(".")
        kept = rest[: places - optional] + rest[places - optional :].rstrip("0")
        text = f"{whole}.{kept}" if kept else whole
    least = len(re.match(r"0*", re.sub(r"[#,]", "", form.partition(".")[0].strip()))[0])  # type: ignore[index]
    if least > 1 and value >= 0:
        whole, dot, rest = text.partition(".")
        text = whole.zfill(least) + dot + rest
    return text + "%" if percent else text


def _first_of_table(rows: Sequence[Sequence[str]]) -> int:
    """The row at which the table begins: the first of many cells or of a label with a figure, and the heads above it."""
    filled = [[text for text in row if text] for row in rows]
    begins = (n for n, row in enumerate(filled) if len(row) > 2 or n >= _PREAMBLE or _is_pair(row))
    first = next(begins, len(rows))
    while first and len(filled[first - 1]) > 1 and not any(map(_is_mark, filled[first - 1])):
        first -= 1
    return first


def _is_mark(text: str) -> bool:
    """Whether a cell belongs above the head: it names table, unit or body, and is no head itself (2025年预算数)."""
    return _MARK.search(text) is not None and not is_head_word(text)


def _is_pair(row: Sequence[str]) -> bool:
    """Whether a row is a label and its figure."""
    return len(row) == 2 and _FIGURE.fullmatch(row[1]) is not None and _FIGURE.fullmatch(row[0]) is None


def sheet_lines(sheet: Sheet) -> list[str]:
    """行 of a sheet: titles and units above the table as plain lines, its rows with tabs.

    A sheet that prints no title of its own has its name as title.
    """
    rows = [[shown(value, form) for value, form in row] for row in sheet.rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    width = max(n + 1 for row in rows for n, text in enumerate(row) if text)
    lines: list[str] = []
    first = _first_of_table(rows)
    for n, row in enumerate(rows):
        filled = [text for text in row if text]
        if n < first or (len(filled) == 1 and len(filled[0]) > 20):
            lines += filled if any(_UNIT_CELL.search(text) for text in filled) else [_GAP.join(filled)]
        else:
            lines.append("\t".join([*row, *[""] * width][:width]))
    if not any(is_title(line) for line in lines[:_PREAMBLE]) and not _NAMELESS.fullmatch(sheet.name.strip()):
        lines.insert(0, sheet.name.strip())
    return ["", *lines, ""]
