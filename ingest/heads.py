"""栏目: what a column head says about the figures under it: which phase, which measure, which year, which unit.

The words are data (heads.toml). A head is a path joined by “/” (本年支出/基本支出); a total's head may say nothing.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Final, cast

from corpus.disclosure import Basis, Disclosure, Measure, Table
from corpus.money import UnitClass, fold, unit_class
from corpus.terms import TERMS, concept_of_label
from ingest.tables import values

_WORDS: Final[dict[str, object]] = tomllib.loads(resources.files("ingest").joinpath("heads.toml").read_text("utf-8"))
GENERIC: Final = frozenset(cast("list[str]", _WORDS["generic"]))
TOTALS: Final = frozenset(cast("list[str]", _WORDS["totals"]))
KEPT: Final = frozenset(cast("list[str]", _WORDS["kept"]))
ABOUT: Final = cast("dict[str, str]", _WORDS["about"])
GROUP: Final = cast("dict[str, str]", _WORDS["group"])
SIDE: Final = cast("dict[str, str]", _WORDS["side"])
_BASIS: Final = {k: re.compile(v) for k, v in cast("dict[str, str]", _WORDS["basis"]).items()}
_MEASURE: Final = {k: re.compile(v) for k, v in cast("dict[str, str]", _WORDS["measure"]).items()}
_BODY: Final = re.compile(cast("str", _WORDS["body"]))
_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_PRIOR: Final = re.compile(r"上年|去年|上一年|前年|前两年|近两年|近二年|前二年|往年")
_COMPARED: Final = re.compile(
    r"(?:比|较|为|占|与|完成(?!数|额|值|情况|率|$))(?:\(减\)|上年同期|上年|去年|年初)*(?:20[0-4]\d)?年?度?(?:初|同期)?(?:调整)?(?:预算|决算|执行|完成|快报|预计)?(?:数|额)?(?:\([^()]*\))?(?:的|相比)?"
    r"(?=(?:增|减|升|下|变|%|±|/|$))"
)
"""What a figure is measured from, in a head: 比2025年执行数, 完成2025年预算数的%."""
_GROWS: Final = re.compile("增|减|升|降|变动|变化|比较")
_POINTS: Final = re.compile("分值|权重")
_PORTION: Final = re.compile("^(?:.*/)?(?:为|占)")
_EITHER: Final = re.compile(r"预\(决\)算")
_COMPLETED: Final = re.compile(
    r"完成.{0,12}(?:%|比例|率)|(?:%|比例|率).{0,3}完成|(?:^|/)[为占](?:年初|全年|调整后?|变动后?)*预算数?的?(?:[(（]?%[)）]?)?$"
)
_TAG: Final = re.compile(r"\((?:[A-Z](?:[/÷-][A-Z])?|[A-Z][÷/][A-Z]\*?(?:100%?)?|万?元|万元|%|区级安排数)\)")
_FUND: Final = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算(?:财政)?(?:拨款)?(?:资金)?")
_ORDINAL: Final = re.compile(r"^(?:[(（]?[一二三四五六七八九十廿]{1,3}[)）、.．]|\d{1,2}[、.．)）](?!\d)|其中[:：])")


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """紧凑: a label or head without white space and quotation marks, folded, without （A） tags and its ordinal."""
    bare = re.sub(r"[\s“”\"'‘’]+", "", fold(text))
    return _TAG.sub("", _ORDINAL.sub("", bare))


def segments(head: str) -> list[str]:
    """栏目路径: the parts of a head path, squeezed, outermost first; a stroke in brackets, 执行率(B/A), parts nothing."""
    return [s for part in re.split(r"/(?![^(（]*[)）])", head) if (s := squeeze(part))]


def is_generic(segment: str) -> bool:
    """泛称: whether a head's part names no thing (合计, 金额, 预算数, 2021年)."""
    bare = _YEAR.sub("", segment).removeprefix("年度").removeprefix("年")
    return bare in GENERIC or not bare or bool(_PRIOR.search(bare) and not re.search("结|余额", bare))


