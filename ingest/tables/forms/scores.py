"""绩效自评表 flattened: budget, execution and rate of execution; targets, actual values and scores of indicators.

Only what proves itself is read: money whose rate is execution ÷ budget, and indicator lines that have a piece for
every printed column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from corpus.disclosure import Cell
from ingest.tables.flattened.tokens import Token, squeeze
from ingest.tables.forms.details import width
from ingest.tables.forms.funds import amount_at
from ingest.tables.forms.indicators import Value, label_size, value_at
from ingest.tables.forms.stream import Sheet, Stream, cell, span

_MONEY_HEAD: Final = re.compile(
    r"(?P<budget>(?:年初|全年|调整后?)*预算数?(?:\(A\))?)(?P<done>(?:全年)?(?:执行|决算)数(?:\(B\))?)"
    r"(?:分值)?(?P<rate>执行率(?:\(B/A\))?)(?P<score>得分(?:\([^()]*\))?)?"
)
_COLUMNS: Final = re.compile(
    r"(?:年初|年度|全年)?(?:目标|指标)值(?:\(A\))?|(?:全年)?实际(?:完成)?(?:值|情况)(?:\(B\))?|分值|权重|得分(?:\([^()]*\))?"
)
_INDICATORS: Final = re.compile(r"一级指标二级指标(?:三级指标|指标名称)")
_TOTAL: Final = re.compile(r"总分|合计得分|自评总分|自评得分")
_TOLERANCE: Final = Decimal("0.06")


def read_scores(sheet: Sheet, stream: Stream, unit: str) -> None:
    """读自评表: rows of 预算执行情况, of indicators and of 总分 into the sheet."""
    _money(sheet, stream, unit)
    heads = list(_INDICATORS.finditer(stream.text))
    for head, after in zip(heads, [*heads[1:], None], strict=False):
        end = after.start() if after else len(stream.text)
        _indicators(sheet, stream, head.end(), end)
    for n, token in enumerate(stream.tokens[:-1]):
        score = stream.tokens[n + 1]
        if _TOTAL.fullmatch(token.text) and score.value is not None and score.value <= 100:
            entry = cell(sheet.column(token.text), [score], score.value, "分")
            sheet.add(token.text, (), [entry], span([token, score]))


def _money(sheet: Sheet, stream: Stream, unit: str) -> None:
    head = _MONEY_HEAD.search(stream.text)
    if head is None:
        return
    columns = [f"预算执行情况/{head[name]}" for name in ("budget", "done", "rate", "score") if head[name]]
    end = _INDICATORS.search(stream.text, head.end())
    stop = end.start() if end else len(stream.text)
    tokens = [stream.tokens[n] for at, n in stream.starts.items() if head.end() <= at < stop]
    label: list[Token] = []
    i = 0
    while i < len(tokens):
        found = [amount_at(tokens[i + k : i + k + 1], 0) for k in range(3)]
        if label and all(found) and _executed([f[1] for f in found if f]) and found[2] and found[2][2] == "%":
            units = (unit, unit, "%", "分")
            printed = [*(f[1] for f in found if f)]
            last = tokens[i + 3] if i + 3 < len(tokens) else None
            if len(columns) == 4 and last is not None and last.value is not None:
                printed.append(last.value)
            cells = [
                cell(sheet.column(c), [t], v, u)
                for c, t, v, u in zip(columns, tokens[i:], printed, units, strict=False)
            ]
            used = tokens[i : i + len(cells)]
            sheet.add("".join(t.text for t in label), (), cells, span([*label, *used]))
            i, label = i + len(cells), []
            continue
        label = [*label, tokens[i]] if tokens[i].value is None else []
        i += 1


def _executed(values: Sequence[Decimal]) -> bool:
    """Whether the third is the second in per cent of the first."""
    budget, done, rate = values
    return bool(budget) and abs(done / budget * 100 - rate) <= _TOLERANCE


def _indicators(sheet: Sheet, stream: Stream, start: int, end: int) -> None:
    """Lines with one piece for the name and one for every column after it."""
    columns: list[str] = []
    at = start
    while match := _COLUMNS.match(stream.text, at):
        columns.append(match.group())
        at = match.end()
    if not columns or not columns[-1].startswith("得分"):
        return
    tokens = [stream.tokens[n] for place, n in stream.starts.items() if at <= place < end]
    waiting: list[Token] = []
    for line in sorted({t.line for t in tokens}):
        pieces = waiting + [t for t in tokens if t.line == line]
        while size := label_size(pieces):
            if len(pieces) < size + len(columns) + 1 and len(pieces) > size:
                break
            pieces = pieces[size:]
        name, values = pieces[: -len(columns)], pieces[-len(columns) :]
        last = values[-1] if values else None
        if not name or last is None or last.value is None or last.value > 100 or values[0].line != line:
            waiting = pieces
            continue
        waiting = []
        if _one_cell(name):
            cells = [c for column, t in zip(columns, values, strict=True) if (c := _score_cell(sheet, column, t))]
            sheet.add("".join(t.text for t in name), (), cells, span(pieces))


def _one_cell(name: Sequence[Token]) -> bool:
    """Whether the pieces are one wrapped cell: each on its own line, none but the last short."""
    widths = [width(t) for t in name]
    lines = {t.line for t in name}
    return len(lines) == len(name) <= 4 and all(w >= max(widths) - 1 for w in widths[:-1])


def _score_cell(sheet: Sheet, column: str, token: Token) -> Cell | None:
    if re.match(r"得分|分值|权重", column):
        return cell(sheet.column(column), [token], token.value, "分") if token.value is not None else None
    value: Value | None = value_at([token], 0)
    if value is None or len(value.numbers) != 1 or squeeze(token.text) != squeeze(token.text).strip():
        return None
    return cell(sheet.column(column), [token], value.numbers[0][0], value.unit, value.bound)
