"""政府预算报告: what is particular to the tables of a whole government — phases of several years, levels side by side.

Such a report tells how the budgets of the year before were executed and plans the next; each table says of which year
it is, and whether of the whole area (全市) or of its own level (市本级).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpus.disclosure import Basis, Disclosure, Fact, Scope
from ingest import heads

_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)年?")
_OWN: Final = re.compile(r"(?:省|市|县|区|州|盟|旗)(?:本级|级(?!次))|本级")
_WHOLE: Final = re.compile(r"全(?:省|市|县|区|州|盟|旗|自治区|自治州)|全口径")
_RATE: Final = re.compile(r"[%％]|率$|比例$")
_DONE: Final = re.compile(r"执行情况|完成情况|决算情况|20\d\d年.{0,30}完成")
_FUNDS: Final = re.compile(r"一般公共预算|政府性基金|国有资本经营|社会保险基金|社保基金")
_LEAD: Final = re.compile(r"^[^。:]{0,20}(?=[。:])")
"""What a paragraph tells of, before its first stop: 2.政府性基金预算。收入预算安排…."""
_OF_FUND: Final[dict[str, dict[str, str | None]]] = {
    "政府性基金": {"current_revenue": "fund_budget_revenue", "current_expenditure": "fund_budget_expenditure"},
    "国有资本经营": {"current_revenue": "capital_budget_revenue", "current_expenditure": "capital_budget_expenditure"},
    "社会保险基金": {"current_revenue": None, "current_expenditure": None},
}
"""Of the budgets beside the general one: what its total of the year is called."""
_SOURCES: Final = {"政府性基金": "government_fund_budget", "国有资本经营": "state_capital_budget"}
_WHOLES: Final = frozenset({"total_revenue", "total_expenditure"})
_ZONES: Final = re.compile(r"(高新区|经开区|开发区|[^\W\d年度的和及与，、]{2,6}(?:管理区|新区|园区|示范区|度假区))")


def is_report(disclosure: Disclosure) -> bool:
    """Whether a disclosure is a whole government's report on its budgets."""
    return disclosure.issuer.endswith("人民政府") and re.search("执行情况.*草案", disclosure.title) is not None


def year_of_title(title: str, year: int) -> int:
    """年度 of a table of a report: the first year that its title names, else the report's own."""
    found = _YEAR.search(title)
    return min(int(found[1]), year) if found else year


def basis_of(head: str, year: int, basis: Basis, planned: int) -> Basis:
    """数据性质: as the head says; where it says nothing, a plan for the year planned, else what was executed."""
    if heads.says_phase(head) or heads.is_either(head):
        return basis
    return "budget" if year >= planned else "final_accounts"


def level_of(text: str) -> tuple[Scope, str | None] | None:
    """级次 that a table's title or a sentence names: of the whole area, of its own level, or of a zone in it."""
    if zone := _ZONES.search(text):
        return "unit", zone[1]
    if _OWN.search(text):
        return "unit", None
    return ("consolidated", None) if _WHOLE.search(text) else None


def levels_of(columns: Sequence[str]) -> dict[str, tuple[Scope, str | None]]:
    """级次 of the columns of one table whose heads name them (全市收入预算 | 市本级收入预算); a rate is of its left."""
    found: dict[str, set[tuple[Scope, str | None] | None]] = {}
    last: tuple[Scope, str | None] | None = None
    for column in columns:
        last = level_of(column) or (last if _RATE.search(column) else None)
        found.setdefault(column, set()).add(last)
    return {column: level for column, levels in found.items() if len(levels) == 1 and (level := next(iter(levels)))}


def level_at(before: str, section: Sequence[str]) -> tuple[Scope, str | None]:
    """级次 of a figure in a sentence: the last that the words ``before`` it name, else its section's, else the whole."""
    found = [(m.start(), level_of(m[0])) for pattern in (_OWN, _WHOLE, _ZONES) for m in pattern.finditer(before)]
    if found:
        return max(found, key=lambda one: one[0])[1] or ("consolidated", None)
    return next((level for heading in reversed(section) if (level := level_of(heading))), ("consolidated", None))


def told_in(disclosure: Disclosure, section: Sequence[str], text: str) -> Disclosure:
    """The report as its part on the year executed tells of that year: without more words, figures are of its execution."""
    heads_ = [*section, text]
    done = next((m for heading in heads_ if (m := _DONE.search(heading))), None)
    if done is None:
        return disclosure
    year = next((int(m[1]) for heading in heads_ if (m := _YEAR.search(heading))), disclosure.fiscal_year - 1)
    if year >= disclosure.fiscal_year:
        return disclosure
    return replace(disclosure, fiscal_year=year, kind="final_accounts")


def fund_of(text: str) -> str | None:
    """哪一本预算: the only one of the four budgets that words name (社保基金 is 社会保险基金); None for none or several."""
    found = {"社会保险基金" if name == "社保基金" else name for name in _FUNDS.findall(text)}
    return found.pop() if len(found) == 1 else None


def fund_at(section: Sequence[str], text: str) -> str | None:
    """哪一本预算 a paragraph tells of: by the words before its first stop, else by its headings, the innermost first."""
    lead = _LEAD.match(text)
    named = fund_of(lead[0]) if lead else None
    return named or next((fund for heading in reversed(section) if (fund := fund_of(heading))), None)


def told_of(fact: Fact, fund: str | None) -> Fact:
    """A total of one of the other three budgets as that budget's: 收入预算 of 政府性基金预算 is not the government's."""
    if fund not in _OF_FUND or fact.concept not in _WHOLES | _OF_FUND["政府性基金"].keys():
        return fact
    terms = _OF_FUND[fund]
    above, _, leaf = fact.row.rpartition("/")
    row = fact.row if fund in fact.row else "/".join(part for part in (above, f"{fund}{leaf}") if part)
    if fact.concept in _WHOLES:
        source = _SOURCES.get(fund)
        return replace(fact, row=row, concept=fact.concept if source else None, aspect=fact.aspect or source)
    return replace(fact, row=row, concept=terms[fact.concept])
