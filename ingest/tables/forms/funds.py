"""表单中的钱: budgets, sources, itemised spending, past years, purchases and the money of a whole body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from corpus.disclosure import Cell
from corpus.money import Bound, Quantity, fold
from ingest.tables.flattened.tokens import Token, squeeze
from ingest.tables.forms.stream import Field, Sheet, Stream, cell, money_unit, span

_AMOUNT: Final = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)((?:万元|亿元|千元|元|万)?(?:/[年月人次个场]{1,2})?|%)"
)
_HISTORY: Final = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?(?P<span>\d{1,2}[-—~至]\d{1,2}月|\d{1,2}月)?"
    r"(?P<kind>年初预算|年中预算|调整后?预算|实际预算执行|预算执行|实际执行|实际支出|决算|执行|预算|安排|支出)数?(?:金额)?[为:：]?"
    r"(?P<amount>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万元|元|亿元)?"
    r"(?:,(?P<later>年中(?:压减|追加|调增|调减))(?P<change>\d+(?:\.\d+)?)(?P<unit2>万元|元))?"
)
_SCORE: Final = re.compile(r"自评(?:得分|分数?)[为:：]?(\d+(?:\.\d+)?)分")
_SOURCE: Final = re.compile(
    r"\d{1,2}[.．、](?!\d)|其中[:：]|(?:当年预算)?合计|[(（][一二三四五六七八九十][)）]|[一二三四五六七八九十]、"
)
_FUND: Final = re.compile(
    r"合计|小计|财政拨款(?:收入)?|其他资金|其他收入|事业收入|上级补助收入|单位资金|上年结转|"
    r"(?:人员类|运转类|特定目标类)(?:项目)?(?:支出)?|基本支出|项目支出|人员经费|公用经费|(?:一般公共预算|政府性基金)(?:财政拨款)?"
)
_GROUP: Final = re.compile(r"(收入构成|支出构成)")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}年?")


def amount_at(tokens: Sequence[Token], i: int) -> tuple[int, Decimal, str] | None:
    """金额 that begins at token i: (how many tokens, value, unit); a unit may stand on the next line."""
    text = ""
    best: tuple[int, Decimal, str] | None = None
    for size, token in enumerate(tokens[i : i + 4], 1):
        text += fold(token.text)
        match = _AMOUNT.fullmatch(text)
        if match and not (size > 1 and match.group(2) == ""):
            best = size, Decimal(match.group(1).replace(",", "")), match.group(2)
        elif size > 1 and best and not text.endswith(("/", "万")):
            break
    return best


def money_field(sheet: Sheet, field: Field, unit: str) -> None:
    """金额字段 such as 项目总预算: its own row and column, the first amount after the label."""
    for i in range(len(field.tokens)):
        found = amount_at(field.tokens, i)
        if found:
            size, value, own = found
            label = "".join(t.text for t in field.words)
            entry = cell(sheet.column(label), field.tokens[i : i + size], value, _unit(own, unit))
            sheet.add(label, (), [entry], span([*field.words, *field.tokens[i : i + size]]))
            return


def _unit(own: str, default: str) -> str:
    return {"万": "万元", "亿": "亿元"}.get(own, own) or default


def history(sheet: Sheet, field: Field, unit: str) -> None:
    """前两年预算: a row per year and kind (2020年决算, 2020年年初预算); the reasons after them are no figures."""
    if not field.tokens:
        return
    stream = Stream(field.tokens)
    column = sheet.column(field.label)
    for match in _HISTORY.finditer(stream.text):
        label = f"{match['year']}年{match['span'] or ''}{match['kind']}"
        found = [(label, "amount", "unit")]
        if match["later"]:
            found.append((f"{match['year']}年{match['later']}", "change", "unit2"))
        for name, number, own in found:
            start, end = match.start(number), match.end(own) if match[own] else match.end(number)
            text = stream.text[start:end]
            value = Quantity(Decimal(match[number].replace(",", "")), match[own] or unit, text)
            place = stream.place(match.start(), match.end())
            sheet.add(name, (), [Cell(column, text, value, stream.place(start, end))], place)


def review(sheet: Sheet, field: Field) -> None:
    """上年自评得分 told in a sentence."""
    if not field.tokens:
        return
    stream = Stream(field.tokens)
    match = _SCORE.search(stream.text)
    if match:
        text = stream.text[match.start(1) : match.end()]
        value = Quantity(Decimal(match.group(1)), "分", text)
        place = stream.place(match.start(1), match.end())
        column = sheet.column(field.label)
        sheet.add("上年自评得分", (), [Cell(column, text, value, place)], stream.place(match.start(), match.end()))


def sources(sheet: Sheet, field: Field, unit: str) -> set[int]:
    """资金来源: one row a source. Returns which numbered sources have an amount (for the columns of 支出明细)."""
    tokens = list(field.tokens)
    text = ""
    start = 0
    for n, token in enumerate(tokens):
        if _SOURCE.match(squeeze(token.text)):
            start = n
            break
        text += token.text
    head = re.sub(r"^.*?来源项目", "", text)
    own = money_unit(head) or unit
    path = f"{field.label}/{head or '金额'}" if head in {"", "金额"} else head
    column = sheet.column(path)
    used: set[int] = set()
    label: list[Token] = []
    for token in tokens[start:]:
        if _SOURCE.match(squeeze(token.text)) or token.value is None:
            fresh = _SOURCE.match(squeeze(token.text)) is not None
            label = [token] if fresh else [*label, token]
        elif label:
            sheet.add(
                "".join(t.text for t in label), (), [cell(column, [token], token.value, own)], span([*label, token])
            )
            number = re.match(r"(\d)", label[0].text)
            if number and token.value:
                used.add(int(number.group(1)))
            label = []
    return used


def numbered_details(sheet: Sheet, field: Field, unit: str) -> None:
    """支出明细 as a numbered list with one amount each; the serial number is dropped, empty numbers are no rows."""
    tokens = list(field.tokens)
    head = next((n for n, t in enumerate(tokens) if t.text.endswith("金额")), -1)
    path = f"{field.label}/金额"
    own = money_unit("".join(t.text for t in tokens[: head + 1])) or unit
    label: list[Token] = []
    serial = 0
    for token in tokens[head + 1 :]:
        glued = re.match(rf"{serial + 1}(?=[^\d.,，%])", token.text)
        if token.value is None:
            if glued and not label:
                serial += 1
                cut = glued.end()
                label.append(Token(token.text[cut:], token.start + cut, token.end, token.line, token.page))
            else:
                label.append(token)
        elif label:
            name = "".join(t.text for t in label)
            sheet.add(name, (), [cell(sheet.column(path), [token], token.value, own)], span([*label, token]))
            label = []
        elif token.value == serial + 1:
            serial += 1


def assets(sheet: Sheet, field: Field, unit: str) -> None:
    """资产配置与采购计划: 品名, 数量, 金额."""
    tokens = list(field.tokens)
    head = "".join(t.text for t in tokens if t.value is None)
    own = money_unit(head) or unit
    start = next((n + 1 for n, t in enumerate(tokens) if t.text.startswith("金额")), len(tokens))
    words: list[Token] = []
    numbers: list[Token] = []
    for token in [*tokens[start:], None]:
        if token is not None and token.value is not None:
            numbers.append(token)
            continue
        if numbers and words and len(numbers) == 2:
            count, money = numbers
            cells = [
                cell(sheet.column(f"{field.label}/数量"), [count], count.value or Decimal(0), ""),
                cell(sheet.column(f"{field.label}/金额"), [money], money.value or Decimal(0), own),
            ]
            sheet.add("".join(t.text for t in words), (), cells, span([*words, *numbers]))
        if numbers:
            words, numbers = [], []
        if token is not None:
            words.append(token)


def overall_funds(sheet: Sheet, field: Field, year: int) -> None:
    """部门总体资金情况: 收入构成 and 支出构成 with this year's amount, its share and the years before.

    Where 近两年 names no years they are the two before ``year``, the title's (0 where it has none).
    """
    stream = Stream(field.tokens)
    groups = [m for m in _GROUP.finditer(stream.text) if m.start() in stream.starts]
    if not groups:
        return
    head = stream.text[: groups[0].start()]
    unit = money_unit(field.label + head) or "万元"
    title = "总体资金情况（万元）" if unit == "万元" else f"总体资金情况（{unit}）"
    columns = [f"{title}/{name}" for name in _fund_columns(re.sub(r"[(（]?(?:万元|元)[)）]?", "", head), year)]
    for match, after in zip(groups, [*groups[1:], None], strict=False):
        end = after.start() if after else len(stream.text)
        tokens = [t for n, t in _inside(stream, match.end(), end)]
        _fund_rows(sheet, tokens, match.group(), columns, unit)


def _inside(stream: Stream, start: int, end: int) -> list[tuple[int, Token]]:
    return [(at, stream.tokens[n]) for at, n in stream.starts.items() if start <= at < end]


def _fund_columns(head: str, year: int) -> list[str]:
    """The columns under 总体资金情况, years of the earlier ones included."""
    match = re.search(r"(当年金额|本年金额|预算金额)?(占比)?((?:上年|近两年|前两年)收支(?:情况|金额))?(.*)$", head)
    this = re.search(r"当年金额|本年金额|预算金额", head)
    earlier = re.search(r"(?:上年|近两年|前两年)收支(?:情况|金额)", head)
    found = [this.group() if this else "当年金额"]
    if match and "占比" in head:
        found.append("占比")
    if earlier:
        years = _YEAR.findall(head[earlier.end() :])
        if not years and not earlier.group().startswith("上年"):
            years = [str(year - 2), str(year - 1)] if year else ["前年", "上年"]
        found += [f"{earlier.group()}/{y}" for y in years] or [earlier.group()]
    return found


def _fund_rows(sheet: Sheet, tokens: Sequence[Token], group: str, columns: Sequence[str], unit: str) -> None:
    label: list[Token] = []
    amounts: list[tuple[Token, Decimal, str]] = []
    for token in [*tokens, None]:
        found = amount_at([token], 0) if token is not None else None
        if token is not None and found:
            amounts.append((token, found[1], found[2]))
            continue
        if amounts and label:
            cells = _fund_cells(sheet, amounts, columns, unit)
            label = _fund_label(label)
            sheet.add("".join(t.text for t in label), (group,), cells, span([*label, *(a[0] for a in amounts)]))
            label, amounts = [], []
        if token is not None:
            label = [*label, token]


def _fund_label(words: Sequence[Token]) -> list[Token]:
    """The row's own label among the words since the row before: rows without figures stand among them, too."""
    for n in range(len(words)):
        if _FUND.fullmatch("".join(fold(t.text) for t in words[n:])):
            return list(words[n:])
    return [t for t in words if t.line == words[-1].line]


