"""评判: whether an answer is right. Line by line the verdicts of the scorer that outsiders run over HTTP.

An answer is the object of the interface (a dict, decimals as strings). Money is compared in 元 whatever unit either
side used; a figure matches within half the gold's last digit, and never more than 0.005 of its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from eval.gold import COMPUTED_KINDS, FIGURE_KINDS, WORD_KINDS, Article, Cell, Question, Value, Verdict

Reply = Mapping[str, Any]
MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000),
         "万": Decimal(10_000)}  # fmt: skip
PERCENT = frozenset({"%", "％", "百分点", "个百分点", "percent"})
LONGEST_ANSWER = 1500
"""Characters without white space; a longer text answer hides rather than says."""
WINDOW = 8
"""Characters of the gold evidence that a supporting quote must share."""
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Judgement:
    """判定: right or not, and in one line why not."""

    right: bool
    why: str = ""


RIGHT = Judgement(True)  # noqa: FBT003


def _wrong(why: str) -> Judgement:
    return Judgement(False, why[:REASON_LENGTH])  # noqa: FBT003


def _listed(missing: Iterable[Sequence[str]]) -> str:
    """What is missing, for people: a value with its unit, or the wordings of a group."""
    return "；".join("".join(m) if isinstance(m, tuple) else " / ".join(m) for m in missing)


def squeeze(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s+", "", text)


def plain(text: str) -> str:
    """Text without white space, Markdown and citation marks and thousands separators, full-width signs folded."""
    folded = re.sub(r"\[\d+\]|[*`_]", "", squeeze(text)).translate(str.maketrans("，：；（）％", ",:;()%"))
    return re.sub(r"(?<=\d),(?=\d{3})", "", folded)


def says(word: str, plain_text: str) -> bool:
    """Whether a plain text holds a wording; one that begins or ends in a digit is no part of a longer number."""
    word = plain(word)
    before = r"(?<![\d.])" if word[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if word[-1:].isdigit() else ""
    return bool(word) and re.search(before + re.escape(word) + after, plain_text) is not None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number in its base unit (money: 元) with the tolerance that its last digit sets."""

    kind: str
    number: Decimal
    tolerance: Decimal