def names_a_thing(concept: str) -> bool:
    """Whether a term names something that money is for, not a phase, a measure or a side (项目总预算 does)."""
    term = TERMS.get(concept)
    return term is None or term.role in {"amount", "source", "people", "asset", "project"} or term.name in KEPT


def is_kept(concept: str) -> bool:
    """Whether a term of phase stands for a thing of its own in a head (项目总预算)."""
    return concept in TERMS and TERMS[concept].name in KEPT


@lru_cache(maxsize=8192)
def concept_of_head(head: str) -> str | None:
    """栏目项: the term that a head names, its innermost part first; None where all parts are general."""
    parts = segments(head)
    if parts and parts[-1] in TOTALS and len(parts) > 1 and is_generic(parts[-2]):
        whole = concept_of_label(parts[-2] + "合计", None) if parts[-2] not in GENERIC else None
        if whole:
            return whole
    for part in reversed(parts):
        if not is_generic(part) and (found := concept_of_label(part, None)) and names_a_thing(found):
            return found
    return None


def without_funds(head: str) -> str:
    """费用名: a head without the source of money below its item (因公出国费/一般公共预算 → 因公出国费)."""
    parts = segments(head)
    kept = [part for part in parts if not _FUND.fullmatch(part)]
    return "/".join(kept) if kept and len(kept) < len(parts) else head


def other_fund(head: str) -> str | None:
    """其他资金: the source that a head names below its item, where that is not the general budget, of which 三公 is told."""
    named = segments(head)[-1:]
    funds = [part for part in named if _FUND.fullmatch(part) and not part.startswith("一般")]
    return concept_of_label(funds[0].removesuffix("预算") + "预算", None) if funds else None


def is_whole(head: str) -> bool:
    """Whether a head names no part of the table's thing: its last words are general, or there are none."""
    parts = segments(head)
    return not parts or is_generic(parts[-1]) or re.search("(?:总计|合计|小计|总额)$|预算|决算", parts[-1]) is not None


@lru_cache(maxsize=64)
def about_kind(kind: str) -> str | None:
    """表的总量: the term that a table of this kind adds up to (F05 → 一般公共预算财政拨款支出)."""
    return concept_of_label(ABOUT[kind], None) if kind in ABOUT else None


def side_of(head: str) -> str | None:
    """收支侧: 收入 or 支出 where the head begins with one, else None."""
    first = segments(head)[0] if segments(head) else ""
    if first.startswith(("本年", "上年")):
        return None
    return next((side for side in ("收入", "支出") if first.startswith(side)), None)


def is_body(label: str, disclosure: Disclosure) -> bool:
    """单位名: whether a row label is a body's name (the issuer, one of its units, or by its last word)."""
    bare = squeeze(label)
    known = {squeeze(n) for n in (disclosure.issuer, *disclosure.aliases, *disclosure.units)}
    return bare in known or (len(bare) > 3 and bool(_BODY.search(bare)) and concept_of_label(label, None) is None)


def about(head: str) -> str:
    """所说之数: the head's words without the figure that it is only compared with (2026年预算数比2025年执行数 → 2026年预算数)."""
    return _COMPARED.sub("", "/".join(segments(head)))


def year_of(head: str, table: Table, column: int, year: int) -> int:
    """年份 that a column's figures are about: printed, or by 上年/前年, or by its turn among 近两年's columns.

    A change is about the year that changes, not the one it is measured from: 比2024年决算数增长% is about 2025.
    """
    whole = "/".join(segments(head))
    bare = about(head)
    if "结转" in bare or "结余" in bare or re.search("上年.{0,8}余额", bare):
        return year
    if bare != whole and not _YEAR.search(bare):
        compared = [(int(y), m[0]) for m in _COMPARED.finditer(whole) for y in _YEAR.findall(m[0])]
        if not compared:
            return year
        of, said = compared[-1]
        return min(of if said.startswith(("完成", "占", "为")) else of + 1, year + 1)
    if found := _YEAR.findall(bare):
        return min(int(found[-1]), year + 1)
    if "前年" in bare and "当年" not in bare:
        return year - 2
    if "近两年" in bare or "近二年" in bare:
        turns = [i for i, c in enumerate(table.columns) if re.search("近[两二]年", squeeze(c)) and not _YEAR.search(c)]
        return year - (len(turns) - turns.index(column)) if column in turns else year - 1
    return year - 1 if re.search("上年|去年|上一年", bare) and "绩效" not in bare else year