def _fund_cells(
    sheet: Sheet, amounts: Sequence[tuple[Token, Decimal, str]], columns: Sequence[str], unit: str
) -> list[Cell]:
    """The printed values by column: all of them, or told apart by the per cent that stands between."""
    share = next((n for n, a in enumerate(amounts) if a[2] == "%"), None)
    at = next((n for n, c in enumerate(columns) if c.endswith("占比")), None)
    if len(amounts) == len(columns):
        order = list(range(len(columns)))
    elif share is not None and at is not None and share <= at:
        order = [*range(at - share, at), at, *range(at + 1, at + len(amounts) - share)]
    else:
        return []
    if order and order[-1] >= len(columns):
        return []
    return [
        cell(sheet.column(columns[c]), [token], value, "%" if own == "%" else own or unit, Bound.EXACT)
        for c, (token, value, own) in zip(order, amounts, strict=True)
    ]


def overall_projects(sheet: Sheet, field: Field, unit: str) -> None:
    """项目支出情况: one row a project, its total and this year's budget; the words before its type are its name."""
    tokens = list(field.tokens)
    heads = [h for h in ("项目总预算", "项目本年度预算", "项目当年预算") if h in field.text]
    if len(heads) != 2:
        return
    for i, token in enumerate(tokens[:-1]):
        pair = tokens[i : i + 2]
        if token.value is None or pair[1].value is None or token.line != pair[1].line:
            continue
        line = [t for t in tokens[:i] if t.line == token.line]
        words = line[:-1] if len(line) > 1 and re.search(r"(?:项目|类)$", line[-1].text) else line
        if words:
            cells = [
                cell(sheet.column(f"{field.label}/{head}"), [t], t.value or Decimal(0), unit)
                for head, t in zip(heads, pair, strict=True)
            ]
            sheet.add("".join(t.text for t in words), (), cells, span([*words, *pair]))