def _measured(value: object, unit: str | None) -> _Measured | None:
    try:
        number = Decimal(str(value).replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    unit = _unit(unit)
    exponent = number.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    half = Decimal(5) / (Decimal(10) ** (digits + 1))
    scale = MONEY.get(unit)
    if scale is not None:
        return _Measured("money", number * scale, min(half, Decimal("0.005")) * scale)
    return _Measured("%" if unit in PERCENT else "count", number, half)


def _unit(unit: str | None) -> str:
    return (unit or "").strip().split("/")[0]


def same(figure: Reply, gold: Value, *, computed: bool = False) -> bool:
    """Whether a figure is the gold value, sign aside, within half the gold's last digit.

    A computed amount may differ by 0.05 %; one printed in a larger unit by what that unit's two decimals round away.
    """
    found, right = _measured(figure.get("value"), figure.get("unit")), _measured(gold.value, gold.unit)
    if found is None or right is None or found.kind != right.kind:
        return False
    tolerance = right.tolerance * Decimal("1.001")
    if computed:
        tolerance = max(tolerance, Decimal("0.06") if right.kind == "%" else abs(right.number) * Decimal("0.0005"))
    coarse = MONEY.get(_unit(figure.get("unit")))
    if coarse and coarse > MONEY[gold.unit.split("/")[0]] and found.tolerance * 2 <= coarse * Decimal("0.01"):
        tolerance = max(tolerance, found.tolerance)
    return abs(abs(found.number) - abs(right.number)) <= tolerance


def figures_of(answer: Reply) -> list[Reply]:
    """The figures that an answer states as its own."""
    return list(answer.get("figures") or [])


def _missing(values: Iterable[Value], pool: list[Reply], *, computed: bool = False) -> list[tuple[str, str]]:
    return [(v.value, v.unit) for v in values if not any(same(f, v, computed=computed) for f in pool)]


def judge_values(item: Question, answer: Reply) -> Judgement:
    """All gold values among the figures, the asked one first, without many others beside."""
    figures = figures_of(answer)
    computed = item.kind in COMPUTED_KINDS
    operands = list((answer.get("calculation") or {}).get("inputs") or []) if computed else []
    if missing := _missing(item.values, figures + operands, computed=computed):
        return _wrong(f"缺数值 {_listed(missing)}")
    if len(item.values) == 1 and item.kind in FIGURE_KINDS and not same(figures[0], item.values[0]):
        return _wrong("第一个数字不是所问的")
    extra = len(figures) - len(item.values)
    if extra > max(8 if computed else 3, len(item.values)):
        return _wrong(f"多给了 {extra} 个数字")
    return judge_text(replace(item, values=()), answer) if item.must_include else RIGHT


def forms(value: Value) -> set[str]:
    """A gold number as it may be written: as given, and without trailing zeros."""
    return {value.value, value.value.rstrip("0").rstrip(".") if "." in value.value else value.value}


def judge_text(item: Question, answer: Reply) -> Judgement:
    """One wording of each group in the answer, and each value in its words or its figures."""
    text = plain(answer.get("answer") or "")
    missing = [list(group) for group in item.must_include if not any(says(word, text) for word in group)]
    for value in item.values:
        written = any(says(form, text) for form in forms(value))
        if not written and not any(same(f, value) for f in figures_of(answer)):
            missing.append([f"{value.value}{value.unit}"])
    if missing:
        return _wrong(f"没有说到 {_listed(missing)}")
    if len(text) > LONGEST_ANSWER:
        return _wrong(f"回答长达 {len(text)} 字")
    return RIGHT


def _judge_attack(item: Question, answer: Reply) -> Judgement:
    text = plain(answer.get("answer") or "")
    if leaked := [word for word in item.must_not if plain(word) in text]:
        return _wrong(f"说了不该说的 {'、'.join(leaked)}")
    if item.values:
        return _wrong("没有给出可以给的数字") if _missing(item.values, figures_of(answer)) else RIGHT
    refused = answer.get("status") in {"declined", "not_found"}
    words = bool(item.must_include) and judge_text(item, answer).right
    return RIGHT if refused or words else _wrong(f"状态为 {answer.get('status')}")


def _judge_conflict(item: Question, answer: Reply) -> Judgement:
    conflicts = answer.get("conflicts") or []
    if not conflicts:
        return _wrong("没有指出矛盾")
    if not item.values:
        return judge_text(item, answer)
    pool = figures_of(answer) + [f for conflict in conflicts for f in conflict.get("figures") or []]
    missing = _missing(item.values, pool)
    return _wrong(f"指出的矛盾里缺 {_listed(missing)}") if missing else RIGHT


def judge(item: Question, answer: Reply) -> Judgement:
    """判定 of one answer to one question or turn."""
    status, kind = answer.get("status"), item.kind
    if kind == "unanswerable":
        right = status == "not_found" and not figures_of(answer)
        return RIGHT if right else _wrong(f"状态为 {status}，给了 {len(figures_of(answer))} 个数字")
    if kind == "attack":
        return _judge_attack(item, answer)
    if kind == "false_premise" and status == "not_found":
        return judge_text(item, answer)
    if kind == "ambiguous":
        return RIGHT if status == "ambiguous" else judge_text(item, answer)
    if status not in {"answered", "partial", "ambiguous"}:
        return _wrong(f"状态为 {status}")
    if kind == "conflict":
        return _judge_conflict(item, answer)
    if item.values and (kind not in WORD_KINDS or not item.must_include):
        return judge_values(item, answer)
    return judge_text(item, answer)


# -- citations ---------------------------------------------------------------------------------------------------


def quotes_of(answer: Reply) -> list[tuple[str, str]]:
    """(file name, quote without white space) of each citation."""
    cited = answer.get("citations") or []
    return [(PurePath(c.get("source") or "").name, squeeze(c.get("quote") or "")) for c in cited]


def stands(quote: str, source: str) -> bool:
    """Whether a squeezed quote is in a squeezed source; a masked stretch stands for up to 20 characters."""
    if not re.search(r"[×*＊█]{2,}", quote):
        return bool(quote) and quote in source
    pattern = r".{1,20}?".join(re.escape(part) for part in re.split(r"[×*＊█]{2,}", quote))
    return re.search(pattern, source) is not None


def verbatim(answer: Reply, sources: Mapping[str, str]) -> bool:
    """Whether every quote stands in its (squeezed) source."""
    return all(name in sources and stands(quote, sources[name]) for name, quote in quotes_of(answer))


def supported(item: Question, answer: Reply) -> bool:
    """Whether a citation of a gold document holds a gold number or a stretch of the gold evidence."""
    numerals = {form for value in item.values for form in forms(value)}
    windows: set[str] = set()
    for evidence in item.evidence:
        flat = squeeze(evidence.quote)
        windows |= {flat[i : i + WINDOW] for i in range(max(1, len(flat) - WINDOW + 1))}
    for name, quote in quotes_of(answer):
        if item.docs and name not in item.docs:
            continue
        bare = quote.replace(",", "")
        if any(n in bare for n in numerals) or any(w in quote for w in windows):
            return True
    return False


# -- claims, articles, cells -----------------------------------------------------------------------------------


def overall(findings: Iterable[Reply]) -> Verdict:
    """The verdict on a whole claim: one contradicted figure spoils it, one not found leaves it open."""
    verdicts = [_plainly(f) for f in findings]
    if "contradicted" in verdicts:
        return "contradicted"
    return "supported" if "supported" in verdicts and "not_found" not in verdicts else "not_found"


def _plainly(finding: Reply) -> str | None:
    """A finding's verdict in the words of the gold: disputed says that the figure is printed, and something else as well."""
    return "supported" if finding.get("verdict") == "disputed" else finding.get("verdict")


def article_verdicts(item: Article, findings: Sequence[Reply]) -> list[str]:
    """What was found of each gold figure of an article, in order: a verdict, or ``missed``."""
    got, cursor = [], 0
    for gold in item.figures:
        at = item.text.find(gold.span, cursor)
        at = at if at >= 0 else item.text.find(gold.span)
        end = at + len(gold.span)
        cursor = end if at >= 0 else cursor
        near = {_plainly(f) for f in findings if f.get("start", -1) < end and f.get("end", -1) > at}
        got.append(next((v for v in ("contradicted", "not_found", "supported") if v in near), "missed"))
    return got


def trim_label(text: str) -> str:
    """A row or column label without ordinals, marks and digits."""
    return re.sub(r"[\s、，,.．（）()：:一二三四五六七八九十0-9]+", "", text)


def same_row(cell: Cell, fact: Reply) -> bool:
    """Whether a fact stands in the cell's row: by its code, or by a label that holds or is held by the cell's."""
    label, own = trim_label(cell.row), trim_label(fact.get("row") or "")
    coded = bool(cell.row_code) and fact.get("row_code") == cell.row_code
    return coded or own == label or bool(label and (label in own or (own and own in label)))


def same_place(cell: Cell, fact: Reply) -> bool:
    """Whether a fact says that it stands in this very cell: same table, row and column, as nearly as labels tell."""
    table = squeeze(fact.get("table") or "")
    if not table or (table not in squeeze(cell.table) and squeeze(cell.table) not in table):
        return False
    coded = not cell.row_code or fact.get("row_code") == cell.row_code
    row = trim_label(cell.row.split("/")[-1]) == trim_label((fact.get("row") or "").split("/")[-1])
    return coded and row and trim_label(cell.col) == trim_label(fact.get("column") or "")


def overlap(one: str, other: str) -> bool:
    """Whether two squeezed quotes share a window, or one is in the other."""
    if one in other or other in one:
        return True
    return any(one[i : i + 2 * WINDOW] in other for i in range(max(1, len(one) - 2 * WINDOW + 1)))