def basis_of(head: str, table: Table, disclosure: Disclosure) -> Basis:
    """数据性质 of a column, by its head first, then by the kind of table and of document."""
    evaluation = table.kind in {"S01", "S02"}
    if _EITHER.search("/".join(segments(head))):
        return disclosure.kind
    if _COMPLETED.search(head):
        return "final_accounts"
    if table.kind in {"B13", "B14"} and disclosure.kind == "budget" and _POINTS.search(segments(head)[-1]):
        return "budget"  # what a target is worth is planned with it
    for part in reversed(about(head).split("/")):
        basis = next((b for b, pattern in _BASIS.items() if pattern.search(part) and part != "预算执行情况"), None)
        if basis == "budget" and evaluation and "年初" not in part:
            return "adjusted_budget"  # a self-evaluation's 预算数(A) is the 全年预算数 unless it says 年初
        if basis:
            return cast("Basis", basis)
    if evaluation or table.kind.startswith("F"):
        return "final_accounts"
    return "budget" if table.kind.startswith("B") else disclosure.kind


def says_phase(head: str) -> bool:
    """Whether a head names the phase of its own figures (执行数), not only of what they are compared with."""
    bare = about(head)
    return _EITHER.search(bare) is None and any(p.search(part) for part in bare.split("/") for p in _BASIS.values())


def is_either(head: str) -> bool:
    """Whether a head leaves open whether it is of a plan or of what was executed (预(决)算数)."""
    return _EITHER.search("/".join(segments(head))) is not None


def is_plain(head: str) -> bool:
    """Whether a head is of figures of a phase, not of a change or a share of another."""
    whole = "/".join(segments(head))
    return says_phase(head) and about(head) == whole and not _COMPLETED.search(head) and not _PORTION.search(whole)


def is_bare_change(head: str) -> bool:
    """Whether a head is of a change and names only what it is measured from."""
    whole = "/".join(segments(head))
    return _GROWS.search(whole) is not None and _COMPARED.search(whole) is not None and not says_phase(head)


def measure_of(head: str, unit: str, label: str = "") -> Measure:
    """度量 of a figure: by its head, then by its unit."""
    bare = "/".join(segments(head))
    kind = unit_class(unit)
    for measure, pattern in _MEASURE.items():
        fits = kind in {UnitClass.RATE, UnitClass.POINTS} or measure in {"score", "target", "actual", "change"}
        if kind is UnitClass.RATE and measure == "change" and _GROWS.search(bare):
            return "growth"
        if fits and pattern.search(bare):
            return cast("Measure", measure)
    if kind is UnitClass.MONEY:
        return "rate_unit" if "/" in unit else "amount"
    if kind in {UnitClass.RATE, UnitClass.POINTS}:
        named = next((m for m in ("share", "completion", "growth") if _MEASURE[m].search(squeeze(label))), "rate")
        return cast("Measure", named)
    return "score" if unit == "分" else "count"


def unit_of_head(head: str, table_unit: str) -> str:
    """单位 of figures printed without one: the head's （万元）, %, 分; else the table's; "" where none is known."""
    bare = re.sub(r"\s", "", fold(head))
    stated = values.unit_of_head(head, table_unit)
    measure = next((m for m, p in _MEASURE.items() if p.search(bare)), None)
    if stated == table_unit and measure in {"share", "completion", "growth"}:
        return "%"
    return "分" if stated == table_unit and measure == "score" else stated
